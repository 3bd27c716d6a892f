/* main.c - nightstand-decoder: hostile media in, checked pixels out
 *
 * Started by the app only.  It has no keys and, from the moment it has said hello, no
 * files, no network and no way to start another program.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "sandbox.h"
#include "serve.h"

#include "media/protocol.h"

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

int
main (int argc, char **argv)
{
  gboolean is_film = has_argument (argc, argv, DECODER_FILM_ARGUMENT);
  gboolean is_document = has_argument (argc, argv, DECODER_DOCUMENT_ARGUMENT);

  sandbox_prepare ();
  if (is_document)
    documents_warm ();
  else if (!is_film)
    stills_warm ();
  else if (!film_warm ())
    return 1;
  if (!sandbox_enter (is_film ? SANDBOX_FILM : SANDBOX_STILLS))
    return 1;

  if (has_argument (argc, argv, SELFTEST_ARGUMENT))
    return selftest_run ();
  if (is_film)
    film_serve ();
  else if (is_document)
    documents_serve ();
  else
    stills_serve ();
  return 0;
}
