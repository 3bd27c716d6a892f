# screenshots.py - every page, dark and light, in three widths: empty, one item, many, in trouble
#
# Its arguments say in which of the looks below; without any, in all of them.
#
# No test: nothing is held to anything, but somebody should look at what it writes.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import shutil
import sys
from pathlib import Path

import media
import screen
from sizes import ask, look_at, show_dialog
from steps_import import PASSPHRASE, copy
from steps_keep import select, unlock, unlock_to_library
from steps_view import back, open_tile
from steps_ways import leave_preferences, preferences, turn_to
from story import Story
from window import ROOM, nightstandctl

# What is said to the toolkit, and how large letters are.
LOOKS = {'prefer-light': ({'ADW_DEBUG_COLOR_SCHEME': 'prefer-light'}, 1),
         'prefer-dark': ({'ADW_DEBUG_COLOR_SCHEME': 'prefer-dark'}, 1),
         'large': ({}, 2),
         'contrast': ({'ADW_DEBUG_HIGH_CONTRAST': '1'}, 1)}
COLOURS = (media.RED, media.GREEN, media.BLUE, media.YELLOW, media.PURPLE, media.CYAN)
MANY = 60
LONG = 'A very long afternoon by the sea, with the dog, before the rain came and after it '
# Of the main menu: title, and how the menu calls it.
WINDOWS = (('Activity', '^Ac_?tivity'), ('Check-up', '^_?Check-up'), ('Guidance', '^_?Guidance'))
QUESTION = 'Remove Location and Other Details?'


def make_media(story):
    """Pictures with short and long names, a film, a document and a broken file are made"""
    folder = ROOM / 'sources'
    story.one = media.jpeg(folder / 'Us.jpg', media.RED)
    story.many = [media.jpeg(folder / f'{LONG if i % 9 == 0 else "Summer "}{i + 1}.jpg',
                             COLOURS[i % len(COLOURS)]) for i in range(MANY)]
    story.film = media.film(folder / 'Evening.mp4', 'x264enc speed-preset=ultrafast',
                            'mp4mux', 'avenc_aac')
    story.letters = media.document(folder / 'Letters.pdf', [media.BLUE] * 3)
    story.broken = folder / 'Broken.jpg'
    story.broken.write_bytes(story.one.read_bytes()[:900])
    story.empty = folder / 'Empty.png'
    story.empty.touch()


def start(story):
    environment, scale = LOOKS[story.scheme]
    screen.set_text_scale(scale)
    return story.start('--vault', str(story.vault), environment=environment)


def bring_in(story, *files):
    status, _, err = nightstandctl(story.vault, 'import', *files, passphrase=PASSPHRASE)
    story.check(status in (0, 1), f'nightstandctl import: {err}')


def enter(story):
    """The pages before the vault is open, and without anything in it."""
    app = start(story)
    app.wait_for('Create Vault', 'button')
    look_at(story, 'welcome')
    app.enter('Passphrase', '12345678')
    app.press('Suggest a Passphrase')
    look_at(story, 'welcome-suggestion')
    app.press(re.compile('get help'))
    app.wait_for_dialog('Guidance')
    show_dialog(story, 'Guidance', 'under 18')
    app.close_dialog('Guidance')
    app.close()
    nightstandctl(story.vault, 'create', '--kdf', 'quick', passphrase=PASSPHRASE)
    app = start(story)
    app.wait_for('Unlock Vault', 'button')
    look_at(story, 'unlock')
    unlock(app, 'violet lantern')
    app.wait_for_saying('This passphrase doesn’t open the vault.')
    look_at(story, 'unlock-wrong')
    unlock_to_library(app)
    app.wait_for('Import Files…', 'button')
    look_at(story, 'library-empty')


