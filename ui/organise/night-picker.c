/* night-picker.c - which albums, people or tags some items have, to be chosen by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "organise/night-picker.h"

#include <glib/gi18n.h>

#include <vault/vault-organise.h>
#include <vault/vault-search.h>

#include "night-blank.h"
#include "organise/night-change.h"
#include "organise/night-groups.h"

#define KEY "night-picker"

/* More are found by typing. */
#define MAX_ROWS 200

typedef struct {
  GtkPopover *popover;
  GtkWidget *widget; /* where it was asked for */
  GtkEditable *entry;
  GtkListBox *list;
  GtkWidget *scrolled; /* around the list */
  GtkButton *create;
  GtkLabel *create_label;

  Vault *vault;
  GPtrArray *items;
  NightPickKind kind;
} Picker;

static void
picker_free (gpointer data)
{
  Picker *self = data;

  g_object_unref (self->widget);
  g_object_unref (self->vault);
  g_ptr_array_unref (self->items);
  g_free (self);
}

/* ---- what there is ---- */

static guint
count_with (Picker *self, VaultGroup *group, const char *name)
{
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++) {
    VaultItem *item = self->items->pdata[i];

    n += group != NULL ? vault_item_is_in_group (item, vault_group_get_id (group))
                       : vault_item_has_tag (item, name);
  }

  return n;
}

static void
toggled (GtkCheckButton *button, Picker *self)
{
  const char *name = gtk_check_button_get_label (button);
  gboolean is_on = gtk_check_button_get_active (button);

  gtk_check_button_set_inconsistent (button, FALSE);
  if (self->kind == NIGHT_PICK_TAGS) {
    night_change_tag (self->widget, self->vault, self->items, name, is_on);
  } else {
    g_autoptr (VaultGroup) group = vault_dup_group_by_name (
        self->vault, (VaultGroupKind) self->kind, name);

    if (group != NULL)
      night_change_group (self->widget, self->vault, self->items, group, is_on);
  }
}

static void
append (Picker *self, VaultGroup *group, const char *name)
{
  GtkWidget *button = gtk_check_button_new_with_label (name);
  GtkWidget *row = gtk_list_box_row_new ();
  guint n = count_with (self, group, name);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (button), n == self->items->len);
  gtk_check_button_set_inconsistent (GTK_CHECK_BUTTON (button),
                                     n > 0 && n < self->items->len);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled), self);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), button);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  gtk_list_box_append (self->list, row);
}

/* Returns: whether @name is what is typed, apart from what is on. */
static gboolean
offer (Picker *self, VaultGroup *group, const char *name, const char *typed)
{
  g_autofree char *folded = vault_search_fold (name);

  if (strstr (folded, typed) != NULL)
    append (self, group, name);
  return g_str_equal (folded, typed);
}

static gboolean
offer_groups (Picker *self, const char *typed)
{
  GListModel *groups = vault_get_groups (self->vault, (VaultGroupKind) self->kind);
  guint n = MIN (g_list_model_get_n_items (groups), MAX_ROWS);
  gboolean is_there = FALSE;

  for (guint i = 0; i < n; i++) {
    g_autoptr (VaultGroup) group = g_list_model_get_item (groups, i);

    is_there |= offer (self, group, vault_group_get_name (group), typed);
  }

  return is_there;
}

static gboolean
offer_tags (Picker *self, const char *typed)
{
  g_auto (GStrv) tags = vault_dup_all_tags (self->vault);
  gboolean is_there = FALSE;

  for (guint i = 0; tags[i] != NULL && i < MAX_ROWS; i++)
    is_there |= offer (self, NULL, tags[i], typed);

  return is_there;
}

static char *
dup_name (Picker *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
}

static gboolean
is_good (Picker *self, const char *name)
{
  return self->kind == NIGHT_PICK_TAGS ? vault_tag_is_good (name)
                                       : vault_item_name_is_good (name);
}

static void
update (Picker *self)
{
  g_autofree char *name = dup_name (self);
  g_autofree char *typed = vault_search_fold (name);
  g_autofree char *label = NULL;
  gboolean is_there;
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  is_there = self->kind == NIGHT_PICK_TAGS ? offer_tags (self, typed)
                                           : offer_groups (self, typed);
  gtk_widget_set_visible (self->scrolled,
                          gtk_widget_get_first_child (GTK_WIDGET (self->list)) != NULL);

  /* Translators: %s is the name of an album, a person or a tag that is not there yet. */
  label = g_strdup_printf (_ ("Create “%s”"), name);
  gtk_label_set_text (self->create_label, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->create),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->create), !is_there && is_good (self, name));
}

