# listing.py - what /proc says of a program and of what it has started
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
from pathlib import Path

# Of these one may look at what is in them, and it is no listing.
CONTENTS = ('mem', 'pagemap', 'clear_refs', 'kpagecount', 'environ-of-kernel')
SKIPPED = ('attr', 'net', 'map_files', 'ns')
MOST_BYTES = 1 << 20


def family(pid):
    """PID and all below it that still run."""
    parents = {}
    for entry in Path('/proc').glob('[0-9]*'):
        try:
            stat = (entry / 'stat').read_text().rpartition(')')[2].split()
        except OSError:
            continue
        if stat[0] != 'Z':
            parents[int(entry.name)] = int(stat[1])
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found


def helpers(pid, program):
    """Those below PID that run PROGRAM."""
    found = []
    for one in family(pid)[1:]:
        try:
            if os.readlink(f'/proc/{one}/exe').removesuffix(' (deleted)') == program:
                found.append(one)
        except OSError:
            continue
    return found


def entries(folder, depth=3):
    """(path, what it says) of all that this process may read of FOLDER."""
    for entry in sorted(folder.iterdir()):
        try:
            if entry.is_symlink():
                yield entry, os.readlink(entry).encode()
            elif entry.is_dir():
                if depth and entry.name not in SKIPPED:
                    yield from entries(entry, depth - 1)
            elif entry.name not in CONTENTS:
                with open(entry, 'rb') as file:
                    yield entry, file.read(MOST_BYTES)
        except OSError:
            continue


def of_program(pid):
    """The same of PID and of all below it: {path: what it says}."""
    found = {}
    for one in family(pid):
        try:
            found.update(entries(Path(f'/proc/{one}')))
        except OSError:
            continue
    return found


def memory_files(pid):
    """Memory without a file that PID has open or mapped, by its name."""
    names = [os.readlink(entry) for entry in Path(f'/proc/{pid}/fd').iterdir()
             if entry.is_symlink() and os.path.lexists(entry)]
    names += [line.split(None, 5)[-1] for line in
              Path(f'/proc/{pid}/maps').read_text().splitlines()]
    return sorted({name.removeprefix('/memfd:').removesuffix(' (deleted)')
                   for name in names if name.startswith('/memfd:')})
