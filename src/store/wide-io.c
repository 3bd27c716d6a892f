/* wide-io.c - SQLite's pages, written and read many at a time
 *
 * Rows are appended page by page, but a leaf is written after the long rows that begin in it,
 * so the stretch before the newest one is kept open as well: what is late falls into it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "store/wide-io.h"

#include <string.h>

#include "store/pages.h"
#include "store/read-hint.h"

#define NAME "nightstand-wide"
/* As much as SQLite's own way of writing takes at a time.  More would not be quicker: the
 * kernel then looks for longer stretches of memory than it has at hand. */
#define WRITE_PAGES 7
#define STRETCH_PAGES (4 * WRITE_PAGES)
#define STRETCH_BYTES ((sqlite3_int64) STRETCH_PAGES * VAULT_PAGE_BYTES)
#define N_STRETCHES 2
#define ALL_FILLED (((guint32) 1 << STRETCH_PAGES) - 1)

typedef struct {
  sqlite3_int64 start; /* in the file, a multiple of STRETCH_BYTES */
  guint32 filled;      /* a bit for each page */
  guint8 *bytes;
} Stretch;

/* SQLite allocates it, with room for the file of its own behind it. */
struct _VaultWideFile {
  sqlite3_file base;
  sqlite3_file *real;
  Stretch stretches[N_STRETCHES];
  guint newest;
  guint8 *bytes; /* of all stretches; NULL until something is written */
  VaultReadHint hint;
};

typedef VaultWideFile WideFile;

G_STATIC_ASSERT (STRETCH_PAGES < 8 * sizeof (guint32));
G_STATIC_ASSERT (WRITE_PAGES *VAULT_PAGE_BYTES < 128 << 10);
/* What follows it in memory must be aligned for anything. */
G_STATIC_ASSERT (sizeof (WideFile) % 8 == 0);

/* ---- writing ---- */

/* How many pages from @page on lie there without a gap, and can be written at once. */
static guint
count_filled (guint32 filled, guint page)
{
  guint n = 0;

  while (n < WRITE_PAGES && page + n < STRETCH_PAGES && (filled >> (page + n) & 1) != 0)
    n++;
  return n;
}

static int
flush_stretch (WideFile *self, Stretch *stretch)
{
  guint32 filled = stretch->filled;
  int result = SQLITE_OK;
  guint n;

  /* Forgotten in either case: after an error SQLite rolls back, and what it then writes is
   * older than what is here. */
  stretch->filled = 0;
  for (guint page = 0; page < STRETCH_PAGES && result == SQLITE_OK;
       page += MAX (n, 1)) {
    n = count_filled (filled, page);
    if (n > 0)
      result = self->real->pMethods->xWrite (
          self->real, stretch->bytes + (gsize) page * VAULT_PAGE_BYTES,
          (int) (n * VAULT_PAGE_BYTES),
          stretch->start + (sqlite3_int64) page * VAULT_PAGE_BYTES);
  }

  return result;
}

static int
flush (WideFile *self)
{
  int result = SQLITE_OK;

  for (guint i = 0; i < N_STRETCHES; i++) {
    int other = flush_stretch (self, &self->stretches[i]);

    result = result == SQLITE_OK ? other : result;
  }

  return result;
}

/* The stretch that @offset lies in, if any of it is filled. */
static Stretch *
find_stretch (WideFile *self, sqlite3_int64 offset)
{
  for (guint i = 0; i < N_STRETCHES; i++) {
    Stretch *stretch = &self->stretches[i];

    if (stretch->filled != 0 && offset >= stretch->start
        && offset < stretch->start + STRETCH_BYTES)
      return stretch;
  }

  return NULL;
}

/* Returns: NULL with an SQLite result. */
static Stretch *
begin_stretch (WideFile *self, sqlite3_int64 offset, int *out_result)
{
  Stretch *stretch = &self->stretches[(self->newest + 1) % N_STRETCHES];

  *out_result = flush_stretch (self, stretch);
  if (*out_result != SQLITE_OK)
    return NULL;

  self->newest = (self->newest + 1) % N_STRETCHES;
  stretch->start = offset - offset % STRETCH_BYTES;
  return stretch;
}

static gboolean
is_page (int n_bytes, sqlite3_int64 offset)
{
  return n_bytes == VAULT_PAGE_BYTES && offset % VAULT_PAGE_BYTES == 0;
}

