# test-viewer.py - one item, large: turned, zoomed, gone through, shown as slides, described
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import sys
from pathlib import Path

import access
import media
import screen
from steps_import import PASSPHRASE
from steps_keep import unlock_to_library
from steps_view import middle_shows, open_tile, stage
from story import Story
from window import ROOM, nightstandctl

WIDE, TALL, LAST = 'a wide one.png', 'b tall one.jpg', 'c last one.png'
LONG = 'd ' + 'a very long name ' * 12 + '.png'
WIDTHS = (360, 800, 1400)
HEIGHT = 720
MAKE, MODEL = 'Marigold Works', 'Pocket Five'


def camera(path):
    """A photo as a telephone writes it, with a place."""
    return media.written_by(path, {
        'Exif.Image.Make': MAKE, 'Exif.Image.Model': MODEL,
        'Exif.Photo.ExposureTime': '1/250', 'Exif.Photo.FNumber': '18/10',
        'Exif.Photo.ISOSpeedRatings': '400',
        'Exif.Photo.DateTimeOriginal': '2024:03:01 12:00:00',
        'Exif.GPSInfo.GPSLatitude': '59/1 16/1 0/1', 'Exif.GPSInfo.GPSLatitudeRef': 'N'})


def prepare(story):
    """A vault with four pictures of different shapes"""
    folder = ROOM / 'sources'
    story.files = [media.picture(folder / WIDE, media.RED, '3000x1500'),
                   camera(media.picture(folder / TALL, media.GREEN, '600x900')),
                   media.picture(folder / LAST, media.BLUE, '320x200'),
                   media.picture(folder / LONG, media.PURPLE, '500x500')]
    story.vault.parent.mkdir(parents=True)
    for args in (('create', '--kdf', 'quick'), ('import', *story.files)):
        status, _, complaints = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.check(status == 0, f'{args[0]}: {complaints}')
    app = story.start('--vault', str(story.vault))
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    story.order = [access.name_of(node).split(', ')[0] for node in app.all(re.compile(', '), 'table cell')]
    story.equal(story.order, [WIDE, TALL, LAST, LONG], 'the order of the library')


def title(app):
    found = app.find(re.compile(r'^[abcd] .*\.(png|jpg)$'), 'label')
    return access.name_of(found) if found else None


def percent(app):
    found = app.find(re.compile(r'^Size: \d+ percent$'), 'button')
    return int(re.search(r'\d+', access.name_of(found)).group()) if found else None


def wait_percent(app, condition, what):
    app.wait(lambda: (p := percent(app)) and condition(p), what)


