/* night-vaults-button.c - the menu where no vault is open: other vaults, keys, about
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "enter/night-vaults-button.h"

#include <string.h>

#include "night-settings.h"

struct _NightVaultsButton {
  AdwBin parent_instance;

  GMenu *known; /* a section */
};

G_DEFINE_FINAL_TYPE (NightVaultsButton, night_vaults_button, ADW_TYPE_BIN)

/* As a shell would write it, and without keys for the letters after its underscores. */
static char *
dup_label (const char *folder)
{
  const char *home = g_get_home_dir ();
  gsize n = strlen (home);
  g_autoptr (GString) label = g_string_new (NULL);

  if (g_str_has_prefix (folder, home) && folder[n] == G_DIR_SEPARATOR)
    g_string_printf (label, "~%s", folder + n);
  else
    g_string_assign (label, folder);
  g_string_replace (label, "_", "__", 0);
  return g_string_free (g_steal_pointer (&label), FALSE);
}

static void
night_vaults_button_map (GtkWidget *widget)
{
  NightVaultsButton *self = NIGHT_VAULTS_BUTTON (widget);
  g_auto (GStrv) vaults = night_settings_dup_vaults ();

  g_menu_remove_all (self->known);
  for (guint i = 0; vaults[i] != NULL; i++) {
    g_autofree char *label = dup_label (vaults[i]);
    g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

    g_menu_item_set_action_and_target (item, "win.switch-vault", "s", vaults[i]);
    g_menu_append_item (self->known, item);
  }

  GTK_WIDGET_CLASS (night_vaults_button_parent_class)->map (widget);
}

static void
night_vaults_button_class_init (NightVaultsButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->map = night_vaults_button_map;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/enter/night-vaults-button.ui");
  gtk_widget_class_bind_template_child (widget_class, NightVaultsButton, known);
}

static void
night_vaults_button_init (NightVaultsButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
