# test-organise.py - favourites, albums, people, tags, notes and names, and taking them back
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import sys

import screen
from steps_import import PASSPHRASE, tiles, wait_for_tile
from steps_keep import make_vault_of_three, select, unlock_to_library
from steps_view import back, open_tile
from story import Story
from window import nightstandctl

LONG = 'The very long summer at the lake with everybody who could come along'


def go_to(app, name):
    """Choose a part of the library."""
    node = app.wait_for(name, 'list item')
    screen.focus(app.window)
    screen.click(*app.middle_of(node))


def wait_for_tiles(app, *expected):
    def shown():
        return sorted(name.split(', ')[0] for name in tiles(app))
    app.wait(lambda: shown() == sorted(expected), lambda: f'{expected}, not {shown()}')


def undo(app):
    """The button goes away after a while; the key stays."""
    app.key('ctrl+z')


# ---- the steps ----

def favourites(story):
    """A favourite is one until that is taken back"""
    app = story.app
    select(app, 'Apple.jpg')
    app.press('Make favourite')
    app.wait_for_saying('1 item is a favourite now')
    app.press('Undo')
    app.wait_for('Make favourite', 'button')
    app.press('Make favourite')
    app.wait_for('No favourite any more', 'button')
    go_to(app, 'Favourites')
    wait_for_tiles(app, 'Apple.jpg')
    story.page('favourites')
    undo(app)
    app.wait_for_saying('Nothing Here Yet')
    story.page('no-favourites')
    go_to(app, 'Everything')
    select(app, 'Banana.jpg')
    app.key('ctrl+d')
    app.wait_for('No favourite any more', 'button')


def albums(story):
    """An album is made beside the items, filled, looked at, renamed, and removed"""
    app = story.app
    go_to(app, 'Everything')
    select(app, 'Apple.jpg')
    app.press('Albums of selected')
    app.wait_for('Find or create an album', 'text', 'entry')
    screen.focus(app.window)
    app.enter('Find or create an album', LONG, 'text', 'entry')
    app.wait_for(f'Create “{LONG}”', 'button')
    story.page('picker')
    app.press(f'Create “{LONG}”')
    app.wait_for(f'{LONG}, 1 item', 'list item')
    go_to(app, f'{LONG}, 1 item')
    wait_for_tiles(app, 'Apple.jpg')
    story.page('album')

    go_to(app, 'Everything')
    select(app, 'Cherry.jpg')
    app.key('ctrl+b')
    app.enter('Find or create an album', 'THE VERY', 'text', 'entry')
    app.wait_for(LONG, 'check box')
    screen.press('Return')
    app.wait_for(f'{LONG}, 2 items', 'list item')
    undo(app)
    app.wait_for(f'{LONG}, 1 item', 'list item')

    row = app.wait_for(f'{LONG}, 1 item', 'list item')
    screen.click(*app.middle_of(row), button=3)
    app.press(re.compile('^_?Rename…'), 'menu item')
    app.enter('Rename Album', 'Lake', 'text', 'entry')
    app.press('Rename', 'button')
    row = app.wait_for('Lake, 1 item', 'list item')
    screen.click(*app.middle_of(row), button=3)
    app.press(re.compile('^_?R_?emove…'), 'menu item')
    app.wait_for_saying('Remove This Album?')
    story.page('remove-album')
    app.press('Remove', 'button')
    app.wait_gone('Lake, 1 item', 'list item')
    story.equal(len(tiles(app)), 3, 'items after an album was removed')


def in_place(story):
    """Albums and people are made in the sidebar; no two of one name"""
    app = story.app
    go_to(app, 'New Album…')
    app.enter('New Album', 'Walks', 'text', 'entry')
    app.press('Create', 'button')
    app.wait_for('Walks, 0 items', 'list item')
    go_to(app, 'New Album…')
    app.enter('New Album', 'Walks', 'text', 'entry')
    app.wait_for_saying('There is an album of this name already.')
    story.page('name-in-use')
    screen.press('Escape')
    go_to(app, 'New Person…')
    app.enter('New Person', 'Kim', 'text', 'entry')
    app.press('Create', 'button')
    app.wait_for('Kim, 0 items', 'list item')


def tags(story):
    """A tag is given, found by search, completed, and taken back"""
    app = story.app
    go_to(app, 'Everything')
    select(app, 'Cherry.jpg')
    app.key('ctrl+t')
    app.enter('Find or create a tag', 'beach', 'text', 'entry')
    app.press('Create “beach”')
    app.wait_for('beach', 'list item')
    go_to(app, 'beach')
    wait_for_tiles(app, 'Cherry.jpg')
    go_to(app, 'Everything')
    app.key('ctrl+f')
    screen.write('beach')
    wait_for_tiles(app, 'Cherry.jpg')
    app.key('Escape')
    select(app, 'Apple.jpg')
    app.press('Tags of selected')
    app.enter('Find or create a tag', 'bea', 'text', 'entry')
    app.wait_for('beach', 'check box')
    screen.press('Return')
    app.wait_for_saying('1 item added to “beach”')
    undo(app)
    go_to(app, 'beach')
    wait_for_tiles(app, 'Cherry.jpg')


def details(story):
    """In the details an item gets another name, a note, and a person"""
    app = story.app
    go_to(app, 'Everything')
    open_tile(app, 'Cherry.jpg')
    app.key('F9')
    app.wait_for('Rename…', 'button')
    app.press('Rename…')
    app.enter('Rename Item', 'a/b', 'text', 'entry')
    app.wait_for_saying('A name can’t have “/” in it.')
    # Without an ending it keeps the one it had.
    app.enter('Rename Item', 'Sour', 'text', 'entry')
    app.press('Rename', 'button')
    app.wait_for('Sour.jpg', 'label')
    app.press('Change people')
    app.enter('Find or add a person', 'kim', 'text', 'entry')
    app.wait_for('Kim', 'check box')
    screen.press('Return')
    app.wait_for('Kim', 'label')
    app.enter('Note', 'Not for the faint', 'text', 'entry')
    story.page('details')
    app.press('Favourite')
    back(app)
    wait_for_tile(app, 'Sour.jpg')
    app.wait_for('Kim, 1 item', 'list item')


def end(story):
    """All of it is there after a lock, and nothing of it is said meanwhile"""
    app = story.app
    app.key('ctrl+l')
    app.wait_for('Unlock Vault', 'button')
    for word in ('Walks', 'Kim', 'beach', 'Sour'):
        story.check(word not in app.words(), f'{word!r} is still said when locked')
    unlock_to_library(app)
    app.wait_for('Walks, 0 items', 'list item')
    go_to(app, 'Kim, 1 item')
    wait_for_tiles(app, 'Sour.jpg')
    app.close()
    status, out, err = nightstandctl(story.vault, 'list', passphrase=PASSPHRASE)
    story.check(status == 0 and 'Sour.jpg' in out, f'nightstandctl list: {out}{err}')


if __name__ == '__main__':
    sys.exit(Story('organise').run(make_vault_of_three, favourites, albums, in_place, tags, details,
                                   end))
