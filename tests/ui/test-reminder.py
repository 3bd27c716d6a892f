# test-reminder.py - what the desktop is told when something is about to expire, and how it is taken
# back
#
# The clock of the window is set (ctl/clock-shim.c), and the desktop that shows notifications is
# python-dbusmock.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import signal
import sys

import access
import media
import screen
from desktop import Desktop
from steps_around import run
from steps_import import HELPER_PLACE, OFFER, PASSPHRASE
from steps_keep import unlock_to_library
from steps_ways import leave_preferences, preferences
from steps_wipe import start_wipe
from story import Story
from window import ROOM, nightstandctl

HOUR_S = 3600
CLOCK = ROOM / 'clock'
COVER = 'Covered while you are elsewhere'
REMINDER = re.compile('^Reminder on the Desktop')
# Hours until each is gone; a day before, it is due soon.
LIVES = {'First.jpg': 30, 'Second.jpg': 40, 'Third.jpg': 50, 'Fourth.jpg': 60, 'Fifth.jpg': 70,
         'Sixth.jpg': 80}


def set_clock(hours):
    """So many hours have gone by, and the program is told that somebody set the clock."""
    CLOCK.write_text(str(hours * HOUR_S))
    with open(f'{CLOCK}.set', 'wb') as fifo:
        fifo.write(bytes(8))


def go_away(story):
    screen.focus(story.other)
    story.app.wait_for_saying(COVER)


def come_back(story):
    screen.focus(story.app.window)
    story.app.wait(lambda: not story.app.says(COVER), 'the cover is gone')


def due(story, n):
    story.app.wait_for_saying(f'{n} item expires' if n == 1 else f'{n} items expire')


def shown(story, n):
    """The desktop has been asked N times in all, each time for the same neutral words."""
    desktop = story.desktop
    story.app.wait(lambda: len(desktop.notified()) >= n, f'{n} reminders')
    calls = desktop.notified()
    story.equal(len(calls), n, 'reminders')
    for name, _, icon, summary, body, actions, hints, _ in calls:
        story.equal((name, icon, summary, body, actions), ('Nightstand', '', '1 reminder', '', []),
                    'what is shown')
        story.equal(sorted(hints), ['desktop-entry', 'urgency'], 'what is said beside it')
        story.check(re.fullmatch(r'org\.nightstand\.Nightstand\.v[0-9a-f]{16}', hints['desktop-entry']),
                    f'who shows it: {hints}')


def taken_back(story, number):
    """Of the reminders, the one with this NUMBER is taken off the desktop."""
    closed = story.desktop.notified
    story.app.wait(lambda: [number] in closed('CloseNotification'), f'reminder {number} is taken back')


# ---- the steps ----

def make(story):
    """A photo that stays, and items that are due one after the other; another program is in front"""
    story.vault = ROOM / 'home/vault'
    story.equal(nightstandctl(story.vault, 'create', '--kdf', 'quick', passphrase=PASSPHRASE)[0], 0, 'create')
    for name in ('Always.jpg', *LIVES):
        path = media.jpeg(ROOM / 'sources' / name, media.RED)
        status, _, err = nightstandctl(story.vault, 'import', path, '--expires',
                                       f'{LIVES[name]}h' if name in LIVES else 'never',
                                       passphrase=PASSPHRASE)
        story.equal(status, 0, f'import, {err}')
    CLOCK.write_text('0')
    os.mkfifo(f'{CLOCK}.set', 0o600)
    story.desktop = Desktop(story)
    story.desktop.start_notifications()
    app = story.start('--vault', str(story.vault), environment={
        'LD_PRELOAD': os.environ['NIGHTSTAND_CLOCK_SHIM'], 'NIGHTSTAND_TEST_CLOCK': str(CLOCK),
        'NIGHTSTAND_TEST_SYNCHRONISED': '1'})
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    helper = story.helper(sys.executable, str(OFFER), str(ROOM / 'sources/Always.jpg'))
    story.other = access.wait_until(lambda: screen.window_ids(helper.pid), 'the other window')[0]
    screen.place(story.other, *HELPER_PLACE)


def off(story):
    """Nobody asked for reminders: none is shown when something is due soon"""
    go_away(story)
    set_clock(7)
    due(story, 1)
    come_back(story)
    preferences(story.app, 'Expiry')
    switch = story.app.wait_for(REMINDER, 'switch', 'toggle button', 'check box')
    story.check(not access.is_checked(switch), 'reminders are on')
    story.page('preferences')
    shown(story, 0)


def on(story):
    """Turned on, the desktop is told neutral words, once"""
    app = story.app
    # Nobody gives the focus back when a window that has it is closed.
    screen.focus(app.window)
    app.press(REMINDER, 'switch', 'toggle button', 'check box', inside='Preferences')
    leave_preferences(app)
    # What the line above the library has told is not told once more.
    go_away(story)
    set_clock(8)
    set_clock(17)
    due(story, 2)
    shown(story, 1)
    set_clock(18)


def in_front(story):
    """Nothing is shown to somebody who has the window in front"""
    come_back(story)
    set_clock(27)
    due(story, 3)
    # A question and its answer later.
    go_away(story)
    come_back(story)
    shown(story, 1)


def extended(story):
    """When nothing is due any more, the reminder goes"""
    app = story.app
    story.equal(story.desktop.notified('CloseNotification'), [], 'taken back before')
    app.press('Extend…', 'button')
    app.wait_for_dialog('Expiry')
    app.press(re.compile('^Never'), inside='Expiry')
    app.press('Set Expiry')
    app.wait(lambda: not app.says('within 24 hours'), 'the line goes')
    taken_back(story, 1)


def locked(story):
    """A lock takes it back"""
    app = story.app
    screen.focus(app.window)
    go_away(story)
    set_clock(37)
    shown(story, 2)
    story.equal(run('--vault', story.vault, '--lock')[0], 0, 'the status of --lock')
    app.wait_for('Unlock Vault', 'button')
    taken_back(story, 2)


def locked_meanwhile(story):
    """Also one that the desktop had not even answered when the vault locked"""
    app, desktop = story.app, story.desktop
    come_back(story)
    unlock_to_library(app)
    due(story, 1)
    go_away(story)
    desktop.notifications.send_signal(signal.SIGSTOP)
    set_clock(47)
    due(story, 2)
    story.equal(run('--vault', story.vault, '--lock')[0], 0, 'the status of --lock')
    app.wait_for('Unlock Vault', 'button')
    desktop.notifications.send_signal(signal.SIGCONT)
    shown(story, 3)
    taken_back(story, 3)


def wiped(story):
    """So does a wipe"""
    app = story.app
    come_back(story)
    unlock_to_library(app)
    due(story, 2)
    go_away(story)
    set_clock(57)
    due(story, 3)
    shown(story, 4)
    start_wipe(story)
    app.wait_for_saying('destroyed')
    taken_back(story, 4)
    shown(story, 4)


if __name__ == '__main__':
    sys.exit(Story('reminder').run(make, off, on, in_front, extended, locked,
                                   locked_meanwhile, wiped))
