# size.py - nothing too long to be read in one go
#
# SPDX-License-Identifier: GPL-3.0-or-later

import source

# The aim is 400 and 40; these are the hard stops.
MAX_FILE_LINES = 450
MAX_FUNCTION_LINES = 60


def long_functions(text):
    """(line number, length) of each function body; the format puts its braces first on
    their lines, and no others."""
    start = None
    for number, line in enumerate(source.code_only(text).splitlines(), 1):
        if line.rstrip() == '{':
            start = number
        elif line.startswith('}') and start is not None:
            if number - start - 1 > MAX_FUNCTION_LINES:
                yield start, number - start - 1
            start = None


def check(root):
    complaints = []
    for path in source.files(root, '.c', '.h'):
        text = source.read(path)
        length = text.count('\n')
        if length > MAX_FILE_LINES:
            complaints.append(source.complaint(
                root, path, length, f'{length} lines; split it by verb'))
        for number, lines in long_functions(text):
            complaints.append(source.complaint(
                root, path, number, f'a function of {lines} lines; give its parts names'))
    return complaints


if __name__ == '__main__':
    source.run(check)
