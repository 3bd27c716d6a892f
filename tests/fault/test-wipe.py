# test-wipe.py - every call that an emergency wipe makes goes wrong, in every way
#
# What the receipt says is held against what is on the disk afterwards, part by part: never
# "destroyed" of what is not, and never "not destroyed" of what is.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import errno
import json
import os
import signal
import subprocess
import sys

from harness import PASSPHRASE, PATIENCE_S, PROGRAM, Harness, require

SHIM = os.environ['NIGHTSTAND_WIPE_SHIM']
WIPE_OPEN = os.environ['NIGHTSTAND_WIPE_OPEN']

ERRORS = ('EIO', 'ENOSPC', 'EROFS', 'EACCES', 'EMFILE')
PARTS = ('memory', 'header', 'epochs', 'cells', 'database', 'others', 'copies')
BLOCK = 64
HEAD_B, SEGMENT_A, SEGMENT_B = 589824, 65536, 655360
RANGES = {'header': ((0, 4096), (HEAD_B, HEAD_B + 4096)),
          'epochs': ((4096, SEGMENT_A), (HEAD_B + 4096, SEGMENT_B)),
          'cells': ((SEGMENT_A, HEAD_B), (SEGMENT_B, 1179648))}

# Calls whose failing leaves the wipe as good as it was: it goes on without their answer, and
# the receipt may say less for it, but not more.
ONLY_LOOKS = ('ioctl', 'stat', 'fadvise', 'fcntl', 'fchmod', 'fsync')


class Wipe:
    """The wipe in one situation: what to run, and how to read its receipt."""

    def __init__(self, harness, situation):
        self.harness = harness
        self.situation = situation
        self.log = harness.room / 'wipe-log'

    def prepare(self):
        harness = self.harness
        harness.put(None)
        source = harness.room / 'source'
        source.write_bytes(os.urandom(90000))
        self.large = harness.room / 'large'
        self.large.write_bytes(os.urandom(8 << 20))
        harness.ctl('create', '--kdf', 'quick')
        harness.ctl('import', source)
        self.before = harness.keep('before')
        self.keys = (self.before / 'keyring').read_bytes()

    def words(self):
        if self.situation == 'locked':
            return [PROGRAM, '--vault', self.harness.vault, 'wipe', '--now', '--json']
        also = [self.large] if self.situation == 'importing' else []
        return [WIPE_OPEN, self.harness.vault, PASSPHRASE, *also]

    def run(self, at=0, do=''):
        self.log.unlink(missing_ok=True)
        self.harness.put(self.before)
        environment = {**self.harness.environment([SHIM], 0),
                       'NIGHTSTAND_WIPE_FOLDER': str(self.harness.vault),
                       'NIGHTSTAND_WIPE_LOG': str(self.log),
                       'NIGHTSTAND_WIPE_AT': str(at), 'NIGHTSTAND_WIPE_DO': do}
        return subprocess.run([str(word) for word in self.words()], text=True,
                              capture_output=True, env=environment, timeout=PATIENCE_S)

    def calls(self):
        """(name, offset, bytes, file, outcome) of each."""
        if not self.log.exists():
            return []
        return [tuple(line.rsplit(' ', 4)) for line in self.log.read_text().splitlines()]

    def sayings(self, done):
        """What is said of each part and of the whole, or None if nothing is said at all."""
        if self.situation == 'locked':
            if not done.stdout.strip():
                return None
            receipt = json.loads(done.stdout)
            said = {step['part']: step['says'] for step in receipt['steps']}
            return {**said, 'whole': receipt['says']}
        lines = done.stdout.split()
        return dict(zip((*PARTS, 'whole'), lines)) if len(lines) == len(PARTS) + 1 else None

    # ---- What is true ----------------------------------------------------------------

    def is_gone(self, part):
        """Whether nothing of the part is as it was."""
        now = (self.harness.vault / 'keyring').read_bytes()
        require(len(now) == len(self.keys), 'the keyring has', len(now))
        return all(now[at:at + BLOCK] != self.keys[at:at + BLOCK]
                   for begin, end in RANGES[part] for at in range(begin, end, BLOCK))

    def is_flushed(self, calls):
        """Whether every write was followed by a flush that worked."""
        dirty = False
        for name, _, _, file, outcome in calls:
            if file == 'keyring' and name == 'pwrite':
                dirty = True
            elif file == 'keyring' and name == 'fdatasync' and outcome == 'ok':
                dirty = False
        return not dirty

    def judge(self, done, fault):
        said = self.sayings(done)
        calls = self.calls()
        names = {call[0] for call in calls if call[4] == 'failed'}
        if said is None:
            # Refused as a whole: then nothing was done.
            require(done.returncode != 0 and done.stderr.strip(), 'without a word', done)
            require((self.harness.vault / 'keyring').read_bytes() == self.keys,
                    'changed, and nothing said')
            return 'refused'
        for part in RANGES:
            gone = self.is_gone(part)
            if said[part] in ('keys-destroyed', 'keys-unread', 'keys-old-kept'):
                require(gone and self.is_flushed(calls), part, said[part], 'but it is not')
            if said[part] == 'keys-unread':
                require('pread' in names, part, 'could be read back')
            if said[part] == 'keys-failed':
                require(names - set(ONLY_LOOKS), part, 'failed for no reason', names)
            require(said[part] != 'keys-none', part, said[part])
        self.judge_rest(said, names)
        return said['whole']

    def judge_rest(self, said, names):
        there = (self.harness.vault / 'vault.db').exists()
        if said['database'] == 'database-failed':
            require(names & {'unlink', 'open'}, 'not removed for no reason', names)
        else:
            require((said['database'] == 'database-removed') == (not there),
                    'vault.db', there, said['database'])
        require(said['others'] == 'others-none', said['others'])
        memory = 'memory-none' if self.situation == 'locked' else 'memory-destroyed'
        require(said['memory'] == memory, said['memory'])
        destroyed = said['whole'] in ('destroyed', 'overwritten')
        require(not destroyed or self.is_gone('header')
                or (self.is_gone('epochs') and self.is_gone('cells')), 'whole', said)
        if destroyed:
            seen = self.harness.look(1)[0]
            require(seen['error'] == 'destroyed', 'opens as', seen)

    def judge_killed(self):
        """Nothing was said.  Whoever opens it finds the vault as it was, or finishes."""
        seen = self.harness.look(1)[0]
        if seen['error'] == 'destroyed':
            require(all(self.is_gone(part) for part in RANGES), 'not finished')
            return 'finished'
        n_items = len(seen['items'])
        # What was being imported may have come in whole just before.
        require(seen['error'] == 'none'
                and (n_items == 1 or self.situation == 'importing' and n_items == 2), seen)
        require(seen['verify'] == [n_items, 0, 0, 0] and seen['check'] == 'ok', seen)
        return 'untouched'


