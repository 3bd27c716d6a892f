# test-hostile.py - hostile files in the window: it stays up, answers, and names each file
#
# tests/ctl does this by the hundred.  Here is one of each sort, and what only a window has:
# it must answer while it imports them, and may be asked to show them.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import re
import signal
import sys
import time
from pathlib import Path

import access
import media
import screen
import steps_import
import steps_visit
from steps_import import wait_for_tile
from steps_keep import unlock_to_library
from steps_view import middle_shows, open_tile
from story import Story
from window import ENTRIES, PATIENCE_S, ROOM, nightstandctl

import damage
import kinds

SIZE = 1500, 940
# Would read as leftexe.png.
TURNED = 'left\u202egnp.exe'
PASSPHRASE = 'violet lantern gravel tuesday orchid'
WINDOW_MIB, HELPER_MIB = 700, 1200
BROKEN, LARGE = 'This File Is Broken', 'Too Large to Show'
SANITIZED = os.environ.get('NIGHTSTAND_SANITIZERS', 'none') != 'none'


def status_of(pid):
    try:
        return Path(f'/proc/{pid}/status').read_text()
    except OSError:
        return ''


def peak_mib(pid):
    found = re.search(r'^VmHWM:\s+(\d+) kB', status_of(pid), re.MULTILINE)
    return int(found.group(1)) // 1024 if found else 0


def helpers(pid):
    """The decoders that a process has now."""
    found = []
    for entry in Path('/proc').iterdir():
        if entry.name.isdigit():
            text = status_of(entry.name)
            if f'\nPPid:\t{pid}\n' in text and text.startswith('Name:\tnightstand-deco'):
                found.append(int(entry.name))
    return found


