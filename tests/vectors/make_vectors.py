#!/usr/bin/env python3
# make_vectors.py - writes the *.vector files beside it from constructions.py alone
#
# Every byte that ought to be random is a hash of a name, so that a second run writes the
# same files.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
from pathlib import Path

import constructions as c

HERE = Path(__file__).resolve().parent


def noise(name, n_bytes=32):
    return hashlib.shake_256(('nightstand vector ' + name).encode()).digest(n_bytes)


VAULT_ID = noise('vault id', 16)
OTHER_ID = noise('other vault id', 16)


def write(name, about, construction, expect, **fields):
    lines = [f'# {about}', f'construction: {construction}', f'expect: {expect}']
    for key, values in fields.items():
        for value in values if isinstance(values, list) else [values]:
            text = c.pack(value) if isinstance(value, bytes) else str(value)
            lines.append(f'{key.replace("_", "-")}: {text}'.rstrip())
    (HERE / f'{name}.vector').write_text('\n'.join(lines) + '\n', encoding='ascii')


def make_keys():
    for purpose, (context, number) in c.SUBKEYS.items():
        key = noise('key for ' + purpose)
        write(f'subkey-{purpose}', f'crypto_kdf, context {context}, id {number}', 'subkey',
              'opens', purpose=purpose, context=context, id=number, key=key,
              out=c.derive(key, purpose))

    nonce = noise('bind nonce', 24)
    fields = {
        'slot-secret': [VAULT_ID, b'\1', c.u64(64 << 20), c.u64(3), noise('salt', 16), b'\5'],
        'slot': [VAULT_ID, b'\5', noise('ephemeral key'), noise('public key')],
        'ring': [VAULT_ID, c.u64(1)],
        'cell': [VAULT_ID, c.u32(77), nonce],
        'inner': [VAULT_ID, c.u32(77), nonce],
        'heart': [VAULT_ID, nonce],
        'beat': [noise('epoch key')],
    }
    for label, parts in fields.items():
        key = noise('key for ' + label)
        write(f'bind-{label}', f'keyed BLAKE2b over {c.LABELS[label]} and the fields', 'bind',
              'opens', bind=label, label=c.LABELS[label], key=key, field=parts,
              out=c.bind(key, label, *parts))


def make_kdf():
    salt = noise('kdf salt', 16)
    mib = 1 << 20
    for name, memory, passes, passphrase in (
            ('floor', 64 * mib, 3, b'correct horse battery staple'),
            ('passes', 64 * mib, 4, b'correct horse battery staple'),
            ('memory', 65 * mib, 3, b'correct horse battery staple'),
            ('nfkc', 64 * mib, 3, 'caf\u00e9 caf\u00e9'.encode())):
        write(f'kdf-{name}', f'Argon2id, {memory // mib} MiB, {passes} passes', 'kdf',
              'opens', alg=1, memory=memory, passes=passes, salt=salt,
              passphrase=passphrase, out=c.kdf(memory, passes, salt, passphrase))
    for name, about, alg, memory, passes in (
            ('memory-too-small', 'one KiB below the floor', 1, 64 * mib - 1024, 3),
            ('memory-8-kib', "Argon2's own minimum", 1, 8192, 3),
            ('memory-huge', 'a TiB', 1, 1 << 40, 3),
            ('memory-over', 'one KiB above the most', 1, (4 << 30) + 1024, 3),
            ('memory-uneven', 'not whole KiB', 1, 64 * mib + 1, 3),
            ('passes-too-few', 'two passes', 1, 64 * mib, 2),
            ('passes-one', 'one pass', 1, 64 * mib, 1),
            ('passes-over', '65 passes', 1, 64 * mib, 65),
            ('passes-huge', 'months of passes', 1, 64 * mib, 2 ** 32 - 1),
            ('alg-zero', 'no algorithm', 0, 64 * mib, 3),
            ('alg-argon2i', "libsodium's number for Argon2id is not ours", 2, 64 * mib, 3)):
        write(f'kdf-{name}', f'refused: {about}', 'kdf', 'refused', alg=alg,
              memory=memory, passes=passes, salt=salt, passphrase=b'correct horse')


def make_passphrases():
    for name, about, typed in (
            ('ascii', 'passes through, spaces and all', '  two  spaces '),
            ('composed', 'an accent as one character', 'caf\u00e9 noir'),
            ('decomposed', 'the same accent as two', 'cafe\u0301 noir'),
            ('no-break-space', 'becomes a space', 'caf\u00e9\u00a0noir'),
            ('full-width', 'digits and letters become ASCII', '\uff11\uff12\uff13\uff14\uff21\uff22\uff23\uff24'),
            ('ligature', 'becomes two letters', '\ufb01ve \ufb01ngers')):
        write(f'passphrase-{name}', about, 'passphrase', 'opens', typed=typed.encode(),
              normalised=c.normalise(typed.encode()))
    for name, about, typed in (
            ('control', 'a tab', b'tab\there is one'),
            ('delete', 'U+007F', b'delete\x7f here'),
            ('c1', 'U+0085', 'next\u0085line'.encode()),
            ('unassigned', 'U+0378', 'not \u0378 assigned'.encode()),
            ('short', 'seven bytes', b'1234567'),
            ('short-after', 'nine bytes that become three', '\uff11\uff12\uff13'.encode()),
            ('long', '1025 bytes', b'x' * 1025),
            ('invalid', 'half a character', b'half a char \xc3'),
            ('surrogate', 'CESU-8', b'surrogate \xed\xa0\x80'),
            ('overlong', 'a slash in two bytes', b'overlong \xc0\xaf'),
            ('nul', 'a NUL inside', b'nul\0inside it')):
        write(f'passphrase-{name}', f'refused: {about}', 'passphrase', 'refused', typed=typed)


def make_recovery_keys():
    digits = '7ZQ4M1A0BXK9TVD2WEG5HJ3RSN'
    value = 0
    for digit in digits:
        value = value * 32 + c.DIGITS.index(digit)
    key = digits + c.DIGITS[value % 37]
    # A number whose check symbol is one of the five that are no digits.
    letters = next(f'{digits[:24]}{a}{b}' for a in 'ABCDE' for b in c.DIGITS[:32]
                   if (value - value % 1024 + 32 * c.DIGITS.index(a) + c.DIGITS.index(b)) % 37
                   == 36) + 'U'
    wrong = digits + c.DIGITS[(value + 1) % 37]
    looks = digits.replace('1', 'l').replace('0', 'o') + key[26]
    grouped = '-'.join(key[at:at + 4] for at in range(0, 27, 4))
    for name, about, typed, expect in (
            ('plain', 'nothing but symbols', key, 'opens'),
            ('grouped', 'as it is shown', grouped, 'opens'),
            ('spaces', 'spaces at odd places', f' {key[:5]}  {key[5:]} ', 'opens'),
            ('small', 'small letters', key.lower(), 'opens'),
            ('alike', 'l for 1 and o for 0', looks, 'opens'),
            ('capital-i', 'I for 1', key.replace('1', 'I'), 'opens'),
            ('check-u', 'a check symbol that is no digit', letters, 'opens'),
            ('check-small-u', 'the same, small', letters.lower(), 'opens'),
            ('zero', 'the number 0', '0' * 27, 'opens'),
            ('wrong-check', 'mistyped: the check symbol does not fit', wrong, 'mistyped'),
            ('swapped', 'mistyped: two neighbours swapped',
             digits[1] + digits[0] + key[2:], 'mistyped'),
            ('short', 'a symbol too few', key[1:], 'other'),
            ('long', 'a symbol too many', key + '0', 'other'),
            ('u-inside', 'a U that is no check symbol', 'U' + key[1:], 'other'),
            ('check-o', 'an O for the check symbol 0', '0' * 26 + 'O', 'other'),
            ('tab', 'a tab between symbols', key[:9] + '\t' + key[9:], 'other'),
            ('wide-hyphen', 'a hyphen that is not ASCII', key[:9] + '\u2010' + key[9:],
             'other')):
        known = {'canonical': c.recovery_key(typed.encode())[1]} if expect == 'opens' else {}
        write(f'recovery-{name}', about, 'recovery', expect, typed=typed.encode(), **known)
    for name, about, typed in (
            ('recovery', 'a recovery key is replaced by its one form', grouped.lower()),
            ('recovery-full-width', 'typed at full width, hyphens and all, it is the same one',
             ''.join(chr(ord(symbol) + 0xfee0) for symbol in grouped)),
            ('recovery-mistyped', 'with a wrong check it is a passphrase like any other',
             wrong.lower())):
        write(f'passphrase-{name}', about, 'passphrase', 'opens', typed=typed.encode(),
              normalised=c.normalise(typed.encode()))


