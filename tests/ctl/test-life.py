# test-life.py - the life of an item, from create to delete, and what each step leaves
#
# SPDX-License-Identifier: GPL-3.0-or-later

import datetime
import hashlib
import json
import re
import sqlite3
import time
import unittest

from support import (Base, DAMAGED, MARKS, MEDIA, NO_ITEM, PLACE, USAGE, WRONG_PASSPHRASE, png,
                     write_wav)


def utc(seconds):
    moment = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return moment.strftime('%Y-%m-%dT%H:%M:%SZ')


def seconds_of(text):
    return datetime.datetime.fromisoformat(text.replace('Z', '+00:00')).timestamp()


class LifeTest(Base):
    def setUp(self):
        super().setUp()
        self.create()

    def test_new_vault_is_empty(self):
        self.assertEqual(self.items(), [])
        files = {path.name: path.stat().st_size for path in self.vault.iterdir()}
        # The journal stays, so that something can be removed when the disk is full.
        self.assertLessEqual(files.pop('vault.db-journal', 0), 1 << 20)
        self.assertEqual(set(files), {'keyring', 'vault.db', *MARKS})
        for path in [self.vault, *self.vault.iterdir()]:
            self.assertEqual(path.stat().st_mode & 0o077, 0, 'others may look in')

    def test_create_does_not_replace(self):
        item = self.add()
        before = self.digest()
        self.fails(PLACE, 'There is a vault in this folder already.', 'create')
        self.assertEqual(self.digest(), before)
        self.assertEqual(self.items()[0]['id'], item)

    def without_clock(self):
        """The keyring but for the two blocks that count wrong passphrases."""
        _, keyring = self.keep('keyring')
        for clock in (8192, 589824 + 8192):
            keyring = keyring[:clock] + bytes(4096) + keyring[clock + 4096:]
        return hashlib.sha256(keyring).hexdigest()

    def test_wrong_passphrase(self):
        self.add()
        before = self.digest()['vault.db'], self.without_clock()
        self.fails(WRONG_PASSPHRASE, 'does not open this vault', 'list',
                   passphrase='correct horse battery stapler')
        self.assertEqual((self.digest()['vault.db'], self.without_clock()), before)

    def test_import_and_list(self):
        before = time.time()
        self.source('photo.png', png(40, 30))
        write_wav(self.sources / 'voice.wav')
        self.source('notes.xyz', b'nothing anybody knows')
        out, err = self.ctl('import', self.sources)
        self.assertEqual(out, 'Imported: 3\n')
        self.assertEqual(err, 'notes.xyz: kept, but: Nightstand cannot show files of this '
                              'type.\n')

        items = {item['name']: item for item in self.items()}
        self.assertEqual(set(items), {'photo.png', 'voice.wav', 'notes.xyz'})
        for item in items.values():
            self.assertRegex(item['id'], '^[0-9a-f]{16}$')
            self.assertIsNone(item['expires'])
            self.assertAlmostEqual(seconds_of(item['added']), before, delta=60)
        photo = items['photo.png']
        self.assertEqual((photo['type'], photo['kind']), ('image/png', 'image'))
        self.assertEqual((photo['width'], photo['height']), (40, 30))
        self.assertTrue(photo['thumbnail'])
        self.assertEqual(photo['bytes'], len(png(40, 30)))
        self.assertEqual(items['voice.wav']['kind'], 'audio')
        self.assertEqual(items['notes.xyz']['kind'], 'other')
        self.assertEqual(len(list(self.sources.iterdir())), 3, 'originals stay')

    def test_table(self):
        item = self.add('photo.png')
        self.ctl('expire', item, '7d')
        out, _ = self.ctl('list')
        head, row, rest = out.split('\n')
        self.assertEqual(re.split('  +', head),
                         ['id', 'added', 'expires in', 'bytes', 'type', 'name'])
        self.assertRegex(row, rf'^{item}  \d{{4}}-\d\d-\d\d \d\d:\d\d  '
                              rf'(6|7) days +{len(png())}  image/png +photo\.png$')
        self.assertEqual(rest, '')

    def test_ids_are_stable_and_unique(self):
        first = self.add('a.png', png(shade=1))
        second = self.add('b.png', png(shade=2))
        self.assertNotEqual(first, second)
        self.assertEqual(self.item_id('a.png'), first)
        self.ctl('delete', first)
        third = self.add('c.png', png(shade=3))
        self.assertNotIn(third, (first, second), 'an id was given out again')
        self.assertEqual(self.item_id('b.png'), second)

    def test_show(self):
        item = self.add('photo.png', png(40, 30))
        out, _ = self.ctl('show', item)
        for line in (f'id         {item}', 'name       photo.png', 'type       image/png',
                     'expires    never', 'size       40 x 30'):
            self.assertIn(line + '\n', out)
        self.fails(NO_ITEM, 'no such item', 'show', 'f' * 16)
        self.fails(NO_ITEM, 'no such item', 'show', 'photo.png')

    def turned(self):
        return {item['name']: (item['rotation'], item['width'], item['height'])
                for item in self.items()}

    def test_rotate(self):
        lying = self.add('lying.png', png(40, 30, shade=1))
        small = self.add('small.png', png(8, 4, shade=2))
        for args, rotation in ((['right'], 90), (['right'], 180), (['left'], 90),
                               (['left'], 0), (['left'], 270), (['--to', '90'], 90),
                               (['--to=90'], 90), (['--to', '0'], 0)):
            out, _ = self.ctl('rotate', lying, *args)
            self.assertEqual(out, 'Turned: 1\n')
            size = (30, 40) if rotation % 180 else (40, 30)
            self.assertEqual(self.turned(), {'lying.png': (rotation, *size),
                                             'small.png': (0, 8, 4)})
        self.ctl('rotate', lying, small, 'right')
        self.assertEqual(self.turned(), {'lying.png': (90, 30, 40),
                                         'small.png': (90, 4, 8)})
        out, _ = self.ctl('show', lying)
        self.assertIn('size       30 x 40\n', out)
        self.assertIn('turned     90 degrees\n', out)

        # How it is shown is changed, and nothing of what is kept.
        self.ctl('expire', lying, '1d')
        self.assertEqual(self.turned()['lying.png'][0], 90, 'a deadline turned it back')
        self.ctl('export', lying, '--to', self.out, '--original')
        self.assertEqual((self.out / 'lying.png').read_bytes(), png(40, 30, shade=1))
        self.ctl('verify')

    def test_rotate_what_cannot_be(self):
        photo = self.add('photo.png')
        write_wav(self.sources / 'voice.wav')
        self.ctl('import', self.sources / 'voice.wav')
        voice = self.item_id('voice.wav')
        self.fails(MEDIA, 'Only pictures can be turned.', 'rotate', photo, voice, 'left')
        self.fails(NO_ITEM, 'no such item', 'rotate', photo, 'e' * 16, 'left')
        self.assertEqual(self.turned()['photo.png'][0], 0, 'turned all the same')

    def test_export_is_exact(self):
        # Around the sizes of a piece, where chunks end.
        for size in (1, 65535, 65536, 65537, 131072, 1000003):
            data = bytes(i * 31 % 251 for i in range(size))
            item = self.add(f'{size}.bin', data)
            self.ctl('export', item, '--to', self.out, '--original')
            self.assertEqual((self.out / f'{size}.bin').read_bytes(), data, size)

    def test_export_replaces_nothing(self):
        item = self.add('photo.png')
        (self.out / 'photo.png').write_bytes(b'of the person')
        out, _ = self.ctl('export', item, '--to', self.out, '--original')
        self.assertEqual(out, 'Exported: 1\n')
        self.assertEqual((self.out / 'photo.png').read_bytes(), b'of the person')
        self.assertEqual((self.out / 'photo (2).png').read_bytes(), png())

    def test_expire(self):
        item = self.add()
        now = time.time()
        self.ctl('expire', item, '1h')
        self.assertAlmostEqual(seconds_of(self.items()[0]['expires']), now + 3600, delta=60)
        self.ctl('expire', item, '2035-03-01T12:00:00Z')
        self.assertEqual(self.items()[0]['expires'], '2035-03-01T12:00:00Z')
        # A date alone is the end of that day; the tests run in UTC.
        self.ctl('expire', item, '2035-03-01')
        self.assertEqual(self.items()[0]['expires'], '2035-03-01T23:59:59Z')
        self.ctl('expire', item, '2035-03-01T12:00:00Z')
        for when in ('2001-01-01T00:00:00Z', '2001-01-01', 'soon', '', '-1h', '0h', '1h ', '1x',
                     '99999999999999999999d', '2035-02-30T12:00:00Z'):
            self.fails(USAGE, 'not a time to come', 'expire', item, '--', when)
        self.fails(NO_ITEM, 'no such item', 'expire', item, 'e' * 16, '1h')
        self.assertEqual(self.items()[0]['expires'], '2035-03-01T12:00:00Z')
        self.ctl('expire', item, 'never')
        self.assertIsNone(self.items()[0]['expires'])

    def test_expired_item_is_gone(self):
        kept = self.add('kept.png', png(shade=1))
        gone = self.add('gone.png', png(shade=2))
        # Time enough to give it, also on a busy machine; then wait until it has passed.
        deadline = int(time.time()) + 12
        self.ctl('expire', gone, utc(deadline))
        while time.time() < deadline + 1:
            time.sleep(0.2)
        out, err = self.ctl('list', '--json')
        self.assertNotIn('gone.png', out)
        self.assertEqual(err, 'Expired since last time, and destroyed: 1\n')
        self.fails(NO_ITEM, 'no such item', 'export', gone, '--to', self.out)
        self.assertEqual([item['id'] for item in self.items()], [kept])

    def test_import_with_deadline(self):
        now = time.time()
        self.ctl('import', self.source('a.png'), '--expires', '30d')
        self.assertAlmostEqual(seconds_of(self.items()[0]['expires']), now + 30 * 86400,
                               delta=60)
        self.ctl('import', self.source('b.png'), '--expires', '2035-03-01')
        self.assertIn('2035-03-01T23:59:59Z', [item['expires'] for item in self.items()])

    def test_import_with_passed_time(self):
        before = self.digest()
        self.fails(USAGE, 'not a time to come', 'import', self.source('a.png'),
                   '--expires', '2001-01-01T00:00:00Z')
        self.fails(USAGE, 'not a time to come', 'import', self.source('a.png'),
                   '--expires', 'later')
        self.assertEqual(self.names(), [])
        self.assertEqual(set(self.digest()), set(before))

    def test_delete(self):
        items = [self.add(f'{i}.png', png(shade=i)) for i in range(3)]
        self.fails(NO_ITEM, 'no such item', 'delete', items[0], '0' * 16)
        self.assertEqual(len(self.items()), 3, 'all of the ids or none')
        out, _ = self.ctl('delete', items[0], items[2], items[0])
        self.assertEqual(out, 'Destroyed: 2\n')
        self.assertEqual(self.names(), ['1.png'])
        self.fails(NO_ITEM, 'no such item', 'delete', items[0])
        out, _ = self.ctl('verify')
        self.assertIn('Whole items: 1, ', out)

    def test_reap_needs_no_passphrase(self):
        self.add()
        out, _ = self.ctl('reap', passphrase=None)
        self.assertRegex(out, r'^Expiry keys overwritten: \d+\n$')
        self.assertEqual(len(self.items()), 1)

    def test_verify(self):
        # Not shown, so there is no thumbnail, whose bytes would be counted, too.
        self.add('a.bin', b'x' * 70000)
        self.add('b.bin', b'x' * 200000)
        before = self.rows()
        out, _ = self.ctl('verify')
        self.assertEqual(out.splitlines()[:3],
                         ['Whole items: 2, 270000 bytes',
                          'Damaged items: 0', 'Unreadable records: 0'])
        self.assertEqual(self.rows(), before)

    def test_info(self):
        self.add('a.bin', b'x' * 1000)
        out, _ = self.ctl('info', '--json', passphrase=None)
        locked = json.loads(out)
        self.assertEqual(locked['kdf_memory_bytes'], 64 << 20)
        self.assertEqual(locked['kdf_passes'], 3)
        self.assertEqual(locked['keyring_bytes'], (self.vault / 'keyring').stat().st_size)
        self.assertEqual(locked['database_bytes'], (self.vault / 'vault.db').stat().st_size)
        self.assertNotIn('items', locked)
        out, _ = self.ctl('info', '--json')
        opened = json.loads(out)
        self.assertEqual((opened['items'], opened['item_bytes'], opened['damaged']),
                         (1, 1000, 0))
        out, _ = self.ctl('info')
        self.assertIn('Argon2id, 64 MiB, 3 passes', out)

    def test_nothing_readable_in_the_folder(self):
        self.add('A-very-private-name.txt', b'A very private text. ' * 500)
        for path in self.vault.iterdir():
            data = path.read_bytes()
            for text in (b'private', b'A-very', b'image/', b'text/'):
                self.assertNotIn(text, data, path.name)

    def test_damaged_piece(self):
        bad = self.add('bad.bin', b'b' * 300000)
        good = self.add('good.bin', b'g' * 300000)
        database = sqlite3.connect(self.vault / 'vault.db')
        # The first piece is the first item's.
        row, sealed = database.execute('select id, sealed from piece order by id').fetchone()
        spoilt = bytearray(sealed)
        spoilt[1000] ^= 1
        with database:
            database.execute('update piece set sealed = ? where id = ?', (spoilt, row))
        database.close()

        out, err = self.ctl('export', bad, '--to', self.out, '--original', status=DAMAGED)
        self.assertEqual(out, 'Exported: 0\n')
        self.assertEqual(err, 'bad.bin: Part of this item is damaged and was not used.\n')
        self.assertEqual(list(self.out.iterdir()), [], 'part of an item was exported')
        out, _ = self.ctl('export', bad, good, '--to', self.out, '--original', status=1)
        self.assertEqual(out, 'Exported: 1\n')
        self.assertEqual((self.out / 'good.bin').read_bytes(), b'g' * 300000)
        out, _ = self.ctl('verify', status=DAMAGED)
        self.assertIn('Whole items: 1, ', out)
        self.assertIn('Damaged items: 1\n', out)
        self.assertEqual(self.names(), ['bad.bin', 'good.bin'])


if __name__ == '__main__':
    unittest.main()
