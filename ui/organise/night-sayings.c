/* night-sayings.c - what a person says of one item: favourite, albums, people, tags, a note
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "organise/night-sayings.h"

#include <glib/gi18n.h>

#include "night-blank.h"
#include "organise/night-change.h"
#include "organise/night-picker.h"

struct _NightSayings {
  GtkBox parent_instance;

  GtkToggleButton *favourite;
  GtkLabel *albums;
  GtkLabel *people;
  GtkLabel *tags;
  GtkWidget *albums_button;
  GtkWidget *people_button;
  GtkWidget *tags_button;
  GtkTextView *note;
  GtkWidget *note_problem;

  Vault *vault;
  VaultItem *item; /* NULL when nothing is shown */
  gboolean is_showing;
};

G_DEFINE_FINAL_TYPE (NightSayings, night_sayings, GTK_TYPE_BOX)

static void
set_text (GtkLabel *label, const char *text)
{
  night_blank_label (label);
  gtk_label_set_text (label, text);
}

static void
show_groups (NightSayings *self, GtkLabel *label, VaultGroupKind kind)
{
  g_autoptr (GPtrArray) groups = vault_dup_groups_of (self->vault, self->item, kind);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < groups->len; i++)
    g_string_append_printf (text, i == 0 ? "%s" : ", %s",
                            vault_group_get_name (groups->pdata[i]));
  set_text (label, groups->len > 0 ? text->str : _ ("None"));
}

static void
show_tags (NightSayings *self)
{
  g_auto (GStrv) tags = vault_item_dup_tags (self->item);
  g_autofree char *text = g_strjoinv (", ", tags);

  set_text (self->tags, *text != '\0' ? text : _ ("None"));
}

static void
show_note (NightSayings *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note);

  gtk_text_buffer_set_text (buffer, vault_item_get_note (self->item), -1);
  gtk_widget_hide (self->note_problem);
}

static void
update (NightSayings *self)
{
  if (self->item == NULL || vault_item_is_gone (self->item))
    return;

  self->is_showing = TRUE;
  gtk_toggle_button_set_active (self->favourite, vault_item_is_favourite (self->item));
  self->is_showing = FALSE;
  show_groups (self, self->albums, VAULT_GROUP_ALBUM);
  show_groups (self, self->people, VAULT_GROUP_PERSON);
  show_tags (self);
}

static GPtrArray *
dup_items (NightSayings *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (items, g_object_ref (self->item));
  return items;
}

static void
favourite_toggled (NightSayings *self)
{
  g_autoptr (GPtrArray) items = NULL;

  if (self->item == NULL || self->is_showing)
    return;

  items = dup_items (self);
  night_change_favourite (GTK_WIDGET (self), self->vault, items,
                          gtk_toggle_button_get_active (self->favourite));
}

static void
pick (NightSayings *self, GtkWidget *beside, NightPickKind kind)
{
  g_autoptr (GPtrArray) items = NULL;

  if (self->item == NULL)
    return;

  items = dup_items (self);
  night_picker_ask (beside, self->vault, items, kind);
}

static void
pick_albums (NightSayings *self)
{
  pick (self, self->albums_button, NIGHT_PICK_ALBUMS);
}

static void
pick_people (NightSayings *self)
{
  pick (self, self->people_button, NIGHT_PICK_PEOPLE);
}

static void
pick_tags (NightSayings *self)
{
  pick (self, self->tags_button, NIGHT_PICK_TAGS);
}

static char *
dup_note (NightSayings *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
note_changed (NightSayings *self)
{
  g_autofree char *note = dup_note (self);

  gtk_widget_set_visible (self->note_problem, !vault_note_is_good (note));
}

/* What cannot be kept stays as it is typed, with the reason below. */
static void
note_left (NightSayings *self)
{
  g_autofree char *note = NULL;

  if (self->item == NULL || vault_item_is_gone (self->item))
    return;

  note = dup_note (self);
  if (vault_note_is_good (note))
    night_change_note (GTK_WIDGET (self), self->vault, self->item, note);
}

void
night_sayings_drop (NightSayings *self)
{
  g_return_if_fail (NIGHT_IS_SAYINGS (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->vault);
  set_text (self->albums, "");
  set_text (self->people, "");
  set_text (self->tags, "");
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->note), "", -1);
}

void
night_sayings_show (NightSayings *self, Vault *vault, VaultItem *item)
{
  const char *const notifies[] = { "notify::favourite", "notify::tags",
                                   "notify::groups" };

  g_return_if_fail (NIGHT_IS_SAYINGS (self));

  night_sayings_drop (self);
  self->vault = g_object_ref (vault);
  self->item = g_object_ref (item);
  for (guint i = 0; i < G_N_ELEMENTS (notifies); i++)
    g_signal_connect_object (item, notifies[i], G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::note", G_CALLBACK (show_note), self,
                           G_CONNECT_SWAPPED);
  update (self);
  show_note (self);
}

static void
night_sayings_dispose (GObject *object)
{
  NightSayings *self = NIGHT_SAYINGS (object);

  g_clear_object (&self->item);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (night_sayings_parent_class)->dispose (object);
}

static void
night_sayings_class_init (NightSayingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_sayings_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/organise/night-sayings.ui");
  gtk_widget_class_bind_template_child (widget_class, NightSayings, favourite);
  gtk_widget_class_bind_template_child (widget_class, NightSayings, albums);
  gtk_widget_class_bind_template_child (widget_class, NightSayings, people);
  gtk_widget_class_bind_template_child (widget_class, NightSayings, tags);
  gtk_widget_class_bind_template_child (widget_class, NightSayings, albums_button);
  gtk_widget_class_bind_template_child (widget_class, NightSayings, people_button);
  gtk_widget_class_bind_template_child (widget_class, NightSayings, tags_button);
  gtk_widget_class_bind_template_child (widget_class, NightSayings, note);
  gtk_widget_class_bind_template_child (widget_class, NightSayings, note_problem);
  gtk_widget_class_bind_template_callback (widget_class, favourite_toggled);
  gtk_widget_class_bind_template_callback (widget_class, pick_albums);
  gtk_widget_class_bind_template_callback (widget_class, pick_people);
  gtk_widget_class_bind_template_callback (widget_class, pick_tags);
}

static void
night_sayings_init (NightSayings *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (focus, "leave", G_CALLBACK (note_left), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->note), focus);
  g_signal_connect_object (gtk_text_view_get_buffer (self->note), "changed",
                           G_CALLBACK (note_changed), self, G_CONNECT_SWAPPED);
}
