# test-hygiene.py - what surrounds a vault: folders that are copied away, and a check-up
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import sys

import access
import screen
from sizes import show_dialog
from steps_import import PASSPHRASE
from steps_keep import unlock_to_library
from story import Story
from window import ROOM

SYNCED = 'This Folder Is Copied Away'
SCHEMES = ('prefer-light', 'prefer-dark')


def synced(story):
    """A vault in a synced folder takes a second word, and tells so when it is opened again"""
    folder = ROOM / 'home/mine'
    story.vault = folder / 'vault'
    (folder / '.stfolder').mkdir(parents=True)
    app = story.start('--vault', str(story.vault))
    app.wait_for('Create Vault', 'button')
    app.enter('Passphrase', PASSPHRASE)
    app.enter('Repeat Passphrase', PASSPHRASE)
    app.press('Create Vault')
    app.wait_for_saying(SYNCED)
    story.page('synced-question')
    app.press('Cancel')
    app.wait(lambda: not app.says(SYNCED), 'the question is gone')
    story.check(not (story.vault / 'keyring').exists(), 'a vault was made all the same')

    app.press('Create Vault')
    app.wait_for_saying(SYNCED)
    app.press(re.compile('^Create _?Anyway'))
    app.wait_for('Import Files…', 'button')
    story.check(not app.says('Syncthing'), 'what was just allowed is told again')
    app.press('Lock')
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    screen.focus(app.window)
    app.wait_for_saying('copied away by Syncthing')
    story.page('synced-notice')
    app.close()


def check_up(story):
    """A check-up says of each line what it is, in words, and opens it"""
    app = story.start('--vault', str(story.vault),
                      environment={'ADW_DEBUG_COLOR_SCHEME': story.scheme})
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    screen.focus(app.window)
    screen.press('F10')
    app.press(re.compile('^_?Check-up'), 'menu item')
    app.wait_for_dialog('Check-up')
    app.wait(lambda: access.find_all(app.dialog('Check-up'), 'Needs Attention', 'label'),
             'what needs attention is listed')
    words = access.words(app.dialog('Check-up'))
    for sentence in ('The folder seems to be copied away by Syncthing.',
                     'This is an X11 desktop.',
                     'Nothing destroys what has expired while the vault is locked.'):
        story.check(sentence in words, f'the check-up does not say {sentence!r}')
    story.page(f'checkup-{story.scheme}')
    show_dialog(story, 'Check-up')
    row = access.find(app.dialog('Check-up'), re.compile('^Synced Folders: Needs attention'),
                      'list item')
    story.check(row is not None, 'the line on synced folders says its state in its name')
    app.key_in('Check-up', 'Escape')
    app.wait_dialog_gone('Check-up')
    app.close()


def in_scheme(scheme):
    def step(story):
        story.scheme = scheme
        check_up(story)
    step.__doc__ = f'{check_up.__doc__}, {scheme}'
    return step


if __name__ == '__main__':
    sys.exit(Story('hygiene').run(synced, *[in_scheme(scheme) for scheme in SCHEMES]))
