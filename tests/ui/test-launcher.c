/* test-launcher.c - the entry that lists the program under another name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>
#include <string.h>

#include "hygiene/night-launcher.h"
#include "support/folder.h"

#define ENTRY "org.nightstand.Nightstand.desktop"

typedef struct {
  Folder *installed;
  Folder *home;
  char *entry; /* in the home */
  const char *folders[3];
} Room;

static void
room_init (Room *room)
{
  g_autofree char *applications = NULL;
  g_autofree char *path = NULL;
  gboolean ok;

  room->installed = folder_new ();
  room->home = folder_new ();
  room->entry = g_build_filename (room->home, "applications", ENTRY, NULL);
  room->folders[0] = "/nonexistent";
  room->folders[1] = room->installed;
  room->folders[2] = NULL;
  applications = g_build_filename (room->installed, "applications", NULL);
  g_assert_cmpint (g_mkdir (applications, 0700), ==, 0);
  path = g_build_filename (applications, ENTRY, NULL);
  ok = g_file_set_contents (path,
                            "[Desktop Entry]\n"
                            "Type=Application\n"
                            "Name=Nightstand\n"
                            "Name[de]=Nachttisch\n"
                            "Comment=Keep private photos sealed\n"
                            "Exec=nightstand %F\n"
                            "Icon=org.nightstand.Nightstand\n"
                            "DBusActivatable=true\n"
                            "Categories=Security;\n"
                            "Keywords=private;vault;\n"
                            "Actions=lock;wipe-ask;\n"
                            "[Desktop Action lock]\n"
                            "Name=Lock\n"
                            "Exec=nightstand --lock\n"
                            "[Desktop Action wipe-ask]\n"
                            "Name=Emergency Wipe\n"
                            "Exec=nightstand --wipe\n",
                            -1, NULL);
  g_assert_true (ok);
}

static void
room_clear (Room *room)
{
  folder_free (room->installed);
  folder_free (room->home);
  g_free (room->entry);
}

static void
assert_writes (Room *room, NightShownAs shown_as)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (night_launcher_write (shown_as, room->home, room->folders, &error));
  g_assert_no_error (error);
}

static void
assert_fails (Room *room, NightShownAs shown_as, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (night_launcher_write (shown_as, room->home, room->folders, &error));
  g_assert_error (error, G_IO_ERROR, code);
}

static void
assert_says (GKeyFile *entry, const char *group, const char *key, const char *expected)
{
  g_autofree char *text = g_key_file_get_string (entry, group, key, NULL);

  g_assert_cmpstr (text, ==, expected);
}

/* The wipe stays in reach, under a word that tells nothing. */
static void
test_reaches_the_wipe (void)
{
  g_autoptr (GKeyFile) entry = g_key_file_new ();
  Room room;

  room_init (&room);
  assert_writes (&room, NIGHT_SHOWN_AS_SUMS);
  g_assert_true (g_key_file_load_from_file (entry, room.entry, G_KEY_FILE_NONE, NULL));
  assert_says (entry, "Desktop Entry", "Actions", "lock;clear;");
  assert_says (entry, "Desktop Action lock", "Exec", "nightstand --lock");
  assert_says (entry, "Desktop Action clear", "Exec", "nightstand --clear");
  assert_says (entry, "Desktop Action clear", "Name", "Clear…");
  room_clear (&room);
}

/* It starts the same program, and says nothing of what that is but in how it is called. */
static void
test_says_nothing (void)
{
  static const char *const telling[] = { "Nachttisch", "private", "vault",
                                         "Security",   "Wipe",    "wipe",
                                         "photos",     "Keep",    "Name=Nightstand" };
  Room room;
  g_autofree char *text = NULL;

  room_init (&room);
  for (guint as = NIGHT_SHOWN_AS_NOTES; as < NIGHT_N_SHOWN_AS; as++) {
    g_autoptr (GKeyFile) entry = g_key_file_new ();
    g_autofree char *name = NULL;
    g_autofree char *icon = NULL;
    g_autofree char *exec = NULL;

    assert_writes (&room, (NightShownAs) as);
    g_clear_pointer (&text, g_free);
    g_assert_true (g_file_get_contents (room.entry, &text, NULL, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS (telling); i++)
      g_assert_null (strstr (text, telling[i]));
    g_assert_true (g_key_file_load_from_data (entry, text, -1, G_KEY_FILE_NONE, NULL));
    name = g_key_file_get_string (entry, "Desktop Entry", "Name", NULL);
    icon = g_key_file_get_string (entry, "Desktop Entry", "Icon", NULL);
    exec = g_key_file_get_string (entry, "Desktop Entry", "Exec", NULL);
    g_assert_cmpstr (name, ==, night_launcher_get_name ((NightShownAs) as));
    g_assert_cmpstr (icon, ==, night_launcher_get_icon ((NightShownAs) as));
    g_assert_cmpstr (exec, ==, "nightstand %F");
  }
  room_clear (&room);
}

static void
test_goes_back (void)
{
  Room room;

  room_init (&room);
  assert_writes (&room, NIGHT_SHOWN_AS_ITSELF);
  g_assert_false (file_exists (room.entry));
  assert_writes (&room, NIGHT_SHOWN_AS_NOTES);
  g_assert_true (file_exists (room.entry));
  assert_writes (&room, NIGHT_SHOWN_AS_ITSELF);
  g_assert_false (file_exists (room.entry));
  room_clear (&room);
}

/* What somebody wrote there themselves is neither replaced nor removed. */
static void
test_somebody_elses (void)
{
  static const char *const others[] = { "[Desktop Entry]\nName=Mine\n", "",
                                        "\xff\xfe" };
  Room room;

  room_init (&room);
  assert_writes (&room, NIGHT_SHOWN_AS_NOTES);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autofree char *left = NULL;

    g_assert_true (g_file_set_contents (room.entry, others[i], -1, NULL));
    assert_fails (&room, NIGHT_SHOWN_AS_WORDS, G_IO_ERROR_EXISTS);
    assert_writes (&room, NIGHT_SHOWN_AS_ITSELF);
    g_assert_true (g_file_get_contents (room.entry, &left, NULL, NULL));
    g_assert_cmpstr (left, ==, others[i]);
  }
  room_clear (&room);
}

static void
test_not_there (void)
{
  Room room;
  g_autofree char *in_the_way = NULL;

  room_init (&room);
  room.folders[1] = NULL;
  assert_fails (&room, NIGHT_SHOWN_AS_NOTES, G_IO_ERROR_NOT_FOUND);
  g_assert_false (file_exists (room.entry));
  room.folders[1] = room.installed;
  in_the_way = folder_put_text (room.home, "applications", "not a folder");
  assert_fails (&room, NIGHT_SHOWN_AS_NOTES, G_IO_ERROR_NOT_DIRECTORY);
  room_clear (&room);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/launcher/says-nothing", test_says_nothing);
  g_test_add_func ("/launcher/reaches-the-wipe", test_reaches_the_wipe);
  g_test_add_func ("/launcher/goes-back", test_goes_back);
  g_test_add_func ("/launcher/somebody-elses", test_somebody_elses);
  g_test_add_func ("/launcher/not-there", test_not_there);
  return g_test_run ();
}
