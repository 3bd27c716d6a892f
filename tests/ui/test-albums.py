# test-albums.py - what comes in while an album is looked at goes there, and stays as long as it says
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import re
import sys

import access
import media
import screen
from steps_import import HELPER_PLACE, HOW_LONG, OFFER, PASSPHRASE, agree, answer, choose_all, copy, tiles, wait_for_tile
from steps_keep import unlock_to_library
from story import Story
from window import ROOM, nightstandctl



def uris(*paths):
    return b''.join(path.as_uri().encode() + b'\r\n' for path in paths)


def go_to(app, name):
    node = app.wait_for(re.compile(f'^{re.escape(name)}(, |$)'), 'list item')
    screen.focus(app.window)
    screen.click(*app.middle_of(node))


def choose_in_menu(app, row, choice):
    node = app.wait_for(re.compile(f'^{re.escape(row)}(, |$)'), 'list item')
    screen.focus(app.window)
    screen.click(*app.middle_of(node), button=3)
    app.press(re.compile(choice), 'menu item')


def albums(story):
    status, out, err = nightstandctl(story.vault, 'albums', '--json', passphrase=PASSPHRASE)
    story.equal(status, 0, f'nightstandctl albums, {err}')
    return {album['name']: album for album in json.loads(out)['albums']}


def proposed(app, question):
    """What is chosen in the row of the question."""
    term = re.compile(r'^(Never|\d+ \w+)$')
    dialog = app.wait_for_dialog(question)
    return sorted({access.name_of(node) for node in access.find_all(dialog, term, 'label')})


# ---- the steps ----

def make_vault(story):
    """A vault holds two albums and a person, and nothing else"""
    folder = ROOM / 'sources'
    (folder / 'chosen').mkdir()
    story.pasted, story.dropped, story.chosen, story.aside = (
        media.jpeg(folder / name, colour) for name, colour in
        (('Pasted.jpg', media.RED), ('Dropped.jpg', media.GREEN), ('chosen/Chosen.jpg', media.BLUE),
         ('Aside.jpg', media.YELLOW)))
    story.bad = folder / 'Nothing.jpg'
    story.bad.touch()
    story.vault = ROOM / 'home/vault'
    for args in (('create', '--kdf', 'quick'), ('albums', 'create', 'Lake & Sea'),
                 ('albums', 'create', 'Walks'), ('people', 'create', 'Kim')):
        status, _, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {args}, {err}')
    story.start('--vault', str(story.vault))
    story.app.wait_for('Unlock Vault', 'button')
    unlock_to_library(story.app)


def expiry(story):
    """An album is given an expiry of its own in its menu; a person has none"""
    app = story.app
    choose_in_menu(app, 'Lake & Sea', '^Default _?Expiry…')
    app.wait_for_saying('Default Expiry of This Album')
    app.wait_for_saying('As the Vault')
    story.page('expiry')
    row = app.wait_for('Expires After', 'list item', 'combo box')
    screen.focus(screen.window_ids(app.process.pid)[-1])
    story.check(row is not None, 'the row has a name')
    screen.press('space')
    app.wait_for_saying('30 Days')
    story.page('expiry-choice')
    screen.press('Down', 'Down', 'Down', 'Down', 'Return')
    app.wait(lambda: app.all('30 Days', 'label'), '30 days are chosen')
    app.press('Set', 'button')
    app.wait_for_saying('Default expiry changed')
    choose_in_menu(app, 'Lake & Sea', '^Default _?Expiry…')
    app.wait_for_saying('Default Expiry of This Album')
    app.wait_for_saying('30 Days')
    app.press('Cancel', 'button')
    app.wait(lambda: not app.says('Default Expiry of This Album'), 'the question is gone')

    node = app.wait_for('Kim, 0 items', 'list item')
    screen.focus(app.window)
    screen.click(*app.middle_of(node), button=3)
    app.wait_for(re.compile('^R_?emove…'), 'menu item')
    story.check(not app.has(re.compile('^Default'), 'menu item'), 'a person has an expiry')
    screen.press('Escape')
    app.wait_gone(re.compile('^R_?emove…'), 'menu item')


