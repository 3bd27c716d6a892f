# test-files.py - no descriptor left, at every call that would make one
#
# The program must name the reason, must not say that it is done if it is not, and must
# leave a vault that opens and holds what it held before, or what it should hold.  Where
# one call alone fails the reason may be another: SQLite then tries a second way, to read
# instead of to write, and what it says is of that.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import collections
import os
import sys

from actions import ACTIONS, EXPIRING, KEPT, LENGTHS
from harness import DOCUMENTED, Harness, require

SHIM = os.environ['NIGHTSTAND_FILES_SHIM']
# How ctl/sentence.c begins what it says of VAULT_ERROR_TOO_MANY_FILES.
SENTENCE = 'too many files'


class Files:
    """An action, in want of descriptors."""

    def __init__(self, action):
        self.action = action
        self.harness = action.harness
        self.log = self.harness.room / 'files'

    def run(self, at):
        """Run it; call AT fails.  Which calls there were, and how it ended."""
        self.log.unlink(missing_ok=True)
        self.harness.put(self.action.before)
        self.harness.also = {'NIGHTSTAND_FILES_LOG': str(self.log),
                             'NIGHTSTAND_FILES_AT': at}
        # In front of the other shim, which asks nobody before it opens a file.
        self.harness.preload = [SHIM]
        done = self.action.run()
        self.harness.preload, self.harness.also = [], {}
        return self.log.read_text().split(), done

    def fail(self, at):
        """Whether it told of the failure."""
        calls, done = self.run(at)
        require(done.status in DOCUMENTED, at, calls[-1], done)
        told = SENTENCE in (done.err + done.out).lower()
        require(done.status == 0 or told or (done.err and not at.endswith('+')),
                'another reason', at, calls[-3:], done)
        if 'Imported' in done.out:
            self.judge_some(done)
        else:
            self.action.judge(done)
        return told

    def judge_some(self, done):
        """Some of the sources were imported, some without a thumbnail: each is told of."""
        seen = {item['name']: item for item in self.harness.check()}
        require(set(KEPT) | set(EXPIRING) <= set(seen), 'something is lost', seen)
        for name, (n_bytes, digest) in LENGTHS.items():
            item = seen.get(name)
            if item is not None:
                require((item['bytes'], item['media']) == (n_bytes, digest), item)
            whole = item is not None and (item['thumbnail'] != 'none'
                                          or not name.endswith('.png'))
            # An import that was ended as a whole tells of all at once.
            require(whole or f'{name}: ' in done.err or done.status not in (0, 1), 'nobody was told of', name, done)


def main():
    name = sys.argv[1]
    with Harness() as harness:
        action = ACTIONS[name](harness)
        action.prepare()
        action.learn()
        files = Files(action)
        calls, done = files.run('0')
        require(done.status in (0, 1) and len(calls) >= 4, done, calls)
        n_told, wrong = 0, []
        for later in ('', '+'):
            for at in range(1, len(calls) + 1):
                try:
                    n_told += files.fail(f'{at}{later}')
                except AssertionError as error:
                    wrong.append(f'{at}{later} ({calls[at - 1]}): {error}')
        require(not wrong, len(wrong), 'of', 2 * len(calls), 'went wrong:', *wrong)
        require(n_told >= len(calls) / 2, 'only', n_told, 'told')
        print(f'{name}: {len(calls)} calls {dict(collections.Counter(calls))}; '
              f'{2 * len(calls)} tried, {n_told} of them told')


if __name__ == '__main__':
    main()
