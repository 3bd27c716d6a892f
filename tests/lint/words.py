# words.py - what every file says, and what none may
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

import source

# Each pattern is written so that it does not find itself.
NOWHERE = (
    (re.compile(r'\bTOD[O]\b|\bFIXM[E]\b|\bXX[X]\b'), 'work left over is an issue, not a comment'),
    (re.compile(r'/wor[k]/|/hom[e]/\w'), 'a path of one machine'),
    (re.compile(r'\b(issu[e]|sessio[n]) #?[0-9]'), 'the tree explains itself without a tracker'),
)

# What a person reads.
NOT_TO_PEOPLE = (
    (re.compile(r'military[- ]grad[e]', re.I), 'an empty word'),
    (re.compile(r'\bimpossibl[e]\b', re.I), 'not a promise that can be kept'),
    (re.compile(r'\bunbreakabl[e]\b', re.I), 'not a promise that can be kept'),
)

LICENCE = 'SPDX-License-Identifier: GPL-3.0-or-later'
HEAD_LINES = 60

# Where each VaultError has its one sentence.
SENTENCES = ('ui/night-problem.c', 'src/ctl/sentence.c')


def lines_with(root, path, text, rules):
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, reason in rules:
            match = pattern.search(line)
            if match:
                yield source.complaint(root, path, number, f'"{match.group()}": {reason}')


def check_words(root):
    texts = source.files(root, '.c', '.h', '.py', '.sh', '.ui', '.md', '.xml', '.css',
                         '.in', '.build', '.po', '.txt')
    for path in texts + own_scripts(root) + [root / 'README.md', root / 'meson.build']:
        if path.exists():
            yield from lines_with(root, path, source.read(path), NOWHERE)


def check_tone(root):
    for path in source.files(root, '.c', rooms=['ui', 'src/ctl']):
        text = source.strings_only(source.read(path))
        yield from lines_with(root, path, text, NOT_TO_PEOPLE)
    for path in source.files(root, '.ui', '.xml', '.in', '.po', rooms=['ui']):
        yield from lines_with(root, path, source.read(path), NOT_TO_PEOPLE)
    if (root / 'README.md').exists():
        path = root / 'README.md'
        yield from lines_with(root, path, source.read(path), NOT_TO_PEOPLE)


def own_scripts(root):
    return [root / name for name in source.SCRIPTS if (root / name).exists()]


def check_heads(root):
    for path in source.files(root, '.c', '.h', '.py', '.sh') + own_scripts(root):
        head = source.read(path).splitlines()[:HEAD_LINES]
        if not any(LICENCE in line for line in head):
            yield source.complaint(root, path, 1, f'the line "{LICENCE}" is missing')
        if path.suffix in ('.c', '.h') and not head[0].startswith(f'/* {path.name} - '):
            yield source.complaint(
                root, path, 1, f'does not start with "/* {path.name} - what it is"')


def check_sentences(root):
    header = root / 'include/vault/vault-error.h'
    if not header.exists():
        yield 'include/vault/vault-error.h:0: there is no list of errors'
        return
    codes = re.findall(r'^\s*(VAULT_ERROR_[A-Z_]+),', source.read(header), re.MULTILINE)
    for name in SENTENCES:
        path = root / name
        text = source.code_only(source.read(path)) if path.exists() else ''
        for code in codes:
            if not re.search(rf'\b{code}\b', text):
                yield f'{name}:0: {code} has no sentence'


def check(root):
    return [*check_words(root), *check_tone(root), *check_heads(root),
            *check_sentences(root)]


if __name__ == '__main__':
    source.run(check)
