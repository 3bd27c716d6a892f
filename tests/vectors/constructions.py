# constructions.py - what FORMAT.md says about keys and seals, written a second time
#
# Nothing here calls Nightstand.  BLAKE2b is Python's; XChaCha20-Poly1305 and Argon2id are
# libsodium's, the functions themselves and none of their uses.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import ctypes
import ctypes.util
import hashlib
import struct
import unicodedata

TAG = 16
NONCE = 24

CHUNK = 67530
PIECE = CHUNK + TAG
# The stream with a random nonce.
LATE = 2
NOTE = 4
RECORD_PLAIN = 968
BLOCK = 4096

# purpose: (context, id); every derivation there is.
SUBKEYS = {
    'slot-wrap': ('SLOTWRAP', 1),
    'slot-commit': ('SLOTWRAP', 2),
    'header-mac': ('HDR_MAC_', 1),
    'ring-root': ('RINGROOT', 1),
    'state': ('STATEKEY', 1),
    'directory': ('SLOTDIR_', 1),
    'stamp': ('DBSTAMP_', 1),
    'cell-wrap': ('CELLWRAP', 1),
    'cell-commit': ('CELLWRAP', 2),
    'media': ('CHUNKKEY', 0),
    'thumbnail': ('CHUNKKEY', 1),
    'late': ('CHUNKKEY', 2),
    'record': ('CHUNKKEY', 3),
    'note': ('CHUNKKEY', 4),
    'item-id': ('ITEMID__', 1),
}

LABELS = {'slot-secret': 'slotkey1', 'slot': 'slot1___', 'ring': 'ring1___',
          'cell': 'cell1___', 'inner': 'inner1__', 'heart': 'heart1__', 'beat': 'beat1___'}

MARKER = b'nightstand: vault destroyed\n' + bytes(4)

# The end of the year 9999.
LATEST = 253402300799

EPOCHS = {1: (3600, 72, 0), 2: (86400, 400, 72), 3: (604800, 260, 472)}

_sodium = ctypes.CDLL(ctypes.util.find_library('sodium') or 'libsodium.so.23')
assert _sodium.sodium_init() >= 0


def u16(value):
    return struct.pack('<H', value)


def u32(value):
    return struct.pack('<I', value)


def u64(value):
    return struct.pack('<Q', value)


def blake2b(data, key=b''):
    return hashlib.blake2b(data, digest_size=32, key=key).digest()


def derive(key, purpose):
    """libsodium's crypto_kdf: BLAKE2b of nothing, id as salt, context as personalisation."""
    context, number = SUBKEYS[purpose]
    return hashlib.blake2b(b'', digest_size=32, key=key,
                           salt=u64(number) + bytes(8),
                           person=context.encode() + bytes(8)).digest()


def bind(key, label, *fields):
    return blake2b(LABELS[label].encode() + b''.join(fields), key)


def seal(key, nonce, plain, aad=b''):
    out = ctypes.create_string_buffer(len(plain) + TAG)
    n_out = ctypes.c_ulonglong()
    _sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
        out, ctypes.byref(n_out), plain, ctypes.c_ulonglong(len(plain)),
        aad, ctypes.c_ulonglong(len(aad)), None, nonce, key)
    return out.raw


def unseal(key, nonce, sealed, aad=b''):
    """The plain bytes, or None."""
    out = ctypes.create_string_buffer(len(sealed))
    n_out = ctypes.c_ulonglong()
    result = _sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        out, ctypes.byref(n_out), None, sealed, ctypes.c_ulonglong(len(sealed)),
        aad, ctypes.c_ulonglong(len(aad)), nonce, key)
    return out.raw[:n_out.value] if result == 0 else None


def x25519(secret, public_key):
    """The shared secret, or None where it would be zero."""
    out = ctypes.create_string_buffer(32)
    return out.raw if _sodium.crypto_scalarmult(out, secret, public_key) == 0 else None


