/* language-shim.c - preloaded into the window, it has translations where a test put them
 *
 * GLib translates nothing, and has no direction but left to right, in a program that is not
 * translated itself.
 *
 * NIGHTSTAND_TEST_LOCALE: the folder.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <dlfcn.h>
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#undef bindtextdomain

char *
bindtextdomain (const char *domain, const char *folder)
{
  char *(*real) (const char *, const char *) = dlsym (RTLD_NEXT, "bindtextdomain");
  const char *ours = getenv ("NIGHTSTAND_TEST_LOCALE");

  return real (domain,
               ours != NULL && strcmp (domain, "nightstand") == 0 ? ours : folder);
}
