/* test-words.c - what the window says and judges, without a window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <vault/vault-passphrase.h>

#include "hygiene/night-activity-text.h"
#include "hygiene/night-guidance-text.h"
#include "night-problem.h"
#include "night-text.h"
#include "preferences/night-recovery-check.h"
#include "preferences/night-verify-text.h"

#define KEY "7K3M-WQ9X-0ZHT-VB5N-R2JD-8GYC-4P*"

static void
test_recovery_groups (void)
{
  char group[NIGHT_RECOVERY_GROUP_CHARS + 1];

  night_recovery_get_group (KEY, 0, group);
  g_assert_cmpstr (group, ==, "7K3M");
  night_recovery_get_group (KEY, 6, group);
  g_assert_cmpstr (group, ==, "4P*");
  night_recovery_get_group (KEY, 7, group);
  g_assert_cmpstr (group, ==, "");
}

static void
test_recovery_typed (void)
{
  g_autofree char *asked = NULL;
  char one[NIGHT_RECOVERY_GROUP_CHARS + 1];
  char other[NIGHT_RECOVERY_GROUP_CHARS + 1];
  guint first, second;

  night_recovery_get_asked (KEY, &first, &second);
  g_assert_cmpuint (first, <, second);
  g_assert_cmpuint (second, <, NIGHT_RECOVERY_GROUPS);
  night_recovery_get_group (KEY, first, one);
  night_recovery_get_group (KEY, second, other);
  asked = g_strconcat (one, " ", other, NULL);

  g_assert_true (night_recovery_is_typed (KEY, asked));
  g_assert_true (night_recovery_is_typed (KEY, KEY));
  g_assert_true (night_recovery_is_typed (KEY, "7k3mwq9xozhtvb5nr2jd8gyc4p*"));
  g_assert_false (night_recovery_is_typed (KEY, ""));
  g_assert_false (night_recovery_is_typed (KEY, one));
  g_assert_false (night_recovery_is_typed (KEY, other));
  g_assert_false (night_recovery_is_typed (KEY, "7K3M-WQ9X-0ZHT-VB5N-R2JD-8GYC-4P"));
  g_assert_false (night_recovery_is_typed (KEY, KEY KEY KEY));
}

/* Every key that is made can be shown in groups and typed back. */
static void
test_recovery_made (void)
{
  for (guint i = 0; i < 50; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (VaultSecret) key = vault_recovery_key_new (&error);
    g_autoptr (GString) groups = g_string_new (NULL);

    g_assert_no_error (error);
    for (guint j = 0; j < NIGHT_RECOVERY_GROUPS; j++) {
      char group[NIGHT_RECOVERY_GROUP_CHARS + 1];

      night_recovery_get_group ((const char *) vault_secret_get (key), j, group);
      g_string_append (groups, group);
    }
    g_assert_true (
        night_recovery_is_typed ((const char *) vault_secret_get (key), groups->str));
  }
}

/* Each finding that a report can have is shown, and no report that has one is called
 * whole. */
static void
test_findings (void)
{
  VaultVerifyReport report = { .n_items = 1 };
  guint *const counts[] = { &report.n_damaged,       &report.n_unreadable,
                            &report.n_missing,       &report.n_lone_keys,
                            &report.n_mirror_faults, &report.n_structure_faults };
  g_autofree char *whole = g_strdup (night_verify_get_title (&report));

  g_assert_false (night_verify_is_damaged (&report));
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    NightFinding findings[NIGHT_N_FINDINGS];
    guint n = 0;

    *counts[i] = 3;
    night_verify_get_findings (&report, findings);
    for (guint j = 0; j < NIGHT_N_FINDINGS; j++)
      n += findings[j].n == 3;
    g_assert_cmpuint (n, ==, 1);
    g_assert_cmpstr (night_verify_get_title (&report), !=, whole);
    *counts[i] = 0;
  }
}

