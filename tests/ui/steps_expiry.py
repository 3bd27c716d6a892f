# steps_expiry.py - expiry while the vault is locked, absence, and a clock that leapt
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re

import access
import media
import screen
from steps_import import PASSPHRASE, tiles
from steps_keep import select, unlock_to_library
from steps_ways import TABS, lock, preferences
from window import CTL, ENTRIES, ROOM, nightstandctl

# As in ctl/test-timer.py: no part of the system's own.
SYSTEMCTL = '''#!/bin/sh
[ ! -e "$STATE/fails" ] || exit 1
case $2 in
  enable) touch "$STATE/active" ;;
  disable) rm -f "$STATE/active" ;;
  is-active) [ -e "$STATE/active" ] ;;
esac
'''
TOOLS, STATE = ROOM / 'tools', ROOM / 'state'
WHILE_LOCKED, ACTIVE = 'Expiry While Locked', 'Active, every hour and at each login.'
CHANGE_ABSENCE = 'Change what happens on absence…'
LEAP_S = 60 * 86400


def tools():
    """What the window is started with."""
    for folder in (TOOLS, STATE):
        folder.mkdir(exist_ok=True)
    (TOOLS / 'systemctl').write_text(SYSTEMCTL)
    (TOOLS / 'systemctl').chmod(0o755)
    return {'PATH': f'{TOOLS}:{os.environ["PATH"]}', 'STATE': str(STATE),
            'NIGHTSTAND_CTL': CTL}


def leapt():
    return {**tools(), 'LD_PRELOAD': os.environ['NIGHTSTAND_CLOCK_SHIM'],
            'NIGHTSTAND_TEST_AHEAD_S': str(LEAP_S), 'NIGHTSTAND_TEST_SYNCHRONISED': '0'}


def press_switch(app):
    app.press(WHILE_LOCKED, 'toggle button', 'check box', 'switch', inside='Preferences')


def installed():
    config = ROOM / 'home/.config'
    return sorted(path.name for path in config.rglob('tidy-up.*') if path.is_file())


def in_order(app):
    """The items as they stand."""
    places = {name: app.place_of(node) for name, node in tiles(app).items()}
    return [re.match(r'\w+', name).group() for name in
            sorted(places, key=lambda name: (places[name][1], places[name][0]))]


def go_to(app, name):
    node = app.wait_for(re.compile(f'^{name}(, |$)'), 'list item')
    screen.focus(app.window)
    screen.click(*app.middle_of(node))


def proposed(app):
    """What is chosen in the dialog before anybody has chosen."""
    nodes = access.find_all(app.wait_for_dialog('Expiry'), None, *TABS)
    return [access.name_of(node) for node in nodes if access.is_pressed(node)]


def expire(app, name, choice):
    select(app, name)
    app.key('ctrl+e')
    app.wait_for_dialog('Expiry')
    app.press(re.compile(choice), inside='Expiry')
    app.press('Set Expiry')
    app.wait_dialog_gone('Expiry')
    # There is no window manager that would give it back.
    screen.focus(app.window)


# ---- the steps ----

def make(story):
    """A vault with one item that stays, one with an hour and two with days is unlocked"""
    folder = ROOM / 'sources'
    kept = media.jpeg(folder / 'Kept.jpg', media.GREEN)
    mortal = media.jpeg(folder / 'Mortal.jpg', media.RED)
    days = [media.jpeg(folder / f'{name}.jpg', media.BLUE) for name in ('Three', 'Four')]
    for args in (('create', '--kdf', 'quick'), ('import', kept),
                 ('import', mortal, '--expires', '1h'), ('import', days[0], '--expires', '3d'),
                 ('import', days[1], '--expires', '4d'),
                 ('albums', 'create', 'Summer & Sea'), ('albums', 'create', 'Town')):
        status, out, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {args[0]}, {out}{err}')
    app = story.start('--vault', str(story.vault), environment=tools())
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    story.equal(installed(), [], 'what is installed unasked')


def due(story):
    """What expires within a day is announced, and the line goes when it is let go"""
    app = story.app
    app.wait_for_saying('1 item expires within 24 hours.')
    story.page('expiry-due')
    app.press('Extend…', 'button')
    story.equal(proposed(app), ['1 Hour'], 'what is proposed for an hour')
    app.press('Cancel', 'button', inside='Expiry')
    app.wait_dialog_gone('Expiry')
    story.check(app.says('1 item expires within 24 hours.'), 'it is announced no longer')
    app.press('Let Go', 'button')
    app.wait(lambda: not app.says('expires within 24 hours'), 'the line goes')
    story.equal(len(tiles(app)), 4, 'items when one was let go')


