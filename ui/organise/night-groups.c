/* night-groups.c - making albums and people, giving them other names, removing them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "organise/night-groups.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include <vault/vault-absence.h>

#include "night-ask.h"
#include "night-tell.h"
#include "organise/night-change.h"
#include "organise/night-name-popover.h"

typedef struct {
  GtkWidget *widget;
  Vault *vault;
  VaultGroupKind kind;
  VaultGroup *group; /* NULL for one that is to be made */
  GPtrArray *items;  /* what goes into it */
} Wish;

static Wish *
wish_new (GtkWidget *widget, Vault *vault, VaultGroupKind kind, VaultGroup *group)
{
  Wish *self = g_new0 (Wish, 1);

  self->widget = g_object_ref (widget);
  self->vault = g_object_ref (vault);
  self->kind = kind;
  g_set_object (&self->group, group);
  return self;
}

static void
wish_free (gpointer data)
{
  Wish *self = data;

  g_object_unref (self->widget);
  g_object_unref (self->vault);
  g_clear_object (&self->group);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wish, wish_free)

static void
tell (Wish *self, const GError *error)
{
  if (gtk_widget_get_root (self->widget) == NULL)
    return;

  if (error == NULL)
    gtk_widget_activate_action (self->widget, "win.organised", NULL);
  else
    night_tell_problem (self->widget, error);
}

/* ---- a new one ---- */

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Wish) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultGroup) group =
                 vault_create_group_finish (VAULT_VAULT (source), result, &error);

  tell (self, error);
  if (group != NULL && self->items != NULL
      && gtk_widget_get_root (self->widget) != NULL)
    night_change_group (self->widget, self->vault, self->items, group, TRUE);
}

void
night_groups_create (GtkWidget *widget,
                     Vault *vault,
                     VaultGroupKind kind,
                     const char *name,
                     GPtrArray *items)
{
  g_autoptr (VaultGroup) there = vault_dup_group_by_name (vault, kind, name);
  Wish *wish;

  if (there != NULL) {
    if (items != NULL)
      night_change_group (widget, vault, items, there, TRUE);
    return;
  }

  wish = wish_new (widget, vault, kind, NULL);
  if (items != NULL)
    wish->items = g_ptr_array_ref (items);
  vault_create_group_async (vault, kind, name, NULL, created_cb, wish);
}

/* Its own name it may keep. */
static const char *
check_name (const char *name, gpointer user_data)
{
  Wish *self = user_data;
  g_autoptr (VaultGroup) there =
                 vault_dup_group_by_name (self->vault, self->kind, name);

  if (there == NULL || there == self->group)
    return NULL;
  return self->kind == VAULT_GROUP_PERSON
             ? _ ("There is a person of this name already.")
             : _ ("There is an album of this name already.");
}

static void
take_new (const char *name, gpointer user_data)
{
  Wish *self = user_data;

  night_groups_create (self->widget, self->vault, self->kind, name, NULL);
}

void
night_groups_ask_new (GtkWidget *widget,
                      GtkWidget *beside,
                      Vault *vault,
                      VaultGroupKind kind)
{
  night_name_popover_ask (
      beside, kind == VAULT_GROUP_PERSON ? _ ("New Person") : _ ("New Album"), "",
      _ ("Create"), check_name, take_new, wish_new (widget, vault, kind, NULL),
      wish_free);
}

/* ---- another name ---- */

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Wish) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!vault_change_group_finish (VAULT_VAULT (source), result, &error))
    g_assert (error != NULL);
  tell (self, error);
}

static void
take_name (const char *name, gpointer user_data)
{
  Wish *self = user_data;

  vault_rename_group_async (
      self->vault, self->group, name, NULL, changed_cb,
      wish_new (self->widget, self->vault, self->kind, self->group));
}

void
night_groups_ask_name (GtkWidget *widget,
                       GtkWidget *beside,
                       Vault *vault,
                       VaultGroup *group)
{
  VaultGroupKind kind = vault_group_get_kind (group);

  night_name_popover_ask (
      beside, kind == VAULT_GROUP_PERSON ? _ ("Rename Person") : _ ("Rename Album"),
      vault_group_get_name (group), _ ("Rename"), check_name, take_name,
      wish_new (widget, vault, kind, group), wish_free);
}

/* ---- none any more ---- */

static void
response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Wish *self = user_data;

  if (g_str_equal (response, NIGHT_ASK_ACCEPT))
    vault_remove_group_async (
        self->vault, self->group, NULL, changed_cb,
        wish_new (self->widget, self->vault, self->kind, self->group));
}

static void
wish_closure_free (gpointer data, GClosure *closure)
{
  wish_free (data);
}

static const char *
get_consequence (Vault *vault, VaultGroup *group)
{
  VaultAbsence absence;

  vault_get_absence (vault, &absence);
  if (absence.n_days > 0 && !absence.everything && vault_group_is_under_absence (group))
    return _ (
        "Its name is destroyed, and there is no undo. The items in it stay in the "
        "vault. This album is chosen for the rule on absence: the rule is no "
        "longer about those of them that are in no other chosen album.");

  return _ ("Its name is destroyed, and there is no undo. The items in it stay in the "
            "vault.");
}

void
night_groups_ask_remove (GtkWidget *widget, Vault *vault, VaultGroup *group)
{
  gboolean is_person = vault_group_get_kind (group) == VAULT_GROUP_PERSON;
  AdwMessageDialog *dialog = night_ask_new (
      GTK_WINDOW (gtk_widget_get_root (widget)),
      is_person ? _ ("Remove This Person?") : _ ("Remove This Album?"),
      get_consequence (vault, group), _ ("Remove"), ADW_RESPONSE_DESTRUCTIVE);

  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb),
                         wish_new (widget, vault, vault_group_get_kind (group), group),
                         wish_closure_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
