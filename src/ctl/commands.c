/* commands.c - the commands there are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "command.h"

#define ANY_NUMBER G_MAXUINT

const CtlCommand ctl_commands[] = {
  {
      .name = "create",
      .usage = "[--kdf quick|calibrated] [--generate] [--weak] [--synced-folder]",
      .what = "make a new vault; quick is for tests and scripts",
      .takes = CTL_TAKES_KDF | CTL_TAKES_GENERATE | CTL_TAKES_WEAK | CTL_TAKES_SYNCED,
      .needs = CTL_NEEDS_NEW_VAULT,
      .check = ctl_check_create,
      .run = ctl_run_create,
  },
  {
      .name = "import",
      .usage = "FILE|FOLDER... [--expires WHEN] [--strip|--keep-metadata]\n"
               "      [--album NAME]... [--person NAME]...",
      .what =
          "copy files into the vault; the originals stay where they are, see traces",
      .takes = CTL_TAKES_EXPIRES | CTL_TAKES_METADATA | CTL_TAKES_GROUPS,
      .needs = CTL_NEEDS_OPEN_VAULT,
      .min_words = 1,
      .max_words = ANY_NUMBER,
      .check = ctl_check_import,
      .run = ctl_run_import,
  },
  {
      .name = "traces",
      .usage = "FILE|FOLDER... [--remove] [--json]",
      .what =
          "after an import: the originals, each compared with what the vault holds, "
          "and\n"
          "      what they left in thumbnails, recent files, trash and other programs; "
          "with\n"
          "      --remove what can be removed of it is, originals too",
      .takes = CTL_TAKES_JSON | CTL_TAKES_REMOVE,
      .needs = CTL_NEEDS_OPEN_VAULT,
      .min_words = 1,
      .max_words = ANY_NUMBER,
      .run = ctl_run_traces,
  },
  {
      .name = "find-copies",
      .usage = "ID [--remove] [--json]",
      .what =
          "where else an item lives: files with its content in the home and its "
          "hidden\n"
          "      folders, downloads, chats, trash and snapshots, and what they left; "
          "with\n"
          "      --remove what can be removed of it is",
      .takes = CTL_TAKES_JSON | CTL_TAKES_REMOVE,
      .needs = CTL_NEEDS_OPEN_VAULT,
      .min_words = 1,
      .max_words = 1,
      .run = ctl_run_find_copies,
  },
  {
      .name = "list",
      .usage = "[--json] [--album NAME]... [--person NAME]... [--tag TAG]...\n"
               "      [--favourites] [--search TEXT] [--sort BY]",
      .what = "what the vault holds, newest first",
      .takes = CTL_TAKES_JSON | CTL_TAKES_GROUPS | CTL_TAKES_FILTER,
      .needs = CTL_NEEDS_OPEN_VAULT,
      .check = ctl_check_list,
      .run = ctl_run_list,
  },
  {
      .name = "show",
      .usage = "ID [--json]",
      .what = "all there is to know about one item",
      .takes = CTL_TAKES_JSON,
      .needs = CTL_NEEDS_OPEN_VAULT,
      .min_words = 1,
      .max_words = 1,
      .run = ctl_run_show,
  },
  {
      .name = "export",
      .usage = "ID... --to FOLDER [--original]",
      .what = "write items into a folder, where they are no longer protected",
      .takes = CTL_TAKES_TO | CTL_TAKES_ORIGINAL,
      .needs = CTL_NEEDS_OPEN_VAULT,
      .min_words = 1,
      .max_words = ANY_NUMBER,
      .check = ctl_check_export,
      .run = ctl_run_export,
  },
  {
      .name = "expire",
      .usage = "ID... WHEN",
      .what = "give items a deadline, or take it away with never",
      .needs = CTL_NEEDS_OPEN_VAULT,
      .min_words = 2,
      .max_words = ANY_NUMBER,
      .check = ctl_check_expire,
      .run = ctl_run_expire,
  },
  {
      .name = "rotate",
      .usage = "ID... left|right|--to DEGREES",
      .what =
          "turn how pictures are shown, a quarter to one side, or to 0, 90, 180 or\n"
          "      270 degrees clockwise; the kept files are not changed by it",
      .takes = CTL_TAKES_TO,
      .needs = CTL_NEEDS_OPEN_VAULT,
      .min_words = 1,
      .max_words = ANY_NUMBER,
      .check = ctl_check_rotate,
      .run = ctl_run_rotate,
  },
  {
      .name = "rename",
      .usage = "ID NAME",
      .what = "give an item another name",
      .needs = CTL_NEEDS_OPEN_VAULT,
      .min_words = 2,
      .max_words = 2,
      .run = ctl_run_rename,
  },
  {
      .name = "favourite",
      .usage = "ID... on|off",
      .what = "make items favourites, or no longer",
      .needs = CTL_NEEDS_OPEN_VAULT,
      .min_words = 2,
      .max_words = ANY_NUMBER,
      .check = ctl_check_favourite,
      .run = ctl_run_favourite,
  },
  {
      .name = "tag",
      .usage = "ID... [--add TAG]... [--remove TAG]...",
      .what = "give items tags, or take tags from them",
      .takes = CTL_TAKES_CHANGE,
      .needs = CTL_NEEDS_OPEN_VAULT,
      .min_words = 1,
      .max_words = ANY_NUMBER,
      .check = ctl_check_tag,
      .run = ctl_run_tag,
  },
  {
      .name = "note",
      .usage = "ID [TEXT]",
      .what = "print the note of an item, or replace it; an empty one removes it",
      .needs = CTL_NEEDS_OPEN_VAULT,
      .min_words = 1,
      .max_words = 2,
      .run = ctl_run_note,
  },
  {
      .name = "views",
      .usage = "ID... NUMBER|unlimited",
      .what = "destroy items after so many views in the window; a courtesy on this\n"
              "      computer, not a lock",
      .needs = CTL_NEEDS_OPEN_VAULT,
      .min_words = 2,
      .max_words = ANY_NUMBER,
      .check = ctl_check_views,
      .run = ctl_run_views,
  },
  {
      .name = "albums",
      .usage =
          "[--json] | create NAME | rename NAME NEW | remove NAME |\n"
          "      expiry NAME SPAN|never|vault | add NAME ID... | take-out NAME ID...",
      .what = "list the albums, or change them; removing one destroys its name and no "
              "item",
      .takes = CTL_TAKES_JSON,
      .needs = CTL_NEEDS_OPEN_VAULT,
      .max_words = ANY_NUMBER,
      .check = ctl_check_groups,
      .run = ctl_run_groups,
  },
  {
      .name = "people",
      .usage =
          "[--json] | create NAME | rename NAME NEW | remove NAME |\n"
          "      expiry NAME SPAN|never|vault | add NAME ID... | take-out NAME ID...",
      .what = "the same for the people that items are linked to",
      .takes = CTL_TAKES_JSON,
      .needs = CTL_NEEDS_OPEN_VAULT,
      .max_words = ANY_NUMBER,
      .check = ctl_check_groups,
      .run = ctl_run_groups,
  },
  {
      .name = "settings",
      .usage = "[NAME VALUE]",
      .what = "print what is set for this vault, or set it",
      .needs = CTL_NEEDS_OPEN_VAULT,
      .max_words = 2,
      .check = ctl_check_settings,
      .run = ctl_run_settings,
  },
  {
      .name = "activity",
      .usage = "[clear] [--json]",
      .what = "what was done with this vault, oldest first; clear destroys the list",
      .takes = CTL_TAKES_JSON,
      .needs = CTL_NEEDS_OPEN_VAULT,
      .max_words = 1,
      .check = ctl_check_activity,
      .run = ctl_run_activity,
  },
  {
      .name = "delete",
      .usage = "ID...",
      .what = "destroy items for good",
      .needs = CTL_NEEDS_OPEN_VAULT,
      .min_words = 1,
      .max_words = ANY_NUMBER,
      .run = ctl_run_delete,
  },
  {
      .name = "reap",
      .usage = "[--all [--remind]]",
      .what =
          "overwrite the keys of hours, days and weeks that are over; needs no\n"
          "      passphrase; with --all for every vault the timer is for; with "
          "--remind a\n"
          "      notification says so when one under an absence rule should be opened",
      .takes = CTL_TAKES_ALL | CTL_TAKES_REMIND,
      .needs = CTL_NEEDS_NOTHING,
      .check = ctl_check_reap,
      .run = ctl_run_reap,
  },
  {
      .name = "timer",
      .usage = "install|remove|status [--json]",
      .what = "have reap run every hour and at each login for this vault, or no longer",
      .takes = CTL_TAKES_JSON,
      .needs = CTL_NEEDS_NOTHING,
      .min_words = 1,
      .max_words = 1,
      .check = ctl_check_timer,
      .run = ctl_run_timer,
  },
  {
      .name = "absence",
      .usage = "[DAYS|off] [--album NAME]... [--now] [--json]",
      .what =
          "destroy every item in the vault, or in the albums named, when nobody has\n"
          "      opened it for so many days; without an argument, say what the rule is",
      .takes = CTL_TAKES_NOW | CTL_TAKES_GROUPS | CTL_TAKES_JSON,
      .needs = CTL_NEEDS_OPEN_VAULT,
      .max_words = 1,
      .check = ctl_check_absence,
      .run = ctl_run_absence,
  },
  {
      .name = "believe-clock",
      .usage = "",
      .what =
          "say that the computer's date is right after it jumped far ahead; what is\n"
          "      due by it is destroyed",
      .needs = CTL_NEEDS_OPEN_VAULT,
      .run = ctl_run_believe_clock,
  },
  {
      .name = "wipe",
      .usage = "--now [--all] [--json]",
      .what =
          "destroy the whole vault at once, without a passphrase and without asking;\n"
          "      with --all every vault that the window remembers or the timer is for",
      .takes = CTL_TAKES_NOW | CTL_TAKES_ALL | CTL_TAKES_JSON,
      .needs = CTL_NEEDS_NOTHING,
      .check = ctl_check_wipe,
      .run = ctl_run_wipe,
  },
  {
      .name = "drill",
      .usage = "[--json]",
      .what = "wipe a dummy vault of the same size, for real, and say how that went;\n"
              "      the vault itself is not touched",
      .takes = CTL_TAKES_JSON,
      .needs = CTL_NEEDS_NOTHING,
      .run = ctl_run_drill,
  },
  {
      .name = "verify",
      .usage = "[--repair] [--json]",
      .what = "read and check every byte; with --repair, first heal what is kept twice",
      .takes = CTL_TAKES_REPAIR | CTL_TAKES_JSON,
      .needs = CTL_NEEDS_OPEN_VAULT,
      .run = ctl_run_verify,
  },
  {
      .name = "salvage",
      .usage = "--to FOLDER [--json]",
      .what = "write all that still verifies into a folder, where it is no longer\n"
              "      protected; for a vault with damage, also one that does not open",
      .takes = CTL_TAKES_TO | CTL_TAKES_JSON,
      .needs = CTL_NEEDS_PASSPHRASE,
      .check = ctl_check_salvage,
      .run = ctl_run_salvage,
  },
  {
      .name = "checkup",
      .usage = "[--json]",
      .what =
          "look at what around the vault may give it away: disk, swap, sync, backups,\n"
          "      desktop, clock, timer; changes nothing",
      .takes = CTL_TAKES_JSON,
      .needs = CTL_NEEDS_NOTHING,
      .run = ctl_run_checkup,
  },
  {
      .name = "info",
      .usage = "[--json]",
      .what = "facts about the vault; with --passphrase-fd also about what it holds",
      .takes = CTL_TAKES_JSON,
      .needs = CTL_NEEDS_OPEN_IF_FD,
      .run = ctl_run_info,
  },
  {
      .name = "passphrases",
      .usage = "[--json]",
      .what = "the ways into the vault: passphrases and recovery keys",
      .takes = CTL_TAKES_JSON,
      .needs = CTL_NEEDS_OPEN_VAULT,
      .run = ctl_run_passphrases,
  },
  {
      .name = "change-passphrase",
      .usage = "[NUMBER] [--generate] [--weak] [--new-passphrase-fd N]",
      .what =
          "put a new passphrase in the place of the one given, or of another one;\n"
          "      makes new keys, so that a copy of the old keyring is of no use for\n"
          "      what comes later",
      .takes = CTL_TAKES_GENERATE | CTL_TAKES_WEAK | CTL_TAKES_NEW_PASSPHRASE_FD,
      .needs = CTL_NEEDS_BOTH,
      .max_words = 1,
      .check = ctl_check_change_passphrase,
      .run = ctl_run_change_passphrase,
  },
  {
      .name = "add-passphrase",
      .usage = "[--generate] [--weak] [--new-passphrase-fd N]",
      .what = "let one more passphrase open the vault",
      .takes = CTL_TAKES_GENERATE | CTL_TAKES_WEAK | CTL_TAKES_NEW_PASSPHRASE_FD,
      .needs = CTL_NEEDS_BOTH,
      .check = ctl_check_add_passphrase,
      .run = ctl_run_add_passphrase,
  },
  {
      .name = "add-recovery-key",
      .usage = "",
      .what = "make a key to be kept on paper, which opens the vault, and print it",
      .needs = CTL_NEEDS_BOTH,
      .run = ctl_run_add_recovery_key,
  },
  {
      .name = "add-panic-passphrase",
      .usage = "[--generate] [--weak] [--new-passphrase-fd N]",
      .what = "make a passphrase that destroys: unlocking with it, here or in the\n"
              "      window, wipes the vault at once and comes to an empty one",
      .takes = CTL_TAKES_GENERATE | CTL_TAKES_WEAK | CTL_TAKES_NEW_PASSPHRASE_FD,
      .needs = CTL_NEEDS_BOTH,
      .check = ctl_check_add_passphrase,
      .run = ctl_run_add_panic_passphrase,
  },
  {
      .name = "remove-passphrase",
      .usage = "NUMBER",
      .what = "take a passphrase or recovery key away; makes new keys, too",
      .needs = CTL_NEEDS_BOTH,
      .min_words = 1,
      .max_words = 1,
      .check = ctl_check_remove_passphrase,
      .run = ctl_run_remove_passphrase,
  },
  { .name = NULL },
};
