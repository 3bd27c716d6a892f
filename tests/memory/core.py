# core.py - the memory of a process as a file, searched for what should not be in it
#
# SPDX-License-Identifier: GPL-3.0-or-later

import shutil
import subprocess
import tempfile
from pathlib import Path

SKIPPED = 77
PATIENCE_S = 120
# A freed block loses its first bytes to the heap; the middle of a word must be enough.
LEAST_BYTES = 8
PAGE_BYTES = 4096
EMPTY = bytes(PAGE_BYTES)
ENCODINGS = ('utf-8', 'utf-16-le', 'utf-32-le')


def can_trace():
    """Whether gcore is there and allowed to look into another process."""
    if not shutil.which('gcore'):
        return False
    with subprocess.Popen(['sleep', '60']) as process, \
            tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(['gcore', '-o', f'{folder}/core', str(process.pid)],
                              capture_output=True, check=False)
        process.kill()
    return done.returncode == 0


def in_encodings(name, text):
    """What to look for: {what it is: its bytes} for one word."""
    return {f'{name} in {encoding}': text.encode(encoding) for encoding in ENCODINGS}


class Core:
    """All memory of process PID, also what is kept out of ordinary core dumps."""

    def __init__(self, pid, folder):
        prefix = Path(folder) / 'core'
        done = subprocess.run(['gcore', '-a', '-o', str(prefix), str(pid)], text=True,
                              capture_output=True, timeout=PATIENCE_S, check=False)
        self.path = Path(f'{prefix}.{pid}')
        if done.returncode != 0 or not self.path.exists():
            raise AssertionError(f'gcore: {done.stdout} {done.stderr}')

    def __enter__(self):
        self.bytes = self.read()
        return self

    def __exit__(self, *ignored):
        self.path.unlink()

    def __len__(self):
        return len(self.bytes)

    def read(self):
        """All but the many pages that nobody has ever written to."""
        pages = []
        with self.path.open('rb') as file:
            while page := file.read(PAGE_BYTES):
                if page.count(0) != len(page):
                    pages.append(page)
                elif pages and pages[-1] is not EMPTY:
                    pages.append(EMPTY)
        return b''.join(pages)

    def find(self, needles):
        """Which of NEEDLES are there, and how often, at most 20 times each."""
        found = {}
        for name, needle in needles.items():
            assert len(needle) >= LEAST_BYTES, name
            places, at = [], self.bytes.find(needle)
            while at >= 0 and len(places) < 20:
                places.append(at)
                at = self.bytes.find(needle, at + 1)
            if places:
                found[name] = places
        return found

    def around(self, at, n_bytes=96):
        """For somebody who wants to know how it came there."""
        return self.bytes[max(0, at - n_bytes):at + n_bytes]
