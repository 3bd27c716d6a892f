/* main.c - nightstand-decoder: hostile media in, pixels and samples out
 *
 * Started by the app only.  It has no keys and, from the moment it has said hello, no
 * files, no network and no way to start another program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox.h"
#include "serve.h"

#include "media/play-protocol.h"

#include <string.h>

/* Undocumented: what tests/core/test-decoder.c asks for. */
#define SELFTEST_ARGUMENT "--self-test"

static gboolean
has_argument (int argc, char **argv, const char *wanted)
{
  for (int i = 1; i < argc; i++)
    if (strcmp (argv[i], wanted) == 0)
      return TRUE;
  return FALSE;
}

typedef struct {
  const char *argument; /* NULL: none is needed */
  SandboxKind sandbox;
  gboolean (*warm) (void);
  void (*serve) (void);
} Service;

static const Service services[] = {
  { DECODER_FILM_ARGUMENT, SANDBOX_FILM, film_warm, film_serve },
  { DECODER_PLAY_ARGUMENT, SANDBOX_FILM, play_warm, play_serve },
  { DECODER_DOCUMENT_ARGUMENT, SANDBOX_STILLS, documents_warm, documents_serve },
  { NULL, SANDBOX_STILLS, stills_warm, stills_serve },
};

int
main (int argc, char **argv)
{
  const Service *service = services;

  while (service->argument != NULL && !has_argument (argc, argv, service->argument))
    service++;

  sandbox_prepare ();
  if (!service->warm () || !sandbox_enter (service->sandbox))
    return 1;
  if (has_argument (argc, argv, SELFTEST_ARGUMENT))
    return selftest_run ();
  service->serve ();
  return 0;
}
