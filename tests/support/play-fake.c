/* play-fake.c - helpers that lie while they play
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "play-fake.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#define SIDE PLAY_FAKE_SIDE
#define FILM_BYTES PLAY_FAKE_FILM_BYTES

static guint8 *ring;
static int ring_fd;

static void
say (const void *packet, gsize n_bytes)
{
  if (send (DECODER_SOCKET_FD, packet, n_bytes, MSG_NOSIGNAL) < 0)
    _exit (0);
}

static void
say_with_descriptor (const PlayReply *reply)
{
  union {
    char bytes[CMSG_SPACE (sizeof (int))];
    struct cmsghdr align;
  } control = { { 0 } };
  struct iovec piece = { (void *) reply, sizeof *reply };
  struct msghdr message = { .msg_iov = &piece,
                            .msg_iovlen = 1,
                            .msg_control = control.bytes,
                            .msg_controllen = sizeof control.bytes };
  struct cmsghdr *header = CMSG_FIRSTHDR (&message);

  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN (sizeof (int));
  memcpy (CMSG_DATA (header), &ring_fd, sizeof (int));
  sendmsg (DECODER_SOCKET_FD, &message, MSG_NOSIGNAL);
}

static void
wait_for_the_end (void)
{
  PlayRequest request;

  while (recv (DECODER_SOCKET_FD, &request, sizeof request, 0) > 0)
    continue;
  _exit (0);
}

static void
lie_quit (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  _exit (0);
}

static void
lie_crash (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  say (opened, sizeof *opened);
  raise (SIGKILL);
}

static void
lie_short_packet (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  say (opened, sizeof *opened - 1);
}

static void
lie_long_packet (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  const PlayReply two[2] = { *opened, *frame };

  say (two, sizeof two);
}

static void
lie_descriptor (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  say_with_descriptor (opened);
}

static void
lie_type (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  opened->type = 77;
}

static void
lie_twice (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  say (opened, sizeof *opened);
}

static void
lie_unopened (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  say (frame, sizeof *frame);
}

static void
lie_no_streams (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  opened->streams = 0;
}

static void
lie_more_streams (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  opened->streams |= 4;
}

static void
lie_huge (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  opened->width = opened->height = DECODER_MAX_SIDE;
}

static void
lie_endless (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  opened->duration_ns = G_MAXINT64;
}

static void
lie_other_stream (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  opened->streams = 1u << PLAY_SOUND;
  opened->width = opened->height = 0;
}

static void
lie_stream_beyond (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  frame->stream = 31;
}

static void
lie_slot_beyond (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  frame->slot = PLAY_FRAME_SLOTS;
}

static void
lie_sound_slot_beyond (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  sound->slot = PLAY_SOUND_SLOTS;
}

/* The test holds on to what it gets. */
static void
lie_slot_again (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  say (opened, sizeof *opened);
  say (frame, sizeof *frame);
  say (frame, sizeof *frame);
  wait_for_the_end ();
}

static void
lie_wide (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  frame->width = PLAY_MAX_SIDE;
  frame->height = PLAY_MAX_SIDE;
  frame->n_bytes = (guint64) PLAY_MAX_SIDE * PLAY_MAX_SIDE * DECODER_PIXEL_BYTES;
}

static void
lie_wrap (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  frame->width = frame->height = 1u << 31;
  frame->n_bytes = 0;
}

static void
lie_length (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  frame->n_bytes += 1;
}

static void
lie_empty (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  frame->width = frame->height = 0;
  frame->n_bytes = 0;
}

static void
lie_half_sample (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  sound->n_bytes -= 1;
}

static void
lie_long_sound (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  sound->n_bytes = PLAY_SOUND_SLOT_BYTES + PLAY_SOUND_FRAME_BYTES;
}

static void
lie_before_time (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  frame->position_ns = -1;
}

static void
lie_end_of_nothing (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  frame->type = PLAY_ENDED;
  frame->stream = PLAY_N_STREAMS;
}

static void
lie_end_again (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  /* Nothing else is expected of it then, and no silence too long. */
  opened->streams = 1u << PLAY_PICTURE;
  frame->type = PLAY_ENDED;
  say (opened, sizeof *opened);
  say (frame, sizeof *frame);
  say (frame, sizeof *frame);
  wait_for_the_end ();
}

static void
lie_wish_far (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  opened->type = PLAY_READ;
  opened->offset = FILM_BYTES;
  opened->n_bytes = 1;
}

static void
lie_wish_wrap (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  opened->type = PLAY_READ;
  opened->offset = G_MAXUINT64 - 3;
  opened->n_bytes = 16;
}

static void
lie_failed_well (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  opened->type = PLAY_FAILED;
  opened->status = DECODER_OK;
}

static void
lie_failed_oddly (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  opened->type = PLAY_FAILED;
  opened->status = 77;
}

static void
lie_deaf (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  for (;;)
    say (frame, 0);
}

/* These are no lies: the app has sealed the ring, and does not mind changing bytes. */
static void
try_shrink (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  if (ftruncate (ring_fd, 0) == 0 || ftruncate (ring_fd, 1 << 30) == 0
      || fcntl (ring_fd, F_ADD_SEALS, F_SEAL_WRITE) == 0)
    _exit (1);
}

static void
try_honest (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
}

