/* vault-private.h - what the files vault*.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-activity.h>
#include <vault/vault-limit.h>
#include <vault/vault-media.h>
#include <vault/vault-organise.h>
#include <vault/vault-settings.h>
#include <vault/vault-timer.h>
#include <vault/vault-verify.h>
#include <vault/vault-wipe.h>
#include <vault/vault.h>

#include "media/decoder.h"
#include "media/spare.h"
#include "vault/group.h"
#include "vault/item-list.h"
#include "vault/session.h"
#include "vault/wiper.h"

G_BEGIN_DECLS

struct _Vault {
  GObject parent_instance;

  char *folder;
  VaultState state;
  VaultItemList *items;
  VaultGroupList *groups[VAULT_N_GROUP_KINDS];
  guint count_source;    /* the groups are about to be counted */
  guint n_noted;         /* entries of the log that have been told of */
  VaultSession *session; /* only in VAULT_STATE_OPEN */
  VaultWiper *wiper;     /* ready to start; NULL unless vault_wipe_prepare() */
  VaultDecoder *decoder;
  VaultSpare *spare;  /* a decoder for the next film */
  GPtrArray *players; /* VaultPlayer, not owned, that have not been closed */
  GPtrArray *running; /* GCancellable of every operation under way */
  GQueue views;       /* GTask: changes of how items are shown, one after the other */

  guint64 n_openings;   /* begun so far; the latest is the one that counts */
  GThreadPool *viewers; /* decoding for the screen, newest request first */
  GThreadPool *makers;  /* thumbnails that are missing, newest request first */
  guint64 n_views;

  int boot_timer_fd; /* fires at the next deadline */
  int wall_timer_fd; /* fires when somebody sets the clock */
  gboolean clock_doubtful;
  gboolean panicked; /* the last unlocking was by a panic passphrase */
  gboolean allows_synced;
  const char *sync_service; /* since the last opening */
  guint boot_timer_source;
  guint wall_timer_source;
  GFileMonitor *monitor; /* of the keyring: another process may wipe it */
};

/* An animation under way; vault-animation.c. */
typedef struct _VaultReel VaultReel;

void vault_reel_unref (VaultReel *self);

/* One operation: the task data of its GTask.  What an operation does not use stays zero. */
typedef struct {
  VaultSession *session;
  VaultDecoder *decoder;
  GCancellable *cancellable; /* cancelled by the caller's, and by locking */
  GCancellable *outer;
  gulong outer_id;

  GTaskThreadFunc func; /* what it does, on a thread */
  VaultProgressFunc progress_func;
  gpointer progress_data;
  GMutex mutex;
  VaultProgress progress; /* the latest */
  gboolean progress_queued;

  VaultSecret *passphrase;
  VaultKdfCost cost;
  VaultSecret *added; /* another passphrase, or a recovery key */
  VaultPassphraseVerb verb;
  VaultPassphraseKind kind;
  guint number;
  VaultItemList *items; /* of a session just opened */
  char **ids;
  gint64 expires;
  gboolean everything;
  VaultMetadata metadata;
  VaultViewFact fact;
  guint64 value;
  VaultChange *change;
  VaultCard *card;
  GVariant *settings;
  GArray *groups;      /* guint64, to import into */
  gboolean is_counted; /* a view of an item that has a limit */
  GPtrArray *entries;
  GPtrArray *files; /* GFile */
  GBytes *bytes;
  char *name;
  GFile *folder;
  guint max_side;
  guint page;
  guint n_pages;
  VaultReel *reel;
  gboolean panic; /* the passphrase was one that destroys */
  guint64 serial;

  guint n_done;
  GPtrArray *problems;
  GPtrArray *traces; /* VaultTrace */
  VaultVerifyReport report;
  VaultRepairReport healed;
  VaultSalvageReport salvaged;
  GPtrArray *damaged; /* VaultDamagedItem */
  VaultInfo info;
  VaultTimerStatus timer;
  VaultPresence presence;
  VaultStorage storage;
  gboolean allows_synced;
  const char *sync_service;
  VaultDrill drill;
} VaultJob;

