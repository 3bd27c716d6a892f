# steps_wipe.py - the emergency wipe: stopped in time, and not stopped
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import time

import access
import media
import screen
import traces
from steps_import import PASSPHRASE, tiles
from steps_keep import check_no_content, content_colours, unlock_to_library
from window import DESTROYED, nightstandctl

GRACE = re.compile(r'^The vault .*destroyed in [123] seconds?$', re.M)

# For a person it is at once; a busy machine without a graphics card may take so long.
AT_ONCE_S = 1.5


def start_wipe(story):
    """Press the button; the first picture of the screen without content."""
    app = story.app
    button = app.wait_for('Emergency wipe', 'button')
    begin = time.monotonic()
    story.check(access.act(button), 'the button of the wipe cannot be pressed')
    while True:
        picture = screen.look()
        took = time.monotonic() - begin
        if not content_colours(app, picture):
            break
        if not story.check(took < AT_ONCE_S, f'the content is there after {took:.1f} s'):
            break
    print(f'  off the screen after {took * 1000:.0f} ms')
    return picture


def keyring_bytes(story):
    return (story.vault / 'keyring').read_bytes()


def row(app, part):
    """What the receipt says of a part of the vault."""
    node = app.find(re.compile('^' + part), 'list item')
    return access.words(node) if node is not None else 'nothing'


# ---- the steps ----

def cancelled(story):
    """The emergency wipe takes the content away at once, and can be stopped"""
    app = story.app
    before = keyring_bytes(story)
    picture = start_wipe(story)
    words = app.words()
    app.press('Cancel')
    app.wait_for('Unlock Vault', 'button')
    story.album.keep('wipe-cancelled-in-grace', picture=picture)
    check_no_content(story, picture, 'in the grace of the wipe')
    story.check(GRACE.search(words), f'no seconds are counted in the grace: {words}')
    story.check(media.NAME_WORD not in words, 'there are names in the grace of the wipe')
    story.page('wipe-cancelled')
    story.check(keyring_bytes(story) == before, 'a stopped wipe changed the key file')
    unlock_to_library(app)
    story.equal(len(tiles(app)), 9, 'tiles after a stopped wipe')


def wiped(story):
    """The emergency wipe destroys the vault, and the receipt says what was done"""
    app = story.app
    start_wipe(story)
    story.page('wipe-grace', picture=screen.look())
    app.wait_for_saying('The Vault Is Destroyed', 20)
    story.page('receipt')
    for part in ('Master Keys', 'Expiry Keys', 'Keys of the Items'):
        story.check('Destroyed: overwritten, written through' in row(app, part),
                    f'the receipt says about {part}: {row(app, part)}')
    words = app.words()
    for sentence in ('Removed only: the file was deleted, not overwritten.',
                     'Cannot be known from here: backups, snapshots',
                     'No passphrase opens the vault’s files as they are now.'):
        story.check(sentence in words, f'the receipt does not say: {sentence}')
    check_no_content(story, screen.look(), 'on the receipt')

    left = sorted(path.name for path in story.vault.iterdir())
    story.check('vault.db' not in left, f'files of the vault after the wipe: {left}')
    status, out, err = nightstandctl(story.vault, 'list', passphrase=PASSPHRASE)
    story.equal(status, DESTROYED, 'the status of nightstandctl list after the wipe')
    story.check('destroyed' in err and not out, f'what it says: {out}{err}')


def start_anew(story):
    """After the wipe a new vault can be made"""
    app = story.app
    app.press('Start Anew')
    app.wait_for('Create Vault', 'button')
    story.page('start-anew')
    app.enter('Passphrase', PASSPHRASE)
    app.enter('Repeat Passphrase', PASSPHRASE)
    app.press('Create Vault')
    app.wait_for('Import Files…', 'button')
    story.page('new-vault')


def end(story):
    """The program ends well, and nothing is left behind"""
    story.app.close()
    story.equal(story.app.process.returncode, 0, 'the status of the program')
    bad = [line for line in story.app.warnings().splitlines()
           if 'CRITICAL' in line or 'nightstand-WARNING' in line]
    story.check(not bad, 'the program complains: ' + '; '.join(bad))
    found = traces.search(story.sources)
    story.check(not found, 'left behind at the end: ' + '; '.join(found))
    story.check(not access.applications() or all(
        access.process_of(node) != story.app.process.pid for node in access.applications()),
        'it is still on the bus of assistive technology')
