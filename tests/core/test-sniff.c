/* test-sniff.c - first bytes, and what they must be taken for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/sniff.h"

#include <string.h>

typedef struct {
  const char *name;
  const char *bytes;
  gsize n_bytes;
  VaultMediaKind kind;
  const char *content_type;
} Case;

#define BYTES(text) text, sizeof (text) - 1
#define OTHER VAULT_MEDIA_OTHER, "application/octet-stream"

static const Case cases[] = {
  { "jpeg", BYTES ("\xff\xd8\xff\xe0\0\x10JFIF"), VAULT_MEDIA_IMAGE, "image/jpeg" },
  { "png", BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), VAULT_MEDIA_IMAGE, "image/png" },
  { "apng",
    BYTES ("\x89PNG\r\n\x1a\n\0\0\0\rIHDRxxxxxxxxxxxxxxxxx\0\0\0\x08"
           "acTL"),
    VAULT_MEDIA_ANIMATION, "image/png" },
  { "gif", BYTES ("GIF89a\x01\0\x01\0"), VAULT_MEDIA_ANIMATION, "image/gif" },
  { "webp", BYTES ("RIFF\x10\0\0\0WEBPVP8 xxxxxxxx"), VAULT_MEDIA_IMAGE, "image/webp" },
  { "webp-animated", BYTES ("RIFF\x10\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0"),
    VAULT_MEDIA_ANIMATION, "image/webp" },
  { "webp-extended", BYTES ("RIFF\x10\0\0\0WEBPVP8X\x0a\0\0\0\x10\0\0\0"),
    VAULT_MEDIA_IMAGE, "image/webp" },
  { "tiff-little", BYTES ("II*\0\x08\0\0\0"), VAULT_MEDIA_IMAGE, "image/tiff" },
  { "tiff-big", BYTES ("MM\0*\0\0\0\x08"), VAULT_MEDIA_IMAGE, "image/tiff" },
  { "bmp", BYTES ("BM\x76\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x08\0\0\0\x08\0\0\0"),
    VAULT_MEDIA_IMAGE, "image/bmp" },
  { "heic",
    BYTES ("\0\0\0\x18"
           "ftypheic\0\0\0\0mif1heic"),
    VAULT_MEDIA_IMAGE, "image/heic" },
  { "heic-behind-mif1",
    BYTES ("\0\0\0\x18"
           "ftypmif1\0\0\0\0mif1heic"),
    VAULT_MEDIA_IMAGE, "image/heic" },
  { "avif-behind-mif1",
    BYTES ("\0\0\0\x1c"
           "ftypmif1\0\0\0\0mif1iso8avif"),
    VAULT_MEDIA_IMAGE, "image/avif" },
  { "heif",
    BYTES ("\0\0\0\x14"
           "ftypmif1\0\0\0\0miaf"),
    VAULT_MEDIA_IMAGE, "image/heif" },
  { "avif",
    BYTES ("\0\0\0\x18"
           "ftypavif\0\0\0\0avifmif1"),
    VAULT_MEDIA_IMAGE, "image/avif" },
  { "mp4",
    BYTES ("\0\0\0\x18"
           "ftypisom\0\0\2\0isomiso2"),
    VAULT_MEDIA_VIDEO, "video/mp4" },
  { "mp4-camera",
    BYTES ("\0\0\0\x1c"
           "ftypXAVC\1\0\x1f\xffXAVCmp42iso2"),
    VAULT_MEDIA_VIDEO, "video/mp4" },
  { "mov",
    BYTES ("\0\0\0\x14"
           "ftypqt  \0\0\0\0qt  "),
    VAULT_MEDIA_VIDEO, "video/quicktime" },
  { "mov-old", BYTES ("\0\0\0\x08wide\0\0\0\0mdat"), VAULT_MEDIA_VIDEO,
    "video/quicktime" },
  { "3gp",
    BYTES ("\0\0\0\x14"
           "ftyp3gp4\0\0\0\0isom"),
    VAULT_MEDIA_VIDEO, "video/3gpp" },
  { "m4a",
    BYTES ("\0\0\0\x18"
           "ftypM4A \0\0\0\0isommp42"),
    VAULT_MEDIA_AUDIO, "audio/mp4" },
  { "webm", BYTES ("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"),
    VAULT_MEDIA_VIDEO, "video/webm" },
  { "webm-nul", BYTES ("\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x10\x42\x82\x85webm\0"),
    VAULT_MEDIA_VIDEO, "video/webm" },
  { "mkv-nul", BYTES ("\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x14\x42\x82\x89matroska\0"),
    VAULT_MEDIA_VIDEO, "video/x-matroska" },
  { "mkv", BYTES ("\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\x82\x88matroska"),
    VAULT_MEDIA_VIDEO, "video/x-matroska" },
  { "mp3-tagged", BYTES ("ID3\x04\0\0\0\0\0\x7f"), VAULT_MEDIA_AUDIO, "audio/mpeg" },
  { "ogg", BYTES ("OggS\0\x02xxxxxxxxxxxxxxxxxxxxxx\x01vorbis"), VAULT_MEDIA_AUDIO,
    "audio/ogg" },
  { "ogg-theora", BYTES ("OggS\0\x02xxxxxxxxxxxxxxxxxxxxxx\x80theora"),
    VAULT_MEDIA_VIDEO, "video/ogg" },
  { "wav", BYTES ("RIFF\x24\0\0\0WAVEfmt \x10\0\0\0"), VAULT_MEDIA_AUDIO,
    "audio/x-wav" },
  { "jxl", BYTES ("\xff\x0a\x41\x40\x40\xe5\xde\x2a"), VAULT_MEDIA_IMAGE, "image/jxl" },
  { "jxl-container",
    BYTES ("\0\0\0\x0cJXL \r\n\x87\n\0\0\0\x14"
           "ftypjxl "),
    VAULT_MEDIA_IMAGE, "image/jxl" },
  { "avif-sequence",
    BYTES ("\0\0\0\x18"
           "ftypavis\0\0\0\0avifmsf1"),
    VAULT_MEDIA_IMAGE, "image/avif" },
  { "flac", BYTES ("fLaC\0\0\0\x22"), VAULT_MEDIA_AUDIO, "audio/flac" },
  { "pdf", BYTES ("%PDF-1.7\n"), VAULT_MEDIA_DOCUMENT, "application/pdf" },

  { "nothing", BYTES (""), OTHER },
  { "text", BYTES ("Dear diary, today nothing happened at all."), OTHER },
  { "text-bm", BYTES ("BMW drivers of the world, unite and indicate"), OTHER },
  { "svg", BYTES ("<?xml version=\"1.0\"?><svg xmlns=\"x\"/>"), OTHER },
  { "xpm", BYTES ("/* XPM */\nstatic char *x[] = {"), OTHER },
  { "playlist", BYTES ("#EXTM3U\nfile:///etc/passwd\n"), OTHER },
  { "playlist-pls", BYTES ("[playlist]\nFile1=file:///etc/passwd\n"), OTHER },
  { "playlist-asx", BYTES ("<asx version=\"3.0\"><entry/></asx>"), OTHER },
  { "playlist-xspf", BYTES ("<?xml version=\"1.0\"?><playlist version=\"1\"/>"),
    OTHER },
  { "playlist-smil", BYTES ("<smil><body/></smil>"), OTHER },
  { "playlist-stream", BYTES ("rtsptextrtsp://example.org/"), OTHER },
  { "svg-bare", BYTES ("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"), OTHER },
  { "svg-packed", BYTES ("\x1f\x8b\x08\0\0\0\0\0\0\x03"), OTHER },
  { "xbm", BYTES ("#define x_width 8\n#define x_height 8\n"), OTHER },
  { "html", BYTES ("<!DOCTYPE html><html><script>1</script></html>"), OTHER },
  { "html-old", BYTES ("<HTML><BODY>"), OTHER },
  { "postscript", BYTES ("%!PS-Adobe-3.0 EPSF-3.0\n"), OTHER },
  { "pdf-behind-script", BYTES ("#!/bin/sh\n%PDF-1.7\n"), OTHER },
  { "javascript", BYTES ("alert('GIF89a');"), OTHER },
  { "script", BYTES ("#!/bin/sh\nrm -rf /\n"), OTHER },
  { "program",
    BYTES ("\x7f"
           "ELF\2\1\1\0\0\0\0\0\0\0\0\0"),
    OTHER },
  { "avi", BYTES ("RIFF\x24\0\0\0AVI LIST\x10\0\0\0"), OTHER },
  { "canon-raw",
    BYTES ("\0\0\0\x18"
           "ftypcrx \0\0\0\1crx isom"),
    OTHER },
  { "unknown-brand",
    BYTES ("\0\0\0\x14"
           "ftypzzzz\0\0\0\0yyyy"),
    OTHER },
  { "utf16",
    BYTES ("\xff\xfe"
           "d\0i\0a\0r\0y\0"),
    OTHER },
  { "aac", BYTES ("\xff\xf1\x50\x80\x02\x1f\xfc\xde"), OTHER },
  { "one-mp3-frame", BYTES ("\xff\xfb\x90\x00\0\0\0\0"), OTHER },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  /* Of exactly this length, so that a memory checker sees a byte too far. */
  g_autofree guint8 *bytes = g_memdup2 (c->bytes, MAX (c->n_bytes, 1));
  const char *content_type = NULL;

  g_assert_cmpint (vault_sniff (bytes, c->n_bytes, &content_type), ==, c->kind);
  g_assert_cmpstr (content_type, ==, c->content_type);
}

