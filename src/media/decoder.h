/* decoder.h - the app's side of the decoder program
 *
 * nightstand-decoder parses hostile bytes in a process without keys, files or network;
 * this is the only way in which the rest of Nightstand has media parsed.  Everything that
 * comes back is checked as if an attacker had written it.
 *
 * Owns:     up to n_helpers processes for stills and half as many for film, started when first
 *           needed and again after a crash, and one for each of a few animations under way.
 * Threads:  any; calls beyond their number wait for a free helper.
 * Blocks:   until a helper is free, and then until it answers, VAULT_PATIENCE_MS at
 *           most.  @source is read from the calling thread.
 * Promise:  whatever the helper does, a call ends with a result that was checked or with
 *           one named error, and the next call gets a sound helper.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <vault/vault-error.h>
#include <vault/vault-item.h>
#include <vault/vault-media.h>

G_BEGIN_DECLS

#define VAULT_DECODER_MAX_PIXELS 100000000
#define VAULT_DECODER_MAX_SIDE 32768
/* A still image file larger than this is not decoded. */
#define VAULT_DECODER_MAX_INPUT_BYTES ((guint64) 512 << 20)
#define VAULT_PAGE_MAX_SIDE 8192
/* Thumbnails: longest side, and the longest encoding accepted. */
#define VAULT_THUMBNAIL_SIDE 384
#define VAULT_THUMBNAIL_MAX_BYTES 65536

typedef struct _VaultDecoder VaultDecoder;
typedef struct _VaultFrames VaultFrames;

/* Where the decoder's input comes from: the original bytes of one item.  @read fills
 * exactly @n_bytes at @offset (always inside @n_bytes of the source) or sets @error. */
typedef struct {
  gboolean (*read) (gpointer data,
                    guint64 offset,
                    guint8 *out,
                    gsize n_bytes,
                    GError **error);
  gpointer data;
  guint64 n_bytes;
} VaultDecoderSource;

/* Where a stripped file goes.  @begin is called once, with its length, and then @write with
 * its bytes in order; either sets @error to end it. */
typedef struct {
  gboolean (*begin) (gpointer data, guint64 n_bytes, GError **error);
  gboolean (*write) (gpointer data, const guint8 *bytes, gsize n_bytes, GError **error);
  gpointer data;
} VaultDecoderTarget;

/* What decoding found out.  0 where unknown. */
typedef struct {
  guint width; /* of the original, orientation applied */
  guint height;
  guint64 duration_ms;
  gint64 captured; /* seconds since 1970 */
} VaultMediaFacts;

/* Returns: (transfer full). No process is started yet. */
VaultDecoder *vault_decoder_new (guint n_helpers);

/* Kills every helper; calls in progress end with VAULT_ERROR_LOCKED.  Later calls start
 * new ones. */
void vault_decoder_stop (VaultDecoder *self);

/* No call may be in progress.  @self may be NULL. */
void vault_decoder_free (VaultDecoder *self);

/* Decode the still image, or the first frame of the animation, in @source so that no side
 * is longer than @max_side (0: no reduction).
 *
 * Errors: VAULT_ERROR_UNSUPPORTED_MEDIA, VAULT_ERROR_DAMAGED_MEDIA,
 * VAULT_ERROR_TOO_LARGE_MEDIA, VAULT_ERROR_DECODER_FAILED, VAULT_ERROR_LOCKED,
 * G_IO_ERROR_CANCELLED, and whatever @source sets.
 * Returns: (transfer full): pixels, or NULL.
 */
VaultPixels *vault_decoder_image (VaultDecoder *self,
                                  const VaultDecoderSource *source,
                                  guint max_side,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Paint page @page, from 0, of the document in @source, its longer side @max_side pixels
 * (0: the page's own size; never more than VAULT_PAGE_MAX_SIDE).
 *
 * Errors: as above, and VAULT_ERROR_ENCRYPTED_MEDIA.
 * Returns: (transfer full): pixels, or NULL.
 */
VaultPixels *vault_decoder_page (VaultDecoder *self,
                                 const VaultDecoderSource *source,
                                 guint page,
                                 guint max_side,
                                 guint *out_n_pages,
                                 GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Begin on the animation in @source, which is read here.  Waits while too many others are
 * under way.
 *
 * Errors: as for an image; VAULT_ERROR_TOO_LARGE_MEDIA from a smaller size on.
 * Returns: (transfer full): to be freed with vault_frames_free(), frames.h.
 */
VaultFrames *vault_decoder_open_frames (VaultDecoder *self,
                                        const VaultDecoderSource *source,
                                        GCancellable *cancellable,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Make a thumbnail (WebP, at most VAULT_THUMBNAIL_SIDE and VAULT_THUMBNAIL_MAX_BYTES) of
 * an item of @kind and collect facts.  Of a document it is the first page.  Of a film it is
 * the frame a tenth into it; the film is not copied, only what the index and that frame take
 * is read.  Of a recording it is a picture of how loud it is, for which a long one is listened
 * to here and there.  For a kind or a file without a picture the facts alone come back, with a NULL thumbnail and success.  Errors
 * as above.
 */
gboolean vault_decoder_thumbnail (VaultDecoder *self,
                                  const VaultDecoderSource *source,
                                  VaultMediaKind kind,
                                  GBytes **out_thumbnail,
                                  VaultMediaFacts *out_facts,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Write @source, a picture, film or recording, into @target without what describes it: the
 * coded pictures and sound are the same, and it is still the same kind of file.
 * @out_captured: when it was taken, as the source said; 0 unknown.
 *
 * Errors: as above, VAULT_ERROR_UNSUPPORTED_MEDIA also where nothing here can tell what is
 * in such a file, and whatever @target sets.  After an error @target may have got a part. */
gboolean vault_decoder_strip (VaultDecoder *self,
                              const VaultDecoderSource *source,
                              const VaultDecoderTarget *target,
                              gint64 *out_captured,
                              GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What a camera wrote into the still picture in @source.
 *
 * Errors: as above; VAULT_ERROR_UNSUPPORTED_MEDIA also for formats of which that cannot be
 * read.
 * Returns: (transfer full).
 */
VaultCamera *vault_decoder_camera (VaultDecoder *self,
                                   const VaultDecoderSource *source,
                                   GCancellable *cancellable,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (VaultDecoder, vault_decoder_free)

G_END_DECLS
