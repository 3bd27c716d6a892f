/* strip-jpeg.c - JPEG: the coefficients are carried over, never decoded to pixels
 *
 * What follows the end of the picture, such as a second picture, a film or a gain map, is
 * not part of it and stays behind.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "canvas.h"
#include "strip.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

#define BUFFER_BYTES 65536
#define PROFILE_MARKER (JPEG_APP0 + 2)
#define EXIF_MARKER (JPEG_APP0 + 1)
/* See jpeg.c. */
#define MAX_SCANS 200

typedef struct {
  struct jpeg_decompress_struct in;
  struct jpeg_compress_struct out;
  struct jpeg_error_mgr errors;
  struct jpeg_progress_mgr progress;
  struct jpeg_destination_mgr target;
  jmp_buf escape;
  StripOut *written;
  guint orientation;
  JOCTET *profile;
  gboolean is_damaged;
  guint8 buffer[BUFFER_BYTES];
} Stripper;

static void
escape (j_common_ptr jpeg)
{
  Stripper *self = jpeg->client_data;

  longjmp (self->escape, 1);
}

/* What libjpeg only warns of can mean that a part of the picture is missing, which it would
 * fill with grey.  A copy of that would pass for a sound picture. */
static void
note_damage (j_common_ptr jpeg, int level)
{
  Stripper *self = jpeg->client_data;

  if (level >= 0)
    return;
  switch (jpeg->err->msg_code) {
  case JWRN_EXTRANEOUS_DATA:
  case JWRN_JFIF_MAJOR:
  case JWRN_ADOBE_XFORM:
    break;
  default:
    self->is_damaged = TRUE;
  }
}

static void
count_scans (j_common_ptr jpeg)
{
  if (((j_decompress_ptr) jpeg)->input_scan_number > MAX_SCANS)
    escape (jpeg);
}

static void
begin_writing (j_compress_ptr jpeg)
{
  Stripper *self = jpeg->client_data;

  self->target.next_output_byte = self->buffer;
  self->target.free_in_buffer = BUFFER_BYTES;
}

static boolean
write_buffer (j_compress_ptr jpeg)
{
  Stripper *self = jpeg->client_data;

  if (!strip_out_write (self->written, self->buffer, BUFFER_BYTES))
    escape ((j_common_ptr) jpeg);
  begin_writing (jpeg);
  return TRUE;
}

static void
end_writing (j_compress_ptr jpeg)
{
  Stripper *self = jpeg->client_data;

  if (!strip_out_write (self->written, self->buffer,
                        BUFFER_BYTES - self->target.free_in_buffer))
    escape ((j_common_ptr) jpeg);
}

static void
write_markers (Stripper *self, guint n_profile_bytes)
{
  guint8 exif[6 + STRIP_ORIENTATION_BYTES] = "Exif\0";

  if (self->orientation != 1) {
    strip_orientation (self->orientation, exif + 6);
    jpeg_write_marker (&self->out, EXIF_MARKER, exif, sizeof exif);
  }
  if (n_profile_bytes > 0)
    jpeg_write_icc_profile (&self->out, self->profile, n_profile_bytes);
}

static void
copy_picture (Stripper *self)
{
  jvirt_barray_ptr *coefficients = jpeg_read_coefficients (&self->in);
  guint n_profile_bytes = 0;

  if (!jpeg_read_icc_profile (&self->in, &self->profile, &n_profile_bytes))
    n_profile_bytes = 0;
  jpeg_copy_critical_parameters (&self->in, &self->out);
  self->out.optimize_coding = TRUE;
  self->out.arith_code = self->in.arith_code;
  if (self->in.progressive_mode)
    jpeg_simple_progression (&self->out);
  jpeg_write_coefficients (&self->out, coefficients);
  write_markers (self, n_profile_bytes);
  jpeg_finish_compress (&self->out);
  jpeg_finish_decompress (&self->in);
}

/* libjpeg's errors leave by longjmp(); what it may leave behind hangs on @self. */
static DecoderStatus
run (Stripper *self, const StripSource *source)
{
  DecoderStatus status;

  if (setjmp (self->escape) != 0)
    return DECODER_DAMAGED;
  jpeg_mem_src (&self->in, source->bytes, source->n_bytes);
  jpeg_save_markers (&self->in, PROFILE_MARKER, 0xffff);
  jpeg_read_header (&self->in, TRUE);
  status = canvas_check_size (self->in.image_width, self->in.image_height);
  if (status != DECODER_OK)
    return status;
  copy_picture (self);
  return self->is_damaged ? DECODER_DAMAGED : DECODER_OK;
}

static void
prepare (Stripper *self)
{
  self->in.err = self->out.err = jpeg_std_error (&self->errors);
  self->in.client_data = self->out.client_data = self;
  self->errors.error_exit = escape;
  self->errors.emit_message = note_damage;
  self->progress.progress_monitor = count_scans;
  self->target.init_destination = begin_writing;
  self->target.empty_output_buffer = write_buffer;
  self->target.term_destination = end_writing;
}

DecoderStatus
strip_jpeg (const StripSource *source, StripOut *out)
{
  g_autofree Stripper *self = g_new0 (Stripper, 1);
  DecoderStatus status;

  prepare (self);
  self->written = out;
  self->orientation = source->orientation;
  if (setjmp (self->escape) != 0)
    return DECODER_FAILED;
  jpeg_create_decompress (&self->in);
  self->in.progress = &self->progress;
  jpeg_create_compress (&self->out);
  self->out.dest = &self->target;

  status = run (self, source);
  jpeg_destroy_compress (&self->out);
  jpeg_destroy_decompress (&self->in);
  free (self->profile);
  return status;
}
