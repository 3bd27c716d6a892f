# test-faults.py - an emergency wipe on disks and files that will not have it
#
# What the receipt says is held against the file, and against an opening with the passphrase.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from images import PASSPHRASE, PROGRAM, Image, Vault, is_wiped, main, run

NOBODY = ('setpriv', '--reuid=65534', '--regid=65534', '--clear-groups')
DESTROYED = 7
PATIENCE_S = 60


def made(image):
    vault = Vault(image.place / 'vault')
    vault.create('/etc/hostname', '/etc/passwd')
    return vault


def says(receipt, part=None):
    if part is None:
        return receipt['says']
    return next(step for step in receipt['steps'] if step['part'] == part)['says']


def errors(receipt):
    return {step['error'] for step in receipt['steps'] if step['error']}


def assert_destroyed(vault, receipt):
    assert receipt['destroyed'] and is_wiped(vault.keyring), receipt
    assert vault.ctl('list', check=False).returncode == DESTROYED


def assert_not_destroyed(vault, receipt, before, error):
    """It says so, and it is so: the file is as it was, and the vault opens."""
    assert says(receipt) == 'not-destroyed' and not receipt['destroyed'], receipt
    for part in ('header', 'epochs', 'cells'):
        assert says(receipt, part) == 'keys-failed', receipt
    assert error in errors(receipt), receipt
    assert vault.keyring.read_bytes() == before


def test_read_only():
    with Image('ext4') as image:
        vault = made(image)
        before = vault.keyring.read_bytes()
        image.unmount()
        image.mount('ro')
        receipt = vault.json('wipe', '--now', check=False)
        assert_not_destroyed(vault, receipt, before, 'read-only')
        assert says(receipt, 'database') == 'database-failed', receipt
        image.unmount()
        image.mount()
        assert vault.keyring.read_bytes() == before
        assert len(vault.json('list')['items']) == 2


def test_immutable():
    """For root, who may take the flag away, it is no obstacle."""
    with Image('ext4') as image:
        vault = made(image)
        run('chattr', '+i', vault.keyring)
        assert_destroyed(vault, vault.json('wipe', '--now'))


def as_nobody(image, vault):
    """The program where nobody may read it, and what goes before its name."""
    image.room.chmod(0o755)
    program = image.room / 'nightstandctl'
    shutil.copy(PROGRAM, program)
    program.chmod(0o755)
    return program


def wipe_as_nobody(image, vault):
    program = as_nobody(image, vault)
    done = subprocess.run([*NOBODY, str(program), '--vault', str(vault.folder), 'wipe',
                           '--now', '--json'], capture_output=True, text=True,
                          env={**os.environ, 'HOME': '/'})
    assert done.stdout, done
    return json.loads(done.stdout)


def test_immutable_for_its_owner():
    with Image('ext4') as image:
        vault = made(image)
        for path in (vault.folder, *vault.folder.iterdir()):
            os.chown(path, 65534, 65534)
        run('chattr', '+i', vault.keyring)
        before = vault.keyring.read_bytes()
        receipt = wipe_as_nobody(image, vault)
        run('chattr', '-i', vault.keyring)
        assert_not_destroyed(vault, receipt, before, 'permission')


def test_somebody_elses():
    with Image('ext4') as image:
        vault = made(image)
        vault.folder.chmod(0o755)
        for path in vault.folder.iterdir():
            path.chmod(0o644)
        before = vault.keyring.read_bytes()
        receipt = wipe_as_nobody(image, vault)
        assert_not_destroyed(vault, receipt, before, 'permission')
        assert says(receipt, 'database') == 'database-failed', receipt
        assert len(vault.json('list')['items']) == 2


