# steps_pages.py - what moves by itself, and what has pages
#
# SPDX-License-Identifier: GPL-3.0-or-later

import struct
import time
import zlib

import access
import media
import screen
from steps_import import PASSPHRASE
from steps_keep import unlock_to_library
from steps_view import back, block_width, middle_shows, open_tile, stage
from window import ROOM, nightstandctl

FRAMES = (media.RED, media.GREEN)
FRAME_S = 0.5
PAGES = (media.BLUE, media.YELLOW, media.PURPLE)
TOLERANCE = 4
STILL_S = 1.5


def animation(path, kind):
    """Two frames of one colour each, which take turns for ever."""
    frames = [f'{path}.{i}.png' for i in range(len(FRAMES))]
    for name, colour in zip(frames, FRAMES):
        media.run('convert', '-size', '320x240', 'xc:rgb{}'.format(colour), name)
    if kind == 'gif':
        media.run('convert', '-delay', str(int(FRAME_S * 100)), '-loop', '0', *frames, str(path))
    else:
        media.run('img2webp', '-loop', '0', '-lossless', '-d', str(int(FRAME_S * 1000)),
                  *frames, '-o', str(path))
    for name in frames:
        (path.parent / name).unlink()
    return path


def png_animation(path):
    """A picture that says it is the first of two, which nothing here can read."""
    media.picture(path, media.CYAN)
    data = path.read_bytes()
    chunk = b'acTL' + struct.pack('>II', 2, 0)
    after_header = 8 + 25
    path.write_bytes(data[:after_header] + struct.pack('>I', 8) + chunk
                     + struct.pack('>I', zlib.crc32(chunk)) + data[after_header:])
    return path


def striped(path):
    """A photo with stripes that are grey until it is decoded at its own size."""
    tile = path.with_suffix('.png')
    media.run('convert', '-size', '16x16', 'xc:white', '-fill', 'black',
              '-draw', 'rectangle 0,0 7,15', str(tile))
    media.run('convert', '-size', '8000x6000', f'tile:{tile}', '-quality', '85', str(path))
    tile.unlink()
    return path


# ---- the steps ----

