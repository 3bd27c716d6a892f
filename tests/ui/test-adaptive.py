# test-adaptive.py - each page in a narrow, a usual and a wide window, dark and light
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import sys
from pathlib import Path

import access
import media
import screen
from sizes import (HEIGHT, PATIENCE_S, WIDTHS, ask, borders, cancel, has_width, show,
                   show_dialog)
from steps_absence import change, press_tick
from steps_access import tab_to, take
from steps_expiry import CHANGE_ABSENCE
from steps_import import PASSPHRASE, answer, copy
from steps_keep import select, unlock_to_library
from steps_view import back, open_tile
from steps_ways import preferences, turn_to
from story import Story
from window import ENTRIES, ROOM, nightstandctl

ALBUMS = ('A walk by the sea on a long afternoon, with the dog, before the rain came & after',
          'Town')
SCHEMES = ('prefer-light', 'prefer-dark')


def absence(story):
    """The rule on absence, over the whole vault and over albums; and what is said of it then."""
    app = story.app
    change(app)
    show_dialog(story, 'Absence')
    press_tick(story, 'Only Chosen Albums')
    for album in ALBUMS:
        press_tick(story, album)
    show_dialog(story, 'Absence', 'albums')
    app.enter(re.compile('^Type “destroy” to confirm$'), 'destroy', *ENTRIES)
    app.press('Turn On', 'button', inside='Absence')
    app.wait_dialog_gone('Absence')
    app.wait_for_saying('Every item in the chosen albums')
    take(app)
    # Down to what is said of it.
    tab_to(story, re.escape(CHANGE_ABSENCE))
    show_dialog(story, 'Preferences', 'absence')


def dialogs(story):
    """Each dialog of the preferences is shown, and the one of an expiry."""
    app = story.app
    preferences(app)
    for page in ('General', 'Viewing', 'Locking', 'Expiry', 'Wipe', 'Vault'):
        turn_to(app, page)
        show_dialog(story, 'Preferences', page)
        if page == 'Expiry':
            absence(story)
    for button, title in (('Change…', 'Change Passphrase'),
                          ('Add Passphrase…', 'Add Passphrase'),
                          ('Create Key…', 'Create Recovery Key')):
        app.press(button)
        app.wait_for_dialog(title)
        if button != 'Create Key…':
            app.press('Suggest a Passphrase')
            app.wait_for('Use This', 'button')
        show_dialog(story, title)
        app.press('Cancel', 'button', inside=title)
        app.wait_dialog_gone(title)
    app.press('Verify Vault…')
    app.wait_for_saying('The Vault Is Whole')
    show_dialog(story, 'Verify Vault')
    app.key_in('Verify Vault', 'Escape')
    app.wait_dialog_gone('Verify Vault')
    app.press('Close', 'button', inside='Preferences')
    app.wait_dialog_gone('Preferences')

    select(app, 'Us.png')
    app.press('Expiry of selected')
    app.wait_for_dialog('Expiry')
    app.press(re.compile('^Date and Time'), inside='Expiry')
    app.wait_for('Hour', 'spin button')
    show_dialog(story, 'Expiry')
    app.press('Cancel', inside='Expiry')
    app.wait_dialog_gone('Expiry')


def make_media(story):
    """Two photos, a film and a document are made"""
    folder = ROOM / 'sources'
    story.files = [media.jpeg(folder / 'A walk by the sea on a long afternoon.jpg', media.RED),
                   media.picture(folder / 'Us.png', media.GREEN),
                   media.film(folder / 'Evening.mp4', 'x264enc speed-preset=ultrafast',
                              'mp4mux', 'avenc_aac'),
                   media.document(folder / 'Letters.pdf', [media.BLUE] * 12)]
    (folder / 'Empty.png').touch()
    story.files.append(folder / 'Empty.png')


def pages(story):
    """Every page is shown"""
    app = story.start('--vault', str(story.vault),
                      environment={'ADW_DEBUG_COLOR_SCHEME': story.scheme})
    app.wait_for('Create Vault', 'button')
    app.enter('Passphrase', PASSPHRASE)
    app.enter('Repeat Passphrase', 'violet lantern')
    show(story, 'welcome')
    status, _, err = nightstandctl(story.vault, 'create', '--kdf', 'quick',
                                   passphrase=PASSPHRASE)
    story.equal(status, 0, f'nightstandctl create, {err}')
    for album in ALBUMS:
        nightstandctl(story.vault, 'albums', 'create', album, passphrase=PASSPHRASE)
    app.close()

    app = story.start('--vault', str(story.vault),
                      environment={'ADW_DEBUG_COLOR_SCHEME': story.scheme})
    app.wait_for('Unlock Vault', 'button')
    show(story, 'unlock')
    unlock_to_library(app)
    app.wait_for('Import Files…', 'button')
    show(story, 'empty')

    screen.focus(app.window)
    copy('text/uri-list', b''.join(file.as_uri().encode() + b'\r\n' for file in story.files))
    for width in WIDTHS:
        screen.resize(app.window, width + borders(app), HEIGHT)
        app.wait(lambda: has_width(app, width), 'empty has its width', PATIENCE_S)
        app.key('ctrl+v')
        ask(story, f'import-question-{width}', 'Remove Location and Other Details?')
        if width != WIDTHS[-1]:
            cancel(app, 'Remove Location and Other Details?')
    answer(story, 'Remove Details')
    app.wait_for_dialog('Summary')
    app.key_in('Summary', 'Escape')
    app.wait_dialog_gone('Summary')
    app.wait_for(re.compile('^Evening'), 'table cell')
    app.wait_gone('Stop Import')
    show(story, 'library')
    open_tile(app, 'A walk')
    show(story, 'photo')
    back(app)
    open_tile(app, 'Evening')
    show(story, 'film')
    back(app)
    open_tile(app, 'Letters')
    app.wait_for('Page 1 of 12', 'label')
    show(story, 'document')
    back(app)
    for width in WIDTHS:
        screen.resize(app.window, width + borders(app), HEIGHT)
        app.wait(lambda: has_width(app, width), 'library has its width', PATIENCE_S)
        select(app, 'Us.png')
        app.press('Export selected')
        ask(story, f'export-question-{width}', 'Export This Item?')
        cancel(app, 'Export This Item?')
        app.key('Escape')
    story.said = access.Listener(app.root)
    dialogs(story)

    app.press('Emergency wipe')
    app.wait_for_saying('The Vault Is Destroyed', 20)
    show(story, 'receipt')
    app.press('Start Anew')
    app.wait_for('Create Vault', 'button')
    app.close()


def main():
    story = Story('adaptive')
    steps = []
    for scheme in SCHEMES:
        def pages_in_scheme(story, scheme=scheme):
            story.scheme = scheme
            story.vault = Path(os.environ['XDG_DATA_HOME']) / scheme
            pages(story)
        pages_in_scheme.__doc__ = f'Every page is shown, {scheme}'
        steps.append(pages_in_scheme)
    return story.run(make_media, *steps)


if __name__ == '__main__':
    sys.exit(main())
