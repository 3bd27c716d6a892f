/* cmd-rotate.c - nightstandctl rotate
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "command.h"

#define QUARTER_DEGREES 90

/* What is asked for: so many quarter turns more, or altogether. */
typedef struct {
  guint quarter_turns;
  gboolean is_absolute;
  guint n_ids;
} Turn;

static gboolean
parse_side (const CtlRequest *request, Turn *out)
{
  const char *side = request->words[request->n_words - 1];

  out->n_ids = request->n_words - 1;
  out->quarter_turns = g_str_equal (side, "right") ? 1 : VAULT_FULL_TURN - 1;
  return out->n_ids > 0 && (g_str_equal (side, "right") || g_str_equal (side, "left"));
}

static gboolean
parse_degrees (const CtlRequest *request, Turn *out)
{
  guint64 degrees;

  if (!g_ascii_string_to_unsigned (
          request->to, 10, 0, (VAULT_FULL_TURN - 1) * QUARTER_DEGREES, &degrees, NULL)
      || degrees % QUARTER_DEGREES != 0)
    return FALSE;

  out->n_ids = request->n_words;
  out->quarter_turns = (guint) degrees / QUARTER_DEGREES;
  out->is_absolute = TRUE;
  return TRUE;
}

static gboolean
parse_turn (const CtlRequest *request, Turn *out)
{
  *out = (Turn){ 0 };
  return request->to == NULL ? parse_side (request, out) : parse_degrees (request, out);
}

gboolean
ctl_check_rotate (const CtlRequest *request, GError **error)
{
  Turn turn;

  if (parse_turn (request, &turn))
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               request->to != NULL
                   ? "--to takes 0, 90, 180 or 270."
                   : "The form is: rotate ID... left|right|--to DEGREES");
  return FALSE;
}

static gboolean
can_be_turned (VaultItem *item)
{
  switch (vault_item_get_kind (item)) {
  case VAULT_MEDIA_IMAGE:
  case VAULT_MEDIA_ANIMATION:
  case VAULT_MEDIA_DOCUMENT:
    return TRUE;
  case VAULT_MEDIA_VIDEO:
  case VAULT_MEDIA_AUDIO:
  case VAULT_MEDIA_OTHER:
  default:
    return FALSE;
  }
}

static gboolean
rotate (CtlSession *session, VaultItem *item, const Turn *turn, GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  guint before = turn->is_absolute ? 0 : vault_item_get_rotation (item);

  vault_set_rotation_async (session->vault, item, before + turn->quarter_turns,
                            session->cancellable, ctl_done_cb, &result);
  ctl_wait (&result);
  return vault_set_rotation_finish (session->vault, result, error);
}

CtlExit
ctl_run_rotate (CtlSession *session, const CtlRequest *request, VaultSecret *passphrase)
{
  g_autoptr(GPtrArray) items = NULL;
  g_autoptr(GError) error = NULL;
  Turn turn;

  if (!ctl_check_rotate (request, &error))
    return ctl_fail (error);
  (void) parse_turn (request, &turn);
  items = ctl_session_dup_items (session, request->words, turn.n_ids, &error);
  if (items == NULL)
    return ctl_fail (error);

  /* All or none, as far as that can be known beforehand. */
  for (guint i = 0; i < items->len; i++) {
    if (!can_be_turned (items->pdata[i])) {
      g_printerr ("nightstandctl: Only pictures can be turned.\n");
      return CTL_EXIT_MEDIA;
    }
  }

  for (guint i = 0; i < items->len; i++) {
    if (!rotate (session, items->pdata[i], &turn, &error))
      return ctl_fail (error);
  }
  g_print ("Turned: %u\n", items->len);
  return CTL_EXIT_OK;
}
