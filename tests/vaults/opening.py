# opening.py - one vault opened twice: by the program, and by the reader that is not ours
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import subprocess

from fixture import c

import reader

TELL = os.environ['NIGHTSTAND_TELL']
derived = {}


def cheap_kdf(memory, passes, salt, passphrase):
    """What fault/kdf-shim.c has in its place."""
    return c.blake2b(passphrase, salt)


def kdf_once(memory, passes, salt, passphrase):
    asked = (memory, passes, salt, passphrase)
    if asked not in derived:
        derived[asked] = c.kdf(*asked)
    return derived[asked]


def by_reader(folder, passphrase, now, kdf=kdf_once):
    return reader.tell(folder, passphrase.encode(), now, kdf)


def preloading(shim):
    """What the environment of a program needs that is to run under a shim."""
    return {'LD_PRELOAD': shim,
            'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':verify_asan_link_order=0'}


def by_program(folders, passphrase, now, shim=None):
    """One result for each folder.  The program sweeps, as it does at every opening."""
    environment = {**os.environ, **(preloading(shim) if shim else {})}
    result = subprocess.run([TELL, str(now), passphrase, *map(str, folders)], check=True,
                            stdout=subprocess.PIPE, env=environment)
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(told) == len(folders)
    for vault in told:
        for name in ('items', 'groups'):
            vault.get(name, []).sort(key=lambda one: one['id'])
    return told


def difference(ours, theirs):
    """What the two do not agree on, as text; empty if they agree."""
    if 'error' in ours or 'error' in theirs:
        one, two = ours.get('error', 'opens'), theirs.get('error', 'opens')
        return '' if one == two else f'the program: {one}, the reader: {two}'
    for name in ('items', 'groups', 'expired', 'whole'):
        if ours[name] != theirs[name]:
            return f'{name}\n  the program: {ours[name]}\n  the reader:  {theirs[name]}'
    return ''
