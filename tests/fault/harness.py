# harness.py - what the crash tests share: vaults to be harmed, running, judging
#
# A test is about one action (actions.py).  It learns which calls the action makes, lets
# each of them go wrong in a copy of the same folder, and opens what is left with a program
# that reads every byte.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

PROGRAM = os.environ['NIGHTSTANDCTL']
LOOK = os.environ['NIGHTSTAND_LOOK']
FAULT_SHIM = os.environ['NIGHTSTAND_FAULT_SHIM']
CLOCK_SHIM = os.environ['NIGHTSTAND_CLOCK_SHIM']
KDF_SHIM = os.environ['NIGHTSTAND_KDF_SHIM']
GROW = os.environ['NIGHTSTAND_GROW']
LATE = os.environ['NIGHTSTAND_LATE']
PASSPHRASE = 'correct horse battery staple'

# Exit statuses that --help documents for a computer that fails, and success.
DOCUMENTED = (0, 1, 4, 5, 6, 9)

# Long enough for a busy machine under a sanitizer.
PATIENCE_S = 120

OLD, NEW = 'old', 'new'


class Call(NamedTuple):
    """One line of the log that the shim writes."""
    name: str
    offset: int
    n_bytes: int
    path: str
    new_path: str


class Outcome(NamedTuple):
    status: int  # negative: the signal that ended it
    out: str
    err: str


def require(condition, *what):
    """An assertion that is not switched off."""
    if not condition:
        raise AssertionError(' '.join(str(part) for part in what))


def make_room():
    """A folder for everything, in memory where possible: there is nothing to flush to, and
    a test of many points should not wear out a disk."""
    memory = Path('/dev/shm')
    usable = memory.is_dir() and os.access(memory, os.W_OK)
    if usable and shutil.disk_usage(memory).free < 64 << 20:
        usable = False
    return Path(tempfile.mkdtemp(prefix='nightstand-fault-', dir=memory if usable else None))


class Harness:
    def __init__(self):
        self.room = make_room()
        self.vault = self.room / 'vault'
        self.log = self.room / 'log'
        self.data = self.room / 'data'
        self.n_opened = 0
        # For the programs an hour has just begun: one that ended in the middle of a test would
        # have its key overwritten, with calls that nobody has counted.
        self.start_s = int(3600 - time.time() % 3600) + 5
        # More shims for the program, and what they are told.
        self.preload = []
        self.also = {}
        # What may open the vault; the first one is tried first.
        self.passphrases = [PASSPHRASE]
        # Of these, which did when it was looked at last.
        self.ways = []

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        shutil.rmtree(self.room, ignore_errors=True)

    # ---- Running ----------------------------------------------------------------------

    def environment(self, preload, ahead_s):
        shims = [KDF_SHIM, *preload, CLOCK_SHIM]
        return {**os.environ,
                'HOME': str(self.room / 'home'),
                'LD_PRELOAD': ':'.join(shims),
                # The sanitizer wants to be first; here it need not.
                'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '')
                                + ':verify_asan_link_order=0',
                'NIGHTSTAND_TEST_AHEAD_S': str(self.start_s + ahead_s),
                'NIGHTSTAND_TEST_SYNCHRONISED': '1'}

    def run(self, args, typed=PASSPHRASE, ahead_s=0, at=0, do='', before=(), program=None):
        """Run nightstandctl, or PROGRAM, on the vault under the shim; call number AT goes
        wrong.  TYPED are its lines on standard input."""
        for path in (self.log, self.data):
            path.unlink(missing_ok=True)
        environment = {**self.environment([*self.preload, FAULT_SHIM], ahead_s),
                       'NIGHTSTAND_FAULT_FOLDER': str(self.vault),
                       'NIGHTSTAND_FAULT_LOG': str(self.log),
                       'NIGHTSTAND_FAULT_DATA': str(self.data),
                       'NIGHTSTAND_FAULT_AT': str(at),
                       'NIGHTSTAND_FAULT_DO': do, **self.also}
        if before:
            # The leak checker traces, and a process has one tracer.
            environment['ASAN_OPTIONS'] += ':detect_leaks=0'
        words = [PROGRAM, '--vault', self.vault, '--passphrase-fd', '0', *args] \
            if program is None else [program, *args]
        done = subprocess.run([*before, *map(str, words)], input=typed, text=True,
                              capture_output=True, env=environment, timeout=PATIENCE_S)
        return Outcome(done.returncode, done.stdout, done.stderr)

    def ctl(self, *args, **options):
        done = self.run(args, **options)
        require(done.status == 0, args, done)
        return done.out

    def calls(self):
        """What the last run did to the vault."""
        if not self.log.exists():
            return []
        calls = []
        for line in self.log.read_text().splitlines():
            name, offset, n_bytes, path, *new_path = line.split(' ')
            calls.append(Call(name, int(offset), int(n_bytes), path, ''.join(new_path)))
        return calls

    # ---- Folders ----------------------------------------------------------------------

    def put(self, folder):
        """Make the vault a copy of FOLDER, or nothing."""
        shutil.rmtree(self.vault, ignore_errors=True)
        if folder is not None and folder.exists():
            shutil.copytree(folder, self.vault)

    def keep(self, name):
        """A copy of the vault as it is now."""
        kept = self.room / name
        shutil.rmtree(kept, ignore_errors=True)
        if self.vault.exists():
            shutil.copytree(self.vault, kept)
        return kept

    # ---- Judging ----------------------------------------------------------------------

    def look(self, times=2, ahead_s=0):
        """Open the vault, and open it again: a list of what was seen."""
        done = subprocess.run([LOOK, str(self.vault), str(times), *self.passphrases],
                              text=True, capture_output=True,
                              env=self.environment([], ahead_s), timeout=PATIENCE_S)
        require(done.returncode == 0, 'look', done)
        self.n_opened += times + len(self.passphrases)
        seen = [json.loads(line) for line in done.stdout.splitlines()]
        ways = seen.pop() if len(self.passphrases) > 1 else [seen[-1]['error'] == 'none']
        self.ways = [passphrase for passphrase, opens in zip(self.passphrases, ways)
                     if opens]
        return seen

    def check(self, ahead_s=0):
        """Open the vault twice, require that it is sound, and return what is in it: the
        name of an error, or its items."""
        first, second = self.look(2, ahead_s)
        require(first['error'] == second['error'], 'differs when opened again', first, second)
        if first['error'] != 'none':
            return first['error']

        require(first['damaged'] == 0 and not first['doubtful'], 'damage', first)
        require(first['verify'] == [len(first['items']), 0, 0, 0], 'verify', first)
        for seen in (first, second):
            require(seen['check'] == 'ok', 'check', seen)
        self.n_failed = first['failed']
        for word in ('expired', 'interrupted', 'damaged', 'failed'):
            require(second[word] == 0, 'the second opening found', word, second)
        for word in ('items', 'verify', 'vault.db', 'keyring'):
            require(first[word] == second[word], word, 'changed', first, second)
        self.check_rows(first)
        return first['items']

    def check_rows(self, seen):
        """Nothing is left of what is gone."""
        database = sqlite3.connect(f'file:{self.vault}/vault.db?mode=ro', uri=True)
        records, pieces = database.execute(
            'SELECT (SELECT count(*) FROM record), (SELECT count(*) FROM piece)').fetchone()
        integrity = database.execute('PRAGMA integrity_check').fetchone()[0]
        database.close()
        require(records == len(seen['items']) + seen['cards'] + 2, records, 'records', seen)
        require(pieces == seen['pieces'], pieces, 'pieces', seen)
        require(integrity == 'ok', integrity)
