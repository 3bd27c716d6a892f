/* night-expiry-dialog.c - choosing how long items stay
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "library/night-expiry-dialog.h"

#include <glib/gi18n.h>

#include "night-access.h"
#include "night-problem.h"
#include "night-text.h"

#define HOUR_S ((gint64) 60 * 60)
#define DAY_S (24 * HOUR_S)

struct _NightExpiryDialog {
  AdwWindow parent_instance;

  GtkLabel *present;
  GtkLabel *problem;
  GtkWidget *set;
  GtkToggleButton *hour;
  GtkToggleButton *day;
  GtkToggleButton *week;
  GtkToggleButton *month;
  GtkToggleButton *moment;
  GtkToggleButton *never;
  GtkWidget *moment_box;
  GtkMenuButton *date;
  GtkCalendar *calendar;
  GtkSpinButton *hours;
  GtkSpinButton *minutes;

  GtkWidget *widget; /* who asked, and tells the outcome */
  Vault *vault;
  GPtrArray *items;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (NightExpiryDialog, night_expiry_dialog, ADW_TYPE_WINDOW)

/* 0 if the calendar shows no moment there is, as in the hour a clock skips. */
static gint64
get_moment (NightExpiryDialog *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);
  g_autoptr (GDateTime) moment = NULL;

  moment =
      g_date_time_new_local (g_date_time_get_year (date), g_date_time_get_month (date),
                             g_date_time_get_day_of_month (date),
                             gtk_spin_button_get_value_as_int (self->hours),
                             gtk_spin_button_get_value_as_int (self->minutes), 0);

  return moment != NULL ? g_date_time_to_unix (moment) : 0;
}

static gint64
get_chosen (NightExpiryDialog *self)
{
  gint64 now = vault_get_time (self->vault);

  if (gtk_toggle_button_get_active (self->hour))
    return now + HOUR_S;
  if (gtk_toggle_button_get_active (self->day))
    return now + DAY_S;
  if (gtk_toggle_button_get_active (self->week))
    return now + 7 * DAY_S;
  if (gtk_toggle_button_get_active (self->month))
    return now + 30 * DAY_S;
  if (gtk_toggle_button_get_active (self->moment))
    return get_moment (self);

  return VAULT_EXPIRES_NEVER;
}

static void
show_date (NightExpiryDialog *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);
  /* Translators: a weekday and date, see g_date_time_format(). */
  g_autofree char *text = g_date_time_format (date, _ ("%A, %-d %B %Y"));

  gtk_menu_button_set_label (self->date, text);
}

static void
update (NightExpiryDialog *self)
{
  gboolean moment = gtk_toggle_button_get_active (self->moment);
  gboolean past = moment && get_moment (self) <= vault_get_time (self->vault);

  show_date (self);
  gtk_widget_set_visible (self->moment_box, moment);
  gtk_label_set_text (self->problem, night_problem_get_text (VAULT_ERROR_BAD_TIME));
  gtk_widget_set_visible (GTK_WIDGET (self->problem), past);
  gtk_widget_set_sensitive (self->set, !past);
}

static void
tell_set (NightExpiryDialog *self)
{
  guint n = self->items->len;
  g_autofree char *text = NULL;

  text = g_strdup_printf (
      ngettext ("Expiry of %u item changed", "Expiry of %u items changed", n), n);
  gtk_widget_activate_action (self->widget, "win.toast", "s", text);
}

static void
set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (NightExpiryDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = vault_set_expiry_finish (VAULT_VAULT (source), result, &error);
  VaultError code;

  /* Closed meanwhile: the deadline may have been set, the dialog is gone. */
  if (self->widget == NULL)
    return;

  if (done) {
    tell_set (self);
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }

  code = night_problem_from_error (error);
  gtk_widget_set_sensitive (self->set, TRUE);
  gtk_label_set_text (self->problem, night_problem_get_text (code));
  gtk_widget_show (GTK_WIDGET (self->problem));
}

static void
set (NightExpiryDialog *self)
{
  gtk_widget_set_sensitive (self->set, FALSE);
  vault_set_expiry_async (self->vault, self->items, get_chosen (self),
                          self->cancellable, set_cb, g_object_ref (self));
}

/* The deadline all items share, or VAULT_EXPIRES_NEVER and @out_mixed. */
static gint64
get_present (GPtrArray *items, gboolean *out_mixed)
{
  gint64 first = vault_item_get_expires (g_ptr_array_index (items, 0));

  *out_mixed = FALSE;
  for (guint i = 1; i < items->len; i++)
    if (vault_item_get_expires (g_ptr_array_index (items, i)) != first)
      *out_mixed = TRUE;

  return *out_mixed ? VAULT_EXPIRES_NEVER : first;
}

