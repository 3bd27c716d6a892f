# images.py - file systems in image files, mounted where only this test sees them
#
# SPDX-License-Identifier: GPL-3.0-or-later

import ctypes
import json
import mmap
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

PROGRAM = os.environ['NIGHTSTANDCTL']
# A person's own path may lack what only root uses.
os.environ['PATH'] += ':/usr/sbin:/sbin'
PASSPHRASE = 'correct horse battery staple'
SKIPPED = 77

# FORMAT.md, "The keyring".
HEADS = (0, 589824)
SEGMENTS = (65536, 655360)
SLOTS, SLOTS_END = 512, 1536
EPOCHS = 12288
CELL = 128
NEEDLE = 32


def why_not():
    """Why nothing here can be run, or None."""
    if os.geteuid() != 0:
        return 'it takes root to mount an image, and this is not root'
    for tool in ('mke2fs', 'mkfs.xfs', 'mkfs.btrfs', 'btrfs', 'mount', 'chattr', 'setpriv'):
        if not shutil.which(tool, path='/usr/sbin:/sbin:/usr/bin:/bin'):
            return f'there is no {tool}'
    with tempfile.TemporaryDirectory() as folder:
        image = Path(folder) / 'image'
        with open(image, 'wb') as file:
            file.truncate(8 << 20)
        subprocess.run(['mke2fs', '-q', '-F', image], check=True)
        place = Path(folder) / 'place'
        place.mkdir()
        done = subprocess.run(['mount', '-o', 'loop', image, place], capture_output=True,
                              text=True)
        if done.returncode != 0:
            return f'no image can be mounted: {done.stderr.strip()}'
        subprocess.run(['umount', place], check=True)
    return None


def knows(file_system):
    """Whether this kernel has it."""
    if shutil.which('modprobe'):
        subprocess.run(['modprobe', '-q', file_system], check=False, capture_output=True)
    return any(line.split()[-1] == file_system
               for line in Path('/proc/filesystems').read_text().splitlines())


def hide_mounts():
    """Whatever is mounted from here on goes with this process."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(0x00020000) != 0:
        raise OSError(ctypes.get_errno(), 'unshare')
    subprocess.run(['mount', '--make-rprivate', '/'], check=True)


def run(*args, check=True, typed=None):
    done = subprocess.run([str(arg) for arg in args], input=typed, text=True,
                          capture_output=True)
    if check and done.returncode != 0:
        raise AssertionError(f'{args}: {done.returncode} {done.stdout} {done.stderr}')
    return done


class Image:
    """A file system of KIND in a file.  FORMAT are options of what makes it, TUNE of tune2fs,
    OPTIONS of the mount."""

    def __init__(self, kind, megabytes=64, format=(), tune=(), options=''):
        self.kind = kind
        self.options = options
        # Not in memory: a scan is to see what has been written, not what would be.
        self.room = Path(tempfile.mkdtemp(prefix='nightstand-disk-'))
        self.file = self.room / 'image'
        self.place = self.room / 'place'
        self.place.mkdir()
        with open(self.file, 'wb') as file:
            file.truncate(megabytes << 20)
        make = {'ext4': ['mke2fs', '-q', '-F', '-t', 'ext4'], 'xfs': ['mkfs.xfs', '-q'],
                'btrfs': ['mkfs.btrfs', '-q']}[kind]
        run(*make, *format, self.file)
        if tune:
            run('tune2fs', *tune, self.file)
        self.mount()

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.unmount(check=False)
        shutil.rmtree(self.room, ignore_errors=True)

    def mount(self, also=''):
        options = ','.join(word for word in ('loop', self.options, also) if word)
        run('mount', '-t', self.kind, '-o', options, self.file, self.place)
        self.mounted = True

    def unmount(self, check=True):
        if self.mounted:
            run('umount', self.place, check=check)
        self.mounted = False

    def scan(self, needles):
        """Which of NEEDLES, names of bytes, are anywhere in the image.  To be unmounted."""
        assert not self.mounted
        found = set()
        with open(self.file, 'rb') as file, \
                mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
            end = len(raw)
            at = 0
            while at < end:
                try:
                    begin = os.lseek(file.fileno(), at, os.SEEK_DATA)
                except OSError:
                    break
                at = os.lseek(file.fileno(), begin, os.SEEK_HOLE)
                for name, needle in needles.items():
                    if name not in found and raw.find(needle, begin, at) >= 0:
                        found.add(name)
        return found


class Vault:
    """nightstandctl on a vault in an image."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.keyring = self.folder / 'keyring'

    def ctl(self, *args, check=True, before=(), typed=PASSPHRASE, ahead_s=0):
        environment = {**os.environ, 'HOME': str(self.folder.parent)}
        if ahead_s:
            environment |= {'LD_PRELOAD': os.environ['NIGHTSTAND_CLOCK_SHIM'],
                            'NIGHTSTAND_TEST_AHEAD_S': str(ahead_s),
                            'NIGHTSTAND_TEST_SYNCHRONISED': '1'}
        words = [*before, PROGRAM, '--vault', self.folder, '--passphrase-fd', '0', *args]
        done = subprocess.run([str(word) for word in words], input=typed, text=True,
                              capture_output=True, env=environment)
        if check and done.returncode != 0:
            raise AssertionError(f'{args}: {done.returncode} {done.stdout} {done.stderr}')
        return done

    def json(self, *args, **options):
        return json.loads(self.ctl(*args, '--json', **options).stdout)

    def create(self, *sources):
        self.ctl('create', '--kdf', 'quick')
        if sources:
            self.ctl('import', *sources)

    def key_needles(self, n_cells=8):
        """Pieces of everything in the keyring that opens something: slots, expiry keys, the
        first cells, which are those in use."""
        data = self.keyring.read_bytes()
        needles = {f'slot byte {at}': data[at:at + NEEDLE]
                   for at in range(SLOTS, SLOTS_END, CELL)}
        needles |= {f'epoch byte {at}': data[EPOCHS + at:EPOCHS + at + NEEDLE]
                    for at in (0, 3200, 23424 - NEEDLE)}
        for cell in range(1, n_cells + 1):
            at = SEGMENTS[0] + CELL * cell
            needles[f'cell {cell}'] = data[at:at + NEEDLE]
        return needles


def is_wiped(path):
    """Whether both headers of the file say so."""
    data = Path(path).read_bytes()
    return all(data[head:head + 28] == b'nightstand: vault destroyed\n' for head in HEADS)


def main(*tests):
    """Run the tests; say what cannot be run here."""
    reason = why_not()
    if reason:
        print(f'CANNOT RUN HERE: {reason}')
        return SKIPPED
    hide_mounts()
    failed = 0
    for test in tests:
        try:
            test()
            print(f'ok {test.__name__}')
        except Exception as error:  # pylint: disable=broad-except
            failed += 1
            print(f'FAILED {test.__name__}: {error!r}')
            traceback.print_exc()
    sys.stdout.flush()
    return 1 if failed else 0
