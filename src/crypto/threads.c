/* threads.c - pthread_create() that hands nothing on
 *
 * Linked into the programs that open vaults.  A new thread begins with the vector registers of
 * the one that made it, and the first function that the dynamic linker looks up for it saves
 * them at the top of its stack, where nothing else may ever be put.  A name that the window had
 * just told a screen reader was found in the stacks of threads that have nothing to do with
 * names.  So whoever makes a thread, the toolkit too, clears its registers first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>

#include "remains.h"

/* A sanitizer makes threads its own way. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

typedef int (*Create) (pthread_t *, const pthread_attr_t *, void *(*) (void *), void *);

int
pthread_create (pthread_t *out,
                const pthread_attr_t *attributes,
                void *(*run) (void *),
                void *data)
{
  Create create = (Create) dlsym (RTLD_NEXT, "pthread_create");

  if (create == NULL)
    return EAGAIN;

  vault_remains_clear ();
  return create (out, attributes, run, data);
}

#endif
