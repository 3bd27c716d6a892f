# steps_import.py - a new vault, and files that come in by each way there is
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import subprocess
import sys
from pathlib import Path

import access
import media
import screen

PASSPHRASE = 'violet lantern gravel tuesday orchid'
IMPORT = re.compile('^_?Import')
OFFER = Path(__file__).with_name('offer.py')
HELPER_PLACE = (1150, 100)


def tile(what, *says):
    """The accessible name of the tile of a file."""
    return ', '.join((what.name, *says))


# What stands above the items of a month.
MONTH = re.compile(r'^\w+ \d{4}$')


def tiles(app):
    found = {access.name_of(node): node for node in app.all(None, 'table cell')}
    return {name: node for name, node in found.items() if not MONTH.search(name)}


def wait_for_tile(app, name):
    return app.wait_for(re.compile('^' + re.escape(name)), 'table cell')


# ---- the steps ----

def create(story):
    """A vault is made on the welcome page"""
    app = story.start()
    app.wait_for('Create Vault', 'button')
    story.page('welcome')
    story.equal(screen.title_of(app.window), 'Nightstand', 'the title of the window')
    story.check(app.says(str(story.vault)), 'the welcome page tells where the vault goes')
    story.check(not access.is_sensitive(app.find('Create Vault', 'button')),
                'a vault can be made without a passphrase')

    app.enter('Passphrase', '12345678')
    app.enter('Repeat Passphrase', '12345678')
    story.check(not access.is_sensitive(app.find('Create Vault', 'button')),
                'a vault can be made with the passphrase 12345678')
    app.enter('Passphrase', PASSPHRASE)
    app.wait_for_saying('The two passphrases differ.')
    story.page('passphrases-differ')
    app.enter('Repeat Passphrase', PASSPHRASE)
    app.press('Create Vault')
    app.wait_for('Import Files…', 'button')
    story.page('empty-library')
    app.wait_for_saying('Nothing in the Vault Yet')
    names = {path.name for path in story.vault.iterdir()} - {'vault.db-journal'}
    marks = {'.deja-dup-ignore', '.nobackup', '.nomedia', '.trackerignore'}
    story.equal(names, {'keyring', 'vault.db'} | marks, 'the files of the vault')


def answer(story, answer):
    """What a person is asked before the first import"""
    app = story.app
    app.wait_for_saying('Remove Location and Other Details?')
    app.press(re.compile(f'^_?{answer}$'))
    app.wait(lambda: not app.says('Remove Location and Other Details?'), 'it was answered')


HOW_LONG = 'How Long Should This Stay?'


def agree(app):
    """To how long it stays, as is proposed at every import after the first."""
    app.wait_for_dialog(HOW_LONG)
    app.press(re.compile('^_?Import$'), 'button', inside=HOW_LONG)
    app.wait_dialog_gone(HOW_LONG)
    # As a desktop does.
    screen.focus(app.window)


def choose_all(app, folder):
    """All files of FOLDER, in the chooser that has been asked for."""
    app.key_in('Import Files', 'ctrl+l')
    app.wait(lambda: app.find(None, 'entry', 'text'), 'there is a place to type a path')
    screen.write(f'{folder}/')
    screen.press('Return')
    app.wait_for(folder.name, 'label')
    screen.press('ctrl+a')
    app.press(IMPORT, inside='Import Files')
    app.wait_dialog_gone('Import Files')


def choose(story):
    """Files are imported by the chooser, and those that fail are told with the reason"""
    app, sources = story.app, story.sources
    app.press('Import Files…')
    choose_all(app, sources.folder / 'chosen')

    app.wait_for_saying('Remove Location and Other Details?')
    story.page('import-question')
    # Cancelled, nothing comes in, and the question is asked again.
    app.press('Cancel')
    app.wait(lambda: not app.says('Remove Location and Other Details?'), 'it was cancelled')
    story.check(app.says('Nothing in the Vault Yet'), 'something came in all the same')
    copy('text/uri-list', b''.join(path.as_uri().encode() + b'\r\n'
                                   for path in sorted(sources.folder.glob('chosen/*'))))
    app.key('ctrl+v')
    answer(story, 'Keep Details')
    app.wait_for_dialog('Summary')
    story.page('summary')
    summary = access.words(app.dialog('Summary'))
    for sentence in ('5 items were imported. 3 files had a problem:',
                     sources.empty.name, 'The File Is Empty', 'there is nothing to keep',
                     sources.newline.name.replace('\n', ' '), 'The Name Can’t Be Kept', 'holds line breaks',
                     sources.broken.name, 'This File Is Broken', 'not imported', 'kept'):
        story.check(sentence in summary, f'the summary does not say {sentence!r}')
    app.key_in('Summary', 'Escape')
    app.wait_dialog_gone('Summary')


