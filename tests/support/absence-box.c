/* absence-box.c - a vault with albums, some of which the absence rule is about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/absence-box.h"

#include <string.h>

#include "support/store-box.h"
#include "vault/vault-private.h"

#define NEVER VAULT_EXPIRES_NEVER

static GBytes *
content_of (const char *name)
{
  return bytes_noise (g_str_hash (name), 1000);
}

VaultItem *
albums_add (Albums *self, const char *name, VaultGroup *one, VaultGroup *two)
{
  g_autoptr (GBytes) bytes = content_of (name);
  VaultItem *item = box_import (self->box, name, bytes, NEVER);
  g_autoptr (GPtrArray) items = just (item);

  if (one != NULL)
    g_assert_true (run_groups (self->box->vault, items, one, NULL, NULL));
  if (two != NULL)
    g_assert_true (run_groups (self->box->vault, items, two, NULL, NULL));
  return item;
}

static void
find_groups (Albums *self)
{
  static const char *const names[] = { "Sea", "Sky", "Town" };
  VaultGroup **const groups[] = { &self->sea, &self->sky, &self->town };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_clear_object (groups[i]);
    *groups[i] =
        vault_dup_group_by_name (self->box->vault, VAULT_GROUP_ALBUM, names[i]);
  }
}

Albums *
albums_new (void)
{
  Albums *self = g_new0 (Albums, 1);
  Vault *vault;

  self->box = vault_box_new_open ();
  vault = self->box->vault;
  self->sea = run_create_group (vault, VAULT_GROUP_ALBUM, "Sea", NULL);
  self->sky = run_create_group (vault, VAULT_GROUP_ALBUM, "Sky", NULL);
  self->town = run_create_group (vault, VAULT_GROUP_ALBUM, "Town", NULL);
  g_object_unref (albums_add (self, "both", self->sea, self->sky));
  g_object_unref (albums_add (self, "home", NULL, NULL));
  g_object_unref (albums_add (self, "sea", self->sea, NULL));
  g_object_unref (albums_add (self, "sky", self->sky, NULL));
  g_object_unref (albums_add (self, "town", self->town, NULL));
  return self;
}

void
albums_free (Albums *self)
{
  g_clear_object (&self->sea);
  g_clear_object (&self->sky);
  g_clear_object (&self->town);
  vault_box_free (self->box);
  g_free (self);
}

void
albums_choose (Albums *self, guint n_days, VaultGroup *one, VaultGroup *two)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  if (one != NULL)
    g_ptr_array_add (chosen, one);
  if (two != NULL)
    g_ptr_array_add (chosen, two);
  g_assert_true (run_absence (self->box->vault, n_days, FALSE, chosen, &error));
  g_assert_no_error (error);
}

void
albums_set_scope (Albums *self, guint n_days, gboolean everything)
{
  g_assert_true (run_absence (self->box->vault, n_days, everything, NULL, NULL));
}

VaultKeyring *
albums_get_keyring (Albums *self)
{
  return self->box->vault->session->keyring;
}

static gboolean
is_bound (Albums *self, const VaultEntry *entry)
{
  g_autoptr (VaultSecret) root = vault_secret_new (VAULT_KEY_BYTES, NULL);
  VaultEpoch epoch;

  g_assert_cmpint (vault_keyring_read_cell (albums_get_keyring (self), entry->cell,
                                            vault_secret_get_writable (root), &epoch),
                   ==, VAULT_CELL_OPEN);
  return epoch.heart;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

void
albums_assert_bound_now (Albums *self, const char *expected)
{
  g_autoptr (GPtrArray) entries = vault_session_dup_entries (self->box->vault->session);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  for (guint i = 0; i < entries->len; i++) {
    VaultEntry *entry = entries->pdata[i];

    if (is_bound (self, entry))
      g_ptr_array_add (names, entry->name);
  }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (" ", (char **) names->pdata);
  g_assert_cmpstr (joined, ==, expected);
}

void
albums_assert_bound (Albums *self, const char *expected)
{
  g_autoptr (GError) error = NULL;

  albums_assert_bound_now (self, expected);
  g_assert_true (vault_check (self->box->vault, &error));
  g_assert_no_error (error);
}

void
albums_crash (Albums *self)
{
  run_lock (self->box->vault);
  vault_box_reopen (self->box);
  find_groups (self);
}

void
albums_assert_names (Albums *self, const char *expected)
{
  g_autoptr (GPtrArray) items = everything (self->box->vault);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  for (guint i = 0; i < items->len; i++) {
    const char *name = vault_item_get_name (items->pdata[i]);
    g_autoptr (GBytes) bytes = content_of (name);

    box_assert_holds (self->box, name, bytes);
    g_ptr_array_add (names, (gpointer) name);
  }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (" ", (char **) names->pdata);
  g_assert_cmpstr (joined, ==, expected);
}

void
albums_assert_absent (Albums *self, guint n_absent)
{
  VaultUnlockSummary summary;

  vault_get_unlock_summary (self->box->vault, &summary);
  g_assert_cmpuint (summary.n_absent, ==, n_absent);
  g_assert_cmpuint (summary.n_expired, ==, n_absent);
}

void
albums_move (Albums *self, const char *name, VaultGroup *into, VaultGroup *out_of)
{
  g_autoptr (VaultItem) item = box_find (self->box, name);
  g_autoptr (GPtrArray) items = just (item);
  g_autoptr (GError) error = NULL;

  g_assert_true (run_groups (self->box->vault, items, into, out_of, &error));
  g_assert_no_error (error);
}
