# test-export.py - copies leave the vault through the window, without what describes them
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import subprocess
import sys
from pathlib import Path

import access
import media
import screen
from steps_import import HELPER_PLACE, PASSPHRASE, wait_for_tile
from steps_keep import unlock_to_library
from story import Story
from window import PATIENCE_S, ROOM, nightstandctl

TAKE = Path(__file__).with_name('take.py')
EXPORT = re.compile('^_?Export Here')
WORDS = b'words in a comment'


def make_vault(story):
    """A vault holds a photo with a comment in it, and a letter"""
    folder = ROOM / 'sources'
    photo = media.jpeg(folder / 'Us.jpg', media.RED)
    data = photo.read_bytes()
    photo.write_bytes(data[:2] + b'\xff\xfe\0\x14' + WORDS + data[2:])
    letter = folder / 'Letter.pdf'
    letter.write_bytes(b'%PDF-1.4\n')
    story.photo, story.letter, story.vault = photo, letter, ROOM / 'home/vault'
    for args in (('create', '--kdf', 'quick'), ('import', photo, letter)):
        status, _, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {args[0]}, {err}')


def export(story, folder, keep_details=False):
    app = story.app
    folder.mkdir(exist_ok=True)
    screen.focus(app.window)
    app.key('ctrl+a')
    app.wait_for_saying('2 selected')
    app.press('Export selected')
    app.wait_for_saying('Export 2 Items?')
    if keep_details:
        screen.press('Tab', 'space')
    story.page('question-off' if keep_details else 'question-on')
    app.press('Choose Folder…')
    app.wait_for_dialog('Export To')
    app.key_in('Export To', 'ctrl+l')
    app.wait(lambda: app.find(None, 'entry', 'text'), 'there is a place to type a path')
    screen.write(f'{folder}/')
    app.press(EXPORT, inside='Export To')
    app.wait_dialog_gone('Export To')


def stripped(story):
    """By default the details stay behind, and what cannot be freed of them stays too"""
    app = story.start('--vault', str(story.vault))
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    folder = ROOM / 'stripped'
    export(story, folder)
    app.wait_for_dialog('Summary')
    story.page('summary')
    summary = access.words(app.dialog('Summary'))
    for sentence in ('1 item was exported. 1 item could not be:', 'Letter.pdf',
                     'Details Can’t Be Removed', 'not exported'):
        story.check(sentence in summary, f'the summary does not say {sentence!r}')
    app.key_in('Summary', 'Escape')
    app.wait_dialog_gone('Summary')
    story.equal([path.name for path in folder.iterdir()], ['Us.jpg'], 'exported files')
    story.check(WORDS not in (folder / 'Us.jpg').read_bytes(), 'the comment left with it')


def original(story):
    """On request both are exported as they are"""
    app = story.app
    folder = ROOM / 'original'
    export(story, folder, keep_details=True)
    app.wait_for_saying('2 items exported')
    for path in (story.photo, story.letter):
        story.check((folder / path.name).read_bytes() == path.read_bytes(),
                    f'{path.name} is not the original')


def again(story):
    """Into a folder that has files of these names they go beside them, and replace none"""
    app = story.app
    folder = ROOM / 'original'
    (folder / 'Us.jpg').write_bytes(b'something else')
    export(story, folder, keep_details=True)
    app.wait(lambda: len(list(folder.iterdir())) == 4, 'all of them are there')
    app.wait_gone('Stop Export')
    story.equal(sorted(path.name for path in folder.iterdir()),
                ['Letter (2).pdf', 'Letter.pdf', 'Us (2).jpg', 'Us.jpg'], 'exported files')
    story.equal((folder / 'Us.jpg').read_bytes(), b'something else', 'what was there')
    story.check((folder / 'Us (2).jpg').read_bytes() == story.photo.read_bytes(),
                'Us (2).jpg is not the original')


def clipboard(*args):
    return subprocess.run(['xclip', '-selection', 'clipboard', '-o', *args],
                          capture_output=True, timeout=PATIENCE_S).stdout


def copied(story):
    """A photo that is copied can be pasted elsewhere, without its details; a lock empties that"""
    app = story.app
    screen.focus(app.window)
    app.key('Escape')
    screen.click(*app.middle_of(wait_for_tile(app, 'Us.jpg')))
    app.key('ctrl+c')
    app.wait_for_saying('Copied. Other programs can read the clipboard')
    data = clipboard('-t', 'image/png')
    story.check(data.startswith(b'\x89PNG'), f'no photo in the clipboard: {data[:8]}')
    story.check(WORDS not in data, 'the comment left with it')
    app.key('ctrl+l')
    app.wait_for('Unlock Vault', 'button')
    story.equal(clipboard('-t', 'image/png'), b'', 'the clipboard after a lock')
    unlock_to_library(app)


def dragged(story):
    """A photo is dragged into another program"""
    app = story.app
    taken = ROOM / 'taken.png'
    helper = story.helper(sys.executable, str(TAKE), str(taken))
    window = access.wait_until(lambda: screen.window_ids(helper.pid),
                               'the window to drop on is there')[0]
    screen.place(window, *HELPER_PLACE)
    access.wait_until(lambda: screen.geometry(window)[:2] == HELPER_PLACE,
                      'it is beside the window')
    x, y, width, height = screen.geometry(window)
    screen.focus(app.window)
    app.wait_gone('Covered while you are elsewhere')
    screen.drag(app.middle_of(wait_for_tile(app, 'Us.jpg')),
                (x + width // 2, y + height * 2 // 3))
    app.wait(taken.exists, 'it was taken')
    story.page('dragged')
    helper.terminate()
    helper.wait()
    app.close()


if __name__ == '__main__':
    sys.exit(Story('export').run(make_vault, stripped, original, again, copied,
                                 dragged))
