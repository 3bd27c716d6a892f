# ways.py - more that is interrupted: changing the ways into a vault, and making it larger
#
# Each of these says which passphrases open the vault before and after; exactly one of the
# two sets must, whatever happened, and with it goes everything the vault holds.
#
# A deadline is running, and an item has just been destroyed.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

from actions import ACTIONS, HOUR, Action
from harness import GROW, NEW, PASSPHRASE, require

OTHER = 'somebody else\'s tuesday orchids'
FRESH = 'a new one, of some length'
WRONG = 'not the passphrase'
RECOVERY_KEY = re.compile(r'^[0-9A-Z*~$=U-]{33}$', re.M)

# What tells the writes to the keyring apart.
CELL_BYTES = 128
SEGMENT_BYTES = 524288


class Ways(Action):
    """TYPED are lines on standard input."""

    typed = [PASSPHRASE]
    # What opens the vault, before and after.
    old_ways = [PASSPHRASE]
    new_ways = [PASSPHRASE]
    grown = False  # whether the keyring has two segments
    most_torn = 100
    n_recognised = 0

    def prepare(self):
        super().prepare()
        require(sorted(self.harness.ways) == sorted(self.old_ways), self.harness.ways)

    def make_vault(self):
        super().make_vault()
        if self.grown:
            require(self.import_one_too_many().status == 0)
        self.add_others()
        self.destroy()

    def import_one_too_many(self, **fault):
        source = self.harness.room / 'sources' / 'new.bin'
        return self.harness.run([self.harness.vault, PASSPHRASE, source], program=GROW,
                                **fault)

    def add_others(self):
        for passphrase in self.old_ways[1:]:
            self.harness.ctl('add-passphrase', '--new-passphrase-fd', 0,
                             typed=f'{PASSPHRASE}\n{passphrase}\n')

    def find_gone(self):
        (seen,) = self.harness.look(1)
        return next(item['id'] for item in seen['items'] if item['name'] == 'gone.png')

    def destroy(self):
        self.harness.ctl('delete', self.find_gone())
        # With the pieces, which would be removed at their own pace otherwise.
        self.harness.look(1)

    def half_destroy(self):
        """Delete an item, and die with copy A of its cell destroyed and copy B not."""
        harness = self.harness
        gone = self.find_gone()
        whole = harness.keep('whole')
        harness.ctl('delete', gone)
        first, second = [number for number, call in enumerate(harness.calls(), 1)
                         if call.path == 'keyring' and call.n_bytes == CELL_BYTES]
        require(first < second, first, second)
        harness.put(whole)
        require(harness.run(['delete', gone], at=second, do='kill').status == -9)

    def learn(self):
        calls = super().learn()
        require(sorted(self.harness.ways) == sorted(self.new_ways), self.harness.ways)
        return calls

    def expects_change(self):
        return self.old_ways != self.new_ways

    def recognise(self):
        # What opens nothing is tried before, or it is not: it is counted in the keyring,
        # and that must not stand in the way of finishing a change.
        self.n_recognised += 1
        every = sorted({*self.old_ways, *self.new_ways},
                       reverse=self.n_recognised % 2 == 0)
        self.harness.passphrases = every
        items = super().recognise()
        return items, sorted(self.harness.ways)

    def run(self, **fault):
        return self.harness.run(self.words, typed='\n'.join(self.typed) + '\n',
                                ahead_s=self.ahead_s, **fault)

    def again(self, **fault):
        ways = self.new_ways if self.standing == NEW else self.old_ways
        return self.harness.run(['list'], typed=ways[0], ahead_s=self.ahead_s, **fault)


class Change(Ways):
    """The only passphrase: there is a new salt, too."""
    args = ('change-passphrase', '--new-passphrase-fd', '0')
    typed = [PASSPHRASE, FRESH]
    new_ways = [FRESH]
    grown = True
    said = 'Passphrase changed.'
    min_calls = 30
    most_second = 100


