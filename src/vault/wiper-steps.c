/* wiper-steps.c - what an emergency wipe does, step by step, and what it says of it
 *
 *   the key file that is held      overwritten, flushed, read back
 *   the one at the path, if other  the same
 *   the session                    the last use is waited for, keys in memory wiped
 *   both files again               what a last write had put back, what had failed
 *   another process with the lock  is waited for, and both files looked at again
 *   the database                   unlinked; earlier if the disk was full
 *   the disk                       does it keep what was overwritten?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/wiper-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "file/file.h"
#include "store/store.h"
#include "vault/storage.h"

/* How long another process that has the vault open is given to notice. */
#define OTHERS_WAIT_MS 2000
#define OTHERS_STEP_MS 10

/* From linux/ioprio.h, which Debian 12 does not have: before everything else of its class. */
#define IOPRIO_WHO_PROCESS 1
#define IOPRIO_FIRST_OF_ORDINARY ((2 << 13) | 0)

/* ---- The receipt ---- */

static void
set_step (VaultWiper *self, VaultWipePart part, VaultWipeOutcome outcome)
{
  VaultWipeStep *step = &self->receipt.steps[part];

  step->part = part;
  step->outcome = outcome;
  step->elapsed_us = g_get_monotonic_time () - self->start_us;
}

static void
set_failed (VaultWiper *self, VaultWipePart part, VaultError code)
{
  set_step (self, part, VAULT_WIPE_FAILED);
  self->receipt.steps[part].error = code;
}

/* What is said of one file must hold for all of them before the receipt may say it.  The
 * latest time counts. */
static void
merge_step (VaultWipeStep *into, const VaultWipeStep *other)
{
  static const int badness[] = {
    [VAULT_WIPE_NOTHING] = 0, [VAULT_WIPE_DESTROYED] = 1, [VAULT_WIPE_OVERWRITTEN] = 2,
    [VAULT_WIPE_REMOVED] = 3, [VAULT_WIPE_UNKNOWN] = 4,   [VAULT_WIPE_FAILED] = 5,
  };
  gint64 elapsed_us = MAX (into->elapsed_us, other->elapsed_us);

  if (badness[other->outcome] > badness[into->outcome])
    *into = *other;
  into->elapsed_us = elapsed_us;
}

/* Overwritten, but the old bytes are somewhere: that is not called destroyed. */
static void
note_old_kept (VaultWipeStep *step)
{
  if (step->outcome != VAULT_WIPE_DESTROYED && step->outcome != VAULT_WIPE_OVERWRITTEN)
    return;

  step->outcome = VAULT_WIPE_OVERWRITTEN;
  step->reason = VAULT_WIPE_OLD_KEPT;
}

static void
fill_keyring_steps (VaultWiper *self)
{
  for (VaultWipePart part = VAULT_WIPE_HEADER; part <= VAULT_WIPE_CELLS; part++) {
    VaultWipeStep *step = &self->receipt.steps[part];

    *step = (VaultWipeStep){ .part = part, .outcome = VAULT_WIPE_NOTHING };
    for (guint i = 0; i < self->n_files; i++)
      merge_step (step, &self->files[i].steps[part]);
    if (self->keyring_error != VAULT_N_ERRORS)
      set_failed (self, part, self->keyring_error);
    if (vault_storage_keeps_old (self->receipt.storage.facts))
      note_old_kept (step);
  }
}

/* ---- The steps ---- */

static void
wipe_files (VaultWiper *self)
{
  guint n_wiped = 0;
  g_autoptr (GError) error = NULL;

  for (; n_wiped < self->n_files; n_wiped++)
    vault_keyring_wipe (self->fds[n_wiped], self->room, self->start_us,
                        &self->files[n_wiped]);

  /* Only now: what is held is more likely to be the right one, and needs no look. */
  if (!vault_wiper_prepare (self, &error))
    self->keyring_error = (VaultError) error->code;
  for (; n_wiped < self->n_files; n_wiped++)
    vault_keyring_wipe (self->fds[n_wiped], self->room, self->start_us,
                        &self->files[n_wiped]);
}

static void
wipe_files_again (VaultWiper *self)
{
  for (guint i = 0; i < self->n_files; i++)
    vault_keyring_wipe_again (self->fds[i], self->room, self->start_us,
                              &self->files[i]);
}

