# test-originals.py - after an import: originals and what they left are offered to be removed
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import re
import sys

import access
import media
import screen
from sizes import show_dialog
from steps_access import tab_to, take
from steps_desktop import run
from steps_import import PASSPHRASE, answer, copy, wait_for_tile
from steps_keep import unlock_to_library
from story import Story
from window import ROOM, nightstandctl

SCHEMES = ('prefer-light', 'prefer-dark')
WARNING = 'Removing is not erasing'


def thumbnail(path):
    """What a desktop would keep of it."""
    folder = ROOM / 'home/.cache/thumbnails/normal'
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / (hashlib.md5(path.as_uri().encode()).hexdigest() + '.png')
    file.write_bytes(b'picture')
    return file


def tick_of(app, title, path):
    return access.find(app.dialog('Originals'), re.compile(f'^{re.escape(str(path))} {title}$'),
                       'check box')


def bring_in(story):
    """Two files are pasted; the toast offers to look at the originals"""
    app = story.start('--vault', str(story.vault),
                      environment={'ADW_DEBUG_COLOR_SCHEME': story.scheme})
    story.said = access.Listener(app.root)
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    folder = ROOM / 'sources' / story.scheme
    folder.mkdir()
    story.one = media.jpeg(folder / 'One.jpg', media.RED)
    story.two = media.jpeg(folder / 'Two.jpg', media.BLUE)
    story.small = thumbnail(story.one)
    copy('text/uri-list', b''.join(path.as_uri().encode() + b'\r\n'
                                   for path in (story.one, story.two)))
    screen.focus(app.window)
    app.key('ctrl+v')
    answer(story, 'Remove Details')
    screen.focus(app.window)
    wait_for_tile(app, story.two.name)
    app.wait_for_saying('2 items imported')
    story.page(f'toast-{story.scheme}')
    story.check(story.one.exists() and story.small.exists(), 'something was removed unasked')


def look(story):
    """Each is on the list with where it is; what changed since is not offered"""
    app = story.app
    # Another picture under the name, before anybody looks.
    media.jpeg(story.two, media.GREEN)
    app.press('Originals…', 'button')
    app.wait_for_dialog('Originals')
    app.wait(lambda: tick_of(app, 'Original file', story.one), 'the original is listed')
    words = access.words(app.dialog('Originals'))
    for sentence in (WARNING, str(story.small), str(story.two),
                     'The vault holds nothing with the same content, so this stays.'):
        story.check(sentence in words, f'the list does not say {sentence!r}')
    story.check(tick_of(app, 'Original file', story.two) is None,
                'the only copy of a picture can be ticked')
    for title, path in (('Original file', story.one), ('Thumbnail', story.small)):
        story.check(access.is_checked(tick_of(app, title, path)), f'{path} is not ticked')
    story.page(f'list-{story.scheme}')
    show_dialog(story, 'Originals')


def leave(story):
    """Nothing happens without the second answer"""
    app = story.app
    app.press('Remove Ticked…', 'button')
    app.wait_for_saying('Remove 2 Files and Traces?')
    story.page(f'question-{story.scheme}')
    app.press('Cancel', 'button')
    app.wait(lambda: not app.says('Remove 2 Files and Traces?'), 'the question is gone')
    story.check(story.one.exists() and story.small.exists(), 'something was removed')
    take(app)
    tab_to(story, re.escape(str(story.small)))
    screen.press('space')
    app.wait(lambda: not access.is_checked(tick_of(app, 'Thumbnail', story.small)),
             'the thumbnail is not ticked')


def remove(story):
    """What is ticked goes, and what was not ticked stays; the list says which"""
    app = story.app
    app.press('Remove Ticked…', 'button')
    app.wait_for_saying('Remove 1 Original?')
    app.press(re.compile('^_?Remove$'), 'button')
    app.wait_for_saying('Still There')
    take(app)
    words = access.words(app.dialog('Originals'))
    for sentence in ('Removed', 'Left alone', WARNING):
        story.check(sentence in words, f'the result does not say {sentence!r}')
    story.check(not story.one.exists(), 'the original is still there')
    story.check(story.two.exists() and story.small.exists(), 'something else was removed')
    story.check('Undo' not in words, 'an Undo is offered')
    story.page(f'result-{story.scheme}')
    show_dialog(story, 'Originals')
    app.key_in('Originals', 'Escape')
    app.wait_dialog_gone('Originals')


def lock(story):
    """The menu has it as long as the vault is open, and a lock takes the list off the screen"""
    app = story.app
    screen.focus(app.window)
    app.press('Import')
    app.press(re.compile('^Remove _?Originals…$'), 'menu item')
    app.wait_for_dialog('Originals')
    app.wait_for_saying(str(story.two))
    story.equal(run('--vault', story.vault, '--lock')[0], 0, 'the status of --lock')
    app.wait_for('Unlock Vault', 'button')
    story.check(not app.says(str(story.two)), 'a path is on the locked screen')
    unlock_to_library(app)
    app.press('Import')
    app.wait_for(re.compile('^_?Paste'), 'menu item')
    story.check(not app.has(re.compile('Remove _?Originals…'), 'menu item'),
                'the vault still knows where the files were')
    screen.press('Escape')
    app.close()


def make(story):
    """An empty vault is made"""
    story.vault = ROOM / 'home/vault'
    status, _, err = nightstandctl(story.vault, 'create', '--kdf', 'quick', passphrase=PASSPHRASE)
    story.equal(status, 0, f'nightstandctl create, {err}')


def in_scheme(scheme):
    def step(story):
        story.scheme = scheme
        for part in (bring_in, look, leave, remove, lock):
            print(f'  {part.__doc__}', flush=True)
            part(story)
    step.__doc__ = f'Originals, {scheme}'
    return step


if __name__ == '__main__':
    sys.exit(Story('originals').run(make, *[in_scheme(scheme) for scheme in SCHEMES]))
