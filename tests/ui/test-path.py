# test-path.py - the whole way through the window, from an empty home to a destroyed vault
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys
from pathlib import Path

import media
import steps_import
import steps_keep
import steps_view
import steps_wipe
import traces
from media import Sources
from story import Story
from window import ROOM


def make_media(story):
    """Photos, films and recordings are made, and can be found"""
    story.sources = Sources(ROOM / 'sources', ROOM / 'run')
    found = '\n'.join(traces.search(story.sources, [story.sources.folder]))
    for path in story.sources.files():
        story.check(f'{path}: the name' in found, f'the name of {path} is not found')
        story.check(not path.stat().st_size or f'bytes of {path.name!r}' in found,
                    f'the bytes of {path} are not found')
    for word in (media.EXIF_WORD, media.TAG_WORD):
        story.check(word in found, f'the words {word} are not found')


def main():
    story = Story('path')
    story.vault = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
    return story.run(
        make_media,
        steps_import.create, steps_import.choose, steps_import.drag, steps_import.paste,
        steps_import.see_tiles,
        steps_view.pictures, steps_view.film, steps_view.others,
        steps_keep.expiry, steps_keep.delete, steps_keep.lock, steps_keep.wrong_passphrase,
        steps_keep.expires_while_shown, steps_keep.second_start, steps_keep.no_traces,
        steps_wipe.cancelled, steps_wipe.wiped, steps_wipe.start_anew, steps_wipe.end)


if __name__ == '__main__':
    sys.exit(main())
