# damage.py - files that are cut, altered, and made to deceive; the same in every run
#
# SPDX-License-Identifier: GPL-3.0-or-later

import random
import struct
import zlib

# Where formats say how they go on, a change does more than among the pixels.
HEAD_BYTES = 600
FAR = 0x7ffffff0


def cut(kind, n):
    """N pieces from the front of it: just begun, somewhere, and all but its end."""
    chance = random.Random(f'cut {kind.name}')
    total = len(kind.data)
    lengths = {total - 1, total * 9 // 10, min(total - 1, 12), min(total - 1, 40)}
    while len(lengths) < n:
        lengths.add(chance.randrange(1, total))
    return [kind.data[:length] for length in sorted(lengths)[:n]]


def flip(kind, n):
    """N copies with some bits changed, every second time only near the front."""
    chance = random.Random(f'flip {kind.name}')
    copies = []
    for i in range(n):
        copy = bytearray(kind.data)
        end = len(copy) if i % 2 else min(len(copy), HEAD_BYTES)
        for _ in range(chance.choice((1, 2, 4, 16, 64))):
            copy[chance.randrange(end)] ^= 1 << chance.randrange(8)
        copies.append(bytes(copy))
    return copies


# ---- pictures that say they are enormous ----

def png_chunk(kind, data):
    body = kind + data
    return struct.pack('>I', len(data)) + body + struct.pack('>I', zlib.crc32(body))


def png_bomb(side=50000):
    """Really SIDE by SIDE: two and a half gigapixels of black in some hundred kilobytes."""
    row = b'\0' * (1 + (side + 7) // 8)
    packer = zlib.compressobj(9)
    pixels = b''.join(packer.compress(row) for _ in range(side)) + packer.flush()
    return (b'\x89PNG\r\n\x1a\n'
            + png_chunk(b'IHDR', struct.pack('>IIBBBBB', side, side, 1, 0, 0, 0, 0))
            + png_chunk(b'IDAT', pixels) + png_chunk(b'IEND', b''))


def gif_bomb():
    """A screen of 65535 by 65535 with one small picture on it."""
    return (b'GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff'
            b'!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;')


def gif_of(n):
    """An animation of N frames."""
    frame = b'!\xf9\4\0\1\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0'
    return (b'GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xff\x0bNETSCAPE2.0\3\1\0\0\0'
            + frame * n + b';')


def gif_plain(side):
    """One colour, SIDE by SIDE, in a few dozen kilobytes: each code says one pixel more
    than the one before, until the table is full and begins again."""
    first, full = 6, 4094
    bits, n_bits, left, packed = 0, 0, side * side, bytearray()

    def put(code, width):
        nonlocal bits, n_bits
        bits |= code << n_bits
        n_bits += width
        while n_bits >= 8:
            packed.append(bits & 0xff)
            bits >>= 8
            n_bits -= 8
    while left > 0:
        put(4, 3 if not packed else 12)
        put(0, 3)
        left -= 1
        for code in range(first, full):
            length = min(code - first + 2, left)
            if length <= 0:
                break
            put(0 if length == 1 else first + length - 2, code.bit_length())
            left -= length
    put(5, 12)
    packed.append(bits & 0xff)
    blocks = b''.join(bytes([len(packed[i:i + 255])]) + packed[i:i + 255]
                      for i in range(0, len(packed), 255))
    size = struct.pack('<HH', side, side)
    return (b'GIF89a' + size + b'\x80\0\0\xc8\x28\x28\xff\xff\xff,\0\0\0\0' + size
            + b'\0\2' + blocks + b'\0;')


def patched(data, tag, skip, new):
    """DATA with NEW so many bytes behind the first TAG."""
    at = data.index(tag) + len(tag) + skip
    return data[:at] + new + data[at + len(new):]


def jpeg_bomb(data):
    return patched(data, b'\xff\xc0', 3, struct.pack('>HH', 65500, 65500))


def webp_bomb():
    """An extended header of 16383 by 16383, and a lossless picture of as much."""
    side = 16383
    bits = 0x2f | (side - 1) << 8 | (side - 1) << 22
    picture = struct.pack('<Q', bits)[:5] + bytes(40)
    body = (b'WEBPVP8X' + struct.pack('<II', 10, 0) + struct.pack('<I', side - 1)[:3] * 2
            + b'VP8L' + struct.pack('<I', len(picture)) + picture + bytes(len(picture) % 2))
    return b'RIFF' + struct.pack('<I', len(body)) + body


def tiff_bomb():
    """One strip of 60000 by 60000, which is not there."""
    fields = [(256, 4, 1, 60000), (257, 4, 1, 60000), (258, 3, 1, 8), (259, 3, 1, 1),
              (262, 3, 1, 1), (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, 60000),
              (279, 4, 1, 0xd693a400)]
    return (b'II*\0' + struct.pack('<IH', 8, len(fields))
            + b''.join(struct.pack('<HHII', *field) for field in fields) + bytes(4))


def tiff_loop():
    """A directory whose next one is itself."""
    fields = [(256, 4, 1, 16), (257, 4, 1, 16), (0x8769, 4, 1, 8)]
    return (b'II*\0' + struct.pack('<IH', 8, len(fields))
            + b''.join(struct.pack('<HHII', *field) for field in fields)
            + struct.pack('<I', 8))


def bmp_bomb():
    return (b'BM' + struct.pack('<IIIIiiHHIIiiII', 0x7fffffff, 0, 54, 40, 60000, 60000, 1,
                                24, 0, 0, 0, 0, 0, 0) + bytes(64))


# ---- boxes, elements and objects that lead nowhere ----

def box(name, body=b'', size=None):
    return struct.pack('>I', 8 + len(body) if size is None else size) + name + body


def nested(name, depth):
    """Boxes in boxes, each as long as what is in it."""
    return b''.join(struct.pack('>I', 8 * (depth - i)) + name for i in range(depth))


def with_box_size(data, name, size, long_size=None):
    """DATA whose box NAME says it has SIZE bytes."""
    at = data.index(name) - 4
    length = struct.pack('>I', size)
    if long_size is None:
        return data[:at] + length + data[at + 4:]
    return (data[:at] + length + data[at + 4:at + 8] + struct.pack('>Q', long_size)
            + data[at + 8:])


def films_that_deceive(mp4, webm):
    """name: bytes."""
    kept = mp4[:struct.unpack('>I', mp4[:4])[0]]
    found = {'moov-in-moov.mp4': kept + nested(b'moov', 20000),
             'trak-in-trak.mp4': kept + box(b'moov', nested(b'trak', 20000)),
             'only-a-head.mp4': kept,
             'no-media.mp4': kept + mp4[mp4.index(b'moov') - 4:],
             'samples.mp4': patched(mp4, b'stsz', 8, b'\xff' * 4),
             'chunks.mp4': patched(mp4, b'stco', 4, b'\xff' * 4),
             'places.mp4': patched(mp4, b'stco', 8, b'\xff' * 4),
             'times.mp4': patched(mp4, b'stts', 4, b'\xff' * 12),
             'length.mp4': patched(mp4, b'mvhd', 12, b'\0\0\0\0\xff\xff\xff\xff'),
             'master-in-master.webm': webm[:webm.index(b'\x18\x53\x80\x67')]
             + b'\x18\x53\x80\x67\x01' + b'\xff' * 7
             + b'\x11\x4d\x9b\x74\x01\xff\xff\xff\xff\xff\xff\xff' * 3000,
             'huge-element.webm': webm[:webm.index(b'\x16\x54\xae\x6b')]
             + b'\x16\x54\xae\x6b\x01\x00\x00\x7f\xff\xff\xff\xff' + bytes(400)}
    for name in (b'ftyp', b'moov', b'mdat', b'trak', b'stbl', b'stsd'):
        text = name.decode()
        for size in (0, 2, 7, FAR, 0xffffffff):
            found[f'{text}-of-{size}.mp4'] = with_box_size(mp4, name, size)
        found[f'{text}-of-all.mp4'] = with_box_size(mp4, name, 1, 2**64 - 1)
        found[f'{text}-of-long-nothing.mp4'] = with_box_size(mp4, name, 1, 0)
    return found


def pictures_that_deceive(heic, avif):
    """name: bytes."""
    found = {'directory-loop.tiff': tiff_loop()}
    for ending, data in (('heic', heic), ('avif', avif)):
        for name in (b'meta', b'iinf', b'iloc', b'iprp', b'ipco', b'ispe', b'mdat'):
            text = name.decode()
            for size in (0, 7, FAR, 0xffffffff):
                found[f'{text}-of-{size}.{ending}'] = with_box_size(data, name, size)
        found[f'meta-in-meta.{ending}'] = (data[:data.index(b'meta') - 4]
                                           + nested(b'meta', 20000))
    return found


def documents_that_deceive():
    """name: bytes."""
    def with_objects(*objects):
        return b'%PDF-1.4\n' + b''.join(
            b'%d 0 obj\n%s\nendobj\n' % (i, body) for i, body in enumerate(objects, 1)
        ) + b'trailer\n<</Root 1 0 R>>\n%%EOF\n'
    return {
        'pages-in-a-circle.pdf': with_objects(
            b'<</Type/Catalog/Pages 2 0 R>>', b'<</Type/Pages/Count 9/Kids[2 0 R]>>'),
        'arrays.pdf': with_objects(b'[' * 100000),
        'dictionaries.pdf': with_objects(b'<</A' * 50000),
        'many-pages.pdf': with_objects(
            b'<</Type/Catalog/Pages 2 0 R>>',
            b'<</Type/Pages/Count 2000000000/Kids[3 0 R]>>',
            b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e9 1e9]>>'),
    }
