# test-leaving.py - whatever makes a person leave the computer locks the vault
#
# The desktop is python-dbusmock on buses of the test's own.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import sys
from pathlib import Path

import access
import media
import screen
from desktop import Desktop
from steps_import import HELPER_PLACE, OFFER, PASSPHRASE, answer, wait_for_tile
from steps_keep import check_no_content, unlock_to_library
from steps_view import back, open_tile
from steps_ways import leave_preferences, preferences
from story import Story
from window import ROOM, nightstandctl

COVER = 'Covered while you are elsewhere'
PICTURE = 'Photo.png'


def fill(story):
    """A vault with one picture, and a desktop with everything that can be listened to"""
    story.vault = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
    story.vault.parent.mkdir(parents=True)
    picture = ROOM / 'sources' / PICTURE
    media.picture(picture, media.RED)
    for args in (('create', '--kdf', 'quick'), ('import', picture)):
        status, _, complaints = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.check(status == 0, f'{args[0]}: {complaints}')
    story.desktop = Desktop(story)
    story.desktop.start_login()
    story.desktop.start_power()
    story.desktop.start_screen_saver()


def held(story):
    """Sleep waits for us: ours is the one delay lock."""
    return ('sleep:shutdown', 'Nightstand', 'Locking first', 'delay') \
        in story.desktop.inhibitors()


def enter(story):
    app = story.app
    app.wait_for('Unlock Vault', 'button')
    story.check(not held(story), 'nothing holds up sleep while the vault is locked')
    unlock_to_library(app)
    wait_for_tile(app, PICTURE)
    app.wait(lambda: held(story), 'sleep is held up while it is open')


def check_locked(story, why):
    app = story.app
    app.wait_for('Unlock Vault', 'button')
    check_no_content(story, screen.look(), f'after {why}')
    app.wait(lambda: not held(story), f'sleep may go on after {why}')


def causes(story):
    """Each thing a desktop can say locks, from the library and from the viewer"""
    desktop = story.desktop
    app = story.start()
    for why, come, go in (
            ('the session is locked', desktop.lock_session, None),
            ('the lock screen is there', lambda: desktop.set_locked_hint(True),
             lambda: desktop.set_locked_hint(False)),
            ('the computer will sleep', lambda: desktop.prepare_for('Sleep', True),
             lambda: desktop.prepare_for('Sleep', False)),
            ('the computer will shut down', lambda: desktop.prepare_for('Shutdown', True),
             lambda: desktop.prepare_for('Shutdown', False)),
            ('another session is in front', lambda: desktop.set_active(False),
             lambda: desktop.set_active(True)),
            ('the lid is closed', lambda: desktop.close_lid(True),
             lambda: desktop.close_lid(False)),
            ('GNOME covers the screen', lambda: desktop.cover_screen(True),
             lambda: desktop.cover_screen(False)),
            ('KDE covers the screen', lambda: desktop.say_screen_saver(True),
             lambda: desktop.say_screen_saver(False))):
        for viewing in (False, True):
            enter(story)
            if viewing:
                open_tile(app, PICTURE)
            come()
            check_locked(story, why)
            if go is not None:
                go()


def good_news(story):
    """What is said when a person comes back locks nothing"""
    desktop, app = story.desktop, story.app
    enter(story)
    for come_back in (lambda: desktop.set_locked_hint(False),
                      lambda: desktop.prepare_for('Sleep', False),
                      lambda: desktop.set_active(True), lambda: desktop.close_lid(False),
                      lambda: desktop.cover_screen(False),
                      lambda: desktop.say_screen_saver(False)):
        come_back()
    # Signals of one sender arrive in order; opening the picture takes many more steps.
    open_tile(app, PICTURE)
    back(app)
    story.check(app.find(None, 'table cell') is not None, 'the tile is still there')


HEARD, NOT_HEARD = 'Locks the vault', 'Not signalled on this desktop: it locks nothing'
SIGNALS = ('The screen is locked', 'The computer sleeps, hibernates or shuts down',
           'Another person’s session comes to the front', 'The lid is closed')


