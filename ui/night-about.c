/* night-about.c - the about window: version, licence, what is protected and what not
 *
 * src/THREATS.md is the authority on every sentence here.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "night-about.h"

#include <glib/gi18n.h>

#include "night-access.h"
#include "night-config.h"
#include "night-link.h"

static const char *const protects[] = {
  N_ ("Names, dates, pictures and previews are sealed on this computer under your "
      "passphrase. Nothing of them is written anywhere else, unless you export it."),
  N_ ("What you destroy, what has expired and what was wiped has lost its key: the key "
      "was overwritten before you were told so."),
  N_ ("Media files are taken apart in processes that have no keys, no files and no "
      "network."),
  N_ ("Nightstand has no network code: no account, no server, no looking for updates."),
};

static const char *const does_not[] = {
  N_ ("A camera, a screenshot, or somebody looking over your shoulder."),
  N_ ("Spyware or an administrator, while the vault is unlocked."),
  N_ ("Copies elsewhere: originals, exported copies, chats, clouds, backups."),
  N_ ("Older copies of the vault’s key file, in the hands of someone who has the "
      "passphrase, too. SSDs, snapshots and synchronised folders keep such copies "
      "without being asked."),
  N_ ("A weak passphrase. A good one that is forgotten can’t be reset by anybody."),
  N_ ("Somebody who remembers."),
};

static void
append (GString *text, const char *heading, const char *const *sentences, gsize n)
{
  g_autofree char *bold = g_markup_printf_escaped ("<b>%s</b>", heading);

  if (text->len > 0)
    g_string_append (text, "\n\n");
  g_string_append (text, bold);
  for (gsize i = 0; i < n; i++) {
    g_autofree char *line = g_markup_escape_text (_ (sentences[i]), -1);

    g_string_append_printf (text, "\n\n• %s", line);
  }
}

static char *
dup_promises (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append (text, _ ("What Is Protected"), protects, G_N_ELEMENTS (protects));
  append (text, _ ("What Is Not"), does_not, G_N_ELEMENTS (does_not));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The window would start a browser itself. */
static gboolean
link_cb (GtkWindow *window, const char *address, gpointer user_data)
{
  night_link_open (window, address);
  return GDK_EVENT_STOP;
}

void
night_about_present (GtkWindow *parent)
{
  g_autofree char *promises = dup_promises ();
  GtkWidget *window = adw_about_window_new ();

  g_object_set (window, "transient-for", parent, "application",
                gtk_window_get_application (parent), "modal", TRUE,
                "destroy-with-parent", TRUE, "application-name", "Nightstand",
                "application-icon", "org.nightstand.Nightstand", "developer-name",
                _ ("The Nightstand developers"), "version", NIGHT_VERSION,
                "license-type", GTK_LICENSE_GPL_3_0, "comments", promises, NULL);
  g_signal_connect (window, "activate-link", G_CALLBACK (link_cb), NULL);
  night_access_follow_pages (window);
  night_access_name_all (window, _ ("Text"));
  gtk_window_present (GTK_WINDOW (window));
}