static gboolean
is_full (VaultWiper *self)
{
  for (guint i = 0; i < self->n_files; i++) {
    for (VaultWipePart part = VAULT_WIPE_HEADER; part <= VAULT_WIPE_CELLS; part++) {
      const VaultWipeStep *step = &self->files[i].steps[part];

      if (step->outcome == VAULT_WIPE_FAILED && step->error == VAULT_ERROR_NO_SPACE)
        return TRUE;
    }
  }

  return FALSE;
}

static void
close_session (VaultWiper *self, VaultSession *session)
{
  if (session == NULL) {
    set_step (self, VAULT_WIPE_MEMORY, VAULT_WIPE_NOTHING);
    return;
  }

  vault_session_close (session);
  set_step (self, VAULT_WIPE_MEMORY, VAULT_WIPE_DESTROYED);
}

/* A folder that may not be written is ours to open, like the file. */
static gboolean
remove_file (int dir_fd, const char *name)
{
  return unlinkat (dir_fd, name, 0) == 0
         || ((errno == EACCES || errno == EPERM) && fchmod (dir_fd, 0700) == 0
             && unlinkat (dir_fd, name, 0) == 0);
}

/* What happened last to one of the database's files, unless something worse did before. */
static void
remove_database (VaultWiper *self)
{
  static const char *const names[] = { VAULT_STORE_NAME, VAULT_STORE_JOURNAL_NAME,
                                       "keyring.new" };
  VaultWipeStep *step = &self->receipt.steps[VAULT_WIPE_DATABASE];

  /* What was removed the first time keeps the time of that. */
  if (step->outcome != VAULT_WIPE_REMOVED)
    set_step (self, VAULT_WIPE_DATABASE, VAULT_WIPE_NOTHING);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    if (remove_file (self->dir_fd, names[i])) {
      if (step->outcome != VAULT_WIPE_FAILED)
        set_step (self, VAULT_WIPE_DATABASE, VAULT_WIPE_REMOVED);
    } else if (errno != ENOENT) {
      g_autoptr (GError) error = NULL;

      vault_file_set_error (&error, errno, "unlink");
      set_failed (self, VAULT_WIPE_DATABASE, (VaultError) error->code);
    }
  }

  (void) fsync (self->dir_fd);
}

static gboolean
is_locked_by_others (VaultWiper *self)
{
  for (guint i = 0; i < self->n_files; i++) {
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    if (fcntl (self->fds[i], F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK)
      return TRUE;
  }

  return FALSE;
}

/* Another process notices through its watch on the file, closes, and until then may finish a
 * write that it had begun. */
static void
wait_for_others (VaultWiper *self, gboolean were_there)
{
  guint waited_ms = 0;

  if (!were_there && !is_locked_by_others (self)) {
    set_step (self, VAULT_WIPE_OTHERS, VAULT_WIPE_NOTHING);
    return;
  }

  for (; waited_ms < OTHERS_WAIT_MS && is_locked_by_others (self);
       waited_ms += OTHERS_STEP_MS)
    g_usleep (OTHERS_STEP_MS * 1000);
  wipe_files_again (self);
  set_step (self, VAULT_WIPE_OTHERS,
            is_locked_by_others (self) ? VAULT_WIPE_UNKNOWN : VAULT_WIPE_DESTROYED);
}

static void
look_at_disk (VaultWiper *self)
{
  guint facts = 0;

  for (guint i = 0; i < self->n_files; i++)
    facts |= self->files[i].facts;
  if (self->n_files == 0)
    facts = VAULT_STORAGE_UNTOLD;
  vault_storage_look_around (self->folder, self->dir_fd, facts, &self->receipt.storage);
}

void
vault_wiper_do_all (VaultWiper *self, VaultSession *session)
{
  /* With a session the lock is our own. */
  gboolean others = session == NULL && is_locked_by_others (self);

  /* Free for everybody to ask for, and refused nowhere that matters. */
  (void) syscall (SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, IOPRIO_FIRST_OF_ORDINARY);

  wipe_files (self);
  close_session (self, session);
  /* Copy-on-write needs room to overwrite; what would be unlinked later makes it. */
  if (is_full (self) && self->dir_fd >= 0)
    remove_database (self);
  wipe_files_again (self);
  if (self->dir_fd >= 0)
    remove_database (self);
  else
    set_failed (self, VAULT_WIPE_DATABASE, self->keyring_error);
  wait_for_others (self, others);
  look_at_disk (self);
  fill_keyring_steps (self);
  set_step (self, VAULT_WIPE_COPIES, VAULT_WIPE_UNKNOWN);
}