def x25519_base(secret):
    out = ctypes.create_string_buffer(32)
    assert _sodium.crypto_scalarmult_base(out, secret) == 0
    return out.raw


def kdf_is_acceptable(alg, memory, passes):
    return (alg == 1 and 64 << 20 <= memory <= 4 << 30 and memory % 1024 == 0
            and 3 <= passes <= 64)


def kdf(memory, passes, salt, passphrase):
    out = ctypes.create_string_buffer(32)
    result = _sodium.crypto_pwhash(
        out, ctypes.c_ulonglong(32), passphrase, ctypes.c_ulonglong(len(passphrase)),
        salt, ctypes.c_ulonglong(passes), ctypes.c_size_t(memory), 2)
    assert result == 0
    return out.raw


DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U'


def recovery_key(text):
    """('opens', canonical form), ('mistyped', None) or ('other', None)."""
    symbols = text.replace(b'-', b'').replace(b' ', b'').upper()
    digits = symbols[:26].replace(b'O', b'0').replace(b'I', b'1').replace(b'L', b'1')
    if (len(symbols) != 27 or not symbols.isascii()
            or any(chr(d) not in DIGITS[:32] for d in digits)
            or chr(symbols[26]) not in DIGITS):
        return 'other', None
    value = 0
    for digit in digits:
        value = value * 32 + DIGITS.index(chr(digit))
    if value % 37 != DIGITS.index(chr(symbols[26])):
        return 'mistyped', None
    return 'opens', digits + symbols[26:]


def normalise(typed):
    """The passphrase as it enters the KDF, or None if it cannot be one."""
    if len(typed) > 1024:
        return None
    try:
        text = typed.decode('utf-8')
    except UnicodeDecodeError:
        return None
    if any(unicodedata.category(c) in ('Cc', 'Cn') for c in text):
        return None
    result = unicodedata.normalize('NFKC', text).encode()
    if recovery_key(result)[0] == 'opens':
        return recovery_key(result)[1]
    return result if 8 <= len(result) <= 1024 else None


# ---- Slots -----------------------------------------------------------------------------

def slot_secret(key, place):
    return bind(key, 'slot-secret', place['vault-id'], bytes([place['alg']]),
                u64(place['memory']), u64(place['passes']), place['salt'],
                bytes([place['number']]))


def slot_public_key(key, place):
    return x25519_base(slot_secret(key, place))


def slot_root(shared, place, ephemeral_key, public_key):
    return bind(shared, 'slot', place['vault-id'], bytes([place['number']]), ephemeral_key,
                public_key)


def slot_seal(public_key, place, ephemeral_secret, kind, master_key, tail=bytes(15)):
    ephemeral_key = x25519_base(ephemeral_secret)
    root = slot_root(x25519(ephemeral_secret, public_key), place, ephemeral_key, public_key)
    return slot_seal_plain(root, place, ephemeral_key, master_key + bytes([kind]) + tail)


def slot_seal_plain(root, place, ephemeral_key, plain):
    return (derive(root, 'slot-commit') + ephemeral_key
            + seal(derive(root, 'slot-wrap'), bytes(NONCE), plain, place['vault-id']))


def slot_open(key, place, sealed):
    """(kind, master key), or None."""
    secret = slot_secret(key, place)
    shared = x25519(secret, sealed[32:64])
    if shared is None:
        return None
    root = slot_root(shared, place, sealed[32:64], x25519_base(secret))
    if derive(root, 'slot-commit') != sealed[:32]:
        return None
    plain = unseal(derive(root, 'slot-wrap'), bytes(NONCE), sealed[64:], place['vault-id'])
    if plain is None or plain[32] not in (1, 2, 3) or any(plain[33:]):
        return None
    return plain[32], plain[:32]