# Points of X25519 with which every secret makes the shared secret zero; RFC 7748, section 6.
SMALL_ORDER = {
    'zero': bytes(32),
    'one': b'\1' + bytes(31),
    'order-eight': bytes.fromhex(
        'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'),
    'order-eight-too': bytes.fromhex(
        '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'),
    'minus-one': (2 ** 255 - 20).to_bytes(32, 'little'),
    'prime': (2 ** 255 - 19).to_bytes(32, 'little'),
    'prime-and-one': (2 ** 255 - 18).to_bytes(32, 'little'),
}

SLOT_PLACE = {'vault-id': VAULT_ID, 'alg': 1, 'memory': 64 << 20, 'passes': 3,
              'salt': noise('slot salt', 16), 'number': 0}


def write_slot(name, about, expect, sealed, key, kind=1, master=None, **changes):
    at = {**SLOT_PLACE, **{k.replace('_', '-'): v for k, v in changes.items()}}
    fields = {k.replace('-', '_'): v for k, v in at.items()}
    if expect == 'opens':
        fields.update(kind=kind, master_key=master or noise('master key'),
                      ephemeral_secret=noise('ephemeral secret'))
    write(f'slot-{name}', about, 'slot', expect, passphrase_key=key,
          public_key=c.slot_public_key(key, at), sealed=sealed, **fields)


def make_slots():
    key, master = noise('passphrase key'), noise('master key')
    ephemeral = noise('ephemeral secret')

    def seal(kind=1, tail=bytes(15), key=key, place=SLOT_PLACE, master=master):
        return c.slot_seal(c.slot_public_key(key, place), place, ephemeral, kind, master, tail)

    good = seal()

    def slot(name, about, expect, sealed=good, key=key, **changes):
        write_slot(name, about, expect, sealed, key, **changes)

    slot('good', 'slot 0', 'opens')
    slot('recovery', 'a recovery key', 'opens', seal(2), kind=2)
    slot('panic', 'a panic passphrase: what is sealed is no key', 'opens',
         seal(3, master=noise('no master key')), kind=3, master=noise('no master key'))
    slot('last', 'slot 7', 'opens', seal(place={**SLOT_PLACE, 'number': 7}), number=7)
    slot('other-number', 'refused: moved to another slot', 'refused', number=1)
    slot('other-vault', 'refused: copied to another vault', 'refused', vault_id=OTHER_ID)
    slot('other-salt', 'refused: another salt', 'refused', salt=noise('no salt', 16))
    slot('other-passes', 'refused: the cost was lowered in the file', 'refused', passes=4)
    slot('other-memory', 'refused: the cost was changed in the file', 'refused',
         memory=128 << 20)
    slot('other-key', 'refused: a wrong passphrase', 'refused', key=noise('wrong'))
    slot('other-commit', 'refused: the seal opens, the commitment is of another key',
         'refused', seal(key=noise('wrong'))[:32] + good[32:])
    slot('no-commit', 'refused: the seal opens, the commitment is zero', 'refused',
         bytes(32) + good[32:])
    slot('bad-tag', 'refused: the commitment fits, the tag does not', 'refused',
         good[:-1] + bytes([good[-1] ^ 1]))
    slot('bad-ephemeral', 'refused: a bit of the ephemeral key', 'refused',
         good[:40] + bytes([good[40] ^ 1]) + good[41:])
    slot('top-bit', 'refused: the bit of the ephemeral key that X25519 ignores', 'refused',
         good[:63] + bytes([good[63] ^ 128]) + good[64:])
    slot('other-kind', 'refused: sealed as a kind there is not', 'refused', seal(4))
    slot('kind-zero', 'refused: sealed as no kind', 'refused', seal(0))
    slot('not-zero', 'refused: a reserved byte inside the seal', 'refused',
         seal(1, bytes(14) + b'\1'))
    slot('unused', 'refused: random but for the ephemeral key', 'refused',
         noise('unused slot')
         + c.x25519_base(noise('forgotten')) + noise('unused slot, the rest', 64))
    slot('random', 'refused: random bytes', 'refused', noise('unused slot', 128))
    for name, point in SMALL_ORDER.items():
        public_key = c.slot_public_key(key, SLOT_PLACE)
        root = c.slot_root(bytes(32), SLOT_PLACE, point, public_key)
        slot(f'small-{name}', 'refused: whole, but for a shared secret that everybody knows',
             'refused', c.slot_seal_plain(root, SLOT_PLACE, point,
                                          master + b'\1' + bytes(15)))
        write(f'recipient-{name}', 'refused: sealing to this key would be sealing to nobody',
              'recipient', 'refused', public_key=point)
    write('recipient-good', 'the public key of a slot', 'recipient', 'opens',
          public_key=c.slot_public_key(key, SLOT_PLACE))
    make_two_key_slot()


def make_two_key_slot():
    """One seal, right under the wrap keys of two passphrases.  Such a slot could be opened
    by two people, each of whom believes to have the vault's key."""
    owner, other = noise('passphrase key'), noise('wrong')
    ephemeral = noise('ephemeral secret')
    ephemeral_key = c.x25519_base(ephemeral)
    roots = []
    for key in (owner, other):
        public_key = c.slot_public_key(key, SLOT_PLACE)
        roots.append(c.slot_root(c.x25519(ephemeral, public_key), SLOT_PLACE,
                                 ephemeral_key, public_key))
    keys = [c.derive(root, 'slot-wrap') for root in roots]
    sealed, tries = None, 0
    while sealed is None:
        plain = noise(f'master key {tries}') + b'\1' + bytes(15)
        sealed = c.two_key_seal(keys, bytes(24), plain, VAULT_ID, 1)
        tries += 1
    master = c.unseal(keys[0], bytes(24), sealed, VAULT_ID)[:32]
    slot = c.derive(roots[0], 'slot-commit') + ephemeral_key + sealed
    write_slot('two-keys', 'a seal that two keys open, under the one it is committed to',
               'opens', slot, owner, master=master)
    write_slot('two-keys-other', 'refused: the same under the other key, whose tag fits too',
               'refused', slot, other)


