/* night-trouble-page.c - a vault that cannot be opened as it is, and what can be done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "enter/night-trouble-page.h"

#include "night-problem.h"

struct _NightTroublePage {
  GtkBox parent_instance;

  AdwStatusPage *status;
  GtkWidget *wipe;
  GtkWidget *retry;
  GtkWidget *start_anew;
  GtkWidget *salvage;
};

G_DEFINE_FINAL_TYPE (NightTroublePage, night_trouble_page, GTK_TYPE_BOX)

/* Where a header may be whole and something beside it to be read. */
static gboolean
may_be_salvaged (VaultError code)
{
  return code == VAULT_ERROR_DAMAGED_KEYRING || code == VAULT_ERROR_DAMAGED_DATABASE
         || code == VAULT_ERROR_FOREIGN_DATABASE || code == VAULT_ERROR_OLDER_DATABASE
         || code == VAULT_ERROR_OLDER_KEYRING || code == VAULT_ERROR_IO;
}

void
night_trouble_page_show (NightTroublePage *self, VaultError code)
{
  gboolean destroyed = code == VAULT_ERROR_DESTROYED;
  gboolean nothing = destroyed || code == VAULT_ERROR_NO_VAULT;

  g_return_if_fail (NIGHT_IS_TROUBLE_PAGE (self));

  adw_status_page_set_title (self->status, night_problem_get_title (code));
  adw_status_page_set_description (self->status, night_problem_get_text (code));
  adw_status_page_set_icon_name (self->status, destroyed ? "night-wipe-symbolic"
                                                         : "dialog-warning-symbolic");
  gtk_widget_set_visible (self->retry, !destroyed);
  gtk_widget_set_visible (self->start_anew, nothing);
  gtk_widget_set_visible (self->salvage, may_be_salvaged (code));
  gtk_widget_set_visible (self->wipe, !nothing);
}

static gboolean
night_trouble_page_grab_focus (GtkWidget *widget)
{
  NightTroublePage *self = NIGHT_TROUBLE_PAGE (widget);

  if (gtk_widget_get_visible (self->retry))
    return gtk_widget_grab_focus (self->retry);

  return gtk_widget_grab_focus (self->start_anew);
}

static void
night_trouble_page_class_init (NightTroublePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = night_trouble_page_grab_focus;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/enter/night-trouble-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NightTroublePage, status);
  gtk_widget_class_bind_template_child (widget_class, NightTroublePage, wipe);
  gtk_widget_class_bind_template_child (widget_class, NightTroublePage, retry);
  gtk_widget_class_bind_template_child (widget_class, NightTroublePage, start_anew);
  gtk_widget_class_bind_template_child (widget_class, NightTroublePage, salvage);
}

static void
night_trouble_page_init (NightTroublePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