def library(story):
    """One item, a question, what failed, and many."""
    app = story.app
    files = (story.one, story.broken, story.empty)
    copy('text/uri-list', b''.join(file.as_uri().encode() + b'\r\n' for file in files))
    app.key('ctrl+v')
    ask(story, 'import-question', QUESTION)
    app.press(re.compile('^_?Keep Details$'))
    app.wait_for_dialog('Summary')
    show_dialog(story, 'Summary')
    app.key_in('Summary', 'Escape')
    app.wait_dialog_gone('Summary')
    # There is no window manager that would give it back.
    screen.focus(app.window)
    look_at(story, 'library-few')
    app.close()
    bring_in(story, *story.many, story.film, story.letters)
    app = start(story)
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    app.wait_for(re.compile(', photo'), 'table cell')
    look_at(story, 'library-many')
    app.key('ctrl+f')
    screen.write('nothing like that')
    look_at(story, 'library-nothing-found')
    screen.press('Escape', 'Escape')
    select(app, 'Summer 2.jpg')
    app.key('ctrl+a')
    look_at(story, 'library-selected')
    app.key('ctrl+e')
    app.wait_for_dialog('Expiry')
    show_dialog(story, 'Expiry')
    app.key_in('Expiry', 'Escape')
    app.wait_dialog_gone('Expiry')
    app.key('Delete')
    app.wait_for_saying('Destroy')
    screen.settled()
    ids = [window for window in screen.window_ids(app.process.pid)
           if window != app.window]
    story.album.keep(f'{story.scheme}-destroy-question', screen.geometry(ids[-1]))
    screen.focus(ids[-1])
    screen.press('Escape')
    app.key('Escape')


def viewer(story):
    """One item of each kind, and one that is broken."""
    app = story.app
    for name, page in (('Evening', 'film'), ('Letters', 'document'), ('Broken', 'broken'),
                       (LONG[:20], 'photo')):
        search(app, name)
        open_tile(app, name)
        look_at(story, f'viewer-{page}')
        if page == 'photo':
            app.key('F9')
            look_at(story, 'viewer-details')
            app.key('F9')
        back(app)
    screen.press('Escape')


def search(app, word):
    app.key('ctrl+f')
    app.key('ctrl+a')
    screen.write(word)
    app.wait_for(re.compile(f'^{re.escape(word)}'), 'table cell')


def windows(story):
    """Preferences, what else the menu opens, about, and the list of keys."""
    app = story.app
    preferences(app)
    for page in ('General', 'Viewing', 'Locking', 'Expiry', 'Wipe', 'Vault'):
        turn_to(app, page)
        show_dialog(story, 'Preferences', page)
    leave_preferences(app)
    app.key('ctrl+question')
    app.wait_for_saying('Everywhere')
    screen.settled()
    story.album.keep(f'{story.scheme}-keys')
    screen.focus(screen.window_ids(app.process.pid)[-1])
    screen.press('Escape')
    for title, item in WINDOWS:
        app.press('Main menu')
        app.press(re.compile(item), 'menu item')
        app.wait_for_dialog(title)
        show_dialog(story, title)
        app.key_in(title, 'Escape')
        app.wait_dialog_gone(title)
    app.press('Main menu')
    app.press(re.compile('^_?About Nightstand'), 'menu item')
    app.wait_for_dialog('About')
    show_dialog(story, 'About')
    app.close_dialog('About')


def ends(story):
    """A wipe with its receipt, and a vault that is damaged."""
    app = story.app
    copied = story.vault.with_name(f'{story.scheme}-damaged')
    app.close()
    shutil.copytree(story.vault, copied)
    app = start(story)
    app.wait_for('Unlock Vault', 'button')
    app.press('Emergency wipe')
    app.wait_for_saying('will be destroyed in')
    story.album.keep(f'{story.scheme}-countdown', screen.geometry(app.window))
    app.wait_for_saying('The Vault Is Destroyed')
    look_at(story, 'receipt')
    app.close()
    with open(copied / 'keyring', 'r+b') as file:
        file.truncate(1000)
    story.vault = copied
    app = start(story)
    app.wait_for('Try Again', 'button')
    look_at(story, 'trouble')
    app.close()


def main():
    story = Story('pages')
    steps = []
    for scheme in sys.argv[1:] or LOOKS:
        for step in (enter, library, viewer, windows, ends):
            def in_scheme(story, scheme=scheme, step=step):
                if step is enter:
                    story.scheme = scheme
                    story.vault = Path(os.environ['XDG_DATA_HOME']) / scheme
                step(story)
            in_scheme.__doc__ = f'{step.__doc__} ({scheme})'
            steps.append(in_scheme)
    return story.run(make_media, *steps)


if __name__ == '__main__':
    sys.exit(main())
