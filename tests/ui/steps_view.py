# steps_view.py - looking at what is in the vault: pictures, films, a recording
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import time

import access
import media
import screen
import traces
from steps_import import wait_for_tile

# A film is scaled and converted on its way to the screen.
FILM_TOLERANCE = 28
STILL_S = 1.2


def open_tile(app, name):
    screen.focus(app.window)
    screen.click(*app.middle_of(wait_for_tile(app, name)), times=2)
    app.wait_for('Back', 'button')


def title(app):
    """What the viewer says it shows."""
    return access.name_of(app.find(re.compile(f'{media.NAME_WORD}|^Pasted '), 'label'))


def back(app):
    app.press('Back')
    app.wait_for('Import', 'button')


def stage(app, *names):
    """Where the picture or film is on the screen."""
    return app.place_of(app.wait_for(re.compile('|'.join(map(re.escape, names))), 'image'))


def middle_shows(app, colour, *names, tolerance=16):
    x, y, width, height = stage(app, *names)
    return screen.look().has(colour, x + width // 2, y + height // 2, tolerance)


def block_width(app, colour, name):
    """How much of the line through the middle has COLOUR."""
    x, y, width, height = stage(app, name)
    picture = screen.look()
    return sum(picture.has(colour, column, y + height // 2)
               for column in range(x, x + width))


# ---- the steps ----

def pictures(story):
    """Pictures are opened, zoomed, and gone through"""
    app, sources = story.app, story.sources
    order = [access.name_of(node).split(', ')[0] for node in app.all(re.compile(', '), 'table cell')]
    name = sources.jpeg.name
    open_tile(app, name)
    story.equal(title(app), name, 'the title of the viewer')
    app.wait(lambda: middle_shows(app, media.RED, name), 'the photo is on the screen')
    story.page('photo')

    whole = block_width(app, media.RED, name)
    app.press('Zoom in')
    app.wait(lambda: block_width(app, media.RED, name) > whole * 1.1, 'the photo is larger')
    story.page('photo-zoomed')
    app.key('0')
    app.wait(lambda: block_width(app, media.RED, name) == whole, 'the photo is whole again')
    app.key('plus')
    app.wait(lambda: block_width(app, media.RED, name) > whole * 1.1, 'the key + zooms')
    app.press('Zoom out')
    app.wait(lambda: block_width(app, media.RED, name) <= whole, 'the photo is smaller')

    at = order.index(name)
    if at + 1 < len(order):
        app.press('Next')
        app.wait(lambda: title(app) == order[at + 1], f'{order[at + 1]} comes next')
        app.press('Previous')
    else:
        app.press('Previous')
        app.wait(lambda: title(app) == order[at - 1], f'{order[at - 1]} comes before')
        app.press('Next')
    app.wait(lambda: title(app) == name, 'the photo is shown again')
    app.wait(lambda: middle_shows(app, media.RED, name), 'and on the screen')
    app.key('Escape')
    app.wait_for('Import', 'button')

    for file, colour in ((sources.png, media.GREEN), (sources.heic, media.YELLOW),
                         (sources.gif, media.BLUE), (sources.inner, media.PURPLE)):
        open_tile(app, file.name)
        app.wait(lambda: middle_shows(app, colour, file.name), f'{file.name} is shown')
        back(app)


def position(app):
    return access.value_of(app.find('Position', 'slider'))


def clock(app):
    """The seconds played, as the label says them."""
    said = access.name_of(app.wait_for(re.compile(r'^\d+:\d\d( / \d+:\d\d)?$'), 'label'))
    minutes, seconds = said.split(' / ')[0].split(':')
    return int(minutes) * 60 + int(seconds)


def play(app):
    """Play what is open until time moves."""
    app.press('Play')
    app.wait_for('Pause', 'button')
    first = position(app)
    app.wait(lambda: position(app) > first + 0.5, 'the position advances')


def pause(story, what):
    app = story.app
    app.press('Pause')
    app.wait_for('Play', 'button')
    stopped = position(app)
    time.sleep(STILL_S)
    story.check(abs(position(app) - stopped) < 0.2, f'{what} goes on although it is paused')


def play_film(story, file, page):
    app = story.app
    open_tile(app, file.name)
    app.wait_for(re.compile(' / 0:16$'), 'label')
    play(app)
    app.wait(lambda: middle_shows(app, media.FILM_FIRST, 'Film', tolerance=FILM_TOLERANCE),
             'the first half is on the screen', 10)
    story.page(page)
    access.set_value(app.find('Position', 'slider'), media.FILM_HALF_S + 2)
    app.wait(lambda: middle_shows(app, media.FILM_SECOND, 'Film', tolerance=FILM_TOLERANCE),
             'after seeking the second half is on the screen', 10)
    story.check(clock(app) >= media.FILM_HALF_S, f'the time after seeking: {clock(app)} s')
    access.set_value(app.find('Position', 'slider'), 1)
    app.wait(lambda: middle_shows(app, media.FILM_FIRST, 'Film', tolerance=FILM_TOLERANCE),
             'after seeking back the first half is on the screen', 10)
    pause(story, file.name)
    story.check(not traces.files_written(app.process.pid, story.vault),
                f'files are written: {traces.files_written(app.process.pid, story.vault)}')
    code = traces.media_code(app.process.pid)
    story.check(not code, f'what parses films is in the process with the keys: {code}')


def use_keys(story):
    """The film that is open and paused near its beginning."""
    app = story.app
    at = position(app)
    app.key('shift+Right')
    app.wait(lambda: abs(position(app) - at - 5) < 0.3, 'Shift+Right goes five seconds on')
    app.key('shift+Left')
    app.wait(lambda: abs(position(app) - at) < 0.3, 'Shift+Left goes five seconds back')
    app.key('bracketright')
    app.wait_for('1.25×', 'label')
    app.key('bracketleft')
    app.key('bracketleft')
    app.wait_for('0.75×', 'label')
    app.key('bracketright')
    app.wait_for('1×', 'label')
    app.key('l')
    app.wait(lambda: access.is_pressed(app.find('Repeat', 'button')),
             'the key L repeats')
    access.set_value(app.find('Position', 'slider'), 2 * media.FILM_HALF_S - 1)
    app.key('space')
    app.wait(lambda: position(app) < media.FILM_HALF_S, 'after its end it begins again', 10)
    app.key('space')
    app.wait_for('Play', 'button')
    app.key('l')


def left_at(story, seconds, expected):
    """Leave the film that is open SECONDS from its beginning, and open it again."""
    app = story.app
    access.set_value(app.find('Position', 'slider'), seconds)
    app.wait(lambda: abs(position(app) - seconds) < 0.3, f'it is {seconds} s in')
    back(app)
    open_tile(app, story.sources.mp4.name)
    app.wait_for(re.compile(' / 0:16$'), 'label')
    app.wait(lambda: abs(position(app) - expected) < 0.3,
             f'left {seconds} s in, it begins at {expected} s')


def film(story):
    """Films play, seek and pause, begin where they were left, and leave no file"""
    app, sources = story.app, story.sources
    before = traces.files()
    play_film(story, sources.mp4, 'film')
    use_keys(story)
    left_at(story, media.FILM_HALF_S + 1, media.FILM_HALF_S + 1)
    left_at(story, 2, 0)
    back(app)
    if app.has(re.compile(re.escape(sources.film.name) + ', film'), 'table cell'):
        play_film(story, sources.film, 'film-webm')
        back(app)
    new = {path for path in traces.files() - before if story.vault not in path.parents}
    story.check(not new, f'files made while a film played: {sorted(map(str, new))}')


def others(story):
    """A recording plays, and what is broken says so"""
    app, sources = story.app, story.sources
    open_tile(app, sources.sound.name)
    play(app)
    story.page('recording')
    pause(story, 'the recording')
    back(app)
    open_tile(app, sources.broken.name)
    app.wait_for_saying('This File Is Broken')
    story.page('broken')
    story.check(app.has('Export a Copy…', 'button'), 'a broken file can be exported')
    back(app)
