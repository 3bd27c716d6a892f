/* checkup-box.h - findings of a check-up, and which of them have been come to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "checkup/checks.h"

/* That @check is @finding, about @what, which may be NULL for about nothing. */
void expect (VaultCheck check, VaultFinding finding, const char *what);

/* The same, whatever it is about. */
void expect_finding (VaultCheck check, VaultFinding finding);

/* Whether one of them was called with @finding. */
gboolean checkup_box_was_seen (VaultFinding finding);
