# test-errors.py - a disk that fails or is full at every call of an action
#
# The program must not crash, must not say that it is done if it is not, and must leave a
# vault that opens and holds either what it held before or what it should hold.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import sys

from ways import ACTIONS
from harness import DOCUMENTED, Harness, require

# What can happen to which call; with a plus it happens to all later ones too.
FAULTS = {
    'EIO': ('pwrite', 'fdatasync', 'fsync', 'ftruncate', 'rename', 'link', 'create', 'unlink'),
    'EIO+': ('pwrite', 'fsync'),
    'ENOSPC': ('create', 'rename', 'link'),
    'ENOSPC+': ('pwrite', 'create'),
}


def fail(action, at, fault):
    """Whether the action told of a failure."""
    action.harness.put(action.before)
    done = action.run(at=at, do=fault)
    require(done.status in (*DOCUMENTED, *action.statuses), fault, 'at', at, done)
    require(done.status == 0 or done.err.strip() or 'NOT' in done.out,
            'failed without a word', done)
    action.judge(done)
    return done.status != 0


def main():
    name = sys.argv[1]
    with Harness() as harness:
        action = ACTIONS[name](harness)
        action.prepare()
        calls = action.learn()
        n_tried = n_told = 0
        wrong = []
        for fault, names in FAULTS.items():
            for at, call in enumerate(calls, 1):
                if call.name not in names:
                    continue
                n_tried += 1
                try:
                    n_told += fail(action, at, fault)
                except AssertionError as error:
                    wrong.append(f'{fault} at {at} {call}: {error}')
        require(not wrong, len(wrong), 'of', n_tried, 'faults went wrong:', *wrong)
        require(n_tried >= 2 * action.min_calls, 'only', n_tried, 'tried')
        require(n_told >= n_tried / 4, 'only', n_told, 'of', n_tried, 'noticed')
        print(f'{name}: {len(calls)} calls; {n_tried} faults, {n_told} of them told')


if __name__ == '__main__':
    main()
