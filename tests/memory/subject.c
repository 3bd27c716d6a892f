/* subject.c - a program that opens a vault, so that its memory can be searched
 *
 *   subject VAULT SOURCES EXPIRING EXPORT
 *
 * Reads one command a line from stdin and answers "ok" or the name of an error.  Names,
 * contents and passphrases are told to it no earlier and in no other way than to the real
 * programs: on the disk, and through a pipe into guarded memory.
 *
 *   create PASSPHRASE, unlock PASSPHRASE, abandon PASSPHRASE (unlock, and cancel)
 *   import          both folders, what is in EXPIRING for an hour
 *   use             look at everything: thumbnails, pictures, bytes; a new deadline; export
 *   hold, drop      the same, and keep all that was seen; and let go of it
 *   keys            write all keys, each as "key NAME", a line feed and 32 bytes
 *   pass            an hour and more passes
 *   lock, wipe
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <vault/vault-animation.h>
#include <vault/vault-process.h>

#include "keyring/keyring-private.h"
#include "support/vault-box.h"
#include "vault/session-private.h"
#include "vault/vault-private.h"

#define WORD_BYTES 16
#define PART_BYTES 50000
/* As many as the document's page has points. */
#define PAGE_PX 64
#define PASSPHRASE_BYTES 256

typedef struct {
  Vault *vault;
  char **folders;  /* sources, expiring, export */
  GPtrArray *held; /* what somebody looks at, NULL for nothing */
} Subject;

static void
say (const char *text)
{
  if (write (STDOUT_FILENO, text, strlen (text)) < 0)
    _exit (1);
}

static void
on_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static gboolean
import_folder (Subject *self, const char *folder, gint64 expires, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) problems = NULL;
  guint n_imported;

  g_ptr_array_add (files, g_file_new_for_path (folder));
  return run_import (self->vault, files, expires, NULL, &n_imported, &problems, error);
}

static gboolean
import_all (Subject *self, GError **error)
{
  return import_folder (self, self->folders[0], VAULT_EXPIRES_NEVER, error)
         && import_folder (self, self->folders[1], FAKE_NOW + FAKE_HOUR, error);
}

/* The second frame: the first has been seen by then. */
static VaultPixels *
load_frame (Subject *self, VaultItem *item)
{
  g_autoptr (VaultAnimation) animation = vault_animation_new (self->vault, item);
  VaultPixels *pixels = NULL;

  for (int i = 0; i < 2; i++) {
    g_autoptr (GAsyncResult) result = NULL;
    guint delay_ms, n_frames;

    g_clear_pointer (&pixels, vault_pixels_free);
    vault_animation_next_async (animation, 0, NULL, on_done_cb, &result);
    pixels = vault_animation_next_finish (animation, wait_for (&result), &delay_ms,
                                          &n_frames, NULL);
  }
  return pixels;
}

static VaultPixels *
load_page (Subject *self, VaultItem *item)
{
  g_autoptr (GAsyncResult) result = NULL;
  guint n_pages;

  vault_load_page_async (self->vault, item, 0, PAGE_PX, NULL, on_done_cb, &result);
  return vault_load_page_finish (self->vault, wait_for (&result), &n_pages, NULL);
}

static VaultPixels *
load_image (Subject *self, VaultItem *item)
{
  g_autoptr (GAsyncResult) result = NULL;

  vault_load_image_async (self->vault, item, 0, NULL, on_done_cb, &result);
  return vault_load_image_finish (self->vault, wait_for (&result), NULL);
}

static void
look (Subject *self, VaultItem *item)
{
  VaultMediaKind kind = vault_item_get_kind (item);
  g_autoptr (GAsyncResult) thumbnail_result = NULL;
  g_autoptr (VaultPixels) thumbnail = NULL;
  g_autoptr (VaultPixels) image = NULL;

  if (!vault_item_has_thumbnail (item))
    return;

  vault_load_thumbnail_async (self->vault, item, 0, NULL, on_done_cb,
                              &thumbnail_result);
  thumbnail =
      vault_load_thumbnail_finish (self->vault, wait_for (&thumbnail_result), NULL);
  image = kind == VAULT_MEDIA_ANIMATION  ? load_frame (self, item)
          : kind == VAULT_MEDIA_DOCUMENT ? load_page (self, item)
                                         : load_image (self, item);
  g_assert_true (thumbnail != NULL && image != NULL);
  if (self->held != NULL)
    g_ptr_array_add (self->held, g_bytes_ref (image->bytes));
}

/* As a player would: straight from the stream, in pieces. */
static void
read_all (Subject *self, VaultItem *item)
{
  g_autoptr (GInputStream) stream = vault_open_stream (self->vault, item, NULL);
  guint8 *buffer;
  gssize n_bytes;

  do {
    buffer = g_malloc (PART_BYTES);
    n_bytes = g_input_stream_read (stream, buffer, PART_BYTES, NULL, NULL);
    if (self->held != NULL)
      g_ptr_array_add (self->held, g_bytes_new_take (buffer, PART_BYTES));
    else
      g_free (buffer);
  } while (n_bytes > 0);
}

static gboolean
use_all (Subject *self, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *list = vault_get_items (self->vault);
  g_autoptr (GPtrArray) problems = NULL;
  guint n_exported;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (items, g_list_model_get_item (list, i));
  for (guint i = 0; i < items->len; i++) {
    look (self, items->pdata[i]);
    read_all (self, items->pdata[i]);
    if (vault_item_get_expires (items->pdata[i]) == VAULT_EXPIRES_NEVER
        && !run_set_expiry (self->vault, items->pdata[i], FAKE_NOW + FAKE_YEAR, error))
      return FALSE;
  }

  return run_export (self->vault, items, self->folders[2], &n_exported, &problems,
                     error);
}

