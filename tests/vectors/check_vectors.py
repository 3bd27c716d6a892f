#!/usr/bin/env python3
# check_vectors.py - recomputes every vector without calling Nightstand
#
# test-vectors.c holds the C code against the same files.  Each function here takes one
# Vector and returns what should stand behind "expect:"; wrong values are assertions.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import sys
from pathlib import Path

import constructions as c


def check_subkey(v):
    assert (v.text('context'), v.number('id')) == c.SUBKEYS[v.text('purpose')]
    assert v.bytes('out') == c.derive(v.bytes('key'), v.text('purpose'))
    return 'opens'


def check_bind(v):
    assert v.text('label') == c.LABELS[v.text('bind')]
    fields = [c.unpack(text) for text in v.all('field')]
    assert v.bytes('out') == c.bind(v.bytes('key'), v.text('bind'), *fields)
    return 'opens'


def check_kdf(v):
    memory, passes = v.number('memory'), v.number('passes')
    if not c.kdf_is_acceptable(v.number('alg'), memory, passes):
        return 'refused'
    # What is derived from is the normalised passphrase.
    passphrase = c.normalise(v.bytes('passphrase'))
    assert v.bytes('out') == c.kdf(memory, passes, v.bytes('salt'), passphrase)
    return 'opens'


def check_passphrase(v):
    result = c.normalise(v.bytes('typed'))
    if result is None:
        return 'refused'
    assert result == v.bytes('normalised')
    return 'opens'


def check_recovery(v):
    status, canonical = c.recovery_key(v.bytes('typed'))
    if status == 'opens':
        assert canonical == v.bytes('canonical')
    return status


def slot_place(v):
    place = {name: v.number(name) for name in ('alg', 'memory', 'passes', 'number')}
    place.update({name: v.bytes(name) for name in ('vault-id', 'salt')})
    return place


def check_slot(v):
    place = slot_place(v)
    public_key = c.slot_public_key(v.bytes('passphrase-key'), place)
    assert public_key == v.bytes('public-key')
    opened = c.slot_open(v.bytes('passphrase-key'), place, v.bytes('sealed'))
    if opened is None:
        return 'refused'
    kind, master_key = opened
    assert (kind, master_key) == (v.number('kind'), v.bytes('master-key'))
    assert v.bytes('sealed')[:64] == c.slot_seal(
        public_key, place, v.bytes('ephemeral-secret'), kind, master_key)[:64]
    return 'opens'


def check_recipient(v):
    opened = c.x25519(c.blake2b(b'any secret'), v.bytes('public-key'))
    return 'refused' if opened is None else 'opens'


def check_directory(v):
    opened = c.directory_open(v.bytes('key'), v.bytes('vault-id'), v.bytes('sealed'))
    if opened is None:
        return 'refused'
    entries, identity, ring_key, state_key, unfinished, n_changes = opened
    said = [text.split() for text in v.all('entry')]
    assert entries == [(int(kind), int(added), bytes.fromhex(key)) for kind, added, key in said]
    assert identity == v.bytes('identity-seed') and unfinished == v.number('unfinished')
    assert ring_key == v.bytes('previous-ring-key')
    assert state_key == v.bytes('previous-state-key') and n_changes == v.number('n-changes')
    return 'opens'


def check_reseal(v):
    vault_id, number, sealed = v.bytes('vault-id'), v.number('number'), v.bytes('sealed')
    opened = c.cell_open(v.bytes('ring-key'), vault_id, number, sealed)
    if opened is None:
        return 'refused'
    out = c.cell_reseal(v.bytes('ring-key'), v.bytes('new-ring-key'), vault_id, number, sealed)
    assert out == v.bytes('resealed')
    assert c.cell_open(v.bytes('new-ring-key'), vault_id, number, out) == opened
    return 'opens'


def check_wipe(v):
    assert c.blake2b(c.wiped(v.number('length'))) == v.bytes('wiped-blake2b')
    return 'opens'


def check_cell(v):
    vault_id, number, sealed = v.bytes('vault-id'), v.number('number'), v.bytes('sealed')
    opened = c.cell_open(v.bytes('ring-key'), vault_id, number, sealed)
    if opened is None:
        return 'refused'
    epoch_class, epoch, inner, needs_heart = opened
    assert (epoch_class, epoch) == (v.number('class'), v.number('epoch'))
    assert needs_heart == v.has('needs-heart')
    key = v.bytes('epoch-key') if v.has('epoch-key') else None
    heart = v.bytes('heart-key') if v.has('heart-key') else None
    root = c.cell_unwrap(vault_id, number, sealed, inner, key, heart)
    if root is None:
        return 'inner-refused'
    assert root == v.bytes('item-root')
    return 'opens'


def check_record(v):
    plain = c.record_open(v.bytes('key'), v.bytes('vault-id'), v.number('row'),
                          v.bytes('sealed'))
    if plain is None:
        return 'refused'
    assert plain == v.bytes('plain')
    return 'opens'


def check_streams(v, numbers, streams):
    for number, (length, runs) in zip(numbers, streams):
        assert length == v.number(f'length-{number}')
        assert [f'{first} {count}' for first, count in runs] == v.all(f'run-{number}')


def check_entry(v):
    opened = c.entry_open(v.bytes('plain'))
    if opened is None:
        return 'refused'
    fixed, streams, name, content_type, groups, tags, note = opened
    assert fixed == [int(text) for text in v.all('number')]
    assert name == v.bytes('item-name') and content_type == v.bytes('content-type')
    if fixed[0] == 3:
        assert groups == [int(text) for text in v.all('group')]
        assert tags == v.bytes('tags') and note == v.bytes('note')
    check_streams(v, (0, 1, 2, 4), streams)
    return 'opens'


