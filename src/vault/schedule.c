/* schedule.c - the timer of the systemd user manager, and the autostart entry
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/schedule.h"

#include <string.h>
#include <unistd.h>

#include <vault/vault-error.h>

/* What a list of timers shows to whoever looks over a shoulder. */
#define UNIT "tidy-up"
#define WHAT "Tidy up"
#define TIMER UNIT ".timer"
#define SERVICE UNIT ".service"
#define ENTRY UNIT ".desktop"

/* The variable is for the tests; the build folder serves until something is installed. */
static const char *
find_program (void)
{
  const char *named = g_getenv ("NIGHTSTAND_CTL");

  if (named != NULL && named[0] == '/')
    return named;

  return access (NIGHTSTAND_CTL_INSTALLED, X_OK) == 0 ? NIGHTSTAND_CTL_INSTALLED
                                                      : NIGHTSTAND_CTL_BUILT;
}

static char *
dup_units_folder (void)
{
  return g_build_filename (g_get_user_config_dir (), "systemd", "user", NULL);
}

static char *
dup_autostart_folder (void)
{
  return g_build_filename (g_get_user_config_dir (), "autostart", NULL);
}

/* Between double quotes: each of @specials after a backslash, '%' and what else @doubled
 * holds twice, for it would be replaced there. */
static char *
dup_quoted (const char *program, const char *specials, const char *doubled)
{
  GString *text = g_string_new ("\"");

  for (const char *at = program; *at != '\0'; at++) {
    if (strchr (specials, *at) != NULL)
      g_string_append_c (text, '\\');
    if (strchr (doubled, *at) != NULL)
      g_string_append_c (text, *at);
    g_string_append_c (text, *at);
  }

  return g_string_free (g_string_append_c (text, '"'), FALSE);
}

/* Silent, for a journal is no place for it either. */
static char *
dup_service (void)
{
  g_autofree char *program = dup_quoted (find_program (), "\"\\", "%");

  return g_strdup_printf ("[Unit]\n"
                          "Description=" WHAT "\n"
                          "\n"
                          "[Service]\n"
                          "Type=oneshot\n"
                          "ExecStart=%s reap --all\n"
                          "StandardOutput=null\n"
                          "StandardError=null\n"
                          "Nice=10\n",
                          program);
}

/* Epochs are hours of UTC, and zones that are half an hour off it are no reason to be late. */
static char *
dup_timer (void)
{
  return g_strdup ("[Unit]\n"
                   "Description=" WHAT "\n"
                   "\n"
                   "[Timer]\n"
                   "OnCalendar=*-*-* *:00:00 UTC\n"
                   "Persistent=true\n"
                   "\n"
                   "[Install]\n"
                   "WantedBy=timers.target\n");
}

/* A desktop entry takes every backslash away once before it looks at the quotes. */
static char *
dup_entry (void)
{
  g_autofree char *quoted = dup_quoted (find_program (), "\"\\`$", "%");
  g_auto (GStrv) parts = g_strsplit (quoted, "\\", -1);
  g_autofree char *program = g_strjoinv ("\\\\", parts);

  return g_strdup_printf ("[Desktop Entry]\n"
                          "Type=Application\n"
                          "Name=" WHAT "\n"
                          "Exec=%s reap --all --remind\n"
                          "NoDisplay=true\n"
                          "Terminal=false\n",
                          program);
}

static gboolean
is_as_written (const char *folder, const char *name, const char *expected)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && g_str_equal (text, expected);
}

static void
remove_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  (void) unlink (path);
}

typedef enum {
  SYSTEMCTL_DONE,
  SYSTEMCTL_FAILED,
  SYSTEMCTL_MISSING,
} Systemctl;