/* Every beginning of every case has some answer. */
static void
test_beginnings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize n = 0; n <= cases[i].n_bytes; n++) {
      g_autofree guint8 *bytes = g_malloc (MAX (n, 1));
      const char *content_type = NULL;

      memcpy (bytes, cases[i].bytes, n);
      vault_sniff (bytes, n, &content_type);
      g_assert_nonnull (content_type);
    }
}

static void
test_mp3_frames (void)
{
  /* 128 kbit/s at 44.1 kHz: 417 bytes a frame. */
  const guint8 frame[] = { 0xff, 0xfb, 0x90, 0x00 };
  const gsize frame_bytes = 417;
  guint8 head[3 * 417] = { 0 };
  const char *content_type;

  for (gsize i = 0; i < 3; i++)
    memcpy (head + i * frame_bytes, frame, sizeof frame);
  g_assert_cmpint (vault_sniff (head, sizeof head, &content_type), ==,
                   VAULT_MEDIA_AUDIO);
  g_assert_cmpstr (content_type, ==, "audio/mpeg");

  head[2 * frame_bytes] = 0;
  g_assert_cmpint (vault_sniff (head, sizeof head, &content_type), ==,
                   VAULT_MEDIA_OTHER);
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 20000; i++) {
    const Case *c = &cases[g_rand_int_range (rand, 0, G_N_ELEMENTS (cases))];
    gsize n_bytes = (gsize) g_rand_int_range (rand, 0, 128);
    g_autofree guint8 *bytes = g_malloc (MAX (n_bytes, 1));
    const char *content_type = NULL;

    for (gsize at = 0; at < n_bytes; at++)
      bytes[at] = (guint8) g_rand_int_range (rand, 0, 256);
    memcpy (bytes, c->bytes, MIN (MIN (n_bytes, c->n_bytes), 12));
    vault_sniff (bytes, n_bytes, &content_type);
    g_assert_nonnull (content_type);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_strdup_printf ("/media/sniff/%s", cases[i].name);

    g_test_add_data_func (path, &cases[i], test_case);
  }
  g_test_add_func ("/media/sniff/beginnings", test_beginnings);
  g_test_add_func ("/media/sniff/mp3-frames", test_mp3_frames);
  g_test_add_func ("/media/sniff/random", test_random);
  return g_test_run ();
}
