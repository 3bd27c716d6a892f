/* vault-when.h - deadlines as people write them
 *
 * Threads:  any.
 * Blocks:   never.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Turn "never", a span such as "90m", "1h", "1d", "1w", "30d", or an ISO 8601 date-time
 * ("2027-03-01T12:00:00Z"; without a zone it is local time) into seconds since 1970.  A date
 * alone ("2027-03-01") is the last second of that day, local time.
 * Spans count from @now.  "never" gives VAULT_EXPIRES_NEVER.
 *
 * Errors: VAULT_ERROR_BAD_TIME, also for a time that is not after @now.
 */
gboolean vault_when_parse (const char *text,
                           gint64 now,
                           gint64 *out_expires,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
