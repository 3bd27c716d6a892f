# test-faketime.py - a life of a vault under faketime, which moves the clock of a whole program
#
# The other tests put their own clock in, or preload one that is ours; this one is a tool that
# many others use, and knows nothing of how the vault asks for the time.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import unittest

from support import Base, NO_ITEM, png


class FaketimeTest(Base):
    def at(self, offset):
        """Options for a run at another time.  The time since the start of the computer stays
        what it is: faketime would move that as well."""
        return {'before': ['faketime', '-f', offset],
                'env': {**self.environment, 'FAKETIME_DONT_FAKE_MONOTONIC': '1',
                        'DONT_FAKE_MONOTONIC': '1'}}

    def reap(self, offset):
        out, _ = self.ctl('reap', passphrase=None, **self.at(offset))
        return int(re.fullmatch(r'Expiry keys overwritten: (\d+)\n', out).group(1))

    def test_a_life(self):
        self.create()
        self.add('kept.png', png(shade=1))
        for name, life in (('hour.png', '1h'), ('days.png', '5d'), ('month.png', '30d')):
            self.ctl('import', self.source(name, png(shade=2)), '--expires', life)
        hour = self.item_id('hour.png')
        everything = ['days.png', 'hour.png', 'kept.png', 'month.png']

        # While it is open, to the second; not before.
        self.assertEqual(self.names(**self.at('+50m')), everything)
        self.assertEqual(self.names(**self.at('+61m')), ['days.png', 'kept.png', 'month.png'])
        # Set back, nothing comes again.
        self.assertEqual(self.names(**self.at('-3d')), ['days.png', 'kept.png', 'month.png'])
        self.fails(NO_ITEM, 'no such item', 'show', hour)

        # Locked all the while, and only the reaper runs: the keys are gone, whatever the clock
        # says afterwards.
        self.assertGreaterEqual(self.reap('+7d'), 2)
        self.assertEqual(self.reap('+7d'), 0)
        _, err = self.ctl('list')
        self.assertIn('Expired since last time, and destroyed: 1\n', err)
        self.assertEqual(self.names(), ['kept.png', 'month.png'])

        # Locked, and nobody reaps: the opening does.
        self.assertEqual(self.names(**self.at('+31d')), ['kept.png'])
        out, _ = self.ctl('verify', **self.at('+31d'))
        self.assertIn('Whole items: 1', out)


if __name__ == '__main__':
    unittest.main()