static void
make_room (WideFile *self)
{
  if (self->bytes != NULL)
    return;

  self->bytes = g_malloc (N_STRETCHES * (gsize) STRETCH_BYTES);
  for (guint i = 0; i < N_STRETCHES; i++)
    self->stretches[i].bytes = self->bytes + i * (gsize) STRETCH_BYTES;
}

static int
wide_write (sqlite3_file *file, const void *bytes, int n_bytes, sqlite3_int64 offset)
{
  WideFile *self = (WideFile *) file;
  Stretch *stretch;
  guint page;
  int result;

  if (!is_page (n_bytes, offset)) {
    result = flush (self);
    return result != SQLITE_OK
               ? result
               : self->real->pMethods->xWrite (self->real, bytes, n_bytes, offset);
  }

  make_room (self);
  stretch = find_stretch (self, offset);
  if (stretch == NULL)
    stretch = begin_stretch (self, offset, &result);
  if (stretch == NULL)
    return result;

  page = (guint) ((offset - stretch->start) / VAULT_PAGE_BYTES);
  memcpy (stretch->bytes + (gsize) page * VAULT_PAGE_BYTES, bytes, VAULT_PAGE_BYTES);
  stretch->filled |= (guint32) 1 << page;
  return stretch->filled == ALL_FILLED ? flush_stretch (self, stretch) : SQLITE_OK;
}

/* ---- reading ---- */

static gboolean
overlaps (WideFile *self, sqlite3_int64 offset, int n_bytes)
{
  return find_stretch (self, offset) != NULL
         || find_stretch (self, offset + n_bytes - 1) != NULL;
}

static int
wide_read (sqlite3_file *file, void *out, int n_bytes, sqlite3_int64 offset)
{
  WideFile *self = (WideFile *) file;
  Stretch *stretch = find_stretch (self, offset);
  int result;

  if (stretch != NULL && is_page (n_bytes, offset)) {
    guint page = (guint) ((offset - stretch->start) / VAULT_PAGE_BYTES);

    if ((stretch->filled >> page & 1) != 0) {
      memcpy (out, stretch->bytes + (gsize) page * VAULT_PAGE_BYTES, VAULT_PAGE_BYTES);
      return SQLITE_OK;
    }
  } else if (overlaps (self, offset, n_bytes)) {
    result = flush (self);
    if (result != SQLITE_OK)
      return result;
  }

  result = self->real->pMethods->xRead (self->real, out, n_bytes, offset);
  if (result == SQLITE_OK && is_page (n_bytes, offset))
    vault_read_hint_look (&self->hint, out, offset);
  return result;
}

/* ---- what has to find the file whole ---- */

static int
wide_close (sqlite3_file *file)
{
  WideFile *self = (WideFile *) file;
  int result = flush (self);
  int other = self->real->pMethods->xClose (self->real);

  g_free (self->bytes);
  vault_read_hint_clear (&self->hint);
  return result != SQLITE_OK ? result : other;
}

static int
wide_truncate (sqlite3_file *file, sqlite3_int64 n_bytes)
{
  WideFile *self = (WideFile *) file;
  int result = flush (self);

  return result != SQLITE_OK ? result
                             : self->real->pMethods->xTruncate (self->real, n_bytes);
}

static int
wide_sync (sqlite3_file *file, int flags)
{
  WideFile *self = (WideFile *) file;
  int result = flush (self);

  return result != SQLITE_OK ? result : self->real->pMethods->xSync (self->real, flags);
}

static int
wide_file_size (sqlite3_file *file, sqlite3_int64 *out_n_bytes)
{
  WideFile *self = (WideFile *) file;
  int result = flush (self);

  return result != SQLITE_OK
             ? result
             : self->real->pMethods->xFileSize (self->real, out_n_bytes);
}

static int
wide_unlock (sqlite3_file *file, int level)
{
  WideFile *self = (WideFile *) file;
  int result = flush (self);
  int other = self->real->pMethods->xUnlock (self->real, level);

  return result != SQLITE_OK ? result : other;
}

/* ---- what is passed on ---- */

static int
wide_lock (sqlite3_file *file, int level)
{
  sqlite3_file *real = ((WideFile *) file)->real;

  return real->pMethods->xLock (real, level);
}

