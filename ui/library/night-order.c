/* night-order.c - the orders in which the items of a library can stand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-order.h"

#include <string.h>

/* Room for most names without moving them. */
#define MANY_NAME_BYTES 32

GType
night_order_get_type (void)
{
  static const GEnumValue values[] = {
    { NIGHT_ORDER_TAKEN, "NIGHT_ORDER_TAKEN", "taken" },
    { NIGHT_ORDER_ADDED, "NIGHT_ORDER_ADDED", "added" },
    { NIGHT_ORDER_NAME, "NIGHT_ORDER_NAME", "name" },
    { NIGHT_ORDER_SIZE, "NIGHT_ORDER_SIZE", "size" },
    { NIGHT_ORDER_TIME_LEFT, "NIGHT_ORDER_TIME_LEFT", "time-left" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("NightOrder", values));
  return type;
}

GType
night_direction_get_type (void)
{
  static const GEnumValue values[] = {
    { NIGHT_DIRECTION_ASCENDING, "NIGHT_DIRECTION_ASCENDING", "ascending" },
    { NIGHT_DIRECTION_DESCENDING, "NIGHT_DIRECTION_DESCENDING", "descending" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("NightDirection", values));
  return type;
}

gboolean
night_order_is_of_time (NightOrder order)
{
  return order == NIGHT_ORDER_TAKEN || order == NIGHT_ORDER_ADDED;
}

gint64
night_order_get_moment (NightOrder order, VaultItem *item)
{
  gint64 captured = vault_item_get_captured (item);

  return order == NIGHT_ORDER_TAKEN && captured != 0 ? captured
                                                     : vault_item_get_added (item);
}

/* What decides about an item's place.  They lie beside each other, items do not. */
typedef struct {
  VaultItem *item;
  gint64 number;
  char *text;
} Key;

static gint64
get_number (NightOrder order, VaultItem *item)
{
  switch (order) {
  case NIGHT_ORDER_SIZE:
    return (gint64) MIN (vault_item_get_n_bytes (item), G_MAXINT64);
  case NIGHT_ORDER_TIME_LEFT:
    return vault_item_get_expires (item);
  case NIGHT_ORDER_TAKEN:
  case NIGHT_ORDER_ADDED:
    return night_order_get_moment (order, item);
  case NIGHT_ORDER_NAME:
  default:
    return 0;
  }
}

static int
compare_numbers (gconstpointer a, gconstpointer b, gpointer data)
{
  const gboolean *is_descending = data;
  const Key *x = a;
  const Key *y = b;

  if (x->number == y->number)
    return 0;
  /* Without a deadline, the only one of these that can be missing. */
  if (x->number == 0 || y->number == 0)
    return x->number == 0 ? 1 : -1;
  return (x->number < y->number) != *is_descending ? -1 : 1;
}

static int
compare_texts (gconstpointer a, gconstpointer b, gpointer data)
{
  const gboolean *is_descending = data;
  int difference = strcmp (((const Key *) a)->text, ((const Key *) b)->text);

  return *is_descending ? -difference : difference;
}

static void
clear_key (gpointer data)
{
  g_free (((Key *) data)->text);
}

static void
sort_keys (GArray *keys, gboolean is_by_name, gboolean is_descending)
{
  g_array_sort_with_data (keys, is_by_name ? compare_texts : compare_numbers,
                          &is_descending);
}

static GArray *
keys_new (guint n)
{
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (Key), n);

  g_array_set_clear_func (keys, clear_key);
  return keys;
}

void
night_order_sort (GPtrArray *items, NightOrder order, NightDirection direction)
{
  gboolean is_descending = direction == NIGHT_DIRECTION_DESCENDING;
  gboolean is_by_name = order == NIGHT_ORDER_NAME;
  g_autoptr (GArray) keys = NULL;

  if (order == NIGHT_ORDER_ADDED && is_descending)
    return;

  keys = keys_new (items->len);
  for (guint i = 0; i < items->len; i++) {
    VaultItem *item = items->pdata[i];
    Key key = { item, get_number (order, item), NULL };

    if (is_by_name)
      key.text = g_utf8_collate_key_for_filename (vault_item_get_name (item), -1);
    g_array_append_val (keys, key);
  }
  sort_keys (keys, is_by_name, is_descending);
  for (guint i = 0; i < items->len; i++)
    items->pdata[i] = g_array_index (keys, Key, i).item;
}

/* ---- many names ---- */

/* The thread sees no item: one may be given another name meanwhile, or be gone. */
typedef struct {
  GArray *keys;   /* Key: item, where its name begins */
  GString *names; /* one behind the other, each with its zero */
  gboolean is_descending;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_array_unref (job->keys);
  g_string_free (job->names, TRUE);
  g_free (job);
}

static void
run_job (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GPtrArray *items = NULL;

  for (guint i = 0; i < job->keys->len; i++) {
    Key *key = &g_array_index (job->keys, Key, i);

    if (g_cancellable_is_cancelled (cancellable))
      break;
    key->text = g_utf8_collate_key_for_filename (job->names->str + key->number, -1);
  }
  if (g_task_return_error_if_cancelled (task))
    return;

  sort_keys (job->keys, TRUE, job->is_descending);
  items = g_ptr_array_sized_new (job->keys->len);
  for (guint i = 0; i < job->keys->len; i++)
    g_ptr_array_add (items, g_array_index (job->keys, Key, i).item);
  g_task_return_pointer (task, items, (GDestroyNotify) g_ptr_array_unref);
}

void
night_order_sort_names_async (const GPtrArray *items,
                              NightDirection direction,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new (Job, 1);

  job->keys = keys_new (items->len);
  job->names = g_string_sized_new (items->len * MANY_NAME_BYTES);
  job->is_descending = direction == NIGHT_DIRECTION_DESCENDING;
  for (guint i = 0; i < items->len; i++) {
    const char *name = vault_item_get_name (items->pdata[i]);
    Key key = { items->pdata[i], (gint64) job->names->len, NULL };

    g_string_append_len (job->names, name, (gssize) strlen (name) + 1);
    g_array_append_val (job->keys, key);
  }
  g_task_set_source_tag (task, night_order_sort_names_async);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_job);
}

GPtrArray *
night_order_sort_names_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
