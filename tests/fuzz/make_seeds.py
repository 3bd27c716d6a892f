# make_seeds.py - writes the inputs the fuzzers start from, tests/fuzz/seeds
#
# Every seed is made here, from src/FORMAT.md and from the formats' own descriptions, and
# none is a file from elsewhere.  A name begins with what the target must do with it:
# "accept-" or "refuse-".  What an input looks like stands at the top of each target.
#
#   make_seeds.py           writes them
#   make_seeds.py --check   says whether they are what would be written
#
# SPDX-License-Identifier: GPL-3.0-or-later

import struct
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / 'vectors'))

import constructions as c  # noqa: E402
from constructions import u16, u32, u64  # noqa: E402

RAW = b'\0'
SEALED = b'\1'
VARIANT = b'\2'

# The same as in fuzz.c; C puts a NUL behind the first two.
KEY = b'a key that everybody may know..\0'
OTHER_KEY = b'another key, for what must fail\0'
VAULT_ID = b'the fuzzed vault'
NONCE = b'a number used many times'
NOW = 1700049600

ROOT = bytes(range(32))


def when():
    good = ['never', '1m', '90m', '1h', '30d', '52w', '36525d', '2027-03-01T12:00:00Z',
            '20270301T120000Z', '2027-03-01T12:00:00+02:00', '2027-W09-1T12:00:00',
            '2027-060T12:00:00.25-0330', '2027-03-01', '20270301',
            '2023-11-15']
    bad = ['', '0h', '-1h', '1.5h', '99999999999999999999h', '36526d', 'tomorrow',
           '2023-11-14', '2027-02-29', '2023-11-15T11:00:00Z', '2027-02-30T12:00:00Z',
           '2124-01-01T00:00:00Z', '2027-03-01T24:00:00Z', '2027-03-01T12:00:00+99:99']
    for text in good:
        yield f'accept-{text.replace(":", "")}', text.encode()
    for text in bad:
        yield f'refuse-{text.replace(":", "") or "nothing"}', text.encode()


def be32(value):
    return struct.pack('>I', value)


def iso_media(*brands):
    names = brands[0] + bytes(4) + b''.join(brands[1:])
    return be32(8 + len(names)) + b'ftyp' + names


def sniff():
    mp3 = b'\xff\xfb\x90\x00' + bytes(413)
    ebml = b'\x1a\x45\xdf\xa3\x93\x42\x82'
    ogg = b'OggS\0\2' + bytes(20) + b'\1\x1e'
    yield 'accept-jpeg', b'\xff\xd8\xff\xe0'
    yield 'accept-png', b'\x89PNG\r\n\x1a\n' + be32(13) + b'IHDR' + bytes(13)
    yield 'accept-apng', b'\x89PNG\r\n\x1a\n' + bytes(25) + be32(8) + b'acTL'
    yield 'accept-gif', b'GIF89a'
    yield 'accept-tiff', b'II*\0'
    yield 'accept-bigtiff', b'MM\0+\0\x08\0\0'
    yield 'accept-webp', b'RIFF' + u32(30) + b'WEBPVP8 ' + bytes(18)
    yield 'accept-webp-animated', b'RIFF' + u32(30) + b'WEBPVP8X' + u32(10) + b'\2\0\0\0'
    yield 'accept-wave', b'RIFF' + u32(36) + b'WAVEfmt '
    yield 'accept-bmp', b'BM' + u32(58) + bytes(4) + u32(54) + u32(40) + bytes(8)
    yield 'accept-heic', iso_media(b'mif1', b'mif1', b'heic')
    yield 'accept-avif', iso_media(b'avif', b'mif1')
    yield 'accept-mp4', iso_media(b'isom', b'iso2', b'avc1', b'mp41')
    yield 'accept-m4a', iso_media(b'M4A ', b'isom')
    yield 'accept-old-quicktime', be32(8) + b'wide' + be32(1) + b'mdat'
    yield 'accept-webm', ebml + b'\x84webm'
    yield 'accept-matroska', ebml + b'\x88matroska'
    yield 'accept-matroska-nul', ebml + b'\x89matroska\0'
    yield 'accept-ogg-audio', ogg + b'\1vorbis'
    yield 'accept-ogg-video', ogg + b'\x80theora'
    yield 'accept-flac', b'fLaC'
    yield 'accept-mp3-frames', mp3 * 3
    yield 'accept-mp3-id3', b'ID3\3\0\0\0\0\0\x0a'
    yield 'accept-pdf', b'%PDF-1.7'
    yield 'refuse-nothing', b''
    yield 'refuse-svg', b'<?xml version="1.0"?><svg/>'
    yield 'refuse-playlist', b'#EXTM3U\n'
    yield 'refuse-raw-photo', iso_media(b'crx ', b'isom')
    yield 'refuse-two-mp3-frames', mp3 * 2
    yield 'refuse-riff-other', b'RIFF' + u32(36) + b'AVI LIST'
    yield 'refuse-ebml-other', ebml + b'\x84none'
    yield 'refuse-bm-text', b'BMW is a maker of cars and bicycles'


def passphrase():
    good = {'ascii': 'correct horse battery staple', 'spaces': ' ' * 8,
            'composed': 'd\u00e9j\u00e0 vu \u00fc', 'decomposed': 'de\u0301ja\u0300 vu u\u0308',
            'full-width': '\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18',
            'ligature': 'o\ufb03ce \ufb01',
            'hangul': '\u1112\u1161\u11ab\u1100\u1173\u11af\u1112\u1161\u11ab',
            'order': 'a\u0323\u0307b\u0307\u0323 cd', 'long': 'x' * 1024,
            # Only with the ligature as three letters are these the symbols of a recovery key.
            'recovery-by-ligature': '2cYrreorshorse bcto\ufb03 rshore',
            'sign-with-many-letters': '\ufdfa'}
    bad = {'nothing': '', 'short': 'sieben7', 'control': 'eight\x07by', 'nul': 'eight\0by',
           'c1': 'eight by\x85', 'unassigned': 'eight by\u0378', 'too-long': 'x' * 1025,
           'short-after': '\uff11\uff12\uff13'}
    for name, text in good.items():
        yield f'accept-{name}', text.encode()
    for name, text in bad.items():
        yield f'refuse-{name}', text.encode()
    yield 'refuse-overlong', b'eight by\xc0\xaf'
    yield 'refuse-surrogate', b'eight by\xed\xa0\x80'
    yield 'refuse-cut', b'eight by\xe2\x82'


def cell_head(epoch_class, epoch, flags=0, zero=b'\0\0'):
    return bytes([flags, epoch_class]) + zero + u32(epoch)


