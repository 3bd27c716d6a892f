#!/usr/bin/env python3
# reader.py - opens a vault from what FORMAT.md says, and says what is in it
#
#   reader.py FOLDER PASSPHRASE [NOW]
#
# Written from the specification and without the C code, which must come to the same result:
# the same items with the same bytes, or the same refusal by name.  It writes nothing into
# the vault.  What it says of an item's time is true at NOW, in seconds since 1970.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

import constructions as c

SHORTEST = 1179648
HEADS = (0, 589824)
DAY = 86400
PAGE = 16384
STAMPS = (0, 1 << 32)
JOURNAL = bytes.fromhex('d9d505f920a163d7')
SCHEMA = [('table', name, name, f'CREATE TABLE {name} (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL)')
          for name in ('piece', 'record')]
GROUPS = ('album', 'person')
KINDS = ('other', 'image', 'animation', 'video', 'audio', 'document')


class Refused(Exception):
    """Its text is the name of the error."""


def require(fact, name):
    if not fact:
        raise Refused(name)


# ---- The keyring -----------------------------------------------------------------------

class Keyring:
    def __init__(self, data, typed, now, kdf=c.kdf):
        self.data = data
        header = self.find_header()
        self.vault_id = header[48:64]
        master_key = self.open_slots(header, typed, kdf)
        require(c.header_mac_fits(header, c.derive(master_key, 'header-mac')),
                'damaged-keyring')
        directory = c.directory_open(c.derive(master_key, 'directory'), self.vault_id,
                                     header[1536:2088])
        require(directory, 'damaged-keyring')
        _, identity, old_ring_key, old_state_key, unfinished, n_changes = directory
        self.stamp_key = c.derive(identity, 'stamp')
        self.ring_keys = [c.bind(c.derive(master_key, 'ring-root'), 'ring', self.vault_id,
                                 header[64:72])] + [old_ring_key] * unfinished
        state_keys = [c.derive(master_key, 'state')] + [old_state_key] * unfinished
        clock = next(filter(None, (c.clock_open(self.vault_id, self.block(head, 2))
                                   for head in HEADS)), None)
        self.read_state(state_keys, clock, int.from_bytes(header[64:72], 'little'), n_changes)
        require(self.is_newest(header), 'older-keyring')
        believed = clock and clock[0] <= max(self.time, now) + 45 * DAY
        self.now = max(now, self.time, clock[0] if believed else 0)
        self.open_heart()

    def block(self, head, number):
        return self.data[head + 4096 * number:head + 4096 * (number + 1)]

    def find_header(self):
        headers = [self.block(head, 0) for head in HEADS]
        require(all(c.header_status(h) != 'destroyed' for h in headers), 'destroyed')
        whole = [h for h in headers if c.header_status(h) in ('opens', 'newer')]
        require(whole, 'damaged-keyring')
        require(c.header_status(whole[0]) == 'opens', 'newer-format')
        require(len(self.data) >= SHORTEST, 'damaged-keyring')
        return whole[0]

    def is_newest(self, header):
        """Whether no copy of the header is of a higher ring generation."""
        return not any(c.header_status(other) == 'opens' and other[48:64] == self.vault_id
                       and other[64:72][::-1] > header[64:72][::-1]
                       for other in (self.block(head, 0) for head in HEADS))

    def open_slots(self, header, typed, kdf):
        place = {'alg': header[11], 'memory': int.from_bytes(header[16:24], 'little'),
                 'passes': int.from_bytes(header[24:32], 'little'), 'salt': header[32:48],
                 'vault-id': self.vault_id}
        installed = os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES')
        require(c.kdf_is_acceptable(place['alg'], place['memory'], place['passes'])
                and place['memory'] <= installed // 5 * 4, 'kdf-refused')
        passphrase = c.normalise(typed)
        require(passphrase is not None, 'bad-passphrase')
        key = kdf(place['memory'], place['passes'], place['salt'], passphrase)
        opened = [c.slot_open(key, {**place, 'number': n}, header[512 + 128 * n:640 + 128 * n])
                  for n in range(8)]
        require(any(opened), 'wrong-passphrase')
        kind, master_key = [slot for slot in opened if slot][-1]
        if kind == 3:
            # Somebody else would destroy the vault now; who only reads lets nobody in.
            raise Refused('wrong-passphrase')
        return master_key

    def read_state(self, keys, clock, ring_generation, n_changes):
        states = [c.state_open(key, self.vault_id, self.block(head, 1))
                  for head in HEADS for key in keys]
        states = [state for state in states if state]
        require(states or not clock or clock[5] <= ring_generation, 'older-keyring')
        require(states, 'damaged-keyring')
        # The first of those with the highest generation: copy A if they are equal.
        self.generation, self.commits, self.segments, self.time, _, n_known, self.heart = max(
            states, key=lambda state: state[0])
        require(n_changes >= n_known, 'older-keyring')
        require(len(self.data) >= SHORTEST + (self.segments - 1) * 1048576, 'damaged-keyring')

    def open_heart(self):
        """The heart key, if there is an absence rule and it has not come due."""
        self.heart_key, self.stopped = None, False
        if self.heart:
            _, epoch_class, epoch, nonce, wrapped = self.heart
            self.stopped = (epoch + 1) * c.EPOCHS[epoch_class][0] <= self.now
            keys = () if self.stopped else self.epoch_keys(epoch_class, epoch)
            self.heart_key = next(filter(None, (
                c.heart_unwrap(key, self.vault_id, nonce, wrapped) for key in keys)), None)

    def epoch_keys(self, epoch_class, epoch):
        if epoch_class == 0:
            return [None]
        at = 12288 + 32 * c.epoch_index(epoch_class, epoch)
        return [self.data[head + at:head + at + 32] for head in HEADS]

    def cell(self, number):
        """(class, epoch, item root or None, whether the absence rule ended it), or None if it
        does not open at all."""
        for copy in (0, 1):
            at = c.cell_offset(number, copy)
            sealed = self.data[at:at + 128]
            for ring_key in self.ring_keys:
                opened = c.cell_open(ring_key, self.vault_id, number, sealed)
                if opened:
                    epoch_class, epoch, inner, needs_heart = opened
                    heart = self.heart_key if needs_heart else None
                    keys = (() if needs_heart and not heart
                            else self.epoch_keys(epoch_class, epoch))
                    roots = (c.cell_unwrap(self.vault_id, number, sealed, inner, key, heart)
                             for key in keys)
                    return (epoch_class, epoch, next(filter(None, roots), None),
                            needs_heart and self.stopped)
        return None


# ---- The database ----------------------------------------------------------------------

def check_file(folder):
    """What is to be seen before SQLite may look."""
    path, journal = folder / 'vault.db', folder / 'vault.db-journal'
    require(path.is_file() and path.stat().st_size > 0, 'missing-database')
    head = path.read_bytes()[:100]
    require(head[:16] == b'SQLite format 3\0' and len(head) >= 72, 'damaged-database')
    require(head[68:72] == b'NSTT', 'foreign-database')
    left = journal.read_bytes() if journal.exists() else b''
    require(left[-8:] != JOURNAL, 'foreign-database')
    # A journal to be rolled back, or a log to be written back: SQLite does it to a copy.
    return left[:8] == JOURNAL or head[18:20] != b'\1\1'


def open_database(folder):
    path, mode, copy = folder / 'vault.db', 'mode=ro&immutable=1', None
    if check_file(folder):
        copy = tempfile.TemporaryDirectory()
        for name in ('vault.db', 'vault.db-journal', 'vault.db-wal'):
            if (folder / name).exists():
                shutil.copy(folder / name, copy.name)
        path, mode = Path(copy.name) / 'vault.db', 'mode=rw'
    db = sqlite3.connect(f'{path.resolve().as_uri()}?{mode}', uri=True)
    db.execute('PRAGMA trusted_schema = OFF')
    return db, path, copy


def check_database(db, path):
    version, page, pages = (db.execute(f'PRAGMA {name}').fetchone()[0]
                            for name in ('user_version', 'page_size', 'page_count'))
    require(0 < pages <= path.stat().st_size // page, 'damaged-database')
    require(version <= 1, 'newer-format')
    require(version == 1 and page == PAGE, 'foreign-database')
    rows = db.execute('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name')
    require(rows.fetchall() == SCHEMA, 'foreign-database')


def sealed_row(db, table, number, n_bytes):
    row = db.execute(f"SELECT sealed FROM {table} WHERE id = ? AND typeof (sealed) = 'blob'",
                     (number,)).fetchone()
    return row[0] if row and len(row[0]) == n_bytes else None


def read_stamp(db, keyring):
    for number in STAMPS:
        sealed = sealed_row(db, 'record', number, 1008)
        plain = sealed and c.record_open(keyring.stamp_key, keyring.vault_id, number, sealed)
        if plain and not any(plain[24:]):
            commits, generation, records = (int.from_bytes(plain[at:at + 8], 'little')
                                            for at in (0, 8, 16))
            require(commits >= keyring.commits, 'older-database')
            require(generation <= keyring.generation, 'older-keyring')
            return records
    raise Refused('foreign-database')


# ---- Items -----------------------------------------------------------------------------

STREAMS = {0: 'media', 1: 'thumbnail', 2: 'late', 4: 'note'}


def read_bytes(db, keyring, root, stream, length, runs):
    """A stream, once every chunk up to the final one has verified; else None."""
    place = {'key': c.derive(root, STREAMS[stream]),
             'vault-id': keyring.vault_id, 'item-id': c.derive(root, 'item-id')[:8],
             'stream': stream}
    numbers = [first + i for first, count in runs for i in range(count)]
    data = []
    for index, number in enumerate(numbers):
        end = index == len(numbers) - 1
        sealed = sealed_row(db, 'piece', number, c.PIECE)
        plain = sealed and c.chunk_open({**place, 'index': index, 'end': end}, sealed)
        if not plain:
            return None
        data.append(plain[:length - index * c.CHUNK])
    return b''.join(data)


def read_stream(db, keyring, root, stream, length, runs):
    """The SHA-256 of a stream."""
    data = read_bytes(db, keyring, root, stream, length, runs)
    return 'damaged-item' if data is None else hashlib.sha256(data).hexdigest()


def read_note(db, keyring, root, length, runs):
    """A long note; empty if it does not verify, or is none."""
    data = read_bytes(db, keyring, root, 4, length, runs)
    return data.decode() if data is not None and c.note_is_good(data) else ''


def id_of(number):
    """The id of a group, as records of items have it."""
    return c.u64(number).hex()


def read_card(root, card):
    """An album, a person, the settings or the log."""
    numbers, (_, runs), _, name = card
    said = {'pieces': [first + i for first, count in runs for i in range(count)],
            'card': numbers[0]}
    if numbers[0] == 16:
        said.update({'id': c.derive(root, 'item-id')[:8].hex(), 'kind': GROUPS[numbers[1]],
                     'created': numbers[2], 'expiry': signed(numbers[3]),
                     'absence': int(len(numbers) == 5), 'name': name.decode()})
    return said


def read_item(db, keyring, number):
    """What is shown of record NUMBER; None if it has expired; 'damaged'."""
    cell = keyring.cell(number) if 1 <= number < keyring.segments * 4096 else None
    if cell is None:
        return 'damaged'
    epoch_class, epoch, root, absent = cell
    end = (epoch + 1) * c.EPOCHS[epoch_class][0] if epoch_class else None
    if absent or end and end <= keyring.now:
        return None
    sealed = sealed_row(db, 'record', number, 1008)
    plain = root and sealed and c.record_open(c.derive(root, 'record'), keyring.vault_id,
                                              number, sealed)
    card = plain and c.card_open(plain)
    if card:
        return read_card(root, card)
    entry = plain and c.entry_open(plain)
    if not entry:
        return 'damaged'
    fixed, streams, name, content_type, groups, tags, note = entry
    _, kind, added, captured, expires, width, height, duration = fixed[:8]
    rotation, position = fixed[8:10] or (0, 0)
    flags, views = fixed[10:12] or (0, 0)
    if end:
        expires = min(expires or end, end)
    if (expires and expires <= keyring.now) or (flags & 2 and not views):
        return None
    streams = list(zip((0, 1, 2, 4), streams + [(0, [])]))
    if streams[3][1][0]:
        note = read_note(db, keyring, root, *streams[3][1]).encode()
    return {'id': c.derive(root, 'item-id')[:8].hex(), 'name': name.decode(),
            'type': content_type.decode(), 'kind': KINDS[kind], 'added': signed(added),
            'captured': signed(captured), 'expires': expires, 'width': width,
            'height': height, 'duration_ms': duration, 'rotation': rotation,
            'position_ms': position, 'favourite': flags & 1,
            'views_left': views if flags & 2 else -1, 'tags': tags.decode(),
            'note': note.decode(), 'groups': ' '.join(map(id_of, groups)),
            'pieces': [first + i for _, (_, runs) in streams for first, count in runs
                       for i in range(count)],
            'streams': [[length, read_stream(db, keyring, root, stream, length, runs)]
                        if length else None for stream, (length, runs) in streams]}


def signed(value):
    return value - (1 << 64) if value >> 63 else value


def read_vault(folder, typed, now, kdf=c.kdf):
    folder = Path(folder)
    require((folder / 'keyring').exists(), 'no-vault')
    keyring = Keyring((folder / 'keyring').read_bytes(), typed, now, kdf)
    try:
        db, path, copy = open_database(folder)
        check_database(db, path)
        n_expected = read_stamp(db, keyring)
        found = [read_item(db, keyring, row[0]) for row in db.execute(
            'SELECT id FROM record WHERE id > 0 AND id < 4294967296 ORDER BY id').fetchall()]
    except sqlite3.DatabaseError as error:
        raise Refused('damaged-database') from error
    known = [item for item in found if isinstance(item, dict)]
    pieces = [piece for item in known for piece in item.pop('pieces')]
    cards = [(item.pop('card'), item) for item in known if 'card' in item]
    items = [item for item in known if 'type' in item]
    once = all([kind for kind, _ in cards].count(kind) <= 1 for kind in (17, 18))
    return {'items': sorted(items, key=lambda item: item['id']),
            'groups': sorted((group for kind, group in cards if kind == 16),
                             key=lambda group: group['id']),
            'expired': found.count(None),
            'whole': (len(found) == n_expected and 'damaged' not in found and once
                      and len(pieces) == len(set(pieces)))}


def tell(folder, typed, now, kdf=c.kdf):
    try:
        return read_vault(folder, typed, now, kdf)
    except Refused as refusal:
        return {'error': str(refusal)}


if __name__ == '__main__':
    moment = int(sys.argv[3]) if len(sys.argv) > 3 else int(time.time())
    print(json.dumps(tell(sys.argv[1], os.fsencode(sys.argv[2]), moment), indent=2))
