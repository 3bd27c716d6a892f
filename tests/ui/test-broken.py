# test-broken.py - an import that ends with the program is told after the next unlocking
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import re
import sys

import access
import media
from steps_desktop import run
from steps_import import PASSPHRASE, answer, copy, wait_for_tile
from steps_keep import unlock_to_library
from story import Story
from window import ROOM, nightstandctl

# Enough that the first of them are there long before the last.
MANY = 3000
FOLDER = ROOM / 'sources/many'
TOLD = re.compile(r'An import did not finish, because Nightstand or the computer stopped in the '
                  r'middle of it; (\d+) of (\d+) files were kept\.')


def told(app):
    return TOLD.search(app.words())


# ---- the steps ----

def make(story):
    """A vault that has been used, and a folder with a great many photos"""
    story.vault = ROOM / 'home/vault'
    photo = media.picture(ROOM / 'sources/First.png', media.RED)
    for args in (('create', '--kdf', 'quick'), ('import', photo)):
        status, _, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {args[0]}, {err}')
    FOLDER.mkdir()
    for number in range(MANY):
        os.link(photo, FOLDER / f'{number:04}.png')


def killed(story):
    """The program is killed when some of them are there"""
    app = story.start('--vault', str(story.vault))
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    wait_for_tile(app, 'First.png')
    copy('text/uri-list', FOLDER.as_uri().encode() + b'\r\n')
    app.key('ctrl+v')
    answer(story, 'Keep Details')
    app.wait_for('Stop Import', 'button')
    wait_for_tile(app, '00')
    story.check(app.find('Stop Import', 'button') is not None, 'the import was over too soon')
    app.process.kill()
    app.process.wait()


def reported(story):
    """After the next unlocking it says so, and how many came in"""
    app = story.start('--vault', str(story.vault))
    app.wait_for('Unlock Vault', 'button')
    story.check(not told(app), 'a locked vault tells of it')
    unlock_to_library(app)
    found = app.wait(lambda: told(app), 'it is told')
    story.page('told')
    kept, of = map(int, found.groups())
    story.equal(of, MANY, 'the files that were to come in')
    story.check(0 < kept < MANY, f'{kept} are said to be kept')
    story.kept = kept


def told_once(story):
    """And not again"""
    app = story.app
    story.equal(run('--vault', story.vault, '--lock')[0], 0, 'the status of --lock')
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    wait_for_tile(app, 'First.png')
    story.check(not told(app), 'it is told again')
    app.close()
    status, out, err = nightstandctl(story.vault, 'list', '--json', passphrase=PASSPHRASE)
    story.equal(status, 0, f'nightstandctl list, {err}')
    story.equal(len(json.loads(out)['items']), story.kept + 1, 'what is in the vault')


if __name__ == '__main__':
    sys.exit(Story('broken').run(make, killed, reported, told_once))
