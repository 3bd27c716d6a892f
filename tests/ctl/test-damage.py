# test-damage.py - damage as a person meets it: told, healed, salvaged, never made worse
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import sqlite3
import subprocess
import unittest

from support import (BUSY, DAMAGED, DESTROYED, MEDIA, OK, PASSPHRASE, PLACE, PROGRAM,
                     SOME_FAILED, USAGE, WRONG_PASSPHRASE, Base)

# A row; the log, which begins with the first import, is the one before.
FILM = 3
PAGE = 16384
CHUNK = 67530
# Where the keyring keeps them: FORMAT.md, "The keyring".
HEAD_B = 589824
CELLS_A, CELLS_B, CELL = 65536, 655360, 128
HEADER, STATE, CLOCK, EPOCHS = 0, 4096, 8192, 12288


class DamageTest(Base):
    def setUp(self):
        super().setUp()
        self.create()
        self.small = b's' * 1000
        self.film = bytes(i * 7 % 251 for i in range(400000))
        self.add('small.bin', self.small)
        self.add('film.bin', self.film)

    def sql(self, *statements):
        database = sqlite3.connect(self.vault / 'vault.db')
        with database:
            for statement in statements:
                database.execute(statement)
        database.close()

    def flip(self, name, offset):
        with open(self.vault / name, 'r+b') as file:
            file.seek(offset)
            byte = file.read(1)[0]
            file.seek(offset)
            file.write(bytes([byte ^ 8]))

    def report(self, *args, status=OK):
        out, err = self.ctl(*args, '--json', status=status)
        self.assertTrue(out.isascii())
        return json.loads(out), err

    def written(self):
        return {path.name: path.read_bytes() for path in self.out.iterdir()}

    def salvage(self, status=OK):
        """Salvage; the vault's own files stay as they are."""
        before = self.digest()
        report, err = self.report('salvage', '--to', self.out, status=status)
        self.assertEqual(self.digest(), before)
        return report, err

    # ---- The command line -------------------------------------------------------------

    def test_usage(self):
        for args, sentence in ((['salvage'], '--to FOLDER'),
                               (['salvage', 'x', '--to', '/'], 'The form is: salvage'),
                               (['verify', 'x'], 'The form is: verify'),
                               (['salvage', '--repair', '--to', '/'],
                                'Unknown option --repair'),
                               (['list', '--repair'], 'Unknown option --repair')):
            result = subprocess.run([PROGRAM, *args], env=self.environment, text=True,
                                    capture_output=True, stdin=subprocess.DEVNULL,
                                    check=False)
            self.assertEqual(result.returncode, USAGE, args)
            self.assertIn(sentence, result.stderr)
        out = subprocess.run([PROGRAM, '--help'], env=self.environment, text=True,
                             capture_output=True, check=True).stdout
        self.assertRegex(out, r'(?m)^  verify \[--repair\] \[--json\]$')
        self.assertRegex(out, r'(?m)^  salvage --to FOLDER \[--json\]$')

    # ---- Verify -----------------------------------------------------------------------

    def test_whole(self):
        report, err = self.report('verify')
        self.assertEqual(err, '')
        self.assertEqual(report, {
            'whole': True, 'whole_items': 2, 'whole_bytes': 401000, 'damaged_items': [],
            'unreadable_records': 0, 'missing_records': 0, 'lone_keys': 0,
            'mirror_faults': 0, 'healed_by_unlocking': 0, 'structure_faults': 0, 'stray_pieces': 0})
        out, _ = self.ctl('verify', '--repair')
        self.assertEqual(out.splitlines()[:2], ['Healed from their other copy: 0',
                                                'Whole items: 2, 401000 bytes'])

    def test_damaged_item(self):
        self.sql('delete from piece where id = 3')
        before = self.rows()
        report, err = self.report('verify', status=DAMAGED)
        self.assertFalse(report['whole'])
        self.assertEqual(report['whole_items'], 1)
        item, = report['damaged_items']
        self.assertEqual((item['name'], item['bytes'], item['bytes_bad'], item['id']),
                         ('film.bin', len(self.film), CHUNK, self.item_id('film.bin')))
        self.assertIn('Nothing was removed.', err)
        self.assertIn('salvage --to FOLDER', err)
        out, _ = self.ctl('verify', '--repair', status=DAMAGED)
        self.assertIn(f'film.bin: {CHUNK} of 400000 bytes do not verify.\n', out)
        self.assertEqual(self.rows(), before, 'a repair has nothing to copy')
        self.assertEqual(self.names(), ['film.bin', 'small.bin'])

    def test_missing_record(self):
        kept = self.keep('vault.db')
        self.sql(f'delete from record where id = {FILM}')
        report, err = self.report('verify', status=DAMAGED)
        self.assertEqual((report['missing_records'], report['lone_keys'],
                          report['stray_pieces']), (1, 1, 6))
        self.assertIn('backup', err)
        self.put_back(kept)
        self.assertEqual(self.names(), ['film.bin', 'small.bin'])

    def test_structure(self):
        # The list of free pages begins with one that is in use.
        self.patch('vault.db', 32, bytes([0, 0, 0, 3, 0, 0, 0, 1]))
        report, err = self.report('verify', status=DAMAGED)
        self.assertGreaterEqual(report['structure_faults'], 1)
        self.assertEqual(report['whole_items'], 2)
        self.assertIn('Import nothing more', err)

    def test_repair(self):
        # An opening heals the blocks of the heads and the cells by itself; the others wait to
        # be asked for.
        self.flip('keyring', CLOCK + 10)
        self.flip('keyring', HEAD_B + EPOCHS + 32 * 700)
        self.sql('delete from record where id = 0')
        report, err = self.report('verify', status=DAMAGED)
        self.assertEqual(report['mirror_faults'], 2)
        self.assertIn('verify --repair', err)
        report, err = self.report('verify', '--repair')
        self.assertEqual(report['healed'], {'keyring_blocks': 0, 'expiry_keys': 1,
                                            'item_keys': 0, 'stamps': 1})
        self.assertTrue(report['whole'])
        report, _ = self.report('verify')
        self.assertTrue(report['whole'])

    # ---- Salvage ----------------------------------------------------------------------

    def test_salvage_whole(self):
        report, err = self.salvage()
        self.assertEqual(err, '')
        self.assertEqual(report, {'whole': 2, 'partial': 0, 'lost': 0, 'nameless': 0,
                                  'expired': 0, 'bytes': 401000, 'bytes_missing': 0,
                                  'damaged': []})
        self.assertEqual(self.written(), {'small.bin': self.small, 'film.bin': self.film})
        out, _ = self.ctl('salvage', '--to', self.out)
        self.assertIn('no longer protected', out)
        self.assertEqual(set(self.written()), {'small.bin', 'film.bin', 'small (2).bin',
                                               'film (2).bin'})

    def test_salvage_makes_its_folder(self):
        self.ctl('salvage', '--to', self.out / 'new')
        self.assertEqual({path.name for path in (self.out / 'new').iterdir()},
                         {'small.bin', 'film.bin'})

    def test_healed_by_unlocking(self):
        keyring = self.vault / 'keyring'
        spoilt = bytearray(keyring.read_bytes())
        spoilt[100] ^= 1
        keyring.write_bytes(spoilt)
        out, err = self.ctl('verify')
        self.assertIn('spoilt one copy, written anew: 1', err)
        self.assertIn('healed by unlocking: 1', out)
        out, err = self.ctl('verify')
        self.assertNotIn('spoilt', err)
        self.assertNotIn('healed', out)

    def test_salvage_part(self):
        self.sql('delete from piece where id = 3')
        report, err = self.salvage(status=SOME_FAILED)
        self.assertEqual(report['damaged'], [
            {'name': 'film (damaged).bin', 'bytes': 400000, 'bytes_missing': CHUNK,
             'written': True}])
        self.assertIn('Not everything', err)
        expected = self.film[:CHUNK] + bytes(CHUNK) + self.film[2 * CHUNK:]
        self.assertEqual(self.written(), {'small.bin': self.small,
                                          'film (damaged).bin': expected})

    def test_salvage_what_does_not_open(self):
        self.patch('vault.db', 0, bytes(PAGE))
        _, err = self.ctl('list', status=DAMAGED)
        self.assertIn('salvage', err)
        self.salvage()
        self.assertEqual(self.written(), {'small.bin': self.small, 'film.bin': self.film})

    def test_salvage_bad_state(self):
        for at in (STATE + 30, HEAD_B + STATE + 30):
            self.flip('keyring', at)
        self.fails(DAMAGED, 'keyring is damaged', 'list')
        self.salvage()
        self.assertEqual(self.written(), {'small.bin': self.small, 'film.bin': self.film})

    def test_salvage_nothing(self):
        kept = self.keep('vault.db')
        self.patch('vault.db', 0, bytes(4 * PAGE))
        report, _ = self.salvage(status=DAMAGED)
        self.assertEqual((report['whole'], report['partial'], report['nameless']),
                         (0, 0, 3))
        self.assertEqual(self.written(), {})
        self.put_back(kept)
        self.assertEqual(self.names(), ['film.bin', 'small.bin'])

    def test_salvage_refused(self):
        self.fails(WRONG_PASSPHRASE, 'does not open', 'salvage', '--to', self.out,
                   passphrase='another passphrase')
        self.fails(MEDIA, 'cannot be written', 'salvage', '--to', '/proc/none')
        self.fails(PLACE, 'no vault', 'salvage', '--to', self.out,
                   vault=self.folder / 'none')
        file = self.hold_lock()
        self.fails(BUSY, 'Another program', 'salvage', '--to', self.out)
        file.close()
        self.ctl('wipe', '--now', passphrase=None)
        self.fails(DESTROYED, 'emergency wipe', 'salvage', '--to', self.out)
        self.assertEqual(self.written(), {})

    def test_names_on_a_terminal(self):
        """What was salvaged from a hostile name moves no cursor."""
        self.add('\u200bodd.bin', self.film)
        self.sql('delete from piece where id = 9')
        out, _ = self.ctl('salvage', '--to', self.out, status=SOME_FAILED)
        self.assertIn('\ufffdodd (damaged).bin', out)
        self.assertNotIn('\u200b', out)
        self.assertNotIn(PASSPHRASE, out)


if __name__ == '__main__':
    unittest.main()
