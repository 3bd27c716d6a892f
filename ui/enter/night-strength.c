/* night-strength.c - what is said of how hard a passphrase is to guess
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "enter/night-strength.h"

#include <glib/gi18n.h>

const char *
night_strength_get_text (VaultStrength strength)
{
  switch (strength) {
  case VAULT_STRENGTH_EMPTY:
    return _ ("Several words that don’t belong together are easier to remember than a "
              "short password, and harder to guess.");
  case VAULT_STRENGTH_REFUSED:
    return _ (
        "Too easy to guess. A program that tries passphrases would find this one. "
        "Add a few words that don’t belong together.");
  case VAULT_STRENGTH_FAIR:
    return _ ("Fair. It would resist for a while. One more word makes it good.");
  case VAULT_STRENGTH_GOOD:
    return _ ("Good, as far as this estimate can tell.");
  case VAULT_STRENGTH_STRONG:
    return _ ("Strong, as far as this estimate can tell.");
  case VAULT_STRENGTH_CANNOT_JUDGE:
  default:
    return _ ("Nightstand can’t judge passphrases in this script. Make sure that it is "
              "long and that nobody could guess it.");
  }
}
