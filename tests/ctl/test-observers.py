# test-observers.py - what somebody sees who has the files: without the passphrase not whether
# anything expires, and with it nothing of what has expired
#
# The vaults are made by the program and looked at by vectors/reader.py, which follows
# src/FORMAT.md and knows nothing of the program.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import sys
import time
import unittest
from pathlib import Path

from support import Base, PASSPHRASE

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'vectors'))

import constructions as c
import reader

HOUR, DAY = 3600, 86400
HEADS = (0, 589824)
EPOCHS_AT, EPOCHS_BYTES = 12288, 23424
MANY = 1000


def chi_squared(data):
    """Of its bytes being uniform; 255 degrees of freedom."""
    counts = [0] * 256
    for byte in data:
        counts[byte] += 1
    expected = len(data) / 256
    return sum((count - expected) ** 2 / expected for count in counts)


class Observed(Base):
    def at(self, ahead_s):
        return {**self.environment, 'LD_PRELOAD': os.environ['NIGHTSTAND_CLOCK_SHIM'],
                'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '')
                                + ':verify_asan_link_order=0',
                'NIGHTSTAND_TEST_AHEAD_S': str(ahead_s), 'NIGHTSTAND_TEST_SYNCHRONISED': '1'}

    def make(self, name, *options, n_items=MANY, album=None):
        """A vault of N_ITEMS, brought in by two calls: all but one, and one."""
        vault = self.folder / name
        many, one = self.sources / f'many-{n_items}', self.sources / 'one'
        for folder, count in ((many, n_items - 1), (one, 1)):
            if not folder.exists():
                folder.mkdir()
                for i in range(count):
                    (folder / f'{folder.name}-{i}.bin').write_bytes(b'secret %d ' % i * 40)
        self.ctl('create', '--kdf', 'quick', vault=vault)
        if album:
            self.ctl('albums', 'create', album, vault=vault)
        for folder, option in zip((many, one), options):
            self.ctl('import', folder, *option, vault=vault)
        return vault

    def reap(self, vault, ahead_s):
        """Its writing calls: what they are called, with offsets and lengths."""
        trace = self.folder / 'trace'
        self.ctl('reap', passphrase=None, vault=vault, env=self.at(ahead_s),
                 before=['strace', '-f', '-e', 'trace=pwrite64,write,fdatasync,fsync,unlink,'
                         'rename,ftruncate', '-o', trace])
        calls = []
        for line in trace.read_text(errors='replace').splitlines():
            call = re.match(r'\d+ +(\w+)\((.*)\) += (-?\d+)', line)
            if not call or call.group(1) == 'write':
                continue
            where = re.search(r', (\d+), (\d+)$', call.group(2))
            calls.append((call.group(1), *map(int, where.groups() if where else ())))
        return calls


def plain_parts(keyring):
    """All of it that is not sealed or random, but for the times and the vault's own number."""
    return [keyring[head:head + 16] + keyring[head + 64:head + 512] for head in HEADS] + [
        keyring[head + 8192:head + 8200] + keyring[head + 8304:head + 12288]
        for head in HEADS]


def noise_parts(keyring):
    """The epoch table, what follows it, the state block and all cells; of the two copies, which
    are alike in most of it, one."""
    return keyring[4096:8192] + keyring[EPOCHS_AT:589824]


def changed(before, after):
    """The stretches of 32 bytes that differ, but for the clock blocks."""
    return {at for at in range(0, len(before), 32) if before[at:at + 32] != after[at:at + 32]
            and at % 589824 not in range(8192, 12288)}


