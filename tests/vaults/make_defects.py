#!/usr/bin/env python3
# make_defects.py - writes the *.vector files beside it: the vault v1 with one defect each
#
#   base: v1                   the description it starts from
#   expect: NAME | opens       the error, or that it opens
#   passphrase: TEXT, now: N   where they are not the usual ones
#   patch: FILE OFFSET BYTES | length: FILE N | remove: FILE | put: FILE BYTES
#   sql: STATEMENT             in this order, whatever it does to the schema
#   torn: STATEMENT            the program was killed in the midst of its transaction
#   piece: ID KEY NONCE AAD PLAIN      this row of piece is replaced; PLAIN as in v1
#   missing: ITEM              where it opens: an item that is not shown,
#   damaged: ITEM STREAM       or a stream that is not given out
#   expires: ITEM TIME         or another deadline than v1's
#
# All that is sealed anew is sealed with what constructions.py says and noise for nonces, so
# that a second run writes the same files.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import base64
import tempfile
import zlib
from pathlib import Path

import fixture
from fixture import c

import reader

HERE = Path(__file__).resolve().parent
HOUR, DAY, WEEK = 3600, 86400, 604800
PAGE = 16384


def noise(name, length=32):
    return fixture.noise('defect ' + name, length)


class Base:
    """v1 with all its keys."""

    def __init__(self):
        self.files = fixture.unpack(HERE / 'v1.vault')
        self.data = self.files['keyring']
        self.header = self.data[:4096]
        self.vault_id, self.salt = self.header[48:64], self.header[32:48]
        self.memory = int.from_bytes(self.header[16:24], 'little')
        self.passes = int.from_bytes(self.header[24:32], 'little')
        self.kdf_key = c.kdf(self.memory, self.passes, self.salt, fixture.PASSPHRASE.encode())
        self.slot = next(n for n in range(8) if self.open_slot(n))
        self.master = self.open_slot(self.slot)[1]
        self.directory = c.directory_open(c.derive(self.master, 'directory'), self.vault_id,
                                          self.header[1536:2088])
        self.ring_generation = int.from_bytes(self.header[64:72], 'little')
        self.keyring = reader.Keyring(self.data, fixture.PASSPHRASE.encode(), fixture.MADE)
        self.state_key = c.derive(self.master, 'state')
        self.stamp_key = self.keyring.stamp_key
        self.find_items()

    def open_slot(self, number):
        return c.slot_open(self.kdf_key, self.place(number),
                           self.header[512 + 128 * number:640 + 128 * number])

    def place(self, number):
        return {'alg': 1, 'memory': self.memory, 'passes': self.passes, 'salt': self.salt,
                'vault-id': self.vault_id, 'number': number}

    def find_items(self):
        """Cell, root and record of each item, by the first letter of its name."""
        self.items = {}
        with tempfile.TemporaryDirectory() as home:
            fixture.write(self.files, Path(home) / 'v1')
            db, _, _ = reader.open_database(Path(home) / 'v1')
            self.stamp = c.record_open(self.stamp_key, self.vault_id, 0,
                                       reader.sealed_row(db, 'record', 0, 1008))
            for number in range(1, 4096):
                cell = self.keyring.cell(number)
                if cell:
                    key = c.derive(cell[2], 'record')
                    plain = c.record_open(key, self.vault_id, number,
                                          reader.sealed_row(db, 'record', number, 1008))
                    entry = c.entry_open(plain)
                    ids = [[first + i for first, count in runs for i in range(count)]
                           for _, runs in entry[1]]
                    pieces = {i: reader.sealed_row(db, 'piece', i, c.PIECE)
                              for stream in ids for i in stream}
                    self.items[chr(entry[2][0])] = {
                        'cell': number, 'root': cell[2], 'key': key, 'plain': plain,
                        'entry': entry, 'pieces': ids, 'sealed': pieces,
                        'name': entry[2].decode()}

    # ---- Sealing anew -------------------------------------------------------------------

    def new_header(self, master=None, *, ring_generation=None, directory=None, slots=None,
                   slots_of=None, **changes):
        """The header as NAME of the master key would write it."""
        master = master or self.master
        plain = c.directory_plain(*(directory or self.directory))
        sealed = c.directory_seal(c.derive(master, 'directory'), self.vault_id,
                                  noise('directory nonce', 24), plain)
        slots = slots or self.header[512:1536]
        return c.finish_header(c.header_body({
            'alg': 1, 'memory': self.memory, 'passes': self.passes, 'salt': self.salt,
            'vault-id': self.vault_id, 'slots': slots, 'directory': sealed,
            'ring-generation': ring_generation or self.ring_generation,
            **{k.replace('_', '-'): v for k, v in changes.items()}}),
            c.derive(master, 'header-mac'))

    def slots_for(self, master):
        """All slots of the directory, sealed to another master key."""
        slots = bytearray(self.header[512:1536])
        for number, (kind, _, public_key) in enumerate(self.directory[0]):
            if kind:
                slots[128 * number:128 * number + 128] = c.slot_seal(
                    public_key, self.place(number), noise(f'ephemeral {number}'), kind, master)
        return bytes(slots)

    def state(self, key=None, last=b'', heart_box=b'', **changes):
        values = {'generation': self.keyring.generation, 'n_commits': self.keyring.commits,
                  'n_segments': self.keyring.segments, 'time': self.keyring.time, **changes}
        plain = c.state_plain(**values)
        return c.state_seal(key or self.state_key, self.vault_id, noise('state nonce', 24),
                            plain[:len(plain) - len(last)] + last,
                            heart_box)[:104 + len(heart_box)]

    def clock(self, **changes):
        names = ('time', 'boot', 'boot_id', 'doubt', 'reaped', 'ring_generation', 'n_failed',
                 'last_failed')
        values = dict(zip(names, c.clock_open(self.vault_id, self.data[8192:12288])))
        return c.clock_block(self.vault_id, **{**values, **changes})[:112]

    def cell(self, item, epoch_class=0, epoch=0, epoch_key=None, ring_key=None, number=None,
             heart_key=None):
        number = number or item['cell']
        nonce = noise('cell nonce', 24)
        plain = c.cell_plain(self.vault_id, number, nonce, epoch_class, epoch, epoch_key,
                             item['root'], heart_key)
        return c.cell_seal_plain(ring_key or self.keyring.ring_keys[0], self.vault_id, number,
                                 nonce, plain)

    def record(self, item, plain):
        sealed = c.record_seal(item['key'], self.vault_id, item['cell'],
                               noise('record nonce', 24), plain)
        return f"UPDATE record SET sealed = x'{sealed.hex()}' WHERE id = {item['cell']}"

    def stamp_sql(self, commits=0, generation=0, records=0, row=None):
        plain = b''.join(c.u64(int.from_bytes(self.stamp[at:at + 8], 'little') + more)
                         for at, more in ((0, commits), (8, generation), (16, records)))
        rows = (0, 1 << 32) if row is None else (row,)
        return [f"UPDATE record SET sealed = x'" + c.record_seal(
            self.stamp_key, self.vault_id, number, noise('stamp nonce', 24),
            plain + bytes(944)).hex() + f"' WHERE id = {number}" for number in rows]


