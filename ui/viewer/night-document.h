/* night-document.h - a document that shows one of its pages
 *
 * A NightPicture.  The page that is left stays until the next one is painted.
 *
 * Owns:     the textures of one page, while turning of two.
 * Threads:  the main context.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "viewer/night-picture.h"

G_BEGIN_DECLS

#define NIGHT_TYPE_DOCUMENT (night_document_get_type ())
G_DECLARE_FINAL_TYPE (NightDocument, night_document, NIGHT, DOCUMENT, GObject)

NightDocument *night_document_new (Vault *vault, VaultItem *item);

/* From 0. */
guint night_document_get_page (NightDocument *self);

/* 0 until the first page is painted. */
guint night_document_get_n_pages (NightDocument *self);

/* Go to the page @step places on, if there is one. */
void night_document_turn (NightDocument *self, int step);

G_END_DECLS
