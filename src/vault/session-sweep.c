/* session-sweep.c - from the records to the catalog, finishing what was left half done
 *
 * This runs at every opening, after the stamp has shown that the two files belong
 * together, and decides for each record and each live cell:
 *
 *   record    cell                          then
 *   verifies  opens, not due                shown
 *   verifies  opens, deadline passed        expired: record removed, cell destroyed
 *   verifies  opens, the last view began    the same
 *   verifies  opens, ends before the        an older record was put back: the cell's end
 *             deadline                      is the deadline
 *   verifies  opens, bound to the absence   bound as it should be
 *             rule or not, wrongly
 *   any       opens, epoch passed           expired: the same
 *   any       does not open                 damage: kept, reported, its cell never reused
 *   does not  opens                         damage: kept, reported
 *   none      live                          interrupted import or deletion: destroyed, but
 *                                           only if there is no damage
 *
 * and then gives back every piece that no record lists, unless there is damage: a record
 * that cannot be read may list any of them, and a row that has lost its number leaves a
 * live cell behind.  The stamp says how many records there must be.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/session-private.h"

#include "vault/record-opener.h"

typedef struct {
  VaultEntry *entry;
  VaultEpoch epoch; /* of its cell */
} Found;

typedef struct {
  VaultSession *session;
  gint64 now;
  guint32 n_cells;
  gboolean has_rule;  /* on absence, and cells hang on it */
  guint8 *has_record; /* for each cell */
  guint64 n_records;
  GArray *expired;    /* guint32: cells whose record must go */
  guint n_viewed_out; /* of those */
  GArray *found;      /* Found: whose cell may be bound otherwise than it should be */
  GArray *to_hold;    /* guint32: never to be given out */
  GArray *used;       /* VaultRun */
} Sweep;

static void
add_runs (Sweep *sweep, const VaultEntry *entry)
{
  for (guint i = 0; i < VAULT_N_STREAMS; i++)
    g_array_append_vals (sweep->used, entry->streams[i].runs, entry->streams[i].n_runs);
}

/* No item.  The names of its pieces come first: if it cannot be taken, they are still not free. */
static void
take_card (Sweep *sweep, VaultCard *card)
{
  g_array_append_vals (sweep->used, card->stream.runs, card->stream.n_runs);
  if (!vault_session_take_card (sweep->session, card))
    sweep->session->summary.n_damaged++;
}

/* The record of an item whose cell opened. */
static void
take_record (Sweep *sweep, const VaultOpenedRecord *record)
{
  VaultEntry *entry = record->entry;
  VaultEpoch ideal;

  if (entry == NULL) {
    if (record->card != NULL)
      take_card (sweep, record->card);
    else
      sweep->session->summary.n_damaged++;
    return;
  }
  if (vault_entry_is_viewed_out (entry)) {
    g_array_append_val (sweep->expired, record->cell);
    sweep->n_viewed_out++;
    return;
  }
  if (entry->expires != VAULT_EXPIRES_NEVER && entry->expires <= sweep->now) {
    g_array_append_val (sweep->expired, record->cell);
    return;
  }

  add_runs (sweep, entry);

  /* We never leave a cell that ends before its record says, so somebody has put an older
   * record back.  It must not buy the item time. */
  ideal = vault_epoch_for_deadline (entry->expires, sweep->now);
  if (vault_epoch_get_end (record->epoch) < vault_epoch_get_end (ideal))
    entry->expires = vault_epoch_get_end (record->epoch);
  if (sweep->has_rule || !vault_epoch_is_same (ideal, record->epoch)) {
    Found found = { vault_entry_ref (entry), record->epoch };

    g_array_append_val (sweep->found, found);
  }

  g_hash_table_insert (sweep->session->entries, entry->id, vault_entry_ref (entry));
}

static void
visit_record (const VaultOpenedRecord *record, gpointer user_data)
{
  Sweep *sweep = user_data;

  sweep->n_records++;
  if (record->cell >= sweep->n_cells) {
    sweep->session->summary.n_damaged++;
    return;
  }

  /* Only a broken table gives a row twice, and then it stands for one that is missing:
   * their number alone would not tell, and the cell of the missing one would look like a
   * leftover. */
  if (sweep->has_record[record->cell]) {
    sweep->session->summary.n_damaged++;
    return;
  }

  sweep->has_record[record->cell] = 1;
  switch (record->status) {
  case VAULT_CELL_OPEN:
    take_record (sweep, record);
    break;
  case VAULT_CELL_EXPIRED:
    g_array_append_val (sweep->expired, record->cell);
    if (vault_epoch_get_end (record->epoch) > sweep->now)
      sweep->session->summary.n_absent++;
    break;
  case VAULT_CELL_CLOSED:
  case VAULT_CELL_EPOCH_LOST:
  default:
    g_array_append_val (sweep->to_hold, record->cell);
    sweep->session->summary.n_damaged++;
    break;
  }
}

/* Rows that are missing are damage like any other, and so are those there are too many of,
 * which have been counted already if they do not verify. */
static void
count_records (Sweep *sweep)
{
  guint64 expected = sweep->session->n_records;
  guint *n_damaged = &sweep->session->summary.n_damaged;

  if (expected > sweep->n_records)
    *n_damaged += (guint) MIN (expected - sweep->n_records, G_MAXINT);
  else
    *n_damaged = (guint) MAX (*n_damaged, MIN (sweep->n_records - expected, G_MAXINT));
}

