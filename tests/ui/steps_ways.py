# steps_ways.py - the ways into a vault: passphrases, a recovery key, and wrong ones
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

import access
import media
from steps_import import PASSPHRASE
from steps_keep import unlock, unlock_to_library
from window import ENTRIES, ROOM, nightstandctl

SECOND = 'copper meadow sandwich violin thunder'
SIX_WORDS = re.compile(r'^[a-z-]+( [a-z-]+){5}$')
GROUP = re.compile(r'^[0-9A-Z*~$=]{3,4}$')
ASKED = re.compile(r'^Groups (\d) and (\d)$')
RECOVERY_GROUPS = 7
SUGGEST = re.compile('^Suggest')

# What switches between pages, in one version of the toolkit or the other.
TABS = ('button', 'toggle button', 'page tab')


def lock(app):
    app.press('Lock')
    app.wait_for('Unlock Vault', 'button')


def preferences(app, page='Vault'):
    app.key('ctrl+comma')
    app.wait_for_dialog('Preferences')
    turn_to(app, page)


def turn_to(app, page):
    """Show that page of the preferences."""
    def shown():
        tabs = access.find_all(app.dialog('Preferences'), page, *TABS)
        return any(access.is_pressed(tab) for tab in tabs)
    app.press(page, *TABS, inside='Preferences')
    app.wait(shown, f'the page {page} is shown')


def leave_preferences(app):
    # Not with Escape, which a toast may take.
    app.press('Close', 'button', inside='Preferences')
    app.wait_dialog_gone('Preferences')


def passphrases(app):
    """The names of the rows that are ways in."""
    group = re.compile(r'^(Passphrase|Recovery Key)( \d)?$')
    since = re.compile(r'^Since ')
    return [access.name_of(access.find(row, group, 'label'))
            for row in access.find_all(app.dialog('Preferences'), None, 'list item')
            if access.find(row, since, 'label')]


def suggest(app, title=None):
    """Ask for a suggestion; its words."""
    def words():
        root = app.dialog(title) if title else app.root
        node = access.find(root, SIX_WORDS, 'status') if root else None
        return access.name_of(node) if node else None
    before = words()
    app.press(SUGGEST, 'button', inside=title)
    return app.wait(lambda: words() not in (None, before) and words(), 'six words')


def refused(story, passphrase, what):
    unlock(story.app, passphrase)
    story.app.wait_for_saying('This passphrase doesn’t open the vault.')
    story.check(not story.app.has('Import', 'button'), f'{what} opens the vault')


# ---- the steps ----

def make(story):
    """A vault with two photos, made by the command line, is unlocked in the window"""
    folder = ROOM / 'sources'
    # Most of the database is this one, so that what is broken in its middle is in it.
    story.large = media.picture(folder / 'Large.png', media.RED, '1400x1400',
                                ('+noise', 'Random'))
    story.small = media.jpeg(folder / 'Small.jpg', media.GREEN)
    for args in (('create', '--kdf', 'quick'), ('import', story.large, story.small)):
        status, out, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {args[0]}, {out}{err}')
    app = story.start('--vault', str(story.vault))
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    story.check(not app.says('wrong passphrase'), 'wrong passphrases nobody tried')


def change(story):
    """The passphrase is changed to a suggested one"""
    app = story.app
    preferences(app)
    story.equal(passphrases(app), ['Passphrase'], 'ways in')
    story.check(app.says('Unlocked with this one.'), 'it does not say which one opened it')
    story.check(not app.has(re.compile('^Remove')), 'the only passphrase can be removed')
    story.page('preferences')

    app.press('Change…')
    app.wait_for_dialog('Change Passphrase')
    story.check(app.says('still opens with the old one'), 'nothing is said of older copies')
    first = suggest(app, 'Change Passphrase')
    story.suggested = suggest(app, 'Change Passphrase')
    story.check(first != story.suggested, 'the same suggestion twice')
    app.press('Use This')
    app.wait_for_saying('Strong: six words chosen at random.')
    story.page('change')
    change_button = app.wait_for('Change', 'button')
    story.check(not access.is_sensitive(change_button), 'no current passphrase is wanted')
    app.enter('Current Passphrase', 'not the one at all')
    app.press('Change', 'button')
    app.wait_for_saying('This passphrase doesn’t open the vault.')
    story.page('change-refused')
    app.enter('Current Passphrase', PASSPHRASE)
    app.press('Change', 'button')
    app.wait_dialog_gone('Change Passphrase')
    app.wait_for_saying('Passphrase changed')
    story.page('changed')
    leave_preferences(app)


def old_is_refused(story):
    """The old passphrase is refused, the new one opens, and the failures are told"""
    app = story.app
    lock(app)
    story.check(story.suggested not in app.words(), 'the suggestion is still there')
    refused(story, PASSPHRASE, 'the old passphrase')
    refused(story, PASSPHRASE, 'the old passphrase')
    unlock_to_library_with(app, story.suggested)
    # One of them in the dialog that changed it.
    app.wait_for(re.compile(r'^3 wrong passphrases were tried since you last unlocked, '
                            r'the last one (today|on \w+) at \d\d:\d\d\.$'), 'status')
    app.wait_for_saying('tries there leaves no trace here')
    story.page('failed-attempts')
    app.press('Dismiss', 'button')
    app.wait(lambda: not app.says('wrong passphrases'), 'the notice is gone')
    lock(app)
    refused(story, PASSPHRASE, 'the old passphrase')
    unlock_to_library_with(app, story.suggested)
    app.wait_for(re.compile('^One wrong passphrase was tried since you last unlocked, '),
                 'status')
    lock(app)
    unlock_to_library_with(app, story.suggested)
    story.check(not app.says('wrong passphrase'), 'wrong passphrases are told twice')


