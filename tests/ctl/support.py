# support.py - what the tests of nightstandctl share: a vault of their own, media, running
#
# SPDX-License-Identifier: GPL-3.0-or-later

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import tempfile
import time
import unittest
import wave
import zlib
from pathlib import Path

PROGRAM = os.environ['NIGHTSTANDCTL']
PASSPHRASE = 'correct horse battery staple'

# Empty files beside a vault that tell backup programs and indexers to leave it alone.
MARKS = ('.deja-dup-ignore', '.nobackup', '.nomedia', '.trackerignore')

# As --help documents them.
OK, SOME_FAILED, USAGE, WRONG_PASSPHRASE, PLACE, BUSY = 0, 1, 2, 3, 4, 5
DAMAGED, DESTROYED, NO_ITEM, COMPUTER, MEDIA, CLOCK, CANCELLED = 6, 7, 8, 9, 10, 11, 130

# Long enough for a busy machine under a sanitizer.
PATIENCE_S = 120


def png(width=32, height=24, shade=0):
    """A picture, small and different for each SHADE."""
    def chunk(kind, data):
        body = kind + data
        return struct.pack('>I', len(data)) + body + struct.pack('>I', zlib.crc32(body))
    row = b'\0' + bytes((x * 7 + shade) % 256 for x in range(3 * width))
    return (b'\x89PNG\r\n\x1a\n'
            + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(row * height)) + chunk(b'IEND', b''))


def write_wav(path, n_frames=4000):
    with wave.open(str(path), 'wb') as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(b''.join(struct.pack('<h', i % 3000) for i in range(n_frames)))


def unprivileged(*also):
    """What to put before a command so that file permissions count for root, too."""
    caps = ','.join('-' + cap for cap in ('dac_override', 'dac_read_search', *also))
    if os.geteuid() != 0:
        return []
    return ['setpriv', '--bounding-set', caps, '--inh-caps', caps]


def wait_until(condition, what):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f'waited in vain: {what}')
        time.sleep(0.005)


class Base(unittest.TestCase):
    """A folder of its own for each test, and a home in it that is not the person's."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix='nightstand-ctl-'))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.vault = self.folder / 'vault'
        self.sources = self.folder / 'sources'
        self.sources.mkdir()
        self.out = self.folder / 'out'
        self.out.mkdir()
        self.environment = {**os.environ, 'HOME': str(self.folder / 'home'),
                            'XDG_DATA_HOME': str(self.folder / 'home/data')}

    # ---- Running ----------------------------------------------------------------------

    def start(self, *args, passphrase=PASSPHRASE, vault=None, before=(), **options):
        """Start nightstandctl on the test's vault.  PASSPHRASE goes through a pipe."""
        where = ['--vault', vault or self.vault]
        fds = tuple(options.pop('pass_fds', ()))
        ours = ()
        if passphrase is not None:
            reader, writer = os.pipe()
            os.write(writer, passphrase if isinstance(passphrase, bytes)
                     else passphrase.encode())
            os.close(writer)
            ours = (reader,)
            where += ['--passphrase-fd', str(reader)]
        options.setdefault('stdout', subprocess.PIPE)
        options.setdefault('stderr', subprocess.PIPE)
        options.setdefault('env', self.environment)
        process = subprocess.Popen([*before, PROGRAM, *where, *args], pass_fds=fds + ours,
                                   stdin=subprocess.DEVNULL, **options)
        for fd in ours:
            os.close(fd)
        return process

    def ctl(self, *args, status=OK, **options):
        """Run nightstandctl, expect STATUS, return (stdout, stderr) as text."""
        process = self.start(*args, **options)
        out, err = process.communicate(timeout=PATIENCE_S)
        out, err = ((text or b'').decode('utf-8', 'replace') for text in (out, err))
        self.assertEqual(process.returncode, status, f'{args}\n{out}\n{err}')
        # On success silence is golden; a failure comes with a sentence.
        if status != OK:
            self.assertTrue(err.strip(), f'{args} failed without a word')
        return out, err

    def fails(self, status, sentence, *args, **options):
        """Run nightstandctl, expect STATUS and this part of a sentence on stderr."""
        _, err = self.ctl(*args, status=status, **options)
        self.assertIn(sentence, err)

    # ---- The vault --------------------------------------------------------------------

    def create(self, **options):
        self.ctl('create', '--kdf', 'quick', **options)

    def items(self, **options):
        out, _ = self.ctl('list', '--json', **options)
        self.assertTrue(out.isascii())
        return json.loads(out)['items']

    def names(self, **options):
        return sorted(item['name'] for item in self.items(**options))

    def item_id(self, name):
        return next(item['id'] for item in self.items() if item['name'] == name)

    def source(self, name, data=None):
        path = self.sources / name
        path.write_bytes(png() if data is None else data)
        return path

    def add(self, name='photo.png', data=None, **options):
        """Import one file; its id."""
        self.ctl('import', self.source(name, data), **options)
        return self.item_id(name)

    def digest(self):
        """What the vault's files are, to see whether anything changed."""
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                for path in sorted(self.vault.iterdir())}

    def rows(self):
        """All of the database but the log, which says that the vault was opened: the log
        begins with the first import and is in cell 2."""
        database = sqlite3.connect(self.vault / 'vault.db')
        rows = [database.execute(f'select * from {table} where {which} order by id').fetchall()
                for table, which in (('record', 'id <> 2'), ('piece', 'true'))]
        database.close()
        return rows

    def keep(self, name):
        """A copy of one of the vault's files; give it to put_back()."""
        return name, (self.vault / name).read_bytes()

    def put_back(self, kept):
        name, data = kept
        (self.vault / name).write_bytes(data)

    def patch(self, name, offset, data):
        with open(self.vault / name, 'r+b') as file:
            file.seek(offset)
            file.write(data)

    def is_locked(self):
        """Whether a process holds the lock on the keyring."""
        try:
            with open(self.vault / 'keyring', 'r+b') as file:
                query = struct.pack('hhqqi', fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
                reply = fcntl.fcntl(file, fcntl.F_OFD_GETLK, query)
        except FileNotFoundError:
            return False
        return struct.unpack('hhqqi', reply)[0] != fcntl.F_UNLCK

    def hold_lock(self):
        """Hold the lock that an open vault holds, until the test ends."""
        file = open(self.vault / 'keyring', 'r+b')
        self.addCleanup(file.close)
        fcntl.fcntl(file, fcntl.F_OFD_SETLK,
                    struct.pack('hhqqi', fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0))
        return file
