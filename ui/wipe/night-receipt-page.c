/* night-receipt-page.c - what an emergency wipe did, part by part
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "wipe/night-receipt-page.h"

#include <glib/gi18n.h>

#include "night-problem.h"
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

static char *
dup_failure (VaultError code)
{
  /* Translators: the first %s is a problem, the second what to do about it. */
  return g_strdup_printf (_ ("Could not be done. %s: %s"),
                          night_problem_get_title (code),
                          night_problem_get_text (code));
}

/* A disk that is not connected looks like a vault that is not there. */
static void
add_unreached (NightReceiptPage *self, const char *folder, VaultError problem)
{
  g_autofree char *failure = dup_failure (problem);

  if (problem == VAULT_ERROR_NO_VAULT)
    night_receipt_rows_add (
        self->steps, "dialog-question-symbolic", "warning", folder,
        _ ("Could not be done: no vault is to be seen there. If it lies on a disk that "
           "is not connected, it is as it was."));
  else
    night_receipt_rows_add (self->steps, "dialog-error-symbolic", "error", folder,
                            failure);
}

static void
add_other (NightReceiptPage *self, const VaultWiped *other)
{
  const VaultReceipt *receipt = &other->receipt;
  gboolean destroyed = vault_wiped_is_destroyed (other);
  VaultWipePart part = VAULT_WIPE_HEADER;
  g_autofree char *folder = g_filename_display_name (other->folder);
  g_autofree char *text = NULL;

  if (other->problem != VAULT_N_ERRORS) {
    add_unreached (self, folder, other->problem);
    return;
  }

  while (part < VAULT_WIPE_CELLS && receipt->steps[part].outcome != VAULT_WIPE_FAILED)
    part++;
  text = destroyed || receipt->steps[part].outcome != VAULT_WIPE_FAILED
             ? night_receipt_dup_summary (receipt)
             : night_receipt_dup_outcome (receipt, part);
  night_receipt_rows_add (
      self->steps, destroyed ? "object-select-symbolic" : "dialog-error-symbolic",
      destroyed ? "success" : "error", folder, text);
}

/* Those that are destroyed, or those that are not.  Returns: how many. */
static guint
add_others (NightReceiptPage *self, GPtrArray *others, gboolean destroyed)
{
  guint n = 0;

  for (guint i = 0; others != NULL && i < others->len; i++) {
    if (vault_wiped_is_destroyed (others->pdata[i]) != destroyed)
      continue;
    add_other (self, others->pdata[i]);
    n++;
  }

  return n;
}

static void
show_own (NightReceiptPage *self, const VaultWiped *own)
{
  g_autofree char *summary = NULL;
  const char *title = _ ("The Vault Was Not Destroyed");

  if (own == NULL) {
    title = _ ("The Vaults Are Destroyed");
    summary = g_strdup (_ ("There is no vault in the folder of this window. These are "
                           "the others that were known."));
  } else if (own->problem != VAULT_N_ERRORS) {
    summary = dup_failure (own->problem);
  } else {
    title = night_receipt_get_title (&own->receipt);
    summary = night_receipt_dup_summary (&own->receipt);
    night_receipt_rows_add_all (self->steps, &own->receipt);
  }

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->summary, summary);
}

void
night_receipt_page_show (NightReceiptPage *self,
                         const VaultWiped *own,
                         GPtrArray *others)
{
  gboolean own_destroyed = own == NULL || vault_wiped_is_destroyed (own);
  guint n_left;

  g_return_if_fail (NIGHT_IS_RECEIPT_PAGE (self));

  night_receipt_rows_clear (self->steps);
  n_left = add_others (self, others, FALSE);
  show_own (self, own);
  (void) add_others (self, others, TRUE);
  /* What is good of this one must not hide what is not of another. */
  if (own_destroyed && n_left > 0) {
    gtk_label_set_text (self->title, _ ("Not Every Known Vault Was Destroyed"));
    gtk_label_set_text (self->summary,
                        _ ("What could not be done stands first, with its reason."));
  }

  gtk_widget_set_visible (self->start_anew, own_destroyed && n_left == 0);
  gtk_widget_set_visible (self->try_again, !own_destroyed || n_left > 0);
}

/* ---- Nightstand's own ---- */

static void
add_tidied (NightReceiptPage *self,
            const char *title,
            NightTidy what,
            const char *removed,
            const char *kept)
{
  if (what == NIGHT_TIDY_NONE)
    night_receipt_rows_add (self->steps, "list-remove-symbolic", "dim-label", title,
                            _ ("There was nothing of this kind."));
  else if (what == NIGHT_TIDY_REMOVED)
    night_receipt_rows_add (self->steps, "dialog-warning-symbolic", "warning", title,
                            removed);
  else if (what == NIGHT_TIDY_KEPT)
    night_receipt_rows_add (self->steps, "dialog-warning-symbolic", "warning", title,
                            kept);
}

void
night_receipt_page_add_tidied (NightReceiptPage *self, const NightTidied *tidied)
{
  g_return_if_fail (NIGHT_IS_RECEIPT_PAGE (self));

  add_tidied (
      self, _ ("Settings"), tidied->settings,
      _ ("Removed only: they are as after a fresh installation. What the desktop’s own "
         "store of settings still holds of the old ones is not overwritten."),
      _ ("Kept: they say where the vaults lie that are not destroyed."));
  add_tidied (self, _ ("Timer"), tidied->timer,
              _ ("Removed only: what ran every hour and at each login, and the list of "
                 "vaults it was for, were deleted, not overwritten."),
              _ ("Kept: another vault is on its list."));
  if (tidied->timer == NIGHT_TIDY_FAILED) {
    g_autofree char *failure = dup_failure (tidied->timer_error);

    night_receipt_rows_add (self->steps, "dialog-error-symbolic", "error", _ ("Timer"),
                            failure);
  }
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
