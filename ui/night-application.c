/* night-application.c - one process for each vault folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-application.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "night-config.h"
#include "night-files.h"
#include "night-portal.h"
#include "night-settings.h"
#include "night-unit.h"
#include "night-window.h"

#define APPLICATION_ID "org.nightstand.Nightstand"

struct _NightApplication {
  AdwApplication parent_instance;

  char *folder; /* NULL unless given on the command line */
};

G_DEFINE_FINAL_TYPE (NightApplication, night_application, ADW_TYPE_APPLICATION)

/* The name on the session bus must not tell the path. */
static char *
dup_id_for (const char *folder)
{
  g_autofree char *digest =
      g_compute_checksum_for_string (G_CHECKSUM_SHA256, folder, -1);

  digest[16] = '\0';
  return g_strdup_printf ("%s.v%s", APPLICATION_ID, digest);
}

/* For --import and --lock: have the running program do it, or this one if it is none.
 * Returns: an exit status, or -1 to go on. */
static int
pass_on (GApplication *application, const char *action)
{
  g_autoptr (GError) error = NULL;

  if (!g_application_register (application, NULL, &error)) {
    g_printerr ("nightstand: %s\n", error->message);
    return EXIT_FAILURE;
  }

  g_action_group_activate_action (G_ACTION_GROUP (application), action, NULL);
  return g_application_get_is_remote (application) ? EXIT_SUCCESS : -1;
}

static void
take_folder (NightApplication *self, const char *given)
{
  g_autofree char *folder = g_canonicalize_filename (given, NULL);
  g_autofree char *usual = night_settings_dup_folder ();
  g_autofree char *id = NULL;

  if (g_str_equal (folder, usual))
    return;

  id = dup_id_for (folder);
  g_application_set_application_id (G_APPLICATION (self), id);
  self->folder = g_steal_pointer (&folder);
}

static int
night_application_handle_local_options (GApplication *application,
                                        GVariantDict *options)
{
  g_autofree char *given = NULL;

  if (g_variant_dict_contains (options, "version")) {
    g_print ("Nightstand %s\n", NIGHT_VERSION);
    return EXIT_SUCCESS;
  }

  if (g_variant_dict_lookup (options, "vault", "^ay", &given))
    take_folder (NIGHT_APPLICATION (application), given);

  if (g_variant_dict_contains (options, "lock")) {
    int status = pass_on (application, "lock");

    /* What does not run is locked. */
    return status == -1 ? EXIT_SUCCESS : status;
  }
  if (g_variant_dict_contains (options, "wipe")
      || g_variant_dict_contains (options, "clear"))
    return pass_on (application, "wipe-ask");
  if (g_variant_dict_contains (options, "import"))
    return pass_on (application, "new-import");

  return -1;
}

/* Not the active window, which may be a dialog.
 * Returns: (transfer none) (nullable). */
static GtkWidget *
find_window (GtkApplication *application)
{
  GList *l = gtk_application_get_windows (application);

  for (; l != NULL; l = l->next)
    if (NIGHT_IS_WINDOW (l->data))
      return l->data;

  return NULL;
}

/* Returns: (transfer none): made if there is none. */
static NightWindow *
ensure_window (NightApplication *self)
{
  GtkApplication *application = GTK_APPLICATION (self);
  GtkWidget *window = find_window (application);
  g_autofree char *usual = NULL;

  if (window != NULL)
    return NIGHT_WINDOW (window);
  if (self->folder != NULL)
    return NIGHT_WINDOW (
        night_window_new (application, self->folder, NIGHT_FOLDER_GIVEN));

  usual = night_settings_dup_folder ();
  return NIGHT_WINDOW (night_window_new (application, usual, NIGHT_FOLDER_REMEMBERED));
}

/* A dialog over the window comes forward, too. */
static void
night_application_activate (GApplication *application)
{
  NightWindow *window = ensure_window (NIGHT_APPLICATION (application));
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (application));

  gtk_window_present (active != NULL ? active : GTK_WINDOW (window));
}