static void
try_scribble (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  say (opened, sizeof *opened);
  say (frame, sizeof *frame);
  say (sound, sizeof *sound);
  for (guint8 i = 0;; i++) {
    memset (ring, i, SIDE * SIDE * DECODER_PIXEL_BYTES);
    for (gsize at = 3; at < SIDE * SIDE * DECODER_PIXEL_BYTES; at += 4)
      ring[at] = 255;
  }
}

/* Say nothing, once everything, or a part, has been said. */
static void
hang_at_once (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  wait_for_the_end ();
}

static void
hang_later (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  say (opened, sizeof *opened);
  say (frame, sizeof *frame);
  wait_for_the_end ();
}

static void
fill_all (PlayReply *opened, PlayReply *frame, PlayReply *sound)
{
  opened->streams = 1u << PLAY_PICTURE;
  say (opened, sizeof *opened);
  for (frame->slot = 0; frame->slot < PLAY_FRAME_SLOTS; frame->slot++)
    say (frame, sizeof *frame);
  wait_for_the_end ();
}

const PlayFake play_fake_liars[] = {
  { "quit", lie_quit },
  { "crash", lie_crash },
  { "short-packet", lie_short_packet },
  { "long-packet", lie_long_packet },
  { "descriptor", lie_descriptor },
  { "type", lie_type },
  { "twice", lie_twice },
  { "unopened", lie_unopened },
  { "no-streams", lie_no_streams },
  { "more-streams", lie_more_streams },
  { "huge", lie_huge },
  { "endless", lie_endless },
  { "other-stream", lie_other_stream },
  { "stream-beyond", lie_stream_beyond },
  { "slot-beyond", lie_slot_beyond },
  { "sound-slot-beyond", lie_sound_slot_beyond },
  { "slot-again", lie_slot_again },
  { "wide", lie_wide },
  { "wrap", lie_wrap },
  { "length", lie_length },
  { "empty", lie_empty },
  { "half-sample", lie_half_sample },
  { "long-sound", lie_long_sound },
  { "before-time", lie_before_time },
  { "end-of-nothing", lie_end_of_nothing },
  { "end-again", lie_end_again },
  { "wish-far", lie_wish_far },
  { "wish-wrap", lie_wish_wrap },
  { "failed-well", lie_failed_well },
  { "failed-oddly", lie_failed_oddly },
  { "deaf", lie_deaf },
  { NULL, NULL },
};

const PlayFake play_fake_honest[] = {
  { "honest", try_honest },
  { "shrink", try_shrink },
  { "scribble", try_scribble },
  { NULL, NULL },
};

const PlayFake play_fake_silent[] = {
  { "hang-at-once", hang_at_once },
  { "hang-later", hang_later },
  { "fill-all", fill_all },
  { NULL, NULL },
};

static int
take_descriptor (void)
{
  PlayRequest request;
  char control[CMSG_SPACE (sizeof (int))] = { 0 };
  struct iovec piece = { &request, sizeof request };
  struct msghdr message = { .msg_iov = &piece,
                            .msg_iovlen = 1,
                            .msg_control = control,
                            .msg_controllen = sizeof control };
  int fd;

  if (recvmsg (DECODER_SOCKET_FD, &message, 0) != sizeof request
      || CMSG_FIRSTHDR (&message) == NULL)
    _exit (0);
  memcpy (&fd, CMSG_DATA (CMSG_FIRSTHDR (&message)), sizeof fd);
  return fd;
}

static int
be (const PlayFake *fake)
{
  const DecoderReply hello = { .type = DECODER_HELLO,
                               .status = DECODER_PROTOCOL_VERSION };
  PlayReply opened = {
    .type = PLAY_OPENED, .streams = 3, .width = SIDE, .height = SIDE, .is_seekable = 1
  };
  PlayReply frame = { .type = PLAY_FILLED,
                      .stream = PLAY_PICTURE,
                      .width = SIDE,
                      .height = SIDE,
                      .n_bytes = SIDE * SIDE * DECODER_PIXEL_BYTES };
  PlayReply sound = { .type = PLAY_FILLED, .stream = PLAY_SOUND, .n_bytes = 4000 };

  say (&hello, sizeof hello);
  take_descriptor ();
  ring_fd = take_descriptor ();
  ring = mmap (NULL, PLAY_RING_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, ring_fd, 0);
  memset (ring, 255, SIDE * SIDE * DECODER_PIXEL_BYTES);
  fake->lie (&opened, &frame, &sound);
  say (&opened, sizeof opened);
  say (&frame, sizeof frame);
  say (&sound, sizeof sound);
  wait_for_the_end ();
  return 0;
}

static void
be_one_of (const PlayFake *list, const char *name)
{
  for (; list->name != NULL; list++)
    if (g_str_equal (list->name, name))
      _exit (be (list));
}

void
play_fake_run_if_called (const char *argv0)
{
  g_autofree char *name = g_path_get_basename (argv0);

  if (!g_str_has_prefix (name, PLAY_FAKE_PREFIX))
    return;
  be_one_of (play_fake_liars, name + strlen (PLAY_FAKE_PREFIX));
  be_one_of (play_fake_honest, name + strlen (PLAY_FAKE_PREFIX));
  be_one_of (play_fake_silent, name + strlen (PLAY_FAKE_PREFIX));
}