static void
tell_key (const char *name, const guint8 *key)
{
  g_autofree char *line = g_strdup_printf ("key %s\n", name);

  say (line);
  if (write (STDOUT_FILENO, key, VAULT_KEY_BYTES) != VAULT_KEY_BYTES)
    _exit (1);
}

/* Straight from where they lie: nothing here holds a copy. */
static gboolean
tell_keys (Subject *self, GError **error)
{
  static const VaultSubkey streams[] = { VAULT_SUBKEY_RECORD, VAULT_SUBKEY_MEDIA,
                                         VAULT_SUBKEY_THUMBNAIL };
  VaultSession *session = self->vault->session;
  VaultKeyringKeys *keys = session->keyring->keys;
  g_autoptr (VaultSecret) root = vault_secret_new (VAULT_KEY_BYTES, error);

  tell_key ("ring", keys->ring_key);
  tell_key ("state", keys->state_key);
  tell_key ("stamp", vault_keyring_get_stamp_key (session->keyring));
  for (guint i = 0; i < VAULT_N_EPOCH_KEYS; i += 61)
    tell_key ("epoch", keys->epochs[0] + (gsize) i * VAULT_KEY_BYTES);

  for (guint32 cell = 1; cell < 16; cell++) {
    VaultEpoch epoch;

    if (vault_keyring_read_cell (session->keyring, cell,
                                 vault_secret_get_writable (root), &epoch)
        != VAULT_CELL_OPEN)
      continue;
    tell_key ("item root", vault_secret_get (root));
    for (guint i = 0; i < G_N_ELEMENTS (streams); i++) {
      g_autoptr (VaultSecret) key =
                     vault_session_dup_stream_key (session, cell, streams[i], error);

      tell_key ("stream", vault_secret_get (key));
    }
  }

  return TRUE;
}

static gboolean
pass (Subject *self, GError **error)
{
  guint n_overwritten;

  fake_clock_pass (2 * FAKE_HOUR);
  vault_expiry_update (self->vault);
  if (!run_reap (self->vault, &n_overwritten, error))
    return FALSE;
  while (self->vault->running->len > 0)
    g_main_context_iteration (NULL, TRUE);
  wait_for_reclaimer (self->vault);
  return TRUE;
}

static gboolean
open_vault (Subject *self, VaultSecret *passphrase, const char *word, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  if (g_str_equal (word, "create")) {
    vault_create_async (self->vault, passphrase, VAULT_KDF_QUICK, NULL, on_done_cb,
                        &result);
    return vault_create_finish (self->vault, wait_for (&result), error);
  }

  vault_unlock_async (self->vault, passphrase, cancellable, on_done_cb, &result);
  if (g_str_equal (word, "abandon"))
    g_cancellable_cancel (cancellable);
  return vault_unlock_finish (self->vault, wait_for (&result), error);
}

/* Up to a space or the end of the line.  Returns: which of the two, 0 at the end. */
static char
read_word (guint8 *out, gsize n_bytes)
{
  char c = 0;
  gsize n = 0;

  while (read (STDIN_FILENO, &c, 1) == 1 && c != ' ' && c != '\n' && n < n_bytes - 1)
    out[n++] = (guint8) c;
  out[n] = '\0';
  return n > 0 ? c : '\0';
}

/* The passphrase lies in guarded memory and, by its length alone, in a second one. */
static gboolean
open_with_rest (Subject *self, const char *word, GError **error)
{
  g_autoptr (VaultSecret) line = vault_secret_new (PASSPHRASE_BYTES, error);
  g_autoptr (VaultSecret) passphrase = NULL;
  guint8 *text = vault_secret_get_writable (line);

  (void) read_word (text, PASSPHRASE_BYTES);
  passphrase = vault_secret_new_from (text, strlen ((char *) text), error);
  g_clear_pointer (&line, vault_secret_unref);
  return open_vault (self, passphrase, word, error);
}

static gboolean
obey (Subject *self, const char *word, GError **error)
{
  VaultReceipt receipt;

  if (g_str_equal (word, "import"))
    return import_all (self, error);
  if (g_str_equal (word, "use"))
    return use_all (self, error);
  if (g_str_equal (word, "hold")) {
    self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
    return use_all (self, error);
  }
  if (g_str_equal (word, "drop")) {
    g_clear_pointer (&self->held, g_ptr_array_unref);
    return TRUE;
  }
  if (g_str_equal (word, "keys"))
    return tell_keys (self, error);
  if (g_str_equal (word, "pass"))
    return pass (self, error);
  if (g_str_equal (word, "wipe"))
    return run_wipe (self->vault, &receipt, error);
  if (g_str_equal (word, "lock")) {
    run_lock (self->vault);
    return TRUE;
  }

  return open_with_rest (self, word, error);
}

int
main (int argc, char **argv)
{
  Subject self = { 0 };
  char word[WORD_BYTES];

  if (argc != 5)
    return 2;

  /* As in the real programs, but that a debugger may be the parent's. */
  (void) !vault_process_refuse_cores ();
  prctl (PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
  fake_clock_install ();
  self.vault = vault_new (argv[1]);
  self.folders = argv + 2;

  while (read_word ((guint8 *) word, sizeof word) != '\0') {
    g_autoptr (GError) error = NULL;

    if (obey (&self, word, &error))
      say ("ok\n");
    else {
      say (error->domain == VAULT_ERROR ? vault_error_get_nick (error->code)
                                        : "cancelled");
      say ("\n");
    }
  }

  run_lock (self.vault);
  g_object_unref (self.vault);
  return 0;
}
