/* checks.h - the C code against one vector, for each construction
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "crypto/kdf.h"
#include "vectors/vector.h"

void check_subkey (const Vector *v);
void check_bind (const Vector *v);
void check_kdf (const Vector *v);
void check_passphrase (const Vector *v);
void check_recovery (const Vector *v);
void check_slot (const Vector *v);
void check_recipient (const Vector *v);
void check_directory (const Vector *v);
void check_cell (const Vector *v);
void check_reseal (const Vector *v);
void check_record (const Vector *v);
void check_card (const Vector *v);
void check_entry (const Vector *v);
void check_chunk (const Vector *v);
void check_late (const Vector *v);
void check_header (const Vector *v);
void check_state (const Vector *v);
void check_clock (const Vector *v);
void check_epoch (const Vector *v);
void check_passed (const Vector *v);
void check_place (const Vector *v);
void check_wipe (const Vector *v);

/* Every line of the registry has a vector.  @vectors: (element-type Vector). */
void check_registry_is_covered (GPtrArray *vectors);

VaultKdfParams vector_get_kdf (const Vector *v);
