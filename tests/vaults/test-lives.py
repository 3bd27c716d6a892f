#!/usr/bin/env python3
# test-lives.py - vaults that have been used: the program and the reader see the same
#
# Each life is drawn from its number: imports of all the sizes at which something changes,
# deadlines, albums and rules on absence, deletions, passphrases added, changed and removed.
# On the way both files are put aside, and in the end every keyring meets every database: where
# they do not belong together the two must say so by the same name.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
import unittest

import fixture
from fixture import c

import opening

sys.path.insert(0, str(fixture.HERE.parent / 'ctl'))

from support import Base, PASSPHRASE, png

CHANGE = os.environ['NIGHTSTAND_CHANGE']
SHIM = os.environ['NIGHTSTAND_KDF_SHIM']
SIZES = (1, 2, c.CHUNK - 1, c.CHUNK, c.CHUNK + 1, 2 * c.CHUNK, 300001)
NAMES = ('holiday', 'night in \u00d6rebro', '\u5199\u771f', "it's", '\U0001f319')
ALBUMS = ('Sea', '\U0001f319')
N_STEPS = 16
HOUR, DAY = 3600, 86400


class Life(Base):
    def setUp(self):
        super().setUp()
        self.environment.update(opening.preloading(SHIM))
        self.passphrases = [PASSPHRASE]
        self.holds = {}
        self.albums = []
        self.aside = []

    def run_change(self, *verb):
        subprocess.run([CHANGE, str(int(time.time())), self.vault, self.passphrases[0],
                        *map(str, verb)], check=True, env=self.environment)

    # ---- What happens in a life --------------------------------------------------------

    def do_import(self, dice):
        number = len(list(self.sources.iterdir()))
        name = f'{dice.choice(NAMES)} {number}'
        if dice.random() < 0.5:
            name, data = name + '.png', png(dice.randint(1, 90), dice.randint(1, 90), number)
        else:
            name, data = name + '.bin', dice.randbytes(dice.choice(SIZES))
        when = dice.choice(([], [], ['--expires', '90m'], ['--expires', '30d'],
                            ['--expires', '200w'], ['--expires', '2070-01-01T00:00:00Z']))
        # A file that nobody can show is kept, and said so on stderr.
        self.ctl('import', self.source(name, data), *when, passphrase=self.passphrases[0])
        self.holds[name] = data

    def id_of(self, name):
        return next(item['id'] for item in self.items(passphrase=self.passphrases[0])
                    if item['name'] == name)

    def do_delete(self, dice):
        if self.holds:
            name = dice.choice(sorted(self.holds))
            self.ctl('delete', self.id_of(name), passphrase=self.passphrases[0])
            del self.holds[name]

    def do_expire(self, dice):
        if self.holds:
            name = dice.choice(sorted(self.holds))
            when = dice.choice(('never', '2h', '3d', '60w', '2069-06-01T00:00:00Z'))
            self.ctl('expire', self.id_of(name), when, passphrase=self.passphrases[0])

    def do_album(self, dice):
        """Into an album, or out of it."""
        if self.holds:
            album, name = dice.choice(ALBUMS), dice.choice(sorted(self.holds))
            if album not in self.albums:
                self.ctl('albums', 'create', album, passphrase=self.passphrases[0])
                self.albums.append(album)
            self.ctl('albums', dice.choice(('add', 'add', 'take-out')), album,
                     self.id_of(name), passphrase=self.passphrases[0])

    def do_absence(self, dice):
        """Three weeks, over some albums, everything, or nothing."""
        chosen = [word for album in self.albums if dice.random() < 0.6
                  for word in ('--album', album)]
        self.ctl('absence', *dice.choice((['21', '--now', *chosen],) * 3 + (['off'],)),
                 passphrase=self.passphrases[0])

    def do_look(self, dice):
        if self.holds:
            name = dice.choice(sorted(self.holds))
            self.run_change(*dice.choice((('turn', name, dice.randint(0, 3)),
                                          ('leave', name, dice.randint(0, 90000)))))

    def do_add(self, dice):
        if len(self.passphrases) < 8:
            added = f'passphrase {dice.random()}'
            self.run_change('add', added)
            self.passphrases.append(added)

    def do_replace(self, dice):
        """The one that opens the vault; its number is that of the slot."""
        replacement = f'passphrase {dice.random()}'
        self.run_change('replace', 2 ** 32 - 1, replacement)
        self.passphrases[0] = replacement

    def do_swap(self, dice):
        dice.shuffle(self.passphrases)

    # ---- What is to be seen ------------------------------------------------------------

    def put_aside(self):
        self.aside.append({name: (self.vault / name).read_bytes()
                           for name in ('keyring', 'vault.db')})

    def copy_of(self, files, name):
        folder = self.folder / name
        fixture.write(files, folder)
        return folder

    def assert_same(self, folders, passphrase, now):
        """What the program says of each, once the reader has said the same."""
        theirs = [opening.by_reader(folder, passphrase, now, opening.cheap_kdf)
                  for folder in folders]
        ours = opening.by_program(folders, passphrase, now, SHIM)
        for folder, one, two in zip(folders, ours, theirs):
            self.assertEqual(opening.difference(one, two), '', folder.name)
            if 'error' not in one:
                again = opening.by_reader(folder, passphrase, now, opening.cheap_kdf)
                self.assertEqual(opening.difference({**one, 'expired': 0}, again), '')
        return ours

    def assert_whole(self):
        for number, passphrase in enumerate(self.passphrases):
            folder = self.copy_of(self.aside[-1], f'look-{len(self.aside)}-{number}')
            told, = self.assert_same([folder], passphrase, int(time.time()))
            self.assertEqual(told.get('error'), None)
            self.assertTrue(told['whole'])
            self.assertEqual(
                {item['name']: item['streams'][0] for item in told['items']},
                {name: [len(data), hashlib.sha256(data).hexdigest()]
                 for name, data in self.holds.items()})
            shutil.rmtree(folder)

    def assert_pairs(self):
        """Each keyring with each database, now, in a month, and after half a century."""
        last = len(self.aside) - 1
        for days in (0, 31, 365 * 50):
            now = int(time.time()) + days * DAY
            folders = [self.copy_of({'keyring': one['keyring'], 'vault.db': two['vault.db']},
                                    f'pair-{days}-{i}-{k}')
                       for i, one in enumerate(self.aside) for k, two in enumerate(self.aside)]
            told = dict(zip((folder.name for folder in folders),
                            self.assert_same(folders, self.passphrases[0], now)))
            self.assertNotIn('error', told[f'pair-{days}-{last}-{last}'])
            if days == 0:
                self.assertEqual(told[f'pair-0-{last}-0'], {'error': 'older-database'})
            for folder in folders:
                shutil.rmtree(folder)

    def live(self, seed):
        dice = random.Random(seed)
        deeds = ([self.do_import] * 6 + [self.do_delete] * 2 + [self.do_expire] * 3
                 + [self.do_look] * 2 + [self.do_album] * 3 + [self.do_absence] * 2 + [self.do_add, self.do_replace, self.do_swap])
        self.create()
        self.put_aside()
        for step in range(1, N_STEPS + 1):
            dice.choice(deeds if step > 2 else [self.do_import])(dice)
            if step % 4 == 0:
                self.put_aside()
                self.assert_whole()
        self.assert_pairs()

    def test_one(self):
        self.live(1)

    def test_two(self):
        self.live(2)

    def test_three(self):
        self.live(3)

    def test_four(self):
        self.live(4)


if __name__ == '__main__':
    unittest.main()
