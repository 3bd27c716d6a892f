# test-copies.py - where else an item lives: looked for from its menu, listed, and removed
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import shutil
import sys

import access
import media
import screen
from sizes import show_dialog
from steps_access import tab_to, take
from steps_desktop import run
from steps_import import PASSPHRASE, wait_for_tile
from steps_keep import unlock_to_library
from story import Story
from window import ROOM, nightstandctl

SCHEMES = ('prefer-light', 'prefer-dark')
WIDE, HEIGHT = 1400, 900
WARNING = 'Removing is not erasing'
HOME = ROOM / 'home'
NAME = 'Photo.png'
FIND = re.compile('^Find Other Copie_?s…$')

# One in ten is as long as the photo and called like it, so that it is read to its end and its
# details are taken away: minutes, and nobody waits for them.
MANY, ONE_IN = 40000, 10


def put(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def ask_for_copies(story, page):
    app = story.app
    screen.focus(app.window)
    screen.click(*app.middle_of(wait_for_tile(app, NAME)), button=3)
    app.wait_for(FIND, 'menu item')
    story.page(f'menu-{page}-{story.scheme}')
    app.press(FIND, 'menu item')
    app.wait_for_dialog('Copies')


def tick_of(app, title, path):
    return access.find(app.dialog('Copies'),
                       re.compile(f'^{re.escape(str(path))} {re.escape(title)}$'), 'check box')


def start(story):
    app = story.start('--vault', str(story.vault),
                      environment={'ADW_DEBUG_COLOR_SCHEME': story.scheme})
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    screen.resize(app.window, WIDE, HEIGHT)
    app.wait(lambda: screen.geometry(app.window)[2] == WIDE, 'the window is wide')
    return app


# ---- the steps ----

def make(story):
    """A vault holds a photo, and the home a great many files that almost are it"""
    story.vault = HOME / 'vault'
    photo = media.picture(ROOM / 'sources' / NAME, media.RED)
    story.data = photo.read_bytes()
    for args in (('create', '--kdf', 'quick'), ('import', photo)):
        status, _, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {args[0]}, {err}')
    story.other = story.data[:-1] + bytes([story.data[-1] ^ 1])
    near, far = put(HOME / 'many/near', story.other), put(HOME / 'many/far', b'')
    for number in range(MANY):
        path = HOME / 'many' / str(number)
        if number % ONE_IN:
            os.link(far, path)
        else:
            path.mkdir()
            os.link(near, path / NAME)


def stop(story):
    """A search tells how far it is, and ends when it is stopped"""
    story.scheme = SCHEMES[0]
    app = start(story)
    ask_for_copies(story, 'stop')
    app.wait_for_saying('files were looked at.')
    story.page('looking')
    show_dialog(story, 'Copies', 'looking')
    app.press('Stop', 'button', inside='Copies')
    app.wait_dialog_gone('Copies')


def lock(story):
    """A lock ends it, too, and takes it off the screen"""
    app = story.app
    ask_for_copies(story, 'lock')
    app.wait_for_saying('files were looked at.')
    story.equal(run('--vault', story.vault, '--lock')[0], 0, 'the status of --lock')
    app.wait_for('Unlock Vault', 'button')
    story.check(not app.dialog('Copies'), 'the search is on the locked screen')
    story.check(not app.says('files were looked at.'), 'it goes on behind the lock')
    app.close()
    shutil.rmtree(HOME / 'many')


def look(story):
    """What is the same is listed with where it is, and nothing is ticked; what differs is not"""
    story.download = put(HOME / 'Downloads/renamed.bin', story.data)
    story.chat = put(HOME / '.var/app/org.telegram.desktop/data/x', story.data)
    story.snapshot = put(HOME / '.snapshots/1/snapshot/Photo.png', story.data)
    story.near = put(HOME / 'Pictures' / NAME, story.other)
    app = start(story)
    ask_for_copies(story, 'look')
    app.wait(lambda: tick_of(app, 'Copy', story.download), 'the copy is listed')
    words = access.words(app.dialog('Copies'))
    for sentence in (WARNING, str(story.snapshot), 'Copies have the same content, byte for byte.',
                     'A snapshot can only be removed as a whole'):
        story.check(sentence in words, f'the list does not say {sentence!r}')
    story.check(str(story.near) not in words, 'a file that differs is called a copy')
    for title, path in (('Copy', story.download), ('Copy (Telegram)', story.chat)):
        story.check(not access.is_checked(tick_of(app, title, path)), f'{path} is ticked')
    story.check(tick_of(app, 'Copy in a snapshot', story.snapshot) is None,
                'what only another program can remove can be ticked')
    story.check(not access.is_sensitive(app.find('Remove Ticked…', 'button')),
                'it can be removed with nothing ticked')
    story.page(f'list-{story.scheme}')
    show_dialog(story, 'Copies')


def remove(story):
    """The one that is ticked goes after a question, and no other; the list says which"""
    app = story.app
    take(app)
    tab_to(story, re.escape(str(story.download)))
    screen.press('space')
    app.wait(lambda: access.is_checked(tick_of(app, 'Copy', story.download)), 'it is ticked')
    app.press('Remove Ticked…', 'button')
    app.wait_for_saying('Remove 1 Copy?')
    story.check(story.download.exists(), 'it was removed before the answer')
    story.page(f'question-{story.scheme}')
    app.press(re.compile('^_?Remove$'), 'button')
    app.wait_for_saying('Still There')
    take(app)
    words = access.words(app.dialog('Copies'))
    for sentence in ('Removed', 'Left alone', WARNING):
        story.check(sentence in words, f'the result does not say {sentence!r}')
    story.check(not story.download.exists(), 'the copy is still there')
    for path, data in ((story.chat, story.data), (story.snapshot, story.data),
                       (story.near, story.other)):
        story.check(path.exists() and path.read_bytes() == data, f'{path} is not as it was')
    story.page(f'result-{story.scheme}')
    show_dialog(story, 'Copies', 'result')
    app.key_in('Copies', 'Escape')
    app.wait_dialog_gone('Copies')
    wait_for_tile(app, NAME)


def none(story):
    """Where there is no other, it says so, and what it did not look for"""
    for path in (story.chat, story.snapshot, story.near):
        path.unlink()
    app = story.app
    ask_for_copies(story, 'none')
    app.wait_for_saying('Nothing Found')
    story.check(app.says('A copy that was changed, made smaller or sent away is not found.'),
                'it promises more than it looked for')
    show_dialog(story, 'Copies', 'none')
    app.key_in('Copies', 'Escape')
    app.wait_dialog_gone('Copies')
    app.close()


def in_scheme(scheme):
    def step(story):
        story.scheme = scheme
        for part in (look, remove, none):
            print(f'  {part.__doc__}', flush=True)
            part(story)
    step.__doc__ = f'Copies, {scheme}'
    return step


if __name__ == '__main__':
    sys.exit(Story('copies').run(make, stop, lock, *[in_scheme(scheme) for scheme in SCHEMES]))