def extent(app, colour, name, tolerance=20):
    """Width and height of what has COLOUR, along the lines through the middle."""
    x, y, width, height = stage(app, name)
    picture = screen.look()
    across = sum(picture.has(colour, column, y + height // 2, tolerance)
                 for column in range(x, x + width))
    along = sum(picture.has(colour, x + width // 2, row, tolerance)
                for row in range(y, y + height))
    return across, along


def lies(app, colour, name):
    across, along = extent(app, colour, name)
    return across > along > 0


def stands(app, colour, name):
    across, along = extent(app, colour, name)
    return along > across > 0


# ---- the steps ----

def zoom(story):
    """The wheel zooms to the pointer, 1 and 0 go to its own size and back"""
    app = story.app
    open_tile(app, WIDE)
    app.wait(lambda: middle_shows(app, media.RED, WIDE), 'the picture is shown')
    story.page('wide')
    whole = percent(app)
    story.check(whole < 100, f'3000 pixels fit at {whole} %')
    app.key('1')
    wait_percent(app, lambda p: p == 100, 'own size by the key 1')
    story.page('own-size')
    app.key('0')
    wait_percent(app, lambda p: p == whole, 'whole by the key 0')
    app.key('1')
    app.key('f')
    wait_percent(app, lambda p: p == whole, 'whole by the key f')

    # The left edge of the block stays under the pointer.
    x, y, width, height = stage(app, WIDE)
    picture = screen.look()
    edge = next(column for column in range(x, x + width)
                if picture.has(media.RED, column, y + height // 2))
    screen.click(edge, y + height // 2, button=4, times=4)
    wait_percent(app, lambda p: p > whole * 1.3, 'the wheel zooms in')
    picture = screen.settled()
    found = next((column for column in range(x, x + width)
                  if picture.has(media.RED, column, y + height // 2)), 0)
    story.check(abs(found - edge) <= 6, f'what was at {edge} is at {found} now')
    screen.click(x + width // 2, y + height // 2, button=5, times=12)
    wait_percent(app, lambda p: p == whole, 'the wheel zooms out')
    screen.click(x + width // 2, y + height // 2, times=2)
    wait_percent(app, lambda p: p == 100, 'own size by a double click')
    screen.click(x + width // 2, y + height // 2, times=2)
    wait_percent(app, lambda p: p == whole, 'whole by a double click')
    app.press('Zoom in')
    wait_percent(app, lambda p: p > whole, 'larger by the button')
    app.press(re.compile('^Size: '))
    wait_percent(app, lambda p: p == whole, 'whole by the button between')


def go(story):
    """Next, previous, first and last, by keys and by buttons"""
    app = story.app
    for key, expected in (('Right', TALL), ('Page_Down', LAST), ('Left', TALL), ('End', LONG),
                          ('Right', LONG), ('Home', WIDE), ('Left', WIDE)):
        app.key(key)
        app.wait(lambda: title(app) == expected, f'{expected} after {key}')
    for button, expected in (('Next', TALL), ('Next', LAST), ('Previous', TALL)):
        app.press(button)
        app.wait(lambda: title(app) == expected, f'{expected} after {button}')
    app.wait(lambda: middle_shows(app, media.GREEN, TALL), 'and it is on the screen')
    app.key('End')
    app.wait(lambda: middle_shows(app, media.PURPLE, LONG), 'the last is on the screen')
    story.page('long-name')
    app.key('Home')
    app.wait(lambda: middle_shows(app, media.RED, WIDE), 'the first is on the screen')


def rotate(story):
    """A picture is turned by key and menu, and stays turned after a lock"""
    app = story.app
    app.wait(lambda: lies(app, media.RED, WIDE), 'it lies')
    app.key('ctrl+Right')
    app.wait(lambda: stands(app, media.RED, WIDE), 'it stands')
    story.page('turned')
    app.key('ctrl+Right', 'ctrl+Right', 'ctrl+Left')
    app.wait(lambda: lies(app, media.RED, WIDE), 'it lies on its head')
    app.press('More', 'toggle button', 'button')
    app.press('Rotate Left', 'menu item')
    app.wait(lambda: stands(app, media.RED, WIDE), 'it stands again')
    app.key('Escape')
    app.wait_for('Import', 'button')
    app.wait(lambda: rotation(story, WIDE) == 'tile', 'the tile is turned, too')
    story.page('turned-tile')
    app.key('ctrl+l')
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    open_tile(app, WIDE)
    app.wait(lambda: stands(app, media.RED, WIDE), 'it stands after the lock')


def rotation(story, name):
    """Whether the block in the middle of the tile stands."""
    app = story.app
    x, y, width, height = app.place_of(app.wait_for(re.compile(f'^{name}'), 'table cell'))
    picture = screen.look()
    across = sum(picture.has(media.RED, column, y + height // 2 - 12)
                 for column in range(x, x + width))
    along = sum(picture.has(media.RED, x + width // 2, row) for row in range(y, y + height))
    return 'tile' if along > across > 0 else f'{across} x {along}'


def details(story):
    """The details say what is known, and are gone with the lock"""
    app = story.app
    app.key('Right')
    app.wait(lambda: title(app) == TALL, 'the photo with a camera')
    app.key('F9')
    app.wait_for_saying(f'{MAKE} {MODEL}')
    for words in ('photo (image/jpeg)', '600 × 900 pixels', '1/250 s, f/1.8, ISO 400',
                  '1 March 2024', 'The file says where it was made.', 'Never'):
        story.check(app.says(words), f'the details do not say {words!r}')
    story.page('details')
    app.key('Right')
    app.wait_for_saying('320 × 200 pixels')
    app.wait_for_saying('No place was found in the file.')
    story.check(not app.says(MAKE), 'the camera of the one before is still there')
    app.key('Left')
    app.wait_for_saying(MAKE)
    app.key('i')
    app.wait(lambda: not app.says(MAKE), 'the details are closed by the key i')
    app.key('alt+Return')
    app.wait_for_saying(MAKE)
    app.press('Change Expiry…')
    app.wait_for_dialog('Expiry')
    app.press(re.compile('^1 Week'), inside='Expiry')
    app.press('Set Expiry')
    app.wait_dialog_gone('Expiry')
    app.wait(lambda: app.says('7 days left'), 'the details say the new deadline')
    app.key('F9')


def whole_screen(story):
    """F11 fills the screen, the controls step back, Escape leaves it"""
    app = story.app
    app.key('F11')
    app.wait_for('Leave full screen', 'button')
    x, y, width, height = screen.geometry(app.window)
    screen.move(x + width // 2, y + height // 2)
    app.wait(lambda: not app.has('Back', 'button') or not covers(app), 'the header is gone')
    story.page('full-screen')
    screen.move(x + width // 2 + 40, y + height // 2 + 40)
    app.wait(lambda: covers(app), 'the header comes back')
    app.key('Escape')
    app.wait_gone('Leave full screen', 'button')
    story.equal(title(app), TALL, 'still the same')


def covers(app):
    """Whether the header bar is on the screen."""
    back = app.find('Back', 'button')
    if back is None:
        return False
    return access.extents(back)[1] >= 0


def keys(story):
    """The list of keys comes up, also after a lock"""
    app = story.app
    for _ in range(2):
        app.key('ctrl+question')
        app.wait_for_saying('Rotate left')
        story.check(app.says('Whole picture'), 'the keys for zooming are not there')
        others = set(screen.window_ids(app.process.pid)) - {app.window}
        story.album.keep('keys')
        screen.focus(others.pop())
        screen.press('Escape')
        app.wait(lambda: len(screen.window_ids(app.process.pid)) == 1, 'it is closed')
        app.key('ctrl+l')
        app.wait_for('Unlock Vault', 'button')
        unlock_to_library(app)
    open_tile(app, WIDE)
    app.wait(lambda: title(app) == WIDE, 'the viewer again')


def slides(story):
    """F5 shows one after the other, a key stops it, and the last one ends it"""
    app = story.app
    app.key('Home')
    app.wait(lambda: title(app) == WIDE, 'at the first')
    app.key('F5')
    app.wait_for('Leave full screen', 'button')
    app.wait(lambda: title(app) == TALL, 'the second comes by itself', 20)
    app.key('Left')
    app.wait(lambda: title(app) == WIDE, 'a key goes back')
    app.key('Escape')
    app.wait_gone('Leave full screen', 'button')

    app.key('End', 'Left')
    app.wait(lambda: title(app) == LAST, 'at the last but one')
    app.key('F5')
    app.wait(lambda: title(app) == LONG, 'the last comes by itself', 20)
    app.wait_gone('Leave full screen', 'button', seconds=20)
    story.equal(title(app), LONG, 'it ends at the last')


def shapes(story):
    """The viewer in each width, with and without details"""
    app = story.app
    app.key('Home', 'Right')
    app.wait(lambda: middle_shows(app, media.GREEN, TALL), 'the tall one is shown')
    for shown in ('plain', 'details'):
        if shown == 'details':
            app.key('F9')
            app.wait_for_saying(MAKE)
        for width in WIDTHS:
            border = screen.geometry(app.window)[2] - access.extents(app.frame())[2]
            screen.resize(app.window, width + border, HEIGHT)
            app.wait(lambda: access.extents(app.frame())[2] == width, f'{width} px', 10)
            story.album.keep(f'{shown}-{width}', screen.geometry(app.window))
            for one in access.reaching_out(app.frame(), (0, 0, width, 0), 'button',
                                           'toggle button', 'label'):
                story.check(False, f'{shown}, {width}: {one}')


def end(story):
    """Locked with the details shown, nothing of them is said"""
    app = story.app
    app.wait_for_saying(MAKE)
    app.key('ctrl+l')
    app.wait_for('Unlock Vault', 'button')
    for words in (MAKE, MODEL, TALL, '600 × 900'):
        story.check(words not in app.words(), f'after the lock it says {words!r}')
    app.close()


def main():
    story = Story('viewer')
    story.vault = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
    return story.run(prepare, zoom, go, rotate, details, whole_screen, keys, slides, shapes, end)


if __name__ == '__main__':
    sys.exit(main())
