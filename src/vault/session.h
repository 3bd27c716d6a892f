/* session.h - an open vault: keyring, database and catalog introduced to each other
 *
 * Owns:     both open files, all entries, the free piece numbers, the thread that gives
 *           space back.
 * Threads:  any.  vault_session_enter() and _leave() bracket every use of keys or files,
 *           so that closing can wait for the last one and nothing starts behind it.
 * Blocks:   all of it; never call it from the UI thread, except vault_session_stop().
 * Promise:  after vault_session_close() no key and no opened chunk is in memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-absence.h>
#include <vault/vault-verify.h>
#include <vault/vault-passphrase.h>
#include <vault/vault.h>

#include "media/decoder.h"
#include "vault/card.h"
#include "vault/change.h"
#include "vault/source.h"

G_BEGIN_DECLS

typedef struct _VaultSession VaultSession;
typedef struct _VaultWiper VaultWiper; /* wiper.h */

/* Make a vault in @folder and open it.  Errors: see vault_create_async(). */
VaultSession *vault_session_create (const char *folder,
                                    VaultSecret *passphrase,
                                    VaultKdfCost cost,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Open, prove that database and keyring belong together, expire what is due, sweep what a
 * crash left, build the catalog.  Errors: see vault_unlock_async(). */
VaultSession *vault_session_open (const char *folder,
                                  VaultSecret *passphrase,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same.  @out_panic: whether @passphrase was one that destroys, whatever came of it. */
VaultSession *vault_session_open_noting (const char *folder,
                                         VaultSecret *passphrase,
                                         GCancellable *cancellable,
                                         gboolean *out_panic,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

VaultSession *vault_session_ref (VaultSession *self);

/* The last reference closes.  @self may be NULL. */
void vault_session_unref (VaultSession *self);

/* From now on every new and running use ends with VAULT_ERROR_LOCKED.  Does not block. */
void vault_session_stop (VaultSession *self);

/* Stop, wait for the last use, wipe the keys, close the files. */
void vault_session_close (VaultSession *self);

/* The same; before the keys go, what the log only remembers is written, and what time it is. */
void vault_session_close_noting (VaultSession *self);

/* Whether somebody has wiped the vault under it: then another one may stand in its folder. */
gboolean vault_session_is_wiped (VaultSession *self);

void vault_session_get_summary (VaultSession *self, VaultUnlockSummary *out_summary);

/* The vault's time, see vault_get_time().  @out_doubtful: whether the wall clock is ahead of
 * it and not believed; may be NULL.  Does not block. */
gint64 vault_session_get_time (VaultSession *self, gboolean *out_doubtful);

/* All entries, in no order.  Returns: (transfer full) (element-type VaultEntry). */
GPtrArray *vault_session_dup_entries (VaultSession *self);

/* Returns: (transfer full) (nullable). */
VaultEntry *vault_session_dup_entry (VaultSession *self, const char *id);

/* A stream of an item as something to read from.  Errors: VAULT_ERROR_NO_ITEM,
 * VAULT_ERROR_EXPIRED, VAULT_ERROR_VIEW_LIMITED, VAULT_ERROR_LOCKED,
 * VAULT_ERROR_NO_MEMORY. */
VaultSource *vault_session_open_source (VaultSession *self,
                                        const VaultEntry *entry,
                                        VaultStreamNumber stream,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same without asking for a view: for who looks whether everything is there, and gives
 * nothing out. */
VaultSource *
vault_session_open_source_to_verify (VaultSession *self,
                                     const VaultEntry *entry,
                                     VaultStreamNumber stream,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Make the thumbnail of an item that has none, and keep it in the item's record together
 * with what was not known about it.  Two threads never make the same one; what failed is not
 * tried again before the next opening.
 *
 * @out_thumbnail: (transfer full) (nullable): the picture; NULL with success if somebody else
 * has made it meanwhile.  @out_entry: (transfer full) (nullable): the item as it is now, also
 * with some errors; NULL if nothing changed, as on a disk that is full.
 *
 * Errors: those of vault_decoder_thumbnail(), VAULT_ERROR_UNSUPPORTED_MEDIA for what has no
 * picture, VAULT_ERROR_NO_ITEM, VAULT_ERROR_EXPIRED, VAULT_ERROR_LOCKED. */
gboolean vault_session_make_thumbnail (VaultSession *self,
                                       const char *id,
                                       VaultDecoder *decoder,
                                       GCancellable *cancellable,
                                       GBytes **out_thumbnail,
                                       VaultEntry **out_entry,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Destroy items.  @code is what open sources of them answer from now on:
 * VAULT_ERROR_NO_ITEM or VAULT_ERROR_EXPIRED.  Ids that are not there are no error. */
gboolean vault_session_destroy (VaultSession *self,
                                const char *const *ids,
                                gsize n_ids,
                                VaultError code,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Move the deadline of items. */
gboolean vault_session_set_expiry (VaultSession *self,
                                   const char *const *ids,
                                   gsize n_ids,
                                   gint64 expires,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef enum {
  VAULT_VIEW_ROTATION,
  VAULT_VIEW_POSITION,
} VaultViewFact;

/* Keep how an item was looked at; see vault_set_rotation_async() and
 * vault_set_position_async().  Nothing is written if that is known already. */
gboolean vault_session_set_view (VaultSession *self,
                                 const char *id,
                                 VaultViewFact fact,
                                 guint64 value,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Change items, in few commits; see <vault/vault-organise.h>. */
gboolean vault_session_change (VaultSession *self,
                               const char *const *ids,
                               gsize n_ids,
                               const VaultChange *change,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One view of an item; see <vault/vault-limit.h>.  @out_counted: whether it has a limit. */
gboolean vault_session_begin_view (VaultSession *self,
                                   const char *id,
                                   gboolean *out_counted,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Does not block.  Returns: whether it was the last one, and the item is to be destroyed. */
gboolean vault_session_end_view (VaultSession *self, const char *id);

/* End what reads an item that has a limit and is not being viewed. */
void vault_session_close_unviewed (VaultSession *self, const char *id);

/* Whether all of them are there; @groups may be NULL.  Errors: VAULT_ERROR_NO_GROUP. */
gboolean vault_session_has_groups (VaultSession *self,
                                   const GArray *groups,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All albums and persons, in no order.
 * Returns: (transfer full) (element-type VaultCard). */
GPtrArray *vault_session_dup_groups (VaultSession *self);

/* @card is new, or a changed copy of one that is there; @out_card: (transfer full): as it is
 * now.  Errors: see <vault/vault-group.h>. */
gboolean vault_session_write_group (VaultSession *self,
                                    const VaultCard *card,
                                    VaultCard **out_card,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vault_session_remove_group (VaultSession *self,
                                     guint64 number,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What was set, "a{sv}".  Returns: (transfer full) (nullable). */
GVariant *vault_session_dup_settings (VaultSession *self);
gboolean vault_session_set_settings (VaultSession *self,
                                     GVariant *values,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The log.  Writing an entry down never fails for the caller. */
void vault_session_remember_activity (VaultSession *self,
                                      VaultActivityKind kind,
                                      guint count);
void
vault_session_note_activity (VaultSession *self, VaultActivityKind kind, guint count);
/* What an opening found and did, and that it was. */
void vault_session_note_opening (VaultSession *self);

/* How many entries were made since the opening.  Does not block. */
guint vault_session_get_n_noted (VaultSession *self);
GArray *vault_session_dup_activity (VaultSession *self);
gboolean vault_session_clear_activity (VaultSession *self,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The absence rule, see <vault/vault-absence.h>.  Getting does not block.  @albums:
 * (element-type guint64) (nullable): those it is about without @everything, and no others; NULL
 * leaves them as they are.  Getting is FALSE, and @out zero, when the session is stopping; what
 * setting came to, also half-way, is in @out_rule if *@out_known. */
gboolean vault_session_get_absence (VaultSession *self, VaultAbsence *out);
gboolean vault_session_set_absence (VaultSession *self,
                                    guint n_days,
                                    gboolean everything,
                                    const GArray *albums,
                                    VaultAbsence *out_rule,
                                    gboolean *out_known,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* See vault_believe_clock_async(). */
gboolean vault_session_believe_clock (VaultSession *self,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean vault_session_reap (VaultSession *self,
                             guint *out_n_overwritten,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The ways in.  Does not block.  Returns: how many of @out were filled. */
guint vault_session_list_passphrases (VaultSession *self,
                                      VaultPassphraseInfo out[VAULT_MAX_PASSPHRASES]);

typedef enum {
  VAULT_PASSPHRASE_ADD,
  VAULT_PASSPHRASE_REPLACE,
  VAULT_PASSPHRASE_REMOVE,
} VaultPassphraseVerb;

/* Change the ways in.  Errors: see <vault/vault-passphrase.h>. */
gboolean vault_session_change_passphrases (VaultSession *self,
                                           VaultPassphraseVerb verb,
                                           VaultSecret *current,
                                           VaultSecret *added,
                                           VaultPassphraseKind kind,
                                           guint number,
                                           GCancellable *cancellable,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Wrong passphrases before this opening. */
void vault_session_get_failed_attempts (VaultSession *self, VaultFailedAttempts *out);

/* How a long operation reports.  @progress and @added are called on its thread. */
typedef struct {
  GCancellable *cancellable;
  void (*progress) (const VaultProgress *progress, gpointer user_data);
  void (*added) (GPtrArray *entries, gpointer user_data);
  gpointer user_data;
  VaultDecoder *decoder;
} VaultWork;

/* One thing to import: a file or folder, or bytes with a name. */
typedef struct {
  GFile *file;
  GBytes *bytes;
  const char *name; /* with @bytes */
} VaultImportSource;

/* @groups: (element-type guint64) (nullable): what all of it is in from the beginning. */
gboolean vault_session_import (VaultSession *self,
                               const VaultImportSource *sources,
                               gsize n_sources,
                               const GArray *groups,
                               gint64 expires,
                               VaultMetadata metadata,
                               const VaultWork *work,
                               GPtrArray *problems,
                               guint *out_n_imported,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

gboolean vault_session_export (VaultSession *self,
                               GPtrArray *entries,
                               GFile *folder,
                               VaultMetadata metadata,
                               const VaultWork *work,
                               GPtrArray *problems,
                               guint *out_n_exported,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The session-*.c behind vault-verify.h.  @damaged: (element-type VaultDamagedItem)
 * (nullable): what is found is added. */
gboolean vault_session_verify (VaultSession *self,
                               const VaultWork *work,
                               VaultVerifyReport *out_report,
                               GPtrArray *damaged,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean vault_session_repair (VaultSession *self,
                               const VaultWork *work,
                               VaultRepairReport *out_healed,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a wipe needs, made at the opening.  Main context only.
 * Returns: (transfer full) (nullable): NULL the second time. */
VaultWiper *vault_session_steal_wiper (VaultSession *self);

/* Look for a broken invariant in memory and on disk, those of keyring.c and store.c
 * first.  For tests, with no operation under way: reads every record and page.
 * Errors: VAULT_SESSION_INVARIANT, whose code is the invariant's number at the head of
 * session.c, VAULT_KEYRING_INVARIANT, VAULT_STORE_INVARIANT, and those of reading. */
#define VAULT_SESSION_INVARIANT (vault_session_invariant_quark ())
GQuark vault_session_invariant_quark (void);
gboolean vault_session_check (VaultSession *self,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultSession, vault_session_unref)

G_END_DECLS