def make_directories():
    key, nonce = noise('directory key'), noise('directory nonce', 24)
    identity = noise('identity seed')
    entries = [(1, 1700000000, noise('public key 0')), (0, 0, bytes(32)),
               (2, 1700000060, noise('public key 2'))] + [(0, 0, bytes(32))] * 5
    ring, state = noise('previous ring key'), noise('previous state key')

    def directory(name, about, expect, entries=entries, sealed=None, key=key,
                  vault_id=VAULT_ID, **inside):
        sealed = sealed or c.directory_seal(
            noise('directory key'), VAULT_ID, nonce,
            c.directory_plain(entries, identity, **inside))
        fields = {}
        if expect == 'opens':
            fields = {'entry': [f'{kind} {added} {public_key.hex()}'
                                for kind, added, public_key in entries],
                      'identity_seed': identity,
                      'previous_ring_key': inside.get('ring_key', bytes(32)),
                      'previous_state_key': inside.get('state_key', bytes(32)),
                      'unfinished': inside.get('unfinished', 0),
                      'n_changes': inside.get('n_changes', 0)}
        write(f'directory-{name}', about, 'directory', expect, key=key, vault_id=vault_id,
              sealed=sealed, **fields)

    good = c.directory_seal(key, VAULT_ID, nonce, c.directory_plain(entries, identity))
    directory('good', 'a passphrase and a recovery key', 'opens')
    directory('full', 'eight passphrases', 'opens', entries=[
        (1, c.LATEST - i, noise(f'public key {i}')) for i in range(8)])
    directory('changed', 'the ways in were changed seven times', 'opens', n_changes=7)
    directory('unfinished', 'a change of keys that has not been finished', 'opens',
              ring_key=ring, state_key=state, unfinished=1)
    directory('panic', 'a panic passphrase beside a passphrase', 'opens',
              entries=[(1, 0, noise('public key 0')), (3, 0, noise('public key 1'))]
              + [(0, 0, bytes(32))] * 6)
    directory('kind-four', 'refused: a kind there is not', 'refused',
              entries=[(4, 0, noise('public key 0'))] + entries[1:])
    directory('unused-time', 'refused: an unused slot with a time', 'refused',
              entries=entries[:1] + [(0, 1, bytes(32))] + entries[2:])
    directory('unused-key', 'refused: an unused slot with a public key', 'refused',
              entries=entries[:1] + [(0, 0, noise('no'))] + entries[2:])
    directory('late', 'refused: added behind the year 9999', 'refused',
              entries=[(1, c.LATEST + 1, noise('public key 0'))] + entries[1:])
    directory('past', 'refused: added before 1970', 'refused',
              entries=[(1, (1 << 64) - 1, noise('public key 0'))] + entries[1:])
    directory('gap', 'refused: a reserved byte of an entry', 'refused',
              entries=[(1, 5, noise('public key 0'))] * 8, gap=bytes(6) + b'\1')
    directory('not-zero', 'refused: a reserved byte at the end', 'refused',
              tail=bytes(23) + b'\1')
    directory('unfinished-two', 'refused: a flag that is neither 0 nor 1', 'refused',
              ring_key=ring, state_key=state, unfinished=2)
    directory('finished-ring-key', 'refused: finished, and yet a previous ring key',
              'refused', ring_key=ring)
    directory('finished-state-key', 'refused: finished, and yet a previous state key',
              'refused', state_key=state)
    directory('bad-tag', 'refused: a bit of the tag', 'refused',
              sealed=good[:-1] + bytes([good[-1] ^ 1]))
    directory('bad-nonce', 'refused: a bit of the nonce', 'refused',
              sealed=bytes([good[0] ^ 1]) + good[1:])
    directory('other-key', 'refused: of another master key', 'refused', key=noise('no'))
    directory('other-vault', 'refused: copied from another vault', 'refused',
              vault_id=OTHER_ID)


def make_cells():
    ring, root, epoch_key = noise('ring key'), noise('item root'), noise('epoch key')
    nonce = noise('cell nonce', 24)
    number = 4097

    heart = noise('heart key')

    def plain(epoch_class, epoch, key, heart_key=None):
        return c.cell_plain(VAULT_ID, number, nonce, epoch_class, epoch, key, root, heart_key)

    def cell(name, about, expect, sealed, epoch_class=0, epoch=0, needs_heart=0, **changes):
        fields = {'ring_key': ring, 'vault_id': VAULT_ID, 'number': number, **changes}
        if expect != 'refused':
            fields.update({'class': epoch_class, 'epoch': epoch})
        if expect != 'refused' and needs_heart:
            fields['needs_heart'] = 1
        if expect == 'opens':
            fields['item_root'] = root
        write(f'cell-{name}', about, 'cell', expect, sealed=sealed, **fields)

    def sealed(inside, at=number):
        return c.cell_seal_plain(ring, VAULT_ID, at, nonce, inside)

    never = sealed(plain(0, 0, None))
    hourly = sealed(plain(1, 483000, epoch_key))
    cell('never', 'without an epoch', 'opens', never)
    cell('hourly', 'under an hour', 'opens', hourly, 1, 483000, epoch_key=epoch_key)
    cell('daily', 'under a day', 'opens', sealed(plain(2, 20125, epoch_key)), 2, 20125,
         epoch_key=epoch_key)
    cell('weekly', 'under a week', 'opens', sealed(plain(3, 2875, epoch_key)), 3, 2875,
         epoch_key=epoch_key)
    cell('epoch-gone', 'the outer seal opens, the inner one does not: a fresh epoch key',
         'inner-refused', hourly, 1, 483000, epoch_key=noise('fresh epoch key'))
    cell('epoch-zero', 'the inner seal is not under zeros', 'inner-refused', hourly, 1,
         483000, epoch_key=bytes(32))
    cell('other-number', 'refused: moved to another place', 'refused', never, number=4096)
    cell('other-vault', 'refused: copied to another vault', 'refused', never,
         vault_id=OTHER_ID)
    cell('other-ring', 'refused: another ring key', 'refused', never, ring_key=noise('no'))
    other = c.cell_seal_plain(noise('no'), VAULT_ID, number, nonce, plain(0, 0, None))
    cell('other-commit', 'refused: the seal opens, the commitment is of another key',
         'refused', other[:32] + never[32:])
    cell('no-commit', 'refused: the seal opens, the commitment is zero', 'refused',
         bytes(32) + never[32:])
    cell('bad-tag', 'refused: the commitment fits, the tag does not', 'refused',
         never[:-1] + bytes([never[-1] ^ 0x80]))
    inside = plain(0, 0, None)
    cell('flags', 'refused: a flag there is not', 'refused', sealed(b'\2' + inside[1:]))
    absent = sealed(plain(0, 0, None, heart))
    both = sealed(plain(1, 483000, epoch_key, heart))
    cell('heart', 'under the absence rule, without an epoch', 'opens', absent, needs_heart=1,
         heart_key=heart)
    cell('heart-hourly', 'under the absence rule and an hour', 'opens', both, 1, 483000, 1,
         epoch_key=epoch_key, heart_key=heart)
    cell('heart-gone', 'the heart stopped, and another was made', 'inner-refused', absent,
         needs_heart=1, heart_key=noise('another heart key'))
    cell('heart-missing', 'the epoch key alone is not enough', 'inner-refused', both, 1,
         483000, 1, epoch_key=epoch_key)
    cell('heart-alone', 'nor is the heart key alone', 'inner-refused', both, 1, 483000, 1,
         epoch_key=noise('fresh epoch key'), heart_key=heart)
    cell('heart-flag', 'the flag is set on a cell that was sealed without', 'inner-refused',
         sealed(b'\1' + inside[1:]), needs_heart=1, heart_key=heart)
    cell('class-four', 'refused: a class there is not', 'refused',
         sealed(b'\0\4' + inside[2:]))
    cell('not-zero', 'refused: a reserved byte inside the seal', 'refused',
         sealed(inside[:3] + b'\1' + inside[4:]))
    cell('never-numbered', 'refused: never, and yet an epoch number', 'refused',
         sealed(inside[:4] + b'\1' + inside[5:]))
    cell('random', 'refused: a free or destroyed cell', 'refused', noise('free cell', 128))
    make_two_key_cell(cell, ring, number, nonce)
    new_ring = noise('new ring key')
    for name, about, expect, old in (('never', 'without an epoch', 'opens', never),
                                     ('hourly', 'its epoch key is not needed', 'opens', hourly),
                                     ('random', 'refused: a free cell stays as it is',
                                      'refused', noise('free cell', 128))):
        known = {'resealed': c.cell_reseal(ring, new_ring, VAULT_ID, number, old)
                 } if expect == 'opens' else {}
        write(f'reseal-{name}', about, 'reseal', expect, ring_key=ring, new_ring_key=new_ring,
              vault_id=VAULT_ID, number=number, sealed=old, **known)