def soon(story):
    """What is about to expire stands in the order in which it will, and leaves when it is extended"""
    app = story.app
    before = in_order(app)
    go_to(app, 'Expiring Soon')
    app.wait(lambda: in_order(app) == ['Mortal', 'Three', 'Four'], 'what is about to expire')
    story.page('expiring-soon')
    select(app, 'Mortal.jpg')
    app.key('ctrl+a', 'ctrl+e')
    story.equal(proposed(app), ['1 Week'], 'what is proposed for an hour, three days and four')
    app.key_in('Expiry', 'Escape')
    app.wait_dialog_gone('Expiry')
    screen.focus(app.window)
    app.key('Escape')
    expire(app, 'Three.jpg', '^1 Day')
    app.wait(lambda: in_order(app) == ['Mortal', 'Three', 'Four'], 'what is about to expire')
    app.wait_for_saying('1 item expires within 24 hours.')
    expire(app, 'Four.jpg', '^1 Hour')
    expire(app, 'Three.jpg', '^30 Days')
    app.wait(lambda: in_order(app) == ['Mortal', 'Four'], 'one was extended')
    expire(app, 'Four.jpg', '^30 Days')
    app.wait(lambda: in_order(app) == ['Mortal'], 'two were')
    app.wait(lambda: not app.says('within 24 hours'), 'nothing else is due')
    go_to(app, 'Everything')
    app.wait(lambda: in_order(app) == before, 'the library as before')


def timer(story):
    """The timer is turned on and off in Preferences, which say what is in place"""
    app = story.app
    preferences(app, 'Expiry')
    app.wait_for_saying('Off. What is due while the vault is locked')
    press_switch(app)
    app.wait_for_saying(ACTIVE)
    story.equal(installed(), ['tidy-up.desktop', 'tidy-up.service', 'tidy-up.timer'],
                'what is installed')
    story.page('expiry-timer')
    press_switch(app)
    app.wait_for_saying('Off. What is due while the vault is locked')
    story.equal(installed(), [], 'what is left')


def timer_fails(story):
    """When systemctl fails, that is said, and what remains is shown"""
    app = story.app
    (STATE / 'fails').touch()
    press_switch(app)
    app.wait_for_saying('systemctl reported an error')
    story.page('expiry-timer-failed')
    app.press('Close', 'button', inside='The Timer Could Not Be Changed')
    app.wait_for_saying('At each login, for no timer runs on this system.')
    story.equal(installed(), ['tidy-up.desktop'], 'what is installed')
    (STATE / 'fails').unlink()
    press_switch(app)
    app.wait_for_saying('Off. What is due while the vault is locked')


def absence(story):
    """The absence rule takes a typed word, is shown, and is given up without one"""
    app = story.app
    app.wait_for_saying('Off. Nothing is destroyed because nobody comes.')
    app.press(CHANGE_ABSENCE, 'button', inside='Preferences')
    app.wait_for_dialog('Absence')
    app.wait_for_saying('If you are ill, travelling, or kept from this computer')
    turn_on = access.find(app.dialog('Absence'), 'Turn On', 'button')
    story.check(turn_on and not access.is_sensitive(turn_on), 'the rule needs no word')
    story.page('expiry-absence')
    word = re.compile('^Type “destroy” to confirm$')
    app.enter(word, 'destro', *ENTRIES)
    story.check(not access.is_sensitive(turn_on), 'another word does, too')
    app.enter(word, ' Destroy ', *ENTRIES)
    app.press('Turn On', 'button', inside='Absence')
    app.wait_dialog_gone('Absence')
    app.wait_for_saying('Every item is destroyed if the vault is not opened for 60 days')
    story.page('expiry-absence-on')
    app.press(CHANGE_ABSENCE, 'button', inside='Preferences')
    app.wait_for_dialog('Absence')
    app.press('Turn Off', 'button', inside='Absence')
    app.wait_dialog_gone('Absence')
    app.wait_for_saying('Off. Nothing is destroyed because nobody comes.')


def doubted(story):
    """A clock that is two months ahead destroys nothing while nobody has said that it is right"""
    app = story.start('--vault', str(story.vault), environment=leapt())
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    question = re.compile('^Is It Really .*')
    app.wait_for(question)
    app.wait_for_saying('nothing is destroyed on its word')
    story.page('expiry-clock')
    story.equal(len(tiles(app)), 4, 'items while the clock is doubted')
    app.press('Cancel', 'button')
    app.wait_gone(question)
    story.equal(len(tiles(app)), 4, 'items after a No')
    lock(app)


def believed(story):
    """Once it is, what is due goes"""
    app = story.app
    unlock_to_library(app)
    app.press('The Date Is Right', 'button')
    app.wait(lambda: len(tiles(app)) == 1, 'one item is left')
    story.check(not app.has(re.compile('^Mortal')), 'the name of what expired is there')
    app.close()
