/* memfd.c - sealed memory that two processes look at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/memfd.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define ALL_SEALS (F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL)
/* Read from the source in one go; between two of these a call can be cancelled. */
#define CHUNK_BYTES ((gsize) 1 << 20)

typedef struct {
  void *bytes;
  gsize n_bytes;
} Mapping;

static void
set_failed (GError **error, const char *what)
{
  g_set_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED, "%s: errno %d", what,
               errno);
}

static int
make (gsize n_bytes, GError **error)
{
  int fd = memfd_create ("media", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  if (fd >= 0 && ftruncate (fd, (off_t) n_bytes) == 0)
    return fd;
  set_failed (error, "memfd");
  if (fd >= 0)
    close (fd);
  return -1;
}

static gboolean
copy_in (guint8 *out,
         const VaultDecoderSource *source,
         GCancellable *cancellable,
         GError **error)
{
  for (guint64 at = 0; at < source->n_bytes; at += CHUNK_BYTES) {
    gsize n_bytes = (gsize) MIN (source->n_bytes - at, CHUNK_BYTES);

    /* One fault for each page would take as long as filling it.  Where the kernel does not
     * know this, each takes its fault. */
    (void) madvise (out + at, n_bytes, MADV_POPULATE_WRITE);
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !source->read (source->data, at, out + at, n_bytes, error))
      return FALSE;
  }
  return TRUE;
}

int
vault_memfd_fill (const VaultDecoderSource *source,
                  GCancellable *cancellable,
                  GError **error)
{
  gsize n_bytes = (gsize) source->n_bytes;
  int fd = make (n_bytes, error);
  void *bytes;
  gboolean is_filled;

  if (fd < 0)
    return -1;
  bytes = mmap (NULL, n_bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (bytes == MAP_FAILED) {
    set_failed (error, "mmap");
    close (fd);
    return -1;
  }
  is_filled = copy_in (bytes, source, cancellable, error);
  munmap (bytes, n_bytes);
  if (is_filled && fcntl (fd, F_ADD_SEALS, ALL_SEALS) != 0) {
    set_failed (error, "seal");
    is_filled = FALSE;
  }
  if (is_filled)
    return fd;
  close (fd);
  return -1;
}

static int
make_shared (gsize n_bytes, int protection, int seals, void **out, GError **error)
{
  int fd = make (n_bytes, error);

  *out = MAP_FAILED;
  if (fd < 0)
    return -1;
  *out = mmap (NULL, n_bytes, protection, MAP_SHARED, fd, 0);
  if (*out != MAP_FAILED && fcntl (fd, F_ADD_SEALS, seals) == 0)
    return fd;
  set_failed (error, "shared memory");
  if (*out != MAP_FAILED)
    munmap (*out, n_bytes);
  *out = MAP_FAILED;
  close (fd);
  return -1;
}

int
vault_memfd_share (gsize n_bytes, guint8 **out, GError **error)
{
  /* Our mapping stays writable; the helper cannot make another such. */
  const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_FUTURE_WRITE | F_SEAL_SEAL;
  void *bytes;
  int fd = make_shared (n_bytes, PROT_READ | PROT_WRITE, seals, &bytes, error);

  *out = fd >= 0 ? bytes : NULL;
  return fd;
}

gboolean
vault_memfd_show (guint8 *out,
                  const VaultDecoderSource *source,
                  guint64 offset,
                  gsize n_bytes,
                  GError **error)
{
  g_autofree guint8 *own = g_malloc (n_bytes);

  if (!source->read (source->data, offset, own, n_bytes, error))
    return FALSE;

  memcpy (out, own, n_bytes);
  return TRUE;
}

int
vault_memfd_lend (gsize n_bytes, const guint8 **out, GError **error)
{
  const int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
  void *bytes;
  int fd = make_shared (n_bytes, PROT_READ, seals, &bytes, error);

  *out = fd >= 0 ? bytes : NULL;
  return fd;
}

/* A descriptor that was sent here may be anything: a memfd that is still being written, a
 * shorter one, huge pages that the system has no more of.  Reading those would give bytes
 * that change under us, or SIGBUS. */
static gboolean
is_sound (int fd, gsize n_bytes)
{
  struct stat info;
  struct statfs file_system;
  int seals = fcntl (fd, F_GET_SEALS);

  if (seals < 0 || (seals & ALL_SEALS) != ALL_SEALS)
    return FALSE;
  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode)
      || info.st_size != (off_t) n_bytes)
    return FALSE;
  return fstatfs (fd, &file_system) == 0 && file_system.f_type == TMPFS_MAGIC;
}

static void
mapping_free (gpointer data)
{
  Mapping *self = data;

  munmap (self->bytes, self->n_bytes);
  g_free (self);
}

GBytes *
vault_memfd_take (int fd, gsize n_bytes, GError **error)
{
  Mapping *mapping;
  void *bytes = MAP_FAILED;

  if (fd >= 0 && n_bytes > 0 && is_sound (fd, n_bytes))
    bytes = mmap (NULL, n_bytes, PROT_READ, MAP_SHARED, fd, 0);
  if (fd >= 0)
    close (fd);
  if (bytes == MAP_FAILED) {
    g_set_error (error, VAULT_ERROR, VAULT_ERROR_DECODER_FAILED,
                 "not a sealed memfd of %" G_GSIZE_FORMAT " bytes", n_bytes);
    return NULL;
  }
  mapping = g_new (Mapping, 1);
  *mapping = (Mapping){ bytes, n_bytes };
  return g_bytes_new_with_free_func (bytes, n_bytes, mapping_free, mapping);
}