def directory_plain(entries, identity, ring_key=bytes(32), state_key=bytes(32),
                    unfinished=0, n_changes=0, tail=bytes(24), gap=bytes(7)):
    """ENTRIES: eight of (kind, added, public key)."""
    return (b''.join(bytes([kind]) + gap + u64(added) + public_key
                     for kind, added, public_key in entries)
            + identity + ring_key + state_key + bytes([unfinished, 0, 0, 0])
            + u32(n_changes) + tail)


def directory_seal(key, vault_id, nonce, plain):
    return nonce + seal(key, nonce, plain, vault_id)


def directory_open(key, vault_id, sealed):
    """(entries, identity seed, previous ring key, previous state key, unfinished, changes),
    or None."""
    plain = unseal(key, sealed[:NONCE], sealed[NONCE:], vault_id)
    if plain is None:
        return None
    entries = []
    for at in range(0, 384, 48):
        kind, gap, added, public_key = struct.unpack('<B7sq32s', plain[at:at + 48])
        if kind > 3 or any(gap) or not 0 <= added <= LATEST:
            return None
        if kind == 0 and any(plain[at:at + 48]):
            return None
        entries.append((kind, added, public_key))
    identity, ring_key, state_key, unfinished, zero, n_changes = struct.unpack(
        '<32s32s32sB3sI', plain[384:488])
    if (unfinished > 1 or any(zero) or any(plain[488:])
            or (unfinished == 0 and any(ring_key + state_key))):
        return None
    return entries, identity, ring_key, state_key, unfinished, n_changes


# ---- One seal for two keys -------------------------------------------------------------

P1305 = (1 << 130) - 5


def stream(key, nonce, n_bytes):
    """What XChaCha20-Poly1305 lays over: 64 bytes for the tag's key, then for the text."""
    subkey, out = ctypes.create_string_buffer(32), ctypes.create_string_buffer(64 + n_bytes)
    _sodium.crypto_core_hchacha20(subkey, nonce[:16], key, None)
    _sodium.crypto_stream_chacha20_ietf(out, ctypes.c_ulonglong(64 + n_bytes),
                                        bytes(4) + nonce[16:], subkey)
    return out.raw


def two_key_seal(keys, nonce, plain, aad, block):
    """PLAIN under the first of the two keys, but for its 16 bytes number BLOCK, which are
    chosen so that the tag is right under both.  None if there are none; try another PLAIN."""
    (r1, s1, x1), (r2, s2, _) = (
        (int.from_bytes(out[:16], 'little') & 0x0ffffffc0ffffffc0ffffffc0fffffff,
         int.from_bytes(out[16:32], 'little'), out[64:])
        for out in (stream(key, nonce, len(plain)) for key in keys))
    text = bytearray(a ^ b for a, b in zip(plain, x1))
    text[16 * block:16 * block + 16] = bytes(16)
    padded = bytes(-len(text) % 16)
    message = aad + text + padded + u64(len(aad)) + u64(len(text))
    numbers = [int.from_bytes(message[at:at + 16], 'little') + (1 << 128)
               for at in range(0, len(message), 16)]
    at = len(aad) // 16 + block
    power = len(numbers) - at
    numbers[at] = 0
    sums = [sum(n * pow(r, len(numbers) - i, P1305) for i, n in enumerate(numbers))
            for r in (r1, r2)]
    factor = pow(pow(r1, power, P1305) - pow(r2, power, P1305), -1, P1305)
    for carry in range(-4, 5):
        x = (sums[1] - sums[0] + s2 - s1 + (carry << 128)) * factor % P1305
        if x >> 128 == 1:
            text[16 * block:16 * block + 16] = (x - (1 << 128)).to_bytes(16, 'little')
            tag = ((sums[0] + x * pow(r1, power, P1305)) % P1305 + s1) % (1 << 128)
            sealed = bytes(text) + tag.to_bytes(16, 'little')
            if all(unseal(key, nonce, sealed, aad) is not None for key in keys):
                return sealed
    return None


# ---- Cells -----------------------------------------------------------------------------

