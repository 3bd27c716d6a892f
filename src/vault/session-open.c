/* session-open.c - making a vault, and opening one
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include <fcntl.h>
#include <unistd.h>

#include "file/file.h"
#include "keyring/keyring-repair.h"

/* A database that holds no media yet is a few pages. */
#define FRESH_DATABASE_MAX_BYTES (256 << 10)

static VaultSession *
session_new (const char *folder, guint mode, GError **error)
{
  VaultSession *self = g_new0 (VaultSession, 1);

  g_atomic_ref_count_init (&self->n_refs);
  g_rw_lock_init (&self->in_use);
  g_mutex_init (&self->change_mutex);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->thumbnail_done);
  self->folder = g_strdup (folder);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) vault_entry_unref);
  self->groups = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL,
                                        (GDestroyNotify) vault_card_unref);
  self->views = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->log = g_array_new (FALSE, FALSE, sizeof (VaultActivity));
  self->sources = g_ptr_array_new_with_free_func ((GDestroyNotify) vault_source_unref);
  self->thumbnails = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->to_reclaim = g_async_queue_new_full (g_free);

  self->dir_fd = vault_file_open_folder (folder, mode, error);
  if (self->dir_fd < 0) {
    vault_session_unref (self);
    return NULL;
  }

  return self;
}

/* A wipe must need no new descriptor, memory or thread. */
static gboolean
prepare_for_wipe (VaultSession *self, GError **error)
{
  self->wiper = vault_wiper_new_prepared (self->folder,
                                          vault_keyring_get_fd (self->keyring), error);
  return self->wiper != NULL;
}

static gboolean
refuse_existing (GError **error)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_VAULT_EXISTS,
               "the folder holds a vault");
  return FALSE;
}

/* Early, so that nobody waits a second for the key of a vault that cannot be made. */
static gboolean
check_vacancy (VaultSession *self, GError **error)
{
  VaultKeyringPeek peek;

  if (!vault_keyring_peek (self->dir_fd, &peek, error))
    return FALSE;
  if (!peek.exists)
    return TRUE;
  if (peek.status != VAULT_HEADER_DESTROYED)
    return refuse_existing (error);

  return vault_keyring_finish_wipe (self->dir_fd, error);
}

/* With the new keyring's lock.  Only what a wipe or an interrupted creation left may be
 * removed: a database without a keyring may be somebody's whole library whose keyring is
 * about to be put back. */
static gboolean
clear_the_way (VaultSession *self, GError **error)
{
  VaultKeyringPeek peek;
  guint64 n_bytes;

  if (!vault_keyring_peek (self->dir_fd, &peek, error))
    return FALSE;
  if (peek.exists && peek.status != VAULT_HEADER_DESTROYED)
    return refuse_existing (error);
  if (!vault_file_stat_at (self->dir_fd, VAULT_STORE_NAME, &n_bytes))
    return TRUE;

  if (!peek.exists
      && (!vault_keyring_was_unpublished (self->keyring)
          || n_bytes > FRESH_DATABASE_MAX_BYTES))
    return refuse_existing (error);

  (void) unlinkat (self->dir_fd, VAULT_STORE_JOURNAL_NAME, 0);
  if (unlinkat (self->dir_fd, VAULT_STORE_NAME, 0) != 0)
    return refuse_existing (error);

  return TRUE;
}

static gboolean
choose_cost (VaultKdfCost cost, VaultKdfParams *out, GError **error)
{
  if (cost == VAULT_KDF_CALIBRATED)
    return vault_kdf_calibrate (out, error);

  vault_kdf_params_init_quick (out);
  return TRUE;
}

/* Only what this creation made: a database we did not make is not ours to remove.  The new
 * keyring goes last, for it is what says that the rest is a remainder. */
static void
undo_create (VaultSession *self)
{
  if (self->store != NULL) {
    g_clear_pointer (&self->store, vault_store_free);
    (void) unlinkat (self->dir_fd, VAULT_STORE_JOURNAL_NAME, 0);
    (void) unlinkat (self->dir_fd, VAULT_STORE_NAME, 0);
  }

  vault_keyring_remove_unpublished (self->dir_fd);
}

/* The keyring gets its name last: until then there is no vault here. */
static gboolean
make_files (VaultSession *self, GCancellable *cancellable, GError **error)
{
  if (!clear_the_way (self, error))
    return FALSE;

  self->store = vault_store_create (self->folder, error);
  return self->store != NULL
         && vault_session_change_records (self, VAULT_RECORDS_ADDED, NULL, 0, NULL,
                                          error)
         && !g_cancellable_set_error_if_cancelled (cancellable, error)
         && vault_keyring_publish (self->keyring, self->dir_fd, error);
}

/* After an attempt to make the keyring. */
static gboolean
finish_create (VaultSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) used = g_array_new (FALSE, FALSE, sizeof (VaultRun));

  if (self->keyring == NULL)
    return FALSE;
  if (!make_files (self, cancellable, error)) {
    undo_create (self);
    return FALSE;
  }

  /* The vault is there now, whether or not this can be had; a wipe then makes its own. */
  (void) !prepare_for_wipe (self, NULL);
  self->runs = vault_runs_new (used);
  vault_session_start_reclaimer (self);
  return TRUE;
}

