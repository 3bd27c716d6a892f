/* session-private.h - what the files session*.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "keyring/keyring.h"
#include "vault/card.h"
#include "vault/session.h"
#include "vault/wiper.h"

G_BEGIN_DECLS

/* Keys of one item while it is worked on; lives in a VaultSecret. */
typedef struct {
  guint8 root[VAULT_KEY_BYTES];
  guint8 stream_key[VAULT_KEY_BYTES];
} VaultItemKeys;

struct _VaultSession {
  gatomicrefcount n_refs;
  char *folder;
  int dir_fd;
  VaultWiper *wiper; /* NULL when it has been stolen */
  VaultUnlockSummary summary;

  gint stopping;  /* atomic */
  GRWLock in_use; /* readers: users; writer: close */
  VaultKeyring *keyring;
  VaultStore *store;

  /* One change of the vault's contents at a time: records and the cells they go with. */
  GMutex change_mutex;
  guint64 n_commits; /* of the database; under change_mutex */
  guint64 n_records; /* that there should be; under change_mutex */
  /* A commit failed, and whether it happened cannot be read; under change_mutex. */
  gboolean uncertain;
  /* Nothing is under the absence rule any more; under change_mutex. */
  gboolean rule_ends;

  GMutex mutex;        /* the catalog: everything below */
  GHashTable *entries; /* id -> VaultEntry */
  GHashTable *groups;  /* id as a number -> VaultCard */
  GHashTable *views;   /* id -> how many views of a limited item are going on */
  GPtrArray *sources;  /* VaultSource */
  VaultRuns *runs;
  GHashTable *thumbnails; /* id -> that it is being made, or why it cannot be */
  GCond thumbnail_done;

  GVariant *settings; /* what was set, "a{sv}"; NULL for nothing */
  GArray *log; /* VaultActivity, oldest first; also what is not on the disk yet */

  /* Both NULL before there is one; under change_mutex. */
  VaultCard *settings_card;
  VaultCard *log_card;
  gint n_noted;        /* atomic */
  guint n_log_pending; /* the last of the log that are not in its record */

  /* Imports under way, and of how many files; the mark they leave in the log's record.  Under
   * change_mutex. */
  guint n_importing;
  guint n_to_import;
  gint64 importing_since;
  VaultActivity broken_import; /* a mark that the opening found; kind 0: none */

  GThread *reclaimer;
  GAsyncQueue *to_reclaim; /* VaultRun, allocated; one with count 0 ends the thread */
};

/* Begin a use of keys and files.  Errors: VAULT_ERROR_LOCKED. */
gboolean vault_session_enter (VaultSession *self,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vault_session_leave (VaultSession *self);

/* vault_session_leave() at the end of a scope. */
typedef VaultSession VaultSessionUse;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultSessionUse, vault_session_leave)

/* Whether long work must end; sets VAULT_ERROR_LOCKED or G_IO_ERROR_CANCELLED. */
gboolean vault_session_should_end (VaultSession *self,
                                   GCancellable *cancellable,
                                   GError **error);

/* Open an item's root and derive the key of one stream.  Inside a use.
 * Errors: VAULT_ERROR_EXPIRED, VAULT_ERROR_DAMAGED_ITEM, VAULT_ERROR_NO_MEMORY.
 * Returns: (transfer full): VAULT_KEY_BYTES. */
