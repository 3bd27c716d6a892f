/* night-change.c - saying something of items, with a way back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "organise/night-change.h"

#include <glib/gi18n.h>

#include "night-tell.h"
#include "organise/night-undo.h"

typedef enum {
  FAVOURITE,
  GROUP,
  TAG,
  NAME,
  NOTE,
} What;

typedef struct {
  What what;
  GtkWidget *widget;
  Vault *vault;
  GPtrArray *items;
  VaultGroup *group;
  char *text;      /* a tag, or the new name or note */
  char *text_back; /* the old name or note */
  gboolean is_on;  /* favourite, in the group, with the tag */
  gboolean is_undo;
} Change;

static Change *
change_new (What what, GtkWidget *widget, Vault *vault)
{
  Change *self = g_new0 (Change, 1);

  self->what = what;
  self->widget = g_object_ref (widget);
  self->vault = g_object_ref (vault);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

static void
change_free (gpointer data)
{
  Change *self = data;

  g_object_unref (self->widget);
  g_object_unref (self->vault);
  g_ptr_array_unref (self->items);
  g_clear_object (&self->group);
  g_free (self->text);
  g_free (self->text_back);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static Change *
change_dup_back (const Change *self)
{
  Change *back = change_new (self->what, self->widget, self->vault);

  for (guint i = 0; i < self->items->len; i++)
    g_ptr_array_add (back->items, g_object_ref (self->items->pdata[i]));
  g_set_object (&back->group, self->group);
  back->text = g_strdup (self->text_back != NULL ? self->text_back : self->text);
  back->is_on = !self->is_on;
  back->is_undo = TRUE;
  return back;
}

static void run (Change *change);

static void
undo (gpointer user_data)
{
  run (change_dup_back (user_data));
}

/* ---- telling ---- */

static char *
dup_favourite_text (const Change *self)
{
  guint n = self->items->len;

  return self->is_on
             ? g_strdup_printf (ngettext ("%u item is a favourite now",
                                          "%u items are favourites now", n),
                                n)
             : g_strdup_printf (ngettext ("%u item is no favourite any more",
                                          "%u items are no favourites any more", n),
                                n);
}

/* A name of any length may stand in it: the toast cuts it off. */
static char *
dup_link_text (const Change *self, const char *name)
{
  guint n = self->items->len;

  /* Translators: %u is how many items, %s is an album, a person or a tag. */
  return self->is_on ? g_strdup_printf (
             ngettext ("%u item added to “%s”", "%u items added to “%s”", n), n, name)
                     : g_strdup_printf (ngettext ("%u item removed from “%s”",
                                                  "%u items removed from “%s”", n),
                                        n, name);
}

static char *
dup_text (const Change *self)
{
  switch (self->what) {
  case FAVOURITE:
    return dup_favourite_text (self);
  case GROUP:
    return dup_link_text (self, vault_group_get_name (self->group));
  case TAG:
    return dup_link_text (self, self->text);
  case NAME:
    return g_strdup (_ ("Renamed"));
  case NOTE:
  default:
    return g_strdup (*self->text == '\0' ? _ ("Note removed") : _ ("Note saved"));
  }
}

/* ---- doing ---- */

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Change) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  Change *done;

  if (gtk_widget_get_root (self->widget) == NULL)
    return;
  /* Locked while it was on its way to the disk: nothing is said of it any more. */
  if (vault_get_state (VAULT_VAULT (source)) != VAULT_STATE_OPEN)
    return;

  if (!vault_organise_finish (VAULT_VAULT (source), result, &error)) {
    night_tell_problem (self->widget, error);
    return;
  }

  gtk_widget_activate_action (self->widget, "win.organised", NULL);
  if (self->is_undo)
    return;

  text = dup_text (self);
  done = g_steal_pointer (&self);
  night_undo_offer (done->widget, text, undo, done, change_free);
}

/* Takes @change. */
static void
run (Change *change)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  const char *const tags[] = { change->text, NULL };

  if (change->items->len == 0) {
    change_free (change);
    return;
  }

  switch (change->what) {
  case FAVOURITE:
    vault_set_favourite_async (change->vault, change->items, change->is_on, NULL,
                               done_cb, change);
    break;
  case GROUP:
    g_ptr_array_add (groups, change->group);
    vault_change_groups_async (change->vault, change->items,
                               change->is_on ? groups : NULL,
                               change->is_on ? NULL : groups, NULL, done_cb, change);
    break;
  case TAG:
    vault_change_tags_async (change->vault, change->items, change->is_on ? tags : NULL,
                             change->is_on ? NULL : tags, NULL, done_cb, change);
    break;
  case NAME:
    vault_rename_async (change->vault, change->items->pdata[0], change->text, NULL,
                        done_cb, change);
    break;
  case NOTE:
  default:
    vault_set_note_async (change->vault, change->items, change->text, NULL, done_cb,
                          change);
    break;
  }
}

static gboolean
is_different (const Change *self, VaultItem *item)
{
  switch (self->what) {
  case FAVOURITE:
    return vault_item_is_favourite (item) != self->is_on;
  case GROUP:
    return vault_item_is_in_group (item, vault_group_get_id (self->group))
           != self->is_on;
  case TAG:
    return vault_item_has_tag (item, self->text) != self->is_on;
  case NAME:
  case NOTE:
  default:
    return !g_str_equal (self->text, self->text_back);
  }
}

static void
run_on (Change *change, GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (!vault_item_is_gone (items->pdata[i]) && is_different (change, items->pdata[i]))
      g_ptr_array_add (change->items, g_object_ref (items->pdata[i]));

  run (change);
}

static void
run_on_one (Change *change, VaultItem *item)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();

  g_ptr_array_add (items, item);
  run_on (change, items);
}

void
night_change_favourite (GtkWidget *widget,
                        Vault *vault,
                        GPtrArray *items,
                        gboolean is_favourite)
{
  Change *change = change_new (FAVOURITE, widget, vault);

  change->is_on = is_favourite;
  run_on (change, items);
}

void
night_change_group (GtkWidget *widget,
                    Vault *vault,
                    GPtrArray *items,
                    VaultGroup *group,
                    gboolean is_in)
{
  Change *change = change_new (GROUP, widget, vault);

  change->group = g_object_ref (group);
  change->is_on = is_in;
  run_on (change, items);
}

void
night_change_tag (GtkWidget *widget,
                  Vault *vault,
                  GPtrArray *items,
                  const char *tag,
                  gboolean has_tag)
{
  Change *change = change_new (TAG, widget, vault);

  change->text = g_strdup (tag);
  change->is_on = has_tag;
  run_on (change, items);
}

void
night_change_name (GtkWidget *widget, Vault *vault, VaultItem *item, const char *name)
{
  Change *change = change_new (NAME, widget, vault);

  change->text = g_strdup (name);
  change->text_back = g_strdup (vault_item_get_name (item));
  run_on_one (change, item);
}

void
night_change_note (GtkWidget *widget, Vault *vault, VaultItem *item, const char *note)
{
  Change *change = change_new (NOTE, widget, vault);

  change->text = g_strdup (note);
  change->text_back = g_strdup (vault_item_get_note (item));
  run_on_one (change, item);
}