def make_two_key_cell(cell, ring, number, nonce):
    roots = [c.cell_root(key, VAULT_ID, number, nonce) for key in (ring, noise('no'))]
    keys = [c.derive(root, 'cell-wrap') for root in roots]
    sealed, tries = None, 0
    while sealed is None:
        plain = bytes([0, 1, 0, 0]) + c.u32(483000) + noise(f'inner {tries}', 48)
        sealed = c.two_key_seal(keys, nonce, plain, b'', 1)
        tries += 1
    sealed = c.derive(roots[0], 'cell-commit') + nonce + sealed
    cell('two-keys', 'a seal that two keys open, under the one it is committed to',
         'inner-refused', sealed, 1, 483000, epoch_key=noise('epoch key'))
    cell('two-keys-other', 'refused: the same under the other key, whose tag fits too',
         'refused', sealed, ring_key=noise('no'))


def make_rows():
    key = noise('record key')
    nonce = noise('record nonce', 24)
    plain = noise('record', 200) + bytes(768)
    good = c.record_seal(key, VAULT_ID, 4097, nonce, plain)

    def record(name, about, expect, sealed=good, key=key, vault_id=VAULT_ID, row=4097,
               inside=plain):
        fields = {'plain': inside} if expect == 'opens' else {}
        write(f'record-{name}', about, 'record', expect, key=key, vault_id=vault_id,
              row=row, sealed=sealed, **fields)

    record('good', 'row 4097', 'opens')
    stamp_key = c.derive(noise('identity seed'), 'stamp')
    stamp = c.u64(12) + c.u64(34) + c.u64(56) + bytes(944)
    for name, row in (('stamp', 0), ('stamp-mirror', 1 << 32)):
        record(name, f'row {row}: 12 commits, generation 34, 56 records', 'opens',
               c.record_seal(stamp_key, VAULT_ID, row, nonce, stamp), stamp_key, row=row,
               inside=stamp)
    record('stamp-elsewhere', 'refused: row 0 copied to its mirror', 'refused',
           c.record_seal(stamp_key, VAULT_ID, 0, nonce, stamp), stamp_key, row=1 << 32)
    record('other-row', 'refused: moved to another row', 'refused', row=4096)
    record('other-vault', 'refused: copied to another vault', 'refused', vault_id=OTHER_ID)
    record('other-key', 'refused: another key', 'refused', key=noise('no'))
    record('bad-nonce', 'refused: a bit of the nonce', 'refused',
           bytes([good[0] ^ 1]) + good[1:])
    record('bad-tag', 'refused: a bit of the tag', 'refused',
           good[:-1] + bytes([good[-1] ^ 1]))


