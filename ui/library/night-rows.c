/* night-rows.c - a shelf cut into months, as a grid of so many columns shows it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-rows.h"

#include "library/night-month.h"
#include "library/night-span.h"

struct _NightHeading {
  GObject parent_instance;

  char *title;
  GPtrArray *fillers; /* those that fill up the rows of its month */
};

G_DEFINE_FINAL_TYPE (NightHeading, night_heading, G_TYPE_OBJECT)

const char *
night_heading_get_title (NightHeading *self)
{
  g_return_val_if_fail (NIGHT_IS_HEADING (self), NULL);

  return self->title;
}

static void
night_heading_finalize (GObject *object)
{
  g_free (NIGHT_HEADING (object)->title);
  g_clear_pointer (&NIGHT_HEADING (object)->fillers, g_ptr_array_unref);

  G_OBJECT_CLASS (night_heading_parent_class)->finalize (object);
}

static void
night_heading_class_init (NightHeadingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = night_heading_finalize;
}

static void
night_heading_init (NightHeading *self)
{
}

/* @title: (transfer full) (nullable). */
static NightHeading *
night_heading_new (char *title)
{
  NightHeading *self = g_object_new (NIGHT_TYPE_HEADING, NULL);

  self->title = title;
  return self;
}

/* A grid wants all that stands in it to be different, and the same every time. */
static void
fill_up (NightHeading *self, guint *n_used, GPtrArray *rows, guint n_columns)
{
  if (self->fillers == NULL)
    self->fillers = g_ptr_array_new_with_free_func (g_object_unref);

  for (; rows->len % n_columns != 0; (*n_used)++) {
    if (*n_used == self->fillers->len)
      g_ptr_array_add (self->fillers, night_heading_new (NULL));
    g_ptr_array_add (rows, self->fillers->pdata[*n_used]);
  }
}

struct _NightRows {
  GObject parent_instance;

  NightShelf *shelf;
  guint n_columns;      /* as asked for */
  GPtrArray *rows;      /* borrowed from the shelf and from what follows */
  GHashTable *headings; /* number of a month -> NightHeading: the same one every time */
  guint update_id;
};

static void night_rows_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NightRows,
                               night_rows,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      night_rows_iface_init))

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return NIGHT_ROWS (model)->rows->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  GPtrArray *rows = NIGHT_ROWS (model)->rows;

  return position < rows->len ? g_object_ref (rows->pdata[position]) : NULL;
}

static void
night_rows_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

guint
night_rows_get_columns (NightRows *self)
{
  g_return_val_if_fail (NIGHT_IS_ROWS (self), 0);

  return night_order_is_of_time (night_shelf_get_order (self->shelf)) ? self->n_columns
                                                                      : 0;
}

static NightHeading *
get_heading (NightRows *self, const NightMonth *month)
{
  gpointer key = GINT_TO_POINTER (month->number);
  NightHeading *heading = g_hash_table_lookup (self->headings, key);

  if (heading == NULL) {
    heading = night_heading_new (night_month_dup_title (month));
    g_hash_table_insert (self->headings, key, heading);
  }

  return heading;
}

static GPtrArray *
make_rows (NightRows *self)
{
  const GPtrArray *items = night_shelf_get_shown (self->shelf);
  NightOrder order = night_shelf_get_order (self->shelf);
  guint n_columns = night_rows_get_columns (self);
  GPtrArray *rows = g_ptr_array_sized_new (items->len);
  NightHeading *heading = NULL;
  NightMonth month = { 0, 0, 0 };
  guint n_fillers = 0;

  for (guint i = 0; i < items->len; i++) {
    gint64 moment =
        n_columns == 0 ? 0 : night_order_get_moment (order, items->pdata[i]);

    if (n_columns > 0 && (heading == NULL || !night_month_holds (&month, moment))) {
      if (heading != NULL)
        fill_up (heading, &n_fillers, rows, n_columns);
      night_month_find (&month, moment);
      heading = get_heading (self, &month);
      n_fillers = 0;
      g_ptr_array_add (rows, heading);
      fill_up (heading, &n_fillers, rows, n_columns);
    }
    g_ptr_array_add (rows, items->pdata[i]);
  }

  return rows;
}

void
night_rows_update (NightRows *self)
{
  g_autoptr (GPtrArray) old = NULL;
  NightSpan span;

  g_return_if_fail (NIGHT_IS_ROWS (self));

  g_clear_handle_id (&self->update_id, g_source_remove);
  old = self->rows;
  self->rows = make_rows (self);
  span = night_span_between (old, self->rows);
  if (span.n_removed + span.n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), span.first, span.n_removed,
                                span.n_added);
}