static void
add_orphans (Sweep *sweep, GArray *dead)
{
  for (guint32 cell = 1; cell < sweep->n_cells; cell++) {
    if (!sweep->has_record[cell]
        && vault_keyring_is_live (sweep->session->keyring, cell))
      g_array_append_val (dead, cell);
  }
}

/* The records of expired items go first, then their cells together with those of
 * interrupted imports and deletions. */
static gboolean
destroy_dead (Sweep *sweep, GError **error)
{
  VaultSession *session = sweep->session;
  g_autoptr (GArray) dead = g_array_copy (sweep->expired);

  if (dead->len > 0
      && !vault_session_remove_records (session, (guint32 *) (gpointer) dead->data,
                                        dead->len, error))
    return FALSE;
  if (session->summary.n_damaged == 0)
    add_orphans (sweep, dead);

  session->summary.n_expired = sweep->expired->len - sweep->n_viewed_out;
  session->summary.n_viewed_out = sweep->n_viewed_out;
  session->summary.n_interrupted = dead->len - sweep->expired->len;
  return vault_keyring_destroy_cells (
      session->keyring, (guint32 *) (gpointer) dead->data, dead->len, error);
}

/* Bind items to the finest epoch that now reaches their deadline, and to the absence rule or to
 * it no longer if that was to be done and a crash came first.  Only now are all albums known,
 * and whether there is damage. */
static gboolean
rebind (Sweep *sweep, GError **error)
{
  g_autoptr (GPtrArray) to_rebind = g_ptr_array_new ();
  gsize n_bound;

  for (guint i = 0; i < sweep->found->len; i++) {
    const Found *found = &g_array_index (sweep->found, Found, i);
    VaultEpoch ideal = vault_session_get_epoch (sweep->session, found->entry,
                                                sweep->now, found->epoch.heart);

    if (ideal.heart != found->epoch.heart
        || vault_epoch_get_end (ideal) != vault_epoch_get_end (found->epoch))
      g_ptr_array_add (to_rebind, found->entry);
  }

  /* If an epoch has passed this very moment, its items are not bound to another. */
  return vault_session_bind_cells (sweep->session, (VaultEntry **) to_rebind->pdata,
                                   to_rebind->len, &n_bound, error);
}

static gboolean
find_free_pieces (Sweep *sweep, GError **error)
{
  VaultSession *session = sweep->session;
  g_autoptr (GArray) gaps = NULL;
  VaultRun tail;
  guint64 last;

  session->runs = vault_runs_new (sweep->used);
  if (session->runs == NULL) {
    /* Two records claim the same pieces.  Both keep what verifies; nothing is reused. */
    g_array_set_size (sweep->used, 0);
    session->runs = vault_runs_new (sweep->used);
    session->summary.n_damaged++;
  }
  if (!vault_store_get_last_piece (session->store, &last, error))
    return FALSE;

  if (session->summary.n_damaged > 0) {
    vault_runs_append_only (session->runs, last);
    return TRUE;
  }

  gaps = vault_runs_dup_gaps (session->runs);
  tail.first = vault_runs_get_end (session->runs);
  tail.count = last >= tail.first ? last - tail.first + 1 : 0;

  /* Numbers are free only when the reclaimer says so: take them all until then. */
  vault_runs_append_only (session->runs, MAX (last, tail.first - 1));
  for (guint i = 0; i < gaps->len; i++)
    vault_session_reclaim (session, g_array_index (gaps, VaultRun, i));
  vault_session_reclaim (session, tail);
  return TRUE;
}

static gboolean
run_sweep (Sweep *sweep, GError **error)
{
  VaultSession *session = sweep->session;
  guint n_healed = 0;

  if (!vault_records_foreach (session->store, session->keyring, visit_record, sweep,
                              error))
    return FALSE;

  for (guint i = 0; i < sweep->to_hold->len; i++)
    vault_keyring_hold_cell (session->keyring,
                             g_array_index (sweep->to_hold, guint32, i));
  count_records (sweep);
  /* Beside damage live cells without a record are left, and none of those may be healed. */
  if (!destroy_dead (sweep, error)
      || (session->summary.n_damaged == 0
          && !vault_keyring_heal (session->keyring, &n_healed, error)))
    return FALSE;

  session->summary.n_healed = vault_keyring_get_n_healed (session->keyring) + n_healed;
  return rebind (sweep, error) && find_free_pieces (sweep, error);
}

static void
found_clear (gpointer data)
{
  vault_entry_unref (((Found *) data)->entry);
}

gboolean
vault_session_sweep (VaultSession *self, GError **error)
{
  Sweep sweep = { 0 };
  VaultKeyringHeart heart;
  gboolean ok;

  vault_keyring_get_heart (self->keyring, &heart);
  sweep.session = self;
  sweep.has_rule = heart.state == VAULT_HEART_BEATING;
  sweep.now = vault_keyring_get_time (self->keyring, &self->summary.clock_doubtful);
  sweep.n_cells = vault_keyring_get_n_cells (self->keyring);
  sweep.has_record = g_malloc0 (sweep.n_cells);
  sweep.expired = g_array_new (FALSE, FALSE, sizeof (guint32));
  sweep.found = g_array_new (FALSE, FALSE, sizeof (Found));
  g_array_set_clear_func (sweep.found, found_clear);
  sweep.to_hold = g_array_new (FALSE, FALSE, sizeof (guint32));
  sweep.used = g_array_new (FALSE, FALSE, sizeof (VaultRun));

  ok = run_sweep (&sweep, error);

  g_free (sweep.has_record);
  g_array_unref (sweep.expired);
  g_array_unref (sweep.found);
  g_array_unref (sweep.to_hold);
  g_array_unref (sweep.used);
  return ok;
}
