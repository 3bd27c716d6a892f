# test-clock.py - deadlines against a clock that runs, stands, jumps and is turned back
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import unittest

from support import Base, CLOCK, NO_ITEM, png

HOUR, DAY = 3600, 86400

JUMPED = 'The clock jumped far ahead'


class ClockTest(Base):
    def setUp(self):
        super().setUp()
        self.create()
        self.add('kept.png', png(shade=1))
        self.ctl('import', self.source('gone.png', png(shade=2)), '--expires', '1h')
        self.gone = self.item_id('gone.png')

    def at(self, ahead_s, synchronised=True):
        """Options for a run at another time."""
        return {'env': {**self.environment,
                        'LD_PRELOAD': os.environ['NIGHTSTAND_CLOCK_SHIM'],
                        # The sanitizer wants to be first; here it need not.
                        'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '')
                                        + ':verify_asan_link_order=0',
                        'NIGHTSTAND_TEST_AHEAD_S': str(ahead_s),
                        'NIGHTSTAND_TEST_SYNCHRONISED': '1' if synchronised else '0'}}

    def reap(self, **options):
        out, _ = self.ctl('reap', passphrase=None, **options)
        return int(re.fullmatch(r'Expiry keys overwritten: (\d+)\n', out).group(1))

    def test_not_before_its_time(self):
        self.reap(**self.at(HOUR // 2))
        self.assertEqual(self.names(**self.at(HOUR // 2)), ['gone.png', 'kept.png'])

    def test_expires_while_locked(self):
        # The deadline is in one hour, so the epoch it is bound to ends within two.
        self.assertGreaterEqual(self.reap(**self.at(2 * HOUR + 5)), 1)
        # Back at the real time, before the deadline: the key is gone nevertheless.
        _, err = self.ctl('list')
        self.assertIn('Expired since last time, and destroyed: 1\n', err)
        self.assertEqual(self.names(), ['kept.png'])
        self.fails(NO_ITEM, 'no such item', 'show', self.gone)

    def test_reaping_twice_finds_nothing(self):
        self.reap(**self.at(3 * DAY))
        self.assertEqual(self.reap(**self.at(3 * DAY)), 0)

    def test_expires_at_unlock(self):
        self.assertEqual(self.names(**self.at(HOUR + 60)), ['kept.png'])

    def test_turning_the_clock_back_gains_nothing(self):
        self.assertEqual(self.names(**self.at(HOUR + 60)), ['kept.png'])
        self.assertEqual(self.names(**self.at(-30 * DAY)), ['kept.png'])

    def test_turning_the_clock_back_does_not_extend(self):
        self.ctl('list', **self.at(HOUR - 600))
        self.assertEqual(self.names(**self.at(-30 * DAY)), ['gone.png', 'kept.png'])
        self.assertEqual(self.names(**self.at(HOUR + 60)), ['kept.png'])

    def test_doubtful_leap_destroys_nothing(self):
        leap = self.at(60 * DAY, synchronised=False)
        self.fails(CLOCK, JUMPED, 'reap', passphrase=None, **leap)
        out, err = self.ctl('list', **leap)
        self.assertIn('gone.png', out)
        self.assertIn(JUMPED, err)
        self.assertEqual(self.names(), ['gone.png', 'kept.png'])

    def test_leap_the_kernel_vouches_for(self):
        self.assertGreaterEqual(self.reap(**self.at(60 * DAY)), 1)
        self.assertEqual(self.names(**self.at(60 * DAY)), ['kept.png'])

    def test_short_leap_is_believed(self):
        self.assertEqual(self.names(**self.at(40 * DAY, synchronised=False)), ['kept.png'])

    def test_removed_deadline(self):
        self.ctl('expire', self.gone, 'never')
        self.reap(**self.at(3 * HOUR))
        self.assertEqual(self.names(**self.at(3 * HOUR)), ['gone.png', 'kept.png'])

    def test_deadline_far_away(self):
        self.ctl('expire', self.gone, '400d')
        self.reap(**self.at(300 * DAY))
        self.assertEqual(self.names(**self.at(300 * DAY)), ['gone.png', 'kept.png'])
        self.reap(**self.at(420 * DAY))
        self.assertEqual(self.names(**self.at(420 * DAY)), ['kept.png'])


if __name__ == '__main__':
    unittest.main()
