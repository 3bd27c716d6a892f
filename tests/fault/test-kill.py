# test-kill.py - kill the process at every call of an action that changes the vault
#
# Three rounds: killed before each call, killed in the middle of writes, and killed again at
# calls of whatever finishes what the first kill left.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import signal
import sys

from ways import ACTIONS
from harness import Harness, NEW, OLD, require

# Of the writes, how many are also torn; of the first kills, how many are followed by
# others, at how many places each.
# (An action may ask for more.)
MOST_TORN = 16
MOST_TWICE = 6
MOST_SECOND = 5


def spread(numbers, most):
    """At most MOST of the numbers, evenly, with both ends."""
    numbers = list(numbers)
    if len(numbers) <= most:
        return numbers
    return sorted({numbers[round(i * (len(numbers) - 1) / (most - 1))]
                   for i in range(most)})


def kill(action, at, do='kill'):
    """Begin anew, die at call AT.  How the run ended, or None if it came to its end."""
    action.harness.put(action.before)
    done = action.run(at=at, do=do)
    if done.status == -signal.SIGKILL:
        return done
    require(done.status in action.statuses, 'died otherwise', done)
    return None


def kill_everywhere(action, n_calls):
    """The states after each kill, by number of the call."""
    states = {}
    for at in range(1, n_calls + 1):
        done = kill(action, at)
        # How far the tidying up gets before the program ends is not always the same.
        if done is not None:
            states[at] = action.judge(done)

    require(len(states) >= action.min_calls, len(states), 'kills of', n_calls)
    if action.expects_change() and action.in_order:
        # What was done by one call is not undone by the next one.
        order = list(states.values())
        n_old = order.index(NEW)
        require(0 < n_old and OLD not in order[n_old:], 'back and forth', states)
    return states


def tear(action, calls):
    """Writes of which only the first half arrives."""
    numbers = spread([i + 1 for i, call in enumerate(calls) if call.name == 'pwrite'],
                     action.most_torn or MOST_TORN)
    n_torn = 0
    for at in numbers:
        done = kill(action, at, 'tear')
        if done is not None:
            action.judge(done)
            n_torn += 1
    require(n_torn >= min(len(numbers), 2), n_torn, 'torn of', len(numbers))
    return n_torn


def second_faults(action, recovery):
    """At which calls of a recovery it dies again, and how."""
    most = action.most_second or MOST_SECOND
    numbers = {*range(1, MOST_SECOND), *spread(range(MOST_SECOND, len(recovery) + 1), most)}
    for number in sorted(numbers):
        yield number, 'kill'
        if action.most_second and number <= len(recovery) \
                and recovery[number - 1].name == 'pwrite':
            yield number, 'tear'


def kill_twice(action, states):
    """The recovery from a kill is killed too: what there is must not change by it."""
    n_twice = 0
    for at in spread(states, MOST_TWICE):
        done = kill(action, at)
        if done is None:
            continue
        left = action.harness.keep('left')
        # The same call may not have been as far along the last time.
        action.standing = states[at] if action.in_order else action.judge(done)
        action.harness.put(left)
        action.again()
        for second, do in second_faults(action, action.harness.calls()):
            action.harness.put(left)
            done = action.again(at=second, do=do)
            if done.status != -signal.SIGKILL:
                continue
            judged = action.judge(done)
            require(judged == NEW or action.standing == OLD, 'undone by a second kill', at,
                    second)
            n_twice += 1
    return n_twice


def main():
    name = sys.argv[1]
    with Harness() as harness:
        action = ACTIONS[name](harness)
        action.prepare()
        calls = action.learn()
        states = kill_everywhere(action, len(calls))
        n_torn = tear(action, calls)
        n_twice = kill_twice(action, states)
        require(n_twice > 0, 'nothing was killed twice')
        print(f'{name}: {len(calls)} calls; {len(states)} killed before, {n_torn} torn, '
              f'{n_twice} killed twice; {harness.n_opened} openings')


if __name__ == '__main__':
    main()