def drag(story):
    """Films and a folder are dragged in from another program"""
    app, sources = story.app, story.sources
    helper = story.helper(sys.executable, str(OFFER), str(sources.film), str(sources.mp4),
                          str(sources.inner.parent))
    window = access.wait_until(lambda: screen.window_ids(helper.pid),
                               'the window to drag from is there')[0]
    screen.place(window, *HELPER_PLACE)
    access.wait_until(lambda: screen.geometry(window)[:2] == HELPER_PLACE,
                      'it is beside the window')
    x, y, width, height = screen.geometry(window)
    left, top, full_width, full_height = screen.geometry(app.window)
    screen.drag((x + width // 2, y + height * 2 // 3),
                (left + full_width // 2, top + full_height // 2))
    agree(app)
    for what in (sources.inner, sources.mp4, sources.film):
        wait_for_tile(app, what.name)
    app.wait_gone('Stop Import')
    if app.dialog('Summary'):
        story.check(False, 'what was dragged: ' + access.words(app.dialog('Summary')))
        app.key_in('Summary', 'Escape')
        app.wait_dialog_gone('Summary')
    helper.terminate()
    helper.wait()


def copy(kind, data):
    subprocess.run(['xclip', '-selection', 'clipboard', '-t', kind], input=data, check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    # Behind us it still has to take it.  By the time this is answered, so is what the program
    # asked when it heard of the new content.
    access.wait_until(lambda: subprocess.run(
        ['xclip', '-selection', 'clipboard', '-o', '-t', 'TARGETS'],
        capture_output=True).returncode == 0, f'{kind} is in the clipboard')


def paste(story):
    """A list of files and a picture are pasted"""
    app, sources = story.app, story.sources
    copy('text/uri-list', sources.sound.as_uri().encode() + b'\r\n')
    app.key('ctrl+v')
    try:
        app.wait(lambda: app.dialog(HOW_LONG), 'pasted', 10)
    except AssertionError:
        story.check(False, 'Ctrl+V does nothing after an import, until something is clicked')
        app.press('Import')
        app.press('Paste', 'menu item')
    agree(app)
    wait_for_tile(app, sources.sound.name)

    copy('image/png', sources.copied.read_bytes())
    app.press('Import')
    app.wait_for('Paste', 'menu item')
    story.page('import-menu')
    app.press('Paste', 'menu item')
    agree(app)
    wait_for_tile(app, 'Pasted ')
    app.wait_gone('Stop Import')


def see_tiles(story):
    """Each item has a tile with its picture"""
    app, sources = story.app, story.sources
    expected = {
        tile(sources.jpeg, 'photo'): media.RED, tile(sources.png, 'photo'): media.GREEN,
        tile(sources.gif, 'animation'): media.BLUE,
        tile(sources.heic, 'photo'): media.YELLOW,
        tile(sources.inner, 'photo'): media.PURPLE,
        tile(sources.film, 'film', '16 seconds'): media.FILM_FIRST,
        tile(sources.mp4, 'film', '16 seconds'): media.FILM_FIRST,
        tile(sources.sound, 'recording', '12 seconds'): None, tile(sources.broken, 'photo'): None,
    }
    pasted = [name for name in tiles(app) if re.match(r'Pasted .*\.png, photo$', name)]
    story.equal(len(pasted), 1, 'pasted pictures')
    expected.update(dict.fromkeys(pasted, media.CYAN))
    story.equal(sorted(tiles(app)), sorted(expected), 'tiles')

    def shown(picture, name):
        colour, node = expected[name], tiles(app).get(name)
        if node is None or colour is not None:
            return node is None or picture.has(colour, *app.middle_of(node))
        # A waveform, or the icon of what has no picture.
        x, y, width, _ = app.place_of(node)
        return picture.colours(x, y, width, width) > 8

    app.wait(lambda: all(map(lambda name, picture=screen.look(): shown(picture, name),
                             expected)), 'the thumbnails are there', 20)
    picture = story.page('library')
    for name, node in tiles(app).items():
        x, y, width, height = app.place_of(node)
        if 'film' not in name:
            story.check(picture.colours(x, y, width, width) > 8,
                        f'the tile of {name} is of one colour')
