# test-scan.py - what the raw disk holds after a deletion, an expiry and a wipe
#
# The image is read byte for byte.  First for what must never have been there, plain bytes and
# names; then for what was there and must be gone, keys; then every 128 bytes of it are tried
# as a key, with the passphrase and with all that the files hold, by the reader that follows
# FORMAT.md alone.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import random
import shutil
import struct
import sys
import tempfile
import time
import zlib
from pathlib import Path

from images import CELL, NEEDLE, PASSPHRASE, SEGMENTS, Image, Vault, is_wiped, main

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'vectors'))
import constructions as c  # noqa: E402
import reader  # noqa: E402

HOUR = 3600


def png(seed, width=320, height=240):
    """A picture whose rows are noise, so that its bytes are nowhere by chance."""
    def chunk(kind, data):
        body = kind + data
        return struct.pack('>I', len(data)) + body + struct.pack('>I', zlib.crc32(body))
    rng = random.Random(seed)
    rows = b''.join(b'\0' + rng.randbytes(3 * width) for _ in range(height))
    return (b'\x89PNG\r\n\x1a\n'
            + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(rows, 0)) + chunk(b'IEND', b''))


class Item:
    """Everything about one item that a disk might hold, learned before it goes."""

    def __init__(self, name, data):
        self.name = name
        self.data = data

    def learn(self, keyring, db, vault):
        for (number,) in db.execute('SELECT id FROM record WHERE id > 0 AND id < 4294967296'):
            item = reader.read_item(db, keyring, number)
            if isinstance(item, dict) and item.get('name') == self.name:
                break
        else:
            raise AssertionError(f'{self.name} is not in the vault')
        self.id, self.number = item['id'], number
        self.root = keyring.cell(number)[2]
        at = SEGMENTS[0] + CELL * number
        self.sealed = vault.keyring.read_bytes()[at:at + CELL]
        self.thumbnail = self.open_thumbnail(keyring, db, item)

    def open_thumbnail(self, keyring, db, item):
        place = {'key': c.derive(self.root, 'thumbnail'), 'vault-id': keyring.vault_id,
                 'item-id': c.derive(self.root, 'item-id')[:8], 'stream': 1, 'index': 0,
                 'end': True}
        n_media = -(-item['streams'][0][0] // c.CHUNK)
        plain = c.chunk_open(place, reader.sealed_row(db, 'piece', item['pieces'][n_media],
                                                      c.PIECE))
        return plain[:item['streams'][1][0]]

    def plain(self):
        """What must not be on the disk at any time."""
        middle = len(self.data) // 2
        return {f'{self.name}: title': self.name.encode(),
                f'{self.name}: beginning': self.data[60:124],
                f'{self.name}: middle': self.data[middle:middle + 64],
                f'{self.name}: thumbnail': self.thumbnail[40:104],
                f'{self.name}: item key': self.root}

    def key(self):
        return {f'{self.name}: cell': self.sealed[:NEEDLE],
                f'{self.name}: wrapped key': self.sealed[56:56 + NEEDLE]}


class Scene:
    """A vault with three pictures in an image, and a copy of its database, as whoever kept
    every block of it would have it."""

    def __init__(self, image):
        self.image = image
        self.vault = Vault(image.place / 'vault')
        self.items = {name: Item(f'{name}-{random.randbytes(6).hex()}.png', png(name))
                      for name in ('kept', 'gone', 'soon')}
        with tempfile.TemporaryDirectory(dir='/dev/shm') as folder:
            for item in self.items.values():
                (Path(folder) / item.name).write_bytes(item.data)
            self.vault.create()
            for name, item in self.items.items():
                when = ('--expires', '1h') if name == 'soon' else ()
                self.vault.ctl('import', Path(folder) / item.name, *when)
        self.remnants = Path(tempfile.mkdtemp(dir='/dev/shm'))
        shutil.copy(self.vault.folder / 'vault.db', self.remnants)
        self.before = self.vault.keyring.read_bytes()
        keyring, db, _ = self.open_with(self.before)
        for item in self.items.values():
            item.learn(keyring, db, self.vault)
        self.keyring = keyring

    def close(self):
        shutil.rmtree(self.remnants)

    def open_with(self, data, now=None):
        """The reader, with the passphrase, this keyring and all remnants."""
        keyring = reader.Keyring(data, os.fsencode(PASSPHRASE), now or int(time.time()))
        return keyring, *reader.open_database(self.remnants)[::2]

    def raw(self):
        """All 4 KiB blocks of the image in which there is anything."""
        with open(self.image.file, 'rb') as file:
            end, at = os.path.getsize(self.image.file), 0
            while at < end:
                try:
                    at = os.lseek(file.fileno(), at, os.SEEK_DATA)
                except OSError:
                    return
                file.seek(at)
                block = file.read(4096)
                if any(block):
                    yield block
                at += 4096

    def try_cells(self, item):
        """How many places of the image open as the item's cell, under the ring key."""
        n_open = 0
        for block in self.raw():
            for at in range(0, 4096, CELL):
                sealed = block[at:at + CELL]
                if c.cell_open(self.keyring.ring_keys[0], self.keyring.vault_id, item.number,
                               sealed):
                    n_open += 1
        return n_open

    def try_epoch_keys(self, item):
        """How many places of the image are the key that the item's inner wrap needs."""
        opened = c.cell_open(self.keyring.ring_keys[0], self.keyring.vault_id, item.number,
                             item.sealed)
        n_open = 0
        for block in self.raw():
            for at in range(0, 4096, 32):
                key = block[at:at + 32]
                n_open += c.cell_unwrap(self.keyring.vault_id, item.number, item.sealed,
                                        opened[2], key) is not None
        return n_open

    def try_slots(self):
        """How many places of the image open as slot 0, with the passphrase and the cost and
        the salt there were."""
        header = self.before[:4096]
        place = {'alg': header[11], 'memory': int.from_bytes(header[16:24], 'little'),
                 'passes': int.from_bytes(header[24:32], 'little'), 'salt': header[32:48],
                 'vault-id': header[48:64], 'number': 0}
        key = c.kdf(place['memory'], place['passes'], place['salt'],
                    c.normalise(os.fsencode(PASSPHRASE)))
        return sum(c.slot_open(key, place, block[at:at + CELL]) is not None
                   for block in self.raw() for at in range(0, 4096, CELL))

    def scan(self, *groups):
        needles = {}
        for group in groups:
            needles |= group
        return self.image.scan(needles)

    def plains(self):
        return [item.plain() for item in self.items.values()]


def with_scene(test):
    def run():
        with Image('ext4') as image:
            scene = Scene(image)
            try:
                test(scene)
            finally:
                scene.close()
    run.__name__ = test.__name__
    return run


@with_scene
def test_nothing_is_plain(scene):
    """Before anything is destroyed: keys are found, and nothing else."""
    scene.image.unmount()
    found = scene.scan(*scene.plains())
    assert not found, found
    keys = {}
    for item in scene.items.values():
        keys |= item.key()
    assert scene.image.scan(keys) == set(keys), 'the scan does not find what is there'
    for item in scene.items.values():
        assert scene.try_cells(item) >= 2, item.name
    assert scene.try_epoch_keys(scene.items['soon']) >= 2
    assert scene.try_slots() >= 2


def assert_gone(scene, name, now=None):
    """Nothing of the item is on the disk, and nothing opens it; the others are as they were."""
    item = scene.items[name]
    scene.image.unmount()
    found = scene.scan(item.key(), *scene.plains())
    assert not found, found
    assert scene.try_cells(item) == 0, 'a cell of it is left'
    scene.image.mount('ro')
    keyring, db, copy = scene.open_with(scene.vault.keyring.read_bytes(), now)
    seen = reader.read_item(db, keyring, item.number)
    assert not isinstance(seen, dict), seen
    kept = reader.read_item(db, keyring, scene.items['kept'].number)
    assert kept['name'] == scene.items['kept'].name, kept
    scene.image.unmount()
    assert scene.try_cells(scene.items['kept']) >= 2, 'the trial finds nothing at all'


@with_scene
def test_after_a_deletion(scene):
    scene.vault.ctl('delete', scene.items['gone'].id)
    assert_gone(scene, 'gone')


@with_scene
def test_after_an_expiry(scene):
    scene.vault.ctl('list', ahead_s=2 * HOUR)
    assert_gone(scene, 'soon', int(time.time()) + 2 * HOUR)


@with_scene
def test_after_an_expiry_while_locked(scene):
    """The cell is there still; the key that it needs besides the passphrase is not."""
    item = scene.items['soon']
    scene.vault.ctl('reap', ahead_s=3 * HOUR)
    scene.image.unmount()
    found = scene.scan(*scene.plains())
    assert not found, found
    assert scene.try_cells(item) >= 2
    assert scene.try_epoch_keys(item) == 0, 'its epoch key is on the disk'


@with_scene
def test_after_a_wipe(scene):
    needles = scene.vault.key_needles()
    receipt = scene.vault.json('wipe', '--now')
    assert receipt['says'] == 'destroyed', receipt
    assert is_wiped(scene.vault.keyring)
    scene.image.unmount()
    found = scene.scan(needles, {'magic': b'NSTNDKEY'},
                       *(item.key() for item in scene.items.values()), *scene.plains())
    assert not found, found
    for item in scene.items.values():
        assert scene.try_cells(item) == 0, item.name
    assert scene.try_slots() == 0, 'a slot is left'
    scene.image.mount('ro')
    try:
        scene.open_with(scene.vault.keyring.read_bytes())
        raise AssertionError('the reader opens it')
    except reader.Refused as refusal:
        assert str(refusal) == 'destroyed', refusal


if __name__ == '__main__':
    sys.exit(main(test_nothing_is_plain, test_after_a_deletion, test_after_an_expiry,
                  test_after_an_expiry_while_locked, test_after_a_wipe))
