# test-export.py - copies leave the vault through the window, without what describes them
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import sys

import access
import media
import screen
from steps_import import PASSPHRASE
from steps_keep import unlock_to_library
from story import Story
from window import ROOM, nightstandctl

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
    folder.mkdir()
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
    app.close()


if __name__ == '__main__':
    sys.exit(Story('export').run(make_vault, stripped, original))
