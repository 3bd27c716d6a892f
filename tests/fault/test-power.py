# test-power.py - power that goes at any moment of an action
#
# Unlike a killed process, this loses what was written and not yet flushed.  The calls of
# one undisturbed run are played again here, on a disk that keeps for certain only what a
# flush has made durable, and of the rest nothing, or anything: some writes and not others,
# and of a write some sectors and not others.  Names in a folder are as durable as the
# folder was flushed, and change in order.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import random
import sys

from ways import ACTIONS
from harness import Harness, NEW, OLD, Outcome, require

SECTOR_BYTES = 512
# Disks imagined for each moment, besides the one that keeps nothing unflushed.
N_DISKS = 3


class File:
    def __init__(self, durable=b''):
        self.durable = durable
        self.pending = []

    def flush(self):
        self.durable = self.after(self.pending)
        self.pending = []

    def after(self, calls):
        data = bytearray(self.durable)
        for offset, payload in calls:
            if payload is None:  # a truncation
                del data[offset:]
                data.extend(bytes(offset - len(data)))
            else:
                data.extend(bytes(max(0, offset + len(payload) - len(data))))
                data[offset:offset + len(payload)] = payload
        return bytes(data)

    def luck(self, dice):
        """What the disk may hold: any of the pending calls, and any of their sectors."""
        calls = []
        for offset, payload in self.pending:
            fate = dice.random()
            if payload is None or fate < 0.4:
                calls += [(offset, payload)] * (fate < 0.7)
            elif fate < 0.7:
                at = 0
                while at < len(payload):
                    end = min(len(payload), (offset + at) // SECTOR_BYTES * SECTOR_BYTES
                              + SECTOR_BYTES - offset)
                    if dice.random() < 0.5:
                        calls.append((offset + at, payload[at:end]))
                    at = end
        return self.after(calls)


class Disk:
    """A folder, as it is and as it would be after a loss of power."""

    def __init__(self, folder):
        self.names = {path.name: File(path.read_bytes()) for path in folder.iterdir()} \
            if folder.exists() else {}
        self.durable_names = dict(self.names)
        self.pending_names = []

    def play(self, call, payload):
        if call.name in ('create', 'unlink', 'rename'):
            self.change_names(self.names, call)
            self.pending_names.append((call, self.names.get(call.path)))
        elif call.path == '.':
            self.durable_names = dict(self.names)
            self.pending_names = []
        elif call.name == 'pwrite':
            self.names[call.path].pending.append((call.offset, payload))
        elif call.name == 'ftruncate':
            self.names[call.path].pending.append((call.offset, None))
        else:
            self.names[call.path].flush()

    @staticmethod
    def change_names(names, call, made=None):
        if call.name == 'create':
            names[call.path] = made or File()
        elif call.name == 'unlink':
            names.pop(call.path, None)
        else:
            names[call.new_path] = names.pop(call.path)

    def worst(self):
        return {name: file.durable for name, file in self.durable_names.items()}

    def luck(self, dice):
        names = dict(self.durable_names)
        for call, made in self.pending_names[:dice.randint(0, len(self.pending_names))]:
            self.change_names(names, call, made)
        return {name: file.luck(dice) for name, file in names.items()}


def put(vault, state):
    for path in vault.iterdir():
        path.unlink()
    for name, data in state.items():
        (vault / name).write_bytes(data)


def digest(state):
    total = hashlib.sha256()
    for name in sorted(state):
        total.update(name.encode() + b'\0' + hashlib.sha256(state[name]).digest())
    return total.digest()


def lose_power(action, calls, data, out):
    """Judge every disk after every call; how many there were, and how many flushes."""
    harness = action.harness
    disk = Disk(action.before)
    seen = set()
    flushed = OLD
    position = 0
    for at, call in enumerate([*calls, None]):
        states = [disk.worst()] + [disk.luck(random.Random(f'{at} {i}'))
                                   for i in range(N_DISKS)]
        for i, state in enumerate(states):
            if digest(state) in seen:
                continue
            seen.add(digest(state))
            harness.put(action.before)
            harness.vault.mkdir(exist_ok=True)
            put(harness.vault, state)
            # Only at the end has the program said that it is done.
            done = Outcome(0 if call is None else -1, out if call is None else '', '')
            try:
                judged = action.judge(done)
            except AssertionError as error:
                raise AssertionError(f'before call {at + 1} {call}, disk {i}: {error}') \
                    from error
            if i == 0:
                require(judged == NEW or flushed == OLD, 'undone by a loss of power', at)
                flushed = judged
        if call is not None:
            payload = data[position:position + call.n_bytes]
            position += len(payload)
            disk.play(call, payload)
    require(position == len(data), 'the log and its bytes do not agree')
    return len(seen)


def main():
    name = sys.argv[1]
    with Harness() as harness:
        action = ACTIONS[name](harness)
        action.prepare()
        action.learn()
        harness.put(action.before)
        done = action.run()
        calls, data = harness.calls(), harness.data.read_bytes()
        n_flushes = sum(call.name in ('fsync', 'fdatasync') for call in calls)
        n_states = lose_power(action, calls, data, done.out)
        require(n_flushes >= action.min_flushes and n_states > n_flushes, n_flushes, n_states)
        print(f'{name}: {len(calls)} calls, {n_flushes} flushes; {n_states} disks')


if __name__ == '__main__':
    main()