def unlock_to_library_with(app, passphrase):
    unlock(app, passphrase)
    app.wait_for('Import', 'button')


def add(story):
    """A second passphrase is added, and opens the vault like the first"""
    app = story.app
    preferences(app)
    app.press('Add Passphrase…')
    app.wait_for_dialog('Add Passphrase')
    app.enter('Current Passphrase', story.suggested)
    app.enter('New Passphrase', SECOND)
    app.enter('Repeat New Passphrase', SECOND + '!')
    app.wait_for_saying('The two passphrases differ.')
    story.check(not access.is_sensitive(app.find('Add', 'button')),
                'a passphrase can be added although the two differ')
    story.page('add-differs')
    app.enter('Repeat New Passphrase', SECOND)
    app.press('Add', 'button')
    app.wait_dialog_gone('Add Passphrase')
    app.wait(lambda: passphrases(app) == ['Passphrase 1', 'Passphrase 2'], 'two rows')
    story.page('added')

    app.press('Add Passphrase…')
    app.wait_for_dialog('Add Passphrase')
    app.enter('Current Passphrase', story.suggested)
    app.enter('New Passphrase', SECOND)
    app.enter('Repeat New Passphrase', SECOND)
    app.press('Add', 'button')
    app.wait_for_saying('This passphrase opens the vault already.')
    app.press('Cancel', 'button', inside='Add Passphrase')
    app.wait_dialog_gone('Add Passphrase')
    leave_preferences(app)
    lock(app)
    unlock_to_library_with(app, SECOND)


def recovery_key(story):
    """A recovery key is shown, typed back, added, and opens the vault as it is typed"""
    app, title = story.app, 'Create Recovery Key'
    preferences(app)
    app.press('Create Key…')
    app.wait_for_dialog(title)

    def shown():
        groups = [access.name_of(node)
                  for node in access.find_all(app.dialog(title), GROUP, 'label')]
        return groups if len(groups) == RECOVERY_GROUPS else None
    groups = app.wait(shown, 'the key is shown')
    story.page('recovery-key')
    app.press('Next', 'button')
    entry = app.wait_for(ASKED, *ENTRIES)
    story.check(shown() is None and groups[0] not in app.words(), 'the key is still shown')
    asked = [int(number) - 1 for number in ASKED.match(access.name_of(entry)).groups()]
    access.enter(entry, 'ABCD EFGH')
    app.enter('Current Passphrase', SECOND)
    app.press('Add', 'button')
    app.wait_for_saying('This is not what the key says.')
    story.page('recovery-key-mistyped')
    app.press('Show the Key Again')
    story.equal(app.wait(shown, 'the key is shown again'), groups, 'the key shown again')
    app.press('Next', 'button')
    access.enter(app.wait_for(ASKED, *ENTRIES), ' '.join(groups[i].lower() for i in asked))
    app.enter('Current Passphrase', SECOND)
    app.press('Add', 'button')
    app.wait_dialog_gone(title)
    app.wait(lambda: 'Recovery Key' in passphrases(app), 'its row')
    story.page('recovery-key-added')
    leave_preferences(app)

    lock(app)
    story.check(not any(group in app.words() for group in groups), 'it is still shown')
    typed = ''.join(groups).lower()
    mistyped = ('1' if typed[0] != '1' else '2') + typed[1:]
    unlock(app, mistyped)
    app.wait_for_saying('This looks like a recovery key with a typing mistake.')
    story.page('recovery-key-mistyped-at-unlock')
    unlock_to_library_with(app, typed)
    preferences(app)
    row = next(row for row in access.find_all(app.dialog('Preferences'), None, 'list item')
               if access.find(row, 'Recovery Key', 'label')
               and access.find(row, re.compile('^Since'), 'label'))
    story.check(access.find(row, re.compile('Unlocked with this one'), 'label') is not None,
                'it does not say that the recovery key opened it')
    leave_preferences(app)
    story.recovery = typed


def remove(story):
    """The second passphrase is removed, and opens nothing any more"""
    app = story.app
    preferences(app)
    app.press('Remove Passphrase 2…')
    app.wait_for_dialog('Remove Passphrase')
    app.wait_for_saying('still has that copy')
    story.page('remove')
    app.enter('Current Passphrase', story.recovery)
    app.press('Remove', 'button')
    app.wait_dialog_gone('Remove Passphrase')
    app.wait(lambda: passphrases(app) == ['Passphrase', 'Recovery Key'], 'what is left')
    story.page('removed')
    leave_preferences(app)
    lock(app)
    refused(story, SECOND, 'the removed passphrase')
    unlock_to_library_with(app, story.suggested)


def given_up(story):
    """A change that is given up leaves the old passphrase"""
    app = story.app
    preferences(app)
    app.press('Change…')
    app.wait_for_dialog('Change Passphrase')
    app.enter('Current Passphrase', story.suggested)
    app.enter('New Passphrase', SECOND)
    app.enter('Repeat New Passphrase', SECOND)
    app.press('Cancel', 'button', inside='Change Passphrase')
    app.wait_dialog_gone('Change Passphrase')
    leave_preferences(app)
    lock(app)
    refused(story, SECOND, 'a passphrase that was not taken')
    unlock_to_library_with(app, story.suggested)
