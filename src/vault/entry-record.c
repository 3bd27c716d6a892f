/* entry-record.c - an item's record: from an entry to its bytes and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vault/entry.h"

#include <sodium.h>
#include <string.h>

#include <vault/vault-limit.h>
#include <vault/vault-organise.h>

#include "vault/record-body.h"

#define VERSION_PLAIN 1     /* neither of the two that follow */
#define VERSION_VIEWED 2    /* turned, or left somewhere */
#define VERSION_ORGANISED 3 /* a favourite, limited, in groups, with tags or a note */

#define FLAG_FAVOURITE 1u
#define FLAG_LIMITED 2u
#define ALL_FLAGS (FLAG_FAVOURITE | FLAG_LIMITED)

/* The first numbers; how many there are is the version's, whose sense the last ones are, so
 * that every record still has one encoding.  Behind them, with VERSION_ORGANISED, the groups;
 * then the streams. */
typedef enum {
  NUMBER_VERSION,
  NUMBER_KIND,
  NUMBER_ADDED,
  NUMBER_CAPTURED,
  NUMBER_EXPIRES,
  NUMBER_WIDTH,
  NUMBER_HEIGHT,
  NUMBER_DURATION_MS,
  N_PLAIN_NUMBERS,
  NUMBER_ROTATION = N_PLAIN_NUMBERS,
  NUMBER_POSITION_MS,
  N_VIEWED_NUMBERS,
  NUMBER_FLAGS = N_VIEWED_NUMBERS,
  NUMBER_VIEWS_LEFT,
  NUMBER_N_GROUPS,
  N_ORGANISED_NUMBERS
} Number;

static const gsize n_fixed[] = { [VERSION_PLAIN] = N_PLAIN_NUMBERS,
                                 [VERSION_VIEWED] = N_VIEWED_NUMBERS,
                                 [VERSION_ORGANISED] = N_ORGANISED_NUMBERS };

/* Of which there are as many as the version knows. */
static const VaultStreamNumber streams[] = { VAULT_STREAM_MEDIA, VAULT_STREAM_THUMBNAIL,
                                             VAULT_STREAM_LATE, VAULT_STREAM_NOTE };

/* Name and content type; with VERSION_ORGANISED tags and note as well. */
typedef enum { TEXT_NAME, TEXT_CONTENT_TYPE, TEXT_TAGS, TEXT_NOTE } Text;

#define MAX_NUMBERS                                                                    \
  (N_ORGANISED_NUMBERS + VAULT_ITEM_MAX_GROUPS                                         \
   + G_N_ELEMENTS (streams) * (1 + 2 * VAULT_STREAM_MAX_RUNS))

static guint
count_texts (guint version)
{
  return version == VERSION_ORGANISED ? TEXT_NOTE + 1 : TEXT_CONTENT_TYPE + 1;
}

static guint
count_streams (guint version)
{
  return version == VERSION_ORGANISED ? G_N_ELEMENTS (streams)
                                      : G_N_ELEMENTS (streams) - 1;
}

/* A note in a stream has not been read in every case. */
static const char *
get_note_in_record (const VaultEntry *self)
{
  return self->streams[VAULT_STREAM_NOTE].n_bytes > 0 || self->note == NULL
             ? ""
             : self->note;
}

static guint
find_version (const VaultEntry *self)
{
  if (self->favourite || self->limited || self->n_groups > 0 || *self->tags != '\0'
      || *get_note_in_record (self) != '\0'
      || self->streams[VAULT_STREAM_NOTE].n_bytes > 0)
    return VERSION_ORGANISED;

  return self->rotation != 0 || self->position_ms != 0 ? VERSION_VIEWED : VERSION_PLAIN;
}