class ChangeOne(Change):
    """One of two, after a deletion that was interrupted; looked at when the deadline has
    passed."""
    old_ways = [PASSPHRASE, OTHER]
    new_ways = [FRESH, OTHER]
    grown = False
    # The pieces of the deletion are removed meanwhile, at their own pace.
    in_order = False
    min_calls = 45
    most_second = None

    def destroy(self):
        self.half_destroy()

    def recognise(self):
        self.ahead_s = 2 * HOUR + 5
        try:
            if self.n_recognised % 3 == 0:
                # The reaper may come before anybody finishes the change.
                self.harness.ctl('reap', ahead_s=self.ahead_s)
            return super().recognise()
        finally:
            self.ahead_s = 0


class Remove(Ways):
    args = ('remove-passphrase', '2')
    old_ways = [PASSPHRASE, OTHER]
    said = 'Passphrase removed.'
    min_calls = 30


class Add(Ways):
    args = ('add-passphrase', '--new-passphrase-fd', '0')
    typed = [PASSPHRASE, OTHER]
    new_ways = [PASSPHRASE, OTHER]
    said = 'Passphrase added.'
    min_calls = 20


class AddKey(Ways):
    """Nobody knows the key before it has been printed."""
    args = ('add-recovery-key',)
    min_calls = 20

    def run(self, **fault):
        done = super().run(**fault)
        printed = RECOVERY_KEY.search(done.out)
        self.new_ways = [PASSPHRASE, printed.group() if printed else WRONG]
        return done

    def reports(self, done):
        return done.status == 0 or 'Recovery key added.' in done.err

    def expects_change(self):
        return True

    def recognise(self):
        items, ways = super().recognise()
        return items, len(ways)


class Finish(Change):
    """The unlocking that finishes a change: of copy A some cells are under the new key, one
    is cut, and the rest of it and all of copy B are under the old one."""
    torn_segment = 0
    args = ('list',)
    typed = [FRESH]
    old_ways = [FRESH]
    said = ''
    min_calls = 14

    def destroy(self):
        super().destroy()
        harness = self.harness
        whole = harness.keep('whole')
        words = ['change-passphrase', '--new-passphrase-fd', 0]
        typed = f'{PASSPHRASE}\n{FRESH}\n'
        harness.ctl(*words, typed=typed)
        segments = [number for number, call in enumerate(harness.calls(), 1)
                    if call.path == 'keyring' and call.n_bytes == SEGMENT_BYTES]
        require(len(segments) == 4, segments)
        harness.put(whole)
        harness.run(words, typed=typed, at=segments[self.torn_segment], do='tear')
        harness.passphrases = [FRESH]

    def expects_change(self):
        return False


class FinishB(Finish):
    """The same for copy B."""
    torn_segment = 2
    min_calls = 13


class Grow(Ways):
    """One more item than there are cells."""
    min_calls = 40
    said = 'Imported: 1'

    def expects_change(self):
        return True

    def run(self, **fault):
        return self.import_one_too_many(**fault)

    def learn(self):
        calls = super().learn()
        segments = [call for call in calls if call.n_bytes == SEGMENT_BYTES]
        require(len(segments) == 2, 'did not grow', segments)
        return calls


class Wrong(Ways):
    """A wrong passphrase is counted, and nothing else becomes of it."""
    args = ('list',)
    typed = [WRONG]
    statuses = (3,)
    min_calls = 4
    min_flushes = 2
    n_before = 2
    told = False  # by an opening, which begins to count anew

    def destroy(self):
        super().destroy()
        for _ in range(self.n_before):
            require(self.harness.run(['list'], typed=WRONG).status == 3)

    def fill_in(self):
        before = self.harness.keep('looked')
        words = super().fill_in()
        self.harness.put(before)
        return words

    def run(self, **fault):
        self.told = False
        return super().run(**fault)

    def again(self, **fault):
        self.told = True
        return super().again(**fault)

    def reports(self, done):
        # That it was wrong is said in any case; that it is counted is no promise on a disk
        # that fails.
        return done.status == 0

    def recognise(self):
        state = super().recognise()
        counted = self.harness.n_failed
        if self.told and counted == 0:
            return self.new if self.standing == NEW else self.old
        require(counted in (self.n_before, self.n_before + 1), 'counted', counted)
        return state, counted

    def expects_change(self):
        return True


ACTIONS.update({action.__name__.lower(): action for action in
                (Change, ChangeOne, Remove, Add, AddKey, Finish, FinishB, Grow,
                 Wrong)})
