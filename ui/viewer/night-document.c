/* night-document.c - a document that shows one of its pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "viewer/night-document.h"

#include "viewer/night-still.h"

/* The length of an A4 page in 96ths of an inch, for documents whose size is not known. */
#define USUAL_SIDE 1123

/* A page has no pixels.  At a scale of 1 it is shown at twice its size on paper, so that
 * the whole of it fills the view rather than standing small in the middle. */
#define SIZE_FACTOR 2

struct _NightDocument {
  GObject parent_instance;

  Vault *vault;
  VaultItem *item; /* NULL when closed */
  NightStill *page;
  GdkTexture *before; /* the page that was left, until the next one is there */
  guint number;
  guint n_pages;
  guint wanted_px;
};

static void night_document_picture_init (NightPictureInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (NightDocument,
                               night_document,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (NIGHT_TYPE_PICTURE,
                                                      night_document_picture_init))

static void
page_changed (NightDocument *self)
{
  guint n_pages = night_still_get_n_pages (self->page);

  g_clear_object (&self->before);
  if (n_pages > 0)
    self->n_pages = n_pages;
  night_picture_emit_changed (NIGHT_PICTURE (self));
}

static void
page_failed (NightDocument *self, int code)
{
  night_picture_emit_failed (NIGHT_PICTURE (self), code);
}

static void
close_page (NightDocument *self)
{
  if (self->page == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->page, self);
  night_still_close (self->page);
  g_clear_object (&self->page);
}

static void
open_page (NightDocument *self)
{
  close_page (self);
  self->page = night_still_new_page (self->vault, self->item, self->number);
  g_signal_connect_object (self->page, "changed", G_CALLBACK (page_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "failed", G_CALLBACK (page_failed), self,
                           G_CONNECT_SWAPPED);
  if (self->wanted_px > 0)
    night_still_want (self->page, self->wanted_px);
}

NightDocument *
night_document_new (Vault *vault, VaultItem *item)
{
  NightDocument *self = g_object_new (NIGHT_TYPE_DOCUMENT, NULL);

  self->vault = g_object_ref (vault);
  self->item = g_object_ref (item);
  open_page (self);
  return self;
}

guint
night_document_get_page (NightDocument *self)
{
  g_return_val_if_fail (NIGHT_IS_DOCUMENT (self), 0);

  return self->number;
}

guint
night_document_get_n_pages (NightDocument *self)
{
  g_return_val_if_fail (NIGHT_IS_DOCUMENT (self), 0);

  return self->n_pages;
}

static GdkTexture *
get_texture (NightPicture *picture)
{
  NightDocument *self = NIGHT_DOCUMENT (picture);
  GdkTexture *texture =
      self->page != NULL ? night_still_get_texture (self->page) : NULL;

  return texture != NULL ? texture : self->before;
}

void
night_document_turn (NightDocument *self, int step)
{
  gint64 number = (gint64) self->number + step;

  g_return_if_fail (NIGHT_IS_DOCUMENT (self));

  if (self->item == NULL || number < 0 || number >= self->n_pages)
    return;

  g_set_object (&self->before, get_texture (NIGHT_PICTURE (self)));
  self->number = (guint) number;
  open_page (self);
  night_picture_emit_changed (NIGHT_PICTURE (self));
}

static void
want (NightPicture *picture, guint side_px)
{
  NightDocument *self = NIGHT_DOCUMENT (picture);

  self->wanted_px = side_px;
  if (self->page != NULL)
    night_still_want (self->page, side_px);
}

/* Pages may be of several shapes: the texture tells this one's, the catalog how large a
 * page of this document is. */
static void
get_size (NightPicture *picture, guint *out_width, guint *out_height)
{
  NightDocument *self = NIGHT_DOCUMENT (picture);
  GdkTexture *texture = get_texture (picture);
  guint width = self->item != NULL ? vault_item_get_width (self->item) : 0;
  guint height = self->item != NULL ? vault_item_get_height (self->item) : 0;
  guint side = MAX (width, height) != 0 ? MAX (width, height) : USUAL_SIDE;
  double longest;

  if (texture != NULL) {
    width = (guint) gdk_texture_get_width (texture);
    height = (guint) gdk_texture_get_height (texture);
  }
  longest = MAX (width, height);
  *out_width = longest > 0 ? (guint) (SIZE_FACTOR * side * width / longest) : 0;
  *out_height = longest > 0 ? (guint) (SIZE_FACTOR * side * height / longest) : 0;
}

static void
close_document (NightPicture *picture)
{
  NightDocument *self = NIGHT_DOCUMENT (picture);

  close_page (self);
  g_clear_object (&self->before);
  g_clear_object (&self->item);
  g_clear_object (&self->vault);
}

static void
night_document_picture_init (NightPictureInterface *iface)
{
  iface->want = want;
  iface->get_texture = get_texture;
  iface->get_size = get_size;
  iface->close = close_document;
}

static void
night_document_dispose (GObject *object)
{
  close_document (NIGHT_PICTURE (object));

  G_OBJECT_CLASS (night_document_parent_class)->dispose (object);
}

static void
night_document_class_init (NightDocumentClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = night_document_dispose;
}

static void
night_document_init (NightDocument *self)
{
}