def attempt(wipe, at, do):
    done = wipe.run(at, do)
    if do == 'kill':
        if done.returncode != -signal.SIGKILL:
            require(done.returncode in (0, 1), done)
            return wipe.judge(done, do)
        return wipe.judge_killed()
    require(done.returncode >= 0, 'died', done)
    return wipe.judge(done, do)


def main():
    situation = sys.argv[1]
    with Harness() as harness:
        wipe = Wipe(harness, situation)
        wipe.prepare()
        done = wipe.run()
        require(wipe.judge(done, 'none') == 'destroyed', done)
        calls = wipe.calls()
        require(len(calls) >= 30, 'only', len(calls), 'calls', calls)
        faults = ['kill'] + [f'{getattr(errno, name)}{later}' for name in ERRORS
                             for later in ('', '+')]
        ended, wrong = {}, []
        for at, call in enumerate(calls, 1):
            for do in faults:
                # The first of each name stands for all that follow, in the plus variant.
                if do.endswith('+') and call[0] in {other[0] for other in calls[:at - 1]}:
                    continue
                try:
                    how = attempt(wipe, at, do)
                    ended[how] = ended.get(how, 0) + 1
                except AssertionError as error:
                    wrong.append(f'{do} at {at} {call}: {error}')
        n_points = sum(ended.values()) + len(wrong)
        require(not wrong, len(wrong), 'of', n_points, 'points went wrong:', *wrong[:12])
        require(ended.get('not-destroyed', 0) > 0 and ended.get('destroyed', 0) > 0, ended)
        print(f'wipe, {situation}: {len(calls)} calls; {n_points} points, each judged by '
              f'what was on the disk afterwards: {ended}')


if __name__ == '__main__':
    main()
