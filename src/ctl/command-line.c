/* command-line.c - argv into a request, strictly
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "command-line.h"

#include <string.h>

#include "text.h"

/* More than there are. */
#define MAX_ENTRIES 24

/* --vault and --passphrase-fd may stand before the command and after it; the later one
 * counts.  Descriptors are strings, so that the value does not end up in the message if it
 * is no number: it could be the passphrase itself, typed in the wrong place. */
typedef struct {
  gboolean help;
  gboolean version;
  char *folder;
  char *passphrase_fd;
} Globals;

static void
globals_clear (Globals *self)
{
  g_free (self->folder);
  g_free (self->passphrase_fd);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Globals, globals_clear)

static gsize
add_global_entries (GOptionEntry *entries, Globals *globals)
{
  const GOptionEntry all[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &globals->help, NULL, NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &globals->version, NULL, NULL },
    { "vault", 0, 0, G_OPTION_ARG_FILENAME, &globals->folder, NULL, "DIR" },
    { "passphrase-fd", 0, 0, G_OPTION_ARG_STRING, &globals->passphrase_fd, NULL, "N" },
  };

  memcpy (entries, all, sizeof all);
  return G_N_ELEMENTS (all);
}

static void
add_command_entries (GOptionEntry *entries,
                     CtlRequest *request,
                     char **new_passphrase_fd)
{
  const struct {
    CtlTakes takes;
    GOptionEntry entry;
  } all[] = {
    { CTL_TAKES_JSON, { "json", 0, 0, G_OPTION_ARG_NONE, &request->json, NULL, NULL } },
    { CTL_TAKES_KDF,
      { "kdf", 0, 0, G_OPTION_ARG_STRING, &request->kdf, NULL, "COST" } },
    { CTL_TAKES_EXPIRES,
      { "expires", 0, 0, G_OPTION_ARG_STRING, &request->expires, NULL, "WHEN" } },
    { CTL_TAKES_TO,
      { "to", 0, 0, G_OPTION_ARG_FILENAME, &request->to, NULL, "FOLDER" } },
    { CTL_TAKES_METADATA,
      { "keep-metadata", 0, 0, G_OPTION_ARG_NONE, &request->keep_metadata, NULL,
        NULL } },
    { CTL_TAKES_METADATA,
      { "strip", 0, 0, G_OPTION_ARG_NONE, &request->strip, NULL, NULL } },
    { CTL_TAKES_ORIGINAL,
      { "original", 0, 0, G_OPTION_ARG_NONE, &request->original, NULL, NULL } },
    { CTL_TAKES_REPAIR,
      { "repair", 0, 0, G_OPTION_ARG_NONE, &request->repair, NULL, NULL } },
    { CTL_TAKES_REMIND,
      { "remind", 0, 0, G_OPTION_ARG_NONE, &request->remind, NULL, NULL } },
    { CTL_TAKES_ALL, { "all", 0, 0, G_OPTION_ARG_NONE, &request->all, NULL, NULL } },
    { CTL_TAKES_NOW, { "now", 0, 0, G_OPTION_ARG_NONE, &request->now, NULL, NULL } },
    { CTL_TAKES_SYNCED,
      { "synced-folder", 0, 0, G_OPTION_ARG_NONE, &request->synced_folder, NULL,
        NULL } },
    { CTL_TAKES_REMOVE,
      { "remove", 0, 0, G_OPTION_ARG_NONE, &request->remove_found, NULL, NULL } },
    { CTL_TAKES_WEAK, { "weak", 0, 0, G_OPTION_ARG_NONE, &request->weak, NULL, NULL } },
    { CTL_TAKES_GENERATE,
      { "generate", 0, 0, G_OPTION_ARG_NONE, &request->generate, NULL, NULL } },
    { CTL_TAKES_CHANGE,
      { "add", 0, 0, G_OPTION_ARG_STRING_ARRAY, &request->add, NULL, "TAG" } },
    { CTL_TAKES_CHANGE,
      { "remove", 0, 0, G_OPTION_ARG_STRING_ARRAY, &request->remove, NULL, "TAG" } },
    { CTL_TAKES_GROUPS,
      { "album", 0, 0, G_OPTION_ARG_STRING_ARRAY, &request->albums, NULL, "NAME" } },
    { CTL_TAKES_GROUPS,
      { "person", 0, 0, G_OPTION_ARG_STRING_ARRAY, &request->people, NULL, "NAME" } },
    { CTL_TAKES_FILTER,
      { "tag", 0, 0, G_OPTION_ARG_STRING_ARRAY, &request->tags, NULL, "TAG" } },
    { CTL_TAKES_FILTER,
      { "favourites", 0, 0, G_OPTION_ARG_NONE, &request->favourites, NULL, NULL } },
    { CTL_TAKES_FILTER,
      { "search", 0, 0, G_OPTION_ARG_STRING, &request->search, NULL, "TEXT" } },
    { CTL_TAKES_FILTER,
      { "sort", 0, 0, G_OPTION_ARG_STRING, &request->sort, NULL, "BY" } },
    { CTL_TAKES_NEW_PASSPHRASE_FD,
      { "new-passphrase-fd", 0, 0, G_OPTION_ARG_STRING, new_passphrase_fd, NULL,
        "N" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++) {
    if (request->command->takes & all[i].takes)
      *entries++ = all[i].entry;
  }
  *entries = (GOptionEntry){ G_OPTION_REMAINING, 0,    0,   G_OPTION_ARG_FILENAME_ARRAY,
                             &request->words,    NULL, NULL };
}

static gboolean
parse (GOptionEntry *entries, gboolean strict_posix, char ***args, GError **error)
{
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);
  g_autoptr(GError) failure = NULL;
  g_autofree char *message = NULL;

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_strict_posix (context, strict_posix);
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse_strv (context, args, &failure))
    return TRUE;

  /* "Unknown option --foo=value": the value is nobody's business. */
  message = ctl_text_safe (failure->message);
  message[strcspn (message, "=")] = '\0';
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "%s.", message);
  return FALSE;
}

