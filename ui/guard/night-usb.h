/* night-usb.h - the USB device that takes the vault with it when it is pulled out
 *
 * A device is known by vendor, product and serial number, as the kernel shows them.
 * Nothing is read from it and nothing written to it: it is no key, only a sign.
 *
 * Owns:     a monitor of the folder its node is in.
 * Threads:  the main context; the folders of the kernel are read on a thread.
 * Blocks:   never.
 *
 *   nothing -- night_usb_watch() --> looking -- it is there --> watching
 *   watching -- its node goes [looked_cb] --> "removed", nothing
 *   looking -- it is not there --> nothing
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct {
  char *id;   /* "vendor:product:serial" */
  char *name; /* as the device calls itself, made fit to be shown */
  char *node; /* its file under /dev */
} NightUsbDevice;

#define NIGHT_TYPE_USB (night_usb_get_type ())
G_DECLARE_FINAL_TYPE (NightUsb, night_usb, NIGHT, USB, GObject)

/* @devices and @nodes are "/sys/bus/usb/devices" and "/dev/bus/usb", if NULL. */
NightUsb *night_usb_new (const char *devices, const char *nodes);

/* Emit "removed" when the device @id, if it is there now, is there no longer.  Another call
 * forgets the one before; NULL or "" watches nothing. */
void night_usb_watch (NightUsb *self, const char *id);

/* Whether the device has been found, a moment after that, so that its going is noticed. */
gboolean night_usb_is_watching (NightUsb *self);

/* What is plugged in, without hubs.
 * Returns: (transfer full) (element-type NightUsbDevice); empty if there is nothing. */
void night_usb_list_async (NightUsb *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GPtrArray *night_usb_list_finish (NightUsb *self, GAsyncResult *result, GError **error);

G_END_DECLS
