# test-lints.py - each check of form finds what it is there to find
#
# A check that never complains is worth nothing.  Every case here takes a small tree
# without fault, adds one fault, and expects one complaint with certain words in it.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import shutil
import tempfile
import unittest
from pathlib import Path

import arrows
import banned
import format as formatting
import promises
import size
import words

SPDX = 'SPDX-License-Identifier: GPL-3.0-' + 'or-later'

FORMAT_FILE = Path(__file__).resolve().parents[2] / '.clang-format'


def c_file(path, body=''):
    """A C file as this project begins them."""
    name = path.split('/')[-1]
    return f'/* {name} - an example\n *\n * {SPDX}\n */\n\n{body}\n'


def function(n_lines, body='  work ();\n'):
    return 'static void\nexample (void)\n{\n' + body * n_lines + '}\n'


# The faults below are cut in two, so that the checks do not find them in this file.
ARROWS = (
    ('src/crypto/a.c', '#include "file/file.h"', 'crypto does not know "file/file.h"'),
    ('src/file/a.c', '#include "crypto/key.h"', 'file does not know'),
    ('src/crypto/a.c', '#include "keyring/keyring.h"', 'crypto does not know'),
    ('src/keyring/a.c', '#include "store/store.h"', 'keyring does not know'),
    ('src/store/a.c', '#include "media/sniff.h"', 'store does not know'),
    ('src/media/a.c', '#include "keyring/keyring.h"', 'media does not know'),
    ('src/media/a.c', '#  include "vault/session.h"', 'media does not know'),
    ('src/vault/a.c', '#include "ctl/ask.h"', 'vault does not know'),
    ('src/ctl/a.c', '#include "crypto/key.h"', 'ctl does not know'),
    ('src/ctl/a.c', '#include "../crypto/key.h"', 'does not climb'),
    ('src/decoder/a.c', '#include "crypto/key.h"', 'decoder does not know'),
    ('src/decoder/a.c', '#include "media/sniff.h"', 'decoder does not know'),
    ('src/decoder/a.c', '#include <vault/vault.h>', 'decoder knows nothing of vaults'),
    ('src/vault/a.c', '#include <gtk/gtk.h>', 'nothing under src knows the toolkit'),
    ('src/ctl/a.c', '#include <adwaita.h>', 'nothing under src knows the toolkit'),
    ('include/vault/a.h', '#include <gdk/gdk.h>', 'nothing under include'),
    ('include/vault/a.h', '#include "keyring/keyring.h"', 'includes no private one'),
    ('ui/a.c', '#include "vault/session.h"', 'ui sees its own headers'),
    ('ui/a.c', '#include "../src/vault/session.h"', 'ui sees its own headers'),
    ('ui/meson.build', 'include_directories: src_inc', 'ui is not given'),
    ('ui/meson.build', "include_directories('../src')", 'ui is not given'),
    ('src/attic/a.c', '', 'a room without a floor'),
)

# What the arrows allow.
ARROWS_ALLOWED = (
    ('src/keyring/a.c', '#include "crypto/key.h"\n#include "file/file.h"'),
    ('src/vault/a.c', '#include "store/store.h"\n#include <vault/vault.h>'),
    ('src/decoder/a.c', '#include "media/protocol.h"\n#include <gdk-pixbuf/gdk-pixbuf.h>'),
    ('src/ctl/a.c', '/*\n" #include <gtk/gtk.h>"\n */\n#include <vault/vault.h>'),
    ('ui/a.c', '#include <gtk/gtk.h>\n#include "night-window.h"'),
    ('tests/core/a.c', '#include "crypto/key.h"\n#include "vault/session.h"'),
)