def told(story, wanted):
    """Preferences say of each signal that it is WANTED."""
    app = story.app
    preferences(app, 'Locking')
    app.wait(lambda: all(app.says(row) for row in SIGNALS), 'the page is there')
    app.wait(lambda: len(app.all(wanted, 'label')) == len(SIGNALS),
             f'each of them: {wanted!r}')
    story.page('preferences-' + ('heard' if wanted == HEARD else 'deaf'))
    leave_preferences(app)


def heard(story):
    """Preferences say that all of it is heard"""
    told(story, HEARD)


def deaf(story):
    """On a desktop that says nothing, Preferences say so"""
    for helper in story.helpers:
        helper.kill()
        helper.wait()
    app = story.start()
    unlock_to_library(app)
    told(story, NOT_HEARD)
    app.close()


def red_share(app):
    return screen.look().share(media.RED, *screen.geometry(app.window), tolerance=6)


def other_program(story):
    """Another program's window, beside ours."""
    helper = story.helper(sys.executable, str(OFFER), str(ROOM / 'sources' / PICTURE))
    window = access.wait_until(lambda: screen.window_ids(helper.pid),
                               'the other window is there')[0]
    screen.place(window, *HELPER_PLACE)
    return window


def covered(story):
    """Nothing of the picture is on the screen while another program is in front"""
    app = story.app
    other = other_program(story)
    open_tile(app, PICTURE)
    screen.focus(app.window)
    app.wait(lambda: red_share(app) > 0.05, 'the picture is shown')
    screen.focus(other)
    app.wait(lambda: red_share(app) == 0, 'the picture is covered')
    app.wait_for_saying(COVER)
    story.page('covered')
    screen.focus(app.window)
    app.wait(lambda: red_share(app) > 0.05, 'the picture is shown again')
    back(app)


def dragged_over(story):
    """Who drags something here sees where it goes, and it is taken"""
    app = story.app
    other = screen.window_ids(story.helpers[-1].pid)[0]
    screen.focus(other)
    app.wait_for_saying(COVER)
    x, y, width, height = screen.geometry(other)
    left, top, full_width, full_height = screen.geometry(app.window)
    screen.drag((x + width // 2, y + height * 2 // 3),
                (left + full_width // 2, top + full_height // 2))
    answer(story, 'Keep Details')
    app.wait(lambda: len(app.all(re.compile('^Photo'), 'table cell')) == 2,
             'what was dragged is in the library')
    screen.focus(app.window)
    app.wait_gone('Stop Import')


def lock_when_away(story, on):
    app = story.app
    preferences(app, 'Locking')
    switch = app.wait_for(re.compile('^Lock While Another Program Is in Front'), 'switch',
                          'toggle button', 'check box')
    # Nobody gives the focus back when a window that has it is closed, and then the program is
    # not in front.
    screen.focus(app.window)
    if access.is_checked(switch) != on:
        access.act(switch)
    leave_preferences(app)


def away(story):
    """Who wants it has the vault locked as soon as another program is in front"""
    app = story.app
    other = screen.window_ids(story.helpers[-1].pid)[0]
    lock_when_away(story, True)
    open_tile(app, PICTURE)
    screen.focus(other)
    check_locked(story, 'another program came to the front')
    screen.focus(app.window)
    unlock_to_library(app)
    wait_for_tile(app, PICTURE)
    lock_when_away(story, False)


def closed(story):
    """A window that is closed while the vault is open ends, and holds up sleep no longer"""
    story.check(held(story), 'sleep is held up while it is open')
    story.app.close()
    access.wait_until(lambda: not held(story), 'nothing holds up sleep')


def main():
    return Story('leaving').run(fill, causes, good_news, covered, dragged_over, away, heard,
                                closed, deaf)


if __name__ == '__main__':
    sys.exit(main())