def fill(folder):
    """Not a byte is left."""
    with open(folder / 'ballast', 'wb', buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                pass
    os.sync()


def test_full():
    for arguments in (dict(kind='ext4', megabytes=32), dict(kind='xfs', megabytes=512)):
        with Image(**arguments) as image:
            vault = made(image)
            fill(image.place)
            assert_destroyed(vault, vault.json('wipe', '--now'))


def test_full_and_copied_on_write():
    """Every overwrite needs room, and the only room there is is the database's own."""
    with Image('btrfs', megabytes=256) as image:
        vault = made(image)
        copy = vault.folder / 'copy'
        shutil.copyfile(vault.keyring, copy)
        os.replace(copy, vault.keyring)
        before = vault.keyring.read_bytes()
        fill(image.place)
        receipt = vault.json('wipe', '--now', check=False)
        if receipt['destroyed']:
            assert says(receipt) == 'overwritten', receipt
            # An opening finishes every wipe that it finds, and that takes room here.
            (image.place / 'ballast').unlink()
            assert_destroyed(vault, receipt)
        else:
            # Then it says so, for the reason there is.
            assert says(receipt) == 'not-destroyed', receipt
            assert 'no-space' in errors(receipt), receipt
            assert vault.keyring.read_bytes()[:4096] == before[:4096]


def test_hard_linked():
    with Image('ext4') as image:
        vault = made(image)
        os.link(vault.keyring, image.place / 'other')
        assert_destroyed(vault, vault.json('wipe', '--now'))
        assert is_wiped(image.place / 'other')


def test_symbolic_link():
    """It is not followed: who put it there chose what would be overwritten."""
    with Image('ext4') as image:
        vault = made(image)
        target = image.place / 'target'
        os.rename(vault.keyring, target)
        before = target.read_bytes()
        vault.keyring.symlink_to(target)
        receipt = vault.json('wipe', '--now', check=False)
        assert says(receipt) == 'not-destroyed', receipt
        assert target.read_bytes() == before


def start_import(vault, source):
    """nightstandctl in the middle of an import."""
    size = (vault.folder / 'vault.db').stat().st_size
    process = subprocess.Popen(
        [PROGRAM, '--vault', str(vault.folder), '--passphrase-fd', '0', 'import', str(source)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdin.write(PASSPHRASE)
    process.stdin.close()
    deadline = time.monotonic() + PATIENCE_S
    while (vault.folder / 'vault.db').stat().st_size <= size:
        assert process.poll() is None and time.monotonic() < deadline, 'no import'
        time.sleep(0.01)
    return process


def test_replaced_under_another():
    """A sync program puts an older file in the place of the one that another process holds:
    what stands at the name is wiped; that the other has keys is said, until it has ended."""
    with Image('ext4', megabytes=512) as image:
        vault = made(image)
        source = image.room / 'large'
        source.write_bytes(os.urandom(100 << 20))
        copy = image.place / 'copy'
        shutil.copyfile(vault.keyring, copy)
        process = start_import(vault, source)
        process.send_signal(signal.SIGSTOP)
        os.replace(copy, vault.keyring)
        try:
            receipt = vault.json('wipe', '--now')
            assert_destroyed(vault, receipt)
        finally:
            process.send_signal(signal.SIGCONT)
            process.wait(PATIENCE_S)


def test_another_that_hangs():
    """Stopped in the middle of an import, it does not let go; when it goes on, it puts nothing
    back."""
    with Image('ext4', megabytes=512) as image:
        vault = made(image)
        source = image.room / 'large'
        source.write_bytes(os.urandom(100 << 20))
        process = start_import(vault, source)
        process.send_signal(signal.SIGSTOP)
        before = vault.keyring.read_bytes()
        try:
            receipt = vault.json('wipe', '--now')
            assert says(receipt, 'others') == 'others-unknown', receipt
            wiped = vault.keyring.read_bytes()
        finally:
            process.send_signal(signal.SIGCONT)
            process.wait(PATIENCE_S)
        # As destroyed or as locked, as it happened to notice.
        assert process.returncode != 0
        assert vault.keyring.read_bytes() == wiped
        assert not any(wiped[at:at + 64] == before[at:at + 64]
                       for at in range(0, len(before), 64))
        assert_destroyed(vault, receipt)
        assert not (Path(vault.folder) / 'vault.db').exists()


if __name__ == '__main__':
    sys.exit(main(test_read_only, test_immutable, test_immutable_for_its_owner,
                  test_somebody_elses, test_full, test_full_and_copied_on_write,
                  test_hard_linked, test_symbolic_link, test_replaced_under_another,
                  test_another_that_hangs))
