/* test-when.c - deadlines as people write them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-error.h>
#include <vault/vault-item.h>
#include <vault/vault-when.h>

#define NOW G_GINT64_CONSTANT (1700000000) /* 2023-11-14T22:13:20Z */

typedef struct {
  const char *text;
  gint64 expires;
} Case;

static const Case good[] = {
  { "never", VAULT_EXPIRES_NEVER },
  { "1m", NOW + 60 },
  { "90m", NOW + 5400 },
  { "1h", NOW + 3600 },
  { "1d", NOW + 86400 },
  { "1w", NOW + 604800 },
  { "30d", NOW + 30 * 86400 },
  { "007d", NOW + 7 * 86400 },
  { "36525d", NOW + G_GINT64_CONSTANT (36525) * 86400 },
  { "2023-11-14T22:13:21Z", NOW + 1 },
  { "2023-11-15T00:00:00Z", 1700006400 },
  { "2023-11-15T00:00:00+02:00", 1699999200 + 0 },
  { "2027-03-01T12:00:00Z", 1803902400 },
  { "20270301T120000Z", 1803902400 },
  /* Without a zone it is local time, and the tests run in UTC. */
  { "2027-03-01T12:00:00", 1803902400 },
  { "2024-02-29T00:00:00Z", 1709164800 },
  /* Without a time it is the end of the day; today is a time to come as well. */
  { "2027-03-01", 1803902400 + 12 * 3600 - 1 },
  { "20270301", 1803902400 + 12 * 3600 - 1 },
  { "2023-11-14", 1700006399 },
};

static const char *const bad[] = {
  "",
  " ",
  "0h",
  "0",
  "1",
  "h",
  "-1h",
  "+1h",
  "1.5h",
  "1 h",
  " 1h",
  "1h ",
  "1H",
  "1y",
  "1s",
  "1hh",
  "1h1m",
  "0x1h",
  "Never",
  "never ",
  "tomorrow",
  "now",
  "99999999999999999999h",
  "18446744073709551616m",
  "9223372036854775807w",
  "36526d",
  "876601h",
  /* Gone by. */
  "2023-11-14T22:13:20Z",
  "2023-11-14T22:13:19Z",
  "1970-01-01T00:00:00Z",
  "0001-01-01T00:00:00Z",
  /* More than a hundred years. */
  "2124-01-01T00:00:00Z",
  "9999-12-31T23:59:59Z",
  /* No dates. */
  "2027-02-29T00:00:00Z",
  "2027-13-01T00:00:00Z",
  "2027-03-01T25:00:00Z",
  "2027-02-29",
  "2023-11-13",
  "2123-12-31",
  "2027-3-1",
  "2027-03-01Z",
  "2027-03-01T",
  "2027-03",
  "2027",
  "2027-03-01T12:00:00Zx",
  "2027-03-01T12:00:00Q",
};

static void
test_good (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  gint64 expires = -1;

  if (c->expires != VAULT_EXPIRES_NEVER && c->expires <= NOW) {
    g_assert_false (vault_when_parse (c->text, NOW, &expires, NULL));
    g_assert_true (vault_when_parse (c->text, c->expires - 1, &expires, &error));
  } else {
    g_assert_true (vault_when_parse (c->text, NOW, &expires, &error));
  }
  g_assert_no_error (error);
  g_assert_cmpint (expires, ==, c->expires);
}

static void
test_bad (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 expires = -1;

  g_assert_false (vault_when_parse (data, NOW, &expires, &error));
  g_assert_error (error, VAULT_ERROR, VAULT_ERROR_BAD_TIME);
  g_assert_cmpint (expires, ==, VAULT_EXPIRES_NEVER);
}

/* The day is that of where this computer is, also on the days on which a clock is moved. */
static void
test_end_of_local_day (void)
{
  static const Case days[] = {
    { "2027-03-01", 1803941999 }, /* 22:59:59 in UTC */
    { "2027-03-28", 1806271199 }, /* of 23 hours */
    { "2027-10-31", 1825023599 }, /* of 25 */
    /* A time that the clock leaps over is when it does, one that comes twice the second. */
    { "2027-03-28T02:30:00", 1806195600 },
    { "2027-10-31T02:30:00", 1824946200 },
  };
  gint64 expires;

  g_setenv ("TZ", "Europe/Berlin", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++) {
    g_assert_true (vault_when_parse (days[i].text, NOW, &expires, NULL));
    g_assert_cmpint (expires, ==, days[i].expires);
  }
  g_setenv ("TZ", "UTC", TRUE);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (good); i++) {
    g_autofree char *path = g_strdup_printf ("/when/good/%u", i);

    g_test_add_data_func (path, &good[i], test_good);
  }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autofree char *path = g_strdup_printf ("/when/bad/%u", i);

    g_test_add_data_func (path, bad[i], test_bad);
  }
  g_test_add_func ("/when/end-of-local-day", test_end_of_local_day);
  return g_test_run ();
}
