/* night-guidance-window.c - guidance for two people, readable without a network
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "hygiene/night-guidance-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hygiene/night-guidance-text.h"
#include "night-access.h"
#include "night-link.h"

#define TOPICS "topics" /* the page that lists them */

struct _NightGuidanceWindow {
  AdwWindow parent_instance;

  GtkWidget *back;
  AdwWindowTitle *title;
  GtkStack *stack;
  AdwPreferencesGroup *topics;
};

G_DEFINE_FINAL_TYPE (NightGuidanceWindow, night_guidance_window, ADW_TYPE_WINDOW)

/* A row of its own words is labelled by its title alone otherwise. */
static GtkWidget *
make_row (const char *title, const char *subtitle, const char *icon, const char *said)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row),
                                 GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  said, -1);
  return row;
}

/* ---- one topic ---- */

/* Beside the text, so that its lines begin below each other; nobody has to hear it. */
static GtkWidget *
make_point (GtkWidget *label)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *bullet =
      g_object_new (GTK_TYPE_LABEL, "label", "•", "valign", GTK_ALIGN_START,
                    "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), bullet);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
add_passage (GtkWidget *box, const NightPassage *passage)
{
  GtkWidget *label = gtk_label_new (_ (passage->text));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (passage->kind == NIGHT_PASSAGE_HEADING) {
    gtk_widget_add_css_class (label, "title-4");
    gtk_widget_set_margin_top (label, 6);
  }
  gtk_box_append (GTK_BOX (box),
                  passage->kind == NIGHT_PASSAGE_POINT ? make_point (label) : label);
}

/* As people write it. */
static char *
dup_place (const char *address)
{
  char *place = g_strdup (address + strlen ("https://"));

  if (g_str_has_suffix (place, "/"))
    place[strlen (place) - 1] = '\0';
  return place;
}

static void
source_activated_cb (GtkWidget *row, const NightSource *source)
{
  night_link_open (GTK_WINDOW (gtk_widget_get_root (row)), source->address);
}

static GtkWidget *
make_sources (const NightTopic *topic)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Where to Go On"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _ ("These open in your browser, which remembers where it was; a private window "
         "keeps less."));
  for (guint i = 0; i < topic->n_sources; i++) {
    const NightSource *source = &topic->sources[i];
    g_autofree char *place = dup_place (source->address);
    g_autofree char *about = g_strdup_printf ("%s\n%s", _ (source->what), place);
    /* Translators: a name, what it is, and its address. */
    g_autofree char *said = g_strdup_printf (_ ("%s: %s. Opens %s in the browser"),
                                             source->name, _ (source->what), place);
    GtkWidget *row = make_row (source->name, about, "adw-external-link-symbolic", said);

    adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
    g_signal_connect (row, "activated", G_CALLBACK (source_activated_cb),
                      (gpointer) source);
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  }

  return group;
}

static GtkWidget *
make_page (const NightTopic *topic)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  for (guint i = 0; i < topic->n_passages; i++)
    add_passage (box, &topic->passages[i]);
  if (topic->n_sources > 0) {
    GtkWidget *sources = make_sources (topic);

    gtk_widget_set_margin_top (sources, 12);
    gtk_box_append (GTK_BOX (box), sources);
  }

  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  /* So that the keys scroll where there is nothing to activate. */
  gtk_widget_set_focusable (scrolled, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scrolled),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ (topic->title), -1);
  return scrolled;
}

/* ---- from one to the other ---- */

static void
show_topic (NightGuidanceWindow *self, const NightTopic *topic)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, topic->id);

  if (page == NULL) {
    page = make_page (topic);
    gtk_stack_add_named (self->stack, page, topic->id);
  }
  gtk_stack_set_visible_child (self->stack, page);
  adw_window_title_set_title (self->title, _ (topic->title));
  gtk_widget_show (self->back);
  gtk_widget_grab_focus (page);
}

static void
go_back (NightGuidanceWindow *self)
{
  gtk_stack_set_visible_child_name (self->stack, TOPICS);
  adw_window_title_set_title (self->title, gtk_window_get_title (GTK_WINDOW (self)));
  gtk_widget_hide (self->back);
  gtk_widget_child_focus (GTK_WIDGET (self->topics), GTK_DIR_TAB_FORWARD);
}

static void
leave (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  NightGuidanceWindow *self = NIGHT_GUIDANCE_WINDOW (widget);

  if (gtk_widget_get_visible (self->back))
    go_back (self);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
topic_activated_cb (GtkWidget *row, const NightTopic *topic)
{
  show_topic (NIGHT_GUIDANCE_WINDOW (gtk_widget_get_root (row)), topic);
}

static void
add_topics (NightGuidanceWindow *self)
{
  guint n_topics;
  const NightTopic *topics = night_guidance_get_topics (&n_topics);

  for (guint i = 0; i < n_topics; i++) {
    const char *title = _ (topics[i].title);
    const char *about = _ (topics[i].about);
    /* Translators: a topic, and what it is about. */
    g_autofree char *said = g_strdup_printf (_ ("%s: %s"), title, about);
    GtkWidget *row = make_row (title, about, "go-next-symbolic", said);

    g_signal_connect (row, "activated", G_CALLBACK (topic_activated_cb),
                      (gpointer) &topics[i]);
    adw_preferences_group_add (self->topics, row);
  }
}

void
night_guidance_window_present (GtkWindow *parent, const char *topic)
{
  NightGuidanceWindow *self =
      g_object_new (NIGHT_TYPE_GUIDANCE_WINDOW, "transient-for", parent, "application",
                    gtk_window_get_application (parent), NULL);
  guint n_topics;
  const NightTopic *topics = night_guidance_get_topics (&n_topics);

  gtk_window_present (GTK_WINDOW (self));
  for (guint i = 0; i < n_topics; i++)
    if (g_strcmp0 (topics[i].id, topic) == 0)
      show_topic (self, &topics[i]);
}

static void
night_guidance_window_class_init (NightGuidanceWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/nightstand/Nightstand/hygiene/night-guidance-window.ui");
  gtk_widget_class_bind_template_child (widget_class, NightGuidanceWindow, back);
  gtk_widget_class_bind_template_child (widget_class, NightGuidanceWindow, title);
  gtk_widget_class_bind_template_child (widget_class, NightGuidanceWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, NightGuidanceWindow, topics);
  gtk_widget_class_bind_template_callback (widget_class, go_back);
  gtk_widget_class_install_action (widget_class, "guidance.leave", NULL, leave);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0,
                                       "guidance.leave", NULL);
}

static void
night_guidance_window_init (NightGuidanceWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  add_topics (self);
  night_access_follow_pages (GTK_WIDGET (self));
}
