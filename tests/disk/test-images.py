# test-images.py - the light of a disk is never better than what the raw disk then holds
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import shutil
import sys

from images import Image, Vault, knows, main, run


def as_made(image, vault):
    """The keyring as the program makes it."""


def copied(image, vault):
    """As a backup brings it back: another file, made by somebody who knows nothing of keys."""
    copy = vault.folder / 'copy'
    shutil.copyfile(vault.keyring, copy)
    copy.chmod(0o600)
    os.replace(copy, vault.keyring)
    os.sync()


def cloned(image, vault):
    """A second file with the same blocks."""
    run('cp', '--reflink=always', vault.keyring, image.place / 'clone')
    os.sync()


def in_snapshot(image, vault):
    run('btrfs', 'subvolume', 'snapshot', '-r', image.place, image.place / 'snapshot')
    os.sync()


def beside_snapper(image, vault):
    """No snapshot yet, but a program that makes some."""
    (image.place / '.snapshots').mkdir()


# What is made, what is done to it, and the light that is expected.
CASES = {
    'ext4': (dict(kind='ext4'), as_made, 'fair'),
    'ext4 without a journal': (dict(kind='ext4', format=('-O', '^has_journal')), as_made,
                               'fair'),
    'ext4 data=journal': (dict(kind='ext4', options='data=journal'), as_made, 'poor'),
    'ext4 journal_data by default': (dict(kind='ext4', tune=('-o', 'journal_data')),
                                     as_made, 'poor'),
    'xfs': (dict(kind='xfs', megabytes=512), as_made, 'fair'),
    'xfs, reflink copy': (dict(kind='xfs', megabytes=512), cloned, 'poor'),
    'btrfs, as made (NOCOW)': (dict(kind='btrfs', megabytes=256), as_made, 'fair'),
    'btrfs, copied (COW)': (dict(kind='btrfs', megabytes=256), copied, 'poor'),
    'btrfs NOCOW, snapshot': (dict(kind='btrfs', megabytes=256), in_snapshot, 'poor'),
    'btrfs NOCOW, snapper': (dict(kind='btrfs', megabytes=256), beside_snapper, 'poor'),
}


def look(name, image, prepare, expected):
    vault = Vault(image.place / 'vault')
    vault.create('/etc/hostname', '/etc/passwd', '/etc/group')
    prepare(image, vault)
    needles = vault.key_needles()
    seen = vault.json('info')['storage']
    receipt = vault.json('wipe', '--now', check=False)
    image.unmount()
    found = image.scan(needles)
    told = receipt['storage']
    print(f'  {name}: light {seen["light"]}, after the wipe {told["light"]} '
          f'{told["facts"]}, says {receipt["says"]}; of {len(needles)} old keys '
          f'{len(found)} are in the image')
    assert receipt['destroyed'], receipt
    # The light, before and after, and the words of the receipt: none better than the scan.
    if found:
        assert seen['light'] == 'poor', (name, seen, sorted(found))
        assert told['light'] == 'poor', (name, told, sorted(found))
        assert receipt['says'] == 'overwritten', (name, receipt['says'])
        for step in receipt['steps']:
            if step['part'] in ('header', 'epochs', 'cells'):
                assert step['says'] == 'keys-old-kept', (name, step)
    if expected == 'fair':
        assert not found, (name, sorted(found))
        assert receipt['says'] == 'destroyed', (name, receipt)
    assert seen['light'] == told['light'] == expected, (name, seen, told)
    assert seen['file_system'] == image.kind, seen
    return len(found)


def test_light():
    missing = sorted({arguments['kind'] for arguments, _, _ in CASES.values()
                      if not knows(arguments['kind'])})
    for kind in missing:
        print(f'  CANNOT RUN HERE: this kernel has no {kind}')
    n_found = {}
    for name, (arguments, prepare, expected) in CASES.items():
        if arguments['kind'] in missing:
            continue
        with Image(**arguments) as image:
            n_found[name] = look(name, image, prepare, expected)
    # That a scan finds anything where there is something is part of the proof.
    assert n_found['ext4 data=journal'] > 0, n_found
    if 'btrfs' not in missing:
        assert n_found['btrfs, copied (COW)'] > 0, n_found
        assert n_found['btrfs NOCOW, snapshot'] > 0, n_found


if __name__ == '__main__':
    sys.exit(main(test_light))