BASE = None
HEADS = (0, 589824)


def vector(name, about, expect, **fields):
    lines = [f'# {about}', 'construction: vault', 'base: v1', f'expect: {expect}']
    for key, values in fields.items():
        for value in values if isinstance(values, list) else [values]:
            lines.append(f'{key}: {value}')
    text = '\n'.join(lines) + '\n'
    (HERE / f'{name}.vector').write_text(text, encoding='ascii')


def patch(offset, data, file='keyring'):
    """Lines for the bytes that differ from v1's, a few equal ones between them or not."""
    old = BASE.files[file]
    lines, at = [], 0
    while at < len(data):
        if data[at] == old[offset + at]:
            at += 1
            continue
        end = same = at
        while same < len(data) and same - end < 16:
            same += 1
            if data[same - 1] != old[offset + same - 1]:
                end = same
        lines.append(f'{file} {offset + at} {c.pack(data[at:end])}')
        at = end
    return lines


def in_both(offset, data):
    return [line for head in HEADS for line in patch(head + offset, data)]


def cell_patch(number, data, copies=(0, 1)):
    return [line for copy in copies for line in patch(c.cell_offset(number, copy), data)]


def checked(block):
    """With the checksum that anybody can repair."""
    return block[:4064] + c.blake2b(block[:4064])


def edited(at, data, block=None):
    block = block or BASE.header
    return checked(block[:at] + data + block[at + len(data):])


# ---- The keyring -----------------------------------------------------------------------

def make_lengths():
    for length in (0, 8, 31, 4095, 4096, 65535, 65536, 589823, 589824, 589824 + 4096, 655360,
                   1179647):
        vector(f'keyring-length-{length}', 'cut short', 'damaged-keyring',
               length=f'keyring {length}')
    for more in (1, 524288, 1048575, 1048576):
        vector(f'keyring-longer-{more}', 'the remains of a growth that did not end', 'opens',
               length=f'keyring {1179648 + more}')
    vector('keyring-missing', 'no keyring', 'no-vault', remove='keyring')
    vector('keyring-other', 'not a keyring', 'damaged-keyring',
           patch=in_both(0, noise('other', 4096)))


