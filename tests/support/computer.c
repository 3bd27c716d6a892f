/* computer.c - a computer made of files: what /proc, /sys, /etc and a home say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "support/computer.h"

#include <glib/gstdio.h>

void
computer_clear (Computer *self)
{
  vault_roots_free (self->roots);
  g_free (self->top);
  g_free (self->home);
  g_free (self->vault);
  folder_free (self->folder);
}

Computer
computer_new (void)
{
  Computer self = { .folder = folder_new () };

  self.top = folder_path (self.folder, "computer");
  self.home = folder_path (self.folder, "home");
  self.vault = g_build_filename (self.home, "vault", NULL);
  g_assert_cmpint (g_mkdir_with_parents (self.top, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (self.vault, 0700), ==, 0);
  self.roots = vault_roots_new_at (self.top, self.home);
  return self;
}

void
computer_put_file (const char *path, const char *text)
{
  g_autofree char *above = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (above, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

void
computer_put (Computer *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->top, name, NULL);

  computer_put_file (path, text);
}

void
computer_put_home (Computer *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->home, name, NULL);

  computer_put_file (path, "");
}

void
computer_assert_text (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

void
computer_mount_root (Computer *self, const char *type, const char *source)
{
  g_autofree char *table =
      g_strdup_printf ("21 1 8:2 / / rw,relatime shared:1 - %s %s rw\n", type, source);

  computer_put (self, "proc/self/mountinfo", table);
}

void
computer_add_block (Computer *self,
                    const char *name,
                    const char *dm_uuid,
                    const char *below)
{
  g_autofree char *base = g_strconcat ("sys/class/block/", name, "/", NULL);
  g_autofree char *uuid = g_strconcat (base, "dm/uuid", NULL);
  g_autofree char *dm_name = g_strconcat (base, "dm/name", NULL);
  g_autofree char *slave = g_strconcat (base, "slaves/", below, "/size", NULL);
  g_autofree char *size = g_strconcat (base, "size", NULL);
  g_autofree char *mapped = g_strconcat ("map-", name, NULL);

  computer_put (self, size, "1000\n");
  if (dm_uuid != NULL) {
    computer_put (self, uuid, dm_uuid);
    computer_put (self, dm_name, mapped);
  }
  if (below != NULL)
    computer_put (self, slave, "1000\n");
}