static void
night_application_open (GApplication *application,
                        GFile **files,
                        int n_files,
                        const char *hint)
{
  NightWindow *window = ensure_window (NIGHT_APPLICATION (application));

  night_window_import (window, files, (guint) n_files);
  gtk_window_present (GTK_WINDOW (window));
}

static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWidget *window = find_window (user_data);

  /* Closing locks first. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
}

/* Not a key of the window: a dialog over it would keep it away. */
static void
wipe_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  NightWindow *window = ensure_window (user_data);

  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.wipe", NULL);
}

static void
wipe_ask_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  NightWindow *window = ensure_window (user_data);

  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.wipe-ask", NULL);
}

static void
set_wipe_keys (GtkApplication *application)
{
  g_autofree char *keys = night_settings_dup_wipe_shortcut ();
  const char *const accels[] = { *keys == '\0' ? NULL : keys, NULL };

  gtk_application_set_accels_for_action (application, "app.wipe", accels);
}

static void
lock_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWidget *window = find_window (user_data);

  if (window != NULL)
    gtk_widget_activate_action (window, "win.lock", NULL);
}

static void
new_import_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  NightWindow *window = ensure_window (user_data);

  gtk_window_present (GTK_WINDOW (window));
  night_window_ask_for_import (window);
}

static void
night_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "quit", .activate = quit_action },
    { .name = "wipe", .activate = wipe_action },
    { .name = "wipe-ask", .activate = wipe_ask_action },
    /* The same for a launcher that tells nothing: actions go by name over the bus. */
    { .name = "clear", .activate = wipe_ask_action },
    { .name = "lock", .activate = lock_action },
    { .name = "new-import", .activate = new_import_action },
  };
  static const char *const quit_keys[] = { "<Control>q", NULL };
  static const char *const close_keys[] = { "<Control>w", NULL };

  G_APPLICATION_CLASS (night_application_parent_class)->startup (application);
  night_portal_introduce (g_application_get_dbus_connection (application));
  night_unit_refuse_swap (g_application_get_dbus_connection (application));
  night_files_register ();

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions,
                                   G_N_ELEMENTS (actions), application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit",
                                         quit_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "window.close",
                                         close_keys);
  set_wipe_keys (GTK_APPLICATION (application));
  night_settings_follow ("wipe-shortcut", G_CALLBACK (set_wipe_keys), application);
}

NightApplication *
night_application_new (void)
{
  return g_object_new (NIGHT_TYPE_APPLICATION, "application-id", APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN, "resource-base-path",
                       "/org/nightstand/Nightstand", NULL);
}

static void
night_application_finalize (GObject *object)
{
  g_free (NIGHT_APPLICATION (object)->folder);

  G_OBJECT_CLASS (night_application_parent_class)->finalize (object);
}

static void
night_application_class_init (NightApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = night_application_finalize;
  application_class->handle_local_options = night_application_handle_local_options;
  application_class->activate = night_application_activate;
  application_class->open = night_application_open;
  application_class->startup = night_application_startup;
}

static void
night_application_init (NightApplication *self)
{
  static const GOptionEntry options[] = {
    { .long_name = "vault",
      .arg = G_OPTION_ARG_FILENAME,
      .description = N_ ("Use the vault in this folder"),
      .arg_description = N_ ("FOLDER") },
    { .long_name = "import",
      .description = N_ ("Ask which files to import, as soon as the vault is open") },
    { .long_name = "lock", .description = N_ ("Lock the vault if it is open") },
    { .long_name = "wipe", .description = N_ ("Ask once, then destroy the vault") },
    { .long_name = "clear", .description = N_ ("The same, by a word that tells less") },
    { .long_name = "version", .description = N_ ("Print the version and end") },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self),
                                                     _ ("[FILES TO IMPORT…]"));
  g_application_set_option_context_summary (
      G_APPLICATION (self),
      _ ("Keeps private photos and films sealed on this computer."));
}