def kill(pid):
    """Whether it was there to be killed."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def damaged(kind):
    """Cut in its middle."""
    return kind.data[:len(kind.data) // 2]


def make_files(folder, scratch):
    """Hostile files, name to bytes."""
    made = {name: kinds.make(name, scratch) for name in
            ('jpeg', 'heic', 'mp4', 'webm', 'flac', 'pdf', 'webp-animated')}
    mp4 = made['mp4'].data
    return {
        'bomb.png': damage.png_bomb(),
        'screen.gif': damage.gif_bomb(),
        'header.jpg': damage.jpeg_bomb(made['jpeg'].data),
        'header.bmp': damage.bmp_bomb(),
        'frames.gif': damage.gif_of(100000),
        'loop.tiff': damage.tiff_loop(),
        'boxes.mp4': mp4[:32] + damage.nested(b'moov', 20000),
        'index.mp4': damage.patched(mp4, b'stco', 4, b'\xff' * 4),
        'circle.pdf': damage.documents_that_deceive()['pages-in-a-circle.pdf'],
        'cut.jpg': damaged(made['jpeg']),
        'cut.heic': damaged(made['heic']),
        'cut.webm': damaged(made['webm']),
        'cut.flac': damaged(made['flac']),
        'cut.webp': damaged(made['webp-animated']),
        TURNED: made['jpeg'].data,
        'empty.jpg': b'',
    }


class Probe:
    """Asks the window for its name again and again, and minds how long that takes."""

    def __init__(self, app):
        self.app, self.n, self.longest, self.begin = app, 0, 0, time.monotonic()
        self.peak_mib = 0

    def ask(self):
        asked = time.monotonic()
        access.get(self.app.root, 'Accessible', 'Name')
        self.longest = max(self.longest, time.monotonic() - asked)
        self.n += 1
        for pid in helpers(self.app.process.pid):
            self.peak_mib = max(self.peak_mib, peak_mib(pid))

    def lasted(self):
        return time.monotonic() - self.begin


# ---- the steps ----

def prepare(story):
    """A vault with a photo and a recording, and a folder of hostile files"""
    story.kept = [media.jpeg(ROOM / 'sources' / 'kept.jpg', media.RED),
                  media.sound(ROOM / 'sources' / 'kept.ogg')]
    story.vault.parent.mkdir(parents=True)
    for args in (('create', '--kdf', 'quick'), ('import', *story.kept)):
        status, out, complaints = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.check(status == 0, f'{args[0]}: {complaints}')
    story.folder = ROOM / 'sources' / 'hostile'
    story.folder.mkdir()
    story.files = make_files(story.folder, ROOM / 'run')
    for name, data in story.files.items():
        (story.folder / name).write_bytes(data)
    (story.folder / 'passwords.png').symlink_to('/etc/passwd')
    os.mkfifo(story.folder / 'pipe.mp4')
    # Large enough that there is work left when the helpers are killed.
    story.sound = [f'sound-{i}.png' for i in range(6)]
    for name in story.sound:
        media.picture(story.folder / name, media.GREEN, '2400x1800')


def begin(story):
    """The vault is opened"""
    app = story.start()
    # So that every tile has its place in it.
    screen.resize(app.window, *SIZE)
    app.wait_for('Passphrase', *ENTRIES)
    unlock_to_library(app)
    wait_for_tile(app, 'kept.jpg')


def bring_in(story):
    """All of it is imported at once; the window answers, and killed helpers come again"""
    app = story.app
    app.press('Import')
    app.press('Import Folder…', 'menu item')
    steps_visit.choose_folder(app, 'Import a Folder', None, story.folder)
    steps_import.answer(story, 'Keep Details')
    probe, killed = Probe(app), 0

    def is_over():
        nonlocal killed
        probe.ask()
        if killed < 2:
            killed += sum(map(kill, helpers(app.process.pid)))
        return any(screen.title_of(window) == 'Summary'
                   for window in screen.window_ids(app.process.pid))
    app.wait(is_over, 'the import is over', 2 * PATIENCE_S)
    app.wait_for_dialog('Summary')
    story.check(killed > 0, 'no helper was there to be killed')
    story.check(probe.n >= 3, f'only {probe.n} answers meanwhile')
    story.check(probe.longest < probe.lasted() / 2,
                f'no answer for {probe.longest:.1f} of {probe.lasted():.1f} s')
    story.probe, story.killed = probe, killed
    print(f'  {probe.n} answers in {probe.lasted():.1f} s, none later than '
          f'{probe.longest:.2f} s; {killed} helpers killed', flush=True)


def summary(story):
    """The summary names each file, with a sentence of its own"""
    app = story.app
    story.page('summary')
    said = access.words(app.dialog('Summary'))
    for name, title in {'bomb.png': LARGE, 'screen.gif': LARGE, 'header.jpg': LARGE,
                        'header.bmp': LARGE, 'loop.tiff': BROKEN, 'boxes.mp4': BROKEN,
                        'cut.heic': BROKEN, 'empty.jpg': 'The File Is Empty',
                        'left\ufffdgnp.exe': 'The Name Can’t Be Kept',
                        'passwords.png': 'Not an Ordinary File',
                        'pipe.mp4': 'Not an Ordinary File'}.items():
        story.check(name in said, f'the summary does not name {name}')
        story.check(title in said, f'the summary does not say {title!r}')
    story.check('\u202e' not in said, 'a name turns the direction of the summary')
    app.key_in('Summary', 'Escape')
    app.wait_dialog_gone('Summary')


def look_at_them(story):
    """Each is opened: the window says what is wrong, and goes on"""
    app = story.app
    for name in ('frames.gif', 'boxes.mp4', 'index.mp4', 'cut.webm', 'cut.webp',
                 'circle.pdf'):
        open_tile(app, name)
        app.wait(lambda: access.get(app.root, 'Accessible', 'Name'), 'it answers')
        app.press('Back')
        app.wait_for('Import', 'button')
    open_tile(app, 'bomb.png')
    app.wait_for_saying(LARGE)
    story.page('bomb')
    app.press('Back')
    app.wait_for('Import', 'button')
    open_tile(app, 'kept.jpg')
    app.wait(lambda: middle_shows(app, media.RED, 'kept.jpg'), 'a sound one is shown after')
    app.press('Back')
    app.wait_for('Import', 'button')


def memory(story):
    """Neither the window nor a helper has taken much memory"""
    window = peak_mib(story.app.process.pid)
    print(f'  the window {window} MiB, a helper {story.probe.peak_mib} MiB', flush=True)
    story.check(0 < window < WINDOW_MIB or SANITIZED, f'the window took {window} MiB')
    story.check(story.probe.peak_mib < HELPER_MIB, f'a helper took {story.probe.peak_mib}')


def unchanged(story):
    """What was there before comes out as it went in, and all of it verifies"""
    story.app.close()
    status, out, complaints = nightstandctl(story.vault, 'verify', passphrase=PASSPHRASE)
    story.equal(status, 0, f'the status of verify: {out}{complaints}')
    status, out, _ = nightstandctl(story.vault, 'list', '--json', passphrase=PASSPHRASE)
    items = {item['name']: item for item in json.loads(out)['items']}
    folder = ROOM / 'out'
    folder.mkdir()
    for path in story.kept:
        nightstandctl(story.vault, 'export', items[path.name]['id'], '--to', folder,
                      '--original', passphrase=PASSPHRASE)
        story.equal((folder / path.name).read_bytes(), path.read_bytes(), path.name)
    without = [name for name in story.sound if not items.get(name, {}).get('thumbnail')]
    # A helper that was killed took the one picture with it that it had.
    story.check(len(without) <= story.killed, f'sound pictures without a thumbnail: {without}')
    for name, data in story.files.items():
        if name not in ('empty.jpg', TURNED) and story.check(
                name in items, f'{name} is not in the vault'):
            story.equal(items[name]['bytes'], len(data), f'the size of {name}')


def main():
    story = Story('hostile')
    story.vault = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
    return story.run(prepare, begin, bring_in, summary, look_at_them, memory, unchanged)


if __name__ == '__main__':
    sys.exit(main())