/* A task whose callback will find it in task data.  @session may be NULL. */
GTask *vault_job_new (Vault *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data,
                      gpointer tag,
                      VaultJob **out_job);

/* As above for an operation on an open vault; if it is not open, the task has been
 * answered with VAULT_ERROR_LOCKED and NULL comes back. */
GTask *vault_job_new_open (Vault *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data,
                           gpointer tag,
                           VaultJob **out_job);

/* The files it is about; takes references. */
void vault_job_set_files (VaultJob *job, GFile *const *files, gsize n_files);

/* Fill in what long work reports through. */
VaultWork vault_job_get_work (GTask *task);

/* Run @func on a thread; it leaves its result in the job and returns through the task,
 * whose answer then goes to @then on the main context before the caller hears of it. */
void vault_job_run (GTask *task, GTaskThreadFunc func);

/* Return @ok or @error through the task.  Locking cancels what runs; that is not what a caller
 * who cancelled nothing should read.  Takes @error. */
void vault_job_answer (GTask *task, gboolean ok, GError *error);

/* From the thread of @task: have @func called on the main context, before the answer is
 * given that the task returns after this. */
void
vault_job_attach (GTask *task, GSourceFunc func, gpointer data, GDestroyNotify destroy);

/* The ids of @items that are not gone.  Returns: (transfer full). */
char **vault_ids_of (GPtrArray *items);

/* The same, also of what is gone: who asked about all of them hears of that. */
char **vault_all_ids_of (GPtrArray *items);

/* Show the items of @job, which its session has changed. */
void vault_show_changed (Vault *self, VaultJob *job);

void vault_set_state (Vault *self, VaultState state);

/* Make @session the open one and show its catalog, @items, which is emptied. */
void vault_adopt_session (Vault *self, VaultSession *session, VaultItemList *items);

/* Everything of locking that must happen at once.  Returns: (transfer full) (nullable): the
 * session, stopped, to be closed on a thread. */
VaultSession *vault_let_go (Vault *self);

/* vault-organise.c: make of @items what @what says; takes @what. */
void vault_start_change (Vault *self,
                         GPtrArray *items,
                         VaultChange *what,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/* @groups may be NULL.  Returns: (transfer full) (element-type guint64). */
GArray *vault_numbers_of_groups (GPtrArray *groups);

/* vault-group.c */
void vault_groups_init (Vault *self);
void vault_groups_finalize (Vault *self);
/* Show the groups there are, none if the vault is not open. */
void vault_groups_show (Vault *self);
/* Count what is in each of them, now. */
void vault_groups_count (Vault *self);

/* vault-activity.c: tell if the log says more than when this was last called. */
void vault_activity_look (Vault *self);

/* vault-expiry.c */
void vault_expiry_start (Vault *self);
void vault_expiry_stop (Vault *self);
/* Look at the deadlines again: items came, went or were changed. */
void vault_expiry_update (Vault *self);

/* vault-media.c */
void vault_media_init (Vault *self);
void vault_media_finalize (Vault *self);

/* The original bytes of @item.  Errors: see vault_open_stream(). */
VaultSource *vault_open_source (Vault *self,
                                VaultItem *item,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* vault-player.c */
void vault_players_init (Vault *self);
void vault_players_finalize (Vault *self);
/* Every player ends with VAULT_ERROR_LOCKED, and no decoder is kept ready. */
void vault_players_stop (Vault *self);

/* Look for a broken invariant, also of everything below.  For tests; blocks.
 * Errors: VAULT_INVARIANT, whose code is the invariant's number at the head of vault.c, and
 * those of vault_session_check(). */
#define VAULT_INVARIANT (vault_invariant_quark ())
GQuark vault_invariant_quark (void);
gboolean vault_check (Vault *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
