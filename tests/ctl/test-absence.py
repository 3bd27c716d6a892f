# test-absence.py - the absence rule over chosen albums, as scripts use it
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import unittest

from support import NO_ITEM, USAGE, Base, png

DAY = 86400


class AbsenceTest(Base):
    def setUp(self):
        super().setUp()
        self.create()
        self.add('beach.png', png(shade=1))
        self.add('alps.png', png(shade=2))
        self.beach, self.alps = self.item_id('beach.png'), self.item_id('alps.png')

    def at(self, ahead_s):
        return {**self.environment, 'LD_PRELOAD': os.environ['NIGHTSTAND_CLOCK_SHIM'],
                'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '')
                                + ':verify_asan_link_order=0',
                'NIGHTSTAND_TEST_AHEAD_S': str(ahead_s), 'NIGHTSTAND_TEST_SYNCHRONISED': '1'}

    def listed(self):
        return sorted(item['name'] for item in self.items())

    def albums(self):
        return {album['name']: album['absence']
                for album in json.loads(self.ctl('albums', '--json')[0])['albums']}

    def test_albums(self):
        """The rule over one album: what it says, whom it is about, and that the others stay."""
        for name in ('Sea', 'Sky'):
            self.ctl('albums', 'create', name)
        self.ctl('albums', 'add', 'Sea', self.beach)
        sea = ('--album', 'Sea')
        self.fails(USAGE, 'every item in these albums is destroyed', 'absence', '20', *sea)
        self.fails(USAGE, 'Give a number of days', 'absence', *sea)
        self.fails(USAGE, 'Give a number of days', 'absence', 'off', *sea)
        self.fails(USAGE, 'not about people', 'absence', '20', '--person', 'Zo\u00eb', '--now')
        self.fails(NO_ITEM, 'no such album', 'absence', '20', '--album', 'Lake', '--now')
        self.assertEqual(self.ctl('absence')[0].split(), ['absence', 'rule', 'off'])
        out, _ = self.ctl('absence', '20', *sea, '--now')
        self.assertIn('after 20 days, every item in these albums\n', out)
        self.assertEqual(out.splitlines()[1].split(), ['Sea'])
        rule = json.loads(self.ctl('absence', '--json')[0])
        self.assertEqual((rule['days'], rule['everything'], rule['albums']), (20, False, ['Sea']))
        self.assertEqual(self.albums(), {'Sea': True, 'Sky': False})
        self.ctl('absence', '20', '--now')
        rule = json.loads(self.ctl('absence', '--json')[0])
        self.assertEqual((rule['everything'], rule['albums']), (True, []))
        self.ctl('absence', '20', *sea, '--album', 'Sky', '--now')
        self.ctl('albums', 'add', 'Sky', self.alps)
        self.ctl('albums', 'remove', 'Sky')
        self.ctl('reap', passphrase=None, env=self.at(22 * DAY))
        out, err = self.ctl('list', env=self.at(22 * DAY))
        self.assertIn('Of these because nobody had opened the vault for too long: 1\n', err)
        self.assertEqual(self.listed(), ['alps.png'])
        self.ctl('albums', 'remove', 'Sea')
        self.assertIn('nothing: no album is chosen', self.ctl('absence')[0])
        self.ctl('absence', 'off')
        self.assertIn('off', self.ctl('absence')[0])


if __name__ == '__main__':
    unittest.main()
