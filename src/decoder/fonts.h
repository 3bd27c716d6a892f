/* fonts.h - typefaces for documents that bring none of their own
 *
 * A document may name Helvetica and leave it to the reader to have it.  After the lockdown
 * no file can be opened, so a few typefaces that stand in for the usual names are read
 * into memory before, and fontconfig is told of these and of no others.
 *
 * The libraries still open typefaces by path.  This program therefore puts a function of
 * its own in the place of fopen() and of FT_New_Face(): a path that was kept is read from
 * memory, any other goes on to the library and is refused by the sandbox.
 *
 * Owns:     the typefaces, for good.
 * Threads:  one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

/* Before the lockdown.  Without any typeface installed, there is nothing to keep, and such
 * a document shows its pictures and lines alone. */
void fonts_keep (void);
