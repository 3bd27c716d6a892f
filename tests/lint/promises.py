# promises.py - every test that THREATS.md, or a sentence of a receipt, names as its proof is there
#
# A proof is written as `suite / test / case`: the case is a g_test path without its first
# part, or a function of a Python test; it may be left out where the whole test is meant.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

import source

DOCUMENTS = ('src/THREATS.md', 'tests/core/test-receipt.c')
PROOF = re.compile(r'`([a-z]+) / ([a-z0-9-]+)(?: / ([^`]+))?`')
SUITES = ('core', 'ctl', 'disk', 'fault', 'memory', 'ui', 'lint', 'fuzz')
LEAST_PROOFS = 15


def texts_of(root, suite, test):
    """The files in which a test's cases stand."""
    folder = root / 'tests' / suite
    for name in (f'test-{test}.c', f'test-{test}.py', f'{test}.py'):
        if (folder / name).is_file():
            yield source.read(folder / name)
    words = test.split('-')
    # Tests of a suite that are one program for many actions, and those named for it.
    for name in (f'test-{words[1]}.py' if len(words) > 1 else '',
                 f'test-{"-".join(words[1:])}.py', f'test-{"-".join(words[1:])}.c'):
        if words[0] == suite and name and (folder / name).is_file():
            yield source.read(folder / name)
            for steps in folder.glob('steps_*.py'):
                yield source.read(steps)


def stands_in(text, case):
    return f'/{case}"' in text or f'def {case}(' in text


def check(root):
    return [complaint for document in DOCUMENTS if (root / document).is_file()
            for complaint in check_document(root, root / document)]


def check_document(root, path):
    text = source.read(path)
    proofs = list(PROOF.finditer(text))
    complaints = []
    if len(proofs) < LEAST_PROOFS:
        complaints.append(source.complaint(root, path, 1, f'only {len(proofs)} proofs'))
    for proof in proofs:
        suite, test, case = proof.groups()
        number = text.count('\n', 0, proof.start()) + 1
        found = list(texts_of(root, suite, test)) if suite in SUITES else []
        if not found:
            complaints.append(source.complaint(
                root, path, number, f'there is no test {suite} / {test}'))
        elif case and not any(stands_in(each, case) for each in found):
            complaints.append(source.complaint(
                root, path, number, f'{suite} / {test} has no case {case}'))
    return complaints


if __name__ == '__main__':
    source.run(check)