/* No shell, and nothing of what it says is ours to show. */
static Systemctl
run_systemctl (const char *verb, const char *option, const char *unit)
{
  const char *argv[] = { "systemctl", "--user", verb, option, unit, NULL };
  g_autofree char *program = g_find_program_in_path (argv[0]);
  g_autoptr (GSubprocess) process = NULL;

  if (program == NULL)
    return SYSTEMCTL_MISSING;

  process = g_subprocess_newv (
      argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
      NULL);
  return process != NULL && g_subprocess_wait_check (process, NULL, NULL)
             ? SYSTEMCTL_DONE
             : SYSTEMCTL_FAILED;
}

static gboolean
timer_failed (GError **error)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_TIMER_FAILED, "systemctl failed");
  return FALSE;
}

static void
remove_units (void)
{
  g_autofree char *folder = dup_units_folder ();
  g_autofree char *wants = g_build_filename (folder, "timers.target.wants", NULL);

  remove_file (folder, TIMER);
  remove_file (folder, SERVICE);
  /* The link that "enable" made, in case "disable" did not get so far. */
  remove_file (wants, TIMER);
}

static gboolean
write_units (GError **error)
{
  g_autofree char *folder = dup_units_folder ();
  g_autofree char *service = dup_service ();
  g_autofree char *timer = dup_timer ();

  return vault_small_file_write (folder, SERVICE, service, error)
         && vault_small_file_write (folder, TIMER, timer, error);
}

/* A manager that is not there is none we could have told. */
static gboolean
start_timer (GError **error)
{
  Systemctl found = run_systemctl ("daemon-reload", NULL, NULL);

  if (found == SYSTEMCTL_DONE)
    found = run_systemctl ("enable", "--now", TIMER);
  if (found == SYSTEMCTL_DONE)
    return TRUE;

  remove_units ();
  return found == SYSTEMCTL_MISSING || timer_failed (error);
}

gboolean
vault_schedule_install (const char *folder, GError **error)
{
  g_autofree char *autostart = dup_autostart_folder ();
  g_autofree char *entry = dup_entry ();
  gboolean any;

  return vault_list_set (folder, TRUE, &any, error)
         && vault_small_file_write (autostart, ENTRY, entry, error)
         && write_units (error) && start_timer (error);
}

gboolean
vault_schedule_remove (const char *folder, GError **error)
{
  g_autofree char *autostart = dup_autostart_folder ();
  g_autofree char *units = dup_units_folder ();
  g_autofree char *timer_path = g_build_filename (units, TIMER, NULL);
  gboolean had_timer = access (timer_path, F_OK) == 0;
  gboolean any;
  Systemctl found;

  if (!vault_list_set (folder, FALSE, &any, error))
    return FALSE;
  if (any)
    return TRUE;

  remove_file (autostart, ENTRY);
  if (!had_timer)
    return TRUE;

  found = run_systemctl ("disable", "--now", TIMER);
  remove_units ();
  if (run_systemctl ("daemon-reload", NULL, NULL) == SYSTEMCTL_FAILED)
    found = SYSTEMCTL_FAILED;
  return found != SYSTEMCTL_FAILED || timer_failed (error);
}

static gboolean
is_there (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return access (path, F_OK) == 0;
}

void
vault_schedule_look (const char *folder, VaultTimerStatus *out)
{
  g_autoptr (GPtrArray) list = vault_list_dup ();
  g_autofree char *autostart = dup_autostart_folder ();
  g_autofree char *units = dup_units_folder ();
  g_autofree char *entry = dup_entry ();
  g_autofree char *service = dup_service ();
  g_autofree char *timer = dup_timer ();
  gboolean startable = access (find_program (), X_OK) == 0;

  out->listed = vault_list_has (folder);
  out->n_listed = list->len;
  out->present = list->len > 0 || is_there (autostart, ENTRY)
                 || is_there (units, SERVICE) || is_there (units, TIMER);
  out->at_login = startable && is_as_written (autostart, ENTRY, entry);
  out->hourly = startable && is_as_written (units, SERVICE, service)
                && is_as_written (units, TIMER, timer)
                && run_systemctl ("is-active", "--quiet", TIMER) == SYSTEMCTL_DONE;
}
