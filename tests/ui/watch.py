# watch.py - what a program and all it starts write, connect to and start, by strace
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import subprocess
from typing import NamedTuple

import access

OPENING = ('open', 'openat', 'openat2')
MAKING = ('creat', 'rename', 'renameat', 'renameat2', 'link', 'linkat', 'symlink',
          'symlinkat', 'unlink', 'unlinkat', 'mkdir', 'mkdirat', 'rmdir', 'mknod', 'mknodat',
          'truncate', 'ftruncate', 'chmod', 'fchmodat', 'setxattr', 'fsetxattr')
# Ways to do any of these that would not be seen here.
EVADING = ('io_uring_setup', 'open_by_handle_at', 'ptrace')
CALLS = OPENING + MAKING + EVADING + ('memfd_create', 'socket', 'connect', 'bind', 'execve',
                                      'execveat', 'write')

TO_WRITE = re.compile(r'\bO_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)\b')
LINE = re.compile(r'(\w+)\((.*)\) += (-?\d+|\?)')
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
# A place, and a path from there: AT_FDCWD</home>, "name"
PLACED = re.compile(r'(?:AT_FDCWD|\d+)<([^>]*)>(?:\(deleted\))?, "((?:[^"\\]|\\.)*)"')
DESCRIPTOR = re.compile(r'^\d+<([^>]*)>')
ADDRESS = re.compile(r'sa_family=(AF_\w+)(?:, (?:sun_path=)?(@?"?[^}]*?"?))?\}')
ESCAPE = re.compile(rb'\\([0-7]{1,3}|x[0-9a-f]{2}|.)')
NAMED = {b'n': b'\n', b't': b'\t', b'r': b'\r', b'v': b'\v', b'f': b'\f'}


class Deed(NamedTuple):
    """WHAT is writes, memory, socket, connects, starts, evades or says."""
    what: str
    target: str
    call: str


def can_watch():
    """Whether this computer lets a process look at another's calls at all."""
    return subprocess.run(['strace', '-o', '/dev/null', 'true'],
                          capture_output=True).returncode == 0


def command(folder):
    """What to put before a program, so that it and its children are watched.  The program
    keeps the process number that it would have without."""
    folder.mkdir()
    return ('strace', '-D', '-ff', '-y', '-s', '4096', '--seccomp-bpf', '-o',
            str(folder / 'trace'), '-e', 'trace=' + ','.join('?' + call for call in CALLS))


def plain(text):
    """A string as it was before strace wrote it down."""
    def replace(match):
        what = match.group(1)
        if what[:1] == b'x':
            return bytes([int(what[1:], 16)])
        return bytes([int(what, 8)]) if what.isdigit() else NAMED.get(what, what)
    return os.fsdecode(ESCAPE.sub(replace, text.encode()))


def paths_of(arguments):
    """Each path among the arguments, absolute where strace tells from where it counts."""
    found = [os.path.normpath(os.path.join(place, plain(name)))
             for place, name in PLACED.findall(arguments)]
    rest = PLACED.sub('', arguments)
    return found + [plain(name) for name in STRING.findall(rest)]


def deeds_of_write(arguments):
    """What is written with write(): only where to, and what it says."""
    place = DESCRIPTOR.match(arguments)
    text = STRING.search(arguments)
    if place and text and place.group(1).startswith('/'):
        yield 'says', f'{place.group(1)}: {plain(text.group(1))}'


def deeds_of(name, arguments):
    """The pairs (what, target) of one call."""
    if name in OPENING:
        if TO_WRITE.search(arguments):
            yield from (('writes', path) for path in paths_of(arguments))
    elif name == 'ftruncate':
        target = DESCRIPTOR.match(arguments)
        if not (target and target.group(1).startswith('/memfd:')):
            yield 'writes', target.group(1) if target else arguments
    elif name == 'fsetxattr':
        yield 'writes', DESCRIPTOR.match(arguments).group(1)
    elif name in ('symlink', 'symlinkat'):
        yield 'writes', paths_of(arguments)[-1]
    elif name in MAKING:
        yield from (('writes', path) for path in paths_of(arguments)[:2])
    elif name == 'memfd_create':
        yield 'memory', plain(STRING.search(arguments).group(1))
    elif name == 'socket':
        yield 'socket', arguments.split(',')[0]
    elif name in ('connect', 'bind'):
        address = ADDRESS.search(arguments)
        if address:
            where = (address.group(2) or '').replace('"', '')
            yield 'connects', f'{address.group(1)} {plain(where)}'
    elif name == 'execve':
        yield 'starts', plain(STRING.search(arguments).group(1))
    elif name == 'execveat':
        yield 'starts', paths_of(arguments)[0]
    elif name == 'write':
        yield from deeds_of_write(arguments)
    elif name in EVADING:
        yield 'evades', name


def read(folder):
    """All deeds of everything that was watched."""
    found = []
    for path in sorted(folder.iterdir()):
        # Not splitlines(), which takes more than a line feed for the end of a line.
        for line in path.read_text(errors='surrogateescape').split('\n'):
            match = LINE.match(line)
            if match:
                name, arguments, result = match.groups()
                call = f'{name} = {result}'
                found += [Deed(what, target, call)
                          for what, target in deeds_of(name, arguments)]
    return found


def wait(folder):
    """Until strace has written everything down."""
    def is_done():
        return all(re.search(r'^\+\+\+ (exited|killed) ', path.read_text(errors='replace'),
                             re.MULTILINE) for path in folder.iterdir())
    access.wait_until(is_done, 'strace has seen the end of all')
