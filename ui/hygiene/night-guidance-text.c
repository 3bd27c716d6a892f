/* night-guidance-text.c - what the guidance says: short, in words of our own, sources named
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "hygiene/night-guidance-text.h"

#include <glib/gi18n.h>

#define HEADING(text)                                                                  \
  {                                                                                    \
    NIGHT_PASSAGE_HEADING, text                                                        \
  }
#define TEXT(text)                                                                     \
  {                                                                                    \
    NIGHT_PASSAGE_TEXT, text                                                           \
  }
#define POINT(text)                                                                    \
  {                                                                                    \
    NIGHT_PASSAGE_POINT, text                                                          \
  }

static const NightSource stop_ncii = {
  "StopNCII", N_ ("For adults, worldwide. The picture stays on your device."),
  "https://stopncii.org/"
};
static const NightSource take_it_down = {
  "Take It Down", N_ ("For pictures of anyone under 18, worldwide"),
  "https://takeitdown.ncmec.org/"
};
static const NightSource revenge_porn_helpline = {
  "Revenge Porn Helpline", N_ ("For adults in the United Kingdom"),
  "https://revengepornhelpline.org.uk/"
};
static const NightSource tech_safety = {
  "NNEDV Safety Net", N_ ("Technology and abuse: plans for your safety"),
  "https://www.techsafety.org/"
};

static const NightSource e_enfance = {
  "e-Enfance",
  N_ ("For young people in France, and those around them: also by telephone, "
      "3018"),
  "https://e-enfance.org/"
};

static const NightPassage sharing[] = {
  TEXT (N_ (
      "Once somebody else has a picture, nothing on this computer can take it back. "
      "Share what you could bear to lose control of, with somebody you would trust "
      "after a quarrel, too.")),
  HEADING (N_ ("Before you send")),
  POINT (N_ ("Leave out faces, tattoos, and rooms or views that tell where you are.")),
  POINT (
      N_ ("Export from here without details: place, time and camera stay behind. What "
          "the picture shows does not.")),
  POINT (N_ (
      "A chat may keep copies on both phones, in their galleries and in backups. Look "
      "at what yours does, on both sides.")),
  POINT (N_ ("Messages that disappear help against carelessness. A screenshot outlasts "
             "them.")),
  POINT (
      N_ ("To show something on your own screen leaves less behind than to send it.")),
};
static const NightSource sharing_sources[] = {
  { "EFF Surveillance Self-Defense", N_ ("How to communicate more safely"),
    "https://ssd.eff.org/" },
};

static const NightPassage agreeing[] = {
  TEXT (N_ (
      "Talk about it before there is a picture. Everybody may change their mind at any "
      "time, and who agrees that you keep something has not agreed that you show "
      "it.")),
  HEADING (N_ ("What to agree on")),
  POINT (N_ ("Who may look at it, and on which device.")),
  POINT (N_ ("Whether it may be copied, sent or backed up: best not at all.")),
  POINT (N_ ("How long it stays. An expiry here keeps to that by itself.")),
  POINT (N_ (
      "That it is destroyed, without a discussion, as soon as one of you wants it.")),
  POINT (N_ ("What becomes of it if you part.")),
  HEADING (N_ ("What a note can do")),
  TEXT (N_ (
      "A note on an item, or on paper, reminds you of what you promised. It proves no "
      "consent, and nobody should be pressed to sign one.")),
};

static const NightPassage ending[] = {
  TEXT (
      N_ ("If you were threatened, keep the messages and pictures that show it before "
          "you destroy anything: they are evidence.")),
  HEADING (N_ ("On this computer")),
  POINT (N_ (
      "Remove the other’s passphrase, and change yours if it may be known: "
      "Preferences, Vault. Copies of the vault that were made before still open with "
      "the old one.")),
  POINT (
      N_ ("Destroy what you agreed to destroy: choose the person at the side, select "
          "everything, and press Delete.")),
  POINT (N_ ("Look where else it lies: shared albums, backups, old phones, chats.")),
  HEADING (N_ ("On the other side")),
  TEXT (N_ ("Ask them to do the same. They can say that they did; neither they nor any "
            "program can prove it.")),
  TEXT (N_ (
      "If leaving may be dangerous, read “If Someone May Be Forcing You” first: who "
      "notices a sudden change may become violent.")),
};
static const NightSource ending_sources[] = { revenge_porn_helpline, tech_safety };

static const NightPassage leaked[] = {
  TEXT (N_ (
      "It is not your fault. In more and more countries it is a crime to share such a "
      "picture without consent, or to threaten to.")),
  HEADING (N_ ("What you can do")),
  POINT (
      N_ ("Keep evidence first: the picture where it is shown, with address, name and "
          "date.")),
  POINT (N_ (
      "Report it where it is shown. In the United States, platforms have to remove it "
      "within 48 hours of a valid request.")),
  POINT (N_ (
      "StopNCII makes a fingerprint of the picture on your device and sends nothing "
      "else; companies that take part look for it and remove what they find.")),
  POINT (N_ (
      "If anyone in it was under 18 then, even if they are grown up now, it is Take "
      "It Down that helps, in the same way.")),
  POINT (N_ ("Talk to a helpline. They know the laws and the forms of your country.")),
  HEADING (N_ ("If somebody demands something for it")),
  TEXT (
      N_ ("Don’t pay, and send nothing more. Keep the messages, and tell the police.")),
};
static const NightSource leaked_sources[] = {
  stop_ncii,
  take_it_down,
  revenge_porn_helpline,
  { "CCRI Safety Center", N_ ("For adults in the United States"),
    "https://cybercivilrights.org/ccri-safety-center" },
  { "eSafety", N_ ("Australia"), "https://www.esafety.gov.au/" },
  { "HateAid", N_ ("Germany"), "https://hateaid.org/" },
  e_enfance,
};

static const NightPassage forced[] = {
  TEXT (
      N_ ("If somebody makes you take or send pictures, open this vault, or tell your "
          "passphrase, that is violence, whatever they call it.")),
  HEADING (N_ ("Before you change anything")),
  POINT (N_ (
      "Who controls you may notice an emptied vault or a new passphrase, and become "
      "violent. Plan it with somebody who knows about this.")),
  POINT (N_ (
      "This computer may be watched, and Nightstand can’t detect that. Look for help "
      "on a device that they never had in their hands.")),
  POINT (N_ ("The emergency wipe and the panic passphrase destroy for good, and can be "
             "noticed. They are not a plan for your safety.")),
  POINT (N_ (
      "What shows the threats is evidence. If you can do it safely, keep a copy with "
      "somebody you trust.")),
  HEADING (N_ ("In danger")),
  TEXT (N_ ("Call the emergency number of your country.")),
};
static const NightSource forced_sources[] = {
  tech_safety,
  { "Refuge Tech Safety", N_ ("United Kingdom"), "https://refugetechsafety.org/" },
  { "Coalition Against Stalkerware",
    N_ ("About programs that watch you, and who helps"),
    "https://stopstalkerware.org/" },
};

static const NightPassage under_18[] = {
  HEADING (N_ ("You are not in trouble, and you are not alone")),
  TEXT (N_ (
      "Nightstand is for adults. Sexual pictures of anyone under 18 are illegal to "
      "make "
      "or keep almost everywhere, even of yourself. That is no reason to be afraid of "
      "asking for help: the services below help young people every day, and they are "
      "on your side.")),
  HEADING (N_ ("If a picture of you may be shared")),
  TEXT (N_ ("Take It Down and, in the United Kingdom, Report Remove can help to have "
            "it taken "
            "down. You don’t have to give your real name.")),
  HEADING (N_ ("If someone threatens or pressures you")),
  TEXT (N_ (
      "Don’t pay, and don’t send more. Stop answering, but keep the messages: they are "
      "evidence against the other person. Whatever you sent, it is not your fault.")),
  HEADING (N_ ("If you want to talk to someone")),
  TEXT (N_ (
      "In most countries of the European Union there is a helpline at 116 111. Child "
      "Helpline International lists those of many countries. In danger, call the "
      "emergency number of your country.")),
};
static const NightSource under_18_sources[] = {
  take_it_down,
  { "Childline, Report Remove", N_ ("United Kingdom"),
    "https://www.childline.org.uk/" },
  e_enfance,
  { "Child Helpline International", N_ ("The helpline of your country"),
    "https://childhelplineinternational.org/" },
};

#define TOPIC(id, title, about, name)                                                  \
  {                                                                                    \
    id, title, about, name, G_N_ELEMENTS (name), name##_sources,                       \
        G_N_ELEMENTS (name##_sources)                                                  \
  }

static const NightTopic topics[] = {
  TOPIC ("sharing",
         N_ ("Sharing With a Partner"),
         N_ ("What stays under your control"),
         sharing),
  { "agreeing", N_ ("What to Agree On"), N_ ("Before there is a picture"), agreeing,
    G_N_ELEMENTS (agreeing), NULL, 0 },
  TOPIC ("ending",
         N_ ("If a Relationship Ends"),
         N_ ("What to keep, change and destroy"),
         ending),
  TOPIC ("leaked",
         N_ ("If Something Leaks"),
         N_ ("Evidence, reports, and who helps"),
         leaked),
  TOPIC ("forced",
         N_ ("If Someone May Be Forcing You"),
         N_ ("Read this before you act"),
         forced),
  TOPIC (NIGHT_TOPIC_UNDER_18,
         N_ ("If You Are Under 18"),
         N_ ("Help without trouble"),
         under_18),
};

const NightTopic *
night_guidance_get_topics (guint *out_n_topics)
{
  *out_n_topics = G_N_ELEMENTS (topics);
  return topics;
}
