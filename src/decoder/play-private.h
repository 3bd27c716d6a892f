/* play-private.h - what the files play*.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "play.h"

#include "autoplug.h"
#include "frame.h"
#include "picture.h"
#include "pour.h"

#include <gst/app/gstappsink.h>

typedef struct {
  guint32 serial;
  gint64 position_ns;
} Seek;

struct _Play {
  Slots *slots;
  Picture *picture;
  Pour *pour;
  GstElement *pipeline;
  GstElement *source;
  GstElement *sinks[PLAY_N_STREAMS]; /* NULL: there is no such stream */
  AutoplugWatch watch;

  GMutex mutex; /* for what follows */
  GCond changed;
  Frame tags;
  guint streams; /* those that are there, or were before they turned out empty */
  gboolean has_other_codec;
  gboolean is_complete; /* all streams are known */
  gboolean is_opened;   /* and the app was told */
  gboolean has_failed;  /* and the app was told */
  GstSegment segment;   /* of the latest frame */
  gint64 next_ns;       /* where a frame belongs that does not say */
  gboolean has_seek;
  Seek seek;          /* the next */
  guint32 seeking_to; /* serial of the one under way */
  gint64 target_ns;   /* of the latest; -1: none */
};

/* Tell the app that it comes to nothing.  Once. */
void play_fail (Play *self, DecoderStatus status);

/* What the sinks call. */
GstFlowReturn play_new_frame (GstAppSink *sink, gpointer data);
GstFlowReturn play_new_sound (GstAppSink *sink, gpointer data);
void play_end_pictures (GstAppSink *sink, gpointer data);
void play_end_sounds (GstAppSink *sink, gpointer data);

/* Make the pipeline.  See play_new(). */
gboolean
play_build (Play *self, int window_fd, guint64 n_bytes, FilmAsk ask, gpointer data);