def make_entries():
    fixed = [1, 1, 1700000000, 0, 0, 640, 480, 0]
    media = [100, 7, 1, 0, 0]

    def entry(name, about, expect, numbers=fixed + media, text=b'photo.jpg',
              kind=b'image/jpeg', body=None, plain=None):
        plain = plain or c.entry_plain(body or c.entry_body(numbers, text, kind))
        fields = {}
        if expect == 'opens':
            said, streams, text, kind, groups, tags, note = c.entry_open(plain)
            fields = {'number': said, 'item_name': text, 'content_type': kind}
            if said[0] == 3:
                fields.update({'group': groups, 'tags': tags, 'note': note})
            for number, (length, runs) in zip((0, 1, 2, 4), streams):
                fields[f'length-{number}'] = length
                fields[f'run-{number}'] = [f'{first} {count}' for first, count in runs]
        write(f'entry-{name}', about, 'entry', expect, plain=plain, **fields)

    def changed(place, value):
        return [value if at == place else n for at, n in enumerate(fixed)] + media

    def viewed(*view):
        return [2] + fixed[1:] + list(view) + media

    good = c.entry_body(fixed + media, b'photo.jpg', b'image/jpeg')
    longest = c.entry_plain(c.entry_body(fixed + media, b'n' * 255, b'image/jpeg'))
    for name, about, fields in (
            ('good', 'one run', {}),
            ('name-longest', 'a name of 255 bytes', {'plain': longest}),
            ('utf-8', 'a name that is not ASCII', {'text': 'caf\u00e9 \u5b57 \U0001f319'.encode()}),
            ('captured-early', 'captured before 1970', {'numbers': changed(3, -5)}),
            ('all-streams', 'three streams, several runs', {'numbers': fixed + [
                3000000, 17, 40, 5, 3, 90, 2, 5000, 91, 1, 6000, 200, 1]}),
            ('late-alone', 'a thumbnail made after the import, as long as can be', {
                'numbers': fixed + [100, 7, 1, 0, 67506, 9, 1]}),
            ('most-runs', '32 runs', {'numbers': fixed + [32 * c.CHUNK] + [
                n for run in range(32) for n in (100 - run, 1)] + [0, 0]}),
            ('255-bytes', 'the longest with offsets of one byte', {'text': b'n' * 136}),
            ('257-bytes', 'the shortest with offsets of two bytes', {'text': b'n' * 137}),
            ('last-piece', 'the last piece there can be', {
                'numbers': fixed + [100, 1 << 62, 1, 0, 0]}),
            ('turned', 'version 2: a quarter turn', {'numbers': viewed(1, 0)}),
            ('turned-most', 'three quarter turns', {'numbers': viewed(3, 0)}),
            ('left', 'left after a millisecond', {'numbers': viewed(0, 1)}),
            ('left-last', 'left after 366 days', {'numbers': viewed(0, 31622400000)}),
            ('turned-and-left', 'both', {'numbers': viewed(2, 90000)}),
            ('turned-most-runs', 'version 2 with 32 runs', {
                'numbers': viewed(1, 1)[:10] + [32 * c.CHUNK] + [
                    n for run in range(32) for n in (100 - run, 1)] + [0, 0]})):
        entry(name, about, 'opens', **fields)

    for name, about, fields in (
            ('version-two', 'version 2 without its two numbers', {'numbers': changed(0, 2)}),
            ('version-three', 'a later version', {'numbers': changed(0, 3)}),
            ('version-zero', 'a version there is not', {'numbers': changed(0, 0)}),
            ('not-viewed', 'version 2 where version 1 says the same', {
                'numbers': viewed(0, 0)}),
            ('turned-round', 'four quarter turns', {'numbers': viewed(4, 0)}),
            ('left-over', 'left after more than 366 days', {
                'numbers': viewed(0, 31622400001)}),
            ('view-cut', 'version 2, ends behind the quarter turns', {
                'numbers': viewed(1)[:9]}),
            ('view-in-one', 'the two numbers in version 1', {
                'numbers': fixed + [1, 0] + media}),
            ('kind-six', 'a kind there is not', {'numbers': changed(1, 6)}),
            ('expires-negative', 'a deadline before 1970', {'numbers': changed(4, -1)}),
            ('width-over', 'a width of 33 bits', {'numbers': changed(5, 1 << 32)}),
            ('no-media', 'no stream 0', {'numbers': fixed + [0, 5000, 7, 1, 0]}),
            ('two-streams', 'the last stream is missing', {'numbers': fixed + media[:-1]}),
            ('late-over', 'a stream 2 that its one chunk does not hold', {
                'numbers': fixed + [100, 7, 1, 0, 67507, 9, 1]}),
            ('number-behind', 'a number too many', {'numbers': fixed + media + [0]}),
            ('run-empty', 'a run of no pieces', {
                'numbers': fixed + [100, 5, 0, 7, 1, 0, 0]}),
            ('run-zero', 'piece 0', {'numbers': fixed + [100, 0, 1, 0, 0]}),
            ('run-over', 'a piece more than chunks', {
                'numbers': fixed + [100, 7, 2, 0, 0]}),
            ('run-under', 'a chunk without a piece', {
                'numbers': fixed + [2 * c.CHUNK, 7, 1, 0, 0]}),
            ('runs-over', '33 runs', {'numbers': fixed + [33 * c.CHUNK] + [
                n for run in range(33) for n in (100 - run, 1)] + [0, 0]}),
            ('piece-over', 'a piece behind the last', {
                'numbers': fixed + [2 * c.CHUNK, 1 << 62, 2, 0, 0]}),
            ('name-empty', 'no name', {'text': b''}),
            ('name-long', 'a name of 256 bytes', {'text': b'n' * 256}),
            ('name-dots', 'the folder above', {'text': b'..'}),
            ('name-slash', 'a path', {'text': b'a/b'}),
            ('name-turned', 'a character that changes the direction',
             {'text': 'a\u202eb'.encode()}),
            ('name-latin', 'not UTF-8', {'text': b'caf\xe9'}),
            ('type-space', 'two words', {'kind': b'image jpeg'}),
            ('type-empty', 'no content type', {'kind': b''}),
            ('wide-offsets', 'offsets of two bytes where one does', {
                'body': good[:-2] + c.u16(good[-2]) + c.u16(good[-1])}),
            ('wrong-offset', 'the numbers end inside a number', {
                'body': good[:-1] + bytes([good[-1] - 1])}),
            ('swallowed-name', 'a name that ends before its zero', {
                'body': good[:-2] + bytes([good[-2] - 1]) + good[-1:]}),
            ('no-length', 'a length of 0', {'plain': bytes(2) + c.entry_plain(good)[2:]}),
            ('length-over', 'longer than the row', {
                'plain': c.u16(961) + c.entry_plain(good)[2:]}),
            ('behind-length', 'a byte behind the length', {
                'plain': c.entry_plain(good)[:2] + b'\1' + c.entry_plain(good)[3:]}),
            ('behind-body', 'a byte behind the record', {
                'plain': c.entry_plain(good)[:-1] + b'\1'})):
        entry(name, 'refused: ' + about, 'refused', **fields)


def make_organised_entries():
    fixed = [3, 1, 1700000000, 0, 0, 640, 480, 0]
    media = [100, 7, 1, 0, 0, 0]

    def body(flags=0, views=0, groups=(), streams=media, tags=b'', note=b'', count=None,
             view=(0, 0), name=b'photo.jpg'):
        numbers = (fixed + [*view, flags, views, len(groups) if count is None else count]
                   + [*groups] + streams)
        return c.entry_body(numbers, name, b'image/jpeg', tags, note)

    def entry(name, about, expect, body):
        plain = c.entry_plain(body)
        fields = {}
        if expect == 'opens':
            said, streams, text, kind, groups, tags, note = c.entry_open(plain)
            fields = {'number': said, 'item_name': text, 'content_type': kind,
                      'group': groups, 'tags': tags, 'note': note}
            for number, (length, runs) in zip((0, 1, 2, 4), streams):
                fields[f'length-{number}'] = length
                fields[f'run-{number}'] = [f'{first} {count}' for first, count in runs]
        write(f'entry-{name}', about, 'entry', expect, plain=plain, **fields)

    for name, about, said in (
            ('favourite', 'version 3: a favourite', body(1)),
            ('views-left', 'three views are left', body(2, 3)),
            ('viewed-out', 'the last view has begun', body(2, 0)),
            ('groups', 'in three albums', body(groups=(1, 77, 2 ** 64 - 1))),
            ('groups-most', 'in 32 of them', body(groups=range(1, 33))),
            ('tags', 'three tags, one of them not ASCII',
             body(tags='beach\nsea\n\u00e9t\u00e9'.encode())),
            ('note', 'a note of two lines', body(note=b'two\nlines')),
            ('note-longest', 'the longest note a record has', body(note=b'n' * 160)),
            ('note-stream', 'the shortest note in a stream',
             body(streams=media[:-1] + [161, 9, 1])),
            ('note-stream-longest', 'the longest note',
             body(streams=media[:-1] + [8192, 9, 1])),
            ('organised', 'all of it, and turned',
             body(3, 1, (5, 6), [100, 7, 1, 50, 8, 1, 60, 9, 1, 0], b'a\nb', b'note',
                  view=(1, 2)))):
        entry(name, about, 'opens', said)

    for name, about, said in (
            ('organised-not', 'version 3 where version 1 says the same', body()),
            ('organised-not-viewed', 'version 3 where version 2 says the same',
             body(view=(1, 0))),
            ('flags-over', 'a flag there is not', body(5)),
            ('views-unlimited', 'views left without a limit', body(1, 3)),
            ('views-over', 'more views than there can be', body(2, 1000001)),
            ('groups-turned', 'groups out of order', body(groups=(2, 1))),
            ('groups-twice', 'a group twice', body(groups=(2, 2))),
            ('groups-over', '33 groups', body(groups=range(1, 34))),
            ('groups-cut', 'fewer groups than it says', body(groups=(), count=9)),
            ('tags-turned', 'tags out of order', body(tags=b'sea\nbeach')),
            ('tags-twice', 'a tag twice', body(tags=b'sea\nsea')),
            ('tags-empty', 'an empty tag', body(tags=b'\nsea')),
            ('tags-end', 'an end without a tag', body(tags=b'sea\n')),
            ('tags-space', 'white space at the end of a tag', body(tags=b'sea ')),
            ('tags-long', 'a tag of 65 bytes', body(tags=b't' * 65)),
            ('tags-over', '33 tags', body(tags=b'\n'.join(
                b'%02d' % n for n in range(33)))),
            ('note-long', 'a note of 161 bytes in the record', body(note=b'n' * 161)),
            ('note-control', 'a bell', body(note=b'a\a')),
            ('note-turned', 'a character that changes the direction',
             body(note='a\u202eb'.encode())),
            ('note-latin', 'not UTF-8', body(note=b'caf\xe9')),
            ('note-stream-short', 'a stream for a note of 160 bytes',
             body(streams=media[:-1] + [160, 9, 1])),
            ('note-stream-over', 'a note of 8193 bytes',
             body(streams=media[:-1] + [8193, 9, 1])),
            ('note-twice', 'a note in both places',
             body(streams=media[:-1] + [161, 9, 1], note=b'n')),
            ('no-note-stream', 'the last stream is missing',
             body(1, streams=media[:-1])),
            ('two-texts', 'version 3 with the texts of version 1',
             c.entry_body(fixed + [0, 0, 1, 0, 0] + media, b'photo.jpg', b'image/jpeg'))):
        entry(name, 'refused: ' + about, 'refused', said)


