# fixture.py - a whole vault out of a small text file, byte for byte
#
# A vault is a megabyte of random bytes and some sealed ones, and neither can be compressed.
# So a description says what each stretch of a file is:
#
#   file: NAME LENGTH SHA-256     from here on it is about this file
#   hex: BYTES                    in groups, as in a vector; what stands there
#   noise: LENGTH                 where the format wants random bytes that nobody reads: those
#                                 of SHAKE-256, counted from the beginning of the file
#   same: OFFSET LENGTH           the same as further up in the file
#   piece: NAME KEY NONCE AAD PLAIN    a sealed chunk; PLAIN is zlib, then base64
#   part: NAME OFFSET LENGTH      a stretch of it
#
# The sum at the end holds that nothing has been lost.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import base64
import hashlib
import os
import sys
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'vectors'))

import constructions as c

PASSPHRASE = 'correct horse battery staple'
RECOVERY_KEY = '7ZQ4-M1A0-BXK9-TVD2-WEG5-HJ3R-SNA'
# When it was made, on the clock it was made by: 14 November 2023, 22:13:20 UTC.
MADE = 1700000000
# When the item with a deadline expires: 1 January 2090.
DEADLINE = 3786912000


def noise(name, length):
    return hashlib.shake_256(b'nightstand fixture ' + name.encode()).digest(length)


def unpack(description):
    """{name: bytes} of the files that the file DESCRIPTION describes."""
    files, pieces, name, whole = {}, {}, None, b''
    for key, value in c.Vector(Path(description)).pairs:
        words = value.split()
        if key == 'piece':
            piece, seal_key, nonce, aad = words[0], *map(bytes.fromhex, words[1:4])
            plain = zlib.decompress(base64.b64decode(words[4]))
            pieces[piece] = c.seal(seal_key, nonce, plain, aad)
        elif key == 'file':
            name, length, digest = words[0], int(words[1]), words[2]
            files[name], whole = (bytearray(), length, digest), noise(name, length)
        elif key in ('hex', 'noise', 'same', 'part'):
            out = files[name][0]
            if key == 'hex':
                out += c.unpack(value)
            elif key == 'noise':
                out += whole[len(out):len(out) + int(value)]
            elif key == 'same':
                at, length = map(int, words)
                out += out[at:at + length]
            else:
                at, length = map(int, words[1:])
                out += pieces[words[0]][at:at + length]
    for name, (out, length, digest) in files.items():
        assert len(out) == length, f'{name}: {len(out)} bytes'
        assert hashlib.sha256(out).hexdigest() == digest, f'{name}: other bytes'
    return {name: bytes(out) for name, (out, _, _) in files.items()}


def write(files, folder):
    folder = Path(folder)
    folder.mkdir(mode=0o700)
    for name, data in files.items():
        with open(os.open(folder / name, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), 'wb') as out:
            out.write(data)


if __name__ == '__main__':
    write(unpack(sys.argv[1]), sys.argv[2])