static void
show_present (NightExpiryDialog *self)
{
  gboolean mixed;
  gint64 expires = get_present (self->items, &mixed);
  g_autofree char *moment = night_text_dup_moment (expires);
  g_autofree char *left = NULL;
  g_autofree char *text = NULL;

  if (mixed) {
    gtk_label_set_text (self->present, _ ("The items expire at different times."));
    return;
  }

  if (expires == VAULT_EXPIRES_NEVER) {
    gtk_label_set_text (self->present, _ ("At present: never expires."));
    return;
  }

  left = night_text_dup_time_left (expires - vault_get_time (self->vault));
  /* Translators: a moment, then the time left until then. */
  text = g_strdup_printf (_ ("At present: expires %s, %s."), moment, left);
  gtk_label_set_text (self->present, text);
}

static void
propose_moment (NightExpiryDialog *self, gint64 moment)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (moment);

  gtk_calendar_select_day (self->calendar, date);
  gtk_spin_button_set_value (self->hours, g_date_time_get_hour (date));
  gtk_spin_button_set_value (self->minutes, g_date_time_get_minute (date));
}

/* When the last of them expires. */
static gint64
get_latest (GPtrArray *items)
{
  gint64 latest = 0;

  for (guint i = 0; i < items->len; i++) {
    gint64 expires = vault_item_get_expires (items->pdata[i]);

    if (expires == VAULT_EXPIRES_NEVER)
      return VAULT_EXPIRES_NEVER;
    latest = MAX (latest, expires);
  }

  return latest;
}

/* Who agrees without choosing must not shorten the life of anything: the first choice that does
 * not. */
static void
propose (NightExpiryDialog *self)
{
  const struct {
    GtkToggleButton *choice;
    gint64 seconds;
  } spans[] = { { self->hour, HOUR_S },
                { self->day, DAY_S },
                { self->week, 7 * DAY_S },
                { self->month, 30 * DAY_S } };
  gint64 now = vault_get_time (self->vault);
  gint64 latest = get_latest (self->items);
  GtkToggleButton *proposed = self->moment;

  /* Until something is chosen the calendar shows this time tomorrow, or the minute after. */
  propose_moment (self, MAX (now + DAY_S, latest + 60));
  if (latest == VAULT_EXPIRES_NEVER) {
    gtk_toggle_button_set_active (self->never, TRUE);
    gtk_widget_grab_focus (GTK_WIDGET (self->hour));
    return;
  }

  for (gsize i = G_N_ELEMENTS (spans); i > 0; i--)
    if (latest <= now + spans[i - 1].seconds)
      proposed = spans[i - 1].choice;
  gtk_toggle_button_set_active (proposed, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (proposed));
}

void
night_expiry_dialog_present (GtkWidget *widget, Vault *vault, GPtrArray *items)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  NightExpiryDialog *self;

  if (items->len == 0)
    return;

  self = g_object_new (NIGHT_TYPE_EXPIRY_DIALOG, "transient-for", window, "application",
                       gtk_window_get_application (window), NULL);
  self->widget = g_object_ref (widget);
  self->vault = g_object_ref (vault);
  self->items = g_ptr_array_ref (items);
  show_present (self);
  propose (self);
  update (self);
  gtk_window_present (GTK_WINDOW (self));
}

/* A clock shows 09:05, not 9:5. */
static gboolean
show_two_digits (GtkSpinButton *spin)
{
  g_autofree char *text = NULL;

  text = g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (spin));
  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static void
night_expiry_dialog_dispose (GObject *object)
{
  NightExpiryDialog *self = NIGHT_EXPIRY_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->widget);
  g_clear_object (&self->vault);
  g_clear_pointer (&self->items, g_ptr_array_unref);

  G_OBJECT_CLASS (night_expiry_dialog_parent_class)->dispose (object);
}

static void
night_expiry_dialog_class_init (NightExpiryDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = night_expiry_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/library/night-expiry-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, NightExpiryDialog, present);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryDialog, problem);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryDialog, set);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryDialog, hour);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryDialog, day);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryDialog, week);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryDialog, month);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryDialog, moment);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryDialog, never);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryDialog, moment_box);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryDialog, date);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryDialog, calendar);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryDialog, hours);
  gtk_widget_class_bind_template_child (widget_class, NightExpiryDialog, minutes);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, set);
  gtk_widget_class_bind_template_callback (widget_class, show_two_digits);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
night_expiry_dialog_init (NightExpiryDialog *self)
{
  const char *const arrows[] = { _ ("Month Before"), _ ("Month After"),
                                 _ ("Year Before"), _ ("Year After"), NULL };

  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  night_access_name_icon_buttons (GTK_WIDGET (self->calendar), arrows);
}
