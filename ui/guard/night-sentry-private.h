/* night-sentry-private.h - what the files night-sentry*.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "guard/night-sentry.h"

G_BEGIN_DECLS

#define NIGHT_LOGIN_NAME "org.freedesktop.login1"
#define NIGHT_LOGIN_PATH "/org/freedesktop/login1"
#define NIGHT_LOGIN_MANAGER NIGHT_LOGIN_NAME ".Manager"

struct _NightSentry {
  GObject parent_instance;

  GCancellable *cancellable;
  GDBusConnection *session_bus;
  GDBusConnection *system_bus;
  GArray *session_subscriptions; /* guint */
  GArray *system_subscriptions;
  GArray *watches;
  NightPosts posts;
  guint n_screen_locks;
  gboolean has_lid;
  gboolean wants_hold;
  gboolean is_asking; /* logind has been asked for a delay lock and not answered yet */
  int hold_fd;        /* -1 unless sleep is held up; closing it lets sleep go on */
};

/* night-sentry.c */
void night_sentry_set_post (NightSentry *self, NightPosts post, gboolean on);
void night_sentry_leave (NightSentry *self, NightLeaving why);

/* night-sentry-sleep.c */
void night_sentry_ask_for_hold (NightSentry *self);
void night_sentry_close_hold (NightSentry *self);

/* A GDBusSignalCallback for what says TRUE when the computer goes down. */
void night_sentry_going_down (GDBusConnection *bus,
                              const char *sender,
                              const char *path,
                              const char *interface,
                              const char *name,
                              GVariant *parameters,
                              gpointer user_data);

G_END_DECLS
