# steps_access.py - the main path by keyboard alone, and what a screen reader is told on it
#
# Nothing is pressed through the accessibility tree here and no mouse is moved: the tree only
# tells where the focus is.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

import access
import media
import screen
from steps_import import HOW_LONG, PASSPHRASE, wait_for_tile
from steps_ways import TABS
from window import ENTRIES, ROOM

# More than any page has stops.
MOST_TABS = 60
LARGE = 2
NARROW, HEIGHT = 700, 900


def take(app):
    """Give the keyboard to the topmost window, as a desktop does."""
    screen.focus(screen.window_ids(app.process.pid)[-1])


def focused(app):
    """The names of what has the focus and of what that is in, from the inside out."""
    def search(seen, around):
        around = (seen.name, *around)
        if seen.has_state(access.STATE_FOCUSED):
            return around
        for child in seen.children:
            found = search(child, around)
            if found:
                return found
        return ()
    roots = access.look(app.root).children
    found = (search(root, ()) for root in reversed(roots))
    return next((names for names in found if names), ())


def tab_to(story, name, key='Tab', most=MOST_TABS):
    """Press KEY until what is called NAME has the focus."""
    app = story.app
    pattern = re.compile(f'^_?{name}')
    seen = []
    for _ in range(most):
        # Some places to type say that they have the focus, and nothing else does.
        names = focused(app) or (story.said.last(),)
        if names and any(pattern.search(one) for one in names[:3]):
            return
        seen.append(names[0] if names else '(nothing)')
        screen.press(key)
    raise AssertionError(f'{key} does not lead to {name!r}, but to {seen}')


def shown(app):
    """The name of the item in the viewer."""
    names = re.compile(r'^(Photo\.jpg|Second\.jpg|Film\.mp4)')
    return app.wait(lambda: app.find(names), 'an item is shown') and names.match(
        access.name_of(app.find(names))).group(1)


# ---- the steps ----

def make(story):
    """Three photos and a film are made"""
    folder = ROOM / 'sources'
    story.photo = media.jpeg(folder / 'Photo.jpg', media.RED)
    story.second = media.jpeg(folder / 'Second.jpg', media.GREEN)
    story.film = media.film(folder / 'Film.mp4', 'x264enc speed-preset=ultrafast', 'mp4mux',
                            'avenc_aac')


def create(story):
    """A vault is made with the keyboard"""
    app = story.start()
    story.said = access.Listener(app.root)
    app.wait_for('Create Vault', 'button')
    story.page('welcome')
    take(app)
    tab_to(story, 'Passphrase')
    screen.write(PASSPHRASE)
    tab_to(story, 'Repeat Passphrase')
    screen.write(PASSPHRASE)
    app.wait(lambda: access.is_sensitive(app.find('Create Vault', 'button')),
             'the vault can be made')
    tab_to(story, 'Create Vault')
    screen.press('Return')
    app.wait_for('Import Files…', 'button')
    story.page('empty')


def bring_in(story):
    """Files are imported with the keyboard, and a screen reader hears that they are there"""
    app = story.app
    for what in (story.photo, story.second, story.film):
        app.key('ctrl+o')
        app.key_in('Import Files', 'ctrl+l')
        app.wait(lambda: access.find(app.dialog('Import Files'), None, 'entry', 'text'),
                 'there is a place to type a path')
        screen.write(str(what))
        screen.press('Return')
        app.wait_dialog_gone('Import Files')
        if what == story.photo:
            app.wait_for_saying('Remove Location and Other Details?')
            take(app)
            tab_to(story, 'Keep Details')
        else:
            app.wait_for_dialog(HOW_LONG)
            take(app)
        screen.press('Return')
        wait_for_tile(app, what.name)
        story.said.wait_for('1 item imported')
    story.page('library')


def open_and_go(story):
    """An item is opened, gone on from, and left, with the keyboard"""
    app = story.app
    take(app)
    tab_to(story, 'Photo.jpg')
    screen.press('Return')
    app.wait_for('Back', 'button')
    story.page('photo')
    screen.press('Home')
    first = shown(app)
    screen.press('End')
    app.wait(lambda: shown(app) != first, 'another item is shown')
    screen.press('Page_Up')
    screen.press('Home')
    app.wait(lambda: shown(app) == first, 'the first item is shown again')
    while shown(app) != story.photo.name:
        before = shown(app)
        screen.press('Page_Down')
        app.wait(lambda: shown(app) != before, 'the next item is shown')
    screen.press('F9')
    story.page('details')
    screen.press('F9')


def expire(story):
    """It gets an expiry with the keyboard"""
    app = story.app
    app.key('ctrl+e')
    app.window_called('Expiry')
    take(app)
    tab_to(story, '1 Hour')
    screen.press('space')
    story.page('expiry')
    tab_to(story, 'Set Expiry')
    screen.press('Return')
    app.wait_dialog_gone('Expiry')
    take(app)
    screen.press('Escape')
    app.wait_for(re.compile('^Photo.jpg, photo, (1 hour|60 minutes) left'), 'table cell')


