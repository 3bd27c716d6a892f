# test-thumbs.py - items that came without a thumbnail get one when they are looked at
#
# The vault is filled by a program whose decoder cannot be started; then the window opens it.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import sys
from pathlib import Path

import media
import screen
from steps_import import PASSPHRASE
from steps_keep import unlock_to_library
from story import Story
from window import ROOM, nightstandctl

WIDTHS = (360, 1400)
HEIGHT = 720
PATIENCE_S = 30
# The window manager's part of a window's width.
SHADOW = 80
FAR_FROM_GREY = 24


def fill(story):
    """A photo, a film and a recording come in without their thumbnails"""
    folder = ROOM / 'sources'
    story.vault = Path(os.environ['XDG_DATA_HOME']) / 'bare'
    files = [media.jpeg(folder / 'Photo.jpg', media.RED),
             media.film(folder / 'Film.mp4', 'x264enc speed-preset=ultrafast', 'mp4mux',
                        'avenc_aac'),
             media.sound(folder / 'Recording.ogg')]
    decoder = os.environ.get('NIGHTSTAND_DECODER')
    os.environ['NIGHTSTAND_DECODER'] = '/nonexistent'
    nightstandctl(story.vault, 'create', '--kdf', 'quick', passphrase=PASSPHRASE)
    nightstandctl(story.vault, 'import', *files, passphrase=PASSPHRASE)
    if decoder is None:
        del os.environ['NIGHTSTAND_DECODER']
    else:
        os.environ['NIGHTSTAND_DECODER'] = decoder


def middle(app, name):
    """The colour in the middle of the square of a tile."""
    x, y, width, _ = app.place_of(app.wait_for(re.compile('^' + name), 'table cell'))
    return screen.look().at(x + width // 2, y + width // 2)


def open_window(story, scheme):
    app = story.start('--vault', str(story.vault),
                      environment={'ADW_DEBUG_COLOR_SCHEME': scheme})
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    return app


def made(story):
    """Each gets its picture, and what is found out with it is said"""
    app = open_window(story, 'prefer-dark')
    app.wait(lambda: screen.is_near(middle(app, 'Photo'), media.RED, 40),
             'the photo is shown on its tile', PATIENCE_S)
    app.wait_for(re.compile('^Film.mp4, film, 16 seconds$'), 'table cell',
                 seconds=PATIENCE_S)
    app.wait_for(re.compile(r'^Recording.ogg, recording, \d+ seconds?$'), 'table cell',
                 seconds=PATIENCE_S)
    app.wait(lambda: screen.is_near(middle(app, 'Film'), media.FILM_FIRST, 40),
             'the film is shown on its tile', PATIENCE_S)
    x, y, width, _ = app.place_of(app.find(re.compile('^Film'), 'table cell'))
    # The frame is of one colour all over.
    share = screen.look().share(media.FILM_FIRST, x + width - 50, y + 14, 36, 12, tolerance=40)
    story.check(share < 0.5, 'how long it is stands on the film\'s tile')
    x, y, width, _ = app.place_of(app.find(re.compile('^Recording'), 'table cell'))
    picture = screen.look()
    colours = {picture.at(x + at, y + width // 2) for at in range(20, width - 20)}
    bright = [sum(colour) for colour in colours]
    story.check(max(bright) - min(bright) > FAR_FROM_GREY, 'bars on the recording\'s tile')
    story.page('made')
    app.close()


def kept(story):
    """They are there at once the next time, also where nothing can be made"""
    for scheme in ('prefer-light', 'prefer-dark'):
        app = open_window(story, scheme)
        app.wait_for(re.compile('^Film.mp4, film, 16 seconds$'), 'table cell')
        app.wait(lambda: screen.is_near(middle(app, 'Photo'), media.RED, 40),
                 'the photo is shown again', PATIENCE_S)
        for width in WIDTHS:
            screen.resize(app.window, width, HEIGHT)
            app.wait(lambda: abs(screen.geometry(app.window)[2] - width) < SHADOW,
                     'the window has its width', 8)
            app.wait(lambda: screen.is_near(middle(app, 'Photo'), media.RED, 40),
                     'the photo is shown in another size', PATIENCE_S)
            story.album.keep(f'{scheme}-{width}', screen.geometry(app.window))
        app.close()
    status, out, _ = nightstandctl(story.vault, 'verify', passphrase=PASSPHRASE)
    story.equal(status, 0, f'nightstandctl verify, {out}')


def main():
    return Story('thumbs').run(fill, made, kept)


if __name__ == '__main__':
    sys.exit(main())