def check_card(v):
    opened = c.card_open(v.bytes('plain'))
    if opened is None:
        return 'refused'
    numbers, stream, entries, name = opened
    assert numbers == [int(text) for text in v.all('number')]
    assert name == v.bytes('group-name')
    assert [f'{time} {kind} {count}' for time, kind, count in entries] == v.all('activity')
    check_streams(v, (4,), [stream])
    return 'opens'


def chunk_place(v, prefix):
    def name(field):
        return prefix + field if v.has(prefix + field) else field
    place = {field: v.bytes(name(field)) for field in ('key', 'vault-id', 'item-id')}
    place.update({field: v.number(name(field)) for field in ('stream', 'index', 'end')})
    return place


def check_chunk(v):
    sealed = c.chunk_seal(chunk_place(v, ''), v.bytes('plain'))
    assert len(sealed) == c.PIECE and c.blake2b(sealed) == v.bytes('sealed-blake2b')
    plain = c.chunk_open(chunk_place(v, 'open-'), sealed)
    if plain is None:
        return 'refused'
    assert plain == v.bytes('plain')
    return 'opens'


def check_late(v):
    sealed = c.late_seal(chunk_place(v, ''), v.bytes('nonce'), v.bytes('plain'))
    assert len(sealed) == c.PIECE and c.blake2b(sealed) == v.bytes('sealed-blake2b')
    plain = c.chunk_open(chunk_place(v, 'open-'), sealed)
    if plain is None:
        return 'refused'
    assert plain == v.bytes('plain')
    return 'opens'


def check_header(v):
    block = v.bytes('block')
    status = c.header_status(block)
    if status == 'opens' and not c.header_mac_fits(block, v.bytes('mac-key')):
        return 'mac-refused'
    if status == 'opens':
        fields = {name: v.number(name) for name in ('alg', 'memory', 'passes',
                                                    'ring-generation')}
        fields.update({name: v.bytes(name) for name in ('salt', 'vault-id', 'slots',
                                                        'directory')})
        assert block == c.finish_header(c.header_body(fields), v.bytes('mac-key'))
        ring = c.bind(v.bytes('ring-root'), 'ring', v.bytes('vault-id'),
                      c.u64(v.number('ring-generation')))
        assert ring == v.bytes('ring-key')
    return status


def check_state(v):
    values = c.state_open(v.bytes('key'), v.bytes('vault-id'), v.bytes('block'))
    if values is None:
        return 'refused'
    assert bool(values[6]) == v.has('heart-key')
    if values[6]:
        days, epoch_class, epoch, nonce, wrapped = values[6]
        assert (days, epoch_class, epoch) == tuple(v.number(name) for name in (
            'days', 'heart-class', 'heart-epoch'))
        assert c.heart_unwrap(v.bytes('heart-epoch-key'), v.bytes('vault-id'), nonce,
                              wrapped) == v.bytes('heart-key')
    assert values[:6] == tuple(v.number(name) for name in ('generation', 'n-commits',
                                                       'n-segments', 'time', 'unreaped',
                                                       'n-header-changes'))
    return 'opens'


def check_clock(v):
    values = c.clock_open(v.bytes('vault-id'), v.bytes('block'))
    if values is None:
        return 'refused'
    boot_id = values[2]
    assert boot_id == v.bytes('boot-id')
    assert values[:2] + values[3:] == tuple(v.number(name) for name in (
        'time', 'boot', 'doubt', 'reaped', 'ring-generation', 'n-failed', 'last-failed'))
    return 'opens'


def check_epoch(v):
    epoch_class, number = c.epoch_of(v.number('expires'), v.number('now'))
    assert (epoch_class, number) == (v.number('class'), v.number('number'))
    if epoch_class:
        length, n_keys, _ = c.EPOCHS[epoch_class]
        assert v.number('index') == c.epoch_index(epoch_class, number)
        assert v.number('end') == (number + 1) * length
        # What the table is for, said once more and differently: the key lives at least
        # until the deadline, and no key is promised that an earlier epoch still needs.
        assert v.number('end') >= min(v.number('expires'), v.number('now'))
        assert number - v.number('now') // length < n_keys
    return 'opens'


def check_passed(v):
    due, count = c.epochs_passed(v.number('after'), v.number('now'))
    assert due == v.bytes('due') and count == v.number('count') == sum(due)
    return 'opens'


def check_place(v):
    for name, copy in (('copy-a', 0), ('copy-b', 1)):
        assert v.number(name) == c.cell_offset(v.number('cell'), copy)
    return 'opens'


def main():
    paths = sorted(Path(__file__).resolve().parent.glob('*.vector'))
    failures = 0
    used = set()
    for path in paths:
        vector = c.Vector(path)
        used.add(vector.text('purpose') if vector.has('purpose')
                 else vector.text('bind') if vector.has('bind') else '')
        try:
            found = globals()['check_' + vector.text('construction')](vector)
            assert found == vector.text('expect'), f'found: {found}'
        except AssertionError as error:
            failures += 1
            print(f'{path.name}: {error or "a value does not agree"}')
    missing = (set(c.SUBKEYS) | set(c.LABELS)) - used
    if missing:
        failures += 1
        print('without a vector:', *sorted(missing))
    print(f'{len(paths)} vectors, {failures} failures')
    return failures > 0 or not paths


if __name__ == '__main__':
    sys.exit(main())