def make_headers():
    good = BASE.header
    torn = noise('torn', 512)
    vector('header-torn-a', 'copy A torn, copy B good', 'opens', patch=patch(512, torn))
    vector('header-torn-b', 'copy B torn, copy A good', 'opens', patch=patch(589824, torn))
    vector('header-torn-both', 'both torn', 'damaged-keyring', patch=in_both(1024, torn))
    for name, head in (('a', 0), ('b', 589824)):
        vector(f'header-destroyed-{name}', 'a wipe came as far as this copy', 'destroyed',
               patch=patch(head, c.MARKER))
        vector(f'header-newer-{name}', 'this copy is of a later version',
               'newer-format' if head == 0 else 'opens',
               patch=patch(head, edited(8, c.u16(2))))
    vector('header-destroyed-cut', 'a wipe, and then cut short', 'destroyed',
           patch=patch(0, c.MARKER), length='keyring 700000')
    vector('header-newer', 'of a later version', 'newer-format',
           patch=in_both(0, edited(8, c.u16(2))))
    vector('header-newer-cut', 'of a later version, in which a keyring may be shorter',
           'newer-format', patch=patch(0, edited(8, c.u16(2))), length='keyring 65536')
    for name, at, data in (('suite', 10, b'\2'), ('normalisation', 12, b'\2'),
                           ('provider', 72, b'\1'), ('version-zero', 8, bytes(2)),
                           ('reserved-13', 13, b'\1'), ('reserved-73', 73, b'\1'),
                           ('reserved-2088', 2088, b'\1')):
        vector(f'header-{name}', 'what this version does not know', 'damaged-keyring',
               patch=in_both(0, edited(at, data)))
        vector(f'header-{name}-a', 'the same in copy A alone, which does not count', 'opens',
               patch=patch(0, edited(at, data)))
    for name, at, data in (('algorithm', 11, b'\2'), ('memory-small', 16, c.u64(8192)),
                           ('memory-huge', 16, c.u64(1 << 42)),
                           ('memory-uneven', 16, c.u64((64 << 20) + 1)),
                           ('passes-few', 24, c.u64(2)), ('passes-many', 24, c.u64(65)),
                           ('passes-endless', 24, c.u64(2 ** 64 - 1))):
        vector(f'kdf-{name}', 'refused before anything is derived', 'kdf-refused',
               patch=in_both(0, edited(at, data)))
    vector('kdf-passes-four', 'within the bounds, but not those the slots were made with',
           'wrong-passphrase', patch=in_both(0, edited(24, c.u64(4))))
    vector('kdf-salt', 'another salt', 'wrong-passphrase',
           patch=in_both(0, edited(32, noise('salt', 16))))
    vector('mac', 'a bit of the MAC, the checksum repaired', 'damaged-keyring',
           patch=in_both(0, edited(4032, bytes([good[4032] ^ 1]))))
    vector('mac-ring-generation', 'another ring generation by somebody without the key',
           'damaged-keyring', patch=in_both(0, edited(64, c.u64(9))))
    vector('mac-directory', 'a bit of the directory by somebody without the key',
           'damaged-keyring', patch=in_both(0, edited(1600, bytes([good[1600] ^ 1]))))
    vector('mac-unused-slot', 'a bit of an unused slot by somebody without the key',
           'damaged-keyring', patch=in_both(0, edited(1535, bytes([good[1535] ^ 1]))))
    vector('passphrase-wrong', 'a wrong passphrase', 'wrong-passphrase',
           passphrase='correct horse battery stapler')
    vector('passphrase-short', 'what cannot be one', 'bad-passphrase', passphrase='1234567')
    vector('passphrase-former', 'one that was replaced', 'wrong-passphrase',
           passphrase='a first thought of a passphrase')
    vector('passphrase-recovery', 'the recovery key, typed carelessly', 'opens',
           passphrase='7zq4m1aobxk9 tvd2weg5hj3rsna')


def make_slots():
    slots = BASE.header[512:1536]
    own = slots[128 * BASE.slot:128 * BASE.slot + 128]
    public_key = c.slot_public_key(BASE.kdf_key, BASE.place(5))
    other = noise('other master key')

    def with_slot(number, slot):
        return slots[:128 * number] + slot + slots[128 * number + 128:]

    vector('slot-flipped', 'a bit of the slot, the checksum repaired', 'wrong-passphrase',
           patch=in_both(0, edited(512 + 128 * BASE.slot + 100, bytes([own[100] ^ 1]))))
    vector('slot-moved', 'the slot alone, in another place', 'wrong-passphrase',
           patch=in_both(0, BASE.new_header(
               slots=noise('no slot', 128) * 5 + own + noise('no slot', 128) * 2)))
    vector('slot-copied', 'the slot over another one as well', 'opens',
           patch=in_both(0, BASE.new_header(slots=with_slot(5, own))))
    vector('slot-over-recovery', 'the slot over that of the recovery key', 'wrong-passphrase',
           passphrase=fixture.RECOVERY_KEY,
           patch=in_both(0, BASE.new_header(slots=with_slot(1, own))))
    again = c.slot_seal(public_key, BASE.place(5), noise('ephemeral'), 1, other)
    vector('slot-two-masters', 'a later slot opens too, to another master key',
           'damaged-keyring',
           patch=in_both(0, BASE.new_header(slots=with_slot(5, again))))
    first = c.slot_seal(c.slot_public_key(BASE.kdf_key, BASE.place(BASE.slot)),
                        BASE.place(BASE.slot), noise('ephemeral'), 1, other)
    right = c.slot_seal(public_key, BASE.place(5), noise('ephemeral'), 1, BASE.master)
    both = first + slots[128:640] + right + slots[768:]
    vector('slot-two-masters-first', 'the last that opens is the one that counts', 'opens',
           patch=in_both(0, BASE.new_header(slots=both)))


def make_directories():
    entries, identity, *rest = BASE.directory

    def directory(name, about, expect, entries=entries, tail=(bytes(32), bytes(32), 0)):
        vector(f'directory-{name}', about, expect, patch=in_both(0, BASE.new_header(
            directory=(entries, identity, *tail))))

    directory('kind', 'a kind there is not', 'damaged-keyring',
              [(4, *entries[0][1:])] + entries[1:])
    directory('unused', 'an unused slot with a public key', 'damaged-keyring',
              entries[:7] + [(0, 0, noise('public key'))])
    directory('flag', 'neither finished nor unfinished', 'damaged-keyring',
              tail=(noise('ring'), noise('state'), 2))
    directory('finished', 'finished, and yet previous keys', 'damaged-keyring',
              tail=(noise('ring'), noise('state'), 0))
    changes = BASE.directory[5]
    vector('directory-before-addition', 'a header of before a way in was added, put back',
           'older-keyring', patch=in_both(4096, BASE.state(n_header_changes=changes + 1)))
    vector('directory-ahead', 'the state was not told of the last change', 'opens',
           patch=in_both(0, BASE.new_header(
               directory=(entries, identity, bytes(32), bytes(32), 0, changes + 1))))
    vector('directory-other-master', 'sealed under another key, with a MAC that fits',
           'damaged-keyring', patch=in_both(0, c.finish_header(
               BASE.header[:1536] + noise('directory', 552) + BASE.header[2088:4032],
               c.derive(BASE.master, 'header-mac'))))