def cell_root(ring_key, vault_id, number, nonce, label='cell'):
    return bind(ring_key, label, vault_id, u32(number), nonce)


def cell_key(epoch_key, heart_key=None):
    """What the inner key of a cell comes from; HEART_KEY where the absence rule holds."""
    key = epoch_key or bytes(32)
    return bind(heart_key, 'beat', key) if heart_key else key


def cell_plain(vault_id, number, nonce, epoch_class, epoch, epoch_key, item_root,
               heart_key=None):
    inner_key = cell_root(cell_key(epoch_key, heart_key), vault_id, number, nonce, 'inner')
    return (bytes([1 if heart_key else 0, epoch_class, 0, 0]) + u32(epoch)
            + seal(inner_key, bytes(NONCE), item_root))


def cell_seal_plain(ring_key, vault_id, number, nonce, plain):
    root = cell_root(ring_key, vault_id, number, nonce)
    return (derive(root, 'cell-commit') + nonce
            + seal(derive(root, 'cell-wrap'), nonce, plain))


def cell_open(ring_key, vault_id, number, sealed):
    """(class, epoch, inner wrap, whether the heart key is needed), or None."""
    nonce = sealed[32:56]
    root = cell_root(ring_key, vault_id, number, nonce)
    if derive(root, 'cell-commit') != sealed[:32]:
        return None
    plain = unseal(derive(root, 'cell-wrap'), nonce, sealed[56:])
    if plain is None or plain[0] > 1 or plain[1] > 3 or any(plain[2:4]):
        return None
    epoch = int.from_bytes(plain[4:8], 'little')
    if plain[1] == 0 and epoch != 0:
        return None
    return plain[1], epoch, plain[8:], plain[0] == 1


def cell_reseal(ring_key, new_ring_key, vault_id, number, sealed):
    nonce = sealed[32:56]
    root = cell_root(ring_key, vault_id, number, nonce)
    plain = unseal(derive(root, 'cell-wrap'), nonce, sealed[56:])
    return cell_seal_plain(new_ring_key, vault_id, number, nonce, plain)


def cell_unwrap(vault_id, number, sealed, inner, epoch_key, heart_key=None):
    key = cell_root(cell_key(epoch_key, heart_key), vault_id, number, sealed[32:56], 'inner')
    return unseal(key, bytes(NONCE), inner)


# ---- Rows ------------------------------------------------------------------------------

def record_seal(key, vault_id, row, nonce, plain):
    return nonce + seal(key, nonce, plain, vault_id + u64(row))


def record_open(key, vault_id, row, sealed):
    return unseal(key, sealed[:NONCE], sealed[NONCE:], vault_id + u64(row))


def chunk_nonce(index, end):
    return u64(index) + bytes([end]) + bytes(15)


def chunk_aad(place):
    return (b'chunk1__' + place['vault-id'] + place['item-id'] + u32(place['stream'])
            + u64(place['index']) + bytes([place['end']]))


def late_seal(place, nonce, plain):
    """The one chunk of stream 2; its last bytes are not kept."""
    return nonce + seal(place['key'], nonce, plain[:CHUNK - NONCE], chunk_aad(place))


def late_open(place, sealed):
    plain = unseal(place['key'], sealed[:NONCE], sealed[NONCE:], chunk_aad(place))
    return plain and plain + bytes(NONCE)


def chunk_seal(place, plain):
    return seal(place['key'], chunk_nonce(place['index'], place['end']), plain,
                chunk_aad(place))


def chunk_open(place, sealed):
    if place['stream'] in (LATE, NOTE):
        return late_open(place, sealed)
    return unseal(place['key'], chunk_nonce(place['index'], place['end']), sealed,
                  chunk_aad(place))


def entry_body(numbers, *texts):
    """The GVariant (ats...), whatever it says."""
    body = b''.join(u64(n % 2 ** 64) for n in numbers)
    ends = [len(body)]
    for text in texts:
        body += text + b'\0'
        ends.append(len(body))
    size = 1 if len(body) + len(texts) <= 255 else 2
    return body + b''.join(end.to_bytes(size, 'little') for end in reversed(ends[:-1]))


