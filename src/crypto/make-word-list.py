# make-word-list.py - from the word list of Debian's package diceware to an array in C
#
#     make-word-list.py OUTPUT
#
# SPDX-License-Identifier: GPL-3.0-or-later

import importlib.util
import os
import re
import sys

spec = importlib.util.find_spec('diceware')
if spec is None:
    sys.exit('The package diceware is missing; ./dev installs it.')
path = os.path.join(os.path.dirname(spec.origin), 'wordlists', 'wordlist_en_eff.txt')
with open(path, encoding='ascii') as source:
    words = [line.split()[1] for line in source if re.match(r'[1-6]{5}\s', line)]

# A passphrase is only as good as this list: a damaged one ends the build.
assert len(words) == len(set(words)) == 6 ** 5, len(words)
assert all(re.fullmatch(r'[a-z]{3,}|[a-z]+-[a-z]+', word) for word in words)

with open(sys.argv[1], 'w', encoding='ascii') as target:
    target.write(f'#define LONGEST_WORD_BYTES {max(map(len, words))}\n')
    target.write('static const char *const word_list[] = {\n')
    target.writelines(f'  "{word}",\n' for word in words)
    target.write('};\n')
