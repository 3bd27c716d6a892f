#!/usr/bin/env python3
# make_fixture.py - how v1.vault was made; it must not be made again
#
#   make_fixture.py CHANGE_PROGRAM OUT
#
# A vault with a little of everything: three items of two kinds, a stream of two chunks,
# thumbnails, a name that is not ASCII, a deadline, a destroyed cell, a passphrase that was
# changed, a recovery key.  What Nightstand wrote is kept; only where nobody ever reads, the
# random bytes become those of fixture.noise().
#
# SPDX-License-Identifier: GPL-3.0-or-later

import base64
import hashlib
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import fixture
from fixture import c, noise

import reader


def png(width, height, pixel):
    """PIXEL: from x and y to three bytes."""
    def chunk(kind, data):
        body = kind + data
        return struct.pack('>I', len(data)) + body + struct.pack('>I', zlib.crc32(body))
    rows = b''.join(b'\0' + b''.join(pixel(x, y) for x in range(width))
                    for y in range(height))
    return (b'\x89PNG\r\n\x1a\n'
            + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(rows, 9)) + chunk(b'IEND', b''))


def wav(n_frames):
    """A quiet saw tooth."""
    data = b''.join(struct.pack('<h', i % 200 - 100) for i in range(n_frames))
    return (b'RIFF' + struct.pack('<I', 36 + len(data)) + b'WAVEfmt '
            + struct.pack('<IHHIIHH', 16, 1, 1, 16000, 32000, 2, 16)
            + b'data' + struct.pack('<I', len(data)) + data)


MEDIA = {
    'gone.png': png(8, 8, lambda x, y: b'\x80\x80\x80'),
    'night.png': png(64, 48, lambda x, y: bytes((x, y, 90))),
    'Fr\u00fchst\u00fcck.png': png(48, 64, lambda x, y: bytes((200, 2 * x, 2 * y))),
    'voice.wav': wav(35000),
}


def live(program, folder):
    """Make the vault with the program itself."""
    def change(passphrase, *verb):
        subprocess.run([program, str(fixture.MADE), folder / 'vault', passphrase,
                        *map(str, verb)], check=True)
    change('a first thought of a passphrase', 'create')
    for name, data in MEDIA.items():
        (folder / name).write_bytes(data)
        expires = fixture.DEADLINE if name == 'voice.wav' else 0
        change('a first thought of a passphrase', 'import', folder / name, expires)
        if name == 'gone.png':
            change('a first thought of a passphrase', 'delete', name)
    change('a first thought of a passphrase', 'add-recovery', fixture.RECOVERY_KEY)
    change('a first thought of a passphrase', 'replace', 0, fixture.PASSPHRASE)
    return {name: (folder / 'vault' / name).read_bytes() for name in ('keyring', 'vault.db')}


def quiet(keyring, data):
    """The keyring with known noise where no byte means anything."""
    used = [(0, 4096 + 104), (8192, 12288), (589824, 589824 + 4096 + 104),
            (589824 + 8192, 589824 + 12288)]
    for number in range(1, keyring.segments * 4096):
        if keyring.cell(number):
            used += [(c.cell_offset(number, copy), c.cell_offset(number, copy) + 128)
                     for copy in (0, 1)]
            epoch_class, epoch, _ = keyring.cell(number)
            at = 12288 + 32 * c.epoch_index(epoch_class, epoch) if epoch_class else 0
            used += [(head + at, head + at + 32) for head in reader.HEADS if epoch_class]
    out = bytearray(noise('keyring', len(data)))
    # What is the same in both copies stays so.
    for at in range(589824, 2 * 589824, 64):
        if data[at:at + 64] == data[at - 589824:at - 589824 + 64]:
            out[at:at + 64] = out[at - 589824:at - 589824 + 64]
    for start, end in used:
        out[start:end] = data[start:end]
    return bytes(out)


