# test-closed.py - nobody else of the same user looks into the window, and portals serve it
#
# It runs as an ordinary user.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import re
import resource
import select
import subprocess
import sys
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / 'memory'))
from strangers import attach, end_with_abort, leaves_core, readable  # noqa: E402

import access
import media
import screen
from portal import DENIED, NAME, PATH
from steps_desktop import keep_details
from steps_import import HELPER_PLACE, OFFER, PASSPHRASE, agree, copy, wait_for_tile
from steps_keep import unlock_to_library
from steps_visit import choose_folder
from story import Story
from window import PATIENCE_S, ROOM, nightstandctl

# What asks a portal after it has begun to refuse tracers, and has not been met.
STRANGER = f'''
import ctypes
from gi.repository import Gio, GLib
assert ctypes.CDLL(None).prctl(4, 0, 0, 0, 0) == 0
try:
    Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(
        '{NAME}', '{PATH}', 'org.freedesktop.portal.Settings', 'Read',
        GLib.Variant('(ss)', ('a', 'b')), None, 0, -1, None)
except GLib.Error as error:
    print(Gio.DBusError.get_remote_error(error))
'''


def start_portal(story, file):
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name('portal.py')), file.as_uri()],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    story.helpers.append(process)
    story.equal(process.stdout.readline(), 'ready\n', 'the portal')
    return process


def end_portal(process):
    """End it; what it was asked."""
    process.terminate()
    return process.stdout.read().split()


def start_units(story, unit):
    """A systemd in which the program runs in UNIT."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name('units.py')), unit],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, bufsize=0)
    story.helpers.append(process)
    story.equal(process.stdout.readline(), b'ready\n', 'systemd')
    return process


def asked(process):
    """What systemd is asked next: the method, its arguments, and those with their types."""
    if not select.select([process.stdout], [], [], PATIENCE_S)[0]:
        raise AssertionError('systemd is not asked')
    return json.loads(process.stdout.readline())


# ---- the steps ----

def make(story):
    """A vault, some photos, and who may look into whom here"""
    folder = ROOM / 'sources'
    story.files = [media.jpeg(folder / f'{name}.jpg', colour) for name, colour in
                   zip(('First', 'Second', 'Third', 'Fourth', 'Fifth'),
                       (media.RED, media.GREEN, media.BLUE, media.YELLOW, media.PURPLE))]
    for args in (('create', '--kdf', 'quick'), ('import', story.files[0])):
        status, _, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {args[0]}, {err}')
    story.check(os.getuid() != 0, 'root may look into every process')
    # One that refuses nothing can be traced and read; else all of this says nothing.
    with subprocess.Popen(['sleep', '60']) as other:
        story.equal(attach(other.pid), 0, 'blind: nobody may be traced here')
        story.check({'mem', 'environ', 'maps', 'fd', 'root'} <= set(readable(other.pid)),
                    f'blind: nobody may be read here but {readable(other.pid)}')
        other.kill()


def own_unit(story):
    """In a unit of its own it is that unit which is not to be swapped out"""
    unit = r'app-gnome-org.nightstand.Nightstand-77.scope'
    units = start_units(story, unit)
    app = story.start()
    story.equal(asked(units)[:2], ['GetUnitByPID', [app.process.pid]], 'it is asked')
    method, arguments, typed = asked(units)
    story.equal((method, arguments), ('SetUnitProperties',
                                      [unit, True, [['MemorySwapMax', 0]]]), 'it is asked')
    story.check('<uint64 0>' in typed, f'systemd would refuse {typed}')
    units.terminate()
    app.close()


def other_unit(story):
    """In a terminal's, or in none, it gets one of its own, and the terminal's is left alone"""
    for unit in ('vte-spawn-12.scope', ''):
        units = start_units(story, unit)
        app = story.start()
        pid = app.process.pid
        story.equal(asked(units)[0], 'GetUnitByPID', 'it is asked')
        method, arguments, typed = asked(units)
        story.equal(method, 'StartTransientUnit', 'it is asked')
        name, mode, properties, others = arguments
        story.equal((name, mode, others),
                    (f'app-org.nightstand.Nightstand-{pid}.scope', 'fail', []), 'the unit')
        story.equal(dict(properties), {'PIDs': [pid], 'MemorySwapMax': 0,
                                       'Slice': 'app.slice',
                                       'CollectMode': 'inactive-or-failed'}, 'what it is')
        story.check('<uint64 0>' in typed and '[uint32 ' in typed,
                    f'systemd would refuse {typed}')
        units.terminate()
        app.close()


def turned_away(story):
    """A portal turns away whom it has not met and cannot look at"""
    story.portal = start_portal(story, story.files[1])
    said = subprocess.run([sys.executable, '-c', STRANGER], capture_output=True, text=True)
    story.equal(said.stdout.strip(), DENIED, f'blind: the portal says {said}')


def check_closed(story, when):
    pid = story.app.process.pid
    story.check(attach(pid) != 0, f'it can be traced {when}')
    story.equal(readable(pid), [], f'what can be read of it {when}')


def closed(story):
    """Before a passphrase is typed and while the vault is open nobody looks into it"""
    app = story.start(environment={'GDK_DEBUG': 'portals'})
    app.wait_for('Unlock Vault', 'button')
    app.wait(lambda: not readable(app.process.pid), 'it closes by itself')
    check_closed(story, 'before the passphrase')
    unlock_to_library(app)
    wait_for_tile(app, 'First.jpg')
    check_closed(story, 'while the vault is open')


def by_portal(story):
    """The portal, which it met while it could be looked at, serves it"""
    app = story.app
    app.key('ctrl+o')
    keep_details(app)
    wait_for_tile(app, 'Second.jpg')
    check_closed(story, 'after a portal’s dialog')


def without_portal(story):
    """One that was started again does not know it: the files come by the toolkit's dialog"""
    app = story.app
    story.equal(end_portal(story.portal).count('OpenFile'), 1, 'how often it was asked')
    story.portal = start_portal(story, story.files[1])
    story.equal([story.portal.stdout.readline() for _ in range(2)], ['Read\n', 'away\n'],
                'what the new portal says')
    other = ROOM / 'sources' / 'more'
    other.mkdir()
    story.files[2].rename(other / 'Third.jpg')
    app.key('ctrl+o')
    choose_folder(app, 'Import Files', re.compile('^_?Import'), other)
    agree(app)
    wait_for_tile(app, 'Third.jpg')


