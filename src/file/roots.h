/* roots.h - where the computer and the person's folders are looked at
 *
 * Whoever looks at /proc, /sys, /etc or at the person's folders asks here where they are, so
 * that a test can show a computer of its own.
 *
 * Owns:     its strings and its connection.
 * Threads:  any, once it is made.
 * Blocks:   reading waits for the disk; making one of the system, for the bus.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  VAULT_CLOCK_SET,    /* something outside keeps it right */
  VAULT_CLOCK_UNSET,  /* nothing does */
  VAULT_CLOCK_UNTOLD, /* the kernel does not say */
} VaultClockTruth;

typedef enum {
  VAULT_ROOTS_TOP,
  VAULT_ROOTS_HOME,
  VAULT_ROOTS_CONFIG,
  VAULT_ROOTS_DATA,
  VAULT_ROOTS_CACHE,
} VaultRootsFolder;

typedef struct {
  char *top; /* put before "/proc" and the like; "" for this computer */
  char *home;
  char *config;
  char *data;
  char *cache;
  char *state;
  char **environment;
  GDBusConnection *session_bus; /* NULL if there is none */
  VaultClockTruth (*ask_clock) (void);
} VaultRoots;

/* This computer and this person, without the bus. */
VaultRoots *vault_roots_new (void);

/* The same with the bus. */
VaultRoots *vault_roots_new_with_bus (void);

/* A computer in the folder @top and a home in @home, without an environment. */
VaultRoots *vault_roots_new_at (const char *top, const char *home);

void vault_roots_free (VaultRoots *self);

/* Where "/proc/swaps" is.  Returns: (transfer full). */
char *vault_roots_dup_path (const VaultRoots *self, const char *path);

/* What a regular file of the computer holds, without the white space around it.
 * Returns: (transfer full) (nullable): NULL if it cannot be read. */
char *vault_roots_read (const VaultRoots *self, const char *path);

/* The same of any path. */
char *vault_roots_read_file (const char *path);

gboolean vault_roots_has (const VaultRoots *self, const char *path);

/* Whether @name is there in one of the folders. */
gboolean
vault_roots_has_in (const VaultRoots *self, VaultRootsFolder folder, const char *name);

const char *vault_roots_getenv (const VaultRoots *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultRoots, vault_roots_free)

G_END_DECLS
