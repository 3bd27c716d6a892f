# source.py - what the checks of form have in common: finding files, reading C
#
# A check is a function from the root of a source tree to a list of complaints, each one
# "path:line: what is wrong, and why".
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import sys
from pathlib import Path

# The top of the tree, apart from build folders and what git keeps.
ROOMS = ('src', 'include', 'ui', 'tests')
SCRIPTS = ('dev', '.ci/run')

# A string, a character, or a comment: whichever starts first wins.
TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*.*?\*/',
                   re.DOTALL)


def files(root, *endings, rooms=ROOMS):
    """The files below ROOMS whose names end so, in a stable order."""
    found = []
    for room in rooms:
        found += [path for path in sorted((root / room).rglob('*'))
                  if path.is_file() and path.name.endswith(endings)]
    return found


def read(path):
    return path.read_text(encoding='utf-8', errors='replace')


def _blank(text):
    """As many lines as TEXT, with nothing on them."""
    return '\n' * text.count('\n')


def code_only(text):
    """C source without comments and with empty strings; line numbers stay."""
    def replace(match):
        token = match.group()
        return _blank(token) if token[0] == '/' else token[0] * 2
    return TOKEN.sub(replace, text)


def strings_only(text):
    """The string literals of C source, each on its line."""
    lines = [''] * (text.count('\n') + 1)
    for match in TOKEN.finditer(text):
        if match.group()[0] == '"':
            lines[text.count('\n', 0, match.start())] += match.group() + ' '
    return '\n'.join(lines)


def includes(path):
    """(line number, '<' or '"', name) of each #include; comments do not count."""
    for number, line in enumerate(read(path).splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group(1), match.group(2)


def complaint(root, path, number, what):
    return f'{path.relative_to(root)}:{number}: {what}'


def run(check):
    """The main program of a check: its one argument is the root of the tree."""
    complaints = check(Path(sys.argv[1]).resolve())
    for line in complaints:
        print(line)
    sys.exit(1 if complaints else 0)