BANNED = (
    ('src/crypto/a.c', 'memcmp (a, b, 32);', 'sodium_memcmp'),
    ('src/keyring/a.c', 'if (!memcmp(a, b, 32))', 'sodium_memcmp'),
    ('src/keyring/a.c', 'memset (key, 0, 32);', 'sodium_memzero'),
    ('src/vault/a.c', 'int x = rand ();', 'can be predicted'),
    ('ui/a.c', 'g_random_int ();', 'can be predicted'),
    ('src/ctl/a.c', 'system ("rm");', 'puts a shell'),
    ('src/store/a.c', 'FILE *f = tmpfile ();', 'outlives its key'),
    ('src/media/a.c', 'mkstemp (name);', 'outlives its key'),
    ('ui/a.c', 'g_file_open_tmp (NULL, NULL, NULL);', 'outlives its key'),
    ('src/keyring/a.c', 'g_file_set_contents (path, text, -1, NULL);', 'renames'),
    ('ui/a.c', 'strcpy (a, b);', 'how much room'),
    ('src/decoder/a.c', 'sprintf (a, "%s", b);', 'how much room'),
    ('src/vault/a.c', 'goto out;', 'one cleanup style'),
    ('src/vault/a.c', 'alloca (n);', 'is not noticed'),
    ('src/ctl/a.c', 'atoi (text);', 'what is no number'),
    ('src/vault/a.c', 'g_printerr ("%s", name);', 'the core is silent'),
    ('src/file/a.c', 'printf ("%d", n);', 'the core is silent'),
    ('ui/a.c', 'getaddrinfo (a, b, c, d);', 'no network'),
    ('src/decoder/a.c', 'socket (AF_INET, 0, 0);', 'no network'),
)

BANNED_ALLOWED = (
    ('src/store/a.c', 'memcmp (schema, expected, n);'),
    ('src/crypto/a.c', 'sodium_memcmp (a, b, 32);'),
    ('src/crypto/a.c', '/* never memcmp (a, b): it tells; no goto either */'),
    ('src/crypto/a.c', 'g_error ("system (%d) goto ", n);'),
    ('src/vault/a.c', 'cryptosystem (a); operand (b);'),
    ('src/ctl/a.c', 'g_print ("%u", n);'),
)

SIZE = (
    ('src/vault/a.c', function(61), 'a function of 61 lines'),
    ('tests/core/a.c', function(300), 'a function of 300 lines'),
    ('ui/a.c', 'int a;\n' * 460, 'split it by verb'),
)

SIZE_ALLOWED = (
    ('src/vault/a.c', function(60)),
    ('src/vault/a.c', function(59) + '\n' + function(59)),
    ('src/vault/a.c', 'typedef enum {\n' + '  A,\n' * 70 + '} Many;\n'),
    ('ui/a.c', 'int a;\n' * 440),
)

WORDS = (
    ('src/vault/a.c', '/* TO' 'DO later */', 'work left over'),
    ('tests/ui/a.py', '# FIX' 'ME', 'work left over'),
    ('README.md', 'XX' 'X', 'work left over'),
    ('src/FORMAT.md', 'see /wo' 'rk/main', 'a path of one machine'),
    ('dev', '# /ho' 'me/somebody', 'a path of one machine'),
    ('src/vault/a.c', '/* see issu' 'e 12 */', 'without a tracker'),
    ('.ci/run', '# sessio' 'n 3 said', 'without a tracker'),
    ('ui/a.c', 'text = _("Military' '-grade safety");', 'an empty word'),
    ('ui/a.ui', '<property>impos' 'sible to open</property>', 'can be kept'),
    ('src/ctl/a.c', 'g_print ("impos' 'sible");', 'can be kept'),
    ('README.md', 'unbreak' 'able', 'can be kept'),
    ('src/vault/a.c', None, 'is missing'),
    ('tests/core/a.py', None, 'is missing'),
    ('dev', None, 'is missing'),
)

WORDS_ALLOWED = (
    ('ui/a.c', '/* It is impos' 'sible to know; an issue of taste, a session ends. */'),
    ('src/THREATS.md', 'What is impos' 'sible here'),
)

CLEAN = (
    ('src/crypto/key.h', '#pragma once'),
    ('src/crypto/key.c', '#include "key.h"\n\n' + function(10)),
    ('src/file/file.h', '#pragma once'),
    ('src/keyring/keyring.h', '#pragma once\n\n#include "crypto/key.h"'),
    ('src/store/store.h', '#pragma once'),
    ('src/media/sniff.h', '#pragma once'),
    ('src/media/protocol.h', '#pragma once'),
    ('src/vault/session.h', '#pragma once'),
    ('src/ctl/ask.h', '#pragma once'),
    ('src/ctl/sentence.c', 'int code = VAULT_ERROR_ONE + VAULT_ERROR_TWO;'),
    ('ui/night-window.h', '#pragma once'),
    ('ui/night-problem.c', 'int code = VAULT_ERROR_ONE + VAULT_ERROR_TWO;'),
    ('include/vault/vault-error.h',
     'typedef enum {\n  VAULT_ERROR_ONE, /* one */\n  VAULT_ERROR_TWO,\n} VaultError;'),
)


