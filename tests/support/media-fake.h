/* media-fake.h - helpers that lie
 *
 * A test program started under a name that begins with "fake-" is no test but a decoder
 * taken over by its input: it speaks the protocol and says what it should not.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

/* What the liar answers to a request for an image of any size. */
typedef enum {
  FAKE_HONEST, /* a sound answer, to show that the lies are what is refused */
  FAKE_MUTE,   /* never says hello */
  FAKE_OLD,    /* another version */
  FAKE_HANG,
  FAKE_QUIT,
  FAKE_CRASH,
  FAKE_SHORT_PACKET,
  FAKE_LONG_PACKET,
  FAKE_NO_DESCRIPTOR,
  FAKE_TWO_DESCRIPTORS,
  FAKE_NO_MEMFD, /* a pipe */
  FAKE_UNSEALED,
  FAKE_WRITABLE, /* all seals but the one against writing */
  FAKE_SHORT_MEMFD,
  FAKE_LONG_MEMFD,
  FAKE_HUGE_SIDES,
  FAKE_OVERFLOW, /* sides whose product wraps around */
  FAKE_STRIDE,
  FAKE_TOO_WIDE, /* more than was asked for */
  FAKE_EMPTY,
  FAKE_STATUS,
  FAKE_TYPE,
  FAKE_WISH,      /* asks for bytes when it is not its turn */
  FAKE_EAGER,     /* a second answer that nobody asked for */
  FAKE_OLD_FACTS, /* impossible size and date beside a thumbnail */
  FAKE_NO_WEBP,   /* a thumbnail that is something else */
  FAKE_FAT,       /* a thumbnail that is too long */
  FAKE_WISH_FAR,  /* bytes behind the end of the film */
  FAKE_WISH_WRAP, /* an offset that wraps around */
  FAKE_WISH_MUCH, /* more than the window holds */
  FAKE_WISH_EVER, /* sound wishes without an end */
  FAKE_NO_PARTS,  /* a frame or page of an animation or document without any */
  FAKE_MANY_PARTS,
  FAKE_PART_FACTS, /* an impossible size of the whole beside it */
  FAKE_N
} Fake;

const char *fake_name (Fake fake);

/* Whether @argv0 is a liar's name; if so, @out is which. */
gboolean fake_from_name (const char *argv0, Fake *out);

/* Serve until the app hangs up. */
int fake_run (Fake fake);

/* For the test that starts the liars: remember the honest program, and make names for the
 * others. */
void fake_start (void);
void fake_end (void);

/* Have the next helpers be liars of this kind, or honest again. */
void fake_become (Fake fake);
void fake_become_honest (void);