static const CtlCommand *
find_command (const char *name, GError **error)
{
  for (const CtlCommand *command = ctl_commands; command->name != NULL; command++) {
    if (g_str_equal (command->name, name))
      return command;
  }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               "There is no such command.");
  return NULL;
}

/* @text may be NULL, for an option that was not given. */
static gboolean
take_fd (const char *option, const char *text, int *out_fd, GError **error)
{
  guint64 fd;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &fd, NULL)) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "%s takes the number of an open descriptor.", option);
    return FALSE;
  }

  *out_fd = (int) fd;
  return TRUE;
}

static gboolean
take_globals (CtlRequest *self, Globals *globals, GError **error)
{
  self->want_help |= globals->help;
  self->want_version |= globals->version;
  if (globals->folder != NULL) {
    g_free (self->folder);
    self->folder = g_steal_pointer (&globals->folder);
  }
  return take_fd ("--passphrase-fd", globals->passphrase_fd, &self->passphrase_fd,
                  error);
}

static gboolean
check_words (CtlRequest *self, GError **error)
{
  if (self->words == NULL)
    self->words = g_new0 (char *, 1);
  self->n_words = g_strv_length (self->words);
  if (self->n_words >= self->command->min_words
      && self->n_words <= self->command->max_words)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "The form is: %s %s",
               self->command->name, self->command->usage);
  return FALSE;
}

static gboolean
parse_command (CtlRequest *self, char *const *args, GError **error)
{
  g_auto(GStrv) rest = g_strdupv ((char **) args);
  g_auto(Globals) globals = { 0 };
  g_autofree char *new_passphrase_fd = NULL;
  GOptionEntry entries[MAX_ENTRIES] = { 0 };
  gsize n_globals = add_global_entries (entries, &globals);

  self->command = find_command (args[0], error);
  if (self->command == NULL)
    return FALSE;

  /* args[0], the command, takes the place of the program's name. */
  add_command_entries (entries + n_globals, self, &new_passphrase_fd);
  if (!parse (entries, FALSE, &rest, error) || !take_globals (self, &globals, error)
      || !take_fd ("--new-passphrase-fd", new_passphrase_fd, &self->new_passphrase_fd,
                   error))
    return FALSE;
  if (self->want_help || self->want_version)
    return TRUE;
  return check_words (self, error)
         && (self->command->check == NULL || self->command->check (self, error));
}

