# test-library.py - a library one can find one's way in: order, months, search, selection
#
# SPDX-License-Identifier: GPL-3.0-or-later

import subprocess
import sys
import time

import access
import media
import screen
from steps_import import MONTH, PASSPHRASE, tiles, wait_for_tile
from steps_keep import unlock_to_library
from story import Story
from window import ROOM, nightstandctl

PICTURES = (('Apple.jpg', media.RED, '2024:03:02'), ('Banana.jpg', media.GREEN, '2024:03:09'),
            ('Cherry.jpg', media.BLUE, '2024:01:20'), ('Date.jpg', media.YELLOW, '2023:07:01'))
FILM = 'Elder.mp4'
SMALL = (620, 460)
HAND_S = 0.2


def names(app):
    """What the grid shows, in its order, without what comes after a name; titles as they
    are."""
    return [access.name_of(node).split(', ')[0] for node in app.all(None, 'table cell')]


def wait_for_names(app, *expected):
    app.wait(lambda: names(app) == list(expected), lambda: f'{expected}, not {names(app)}')


def order(app, *choices):
    for choice in choices:
        app.press('Sort and group')
        app.press(choice, 'radio menu item', 'menu item', 'check menu item')


def rest_mouse(app):
    """Where it lies on nothing that answers."""
    x, y, width, height = screen.geometry(app.window)
    screen.move(x + width // 2, y + height - 2)


def is_inside(app, name):
    _, y, _, height = app.place_of(wait_for_tile(app, name))
    _, top, _, full = screen.geometry(app.window)
    return top < y and y + height <= top + full


# ---- the steps ----

def make_vault(story):
    """A vault holds four photos of three months, and a film"""
    folder = ROOM / 'sources'
    files = []
    for name, colour, day in PICTURES:
        path = media.jpeg(folder / name, colour)
        subprocess.run(['exiftool', '-q', '-overwrite_original',
                        f'-DateTimeOriginal={day} 12:00:00', path], check=True)
        files.append(path)
    files.append(media.film(folder / FILM, 'x264enc speed-preset=ultrafast', 'mp4mux',
                            'avenc_aac'))
    story.vault = ROOM / 'home/vault'
    for args in (('create', '--kdf', 'quick'), ('import', *files)):
        status, _, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {args[0]}, {err}')
    story.start('--vault', str(story.vault))
    story.app.wait_for('Unlock Vault', 'button')
    unlock_to_library(story.app)
    wait_for_tile(story.app, FILM)


def sorted_and_grouped(story):
    """It is sorted by what is chosen, and a date divides it by months"""
    app = story.app
    shown = names(app)
    story.check(MONTH.search(shown[0]), f'no month stands first: {shown}')
    story.equal(sorted(shown[1:]), sorted([name for name, _, _ in PICTURES] + [FILM]),
                'items of this month')
    order(app, 'Date Taken')
    app.wait(lambda: names(app)[-6:] == ['March 2024', 'Banana.jpg', 'Apple.jpg',
                                         'January 2024', 'Cherry.jpg', 'July 2023']
             or names(app)[-2:] == ['July 2023', 'Date.jpg'], 'it is sorted by capture')
    story.equal(names(app)[2:], ['March 2024', 'Banana.jpg', 'Apple.jpg', 'January 2024',
                                 'Cherry.jpg', 'July 2023', 'Date.jpg'], 'by capture')
    story.page('months')
    order(app, 'Ascending')
    app.wait(lambda: names(app)[:5] == ['July 2023', 'Date.jpg', 'January 2024',
                                        'Cherry.jpg', 'March 2024'], 'the other way round')
    order(app, 'Group by Month')
    app.wait(lambda: not any(MONTH.search(name) for name in names(app)), 'no months')
    order(app, 'Name')
    wait_for_names(app, 'Apple.jpg', 'Banana.jpg', 'Cherry.jpg', 'Date.jpg', FILM)
    order(app, 'Descending')
    wait_for_names(app, FILM, 'Date.jpg', 'Cherry.jpg', 'Banana.jpg', 'Apple.jpg')
    order(app, 'Date Taken', 'Group by Month')
    app.wait_for('January 2024', 'table cell')


def searched(story):
    """It is searched as one types; kinds and words hold together; Escape ends it"""
    app = story.app
    rest_mouse(app)
    screen.focus(app.window)
    screen.write('an')
    app.wait(lambda: sorted(tiles(app)) == ['Banana.jpg, photo'], 'one is left')
    app.wait_for_saying('1 item found')
    story.page('found')
    app.enter('Search', 'march 2024', 'text', 'entry')
    app.wait(lambda: len(tiles(app)) == 2, 'two are of that month')
    app.enter('Search', '', 'text', 'entry')
    app.press('All kinds')
    app.wait_for('Films', 'check box')
    screen.press('Tab', 'Tab', 'space')
    app.wait(lambda: [name for name in names(app) if not MONTH.search(name)] == [FILM],
             'the film is left')
    story.page('kinds')
    screen.press('Escape')
    app.enter('Search', 'apple', 'text', 'entry')
    app.wait_for_saying('Nothing Found')
    story.page('nothing')
    app.press('Show Everything')
    app.wait(lambda: len(tiles(app)) == 5, 'everything is there again')
    app.key('ctrl+f')
    screen.write('date')
    app.wait(lambda: len(tiles(app)) == 1, 'it is found')
    # What was searched for is replaced by what is typed next, from the field and from elsewhere.
    for word, name in (('apple', 'Apple.jpg'), ('cherry', 'Cherry.jpg')):
        app.key('ctrl+f')
        screen.write(word)
        app.wait(lambda name=name: [found.split(',')[0] for found in tiles(app)] == [name],
                 f'{name} is found')
        screen.press('Tab', 'Tab')
    app.key('ctrl+f')
    app.key('Escape')
    app.wait(lambda: len(tiles(app)) == 5, 'Escape ends the search')


def selected(story):
    """Items are selected by mouse and by keyboard, over the titles of months"""
    app = story.app
    screen.click(*app.middle_of(wait_for_tile(app, 'Banana.jpg')))
    app.wait_for_saying('1 selected')
    for keys, count in (('Right', 1), ('shift+Down', 2), ('shift+Down', 3), ('shift+Up', 2),
                        ('ctrl+a', 5), ('Escape', 0), ('space', 1)):
        app.key(keys)
        if count > 0:
            app.wait_for_saying(f'{count} selected')
        else:
            app.wait(lambda: not app.has('Destroy selected', 'button'), 'the bar is gone')
    screen.click(*app.middle_of(wait_for_tile(app, 'Apple.jpg')))
    subprocess.run(['xdotool', 'keydown', 'ctrl'], check=True)
    screen.click(*app.middle_of(wait_for_tile(app, 'Cherry.jpg')))
    subprocess.run(['xdotool', 'keyup', 'ctrl'], check=True)
    app.wait_for_saying('2 selected')
    story.page('selected')
    # A rubber band, from where there is nothing.
    x, y, width, height = app.place_of(wait_for_tile(app, 'Date.jpg'))
    screen.drag((x + 3 * width, y + height - 10), (x + width // 2, y + height // 2))
    app.wait_for_saying('1 selected')


def far_down(story):
    """Two clicks with a hand's pause between them open a tile that was scrolled to"""
    app = story.app
    x, y, width, height = screen.geometry(app.window)
    screen.resize(app.window, *SMALL)
    app.wait(lambda: screen.geometry(app.window)[3] <= SMALL[1] + 100, 'it is small')
    screen.focus(app.window)
    screen.click(*app.middle_of(app.all(None, 'table cell')[1]))
    app.wait_for_saying('1 selected')
    screen.press('End')
    last = names(app)[-1]
    app.wait(lambda: is_inside(app, last), 'the last is in sight')
    screen.press('Escape')
    app.wait(lambda: not app.has('Destroy selected', 'button'), 'the bar is gone')
    place = app.middle_of(wait_for_tile(app, last))
    screen.click(*place)
    time.sleep(HAND_S)
    screen.click(*place)
    app.wait_for('Back', 'button')
    app.press('Back')
    app.wait_for('Import', 'button')
    screen.resize(app.window, width, height)


def end(story):
    """What was chosen in the menu is there after a lock"""
    app = story.app
    app.key('ctrl+l')
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    app.wait_for('January 2024', 'table cell')
    app.close()


if __name__ == '__main__':
    sys.exit(Story('library').run(make_vault, sorted_and_grouped, searched, selected, far_down, end))