def make_cards():
    hour = 1700000000

    def card(name, about, expect, numbers, text=b''):
        plain = c.entry_plain(c.entry_body(numbers, text))
        fields = {}
        if expect == 'opens':
            said, (length, runs), entries, text = c.card_open(plain)
            fields = {'number': said, 'group_name': text,
                      'activity': [f'{t} {kind} {count}' for t, kind, count in entries],
                      'length-4': length,
                      'run-4': [f'{first} {count}' for first, count in runs]}
        write(f'card-{name}', about, 'card', expect, plain=plain, **fields)

    def log(*entries, stream=(0,)):
        return [18, *stream] + [n for t, kind, count in entries
                                for n in (t, kind | count << 32)]

    for name, about, numbers, text in (
            ('album', 'an album that proposes nothing', [16, 0, hour, -1], b'Sea'),
            ('album-week', 'one that proposes a week', [16, 0, hour, 604800], b'Sea'),
            ('album-never', 'one that proposes never', [16, 0, hour, 0], b'Sea'),
            ('album-absence', 'one chosen for the absence rule', [16, 0, hour, -1, 1], b'Sea'),
            ('person', 'a person', [16, 1, hour, -1], 'Zo\u00eb/2'.encode()),
            ('settings', 'settings of 200 bytes', [17, 200, 9, 1], b''),
            ('log-empty', 'a log without entries', log(), b''),
            ('log', 'a log of two entries', log((hour, 2, 0), (hour + 5, 6, 3)), b''),
            ('log-stream', 'older entries in its stream',
             log((hour, 99, 2 ** 32 - 1), stream=(65536, 9, 1)), b''),
            ('log-most', '56 entries', log(*[(hour, 4, n) for n in range(56)]), b'')):
        card(name, about, 'opens', numbers, text)
    for name, about, numbers, text in (
            ('kind', 'a kind there is not', [19, 0], b''),
            ('group-kind', 'neither album nor person', [16, 2, hour, -1], b'Sea'),
            ('group-flags-none', 'flags that say nothing', [16, 0, hour, -1, 0], b'Sea'),
            ('group-flags', 'flags there are not', [16, 0, hour, -1, 2], b'Sea'),
            ('group-flags-more', 'a flag too many', [16, 0, hour, -1, 3], b'Sea'),
            ('group-person-chosen', 'a person chosen for the absence rule',
             [16, 1, hour, -1, 1], b'Sea'),
            ('group-behind', 'a number too many', [16, 0, hour, -1, 1, 0], b'Sea'),
            ('group-cut', 'an album without a proposal', [16, 0, hour], b'Sea'),
            ('group-expiry', 'a proposal before now', [16, 0, hour, -2], b'Sea'),
            ('group-expiry-over', 'a proposal of more than 3653 days',
             [16, 0, hour, 3653 * 86400 + 1], b'Sea'),
            ('group-late', 'made after 9999', [16, 0, 253402300800, -1], b'Sea'),
            ('group-name-empty', 'no name', [16, 0, hour, -1], b''),
            ('group-name-space', 'white space before the name', [16, 0, hour, -1], b' Sea'),
            ('group-name-line', 'two lines', [16, 0, hour, -1], b'Sea\nside'),
            ('settings-none', 'settings without a stream', [17, 0], b''),
            ('settings-named', 'settings with a name', [17, 200, 9, 1], b'a'),
            ('settings-over', 'more than a chunk holds', [17, 67507, 9, 1], b''),
            ('settings-behind', 'a number too many', [17, 200, 9, 1, 0], b''),
            ('log-half', 'half an entry', [18, 0, hour], b''),
            ('log-over', '57 entries', log(*[(hour, 4, n) for n in range(57)]), b''),
            ('log-kind', 'an entry of no kind', log((hour, 0, 1)), b''),
            ('log-late', 'an entry after 9999', log((253402300800, 4, 1)), b''),
            ('log-stream-uneven', 'a stream that ends inside an entry',
             log(stream=(17, 9, 1)), b''),
            ('log-stream-over', '4097 entries in its stream',
             log(stream=(65552, 9, 1)), b'')):
        card(name, 'refused: ' + about, 'refused', numbers, text)


def make_chunks():
    place = {'key': noise('chunk key'), 'vault-id': VAULT_ID,
             'item-id': noise('item id', 8), 'stream': 0, 'index': 5, 'end': 0}

    def chunk(name, about, expect, plain=noise('chunk', 64), pad=0, opened=None, **changes):
        at = {**place, **changes}
        inside = plain + bytes([pad]) * (c.CHUNK - len(plain))
        # Opened elsewhere than where it was sealed, if there are names with "open-".
        elsewhere = {f'open_{k}': v for k, v in (opened or {}).items()}
        write(f'chunk-{name}', about, 'chunk', expect, plain=inside,
              sealed_blake2b=c.blake2b(c.chunk_seal(at, inside)),
              **{k.replace('-', '_'): v for k, v in at.items()}, **elsewhere)

    chunk('inner', 'chunk 5, not the last', 'opens', pad=7)
    chunk('final', 'chunk 5, the last', 'opens', end=1)
    chunk('first-and-final', 'a stream of one chunk', 'opens', index=0, end=1)
    chunk('far', 'an index beyond 32 bits', 'opens', index=(1 << 40) - 1, end=1)
    chunk('thumbnail-stream', 'stream 1', 'opens', stream=1)
    chunk('cut', 'refused: an inner chunk as the last one: the film was cut', 'refused',
          opened={'end': 1})
    chunk('continued', 'refused: the last chunk as an inner one', 'refused', end=1,
          opened={'end': 0})
    chunk('other-index', 'refused: swapped with its neighbour', 'refused',
          opened={'index': 6})
    chunk('high-index', 'refused: an index that agrees in its low 32 bits', 'refused',
          opened={'index': 5 + (1 << 32)})
    chunk('other-stream', 'refused: from another stream', 'refused', opened={'stream': 1})
    chunk('other-item', 'refused: from another item', 'refused',
          opened={'item_id': noise('other item', 8)})
    chunk('other-vault', 'refused: from another vault', 'refused',
          opened={'vault_id': OTHER_ID})
    chunk('other-key', 'refused: another key', 'refused', opened={'key': noise('no')})