class Without(Observed):
    """Keyrings of 0, 1 and 1,000 expiring items, and one under an absence rule."""

    def test_look_alike(self):
        soon = ('--expires', '1h')
        vaults = [self.make('none', (), ()), self.make('one', (), soon),
                  self.make('all', soon, soon), self.make('rule', (), ())]
        self.ctl('absence', '14', '--now', vault=vaults[3])
        # The others are opened once more as well.
        for vault in vaults[:3]:
            self.ctl('absence', vault=vault)
        before = [(vault / 'keyring').read_bytes() for vault in vaults]
        patterns = [self.reap(vault, 3 * HOUR) for vault in vaults]
        after = [(vault / 'keyring').read_bytes() for vault in vaults]
        for files in (before, after):
            self.assertEqual(len({len(data) for data in files}), 1)
            self.assertEqual(len({tuple(plain_parts(data)) for data in files}), 1)
            for data in files:
                # One in ten million of what is random fails this.
                self.assertLess(chi_squared(noise_parts(data)), 255 + 6 * 22.6)
                self.assertGreater(chi_squared(noise_parts(data)), 255 - 5.5 * 22.6)
        self.assertEqual(len({(vault / 'vault.db').stat().st_size for vault in vaults}), 1)
        # What a reaping does depends on the time alone.
        self.assertTrue(patterns[0])
        for pattern in patterns[1:]:
            self.assertEqual(pattern, patterns[0])
        differences = [changed(*pair) for pair in zip(before, after)]
        self.assertTrue(differences[0])
        for difference in differences[1:]:
            self.assertEqual(difference, differences[0])
        for at in differences[0]:
            self.assertIn(at % 589824, range(EPOCHS_AT, EPOCHS_AT + EPOCHS_BYTES))

    def test_openings_look_alike(self):
        """An opening writes the same places whether or not there is a heart to be moved."""
        vaults = [self.make('none', (), (), n_items=20), self.make('rule', (), (), n_items=20)]
        self.ctl('absence', '14', '--now', vault=vaults[1])
        places = []
        for vault in vaults:
            self.ctl('list', vault=vault)
            before = (vault / 'keyring').read_bytes()
            self.ctl('list', vault=vault)
            places.append(changed(before, (vault / 'keyring').read_bytes()))
        self.assertEqual(places[0], places[1])
        self.assertTrue(all(at % 589824 in range(4096, 8192) for at in places[0]))


class With(Observed):
    """Somebody has the passphrase and today's files."""

    def look(self, vault, now):
        """Everything that can be tried: each key of either table, and zeros, on each cell."""
        keyring = reader.Keyring((vault / 'keyring').read_bytes(), PASSPHRASE.encode(), now)
        tables = [keyring.data[head + EPOCHS_AT:head + EPOCHS_AT + EPOCHS_BYTES]
                  for head in HEADS]
        keys = {None} | {table[at:at + 32] for table in tables
                         for at in range(0, EPOCHS_BYTES, 32)}
        hearts = {None} | {keyring.heart and c.heart_unwrap(
            key, keyring.vault_id, *keyring.heart[3:]) for key in keys - {None}}
        outer, inner = 0, 0
        for number in range(1, 4096):
            for copy in (0, 1):
                at = c.cell_offset(number, copy)
                sealed = keyring.data[at:at + 128]
                opened = c.cell_open(keyring.ring_keys[0], keyring.vault_id, number, sealed)
                if opened:
                    outer += 1
                    inner += any(c.cell_unwrap(keyring.vault_id, number, sealed, opened[2],
                                               key, heart)
                                 for key in keys for heart in hearts)
        return outer, inner

    def recover(self, *setup, ahead_s, n_items=20, import_options=('--expires', '1h')):
        vault = self.make('vault', import_options, import_options, n_items=n_items)
        for command in setup:
            self.ctl(*command, vault=vault)
        now = int(time.time())
        kept = reader.tell(vault, PASSPHRASE.encode(), now)
        self.assertEqual(len(kept['items']), n_items)
        # Beside the items the vault's own cards, such as the log, have cells; none of them expires.
        cards = self.look(vault, now)[0] - 2 * n_items
        self.assertIn(cards, range(0, 8, 2))
        self.assertEqual(self.look(vault, now), (2 * n_items + cards, 2 * n_items + cards))
        self.reap(vault, ahead_s)
        # Back at the time when all of it lived, as far as a clock has a say in it.
        found = reader.tell(vault, PASSPHRASE.encode(), now)
        self.assertEqual(found['items'], [])
        outer, inner = self.look(vault, now)
        self.assertEqual((outer, inner), (2 * n_items + cards, cards))
        for name in ('keyring', 'vault.db'):
            data = (vault / name).read_bytes()
            for private in (b'secret', b'many-', b'one-0'):
                self.assertNotIn(private, data)
        # And the program says so, too.
        out, err = self.ctl('list', vault=vault)
        self.assertNotIn('.bin', out)
        self.assertIn(f'Expired since last time, and destroyed: {n_items}\n', err)

    def test_expired(self):
        self.recover(ahead_s=3 * HOUR)

    def test_nobody_came(self):
        self.recover(('absence', '14', '--now'), ahead_s=16 * DAY, import_options=())

    def test_nobody_came_to_an_album(self):
        """What is in the album is gone like that, and the rest opens."""
        sea = ('--album', 'Sea')
        vault = self.make('vault', sea, (), n_items=20, album='Sea')
        self.ctl('absence', '14', *sea, '--now', vault=vault)
        now = int(time.time())
        outer, inner = self.look(vault, now)
        self.assertEqual(outer, inner)
        self.reap(vault, 16 * DAY)
        found = reader.tell(vault, PASSPHRASE.encode(), now)
        self.assertEqual([item['name'] for item in found['items']], ['one-0.bin'])
        self.assertEqual([group['name'] for group in found['groups']], ['Sea'])
        self.assertEqual(self.look(vault, now), (outer, inner - 2 * 19))
        out, err = self.ctl('list', vault=vault)
        self.assertIn('one-0.bin', out)
        self.assertNotIn('many-', out)
        self.assertIn('Of these because nobody had opened the vault for too long: 19\n', err)
        self.assertNotIn('many-', self.ctl('activity', vault=vault)[0])


