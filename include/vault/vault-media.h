/* vault-media.h - looking at an item: streams, thumbnails, pictures, pages
 *
 * Threads:  the main context, except where said.
 * Blocks:   never, except where said.
 * Promise:  no byte is handed out before the chunk it comes from was authenticated, and
 *           pictures and documents are parsed only in a decoder process, which has no keys.
 *           Films and sound: see vault-player.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault.h>

G_BEGIN_DECLS

/* Decoded pixels: 4 bytes each, B G R A in memory order, alpha premultiplied, rows
 * @stride_bytes apart, orientation already applied. */
typedef struct {
  guint width;
  guint height;
  gsize stride_bytes;
  GBytes *bytes;
} VaultPixels;

void vault_pixels_free (VaultPixels *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultPixels, vault_pixels_free)

/* The original bytes of @item as a seekable stream straight from the sealed pieces; each
 * stream keeps one opened piece.  The stream may be moved to another thread and used from
 * one at a time.  Its read calls block; they fail with VAULT_ERROR_LOCKED or
 * VAULT_ERROR_EXPIRED from the moment the item is out of reach.
 *
 * Errors: VAULT_ERROR_NO_ITEM, VAULT_ERROR_LOCKED.
 * Returns: (transfer full): a GInputStream that is a GSeekable, or NULL.
 */
GInputStream *vault_open_stream (Vault *self,
                                 VaultItem *item,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The small picture made at import.  If there is none it is made now, and kept if the disk
 * takes it; @item then knows, before @callback, what was found out about it.  What no picture
 * can be made of is tried once in an opening.
 *
 * It is reduced to just cover a square of @cover_px pixels (0: as large as it is kept).
 *
 * Errors: VAULT_ERROR_UNSUPPORTED_MEDIA (also: it has no picture), VAULT_ERROR_DAMAGED_MEDIA,
 * VAULT_ERROR_TOO_LARGE_MEDIA, VAULT_ERROR_DAMAGED_ITEM, VAULT_ERROR_DECODER_FAILED,
 * VAULT_ERROR_NO_ITEM, VAULT_ERROR_EXPIRED, VAULT_ERROR_LOCKED.
 */
void vault_load_thumbnail_async (Vault *self,
                                 VaultItem *item,
                                 guint cover_px,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
VaultPixels *vault_load_thumbnail_finish (Vault *self,
                                          GAsyncResult *result,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A still image, or the first frame of an animation, reduced so that neither side is
 * longer than @max_side pixels (0: as large as it is).
 *
 * Errors: VAULT_ERROR_UNSUPPORTED_MEDIA, VAULT_ERROR_DAMAGED_MEDIA,
 * VAULT_ERROR_TOO_LARGE_MEDIA, VAULT_ERROR_DECODER_FAILED, VAULT_ERROR_DAMAGED_ITEM,
 * VAULT_ERROR_LOCKED, VAULT_ERROR_NO_ITEM.
 */
void vault_load_image_async (Vault *self,
                             VaultItem *item,
                             guint max_side,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
VaultPixels *vault_load_image_finish (Vault *self,
                                      GAsyncResult *result,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One page of a document, from 0, on white, its longer side @max_side pixels (0: the page's
 * own size; a page is never made larger than 8192).  Scripts, links and attachments of the
 * document are not looked at.  Letters of a typeface that is neither in the document nor
 * among the few that stand in for it may be missing.
 *
 * Errors: those of vault_load_image_finish(); VAULT_ERROR_ENCRYPTED_MEDIA.
 */
void vault_load_page_async (Vault *self,
                            VaultItem *item,
                            guint page,
                            guint max_side,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* @out_n_pages: of the document, 0 on failure. */
VaultPixels *vault_load_page_finish (Vault *self,
                                     GAsyncResult *result,
                                     guint *out_n_pages,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a camera wrote into a picture, checked: texts are one line of UTF-8, at most 95
 * bytes.  NULL and 0 where unknown. */
typedef struct {
  char *make;
  char *model;
  char *lens;
  guint64 exposure_us;
  guint aperture_hundredths; /* 180 for f/1.8 */
  guint focal_length_tenths; /* of a millimetre */
  guint iso;
  gboolean
      has_location; /* coordinates or the name of a place are written in the file */
} VaultCamera;

void vault_camera_free (VaultCamera *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultCamera, vault_camera_free)

/* Read from the original bytes, in the decoder.
 *
 * Errors: VAULT_ERROR_UNSUPPORTED_MEDIA (of this format it cannot be known), else as
 * vault_load_image_async().
 */
void vault_load_camera_async (Vault *self,
                              VaultItem *item,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
VaultCamera *vault_load_camera_finish (Vault *self,
                                       GAsyncResult *result,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
