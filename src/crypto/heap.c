/* heap.c - free() and realloc() that leave nothing behind
 *
 * Linked into the programs that open vaults.  Names, types, thumbnails and pieces of media
 * pass through libraries which free them as they are: after the vault was locked they would
 * lie in the heap until something else happens to be written there.  Here everything that
 * is freed is overwritten first, whoever frees it.  glibc's own M_PERTURB does not do it:
 * it leaves out what goes through the cache of each thread, which is every short string.
 *
 * Does not cover: what is still allocated, stacks, registers, and memory that was mapped
 * directly, which the kernel clears.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <errno.h>
#include <malloc.h>
#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A sanitizer brings its own heap. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

extern void __libc_free (void *memory);
extern void *__libc_realloc (void *memory, size_t n_bytes);

/* In the word before the memory glibc marks what it mapped directly.  Freed, or moved to
 * grow, that leaves no copy; wiping it would touch pages that were never used. */
static int
is_mapped (const void *memory)
{
  return (((const size_t *) memory)[-1] & 2) != 0;
}

void
free (void *memory)
{
  int saved_errno = errno;

  if (memory == NULL)
    return;
  if (!is_mapped (memory))
    sodium_memzero (memory, malloc_usable_size (memory));

  __libc_free (memory);
  errno = saved_errno;
}

void *
realloc (void *memory, size_t n_bytes)
{
  size_t n_old;
  void *moved;

  if (memory == NULL)
    return malloc (n_bytes);
  if (n_bytes == 0) {
    free (memory);
    return NULL;
  }
  if (is_mapped (memory))
    return __libc_realloc (memory, n_bytes);

  n_old = malloc_usable_size (memory);
  if (n_bytes <= n_old && n_bytes >= n_old / 2) {
    sodium_memzero ((uint8_t *) memory + n_bytes, n_old - n_bytes);
    return memory;
  }

  moved = malloc (n_bytes);
  if (moved == NULL)
    return NULL;
  memcpy (moved, memory, n_old < n_bytes ? n_old : n_bytes);
  free (memory);
  return moved;
}

#endif
