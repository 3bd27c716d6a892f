# steps_health.py - verifying, repairing and salvaging a vault in the window
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

import access
import screen
from steps_ways import leave_preferences, preferences, unlock_to_library_with
from window import ROOM

# FORMAT.md, "The keyring": where head B and the second copy of the first segment are.
HEAD_B, SEGMENT_B = 589824, 655360

FOLDER_NAME = 'salvaged'


def verify(app):
    preferences(app)
    app.press('Verify Vault…')
    app.wait_for_dialog('Verify Vault')


def finding(app, title):
    """The number in the row of TITLE."""
    row = next((row for row in access.find_all(app.dialog('Verify Vault'), None, 'list item')
                if access.find(row, title, 'label')), None)
    numbers = row and access.find(row, re.compile(r'^\d+$'), 'label')
    return int(access.name_of(numbers)) if numbers else None


def flip(path, offset, n=1):
    with open(path, 'r+b') as file:
        file.seek(offset)
        old = file.read(n)
        file.seek(offset)
        file.write(bytes(byte ^ 0xff for byte in old))


def start(story):
    app = story.start('--vault', str(story.vault))
    return app


# ---- the steps ----

def whole(story):
    """A whole vault is found whole"""
    app = story.app
    verify(app)
    app.wait_for_saying('The Vault Is Whole')
    app.wait_for_saying('2 items are whole')
    story.page('whole')
    story.check(not app.has('Repair', 'button'), 'a whole vault can be repaired')
    story.check(not app.has('Lock and Salvage…', 'button'), 'a whole vault can be salvaged')
    app.press('Verify Again')
    app.wait_for_saying('The Vault Is Whole')
    app.key_in('Verify Vault', 'Escape')
    app.wait_dialog_gone('Verify Vault')
    leave_preferences(app)


def repaired(story):
    """A bad second copy of a key is found, and repaired from the first"""
    app = story.app
    # While it is open: opening the vault might heal it unasked.
    flip(story.vault / 'keyring', HEAD_B, 16)
    verify(app)
    app.wait_for_saying('The Vault Can Be Repaired')
    story.equal(finding(app, 'Bad Second Copies'), 1, 'bad second copies')
    story.equal(finding(app, 'Whole Items'), 2, 'whole items')
    story.page('repairable')
    app.press('Repair', 'button')
    app.wait_for_saying('The Vault Is Whole')
    app.wait_for_saying('1 bad copy was replaced by its good one.')
    story.page('repaired')


def wipe_from_dialog(story):
    """The keys of the emergency wipe work in a dialog, too"""
    app = story.app
    app.key_in('Verify Vault', 'ctrl+shift+Delete')
    app.wait_for_saying('The vault will be destroyed in')
    story.check(app.dialog('Verify Vault') is None, 'the dialog is still there')
    app.press('Cancel', 'button')
    app.wait_for('Unlock Vault', 'button')
    story.check(app.dialog('Preferences') is None, 'the preferences are still there')
    app.close()


def damaged(story):
    """A damaged item is found and named, and what can be read is salvaged"""
    database = story.vault / 'vault.db'
    flip(database, database.stat().st_size // 2, 8)
    app = start(story)
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library_with(app, story.suggested)
    verify(app)
    app.wait_for_saying('Parts of the Vault Are Damaged')
    story.equal(finding(app, 'Damaged Items'), 1, 'damaged items')
    story.equal(finding(app, 'Whole Items'), 1, 'whole items')
    story.check(access.find(app.dialog('Verify Vault'), story.large.name, 'label'),
                'the damaged item is not named')
    story.page('damaged')
    app.press('Lock and Salvage…')
    app.wait_for('Unlock Vault', 'button')
    salvage(story, story.suggested)


def salvage(story, passphrase):
    app = story.app
    target = ROOM / 'sources' / FOLDER_NAME
    target.mkdir()
    app.wait_for_dialog('Salvage')
    app.wait_for_saying('The copies are no longer protected')
    story.check(not access.is_sensitive(app.find('Salvage', 'button')),
                'salvaging is possible without a passphrase')
    access.enter(access.find(app.dialog('Salvage'), 'Passphrase', 'text', 'password text',
                             'entry'), passphrase)
    app.press('Choose…', 'button', inside='Salvage')
    app.key_in('Salvage To', 'ctrl+l')
    app.wait(lambda: access.find(app.dialog('Salvage To'), None, 'entry', 'text'),
             'there is a place to type a path')
    screen.write(f'{target}/')
    app.press(re.compile('^_?Choose'), 'button', inside='Salvage To')
    app.wait_dialog_gone('Salvage To')
    app.wait_for_saying(FOLDER_NAME)
    story.page('salvage')
    app.press('Salvage', 'button')
    app.wait_for_saying('Salvaged in Part')
    story.page('salvaged')
    names = sorted(path.name for path in target.iterdir())
    story.equal(names, ['Large (damaged).png', 'Small.jpg'], 'what was salvaged')
    if story.small.name in names:
        story.equal((target / story.small.name).read_bytes(), story.small.read_bytes(),
                    'what is whole')
    app.press('Close', 'button', inside='Salvage')
    app.wait_dialog_gone('Salvage')


def trouble(story):
    """A database that was cut short is told, and what can be read can be salvaged"""
    app = story.app
    database = story.vault / 'vault.db'
    with open(database, 'r+b') as file:
        file.truncate(database.stat().st_size // 2)
    app.enter('Passphrase', story.suggested)
    app.press('Unlock Vault')
    app.wait_for_saying('The Database Is Damaged')
    story.page('trouble')
    app.press('Salvage…')
    app.wait_for_dialog('Salvage')
    access.enter(access.find(app.dialog('Salvage'), 'Passphrase', 'text', 'password text',
                             'entry'), 'not the one at all')
    story.check(not access.is_sensitive(app.find('Salvage', 'button')),
                'salvaging is possible without a folder')
    app.key_in('Salvage', 'Escape')
    app.wait_dialog_gone('Salvage')


def end(story):
    """The program ends well"""
    story.app.close()
    bad = [line for line in story.app.warnings().splitlines()
           if 'CRITICAL' in line or 'nightstand-WARNING' in line]
    story.check(not bad, 'the program complains: ' + '; '.join(bad))