def make_changes():
    """Headers of before and after a change of the ways in."""
    old, new = noise('old master key'), noise('new master key')
    entries, identity, *_ = BASE.directory
    older = BASE.new_header(old, slots=BASE.slots_for(old),
                            ring_generation=BASE.ring_generation - 1)
    vector('older-header', 'the header of before a change of keys was put back',
           'older-keyring', patch=in_both(0, older))
    vector('older-header-a', 'the same in copy A alone', 'older-keyring',
           patch=patch(0, older))
    vector('older-header-b', 'the same in copy B, which does not count', 'opens',
           patch=patch(589824, older))
    vector('older-head-a', 'the first head is that of an older keyring, state and all',
           'older-keyring', patch=patch(0, older) + patch(4096, BASE.state(
               key=c.derive(old, 'state'))))
    vector('older-header-no-clock', 'put back, and the clock block spoilt', 'damaged-keyring',
           patch=in_both(0, older) + in_both(8192, noise('no clock', 112)))

    ring = c.bind(c.derive(new, 'ring-root'), 'ring', BASE.vault_id,
                  c.u64(BASE.ring_generation + 1))
    unfinished = BASE.new_header(
        new, slots=BASE.slots_for(new), ring_generation=BASE.ring_generation + 1,
        directory=(entries, identity, BASE.keyring.ring_keys[0], BASE.state_key, 1, BASE.directory[5]))
    finished = BASE.new_header(
        new, slots=BASE.slots_for(new), ring_generation=BASE.ring_generation + 1,
        directory=(entries, identity, bytes(32), bytes(32), 0, BASE.directory[5]))
    state = BASE.state(c.derive(new, 'state'), generation=BASE.keyring.generation + 1)

    def resealed(item, copies):
        number = item['cell']
        at = c.cell_offset(number, 0)
        return cell_patch(number, c.cell_reseal(
            BASE.keyring.ring_keys[0], ring, BASE.vault_id, number,
            BASE.data[at:at + 128]), copies)

    night, voice, *others = (BASE.items[k] for k in ('n', 'v', 'F'))
    every = [line for item in BASE.items.values() for line in resealed(item, (0, 1))]
    header = in_both(0, unfinished)
    vector('rekey-header-a', 'a change of keys: header A alone', 'opens',
           patch=patch(0, unfinished))
    vector('rekey-header', 'a change of keys: both headers', 'opens', patch=header)
    vector('rekey-cells-a', 'a change of keys: some cells in copy A', 'opens',
           patch=header + resealed(night, (0,)) + resealed(voice, (0,)))
    vector('rekey-cells', 'a change of keys: some cells in both copies', 'opens',
           patch=header + resealed(night, (0, 1)) + resealed(voice, (0, 1)))
    vector('rekey-state-a', 'a change of keys: all cells, state in copy A', 'opens',
           patch=header + every + patch(4096, state))
    vector('rekey-state', 'a change of keys: all cells and the state', 'opens',
           patch=header + every + in_both(4096, state))
    vector('rekey-finished-a', 'a change of keys: header A finished', 'opens',
           patch=patch(0, finished) + patch(589824, unfinished) + every
           + in_both(4096, state))
    vector('rekey-finished', 'a change of keys, but for the clock block', 'opens',
           patch=in_both(0, finished) + every + in_both(4096, state))
    vector('rekey-not-done', 'called finished, and nothing was sealed anew',
           'damaged-keyring', patch=in_both(0, finished))
    vector('rekey-cells-left', 'called finished, and one cell was forgotten', 'opens',
           patch=in_both(0, finished) + in_both(4096, state)
           + [line for item in (voice, *others) for line in resealed(item, (0, 1))],
           missing=night['name'])


def make_states():
    random = noise('no state', 104)
    vector('state-torn-a', 'copy A torn', 'opens', patch=patch(4096, random))
    vector('state-torn-b', 'copy B torn', 'opens', patch=patch(589824 + 4096, random))
    vector('state-torn-both', 'both torn', 'damaged-keyring', patch=in_both(4096, random))
    later = BASE.state(generation=BASE.keyring.generation + 1,
                       n_commits=BASE.keyring.commits + 1)
    vector('state-later-b', 'copy B is of a higher generation and knows a later database',
           'older-database', patch=patch(589824 + 4096, later))
    earlier = BASE.state(generation=BASE.keyring.generation - 1,
                         n_commits=BASE.keyring.commits + 1)
    vector('state-earlier-b', 'copy B knows a later database, but is of a lower generation',
           'opens', patch=patch(589824 + 4096, earlier))
    even = BASE.state(n_commits=BASE.keyring.commits + 1)
    vector('state-equal-b', 'of equal generations copy A counts', 'opens',
           patch=patch(589824 + 4096, even))
    for name, changes in (('segments', {'n_segments': 2}), ('no-segment', {'n_segments': 0}),
                          ('late', {'time': c.LATEST + 1}),
                          ('not-zero', {'last': b'\1'})):
        vector(f'state-{name}', 'what cannot be', 'damaged-keyring',
               patch=in_both(4096, BASE.state(**changes)))


