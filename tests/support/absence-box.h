/* absence-box.h - a vault with albums, some of which the absence rule is about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "support/organise-box.h"
#include "vault/session-private.h"

/* Two albums that are chosen where a test says so, and one for what is not.  Item "both" is in
 * Sea and Sky, "home" in none; "sea", "sky" and "town" are in one each. */
typedef struct {
  VaultBox *box;
  VaultGroup *sea;
  VaultGroup *sky;
  VaultGroup *town;
} Albums;

Albums *albums_new (void);
void albums_free (Albums *self);

/* Import an item and put it into @one and @two; NULL for none.  Returns: (transfer full). */
VaultItem *
albums_add (Albums *self, const char *name, VaultGroup *one, VaultGroup *two);

void albums_move (Albums *self, const char *name, VaultGroup *into, VaultGroup *out_of);

/* A rule about @one and @two, which may be NULL. */
void albums_choose (Albums *self, guint n_days, VaultGroup *one, VaultGroup *two);

/* The same albums as before. */
void albums_set_scope (Albums *self, guint n_days, gboolean everything);

VaultKeyring *albums_get_keyring (Albums *self);

/* The names of those items whose cells need the heart key, in order. */
void albums_assert_bound_now (Albums *self, const char *expected);

/* And that nothing is broken. */
void albums_assert_bound (Albums *self, const char *expected);

/* As after a crash: nobody looks whether all is well before the next opening. */
void albums_crash (Albums *self);

/* All items there are, each with its bytes. */
void albums_assert_names (Albums *self, const char *expected);

/* How many the last opening found destroyed, all of them by the rule. */
void albums_assert_absent (Albums *self, guint n_absent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Albums, albums_free)
