/* search.c - what a person typed, matched against items
 *
 * Everything that does not depend on the item is worked out once: which albums and persons a
 * word means, which types, which days.  What is left for each item is a look through its folded
 * text, which it keeps.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <vault/vault-search.h>

#include <string.h>

#include "vault/date-word.h"
#include "vault/group.h"
#include "vault/item.h"

#define N_MEDIA_KINDS (VAULT_MEDIA_DOCUMENT + 1)
/* "ph" is not yet a wish for all photos. */
#define MIN_TYPE_LETTERS 3

/* One word, or two that mean a day. */
typedef struct {
  char *text;     /* folded */
  guint kinds;    /* bits: it begins a word for this type */
  GArray *groups; /* guint64, of which the name has it */
  GArray *spans;  /* NULL: no date */
} Word;

struct _VaultSearch {
  GPtrArray *words; /* Word */
};

/* Folded; vault_search_add_type_words() adds. */
static char *type_words[N_MEDIA_KINDS];

static const char *const english[N_MEDIA_KINDS] = {
  [VAULT_MEDIA_OTHER] = "other",
  [VAULT_MEDIA_IMAGE] = "image photo picture",
  [VAULT_MEDIA_ANIMATION] = "animation gif",
  [VAULT_MEDIA_VIDEO] = "video film movie",
  [VAULT_MEDIA_AUDIO] = "audio recording sound",
  [VAULT_MEDIA_DOCUMENT] = "document pdf",
};

void
vault_search_add_type_words (VaultMediaKind kind, const char *words)
{
  g_autofree char *folded = vault_search_fold (words);
  char *before;

  g_return_if_fail (kind < N_MEDIA_KINDS);

  before = type_words[kind];
  type_words[kind] = g_strjoin (" ", folded, before, NULL);
  g_free (before);
}

static gboolean
begins_one_of (const char *words, const char *text)
{
  g_auto (GStrv) all = NULL;

  if (words == NULL)
    return FALSE;
  all = g_strsplit (words, " ", -1);
  for (guint i = 0; all[i] != NULL; i++) {
    if (g_str_has_prefix (all[i], text))
      return TRUE;
  }

  return FALSE;
}

static guint
find_kinds (const char *text)
{
  guint kinds = 0;

  if (g_utf8_strlen (text, -1) < MIN_TYPE_LETTERS)
    return 0;
  for (guint kind = 0; kind < N_MEDIA_KINDS; kind++) {
    if (begins_one_of (english[kind], text) || begins_one_of (type_words[kind], text))
      kinds |= 1u << kind;
  }

  return kinds;
}

static void
add_groups (GArray *numbers, GListModel *groups, const char *text)
{
  for (guint i = 0; i < g_list_model_get_n_items (groups); i++) {
    g_autoptr (VaultGroup) group = g_list_model_get_item (groups, i);
    g_autofree char *name = vault_search_fold (vault_group_get_name (group));

    if (strstr (name, text) != NULL)
      g_array_append_val (numbers, vault_group_peek_card (group)->number);
  }
}

static GArray *
find_groups (Vault *vault, const char *text)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint kind = 0; kind < VAULT_N_GROUP_KINDS; kind++)
    add_groups (numbers, vault_get_groups (vault, (VaultGroupKind) kind), text);
  return numbers;
}

static void
word_free (gpointer data)
{
  Word *word = data;

  vault_entry_take_text (&word->text, NULL);
  g_array_unref (word->groups);
  g_clear_pointer (&word->spans, g_array_unref);
  g_free (word);
}

/* Up to the end of the word that begins at @at, which is moved behind it. */
static char *
cut_word (const char **at)
{
  gboolean is_quoted = **at == '"';
  const char *start = is_quoted ? *at + 1 : *at;
  const char *end = start;

  while (*end != '\0'
         && (is_quoted ? *end != '"' : !g_unichar_isspace (g_utf8_get_char (end))))
    end = g_utf8_next_char (end);
  *at = is_quoted && *end == '"' ? end + 1 : end;
  return g_strndup (start, end - start);
}

/* Returns: (transfer full): folded. */
static char **
split (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  const char *at = valid;

  while (*at != '\0') {
    g_autofree char *word = NULL;

    if (g_unichar_isspace (g_utf8_get_char (at))) {
      at = g_utf8_next_char (at);
      continue;
    }
    word = cut_word (&at);
    if (*word != '\0')
      g_ptr_array_add (words, vault_search_fold (word));
  }

  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_steal (words, NULL);
}

static Word *
word_new (Vault *vault, const char *const *words, gint64 now, guint *out_n_words)
{
  Word *self = g_new0 (Word, 1);

  self->spans = vault_date_words_parse (words, now, out_n_words);
  self->text = *out_n_words > 1 ? g_strjoin (" ", words[0], words[1], NULL)
                                : g_strdup (words[0]);
  self->kinds = find_kinds (self->text);
  self->groups = find_groups (vault, self->text);
  return self;
}

VaultSearch *
vault_search_new (Vault *vault, const char *text, gint64 now)
{
  VaultSearch *self = g_new0 (VaultSearch, 1);
  g_auto (GStrv) words = split (text);
  guint n_words;

  self->words = g_ptr_array_new_with_free_func (word_free);
  for (char **at = words; *at != NULL; at += n_words)
    g_ptr_array_add (self->words,
                     word_new (vault, (const char *const *) at, now, &n_words));
  return self;
}

gboolean
vault_search_is_empty (const VaultSearch *self)
{
  return self->words->len == 0;
}

static gboolean
has_group (const GArray *groups, guint64 number)
{
  for (guint i = 0; i < groups->len; i++)
    if (g_array_index (groups, guint64, i) == number)
      return TRUE;

  return FALSE;
}

/* Whether whatever has @self has @before.  A date is another question altogether: what is of
 * march need not have "marc" in its name. */
static gboolean
is_narrower (const Word *self, const Word *before)
{
  /* Albums may have got other names since. */
  for (guint i = 0; i < self->groups->len; i++)
    if (!has_group (before->groups, g_array_index (self->groups, guint64, i)))
      return FALSE;

  return self->spans == NULL && (self->kinds & ~before->kinds) == 0
         && strstr (self->text, before->text) != NULL;
}

gboolean
vault_search_narrows (const VaultSearch *self, const VaultSearch *before)
{
  if (self->words->len < before->words->len)
    return FALSE;
  for (guint i = 0; i < before->words->len; i++)
    if (!is_narrower (self->words->pdata[i], before->words->pdata[i]))
      return FALSE;

  return TRUE;
}

static gboolean
is_in_one_of (const VaultEntry *entry, const GArray *groups)
{
  for (guint i = 0; entry->n_groups > 0 && i < groups->len; i++) {
    if (vault_entry_is_in_group (entry, g_array_index (groups, guint64, i)))
      return TRUE;
  }

  return FALSE;
}

gboolean
vault_search_matches (const VaultSearch *self, VaultItem *item)
{
  const VaultEntry *entry = vault_item_peek_entry (item);
  gint64 time;

  if (entry == NULL)
    return FALSE;

  time = entry->captured != 0 ? entry->captured : entry->added;
  for (guint i = 0; i < self->words->len; i++) {
    const Word *word = self->words->pdata[i];

    if (strstr (vault_item_get_folded (item), word->text) == NULL
        && (word->kinds & 1u << entry->kind) == 0 && !is_in_one_of (entry, word->groups)
        && !vault_spans_contain (word->spans, time))
      return FALSE;
  }

  return TRUE;
}

void
vault_search_free (VaultSearch *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->words);
  g_free (self);
}