def sealed_pieces(folder, keyring):
    """(name, key, nonce, aad, plain, sealed) of every piece that an item lists."""
    db, _, _ = reader.open_database(folder)
    for number in range(1, keyring.segments * 4096):
        cell = keyring.cell(number)
        if cell is None:
            continue
        root = cell[2]
        plain = c.record_open(c.derive(root, 'record'), keyring.vault_id, number,
                              reader.sealed_row(db, 'record', number, 1008))
        for stream, (length, runs) in enumerate(c.entry_open(plain)[1]):
            ids = [first + i for first, count in runs for i in range(count)]
            for index, piece in enumerate(ids):
                place = {'key': c.derive(root, ('media', 'thumbnail', 'late')[stream]),
                         'vault-id': keyring.vault_id, 'stream': stream, 'index': index,
                         'item-id': c.derive(root, 'item-id')[:8],
                         'end': index == len(ids) - 1}
                sealed = reader.sealed_row(db, 'piece', piece, c.PIECE)
                yield (f'{number}/{stream}/{index}', place['key'],
                       c.chunk_nonce(index, place['end']), c.chunk_aad(place),
                       c.chunk_open(place, sealed), sealed)


def stretches(data, pieces):
    """(offset, piece, offset in it, length): where the pieces lie in the database."""
    found = []
    for name, *_, sealed in pieces:
        inner = 0
        while inner < len(sealed):
            at = data.index(sealed[inner:inner + 12], 0)
            length = 0
            while (inner + length < len(sealed) and at + length < len(data)
                   and data[at + length] == sealed[inner + length]):
                length += 1
            found.append((at, name, inner, length))
            inner += length
    return sorted(found)


def wrapped(key, data):
    for at in range(0, len(data), 40):
        yield f'{key}: {c.pack(data[at:at + 40])}'


def describe(name, data, known):
    """KNOWN: (offset, line, length) in order; between them stands hex."""
    yield f'file: {name} {len(data)} {hashlib.sha256(data).hexdigest()}'
    at = 0
    for offset, line, length in [*known, (len(data), None, 0)]:
        for start, end, zero in runs_of_zeros(data, at, offset):
            yield from ([f'hex: 00*{end - start}'] if zero else wrapped('hex', data[start:end]))
        if line:
            yield line
        at = offset + length


def runs_of_zeros(data, at, end):
    while at < end:
        zeros = at
        while zeros < end and data[zeros] == 0:
            zeros += 1
        if zeros - at >= 16:
            yield at, zeros, True
            at = zeros
            continue
        stop = data.find(bytes(16), at, end)
        stop = end if stop < 0 else stop
        yield at, stop, False
        at = stop


def known_of_keyring(data):
    whole, at, known = noise('keyring', len(data)), 0, []
    while at < len(data):
        length = 0
        while at + length < len(data) and data[at + length] == whole[at + length]:
            length += 1
        if length >= 16:
            known.append((at, f'noise: {length}', length))
            at += length
            continue
        length = 0
        # The same as in the other copy, as far as it goes.
        while at >= 589824 and at + length < len(data) and (
                data[at + length] == data[at + length - 589824]):
            length += 1
        if length >= 16:
            known.append((at, f'same: {at - 589824} {length}', length))
        at += max(length, 1)
    return known


def main(program, out):
    with tempfile.TemporaryDirectory() as home:
        home = Path(home)
        files = live(program, home)
        keyring = reader.Keyring(files['keyring'], fixture.PASSPHRASE.encode(), fixture.MADE)
        files['keyring'] = quiet(keyring, files['keyring'])
        pieces = list(sealed_pieces(home / 'vault', keyring))
        lines = ['# a vault of format 1 that must open for ever; see fixture.py']
        for name, key, nonce, aad, plain, _ in pieces:
            packed = base64.b64encode(zlib.compress(plain, 9)).decode()
            lines.append(f'piece: {name} {key.hex()} {nonce.hex()} {aad.hex()} {packed}')
        lines += describe('keyring', files['keyring'], known_of_keyring(files['keyring']))
        known = [(at, f'part: {name} {inner} {length}', length)
                 for at, name, inner, length in stretches(files['vault.db'], pieces)]
        lines += describe('vault.db', files['vault.db'], known)
        Path(out).write_text('\n'.join(lines) + '\n', encoding='ascii')
        assert fixture.unpack(out) == files


if __name__ == '__main__':
    main(*sys.argv[1:])
