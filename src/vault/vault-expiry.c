/* vault-expiry.c - exact deadlines while the vault is open
 *
 * One timer for the next deadline or the next full hour, whichever is sooner, counting
 * suspended time as well; and one that fires when somebody sets the clock.  Nothing polls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/vault-private.h"

#include <glib-unix.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define REAP_EVERY_S 3600
/* The second timer is there to be cancelled when the clock is set, not to fire. */
#define FAR_AWAY_S ((time_t) 10 * 365 * 86400)

/* Until the wall clock next shows the whole second @at, by the vault's own time @now. */
static struct timespec
delay_until (gint64 at, gint64 now)
{
  struct timespec wall = { 0 };
  struct timespec delay = { 0 };
  gint64 ns;

  clock_gettime (CLOCK_REALTIME, &wall);
  ns = (at - now) * 1000000000 - wall.tv_nsec;
  ns = MAX (ns, 1000000);
  delay.tv_sec = (time_t) (ns / 1000000000);
  delay.tv_nsec = (long) (ns % 1000000000);
  return delay;
}

static void
arm (Vault *self, gint64 next, gint64 now)
{
  gint64 hour = (now / REAP_EVERY_S + 1) * REAP_EVERY_S;
  struct itimerspec boot = { 0 };
  struct itimerspec wall = { .it_value = { .tv_sec = time (NULL) + FAR_AWAY_S } };

  if (next == 0 || hour < next)
    next = hour;

  boot.it_value = delay_until (next, now);
  timerfd_settime (self->boot_timer_fd, 0, &boot, NULL);
  timerfd_settime (self->wall_timer_fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET,
                   &wall, NULL);
}

static void
expire (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  guint n_items = g_strv_length (job->ids);
  guint n_overwritten;

  /* If the disk fails here, the items are out of sight but their records remain; the next
   * unlock finds them overdue and tries again before it shows anything. */
  if (vault_session_destroy (job->session, (const char *const *) job->ids, n_items,
                             VAULT_ERROR_EXPIRED, NULL)
      && n_items > 0)
    vault_session_note_activity (job->session, VAULT_ACTIVITY_EXPIRED, n_items);
  (void) !vault_session_reap (job->session, &n_overwritten, NULL);
  g_task_return_boolean (task, TRUE);
}

void
vault_expiry_update (Vault *self)
{
  g_autoptr (GPtrArray) due = NULL;
  gint64 next;
  gint64 now;

  if (self->session == NULL)
    return;

  now = vault_session_get_time (self->session);
  due = vault_item_list_find_due (self->items, now, &next);
  arm (self, next, now);
  if (due->len > 0) {
    VaultJob *job;
    GTask *task = vault_job_new (self, NULL, NULL, NULL, vault_expiry_update, &job);

    g_ptr_array_add (due, NULL);
    job->ids = g_strdupv ((char **) due->pdata);
    for (guint i = 0; job->ids[i] != NULL; i++)
      vault_item_list_remove (self->items, job->ids[i]);
    vault_job_run (task, expire);
  }
}

static void
reap_now (Vault *self)
{
  static char *none[] = { NULL };
  VaultJob *job;
  GTask *task = vault_job_new (self, NULL, NULL, NULL, vault_expiry_update, &job);

  job->ids = g_strdupv (none);
  vault_job_run (task, expire);
}

/* Either timer: an expiry count to be read, or ECANCELED because the clock was set. */
static gboolean
on_timer_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Vault *self = user_data;
  guint64 n_expirations;

  (void) !read (fd, &n_expirations, sizeof n_expirations);
  reap_now (self);
  vault_expiry_update (self);
  return G_SOURCE_CONTINUE;
}

void
vault_expiry_start (Vault *self)
{
  self->boot_timer_fd = timerfd_create (CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  self->wall_timer_fd = timerfd_create (CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
  if (self->boot_timer_fd >= 0)
    self->boot_timer_source =
        g_unix_fd_add (self->boot_timer_fd, G_IO_IN, on_timer_cb, self);
  if (self->wall_timer_fd >= 0)
    self->wall_timer_source =
        g_unix_fd_add (self->wall_timer_fd, G_IO_IN, on_timer_cb, self);

  vault_expiry_update (self);
}

void
vault_expiry_stop (Vault *self)
{
  g_clear_handle_id (&self->boot_timer_source, g_source_remove);
  g_clear_handle_id (&self->wall_timer_source, g_source_remove);
  if (self->boot_timer_fd >= 0)
    close (self->boot_timer_fd);
  if (self->wall_timer_fd >= 0)
    close (self->wall_timer_fd);
  self->boot_timer_fd = -1;
  self->wall_timer_fd = -1;
}