def make_hearts():
    """An absence rule of thirty days, and one item under it."""
    night = BASE.items['n']
    epoch = (fixture.MADE + 30 * DAY) // DAY
    index = 12288 + 32 * c.epoch_index(2, epoch)
    heart, nonce = noise('heart key'), noise('heart nonce', 24)
    wrapped = c.heart_wrap(BASE.data[index:index + 32], BASE.vault_id, nonce, heart)

    def box(days=30):
        return c.heart_seal(BASE.state_key, BASE.vault_id, nonce,
                            c.heart_plain(days, 2, epoch, wrapped))

    rule = in_both(4096, BASE.state(heart=1, heart_box=box()))
    bound = cell_patch(night['cell'], BASE.cell(night, heart_key=heart))
    end = (epoch + 1) * DAY
    vector('heart', 'somebody came in time', 'opens', patch=rule + bound, now=end - 1)
    vector('heart-stopped', 'nobody came in time', 'opens', patch=rule + bound, now=end,
           missing=night['name'])
    vector('heart-reaped', 'nobody came in time, and the reaper ran', 'opens', now=end,
           patch=rule + bound + in_both(index, noise('epoch key')), missing=night['name'])
    vector('heart-lost', 'its epoch has not passed, but that key is another', 'opens',
           patch=rule + bound + in_both(index, noise('epoch key')), missing=night['name'])
    vector('heart-in-b', 'its epoch\'s key is in copy B alone', 'opens',
           patch=rule + bound + patch(index, noise('epoch key')))
    vector('heart-none', 'a cell under a rule that there is not', 'opens', patch=bound,
           missing=night['name'])
    vector('heart-torn-a', 'copy A of the state has lost its heart', 'opens',
           patch=rule + bound + patch(4200, noise('no heart', 104)))
    vector('heart-torn', 'both have', 'damaged-keyring',
           patch=in_both(4096, BASE.state(heart=1, heart_box=noise('no heart', 104))))
    vector('heart-days', 'a rule that cannot be', 'damaged-keyring',
           patch=in_both(4096, BASE.state(heart=1, heart_box=box(13))))


def make_clocks():
    random = noise('no clock', 112)
    vector('clock-torn-a', 'copy A torn', 'opens', patch=patch(8192, random))
    vector('clock-torn-both', 'both torn: the time is the state block\'s', 'opens',
           patch=in_both(8192, random))
    vector('clock-ahead', 'forty days ahead', 'opens', now=fixture.MADE,
           patch=in_both(8192, BASE.clock(time=fixture.MADE + 40 * DAY)))
    vector('clock-far-ahead', 'a century ahead: not believed', 'opens', now=fixture.MADE,
           patch=in_both(8192, BASE.clock(time=fixture.MADE + 36500 * DAY)))
    week = fixture.MADE // WEEK + 1
    index = 12288 + 32 * c.epoch_index(3, week)
    voice = BASE.items['v']
    vector('clock-turned-back', 'the clock and its block set back by a year: what has passed '
           'by the state block\'s time has passed', 'opens', missing=voice['name'],
           now=fixture.MADE - 365 * DAY,
           patch=in_both(8192, BASE.clock(time=fixture.MADE - 365 * DAY, reaped=0))
           + in_both(4096, BASE.state(time=(week + 1) * WEEK))
           + cell_patch(voice['cell'], BASE.cell(voice, 3, week, BASE.data[index:index + 32])))
    vector('clock-failed', 'wrong passphrases were counted', 'opens',
           patch=in_both(8192, BASE.clock(n_failed=7, last_failed=fixture.MADE)))


