/* night-find-bar.c - where a person says what to look for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-find-bar.h"

#include <glib/gi18n.h>

#include "night-blank.h"

struct _NightFindBar {
  GtkBox parent_instance;

  GtkSearchBar *bar;
  GtkEditable *entry;
  GtkMenuButton *kinds_button;
  GtkCheckButton *photos;
  GtkCheckButton *animations;
  GtkCheckButton *films;
  GtkCheckButton *recordings;
  GtkCheckButton *documents;
  GtkCheckButton *others;
  GtkLabel *count;
};

G_DEFINE_FINAL_TYPE (NightFindBar, night_find_bar, GTK_TYPE_BOX)

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef enum { PROP_OPEN = 1, N_PROPS } Property;

static GParamSpec *properties[N_PROPS];

typedef struct {
  GtkCheckButton *button;
  VaultMediaKind kind;
} Choice;

#define N_CHOICES 6

static void
list_choices (NightFindBar *self, Choice out[N_CHOICES])
{
  const Choice choices[N_CHOICES] = {
    { self->photos, VAULT_MEDIA_IMAGE },
    { self->animations, VAULT_MEDIA_ANIMATION },
    { self->films, VAULT_MEDIA_VIDEO },
    { self->recordings, VAULT_MEDIA_AUDIO },
    { self->documents, VAULT_MEDIA_DOCUMENT },
    { self->others, VAULT_MEDIA_OTHER },
  };

  for (guint i = 0; i < N_CHOICES; i++)
    out[i] = choices[i];
}

gboolean
night_find_bar_is_open (NightFindBar *self)
{
  g_return_val_if_fail (NIGHT_IS_FIND_BAR (self), FALSE);

  return gtk_search_bar_get_search_mode (self->bar);
}

static void
emit_changed (NightFindBar *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The button says what is chosen, as long as that is one thing. */
static void
kinds_changed (NightFindBar *self)
{
  Choice choices[N_CHOICES];
  const char *only = NULL;
  guint n_chosen = 0;
  g_autofree char *text = NULL;

  list_choices (self, choices);
  for (guint i = 0; i < N_CHOICES; i++) {
    gboolean is_chosen = gtk_check_button_get_active (choices[i].button);

    n_chosen += is_chosen;
    if (is_chosen)
      only = gtk_check_button_get_label (choices[i].button);
  }

  if (n_chosen > 1)
    text = g_strdup_printf (ngettext ("%u kind", "%u kinds", n_chosen), n_chosen);
  else
    text = g_strdup (n_chosen == 1 ? only : _ ("All kinds"));
  gtk_menu_button_set_label (self->kinds_button, text);
  emit_changed (self);
}

static void
reset_kinds (NightFindBar *self)
{
  Choice choices[N_CHOICES];

  list_choices (self, choices);
  for (guint i = 0; i < N_CHOICES; i++)
    gtk_check_button_set_active (choices[i].button, FALSE);
}

/* What was looked for is nobody's business afterwards. */
static void
mode_changed (NightFindBar *self)
{
  if (!night_find_bar_is_open (self)) {
    night_blank_entry (self->entry);
    reset_kinds (self);
    night_blank_label (self->count);
  }
  emit_changed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPEN]);
}

/* Enter goes on to what was found. */
static void
activated (NightFindBar *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "library.focus", NULL);
}

void
night_find_bar_open (NightFindBar *self)
{
  g_return_if_fail (NIGHT_IS_FIND_BAR (self));

  gtk_search_bar_set_search_mode (self->bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (self->entry, 0, -1);
}

void
night_find_bar_close (NightFindBar *self)
{
  g_return_if_fail (NIGHT_IS_FIND_BAR (self));

  gtk_search_bar_set_search_mode (self->bar, FALSE);
}

void
night_find_bar_capture (NightFindBar *self, GtkWidget *widget)
{
  g_return_if_fail (NIGHT_IS_FIND_BAR (self));

  gtk_search_bar_set_key_capture_widget (self->bar, widget);
}

void
night_find_bar_apply (NightFindBar *self, Vault *vault, NightFilter *filter)
{
  Choice choices[N_CHOICES];

  g_return_if_fail (NIGHT_IS_FIND_BAR (self));

  list_choices (self, choices);
  for (guint i = 0; i < N_CHOICES; i++)
    night_filter_set_kind (filter, choices[i].kind,
                           gtk_check_button_get_active (choices[i].button));
  night_filter_set_text (filter, vault, gtk_editable_get_text (self->entry));
}

void
night_find_bar_show_count (NightFindBar *self, gint64 n_found)
{
  gulong n = (gulong) n_found;
  g_autofree char *text = NULL;

  g_return_if_fail (NIGHT_IS_FIND_BAR (self));

  if (n_found >= 0)
    text = g_strdup_printf (ngettext ("%lu item found", "%lu items found", n), n);
  gtk_label_set_text (self->count, text != NULL ? text : "");
}

static void
night_find_bar_get_property (GObject *object,
                             guint id,
                             GValue *value,
                             GParamSpec *pspec)
{
  if (id == PROP_OPEN)
    g_value_set_boolean (value, night_find_bar_is_open (NIGHT_FIND_BAR (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
night_find_bar_class_init (NightFindBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = night_find_bar_get_property;

  signals[CHANGED] =
      g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
  properties[PROP_OPEN] = g_param_spec_boolean (
      "open", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/library/night-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, NightFindBar, bar);
  gtk_widget_class_bind_template_child (widget_class, NightFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, NightFindBar, kinds_button);
  gtk_widget_class_bind_template_child (widget_class, NightFindBar, photos);
  gtk_widget_class_bind_template_child (widget_class, NightFindBar, animations);
  gtk_widget_class_bind_template_child (widget_class, NightFindBar, films);
  gtk_widget_class_bind_template_child (widget_class, NightFindBar, recordings);
  gtk_widget_class_bind_template_child (widget_class, NightFindBar, documents);
  gtk_widget_class_bind_template_child (widget_class, NightFindBar, others);
  gtk_widget_class_bind_template_child (widget_class, NightFindBar, count);
  gtk_widget_class_bind_template_callback (widget_class, emit_changed);
  gtk_widget_class_bind_template_callback (widget_class, kinds_changed);
  gtk_widget_class_bind_template_callback (widget_class, mode_changed);
  gtk_widget_class_bind_template_callback (widget_class, activated);
}

static void
night_find_bar_init (NightFindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->bar, self->entry);
}
