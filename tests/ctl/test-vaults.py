# test-vaults.py - vaults that are missing, damaged, foreign, old, new, busy or destroyed
#
# Each is told apart from the others, nothing in the folder changes, and with the right
# file back everything is back.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import json
import os
import resource
import shutil
import sqlite3
import struct
import unittest

from support import (BUSY, Base, COMPUTER, DAMAGED, DESTROYED, MARKS, PLACE,
                     USAGE, WRONG_PASSPHRASE, png, unprivileged)

# From src/FORMAT.md: the two heads of the keyring, and fields of the header in each.
HEADS = (0, 589824)
VERSION_AT, KDF_MEMORY_AT, CHECKSUM_AT = 8, 16, 4064

# Every command that opens the vault.
OPENING = (('list',), ('verify',), ('info',), ('show', '0' * 16), ('delete', '0' * 16))


class VaultsTest(Base):
    def setUp(self):
        super().setUp()
        self.create()
        self.item = self.add()

    def refused(self, status, sentence):
        """Nothing opens it, nothing changes it, and creating does not replace it."""
        before = self.digest()
        for command in OPENING:
            self.fails(status, sentence, *command)
        self.fails(PLACE, 'There is a vault in this folder already.', 'create')
        self.assertEqual(self.digest(), before)

    def still_whole(self):
        self.assertEqual(self.names(), ['photo.png'])
        out, _ = self.ctl('verify')
        self.assertIn('Whole items: 1, ', out)

    def rewrite_header(self, offset, data):
        """A change that somebody made knowingly: the checksum is right again."""
        for head in HEADS:
            with open(self.vault / 'keyring', 'rb') as file:
                file.seek(head)
                block = bytearray(file.read(4096))
            block[offset:offset + len(data)] = data
            block[CHECKSUM_AT:] = hashlib.blake2b(block[:CHECKSUM_AT],
                                                  digest_size=32).digest()
            self.patch('keyring', head, block)

    # ---- The keyring ------------------------------------------------------------------

    def test_no_vault(self):
        nowhere = self.folder / 'nowhere'
        empty = self.folder / 'empty'
        empty.mkdir()
        for folder in (nowhere, empty):
            for command in (*OPENING, ('reap',), ('wipe', '--now')):
                self.fails(PLACE, 'There is no vault in this folder.', *command,
                           vault=folder)
        self.assertFalse(nowhere.exists())
        self.assertEqual(list(empty.iterdir()), [])

    def test_no_keyring(self):
        kept = self.keep('keyring')
        (self.vault / 'keyring').unlink()
        self.fails(PLACE, 'There is no vault in this folder.', 'list')
        self.put_back(kept)
        self.still_whole()

    def test_keyring_cut_short(self):
        kept = self.keep('keyring')
        for size in (0, 1, 4095, 4096, 65536, 600000):
            os.truncate(self.vault / 'keyring', size)
            self.refused(DAMAGED, 'The file keyring is damaged.')
            self.put_back(kept)
        self.still_whole()

    def test_keyring_of_noise(self):
        kept = self.keep('keyring')
        self.put_back(('keyring', os.urandom(len(kept[1]))))
        self.refused(DAMAGED, 'The file keyring is damaged.')
        self.put_back(kept)
        self.still_whole()

    def test_one_damaged_header_is_enough(self):
        for head in HEADS:
            kept = self.keep('keyring')
            self.patch('keyring', head + 700, b'\xff\xff\xff\xff')
            self.assertEqual(self.names(), ['photo.png'])
            self.put_back(kept)

    def test_newer_version(self):
        kept = self.keep('keyring')
        self.rewrite_header(VERSION_AT, struct.pack('<H', 2))
        self.refused(DAMAGED, 'written by a newer version')
        self.put_back(kept)
        self.still_whole()

    def test_key_derivation_out_of_bounds(self):
        kept = self.keep('keyring')
        for memory_bytes in (1 << 16, 1 << 44, (1 << 64) - 1):
            self.rewrite_header(KDF_MEMORY_AT, struct.pack('<Q', memory_bytes))
            self.refused(DAMAGED, 'outside the accepted limits')
        self.put_back(kept)
        self.still_whole()

    # ---- The database -----------------------------------------------------------------

    def test_no_database(self):
        kept = self.keep('vault.db')
        (self.vault / 'vault.db').unlink()
        self.refused(DAMAGED, 'vault.db is missing or empty')
        self.put_back(('vault.db', b''))
        self.refused(DAMAGED, 'vault.db is missing or empty')
        self.put_back(kept)
        self.still_whole()

    def test_database_cut_short(self):
        kept = self.keep('vault.db')
        os.truncate(self.vault / 'vault.db', len(kept[1]) // 2)
        self.refused(DAMAGED, 'vault.db is damaged')
        self.put_back(kept)
        self.still_whole()

    def test_database_of_noise(self):
        kept = self.keep('vault.db')
        self.put_back(('vault.db', os.urandom(len(kept[1]))))
        before = self.digest()
        _, err = self.ctl('list', status=DAMAGED)
        self.assertRegex(err, 'vault.db (is damaged|belongs to another)')
        self.assertEqual(self.digest(), before)
        self.put_back(kept)
        self.still_whole()

    def test_database_of_another_program(self):
        kept = self.keep('vault.db')
        (self.vault / 'vault.db').unlink()
        other = sqlite3.connect(self.vault / 'vault.db')
        with other:
            other.execute('create table note (text)')
        other.close()
        self.refused(DAMAGED, 'vault.db belongs to another vault')
        self.put_back(kept)
        self.still_whole()

    def test_database_of_another_vault(self):
        kept = self.keep('vault.db')
        other = self.folder / 'other'
        self.create(vault=other)
        self.ctl('import', self.source('other.png'), vault=other)
        shutil.copy(other / 'vault.db', self.vault / 'vault.db')
        self.refused(DAMAGED, 'vault.db belongs to another vault')
        self.put_back(kept)
        self.still_whole()

    def test_older_database(self):
        old = self.keep('vault.db')
        self.add('second.png', png(shade=2))
        new = self.keep('vault.db')
        self.put_back(old)
        self.refused(DAMAGED, 'vault.db is an older copy')
        self.put_back(new)
        self.assertEqual(self.names(), ['photo.png', 'second.png'])

    def test_older_keyring(self):
        old = self.keep('keyring')
        self.add('second.png', png(shade=2))
        new = self.keep('keyring')
        self.put_back(old)
        self.refused(DAMAGED, 'keyring is an older copy')
        self.put_back(new)
        self.assertEqual(self.names(), ['photo.png', 'second.png'])

    def test_damaged_record_is_kept(self):
        self.add('second.png', png(shade=2))
        kept = self.keep('vault.db')
        database = sqlite3.connect(self.vault / 'vault.db')
        # Row 0 is not an item's.
        row, sealed = database.execute(
            'select id, sealed from record where id > 0 order by id').fetchone()
        spoilt = bytearray(sealed)
        spoilt[100] ^= 1
        with database:
            database.execute('update record set sealed = ? where id = ?', (spoilt, row))
        database.close()
        for _ in range(2):
            out, err = self.ctl('list', '--json')
            self.assertEqual(len(json.loads(out)['items']), 1)
            self.assertEqual(err, 'Damaged items, kept but not shown: 1\n')
        out, _ = self.ctl('verify', status=DAMAGED)
        self.assertIn('Unreadable records: 1\n', out)
        self.put_back(kept)
        self.assertEqual(self.names(), ['photo.png', 'second.png'])

    # ---- Busy -------------------------------------------------------------------------

    def test_second_instance(self):
        held = self.hold_lock()
        before = self.digest()
        for command in (*OPENING, ('reap',)):
            self.fails(BUSY, 'Another program has this vault open', *command)
        self.assertEqual(self.digest(), before)
        held.close()
        self.still_whole()

    def test_wipe_does_not_wait_for_others(self):
        self.hold_lock()
        self.ctl('wipe', '--now', passphrase=None)
        self.fails(DESTROYED, 'destroyed by an emergency wipe', 'list')

    # ---- The computer -----------------------------------------------------------------

    def test_not_allowed(self):
        self.vault.chmod(0)
        self.addCleanup(self.vault.chmod, 0o700)
        self.fails(COMPUTER, 'You are not allowed', 'list', before=unprivileged())

    def test_create_where_not_allowed(self):
        self.out.chmod(0o500)
        self.fails(COMPUTER, 'You are not allowed', 'create', '--kdf', 'quick',
                   vault=self.out / 'vault', before=unprivileged())

    def test_keyring_read_only(self):
        (self.vault / 'keyring').chmod(0o400)
        before = self.digest()
        self.fails(COMPUTER, 'You are not allowed', 'list', before=unprivileged())
        self.assertEqual(self.digest(), before)

    def test_no_memory_to_lock(self):
        def limit():
            resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))
        options = {'preexec_fn': limit, 'before': unprivileged('ipc_lock')}
        # The address sanitizer answers for mlock(), and always says yes.
        if 'address' in os.environ['NIGHTSTAND_SANITIZERS']:
            self.ctl('list', **options)
        else:
            self.fails(COMPUTER, 'not enough memory', 'list', **options)
        self.still_whole()

    # ---- Destroyed --------------------------------------------------------------------

    def test_wipe_wants_to_be_meant(self):
        before = self.digest()
        self.fails(USAGE, 'wipe --now', 'wipe', passphrase=None)
        self.assertEqual(self.digest(), before)

    def test_wipe(self):
        self.add('large.bin', os.urandom(2000000))
        kept = {path.name: path.read_bytes() for path in self.vault.iterdir()}
        out, _ = self.ctl('wipe', '--now', '--json', passphrase=None)
        receipt = json.loads(out)
        self.assertIs(receipt['destroyed'], True)
        steps = {step['part']: step for step in receipt['steps']}
        self.assertEqual(list(steps), ['memory', 'header', 'epochs', 'cells', 'database', 'others',
                                       'copies'])
        for part in ('header', 'epochs', 'cells'):
            self.assertEqual(steps[part]['outcome'], 'destroyed', part)
        self.assertEqual(steps['database']['outcome'], 'removed')
        self.assertEqual(steps['copies']['outcome'], 'unknown')
        self.assertTrue(all(step['error'] is None for step in steps.values()))
        times = [steps[part]['elapsed_us'] for part in ('header', 'epochs', 'cells')]
        self.assertEqual(times, sorted(times))

        self.assertFalse((self.vault / 'vault.db').exists())
        for command in (*OPENING, ('reap',)):
            self.fails(DESTROYED, 'destroyed by an emergency wipe', *command)

        # Nothing of the old keyring is left, and the old database is of no use.
        wiped = (self.vault / 'keyring').read_bytes()
        blocks = {kept['keyring'][at:at + 64] for at in range(0, len(wiped), 64)}
        left = [at for at in range(0, len(wiped), 64) if wiped[at:at + 64] in blocks
                and any(wiped[at:at + 64])]
        self.assertEqual(left, [])
        self.put_back(('vault.db', kept['vault.db']))
        self.fails(DESTROYED, 'destroyed by an emergency wipe', 'list')

    def test_receipt_in_words(self):
        out, _ = self.ctl('wipe', '--now', passphrase=None)
        self.assertGreaterEqual(len(out.splitlines()), 9)
        self.assertRegex(out, 'The header, which every passphrase needs: destroyed: '
                              r'overwritten, flushed to the disk and read back\.  '
                              r'\(\d+\.\d ms\)\n')
        self.assertIn('Copies elsewhere: cannot be known from here: backups, ', out)
        self.assertRegex(out, r'\nDisk: (good|fair|poor): ')
        self.assertIn('no passphrase opens its files as they are now.\n', out)

    def test_wipe_what_is_damaged(self):
        os.truncate(self.vault / 'keyring', 70000)
        self.patch('keyring', 100, os.urandom(300))
        self.ctl('wipe', '--now', passphrase=None)
        self.fails(DESTROYED, 'destroyed by an emergency wipe', 'list')

    def test_wipe_takes_the_right_to_write_back(self):
        for path in self.vault.iterdir():
            path.chmod(0o400)
        self.vault.chmod(0o500)
        self.addCleanup(self.vault.chmod, 0o700)
        process = self.start('wipe', '--now', passphrase=None, before=unprivileged())
        out = process.communicate()[0].decode()
        self.assertEqual(process.returncode, 0)
        self.assertIn('The vault is destroyed:', out)
        self.fails(DESTROYED, 'destroyed by an emergency wipe', 'list')
        self.assertEqual(sorted(path.name for path in self.vault.iterdir()),
                         [*MARKS, 'keyring'])

    def test_create_after_wipe(self):
        self.ctl('wipe', '--now', passphrase=None)
        self.create(passphrase='another passphrase of gravel')
        self.assertEqual(self.items(passphrase='another passphrase of gravel'), [])
        self.fails(WRONG_PASSPHRASE, 'does not open this vault', 'list')


if __name__ == '__main__':
    unittest.main()
