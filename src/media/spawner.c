/* spawner.c - starting nightstand-decoder with nothing of ours in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/spawner.h"

#include "media/protocol.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <unistd.h>

#include <vault/vault-error.h>

typedef struct {
  const char *argument;
  int socket; /* the child's end */
  pid_t pid;
  int result; /* errno */
  gboolean is_done;
} Order;

static GMutex mutex;
static GCond done;

/* The variable is for the tests and for ./dev; the build folder serves until something is
 * installed. */
static const char *
find_program (const char *argument)
{
  static const struct {
    const char *variable;
    const char *installed;
    const char *built;
  } programs[] = {
    { "NIGHTSTAND_DECODER", NIGHTSTAND_DECODER_INSTALLED, NIGHTSTAND_DECODER_BUILT },
    { "NIGHTSTAND_REMUXER", NIGHTSTAND_REMUXER_INSTALLED, NIGHTSTAND_REMUXER_BUILT },
  };
  gsize which = g_strcmp0 (argument, DECODER_REMUX_ARGUMENT) == 0 ? 1 : 0;
  const char *named = g_getenv (programs[which].variable);

  if (named != NULL && named[0] == '/')
    return named;
  if (access (programs[which].installed, X_OK) == 0)
    return programs[which].installed;
  return programs[which].built;
}

/* Order matters: the socket may itself be on one of the first three numbers. */
static int
set_descriptors (posix_spawn_file_actions_t *actions, int socket)
{
  int result = posix_spawn_file_actions_adddup2 (actions, socket, DECODER_SOCKET_FD);

  for (int fd = 0; fd < DECODER_SOCKET_FD && result == 0; fd++)
    result = posix_spawn_file_actions_addopen (actions, fd, "/dev/null", O_RDWR, 0);
  if (result == 0)
    result = posix_spawn_file_actions_addclosefrom_np (actions, DECODER_SOCKET_FD + 1);
  if (result == 0)
    result = posix_spawn_file_actions_addchdir_np (actions, "/");
  return result;
}

static int
set_attributes (posix_spawnattr_t *attributes)
{
  sigset_t none, all;

  sigemptyset (&none);
  sigfillset (&all);
  /* A process group of its own: Ctrl+C in a terminal is for the app to deal with. */
  return posix_spawnattr_setsigmask (attributes, &none)
         | posix_spawnattr_setsigdefault (attributes, &all)
         | posix_spawnattr_setpgroup (attributes, 0)
         | posix_spawnattr_setflags (attributes, POSIX_SPAWN_SETSIGMASK
                                                     | POSIX_SPAWN_SETSIGDEF
                                                     | POSIX_SPAWN_SETPGROUP);
}

static int
start (Order *order)
{
  const char *program = find_program (order->argument);
  char *const argv[] = { (char *) program, (char *) order->argument, NULL };
  char *const environment[] = { NULL };
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int result;

  if (posix_spawn_file_actions_init (&actions) != 0)
    return ENOMEM;
  if (posix_spawnattr_init (&attributes) != 0) {
    posix_spawn_file_actions_destroy (&actions);
    return ENOMEM;
  }
  result = set_descriptors (&actions, order->socket);
  if (result == 0)
    result = set_attributes (&attributes);
  if (result == 0)
    result =
        posix_spawn (&order->pid, program, &actions, &attributes, argv, environment);
  posix_spawnattr_destroy (&attributes);
  posix_spawn_file_actions_destroy (&actions);
  return result;
}

static gpointer
run (gpointer data)
{
  GAsyncQueue *orders = data;

  for (;;) {
    Order *order = g_async_queue_pop (orders);
    int result = start (order);

    g_mutex_lock (&mutex);
    order->result = result;
    order->is_done = TRUE;
    g_cond_broadcast (&done);
    g_mutex_unlock (&mutex);
  }
  return NULL;
}

static GAsyncQueue *
get_orders (void)
{
  static GAsyncQueue *orders;

  if (g_once_init_enter (&orders)) {
    GAsyncQueue *queue = g_async_queue_new ();

    g_thread_unref (g_thread_new ("decoder-spawner", run, queue));
    g_once_init_leave (&orders, queue);
  }
  return orders;
}

gboolean
vault_spawn_decoder (const char *argument,
                     pid_t *out_pid,
                     int *out_socket,
                     GError **error)
{
  Order order = { .argument = argument };
  int ends[2];

  *out_pid = -1;
  *out_socket = -1;
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED, "socketpair: errno %d",
                 errno);
    return FALSE;
  }
  order.socket = ends[1];
  g_async_queue_push (get_orders (), &order);
  g_mutex_lock (&mutex);
  while (!order.is_done)
    g_cond_wait (&done, &mutex);
  g_mutex_unlock (&mutex);
  close (ends[1]);

  if (order.result != 0) {
    close (ends[0]);
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED, "spawn: errno %d",
                 order.result);
    return FALSE;
  }
  *out_pid = order.pid;
  *out_socket = ends[0];
  return TRUE;
}