def make(story):
    """Animations and documents are made, and imported by the command line"""
    folder = ROOM / 'sources'
    story.gif = animation(folder / 'Waving.gif', 'gif')
    story.webp = animation(folder / 'Dancing.webp', 'webp')
    story.pdf = media.document(folder / 'Letters.pdf', PAGES)
    story.single = media.document(folder / 'One sheet.pdf', PAGES[:1])
    story.large = striped(folder / 'Large.jpg')
    story.png = png_animation(folder / 'Nodding.png')
    story.files = [story.png, story.gif, story.webp, story.pdf, story.single, story.large]
    for words in (('create', '--kdf', 'quick'), ('import', *story.files)):
        status, _, err = nightstandctl(story.vault, *words, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {words[0]}: {err}')


def unlock(story):
    """The tiles show first frames and first pages"""
    app = story.start('--vault', str(story.vault), environment=story.environment)
    unlock_to_library(app)
    app.wait_for('Import', 'button')
    story.page('moving-library')


def shows(app, colour, path):
    return middle_shows(app, colour, path.name, tolerance=TOLERANCE)


def moves(app, path):
    """Each frame is seen, and the first one again."""
    for colour in (*FRAMES, FRAMES[0]):
        app.wait(lambda: shows(app, colour, path), f'{path.name} shows {colour}')


def stands_still(story, path):
    """For longer than any frame stays."""
    app = story.app
    colour = next(colour for colour in FRAMES if shows(app, colour, path))
    until = time.monotonic() + STILL_S
    while time.monotonic() < until:
        if not story.check(shows(app, colour, path), f'{path.name} moves all the same'):
            return


def animations(story):
    """An animation moves, stops at Space, and goes on"""
    app = story.app
    for path in (story.gif, story.webp):
        open_tile(app, path.name)
        moves(app, path)
        app.wait_for('Pause', 'button')
        story.page(f'animation-{path.suffix[1:]}')
        app.key('space')
        app.wait_for('Play', 'button')
        stands_still(story, path)
        app.press('Play')
        app.wait_for('Pause', 'button')
        moves(app, path)
        app.press('Zoom in')
        moves(app, path)
        back(app)

    open_tile(app, story.png.name)
    app.wait(lambda: shows(app, media.CYAN, story.png), 'the first picture is shown')
    story.check(not app.has('Play', 'button') and not app.has('Pause', 'button'),
                'what does not move can be played')
    app.key('space')
    story.check(shows(app, media.CYAN, story.png), 'it is still shown')
    back(app)


def documents(story):
    """A document turns its pages, by key and by button, and not further than they go"""
    app, path = story.app, story.pdf
    open_tile(app, path.name)
    app.wait(lambda: shows(app, PAGES[0], path), 'the first page is on the screen')
    app.wait_for('Page 1 of 3', 'label')
    story.check(not access.is_sensitive(app.find('Previous page', 'button')),
                'before the first page there is another')
    story.page('document')
    app.key('Page_Down')
    app.wait(lambda: shows(app, PAGES[1], path), 'Page Down turns the page')
    app.wait_for('Page 2 of 3', 'label')
    app.press('Next page')
    app.wait(lambda: shows(app, PAGES[2], path), 'the button turns the page')
    app.wait_for('Page 3 of 3', 'label')
    story.check(not access.is_sensitive(app.find('Next page', 'button')),
                'after the last page there is another')
    app.key('Page_Down')
    app.key('Page_Up')
    app.wait(lambda: shows(app, PAGES[1], path), 'Page Up turns back')

    whole = block_width(app, PAGES[1], path.name)
    app.key('plus', 'plus', 'plus')
    app.wait(lambda: block_width(app, PAGES[1], path.name) > whole * 1.5, 'the page is larger')
    story.page('document-zoomed')
    back(app)

    open_tile(app, story.single.name)
    app.wait(lambda: shows(app, PAGES[0], story.single), 'the only page is on the screen')
    story.check(not app.has('Next page', 'button'), 'a single page can be turned')
    back(app)


def large(story):
    """A large photo is there at once, and sharp where it is looked at closely"""
    app, path = story.app, story.large
    open_tile(app, path.name)

    def has_stripes():
        x, y, width, height = stage(app, path.name)
        picture = screen.look()
        middle = range(x + width // 3, x + width * 2 // 3)
        return all(sum(picture.has(colour, column, y + height // 2) for column in middle)
                   > width // 8 for colour in ((0, 0, 0), (255, 255, 255)))

    app.wait(lambda: stage(app, path.name)[2] > 0, 'the photo has its place')
    story.page('large-photo')
    story.check(not has_stripes(), 'the stripes are sharp before anyone has come closer')
    x, y, width, height = stage(app, path.name)
    screen.click(x + width // 2, y + height // 3, times=2)
    app.wait(has_stripes, 'the photo is sharp at its own size')
    story.page('large-photo-close')
    back(app)


def less_motion(story):
    """Who wants less motion starts it by hand"""
    app = story.app
    app.close()
    settings = ROOM / 'home' / '.config' / 'gtk-4.0' / 'settings.ini'
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('[Settings]\ngtk-enable-animations=false\n')
    app = story.start('--vault', str(story.vault), environment=story.environment)
    unlock_to_library(app)
    open_tile(app, story.gif.name)
    app.wait_for('Play', 'button')
    app.wait(lambda: shows(app, FRAMES[0], story.gif), 'the first frame is on the screen')
    stands_still(story, story.gif)
    story.check(shows(app, FRAMES[0], story.gif), 'it has moved on')
    app.press('Play')
    moves(app, story.gif)


def lock(story):
    """A lock ends what moves"""
    app = story.app
    app.key('ctrl+l')
    app.wait_for('Unlock Vault', 'button')
    app.close()