def destroy(story):
    """It is destroyed with the keyboard, after a question"""
    app = story.app
    take(app)
    tab_to(story, 'Photo.jpg')
    screen.press('Delete')
    app.wait_for_saying('Destroy This Item?')
    take(app)
    tab_to(story, 'Destroy')
    screen.press('Return')
    app.wait_gone(re.compile('^Photo'), 'table cell')
    story.said.wait_for('1 item destroyed')


def pages(story):
    """Every page and dialog is walked through, and has a name on each control"""
    app = story.app
    app.key('ctrl+comma')
    app.wait_for_dialog('Preferences')
    for name in ('General', 'Viewing', 'Locking', 'Expiry', 'Wipe', 'Vault'):
        app.press(name, *TABS, inside='Preferences')
        app.wait(lambda: any(access.is_pressed(tab) for tab in access.find_all(
            app.dialog('Preferences'), name, *TABS)), f'the page {name}')
        story.page(f'preferences-{name.lower()}')
    app.key_in('Preferences', 'Escape')
    app.wait_dialog_gone('Preferences')

    take(app)
    screen.press('F10')
    app.press(re.compile('^_?Check-up'), 'menu item')
    app.wait_for_dialog('Check-up')
    app.wait(lambda: access.find(app.dialog('Check-up'), 'Needs Attention', 'label'),
             'the check-up is done')
    story.page('checkup')
    app.key_in('Check-up', 'Escape')
    app.wait_dialog_gone('Check-up')

    take(app)
    screen.press('F10')
    app.press(re.compile('^Ac_?tivity'), 'menu item')
    app.wait_for_dialog('Activity')
    story.page('activity')
    app.key_in('Activity', 'Escape')
    app.wait_dialog_gone('Activity')

    take(app)
    screen.press('F10')
    app.press(re.compile('^_?Guidance'), 'menu item')
    app.wait_for_dialog('Guidance')
    story.page('guidance')
    app.key_in('Guidance', 'Escape')
    app.wait_dialog_gone('Guidance')

    app.key('ctrl+question')
    app.wait_for_saying('Everywhere')
    story.page('keys')
    take(app)
    screen.press('Escape')
    app.wait(lambda: not app.says('Everywhere'), 'the keys are closed')

    take(app)
    screen.press('F10')
    app.press(re.compile('^_?About Nightstand'), 'menu item')
    app.wait_for_dialog('About')
    story.page('about')
    take(app)
    tab_to(story, 'Details')
    screen.press('Return')
    app.wait_for_saying('What Is Not')
    story.page('about-details')
    app.close_dialog('About')


def lock_and_unlock(story):
    """It is locked and unlocked with the keyboard; a wrong passphrase is said"""
    app = story.app
    app.key('ctrl+l')
    app.wait_for('Unlock Vault', 'button')
    take(app)
    tab_to(story, 'Passphrase')
    screen.write('violet lantern gravel')
    screen.press('Return')
    story.said.wait_for('This passphrase doesn’t open the vault.')
    story.page('wrong')
    screen.write(PASSPHRASE)
    screen.press('Return')
    wait_for_tile(app, 'Second.jpg')


def countdown(story):
    """The seconds before a wipe are said, and it is called off with the keyboard"""
    app = story.app
    app.key('ctrl+shift+Delete')
    story.said.wait_for('The vault will be destroyed in 3 seconds')
    story.said.wait_for('The vault will be destroyed in 2 seconds')
    screen.press('Escape')
    app.wait_for('Unlock Vault', 'button')
    app.close()


def large(story):
    """With letters twice as large everything is still in reach"""
    screen.set_text_scale(LARGE)
    app = story.start()
    app.wait_for('Unlock Vault', 'button')
    screen.resize(app.window, NARROW, HEIGHT)
    story.page('large-unlock')
    reaches(story, 'unlock')
    app.enter('Passphrase', PASSPHRASE)
    app.press('Unlock Vault')
    wait_for_tile(app, 'Second.jpg')
    story.page('large-library')
    reaches(story, 'library')
    app.key('ctrl+comma')
    app.wait_for_dialog('Preferences')
    story.page('large-preferences')
    app.key_in('Preferences', 'Escape')
    app.wait_dialog_gone('Preferences')
    app.close()
    screen.set_text_scale(1)


def reaches(story, name):
    """No control may reach out of the window."""
    app = story.app
    frame = app.frame()
    for one in access.reaching_out(frame, access.extents(frame), *ENTRIES, 'button',
                                   'toggle button', 'label'):
        story.check(False, f'{name}, large: {one}')
