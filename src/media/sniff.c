/* sniff.c - what a file is, by its first bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "media/sniff.h"

#include <string.h>

typedef struct {
  const guint8 *bytes;
  gsize n_bytes;
} Head;

typedef struct {
  VaultMediaKind kind;
  const char *content_type;
} Answer;

typedef struct {
  const char *magic;
  guint n_bytes;
  Answer answer;
} Magic;

static const Answer unknown = { VAULT_MEDIA_OTHER, "application/octet-stream" };

static gboolean
has (Head head, gsize offset, const void *wanted, gsize n_bytes)
{
  return offset <= head.n_bytes && n_bytes <= head.n_bytes - offset
         && memcmp (head.bytes + offset, wanted, n_bytes) == 0;
}

static gboolean
contains (Head head, const void *wanted, gsize n_bytes)
{
  return head.bytes != NULL
         && memmem (head.bytes, head.n_bytes, wanted, n_bytes) != NULL;
}

static guint32
load_be32 (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8
         | bytes[3];
}

/* Formats that one look decides. */
static Answer
sniff_magic (Head head)
{
  static const Magic magics[] = {
    { "\xff\xd8\xff", 3, { VAULT_MEDIA_IMAGE, "image/jpeg" } },
    { "GIF87a", 6, { VAULT_MEDIA_ANIMATION, "image/gif" } },
    { "GIF89a", 6, { VAULT_MEDIA_ANIMATION, "image/gif" } },
    { "II*\0", 4, { VAULT_MEDIA_IMAGE, "image/tiff" } },
    { "MM\0*", 4, { VAULT_MEDIA_IMAGE, "image/tiff" } },
    { "II+\0\b\0\0\0", 8, { VAULT_MEDIA_IMAGE, "image/tiff" } },
    { "MM\0+\0\b\0\0", 8, { VAULT_MEDIA_IMAGE, "image/tiff" } },
    { "\xff\x0a", 2, { VAULT_MEDIA_IMAGE, "image/jxl" } },
    { "\0\0\0\x0cJXL \r\n\x87\n", 12, { VAULT_MEDIA_IMAGE, "image/jxl" } },
    { "fLaC", 4, { VAULT_MEDIA_AUDIO, "audio/flac" } },
    { "%PDF-", 5, { VAULT_MEDIA_DOCUMENT, "application/pdf" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    if (has (head, 0, magics[i].magic, magics[i].n_bytes))
      return magics[i].answer;
  return unknown;
}

/* The animation control chunk has to come before the pixels; a long profile may push it
 * out of the head, and then the animation is taken for its first picture. */
static Answer
sniff_png (Head head)
{
  if (!has (head, 0, "\x89PNG\r\n\x1a\n", 8))
    return unknown;
  if (contains (head, "acTL", 4))
    return (Answer){ VAULT_MEDIA_ANIMATION, "image/png" };
  return (Answer){ VAULT_MEDIA_IMAGE, "image/png" };
}

static Answer
sniff_riff (Head head)
{
  const guint8 animation_flag = 0x02;

  if (!has (head, 0, "RIFF", 4) || head.n_bytes < 16)
    return unknown;
  if (has (head, 8, "WAVE", 4))
    return (Answer){ VAULT_MEDIA_AUDIO, "audio/x-wav" };
  if (!has (head, 8, "WEBPVP8", 7))
    return unknown;
  if (has (head, 12, "VP8X", 4) && head.n_bytes > 20
      && (head.bytes[20] & animation_flag) != 0)
    return (Answer){ VAULT_MEDIA_ANIMATION, "image/webp" };
  return (Answer){ VAULT_MEDIA_IMAGE, "image/webp" };
}

/* Two letters are not much: the two offsets that follow have to make sense too. */
static Answer
sniff_bmp (Head head)
{
  guint32 header_bytes;

  if (!has (head, 0, "BM", 2) || head.n_bytes < 26 || !has (head, 6, "\0\0\0\0", 4))
    return unknown;
  header_bytes = GUINT32_SWAP_LE_BE (load_be32 (head.bytes + 14));
  if (header_bytes < 12 || header_bytes > 124)
    return unknown;
  return (Answer){ VAULT_MEDIA_IMAGE, "image/bmp" };
}

/* Brands of ISO media files.  The kind of the first one listed here that the file names
 * decides, its main brand being asked before the compatible ones. */
static Answer
answer_for_brand (const guint8 *brand)
{
  static const Magic brands[] = {
    { "avif", 4, { VAULT_MEDIA_IMAGE, "image/avif" } },
    { "avis", 4, { VAULT_MEDIA_IMAGE, "image/avif" } },
    { "heic", 4, { VAULT_MEDIA_IMAGE, "image/heic" } },
    { "heix", 4, { VAULT_MEDIA_IMAGE, "image/heic" } },
    { "heim", 4, { VAULT_MEDIA_IMAGE, "image/heic" } },
    { "heis", 4, { VAULT_MEDIA_IMAGE, "image/heic" } },
    { "hevc", 4, { VAULT_MEDIA_IMAGE, "image/heic" } },
    { "hevx", 4, { VAULT_MEDIA_IMAGE, "image/heic" } },
    { "M4A ", 4, { VAULT_MEDIA_AUDIO, "audio/mp4" } },
    { "M4B ", 4, { VAULT_MEDIA_AUDIO, "audio/mp4" } },
    { "qt  ", 4, { VAULT_MEDIA_VIDEO, "video/quicktime" } },
    { "3gp", 3, { VAULT_MEDIA_VIDEO, "video/3gpp" } },
    { "3g2", 3, { VAULT_MEDIA_VIDEO, "video/3gpp2" } },
    { "iso", 3, { VAULT_MEDIA_VIDEO, "video/mp4" } },
    { "mp4", 3, { VAULT_MEDIA_VIDEO, "video/mp4" } },
    { "M4V", 3, { VAULT_MEDIA_VIDEO, "video/mp4" } },
    { "avc1", 4, { VAULT_MEDIA_VIDEO, "video/mp4" } },
    { "dash", 4, { VAULT_MEDIA_VIDEO, "video/mp4" } },
    { "MSNV", 4, { VAULT_MEDIA_VIDEO, "video/mp4" } },
    { "f4v ", 4, { VAULT_MEDIA_VIDEO, "video/mp4" } },
    { "mif1", 4, { VAULT_MEDIA_IMAGE, "image/heif" } },
    { "msf1", 4, { VAULT_MEDIA_IMAGE, "image/heif" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (brands); i++)
    if (memcmp (brand, brands[i].magic, brands[i].n_bytes) == 0)
      return brands[i].answer;
  return unknown;
}

/* "mif1" and "msf1" say only that it is a picture of this family: a later brand tells the
 * codec. */
static gboolean
is_final (Answer answer)
{
  return answer.kind != VAULT_MEDIA_OTHER
         && strcmp (answer.content_type, "image/heif") != 0;
}

static Answer
sniff_iso_media (Head head)
{
  Answer best;
  gsize end;

  if (!has (head, 4, "ftyp", 4) || head.n_bytes < 16)
    return unknown;
  /* A raw photo of one camera maker lists film brands as compatible. */
  if (has (head, 8, "crx ", 4))
    return unknown;

  best = answer_for_brand (head.bytes + 8);
  end = MIN (load_be32 (head.bytes), head.n_bytes);
  for (gsize at = 16; at + 4 <= end && !is_final (best); at += 4) {
    Answer other = answer_for_brand (head.bytes + at);

    /* What calls itself a picture first is not a film for being compatible with one. */
    if (best.kind == VAULT_MEDIA_OTHER || other.kind == best.kind)
      best = other.kind != VAULT_MEDIA_OTHER ? other : best;
  }
  return best;
}

/* QuickTime from before there was "ftyp". */
static Answer
sniff_old_quicktime (Head head)
{
  static const char *const atoms[] = { "moov", "mdat", "wide", "pnot" };

  for (gsize i = 0; i < G_N_ELEMENTS (atoms); i++)
    if (has (head, 4, atoms[i], 4)
        && (load_be32 (head.bytes) >= 8 || load_be32 (head.bytes) == 1))
      return (Answer){ VAULT_MEDIA_VIDEO, "video/quicktime" };
  return unknown;
}

/* EBML; the document type is in the header, within the first dozens of bytes. */
static Answer
sniff_matroska (Head head)
{
  Head header = { head.bytes, MIN (head.n_bytes, 64) };

  if (!has (head, 0, "\x1a\x45\xdf\xa3", 4))
    return unknown;
  /* Some writers count a NUL at the end of the text. */
  if (contains (header, "\x42\x82\x84webm", 7)
      || contains (header, "\x42\x82\x85webm\0", 8))
    return (Answer){ VAULT_MEDIA_VIDEO, "video/webm" };
  if (contains (header, "\x42\x82\x88matroska", 11)
      || contains (header, "\x42\x82\x89matroska\0", 12))
    return (Answer){ VAULT_MEDIA_VIDEO, "video/x-matroska" };
  return unknown;
}

/* Streams are announced in the first pages. */
static Answer
sniff_ogg (Head head)
{
  if (!has (head, 0, "OggS\0", 5))
    return unknown;
  if (contains (head, "\x80theora", 7) || contains (head, "\x80\x64\x61\x6c\x61", 5)
      || contains (head, "BBCD\0", 5) || contains (head, "OVP80", 5)
      || contains (head, "\x01video\0\0\0", 9))
    return (Answer){ VAULT_MEDIA_VIDEO, "video/ogg" };
  return (Answer){ VAULT_MEDIA_AUDIO, "audio/ogg" };
}

/* Length of the MPEG layer 3 frame that @h begins, 0 if it does not begin one. */
static gsize
mp3_frame_bytes (const guint8 *h)
{
  static const guint16 kbits_1[] = { 0,   32,  40,  48,  56,  64,  80, 96,
                                     112, 128, 160, 192, 224, 256, 320 };
  static const guint16 kbits_2[] = { 0,  8,  16, 24,  32,  40,  48, 56,
                                     64, 80, 96, 112, 128, 144, 160 };
  static const guint16 rates[] = { 44100, 48000, 32000 };
  const guint version = h[1] >> 3 & 3, layer = h[1] >> 1 & 3;
  const guint rate_index = h[2] >> 2 & 3, bits_index = h[2] >> 4;
  guint rate;

  if (h[0] != 0xff || (h[1] & 0xe0) != 0xe0 || version == 1 || layer != 1
      || rate_index == 3 || bits_index == 0 || bits_index == 15)
    return 0;
  rate = rates[rate_index] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
  if (version == 3)
    return 144000u * kbits_1[bits_index] / rate + (h[2] >> 1 & 1);
  return 72000u * kbits_2[bits_index] / rate + (h[2] >> 1 & 1);
}

/* Eleven set bits begin a frame, and plenty of things that are no sound.  Three frames in
 * a row, each where the one before says, do not happen by chance. */
static Answer
sniff_mp3_frames (Head head)
{
  gsize at = 0;

  for (int n = 0; n < 3; n++) {
    gsize n_bytes;

    if (at + 4 > head.n_bytes)
      return unknown;
    n_bytes = mp3_frame_bytes (head.bytes + at);
    if (n_bytes == 0)
      return unknown;
    at += n_bytes;
  }
  return (Answer){ VAULT_MEDIA_AUDIO, "audio/mpeg" };
}

static Answer
sniff_mp3 (Head head)
{
  const guint8 *h = head.bytes;

  if (!has (head, 0, "ID3", 3))
    return sniff_mp3_frames (head);
  if (head.n_bytes < 10 || h[3] == 0xff || h[4] == 0xff
      || ((h[6] | h[7] | h[8] | h[9]) & 0x80) != 0)
    return unknown;
  return (Answer){ VAULT_MEDIA_AUDIO, "audio/mpeg" };
}

VaultMediaKind
vault_sniff (const guint8 *head, gsize n_bytes, const char **out_content_type)
{
  static Answer (*const sniffers[]) (Head) = {
    sniff_magic,         sniff_png,      sniff_riff, sniff_bmp, sniff_iso_media,
    sniff_old_quicktime, sniff_matroska, sniff_ogg,  sniff_mp3
  };
  Answer answer = unknown;

  for (gsize i = 0; i < G_N_ELEMENTS (sniffers); i++) {
    answer = sniffers[i]((Head){ head, n_bytes });
    if (answer.kind != VAULT_MEDIA_OTHER)
      break;
  }
  *out_content_type = answer.content_type;
  return answer.kind;
}