static void
test_past (void)
{
  const gint64 now = 1795446000; /* Monday 23 November 2026, 15:00 UTC */
  const struct {
    gint64 ago_s;
    const char *text;
  } table[] = {
    { 60, "today at 14:59" },
    { 24 * 3600, "on Sunday at 15:00" },
    { 5 * 24 * 3600, "on Wednesday at 15:00" },
    { 7 * 24 * 3600, "on 16 November 2026 at 15:00" },
    { -3 * 24 * 3600, "on 26 November 2026 at 15:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++) {
    g_autofree char *text = night_text_dup_past (now - table[i].ago_s, now);

    g_assert_cmpstr (text, ==, table[i].text);
  }
}

static void
test_every_error (void)
{
  for (guint i = 0; i < VAULT_N_ERRORS; i++) {
    g_assert_cmpstr (night_problem_get_title ((VaultError) i), !=, "");
    g_assert_cmpstr (night_problem_get_text ((VaultError) i), !=, "");
    for (guint j = 0; j < i; j++)
      g_assert_cmpstr (night_problem_get_text ((VaultError) i), !=,
                       night_problem_get_text ((VaultError) j));
  }
}

static void
test_spoken_duration (void)
{
  static const struct {
    guint64 ms;
    const char *said;
  } cases[] = {
    { 400, "less than a second" }, { 1000, "1 second" },
    { 59600, "1 minute" },         { 83000, "1 minute 23 seconds" },
    { 3600000, "1 hour" },         { 7499000, "2 hours 4 minutes" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *said = night_text_dup_spoken_duration (cases[i].ms);

    g_assert_cmpstr (said, ==, cases[i].said);
  }
}

static void
assert_activity (VaultActivityRun run,
                 const char *title,
                 const char *time,
                 const char *day)
{
  const gint64 now = 1700000000; /* Tuesday, 14 November 2023, 22:13:20 */
  g_autofree char *said = night_activity_dup_title (&run);
  g_autofree char *when = night_activity_dup_time (&run);
  g_autofree char *on = night_activity_dup_day (&run, now);

  g_assert_cmpstr (said, ==, title);
  g_assert_cmpstr (when, ==, time);
  g_assert_cmpstr (on, ==, day);
}

static void
test_activity (void)
{
  const gint64 now = 1700000000;
  const gint64 day = 86400;

  assert_activity ((VaultActivityRun){ now, now, VAULT_ACTIVITY_UNLOCKED, 1, 0 },
                   "Unlocked", "22:13", "Today");
  assert_activity ((VaultActivityRun){ now - 7200, now, VAULT_ACTIVITY_UNLOCKED, 3, 0 },
                   "Unlocked, 3 times", "20:13–22:13", "Today");
  assert_activity (
      (VaultActivityRun){ now - day, now - day, VAULT_ACTIVITY_FAILED, 2, 5 },
      "5 wrong passphrases were tried", "22:13", "Yesterday");
  assert_activity (
      (VaultActivityRun){ now - 2 * day, now - 2 * day, VAULT_ACTIVITY_DELETED, 1, 1 },
      "1 item destroyed by hand", "22:13", "Sunday, 12 November 2023");
  assert_activity (
      (VaultActivityRun){ now + day, now + day, VAULT_ACTIVITY_VERIFIED, 1, 0 },
      "Verified, no faults were found", "22:13", "Wednesday, 15 November 2023");
  assert_activity ((VaultActivityRun){ G_MAXINT64, G_MAXINT64, 4711, 1, 7 },
                   "Something that this version doesn’t know", "", "");
}

/* Every kind has words of its own. */
static void
test_activity_kinds (void)
{
  g_autoptr (GHashTable) seen =
                 g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint kind = 1; kind <= VAULT_ACTIVITY_LAST_KIND + 1; kind++) {
    VaultActivityRun run = { 0, 0, kind, 1, 0 };
    char *said = night_activity_dup_title (&run);

    g_assert_true (g_hash_table_add (seen, said));
    g_assert_cmpint (strstr (said, "doesn’t know") != NULL, ==,
                     kind > VAULT_ACTIVITY_LAST_KIND);
  }
}

/* A number that is wrong does harm: each that is given was looked up. */
static void
assert_numbers_are_known (const char *text)
{
  static const char *const known[] = { "18", "48", "116", "111", "3018" };
  const char *at = text;

  while ((at = strpbrk (at, "0123456789")) != NULL) {
    gsize n = strspn (at, "0123456789");
    g_autofree char *number = g_strndup (at, n);
    gboolean is_known = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
      is_known = is_known || g_str_equal (number, known[i]);
    if (!is_known)
      g_error ("%s in \"%s\"", number, text);
    at += n;
  }
}

static void
test_guidance (void)
{
  guint n_topics;
  const NightTopic *topics = night_guidance_get_topics (&n_topics);
  gboolean has_under_18 = FALSE;

  g_assert_cmpuint (n_topics, ==, 6);
  for (guint i = 0; i < n_topics; i++) {
    has_under_18 = has_under_18 || g_str_equal (topics[i].id, NIGHT_TOPIC_UNDER_18);
    g_assert_cmpuint (topics[i].n_passages, >=, 5);
    for (guint k = 0; k < topics[i].n_passages; k++)
      assert_numbers_are_known (topics[i].passages[k].text);
    for (guint k = 0; k < topics[i].n_sources; k++) {
      assert_numbers_are_known (topics[i].sources[k].what);
      g_assert_true (g_str_has_prefix (topics[i].sources[k].address, "https://"));
    }
  }
  g_assert_true (has_under_18);
}

/* Rounded to the nearest unit, and with none that is full: never "60 minutes", never "24 hours". */
static void
test_time_left (void)
{
  static const struct {
    gint64 seconds;
    const char *words;
    const char *on_a_tile; /* NULL: the same */
  } cases[] = { { 0, "seconds left", NULL },
                { 59, "seconds left", NULL },
                { 60, "1 minute left", "1 min left" },
                { 89, "1 minute left", "1 min left" },
                { 90, "2 minutes left", "2 min left" },
                { 3569, "59 minutes left", "59 min left" },
                { 3570, "1 hour left", NULL },
                { 20 * 3600, "20 hours left", NULL },
                { 84599, "23 hours left", NULL },
                { 84600, "1 day left", NULL },
                { 3 * 86400, "3 days left", NULL } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *words = night_text_dup_time_left (cases[i].seconds);
    g_autofree char *on_a_tile = night_text_dup_time_left_short (cases[i].seconds);

    g_assert_cmpstr (words, ==, cases[i].words);
    g_assert_cmpstr (on_a_tile, ==,
                     cases[i].on_a_tile != NULL ? cases[i].on_a_tile : cases[i].words);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/words/recovery-groups", test_recovery_groups);
  g_test_add_func ("/words/recovery-typed", test_recovery_typed);
  g_test_add_func ("/words/recovery-made", test_recovery_made);
  g_test_add_func ("/words/findings", test_findings);
  g_test_add_func ("/words/spoken-duration", test_spoken_duration);
  g_test_add_func ("/words/time-left", test_time_left);
  g_test_add_func ("/words/past", test_past);
  g_test_add_func ("/words/every-error", test_every_error);
  g_test_add_func ("/words/activity", test_activity);
  g_test_add_func ("/words/activity-kinds", test_activity_kinds);
  g_test_add_func ("/words/guidance", test_guidance);
  return g_test_run ();
}
