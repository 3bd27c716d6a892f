/* reminders.c - when to remind somebody that a vault wants to be opened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/reminders.h"

#include <unistd.h>

#include "vault/schedule.h"

#define REMINDERS_NAME "reminders"
#define DAY_S ((gint64) 86400)
#define LAST_DAYS 3

/* One line: whose, as in the list; half of its days, 0 once somebody was reminded; and three
 * days before their end. */
typedef struct {
  char *vault;
  gint64 half_s;
  gint64 late_s;
} Line;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->vault);
  g_free (line);
}

static char *
dup_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "nightstand", NULL);
}

static gboolean
parse_line (const char *text, Line *out)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  if (g_strv_length (words) != 3
      || !g_ascii_string_to_signed (words[1], 10, 0, G_MAXINT64, &out->half_s, NULL)
      || !g_ascii_string_to_signed (words[2], 10, 0, G_MAXINT64, &out->late_s, NULL))
    return FALSE;

  out->vault = g_strdup (words[0]);
  return TRUE;
}

/* What is no line of ours is not kept. */
static GPtrArray *
read_lines (void)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (line_free);
  g_autofree char *folder = dup_folder ();
  g_autofree char *path = g_build_filename (folder, REMINDERS_NAME, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return lines;

  words = g_strsplit (text, "\n", -1);
  for (guint i = 0; words[i] != NULL; i++) {
    Line line = { 0 };

    if (parse_line (words[i], &line))
      g_ptr_array_add (lines, g_memdup2 (&line, sizeof line));
  }

  return lines;
}

static void
write_lines (GPtrArray *lines)
{
  g_autofree char *folder = dup_folder ();
  g_autoptr (GString) text = g_string_new (NULL);

  if (lines->len == 0) {
    g_autofree char *path = g_build_filename (folder, REMINDERS_NAME, NULL);

    (void) unlink (path);
    return;
  }

  for (guint i = 0; i < lines->len; i++) {
    const Line *line = lines->pdata[i];

    g_string_append_printf (text, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
                            line->vault, line->half_s, line->late_s);
  }
  (void) !vault_small_file_write (folder, REMINDERS_NAME, text->str, NULL);
}

/* Nothing is written where there was no line and is to be none: a vault without a rule leaves
 * no trace here. */
void
vault_reminders_update (const char *folder, const VaultAbsence *rule)
{
  g_autoptr (GPtrArray) lines = read_lines ();
  g_autofree char *vault = vault_list_dup_line (folder);
  gboolean changed = FALSE;

  if (vault == NULL)
    return;

  for (guint i = lines->len; i > 0; i--) {
    if (g_str_equal (((Line *) lines->pdata[i - 1])->vault, vault)) {
      g_ptr_array_remove_index (lines, i - 1);
      changed = TRUE;
    }
  }
  if (rule->n_days > 0 && (rule->everything || rule->n_albums > 0)
      && vault_list_has (folder)) {
    Line *line = g_new0 (Line, 1);

    line->vault = g_steal_pointer (&vault);
    line->half_s = rule->ends - (rule->n_days - rule->n_days / 2) * DAY_S;
    line->late_s = rule->ends - LAST_DAYS * DAY_S;
    g_ptr_array_add (lines, line);
    changed = TRUE;
  }
  if (changed)
    write_lines (lines);
}

guint
vault_timer_take_reminders (gint64 now)
{
  g_autoptr (GPtrArray) lines = read_lines ();
  gboolean changed = FALSE;
  guint n_due = 0;

  for (guint i = 0; i < lines->len; i++) {
    Line *line = lines->pdata[i];
    gboolean half = line->half_s != 0 && now >= line->half_s;

    n_due += half || now >= line->late_s;
    if (half)
      line->half_s = 0;
    changed |= half;
  }
  if (changed)
    write_lines (lines);

  return n_due;
}
