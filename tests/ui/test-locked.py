# test-locked.py - one lock out of everything at once, and each thing that it has to drop
#
# A film plays, a search is typed, a picture is in the clipboard, something could be taken
# back.  Then the desktop says that the screen is locked.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import secrets
import string
import subprocess
import sys
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / 'memory'))
import keys  # noqa: E402
from core import SKIPPED, can_trace, in_encodings  # noqa: E402

import listing  # noqa: E402
import media  # noqa: E402
import screen  # noqa: E402
from desktop import Desktop  # noqa: E402
from steps_import import PASSPHRASE, wait_for_tile  # noqa: E402
from steps_keep import check_no_content, select, unlock_to_library  # noqa: E402
from steps_view import open_tile, play  # noqa: E402
from story import Story  # noqa: E402
from window import PATIENCE_S, ROOM, nightstandctl  # noqa: E402

DECODER = os.environ['NIGHTSTAND_DECODER']
# What the toolkit and the sound server have of their own.
OTHERS = re.compile(r'pulseaudio|xshmfence|gdk-|wayland|mesa')


def word():
    return ''.join(secrets.choice(string.ascii_lowercase) for _ in range(12))


def clipboard():
    return subprocess.run(['xclip', '-selection', 'clipboard', '-o', '-t', 'image/png'],
                          capture_output=True, timeout=PATIENCE_S).stdout


def rows(colour):
    """Pixels of COLOUR beside each other, as a texture has them: B G R A, R G B A, R G B."""
    return [bytes(pixel) * 48 for pixel in
            ((*colour[::-1], 255), (*colour, 255), colour)]


def ours(pid):
    return [name for name in listing.memory_files(pid) if not OTHERS.match(name)]


def found_in_memory(story, names=None):
    wanted = {name: story.needles[name] for name in names or story.needles}
    return {name: len(places) for name, places in
            keys.find(story.app.process.pid, wanted).items() if places}


# ---- the steps ----

def fill(story):
    """A vault with a photo and a film, and a desktop that can lock its screen"""
    story.photo_word, story.film_word, story.tag = word(), word(), word()
    sources = ROOM / 'sources'
    photo = media.picture(sources / f'{story.photo_word}.png', media.RED)
    film = media.film(sources / f'{story.film_word}.webm', 'vp8enc deadline=1 cpu-used=8',
                      'webmmux')
    story.vault.parent.mkdir(parents=True)
    for args in (('create', '--kdf', 'quick'), ('import', photo, film)):
        status, _, complaints = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.check(status == 0, f'{args[0]}: {complaints}')
    for path in (photo, film):
        path.unlink()
    story.photo, story.film = photo.name, film.name
    story.desktop = Desktop(story)
    story.desktop.start_screen_saver()


def open_everything(story):
    """A tag that can be taken back, a copied photo, a search, a film that plays"""
    app = story.start()
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    tile = wait_for_tile(app, story.photo)
    app.wait(lambda: screen.look().has(media.RED, *app.middle_of(tile)), 'its thumbnail')
    story.tile = screen.look().at(*app.middle_of(tile))
    select(app, story.photo)
    app.key('ctrl+c')
    app.wait_for_saying('Copied. Other programs can read the clipboard')
    story.check(clipboard().startswith(b'\x89PNG'), 'blind: the clipboard holds no photo')
    app.key('ctrl+t')
    app.enter('Find or create a tag', story.tag, 'text', 'entry')
    app.press(f'Create “{story.tag}”')
    app.wait_for(story.tag, 'list item')
    app.key('Escape')
    # As nobody writes it but who searches.
    story.search = story.film_word.upper()
    app.key('ctrl+f')
    screen.write(story.search)
    app.wait_gone(re.compile(f'^{story.photo_word}'), 'table cell')
    open_tile(app, story.film)
    play(app)


def name_needles(story):
    """Each thing is in memory now, or what follows says nothing"""
    app = story.app
    x, y, width, height = screen.geometry(app.window)
    shown = screen.look().at(x + width // 2, y + height // 2)
    story.needles = {'frame of the film': rows(shown)[0],
                     **keys.halves(keys.keys_of(story.vault, PASSPHRASE))}
    groups = {'photo’s name': story.photo_word, 'film’s name': story.film_word,
              'tag': story.tag, 'search': story.search}
    found = found_in_memory(story)
    for name in story.needles:
        story.check(name in found, f'blind: {name} is not found')
    thumbnail = {f'thumbnail, order {i}': row for i, row in enumerate(rows(story.tile))}
    story.needles.update(thumbnail)
    story.check(found_in_memory(story, thumbnail), 'blind: no thumbnail is found')
    for name, text in groups.items():
        needles = in_encodings(name, text)
        story.needles.update(needles)
        story.check(found_in_memory(story, needles), f'blind: {name} is not found')
    story.check(listing.helpers(app.process.pid, DECODER), 'blind: no decoder runs')
    story.check(ours(app.process.pid), 'blind: there is no frame of the film')


def listed(story):
    """While the film plays /proc shows nothing of what it is, to root neither"""
    pid = story.app.process.pid
    shown = listing.of_program(pid)
    for what in ('cmdline', 'comm', 'environ', 'maps', 'status'):
        story.check(Path(f'/proc/{pid}/{what}') in shown, f'blind: {what} was not read')
    kinds = {path.parent.name for path in shown}
    story.check({'fd', 'fdinfo'} <= kinds, f'blind: only {kinds} were read')
    private = (story.photo_word, story.film_word, story.tag, story.search, PASSPHRASE,
               PASSPHRASE.split()[0])
    for path, said in shown.items():
        for text in private:
            story.check(text.encode() not in said, f'{path} says {text}')
    print(f'  {len(shown)} entries of {len(listing.family(pid))} processes', flush=True)


def locked(story):
    """The screen is locked: nothing is on it"""
    story.desktop.cover_screen(True)
    app = story.app
    app.wait_for('Unlock Vault', 'button')
    check_no_content(story, screen.look(), 'after the lock')


def each_is_gone(story):
    """Keys, pixels, names, search, clipboard, decoders and their memory: one by one"""
    app = story.app
    pid = app.process.pid
    app.wait(lambda: not listing.helpers(pid, DECODER), 'every decoder ends')
    story.equal(ours(pid), [], 'memory shared with decoders')
    story.equal(clipboard(), b'', 'the clipboard')
    for name, n in found_in_memory(story).items():
        story.check(False, f'after the lock: {name}, {n} times')
    texts = app.words()
    for text in (story.photo_word, story.film_word, story.tag, story.search):
        story.check(text not in texts, f'a screen reader is told {text}')
    for role in ('table cell', 'list item'):
        story.check(not app.has(None, role), f'there are rows of a list: {role}')


def nothing_comes_back(story):
    """After the next unlocking nothing is searched, and nothing can be taken back"""
    app = story.app
    story.desktop.cover_screen(False)
    unlock_to_library(app)
    for name in (story.photo, story.film):
        wait_for_tile(app, name)
    app.wait_for(story.tag, 'list item')
    app.key('ctrl+z')
    # What comes later was asked for later.
    select(app, story.photo)
    app.wait_for(story.tag, 'list item')
    app.close()


def main():
    if not can_trace():
        print('this test may not look into another process')
        return SKIPPED
    story = Story('locked')
    story.vault = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
    return story.run(fill, open_everything, name_needles, listed, locked, each_is_gone,
                     nothing_comes_back)


if __name__ == '__main__':
    sys.exit(main())
