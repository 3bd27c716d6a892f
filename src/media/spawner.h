/* spawner.h - starting nightstand-decoder with nothing of ours in it
 *
 * The helper dies with the thread that started it (PR_SET_PDEATHSIG), and worker threads
 * come and go; so one thread that stays does all the starting.
 *
 * Threads:  any.
 * Blocks:   until the program runs, some milliseconds.
 * Promise:  the child has an empty environment, no signal blocked, "/" as its folder,
 *           /dev/null three times and its socket; no other descriptor of this process.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* @argument: the one argument, or NULL.
 *
 * Errors: VAULT_ERROR_DECODER_FAILED. */
gboolean vault_spawn_decoder (const char *argument,
                              pid_t *out_pid,
                              int *out_socket,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
