# test-select.py - the star of a favourite, and the mark by which a tile is selected with one click
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import subprocess
import sys

import screen
from sizes import borders, has_width
from steps_import import wait_for_tile
from steps_keep import make_vault_of_three
from story import Story
from window import BUTTONS

# From a corner of a cell: its padding, the margin of what lies on the picture, and a half.
MARK, STAR = 6 + 6 + 12, 6 + 6 + 10


def mark(app, name):
    x, y, _, _ = app.place_of(wait_for_tile(app, name))
    return x + MARK, y + MARK


def star(app, name):
    """The place of the star: x, y, width, height."""
    x, y, width, _ = app.place_of(wait_for_tile(app, name))
    return x + width - STAR - 8, y + STAR - 8, 16, 16


def is_bare(app):
    return screen.look().share((255, 255, 255), *star(app, 'Apple.jpg')) < 0.01


def rest(app):
    x, y, width, height = screen.geometry(app.window)
    screen.move(x + width // 2, y + height - 4)


def selected(app, n):
    if n > 0:
        app.wait_for_saying(f'{n} selected')
    else:
        app.wait_gone('Destroy selected', 'button')


def favourite(story):
    """A favourite has a star, and a screen reader says so; until it is none any more"""
    app = story.app
    rest(app)
    wait_for_tile(app, 'Apple.jpg')
    story.check(is_bare(app), 'there is a star on what is no favourite')
    screen.click(*app.middle_of(wait_for_tile(app, 'Apple.jpg')))
    app.key('ctrl+d')
    app.wait_for('Apple.jpg, photo, favourite', 'table cell')
    app.wait(lambda: screen.look().share((255, 255, 255), *star(app, 'Apple.jpg')) > 0.06,
             'the star is on the tile')
    story.page('star')
    app.key('ctrl+d')
    app.wait_for('Apple.jpg, photo', 'table cell')
    app.wait(lambda: is_bare(app), 'the star is gone')
    app.key('ctrl+d')
    app.wait_for('Apple.jpg, photo, favourite', 'table cell')
    app.key('Escape')
    selected(app, 0)


def marks(story):
    """Under the pointer a tile has a mark; a click on it selects beside what is selected"""
    app = story.app
    rest(app)
    spot = *(at - 12 for at in mark(app, 'Banana.jpg')), 24, 24
    before = screen.settled().spots(*spot)
    screen.move(*app.middle_of(wait_for_tile(app, 'Banana.jpg')))
    app.wait(lambda: screen.look().spots(*spot) != before, 'the mark is there')
    story.page('pointed-at')
    rest(app)
    app.wait(lambda: screen.look().spots(*spot) == before, 'the mark is gone')

    screen.click(*mark(app, 'Banana.jpg'))
    selected(app, 1)
    rest(app)
    story.page('one')
    screen.click(*mark(app, 'Cherry.jpg'))
    selected(app, 2)
    # Selecting goes on: a click anywhere does it now, two open nothing.
    screen.click(*app.middle_of(wait_for_tile(app, 'Apple.jpg')))
    selected(app, 3)
    screen.click(*app.middle_of(wait_for_tile(app, 'Cherry.jpg')))
    selected(app, 2)
    screen.click(*app.middle_of(wait_for_tile(app, 'Cherry.jpg')), times=2)
    selected(app, 2)
    story.check(not app.has('Back', 'button'), 'two clicks open while selecting')
    screen.click(*mark(app, 'Banana.jpg'))
    selected(app, 1)
    screen.click(*mark(app, 'Apple.jpg'))
    selected(app, 0)


def afterwards(story):
    """With nothing selected any more, a click selects alone, and two open"""
    app = story.app
    screen.click(*app.middle_of(wait_for_tile(app, 'Apple.jpg')))
    selected(app, 1)
    screen.click(*app.middle_of(wait_for_tile(app, 'Banana.jpg')))
    selected(app, 1)
    screen.click(*app.middle_of(wait_for_tile(app, 'Banana.jpg')), times=2)
    app.press('Back')
    wait_for_tile(app, 'Banana.jpg')


def by_keyboard(story):
    """Space and Ctrl+Space select beside the others or take back, Escape ends it"""
    app = story.app
    screen.click(*mark(app, 'Apple.jpg'))
    app.key('Escape')
    selected(app, 0)
    screen.click(*app.middle_of(wait_for_tile(app, 'Cherry.jpg')))
    for keys, n in (('ctrl+Left', 1), ('ctrl+space', 2), ('ctrl+space', 1), ('ctrl+Left', 1),
                    ('space', 2), ('ctrl+a', 3), ('Escape', 0)):
        app.key(keys)
        selected(app, n)


def held(story):
    """With Shift or Ctrl a click means what it means elsewhere, also while selecting"""
    app = story.app
    screen.click(*mark(app, 'Cherry.jpg'))
    selected(app, 1)
    subprocess.run(['xdotool', 'keydown', 'shift'], check=True)
    screen.click(*app.middle_of(wait_for_tile(app, 'Apple.jpg')))
    subprocess.run(['xdotool', 'keyup', 'shift'], check=True)
    selected(app, 3)
    app.press('Unselect all', 'button')
    selected(app, 0)


def narrow(story):
    """In a narrow window a bar below has what the header bar has no room for"""
    app = story.app
    screen.resize(app.window, 360 + borders(app), 720)
    app.wait(lambda: has_width(app, 360), 'it is narrow')
    middle = screen.geometry(app.window)[1] + 360
    for name in ('Import', 'Sort and group', 'Lock', 'Search'):
        app.wait(lambda name=name: {app.place_of(node)[1] > middle for node in
                                    app.all(name, *BUTTONS)} == {True},
                 f'{name} is below, and only there')
    title = app.wait_for('Everything', 'label')
    story.check(app.place_of(title)[2] > 0, 'there is no title')
    story.page('narrow', screen.geometry(app.window))
    screen.focus(app.window)
    screen.click(*app.middle_of(wait_for_tile(app, 'Banana.jpg')))
    selected(app, 1)
    app.wait_gone('Import', *BUTTONS)
    story.page('narrow-selected', screen.geometry(app.window))
    app.press('More for selected', *BUTTONS)
    app.press(re.compile('^_?People…'), 'menu item')
    app.wait_for('Find or add a person', 'text', 'entry')
    story.page('narrow-people', screen.geometry(app.window))
    screen.press('Escape')
    app.close()


if __name__ == '__main__':
    sys.exit(Story('select').run(make_vault_of_three, favourite, marks, afterwards, by_keyboard, held,
                                 narrow))