CtlRequest *
ctl_request_new (char *const *argv, GError **error)
{
  g_autoptr(CtlRequest) self = g_new0 (CtlRequest, 1);
  g_auto(GStrv) args = g_strdupv ((char **) argv);
  g_auto(Globals) globals = { 0 };
  GOptionEntry entries[MAX_ENTRIES] = { 0 };

  self->passphrase_fd = -1;
  self->new_passphrase_fd = -1;
  add_global_entries (entries, &globals);
  if (!parse (entries, TRUE, &args, error) || !take_globals (self, &globals, error))
    return NULL;
  if (self->want_help || self->want_version)
    return g_steal_pointer (&self);
  if (args[0] == NULL || args[1] == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "A command is missing.");
    return NULL;
  }
  if (!parse_command (self, args + 1, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
ctl_request_free (CtlRequest *self)
{
  if (self == NULL)
    return;

  g_free (self->folder);
  g_free (self->kdf);
  g_free (self->expires);
  g_free (self->to);
  g_free (self->search);
  g_free (self->sort);
  g_strfreev (self->add);
  g_strfreev (self->remove);
  g_strfreev (self->albums);
  g_strfreev (self->people);
  g_strfreev (self->tags);
  g_strfreev (self->words);
  g_free (self);
}

static void
print_exit_statuses (void)
{
  g_print (
      "\n"
      "Exit status:\n"
      "  0    done\n"
      "  1    done in part: some items failed, or something that has no number here\n"
      "  2    the command line is wrong, or its time is none or has passed\n"
      "  3    wrong passphrase, none that can be one, or a new one easy to guess\n"
      "  4    no vault in the folder; for create: there is one already, or something\n"
      "       copies the folder away and --synced-folder was not given\n"
      "  5    another program has the vault open, or it was locked\n"
      "  6    damaged, not this vault's, an older copy, or a newer version's\n"
      "  7    destroyed by an emergency wipe\n"
      "  8    no such item, or it has expired\n"
      "  9    no space, no memory, no permission, a disk that fails or is read-only\n"
      "  10   a file that cannot be imported or turned, or a folder that cannot be\n"
      "       exported to\n"
      "  11   the clock jumped far ahead; nothing was destroyed on its word\n"
      "  130  cancelled\n");
}

void
ctl_print_help (void)
{
  g_print ("nightstandctl [--vault DIR] [--passphrase-fd N] COMMAND\n"
           "\n"
           "Commands:\n");
  for (const CtlCommand *command = ctl_commands; command->name != NULL; command++) {
    g_print ("  %s%s%s\n      %s\n", command->name, *command->usage == '\0' ? "" : " ",
             command->usage, command->what);
  }
  g_print (
      "\n"
      "Options, before the command or after it:\n"
      "  --vault DIR         the folder of the vault; without it, the one the app "
      "uses\n"
      "  --passphrase-fd N   read the passphrase from descriptor N, up to the first\n"
      "                      line break; without it, it is asked for on the terminal\n"
      "  --help, --version\n"
      "\n"
      "Where a passphrase is new:\n"
      "  --new-passphrase-fd N  read the new one from descriptor N; from the same one "
      "as\n"
      "                      --passphrase-fd it is the second line\n"
      "  --generate          choose six words at random and print them, once; "
      "whatever\n"
      "                      is generated is alone on stdout, messages are on stderr\n"
      "  --weak              accept one that a program would find by trying; without "
      "it,\n"
      "                      such a one is refused, here as in the window\n"
      "A recovery key is typed wherever a passphrase is; case, spaces and hyphens are\n"
      "all the same there.  NUMBER is what passphrases prints.\n"
      "\n"
      "An item is exported without place, camera, dates, texts and thumbnails in its "
      "file;\n"
      "one they cannot be removed from is not exported without --original.  An import\n"
      "keeps them (--keep-metadata) unless --strip is given; then a file they cannot "
      "be\n"
      "removed from is kept as it is, and named.  Neither changes a picture or a "
      "sound.\n"
      "\n"
      "WHEN is never, a span (90m, 1h, 1d, 1w, 30d), an ISO 8601 date and time, or a\n"
      "date alone (2027-03-01), which is the end of that day, local time.\n"
      "An ID is the sixteen digits that list prints.\n"
      "--search finds each word of TEXT in name, tags, note, albums, people, type or\n"
      "date (2024, 2024-03, \"march 2023\", yesterday); BY is captured, added, name, "
      "size\n"
      "or left.  Filters combine.  A tag, note or name on a command line can be seen "
      "by\n"
      "others on this computer while the command runs.\n");
  print_exit_statuses ();
}
