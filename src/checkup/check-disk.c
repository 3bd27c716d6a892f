/* check-disk.c - what lies unencrypted below the vault, and of memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "checkup/checks.h"

#include <string.h>

#include "checkup/mounts.h"

VaultCheck
vault_check_disk (const VaultRoots *roots, const char *folder)
{
  switch (vault_cover_of_folder (roots, folder)) {
  case VAULT_COVER_ENCRYPTED:
    return vault_check_make (VAULT_FINDING_DISK_ENCRYPTED, NULL);
  case VAULT_COVER_PLAIN:
    return vault_check_make (VAULT_FINDING_DISK_PLAIN, NULL);
  case VAULT_COVER_MEMORY:
    return vault_check_make (VAULT_FINDING_DISK_MEMORY, NULL);
  case VAULT_COVER_UNTOLD:
  default:
    return vault_check_make (VAULT_FINDING_DISK_UNTOLD, NULL);
  }
}

/* A file of swap is listed by its path, and a device by its own. */
static VaultCover
cover_of_area (const VaultRoots *roots, const char *source)
{
  return g_str_has_prefix (source, "/dev/") ? vault_cover_of_device (roots, source)
                                            : vault_cover_of_folder (roots, source);
}

/* Whether anything was found that is worse: plain before untold before covered.
 * VAULT_COVER_MEMORY: no area is on a disk. */
static VaultCover
cover_of_swap (const VaultRoots *roots, guint *out_n)
{
  g_autoptr (GPtrArray) areas = vault_swaps_list (roots);
  VaultCover worst = VAULT_COVER_MEMORY;

  *out_n = 0;
  if (areas == NULL)
    return VAULT_COVER_UNTOLD;

  *out_n = areas->len;
  for (guint i = 0; i < areas->len; i++) {
    VaultCover cover = cover_of_area (roots, areas->pdata[i]);

    if (cover == VAULT_COVER_PLAIN)
      return VAULT_COVER_PLAIN;
    if (cover == VAULT_COVER_UNTOLD)
      worst = VAULT_COVER_UNTOLD;
    else if (cover == VAULT_COVER_ENCRYPTED && worst == VAULT_COVER_MEMORY)
      worst = VAULT_COVER_ENCRYPTED;
  }

  return worst;
}

/* Where the groups of processes are one tree, which is where a limit of swap can be set, its
 * line is the one without a number and a name.  Returns: (transfer full) (nullable). */
static char *
dup_own_group (const VaultRoots *roots)
{
  g_autofree char *all = vault_roots_read (roots, "/proc/self/cgroup");
  g_auto (GStrv) lines = g_strsplit (all != NULL ? all : "", "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, "0::/"))
      return g_strdup (*line + strlen ("0::"));
  return NULL;
}

/* What was asked of somebody is no answer; the kernel's own file is. */
static gboolean
is_kept_from_swap (const VaultRoots *roots)
{
  g_autofree char *group = dup_own_group (roots);
  g_autofree char *path = NULL;
  g_autofree char *limit = NULL;

  if (group == NULL)
    return FALSE;

  path = g_build_filename ("/sys/fs/cgroup", group, "memory.swap.max", NULL);
  limit = vault_roots_read (roots, path);
  return g_strcmp0 (limit, "0") == 0;
}

VaultCheck
vault_check_swap (const VaultRoots *roots)
{
  guint n;
  VaultCover cover = cover_of_swap (roots, &n);

  if ((cover == VAULT_COVER_PLAIN || cover == VAULT_COVER_UNTOLD)
      && is_kept_from_swap (roots))
    return vault_check_make (VAULT_FINDING_SWAP_REFUSED, NULL);

  switch (cover) {
  case VAULT_COVER_PLAIN:
    return vault_check_make (VAULT_FINDING_SWAP_PLAIN, NULL);
  case VAULT_COVER_UNTOLD:
    return vault_check_make (VAULT_FINDING_SWAP_UNTOLD, NULL);
  case VAULT_COVER_ENCRYPTED:
  case VAULT_COVER_MEMORY:
  default:
    return vault_check_make (
        n == 0 ? VAULT_FINDING_SWAP_NONE : VAULT_FINDING_SWAP_COVERED, NULL);
  }
}

static gboolean
can_hibernate (const char *states, const char *how)
{
  g_auto (GStrv) words = g_strsplit (states, " ", -1);

  return g_strv_contains ((const char *const *) words, "disk")
         && (how == NULL || strstr (how, "[disabled]") == NULL);
}

/* Memory is written to an area of swap. */
VaultCheck
vault_check_hibernation (const VaultRoots *roots)
{
  g_autofree char *states = vault_roots_read (roots, "/sys/power/state");
  g_autofree char *how = vault_roots_read (roots, "/sys/power/disk");
  guint n;

  if (states == NULL)
    return vault_check_make (VAULT_FINDING_HIBERNATION_UNTOLD, NULL);
  if (!can_hibernate (states, how))
    return vault_check_make (VAULT_FINDING_HIBERNATION_OFF, NULL);

  switch (cover_of_swap (roots, &n)) {
  case VAULT_COVER_MEMORY:
    return vault_check_make (VAULT_FINDING_HIBERNATION_OFF, NULL);
  case VAULT_COVER_ENCRYPTED:
    return vault_check_make (VAULT_FINDING_HIBERNATION_COVERED, NULL);
  case VAULT_COVER_PLAIN:
    return vault_check_make (VAULT_FINDING_HIBERNATION_PLAIN, NULL);
  case VAULT_COVER_UNTOLD:
  default:
    return vault_check_make (VAULT_FINDING_HIBERNATION_UNTOLD, NULL);
  }
}