class LintTest(unittest.TestCase):
    def setUp(self):
        self.root = Path(tempfile.mkdtemp(prefix='nightstand-lint-'))
        self.addCleanup(shutil.rmtree, self.root)
        for path, body in CLEAN:
            self.write(path, body)

    def write(self, path, body):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if body is None:
            target.write_text('int a;\n')
        elif path.endswith(('.c', '.h')):
            target.write_text(c_file(path, body))
        elif path.endswith('.py') or path in ('dev', '.ci/run'):
            target.write_text(f'# {SPDX}\n{body}\n')
        else:
            target.write_text(body + '\n')

    def each(self, check, faults, allowed):
        self.assertEqual(check(self.root), [], 'the tree without fault')
        for path, body, expected in faults:
            with self.subTest(path=path, body=body):
                self.write(path, body)
                complaints = check(self.root)
                self.assertTrue(any(expected in line for line in complaints), complaints)
                self.restore(path)
        for path, body in allowed:
            with self.subTest(path=path, allowed=body):
                self.write(path, body)
                self.assertEqual(check(self.root), [])
                self.restore(path)

    def restore(self, path):
        target = self.root / path
        target.unlink()
        if not any(target.parent.iterdir()) and target.parent != self.root:
            target.parent.rmdir()

    def test_arrows(self):
        self.each(arrows.check, ARROWS, ARROWS_ALLOWED)

    def test_banned(self):
        self.each(banned.check, BANNED, BANNED_ALLOWED)

    def test_promises(self):
        self.write('tests/core/test-a.c', 'g_test_add_func ("/a/b", f);')
        proofs = '`core / a / b`\n' * promises.LEAST_PROOFS
        for text, expected in ((proofs, None), (proofs + '`core / a`', None),
                               (proofs + '`core / a / c`', 'has no case c'),
                               (proofs + '`core / z / b`', 'there is no test core / z'),
                               (proofs + '`nowhere / a`', 'there is no test nowhere'),
                               ('', 'only 0 proofs')):
            with self.subTest(text=text[-20:]):
                self.write('src/THREATS.md', text)
                complaints = promises.check(self.root)
                self.assertEqual(len(complaints), expected is not None, complaints)
                self.assertTrue(expected is None or expected in complaints[0], complaints)

    def test_size(self):
        self.each(size.check, SIZE, SIZE_ALLOWED)

    def test_words(self):
        self.each(words.check, WORDS, WORDS_ALLOWED)

    def test_every_error_has_its_sentence(self):
        for path in words.SENTENCES:
            self.write(path, 'int code = VAULT_ERROR_ONE; /* VAULT_ERROR_TWO */')
            self.assertEqual(words.check(self.root),
                             [f'{path}:0: VAULT_ERROR_TWO has no sentence'])
            self.write(path, 'int code = VAULT_ERROR_ONE + VAULT_ERROR_TWO;')

    def test_a_complaint_names_the_line(self):
        self.write('src/vault/a.c', 'int a;\ngo' 'to out;')
        self.assertTrue(banned.check(self.root)[0].startswith('src/vault/a.c:7: '))

    def test_format(self):
        if shutil.which(formatting.FORMATTER) is None:
            self.skipTest(f'{formatting.FORMATTER} is not installed')
        shutil.copy(FORMAT_FILE, self.root)
        for path, _ in CLEAN:
            (self.root / path).unlink()
        self.write('src/vault/a.c', 'int\nanswer (void)\n{\n  return 42;\n}')
        self.assertEqual(formatting.check(self.root), [])
        self.write('src/vault/a.c', 'int answer(void) { return 42; }')
        self.assertTrue(formatting.check(self.root))


if __name__ == '__main__':
    unittest.main()
