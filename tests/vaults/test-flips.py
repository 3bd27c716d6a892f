#!/usr/bin/env python3
# test-flips.py - single bits of the vault v1, in one copy or in both: nothing but agreement
#
# Where no vector says what a byte does, the program and the reader must still come to the
# same, and nothing that either shows may be anything but what was put in.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import random
import shutil
import sys
import tempfile
from pathlib import Path

import fixture
from fixture import c

import opening
import reader

NOW = fixture.MADE + 86400
N_FLIPS = 120
BATCH = 60
SECOND = 589824


def places(files, dice):
    """(file, offsets): one bit is flipped, where something is sealed or said."""
    keyring = reader.Keyring(files['keyring'], fixture.PASSPHRASE.encode(), NOW,
                             opening.kdf_once)
    cells = [c.cell_offset(n, 0) for n in range(1, 4096) if keyring.cell(n)]
    used = [range(0, 128), range(512, 1536), range(1536, 2088), range(2088, 4032),
            range(4096, 4200), range(8192, 8304), *(range(at, at + 128) for at in cells)]
    for _ in range(N_FLIPS):
        at = dice.choice(dice.choice(used))
        yield 'keyring', dice.choice(([at], [at + SECOND], [at, at + SECOND],
                                      [at, at + SECOND]))
    for _ in range(N_FLIPS):
        yield 'vault.db', [dice.randrange(len(files['vault.db']))]


def flipped(data, offsets, bit, repair):
    """REPAIR: the checksums of both headers, as anybody could."""
    data = bytearray(data)
    for at in offsets:
        data[at] ^= bit
    for head in (0, SECOND) if repair else ():
        data[head + 4064:head + 4096] = c.blake2b(data[head:head + 4064])
    return data


def shown(told):
    """Every stream that is given out, by its sum."""
    return {stream[1] for item in told.get('items', []) for stream in item['streams']
            if stream and stream[1] != 'damaged-item'}


def batch(home, files, flips, whole, dice):
    """(how many opened, how many failed) of these flips."""
    folders = []
    for number, (name, offsets) in enumerate(flips):
        folder = home / f'{name}-{"-".join(map(str, offsets))}-{number}'
        shutil.copytree(home / 'v1', folder)
        repair = name == 'keyring' and dice.random() < 0.7
        (folder / name).write_bytes(
            flipped(files[name], offsets, 1 << dice.randrange(8), repair))
        folders.append(folder)
    theirs = [opening.by_reader(folder, fixture.PASSPHRASE, NOW) for folder in folders]
    ours = opening.by_program(folders, fixture.PASSPHRASE, NOW)
    failures = 0
    for folder, one, two in zip(folders, ours, theirs):
        apart = opening.difference(one, two)
        if apart or not shown(one) <= whole:
            failures += 1
            print(f'{folder.name}: {apart or "shows what never was there"}')
        shutil.rmtree(folder)
    return sum('error' not in told for told in ours), failures


def main(seed=1):
    dice = random.Random(int(seed))
    files = fixture.unpack(fixture.HERE / 'v1.vault')
    flips = list(places(files, dice))
    opened = failures = 0
    with tempfile.TemporaryDirectory(prefix='nightstand-flips-') as home:
        home = Path(home)
        fixture.write(files, home / 'v1')
        whole = shown(opening.by_reader(home / 'v1', fixture.PASSPHRASE, NOW))
        for at in range(0, len(flips), BATCH):
            more = batch(home, files, flips[at:at + BATCH], whole, dice)
            opened, failures = opened + more[0], failures + more[1]
    print(f'{len(flips)} vaults, {opened} of them opened, {failures} failures')
    return failures > 0 or not 0 < opened < len(flips)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
