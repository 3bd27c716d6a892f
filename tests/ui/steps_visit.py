# steps_visit.py - what a visit does beyond the ways in: more kinds, an export, a lock
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import sys
import time
from pathlib import Path

import access
import media
import screen
from steps_import import IMPORT, agree, wait_for_tile
from steps_keep import select, unlock_to_library
from steps_view import back, open_tile
from window import ROOM

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / 'support'))
import kinds  # noqa: E402

ANIMATED_S = 1.0


class More:
    """A folder with what the other steps have none of: an animation and a document."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.animation = folder / f'{media.NAME_WORD}-dance.gif'
        blue = 'rgb{}'.format(media.BLUE)
        kinds.run('convert', '-size', '320x240', '-delay', '20', '-loop', '0', f'xc:{blue}',
                  'gradient:#e8d8c0-#303850', '-set', 'comment', media.TAG_WORD,
                  self.animation)
        self.document = folder / f'{media.NAME_WORD}-letter.pdf'
        text = f'({media.TAG_WORD}) pop 0.8 0.2 0.2 rg 20 20 160 60 re f'
        self.document.write_bytes(kinds.pdf(text.encode()))


def choose_folder(app, title, accept, folder):
    """Answer a file chooser with everything in FOLDER, or with FOLDER itself."""
    app.key_in(title, 'ctrl+l')
    app.wait(lambda: app.find(None, 'entry', 'text'), 'there is a place to type a path')
    screen.write(f'{folder}/')
    screen.press('Return')
    if accept is IMPORT:
        app.wait_for(folder.name, 'label')
        screen.press('ctrl+a')
        app.press(accept, inside=title)
    app.wait_dialog_gone(title)


# ---- the steps ----

def more_kinds(story):
    """An animation and a document come in by the chooser"""
    app = story.app
    story.more = More(ROOM / 'sources' / 'more')
    app.press('Import')
    app.press('Import Files…', 'menu item')
    choose_folder(app, 'Import Files', IMPORT, story.more.folder)
    agree(app)
    for path in (story.more.animation, story.more.document):
        wait_for_tile(app, path.name)
    app.wait_gone('Stop Import')


def animation(story):
    """The animation is looked at for a while"""
    app = story.app
    open_tile(app, story.more.animation.name)
    app.wait_for(story.more.animation.name, 'image')
    time.sleep(ANIMATED_S)
    story.page('animation')
    back(app)


def document(story):
    """The document is opened: a page of it is shown, or that it cannot be"""
    app = story.app
    open_tile(app, story.more.document.name)
    story.page('document')
    back(app)


def export(story):
    """A photo is taken out, into a folder that is chosen"""
    app, photo = story.app, story.sources.jpeg
    story.out = ROOM / 'out'
    story.out.mkdir()
    select(app, photo.name)
    app.press('Export selected')
    app.wait_for_saying('Export This Item?')
    app.press(re.compile('Choose Folder'))
    choose_folder(app, 'Export To', None, story.out)
    app.wait_for_saying('1 item exported')
    data = (story.out / photo.name).read_bytes()
    story.check(data[:3] == photo.read_bytes()[:3], 'what came out is no photo')
    story.check(media.TAG_WORD.encode() not in data, 'what came out says something')


def lock(story):
    """The vault is locked, and unlocked again"""
    app = story.app
    app.key('ctrl+l')
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    wait_for_tile(app, story.sources.jpeg.name)


def end(story):
    """The window is closed"""
    story.app.close()
    story.check(not access.applications() or all(
        access.process_of(node) != story.app.process.pid for node in access.applications()),
        'it is still on the bus of assistive technology')
