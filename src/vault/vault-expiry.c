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

#include "file/clock.h"

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

static void
set_doubtful (Vault *self, gboolean doubtful)
{
  if (self->clock_doubtful == doubtful)
    return;

  self->clock_doubtful = doubtful;
  g_object_notify (G_OBJECT (self), "clock-doubtful");
}

void
vault_expiry_update (Vault *self)
{
  g_autoptr (GPtrArray) due = NULL;
  gboolean doubtful;
  gint64 next;
  gint64 now;

  if (self->session == NULL)
    return;

  now = vault_session_get_time (self->session, &doubtful);
  due = vault_item_list_find_due (self->items, now, &next);
  arm (self, next, now);
  set_doubtful (self, doubtful);
  if (due->len > 0) {
    VaultJob *job;
    GTask *task = vault_job_new (self, NULL, NULL, NULL, vault_expiry_update, &job);

    g_ptr_array_add (due, NULL);
    job->ids = g_strdupv ((char **) due->pdata);
    vault_item_list_remove_all_of (self->items, (const char *const *) job->ids);
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
  g_signal_emit_by_name (self, "deadlines-changed");
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
  set_doubtful (self, FALSE);
}

gboolean
vault_is_clock_doubtful (Vault *self, gint64 *out_wall)
{
  VaultClockReading reading;

  g_return_val_if_fail (VAULT_IS_VAULT (self), FALSE);

  vault_clock_read (&reading);
  if (out_wall != NULL)
    *out_wall = reading.wall_s;
  return self->clock_doubtful;
}

static void
believe (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  VaultJob *job = task_data;
  GError *error = NULL;
  gboolean ok = vault_session_believe_clock (job->session, &error);

  vault_job_answer (task, ok, error);
}

static void
believed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    g_task_return_error (outer, error);
    return;
  }

  vault_expiry_update (VAULT_VAULT (source));
  g_signal_emit_by_name (source, "deadlines-changed");
  g_task_return_boolean (outer, TRUE);
}

void
vault_believe_clock_async (Vault *self,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *outer = g_task_new (self, NULL, callback, user_data);
  VaultJob *job;
  GTask *task;

  if (self->session == NULL) {
    g_task_return_new_error (outer, VAULT_ERROR, VAULT_ERROR_LOCKED, "not open");
    g_object_unref (outer);
    return;
  }

  task =
      vault_job_new (self, NULL, believed_cb, outer, vault_believe_clock_async, &job);
  vault_job_run (task, believe);
}

gboolean
vault_believe_clock_finish (Vault *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
