# steps_reach.py - what the preferences say of the emergency wipe, and what comes of it
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import subprocess

import access
import screen
from steps_import import PASSPHRASE
from steps_ways import leave_preferences, lock, preferences
from window import DESTROYED, PROGRAM, nightstandctl

PANIC = 'there is nothing to see here at all'
PAGE = 'Wipe'
LIGHT = re.compile(r'^Disk: (Good|Fair|Poor)$')


def make(story):
    """A vault is made, and the disk's light is shown before"""
    app = story.start()
    app.wait_for('Create Vault', 'button')
    app.wait_for(LIGHT, *('label', 'list item'))
    story.page('light-at-creation')
    app.enter('Passphrase', PASSPHRASE)
    app.enter('Repeat Passphrase', PASSPHRASE)
    app.press('Create Vault')
    app.wait_for('Import Files…', 'button')


def open_page(app):
    preferences(app, PAGE)
    app.wait_for('Run Drill…', 'button')
    app.wait_for(LIGHT, *('label', 'list item'))


def seen(story):
    """The page about the wipe says what it does, and what the disk makes of it"""
    app = story.app
    open_page(app)
    story.page('wipe-preferences')
    words = access.words(app.dialog('Preferences'))
    for sentence in ('One click, no passphrase.', 'Seconds to Cancel', 'Fire Drill',
                     'Panic Passphrase', 'Off. Unlocking with it would destroy everything',
                     'Settings and Timer Too'):
        story.check(sentence in words, f'the page does not say: {sentence}')


def drill(story):
    """A fire drill wipes a dummy, and shows its receipt"""
    app = story.app
    keyring = (story.vault / 'keyring').read_bytes()
    app.press('Run Drill…', 'button')
    app.wait_for_dialog('Fire Drill')
    app.wait_for_saying('The Wipe Works', 60)
    story.page('drill')
    words = access.words(app.dialog('Fire Drill'))
    for sentence in ('A dummy vault was made', 'Its passphrase opens it no longer.',
                     'Destroyed: overwritten, written through',
                     'Your own vault was not touched.'):
        story.check(sentence in words, f'the drill does not say: {sentence}')
    story.check((story.vault / 'keyring').read_bytes() == keyring, 'the drill changed the vault')
    story.check(not (story.vault / 'drill').exists(), 'the dummy is left')
    app.key_in('Fire Drill', 'Escape')
    app.wait_dialog_gone('Fire Drill')


def keys(story):
    """The keys of the wipe can be chosen"""
    app = story.app
    app.press('Change keys…', 'button')
    app.wait_for_dialog('Keys of the Emergency Wipe')
    story.page('wipe-keys')
    app.key_in('Keys of the Emergency Wipe', 'ctrl+x')
    app.wait_for_saying('That can’t be used.')
    app.key_in('Keys of the Emergency Wipe', 'ctrl+alt+w')
    app.wait_dialog_gone('Keys of the Emergency Wipe')
    leave_preferences(app)
    app.wait_for('Emergency wipe', 'button')


def chosen_keys_work(story):
    """The old keys start nothing any more, the new ones do"""
    app = story.app
    app.key('ctrl+shift+Delete')
    app.key('ctrl+alt+w')
    app.wait_for_saying('The vault will be destroyed in')
    app.press('Cancel')
    app.wait_for('Unlock Vault', 'button')
    app.enter('Passphrase', PASSPHRASE)
    app.press('Unlock Vault')
    app.wait_for('Import Files…', 'button')


def panic(story):
    """A panic passphrase is explained, and made"""
    app = story.app
    open_page(app)
    app.press('Create…', 'button', inside='Preferences')
    # By its title: to a screen reader it is called like the row that has the focus.
    app.window_called('Panic Passphrase')
    app.wait_for_saying('Someone who watches may notice')
    story.page('panic-passphrase')
    words = app.words()
    for sentence in ('destroys everything in it at once', 'Someone who watches may notice',
                     'violent or controls you', 'Typed by mistake'):
        story.check(sentence in words, f'it is not said: {sentence}')
    app.enter('Current Passphrase', PASSPHRASE)
    app.enter('New Passphrase', PANIC)
    app.enter('Repeat New Passphrase', PANIC)
    app.press('Create', 'button')
    app.wait_for_saying('On. Unlocking with it destroys everything')
    story.page('panic-on')
    leave_preferences(app)


def panicked(story):
    """Unlocking with it comes to an empty vault, and the old passphrase opens nothing"""
    app = story.app
    keyring = (story.vault / 'keyring').read_bytes()
    lock(app)
    app.enter('Passphrase', PANIC)
    app.press('Unlock Vault')
    app.wait_for('Import Files…', 'button')
    story.page('after-panic')
    words = app.words()
    story.check('estroyed' not in words and 'anic' not in words, f'it tells: {words}')
    story.check((story.vault / 'keyring').read_bytes() != keyring, 'nothing was destroyed')
    lock(app)
    app.enter('Passphrase', PASSPHRASE)
    app.press('Unlock Vault')
    app.wait_for_saying('This passphrase doesn’t open the vault.')


def asked(story):
    """From outside it is asked once, also by the word that tells less; a no does nothing"""
    app = story.app
    subprocess.run([PROGRAM, '--clear'], check=True, timeout=60)
    app.wait_for_dialog('Destroy the Vault?')
    story.page('asked')
    app.press('Cancel', 'button', inside='Destroy the Vault?')
    app.wait_dialog_gone('Destroy the Vault?')
    app.wait_for('Unlock Vault', 'button')


def answered(story):
    """A yes destroys at once, without a grace, also while it is locked"""
    app = story.app
    subprocess.run([PROGRAM, '--wipe'], check=True, timeout=60)
    app.wait_for_dialog('Destroy the Vault?')
    app.press('Destroy', 'button', inside='Destroy the Vault?')
    app.wait_for_saying('The Vault Is Destroyed', 20)
    story.page('receipt-with-disk')
    story.check(app.find(LIGHT, *('label', 'list item')) is not None,
                'the receipt does not show the light')
    status, _, _ = nightstandctl(story.vault, 'list', passphrase=PANIC)
    story.equal(status, DESTROYED, 'the status of nightstandctl list')


def end(story):
    """The program ends well"""
    story.app.close()
    story.equal(story.app.process.returncode, 0, 'the status of the program')
    bad = [line for line in story.app.warnings().splitlines()
           if 'CRITICAL' in line or 'nightstand-WARNING' in line]
    story.check(not bad, 'the program complains: ' + '; '.join(bad))
    screen.settled()