VaultSecret *vault_session_dup_stream_key (VaultSession *self,
                                           guint32 cell,
                                           VaultSubkey stream,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where the chunks of a stream belong. */
VaultChunkPlace vault_session_chunk_place (VaultSession *self,
                                           const VaultEntry *entry,
                                           VaultStreamNumber stream);

/* What a change of records does to their number. */
typedef enum {
  VAULT_RECORDS_ADDED,
  VAULT_RECORDS_REPLACED,
  VAULT_RECORDS_REMOVED,
} VaultRecordsVerb;

/* With change_mutex held: write, rewrite or remove the records of @entries together with
 * the stamp of one more commit, durably, and tell the keyring.  @n_rollbacks: see
 * vault_store_change_records(). */
gboolean vault_session_change_records (VaultSession *self,
                                       VaultRecordsVerb verb,
                                       VaultEntry *const *entries,
                                       gsize n_entries,
                                       const guint64 *n_rollbacks,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Rewrite the records of @entries.  TRUE if the disk has them now, also if the keyring could
 * not be told. */
gboolean vault_session_replace_records (VaultSession *self,
                                        VaultEntry *const *entries,
                                        gsize n_entries,
                                        const guint64 *n_rollbacks,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for one card: add, rewrite or remove its record. */
gboolean vault_session_change_card (VaultSession *self,
                                    VaultRecordsVerb verb,
                                    const VaultCard *card,
                                    const guint64 *n_rollbacks,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a lock is what @error, in which work ended, comes from.  Who is cancelled by the
 * lock may notice that before it notices the lock. */
gboolean vault_session_is_locked_away (VaultSession *self, const GError *error);

/* Remember what a lock has stopped, with @n_left to go, and the @n_done of kind @done.  Within
 * a use that began before the lock. */
void vault_session_remember_stop (VaultSession *self,
                                  VaultActivityKind stopped,
                                  guint n_left,
                                  VaultActivityKind done,
                                  guint n_done);

/* An import of @n_files is under way, whose items are added at @added.  If it ends with the
 * program, the next opening finds a mark in the log's record; without a log there is none, so
 * that a first import begins with the first cell. */
void vault_session_begin_import (VaultSession *self, guint n_files, gint64 added);
/* Once something of it is kept: now a log is worth beginning. */
void vault_session_go_on_importing (VaultSession *self);
/* It is over, however; @n_imported will be noted by the caller. */
void vault_session_end_import (VaultSession *self, guint n_files, guint n_imported);

/* Try once more to write what the log has in memory alone; with no use under way. */
void vault_session_write_remembered (VaultSession *self);

/* Rewrite the record of the log alone, without a new stamp: nobody's item depends on it, and
 * an older database must not be refused because of an entry in a list. */
gboolean vault_session_rewrite_log (VaultSession *self,
                                    const VaultCard *card,
                                    const guint64 *n_rollbacks,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same by cell, for records that nobody can or need read any more. */
gboolean vault_session_remove_records (VaultSession *self,
                                       const guint32 *cells,
                                       gsize n_cells,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* session-bind.c: whether the absence rule is about an item, so that its cell needs the heart
 * key as well. */
gboolean vault_session_is_under_absence (VaultSession *self, const VaultEntry *entry);

/* What its cell is to be bound to at the time @now.  @is_bound: whether it is bound to the heart
 * already, which counts where damage may hide the album that is the reason. */
VaultEpoch vault_session_get_epoch (VaultSession *self,
                                    const VaultEntry *entry,
                                    gint64 now,
                                    gboolean is_bound);

/* Bind the cells of @entries to their deadlines and, where it holds for them, to the absence
 * rule, in large steps.  With change_mutex held, or while opening.  @out_n_bound: how many
 * there were, those that are as they should be among them; a cell that does not open is left.  Errors: as for writing. */
gboolean vault_session_bind_cells (VaultSession *self,
                                   VaultEntry *const *entries,
                                   gsize n_entries,
                                   gsize *out_n_bound,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for all items, and for those in one group, also if that is gone. */
gboolean vault_session_bind_all (VaultSession *self,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vault_session_bind_group (VaultSession *self,
                                   guint64 number,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Cells that are bound to the heart and belong to nothing that is shown, for their records do
 * not verify: unbind them.  Without the heart they would be lost for good. */
gboolean vault_session_unbind_rest (VaultSession *self,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where the absence rule hangs on albums: bind those of @entries, which change theirs, that
 * will be under it (@are_under), after their records, or those that will not, before. */
gboolean vault_session_bind_moved (VaultSession *self,
                                   VaultEntry *const *entries,
                                   gsize n_entries,
                                   gboolean are_under,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Their records were not written after all: bind them as the catalog has them. */
void vault_session_bind_back (VaultSession *self,
                              VaultEntry *const *entries,
                              gsize n_entries);

/* session-absence.c.  With change_mutex held, before the record of @card, a group as it is
 * there, is removed or says that it is not chosen any more: unbind what is in it.  And the
 * opposite, when that record was not written. */
gboolean vault_session_release_group (VaultSession *self,
                                      VaultCard *card,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vault_session_hold_group (VaultSession *self, VaultCard *card);

/* session-groups.c.  Returns: (transfer full) (nullable). */
VaultCard *vault_session_dup_group (VaultSession *self, guint64 number);

/* Give the pieces of a destroyed item back, in the background. */
void vault_session_reclaim (VaultSession *self, VaultRun run);
void vault_session_reclaim_entry (VaultSession *self, const VaultEntry *entry);
void vault_session_start_reclaimer (VaultSession *self);

/* session-records.c */
#define VAULT_N_STAMPS 2
/* Whether this copy of the stamp on disk says what memory says. */
gboolean vault_session_stamp_agrees (VaultSession *self, guint copy);
gboolean vault_session_check_stamp (VaultSession *self,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* How many of the database's two stamps are not as they should be.  With change_mutex held. */
guint vault_session_count_bad_stamps (VaultSession *self);

/* Show what has been written.  With change_mutex held. */
void
vault_session_show (VaultSession *self, VaultEntry *const *entries, gsize n_entries);

/* End what reads an item. */
void vault_session_cut_off (VaultSession *self, const char *id, VaultError code);

/* session-late.c: the streams of one piece that may be written again.  Put @bytes into a new
 * piece, without a commit, and describe it in @out_layout; with change_mutex held.  The piece
 * is given back on failure. */
gboolean vault_session_put_late (VaultSession *self,
                                 guint32 cell,
                                 const guint8 item_id[VAULT_ITEM_ID_BYTES],
                                 VaultStreamNumber stream,
                                 const guint8 *bytes,
                                 gsize n_bytes,
                                 VaultStreamLayout *out_layout,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Returns: (transfer full): its bytes, with a zero behind them, or NULL. */
char *vault_session_read_late (VaultSession *self,
                               guint32 cell,
                               const guint8 item_id[VAULT_ITEM_ID_BYTES],
                               VaultStreamNumber stream,
                               const VaultStreamLayout *layout,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* session-cards.c.  With change_mutex held: give @card, which nobody else knows yet, a cell and
 * a record if it has none, or rewrite its record; with @content in its stream if it is not
 * NULL.  The piece it had before is given back. */
gboolean vault_session_write_card (VaultSession *self,
                                   VaultCard *card,
                                   const guint8 *content,
                                   gsize n_content_bytes,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Remove its record, then destroy its cell. */
gboolean vault_session_destroy_card (VaultSession *self,
                                     const VaultCard *card,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* At an opening: a card that the sweep has found.  FALSE if there is one in its place. */
gboolean vault_session_take_card (VaultSession *self, VaultCard *card);

/* At an opening, after the sweep: read what is in streams of their own.  What does not verify
 * stays unknown, and is counted as damage. */
void vault_session_read_details (VaultSession *self);

/* session-survey.c: what is in the two files beside each other, item by item. */
typedef struct {
  guint n_unreadable; /* see VaultVerifyReport */
  guint n_missing;
  guint n_lone_keys;
  guint32 n_cells;
  guint8 *has_record; /* for each cell */
} VaultSurvey;

/* With change_mutex held.  Errors: those of the store, VAULT_ERROR_NO_MEMORY. */
gboolean vault_session_survey (VaultSession *self,
                               VaultSurvey *out,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void vault_survey_clear (VaultSurvey *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (VaultSurvey, vault_survey_clear)

/* All runs that the items in the catalog list.
 * Returns: (transfer full) (element-type VaultRun): ascending. */
GArray *vault_session_dup_runs (VaultSession *self);

/* session-sweep.c: read all records and finish what was left half done. */
gboolean vault_session_sweep (VaultSession *self,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
