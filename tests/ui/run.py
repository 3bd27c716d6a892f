# run.py - runs a test of the window on a display, bus and home of its own
#
# Usage: run.py [--ordinary] TEST [ARGS...], where TEST is a script or a program; --ordinary:
# not as root, who may look into every process.  Whatever the test starts, and whatever those start, is
# gone when this returns: it adopts what is orphaned, and ends it.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / 'memory'))
from strangers import NOBODY, become_ordinary  # noqa: E402

SCREEN = '1600x1000x24'
START_S = 30
MERCY_S = 3
PR_SET_CHILD_SUBREAPER = 36

# What would lead out of the world made here.
FORGOTTEN = ('WAYLAND_DISPLAY', 'AT_SPI_BUS_ADDRESS', 'XAUTHORITY', 'SESSION_MANAGER',
             'DESKTOP_SESSION', 'XDG_CURRENT_DESKTOP', 'GTK_THEME', 'GTK_PATH', 'G_DEBUG',
             'GTK_DEBUG', 'GDK_DEBUG', 'GST_DEBUG', 'XMODIFIERS', 'GTK_IM_MODULE')


def make_room():
    """Short, because the path of a socket has to fit into a hundred bytes."""
    room = Path(tempfile.mkdtemp(prefix='night-ui-'))
    for name in ('home', 'run', 'tmp', 'sources'):
        (room / name).mkdir(mode=0o700)
    return room


def hand_over(room):
    """ROOM, and where the screenshots go, to the one who is about to run the test."""
    screenshots = Path(os.environ['NIGHTSTAND_SCREENSHOTS'])
    screenshots.mkdir(parents=True, exist_ok=True)
    os.chmod(screenshots, 0o1777)
    for path in (room, *room.iterdir()):
        os.chown(path, NOBODY, NOBODY)


def environment(room):
    home = room / 'home'
    result = {name: value for name, value in os.environ.items() if name not in FORGOTTEN}
    result.update({
        'NIGHTSTAND_ROOM': str(room),
        'HOME': str(home),
        'XDG_CONFIG_HOME': str(home / '.config'),
        'XDG_DATA_HOME': str(home / '.local/share'),
        'XDG_CACHE_HOME': str(home / '.cache'),
        'XDG_STATE_HOME': str(home / '.local/state'),
        'XDG_RUNTIME_DIR': str(room / 'run'),
        'TMPDIR': str(room / 'tmp'),
        'GDK_BACKEND': 'x11',
        'GSK_RENDERER': 'cairo',
        'GTK_A11Y': 'atspi',
        'GTK_USE_PORTAL': '0',
        'ADW_DISABLE_PORTAL': '1',
        'GSETTINGS_BACKEND': 'memory',
        'GIO_USE_VFS': 'local',
        'GIO_USE_VOLUME_MONITOR': 'unix',
        'NO_AT_BRIDGE': '0',
        # Never what this computer really does; a test that needs one makes its own.
        'DBUS_SYSTEM_BUS_ADDRESS': f'unix:path={room}/run/no-system-bus',
        # Never the person's loudspeakers.
        'PULSE_SERVER': f'unix:{room}/run/no-sound',
        'PYTHONDONTWRITEBYTECODE': '1',
    })
    return result


def read_line(fd, what):
    """The line a server writes when it is ready."""
    deadline = time.monotonic() + START_S
    os.set_blocking(fd, False)
    line = b''
    while not line.endswith(b'\n'):
        if time.monotonic() > deadline:
            raise SystemExit(f'run.py: {what} did not start')
        try:
            more = os.read(fd, 512)
        except BlockingIOError:
            time.sleep(0.02)
            continue
        if not more:
            raise SystemExit(f'run.py: {what} ended at once')
        line += more
    return line.decode().strip()


def start_server(argv, env, what):
    """Start ARGV; what it writes to the descriptor that goes in place of {fd}."""
    reader, writer = os.pipe()
    argv = [part.format(fd=writer) for part in argv]
    with open(Path(env['NIGHTSTAND_ROOM']) / 'run' / f'{what}.log', 'wb') as log:
        subprocess.Popen(argv, env=env, pass_fds=(writer,), stdin=subprocess.DEVNULL,
                         stdout=log, stderr=log)
    os.close(writer)
    try:
        return read_line(reader, what)
    finally:
        os.close(reader)


def children():
    """Every process whose parent is this one, by now."""
    found = []
    for entry in Path('/proc').iterdir():
        if entry.name.isdigit():
            try:
                after_name = (entry / 'stat').read_text().rpartition(')')[2].split()
            except OSError:
                continue
            if int(after_name[1]) == os.getpid():
                found.append(int(entry.name))
    return found


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0] != 0:
            pass
    except ChildProcessError:
        pass


def end_all():
    deadline = time.monotonic() + MERCY_S
    while left := children():
        late = time.monotonic() > deadline
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL if late else signal.SIGTERM)
            except ProcessLookupError:
                pass
        time.sleep(0.05)
        reap()


def run(room, argv):
    env = environment(room)
    number = start_server(['Xvfb', '-displayfd', '{fd}', '-screen', '0', SCREEN,
                           '-fbdir', str(room / 'run'), '-nolisten', 'tcp', '-noreset'],
                          env, 'Xvfb')
    env['DISPLAY'] = f':{number}'
    env['DBUS_SESSION_BUS_ADDRESS'] = start_server(
        ['dbus-daemon', '--session', '--nofork', '--print-address={fd}'], env, 'bus')
    if argv[0].endswith('.py'):
        argv = [sys.executable, *argv]
    return subprocess.call(argv, env=env, stdin=subprocess.DEVNULL)


def main():
    argv = sys.argv[1:]
    ordinary = argv[:1] == ['--ordinary']
    argv = argv[ordinary:]
    if not argv:
        raise SystemExit('Usage: run.py [--ordinary] TEST [ARGS...]')

    # So that a test that is cut off cleans up as well.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    room = make_room()
    if ordinary and os.getuid() == 0:
        hand_over(room)
        become_ordinary()
    try:
        return run(room, argv)
    finally:
        end_all()
        shutil.rmtree(room, ignore_errors=True)


if __name__ == '__main__':
    sys.exit(main())
