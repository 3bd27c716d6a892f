/* clock.c - a time that does not run backwards and does not believe a leap forward
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "file/clock.h"

#include <string.h>
#include <sys/timex.h>
#include <time.h>

#define BOOT_ID_FILE "/proc/sys/kernel/random/boot_id"

static VaultClockSource source;
static gpointer source_data;

void
vault_clock_set_source (VaultClockSource new_source, gpointer user_data)
{
  source = new_source;
  source_data = user_data;
}

static gint64
read_seconds (clockid_t id)
{
  struct timespec now = { 0 };

  clock_gettime (id, &now);
  return (gint64) now.tv_sec;
}

/* The id is text, "6d1d9a4c-...": its hexadecimal digits are packed. */
static void
read_boot_id (guint8 out[VAULT_BOOT_ID_BYTES])
{
  static gsize once;
  static guint8 boot_id[VAULT_BOOT_ID_BYTES];

  if (g_once_init_enter (&once)) {
    g_autofree char *text = NULL;
    gsize n_digits = 0;

    if (g_file_get_contents (BOOT_ID_FILE, &text, NULL, NULL)) {
      for (const char *at = text; *at != '\0' && n_digits < 32; at++) {
        if (!g_ascii_isxdigit (*at))
          continue;
        boot_id[n_digits / 2] =
            (guint8) (boot_id[n_digits / 2] << 4 | g_ascii_xdigit_value (*at));
        n_digits++;
      }
    }
    g_once_init_leave (&once, 1);
  }

  memcpy (out, boot_id, VAULT_BOOT_ID_BYTES);
}

static void
read_computer (VaultClockReading *out)
{
  struct timex kernel = { 0 };

  out->wall_s = read_seconds (CLOCK_REALTIME);
  out->boot_s = read_seconds (CLOCK_BOOTTIME);
  read_boot_id (out->boot_id);
  out->synchronised =
      adjtimex (&kernel) != TIME_ERROR && (kernel.status & STA_UNSYNC) == 0;
}

void
vault_clock_read (VaultClockReading *out)
{
  if (source != NULL)
    source (out, source_data);
  else
    read_computer (out);
}

/* Whether a wall clock far ahead of @known may be believed now. */
static gboolean
leap_is_believed (VaultClockMark *mark, const VaultClockReading *reading, gint64 known)
{
  /* A vault that was never used has no past the clock could contradict. */
  if (known == 0 || reading->wall_s - known <= VAULT_CLOCK_LEAP_S
      || reading->synchronised) {
    mark->doubt_boot_s = 0;
    return TRUE;
  }

  if (mark->doubt_boot_s == 0 || mark->doubt_boot_s > reading->boot_s)
    mark->doubt_boot_s = MAX (reading->boot_s, 1);
  if (reading->boot_s - mark->doubt_boot_s < VAULT_CLOCK_PATIENCE_S)
    return FALSE;

  mark->doubt_boot_s = 0;
  return TRUE;
}

gint64
vault_clock_advance (VaultClockMark *mark,
                     const VaultClockReading *reading,
                     gboolean *out_doubtful)
{
  gboolean same_boot =
      memcmp (mark->boot_id, reading->boot_id, VAULT_BOOT_ID_BYTES) == 0;
  gint64 known = mark->time_s;

  *out_doubtful = FALSE;
  if (same_boot && reading->boot_s > mark->boot_s && known != 0)
    known += reading->boot_s - mark->boot_s;
  if (!same_boot)
    mark->doubt_boot_s = 0;

  if (reading->wall_s > known) {
    if (leap_is_believed (mark, reading, known))
      known = reading->wall_s;
    else
      *out_doubtful = TRUE;
  } else {
    mark->doubt_boot_s = 0;
  }

  mark->time_s = known;
  mark->boot_s = reading->boot_s;
  memcpy (mark->boot_id, reading->boot_id, VAULT_BOOT_ID_BYTES);
  return known;
}

void
vault_clock_believe (VaultClockMark *mark, const VaultClockReading *reading)
{
  gboolean doubtful;

  (void) vault_clock_advance (mark, reading, &doubtful);
  if (reading->wall_s <= VAULT_CLOCK_LATEST_S)
    mark->time_s = MAX (mark->time_s, reading->wall_s);
  mark->doubt_boot_s = 0;
}
