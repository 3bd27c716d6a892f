/* entry.h - one item as its record describes it
 *
 * Immutable once shared; what changes makes a new entry.  The texts are wiped when
 * the last reference goes.
 *
 * Threads:  any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-item.h>

#include "crypto/record-seal.h"
#include "store/stream-reader.h"

G_BEGIN_DECLS

/* The number of the record's key is no stream's: that place stays empty. */
typedef enum {
  VAULT_STREAM_MEDIA = 0,
  VAULT_STREAM_THUMBNAIL = 1,
  VAULT_STREAM_LATE = VAULT_LATE_STREAM, /* a thumbnail made after the import */
  VAULT_STREAM_NOTE = VAULT_NOTE_STREAM, /* a note too long for the record */
  VAULT_N_STREAMS = 5,
} VaultStreamNumber;

#define VAULT_NAME_MAX_BYTES 255
#define VAULT_ID_TEXT_BYTES (2 * VAULT_ITEM_ID_BYTES + 1)
/* A longer note is in a stream of its own, a shorter one in the record. */
#define VAULT_NOTE_IN_RECORD_BYTES 160
/* Between tags, which are one text in the record. */
#define VAULT_TAG_END '\n'

typedef struct {
  gatomicrefcount n_refs;
  guint32 cell;
  guint8 item_id[VAULT_ITEM_ID_BYTES];
  char id[VAULT_ID_TEXT_BYTES]; /* the same in hexadecimal */
  char *name;
  char *content_type;
  VaultMediaKind kind;
  gint64 added;
  gint64 captured;
  gint64 expires;
  guint width;
  guint height;
  guint64 duration_ms;
  guint rotation; /* quarter turns clockwise, 0 to 3 */
  guint64 position_ms;

  gboolean favourite;
  gboolean limited; /* destroyed after @views_left more views; 0: the last one began */
  guint views_left;
  guint n_groups;
  guint64 *groups; /* ids as numbers, ascending */
  char *tags;      /* ascending, VAULT_TAG_END between them; "" for none */
  char *note; /* "" for none; NULL while it is in its stream and has not been read */

  VaultStreamLayout streams[VAULT_N_STREAMS];
} VaultEntry;

VaultEntry *vault_entry_new (void);
VaultEntry *vault_entry_ref (VaultEntry *self);
void vault_entry_unref (VaultEntry *self);

/* A copy, to be changed before it is shared. */
VaultEntry *vault_entry_copy (const VaultEntry *self);

/* The stream to take the thumbnail from; VAULT_N_STREAMS if there is none. */
VaultStreamNumber vault_entry_find_thumbnail (const VaultEntry *self);

/* Whether its last view has begun: it is destroyed when that ends, or at the next opening. */
gboolean vault_entry_is_viewed_out (const VaultEntry *self);

/* Whether it is in the group with this id. */
gboolean vault_entry_is_in_group (const VaultEntry *self, guint64 group);

/* Take the public id from the item root. */
void vault_entry_set_root (VaultEntry *self, const guint8 item_root[VAULT_KEY_BYTES]);

/* Replace one of its texts: wipes the old one, takes the new one. */
void vault_entry_take_text (char **slot, char *text);

/* Describe a stream as one run of pieces. */
void vault_entry_set_stream (VaultEntry *self,
                             VaultStreamNumber stream,
                             guint64 n_bytes,
                             guint64 first_piece);

void vault_entry_clear_stream (VaultEntry *self, VaultStreamNumber stream);

/* Whether a name can be kept and shown: UTF-8, 1 to VAULT_NAME_MAX_BYTES bytes, one line,
 * no control or direction-changing characters, no '/', and neither "." nor "..". */
gboolean vault_entry_name_is_good (const char *name);

/* The same for a tag, for what tags an item has, for a note, and for the name of an album or
 * a person. */
gboolean vault_entry_tag_is_good (const char *tag);
gboolean vault_entry_tags_are_good (const char *tags);
gboolean vault_entry_note_is_good (const char *note);
gboolean vault_entry_group_name_is_good (const char *name);

/* A word of printable ASCII, such as "image/png". */
gboolean vault_entry_content_type_is_good (const char *content_type);

/* Write the record; FALSE if it does not fit. */
gboolean
vault_entry_encode (const VaultEntry *self,
                    guint8 out[VAULT_RECORD_PLAIN_BYTES]) G_GNUC_WARN_UNUSED_RESULT;

/* Whether it fits and leaves the room that a note, a thumbnail or being turned may need
 * later. */
gboolean vault_entry_leaves_room (const VaultEntry *self);

/* Read a record that has been authenticated.  Strict all the same: a later version, or a
 * program with a bug, may have written it.
 * Returns: (transfer full): without cell and id, or NULL. */
VaultEntry *vault_entry_decode (const guint8 plain[VAULT_RECORD_PLAIN_BYTES]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultEntry, vault_entry_unref)

G_END_DECLS
