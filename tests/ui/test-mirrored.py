# test-mirrored.py - in a language that is written from right to left everything begins at the right
#
# The toolkit takes the direction from its own translation into the language, if the program has
# one; what is made here has no words, so that all of ours are English.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import struct
import sys

import media
import screen
from sizes import look_at, show_dialog
from steps_import import PASSPHRASE, tiles, wait_for_tile
from steps_keep import unlock_to_library
from steps_view import back, open_tile
from steps_ways import preferences, turn_to
from story import Story
from window import ROOM, nightstandctl

PHOTOS = (('First.jpg', media.RED), ('Second.jpg', media.GREEN), ('Third.jpg', media.BLUE))
LOCALE = ROOM / 'locale'
HEBREW = {'LD_PRELOAD': os.environ['NIGHTSTAND_LANGUAGE_SHIM'], 'LANGUAGE': 'he',
          'NIGHTSTAND_TEST_LOCALE': str(LOCALE)}


def make_translation():
    """A catalogue with nothing in it but what says that it is one."""
    head = b'Content-Type: text/plain; charset=UTF-8\n'
    at, header_bytes = 28, 16
    data = struct.pack('<7I', 0x950412de, 0, 1, at, at + 8, 0, 0)
    data += struct.pack('<4I', 0, at + header_bytes, len(head), at + header_bytes + 1)
    folder = LOCALE / 'he' / 'LC_MESSAGES'
    folder.mkdir(parents=True)
    (folder / 'nightstand.mo').write_bytes(data + b'\0' + head + b'\0')


def make_vault(story):
    """A vault holds three photos, a film and a document; the language is Hebrew"""
    make_translation()
    folder = ROOM / 'sources'
    story.vault, story.scheme = ROOM / 'home/vault', 'mirrored'
    files = [media.jpeg(folder / name, colour) for name, colour in PHOTOS]
    files.append(media.film(folder / 'Evening.mp4', 'x264enc speed-preset=ultrafast', 'mp4mux',
                            'avenc_aac'))
    files.append(media.document(folder / 'Letters.pdf', [media.BLUE] * 3))
    for args in (('create', '--kdf', 'quick'), ('import', *files),
                 ('albums', 'create', 'Sea')):
        status, _, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {args[0]}, {err}')


def left_of(app, node):
    return app.place_of(node)[0]


def check_order(story, what, *names):
    """The nodes called NAMES stand in this order from left to right."""
    app = story.app
    places = [left_of(app, app.wait_for(name, *roles)) for name, roles in names]
    story.check(places == sorted(places) and len(set(places)) == len(places),
                f'{what}: {places}')


def library(story):
    """The sidebar is at the right, the first item too, and the keys go where they point"""
    app = story.start('--vault', str(story.vault), environment=HEBREW)
    app.wait_for('Unlock Vault', 'button')
    look_at(story, 'unlock')
    unlock_to_library(app)
    for name, _ in PHOTOS:
        wait_for_tile(app, name)
    look_at(story, 'library')
    check_order(story, 'the header', ('Main menu', ()), ('Search', ()), ('Import', ()),
                ('Albums and more', ()))
    # In this width they stand in one row.
    places = sorted((left_of(app, node), name.split(',')[0]) for name, node in tiles(app).items())
    story.order = [name for _, name in reversed(places)]
    story.check(left_of(app, app.find('Everything', 'list item')) > places[-1][0],
                'the sidebar is not at the right')
    screen.click(*app.middle_of(wait_for_tile(app, story.order[0])))
    app.wait_for_saying('1 selected')
    app.key('shift+Left')
    app.wait_for_saying('2 selected')
    app.key('shift+Right')
    app.wait_for_saying('1 selected')
    app.key('Escape')


def viewer(story):
    """In the viewer what comes next comes from the left"""
    app, (first, second) = story.app, story.order[:2]
    open_tile(app, first)
    look_at(story, 'viewer')
    # The buttons come with the pointer.
    x, y, width, height = screen.geometry(app.window)
    screen.move(x + width // 2, y + height // 2)
    check_order(story, 'the buttons', ('Next', ('button',)), ('Previous', ('button',)),
                ('Back', ('button',)))
    app.key('Left')
    app.wait(lambda: app.has(re.compile(f'^{re.escape(second)}'), 'label'), 'Left is the next')
    app.key('Right')
    app.wait(lambda: app.has(re.compile(f'^{re.escape(first)}'), 'label'), 'Right is the one before')
    app.key('F9')
    app.wait_for('Rename…', 'button')
    look_at(story, 'details')
    app.key('F9')
    back(app)
    for name, page in (('Evening.mp4', 'film'), ('Letters.pdf', 'document')):
        open_tile(app, name)
        look_at(story, page)
        if page == 'film':
            # Time goes from left to right there, too.
            check_order(story, 'the controls of a film', (re.compile('^(Pause|Play)$'), ()),
                        ('Position', ('slider',)), ('Speed', ()), ('Volume', ()))
        back(app)


def dialog(story):
    """The preferences keep their width"""
    app = story.app
    preferences(app)
    for page in ('General', 'Locking', 'Wipe', 'Vault'):
        turn_to(app, page)
        show_dialog(story, 'Preferences', page)
    app.key_in('Preferences', 'Escape')
    app.wait_dialog_gone('Preferences')
    app.close()


if __name__ == '__main__':
    sys.exit(Story('mirrored').run(make_vault, library, viewer, dialog))
