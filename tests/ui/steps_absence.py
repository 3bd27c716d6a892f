# steps_absence.py - the absence rule over chosen albums, in Preferences
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

import access
import screen
from steps_access import tab_to, take
from steps_expiry import CHANGE_ABSENCE
from steps_ways import leave_preferences, preferences
from window import ENTRIES

# Both are made by steps_expiry.make().
ALBUM, OTHER = 'Summer & Sea', 'Town'
OFF = 'Off. Nothing is destroyed because nobody comes.'


def tick(app, name):
    return access.find(app.dialog('Absence'), name, 'check box')


def press_tick(story, name):
    """By keys alone: a check box has no action of its own in this toolkit."""
    app = story.app
    before = access.is_checked(tick(app, name))
    take(app)
    tab_to(story, re.escape(name))
    screen.press('space')
    app.wait(lambda: access.is_checked(tick(app, name)) != before, f'{name} is pressed')


def change(app):
    app.press(CHANGE_ABSENCE, 'button', inside='Preferences')
    app.wait_for_dialog('Absence')


def albums(story):
    """The rule is about the whole vault, or about albums, of which one at least is chosen"""
    app = story.app
    story.said = access.Listener(app.root)
    change(app)
    app.enter(re.compile('^Type “destroy” to confirm$'), 'destroy', *ENTRIES)
    turn_on = access.find(app.dialog('Absence'), 'Turn On', 'button')
    app.wait(lambda: access.is_sensitive(turn_on), 'the word is enough for the whole vault')
    story.check(not tick(app, ALBUM), 'albums are there unasked')
    press_tick(story, 'Only Chosen Albums')
    app.wait(lambda: tick(app, ALBUM), 'the albums are there')
    story.check(not access.is_sensitive(turn_on), 'a rule about nothing can be made')
    press_tick(story, ALBUM)
    app.wait(lambda: access.is_sensitive(turn_on), 'a chosen album is enough')
    story.page('absence-albums')
    app.press('Turn On', 'button', inside='Absence')
    app.wait_dialog_gone('Absence')
    app.wait_for_saying(f'Every item in the chosen albums ({ALBUM}) is destroyed if the vault '
                        'is not opened for 60 days')
    take(app)
    story.page('absence-albums-on')


def removing(story):
    """Who is about to remove a chosen album is told what that does to the rule"""
    app = story.app
    leave_preferences(app)
    for name, said in ((OTHER, False), (ALBUM, True)):
        node = app.wait_for(re.compile(f'^{re.escape(name)}(, |$)'), 'list item')
        screen.focus(app.window)
        screen.click(*app.middle_of(node), button=3)
        app.press(re.compile('^R_?emove…'), 'menu item')
        app.wait_for_saying('Its name is destroyed, and there is no undo.')
        story.equal(app.says('This album is chosen for the rule on absence'), said,
                    f'what is said of {name}')
        app.press('Cancel', 'button')
        app.wait(lambda: not app.says('Its name is destroyed'), 'the question is gone')


def kept(story):
    """The choice is shown, and the rule is given up without a word"""
    app = story.app
    preferences(app, 'Expiry')
    change(app)
    app.wait(lambda: tick(app, ALBUM), 'the albums are there')
    story.check(access.is_checked(tick(app, 'Only Chosen Albums')), 'it is about everything')
    story.check(access.is_checked(tick(app, ALBUM)), 'the choice is not kept')
    story.check(not access.is_checked(tick(app, OTHER)), 'an album that nobody chose is')
    app.press('Turn Off', 'button', inside='Absence')
    app.wait_dialog_gone('Absence')
    app.wait_for_saying(OFF)
    leave_preferences(app)
    app.close()
