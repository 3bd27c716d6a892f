/* test-keys.c - every action that has a key is in the list of keys, and the list has no others
 *
 * The real window is made and asked for its shortcuts, widget by widget, so that a key is
 * found however it was given.  Needs a display; run.py has one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <adwaita.h>
#include <locale.h>
#include <string.h>

#include "night-application.h"
#include "night-window.h"

#define OVERLAY "/org/nightstand/Nightstand/gtk/help-overlay.ui"

typedef struct {
  GHashTable *keys;    /* every key that does something, by its name */
  GHashTable *shown;   /* every key that the list shows, by its name */
  GHashTable *actions; /* own actions: name -> (element-type utf8) of its keys */
} Keys;

/* The groups of actions that are ours; the toolkit's own keys are its own affair. */
static const char *const own_groups[] = { "app.",    "win.",    "library.", "grid.",
                                          "viewer.", "player.", "wiping.",  NULL };

/* Escape means what it always means, and undoes what is seen. */
static const char *const understood[] = { "grid.unselect", "wiping.cancel", NULL };

static gboolean
is_own (const char *action)
{
  for (gsize i = 0; own_groups[i] != NULL; i++)
    if (g_str_has_prefix (action, own_groups[i]))
      return !g_strv_contains (understood, action);

  return FALSE;
}

static void
add_key (Keys *self, const char *action, guint keyval, GdkModifierType modifiers)
{
  char *name = gtk_accelerator_name (keyval, modifiers);
  GPtrArray *of_action;

  g_hash_table_add (self->keys, name);
  if (action == NULL || !is_own (action))
    return;

  of_action = g_hash_table_lookup (self->actions, action);
  if (of_action == NULL) {
    of_action = g_ptr_array_new_with_free_func (g_free);
    g_hash_table_insert (self->actions, g_strdup (action), of_action);
  }
  g_ptr_array_add (of_action, g_strdup (name));
}

static void
add_trigger (Keys *self, const char *action, GtkShortcutTrigger *trigger)
{
  if (GTK_IS_ALTERNATIVE_TRIGGER (trigger)) {
    GtkAlternativeTrigger *both = GTK_ALTERNATIVE_TRIGGER (trigger);

    add_trigger (self, action, gtk_alternative_trigger_get_first (both));
    add_trigger (self, action, gtk_alternative_trigger_get_second (both));
  } else if (GTK_IS_KEYVAL_TRIGGER (trigger)) {
    GtkKeyvalTrigger *key = GTK_KEYVAL_TRIGGER (trigger);

    add_key (self, action, gtk_keyval_trigger_get_keyval (key),
             gtk_keyval_trigger_get_modifiers (key));
  }
}

static void
add_shortcuts (Keys *self, GListModel *shortcuts)
{
  for (guint i = 0; i < g_list_model_get_n_items (shortcuts); i++) {
    g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (shortcuts, i);
    GtkShortcutAction *action = gtk_shortcut_get_action (shortcut);
    const char *name =
        GTK_IS_NAMED_ACTION (action)
            ? gtk_named_action_get_action_name (GTK_NAMED_ACTION (action))
            : NULL;

    add_trigger (self, name, gtk_shortcut_get_trigger (shortcut));
  }
}

static void
add_widget (Keys *self, GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  GtkWidget *child = gtk_widget_get_first_child (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

    if (GTK_IS_SHORTCUT_CONTROLLER (controller))
      add_shortcuts (self, G_LIST_MODEL (controller));
  }

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    add_widget (self, child);
}

static void
add_application (Keys *self, GtkApplication *application)
{
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (application);

  for (guint i = 0; actions[i] != NULL; i++) {
    g_auto (GStrv) accels =
                gtk_application_get_accels_for_action (application, actions[i]);

    for (guint j = 0; accels[j] != NULL; j++) {
      guint keyval;
      GdkModifierType modifiers;

      g_assert_true (gtk_accelerator_parse (accels[j], &keyval, &modifiers));
      add_key (self, actions[i], keyval, modifiers);
    }
  }
}

/* Of what can be set, the list names the action instead of its keys.
 * Returns: (transfer full). */
static char **
dup_accelerators (GtkWidget *shortcut, GtkApplication *application)
{
  g_autofree char *text = NULL;
  g_autofree char *action = NULL;

  g_object_get (shortcut, "accelerator", &text, "action-name", &action, NULL);
  if (action != NULL)
    return gtk_application_get_accels_for_action (application, action);

  return g_strsplit (text, " ", -1);
}

static void
add_shown (Keys *self, GtkWidget *widget, GtkApplication *application)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (GTK_IS_SHORTCUTS_SHORTCUT (widget)) {
    g_auto (GStrv) parts = dup_accelerators (widget, application);

    for (guint i = 0; parts[i] != NULL; i++) {
      guint keyval;
      GdkModifierType modifiers;

      g_assert_true (gtk_accelerator_parse (parts[i], &keyval, &modifiers));
      g_hash_table_add (self->shown, gtk_accelerator_name (keyval, modifiers));
    }
  }

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    add_shown (self, child, application);
}

/* Returns: how much is wrong. */
static guint
compare (Keys *self)
{
  GHashTableIter iter;
  gpointer name, of_action;
  guint n_wrong = 0;

  g_hash_table_iter_init (&iter, self->actions);
  while (g_hash_table_iter_next (&iter, &name, &of_action)) {
    GPtrArray *keys = of_action;
    gboolean shown = FALSE;

    for (guint i = 0; i < keys->len; i++)
      shown |= g_hash_table_contains (self->shown, keys->pdata[i]);
    if (shown)
      continue;
    g_print ("WRONG: %s has the key %s, and the list does not say so\n", (char *) name,
             (char *) keys->pdata[0]);
    n_wrong++;
  }

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    if (!g_hash_table_contains (self->keys, name)) {
      g_print ("WRONG: the list shows %s, which does nothing\n", (char *) name);
      n_wrong++;
    }

  return n_wrong;
}

static Keys *
keys_new (void)
{
  Keys *self = g_new0 (Keys, 1);

  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->actions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_ptr_array_unref);
  return self;
}

static void
keys_free (Keys *self)
{
  g_hash_table_unref (self->keys);
  g_hash_table_unref (self->shown);
  g_hash_table_unref (self->actions);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Keys, keys_free)

int
main (void)
{
  g_autoptr (NightApplication) application = night_application_new ();
  g_autoptr (GtkBuilder) builder = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Keys) keys = keys_new ();
  GtkWindow *window;
  guint n_wrong;

  setlocale (LC_ALL, "");
  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    g_error ("%s", error->message);

  window =
      night_window_new (GTK_APPLICATION (application), "/nowhere", NIGHT_FOLDER_GIVEN);
  add_widget (keys, GTK_WIDGET (window));
  add_application (keys, GTK_APPLICATION (application));
  builder = gtk_builder_new_from_resource (OVERLAY);
  add_shown (keys, GTK_WIDGET (gtk_builder_get_object (builder, "help_overlay")),
             GTK_APPLICATION (application));

  /* Or nothing was looked at, and all is well for that reason. */
  g_assert_cmpuint (g_hash_table_size (keys->actions), >=, 20);
  g_assert_cmpuint (g_hash_table_size (keys->shown), >=, 20);
  n_wrong = compare (keys);
  g_print ("%u actions with keys, %u keys shown, %u wrong\n",
           g_hash_table_size (keys->actions), g_hash_table_size (keys->shown), n_wrong);
  return n_wrong == 0 ? 0 : 1;
}