static int
wide_check_reserved_lock (sqlite3_file *file, int *out)
{
  sqlite3_file *real = ((WideFile *) file)->real;

  return real->pMethods->xCheckReservedLock (real, out);
}

static int
wide_file_control (sqlite3_file *file, int what, void *argument)
{
  sqlite3_file *real = ((WideFile *) file)->real;

  return real->pMethods->xFileControl (real, what, argument);
}

static int
wide_sector_size (sqlite3_file *file)
{
  sqlite3_file *real = ((WideFile *) file)->real;

  return real->pMethods->xSectorSize (real);
}

static int
wide_device_characteristics (sqlite3_file *file)
{
  sqlite3_file *real = ((WideFile *) file)->real;

  /* A batch of writes that the file system makes atomic would end before what is gathered
   * here is written. */
  return real->pMethods->xDeviceCharacteristics (real) & ~SQLITE_IOCAP_BATCH_ATOMIC;
}

static int
wide_shm_map (sqlite3_file *file,
              int page,
              int n_bytes,
              int extend,
              void volatile **out)
{
  sqlite3_file *real = ((WideFile *) file)->real;

  return real->pMethods->xShmMap (real, page, n_bytes, extend, out);
}

static int
wide_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  sqlite3_file *real = ((WideFile *) file)->real;

  return real->pMethods->xShmLock (real, offset, n, flags);
}

static void
wide_shm_barrier (sqlite3_file *file)
{
  sqlite3_file *real = ((WideFile *) file)->real;

  real->pMethods->xShmBarrier (real);
}

static int
wide_shm_unmap (sqlite3_file *file, int delete)
{
  sqlite3_file *real = ((WideFile *) file)->real;

  return real->pMethods->xShmUnmap (real, delete);
}

/* Version 2: without version 3's reading through memory maps, which would pass by what is
 * gathered here, and which turns a bad sector into a signal. */
static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = wide_close,
  .xRead = wide_read,
  .xWrite = wide_write,
  .xTruncate = wide_truncate,
  .xSync = wide_sync,
  .xFileSize = wide_file_size,
  .xLock = wide_lock,
  .xUnlock = wide_unlock,
  .xCheckReservedLock = wide_check_reserved_lock,
  .xFileControl = wide_file_control,
  .xSectorSize = wide_sector_size,
  .xDeviceCharacteristics = wide_device_characteristics,
  .xShmMap = wide_shm_map,
  .xShmLock = wide_shm_lock,
  .xShmBarrier = wide_shm_barrier,
  .xShmUnmap = wide_shm_unmap,
};

/* ---- the way of using files ---- */

static sqlite3_vfs *below;

/* Journals and the like are SQLite's alone. */
static int
wide_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
  WideFile *self = (WideFile *) file;
  int result;

  if ((flags & SQLITE_OPEN_MAIN_DB) == 0)
    return below->xOpen (below, name, file, flags, out);

  *self = (WideFile){ .real = (sqlite3_file *) (self + 1) };
  result = below->xOpen (below, name, self->real, flags, out);
  if (self->real->pMethods == NULL)
    return result;

  vault_read_hint_init (&self->hint, -1);
  self->base.pMethods = &methods;
  return result;
}

static gpointer
make_known (gpointer unused)
{
  static sqlite3_vfs vfs;

  below = sqlite3_vfs_find (NULL);
  if (below == NULL)
    return NULL;

  /* Everything but opening is as it is there. */
  vfs = *below;
  vfs.zName = NAME;
  vfs.pNext = NULL;
  vfs.szOsFile = (int) sizeof (WideFile) + below->szOsFile;
  vfs.xOpen = wide_open;
  return sqlite3_vfs_register (&vfs, 0) == SQLITE_OK ? (gpointer) NAME : NULL;
}

const char *
vault_wide_io_get_name (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, make_known, NULL);
}

VaultWideFile *
vault_wide_io_get_file (sqlite3 *db)
{
  sqlite3_file *file = NULL;

  if (sqlite3_file_control (db, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK
      || file == NULL || file->pMethods != &methods)
    return NULL;

  return (WideFile *) file;
}

VaultReadHint *
vault_wide_io_get_hint (VaultWideFile *self)
{
  return self != NULL ? &self->hint : NULL;
}