def make_late():
    place = {'key': noise('late key'), 'vault-id': VAULT_ID,
             'item-id': noise('item id', 8), 'stream': 2, 'index': 0, 'end': 1}

    def late(name, about, expect, number=1, **opened):
        plain = noise('late chunk', 64) + bytes(c.CHUNK - 64)
        nonce = noise(f'late nonce {number}', 24)
        elsewhere = {f'open_{k}': v for k, v in opened.items()}
        write(f'late-{name}', about, 'late', expect, plain=plain, nonce=nonce,
              sealed_blake2b=c.blake2b(c.late_seal(place, nonce, plain)),
              **{k.replace('-', '_'): v for k, v in place.items()}, **elsewhere)

    late('good', 'a thumbnail made after the import', 'opens')
    late('again', 'the same once more: nothing but the nonce is another', 'opens', number=2)
    late('continued', 'refused: as an inner chunk', 'refused', end=0)
    late('other-index', 'refused: as another chunk', 'refused', index=1)
    late('other-stream', 'refused: as a thumbnail made at import', 'refused', stream=1)
    late('other-item', 'refused: from another item', 'refused',
         item_id=noise('other item', 8))
    late('other-vault', 'refused: from another vault', 'refused', vault_id=OTHER_ID)
    late('other-key', 'refused: another key', 'refused', key=noise('no'))


def make_headers():
    mac_key = noise('header mac key')
    base = {'alg': 1, 'memory': 64 << 20, 'passes': 3, 'salt': noise('header salt', 16),
            'vault-id': VAULT_ID, 'ring-generation': 1, 'slots': noise('slots', 1024),
            'directory': noise('directory', 552)}
    good = c.finish_header(c.header_body(base), mac_key)

    def header(name, about, expect, block=good, mac_key=mac_key, **fields):
        write(f'header-{name}', about, 'header', expect, block=block, mac_key=mac_key,
              **fields)

    def changed(**changes):
        fields = {k.replace('_', '-'): v for k, v in changes.items()}
        return c.finish_header(c.header_body({**base, **fields}), mac_key)

    def fields_of(h):
        root = noise('ring root')
        ring = c.bind(root, 'ring', h['vault-id'], c.u64(h['ring-generation']))
        return {**{k.replace('-', '_'): v for k, v in h.items()},
                'ring_root': root, 'ring_key': ring}

    header('good', 'quick parameters', 'opens', **fields_of(base))
    large = {**base, 'memory': 1 << 30, 'passes': 5, 'ring-generation': 1 << 40}
    header('large', 'a gigabyte, a late generation', 'opens',
           c.finish_header(c.header_body(large), mac_key), **fields_of(large))
    header('bad-checksum', 'a bit of the checksum', 'damaged',
           good[:-1] + bytes([good[-1] ^ 1]))
    header('bad-slot', 'a bit of a slot', 'damaged',
           good[:600] + bytes([good[600] ^ 1]) + good[601:])
    header('bad-magic', 'another magic, with a checksum that fits', 'damaged',
           (lambda b: b + c.blake2b(b))(b'nSTNDKEY' + good[8:4064]))
    header('version-two', 'whole, of a later version', 'newer', changed(version=2))
    header('version-last', 'whole, of the last version', 'newer', changed(version=65535))
    header('version-two-unknown', 'a later version may use what is reserved now', 'newer',
           changed(version=2, suite=9, reserved_73=noise('later', 439)))
    header('version-zero', 'a version there never was', 'damaged', changed(version=0))
    header('suite', 'a suite there is not', 'damaged', changed(suite=2))
    header('normalisation', 'another normalisation', 'damaged', changed(normalisation=0))
    header('provider', 'a hardware provider', 'damaged', changed(provider=1))
    header('reserved-13', 'a reserved byte', 'damaged', changed(reserved_13=b'\0\0\1'))
    header('reserved-73', 'a reserved byte', 'damaged',
           changed(reserved_73=b'\1' + bytes(438)))
    header('reserved-511', 'a reserved byte', 'damaged',
           changed(reserved_73=bytes(438) + b'\1'))
    header('reserved-2088', 'a reserved byte', 'damaged',
           changed(reserved_2088=b'\1' + bytes(1943)))
    header('reserved-4031', 'a reserved byte', 'damaged',
           changed(reserved_2088=bytes(1943) + b'\1'))
    header('bad-directory', 'a bit of the directory', 'damaged',
           good[:2087] + bytes([good[2087] ^ 1]) + good[2088:])
    header('other-mac', 'whole, but the MAC is of another master key', 'mac-refused',
           mac_key=noise('no'))
    weaker = good[:24] + c.u64(4) + good[32:4064]
    header('altered', 'passes changed and the checksum repaired by who has no key',
           'mac-refused', weaker + c.blake2b(weaker))
    header('destroyed', 'the marker, then noise', 'destroyed',
           c.wiped(4096))
    header('zero', 'nothing', 'damaged', bytes(4096))


def make_hearts(state, key, nonce, values):
    epoch_key, heart = noise('epoch key'), noise('heart key')
    heart_nonce = noise('heart nonce', 24)
    wrapped = c.heart_wrap(epoch_key, VAULT_ID, heart_nonce, heart)

    def block(plain=None, flag=1, heart_key=key, **changes):
        plain = plain or c.heart_plain(**{'days': 30, 'epoch_class': 2, 'epoch': 19705,
                                          'wrapped': wrapped, **changes})
        return c.state_seal(key, VAULT_ID, nonce, c.state_plain(**values, heart=flag),
                            c.heart_seal(heart_key, VAULT_ID, heart_nonce, plain))

    good = block()
    write('state-heart', 'with an absence rule of thirty days', 'state', 'opens', block=good,
          key=key, vault_id=VAULT_ID, **values, days=30, everything=1, heart_class=2,
          heart_epoch=19705, heart_epoch_key=epoch_key, heart_key=heart)
    state('heart-off', 'no rule: what lies in its place is not looked at', 'opens',
          block(flag=0))
    for name, about, bad in (
            ('torn', 'its heart is noise', good[:104] + noise('no heart', 104) + good[208:]),
            ('key', 'its heart is under another key', block(heart_key=noise('no'))),
            ('flag', 'neither with nor without', block(flag=2)),
            ('state', 'a state in the place of the heart', good[:104] + good[:104] + good[208:]),
            ('days-few', 'thirteen days', block(days=13)),
            ('days-many', 'more than two years', block(days=731)),
            ('class-never', 'without an epoch', block(epoch_class=0)),
            ('class-four', 'a class there is not', block(epoch_class=4)),
            ('scope', 'a scope there is not', block(everything=2)),
            ('not-zero', 'a reserved byte', block(gap=b'\0\1')),
            ('not-zero-later', 'a later reserved byte', block(gap2=bytes(3) + b'\1'))):
        state(f'heart-{name}', f'refused: {about}', 'refused', bad)


