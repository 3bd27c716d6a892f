# steps_keep.py - how long things stay: expiry, deletion, the lock, and a second start
#
# SPDX-License-Identifier: GPL-3.0-or-later

import datetime
import re
import subprocess
import sys
import time

import access
import media
import screen
import traces
from steps_import import OFFER, PASSPHRASE, tiles, wait_for_tile
from steps_view import middle_shows, open_tile
from window import BUSY, PATIENCE_S, PROGRAM, ROOM, nightstandctl

# Enough to unlock and to open the item on a slow machine.
LIFE_S = 30
THREE = (('Apple.jpg', media.RED), ('Banana.jpg', media.GREEN), ('Cherry.jpg', media.BLUE))
COLOURS = (media.RED, media.GREEN, media.BLUE, media.YELLOW, media.PURPLE, media.CYAN)


def select(app, name):
    screen.focus(app.window)
    screen.click(*app.middle_of(wait_for_tile(app, name)))
    app.wait_for_saying('1 selected')


def unlock(app, passphrase=PASSPHRASE):
    app.enter('Passphrase', passphrase)
    app.press('Unlock Vault')


def unlock_to_library(app):
    unlock(app)
    app.wait_for('Import', 'button')


def make_vault_of_three(story):
    """A vault holds three photos"""
    files = [media.jpeg(ROOM / 'sources' / name, colour) for name, colour in THREE]
    story.vault = ROOM / 'home/vault'
    for args in (('create', '--kdf', 'quick'), ('import', *files)):
        status, _, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {args[0]}, {err}')
    story.start('--vault', str(story.vault))
    story.app.wait_for('Unlock Vault', 'button')
    unlock_to_library(story.app)
    wait_for_tile(story.app, 'Cherry.jpg')


def content_colours(app, picture):
    """The colours of the pictures in the vault that are in its window."""
    box = screen.geometry(app.window)
    return [colour for colour in COLOURS if picture.share(colour, *box, tolerance=6) > 0.002]


def check_no_content(story, picture, when):
    """Neither the tree nor the screen may hold anything of the vault."""
    app = story.app
    story.check(not app.has(None, 'table cell'), f'there are tiles {when}')
    story.check(media.NAME_WORD not in app.words(), f'there are names {when}')
    story.equal(screen.title_of(app.window), 'Nightstand', f'the title {when}')
    shown = content_colours(app, picture)
    story.check(not shown, f'colours of the pictures are on the screen {when}: {shown}')


# ---- the steps ----

def expiry(story):
    """An expiry of one hour is set, and the tile says so"""
    app, name = story.app, story.sources.jpeg.name
    x, y, width, _ = app.place_of(wait_for_tile(app, name))
    corner = x + 20, y + width - 28, 60, 14
    before = screen.look().spots(*corner)
    select(app, name)
    story.page('selected')
    app.press('Expiry of selected')
    app.wait_for_dialog('Expiry')
    app.press(re.compile('^1 Hour'), inside='Expiry')
    story.page('expiry')
    app.press('Set Expiry')
    app.wait_dialog_gone('Expiry')
    app.wait_for(re.compile(f'^{re.escape(name)}, photo, (1 hour|60 minutes) left$'),
                 'table cell')
    # The dialog had the focus, and nobody gives it back without a window manager.
    screen.focus(app.window)
    app.wait_gone('Covered while you are elsewhere')
    app.wait(lambda: screen.look().spots(*corner) != before, 'the chip is on the tile')
    story.page('chip')

    select(app, name)
    app.key('ctrl+e')
    app.wait_for_dialog('Expiry')
    app.wait_for_saying('At present: expires')
    app.press(re.compile('^Date and Time'), inside='Expiry')
    app.wait_for('Hour', 'spin button')
    story.page('expiry-date')
    app.press('Cancel', inside='Expiry')
    app.wait_dialog_gone('Expiry')


def delete(story):
    """An item is destroyed, after a question that can be answered with no"""
    app, name = story.app, story.sources.gif.name
    select(app, name)
    app.press('Destroy selected')
    app.wait_for_saying('Destroy This Item?')
    story.page('destroy')
    app.press(re.compile('Cancel'))
    app.wait(lambda: not app.says('Destroy This Item?'), 'the question is gone')
    story.check(app.has(re.compile(re.escape(name)), 'table cell'), 'no means no')
    app.press('Destroy selected')
    app.wait_for_saying('Destroy This Item?')
    app.press(re.compile('^_?Destroy( Destroy)?$'))
    app.wait_gone(re.compile(re.escape(name)), 'table cell')
    app.wait_for_saying('1 item destroyed')
    story.page('destroyed')