def dragged(story):
    """What is dragged and pasted comes although a portal would turn it away"""
    app = story.app
    helper = story.helper(sys.executable, str(OFFER), str(story.files[3]))
    window = access.wait_until(lambda: screen.window_ids(helper.pid),
                               'the other window is there')[0]
    screen.place(window, *HELPER_PLACE)
    access.wait_until(lambda: screen.geometry(window)[:2] == HELPER_PLACE,
                      'it is beside the window')
    x, y, width, height = screen.geometry(window)
    left, top, full_width, full_height = screen.geometry(app.window)
    screen.drag((x + width // 2, y + height * 2 // 3),
                (left + full_width // 2, top + full_height // 2))
    agree(app)
    wait_for_tile(app, 'Fourth.jpg')
    copy('text/uri-list', story.files[4].as_uri().encode() + b'\r\n')
    app.key('ctrl+v')
    agree(app)
    wait_for_tile(app, 'Fifth.jpg')
    story.equal(end_portal(story.portal), [], 'what the portal was asked for it')
    check_closed(story, 'after a drag')


def no_core(story):
    """A core is not written, not even of the open vault"""
    app = story.app
    # Where nobody gets a core, this proves less, and says so.
    if not leaves_core(ROOM / 'tmp'):
        print('  this computer writes no cores: only the kernel’s word is looked at')
    story.check(not end_with_abort(app.process), 'a core was written')


def main():
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    story = Story('closed')
    story.vault = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
    return story.run(make, own_unit, other_unit, turned_away, closed, by_portal, without_portal, dragged, no_core)


if __name__ == '__main__':
    sys.exit(main())
