/* night-receipt-page.c - what an emergency wipe did, part by part
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wipe/night-receipt-page.h"

#include <glib/gi18n.h>

#include "wipe/night-receipt-text.h"

struct _NightReceiptPage {
  GtkBox parent_instance;

  GtkLabel *title;
  GtkLabel *summary;
  GtkListBox *steps;
  GtkWidget *start_anew;
  GtkWidget *try_again;
};

G_DEFINE_FINAL_TYPE (NightReceiptPage, night_receipt_page, GTK_TYPE_BOX)

static GtkWidget *
make_icon (VaultWipeOutcome outcome)
{
  GtkWidget *icon =
      g_object_new (GTK_TYPE_IMAGE, "icon-name", night_receipt_get_icon (outcome),
                    "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  if (outcome == VAULT_WIPE_DESTROYED)
    gtk_widget_add_css_class (icon, "success");
  else if (outcome == VAULT_WIPE_FAILED)
    gtk_widget_add_css_class (icon, "error");
  else
    gtk_widget_add_css_class (icon, "warning");

  return icon;
}

static GtkWidget *
make_time (const char *elapsed)
{
  GtkWidget *label = gtk_label_new (elapsed);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static GtkWidget *
make_row (const VaultWipeStep *step)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *outcome = night_receipt_dup_outcome (step);
  g_autofree char *elapsed = night_receipt_dup_elapsed (step);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 night_receipt_get_part (step->part));
  adw_action_row_set_subtitle (row, outcome);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_action_row_add_prefix (row, make_icon (step->outcome));
  if (*elapsed != '\0')
    adw_action_row_add_suffix (row, make_time (elapsed));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, outcome, -1);

  return GTK_WIDGET (row);
}

void
night_receipt_page_show (NightReceiptPage *self, const VaultReceipt *receipt)
{
  gboolean destroyed = vault_receipt_is_destroyed (receipt);
  g_autofree char *summary = night_receipt_dup_summary (receipt);
  GtkWidget *row;

  g_return_if_fail (NIGHT_IS_RECEIPT_PAGE (self));

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->steps))) != NULL)
    gtk_list_box_remove (self->steps, row);

  for (guint i = 0; i < VAULT_WIPE_N_PARTS; i++)
    gtk_list_box_append (self->steps, make_row (&receipt->steps[i]));

  gtk_label_set_text (self->title, night_receipt_get_title (receipt));
  gtk_label_set_text (self->summary, summary);
  gtk_widget_set_visible (self->start_anew, destroyed);
  gtk_widget_set_visible (self->try_again, !destroyed);
}

static gboolean
night_receipt_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_child_focus (GTK_WIDGET (NIGHT_RECEIPT_PAGE (widget)->steps),
                                 GTK_DIR_TAB_FORWARD);
}

static void
night_receipt_page_class_init (NightReceiptPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = night_receipt_page_grab_focus;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/wipe/night-receipt-page.ui");
  gtk_widget_class_bind_template_child (widget_class, NightReceiptPage, title);
  gtk_widget_class_bind_template_child (widget_class, NightReceiptPage, summary);
  gtk_widget_class_bind_template_child (widget_class, NightReceiptPage, steps);
  gtk_widget_class_bind_template_child (widget_class, NightReceiptPage, start_anew);
  gtk_widget_class_bind_template_child (widget_class, NightReceiptPage, try_again);
}

static void
night_receipt_page_init (NightReceiptPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
