/* checkup-box.c - findings of a check-up, and which of them have been come to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/checkup-box.h"

static gboolean seen[VAULT_N_FINDINGS];

void
expect_finding (VaultCheck check, VaultFinding finding)
{
  g_assert_cmpstr (vault_finding_get_nick (check.finding), ==,
                   vault_finding_get_nick (finding));
  seen[finding] = TRUE;
}

void
expect (VaultCheck check, VaultFinding finding, const char *what)
{
  expect_finding (check, finding);
  g_assert_cmpstr (check.what, ==, what == NULL ? "" : what);
}

gboolean
checkup_box_was_seen (VaultFinding finding)
{
  return seen[finding];
}
