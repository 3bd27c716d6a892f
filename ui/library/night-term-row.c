/* night-term-row.c - a row in which a person chooses how long something stays
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-term-row.h"

#include <glib/gi18n.h>

#define HOUR_S ((gint64) 60 * 60)
#define DAY_S (24 * HOUR_S)
#define YEAR_S (365 * DAY_S)

static const gint64 usual[] = {
  VAULT_GROUP_EXPIRES_NEVER, DAY_S, 7 * DAY_S, 30 * DAY_S, 90 * DAY_S, YEAR_S
};

struct _NightTermRow {
  AdwComboRow parent_instance;

  GArray *terms; /* of gint64, in the order of the list */
  gboolean with_vault;
};

G_DEFINE_FINAL_TYPE (NightTermRow, night_term_row, ADW_TYPE_COMBO_ROW)

typedef enum { PROP_SECONDS = 1, PROP_WITH_VAULT, N_PROPS } Property;

static GParamSpec *properties[N_PROPS];

char *
night_term_row_dup_text (gint64 seconds)
{
  gulong n;

  if (seconds == VAULT_GROUP_EXPIRES_AS_VAULT)
    return g_strdup (_ ("As the Vault"));
  if (seconds == VAULT_GROUP_EXPIRES_NEVER)
    return g_strdup (_ ("Never"));
  if (seconds % YEAR_S == 0) {
    n = (gulong) (seconds / YEAR_S);
    return g_strdup_printf (ngettext ("%lu Year", "%lu Years", n), n);
  }
  if (seconds % DAY_S == 0 && seconds > DAY_S) {
    n = (gulong) (seconds / DAY_S);
    return g_strdup_printf (ngettext ("%lu Day", "%lu Days", n), n);
  }

  n = (gulong) MAX ((seconds + HOUR_S / 2) / HOUR_S, 1);
  return g_strdup_printf (ngettext ("%lu Hour", "%lu Hours", n), n);
}

/* ---- the list ---- */

static gboolean
find_term (NightTermRow *self, gint64 seconds, guint *out_index)
{
  for (guint i = 0; i < self->terms->len; i++) {
    *out_index = i;
    if (g_array_index (self->terms, gint64, i) == seconds)
      return TRUE;
  }

  return FALSE;
}

static void
fill (NightTermRow *self)
{
  const gint64 as_vault = VAULT_GROUP_EXPIRES_AS_VAULT;

  g_array_set_size (self->terms, 0);
  if (self->with_vault)
    g_array_append_val (self->terms, as_vault);
  g_array_append_vals (self->terms, usual, G_N_ELEMENTS (usual));
}

static void
show (NightTermRow *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->terms->len; i++)
    gtk_string_list_take (
        list, night_term_row_dup_text (g_array_index (self->terms, gint64, i)));
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (list));
}

void
night_term_row_set_seconds (NightTermRow *self, gint64 seconds)
{
  guint index = 0;

  g_return_if_fail (NIGHT_IS_TERM_ROW (self));

  if (!find_term (self, seconds, &index)) {
    fill (self);
    g_array_append_val (self->terms, seconds);
    show (self);
    index = self->terms->len - 1;
  }
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), index);
}

gint64
night_term_row_get_seconds (NightTermRow *self)
{
  guint index;

  g_return_val_if_fail (NIGHT_IS_TERM_ROW (self), VAULT_GROUP_EXPIRES_NEVER);

  index = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  return index < self->terms->len ? g_array_index (self->terms, gint64, index)
                                  : VAULT_GROUP_EXPIRES_NEVER;
}

/* ---- the widget ---- */

static void
selected_changed (NightTermRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECONDS]);
}

static void
night_term_row_get_property (GObject *object,
                             guint id,
                             GValue *value,
                             GParamSpec *pspec)
{
  NightTermRow *self = NIGHT_TERM_ROW (object);

  switch ((Property) id) {
  case PROP_SECONDS:
    g_value_set_int64 (value, night_term_row_get_seconds (self));
    break;
  case PROP_WITH_VAULT:
    g_value_set_boolean (value, self->with_vault);
    break;
  case N_PROPS:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
night_term_row_set_property (GObject *object,
                             guint id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  NightTermRow *self = NIGHT_TERM_ROW (object);

  switch ((Property) id) {
  case PROP_SECONDS:
    night_term_row_set_seconds (self, g_value_get_int64 (value));
    break;
  case PROP_WITH_VAULT:
    self->with_vault = g_value_get_boolean (value);
    break;
  case N_PROPS:
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
night_term_row_constructed (GObject *object)
{
  NightTermRow *self = NIGHT_TERM_ROW (object);

  G_OBJECT_CLASS (night_term_row_parent_class)->constructed (object);
  fill (self);
  show (self);
}

static void
night_term_row_finalize (GObject *object)
{
  g_array_unref (NIGHT_TERM_ROW (object)->terms);

  G_OBJECT_CLASS (night_term_row_parent_class)->finalize (object);
}

static void
night_term_row_class_init (NightTermRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = night_term_row_get_property;
  object_class->set_property = night_term_row_set_property;
  object_class->constructed = night_term_row_constructed;
  object_class->finalize = night_term_row_finalize;

  properties[PROP_SECONDS] = g_param_spec_int64 (
      "seconds", NULL, NULL, VAULT_GROUP_EXPIRES_AS_VAULT, VAULT_GROUP_EXPIRES_MAX_S,
      VAULT_GROUP_EXPIRES_NEVER,
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_WITH_VAULT] = g_param_spec_boolean (
      "with-vault", NULL, NULL, FALSE,
      G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
night_term_row_init (NightTermRow *self)
{
  self->terms = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_changed), NULL);
}

GtkWidget *
night_term_row_new (const char *title, gboolean with_vault)
{
  return g_object_new (NIGHT_TYPE_TERM_ROW, "title", title, "with-vault", with_vault,
                       NULL);
}