static gboolean
update_now (gpointer user_data)
{
  NightRows *self = user_data;

  self->update_id = 0;
  night_rows_update (self);
  return G_SOURCE_REMOVE;
}

/* Of a thousand items that go one by one, each would have all rows made anew. */
static void
queue_update (NightRows *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH, update_now, self, NULL);
}

void
night_rows_set_columns (NightRows *self, guint n_columns)
{
  g_return_if_fail (NIGHT_IS_ROWS (self));

  if (n_columns == self->n_columns)
    return;

  self->n_columns = n_columns;
  night_rows_update (self);
}

guint
night_rows_find (NightRows *self, VaultItem *item)
{
  guint position;

  g_return_val_if_fail (NIGHT_IS_ROWS (self), NIGHT_ROWS_NOWHERE);

  return g_ptr_array_find (self->rows, item, &position) ? position : NIGHT_ROWS_NOWHERE;
}

const char *
night_rows_get_title (NightRows *self, VaultItem *item)
{
  NightMonth month;

  g_return_val_if_fail (NIGHT_IS_ROWS (self), NULL);

  if (night_rows_get_columns (self) == 0)
    return NULL;

  night_month_find (&month,
                    night_order_get_moment (night_shelf_get_order (self->shelf), item));
  return night_heading_get_title (get_heading (self, &month));
}

/* ---- from one item to another ---- */

static gboolean
is_item (NightRows *self, gint64 position)
{
  return position >= 0 && position < self->rows->len
         && VAULT_IS_ITEM (self->rows->pdata[position]);
}

/* The first item from @position on, in steps of @step.  Returns: -1 if there is none. */
static gint64
seek (NightRows *self, gint64 position, int step)
{
  while (position >= 0 && position < self->rows->len && !is_item (self, position))
    position += step;

  return is_item (self, position) ? position : -1;
}

/* In the row of @position, or in the next one that has items.  A row is filled up at its end
 * only, so that what is sought is there, or further to the start. */
static gint64
seek_row (NightRows *self, gint64 position, gint64 step)
{
  gint64 n_columns = ABS (step);
  gint64 row = position / n_columns;
  gint64 n_rows = (self->rows->len + n_columns - 1) / n_columns;

  for (row += step / n_columns; row >= 0 && row < n_rows; row += step / n_columns) {
    gint64 at = row * n_columns + position % n_columns;

    while (at > row * n_columns && !is_item (self, at))
      at--;
    if (is_item (self, at))
      return at;
  }

  return -1;
}

guint
night_rows_step (NightRows *self, guint position, NightStep step)
{
  gint64 columns = MAX (night_rows_get_columns (self), 1);
  gint64 found = -1;

  g_return_val_if_fail (NIGHT_IS_ROWS (self), position);

  switch (step) {
  case NIGHT_STEP_BEFORE:
    found = seek (self, (gint64) position - 1, -1);
    break;
  case NIGHT_STEP_AFTER:
    found = seek (self, (gint64) position + 1, 1);
    break;
  case NIGHT_STEP_ABOVE:
    found = seek_row (self, position, -columns);
    break;
  case NIGHT_STEP_BELOW:
    found = seek_row (self, position, columns);
    break;
  case NIGHT_STEP_FIRST:
    found = seek (self, 0, 1);
    break;
  case NIGHT_STEP_LAST:
  default:
    found = seek (self, (gint64) self->rows->len - 1, -1);
    break;
  }

  return found >= 0 ? (guint) found : position;
}

static void
night_rows_dispose (GObject *object)
{
  NightRows *self = NIGHT_ROWS (object);

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->shelf);

  G_OBJECT_CLASS (night_rows_parent_class)->dispose (object);
}

static void
night_rows_finalize (GObject *object)
{
  NightRows *self = NIGHT_ROWS (object);

  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->headings);

  G_OBJECT_CLASS (night_rows_parent_class)->finalize (object);
}

static void
night_rows_class_init (NightRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = night_rows_dispose;
  G_OBJECT_CLASS (klass)->finalize = night_rows_finalize;
}

static void
night_rows_init (NightRows *self)
{
  self->rows = g_ptr_array_new ();
  self->headings = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
}

NightRows *
night_rows_new (NightShelf *shelf)
{
  NightRows *self = g_object_new (NIGHT_TYPE_ROWS, NULL);

  self->shelf = g_object_ref (shelf);
  g_signal_connect_object (shelf, "items-changed", G_CALLBACK (queue_update), self,
                           G_CONNECT_SWAPPED);
  night_rows_update (self);
  return self;
}
