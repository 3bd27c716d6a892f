/* night-receipt-rows.c - the rows of a receipt, for whatever list shows them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wipe/night-receipt-rows.h"

#include "wipe/night-receipt-text.h"
#include "wipe/night-storage-text.h"

static AdwActionRow *
make_row (const char *icon, const char *style, const char *title, const char *text)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *escaped_text = g_markup_escape_text (text, -1);
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (image, style);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (row, escaped_text);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_action_row_add_prefix (row, image);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  return row;
}

static const char *
get_style (VaultWipeOutcome outcome)
{
  if (outcome == VAULT_WIPE_DESTROYED)
    return "success";
  if (outcome == VAULT_WIPE_FAILED)
    return "error";

  return outcome == VAULT_WIPE_NOTHING ? "dim-label" : "warning";
}

static void
add_time (AdwActionRow *row, const VaultWipeStep *step)
{
  g_autofree char *elapsed = night_receipt_dup_elapsed (step);
  GtkWidget *label;

  if (*elapsed == '\0')
    return;

  label = gtk_label_new (elapsed);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (row, label);
}

static void
add_part (GtkListBox *list, const VaultReceipt *receipt, VaultWipePart part)
{
  const VaultWipeStep *step = &receipt->steps[part];
  g_autofree char *outcome = night_receipt_dup_outcome (receipt, part);
  AdwActionRow *row =
      make_row (night_receipt_get_icon (step->outcome), get_style (step->outcome),
                night_receipt_get_part (part), outcome);

  add_time (row, step);
  gtk_list_box_append (list, GTK_WIDGET (row));
}

static void
add_disk (GtkListBox *list, const VaultStorage *storage)
{
  g_autofree char *advice = night_storage_dup_advice (storage);
  const char *meaning = night_storage_get_meaning (storage->light);
  g_autofree char *text =
      *advice == '\0' ? g_strdup (meaning) : g_strjoin ("\n", meaning, advice, NULL);

  night_receipt_rows_add (list, night_storage_get_icon (storage->light),
                          night_storage_get_style (storage->light),
                          night_storage_get_title (storage->light), text);
}

void
night_receipt_rows_clear (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

void
night_receipt_rows_add_all (GtkListBox *list, const VaultReceipt *receipt)
{
  for (VaultWipePart part = 0; part < VAULT_WIPE_N_PARTS; part++)
    add_part (list, receipt, part);
  add_disk (list, &receipt->storage);
}

void
night_receipt_rows_add (GtkListBox *list,
                        const char *icon,
                        const char *style,
                        const char *title,
                        const char *text)
{
  gtk_list_box_append (list, GTK_WIDGET (make_row (icon, style, title, text)));
}
