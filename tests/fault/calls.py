# calls.py - the shim must see every call that strace sees
#
# SPDX-License-Identifier: GPL-3.0-or-later

import collections
import re
import shutil
import subprocess
import sys

from ways import ACTIONS
from harness import Harness, require

SKIPPED = 77

# Whatever changes a file or a folder, or makes such a change durable, under the name by
# which the shim knows it; None: the shim does not know it, so nobody may use it.
SYSCALLS = {
    'pwrite64': 'pwrite', 'ftruncate': 'ftruncate', 'fdatasync': 'fdatasync',
    'fsync': 'fsync', 'unlink': 'unlink', 'unlinkat': 'unlink', 'rename': 'rename',
    'renameat': 'rename', 'renameat2': 'rename', 'write': None, 'writev': None,
    'pwritev': None, 'pwritev2': None, 'truncate': None, 'fallocate': None,
    'link': None, 'linkat': 'link', 'symlink': None, 'symlinkat': None, 'msync': None,
    'copy_file_range': None, 'sendfile': None, 'splice': None,
}


def can_trace():
    return shutil.which('strace') and subprocess.run(
        ['strace', '-o', '/dev/null', 'true'], capture_output=True).returncode == 0


def count_traced(path, folder):
    """How often each call was made on something in FOLDER."""
    counts = collections.Counter()
    for line in path.read_text(errors='replace').splitlines():
        match = re.match(r'\d+ +(\w+)\(', line)
        if match and str(folder) in line:
            name = match.group(1)
            require(SYSCALLS[name] is not None, 'the shim does not count', line)
            counts[SYSCALLS[name]] += 1
    return counts


def main():
    if not can_trace():
        print('strace is not there, or may not trace')
        return SKIPPED
    with Harness() as harness:
        for name, make in ACTIONS.items():
            action = make(harness)
            action.prepare()
            harness.put(action.before)
            trace = harness.room / 'trace'
            done = action.run(before=(
                'strace', '-f', '-y', '-s', '0', '-o', str(trace),
                '-e', 'trace=' + ','.join('?' + call for call in SYSCALLS)))
            require(done.status in action.statuses, done)
            seen = collections.Counter(call.name for call in harness.calls())
            created = seen.pop('create', 0)
            traced = count_traced(trace, action.folder())
            require(seen == traced, name, seen, traced)
            print(f'{name}: {dict(seen)}, {created} files created')
    return 0


if __name__ == '__main__':
    sys.exit(main())