def pasted(story):
    """What is pasted goes into the album that is shown, and expires as the album says"""
    app = story.app
    go_to(app, 'Lake & Sea')
    app.wait_for_saying('Lake & Sea')
    copy('text/uri-list', uris(story.pasted, story.bad))
    app.key('ctrl+v')
    app.wait_for_saying('Remove Location and Other Details?')
    story.page('asked-both')
    story.equal(proposed(app, 'Remove Location and Other Details?'), ['30 Days'], 'what the album proposes')
    answer(story, 'Keep Details')
    app.wait_for_dialog('Summary')
    story.check('1 item was imported into “Lake & Sea”. 1 file had a problem:'
                in access.words(app.dialog('Summary')), 'the summary does not say where to')
    story.page('summary')
    app.key_in('Summary', 'Escape')
    app.wait_dialog_gone('Summary')
    app.wait_for('Lake & Sea, 1 item', 'list item')
    app.wait_for('Pasted.jpg, photo, 30 days left', 'table cell')
    # Bytes that never were a file, too.
    copy('image/png', media.picture(ROOM / 'sources/copied.png', media.CYAN).read_bytes())
    app.key('ctrl+v')
    app.wait_for_dialog(HOW_LONG)
    story.equal(proposed(app, HOW_LONG), ['30 Days'], 'what the album proposes')
    agree(app)
    app.wait_for_saying('1 item imported into “Lake & Sea”')
    story.page('imported')
    app.wait_for('Lake & Sea, 2 items', 'list item')


def chosen(story):
    """So does what is chosen; for a person as well"""
    app = story.app
    go_to(app, 'Kim')
    app.press('Import')
    app.press(re.compile('Import _?Files…'), 'menu item')
    choose_all(app, story.chosen.parent)
    story.equal(proposed(app, HOW_LONG), ['Never'], 'what the vault proposes')
    agree(app)
    app.wait_for('Kim, 1 item', 'list item')
    app.wait_for('Chosen.jpg, photo', 'table cell')


def dropped(story):
    """What is dropped goes where it is dropped: on the items, or on the name of an album"""
    app = story.app
    helper = story.helper(sys.executable, str(OFFER), str(story.dropped))
    window = access.wait_until(lambda: screen.window_ids(helper.pid),
                               'the window to drag from is there')[0]
    screen.place(window, *HELPER_PLACE)
    access.wait_until(lambda: screen.geometry(window)[:2] == HELPER_PLACE,
                      'it is beside the window')
    x, y, width, height = screen.geometry(window)
    start = x + width // 2, y + height * 2 // 3
    row = app.wait_for('Walks, 0 items', 'list item')
    screen.drag(start, app.middle_of(row))
    agree(app)
    app.wait_for('Walks, 1 item', 'list item')
    app.wait_for('Kim, 1 item', 'list item')
    go_to(app, 'Lake & Sea')
    app.wait_for('Pasted.jpg, photo, 30 days left', 'table cell')
    left, top, full_width, full_height = screen.geometry(app.window)
    screen.drag(start, (left + full_width // 2, top + full_height - 60))
    agree(app)
    app.wait_for('Lake & Sea, 3 items', 'list item')
    helper.terminate()
    helper.wait()


def moved(story):
    """An item is dragged from the library onto an album, and taken back"""
    app = story.app
    screen.focus(app.window)
    go_to(app, 'Everything')
    tile = wait_for_tile(app, 'Chosen.jpg')
    app.wait_gone('Covered while you are elsewhere')
    row = app.wait_for('Walks, 1 item', 'list item')
    screen.drag(app.middle_of(tile), app.middle_of(row))
    app.wait_for('Walks, 2 items', 'list item')
    app.wait_for_saying('1 item added to “Walks”')
    story.page('moved')
    app.key('ctrl+z')
    app.wait_for('Walks, 1 item', 'list item')


def people(story):
    """A person is linked with the button in the bar of what is selected"""
    app = story.app
    screen.focus(app.window)
    screen.click(*app.middle_of(wait_for_tile(app, 'Pasted.jpg')))
    app.press('People of selected', 'button')
    app.enter('Find or add a person', 'kim', 'text', 'entry')
    app.wait_for('Kim', 'check box')
    story.page('people')
    screen.press('Return')
    app.wait_for('Kim, 2 items', 'list item')


def end(story):
    """Outside everything nothing goes anywhere; and the vault knows all of it"""
    app = story.app
    go_to(app, 'Everything')
    copy('text/uri-list', uris(story.aside))
    app.key('ctrl+v')
    agree(app)
    app.wait_for('Aside.jpg, photo', 'table cell')
    story.equal(len(tiles(app)), 6, 'items')
    app.close()
    found = albums(story)
    story.equal({name: (album['items'], album['default_expiry_s'])
                 for name, album in found.items()},
                {'Lake & Sea': (3, 30 * 24 * 3600), 'Walks': (1, None)}, 'albums')


if __name__ == '__main__':
    sys.exit(Story('albums').run(make_vault, expiry, pasted, chosen, dropped, moved, people,
                                 end))