def entry_plain(body):
    return u16(len(body)) + bytes(6) + body + bytes(RECORD_PLAIN - 8 - len(body))


def is_bad_in_name(char):
    code = ord(char)
    return (char == '/' or unicodedata.category(char) == 'Cc' or 0x2028 <= code <= 0x202e
            or 0x2066 <= code <= 0x2069 or code in (0x61c, 0x200e, 0x200f))


def name_is_good(name):
    try:
        text = name.decode('utf-8')
    except UnicodeDecodeError:
        return False
    return (1 <= len(name) <= 255 and text not in ('.', '..')
            and not any(map(is_bad_in_name, text)))


def take_stream(numbers):
    """(length, runs) from the front of NUMBERS, or None."""
    if not numbers:
        return None
    length, runs = numbers.pop(0), []
    missing = -(-length // CHUNK)
    if missing > 1 << 40:
        return None
    while missing > 0:
        if len(numbers) < 2 or len(runs) == 32:
            return None
        first, count = numbers.pop(0), numbers.pop(0)
        if not 1 <= count <= missing or not 1 <= first <= (1 << 62) - count + 1:
            return None
        missing -= count
        runs.append((first, count))
    return length, runs


def split_body(plain, n_texts):
    """(numbers, texts) of a record in its one encoding, or None."""
    length = int.from_bytes(plain[:2], 'little')
    body = plain[8:8 + length]
    size = 1 if length <= 255 else 2
    if len(body) != length or length < n_texts * size:
        return None
    first = int.from_bytes(body[length - size:], 'little')
    numbers = [int.from_bytes(body[at:at + 8], 'little') for at in range(0, first, 8)]
    texts = body[first:].split(b'\0')[:n_texts]
    if (first % 8 or len(texts) < n_texts
            or entry_plain(entry_body(numbers, *texts)) != plain):
        return None
    return numbers, texts


def first_number(plain):
    """What says how a record is to be read."""
    length = int.from_bytes(plain[:2], 'little')
    return int.from_bytes(plain[8:16], 'little') if length >= 8 else 0


def line_is_good(text, most, trimmed=True):
    """A name that is no file's."""
    try:
        line = text.decode('utf-8')
    except UnicodeDecodeError:
        return False
    return (1 <= len(text) <= most and not any(c != '/' and is_bad_in_name(c) for c in line)
            and (not trimmed or not (is_space(line[0]) or is_space(line[-1]))))


def is_space(char):
    return unicodedata.category(char) in ('Zs', 'Zl', 'Zp')


def note_is_good(note):
    try:
        text = note.decode('utf-8')
    except UnicodeDecodeError:
        return False
    return (len(note) <= 8192
            and not any(c not in '/\n\t' and is_bad_in_name(c) for c in text))


def tags_are_good(tags):
    each = tags.split(b'\n') if tags else []
    return (len(each) <= 32 and all(line_is_good(tag, 64) for tag in each)
            and all(a < b for a, b in zip(each, each[1:])))


def split_fixed(numbers):
    """(the first numbers, the groups, those of the streams), or None."""
    version = numbers[0]
    n_fixed = {1: 8, 2: 10, 3: 13}[version]
    fixed, rest = numbers[:n_fixed], numbers[n_fixed:]
    if (len(fixed) < n_fixed or fixed[1] > 5 or fixed[4] >= 1 << 63
            or max(fixed[5:7]) >= 1 << 32):
        return None
    if version >= 2 and (fixed[8] > 3 or fixed[9] > 31622400000):
        return None
    if version == 2 and fixed[8:] == [0, 0]:
        return None
    if version < 3:
        return fixed, [], rest
    flags, views, n_groups = fixed[10:]
    groups = rest[:n_groups]
    if (flags > 3 or views > 1000000 or (views and not flags & 2) or n_groups > 32
            or len(groups) < n_groups or any(a >= b for a, b in zip(groups, groups[1:]))):
        return None
    return fixed, groups, rest[n_groups:]


def says_more(fixed, groups, tags, note, streams):
    """Whether version 3 is needed."""
    return bool(fixed[10] or groups or tags or note or streams[3][0])


def entry_open(plain):
    """(numbers, streams, name, content type, groups, tags, note), or None."""
    version = first_number(plain)
    parts = split_body(plain, {1: 2, 2: 2, 3: 4}[version]) if 1 <= version <= 3 else None
    split = parts and split_fixed(parts[0])
    if not split:
        return None
    fixed, groups, rest = split
    name, content_type, tags, note = (parts[1] + [b'', b''])[:4]
    if (not name_is_good(name) or not 1 <= len(content_type) <= 127
            or not all(0x21 <= byte <= 0x7e for byte in content_type)
            or not tags_are_good(tags) or not note_is_good(note) or len(note) > 160):
        return None
    streams = [take_stream(rest) for _ in range(4 if version == 3 else 3)]
    if (None in streams or rest or streams[0][0] == 0
            or streams[LATE][0] > CHUNK - NONCE):
        return None
    if version == 3 and (not says_more(fixed, groups, tags, note, streams)
                         or (streams[3][0] and (note or not 160 < streams[3][0] <= 8192))):
        return None
    return fixed, streams, name, content_type, groups, tags, note


def card_open(plain):
    """(numbers, stream, entries, name) of a record that is no item's, or None."""
    kind = first_number(plain)
    parts = split_body(plain, 1) if kind in (16, 17, 18) else None
    if parts is None:
        return None
    numbers, (name,) = parts
    if kind == 16:
        if len(numbers) not in (4, 5):
            return None
        expiry = numbers[3] - (1 << 64) if numbers[3] >> 63 else numbers[3]
        good = (numbers[1] <= 1 and numbers[2] <= LATEST and -1 <= expiry <= 3653 * 86400
                and (numbers[4:] in ([], [1])) and not (numbers[1] and numbers[4:])
                and line_is_good(name, 255))
        return (numbers, (0, []), [], name) if good else None
    rest = numbers[1:]
    stream = take_stream(rest)
    if name or stream is None or stream[0] > CHUNK - NONCE:
        return None
    if kind == 17:
        return (numbers, stream, [], name) if stream[0] and not rest else None
    entries = log_entries(b''.join(u64(n) for n in rest))
    if entries is None or len(entries) > 56 or stream[0] % 16 or stream[0] > 65536:
        return None
    return numbers, stream, entries, name


def log_entries(data):
    """[(time, kind, count)] of what a log holds, or None."""
    entries = [(int.from_bytes(data[at:at + 8], 'little'),
                int.from_bytes(data[at + 8:at + 12], 'little'),
                int.from_bytes(data[at + 12:at + 16], 'little'))
               for at in range(0, len(data), 16)]
    good = len(data) % 16 == 0 and all(t <= LATEST and kind for t, kind, _ in entries)
    return entries if good else None


# ---- Blocks of the keyring -------------------------------------------------------------

def finish_header(body, mac_key):
    """The 4032 bytes before the MAC, then MAC and checksum."""
    assert len(body) == 4032
    block = body + blake2b(body, mac_key)
    return block + blake2b(block)


def header_body(h):
    return b''.join([
        b'NSTNDKEY', u16(h.get('version', 1)), bytes([h.get('suite', 1), h['alg'],
        h.get('normalisation', 1)]), h.get('reserved-13', bytes(3)), u64(h['memory']),
        u64(h['passes']), h['salt'], h['vault-id'], u64(h['ring-generation']),
        bytes([h.get('provider', 0)]), h.get('reserved-73', bytes(439)), h['slots'],
        h['directory'], h.get('reserved-2088', bytes(1944))])


def header_status(block):
    if block[:32] == MARKER:
        return 'destroyed'
    if block[:8] != b'NSTNDKEY' or blake2b(block[:4064]) != block[4064:]:
        return 'damaged'
    version = int.from_bytes(block[8:10], 'little')
    if version > 1:
        return 'newer'
    if (version != 1 or block[10] != 1 or block[12] != 1 or block[72] != 0
            or any(block[13:16]) or any(block[73:512]) or any(block[2088:4032])):
        return 'damaged'
    return 'opens'


def header_mac_fits(block, mac_key):
    return blake2b(block[:4032], mac_key) == block[4032:4064]


def state_plain(generation, n_commits, n_segments, time, unreaped=0, n_header_changes=0,
                heart=0, tail=bytes(23)):
    return (u64(generation) + u64(n_commits) + u32(n_segments) + bytes(4) + u64(time)
            + u32(unreaped) + u32(n_header_changes) + bytes([heart]) + tail)


def state_seal(key, vault_id, nonce, plain, heart=b''):
    block = nonce + seal(key, nonce, plain, vault_id) + heart
    return block + bytes(BLOCK - len(block))


def state_open(key, vault_id, block):
    plain = unseal(key, block[:NONCE], block[NONCE:NONCE + 80], vault_id)
    if plain is None or any(plain[20:24]) or plain[40] > 1 or any(plain[41:]):
        return None
    generation, n_commits, n_segments, _, time, unreaped, n_header_changes = struct.unpack(
        '<QQIIqII', plain[:40])
    if not 1 <= n_segments <= 65536 or not 0 <= time <= LATEST or unreaped > time:
        return None
    heart = heart_open(key, vault_id, block[104:208]) if plain[40] else None
    if plain[40] and not heart:
        return None
    return generation, n_commits, n_segments, time, unreaped, n_header_changes, heart


def heart_wrap(epoch_key, vault_id, nonce, heart_key):
    return seal(bind(epoch_key, 'heart', vault_id, nonce), bytes(NONCE), heart_key)


def heart_unwrap(epoch_key, vault_id, nonce, wrapped):
    return unseal(bind(epoch_key, 'heart', vault_id, nonce), bytes(NONCE), wrapped)


def heart_plain(days, epoch_class, epoch, wrapped, everything=1, gap=bytes(2), gap2=bytes(4)):
    return u32(days) + bytes([epoch_class, everything]) + gap + u32(epoch) + gap2 + wrapped


def heart_seal(state_key, vault_id, nonce, plain):
    return nonce + seal(state_key, nonce, plain, b'heart1__' + vault_id)


def heart_open(state_key, vault_id, sealed):
    """(days, class, epoch, nonce, wrapped heart key), or None."""
    nonce = sealed[:NONCE]
    plain = unseal(state_key, nonce, sealed[NONCE:], b'heart1__' + vault_id)
    if (plain is None or not 1 <= plain[4] <= 3 or plain[5] > 1 or any(plain[6:8])
            or any(plain[12:16])):
        return None
    days, epoch = int.from_bytes(plain[:4], 'little'), int.from_bytes(plain[8:12], 'little')
    return (days, plain[4], epoch, nonce, plain[16:]) if 14 <= days <= 730 else None


def clock_block(vault_id, time, boot, boot_id, doubt, reaped, ring_generation, n_failed,
                last_failed, gap=bytes(4), tail=bytes(BLOCK - 112)):
    fields = (b'NSTCLOCK' + u64(time) + u64(boot) + boot_id + u64(doubt) + u64(reaped)
              + u64(ring_generation) + u32(n_failed) + gap + u64(last_failed))
    return fields + blake2b(fields + vault_id) + tail


def clock_open(vault_id, block):
    if (block[:8] != b'NSTCLOCK' or blake2b(block[:80] + vault_id) != block[80:112]
            or any(block[68:72]) or any(block[112:])):
        return None
    time, boot, boot_id, doubt, reaped, ring_generation, n_failed, last_failed = (
        struct.unpack('<qq16sqqQI4xq', block[8:80]))
    if (min(time, boot, doubt, reaped, last_failed) < 0
            or max(time, boot, last_failed) > LATEST or reaped > time):
        return None
    return time, boot, boot_id, doubt, reaped, ring_generation, n_failed, last_failed


def wiped(n_bytes):
    """A keyring of that length after a wipe."""
    starts = {0: 4096, 4096: 61440, 589824: 4096, 593920: 61440}
    out = bytearray()
    while len(out) < n_bytes:
        at = len(out)
        size = min(starts.get(at, 65536), n_bytes - at)
        block = ctypes.create_string_buffer(size)
        _sodium.randombytes_buf_deterministic(block, ctypes.c_size_t(size),
                                              blake2b(u64(at), MARKER))
        out += MARKER + block.raw[32:] if at in (0, 589824) else block.raw
    return bytes(out)


# ---- Epochs and places -----------------------------------------------------------------

def epoch_of(expires, now):
    """(class, number): the first epoch that ends at or after the deadline, in the finest
    class whose table reaches so far."""
    if expires <= 0:
        return 0, 0
    for epoch_class, (length, n_keys, _) in EPOCHS.items():
        number = -(-expires // length) - 1
        current = max(now, 0) // length
        number = max(number, current)
        if number - current < n_keys:
            return epoch_class, number
    return 0, 0


def epoch_index(epoch_class, number):
    _, n_keys, first = EPOCHS[epoch_class]
    return first + number % n_keys


def epochs_passed(after, now):
    """The table as 732 bytes, 1 where a key's epoch ended after AFTER and by NOW."""
    due = bytearray(732)
    count = 0
    for epoch_class, (length, n_keys, _) in EPOCHS.items():
        last = now // length - 1
        for number in range(max(last - n_keys + 1, 0), last + 1):
            if after < (number + 1) * length <= now:
                due[epoch_index(epoch_class, number)] = 1
                count += 1
    return bytes(due), count


def cell_offset(cell, copy):
    head, segment = 65536, 4096 * 128
    number, place = divmod(cell, 4096)
    if number == 0:
        start = copy * (head + segment) + head
    else:
        start = 2 * (head + segment) + (number - 1) * 2 * segment + copy * segment
    return start + place * 128


# ---- Files -----------------------------------------------------------------------------

def pack(data):
    """Hex, with runs of one byte as HEX*COUNT."""
    tokens, at = [], 0
    literal = b''
    while at < len(data):
        end = at
        while end < len(data) and data[end] == data[at]:
            end += 1
        if end - at >= 12:
            if literal:
                tokens.append(literal.hex())
            literal = b''
            tokens.append(f'{data[at]:02x}*{end - at}')
        else:
            literal += data[at:end]
        at = end
    if literal:
        tokens.append(literal.hex())
    return ' '.join(tokens)


def unpack(text):
    data = b''
    for token in text.split():
        digits, _, count = token.partition('*')
        data += bytes.fromhex(digits) * int(count or 1)
    return data


class Vector:
    """One file: names and values, in order; a name may be there more than once."""

    def __init__(self, path):
        self.path = path
        self.pairs = []
        for line in path.read_text(encoding='ascii').splitlines():
            if line and not line.startswith('#'):
                name, colon, value = line.partition(':')
                assert colon, f'{path.name}: no colon in "{line[:40]}"'
                self.pairs.append((name, value.strip()))

    def all(self, name):
        return [value for key, value in self.pairs if key == name]

    def has(self, name):
        return bool(self.all(name))

    def text(self, name):
        values = self.all(name)
        assert len(values) == 1, f'{self.path.name}: {len(values)} times "{name}"'
        return values[0]

    def number(self, name):
        return int(self.text(name))

    def bytes(self, name):
        return unpack(self.text(name))
