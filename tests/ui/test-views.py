# test-views.py - items that are destroyed after a number of views
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import re
import sys

import access
import media
import screen
import steps_pages
from steps_import import PASSPHRASE, tiles, wait_for_tile
from steps_keep import content_colours, select, unlock_to_library
from steps_view import FILM_TOLERANCE, back, middle_shows, open_tile, play, stage
from story import Story
from window import ROOM, nightstandctl

QUESTION = 'Destroy After Some Views?'
VIEW = 'View'


def left(story):
    """How often each item can still be viewed, by its name, as the vault knows it."""
    status, out, err = nightstandctl(story.vault, 'list', '--json', passphrase=PASSPHRASE)
    story.equal(status, 0, f'nightstandctl list, {err}')
    return {item['name']: item['views_left'] for item in json.loads(out)['items']}


def start(story):
    app = story.start('--vault', str(story.vault))
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)


def limit(story, name, n):
    """Set it with the menu of the tile."""
    app = story.app
    select(app, name)
    screen.click(*app.middle_of(wait_for_tile(app, name)), button=3)
    app.press(re.compile('^Limit _?Views…'), 'menu item')
    app.wait_for_dialog(QUESTION)
    access.set_value(access.find(app.dialog(QUESTION), 'Views', 'spin button'), n)


def focus_view(story):
    """Go to the button, as one has to."""
    button = story.app.wait_for(VIEW, 'button')
    for _ in range(20):
        story.app.key('Tab')
        if access.is_focused(button):
            return
    story.check(False, 'View cannot be reached with Tab')


def shows_none(story, when):
    shown = content_colours(story.app, screen.settled())
    story.check(media.YELLOW not in shown, f'the picture is on the screen {when}')


# ---- the steps ----

def make(story):
    """One item of each kind is in a vault; nobody counts"""
    folder = ROOM / 'sources'
    story.vault = ROOM / 'home/vault'
    story.files = [
        media.jpeg(folder / 'Photo.jpg', media.YELLOW), media.jpeg(folder / 'Plain.jpg', media.GREEN),
        media.sound(folder / 'Voice.ogg'),
        media.film(folder / 'Film.mp4', 'x264enc speed-preset=ultrafast', 'mp4mux', 'avenc_aac'),
        steps_pages.animation(folder / 'Waving.gif', 'gif'),
        media.document(folder / 'Letters.pdf', (media.BLUE,))]
    for args in (('create', '--kdf', 'quick'), ('import', *story.files)):
        status, _, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {args[0]}, {err}')
    start(story)
    app = story.app
    app.wait(lambda: media.YELLOW in content_colours(app, screen.look()), 'the thumbnail is there')


def limited(story):
    """A photo gets two views: its thumbnail is gone at once, and the tile says what is left"""
    app = story.app
    limit(story, 'Photo.jpg', 2)
    story.page('question')
    app.press(re.compile('^_?Set Limit$'), 'button', inside=QUESTION)
    app.wait_for('Photo.jpg, photo, 2 views left', 'table cell')
    screen.focus(app.window)
    app.wait(lambda: media.YELLOW not in content_colours(app, screen.look()), 'the thumbnail is gone')
    story.page('library')


def refused(story):
    """It is not exported, and whoever asks is told why"""
    app = story.app
    select(app, 'Photo.jpg')
    app.press('Export selected', 'button')
    app.wait_for_saying('not exported')
    app.press('Close', 'button', inside='A Limited Number of Views')
    app.wait_dialog_gone('A Limited Number of Views')


def covered(story):
    """Opening it, going past it and a slideshow show a cover, and take no view"""
    app = story.app
    open_tile(app, 'Photo.jpg')
    app.wait_for_saying('2 Views Left')
    app.wait_for_saying('a courtesy on this computer, not a lock')
    shows_none(story, 'under the cover')
    story.page('cover')
    # What a picture is zoomed and turned with.
    app.key('plus', '1', 'ctrl+Right')
    app.key('F9')
    app.wait_for_saying('image/jpeg')
    shows_none(story, 'beside the details')
    app.key('F9')
    app.key('Page_Down')
    app.wait(lambda: middle_shows(app, media.GREEN, 'Plain'), 'the photo behind it is shown')
    app.key('Page_Up')
    app.wait_for_saying('2 Views Left')
    app.key('Page_Up')
    app.wait(lambda: middle_shows(app, media.BLUE, 'Letters'), 'the document before it is shown')
    app.key('F5')
    app.wait_for_saying('2 Views Left')
    shows_none(story, 'in a slideshow')
    app.key('Escape', 'Escape', 'Escape')
    app.wait_for('Photo.jpg, photo, 2 views left', 'table cell')


