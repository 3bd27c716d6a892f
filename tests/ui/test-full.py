# test-full.py - what comes to a halt on its way: at the end of a disk, by hand, by a lock
#
# The disk is made small, or made to wait, for one folder (ctl/disk-shim.c).
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import sys
from unittest import mock

import media
import screen
from steps_around import QUESTION, has_line, open_window
from steps_import import PASSPHRASE, copy, tiles, wait_for_tile
from steps_keep import unlock_to_library
from steps_visit import choose_folder
from story import Story
from window import ROOM, nightstandctl

SMALL = ('One.jpg', 'Two.jpg')
# Imported an hour before, and so the last one of an export.  As large as what is committed alone.
LARGE, LARGE_BYTES = 'Large.bin', 17 << 20
ROOM_BYTES = 4 << 20
GATE = ROOM / 'gate'


def make_vault(story):
    """A vault holds a large file and two photos that were added after it"""
    story.folder = ROOM / 'sources'
    story.photos = [media.jpeg(story.folder / name, colour)
                    for name, colour in zip(SMALL, (media.RED, media.GREEN))]
    story.large = story.folder / LARGE
    story.large.write_bytes(bytes(LARGE_BYTES))
    story.vault = ROOM / 'home/vault'
    before = {'LD_PRELOAD': os.environ['NIGHTSTAND_CLOCK_SHIM'],
              'NIGHTSTAND_TEST_AHEAD_S': '-3600', 'NIGHTSTAND_TEST_SYNCHRONISED': '1'}
    for environment, args in ((before, ('create', '--kdf', 'quick')),
                              (before, ('import', story.large)), ({}, ('import', *story.photos))):
        with mock.patch.dict(os.environ, environment):
            status, _, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {args[0]}, {err}')


def start(story, folder, n_bytes, **more):
    app = story.start('--vault', str(story.vault), environment={
        'LD_PRELOAD': os.environ['NIGHTSTAND_DISK_SHIM'],
        'NIGHTSTAND_TEST_DISK': str(folder), 'NIGHTSTAND_TEST_DISK_BYTES': str(n_bytes), **more})
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    app.wait(lambda: len(tiles(app)) == 3, 'all are there')
    return app


def export(app, folder):
    """Ask for everything in FOLDER, as it is."""
    folder.mkdir()
    screen.focus(app.window)
    app.key('ctrl+a')
    app.wait_for_saying('3 selected')
    app.press('Export selected')
    app.wait_for_saying('Export 3 Items?')
    screen.press('Tab', 'space')
    app.press(re.compile('Choose Folder'))
    choose_folder(app, 'Export To', None, folder)


def check_whole(story, folder):
    """The two that were whole are there; nothing else is, hidden or not."""
    story.equal(sorted(path.name for path in folder.iterdir()), list(SMALL), 'exported')
    for path in story.photos:
        story.check((folder / path.name).read_bytes() == path.read_bytes(),
                    f'{path.name} is not whole')


def full_outside(story):
    """The disk it exports to is full: that is said, and how many are there"""
    folder = ROOM / 'out-full'
    app = start(story, folder, ROOM_BYTES)
    export(app, folder)
    app.wait_for_saying('The Disk Is Full')
    story.check(app.says('Export stopped. 2 items were exported.'), 'not told how many')
    story.page('export-full')
    app.press('Close', 'button', inside='The Disk Is Full')
    check_whole(story, folder)
    app.close()


def begin_waiting(story, folder):
    """An export stands still in the middle of its last file."""
    if not GATE.exists():
        os.mkfifo(GATE)
    app = start(story, folder, ROOM_BYTES, NIGHTSTAND_TEST_DISK_GATE=str(GATE))
    export(app, folder)
    app.wait_for_saying('Exporting: 2 of 3')
    check_whole(story, folder)
    return app


def let_go():
    # Opening waits for whoever waits there.
    os.close(os.open(GATE, os.O_WRONLY))


def by_hand(story):
    """An export that is stopped says how much of it is there, and leaves nothing half done"""
    folder = ROOM / 'out-stopped'
    app = begin_waiting(story, folder)
    story.page('exporting')
    app.press('Stop Export')
    app.wait_for_saying('Stopping…')
    let_go()
    screen.focus(app.window)
    app.wait_for_saying('Export stopped. 2 items were exported.')
    story.page('export-stopped')
    app.wait_gone('Stop Export')
    check_whole(story, folder)
    app.close()


def by_a_lock(story):
    """An export that a lock has stopped is told of after the next unlocking, and listed"""
    folder = ROOM / 'out-locked'
    app = begin_waiting(story, folder)
    app.key('ctrl+l')
    app.wait(lambda: not tiles(app), 'the library is gone at once')
    let_go()
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    screen.focus(app.window)
    app.wait_for_saying('An export was stopped when the vault was locked')
    story.check(app.says('2 of 3 items were written.'), f'not told how much: {app.words()}')
    check_whole(story, folder)
    open_window(story, 'Activity')
    app.wait(lambda: has_line(app, 'An export was stopped by a lock with 1 item to go, '),
             'it is listed')
    app.key_in('Activity', 'Escape')
    app.wait_dialog_gone('Activity')
    app.close()


def full_inside(story):
    """The vault’s own disk is full: that is said, and how many were imported before"""
    fresh = [media.jpeg(story.folder / f'New {number}.jpg', media.BLUE) for number in (1, 2)]
    app = start(story, story.vault, (story.vault / 'vault.db').stat().st_size + ROOM_BYTES)
    copy('text/uri-list', b''.join(file.as_uri().encode() + b'\r\n'
                                   for file in (*fresh, story.large)))
    app.key('ctrl+v')
    app.wait_for_saying(QUESTION)
    app.press(re.compile('^_?Keep Details$'))
    app.wait_for_saying('The Disk Is Full')
    story.check(app.says('Import stopped. 2 items were imported.'), 'not told how many')
    story.page('import-full')
    app.press('Close', 'button', inside='The Disk Is Full')
    for file in fresh:
        wait_for_tile(app, file.name)
    story.equal(len(tiles(app)), 5, 'tiles')
    app.close()


if __name__ == '__main__':
    sys.exit(Story('full').run(make_vault, full_outside, by_hand, by_a_lock, full_inside))
