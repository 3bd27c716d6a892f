/* test-process.c - a process without a network stays without one, and works
 *
 * The refusal is for ever, so each test is a process of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-process.h>

#include <errno.h>
#include <gio/gio.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

/* Of these a process can make one here as long as nobody refuses it. */
static const int networks[] = { AF_INET, AF_INET6, AF_NETLINK };
/* Of these perhaps not; with the refusal, never. */
static const int others[] = {
  AF_UNSPEC, AF_PACKET, AF_BLUETOOTH, AF_VSOCK, AF_ALG, AF_CAN,
  AF_TIPC,   AF_XDP,    AF_QIPCRTR,   AF_NFC,   255,    -1,
};

static int
try_socket (int family)
{
  int fd = socket (family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  if (fd < 0)
    return errno;
  close (fd);
  return 0;
}

static gpointer
try_on_thread (gpointer data)
{
  GMutex *gate = data;

  g_mutex_lock (gate);
  g_mutex_unlock (gate);
  return GINT_TO_POINTER (try_socket (AF_INET));
}

static void
refuse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++)
    g_assert_cmpint (try_socket (networks[i]), ==, 0);
  g_assert_true (vault_process_refuse_network ());
}

static void
in_a_process (void)
{
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_families (void)
{
  int ends[2];

  if (!g_test_subprocess ()) {
    in_a_process ();
    return;
  }
  refuse ();
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++)
    g_assert_cmpint (try_socket (networks[i]), ==, EAFNOSUPPORT);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_cmpint (try_socket (others[i]), ==, EAFNOSUPPORT);
  g_assert_cmpint (socketpair (AF_INET, SOCK_STREAM, 0, ends), ==, -1);
  g_assert_cmpint (errno, ==, EAFNOSUPPORT);
  g_assert_cmpint (syscall (SYS_io_uring_setup, 1, NULL), ==, -1);
  g_assert_cmpint (errno, ==, ENOSYS);
}

/* The displays and buses of a desktop listen on such names. */
static void
test_within_the_computer (void)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  socklen_t length = sizeof address.sun_family;
  int ends[2];
  int listener, caller;

  if (!g_test_subprocess ()) {
    in_a_process ();
    return;
  }
  refuse ();
  g_assert_cmpint (socketpair (AF_UNIX, SOCK_SEQPACKET, 0, ends), ==, 0);

  listener = socket (AF_UNIX, SOCK_STREAM, 0);
  caller = socket (AF_UNIX, SOCK_STREAM, 0);
  /* An address without a name: the kernel makes one up, which no file stands for. */
  g_assert_cmpint (bind (listener, (struct sockaddr *) &address, length), ==, 0);
  g_assert_cmpint (listen (listener, 1), ==, 0);
  length = sizeof address;
  g_assert_cmpint (getsockname (listener, (struct sockaddr *) &address, &length), ==,
                   0);
  g_assert_cmpint (address.sun_path[0], ==, '\0');
  g_assert_cmpint (connect (caller, (struct sockaddr *) &address, length), ==, 0);
}

static void
test_threads_before (void)
{
  GMutex gate;
  GThread *thread;

  if (!g_test_subprocess ()) {
    in_a_process ();
    return;
  }
  g_mutex_init (&gate);
  g_mutex_lock (&gate);
  thread = g_thread_new ("before", try_on_thread, &gate);
  refuse ();
  g_mutex_unlock (&gate);
  g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (thread)), ==, EAFNOSUPPORT);
}

/* What is started is a program that knows nothing of it. */
static void
test_children (void)
{
  static const char program[] = "import errno, socket, sys\n"
                                "try:\n"
                                "  socket.socket(socket.AF_INET)\n"
                                "except OSError as error:\n"
                                "  sys.exit(error.errno != errno.EAFNOSUPPORT)\n"
                                "sys.exit(2)\n";
  const char *argv[] = { "python3", "-ISc", program, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  if (!g_test_subprocess ()) {
    in_a_process ();
    return;
  }
  refuse ();
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

/* GIO would rather ask the kernel about networks, and has to do without. */
static void
test_libraries (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) made = NULL;
  GNetworkMonitor *monitor;

  if (!g_test_subprocess ()) {
    in_a_process ();
    return;
  }
  refuse ();
  monitor = g_network_monitor_get_default ();
  g_assert_nonnull (monitor);
  (void) g_network_monitor_get_network_available (monitor);

  made = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                       G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_null (made);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/process/families", test_families);
  g_test_add_func ("/process/within-the-computer", test_within_the_computer);
  g_test_add_func ("/process/threads-before", test_threads_before);
  g_test_add_func ("/process/children", test_children);
  g_test_add_func ("/process/libraries", test_libraries);
  return g_test_run ();
}
