/* problems.c - what could not be imported or exported, as one text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/vault-box.h"

char *
describe_problems (GPtrArray *problems)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++) {
    VaultImportProblem *problem = problems->pdata[i];

    g_assert_cmpuint (problem->error->domain, ==, VAULT_ERROR);
    g_string_append_printf (text, "%s:%s%s ", problem->name,
                            vault_error_get_nick ((VaultError) problem->error->code),
                            problem->kept ? "+" : "");
  }

  return g_string_free (text, FALSE);
}