class Cost(Observed):
    """Expiring ten thousand items at once while locked is the same few small writes in place as
    expiring one, or none: counted, with the place and the length of each."""

    def setUp(self):
        super().setUp()
        # An hour has just begun for all of them, so that the same ones are over at the reaping.
        self.begins_s = int(HOUR - time.time() % HOUR) + 60
        self.environment = self.at(self.begins_s)

    def test_system_calls(self):
        soon = ('--expires', '1h')
        vaults = {0: self.make('none', (), (), n_items=1),
                  1: self.make('one', (), soon, n_items=1),
                  10000: self.make('many', soon, soon, n_items=10000)}
        sizes = {n: (vault / 'keyring').stat().st_size for n, vault in vaults.items()}
        calls = {n: self.reap(vault, self.begins_s + 2 * HOUR) for n, vault in vaults.items()}
        for n in (1, 10000):
            self.assertEqual(calls[n], calls[0], f'{n} items cost something else than none')
        # Two hours and, once in a while, a day and a week that are over: their keys in two copies,
        # then a page that says so, in two copies; a flush after each of the four.
        names = [call[0] for call in calls[10000]]
        lengths = [call[1] for call in calls[10000] if call[0] == 'pwrite64']
        self.assertEqual(set(names), {'pwrite64', 'fdatasync'})
        self.assertEqual(names.count('fdatasync'), 4)
        self.assertEqual(set(lengths), {32, 4096})
        self.assertEqual(lengths.count(4096), 2)
        self.assertIn(lengths.count(32), (2 * 2, 2 * 3, 2 * 4))
        # In place: nothing grew.
        for n, vault in vaults.items():
            self.assertEqual((vault / 'keyring').stat().st_size, sizes[n])
        # And all of it is gone.
        env = self.at(self.begins_s + 2 * HOUR)
        for n, vault in vaults.items():
            _, err = self.ctl('list', vault=vault, env=env)
            self.assertEqual(f'Expired since last time, and destroyed: {n}\n' in err, n > 0, err)


if __name__ == '__main__':
    unittest.main()
