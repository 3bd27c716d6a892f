/* test-words.c - sentences for every error, and names that are safe on a terminal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gio/gio.h>

#include "ctl/sentence.h"
#include "ctl/text.h"

static void
test_every_error_has_a_sentence (void)
{
  for (int code = 0; code < VAULT_N_ERRORS; code++) {
    const char *sentence = ctl_sentence_of_code ((VaultError) code);
    CtlExit exit = ctl_exit_of_code ((VaultError) code);

    g_assert_nonnull (sentence);
    g_assert_true (g_ascii_isupper (sentence[0]));
    g_assert_true (g_str_has_suffix (sentence, "."));
    g_assert_cmpint (exit, >=, CTL_EXIT_USAGE);
    g_assert_cmpint (exit, <=, CTL_EXIT_CLOCK);

    for (int other = 0; other < code; other++)
      g_assert_cmpstr (sentence, !=, ctl_sentence_of_code ((VaultError) other));
  }
}

static void
test_other_errors (void)
{
  g_autoptr(GError) cancelled =
                 g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "private");
  g_autoptr(GError) other =
                 g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "private");

  g_assert_cmpint (ctl_exit_of_error (cancelled), ==, CTL_EXIT_CANCELLED);
  g_assert_cmpstr (ctl_sentence_of_error (cancelled), ==, "Cancelled.");
  g_assert_cmpint (ctl_exit_of_error (other), ==, CTL_EXIT_SOME_FAILED);
  g_assert_null (strstr (ctl_sentence_of_error (other), "private"));
}

static void
check_safe (const char *text, const char *expected)
{
  g_autofree char *safe = ctl_text_safe (text);

  g_assert_cmpstr (safe, ==, expected);
}

#define REPLACED "\xef\xbf\xbd"

static void
test_safe_names (void)
{
  check_safe ("", "");
  check_safe ("Übergröße 写真.png", "Übergröße 写真.png");
  check_safe ("a\x1b[31mb", "a" REPLACED "[31mb");
  check_safe ("a\nb\tc\rd\x7f", "a" REPLACED "b" REPLACED "c" REPLACED "d" REPLACED);
  /* The one-character form of the escape sequence's start. */
  check_safe ("a\xc2\x9b"
              "31m",
              "a" REPLACED "31m");
  check_safe ("a\xff\xfe", "a" REPLACED REPLACED);
  /* Right-to-left override, isolate, mark; line separator; byte order mark. */
  check_safe ("\u202e\u2066\u200f", REPLACED REPLACED REPLACED);
  check_safe ("\u2028\ufeff", REPLACED REPLACED);
  /* A family is three people held together by joiners. */
  check_safe ("👨‍👩‍👧", "👨‍👩‍👧");
}

static void
check_left (gint64 expires, const char *expected)
{
  g_autofree char *left = ctl_text_left (expires, 1000000);

  g_assert_cmpstr (left, ==, expected);
}

static void
test_time_left (void)
{
  check_left (VAULT_EXPIRES_NEVER, "never");
  check_left (999999, "now");
  check_left (1000000, "now");
  check_left (1000001, "1 second");
  check_left (1000119, "119 seconds");
  check_left (1000120, "2 minutes");
  check_left (1000000 + 7199, "119 minutes");
  check_left (1000000 + 7200, "2 hours");
  check_left (1000000 + 2 * 86400 - 1, "47 hours");
  check_left (1000000 + 2 * 86400, "2 days");
  check_left (1000000 + 400 * 86400, "400 days");
}

static void
test_times (void)
{
  g_autofree char *utc = ctl_text_utc (1803906000);
  g_autofree char *local = ctl_text_local (1803906000);
  g_autofree char *beyond = ctl_text_utc (G_MAXINT64);

  g_assert_cmpstr (utc, ==, "2027-03-01T13:00:00Z");
  g_assert_cmpstr (local, ==, "2027-03-01 13:00");
  g_assert_cmpstr (beyond, ==, "unknown");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ctl/every-error-has-a-sentence", test_every_error_has_a_sentence);
  g_test_add_func ("/ctl/other-errors", test_other_errors);
  g_test_add_func ("/ctl/safe-names", test_safe_names);
  g_test_add_func ("/ctl/time-left", test_time_left);
  g_test_add_func ("/ctl/times", test_times);
  return g_test_run ();
}
