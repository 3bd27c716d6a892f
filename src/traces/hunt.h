/* hunt.h - looking for the traces of files, one file after the other
 *
 *      new --file--> (once for each file) --programs--> done
 *
 * Owns:     what was found, and what was read of lists that name many files.
 * Threads:  any; one at a time.
 * Blocks:   waits for the disk, and for a moment for what should answer on the bus.
 * Promise:  changes nothing.  Nothing is parsed here: lists are read by GLib, and what other
 *           programs keep in forms of their own is searched for the bytes of a name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "file/roots.h"
#include "traces/spot.h"

G_BEGIN_DECLS

struct _VaultTrace {
  gatomicrefcount n_refs;
  VaultTraceKind kind;
  VaultTraceState state;
  VaultTraceOutcome outcome;
  VaultError error;
  guint file; /* the number of the file it belongs to */
  char *place;
  const char *program;
  const char *sync_service;
  VaultSpot *spot; /* the file to be removed; NULL if it is an entry in a list */
  VaultSpot *card; /* in a trash: the file that says where it was */
  char *list;      /* the list it is an entry of */
  char *uri;       /* of the file asked about, or the entry's own */
  char *in_list;   /* where it stands in the list, if that is not its uri */
  char *item;      /* the id of the item that has the same content; NULL for none */
  GDBusConnection *bus; /* where whoever keeps the list is asked to take it out */
};

typedef struct {
  const VaultRoots *roots;
  GCancellable *cancellable;
  GPtrArray *found;       /* VaultTrace */
  guint file;             /* the number of the one that is looked for */
  GBookmarkFile *recent;  /* NULL if there is none, or not one that can be read */
  gboolean recent_failed; /* it is there and could not be read */
  guint indexer;          /* of index.c; beyond the last: none answers */
  gboolean has_asked;     /* that one has answered */
  GPtrArray *kde;         /* of recent.c; NULL before it was needed */
  GPtrArray *trashed;     /* of trash.c; the same */
  GPtrArray *needles;     /* GBytes: names to search for */
} VaultHunt;

/* @roots, with the bus if the index of the file search is to be asked, must outlive it. */
VaultHunt *vault_hunt_new (const VaultRoots *roots, GCancellable *cancellable);
void vault_hunt_free (VaultHunt *self);

/* Look for what the file at @path left, beside itself.  It need not be there. */
void vault_hunt_file (VaultHunt *self, const char *path, guint number);

/* What is left of files called @name, wherever they were: VAULT_TRACE_DOUBTFUL.  What was found
 * already is left out. */
void vault_hunt_named (VaultHunt *self, const char *name);

/* After the last file: what other programs keep. */
void vault_hunt_programs (VaultHunt *self);

/* Add one.  Takes @spot, which may be NULL, and copies @place.  @program is static.
 * Returns: (transfer none). */
VaultTrace *vault_hunt_add (VaultHunt *self,
                            VaultTraceKind kind,
                            VaultTraceState state,
                            const char *place,
                            VaultSpot *spot,
                            const char *program);

/* The same for the file at @path, if it is there; what could not be looked at is UNKNOWN.
 * Returns: (transfer none) (nullable). */
VaultTrace *vault_hunt_add_file (VaultHunt *self,
                                 VaultTraceKind kind,
                                 const char *path,
                                 const char *program);

/* Whether what is at @path, or the entry @uri of a list, was found already. */
gboolean vault_hunt_has (const VaultHunt *self, const char *path, const char *uri);

/* The ways in which programs write down where @path is.
 * Returns: (transfer full) (element-type utf8). */
GPtrArray *vault_hunt_dup_uris (const char *path);

/* thumbnails.c, recent.c, trash.c, programs.c: the parts of vault_hunt_file(). */
void vault_hunt_thumbnails (VaultHunt *self, const char *path, GPtrArray *uris);
void vault_hunt_recent (VaultHunt *self, GPtrArray *uris);
void vault_hunt_thumbnails_named (VaultHunt *self, const char *name);
void vault_hunt_recent_named (VaultHunt *self, const char *name);
void vault_hunt_trash (VaultHunt *self, const char *path);
void vault_hunt_beside (VaultHunt *self, const char *path);
void vault_hunt_metadata (VaultHunt *self, const char *path);
void vault_hunt_index (VaultHunt *self, GPtrArray *uris);

/* programs.c: whether the name of the file at @path can be read in a file in @folder.
 * @out_whole: whether all of what is there was read. */
gboolean vault_hunt_is_named_in (VaultHunt *self,
                                 const char *folder,
                                 const char *path,
                                 gboolean *out_whole);

/* programs.c: whether there is, or was, an index of the file search. */
gboolean vault_hunt_has_index (const VaultRoots *roots);

/* recent.c: take an entry from its list, and nothing else. */
VaultTraceOutcome vault_recent_remove (const VaultTrace *trace, GError **error);

/* metadata.c, index.c */
VaultTraceOutcome vault_index_remove (const VaultTrace *trace, GError **error);
VaultTraceOutcome vault_metadata_remove (const VaultTrace *trace, GError **error);

/* trash.c: one file or folder in a trash. */
typedef struct {
  char *file; /* where it lies */
  char *card; /* the file that says where it was */
  char *was;  /* where it was */
} VaultTrashed;

/* All of them.  Returns: (transfer full) (element-type VaultTrashed). */
GPtrArray *vault_trash_list (const VaultRoots *roots);

/* Remove what @trace is, if it can be.  @proof is asked about originals, copies and what is in
 * a trash, which are not removed without one; blocks. */
void vault_trace_remove (VaultTrace *self, VaultSpotProof proof, gpointer user_data);

/* Whether only the vault's own copy allows to remove it. */
gboolean vault_trace_needs_proof (const VaultTrace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultHunt, vault_hunt_free)

G_END_DECLS
