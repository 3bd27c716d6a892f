/* night-details.c - what is known of one item, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-details.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include <vault/vault-media.h>

#include "night-blank.h"
#include "night-text.h"
#include "organise/night-sayings.h"
#include "viewer/night-camera-text.h"

struct _NightDetails {
  GtkBox parent_instance;

  GtkWidget *content; /* hidden while nothing is shown, from screen readers as well */
  GtkLabel *name;
  NightSayings *sayings;
  GtkLabel *type;
  GtkLabel *size;
  GtkLabel *dimensions;
  GtkLabel *duration;
  GtkLabel *captured;
  GtkLabel *added;
  GtkLabel *expiry;
  GtkLabel *camera;
  GtkLabel *lens;
  GtkLabel *exposure;
  GtkLabel *location;

  Vault *vault;
  VaultItem *item; /* NULL when nothing is shown */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (NightDetails, night_details, GTK_TYPE_BOX)

/* What is not known has no line at all. */
static void
set_text (GtkLabel *label, const char *text)
{
  gboolean is_known = text != NULL && *text != '\0';

  night_blank_label (label);
  if (is_known)
    gtk_label_set_text (label, text);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (label)), is_known);
}

static void
take_text (GtkLabel *label, char *text)
{
  set_text (label, text);
  g_free (text);
}

void
night_details_update_expiry (NightDetails *self)
{
  gint64 expires;

  g_return_if_fail (NIGHT_IS_DETAILS (self));

  if (self->item == NULL)
    return;

  expires = vault_item_get_expires (self->item);
  if (expires == VAULT_EXPIRES_NEVER) {
    set_text (self->expiry, _ ("Never"));
  } else {
    g_autofree char *when = night_text_dup_moment (expires);
    g_autofree char *left =
        night_text_dup_time_left (expires - vault_get_time (self->vault));

    /* Translators: a moment, and how long it is until then. */
    take_text (self->expiry, g_strdup_printf (_ ("%s (%s)"), when, left));
  }
}

static void
show_dimensions (NightDetails *self)
{
  guint width = vault_item_get_width (self->item);
  guint height = vault_item_get_height (self->item);

  if (width == 0 || height == 0)
    set_text (self->dimensions, NULL);
  else
    /* Translators: width and height in pixels. */
    take_text (self->dimensions, g_strdup_printf (_ ("%u × %u pixels"), width, height));
}

static char *
dup_date (gint64 unix_s)
{
  return unix_s > 0 ? night_text_dup_moment (unix_s) : NULL;
}

static void
show_name (NightDetails *self)
{
  set_text (self->name, vault_item_get_name (self->item));
}

static void
show_record (NightDetails *self)
{
  VaultItem *item = self->item;
  guint64 duration_ms = vault_item_get_duration_ms (item);
  g_autofree char *size = g_format_size (vault_item_get_n_bytes (item));

  show_name (self);
  /* Translators: what an item is, "photo (image/jpeg)". */
  take_text (self->type,
             g_strdup_printf (_ ("%s (%s)"),
                              night_text_get_kind (vault_item_get_kind (item)),
                              vault_item_get_content_type (item)));
  set_text (self->size, size);
  show_dimensions (self);
  take_text (self->duration,
             duration_ms > 0 ? night_text_dup_duration (duration_ms) : NULL);
  take_text (self->captured, dup_date (vault_item_get_captured (item)));
  take_text (self->added, dup_date (vault_item_get_added (item)));
  night_details_update_expiry (self);
}

static void
show_camera (NightDetails *self, const VaultCamera *camera)
{
  take_text (self->camera, night_camera_text_dup_name (camera));
  set_text (self->lens, camera->lens);
  take_text (self->exposure, night_camera_text_dup_exposure (camera));
  set_text (self->location, camera->has_location
                                ? _ ("The file says where it was made.")
                                : _ ("No place was found in the file."));
}

static void
show_no_camera (NightDetails *self)
{
  set_text (self->camera, NULL);
  set_text (self->lens, NULL);
  set_text (self->exposure, NULL);
  set_text (self->location,
            _ ("Nightstand can’t tell whether the file says where it was made."));
}

static void
camera_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightDetails) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (VaultCamera) camera =
                 vault_load_camera_finish (VAULT_VAULT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->item == NULL
      || vault_item_is_gone (self->item))
    return;

  if (camera != NULL)
    show_camera (self, camera);
  else
    show_no_camera (self);
}

static void
load_camera (NightDetails *self)
{
  show_no_camera (self);
  if (vault_item_get_kind (self->item) != VAULT_MEDIA_IMAGE)
    return;

  set_text (self->location, _ ("Being looked for…"));
  self->cancellable = g_cancellable_new ();
  vault_load_camera_async (self->vault, self->item, self->cancellable, camera_loaded_cb,
                           g_object_ref (self));
}

void
night_details_show (NightDetails *self, Vault *vault, VaultItem *item)
{
  g_return_if_fail (NIGHT_IS_DETAILS (self));

  night_details_drop (self);
  self->vault = g_object_ref (vault);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify::rotation", G_CALLBACK (show_dimensions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::name", G_CALLBACK (show_name), self,
                           G_CONNECT_SWAPPED);
  show_record (self);
  night_sayings_show (self->sayings, vault, item);
  load_camera (self);
  gtk_widget_set_visible (self->content, TRUE);
}

void
night_details_drop (NightDetails *self)
{
  GtkLabel *labels[] = { self->name,       self->type,     self->size,
                         self->dimensions, self->duration, self->captured,
                         self->added,      self->expiry,   self->camera,
                         self->lens,       self->exposure, self->location };

  g_return_if_fail (NIGHT_IS_DETAILS (self));

  gtk_widget_set_visible (self->content, FALSE);
  night_sayings_drop (self->sayings);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  g_clear_object (&self->vault);
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    set_text (labels[i], NULL);
}

static void
night_details_dispose (GObject *object)
{
  NightDetails *self = NIGHT_DETAILS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->item);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (night_details_parent_class)->dispose (object);
}

static void
night_details_class_init (NightDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_details_dispose;

  g_type_ensure (NIGHT_TYPE_SAYINGS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/viewer/night-details.ui");
  gtk_widget_class_bind_template_child (widget_class, NightDetails, content);
  gtk_widget_class_bind_template_child (widget_class, NightDetails, name);
  gtk_widget_class_bind_template_child (widget_class, NightDetails, sayings);
  gtk_widget_class_bind_template_child (widget_class, NightDetails, type);
  gtk_widget_class_bind_template_child (widget_class, NightDetails, size);
  gtk_widget_class_bind_template_child (widget_class, NightDetails, dimensions);
  gtk_widget_class_bind_template_child (widget_class, NightDetails, duration);
  gtk_widget_class_bind_template_child (widget_class, NightDetails, captured);
  gtk_widget_class_bind_template_child (widget_class, NightDetails, added);
  gtk_widget_class_bind_template_child (widget_class, NightDetails, expiry);
  gtk_widget_class_bind_template_child (widget_class, NightDetails, camera);
  gtk_widget_class_bind_template_child (widget_class, NightDetails, lens);
  gtk_widget_class_bind_template_child (widget_class, NightDetails, exposure);
  gtk_widget_class_bind_template_child (widget_class, NightDetails, location);
}

static void
night_details_init (NightDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
