#!/usr/bin/env python3
# test-forever.py - a vault that was written by format 1 opens, whatever the program becomes
#
# If this fails, somebody who has such a vault has lost it.  What stands here and v1.vault
# are never to be changed; see README.md of tests.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import tempfile
import unittest
from pathlib import Path

import fixture

import opening

NEVER = 0
# Of each item: type, kind, width, height, milliseconds, deadline, streams by length and sum.
ITEMS = {
    'Fr\u00fchst\u00fcck.png': (
        'image/png', 'image', 48, 64, 0, NEVER, [
            (5879, '4227b4819a510ae0eb2275a7c94c1adde4ceb95e3a69b57e20d4c1f840c3fcc0'),
            (178, 'b7a7c633e6b37c56cd4ab9619418103b0713b963523b4404732416e6be83fcab'),
            None, None]),
    'night.png': (
        'image/png', 'image', 64, 48, 0, NEVER, [
            (5822, '9ab76be358c571471dcabc11e39c22ad082bdb71fb91d681c3b132e295a07688'),
            (148, '04e528f3f1e9f3fd899171c6141ed9801029160a5a5701583599ba7df8269c93'),
            None, None]),
    'voice.wav': (
        'audio/x-wav', 'audio', 0, 0, 2187, fixture.DEADLINE, [
            (70044, 'd12697113816c3808b596f4b5af1e6a936d8b155c51f63a416ffec71103ec6f1'),
            None,
            None, None]),
}


def item_of(told):
    return (told['type'], told['kind'], told['width'], told['height'], told['duration_ms'],
            told['expires'], [stream and tuple(stream) for stream in told['streams']])


class ForeverTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.files = fixture.unpack(fixture.HERE / 'v1.vault')

    def open(self, passphrase, now):
        """What both say about a copy, once they say the same."""
        with tempfile.TemporaryDirectory(prefix='nightstand-forever-') as home:
            folder = Path(home) / 'vault'
            fixture.write(self.files, folder)
            theirs = opening.by_reader(folder, passphrase, now)
            self.assertEqual({path.name: path.read_bytes() for path in folder.iterdir()},
                             self.files, 'the reader wrote')
            ours = opening.by_program([folder], passphrase, now)[0]
            self.assertEqual(opening.difference(ours, theirs), '')
            again = opening.by_reader(folder, passphrase, now)
            self.assertEqual(opening.difference({**ours, 'expired': 0}, again), '')
            return ours

    def assert_holds(self, told, names):
        self.assertEqual({item['name']: item_of(item) for item in told['items']},
                         {name: ITEMS[name] for name in names})
        self.assertTrue(told['whole'])
        for item in told['items']:
            self.assertEqual((item['added'], item['captured']), (fixture.MADE, 0))

    def test_files(self):
        self.assertEqual({name: hashlib.sha256(data).hexdigest()
                          for name, data in self.files.items()}, {
            'keyring':
                '2737116fd3e856248f51156ff4d09642d9175a9f4e60e889d366334552ba11ec',
            'vault.db':
                '91e5aaa55981c662afc43ffabb8b2fb8d56498022129ec10e89997ab6af64d19',
        })

    def test_passphrase(self):
        self.assert_holds(self.open(fixture.PASSPHRASE, fixture.MADE), ITEMS)

    def test_recovery_key(self):
        for typed in (fixture.RECOVERY_KEY, fixture.RECOVERY_KEY.lower().replace('-', ''),
                      fixture.RECOVERY_KEY.replace('1', 'l').replace('0', 'O')):
            self.assert_holds(self.open(typed, fixture.MADE + 86400), ITEMS)

    def test_former_passphrase(self):
        self.assertEqual(self.open('a first thought of a passphrase', fixture.MADE),
                         {'error': 'wrong-passphrase'})

    def test_later(self):
        """Within reach of the epochs the deadline is bound to one."""
        for now in (1800000000, 2500000000, fixture.DEADLINE - 200 * 604800,
                    fixture.DEADLINE - 86400, fixture.DEADLINE - 1):
            self.assert_holds(self.open(fixture.PASSPHRASE, now), ITEMS)

    def test_deadline(self):
        told = self.open(fixture.PASSPHRASE, fixture.DEADLINE)
        self.assert_holds(told, set(ITEMS) - {'voice.wav'})
        self.assertEqual(told['expired'], 1)


if __name__ == '__main__':
    unittest.main()
