# lock.py - how long a lock takes: until nothing is on the screen, and until no key is in memory
#
# Usage, by run.py: lock.py MAKE-VAULT.  The real program is told over the bus to lock, as the
# desktop's signals do it.  What is on the screen is read where the display keeps it; the keys,
# which are derived from the passphrase apart, are looked at where they lie in its memory.
#
# Beside the first: a plain GTK window in which a grid of as many pictures gives way to an empty
# page.  Beside the second: the program is killed, the fastest end that there is.
#
# NIGHTSTAND_BENCH_ITEMS: how many items the large vault has; 100,000 if not set.
# NIGHTSTAND_BENCH_ROUNDS: how often each lock is timed; 5 if not set.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import mmap
import os
import shutil
import statistics
import struct
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
for room in ('ui', 'memory'):
    sys.path.insert(1, str(HERE.parent / room))

from gi.repository import Gio, GLib  # noqa: E402

import access  # noqa: E402
import keys  # noqa: E402
import media  # noqa: E402
import screen  # noqa: E402
from steps_import import agree  # noqa: E402
from steps_keep import unlock  # noqa: E402
from steps_view import open_tile, play  # noqa: E402
from story import Story  # noqa: E402
from window import ROOM, nightstandctl  # noqa: E402

PASSPHRASE = 'correct horse battery staple'
N_ITEMS = int(os.environ.get('NIGHTSTAND_BENCH_ITEMS', 100000))
N_ROUNDS = int(os.environ.get('NIGHTSTAND_BENCH_ROUNDS', 5))
N_SMALL, N_FILES, FILE_BYTES = 10, 3000, 1 << 18
APPLICATION = 'org.freedesktop.Application'
NAME, PLAIN = 'org.nightstand.Nightstand', 'org.nightstand.PlainLock'
PATIENCE_S = 60
# How much of it may be of another colour: a line at the edge of the page.
LEFT = 0.02
STEP_PX = 7
BLANK_MS, KEYLESS_MS = 100, 500


