/* night-application.c - one process for each vault folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-application.h"

#include <glib/gi18n.h>

#include "night-settings.h"
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

static int
night_application_handle_local_options (GApplication *application,
                                        GVariantDict *options)
{
  NightApplication *self = NIGHT_APPLICATION (application);
  g_autofree char *given = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *usual = night_settings_dup_folder ();
  g_autofree char *id = NULL;

  if (!g_variant_dict_lookup (options, "vault", "^ay", &given))
    return -1;

  folder = g_canonicalize_filename (given, NULL);
  if (g_str_equal (folder, usual))
    return -1;

  id = dup_id_for (folder);
  g_application_set_application_id (application, id);
  self->folder = g_steal_pointer (&folder);
  return -1;
}

static void
night_application_activate (GApplication *application)
{
  NightApplication *self = NIGHT_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));
  g_autofree char *usual = NULL;

  if (window == NULL && self->folder != NULL) {
    window = night_window_new (GTK_APPLICATION (application), self->folder,
                               NIGHT_FOLDER_GIVEN);
  } else if (window == NULL) {
    usual = night_settings_dup_folder ();
    window = night_window_new (GTK_APPLICATION (application), usual,
                               NIGHT_FOLDER_REMEMBERED);
  }

  gtk_window_present (window);
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
  GtkWidget *window = find_window (user_data);

  if (window != NULL)
    gtk_widget_activate_action (window, "win.wipe", NULL);
}

static void
night_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "quit", .activate = quit_action },
    { .name = "wipe", .activate = wipe_action },
  };
  static const char *const quit_keys[] = { "<Control>q", NULL };
  static const char *const wipe_keys[] = { "<Control><Shift>Delete", NULL };

  G_APPLICATION_CLASS (night_application_parent_class)->startup (application);

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions,
                                   G_N_ELEMENTS (actions), application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit",
                                         quit_keys);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.wipe",
                                         wipe_keys);
}

NightApplication *
night_application_new (void)
{
  return g_object_new (NIGHT_TYPE_APPLICATION, "application-id", APPLICATION_ID,
                       "resource-base-path", "/org/nightstand/Nightstand", NULL);
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
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
}