/* ---- doing ---- */

static void
create (Picker *self)
{
  g_autofree char *name = dup_name (self);

  if (self->kind == NIGHT_PICK_TAGS)
    night_change_tag (self->widget, self->vault, self->items, name, TRUE);
  else
    night_groups_create (self->widget, self->vault, (VaultGroupKind) self->kind, name,
                         self->items);
  gtk_popover_popdown (self->popover);
}

/* The one that is left, if it begins with what is typed.  Returns: (nullable). */
static GtkCheckButton *
find_completion (Picker *self)
{
  GtkWidget *first = gtk_widget_get_first_child (GTK_WIDGET (self->list));
  g_autofree char *name = dup_name (self);
  g_autofree char *typed = vault_search_fold (name);
  g_autofree char *folded = NULL;
  GtkCheckButton *button;

  if (*typed == '\0' || first == NULL || gtk_widget_get_next_sibling (first) != NULL)
    return NULL;

  button = GTK_CHECK_BUTTON (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (first)));
  folded = vault_search_fold (gtk_check_button_get_label (button));
  return g_str_has_prefix (folded, typed) ? button : NULL;
}

/* Enter completes, or makes what is new. */
static void
activated (Picker *self)
{
  GtkCheckButton *completion = find_completion (self);

  if (completion != NULL) {
    gtk_check_button_set_active (completion, TRUE);
    gtk_popover_popdown (self->popover);
  } else if (gtk_widget_get_visible (GTK_WIDGET (self->create))) {
    create (self);
  }
}

/* The toolkit may keep a popover longer than it is seen. */
static void
forget (Picker *self)
{
  GtkWidget *row;

  g_signal_handlers_disconnect_by_data (self->entry, self);
  night_blank_entry (self->entry);
  night_blank_label (self->create_label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->create),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
}

static gboolean
unparent (gpointer popover)
{
  forget (g_object_get_data (popover, KEY));
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* Closed, or locked away with the page it is on: still in the middle of that. */
static void
closed (GtkPopover *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, unparent, g_object_ref (popover),
                   g_object_unref);
}

static const char *
get_title (NightPickKind kind)
{
  switch (kind) {
  case NIGHT_PICK_ALBUMS:
    return _ ("Albums");
  case NIGHT_PICK_PEOPLE:
    return _ ("People");
  case NIGHT_PICK_TAGS:
  default:
    return _ ("Tags");
  }
}

static const char *
get_hint (NightPickKind kind)
{
  switch (kind) {
  case NIGHT_PICK_ALBUMS:
    return _ ("Find or create an album");
  case NIGHT_PICK_PEOPLE:
    return _ ("Find or add a person");
  case NIGHT_PICK_TAGS:
  default:
    return _ ("Find or create a tag");
  }
}

void
night_picker_ask (GtkWidget *widget, Vault *vault, GPtrArray *items, NightPickKind kind)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (
      "/org/nightstand/Nightstand/organise/night-picker.ui");
  Picker *self = g_new0 (Picker, 1);

  self->popover = GTK_POPOVER (gtk_builder_get_object (builder, "popover"));
  self->entry = GTK_EDITABLE (gtk_builder_get_object (builder, "entry"));
  self->list = GTK_LIST_BOX (gtk_builder_get_object (builder, "list"));
  self->create = GTK_BUTTON (gtk_builder_get_object (builder, "create"));
  self->create_label = GTK_LABEL (gtk_builder_get_object (builder, "create_label"));
  self->scrolled = GTK_WIDGET (gtk_builder_get_object (builder, "scrolled"));
  self->widget = g_object_ref (widget);
  self->vault = g_object_ref (vault);
  self->items = g_ptr_array_ref (items);
  self->kind = kind;
  g_object_set_data_full (G_OBJECT (self->popover), KEY, self, picker_free);

  gtk_label_set_text (GTK_LABEL (gtk_builder_get_object (builder, "title")),
                      get_title (kind));
  g_object_set (self->entry, "placeholder-text", get_hint (kind), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, get_hint (kind), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, get_title (kind), -1);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activated), self);
  g_signal_connect_swapped (self->create, "clicked", G_CALLBACK (create), self);
  g_signal_connect (self->popover, "unmap", G_CALLBACK (closed), NULL);
  update (self);

  gtk_widget_set_parent (GTK_WIDGET (self->popover), widget);
  gtk_popover_popup (self->popover);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
