/* command.h - what was asked for on the command line, and the commands there are
 *
 * Threads:  the main one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "sentence.h"
#include "session.h"

G_BEGIN_DECLS

/* The options of commands, beside --vault and --passphrase-fd, which all of them take. */
typedef enum {
  CTL_TAKES_JSON = 1 << 0,
  CTL_TAKES_KDF = 1 << 1,
  CTL_TAKES_EXPIRES = 1 << 2,
  CTL_TAKES_TO = 1 << 3,
  CTL_TAKES_METADATA = 1 << 4, /* --strip and --keep-metadata */
  CTL_TAKES_NOW = 1 << 5,
  CTL_TAKES_REPAIR = 1 << 6,
  CTL_TAKES_GENERATE = 1 << 7,
  CTL_TAKES_NEW_PASSPHRASE_FD = 1 << 8,
  CTL_TAKES_ORIGINAL = 1 << 9,
  CTL_TAKES_CHANGE = 1 << 10, /* --add and --remove, any number of times */
  CTL_TAKES_GROUPS = 1 << 11, /* --album and --person, any number of times */
  CTL_TAKES_FILTER = 1 << 12, /* --tag, --favourites, --search, --sort */
  CTL_TAKES_ALL = 1 << 13,
  CTL_TAKES_SYNCED = 1 << 14, /* --synced-folder */
  CTL_TAKES_REMIND = 1 << 15,
  CTL_TAKES_REMOVE = 1 << 16, /* --remove, alone */
  CTL_TAKES_WEAK = 1 << 17,   /* --weak */
} CtlTakes;

/* What a command needs before it runs. */
typedef enum {
  CTL_NEEDS_NOTHING,    /* finds out for itself */
  CTL_NEEDS_NEW_VAULT,  /* a new passphrase, and no vault yet */
  CTL_NEEDS_OPEN_VAULT, /* the passphrase, and the vault unlocked with it */
  CTL_NEEDS_OPEN_IF_FD, /* the same, if --passphrase-fd is given */
  CTL_NEEDS_PASSPHRASE, /* the passphrase; the vault stays locked */
  CTL_NEEDS_BOTH, /* the vault unlocked, and the passphrase it was unlocked with */
} CtlNeeds;

typedef struct _CtlCommand CtlCommand;

/* A parsed command line.  Strings are as typed: file names may be any bytes. */
typedef struct {
  const CtlCommand *command; /* NULL with --help and --version */
  gboolean want_help;
  gboolean want_version;
  char *folder;
  int passphrase_fd;     /* -1 to ask on the terminal */
  int new_passphrase_fd; /* the same; may be the same one */
  gboolean generate;
  gboolean weak;
  gboolean json;
  gboolean keep_metadata;
  gboolean strip;
  gboolean original;
  gboolean now;
  gboolean repair;
  gboolean favourites;
  gboolean all;
  gboolean remind;
  gboolean synced_folder;
  gboolean remove_found;
  char *kdf;
  char *expires;
  char *to;
  char *search;
  char *sort;
  char **add; /* these are NULL if they were not given */
  char **remove;
  char **albums;
  char **people;
  char **tags;
  char *
      *words; /* what follows the command and is no option; never NULL with a command */
  guint n_words;
} CtlRequest;

struct _CtlCommand {
  const char *name;
  const char *usage; /* the rest of its line in --help */
  const char *what;
  guint takes; /* CtlTakes */
  CtlNeeds needs;
  guint min_words;
  guint max_words;
  /* Looks for mistakes in the request that cost nothing to find, before a passphrase is
   * asked for.  May be NULL.  The message of @error is shown. */
  gboolean (*check) (const CtlRequest *request, GError **error);
  /* @passphrase is NULL if the command needs no more than an open vault. */
  CtlExit (*run) (CtlSession *session,
                  const CtlRequest *request,
                  VaultSecret *passphrase);
};

/* The groups that --album and --person name, of both kinds.
 * Errors: VAULT_ERROR_NO_GROUP.
 * Returns: (transfer full) (element-type VaultGroup): or NULL. */
GPtrArray *ctl_session_dup_groups (CtlSession *self,
                                   const CtlRequest *request,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* In the order of --help; the last has no name. */
extern const CtlCommand ctl_commands[];

/* Checks: G_OPTION_ERROR_FAILED with a message to show, or VAULT_ERROR_BAD_TIME. */
gboolean ctl_check_create (const CtlRequest *request, GError **error);
gboolean ctl_check_import (const CtlRequest *request, GError **error);
gboolean ctl_check_export (const CtlRequest *request, GError **error);
gboolean ctl_check_expire (const CtlRequest *request, GError **error);
gboolean ctl_check_rotate (const CtlRequest *request, GError **error);
gboolean ctl_check_salvage (const CtlRequest *request, GError **error);
gboolean ctl_check_list (const CtlRequest *request, GError **error);
gboolean ctl_check_groups (const CtlRequest *request, GError **error);
gboolean ctl_check_tag (const CtlRequest *request, GError **error);
gboolean ctl_check_favourite (const CtlRequest *request, GError **error);
gboolean ctl_check_views (const CtlRequest *request, GError **error);
gboolean ctl_check_settings (const CtlRequest *request, GError **error);
gboolean ctl_check_activity (const CtlRequest *request, GError **error);
gboolean ctl_check_all (const CtlRequest *request, GError **error);
gboolean ctl_check_reap (const CtlRequest *request, GError **error);
gboolean ctl_check_timer (const CtlRequest *request, GError **error);
gboolean ctl_check_absence (const CtlRequest *request, GError **error);
gboolean ctl_check_wipe (const CtlRequest *request, GError **error);
gboolean ctl_check_change_passphrase (const CtlRequest *request, GError **error);
gboolean ctl_check_add_passphrase (const CtlRequest *request, GError **error);
gboolean ctl_check_remove_passphrase (const CtlRequest *request, GError **error);

CtlExit ctl_run_create (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_import (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_list (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_show (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_export (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_expire (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_rotate (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_groups (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_tag (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_favourite (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_note (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_rename (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_views (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_settings (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_activity (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_delete (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_reap (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_timer (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_absence (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_believe_clock (CtlSession *, const CtlRequest *, VaultSecret *);
CtlExit ctl_run_wipe (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_drill (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_salvage (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_verify (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_checkup (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_traces (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_find_copies (CtlSession *, const CtlRequest *, VaultSecret *);
CtlExit ctl_run_info (CtlSession *, const CtlRequest *, VaultSecret *passphrase);
CtlExit ctl_run_passphrases (CtlSession *, const CtlRequest *, VaultSecret *);
CtlExit ctl_run_change_passphrase (CtlSession *, const CtlRequest *, VaultSecret *);
CtlExit ctl_run_add_passphrase (CtlSession *, const CtlRequest *, VaultSecret *);
CtlExit ctl_run_add_recovery_key (CtlSession *, const CtlRequest *, VaultSecret *);
CtlExit ctl_run_add_panic_passphrase (CtlSession *, const CtlRequest *, VaultSecret *);
CtlExit ctl_run_remove_passphrase (CtlSession *, const CtlRequest *, VaultSecret *);

G_END_DECLS
