# test-moment.py - the moment at which an item expires, in front of a person's eyes
#
# Nobody waits for it: the clock of the window is set (ctl/clock-shim.c), an hour further in each
# step, and the next item is due.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import sys

import media
import screen
from steps_import import PASSPHRASE, tiles
from steps_keep import content_colours, select, unlock_to_library
from steps_view import FILM_TOLERANCE, middle_shows, open_tile, play
from story import Story
from window import ROOM, nightstandctl

HOUR_S = 3600
CLOCK = ROOM / 'clock'
# What is due in the first hour, in the second, and so on.
LIVES = ('Tile.jpg', 'Viewed.jpg', 'Film.mp4', 'Shown.jpg', 'Chosen.jpg', 'Undone.jpg')


def path_of(name):
    return ROOM / 'sources' / name


def come(story):
    """Let the next one be due."""
    story.hours += 1
    CLOCK.write_text(str(story.hours * HOUR_S + 60))
    with open(f'{CLOCK}.set', 'wb') as fifo:
        fifo.write(bytes(8))


def is_gone(story, name):
    """Tile, name and picture."""
    app = story.app
    app.wait(lambda: not app.has(re.compile('^' + re.escape(name))), f'nothing is called {name}')
    story.check(name not in app.words(), f'the name {name} is still there')
    story.check(media.RED not in content_colours(app, screen.settled()), f'{name} is still on the screen')


# ---- the steps ----

def make(story):
    """A photo that stays, and items that are due one after the other"""
    story.hours = 0
    story.vault = ROOM / 'home/vault'
    story.equal(nightstandctl(story.vault, 'create', '--kdf', 'quick', passphrase=PASSPHRASE)[0], 0, 'create')
    # By name it is the first.
    files = [(media.jpeg(path_of('Always.jpg'), media.GREEN), 'never')]
    for number, name in enumerate(LIVES, 1):
        path = path_of(name)
        if name.endswith('.mp4'):
            media.film(path, 'x264enc speed-preset=ultrafast', 'mp4mux', 'avenc_aac')
        else:
            media.jpeg(path, media.RED)
        files.append((path, f'{number}h'))
    for path, life in files:
        status, _, err = nightstandctl(story.vault, 'import', path, '--expires', life, passphrase=PASSPHRASE)
        story.equal(status, 0, f'import, {err}')
    CLOCK.write_text('0')
    os.mkfifo(f'{CLOCK}.set', 0o600)
    app = story.start('--vault', str(story.vault), environment={
        'LD_PRELOAD': os.environ['NIGHTSTAND_CLOCK_SHIM'], 'NIGHTSTAND_TEST_CLOCK': str(CLOCK),
        'NIGHTSTAND_TEST_SYNCHRONISED': '1'})
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    app.wait(lambda: len(tiles(app)) == len(LIVES) + 1, 'all are there')


def of_a_tile(story):
    """The tile goes, and with it name and thumbnail"""
    app = story.app
    come(story)
    app.wait(lambda: len(tiles(app)) == len(LIVES), 'one tile is gone')
    story.check('Tile.jpg' not in app.words(), 'its name is still there')


def in_the_viewer(story):
    """The viewer closes under it"""
    app = story.app
    open_tile(app, 'Viewed.jpg')
    app.wait(lambda: middle_shows(app, media.RED, 'Viewed'), 'the photo is shown')
    come(story)
    app.wait_for('Import', 'button')
    story.check('Viewed.jpg' not in app.words(), 'its name is still there')
    story.page('closed')


def of_a_film(story):
    """A film stops, and is gone"""
    app = story.app
    open_tile(app, 'Film.mp4')
    play(app)
    app.wait(lambda: middle_shows(app, media.FILM_FIRST, 'Film', tolerance=FILM_TOLERANCE), 'it plays')
    come(story)
    app.wait_for('Import', 'button')
    story.check('Film.mp4' not in app.words(), 'its name is still there')
    story.check(not app.has('Pause', 'button'), 'something plays')


def in_a_slideshow(story):
    """So does a slideshow that is at it"""
    app = story.app
    open_tile(app, 'Shown.jpg')
    app.key('F5')
    app.wait(lambda: middle_shows(app, media.RED, 'Shown'), 'the photo is shown')
    come(story)
    app.wait_for('Import', 'button')
    story.check('Shown.jpg' not in app.words(), 'its name is still there')


def of_what_is_selected(story):
    """It is selected no longer, and nothing can be done with it"""
    app = story.app
    select(app, 'Chosen.jpg')
    come(story)
    app.wait_gone('Chosen.jpg')
    app.wait(lambda: not app.says('1 selected'), 'nothing is selected')


def of_what_could_be_undone(story):
    """What was done to it can be undone no longer; it does not come again"""
    app = story.app
    select(app, 'Undone.jpg')
    app.key('ctrl+d')
    app.wait_for(re.compile('^Undone.jpg, photo, favourite'), 'table cell')
    come(story)
    is_gone(story, 'Undone.jpg')
    app.key('ctrl+z')
    story.equal(sorted(tiles(app)), ['Always.jpg, photo'], 'what is left')
    app.close()
    status, out, err = nightstandctl(story.vault, 'verify', passphrase=PASSPHRASE)
    story.equal(status, 0, f'nightstandctl verify, {out}{err}')
    story.check('Whole items: 1' in out, f'more is left than one item: {out}')


if __name__ == '__main__':
    sys.exit(Story('moment').run(make, of_a_tile, in_the_viewer, of_a_film, in_a_slideshow, of_what_is_selected,
                                 of_what_could_be_undone))
