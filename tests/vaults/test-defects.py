#!/usr/bin/env python3
# test-defects.py - the vault v1 with one defect each: the program and the reader agree
#
# What they have to agree on is in each vector; see make_defects.py.  The reader comes first,
# for the program mends what it may mend, and then the reader looks once more.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import base64
import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
import zlib
from pathlib import Path

import fixture
from fixture import c

import opening

SOON = fixture.MADE + 86400


def apply_sql(folder, statements):
    if not statements:
        return
    db = sqlite3.connect(folder / 'vault.db', isolation_level=None)
    for statement in statements:
        db.execute(statement)
    db.close()
    journal = folder / 'vault.db-journal'
    assert not journal.exists()


def tear(folder, statements):
    """What the disk holds while a transaction has written and not yet committed."""
    for statement in statements:
        db = sqlite3.connect(folder / 'vault.db', isolation_level=None)
        db.execute('PRAGMA cache_size = 1')
        db.execute('BEGIN')
        db.execute(statement)
        torn = {path: path.read_bytes() for path in folder.iterdir()}
        db.execute('ROLLBACK')
        db.close()
        assert torn[folder / 'vault.db'] != (folder / 'vault.db').read_bytes()
        for path, data in torn.items():
            path.write_bytes(data)


def apply(vector, folder):
    for text in vector.all('length'):
        name, length = text.split()
        os.truncate(folder / name, int(length))
    for text in vector.all('patch'):
        name, offset, data = text.split(' ', 2)
        with open(folder / name, 'r+b') as out:
            out.seek(int(offset))
            out.write(c.unpack(data))
    for name in vector.all('remove'):
        (folder / name).unlink()
    for text in vector.all('put'):
        name, _, data = text.partition(' ')
        (folder / name).write_bytes(c.unpack(data))
    for text in vector.all('piece'):
        number, key, nonce, aad, plain = text.split()
        sealed = c.seal(bytes.fromhex(key), bytes.fromhex(nonce),
                        zlib.decompress(base64.b64decode(plain)), bytes.fromhex(aad))
        apply_sql(folder, [f"UPDATE piece SET sealed = x'{sealed.hex()}' WHERE id = {number}"])
    apply_sql(folder, vector.all('sql'))
    tear(folder, vector.all('torn'))


def expected(vector, whole):
    """What is to be told: that of the vault without a defect, changed as the vector says."""
    if vector.text('expect') != 'opens':
        return vector.text('expect')
    missing = vector.all('missing')
    items = {item['name']: {**item, 'streams': list(item['streams'])}
             for item in whole['items'] if item['name'] not in missing}
    for text in vector.all('damaged'):
        name, stream = text.encode().decode('unicode_escape').split()
        streams = items[name]['streams']
        streams[int(stream)] = [None, 'damaged-item']
    for text in vector.all('expires'):
        name, when = text.split()
        items[name]['expires'] = int(when)
    for text in vector.all('view'):
        name, rotation, position_ms = text.split()
        items[name].update(rotation=int(rotation), position_ms=int(position_ms))
    return items


def found(told):
    if 'error' in told:
        return told['error']
    items = {item['name']: item for item in told['items']}
    for item in items.values():
        item['streams'] = [[None, stream[1]] if stream and stream[1] == 'damaged-item'
                           else stream for stream in item['streams']]
    return items


def describe(result):
    return result if isinstance(result, str) else {
        name: [item['expires'], [stream and stream[1][:12] for stream in item['streams']]]
        for name, item in result.items()}


def sums_in(folder):
    """Of each file; of the keyring another one without the clock blocks."""
    sums = {}
    for path in folder.iterdir():
        data = bytearray(path.read_bytes())
        sums[path.name] = hashlib.sha256(data).digest()
        if path.name == 'keyring':
            for head in (0, 589824):
                data[head + 8192:head + 12288] = bytes(len(data[head + 8192:head + 12288]))
            sums['keyring but for its clock'] = hashlib.sha256(data).digest()
    return sums


def written(vector, before, folder):
    """The files that the program wrote to although it refused the vault."""
    error = vector.text('expect')
    after = sums_in(folder)
    found = [name for name in sorted({*before, *after}) if before.get(name) != after.get(name)]
    if error in ('opens', 'destroyed'):
        return []
    if error == 'wrong-passphrase':
        return [name for name in found if name != 'keyring']
    # What is wrong with the database is found when the keyring is open and up to date.
    if 'database' in error or vector.path.stem.startswith(('db-', 'stamp-')):
        return [name for name in found if not name.startswith('keyring')]
    return found


def check(vector, folder, before, whole, ours, theirs):
    """The complaints about one vector."""
    for name in written(vector, before, folder):
        yield f'refused, and yet {name} was written to'
    want = expected(vector, whole)
    for who, told in (('the program', ours), ('the reader', theirs)):
        if found(told) != want:
            yield f'{who}: {describe(found(told))}, expected: {describe(want)}'
    apart = opening.difference(ours, theirs)
    if apart:
        yield apart
    again = opening.by_reader(folder, *key_of(vector))
    if 'error' not in ours and found(again) != want:
        yield f'after the program had it open: {describe(found(again))}'


def key_of(vector):
    passphrase = vector.text('passphrase') if vector.has('passphrase') else fixture.PASSPHRASE
    return passphrase, vector.number('now') if vector.has('now') else SOON


def main(only):
    paths = [path for path in sorted(fixture.HERE.glob('*.vector'))
             if not only or path.stem in only]
    files = fixture.unpack(fixture.HERE / 'v1.vault')
    groups, failures = {}, 0
    with tempfile.TemporaryDirectory(prefix='nightstand-defects-') as home:
        fixture.write(files, Path(home) / 'v1')
        whole = opening.by_reader(Path(home) / 'v1', fixture.PASSPHRASE, SOON)
        for path in paths:
            groups.setdefault(key_of(c.Vector(path)), []).append(c.Vector(path))
        for key, vectors in groups.items():
            folders = [Path(home) / vector.path.stem for vector in vectors]
            for vector, folder in zip(vectors, folders):
                shutil.copytree(Path(home) / 'v1', folder)
                apply(vector, folder)
            before = [sums_in(folder) for folder in folders]
            theirs = [opening.by_reader(folder, *key) for folder in folders]
            assert before == [sums_in(folder) for folder in folders], 'the reader wrote'
            ours = opening.by_program(folders, *key)
            for vector, *rest in zip(vectors, folders, before, ours, theirs):
                complaints = list(check(vector, rest[0], rest[1], whole, *rest[2:]))
                failures += bool(complaints)
                for complaint in complaints:
                    print(f'{vector.path.stem}: {complaint}')
                shutil.rmtree(rest[0])
    print(f'{len(paths)} vaults, {failures} failures')
    return failures > 0 or not paths


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
