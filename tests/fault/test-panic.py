# test-panic.py - a passphrase that destroys is typed, and every call on the vault goes wrong
#
# Whoever watches must see a vault open, or hear of trouble that any opening could have; and
# the old vault is there whole, or nothing of it opens.  Typed a second time, with nothing
# going wrong, it is gone.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import errno
import json
import os
import signal
import subprocess

from harness import DOCUMENTED, NEW, OLD, PASSPHRASE, PATIENCE_S, PROGRAM, Harness, require

SHIM = os.environ['NIGHTSTAND_WIPE_SHIM']
PANIC = 'there is nothing to see here'
WHILE_WIPING = ('EIO', 'ENOSPC', 'EROFS', 'EACCES', 'EMFILE')
BLOCK = 64
HEAD_B, END = 589824, 1179648
HEADER = ((0, 4096), (HEAD_B, HEAD_B + 4096))
REST = ((4096, HEAD_B), (HEAD_B + 4096, END))


class Panic:
    def __init__(self, harness):
        self.harness = harness
        self.log = harness.room / 'wipe-log'

    def prepare(self):
        harness = self.harness
        source = harness.room / 'source'
        source.write_bytes(os.urandom(90000))
        harness.ctl('create', '--kdf', 'quick')
        harness.ctl('import', source)
        harness.ctl('add-panic-passphrase', '--new-passphrase-fd', '0',
                    typed=f'{PASSPHRASE}\n{PANIC}\n')
        self.before = harness.keep('before')
        self.keys = (self.before / 'keyring').read_bytes()

    def run(self, at=0, do=''):
        """Type it.  The key file of before is held, for it has no name when the new one is there."""
        harness = self.harness
        self.log.unlink(missing_ok=True)
        harness.put(self.before)
        self.held = open(harness.vault / 'keyring', 'rb')
        environment = {**harness.environment([SHIM], 0),
                       'NIGHTSTAND_WIPE_FOLDER': str(harness.vault),
                       'NIGHTSTAND_WIPE_LOG': str(self.log), 'NIGHTSTAND_WIPE_ANY': '1',
                       'NIGHTSTAND_WIPE_AT': str(at), 'NIGHTSTAND_WIPE_DO': do}
        return subprocess.run([PROGRAM, '--vault', str(harness.vault), '--passphrase-fd', '0',
                               'list', '--json'], input=PANIC, text=True, capture_output=True,
                              env=environment, timeout=PATIENCE_S)

    def calls(self):
        return [tuple(line.rsplit(' ', 4)) for line in self.log.read_text().splitlines()]

    # ---- What is true ----

    def is_gone(self, ranges):
        self.held.seek(0)
        now = self.held.read()
        return all(now[at:at + BLOCK] != self.keys[at:at + BLOCK]
                   for begin, end in ranges for at in range(begin, end, BLOCK))

    def seen_with(self, passphrase):
        self.harness.passphrases = [passphrase]
        seen = self.harness.look(1)[0]
        if seen['error'] == 'none':
            require(seen['verify'] == [len(seen['items']), 0, 0, 0] and seen['check'] == 'ok',
                    'opens, but', seen)
        return seen

    def is_whole(self):
        seen = self.seen_with(PASSPHRASE)
        return seen['error'] == 'none' and len(seen['items']) == 1

    def judge_gone(self):
        require(self.seen_with(PASSPHRASE)['error'] != 'none', 'it still opens')
        if self.is_gone(HEADER) or self.is_gone(REST):
            return
        # A disk that took no write at all: then what the keys are for is removed at least.
        written = [call for call in self.calls() if call[0] == 'pwrite' and call[4] == 'ok'
                   and call[3] == 'keyring']
        require(not written and not (self.harness.vault / 'vault.db').exists(),
                'does not open, and its keys are there')

    def judge(self, done):
        """What it came to: the vault of before, a new one, or none."""
        if done.returncode == 0:
            require(json.loads(done.stdout)['items'] == [] and not done.stderr, 'says', done)
            self.judge_gone()
            require(self.seen_with(PANIC).get('items') == [], 'the new one does not open')
            return NEW
        if done.returncode != -signal.SIGKILL:
            require(done.returncode in DOCUMENTED, 'ended with', done)
            require(done.stderr.strip() and 'panic' not in done.stderr.lower()
                    and 'wipe' not in done.stderr.lower(), 'says', done.stderr)
        if self.is_whole():
            return OLD
        self.judge_gone()
        return 'none'

    def judge_again(self):
        """Typed once more: then it is gone in any case."""
        again = self.harness.run(['list'], typed=PANIC)
        self.judge_gone()
        if again.status == 0:
            require(self.seen_with(PANIC).get('items') == [], 'not new', again)


def points(calls):
    """All errors up to the last write into the key file of before; after it, where an empty
    vault is made, those that a disk gives."""
    last = max(at for at, call in enumerate(calls, 1)
               if call[0] == 'unlink' and call[3].startswith('vault.db'))
    seen = set()
    for at, call in enumerate(calls, 1):
        yield at, 'kill'
        for name in WHILE_WIPING if at <= last else ('EIO',):
            yield at, str(getattr(errno, name))
            # The first of each name and file stands for all that follow.
            if (call[0], call[3]) not in seen:
                yield at, f'{getattr(errno, name)}+'
        seen.add((call[0], call[3]))


def main():
    with Harness() as harness:
        panic = Panic(harness)
        panic.prepare()
        require(panic.judge(panic.run()) == NEW, 'it does not work')
        calls = panic.calls()
        require(len(calls) >= 60, 'only', len(calls), 'calls')
        ended, wrong = {}, []
        for at, do in points(calls):
            try:
                how = panic.judge(panic.run(at, do))
                ended[how] = ended.get(how, 0) + 1
                if how != NEW:
                    panic.judge_again()
            except AssertionError as error:
                wrong.append(f'{do} at {at} {calls[at - 1]}: {error}')
            finally:
                panic.held.close()
        n_points = sum(ended.values()) + len(wrong)
        require(not wrong, len(wrong), 'of', n_points, 'points went wrong:', *wrong[:12])
        require(ended.get(OLD, 0) > 0 and ended.get(NEW, 0) > 0, ended)
        print(f'panic passphrase: {len(calls)} calls; {n_points} points, each judged by what was '
              f'on the disk afterwards: {ended}')


if __name__ == '__main__':
    main()
