# test-memory.py - what is left in memory of a vault that is locked
#
# The core of the subject is taken and searched, first while the vault is open, where
# everything must be found, or the search would prove nothing, and then after each of the
# ways in which a vault is closed, where nothing may be.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import secrets
import string
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from core import SKIPPED, Core, can_trace, in_encodings

SUBJECT = os.environ['NIGHTSTAND_SUBJECT']
VERBOSE = os.environ.get('NIGHTSTAND_MEMORY_VERBOSE')
KEY_BYTES = 32
SIDE = 64


def word():
    """Twelve letters that nothing else contains."""
    return ''.join(secrets.choice(string.ascii_lowercase) for _ in range(12))


def chunk(kind, data):
    body = kind + data
    return struct.pack('>I', len(data)) + body + struct.pack('>I', zlib.crc32(body))


class Picture:
    """Noise, of which a few pixels in a row are recognised wherever they are."""

    def __init__(self):
        self.rows = [secrets.token_bytes(3 * SIDE) for _ in range(SIDE)]
        packed = zlib.compress(b''.join(b'\0' + row for row in self.rows), 0)
        self.png = (b'\x89PNG\r\n\x1a\n'
                    + chunk(b'IHDR', struct.pack('>IIBBBBB', SIDE, SIDE, 8, 2, 0, 0, 0))
                    + chunk(b'IDAT', packed) + chunk(b'IEND', b''))

    def needles(self, name):
        found = {}
        for at in (0, SIDE // 2, SIDE - 1):
            pixels = [self.rows[at][3 * x:3 * x + 3] for x in range(20, 30)]
            found[f'{name}, row {at}, R G B'] = b''.join(pixels)
            found[f'{name}, row {at}, B G R A'] = b''.join(
                pixel[::-1] + b'\xff' for pixel in pixels)
        return found


    def document(self):
        """A PDF with a page of just this, one point for each pixel."""
        image = b''.join(self.rows)
        draw = b'%d 0 0 %d 0 0 cm /I Do' % (SIDE, SIDE)
        return (b'%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n'
                b'2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n'
                b'3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R'
                b'/Resources<</XObject<</I 5 0 R>>>>>>endobj\n'
                b'4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n'
                b'5 0 obj<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace'
                b'/DeviceRGB/BitsPerComponent 8/Length %d>>stream\n%s\nendstream endobj\n'
                b'trailer<</Root 1 0 R>>\n'
                % (SIDE, SIDE, len(draw), draw, SIDE, SIDE, len(image), image))


class Animation:
    """Two frames of noise in 128 colours, as GIF."""

    def __init__(self):
        self.palette = [secrets.token_bytes(3) for _ in range(128)]
        self.frames = [[secrets.randbelow(128) for _ in range(SIDE * SIDE)] for _ in range(2)]
        self.gif = b'GIF89a' + struct.pack('<HHBBB', SIDE, SIDE, 0xf6, 0, 0)
        self.gif += b''.join(self.palette)
        for frame in self.frames:
            self.gif += b'!\xf9\4\0\5\0\0\0,' + struct.pack('<HHHHBB', 0, 0, SIDE, SIDE, 0, 7)
            self.gif += self.packed(frame) + b'\0'
        self.gif += b';'

    @staticmethod
    def packed(frame):
        """Each pixel a code of eight bits, cleared before a code would need nine."""
        codes = []
        for at in range(0, len(frame), 100):
            codes += [128, *frame[at:at + 100]]
        codes = bytes(codes + [129])
        return b''.join(bytes([len(codes[at:at + 255])]) + codes[at:at + 255]
                        for at in range(0, len(codes), 255))

    def needles(self, name):
        pixels = [self.palette[index][::-1] + b'\xff'
                  for index in self.frames[1][20:30]]
        return {f'{name}, second frame': b''.join(pixels)}


class Things:
    """What is kept: a picture, an animation, a document and a text, and one of each for an
    hour."""

    def __init__(self, room):
        self.names, self.pixels, self.contents = {}, {}, {}
        self.expiring = set()
        self.sources = self.make(room / 'sources', 'kept')
        self.soon = self.make(room / 'soon', 'soon')

    def make(self, folder, mark):
        folder.mkdir()
        words = [word() for _ in range(4)]
        for i, part in enumerate(words):
            self.names.update(in_encodings(f'{mark} name {i}', part))
        picture = Picture()
        (folder / f'{words[0]}-{words[1]}.png').write_bytes(picture.png)
        self.pixels.update(picture.needles(f'{mark} picture'))
        moving = Animation()
        (folder / f'{words[0]}-{words[1]}.gif').write_bytes(moving.gif)
        self.pixels.update(moving.needles(f'{mark} animation'))
        page = Picture()
        (folder / f'{words[0]}-{words[1]}.pdf').write_bytes(page.document())
        self.pixels.update(page.needles(f'{mark} page'))
        text = [word() for _ in range(3)]
        (folder / f'{words[2]}-{words[3]}.txt').write_text(
            f'{text[0]}\n' + 'filler ' * 5000 + f'{text[1]}\n' + 'filler ' * 30000 + text[2])
        for i, part in enumerate(text):
            self.contents[f'{mark} content {i}'] = part.encode()
        return folder

    def all(self):
        return {**self.names, **self.pixels, **self.contents}

    def of(self, mark):
        return {name: needle for name, needle in self.all().items()
                if name.startswith(mark)}


class Subject:
    def __init__(self, room, things):
        self.room = room
        self.process = subprocess.Popen(
            [SUBJECT, room / 'vault', things.sources, things.soon, room / 'export'],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.n_searched = 0

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.process.stdin.close()
        self.process.wait()

    def order(self, *words, expected='ok'):
        """Let it do something; the keys that it wrote before its answer."""
        self.process.stdin.write(' '.join(words).encode() + b'\n')
        keys = {}
        while (line := self.process.stdout.readline().decode().strip()) != expected:
            if not line.startswith('key '):
                raise AssertionError(f'{words[0]}: {line!r} instead of {expected!r}')
            key = b''
            while len(key) < KEY_BYTES:
                key += self.process.stdout.read(KEY_BYTES - len(key))
            # Half a key is as good as a whole one to somebody who can count to 2^128.
            keys[f'{line[4:]} key {len(keys)}, first half'] = key[:16]
            keys[f'{line[4:]} key {len(keys)}, second half'] = key[16:]
        return keys

    def search(self, needles):
        with Core(self.process.pid, self.room) as core:
            self.n_searched += len(core)
            found = core.find(needles)
            if VERBOSE:
                for name, places in found.items():
                    print(name, len(places), core.around(places[0]))
            return found


class Test:
    def __init__(self, subject):
        self.subject = subject
        self.wrong = []

    def expect_nothing(self, needles, when):
        found = self.subject.search(needles)
        print(f'{when}: {len(needles)} things looked for, {len(found)} found')
        for name, places in found.items():
            self.wrong.append(f'{when}: {name}, {len(places)} times')

    def expect_all(self, needles, when):
        found = self.subject.search(needles)
        print(f'{when}: {len(needles)} things looked for, {len(found)} found, as expected')
        for name in needles.keys() - found.keys():
            self.wrong.append(f'{when}: {name} is not found: the search is blind')
        return found


def in_one_encoding(needles):
    """Names are kept in UTF-8 alone."""
    return {name: needle for name, needle in needles.items() if 'utf-16' not in name
            and 'utf-32' not in name}


def main():
    if not can_trace():
        print('gcore is not there, or may not look into another process')
        return SKIPPED
    with tempfile.TemporaryDirectory(prefix='nightstand-memory-') as folder:
        room = Path(folder)
        (room / 'export').mkdir()
        things = Things(room)
        passphrase = '-'.join(word() for _ in range(3))
        wrong_passphrase = '-'.join(word() for _ in range(3))
        phrases = {}
        for i, part in enumerate((passphrase + '-' + wrong_passphrase).split('-')):
            phrases.update(in_encodings(f'passphrase {i}', part))
        with Subject(room, things) as subject:
            test = Test(subject)
            run(subject, test, things, phrases, passphrase, wrong_passphrase)
    print(f'{subject.n_searched >> 20} MiB searched')
    print(*test.wrong, sep='\n')
    return 1 if test.wrong else 0


def run(subject, test, things, phrases, passphrase, wrong_passphrase):
    subject.order('create', passphrase)
    test.expect_nothing(phrases, 'passphrase, after creation')
    subject.order('import')
    keys = subject.order('keys')
    names = in_one_encoding(things.names)
    lasting = {name: key for name, key in keys.items()
               if not name.startswith(('item root', 'stream'))}
    test.expect_all({**names, **lasting}, 'open')
    test.expect_nothing(phrases, 'passphrase, open')
    subject.order('hold')
    test.expect_all({**things.pixels, **things.contents}, 'looked at')
    subject.order('drop')

    # One item goes, the others stay.
    subject.order('pass')
    test.expect_nothing(things.of('soon'), 'what expired')
    test.expect_all({name: needle for name, needle in names.items()
                     if name.startswith('kept')}, 'what did not expire')

    subject.order('lock')
    test.expect_nothing({**things.all(), **keys, **phrases}, 'locked')

    subject.order('unlock', wrong_passphrase, expected='wrong-passphrase')
    test.expect_nothing({**things.all(), **keys, **phrases}, 'wrong passphrase')
    subject.order('abandon', passphrase, expected='cancelled')
    test.expect_nothing({**things.all(), **keys, **phrases}, 'cancelled opening')

    subject.order('unlock', passphrase)
    keys.update(subject.order('keys'))
    subject.order('use')
    subject.order('lock')
    test.expect_nothing({**things.all(), **keys, **phrases}, 'locked again')

    subject.order('unlock', passphrase)
    subject.order('use')
    subject.order('wipe')
    test.expect_nothing({**things.all(), **keys, **phrases}, 'wiped')


if __name__ == '__main__':
    sys.exit(main())
