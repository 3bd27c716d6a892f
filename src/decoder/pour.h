/* pour.h - sound of any length into slots of one length
 *
 * Threads:  those of the sound's stream.
 * Blocks:   until there is a slot, or the stream is flushed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "slots.h"

#include <gst/gst.h>

typedef struct _Pour Pour;

Pour *pour_new (Slots *slots);

/* What pour_add() takes.  Returns: (transfer full). */
GstCaps *pour_dup_caps (void);

void pour_add (Pour *self, GstSample *sample);

/* There is no more: send off the slot that is not full yet. */
void pour_finish (Pour *self);

/* Forget it.  With the stream at rest. */
void pour_drop (Pour *self);
