# test-memory.py - what the window's process keeps in memory after a lock
#
# The passphrase is typed, key by key, names and pictures are on the screen, and then the
# window locks.  tests/memory does the same to the core alone; src/THREATS.md, "Memory",
# says what of this a window cannot promise.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import secrets
import string
import sys
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / 'memory'))
from core import SKIPPED, Core, can_trace, in_encodings  # noqa: E402

import access  # noqa: E402
import media  # noqa: E402
import screen  # noqa: E402
import steps_ways  # noqa: E402
from steps_import import wait_for_tile  # noqa: E402
from steps_view import back, open_tile  # noqa: E402
from story import Story  # noqa: E402
from window import ENTRIES, ROOM, nightstandctl  # noqa: E402


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
    story.maker = word()
    media.written_by(picture, {'Exif.Image.Make': story.maker})
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


def unlock(story):
    screen.focus(story.app.window)
    screen.xdotool('type', '--delay', '20', story.passphrase)
    screen.press('Return')
    wait_for_tile(story.app, story.picture)


def hover(story):
    """The whole of a name is shown beside the mouse."""
    app = story.app
    windows = len(screen.window_ids(app.process.pid))
    x, y, width, height = app.place_of(wait_for_tile(app, story.picture))
    x, y = x + width // 2, y + height - 14
    screen.move(x, y)
    screen.move(x + 2, y)
    app.wait(lambda: len(screen.window_ids(app.process.pid)) > windows, 'a tooltip')


def look(story):
    """The passphrase is typed, the tiles, a tooltip and the picture are shown"""
    app = story.start()
    app.wait_for('Passphrase', *ENTRIES)
    unlock(story)
    found = find(story, story.needles)
    for i in range(4):
        story.check(f'name {i} in utf-8' in found, f'blind: name {i} is not found')
    hover(story)
    open_tile(app, story.picture)
    details(story)
    back(app)


def details(story):
    """What a camera wrote is a secret of the same kind."""
    app = story.app
    app.key('F9')
    app.wait_for_saying(story.maker)
    app.key('F9')
    app.wait(lambda: not app.says(story.maker), 'the details are closed')
    app.key('F9')
    app.wait_for_saying(story.maker)
    watch(story, 'the maker of the camera', in_encodings('maker', story.maker))


def watch(story, what, needles):
    """NEEDLES are in memory, and will be looked for after the next lock."""
    found = find(story, needles)
    story.check(found, f'blind: {what} is not found')
    story.needles.update(needles)


def suggested(story):
    """A passphrase is suggested, used, and given up"""
    app, title = story.app, 'Change Passphrase'
    app.press('Change…')
    app.wait_for_dialog(title)
    words = steps_ways.suggest(app, title)
    app.press('Use This', inside=title)
    app.wait_for_saying('Strong: six words chosen at random.')
    watch(story, 'the suggestion',
          {f'suggestion from {at}': words[at:at + 12].encode()
           for at in range(0, len(words) - 11, 6)})
    app.press('Cancel', 'button', inside=title)
    app.wait_dialog_gone(title)


def as_strings(group):
    """GROUP alone in a block of the heap: four letters are anywhere by chance."""
    return {f'group {group} {flags:x}': bytes((flags, *bytes(7))) + group.encode() + b'\0'
            for flags in (0x20, 0x21, 0x24, 0x25)}


def recovery_key(story):
    """A recovery key is shown, typed back, and given up"""
    app, title = story.app, 'Create Recovery Key'
    app.press('Create Key…')
    app.wait_for_dialog(title)

    def shown():
        groups = [access.name_of(node) for node in
                  access.find_all(app.dialog(title), steps_ways.GROUP, 'label')]
        return groups if len(groups) == steps_ways.RECOVERY_GROUPS else None
    groups = app.wait(shown, 'the key is shown')
    needles = {}
    for group in groups:
        needles.update(as_strings(group))
    watch(story, 'the recovery key', needles)
    app.press('Next', 'button', inside=title)
    app.wait_for(steps_ways.ASKED, *ENTRIES)
    # Key by key: what comes over the accessibility bus stays with the bus, see THREATS.
    screen.focus(app.window_called(title))
    screen.write(''.join(groups))
    # An entry that was only emptied has lost its first letter.
    typed = {'typed key': ''.join(groups)[1:].encode()}
    app.wait(lambda: find(story, typed), 'what was typed is in memory')
    watch(story, 'what was typed of it', typed)
    app.press('Cancel', 'button', inside=title)
    app.wait_dialog_gone(title)


def secret_dialogs(story):
    """Unlocked with the letters shown; a suggestion and a recovery key come and go"""
    app = story.app
    app.press('Show Passphrase')
    unlock(story)
    steps_ways.preferences(app)
    suggested(story)
    recovery_key(story)
    steps_ways.leave_preferences(app)


def lock(story):
    """Ctrl+L, and then nothing of it is in memory"""
    app = story.app
    app.key('ctrl+l')
    app.wait_for('Unlock Vault', 'button')
    for name, places in find(story, story.needles).items():
        story.check(False, f'after the lock: {name}, {len(places)} times')


def end(story):
    """The window ends"""
    story.app.close()


def main():
    if not can_trace():
        print('gcore is not there, or may not look into another process')
        return SKIPPED
    story = Story('memory')
    story.vault = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
    return story.run(prepare, look, lock, secret_dialogs, lock, end)


if __name__ == '__main__':
    sys.exit(main())