def lock(story):
    """Ctrl+L takes everything off the screen"""
    app = story.app
    n_tiles = len(tiles(app))
    story.equal(n_tiles, 9, 'tiles before the lock')
    app.key('ctrl+l')
    app.wait_for('Unlock Vault', 'button')
    picture = story.page('locked')
    check_no_content(story, picture, 'after the lock')
    found = traces.search(story.sources)
    story.check(not found, 'left behind after the lock: ' + '; '.join(found))


def wrong_passphrase(story):
    """A wrong passphrase is told, the right one unlocks"""
    app = story.app
    unlock(app, 'violet lantern gravel tuesday orchids')
    app.wait_for_saying('This passphrase doesn’t open the vault.')
    story.page('wrong-passphrase')
    unlock_to_library(app)
    app.wait(lambda: len(tiles(app)) == 9, 'the tiles are back')
    wait_for_tile(app, story.sources.jpeg.name + ', photo, ')


def expires_while_shown(story):
    """An item that expires while it is looked at goes away by itself"""
    app, file = story.app, story.sources.later
    app.press('Lock')
    app.wait_for('Unlock Vault', 'button')
    end = time.time() + LIFE_S
    moment = datetime.datetime.fromtimestamp(int(end), datetime.timezone.utc)
    status, out, err = nightstandctl(story.vault, 'import', file, '--expires',
                                     moment.strftime('%Y-%m-%dT%H:%M:%SZ'),
                                     passphrase=PASSPHRASE)
    unlock_to_library(app)
    if not story.equal(status, 0, f'nightstandctl import, {out}{err}'):
        return
    open_tile(app, file.name)
    app.wait(lambda: middle_shows(app, media.CYAN, file.name), 'the photo is on the screen')
    story.check(app.says('seconds left'), 'the viewer does not say that seconds are left')
    story.page('expiring')
    story.check(time.time() < int(end) - 1, 'it was opened too late to see it expire')
    app.wait_gone(re.compile(re.escape(file.name)), seconds=LIFE_S + 10)
    late = time.time() - int(end)
    picture = story.page('expired')
    story.check(-0.1 < late < 3, f'it went away {late:.1f} s after its end')
    app.wait_for('Import', 'button')
    story.check(not app.has('Back', 'button'), 'the viewer is still open')
    box = screen.geometry(app.window)
    story.check(picture.share(media.CYAN, *box) < 0.1, 'it is still on the screen')
    story.check(file.name not in app.words(), 'its name is still there')


def second_start(story):
    """A second start brings the window forward; the command line finds the vault busy"""
    app = story.app
    helper = story.helper(sys.executable, str(OFFER))
    cover = access.wait_until(lambda: screen.window_ids(helper.pid), 'another window')[0]
    x, y = screen.geometry(app.window)[:2]
    screen.place(cover, x + 300, y + 300)
    screen.focus(cover)
    access.wait_until(lambda: stacking()[-1] == cover, 'the other window is on top')
    story.page('covered')
    done = subprocess.run([PROGRAM], timeout=PATIENCE_S, stdin=subprocess.DEVNULL)
    story.equal(done.returncode, 0, 'the status of the second start')
    app.wait(lambda: stacking()[-1] == app.window, 'the first window comes forward', 10)
    story.page('forward')
    named = [node for node in access.applications()
             if access.name_of(node) == access.name_of(app.root)]
    story.equal(len(named), 1, 'running programs')
    helper.terminate()
    helper.wait()

    status, out, err = nightstandctl(story.vault, 'list', passphrase=PASSPHRASE)
    story.equal(status, BUSY, 'the status of nightstandctl list while the window is open')
    story.check('open' in err and not out, f'what it says: {out}{err}')


def stacking():
    """The windows on the screen, the topmost last."""
    out = subprocess.run(['xdotool', 'search', '--onlyvisible', '--maxdepth', '1', '--name',
                          '.'], capture_output=True, text=True).stdout
    return [int(line) for line in out.split()]


def no_traces(story):
    """Nothing of what was imported is anywhere outside its own files"""
    found = traces.search(story.sources)
    story.check(not found, 'left behind while open: ' + '; '.join(found))