VaultSession *
vault_session_create (const char *folder,
                      VaultSecret *passphrase,
                      VaultKdfCost cost,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (VaultSession) self = session_new (folder, 0700, error);
  VaultKdfParams kdf;

  if (self == NULL || !check_vacancy (self, error) || !choose_cost (cost, &kdf, error))
    return NULL;

  self->keyring = vault_keyring_create (self->dir_fd, passphrase, &kdf, error);
  return finish_create (self, cancellable, error) ? g_steal_pointer (&self) : NULL;
}

/* Why a wipe destroyed nothing, in the words of any opening that meets the same: whoever
 * watches is not told that this was to be more.  Without a failure there was no file. */
static gboolean
check_wiped (const VaultReceipt *receipt, GError **error)
{
  VaultError code = VAULT_ERROR_NO_VAULT;

  if (vault_receipt_is_destroyed (receipt))
    return TRUE;

  for (VaultWipePart part = VAULT_WIPE_CELLS; part >= VAULT_WIPE_HEADER; part--) {
    if (receipt->steps[part].outcome == VAULT_WIPE_FAILED)
      code = receipt->steps[part].error;
  }

  g_set_error (error, VAULT_ERROR, (int) code, "could not be overwritten");
  return FALSE;
}

/* With epochs and cells destroyed nothing opens, also if the header lies where the disk takes
 * no writes any more.  It would stand in the way of the new one. */
static void
drop_header (VaultSession *self, const VaultReceipt *receipt)
{
  if (receipt->steps[VAULT_WIPE_HEADER].outcome == VAULT_WIPE_FAILED)
    (void) unlinkat (self->dir_fd, VAULT_KEYRING_NAME, 0);
}

/* A panic passphrase: destroy what is here, and make an empty vault that it opens from now
 * on.  Deriving has been done once, as for any passphrase, and is not done again. */
static VaultSession *
start_over (VaultSession *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (VaultSession) fresh = NULL;
  g_autoptr (VaultWiper) wiper = NULL;
  g_autoptr (VaultSecret) key = NULL;
  VaultReceipt receipt;
  VaultKdfParams kdf;

  key = vault_keyring_steal_panic (self->keyring, &kdf);
  /* Its lock goes with it; the wipe would take it for somebody else's. */
  g_clear_pointer (&self->keyring, vault_keyring_free);
  wiper = vault_wiper_new_prepared (self->folder, -1, error);
  if (wiper == NULL || !vault_wiper_run (wiper, NULL, &receipt, error)
      || !check_wiped (&receipt, error))
    return NULL;

  drop_header (self, &receipt);
  fresh = session_new (self->folder, 0, error);
  if (fresh == NULL)
    return NULL;
  fresh->keyring = vault_keyring_create_with_key (fresh->dir_fd, key, &kdf, error);
  return finish_create (fresh, cancellable, error) ? g_steal_pointer (&fresh) : NULL;
}

/* A crash may have come between a commit and the keyring's knowing of it.  Until it knows,
 * the database of before that commit could be put back unnoticed. */
static gboolean
tell_keyring (VaultSession *self, GError **error)
{
  return self->n_commits == vault_keyring_get_n_commits (self->keyring)
         || vault_keyring_set_n_commits (self->keyring, self->n_commits, error);
}

/* The days of absence begin anew.  After a heart that had stopped there is a new one, to which
 * nothing is bound yet that an interrupted change had left out and the sweep has kept. */
static gboolean
note_opened (VaultSession *self, GError **error)
{
  VaultKeyringHeart before;

  vault_keyring_get_heart (self->keyring, &before);
  return vault_keyring_note_opened (self->keyring, error)
         && (before.state != VAULT_HEART_STOPPED
             || vault_session_bind_all (self, error));
}

VaultSession *
vault_session_open (const char *folder,
                    VaultSecret *passphrase,
                    GCancellable *cancellable,
                    GError **error)
{
  gboolean panic;

  return vault_session_open_noting (folder, passphrase, cancellable, &panic, error);
}

VaultSession *
vault_session_open_noting (const char *folder,
                           VaultSecret *passphrase,
                           GCancellable *cancellable,
                           gboolean *out_panic,
                           GError **error)
{
  g_autoptr (VaultSession) self = session_new (folder, 0, error);

  *out_panic = FALSE;
  if (self == NULL)
    return NULL;

  self->keyring = vault_keyring_open (self->dir_fd, passphrase, cancellable, error);
  if (self->keyring == NULL)
    return NULL;
  *out_panic = vault_keyring_is_panic (self->keyring);
  if (*out_panic)
    return start_over (self, cancellable, error);
  if (!prepare_for_wipe (self, error))
    return NULL;

  self->store = vault_store_open (folder, error);
  if (self->store == NULL || !vault_session_check_stamp (self, error)
      || !vault_session_sweep (self, error) || !tell_keyring (self, error)
      || !note_opened (self, error))
    return NULL;

  vault_session_start_reclaimer (self);
  vault_session_read_details (self);
  return g_steal_pointer (&self);
}
