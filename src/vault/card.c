/* card.c - a record that is no item
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/card.h"

#include <sodium.h>
#include <string.h>

#include "crypto/bytes.h"
#include "vault/record-body.h"

/* The end of 9999, as everywhere in the format. */
#define MAX_TIME_S G_GINT64_CONSTANT (253402300799)

typedef enum {
  GROUP_VERSION,
  GROUP_KIND,
  GROUP_CREATED,
  GROUP_EXPIRY,
  N_GROUP_NUMBERS,
  GROUP_FLAGS = N_GROUP_NUMBERS, /* there only if not 0 */
  MAX_GROUP_NUMBERS
} GroupNumber;

#define FLAG_ABSENCE 1

#define NUMBERS_PER_ACTIVITY 2
#define MAX_NUMBERS                                                                    \
  (2 + 2 * VAULT_STREAM_MAX_RUNS + NUMBERS_PER_ACTIVITY * VAULT_CARD_MAX_RECENT)

G_STATIC_ASSERT (VAULT_ACTIVITY_MAX_ENTRIES *VAULT_ACTIVITY_BYTES <= VAULT_LATE_BYTES);

VaultCard *
vault_card_new (VaultCardKind kind)
{
  VaultCard *self = g_new0 (VaultCard, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->kind = kind;
  self->default_expiry = VAULT_GROUP_EXPIRES_AS_VAULT;
  self->name = g_strdup ("");
  return self;
}

VaultCard *
vault_card_ref (VaultCard *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
vault_card_unref (VaultCard *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->n_refs))
    return;

  vault_entry_take_text (&self->name, NULL);
  g_free (self->stream.runs);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

VaultCard *
vault_card_copy (const VaultCard *self)
{
  VaultCard *copy = g_memdup2 (self, sizeof *self);

  g_atomic_ref_count_init (&copy->n_refs);
  copy->name = g_strdup (self->name);
  copy->stream.runs =
      g_memdup2 (self->stream.runs, self->stream.n_runs * sizeof (VaultRun));
  return copy;
}

guint64
vault_card_number_of_id (const guint8 item_id[VAULT_ITEM_ID_BYTES])
{
  return vault_load_u64_le (item_id);
}

guint64
vault_card_number_of_text (const char *id)
{
  guint8 bytes[VAULT_ITEM_ID_BYTES];
  gsize n_bytes;

  if (strlen (id) != VAULT_ID_TEXT_BYTES - 1
      || sodium_hex2bin (bytes, sizeof bytes, id, strlen (id), NULL, &n_bytes, NULL)
             != 0
      || n_bytes != sizeof bytes)
    return 0;

  return vault_card_number_of_id (bytes);
}

char *
vault_card_dup_text_of_number (guint64 number)
{
  char *text = g_malloc (VAULT_ID_TEXT_BYTES);
  guint8 bytes[VAULT_ITEM_ID_BYTES];

  vault_store_u64_le (bytes, number);
  return sodium_bin2hex (text, VAULT_ID_TEXT_BYTES, bytes, sizeof bytes);
}

void
vault_card_set_root (VaultCard *self, const guint8 item_root[VAULT_KEY_BYTES])
{
  guint8 id[VAULT_KEY_BYTES];

  vault_subkey_derive (item_root, VAULT_SUBKEY_ITEM_ID, id);
  memcpy (self->item_id, id, VAULT_ITEM_ID_BYTES);
  sodium_bin2hex (self->id, sizeof self->id, id, VAULT_ITEM_ID_BYTES);
  self->number = vault_card_number_of_id (self->item_id);
}

gboolean
vault_card_expiry_is_good (gint64 seconds)
{
  return seconds >= VAULT_GROUP_EXPIRES_AS_VAULT
         && seconds <= VAULT_GROUP_EXPIRES_MAX_S;
}

void
vault_activity_store (const VaultActivity *self, guint8 out[VAULT_ACTIVITY_BYTES])
{
  vault_store_u64_le (out, (guint64) self->time_s);
  vault_store_u32_le (out + 8, self->kind);
  vault_store_u32_le (out + 12, self->count);
}

/* A kind of a later version is kept as it is. */
gboolean
vault_activity_load (const guint8 bytes[VAULT_ACTIVITY_BYTES], VaultActivity *out)
{
  guint64 time_s = vault_load_u64_le (bytes);

  out->time_s = (gint64) time_s;
  out->kind = vault_load_u32_le (bytes + 8);
  out->count = vault_load_u32_le (bytes + 12);
  return time_s <= (guint64) MAX_TIME_S && out->kind != 0;
}

static gsize
list_numbers (const VaultCard *self, guint64 out[MAX_NUMBERS])
{
  gsize n = 1;

  out[0] = self->kind;
  if (self->kind == VAULT_CARD_GROUP) {
    out[GROUP_KIND] = self->group_kind;
    out[GROUP_CREATED] = (guint64) self->created;
    out[GROUP_EXPIRY] = (guint64) self->default_expiry;
    if (!self->absence)
      return N_GROUP_NUMBERS;
    out[GROUP_FLAGS] = FLAG_ABSENCE;
    return MAX_GROUP_NUMBERS;
  }

  n += vault_numbers_put_stream (&self->stream, out + n);
  for (guint i = 0; i < self->n_recent; i++) {
    const VaultActivity *activity = &self->recent[i];

    out[n++] = (guint64) activity->time_s;
    out[n++] = activity->kind | (guint64) activity->count << 32;
  }

  return n;
}

gboolean
vault_card_encode (const VaultCard *self, guint8 out[VAULT_RECORD_PLAIN_BYTES])
{
  const char *const texts[] = { self->name };
  guint64 numbers[MAX_NUMBERS];

  return vault_body_encode (numbers, list_numbers (self, numbers), texts, 1, out);
}

/* An album that is not chosen has none, so that each card has one encoding. */
static gboolean
decode_flags (VaultCard *self, const VaultBody *body)
{
  self->absence = body->n_numbers == MAX_GROUP_NUMBERS;
  return !self->absence
         || (body->numbers[GROUP_FLAGS] == FLAG_ABSENCE
             && self->group_kind == VAULT_GROUP_ALBUM);
}

static gboolean
decode_group (VaultCard *self, const VaultBody *body)
{
  const guint64 *numbers = body->numbers;

  if (body->n_numbers < N_GROUP_NUMBERS || body->n_numbers > MAX_GROUP_NUMBERS
      || numbers[GROUP_KIND] >= VAULT_N_GROUP_KINDS
      || numbers[GROUP_CREATED] > (guint64) MAX_TIME_S
      || !vault_card_expiry_is_good ((gint64) numbers[GROUP_EXPIRY])
      || !vault_entry_group_name_is_good (body->texts[0]))
    return FALSE;

  self->group_kind = (VaultGroupKind) numbers[GROUP_KIND];
  self->created = (gint64) numbers[GROUP_CREATED];
  self->default_expiry = (gint64) numbers[GROUP_EXPIRY];
  vault_entry_take_text (&self->name, g_strdup (body->texts[0]));
  return decode_flags (self, body);
}

static gboolean
decode_recent (VaultCard *self, VaultNumbers *rest)
{
  if (rest->n % NUMBERS_PER_ACTIVITY != 0
      || rest->n > NUMBERS_PER_ACTIVITY * VAULT_CARD_MAX_RECENT)
    return FALSE;

  for (; rest->n > 0; rest->at += 2, rest->n -= 2) {
    VaultActivity *activity = &self->recent[self->n_recent++];

    *activity = (VaultActivity){ (gint64) rest->at[0], (guint) rest->at[1],
                                 (guint) (rest->at[1] >> 32) };
    if (rest->at[0] > (guint64) MAX_TIME_S || activity->kind == 0)
      return FALSE;
  }

  return TRUE;
}

/* Settings and log. */
static gboolean
decode_kept (VaultCard *self, const VaultBody *body)
{
  VaultNumbers rest = { body->numbers + 1, body->n_numbers - 1 };

  if (*body->texts[0] != '\0' || !vault_numbers_take_stream (&rest, &self->stream)
      || self->stream.n_bytes > VAULT_LATE_BYTES)
    return FALSE;
  if (self->kind == VAULT_CARD_SETTINGS)
    return rest.n == 0 && self->stream.n_bytes > 0;

  return self->stream.n_bytes % VAULT_ACTIVITY_BYTES == 0
         && self->stream.n_bytes <= VAULT_ACTIVITY_MAX_ENTRIES * VAULT_ACTIVITY_BYTES
         && decode_recent (self, &rest);
}

VaultCard *
vault_card_decode (const guint8 plain[VAULT_RECORD_PLAIN_BYTES])
{
  g_autoptr (VaultCard) self = NULL;
  guint64 kind = vault_body_get_version (plain);
  VaultBodyRoom room;
  VaultBody body;
  gboolean ok;

  if (kind < VAULT_CARD_GROUP || kind > VAULT_CARD_LOG)
    return NULL;

  self = vault_card_new ((VaultCardKind) kind);
  ok = vault_body_decode (plain, 1, &room, &body)
       && (kind == VAULT_CARD_GROUP ? decode_group (self, &body)
                                    : decode_kept (self, &body));
  sodium_memzero (&room, sizeof room);
  return ok ? g_steal_pointer (&self) : NULL;
}
