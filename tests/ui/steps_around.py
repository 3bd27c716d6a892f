# steps_around.py - what stands around the library: activity, what a lock has stopped, guidance
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import shutil
from pathlib import Path

import access
import media
import screen
from sizes import show_dialog
from steps_access import tab_to, take
from steps_desktop import run
from steps_import import PASSPHRASE, copy, wait_for_tile
from steps_keep import THREE, unlock, unlock_to_library
from steps_ways import leave_preferences, preferences
from window import ROOM, nightstandctl

QUESTION = 'Remove Location and Other Details?'

# Nobody's disk takes this much before a hand comes to the keys; the file has no blocks.
HUGE_BYTES = 6 << 30

ENTRY = 'org.nightstand.Nightstand.desktop'

TOPICS = ('Sharing With a Partner', 'What to Agree On', 'If a Relationship Ends',
          'If Something Leaks', 'If Someone May Be Forcing You', 'If You Are Under 18')

# Two lines each, and more of them than are shown at first.
CHANGES = 16


def by_hand(story, *args):
    status, _, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
    story.equal(status, 0, f'nightstandctl {args[0]}, {err}')


def open_window(story, title):
    """Open what the main menu calls TITLE."""
    app = story.app
    screen.focus(app.window)
    app.press('Main menu')
    app.press(re.compile(f'^{title[:2]}_?{title[2:]}$|^_?{title}$'), 'menu item')
    app.wait_for_dialog(title)


def lines(app):
    """What the activity says, line by line."""
    return [access.name_of(row)
            for row in access.find_all(app.dialog('Activity'), None, 'list item')]


def has_line(app, beginning):
    return any(line.startswith(beginning) for line in lines(app))


# ---- the steps ----

def make(story):
    """A vault is made, used, and tried with a wrong passphrase"""
    files = [media.jpeg(ROOM / 'sources' / name, colour) for name, colour in THREE]
    story.vault = ROOM / 'home/vault'
    by_hand(story, 'create', '--kdf', 'quick')
    by_hand(story, 'import', *files)
    app = story.start('--vault', str(story.vault),
                      environment={'ADW_DEBUG_COLOR_SCHEME': story.scheme})
    app.wait_for('Unlock Vault', 'button')
    unlock(app, 'violet lantern')
    app.wait_for_saying('This passphrase doesn’t open the vault.')
    unlock_to_library(app)


def activity(story):
    """The activity says what was done, by kinds and numbers, and names nothing"""
    app = story.app
    open_window(story, 'Activity')
    app.wait(lambda: has_line(app, '3 items imported, '), 'the import is listed')
    story.page(f'activity-{story.scheme}')
    show_dialog(story, 'Activity')
    found = lines(app)
    story.check(found[0].startswith('Unlocked, '), f'the latest is not first: {found}')
    story.check(found[1].startswith('1 wrong passphrase was tried, '), f'not told: {found}')
    words = access.words(app.dialog('Activity'))
    story.check('Today' in words, 'the day is not said')
    for name, _ in THREE:
        story.check(name[:-4] not in words, f'{name} is named')
    story.check(not app.has('Show Earlier', 'button'), 'there is more than there is')


def goes_with_the_lock(story):
    """A lock closes it"""
    app = story.app
    screen.focus(app.window_called('Activity'))
    screen.press('Escape')
    app.wait_dialog_gone('Activity')
    open_window(story, 'Activity')
    story.equal(run('--vault', story.vault, '--lock')[0], 0, 'the status of --lock')
    app.wait_for('Unlock Vault', 'button')
    app.wait_dialog_gone('Activity')
    app.close()


def many(story):
    """Of a long list the latest lines are shown, the others when they are asked for"""
    for n in range(CHANGES):
        by_hand(story, 'settings', 'ask-expiry-at-import', 'true' if n % 2 else 'false')
    app = story.start('--vault', str(story.vault),
                      environment={'ADW_DEBUG_COLOR_SCHEME': story.scheme})
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    open_window(story, 'Activity')
    app.wait(lambda: has_line(app, '1 setting changed, '), 'the changes are listed')
    story.check(not has_line(app, '3 items imported, '), 'everything is shown at once')
    n_lines = len(lines(app))
    app.press('Show Earlier', 'button', inside='Activity')
    app.wait(lambda: has_line(app, '3 items imported, '), 'the import is listed')
    story.check(len(lines(app)) > n_lines, 'no more lines are shown')
    app.wait_gone('Show Earlier', 'button')
    story.page('activity-long')


def cleared(story):
    """It is cleared after a question, and says that it was"""
    app = story.app
    app.press('Clear…', 'button', inside='Activity')
    app.wait_for_saying('Clear the Activity?')
    story.page('activity-question')
    app.press('Cancel')
    app.wait(lambda: not app.says('Clear the Activity?'), 'the question is gone')
    story.check(has_line(app, '3 items imported, '), 'it is cleared all the same')
    app.press('Clear…', 'button', inside='Activity')
    app.wait_for_saying('Clear the Activity?')
    app.press('Clear', 'button')
    app.wait(lambda: has_line(app, 'Activity cleared, '), 'the line that it was cleared')
    story.equal(len(lines(app)), 1, 'lines that are left')
    story.page('activity-cleared')
    app.key_in('Activity', 'Escape')
    app.wait_dialog_gone('Activity')
    app.close()


