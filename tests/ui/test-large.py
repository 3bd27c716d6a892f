# test-large.py - letters twice as large in a window as narrow as it gets: nothing is cut off
#
# SPDX-License-Identifier: GPL-3.0-or-later

import sys

import media
import screen
from sizes import DIALOG_WIDTH, HEIGHT, borders, fits, has_width, show_dialog
from steps_import import PASSPHRASE, wait_for_tile
from steps_keep import unlock_to_library
from steps_ways import leave_preferences, preferences, turn_to
from story import Story
from window import ROOM, nightstandctl

ALBUM = 'A long afternoon by the sea'
SCALE = 2


def make_vault(story):
    """A vault holds a photo and an album, and the desktop says that letters are large"""
    story.vault = ROOM / 'home/vault'
    story.scheme = 'large'
    photo = media.jpeg(ROOM / 'sources' / 'Us.jpg', media.RED)
    for args in (('create', '--kdf', 'quick'), ('import', photo), ('albums', 'create', ALBUM)):
        status, _, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {args[0]}, {err}')
    screen.set_text_scale(SCALE)


def library(story):
    """The library and its sidebar keep their width, and what stands in it"""
    app = story.start('--vault', str(story.vault))
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    wait_for_tile(app, 'Us.jpg')
    screen.focus(app.window)
    screen.resize(app.window, DIALOG_WIDTH + borders(app), HEIGHT)
    app.wait(lambda: has_width(app, DIALOG_WIDTH), 'it is narrow')
    app.press('Albums and more')
    app.wait_for(f'{ALBUM}, 0 items', 'list item')
    screen.settled()
    story.page('sidebar')
    fits(story, 'the sidebar', DIALOG_WIDTH)
    app.press('Albums and more')


def dialog(story):
    """So does each page of the preferences"""
    app = story.app
    preferences(app)
    for page in ('General', 'Viewing', 'Locking', 'Expiry', 'Wipe', 'Vault'):
        turn_to(app, page)
        show_dialog(story, 'Preferences', page)
    leave_preferences(app)
    app.close()


if __name__ == '__main__':
    sys.exit(Story('large').run(make_vault, library, dialog))