/* Returns how many numbers there are, 0 if they are too many. */
static gsize
list_numbers (const VaultEntry *self, guint version, guint64 out[MAX_NUMBERS])
{
  const guint64 fixed[N_ORGANISED_NUMBERS] = {
    [NUMBER_VERSION] = version,
    [NUMBER_KIND] = self->kind,
    [NUMBER_ADDED] = (guint64) self->added,
    [NUMBER_CAPTURED] = (guint64) self->captured,
    [NUMBER_EXPIRES] = (guint64) self->expires,
    [NUMBER_WIDTH] = self->width,
    [NUMBER_HEIGHT] = self->height,
    [NUMBER_DURATION_MS] = self->duration_ms,
    [NUMBER_ROTATION] = self->rotation,
    [NUMBER_POSITION_MS] = self->position_ms,
    [NUMBER_FLAGS] =
        (self->favourite ? FLAG_FAVOURITE : 0) | (self->limited ? FLAG_LIMITED : 0),
    [NUMBER_VIEWS_LEFT] = self->views_left,
    [NUMBER_N_GROUPS] = self->n_groups,
  };
  gsize n = n_fixed[version];

  if (self->n_groups > VAULT_ITEM_MAX_GROUPS)
    return 0;
  memcpy (out, fixed, n * sizeof *fixed);
  for (guint i = 0; i < self->n_groups; i++)
    out[n++] = self->groups[i];

  for (guint i = 0; i < count_streams (version); i++) {
    const VaultStreamLayout *layout = &self->streams[streams[i]];

    if (layout->n_runs > VAULT_STREAM_MAX_RUNS)
      return 0;
    n += vault_numbers_put_stream (layout, out + n);
  }

  return n;
}

gboolean
vault_entry_encode (const VaultEntry *self, guint8 out[VAULT_RECORD_PLAIN_BYTES])
{
  const char *const texts[] = { self->name, self->content_type, self->tags,
                                get_note_in_record (self) };
  guint version = find_version (self);
  guint64 numbers[MAX_NUMBERS];
  gsize n_numbers = list_numbers (self, version, numbers);

  return n_numbers > 0
         && vault_body_encode (numbers, n_numbers, texts, count_texts (version), out);
}

gboolean
vault_entry_leaves_room (const VaultEntry *self)
{
  const char *const texts[] = { self->name, self->content_type, self->tags, "" };
  guint64 numbers[MAX_NUMBERS];
  gsize n_numbers = list_numbers (self, VERSION_ORGANISED, numbers);

  if (n_numbers == 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (streams); i++) {
    if (self->streams[streams[i]].n_bytes == 0)
      n_numbers += 2; /* one run */
  }

  return vault_body_count_bytes (n_numbers, texts, G_N_ELEMENTS (texts))
             + VAULT_NOTE_IN_RECORD_BYTES
         <= VAULT_BODY_BYTES;
}

/* How it was looked at; a version that says nothing is somebody else's writing. */
static gboolean
decode_view (VaultEntry *self, guint version, const guint64 *numbers)
{
  if (numbers[NUMBER_ROTATION] >= VAULT_FULL_TURN
      || numbers[NUMBER_POSITION_MS] > VAULT_POSITION_MAX_MS
      || (version == VERSION_VIEWED && numbers[NUMBER_ROTATION] == 0
          && numbers[NUMBER_POSITION_MS] == 0))
    return FALSE;

  self->rotation = (guint) numbers[NUMBER_ROTATION];
  self->position_ms = numbers[NUMBER_POSITION_MS];
  return TRUE;
}

static gboolean
decode_groups (VaultEntry *self, VaultNumbers *rest)
{
  if (self->n_groups > VAULT_ITEM_MAX_GROUPS || rest->n < self->n_groups)
    return FALSE;
  for (guint i = 1; i < self->n_groups; i++) {
    if (rest->at[i - 1] >= rest->at[i])
      return FALSE;
  }

  self->groups = g_memdup2 (rest->at, self->n_groups * sizeof *self->groups);
  rest->at += self->n_groups;
  rest->n -= self->n_groups;
  return TRUE;
}

static gboolean
decode_organised (VaultEntry *self, const guint64 *numbers, VaultNumbers *rest)
{
  guint64 flags = numbers[NUMBER_FLAGS];

  if ((flags & ~(guint64) ALL_FLAGS) != 0
      || numbers[NUMBER_VIEWS_LEFT] > VAULT_VIEWS_MAX
      || (!(flags & FLAG_LIMITED) && numbers[NUMBER_VIEWS_LEFT] > 0)
      || numbers[NUMBER_N_GROUPS] > VAULT_ITEM_MAX_GROUPS)
    return FALSE;

  self->favourite = (flags & FLAG_FAVOURITE) != 0;
  self->limited = (flags & FLAG_LIMITED) != 0;
  self->views_left = (guint) numbers[NUMBER_VIEWS_LEFT];
  self->n_groups = (guint) numbers[NUMBER_N_GROUPS];
  return decode_groups (self, rest);
}