def make_cells():
    night, voice = BASE.items['n'], BASE.items['v']
    random = noise('no cell', 128)
    shown = {'missing': night['name']}
    at = [c.cell_offset(item['cell'], 0) for item in (night, voice)]
    one, two = (BASE.data[place:place + 128] for place in at)
    vector('cell-torn-a', 'copy A torn', 'opens', patch=cell_patch(night['cell'], random, (0,)))
    vector('cell-torn-b', 'copy B torn', 'opens', patch=cell_patch(night['cell'], random, (1,)))
    vector('cell-torn', 'both copies torn', 'opens', **shown,
           patch=cell_patch(night['cell'], random))
    vector('cell-swapped-a', 'copies A of two cells swapped', 'opens',
           patch=cell_patch(night['cell'], two, (0,)) + cell_patch(voice['cell'], one, (0,)))
    vector('cell-swapped', 'two cells swapped', 'opens',
           patch=cell_patch(night['cell'], two) + cell_patch(voice['cell'], one),
           missing=[night['name'], voice['name']])
    vector('cell-other-ring', 'sealed under another ring key', 'opens', **shown,
           patch=cell_patch(night['cell'], BASE.cell(night, ring_key=noise('ring'))))
    vector('cell-without-record', 'an import that did not come to its record', 'opens',
           patch=cell_patch(4095, BASE.cell(night, number=4095)))

    epoch, keys = fixture.MADE // WEEK + 2, {}
    for name, epoch_class, number in (('week', 3, epoch), ('hour', 1, fixture.MADE // HOUR - 1)):
        index = 12288 + 32 * c.epoch_index(epoch_class, number)
        keys[name] = (index, BASE.data[index:index + 32])
    index, key = keys['week']
    bound = cell_patch(voice['cell'], BASE.cell(voice, 3, epoch, key))
    end = (epoch + 1) * WEEK
    vector('cell-earlier', 'an older record was put back: its deadline is the cell\'s', 'opens',
           patch=bound, expires=f"{voice['name']} {end}")
    vector('cell-earlier-passed', 'the same, and the epoch has passed', 'opens', now=end,
           patch=bound, missing=voice['name'])
    vector('cell-earlier-last', 'the same, a second before', 'opens', now=end - 1,
           patch=bound, expires=f"{voice['name']} {end}")
    vector('cell-earlier-never', 'the same of a record without a deadline', 'opens',
           patch=cell_patch(night['cell'], BASE.cell(night, 3, epoch, key)),
           expires=f"{night['name']} {end}")
    vector('cell-epoch-lost', 'the epoch has not passed, but its key is another', 'opens',
           patch=bound + in_both(index, noise('epoch key')), missing=voice['name'])
    vector('cell-epoch-lost-a', 'the epoch\'s key is in copy B alone', 'opens',
           patch=bound + patch(index, noise('epoch key')),
           expires=f"{voice['name']} {end}")
    index, key = keys['hour']
    vector('cell-hour-passed', 'of an hour that has passed', 'opens', missing=voice['name'],
           patch=cell_patch(voice['cell'], BASE.cell(voice, 1, fixture.MADE // HOUR - 1, key)))
    vector('cell-passed-alone', 'of an hour that has passed, its key gone', 'opens',
           patch=cell_patch(voice['cell'], BASE.cell(voice, 1, fixture.MADE // HOUR - 1, key))
           + in_both(index, noise('epoch key')), missing=voice['name'])
    vector('deadline', 'the last second of an item', 'opens', now=fixture.DEADLINE - 1)
    vector('deadline-passed', 'its time has come', 'opens', now=fixture.DEADLINE,
           missing=voice['name'])


def make_segments():
    """An item in a cell of a second segment."""
    night, number = BASE.items['n'], 5000
    record = c.record_seal(night['key'], BASE.vault_id, number, noise('record nonce', 24),
                           night['plain'])
    moved = [f"UPDATE record SET id = {number}, sealed = x'{record.hex()}' "
             f"WHERE id = {night['cell']}"]
    sealed = c.pack(BASE.cell(night, number=number))
    cells = [f'keyring {c.cell_offset(number, copy)} {sealed}' for copy in (0, 1)]
    two = in_both(4096, BASE.state(n_segments=2))
    vector('segment-two', 'an item in the second segment', 'opens', length='keyring 2228224',
           patch=two + cells, sql=moved)
    vector('segment-two-b', 'the same, in copy B alone', 'opens', length='keyring 2228224',
           patch=two + cells[1:], sql=moved)
    vector('segment-two-cut', 'a byte of the second segment is missing', 'damaged-keyring',
           length='keyring 2228223', patch=two + cells[:1], sql=moved)
    vector('segment-unsaid', 'the state knows of no second segment', 'opens',
           length='keyring 2228224', patch=cells, sql=moved, missing=night['name'])


# ---- The database ----------------------------------------------------------------------

def make_databases():
    size = len(BASE.files['vault.db'])
    vector('db-missing', 'no database', 'missing-database', remove='vault.db')
    vector('db-empty', 'nothing in it', 'missing-database', length='vault.db 0')
    for length in (1, 99, 100, 512, PAGE - 1, PAGE, 2 * PAGE, size // 2, size - PAGE,
                   size - 1):
        vector(f'db-length-{length}', 'cut short', 'damaged-database',
               length=f'vault.db {length}')
    vector('db-longer', 'a byte behind the last page', 'opens', length=f'vault.db {size + 1}')
    vector('db-random', 'not a database', 'damaged-database',
           patch=patch(0, noise('random', 4096), 'vault.db'))
    for name, about, at, data, expect in (
            ('magic', 'another magic', 0, b'sqlite format 3\0', 'damaged-database'),
            ('application', 'of another application', 68, b'\0\0\0\1', 'foreign-database'),
            ('application-none', 'of no application', 68, bytes(4), 'foreign-database'),
            ('version-two', 'of a later version', 60, b'\0\0\0\2', 'newer-format'),
            ('version-last', 'of the last version', 60, b'\x7f\xff\xff\xff', 'newer-format'),
            ('version-zero', 'of no version', 60, bytes(4), 'foreign-database'),
            ('version-negative', 'of a version below zero', 60, b'\xff\xff\xff\xff',
             'foreign-database'),
            ('page-size', 'a page size that is not the file\'s', 16, b'\x10\0',
             'damaged-database'),
            ('wal', 'somebody switched it to write-ahead logging', 18, b'\2\2', 'opens'),
            ('pages', 'more pages than there are', 28, b'\0\1\0\0', 'damaged-database')):
        vector(f'db-{name}', about, expect, patch=patch(at, data, 'vault.db'))
    vector('db-torn', 'a transaction that did not come to its end', 'opens',
           torn="UPDATE piece SET sealed = x'00'")
    vector('db-journal-empty', 'an empty journal', 'opens', put='vault.db-journal')
    vector('db-journal-zero', 'a journal that was closed', 'opens',
           put='vault.db-journal 00*512')
    vector('db-journal-names', 'a journal that names a further file', 'foreign-database',
           put='vault.db-journal ' + c.pack(
               bytes(512) + b'/tmp/another' + (12).to_bytes(4, 'big')
               + sum(b'/tmp/another').to_bytes(4, 'big') + reader.JOURNAL))


SCHEMAS = {
    'trigger': ['CREATE TRIGGER t AFTER DELETE ON record BEGIN DELETE FROM piece; END'],
    'view': ['CREATE VIEW v AS SELECT * FROM record'],
    'index': ['CREATE INDEX i ON piece (length(sealed))'],
    'table': ['CREATE TABLE more (id INTEGER PRIMARY KEY)'],
    'column': ['ALTER TABLE piece ADD COLUMN more'],
    'generated': ['ALTER TABLE record ADD COLUMN g AS (length(sealed))'],
    'statistics': ['ANALYZE'],
    'renamed': ['ALTER TABLE piece RENAME TO pieces'],
    'dropped': ['DROP TABLE piece'],
    'view-for-table': ['ALTER TABLE record RENAME TO r',
                       'CREATE VIEW record AS SELECT * FROM r'],
    'virtual': ['CREATE VIRTUAL TABLE f USING fts5 (a)'],
}
WRITTEN = {
    'letters': ('record', 'CREATE TABLE record (id integer PRIMARY KEY, sealed BLOB NOT NULL)'),
    'comment': ('piece', 'CREATE TABLE piece (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL) '),
    'check': ('piece', 'CREATE TABLE piece (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL, '
                       'CHECK (id > 0))'),
    'text': ('record', 'CREATE TABLE record (id INTEGER PRIMARY KEY, sealed TEXT NOT NULL)'),
    'strict': ('record', 'CREATE TABLE record (id INTEGER PRIMARY KEY, sealed BLOB NOT NULL) '
                         'STRICT'),
    'words': ('record', 'not a statement at all'),
}


def make_schemas():
    for name, statements in SCHEMAS.items():
        vector(f'schema-{name}', 'not the schema of a vault', 'foreign-database',
               sql=statements)
    for name, (table, text) in WRITTEN.items():
        expect = 'damaged-database' if name == 'words' else 'foreign-database'
        vector(f'schema-{name}', 'not the schema of a vault, to the letter', expect, sql=[
                   'PRAGMA writable_schema = ON',
                   f"UPDATE sqlite_schema SET sql = '{text}' WHERE name = '{table}'"])
    for name, table, words in (('without-rowid', 'piece', 'WITHOUT ROWID'),
                               ('autoincrement', 'record', '')):
        column = 'id INTEGER PRIMARY KEY' + (' AUTOINCREMENT' if not words else '')
        vector(f'schema-{name}', 'not the schema of a vault', 'foreign-database', sql=[
            f'CREATE TABLE n ({column}, sealed BLOB NOT NULL) {words}'.rstrip(),
            f'INSERT INTO n SELECT * FROM {table}', f'DROP TABLE {table}',
            f'ALTER TABLE n RENAME TO {table}'])
    vector('schema-page-size', 'pages of 4,096 bytes', 'foreign-database',
           sql=['PRAGMA page_size = 4096', 'VACUUM'])


def make_stamps():
    vector('stamp-first', 'the first stamp alone', 'opens',
           sql=f'DELETE FROM record WHERE id = {1 << 32}')
    vector('stamp-mirror', 'the mirror alone', 'opens', sql='DELETE FROM record WHERE id = 0')
    vector('stamp-none', 'no stamp', 'foreign-database',
           sql=f'DELETE FROM record WHERE id IN (0, {1 << 32})')
    random = noise('stamp', 1008).hex()
    vector('stamp-other', 'stamps of another vault', 'foreign-database',
           sql=f"UPDATE record SET sealed = x'{random}' WHERE id IN (0, {1 << 32})")
    vector('stamp-torn', 'the first of another vault, the mirror good', 'opens',
           sql=f"UPDATE record SET sealed = x'{random}' WHERE id = 0")
    vector('stamp-swapped', 'each where the other should be', 'foreign-database', sql=[
        'UPDATE record SET id = -1 WHERE id = 0',
        f'UPDATE record SET id = 0 WHERE id = {1 << 32}',
        f'UPDATE record SET id = {1 << 32} WHERE id = -1'])
    vector('stamp-older', 'a commit fewer than the keyring knows', 'older-database',
           sql=BASE.stamp_sql(commits=-1))
    vector('stamp-later', 'a commit more than the keyring knows', 'opens',
           sql=BASE.stamp_sql(commits=1))
    vector('stamp-keyring', 'a later keyring than this one', 'older-keyring',
           sql=BASE.stamp_sql(generation=1000))
    vector('stamp-both', 'an older database beside an older keyring', 'older-database',
           sql=BASE.stamp_sql(commits=-1, generation=1000))
    vector('stamp-mirror-later', 'the first counts, whatever the mirror says', 'opens',
           sql=BASE.stamp_sql(commits=-1, row=1 << 32))
    vector('stamp-records', 'a record more than there are', 'opens',
           sql=BASE.stamp_sql(records=1))


    plain = BASE.stamp[:24] + bytes(943) + b'\1'
    for name, rows, expect in (('not-zero', (0, 1 << 32), 'foreign-database'),
                               ('not-zero-first', (0,), 'opens')):
        vector(f'stamp-{name}', 'what is to be zero is not', expect, sql=[
            "UPDATE record SET sealed = x'" + c.record_seal(
                BASE.stamp_key, BASE.vault_id, row, noise('stamp nonce', 24), plain).hex()
            + f"' WHERE id = {row}" for row in rows])


def make_records():
    night, voice = BASE.items['n'], BASE.items['v']
    n, v = night['cell'], voice['cell']
    lost = {'missing': night['name']}
    swap = [f'UPDATE record SET id = -1 WHERE id = {n}',
            f'UPDATE record SET id = {n} WHERE id = {v}',
            f'UPDATE record SET id = {v} WHERE id = -1']
    vector('record-missing', 'a row that was lost', 'opens', **lost,
           sql=f'DELETE FROM record WHERE id = {n}')
    vector('record-swapped', 'two rows swapped', 'opens', sql=swap,
           missing=[night['name'], voice['name']])
    vector('record-copied', 'another row in its place', 'opens', **lost,
           sql=f'UPDATE record SET sealed = (SELECT sealed FROM record WHERE id = {v}) '
               f'WHERE id = {n}')
    for name, value in (('short', 'substr (sealed, 1, 1007)'), ('long', "sealed || x'00'"),
                        ('empty', "x''"), ('text', 'CAST (sealed AS TEXT)'),
                        ('number', '7')):
        vector(f'record-{name}', 'not the bytes that should be there', 'opens', **lost,
               sql=f'UPDATE record SET sealed = {value} WHERE id = {n}')
    for name, number in (('behind', 4097), ('negative', -1), ('last', (1 << 32) - 1),
                         ('over', (1 << 32) + 1), ('zero-cell', 4096 * 65536)):
        vector(f'record-{name}', 'a row where no cell is', 'opens',
               sql=f"INSERT INTO record VALUES ({number}, x'00')")
    fixed, streams, name, kind = night['entry'][:4]
    numbers = fixed + [n for length, runs in streams for n in
                       [length, *(x for run in runs for x in run)]]
    for label, place, value in (('version', 0, 3), ('kind', 1, 6)):
        changed = [value if at == place else x for at, x in enumerate(numbers)]
        vector(f'record-{label}', 'verifies, but says what this version does not know',
               'opens', **lost, sql=BASE.record(
                   night, c.entry_plain(c.entry_body(changed, name, kind))))
    for label, view, about, fields in (
            ('viewed', [1, 5000], 'turned, and left somewhere',
             {'view': f'{night["name"]} 1 5000'}),
            ('not-viewed', [0, 0], 'version 2 where version 1 says the same', lost)):
        numbers[:8] = [2, *fixed[1:], *view]
        vector(f'record-{label}', about, 'opens', **fields, sql=BASE.record(
            night, c.entry_plain(c.entry_body(numbers, name, kind))))
        del numbers[8:10]


def make_pieces():
    night, voice, food = (BASE.items[k] for k in ('n', 'v', 'F'))
    v0, v1 = voice['pieces'][0]

    def swapped(one, two):
        return [f'UPDATE piece SET id = -1 WHERE id = {one}',
                f'UPDATE piece SET id = {one} WHERE id = {two}',
                f'UPDATE piece SET id = {two} WHERE id = -1']

    def lost(item, *streams):
        name = item['name'].encode('unicode_escape').decode()
        return [f'{name} {stream}' for stream in streams]

    media, thumb = night['pieces'][0][0], night['pieces'][1][0]
    vector('piece-swapped-items', 'two items have each other\'s bytes', 'opens',
           sql=swapped(media, food['pieces'][0][0]),
           damaged=lost(night, 0) + lost(food, 0))
    vector('piece-swapped-streams', 'original and thumbnail swapped', 'opens',
           sql=swapped(media, thumb), damaged=lost(night, 0, 1))
    vector('piece-swapped-chunks', 'two chunks of one stream swapped', 'opens',
           sql=swapped(v0, v1), damaged=lost(voice, 0))
    vector('piece-final-missing', 'the final chunk is not there', 'opens',
           sql=f'DELETE FROM piece WHERE id = {v1}', damaged=lost(voice, 0))
    vector('piece-first-missing', 'the first chunk is not there', 'opens',
           sql=f'DELETE FROM piece WHERE id = {v0}', damaged=lost(voice, 0))
    vector('piece-final-twice', 'the final chunk in the place of the first as well', 'opens',
           sql=f'UPDATE piece SET sealed = (SELECT sealed FROM piece WHERE id = {v1}) '
               f'WHERE id = {v0}', damaged=lost(voice, 0))
    for name, value in (('short', f'substr (sealed, 1, {c.PIECE - 1})'),
                        ('long', "sealed || x'00'"), ('empty', "x''"),
                        ('text', 'CAST (sealed AS TEXT)'),
                        ('zero', f'zeroblob ({c.PIECE})')):
        vector(f'piece-{name}', 'not the bytes that should be there', 'opens',
               sql=f'UPDATE piece SET sealed = {value} WHERE id = {v1}',
               damaged=lost(voice, 0))
    vector('piece-stray', 'a piece that no record lists', 'opens',
           sql=f"INSERT INTO piece VALUES ({1 << 61}, x'00')")

    fixed, streams, name, kind = voice['entry'][:4]
    length, runs = streams[0]
    first = runs[0][0]

    def said(length, *runs):
        numbers = fixed + [length, *runs, 0, 0]
        return BASE.record(voice, c.entry_plain(c.entry_body(numbers, name, kind)))

    vector('piece-cut', 'the record says that the first chunk is all', 'opens',
           sql=said(c.CHUNK, first, 1), damaged=lost(voice, 0))
    vector('piece-continued', 'the record says that the final chunk comes twice', 'opens',
           sql=said(length + c.CHUNK, first, 2, first + 1, 1), damaged=lost(voice, 0))
    vector('piece-other-vault', 'sealed for the same item of another vault', 'opens',
           piece=chunk_line(voice, v1, 1, True, vault_id=noise('vault', 16)),
           damaged=lost(voice, 0))
    vector('piece-padding', 'what stands behind the last byte is nobody\'s business', 'opens',
           piece=chunk_line(voice, v1, 1, True, tail=b'\1'))


def chunk_line(item, number, index, end, tail=b'', vault_id=None):
    place = {'key': c.derive(item['root'], 'media'), 'stream': 0, 'index': index, 'end': end,
             'vault-id': BASE.vault_id, 'item-id': c.derive(item['root'], 'item-id')[:8]}
    plain = c.chunk_open(place, item['sealed'][number])
    plain = plain[:c.CHUNK - len(tail)] + tail
    place['vault-id'] = vault_id or BASE.vault_id
    packed = base64.b64encode(zlib.compress(plain, 9)).decode()
    return (f"{number} {place['key'].hex()} {c.chunk_nonce(index, end).hex()} "
            f'{c.chunk_aad(place).hex()} {packed}')


if __name__ == '__main__':
    for old in HERE.glob('*.vector'):
        old.unlink()
    BASE = Base()
    for make in (make_lengths, make_headers, make_slots, make_directories, make_changes,
                 make_states, make_hearts, make_clocks, make_cells, make_segments, make_databases,
                 make_schemas, make_stamps, make_records, make_pieces):
        make()
