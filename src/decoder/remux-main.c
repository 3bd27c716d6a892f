/* remux-main.c - nightstand-remuxer: a hostile film in, the same film without metadata out
 *
 * A program apart from nightstand-decoder because libavformat brings a hundred libraries
 * along, which every decoder would have to load.  It is locked down in the same way and
 * talks in the same way, and serves one film.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "remux.h"
#include "sandbox.h"
#include "wire.h"

#include <string.h>
#include <unistd.h>

/* As for nightstand-decoder. */
#define SELFTEST_ARGUMENT "--self-test"

static void
answer (const DecoderRequest *request, int fd)
{
  DecoderReply reply = { .type = DECODER_RESULT };

  reply.status = remux_film ((DecoderContainer) request->format, fd, request->n_bytes,
                             &reply.captured);
  wire_send (&reply, sizeof reply, -1);
}

static void
serve (void)
{
  DecoderRequest request;
  int fd;

  if (!wire_greet () || !wire_receive (&request, sizeof request, &fd))
    return;
  if (fd >= 0 && request.op == DECODER_REMUX)
    answer (&request, fd);
  if (fd >= 0)
    close (fd);
}

int
main (int argc, char **argv)
{
  sandbox_prepare ();
  remux_warm ();
  if (!sandbox_enter (SANDBOX_STILLS))
    return 1;
  if (strcmp (argv[argc - 1], SELFTEST_ARGUMENT) == 0)
    return selftest_run ();
  serve ();
  return 0;
}