static gboolean
decode_streams (VaultEntry *self, guint version, VaultNumbers *rest)
{
  guint64 n_note_bytes;

  for (guint i = 0; i < count_streams (version); i++) {
    if (!vault_numbers_take_stream (rest, &self->streams[streams[i]]))
      return FALSE;
  }

  n_note_bytes = self->streams[VAULT_STREAM_NOTE].n_bytes;
  return rest->n == 0 && self->streams[VAULT_STREAM_MEDIA].n_bytes > 0
         && self->streams[VAULT_STREAM_LATE].n_bytes <= VAULT_LATE_BYTES
         && (n_note_bytes == 0
             || (n_note_bytes > VAULT_NOTE_IN_RECORD_BYTES
                 && n_note_bytes <= VAULT_NOTE_MAX_BYTES));
}

static gboolean
decode_numbers (VaultEntry *self, guint version, const VaultBody *body)
{
  const guint64 *numbers = body->numbers;
  VaultNumbers rest;

  if (body->n_numbers < n_fixed[version] || numbers[NUMBER_KIND] > VAULT_MEDIA_DOCUMENT
      || numbers[NUMBER_EXPIRES] > G_MAXINT64 || numbers[NUMBER_WIDTH] > G_MAXUINT32
      || numbers[NUMBER_HEIGHT] > G_MAXUINT32)
    return FALSE;

  self->kind = (VaultMediaKind) numbers[NUMBER_KIND];
  self->added = (gint64) numbers[NUMBER_ADDED];
  self->captured = (gint64) numbers[NUMBER_CAPTURED];
  self->expires = (gint64) numbers[NUMBER_EXPIRES];
  self->width = (guint) numbers[NUMBER_WIDTH];
  self->height = (guint) numbers[NUMBER_HEIGHT];
  self->duration_ms = numbers[NUMBER_DURATION_MS];

  rest =
      (VaultNumbers){ numbers + n_fixed[version], body->n_numbers - n_fixed[version] };
  return (version < VERSION_VIEWED || decode_view (self, version, numbers))
         && (version < VERSION_ORGANISED || decode_organised (self, numbers, &rest))
         && decode_streams (self, version, &rest);
}

static gboolean
decode_texts (VaultEntry *self, guint version, const VaultBody *body)
{
  const char *name = body->texts[TEXT_NAME];
  const char *content_type = body->texts[TEXT_CONTENT_TYPE];
  const char *tags = body->texts[TEXT_TAGS];
  const char *note = body->texts[TEXT_NOTE];

  if (!vault_entry_name_is_good (name)
      || !vault_entry_content_type_is_good (content_type))
    return FALSE;
  self->name = g_strdup (name);
  self->content_type = g_strdup (content_type);
  if (version < VERSION_ORGANISED)
    return TRUE;

  if (!vault_entry_tags_are_good (tags) || strlen (note) > VAULT_NOTE_IN_RECORD_BYTES
      || !vault_entry_note_is_good (note)
      || (*note != '\0' && self->streams[VAULT_STREAM_NOTE].n_bytes > 0))
    return FALSE;
  vault_entry_take_text (&self->tags, g_strdup (tags));
  vault_entry_take_text (&self->note, self->streams[VAULT_STREAM_NOTE].n_bytes > 0
                                          ? NULL
                                          : g_strdup (note));
  return find_version (self) == VERSION_ORGANISED;
}

VaultEntry *
vault_entry_decode (const guint8 plain[VAULT_RECORD_PLAIN_BYTES])
{
  g_autoptr (VaultEntry) self = NULL;
  guint64 version = vault_body_get_version (plain);
  VaultBodyRoom room;
  VaultBody body;
  gboolean ok;

  if (version < VERSION_PLAIN || version > VERSION_ORGANISED)
    return NULL;

  self = vault_entry_new ();
  ok = vault_body_decode (plain, count_texts ((guint) version), &room, &body)
       && decode_numbers (self, (guint) version, &body)
       && decode_texts (self, (guint) version, &body);
  sodium_memzero (&room, sizeof room);
  return ok ? g_steal_pointer (&self) : NULL;
}