class Glass:
    """The middle of a window, read from the memory of the display."""

    def __init__(self, window):
        with open(screen.FRAMEBUFFER, 'rb') as file:
            self.memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        words = struct.unpack('>25I', self.memory[:100])
        self.start = words[0] + words[19] * screen.XWD_COLOUR_BYTES
        self.stride = words[12]
        left, top, width, height = screen.geometry(window)
        spots = [(x, y) for y in range(top + height // 4, top + height - 40, STEP_PX)
                 for x in range(left + width // 3, left + width - 40, STEP_PX)]
        self.places = [self.start + y * self.stride + x * 4 for x, y in spots]
        # A window that has just come has not been drawn yet.
        access.wait_until(lambda: not self.is_blank(), 'something on the screen')

    def is_blank(self):
        """One colour nearly everywhere: what was the ground of a page may be all of the next."""
        colours = Counter(self.memory[at:at + 3] for at in self.places)
        return max(colours.values()) > (1 - LEFT) * len(self.places)


class Program:
    """Whatever has NAME on the bus and can be told to lock."""

    def __init__(self, name):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.name = name

    def tell(self, action):
        self.bus.call(self.name, '/' + self.name.replace('.', '/'), APPLICATION,
                      'ActivateAction', GLib.Variant('(sava{sv})', (action, [], {})),
                      None, Gio.DBusCallFlags.NO_AUTO_START, -1, None, None)
        self.bus.flush_sync()

    def open(self, path):
        self.bus.call_sync(self.name, '/' + self.name.replace('.', '/'), APPLICATION, 'Open',
                           GLib.Variant('(asa{sv})', ([path.as_uri()], {})), None,
                           Gio.DBusCallFlags.NONE, -1, None)


def time_until(conditions, act):
    """Milliseconds from ACT until each of CONDITIONS."""
    taken = [None] * len(conditions)
    start = time.perf_counter()
    act()
    while None in taken:
        for i, condition in enumerate(conditions):
            if taken[i] is None and condition():
                taken[i] = (time.perf_counter() - start) * 1000
        # Who looks without a pause keeps the program from changing its memory.
        time.sleep(0.001)
        if time.perf_counter() - start > PATIENCE_S:
            raise AssertionError('it does not lock')
    return taken


# ---- what is measured ----

def plain(story, n_items):
    """The plain window, locked as often."""
    process = story.helper(sys.executable, str(HERE / 'plain-lock.py'), str(n_items))
    window = access.wait_until(lambda: screen.window_ids(process.pid), 'a window')[0]
    screen.focus(window)
    screen.settled()
    program, found = Program(PLAIN), []
    for _ in range(N_ROUNDS):
        found += time_until([Glass(window).is_blank], lambda: program.tell('lock'))
        program.tell('unlock')
        time.sleep(0.5)
        screen.settled()
    process.kill()
    process.wait()
    return found


def lock_once(story, folder, watch):
    app = story.app
    glass = Glass(app.window)
    taken = time_until([glass.is_blank, lambda: not watch.is_there()],
                       lambda: Program(NAME).tell('lock'))
    watch.close()
    app.wait_for('Unlock Vault', 'button')
    copies = {name: places for name, places in keys.find(
        app.process.pid, keys.halves(keys.keys_of(folder, PASSPHRASE))).items() if places}
    if copies:
        raise AssertionError(f'after the lock there are keys in memory: {copies}')
    return taken


def kill(story, watch):
    app = story.app
    taken = time_until([lambda: not watch.is_there()], app.process.kill)[0]
    watch.close()
    app.process.wait()
    return taken


def measure(story, what, folder, prepare, least):
    """Lock N_ROUNDS times out of what PREPARE brings about; then kill it there."""
    blank, keyless = [], []
    app = story.start()
    for i in range(N_ROUNDS + 1):
        app.wait_for('Unlock Vault', 'button')
        unlock(app, PASSPHRASE)
        app.wait_for('Import', 'button')
        # Before what is to be under way begins: finding the keys takes longer than an import.
        watch = keys.Watch(app.process.pid, keys.keys_of(folder, PASSPHRASE))
        prepare(story)
        if i < N_ROUNDS:
            taken = lock_once(story, folder, watch)
            blank.append(taken[0])
            keyless.append(taken[1])
    killed = kill(story, watch)
    base = statistics.median(least)
    print(f'{what:<28}{statistics.median(blank):8.0f}{max(blank):8.0f}{base:8.0f}'
          f'{statistics.median(blank) / base:7.2f}{statistics.median(keyless):10.0f}'
          f'{max(keyless):8.0f}{killed:8.0f}{statistics.median(keyless) / killed:7.2f}',
          flush=True)
    for name, found, limit in (('blank', blank, BLANK_MS), ('no key', keyless, KEYLESS_MS)):
        if max(found) > limit:
            print(f'  {what}: {name} took up to {max(found):.0f} ms; it is meant to take '
                  f'less than {limit}', flush=True)


# ---- what is going on ----

def look(story):
    story.app.wait(lambda: story.app.find(None, 'table cell'), 'the library is there')
    screen.settled()


def importing(story):
    app = story.app
    Program(NAME).open(ROOM / 'sources' / 'many')
    if story.first_import:
        story.first_import = False
        app.wait_for_saying('Remove Location and Other Details?')
        app.press('Keep Details')
    else:
        agree(app)
    app.wait_for('Stop Import', 'button')


def playing(story):
    open_tile(story.app, story.film.name)
    play(story.app)


def main():
    story = Story('bench-lock')
    folder = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
    folder.parent.mkdir(parents=True)
    many = ROOM / 'sources' / 'many'
    many.mkdir()
    for i in range(N_FILES):
        (many / f'{i}.txt').write_bytes(os.urandom(FILE_BYTES))
    story.film = media.Sources(ROOM / 'sources', ROOM / 'run').film
    least = {n: plain(story, n) for n in (N_SMALL, N_ITEMS)}
    print(f'Medians and the most of {N_ROUNDS} locks, in ms; blank beside a plain GTK grid, '
          'no key beside kill -9\n\n'
          f"{'':<28}{'blank':>8}{'most':>8}{'plain':>8}{'ratio':>7}{'no key':>10}{'most':>8}"
          f"{'killed':>8}{'ratio':>7}", flush=True)
    for n_items, cases in (
            (N_SMALL, (('looking at', look), ('importing into', importing),
                       ('a film plays in', playing))),
            (N_ITEMS, (('looking at', look), ('importing into', importing)))):
        for what, prepare in cases:
            subprocess.run([sys.argv[1], str(folder), str(n_items)], check=True)
            if prepare is playing:
                status, _, err = nightstandctl(folder, 'import', story.film,
                                               passphrase=PASSPHRASE)
                if status != 0:
                    raise SystemExit(err)
            story.first_import = True
            measure(story, f'{what} {n_items:,} items', folder, prepare, least[n_items])
            shutil.rmtree(folder)
    return 0


if __name__ == '__main__':
    sys.exit(main())
