/* sandbox.h - giving up everything that is not needed for decoding
 *
 * Three layers, of which the last one alone is already enough: resource limits, Landlock
 * without a single rule (no file system, and on newer kernels no TCP and no abstract
 * sockets), and a seccomp list of the few system calls that decoding takes.
 *
 * Threads:  the process must still have one thread only.
 * Promise:  sandbox_enter() returns TRUE only with the system call filter in force.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

typedef enum {
  SANDBOX_STILLS,
  SANDBOX_FILM, /* posters and playing: more descriptors, and the calls that GStreamer's threads need */
} SandboxKind;

/* First thing in main(): no environment, no inherited descriptor above
 * DECODER_SOCKET_FD, no surviving the app. */
void sandbox_prepare (void);

/* For good. */
gboolean sandbox_enter (SandboxKind kind) G_GNUC_WARN_UNUSED_RESULT;

/* The system call filter; called by sandbox_enter(). */
gboolean filter_load (SandboxKind kind) G_GNUC_WARN_UNUSED_RESULT;

/* Try everything that must not work and print "denied NAME" or "ALLOWED NAME" for each.
 * Returns: the exit status, 0 if all was denied. */
int selftest_run (void);
