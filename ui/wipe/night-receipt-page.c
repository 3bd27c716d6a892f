/* night-receipt-page.c - what an emergency wipe did, part by part
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wipe/night-receipt-page.h"

#include <glib/gi18n.h>

#include "wipe/night-receipt-rows.h"
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

static void
add_other (NightReceiptPage *self, const NightOther *other)
{
  const VaultReceipt *receipt = &other->receipt;
  gboolean destroyed = vault_receipt_is_destroyed (receipt);
  VaultWipePart part = VAULT_WIPE_HEADER;
  g_autofree char *folder = g_filename_display_name (other->folder);
  g_autofree char *text = NULL;

  while (part < VAULT_WIPE_CELLS && receipt->steps[part].outcome != VAULT_WIPE_FAILED)
    part++;
  text = destroyed || receipt->steps[part].outcome != VAULT_WIPE_FAILED
             ? night_receipt_dup_summary (receipt)
             : night_receipt_dup_outcome (receipt, part);
  night_receipt_rows_add (
      self->steps, destroyed ? "object-select-symbolic" : "dialog-error-symbolic",
      destroyed ? "success" : "error", folder, text);
}

void
night_receipt_page_show (NightReceiptPage *self,
                         const VaultReceipt *receipt,
                         GPtrArray *others,
                         gboolean settings_removed)
{
  gboolean destroyed = vault_receipt_is_destroyed (receipt);
  g_autofree char *summary = night_receipt_dup_summary (receipt);

  g_return_if_fail (NIGHT_IS_RECEIPT_PAGE (self));

  night_receipt_rows_fill (self->steps, receipt);
  for (guint i = 0; others != NULL && i < others->len; i++) {
    const NightOther *other = g_ptr_array_index (others, i);

    add_other (self, other);
    destroyed = destroyed && vault_receipt_is_destroyed (&other->receipt);
  }
  if (settings_removed)
    night_receipt_rows_add (
        self->steps, "dialog-warning-symbolic", "warning", _ ("Settings"),
        _ ("Removed only: they are as after a fresh installation. What the desktop’s "
           "own "
           "store of settings still holds of the old ones is not overwritten."));

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