def cell():
    def plain(head, epoch_key, root=ROOT, number=77):
        return SEALED + u32(number) + bytes([epoch_key, 1]) + head + root

    def raw(number, sealed_for):
        place = (VAULT_ID, u32(sealed_for), NONCE)
        inner = c.seal(c.bind(bytes(32), 'inner', *place), bytes(24), ROOT)
        root = c.bind(KEY, 'cell', *place)
        body = c.seal(c.derive(root, 'cell-wrap'), NONCE, cell_head(0, 0) + inner)
        return RAW + u32(number) + c.derive(root, 'cell-commit') + NONCE + body

    yield 'accept-never', plain(cell_head(0, 0), 0)
    yield 'accept-hour', plain(cell_head(1, NOW // 3600), 1)
    yield 'accept-day', plain(cell_head(2, NOW // 86400), 1)
    yield 'accept-week', plain(cell_head(3, NOW // 604800), 1)
    yield 'accept-last-epoch', plain(cell_head(3, 0xffffffff), 1)
    yield 'accept-last-cell', plain(cell_head(0, 0), 0, number=0xffffffff)
    yield 'accept-raw', raw(77, 77)
    yield 'refuse-class', plain(cell_head(4, 0), 1)
    yield 'accept-heart', plain(cell_head(1, NOW // 3600, flags=1), 1)
    yield 'refuse-flags', plain(cell_head(0, 0, flags=2), 0)
    yield 'refuse-zero', plain(cell_head(0, 0, zero=b'\0\1'), 0)
    yield 'refuse-never-with-epoch', plain(cell_head(0, 1), 0)
    yield 'refuse-inner', SEALED + u32(77) + b'\0\0' + cell_head(0, 0) + bytes(48)
    yield 'refuse-raw-other-number', raw(77, 78)
    yield 'refuse-raw-noise', RAW + u32(77) + ROOT * 4


def slot():
    def plain(kind=1, rest=bytes(15), number=0):
        return SEALED + bytes([number]) + ROOT + bytes([kind]) + rest

    yield 'accept-passphrase', plain()
    yield 'accept-recovery-key', plain(2)
    yield 'accept-last', plain(number=7)
    yield 'refuse-kind-zero', plain(0)
    yield 'accept-panic', plain(3)
    yield 'refuse-kind-later', plain(4)
    yield 'refuse-rest', plain(rest=bytes(14) + b'\1')
    yield 'refuse-raw-noise', RAW + b'\0' + ROOT * 4
    yield 'refuse-raw-small-order', RAW + b'\0' + ROOT + bytes(32) + ROOT * 2
    yield 'refuse-raw-small-order-one', RAW + b'\0' + ROOT + b'\1' + bytes(31) + ROOT * 2


def directory():
    def entry(kind=1, zero=bytes(7), added=NOW, key=ROOT):
        return bytes([kind]) + zero + u64(added) + key

    def plain(*entries, previous=bytes(64), unfinished=0, rest=bytes(31)):
        body = b''.join(entries) + bytes(48 * (8 - len(entries)))
        return SEALED + body + ROOT + previous + bytes([unfinished]) + rest

    def raw(key):
        return RAW + NONCE + c.seal(key, NONCE, plain(entry())[1:], VAULT_ID)

    yield 'accept-one', plain(entry())
    yield 'accept-none', plain()
    yield 'accept-all', plain(*[entry(1 + i % 3) for i in range(8)])
    yield 'accept-unfinished', plain(entry(), previous=ROOT * 2, unfinished=1)
    yield 'accept-latest', plain(entry(added=c.LATEST))
    yield 'accept-raw', raw(KEY)
    yield 'refuse-kind', plain(entry(4))
    yield 'refuse-unused-not-zero', plain(entry(0))
    yield 'refuse-zero', plain(entry(zero=bytes(6) + b'\1'))
    yield 'refuse-late', plain(entry(added=c.LATEST + 1))
    yield 'refuse-past', plain(entry(added=2**64 - 1))
    yield 'refuse-previous', plain(entry(), previous=ROOT * 2)
    yield 'refuse-unfinished', plain(entry(), unfinished=2)
    yield 'accept-changes', plain(entry(), rest=bytes(3) + u32(7) + bytes(24))
    yield 'refuse-rest', plain(entry(), rest=bytes(30) + b'\1')
    yield 'refuse-flag-zero', plain(entry(), rest=b'\1' + bytes(30))
    yield 'refuse-raw-other-key', raw(OTHER_KEY)


def header():
    def first(magic=b'NSTNDKEY', version=1, suite=1, alg=1, normalisation=1, zero=bytes(3),
              memory=64 << 20, passes=3, provider=0):
        return (magic + u16(version) + bytes([suite, alg, normalisation]) + zero
                + u64(memory) + u64(passes) + ROOT[:16] + VAULT_ID + u64(1)
                + bytes([provider]) + bytes(55))

    def sealed(left_out=0, rest=b'', **fields):
        return SEALED + u16(left_out) + first(**fields) + rest

    block = first() + bytes(4032 - 128)
    block += c.blake2b(block, KEY)
    yield 'accept-least', sealed()
    yield 'accept-slots', sealed(512 - 128, ROOT * 4)
    yield 'accept-directory', sealed(1536 - 128, ROOT)
    yield 'accept-most', sealed(memory=4 << 30, passes=64)
    yield 'accept-raw', RAW + block + c.blake2b(block)
    yield 'refuse-magic', sealed(magic=b'NSTNDKEz')
    yield 'refuse-newer', sealed(version=2)
    yield 'refuse-version-zero', sealed(version=0)
    yield 'refuse-suite', sealed(suite=2)
    yield 'refuse-kdf', sealed(alg=2)
    yield 'refuse-normalisation', sealed(normalisation=0)
    yield 'refuse-provider', sealed(provider=1)
    yield 'refuse-zero', sealed(zero=b'\0\0\1')
    yield 'refuse-zero-before-slots', sealed(511 - 128, b'\1')
    yield 'refuse-zero-behind-directory', sealed(2088 - 128, b'\1')
    yield 'refuse-memory', sealed(memory=(64 << 20) - 1024)
    yield 'refuse-memory-huge', sealed(memory=2**64 - 1024)
    yield 'refuse-passes', sealed(passes=65)
    yield 'refuse-destroyed', RAW + b'nightstand: vault destroyed\n' + bytes(4)
    yield 'refuse-raw-sum', RAW + block + bytes(32)


def recovery():
    # Made by hand: the symbols' number modulo 37, as the last symbol.
    def with_check(text):
        symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U'
        number = 0
        for symbol in text:
            number = (number * 32 + symbols.index(symbol)) % 37
        return text + symbols[number]

    key = with_check('7ZK3M9QX2B8VJ4T6WN5RCD0HFG')
    grouped = '-'.join(key[i:i + 4] for i in range(0, 27, 4))
    ones = with_check('1' * 26)
    yield 'accept-plain', key.encode()
    yield 'accept-grouped', grouped.encode()
    yield 'accept-small', grouped.lower().encode()
    yield 'accept-spaces', key.replace('Q', ' Q ').encode() + b' '
    yield 'accept-letters-for-ones', b'iIlL' + ones[4:].encode()
    for left in '01234':
        text = with_check('0' * 24 + '1' + left)
        yield f'accept-check-{32 + int(left)}', text.lower().encode()
    yield 'refuse-nothing', b''
    yield 'refuse-mistyped', b'8' + key[1:].encode()
    yield 'refuse-short', key[:-1].encode()
    yield 'refuse-long', key.encode() + b'0'
    yield 'refuse-symbol', b'U' + key[1:].encode()
    yield 'refuse-nul', key[:13].encode() + b'\0' + key[14:].encode()
    yield 'refuse-separators', b'- ' * 14


def variant(numbers, name=b'picture.jpg', content_type=b'image/jpeg', extra=b''):
    """(atss): the numbers, two texts, and where the first two end, from the back"""
    body = b''.join(u64(n % 2**64) for n in numbers)
    behind_numbers = len(body)
    body += name + b'\0'
    behind_name = len(body)
    body += content_type + b'\0' + extra
    wide = len(body) + 2 > 255
    pack = u16 if wide else lambda n: bytes([n])
    return body + pack(behind_name) + pack(behind_numbers)


def record_organised(usual, one_piece):
    def said(flags=0, views=0, groups=(), note_stream=(0,), tags=b'', note=b''):
        return VARIANT + c.entry_body(
            [3] + usual[1:] + [0, 0, flags, views, len(groups), *groups, *one_piece,
                               *note_stream], b'a.jpg', b'image/jpeg', tags, note)

    yield 'accept-favourite', said(1)
    yield 'accept-limited', said(2, 3)
    yield 'accept-groups', said(groups=(1, 7, 1 << 63))
    yield 'accept-tags', said(tags=b'beach\nsea')
    yield 'accept-note', said(note=b'two\nlines')
    yield 'accept-note-stream', said(note_stream=(5000, 40, 1))
    yield 'refuse-organised-not', said()
    yield 'refuse-groups-turned', said(groups=(7, 1))
    yield 'refuse-tags-twice', said(tags=b'sea\nsea')
    yield 'refuse-note-twice', said(note_stream=(5000, 40, 1), note=b'n')
    yield 'refuse-views', said(1, 3)


def record_cards():
    def said(numbers, text=b''):
        return VARIANT + c.entry_body(numbers, text)

    yield 'accept-album', said([16, 0, NOW, -1], b'Sea')
    yield 'accept-album-chosen', said([16, 0, NOW, -1, 1], b'Sea')
    yield 'accept-person', said([16, 1, NOW, 86400], b'Zoe')
    yield 'accept-settings', said([17, 200, 9, 1])
    yield 'accept-log', said([18, 160, 9, 1, NOW, 2, NOW, 6 | 3 << 32])
    yield 'refuse-album-nameless', said([16, 0, NOW, -1])
    yield 'refuse-album-flags', said([16, 0, NOW, -1, 3], b'Sea')
    yield 'refuse-person-chosen', said([16, 1, NOW, -1, 1], b'Zoe')
    yield 'refuse-settings-none', said([17, 0])
    yield 'refuse-log-half', said([18, 0, NOW])


def record():
    usual = [1, 1, NOW, NOW - 86400, 0, 4000, 3000, 0]
    one_piece = [100, 5, 1, 0, 0]
    least = usual + one_piece

    def but(place, value):
        return VARIANT + variant(least[:place] + [value] + least[place + 1:])

    def viewed(*view):
        return VARIANT + variant([2] + usual[1:] + list(view) + one_piece)

    def plain(body, zero=bytes(6), rest=b''):
        return SEALED + u16(len(body)) + zero + body + rest

    def raw(row):
        padded = plain(variant(least))[1:].ljust(c.RECORD_PLAIN, b'\0')
        return RAW + NONCE + c.seal(KEY, NONCE, padded, VAULT_ID + u64(row))

    many = []
    for i in range(32):
        many += [10 + 2 * i, 1]
    yield 'accept-least', VARIANT + variant(least)
    yield 'accept-plain', plain(variant(least))
    yield 'accept-raw', raw(77)
    yield 'accept-streams', VARIANT + variant(
        usual + [c.CHUNK * 3, 9, 2, 40, 1, 700, 20, 1, 60000, 30, 1])
    yield 'accept-32-runs', VARIANT + variant(usual + [c.CHUNK * 32] + many + [0, 0])
    yield 'accept-long-name', VARIANT + variant(least, 'n\u00e4me '.encode() * 30)
    yield 'accept-later', but(4, NOW + 3600)
    yield 'accept-turned', viewed(1, 0)
    yield 'accept-left', viewed(0, 366 * 86400000)
    yield 'accept-turned-and-left', viewed(3, 90000)
    yield from record_organised(usual, one_piece)
    yield from record_cards()
    yield 'accept-longest', VARIANT + variant(usual + [c.CHUNK << 40, 1, 1 << 40, 0, 0])
    yield 'accept-late', VARIANT + variant(usual + one_piece[:-1] + [67506, 9, 1])
    yield 'refuse-late-over', VARIANT + variant(usual + one_piece[:-1] + [67507, 9, 1])
    yield 'refuse-nothing', VARIANT
    yield 'refuse-no-numbers', VARIANT + variant([])
    yield 'refuse-few-numbers', VARIANT + variant(least[:7])
    yield 'refuse-no-streams', VARIANT + variant(least[:8])
    yield 'refuse-version', but(0, 2)
    yield 'refuse-version-three', but(0, 3)
    yield 'refuse-view-of-nothing', viewed(0, 0)
    yield 'refuse-view-cut', viewed(1)
    yield 'refuse-turned-round', viewed(4, 0)
    yield 'refuse-left-late', viewed(0, 366 * 86400000 + 1)
    yield 'refuse-view-in-version-one', VARIANT + variant(usual + [1, 0] + one_piece)
    yield 'refuse-kind', but(1, 6)
    yield 'refuse-expires', but(4, -1)
    yield 'refuse-width', but(5, 2**32)
    yield 'refuse-empty-media', but(8, 0)
    yield 'refuse-piece-zero', but(9, 0)
    yield 'refuse-piece-far', but(9, 2**62 + 1)
    yield 'refuse-run-empty', but(10, 0)
    yield 'refuse-run-long', but(10, 2)
    yield 'refuse-number-more', VARIANT + variant(least + [0])
    yield 'refuse-33-runs', VARIANT + variant(usual + [c.CHUNK * 33] + many + [90, 1, 0, 0])
    yield 'refuse-too-long', VARIANT + variant(
        usual + [(c.CHUNK << 40) + 1, 1, (1 << 40) + 1, 0, 0])
    yield 'refuse-name-empty', VARIANT + variant(least, b'')
    yield 'refuse-name-dots', VARIANT + variant(least, b'..')
    yield 'refuse-name-slash', VARIANT + variant(least, b'a/b')
    yield 'refuse-name-turned', VARIANT + variant(least, 'a\u202egpj'.encode())
    yield 'refuse-name-invalid', VARIANT + variant(least, b'\xff')
    yield 'refuse-content-type', VARIANT + variant(least, content_type=b'image /jpeg')
    yield 'refuse-not-normal', VARIANT + variant(least, extra=b'x')
    yield 'refuse-zero', plain(variant(least), zero=bytes(5) + b'\1')
    yield 'refuse-rest', plain(variant(least), rest=b'\1')
    yield 'refuse-raw-other-row', raw(78)


def chunk():
    def one(n_bytes, index, move=0, final=0, stream=0, at=0, bits=0, item=bytes(8)):
        return (u64(n_bytes) + u64(index) + u64(move) + bytes([final]) + u32(stream)
                + u32(at) + bytes([bits]) + item + b'media')

    yield 'accept-only', one(5, 0)
    yield 'accept-exact', one(c.CHUNK, 0)
    yield 'accept-first-of-two', one(c.CHUNK + 1, 0)
    yield 'accept-last-of-two', one(c.CHUNK + 1, 1)
    yield 'accept-behind-the-end', one(5, 7)
    yield 'accept-longest', one(2**64 - 1, (2**64 - 1) // c.CHUNK)
    yield 'accept-no-stream', one(0, 2**64 - 1)
    yield 'refuse-moved', one(c.CHUNK * 3, 0, move=1)
    yield 'refuse-moved-around', one(c.CHUNK * 3, 0, move=2**64 - 1)
    yield 'refuse-cut', one(c.CHUNK * 3, 2, final=1)
    yield 'refuse-other-stream', one(5, 0, stream=1)
    yield 'refuse-other-item', one(5, 0, item=b'\1' + bytes(7))
    yield 'refuse-changed', one(5, 0, at=3, bits=1)
    yield 'refuse-tag', one(5, 0, at=c.PIECE - 1, bits=0x80)


def runs():
    def used(*some):
        return bytes([len(some)]) + b''.join(u64(a) + u64(n) for a, n in some)

    def steps(*some):
        return b''.join(bytes([what]) + u64(number) for what, number in some)

    take, give, append = 0, 1, 2
    yield 'accept-none', used()
    yield 'accept-gaps', used((5, 3), (1, 2), (20, 1)) + steps(
        (take, 2), (take, 3), (give, 0), (take, 40), (give, 1), (give, 0), (take, 1))
    yield 'accept-append', used((1, 2), (9, 2)) + steps((append, 30), (take, 1), (give, 2))
    yield 'accept-to-the-end', used((2**62, 2**62)) + steps((take, 1), (take, 2**62))
    yield 'accept-all-back', used((3, 1), (6, 1)) + steps((give, 0), (give, 0), (take, 9))
    yield 'refuse-overlap', used((1, 3), (3, 1))
    yield 'refuse-twice', used((4, 4), (4, 4))
    yield 'refuse-empty', used((4, 0))
    yield 'refuse-zero', used((0, 1))
    yield 'refuse-far', used((2**62 + 1, 1))
    yield 'refuse-around', used((2**62, 2**64 - 1))


def state():
    def plain(generation=7, commits=9, segments=1, time=NOW, zero=0, rest=bytes(32)):
        return (u64(generation) + u64(commits) + u32(segments) + u32(zero) + u64(time)
                + rest)

    def raw(key):
        return RAW + NONCE + c.seal(key, NONCE, plain(), VAULT_ID)

    yield 'accept-usual', SEALED + plain()
    yield 'accept-fresh', SEALED + plain(0, 0, 1, 0)
    yield 'accept-most', SEALED + plain(2**64 - 1, 2**64 - 1, 65536, c.LATEST)
    yield 'accept-raw', raw(KEY)
    yield 'refuse-no-segments', SEALED + plain(segments=0)
    yield 'refuse-many-segments', SEALED + plain(segments=65537)
    yield 'refuse-past', SEALED + plain(time=2**64 - 1)
    yield 'refuse-late', SEALED + plain(time=c.LATEST + 1)
    yield 'refuse-zero', SEALED + plain(zero=1)
    yield 'accept-header-changes', SEALED + plain(rest=u32(0) + u32(9) + bytes(24))
    yield 'accept-unreaped', SEALED + plain(rest=u32(3600) + bytes(28))
    yield 'refuse-unreaped', SEALED + plain(time=10, rest=u32(11) + bytes(28))
    yield 'refuse-rest', SEALED + plain(rest=bytes(31) + b'\1')
    yield 'refuse-heart-missing', SEALED + plain(rest=bytes(8) + b'\1' + bytes(23))
    yield 'refuse-raw-other-key', raw(OTHER_KEY)


def clock():
    def plain(time=NOW, boot=600, doubt=0, reaped=NOW - 3600, magic=b'NSTCLOCK',
              failed=0, zero=0, last_failed=0):
        return (magic + u64(time) + u64(boot) + b'a boot of ours..' + u64(doubt)
                + u64(reaped) + u64(1) + u32(failed) + u32(zero) + u64(last_failed))

    def says(wall, boot, synchronised=0, boot_id=b'a boot of ours..'):
        return u64(wall) + u64(boot) + bytes([synchronised]) + boot_id

    sum_of = c.blake2b(plain() + VAULT_ID)
    yield 'accept-goes-on', SEALED + plain() + says(NOW + 60, 660)
    yield 'accept-turned-back', SEALED + plain() + says(5, 700)
    yield 'accept-leap', SEALED + plain() + says(NOW + 90 * 86400, 700)
    yield 'accept-leap-believed', SEALED + plain(doubt=600) + says(NOW + 90 * 86400, 90000)
    yield 'accept-leap-synchronised', SEALED + plain() + says(NOW + 90 * 86400, 700, 1)
    yield 'accept-other-boot', SEALED + plain(doubt=9) + says(NOW + 60, 5, 0, bytes(16))
    yield 'accept-nothing-yet', SEALED + plain(0, 0, 0, 0) + says(NOW, 600)
    yield 'accept-last', SEALED + plain(c.LATEST, c.LATEST, 2**63 - 1, c.LATEST)
    yield 'accept-failed', SEALED + plain(failed=2**32 - 1, last_failed=c.LATEST)
    yield 'accept-raw', RAW + plain() + sum_of
    yield 'refuse-zero', SEALED + plain(zero=1)
    yield 'refuse-failed-late', SEALED + plain(last_failed=c.LATEST + 1)
    yield 'refuse-raw-tail', RAW + plain() + sum_of + b'x'
    yield 'refuse-magic', SEALED + plain(magic=b'NSTCLOCk')
    yield 'refuse-late', SEALED + plain(time=c.LATEST + 1)
    yield 'refuse-past', SEALED + plain(time=2**63)
    yield 'refuse-boot', SEALED + plain(boot=c.LATEST + 1)
    yield 'refuse-doubt', SEALED + plain(doubt=2**63)
    yield 'refuse-reaped', SEALED + plain(reaped=NOW + 1)
    yield 'refuse-raw-sum', RAW + plain() + bytes(32)


def epoch():
    def one(deadline, now=NOW, later=0):
        return u64(deadline) + u64(now) + u64(later)

    yield 'accept-hour', one(NOW + 3600, later=7200)
    yield 'accept-last-hour', one(NOW + 71 * 3600, later=80 * 3600)
    yield 'accept-day', one(NOW + 90 * 86400, later=90 * 86400)
    yield 'accept-week', one(NOW + 600 * 86400, later=601 * 86400)
    yield 'accept-on-the-hour', one(NOW - NOW % 3600 + 3600, later=3599)
    yield 'accept-passed', one(NOW - 5, later=2**40)
    yield 'accept-first', one(1, 0, 3600)
    yield 'accept-end-of-time', one(c.LATEST, c.LATEST)
    yield 'refuse-never', one(0)
    yield 'refuse-before-1970', one(2**64 - 1)
    yield 'refuse-beyond', one(NOW + 261 * 604800)
    yield 'refuse-last-number', one(2**63 - 1, c.LATEST)


HELLO, READ, RESULT, TOTAL, PART = range(0x4e440001, 0x4e440006)


def reply(kind=RESULT, status=0, width=0, height=0, full=(0, 0), stride=0, n_bytes=0,
          offset=0, duration=0, captured=0):
    return struct.pack('<6I4Qq', kind, status, width, height, *full, stride, n_bytes,
                       offset, duration, captured)


def packet(body, send=0, payload=b'', as_claimed=0):
    return bytes([send, as_claimed]) + u16(len(payload)) + payload + bytes([len(body)]) + body


def stripped():
    """What answer() says about files that come back without their metadata."""
    still, recording = (bytes([n]) + u16(0) for n in (6, 7))
    jpeg = b'\xff\xd8\xff\xe0' + bytes(28)
    wave = b'RIFF\x24\0\0\0WAVEfmt ' + bytes(24)
    done = packet(reply(captured=NOW))
    memfd, unsealed = 1, 2

    def part(data, offset=0, send=memfd, **claims):
        return packet(reply(PART, offset=offset, **{'n_bytes': len(data), **claims}), send,
                      data)

    def total(n_bytes):
        return packet(reply(TOTAL, n_bytes=n_bytes))

    yield 'accept-stripped', still + packet(
        reply(n_bytes=len(jpeg), captured=NOW), memfd, jpeg)
    yield 'accept-remuxed', recording + packet(reply(READ, n_bytes=4096)) + total(
        len(wave)) + part(wave) + done
    yield 'accept-remuxed-in-parts', recording + total(80) + part(wave) + packet(
        reply(READ, offset=9, n_bytes=9)) + part(wave, 40) + done
    yield 'refuse-stripped-empty', still + packet(reply(), memfd, b'')
    yield 'refuse-stripped-other-kind', still + packet(
        reply(n_bytes=len(wave)), memfd, wave)
    yield 'refuse-stripped-huge', still + packet(reply(n_bytes=1 << 40), memfd, jpeg)
    yield 'refuse-stripped-unsealed', still + packet(
        reply(n_bytes=len(jpeg)), unsealed, jpeg)
    yield 'refuse-stripped-damaged', still + packet(reply(status=2))
    yield 'refuse-remuxed-no-total', recording + part(wave) + done
    yield 'refuse-remuxed-two-totals', recording + total(80) + total(80) + part(
        wave) + part(wave, 40) + done
    yield 'refuse-remuxed-nothing', recording + total(0) + done
    yield 'refuse-remuxed-huge', recording + total(1 << 40) + part(wave) + done
    yield 'refuse-remuxed-gap', recording + total(80) + part(wave) + part(wave, 41) + done
    yield 'refuse-remuxed-again', recording + total(80) + part(wave) + part(wave) + done
    yield 'refuse-remuxed-wrap', recording + total(80) + part(wave) + part(
        wave, 2**64 - 1) + done
    yield 'refuse-remuxed-more', recording + total(50) + part(wave) + part(wave, 40) + done
    yield 'refuse-remuxed-empty-part', recording + total(40) + part(b'') + part(wave) + done
    yield 'refuse-remuxed-fat-part', recording + total(1 << 21) + packet(
        reply(PART, n_bytes=(1 << 20) + 1), memfd, wave, 1) + done
    yield 'refuse-remuxed-short', recording + total(80) + part(wave) + done
    yield 'refuse-remuxed-other-kind', recording + total(len(jpeg)) + part(jpeg) + done
    yield 'refuse-remuxed-unsealed', recording + total(40) + part(wave, send=unsealed) + done
    yield 'refuse-remuxed-wish', recording + packet(reply(READ, offset=1 << 40, n_bytes=9))


def answer():
    yield from stripped()
    image, thumbnail, film, sound, frames, page = (bytes([n]) + u16(0) for n in range(6))
    webp = b'RIFF' + u32(30) + b'WEBPVP8 ' + bytes(18)
    pixels = dict(width=4, height=2, stride=16, n_bytes=32)
    facts = dict(full=(4000, 3000), captured=NOW)
    made = dict(width=4, height=3, n_bytes=len(webp), **facts)
    dots = bytes(32)
    none, memfd, unsealed, pipe, two = range(5)

    def camera(make=b'Maker', model=b'M 1', lens=b'', exposure=4000, location=1, iso=100):
        said = b''.join(text.ljust(96, b'\0') for text in (make, model, lens))
        said += u64(exposure) + u32(180) + u32(260) + u32(iso) + u32(location)
        return b'\10\0\0' + packet(reply(n_bytes=len(said)), memfd, said)

    yield 'accept-camera', camera()
    yield 'accept-camera-silent', camera(b'', b'', b'', 0, 0, 0)
    yield 'accept-camera-longest', camera(lens='\u00e9'.encode() * 47)
    yield 'refuse-camera-endless', camera(lens=b'x' * 96)
    yield 'refuse-camera-behind-zero', camera(b'Maker\0x')
    yield 'refuse-camera-turned', camera('a\u202eb'.encode())
    yield 'refuse-camera-hidden', camera(model='a\u200bb'.encode())
    yield 'refuse-camera-line', camera(b'a\nb')
    yield 'refuse-camera-paragraph', camera('a\u2029b'.encode())
    yield 'refuse-camera-invalid', camera(b'\xff')
    yield 'refuse-camera-exposure', camera(exposure=2**64 - 1)
    yield 'refuse-camera-iso', camera(iso=2**32 - 1)
    yield 'refuse-camera-location', camera(location=2)
    yield 'refuse-camera-alone', b'\10\0\0' + packet(reply(n_bytes=312))
    yield 'refuse-camera-short', b'\10\0\0' + packet(reply(n_bytes=311), memfd, bytes(311))
    yield 'refuse-camera-status', b'\10\0\0' + packet(reply(status=1))
    yield 'accept-image', image + packet(reply(**pixels), memfd, dots)
    yield 'accept-image-large', image + packet(
        reply(width=1000, height=900, stride=4000, n_bytes=3600000), memfd, dots, 1)
    yield 'accept-thumbnail', thumbnail + packet(reply(**made), memfd, webp)
    yield 'accept-film', film + packet(reply(READ, n_bytes=4096)) + packet(
        reply(READ, offset=(3 << 20) - 9, n_bytes=9)) + packet(
        reply(**made, duration=90000), memfd, webp)
    yield 'accept-film-without-picture', film + packet(reply(duration=90000))
    yield 'accept-sound', sound + packet(reply(duration=180000))
    yield 'accept-own-hello', b'\x80\0\0' + packet(reply(HELLO, 1)) + packet(
        reply(**pixels), memfd, dots)
    yield 'refuse-nothing-said', image
    yield 'refuse-no-hello', b'\x80\0\0' + packet(reply(**pixels), memfd, dots)
    yield 'refuse-old-hello', b'\x80\0\0' + packet(reply(HELLO, 2))
    yield 'refuse-status', image + packet(reply(status=2))
    yield 'refuse-status-beyond', thumbnail + packet(reply(status=99))
    yield 'refuse-too-wide', b'\0' + u16(3) + packet(reply(**pixels), memfd, dots)
    yield 'refuse-no-memfd', image + packet(reply(**pixels))
    yield 'refuse-unsealed', image + packet(reply(**pixels), unsealed, dots)
    yield 'refuse-pipe', image + packet(reply(**pixels), pipe)
    yield 'refuse-two', image + packet(reply(**pixels), two, dots)
    yield 'refuse-short-memfd', image + packet(reply(**pixels), memfd, dots[:31])
    yield 'refuse-stride', image + packet(
        reply(width=4, height=2, stride=15, n_bytes=30), memfd, dots[:30])
    yield 'refuse-wrap', image + packet(
        reply(width=65536, height=65536, stride=2**18, n_bytes=0), memfd, dots)
    yield 'refuse-short-packet', image + packet(reply(**pixels)[:63], memfd, dots)
    yield 'refuse-long-packet', image + packet(reply(**pixels) + b'!', memfd, dots)
    yield 'refuse-empty-packet', image + packet(b'')
    yield 'refuse-empty-packet-with-descriptor', image + packet(b'', memfd, dots)
    yield 'refuse-hello-with-two', b'\x80\0\0' + packet(reply(HELLO, 1), two, dots)
    yield 'refuse-no-webp', thumbnail + packet(reply(**made), memfd, bytes(len(webp)))
    yield 'refuse-fat-webp', thumbnail + packet(
        reply(width=4, height=3, n_bytes=65537), memfd, webp, 1)
    yield 'refuse-date', film + packet(reply(captured=c.LATEST + 1))
    yield 'refuse-wish', image + packet(reply(READ, n_bytes=1))
    yield 'refuse-wish-far', film + packet(reply(READ, offset=3 << 20, n_bytes=1))
    yield 'refuse-wish-around', film + packet(reply(READ, offset=2**64 - 1, n_bytes=2))
    yield 'refuse-wish-much', film + packet(reply(READ, n_bytes=(1 << 20) + 1))
    yield 'refuse-wish-nothing', film + packet(reply(READ))

    part = dict(offset=3, full=(4, 2), **pixels)
    yield 'accept-frame', frames + packet(reply(**part, duration=100), memfd, dots)
    yield 'accept-frame-and-another', frames + 2 * packet(reply(**part), memfd, dots)
    yield 'accept-frame-of-a-year', frames + packet(
        reply(**part, duration=366 * 86400 * 1000), memfd, dots)
    yield 'accept-page', page + packet(reply(**part), memfd, dots)
    yield 'refuse-frame-not-said', frames
    yield 'refuse-frame-without-number', frames + packet(reply(**pixels), memfd, dots)
    yield 'refuse-frames-too-many', frames + packet(
        reply(**{**part, 'offset': 100001}), memfd, dots)
    yield 'refuse-frame-delay', frames + packet(
        reply(**part, duration=2**63), memfd, dots)
    yield 'refuse-frame-too-wide', b'\4' + u16(3) + packet(reply(**part), memfd, dots)
    yield 'refuse-page-without-number', page + packet(reply(**pixels), memfd, dots)
    yield 'refuse-pages-wrap', page + packet(
        reply(**{**part, 'offset': 2**32 + 1}), memfd, dots)
    yield 'refuse-page-encrypted', page + packet(reply(status=4))
    yield 'refuse-page-status-beyond', page + packet(reply(status=6))
    yield 'refuse-page-unsealed', page + packet(reply(**part), unsealed, dots)


def helper():
    (sealed, unsealed, writable, huge_pages, pipe, sock, folder, device, events,
     itself) = range(10)
    alone, shorten, lengthen, overwrite = range(4)
    as_claimed = 0x80
    well, hangs_up, own, doubly = (bytes([n]) for n in range(4))
    image, still, film, sound = b'\0\0\0', b'\x80\0\0', b'\2\0\0', b'\3\0\0'
    webp = b'RIFF' + u32(30) + b'WEBPVP8 ' + bytes(18)
    dots = bytes(32)
    pixels = reply(width=4, height=2, stride=16, n_bytes=32)
    large = reply(width=1000, height=900, stride=4000, n_bytes=3600000)
    made = reply(width=4, height=3, n_bytes=len(webp), full=(4000, 3000), captured=NOW)
    damaged = reply(status=2)

    def asks(*calls):
        return bytes([len(calls) - 1]) + b''.join(calls)

    def says(body, kind=sealed, n=0, how=alone, payload=b''):
        return bytes([kind, n, how]) + u16(len(payload)) + payload + bytes([len(body)]) + body

    def turn(*packets):
        return bytes([len(packets)]) + b''.join(packets)

    good = says(pixels, sealed, 1, payload=dots)
    yield 'accept-one', asks(image) + well + turn(good)
    yield 'accept-kept-for-three', asks(image, still, image) + well + turn(good) + turn(
        says(made, sealed, 1, payload=webp)) + turn(good)
    yield 'accept-another-after-eager', asks(image, image) + well + turn(good, good) + well + turn(good)
    yield 'accept-another-after-film', asks(film, image, sound) + well + turn(
        says(made, sealed, 1, payload=webp)) + well + turn(good) + well + turn(says(reply()))
    yield 'accept-many-wishes', asks(film) + well + b''.join(
        turn(says(reply(READ, offset=n << 20, n_bytes=1 << 20))) for n in (0, 1, 2, 0)
    ) + turn(says(made, sealed, 1, payload=webp))
    yield 'accept-wish-with-descriptor', asks(film) + well + turn(
        says(reply(READ, n_bytes=1), sealed, 1, payload=dots)) + turn(
        says(made, sealed, 1, payload=webp))
    yield 'accept-sealed-all-the-same', asks(*[image] * 3) + well + b''.join(
        turn(says(pixels, sealed, 1, how, dots)) for how in (shorten, lengthen, overwrite))
    yield 'accept-sparse', asks(image) + well + turn(
        says(large, sealed, 1, as_claimed))
    yield 'accept-own-greeting', asks(image) + own + turn(says(reply(HELLO, 1))) + turn(good)
    yield 'accept-greeting-with-descriptor', asks(image) + own + turn(
        says(reply(HELLO, 1), pipe, 1)) + turn(good)
    yield 'refuse-damaged-then-good', asks(image, image) + well + turn(
        says(damaged)) + turn(good)
    yield 'refuse-damaged-with-descriptor', asks(image, image) + well + turn(
        says(damaged, sealed, 1, payload=dots)) + well + turn(good)
    yield 'refuse-greeted-doubly', asks(image) + doubly + turn(good)
    yield 'refuse-hangs-up', asks(image) + hangs_up
    yield 'refuse-says-nothing', asks(image, image) + well + turn() + well + turn(good)
    yield 'refuse-result-as-greeting', asks(image) + own + turn(good)
    yield 'refuse-greeting-as-result', asks(image) + well + turn(says(reply(HELLO, 1)))
    yield 'refuse-wish-after-result', asks(film) + well + turn(
        says(reply(READ, n_bytes=4096)), says(reply(READ, offset=3 << 20, n_bytes=1)))
    yield 'refuse-wish-instead-of-picture', asks(image) + well + turn(
        says(reply(READ, n_bytes=1)))
    for name, kind in (('unsealed', unsealed), ('writable', writable), ('pipe', pipe),
                       ('socket', sock), ('folder', folder), ('device', device),
                       ('events', events), ('itself', itself)):
        yield f'refuse-{name}', asks(image) + well + turn(says(pixels, kind, 1, payload=dots))
    yield 'refuse-huge-pages', asks(image) + well + turn(
        says(reply(width=1024, height=512, stride=4096, n_bytes=2 << 20), huge_pages, 1,
             as_claimed, dots))
    for name, how in (('shortened', shorten), ('lengthened', lengthen),
                      ('overwritten', overwrite)):
        yield f'refuse-{name}', asks(image) + well + turn(
            says(pixels, unsealed, 1, how, dots))
    for n in (2, 3, 12):
        yield f'refuse-{n}-descriptors', asks(image) + well + turn(
            says(pixels, sealed, n, payload=dots))
    yield 'refuse-descriptors-with-nothing', asks(image) + well + turn(
        says(b'', sealed, 12, payload=dots))
    yield 'refuse-half-a-picture', asks(image) + well + turn(
        says(pixels, sealed, 1, payload=dots[:16]))


(DATABASE, COPY, CUT, JOURNAL, KEYRING, HEADER, CLOCK, SHORTEN, STATE, CELL, RECORD,
 STAMP) = (bytes([verb]) for verb in range(12))


def edit_database(page, offset, content):
    return DATABASE + bytes([page]) + u16(offset) + bytes([len(content)]) + content


def database():
    yield 'accept-untouched', b''
    yield 'accept-empty-journal', JOURNAL + b'\0'
    yield 'accept-dead-journal', JOURNAL + b'\x1c' + bytes(28)
    yield 'accept-noise-in-a-row', edit_database(1, 16000, b'noise')
    yield 'refuse-no-database', edit_database(0, 0, b'SQLite format 4')
    yield 'refuse-other-application', edit_database(0, 68, b'OTHR')
    yield 'refuse-newer', edit_database(0, 60, be32(2))
    yield 'refuse-page-size', edit_database(0, 16, b'\x20\0')
    yield 'refuse-cut', CUT + u32(16384 * 3)
    yield 'refuse-cut-page', CUT + u32(1000)
    yield 'refuse-no-tree', edit_database(1, 0, b'\x0a')
    yield 'refuse-cells-far', edit_database(1, 3, b'\xff\xff')
    yield 'refuse-record-tree-for-piece-tree', COPY + b'\1' + u16(0) + b'\2' + u16(0) + u16(16384)
    yield 'refuse-no-schema', edit_database(0, 103, b'\0\0')
    # The numbers of the rows, which stand behind a length of two bytes, out of their order.
    yield 'refuse-rows-swapped', (COPY + b'\1' + u16(10) + b'\1' + u16(30) + u16(2)
                                  + COPY + b'\1' + u16(12) + b'\1' + u16(10) + u16(2)
                                  + COPY + b'\1' + u16(30) + b'\1' + u16(12) + u16(2)
                                  + COPY + b'\1' + u16(8) + b'\1' + u16(14) + u16(2))
    yield 'refuse-planted-journal', JOURNAL + b'\x08' + bytes.fromhex('d9d505f920a163d7')


def pages():
    yield 'accept-untouched', b''
    yield 'accept-noise-in-a-row', edit_database(1, 16000, b'noise')
    yield 'refuse-no-tree', edit_database(1, 0, b'\x0a')
    yield 'refuse-inner', edit_database(1, 0, b'\x05')
    yield 'refuse-cells-far', edit_database(1, 3, b'\xff\xff')
    yield 'refuse-cut', CUT + u32(16384 * 3)
    yield 'refuse-nothing', CUT + u32(0)
    yield 'refuse-freelist-of-itself', edit_database(0, 32, be32(2) + be32(7))
    yield 'refuse-root-in-root', COPY + b'\1' + u16(0) + b'\2' + u16(0) + u16(16384)
    yield 'refuse-cell-outside', edit_database(1, 8, b'\x3f\xff')
    yield 'refuse-rows-swapped', (COPY + b'\1' + u16(10) + b'\1' + u16(30) + u16(2)
                                  + COPY + b'\1' + u16(12) + b'\1' + u16(10) + u16(2)
                                  + COPY + b'\1' + u16(30) + b'\1' + u16(12) + u16(2)
                                  + COPY + b'\1' + u16(8) + b'\1' + u16(14) + u16(2))


def rows():
    yield 'accept-untouched', b''
    yield 'accept-no-magic', edit_database(0, 0, b'SQLite format 4')
    yield 'accept-no-schema', edit_database(0, 103, b'\0\0')
    yield 'accept-schema-lost', COPY + b'\4' + u16(0) + b'\0' + u16(0) + u16(16384)
    yield 'accept-other-application', edit_database(0, 68, b'OTHR')
    yield 'refuse-empty', CUT + u32(0)
    yield 'refuse-cut', CUT + u32(16384 * 2)
    yield 'refuse-records-lost', COPY + b'\2' + u16(0) + b'\1' + u16(0) + u16(16384)
    yield 'refuse-cells-far', edit_database(1, 3, b'\xff\xff')


def catalog():
    both = b'\3'

    def clock_block(time, boot=600, doubt=0, reaped=None):
        return CLOCK + both + u64(time) + u64(boot) + u64(doubt) + u64(
            time if reaped is None else reaped) + b'\1'

    def state_block(copies=both, generation=4, commits=4, segments=1, time=1700000000):
        return STATE + copies + u64(generation) + u64(commits) + u32(segments) + u64(time)

    def record(item, at, content):
        return RECORD + bytes([item]) + u16(at) + bytes([len(content)]) + content

    def stamp(which, content):
        return STAMP + bytes([which]) + u16(0) + bytes([len(content)]) + content

    yield 'accept-untouched', b''
    yield 'accept-torn-header', KEYRING + u32(4000) + b'\4torn'
    yield 'accept-torn-state', KEYRING + u32(4100) + b'\4torn'
    yield 'accept-torn-clocks', KEYRING + u32(8200) + b'\4torn' + KEYRING + u32(598024) + b'\4torn'
    yield 'accept-torn-stamp', edit_database(1, 16000, b'torn')
    yield 'accept-state', state_block()
    yield 'accept-cell-again', CELL + both + b'\0\0' + u32(0)
    yield 'accept-cell-one-copy', CELL + b'\2' + b'\0\0' + u32(0)
    yield 'refuse-record', record(0, 0, b'\xff\xff')
    yield 'refuse-stamp-fewer', stamp(0, u64(4) + u64(3) + u64(2))
    yield 'refuse-stamp-more', stamp(0, u64(4) + u64(3) + u64(2**64 - 1))
    yield 'refuse-stamp-older', stamp(0, u64(0) + u64(3) + u64(3))
    yield 'refuse-stamp-later', stamp(0, u64(9) + u64(99) + u64(3))
    yield 'refuse-state-commits', state_block(commits=99)
    yield 'refuse-state-segments', state_block(segments=2)
    yield 'refuse-header', HEADER + both + u16(8) + b'\2\2\0'
    yield 'refuse-header-kdf', HEADER + both + u16(16) + b'\x08' + u64(2**40)
    yield 'refuse-header-forged', HEADER + both + u16(64) + b'\1\7'
    yield 'refuse-destroyed', KEYRING + u32(0) + b'\x20nightstand: vault destroyed\n' + bytes(4)
    yield 'refuse-short', SHORTEN + u32(1000000)
    yield 'refuse-cell-passed', CELL + both + b'\0\1' + u32(1700000000 // 3600 - 2)
    # Would have all epoch keys taken for passed ones, did the state not know better.
    yield 'accept-clock-back', clock_block(5, reaped=0)
    yield 'refuse-clock-ahead', clock_block(1700000000 + 2 * 3600)
    yield 'refuse-other-schema', edit_database(0, 16300, b'x')
    # The third record's place in the page names the second one, which so is there twice.
    yield 'refuse-record-twice', COPY + b'\1' + u16(12) + b'\1' + u16(14) + u16(2)
    yield 'refuse-record-gone', edit_database(1, 3, b'\0\4') + COPY + b'\1' + u16(
        16) + b'\1' + u16(14) + u16(2)


PLAY_READ, OPENED, FILLED, ENDED, FAILED = range(0x4e440201, 0x4e440206)
BOTH, PICTURE_ONLY, SOUND_ONLY = 3, 1, 2
MOST_SIDE, MOST_PLAYED = 8192, 4096 * 2304
A_YEAR = 366 * 24 * 3600 * 10**9


def played(kind, status=0, serial=0, stream=0, slot=0, streams=0, seekable=0, width=0,
           height=0, offset=0, n_bytes=0, position=0, duration=0):
    return struct.pack('<10I2Q2q', kind, status, serial, stream, slot, streams, seekable,
                       width, height, 0, offset, n_bytes, position, duration)


def said(*bodies, flags=0, with_descriptor=False):
    return bytes([flags]) + b''.join(
        bytes([with_descriptor, len(body)]) + body for body in bodies)


def play():
    film = played(OPENED, streams=BOTH, seekable=1, width=1920, height=1080,
                  duration=90 * 10**9)
    film_alone = played(OPENED, streams=PICTURE_ONLY, width=4, height=2)
    song = played(OPENED, streams=SOUND_ONLY, duration=A_YEAR)
    sound = dict(stream=1, n_bytes=4096)
    size = dict(width=4, height=2, n_bytes=32)
    end = played(FAILED, status=2)
    hold, no_hello = 1, 0x80

    def frame(slot=0, **more):
        return played(FILLED, slot=slot, **{**size, **more})

    yield 'accept-unsupported', said(played(FAILED, status=1))
    yield 'accept-film', said(
        played(PLAY_READ, n_bytes=4096), film, frame(), played(FILLED, **sound), frame(),
        played(PLAY_READ, offset=(3 << 20) - 9, n_bytes=9), frame(5),
        played(ENDED), played(ENDED, stream=1), end)
    yield 'accept-held', said(film, *map(frame, range(6)), *(
        played(FILLED, slot=slot, **sound) for slot in range(16)), end, flags=hold)
    yield 'accept-film-alone', said(film_alone, frame(position=A_YEAR, duration=A_YEAR), end)
    yield 'accept-song', said(song, played(FILLED, slot=15, stream=1, n_bytes=20480), end)
    yield 'accept-stale', said(film_alone, frame(serial=7), played(ENDED, serial=7), end)
    yield 'accept-most', said(film_alone, frame(
        width=4096, height=2304, n_bytes=MOST_PLAYED * 4), end)
    yield 'refuse-nothing-said', said()
    yield 'refuse-no-hello', said(film, end, flags=no_hello)
    yield 'refuse-no-end', said(film, frame())
    yield 'refuse-no-reason', said(played(FAILED))
    yield 'refuse-odd-reason', said(played(FAILED, status=99))
    yield 'refuse-type', said(played(0x4e440206), end)
    yield 'refuse-answer', said(reply(duration=90000), end)
    yield 'refuse-short', said(film[:-1], end)
    yield 'refuse-long', said(film + b'!', end)
    yield 'refuse-empty', said(b'', end)
    yield 'refuse-descriptor', said(film, end, with_descriptor=True)
    yield 'refuse-wish-far', said(played(PLAY_READ, offset=3 << 20, n_bytes=1), end)
    yield 'refuse-wish-wrap', said(played(PLAY_READ, offset=2**64 - 3, n_bytes=9), end)
    yield 'refuse-wish-much', said(played(PLAY_READ, n_bytes=(1 << 20) + 1), end)
    yield 'refuse-wish-nothing', said(played(PLAY_READ), end)
    yield 'refuse-unopened', said(frame(), end)
    yield 'refuse-unopened-end', said(played(ENDED), end)
    yield 'refuse-opened-twice', said(film, film, end)
    yield 'refuse-no-streams', said(played(OPENED), end)
    yield 'refuse-third-stream', said(played(OPENED, streams=7, width=4, height=2), end)
    yield 'refuse-no-size', said(played(OPENED, streams=BOTH), end)
    yield 'refuse-sound-with-size', said(
        played(OPENED, streams=SOUND_ONLY, width=4, height=2), end)
    yield 'refuse-too-large', said(
        played(OPENED, streams=BOTH, width=32768, height=32768), end)
    yield 'refuse-endless', said(
        played(OPENED, streams=SOUND_ONLY, duration=A_YEAR + 1), end)
    yield 'refuse-no-such-stream', said(song, frame(), end)
    yield 'refuse-stream-beyond', said(film, frame(stream=2), end)
    yield 'refuse-end-beyond', said(film, played(ENDED, stream=32), end)
    yield 'refuse-slot-beyond', said(film, frame(6), end)
    yield 'refuse-sound-slot-beyond', said(song, played(FILLED, slot=16, **sound), end)
    yield 'refuse-slot-held', said(film, frame(3), frame(3), end, flags=hold)
    yield 'refuse-sound-slot-held', said(
        song, played(FILLED, **sound), played(FILLED, **sound), end, flags=hold)
    yield 'refuse-over-pixels', said(film, frame(
        width=4097, height=2304, n_bytes=4097 * 2304 * 4), end)
    yield 'refuse-over-side', said(film, frame(
        width=MOST_SIDE + 1, height=1, n_bytes=(MOST_SIDE + 1) * 4), end)
    yield 'refuse-length', said(film, frame(n_bytes=33), end)
    yield 'refuse-length-wraps', said(film, frame(
        width=2**31, height=2**31, n_bytes=0), end)
    yield 'refuse-half-sample', said(song, played(FILLED, stream=1, n_bytes=4098), end)
    yield 'refuse-long-sound', said(song, played(FILLED, stream=1, n_bytes=20484), end)
    yield 'refuse-no-sound', said(song, played(FILLED, stream=1), end)
    yield 'refuse-before-time', said(film, frame(position=-1), end)
    yield 'refuse-after-time', said(film, frame(position=A_YEAR + 1), end)
    yield 'refuse-negative-length', said(film, frame(duration=-1), end)


TARGETS = [answer, catalog, cell, chunk, clock, database, directory, epoch, header, helper,
           pages, passphrase, play, record, recovery, rows, runs, slot, sniff, state, when]


def seeds():
    """path below seeds/ -> bytes"""
    made = {}
    for target in TARGETS:
        for name, content in target():
            path = f'{target.__name__}/{name}'
            assert path not in made, path
            made[path] = content
    return made


def main():
    folder = HERE / 'seeds'
    made = seeds()
    there = {str(path.relative_to(folder)): path
             for path in folder.rglob('*') if path.is_file()}
    if sys.argv[1:] == ['--check']:
        wrong = sorted(set(made) ^ set(there))
        wrong += [path for path in sorted(set(made) & set(there))
                  if there[path].read_bytes() != made[path]]
        for path in wrong:
            print(f'seeds/{path}: not what make_seeds.py writes')
        return 1 if wrong else 0

    for path in set(there) - set(made):
        there[path].unlink()
    for path, content in made.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    print(f'{len(made)} seeds, {sum(map(len, made.values()))} bytes')
    return 0


if __name__ == '__main__':
    sys.exit(main())
