# format.py - clang-format decides, and one version of it
#
# Other versions format some lines differently.  Debian 13 does not carry version 14;
# there this check is skipped, and says so.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import shutil
import subprocess
import sys

import source

FORMATTER = 'clang-format-14'
SKIPPED = 77


def check(root):
    paths = [str(path) for path in source.files(root, '.c', '.h')]
    if not paths:
        return []
    result = subprocess.run(
        [FORMATTER, f'--style=file:{root}/.clang-format', '--dry-run', '-Werror', *paths],
        stderr=subprocess.PIPE, text=True, check=False)
    lines = [line for line in result.stderr.splitlines() if 'error:' in line]
    return lines or ([result.stderr] if result.returncode else [])


if __name__ == '__main__':
    if shutil.which(FORMATTER) is None:
        print(f'The format was NOT checked: {FORMATTER} is not installed, and other '
              'versions disagree with it.')
        sys.exit(SKIPPED)
    source.run(check)
