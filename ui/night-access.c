/* night-access.c - names for controls that the toolkit leaves nameless
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-access.h"

#include <glib/gi18n.h>

/* Returns: (transfer none): what is left of @names. */
static const char *const *
name_in_order (GtkWidget *widget, const char *const *names)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (*names != NULL && GTK_IS_BUTTON (widget)
      && gtk_button_get_label (GTK_BUTTON (widget)) == NULL) {
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, *names, -1);
    return names + 1;
  }

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    names = name_in_order (child, names);

  return names;
}

void
night_access_name_icon_buttons (GtkWidget *widget, const char *const *names)
{
  name_in_order (widget, names);
}

/* ---- saying ---- */

#define SAID "night-said"

/* The title stays in front, for who asks which window this is.  The same name again is no
 * change, and would not be read. */
void
night_access_say (GtkWidget *widget, const char *text)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  g_autofree char *name = NULL;
  const char *title, *before;
  char *said;

  if (!GTK_IS_WINDOW (root))
    return;

  title = gtk_window_get_title (GTK_WINDOW (root));
  name = text != NULL ? g_strconcat (title, ": ", text, NULL) : g_strdup (title);
  before = g_object_get_data (G_OBJECT (root), SAID);
  said =
      g_strcmp0 (name, before) == 0 ? g_strconcat (name, " ", NULL) : g_strdup (name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  said, -1);
  g_object_set_data_full (G_OBJECT (root), SAID, said, g_free);
}

static void
say_title (GtkEventController *controller)
{
  GtkWidget *row = gtk_event_controller_get_widget (controller);

  night_access_say (row, adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
}

/* What has the focus in such a row is no part of the tree before libadwaita 1.4: a screen
 * reader would be silent about the place where the passphrase is typed. */
static void
tell_focus (GtkWidget *row)
{
  GtkEventController *focus;

  if (adw_get_minor_version () >= 4)
    return;

  focus = gtk_event_controller_focus_new ();
  g_signal_connect (focus, "enter", G_CALLBACK (say_title), NULL);
  gtk_widget_add_controller (row, focus);
}

void
night_access_name_once (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    night_access_name_once (child);
}

void
night_access_name_eye (AdwPasswordEntryRow *row)
{
  /* The first of them shows only where a row can be applied. */
  const char *const names[] = { _ ("Apply"), _ ("Show Passphrase"), NULL };

  night_access_name_icon_buttons (GTK_WIDGET (row), names);
  tell_focus (GTK_WIDGET (row));
}

void
night_access_hide_unused (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  GtkWidget *shown =
      GTK_IS_STACK (widget) ? gtk_stack_get_visible_child (GTK_STACK (widget)) : NULL;

  if (GTK_IS_SEARCH_ENTRY (widget))
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search"), -1);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child)) {
    if (shown != NULL && child != shown)
      gtk_widget_hide (child);
    night_access_hide_unused (child);
  }
}

/* ---- pages that the toolkit leaves in the tree ---- */

static void
pages_changed (GtkWidget *pages)
{
  GtkWidget *child = gtk_widget_get_first_child (pages);
  GtkWidget *shown = NULL;

  g_object_get (pages, "visible-child", &shown, NULL);
  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN,
                                 child != shown, -1);
  g_clear_object (&shown);
}

void
night_access_follow_pages (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (ADW_IS_VIEW_STACK (widget) || ADW_IS_LEAFLET (widget) || ADW_IS_SQUEEZER (widget)
      || GTK_IS_STACK (widget)) {
    g_signal_connect (widget, "notify::visible-child", G_CALLBACK (pages_changed),
                      NULL);
    pages_changed (widget);
  }

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    night_access_follow_pages (child);
}

static void
set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* The label of a button that holds one beside other things, or none at all. */
static const char *
find_text (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  const char *text = NULL;

  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));

  for (; child != NULL && text == NULL; child = gtk_widget_get_next_sibling (child))
    text = find_text (child);
  return text;
}

static void
name_button (GtkWidget *button)
{
  const char *icon = gtk_button_get_icon_name (GTK_BUTTON (button));
  const char *name = find_text (button);

  if (icon != NULL && g_str_has_prefix (icon, "go-previous"))
    name = _ ("Back");
  else if (icon != NULL && g_str_has_prefix (icon, "edit-find"))
    name = _ ("Search");
  else if (gtk_widget_get_ancestor (button, GTK_TYPE_MENU_BUTTON) != NULL)
    name = _ ("View");
  if (name != NULL)
    set_name (button, name);
}

void
night_access_name_all (GtkWidget *widget, const char *texts)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) == NULL)
    name_button (widget);
  else if (GTK_IS_MENU_BUTTON (widget))
    set_name (widget, _ ("View"));
  else if (GTK_IS_SEARCH_ENTRY (widget))
    set_name (widget, _ ("Search"));
  else if (GTK_IS_TEXT_VIEW (widget))
    set_name (widget, texts);

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    night_access_name_all (child, texts);
}
