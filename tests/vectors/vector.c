/* vector.c - one known-answer file: names and values
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "vectors/vector.h"

#include <string.h>

typedef struct {
  char *name;
  char *text;
  GBytes *blob; /* decoded when first asked for */
} Field;

struct _Vector {
  char *path;
  GPtrArray *fields;
};

static void
field_free (gpointer data)
{
  Field *field = data;

  g_free (field->name);
  g_free (field->text);
  g_clear_pointer (&field->blob, g_bytes_unref);
  g_free (field);
}

Vector *
vector_load (const char *path)
{
  g_autofree char *contents = NULL;
  g_auto (GStrv) lines = NULL;
  Vector *self = g_new0 (Vector, 1);

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  self->path = g_strdup (path);
  self->fields = g_ptr_array_new_with_free_func (field_free);
  lines = g_strsplit (contents, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    char *colon = strchr (lines[i], ':');
    Field *field;

    if (lines[i][0] == '\0' || lines[i][0] == '#')
      continue;
    g_assert_nonnull (colon);
    field = g_new0 (Field, 1);
    field->name = g_strndup (lines[i], (gsize) (colon - lines[i]));
    field->text = g_strstrip (g_strdup (colon + 1));
    g_ptr_array_add (self->fields, field);
  }

  return self;
}

void
vector_free (Vector *self)
{
  g_ptr_array_unref (self->fields);
  g_free (self->path);
  g_free (self);
}

static Field *
find (const Vector *self, const char *name)
{
  for (guint i = 0; i < self->fields->len; i++) {
    Field *field = self->fields->pdata[i];

    if (g_str_equal (field->name, name))
      return field;
  }

  return NULL;
}

static Field *
get (const Vector *self, const char *name)
{
  Field *field = find (self, name);

  if (field == NULL)
    g_error ("%s: no \"%s\"", self->path, name);
  return field;
}

gboolean
vector_has (const Vector *self, const char *name)
{
  return find (self, name) != NULL;
}

const char *
vector_get_text (const Vector *self, const char *name)
{
  return get (self, name)->text;
}

guint64
vector_get_number (const Vector *self, const char *name)
{
  guint64 number = 0;

  g_assert_true (g_ascii_string_to_unsigned (get (self, name)->text, 10, 0, G_MAXUINT64,
                                             &number, NULL));
  return number;
}

gint64
vector_get_time (const Vector *self, const char *name)
{
  gint64 number = 0;

  g_assert_true (g_ascii_string_to_signed (get (self, name)->text, 10, G_MININT64,
                                           G_MAXINT64, &number, NULL));
  return number;
}

/* One group of hex digits, as often as it says. */
static void
append_group (GByteArray *out, const char *group)
{
  g_auto (GStrv) parts = g_strsplit (group, "*", 2);
  g_autoptr (GByteArray) once = g_byte_array_new ();
  guint64 count = 1;

  g_assert_cmpuint (strlen (parts[0]) % 2, ==, 0);
  for (const char *at = parts[0]; *at != '\0'; at += 2) {
    guint8 byte;

    g_assert_true (g_ascii_isxdigit (at[0]) && g_ascii_isxdigit (at[1]));
    byte = (guint8) (g_ascii_xdigit_value (at[0]) << 4 | g_ascii_xdigit_value (at[1]));
    g_byte_array_append (once, &byte, 1);
  }
  if (parts[1] != NULL)
    g_assert_true (g_ascii_string_to_unsigned (parts[1], 10, 1, 1 << 20, &count, NULL));
  for (guint64 i = 0; i < count; i++)
    g_byte_array_append (out, once->data, once->len);
}

static GBytes *
decode (Field *field)
{
  if (field->blob == NULL) {
    g_auto (GStrv) groups = g_strsplit (field->text, " ", -1);
    GByteArray *bytes = g_byte_array_new ();

    for (guint i = 0; groups[i] != NULL; i++)
      append_group (bytes, groups[i]);
    field->blob = g_byte_array_free_to_bytes (bytes);
  }

  return field->blob;
}

GBytes *
vector_get_blob (const Vector *self, const char *name)
{
  return decode (get (self, name));
}

const guint8 *
vector_get_bytes (const Vector *self, const char *name, gsize n_expected)
{
  GBytes *blob = vector_get_blob (self, name);

  g_assert_cmpuint (g_bytes_get_size (blob), ==, n_expected);
  return g_bytes_get_data (blob, NULL);
}

GPtrArray *
vector_dup_blobs (const Vector *self, const char *name)
{
  GPtrArray *blobs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < self->fields->len; i++) {
    Field *field = self->fields->pdata[i];

    if (g_str_equal (field->name, name))
      g_ptr_array_add (blobs, g_bytes_ref (decode (field)));
  }

  return blobs;
}

GPtrArray *
vector_dup_texts (const Vector *self, const char *name)
{
  GPtrArray *texts = g_ptr_array_new ();

  for (guint i = 0; i < self->fields->len; i++) {
    Field *field = self->fields->pdata[i];

    if (g_str_equal (field->name, name))
      g_ptr_array_add (texts, field->text);
  }

  return texts;
}

gboolean
vector_expects (const Vector *self, const char *what)
{
  return g_str_equal (vector_get_text (self, "expect"), what);
}

void
vector_assert_bytes (const Vector *self,
                     const char *name,
                     const void *bytes,
                     gsize n_bytes)
{
  gsize n_expected;
  const guint8 *expected = g_bytes_get_data (vector_get_blob (self, name), &n_expected);

  g_assert_cmpmem (bytes, (int) n_bytes, expected, (int) n_expected);
}