def stopped(story):
    """What a lock has stopped is told after the next unlocking, once, and listed"""
    folder = ROOM / 'sources'
    sources = [media.jpeg(folder / 'Fresh.jpg', media.CYAN), folder / 'Long.mp4',
               folder / THREE[1][0]]
    with open(sources[1], 'wb') as file:
        file.truncate(HUGE_BYTES)
    app = story.start('--vault', str(story.vault),
                      environment={'ADW_DEBUG_COLOR_SCHEME': story.scheme})
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    copy('text/uri-list', b''.join(file.as_uri().encode() + b'\r\n' for file in sources))
    app.key('ctrl+v')
    app.wait_for_saying(QUESTION)
    app.press(re.compile('^_?Keep Details$'))
    wait_for_tile(app, 'Fresh.jpg')
    app.press('Lock')
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    app.wait_for_saying('An import was stopped when the vault was locked')
    story.check(app.says('1 of 3 files were kept.'), f'not told how much: {app.words()}')
    screen.focus(app.window)
    story.page('stopped')
    open_window(story, 'Activity')
    app.wait(lambda: has_line(app, 'An import was stopped by a lock with 2 files to go, '),
             'it is listed')
    story.page('stopped-activity')
    app.key_in('Activity', 'Escape')
    app.wait_dialog_gone('Activity')
    app.press('Lock')
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    story.check(not app.says('An import was stopped'), 'it is told again')
    app.close()


def guidance(story):
    """The guidance is read with the keyboard, also while the vault is locked"""
    app = story.start('--vault', str(story.vault),
                      environment={'ADW_DEBUG_COLOR_SCHEME': story.scheme})
    story.said = access.Listener(app.root)
    app.wait_for('Unlock Vault', 'button')
    open_window(story, 'Guidance')
    story.page('guidance')
    show_dialog(story, 'Guidance')
    for title in TOPICS:
        take(app)
        tab_to(story, TOPICS[0])
        tab_to(story, title, key='Down')
        screen.press('Return')
        app.wait(lambda: access.find(app.dialog('Guidance'), 'Back', 'button'),
                 f'{title} is shown')
        story.page(f'guidance-{title.split()[-1].lower()}')
        story.check(not access.find(app.dialog('Guidance'),
                                    re.compile(f'^{TOPICS[0]}: '), 'list item'),
                    'the topics are still read out')
        if title == 'If Something Leaks':
            source(story)
        take(app)
        screen.press('Escape')
        app.wait(lambda: access.find(app.dialog('Guidance'),
                                     re.compile(f'^{TOPICS[0]}: '), 'list item'),
                 'the topics are shown again')
    take(app)
    screen.press('Escape')
    app.wait_dialog_gone('Guidance')
    app.close()


def source(story):
    """It says that it opens the browser; here is none, so its address is shown."""
    app = story.app
    show_dialog(story, 'Guidance', 'leaks')
    tab_to(story, 'StopNCII: .* Opens stopncii.org in the browser')
    screen.press('Return')
    app.wait_for_saying('https://stopncii.org/')
    story.page('guidance-address')
    take(app)
    screen.press('Escape')
    app.wait(lambda: not app.says('https://stopncii.org/'), 'the address is gone')


def under_18(story):
    """Who is under 18 comes to help from the first page"""
    app = story.start('--vault', str(ROOM / 'home/none'))
    app.wait_for('Create Vault', 'button')
    app.press('I’m under 18: get help')
    app.wait_for_saying('You are not in trouble, and you are not alone')
    app.wait(lambda: 'childhelplineinternational.org' in access.words(app.dialog('Guidance')),
             'who helps is named')
    app.key_in('Guidance', 'Escape', 'Escape')
    app.wait_dialog_gone('Guidance')
    app.close()


def shown_as(story):
    """Another name and icon for the list of programs, and back"""
    installed = ROOM / 'installed/applications'
    installed.mkdir(parents=True)
    shutil.copy(Path(os.environ['NIGHTSTAND_DATA']) / ENTRY, installed / ENTRY)
    entry = Path(os.environ['XDG_DATA_HOME']) / 'applications' / ENTRY
    folders = os.environ.get('XDG_DATA_DIRS') or '/usr/local/share:/usr/share'
    app = story.start('--vault', str(story.vault),
                      environment={'ADW_DEBUG_COLOR_SCHEME': story.scheme,
                                   'XDG_DATA_DIRS': f'{installed.parent}:{folders}'})
    story.said = access.Listener(app.root)
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    story.equal(screen.title_of(app.window), 'Nightstand', 'the title of the window')
    preferences(app, 'Locking')
    app.wait_for_saying('At a Glance')
    choose(story, 'Down')
    app.wait(entry.exists, 'there is an entry')
    app.wait(lambda: screen.title_of(app.window) == 'Desk Notes', 'the title is another')
    story.page('shown-as')
    show_dialog(story, 'Preferences', 'glance')
    text = entry.read_text()
    story.check('Name=Desk Notes' in text and 'Icon=accessories-text-editor' in text,
                f'the entry: {text}')
    story.check('Wipe' not in text and 'Keep private' not in text, f'it tells: {text}')
    choose(story, 'Up')
    app.wait(lambda: screen.title_of(app.window) == 'Nightstand', 'the title is its own')
    app.wait(lambda: not entry.exists(), 'the entry is gone')
    leave_preferences(app)
    app.close()


def choose(story, key):
    """What stands beside what is chosen now, in the direction of KEY."""
    take(story.app)
    tab_to(story, 'Name and Icon')
    screen.press('space')
    story.app.wait_for('Word List', 'list item', 'label')
    screen.press(key, 'Return')
