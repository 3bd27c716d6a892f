/* night-usb.c - the USB device that takes the vault with it when it is pulled out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "guard/night-usb.h"

#define CLASS_HUB "09"
#define NAME_MAX_CHARS 60

struct _NightUsb {
  GObject parent_instance;

  char *devices;
  char *nodes;
  char *id; /* NULL unless one is watched for */
  GFileMonitor *monitor;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (NightUsb, night_usb, G_TYPE_OBJECT)

enum {
  REMOVED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
device_free (gpointer data)
{
  NightUsbDevice *self = data;

  g_free (self->id);
  g_free (self->name);
  g_free (self->node);
  g_free (self);
}

/* ---- what is plugged in; on a thread ---- */

/* Returns: (transfer full): one line without what a device has no business to say, "" if
 * there is none. */
static char *
read_attribute (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autofree char *valid = NULL;
  GString *clean = g_string_new (NULL);

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return g_string_free (clean, FALSE);

  valid = g_utf8_make_valid (text, -1);
  for (const char *c = valid; *c != '\0' && *c != '\n'; c = g_utf8_next_char (c))
    if (g_unichar_isprint (g_utf8_get_char (c)) && clean->len < NAME_MAX_CHARS)
      g_string_append_unichar (clean, g_utf8_get_char (c));

  return g_strstrip (g_string_free (clean, FALSE));
}

static gboolean
read_number (const char *folder, const char *name, char out[8])
{
  g_autofree char *text = read_attribute (folder, name);
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 1, 999, &number, NULL))
    return FALSE;

  g_snprintf (out, 8, "%03u", (guint) number);
  return TRUE;
}

/* The node goes before the attributes do, and who is told that it went looks at once.
 * Returns: (transfer full) (nullable): NULL if the device is going. */
static char *
dup_node (const char *nodes, const char *folder)
{
  char bus[8];
  char device[8];
  g_autofree char *node = NULL;

  if (!read_number (folder, "busnum", bus) || !read_number (folder, "devnum", device))
    return NULL;

  node = g_build_filename (nodes, bus, device, NULL);
  return g_file_test (node, G_FILE_TEST_EXISTS) ? g_steal_pointer (&node) : NULL;
}

/* Returns: (transfer full) (nullable): not what is an interface, or a hub. */
static NightUsbDevice *
read_device (const char *folder, const char *nodes)
{
  g_autofree char *vendor = read_attribute (folder, "idVendor");
  g_autofree char *product = read_attribute (folder, "idProduct");
  g_autofree char *serial = read_attribute (folder, "serial");
  g_autofree char *name = read_attribute (folder, "product");
  g_autofree char *kind = read_attribute (folder, "bDeviceClass");
  g_autofree char *node = dup_node (nodes, folder);
  NightUsbDevice *self;

  if (*vendor == '\0' || *product == '\0' || node == NULL
      || g_str_equal (kind, CLASS_HUB))
    return NULL;

  self = g_new0 (NightUsbDevice, 1);
  self->id = g_strdup_printf ("%s:%s:%s", vendor, product, serial);
  self->name = *name != '\0' ? g_steal_pointer (&name) : g_strdup (self->id);
  self->node = g_steal_pointer (&node);
  return self;
}

static void
list_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  NightUsb *self = source;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (device_free);
  g_autoptr (GDir) dir = g_dir_open (self->devices, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *folder = g_build_filename (self->devices, name, NULL);
    NightUsbDevice *device = read_device (folder, self->nodes);

    if (device != NULL)
      g_ptr_array_add (found, device);
  }

  g_task_return_pointer (task, g_steal_pointer (&found),
                         (GDestroyNotify) g_ptr_array_unref);
}

void
night_usb_list_async (NightUsb *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (NIGHT_IS_USB (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, night_usb_list_async);
  g_task_run_in_thread (task, list_thread);
}

GPtrArray *
night_usb_list_finish (NightUsb *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- watching one ---- */

static void look (NightUsb *self);

static const NightUsbDevice *
find_device (GPtrArray *devices, const char *id)
{
  for (guint i = 0; i < devices->len; i++) {
    const NightUsbDevice *device = g_ptr_array_index (devices, i);

    if (g_str_equal (device->id, id))
      return device;
  }

  return NULL;
}

static void
watch_folder_of (NightUsb *self, const char *node)
{
  g_autofree char *folder = g_path_get_dirname (node);
  g_autoptr (GFile) file = g_file_new_for_path (folder);

  self->monitor = g_file_monitor_directory (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor == NULL)
    return;

  g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (look), self);
  /* It may have been pulled out between the look and now. */
  look (self);
}

static void
stop (NightUsb *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->monitor != NULL)
    g_signal_handlers_disconnect_by_data (self->monitor, self);
  g_clear_object (&self->monitor);
  g_clear_pointer (&self->id, g_free);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  NightUsb *self = NIGHT_USB (source);
  g_autoptr (GPtrArray) devices = night_usb_list_finish (self, result, NULL);
  const NightUsbDevice *device;

  if (devices == NULL || self->id == NULL)
    return;

  device = find_device (devices, self->id);
  if (device != NULL && self->monitor == NULL) {
    watch_folder_of (self, device->node);
  } else if (device == NULL && self->monitor != NULL) {
    stop (self);
    g_signal_emit (self, signals[REMOVED], 0);
  }
}

static void
look (NightUsb *self)
{
  night_usb_list_async (self, self->cancellable, looked_cb, NULL);
}

void
night_usb_watch (NightUsb *self, const char *id)
{
  g_return_if_fail (NIGHT_IS_USB (self));

  stop (self);
  if (id == NULL || *id == '\0')
    return;

  self->cancellable = g_cancellable_new ();
  self->id = g_strdup (id);
  look (self);
}

gboolean
night_usb_is_watching (NightUsb *self)
{
  g_return_val_if_fail (NIGHT_IS_USB (self), FALSE);

  return self->monitor != NULL;
}

NightUsb *
night_usb_new (const char *devices, const char *nodes)
{
  NightUsb *self = g_object_new (NIGHT_TYPE_USB, NULL);

  self->devices = g_strdup (devices != NULL ? devices : "/sys/bus/usb/devices");
  self->nodes = g_strdup (nodes != NULL ? nodes : "/dev/bus/usb");
  return self;
}

static void
night_usb_dispose (GObject *object)
{
  stop (NIGHT_USB (object));

  G_OBJECT_CLASS (night_usb_parent_class)->dispose (object);
}

static void
night_usb_finalize (GObject *object)
{
  NightUsb *self = NIGHT_USB (object);

  g_free (self->devices);
  g_free (self->nodes);

  G_OBJECT_CLASS (night_usb_parent_class)->finalize (object);
}

static void
night_usb_class_init (NightUsbClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = night_usb_dispose;
  G_OBJECT_CLASS (klass)->finalize = night_usb_finalize;

  signals[REMOVED] =
      g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 0);
}

static void
night_usb_init (NightUsb *self)
{
}
