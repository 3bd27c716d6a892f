# test-asking.py - how long stays what is imported: asked, proposed, and set in Preferences
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import sys

import access
import media
import screen
from steps_access import tab_to, take
from steps_import import HOW_LONG, PASSPHRASE, agree, answer, copy, tiles
from steps_keep import unlock_to_library
from steps_ways import leave_preferences, lock, preferences
from story import Story
from window import ROOM, nightstandctl


def choose_term(story, *keys):
    """Open the list in the row of the topmost window, and choose in it, from its first line on."""
    app = story.app
    take(app)
    tab_to(story, 'Expires After')
    screen.press('space')
    app.wait(lambda: app.all('90 Days', 'label'), 'the list is open')
    screen.press(*keys, 'Return')
    app.wait(lambda: not app.all('90 Days', 'label'), 'the list is closed')


def paste(story, name, colour):
    path = media.jpeg(ROOM / 'sources' / name, colour)
    copy('text/uri-list', path.as_uri().encode() + b'\r\n')
    story.app.key('ctrl+v')


# ---- the steps ----

def make(story):
    """An empty vault is unlocked"""
    status, _, err = nightstandctl(story.vault, 'create', '--kdf', 'quick', passphrase=PASSPHRASE)
    story.equal(status, 0, f'nightstandctl create, {err}')
    story.start('--vault', str(story.vault))
    story.said = access.Listener(story.app.root)
    story.app.wait_for('Unlock Vault', 'button')
    unlock_to_library(story.app)


def asked(story):
    """Each import asks how long it stays, with the vault's default chosen, until it is told not to"""
    app = story.app
    preferences(app, 'Expiry')
    app.wait_for_saying('What Is Imported')
    choose_term(story, 'Down', 'Down')
    app.wait(lambda: app.all('7 Days', 'label'), 'seven days are the default')
    story.page('expiry-preferences')
    leave_preferences(app)

    paste(story, 'Week.jpg', media.BLUE)
    answer(story, 'Keep Details')
    app.wait_for('Week.jpg, photo, 7 days left', 'table cell')

    # Return agrees; it opens no list.
    paste(story, 'Again.jpg', media.YELLOW)
    app.wait_for_dialog(HOW_LONG)
    take(app)
    story.check(access.is_focused(access.find(app.dialog(HOW_LONG), re.compile('^_?Import$'), 'button')),
                'what is proposed has not got the focus')
    story.page('expiry-question')
    screen.press('Return')
    app.wait_for('Again.jpg, photo, 7 days left', 'table cell')

    # What is chosen holds for this one alone.
    paste(story, 'Month.jpg', media.PURPLE)
    app.wait_for_dialog(HOW_LONG)
    choose_term(story, 'Down', 'Down', 'Down')
    agree(app)
    app.wait_for('Month.jpg, photo, 30 days left', 'table cell')

    paste(story, 'Not.jpg', media.CYAN)
    app.wait_for_dialog(HOW_LONG)
    app.press('Cancel', 'button', inside=HOW_LONG)
    app.wait_dialog_gone(HOW_LONG)
    story.equal(len(tiles(app)), 3, 'items after an import that was called off')

    preferences(app, 'Expiry')
    app.press(re.compile('^Ask at Each Import'), 'toggle button', 'check box', 'switch',
              inside='Preferences')
    leave_preferences(app)
    paste(story, 'Unasked.jpg', media.CYAN)
    app.wait_for('Unasked.jpg, photo, 7 days left', 'table cell')
    story.check(not app.dialog(HOW_LONG), 'it asks all the same')
    lock(app)
    status, out, err = nightstandctl(story.vault, 'settings', passphrase=PASSPHRASE)
    story.equal(out.splitlines(), ['default-expiry 604800', 'ask-expiry-at-import false'],
                f'the settings of the vault {err}')
    app.close()


if __name__ == '__main__':
    STORY = Story('asking')
    STORY.vault = ROOM / 'home/vault'
    sys.exit(STORY.run(make, asked))
