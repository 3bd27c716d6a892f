/* card.h - a record that is no item: an album, a person, the settings, the activity log
 *
 * Each has a cell and a record like an item, so that it dies like one and nobody can tell them
 * from items on the disk.  Immutable once shared; the texts are wiped with the last reference.
 *
 * Threads:  any.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-activity.h>
#include <vault/vault-group.h>

#include "vault/entry.h"

G_BEGIN_DECLS

/* Also the first number of the record, where an item has its version. */
typedef enum {
  VAULT_CARD_GROUP = 16,
  VAULT_CARD_SETTINGS = 17,
  VAULT_CARD_LOG = 18,
} VaultCardKind;

/* Entries of the log that its record has room for; older ones are in its stream. */
#define VAULT_CARD_MAX_RECENT 56

typedef struct {
  gatomicrefcount n_refs;
  VaultCardKind kind;
  guint32 cell;
  guint8 item_id[VAULT_ITEM_ID_BYTES];
  char id[VAULT_ID_TEXT_BYTES];
  guint64 number; /* the id as a number, as items have it in their records */

  /* A group. */
  VaultGroupKind group_kind;
  gint64 created;
  gint64 default_expiry; /* see vault-group.h */
  gboolean absence;      /* the absence rule is about what is in it; albums only */
  char *name;            /* "" for the others */

  /* Settings and log: what is kept in VAULT_STREAM_NOTE. */
  VaultStreamLayout stream;

  /* The log. */
  guint n_recent;
  VaultActivity recent[VAULT_CARD_MAX_RECENT]; /* oldest first */
} VaultCard;

VaultCard *vault_card_new (VaultCardKind kind);
VaultCard *vault_card_ref (VaultCard *self);
void vault_card_unref (VaultCard *self);

/* A copy, to be changed before it is shared. */
VaultCard *vault_card_copy (const VaultCard *self);

void vault_card_set_root (VaultCard *self, const guint8 item_root[VAULT_KEY_BYTES]);

/* The id as it stands in records of items. */
guint64 vault_card_number_of_id (const guint8 item_id[VAULT_ITEM_ID_BYTES]);

/* From its hexadecimal form; 0, which no group has, for anything else. */
guint64 vault_card_number_of_text (const char *id);
char *vault_card_dup_text_of_number (guint64 number);

/* What an album can propose. */
gboolean vault_card_expiry_is_good (gint64 seconds);

/* See vault_entry_encode() and vault_entry_decode(). */
gboolean vault_card_encode (const VaultCard *self, guint8 out[VAULT_RECORD_PLAIN_BYTES])
    G_GNUC_WARN_UNUSED_RESULT;
VaultCard *vault_card_decode (const guint8 plain[VAULT_RECORD_PLAIN_BYTES]);

/* The same entries of a log as bytes, as the stream has them: 16 for each. */
#define VAULT_ACTIVITY_BYTES 16
void vault_activity_store (const VaultActivity *self, guint8 out[VAULT_ACTIVITY_BYTES]);
gboolean vault_activity_load (const guint8 bytes[VAULT_ACTIVITY_BYTES],
                              VaultActivity *out) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultCard, vault_card_unref)

G_END_DECLS
