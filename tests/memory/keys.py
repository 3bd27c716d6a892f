# keys.py - where in a process the keys of an open vault lie, and when they are there no more
#
# The keys are derived by vectors/reader.py from the passphrase; nothing is asked of the
# process.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import sys
import time
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / 'vectors'))
import reader  # noqa: E402

STEP_BYTES = 1 << 18
# What a needle may reach over the end of a step.
OVER_BYTES = 512
EMPTY = bytes(STEP_BYTES + OVER_BYTES)
# A colour is found wherever it fills something.
MOST = 20


def keys_of(folder, passphrase):
    """What the process needs for everything else, as it lies in its memory."""
    keyring = reader.Keyring((Path(folder) / 'keyring').read_bytes(),
                             os.fsencode(passphrase), int(time.time()))
    return {'ring key': keyring.ring_keys[0], 'stamp key': keyring.stamp_key}


def stretches(pid):
    """What is mapped and could be written to, guarded or not."""
    for line in Path(f'/proc/{pid}/maps').read_text().splitlines():
        start, end = (int(part, 16) for part in line.split()[0].split('-'))
        if not re.search(r'\[v(var|dso|syscall)|/dev/dri', line):
            yield start, end


def halves(keys):
    # Half a key is as good as a whole one to somebody who can count to 2^128.
    return {f'{name}, {which} half': key[at:at + 16] for name, key in keys.items()
            for which, at in (('first', 0), ('second', 16))}


def find(pid, needles):
    """Addresses of NEEDLES in all memory of PID, at most 20 of each in a stretch:
    {name: [address, ...]}."""
    found = {name: [] for name in needles}
    with open(f'/proc/{pid}/mem', 'rb', 0) as memory:
        for start, end in stretches(pid):
            for at in range(start, end, STEP_BYTES):
                try:
                    memory.seek(at)
                    data = memory.read(min(STEP_BYTES + OVER_BYTES, end - at))
                except (OSError, ValueError, OverflowError):
                    continue
                # Most of what is mapped was never written to.
                if data == EMPTY[:len(data)]:
                    continue
                for name, needle in needles.items():
                    place, places = data.find(needle), []
                    while 0 <= place < STEP_BYTES and len(places) < MOST:
                        places.append(at + place)
                        place = data.find(needle, place + 1)
                    found[name] += places
    return found


class Watch:
    """Looks at the places where the keys lay, again and again."""

    def __init__(self, pid, keys):
        needles = halves(keys)
        found = find(pid, needles)
        self.places = [(at, needles[name]) for name, places in found.items()
                       for at in places]
        self.memory = open(f'/proc/{pid}/mem', 'rb', 0)
        missing = [name for name, places in found.items() if not places]
        if missing:
            raise AssertionError(f'blind: not found in memory: {missing}')

    def is_there(self):
        return any(self.holds(at, needle) for at, needle in self.places)

    def holds(self, at, needle):
        try:
            self.memory.seek(at)
            return self.memory.read(len(needle)) == needle
        except OSError:
            return False

    def close(self):
        self.memory.close()