def make_blocks():
    key = noise('state key')
    nonce = noise('state nonce', 24)
    values = {'generation': 9, 'n_commits': 4, 'n_segments': 2, 'time': 1700000000,
              'unreaped': 1800, 'n_header_changes': 5}
    good = c.state_seal(key, VAULT_ID, nonce, c.state_plain(*values.values()))

    def state(name, about, expect, block=good, key=key, vault_id=VAULT_ID):
        write(f'state-{name}', about, 'state', expect, block=block, key=key,
              vault_id=vault_id, **(values if expect == 'opens' else {}))

    def inside(**changes):
        return c.state_seal(key, VAULT_ID, nonce, c.state_plain(**{**values, **changes}))

    state('good', 'two segments', 'opens')
    state('altered', 'refused: a sealed bit', 'refused',
          good[:30] + bytes([good[30] ^ 4]) + good[31:])
    state('bad-nonce', 'refused: a bit of the nonce', 'refused',
          bytes([good[0] ^ 4]) + good[1:])
    state('bad-tag', 'refused: a bit of the tag', 'refused',
          good[:103] + bytes([good[103] ^ 1]) + good[104:])
    state('other-vault', 'refused: copied from another vault', 'refused', vault_id=OTHER_ID)
    state('other-key', 'refused: another key', 'refused', key=noise('no'))
    state('no-segments', 'refused: no segment', 'refused', inside(n_segments=0))
    state('segments', 'refused: more segments than there can be', 'refused',
          inside(n_segments=65537))
    state('past', 'refused: a time before 1970', 'refused', inside(time=(1 << 64) - 1))
    state('late', 'refused: a time behind the year 9999', 'refused',
          inside(time=c.LATEST + 1))
    state('not-zero', 'refused: a reserved byte inside the seal', 'refused',
          inside(tail=bytes(22) + b'\1'))
    make_hearts(state, key, nonce, values)
    state('unreaped', 'refused: epochs overwritten until before 1970', 'refused',
          inside(time=1000, unreaped=1001))

    times = {'time': 1700000000, 'boot': 5000, 'boot_id': noise('boot', 16), 'doubt': 0,
             'reaped': 1699999200, 'ring_generation': 3, 'n_failed': 0, 'last_failed': 0}

    def clock(name, about, expect, block=None, vault_id=VAULT_ID, **changes):
        at = {**times, **changes}
        said = {k: v for k, v in at.items() if k in times}
        write(f'clock-{name}', about, 'clock', expect, vault_id=vault_id,
              block=block or c.clock_block(VAULT_ID, **at),
              **(said if expect == 'opens' else {}))

    plain = c.clock_block(VAULT_ID, **times)
    clock('good', 'no doubt', 'opens')
    clock('doubt', 'in doubt since second 4000 of this boot', 'opens', doubt=4000)
    clock('fresh', 'everything zero', 'opens', time=0, boot=0, boot_id=bytes(16), reaped=0,
          ring_generation=0)
    clock('failed', 'three wrong passphrases', 'opens', n_failed=3, last_failed=1699999999)
    clock('failed-most', 'as many as can be counted', 'opens', n_failed=2 ** 32 - 1,
          ring_generation=2 ** 64 - 1, last_failed=c.LATEST)
    clock('altered', 'refused: a bit of the time', 'refused',
          plain[:8] + bytes([plain[8] ^ 1]) + plain[9:])
    clock('bad-checksum', 'refused: a bit of the checksum', 'refused',
          plain[:111] + bytes([plain[111] ^ 1]) + plain[112:])
    clock('altered-count', 'refused: a bit of the failed attempts', 'refused',
          plain[:64] + bytes([plain[64] ^ 1]) + plain[65:])
    clock('gap', 'refused: a reserved byte', 'refused', gap=bytes(3) + b'\1')
    clock('not-zero', 'refused: a byte behind the checksum', 'refused',
          tail=bytes(4096 - 113) + b'\1')
    clock('failed-late', 'refused: failed behind the year 9999', 'refused',
          last_failed=c.LATEST + 1)
    clock('failed-past', 'refused: failed before 1970', 'refused',
          last_failed=(1 << 64) - 1)
    clock('other-vault', 'refused: copied from another vault', 'refused', vault_id=OTHER_ID)
    clock('reaped-ahead', 'refused: reaped in the future', 'refused', reaped=1700000001)
    clock('last', 'the end of the year 9999', 'opens', time=c.LATEST, boot=c.LATEST)
    clock('late', 'refused: a time behind the year 9999', 'refused', time=c.LATEST + 1)
    clock('late-boot', 'refused: a boot of 8,000 years', 'refused', boot=c.LATEST + 1)
    clock('past', 'refused: a time before 1970', 'refused', time=(1 << 64) - 1, reaped=0)


def make_epochs():
    now = 1700000000  # 14 November 2023, 22:13:20
    hour, day, week = 3600, 86400, 604800
    next_hour = (now // hour + 1) * hour
    cases = {
        'none': 0,
        'negative': -5,
        'past': now - 1,
        'now': now,
        'soon': now + 1,
        'on-the-hour': next_hour,
        'behind-the-hour': next_hour + 1,
        'last-hour': (now // hour + 72) * hour,
        'behind-last-hour': (now // hour + 72) * hour + 1,
        'midnight': (now // day + 10) * day,
        'last-day': (now // day + 400) * day,
        'behind-last-day': (now // day + 400) * day + 1,
        'on-the-week': (now // week + 100) * week,
        'last-week': (now // week + 260) * week,
        'behind-last-week': (now // week + 260) * week + 1,
        'century': now + 100 * 365 * day,
        'end-of-time': (1 << 63) - 1,
    }
    for name, expires in cases.items():
        epoch_class, number = c.epoch_of(expires, now)
        fields = {'class': epoch_class, 'number': number}
        if epoch_class:
            fields['end'] = (number + 1) * c.EPOCHS[epoch_class][0]
            fields['index'] = c.epoch_index(epoch_class, number)
        write(f'epoch-{name}', 'the epoch of a deadline', 'epoch', 'opens',
              expires=expires, now=now, **fields)

    spans = {
        'nothing': (now, now), 'same-hour': (now, next_hour - 1),
        'one-hour': (now, next_hour), 'from-the-hour': (next_hour, next_hour + hour),
        'day': (now, now + day), 'three-days': (now, now + 3 * day),
        'month': (now, now + 30 * day), 'years': (now, now + 4 * 365 * day),
        'everything': (now, now + 30 * 365 * day), 'since-1970': (0, now),
        'backwards': (now, now - day), 'first-week': (0, week),
    }
    for name, (after, until) in spans.items():
        due, count = c.epochs_passed(after, until)
        write(f'passed-{name}', 'keys whose epoch ended in a span', 'passed', 'opens',
              after=after, now=until, count=count, due=due)

    for number, cell in enumerate((1, 4095, 4096, 8191, 8192, 65536 * 4096 - 1)):
        write(f'place-{number}', 'where the copies of a cell lie', 'place', 'opens',
              cell=cell, copy_a=c.cell_offset(cell, 0), copy_b=c.cell_offset(cell, 1))

    for name, length in (('smallest', 1179648), ('grown', 1179648 + (1 << 20)),
                         ('cut', 700001)):
        write(f'wipe-{name}', 'what a wipe leaves of a keyring of that length', 'wipe',
              'opens', length=length, wiped_blake2b=c.blake2b(c.wiped(length)))


if __name__ == '__main__':
    for old in HERE.glob('*.vector'):
        old.unlink()
    make_keys()
    make_kdf()
    make_passphrases()
    make_recovery_keys()
    make_slots()
    make_directories()
    make_cells()
    make_rows()
    make_entries()
    make_organised_entries()
    make_cards()
    make_chunks()
    make_late()
    make_headers()
    make_blocks()
    make_epochs()
