# test-memory.py - what the window's process keeps in memory after a lock
#
# The passphrase is typed, key by key, names and pictures are on the screen, and then the
# window locks.  tests/memory does the same to the core alone; src/THREATS.md, "Memory",
# says what of this a window cannot promise.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import secrets
import string
import sys
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / 'memory'))
from core import SKIPPED, Core, can_trace, in_encodings  # noqa: E402

import media  # noqa: E402
import screen  # noqa: E402
from steps_import import wait_for_tile  # noqa: E402
from steps_view import back, open_tile  # noqa: E402
from story import Story  # noqa: E402
from window import ENTRIES, ROOM, nightstandctl  # noqa: E402


# What the toolkit has been seen to keep, as src/THREATS.md says: the name of the item that
# was opened, and what the display server brought of the passphrase.
KEPT_BY_TOOLKIT = re.compile(r'^(name [23]|passphrase [01]) in utf-8$')


def word():
    return ''.join(secrets.choice(string.ascii_lowercase) for _ in range(12))


def find(story, needles):
    with Core(story.app.process.pid, ROOM / 'tmp') as core:
        found = core.find(needles)
        if os.environ.get('NIGHTSTAND_MEMORY_VERBOSE'):
            for name, places in found.items():
                print(name, len(places), core.around(places[0]))
        return found


def prepare(story):
    """A vault with a picture and a text whose names are words nobody else uses"""
    story.words = [word() for _ in range(4)]
    story.content = word()
    story.passphrase = word() + word()
    folder = ROOM / 'sources'
    text = folder / f'{story.words[0]}-{story.words[1]}.txt'
    text.write_text(story.content + ' filler' * 9000)
    picture = folder / f'{story.words[2]}-{story.words[3]}.png'
    media.picture(picture, media.RED)
    story.picture = picture.name
    story.vault.parent.mkdir(parents=True)
    for args in (('create', '--kdf', 'quick'), ('import', text, picture)):
        status, _, complaints = nightstandctl(story.vault, *args,
                                              passphrase=story.passphrase)
        story.check(status == 0, f'{args[0]}: {complaints}')
    story.needles = {'content': story.content.encode(),
                     'row': bytes((*media.RED[::-1], 255)) * 64}
    for i, part in enumerate(story.words):
        story.needles.update(in_encodings(f'name {i}', part))
    for i, part in enumerate((story.passphrase[:12], story.passphrase[12:])):
        story.needles.update(in_encodings(f'passphrase {i}', part))


def look(story):
    """The passphrase is typed, the tiles and the picture are shown"""
    app = story.start()
    app.wait_for('Passphrase', *ENTRIES)
    screen.focus(app.window)
    screen.xdotool('type', '--delay', '20', story.passphrase)
    screen.press('Return')
    wait_for_tile(app, story.picture)
    found = find(story, story.needles)
    for i in range(4):
        story.check(f'name {i} in utf-8' in found, f'blind: name {i} is not found')
    open_tile(app, story.picture)
    back(app)


def lock(story):
    """Ctrl+L, and then nothing of it is in memory but what the toolkit keeps"""
    app = story.app
    app.key('ctrl+l')
    app.wait_for('Unlock Vault', 'button')
    found = find(story, story.needles)
    for name, places in found.items():
        print(f'  found after the lock: {name}, {len(places)} times')
        story.check(KEPT_BY_TOOLKIT.match(name),
                    f'after the lock: {name}, {len(places)} times')
    app.process.terminate()


def main():
    if not can_trace():
        print('gcore is not there, or may not look into another process')
        return SKIPPED
    story = Story('memory')
    story.vault = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
    return story.run(prepare, look, lock)


if __name__ == '__main__':
    sys.exit(main())