def click_picture(app, name):
    """Where the pointer is in nobody’s way."""
    x, y, _, height = stage(app, name)
    screen.click(x + 100, y + height // 3)


def still_covered(story, what):
    """What was pressed before has been heard by the time that the details are there."""
    app = story.app
    app.key('F9')
    app.wait_for_saying('image/jpeg')
    story.check(app.says('2 Views Left'), f'{what}: a view was taken')
    shows_none(story, what)
    app.key('F9')


def by_keys(story):
    """Return and Space, pressed without looking, take no view and don't leave either"""
    app = story.app
    select(app, 'Photo.jpg')
    # As of somebody who opens it with a key, and holds it for too long.
    app.key('Return', 'Return', 'space', 'Return')
    app.wait_for_saying('2 Views Left')
    still_covered(story, 'after Return and Space')
    # Past it and back, with what is shown under the keys.
    app.key('Page_Down')
    app.wait(lambda: middle_shows(app, media.GREEN, 'Plain'), 'the photo behind it is shown')
    click_picture(app, 'Plain')
    app.key('Page_Up', 'Return', 'space')
    app.wait_for_saying('2 Views Left')
    still_covered(story, 'after going back to it')


def viewed(story):
    """A view is on the disk before anything is seen: a program that is killed then has taken it"""
    app = story.app
    focus_view(story)
    app.key('Return')
    app.wait(lambda: middle_shows(app, media.YELLOW, 'Photo'), 'the photo is shown')
    app.wait_for_saying('1 view left')
    story.page('viewed')
    app.process.kill()
    app.process.wait()
    story.equal(left(story)['Photo.jpg'], 1, 'views after the program was killed')


def last(story):
    """When the last view is left, the item is gone"""
    start(story)
    app = story.app
    open_tile(app, 'Photo.jpg')
    app.wait_for_saying('Viewing it takes the last one')
    app.press(VIEW, 'button')
    app.wait(lambda: middle_shows(app, media.YELLOW, 'Photo'), 'the photo is shown')
    app.wait_for_saying('last view')
    back(app)
    app.wait_for_saying('That was the last view')
    app.wait_gone(re.compile('^Photo'), 'table cell')
    shows_none(story, 'after its last view')
    story.equal(len(tiles(app)), 5, 'items')


def in_the_viewer(story):
    """What is on the screen when it gets a limit is covered, and View is not what the keys go to"""
    app = story.app
    open_tile(app, 'Plain.jpg')
    click_picture(app, 'Plain')
    app.press('More')
    app.press(re.compile('^Limit _?Views…'), 'menu item')
    app.wait_for_dialog(QUESTION)
    access.set_value(access.find(app.dialog(QUESTION), 'Views', 'spin button'), 3)
    app.press(re.compile('^_?Set Limit$'), 'button', inside=QUESTION)
    app.wait_for_saying('3 Views Left')
    screen.focus(app.window)
    app.wait(lambda: media.GREEN not in content_colours(app, screen.look()), 'the picture is covered')
    story.check(not access.is_focused(app.find(VIEW, 'button')), 'View has the focus')
    back(app)


def of_every_kind(story):
    """So it is with films, recordings, animations and documents"""
    app = story.app
    select(app, 'Waving.gif')
    app.key('ctrl+a')
    app.wait_for_saying('5 selected')
    screen.click(*app.middle_of(wait_for_tile(app, 'Waving.gif')), button=3)
    app.press(re.compile('^Limit _?Views…'), 'menu item')
    app.wait_for_dialog(QUESTION)
    access.set_value(access.find(app.dialog(QUESTION), 'Views', 'spin button'), 1)
    app.press(re.compile('^_?Set Limit$'), 'button', inside=QUESTION)
    app.wait(lambda: len(app.all(re.compile('1 view left$'), 'table cell')) == 5, 'all are limited')
    screen.focus(app.window)
    app.wait(lambda: not content_colours(app, screen.look()), 'no thumbnail is left')
    story.page('library-covered')
    for name, colour in (('Waving.gif', media.GREEN), ('Letters.pdf', media.BLUE),
                         ('Film.mp4', media.FILM_FIRST), ('Voice.ogg', None)):
        open_tile(app, name)
        app.wait_for_saying('1 View Left')
        app.press(VIEW, 'button')
        if colour is None or 'Film' in name:
            play(app)
        if colour is not None:
            app.wait(lambda: middle_shows(app, colour, name.split('.')[0], tolerance=FILM_TOLERANCE),
                     f'{name} is shown')
        back(app)
        app.wait_gone(re.compile('^' + re.escape(name)), 'table cell')
    app.close()
    story.equal(left(story), {'Plain.jpg': 1}, 'what is left')


if __name__ == '__main__':
    sys.exit(Story('views').run(make, limited, refused, covered, by_keys, viewed, last, in_the_viewer, of_every_kind))
