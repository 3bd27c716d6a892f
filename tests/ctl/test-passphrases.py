# test-passphrases.py - the ways into a vault: changed, added, removed, generated, counted
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import re
import unittest

from support import (Base, COMPUTER, OK, PASSPHRASE, PATIENCE_S, USAGE, WRONG_PASSPHRASE,
                     png)
from terminal import Terminal

OTHER = 'another passphrase of gravel altogether'
THIRD = 'der dritte Schlüssel im Bund'
# Where the two copies of the header are.
HEADS = (0, 589824)
REFUSED = 'That passphrase does not open this vault.'
RECOVERY_KEY = r'\A([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{2}[0-9A-HJKMNP-TV-Z*~$=U]\n\Z'
WORDS = r'\A[a-z-]+( [a-z-]+){5}\n\Z'


class PassphrasesTest(Base):
    def setUp(self):
        super().setUp()
        self.create()
        self.item = self.add('photo.png')
        self.data = png()

    def pipe(self, text):
        """A descriptor that gives TEXT; it is closed after the test."""
        reader, writer = os.pipe()
        os.write(writer, text.encode())
        os.close(writer)
        self.addCleanup(os.close, reader)
        return reader

    def put(self, command, *args, new=OTHER, **options):
        """Run a command that takes a new passphrase."""
        fd = self.pipe(new)
        return self.ctl(command, *args, '--new-passphrase-fd', str(fd), pass_fds=[fd],
                        **options)

    def refuses(self, *passphrases):
        for passphrase in passphrases:
            self.fails(WRONG_PASSPHRASE, REFUSED, 'list', passphrase=passphrase)

    def opens(self, *passphrases):
        """Each of them opens the vault, and every byte is there."""
        for passphrase in passphrases:
            self.ctl('export', self.item, '--to', self.out, '--original',
                     passphrase=passphrase)
            self.assertEqual((self.out / 'photo.png').read_bytes(), self.data)
            (self.out / 'photo.png').unlink()
        out, _ = self.ctl('verify', passphrase=passphrases[0])
        self.assertIn('Whole items: 1', out)

    def ways(self, **options):
        """(number, kind, current) of each."""
        out, _ = self.ctl('passphrases', '--json', **options)
        self.assertTrue(out.isascii())
        ways = json.loads(out)['passphrases']
        for way in ways:
            self.assertEqual(set(way), {'number', 'kind', 'added', 'current'})
            self.assertRegex(way['added'], r'^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$')
        return [(way['number'], way['kind'], way['current']) for way in ways]

    def headers(self):
        """What holds the ways in.  (Elsewhere an opening may overwrite expiry keys.)"""
        _, keyring = self.keep('keyring')
        return [keyring[at:at + 4096] for at in HEADS]

    def add_recovery_key(self):
        out, err = self.ctl('add-recovery-key')
        self.assertRegex(out, RECOVERY_KEY)
        self.assertIn('Whoever has it can open the vault.', err)
        self.assertIn('kept nowhere', ' '.join(err.split()))
        return out.strip()

    # ---- Life -------------------------------------------------------------------------

    def test_new_vault_has_one(self):
        self.assertEqual(self.ways(), [(1, 'passphrase', True)])
        out, _ = self.ctl('passphrases')
        head, row, rest = out.split('\n')
        self.assertEqual(re.split('  +', head), ['number', 'kind', 'added or changed'])
        self.assertRegex(row, r'^1       passphrase        \d{4}-\d\d-\d\d \d\d:\d\d  '
                              r'\(this one\)$')
        self.assertEqual(rest, '')

    def test_change(self):
        out, err = self.put('change-passphrase')
        self.assertEqual((out, err), ('Passphrase changed.\n', ''))
        self.refuses(PASSPHRASE)
        self.opens(OTHER)
        self.put('change-passphrase', passphrase=OTHER, new=PASSPHRASE)
        self.refuses(OTHER)
        self.opens(PASSPHRASE)
        self.assertEqual(self.ways(), [(1, 'passphrase', True)])

    def test_life_of_several(self):
        out, _ = self.put('add-passphrase')
        self.assertEqual(out, 'Passphrase added.\n')
        self.put('add-passphrase', passphrase=OTHER, new=THIRD)
        self.assertEqual(self.ways(passphrase=OTHER),
                         [(1, 'passphrase', False), (2, 'passphrase', True),
                          (3, 'passphrase', False)])
        self.opens(PASSPHRASE, OTHER, THIRD)

        # The others stay as they are when one is changed, also by another one.
        self.put('change-passphrase', '2', new='in the place of OTHER')
        self.refuses(OTHER)
        self.opens(PASSPHRASE, THIRD, 'in the place of OTHER')

        out, _ = self.ctl('remove-passphrase', '1', passphrase=THIRD)
        self.assertEqual(out, 'Passphrase removed.\n')
        self.refuses(PASSPHRASE)
        self.opens(THIRD, 'in the place of OTHER')

        # The number is free again.  Its own passphrase may remove itself.
        self.put('add-passphrase', passphrase=THIRD, new=PASSPHRASE)
        self.assertEqual(self.ways()[0], (1, 'passphrase', True))
        self.ctl('remove-passphrase', '1')
        self.refuses(PASSPHRASE)
        self.opens(THIRD)

    def test_what_is_imported_later(self):
        self.put('change-passphrase')
        self.ctl('import', self.source('later.png'), passphrase=OTHER)
        self.assertEqual(self.names(passphrase=OTHER), ['later.png', 'photo.png'])

    def test_new_one_on_the_second_line(self):
        reader = self.pipe(f'{PASSPHRASE}\n{OTHER}\nand more\n')
        self.ctl('change-passphrase', '--passphrase-fd', str(reader), '--new-passphrase-fd',
                 str(reader), passphrase=None, pass_fds=[reader])
        self.refuses(PASSPHRASE, 'and more')
        self.opens(OTHER)

    # ---- Generated --------------------------------------------------------------------

    def test_generate(self):
        for args in (('change-passphrase',), ('add-passphrase',)):
            out, err = self.ctl(*args, '--generate',
                                passphrase=PASSPHRASE if args[0][0] == 'c' else self.words)
            self.assertRegex(out, WORDS)
            self.assertRegex(err, r'^Passphrase (changed|added)\.\n$')
            self.words = out.strip()
            self.opens(self.words)
        self.refuses(PASSPHRASE)

    def test_create_with_generated(self):
        vault = self.folder / 'second'
        words = set()
        out, err = self.ctl('create', '--kdf', 'quick', '--generate', vault=vault,
                            passphrase=None)
        self.assertRegex(out, WORDS)
        self.assertIn('Vault created.', err)
        words.add(out)
        self.assertEqual(self.names(vault=vault, passphrase=out), [])
        out, _ = self.ctl('add-passphrase', '--generate', vault=vault, passphrase=out)
        words.add(out)
        self.assertEqual(len(words), 2, 'the same words again')

    def test_recovery_key(self):
        key = self.add_recovery_key()
        self.assertEqual(self.ways(), [(1, 'passphrase', True), (2, 'recovery key', False)])
        typed_differently = [key.lower(), key.replace('-', ''), key.replace('-', ' '),
                             f' {key} ', '-'.join(key.replace('-', '')),
                             # The last symbol is a check, which stands for itself alone.
                             key[:-1].replace('0', 'o').replace('1', 'l') + key[-1],
                             key[:-1].replace('0', 'O').replace('1', 'I') + key[-1]]
        self.opens(key, *typed_differently)
        self.assertNotEqual(self.add_recovery_key(), key)
        self.ctl('remove-passphrase', '2')
        self.refuses(key)

    def test_mistyped_recovery_key(self):
        key = self.add_recovery_key()
        wrong = key[:3] + ('A' if key[3] != 'A' else 'B') + key[4:]
        _, err = self.ctl('list', passphrase=wrong, status=WRONG_PASSPHRASE)
        self.assertIn(REFUSED, err)
        self.assertIn('If this was a recovery key, there is a mistake in it.', err)
        for other in ('words of no key at all', key[:14]):
            _, err = self.ctl('list', passphrase=other, status=WRONG_PASSPHRASE)
            self.assertNotIn('recovery key', err)

    def test_easy_to_guess(self):
        """As in the window: refused before anything is written, unless it is asked for."""
        before = self.headers()
        for command in ('change-passphrase', 'add-passphrase', 'add-panic-passphrase'):
            fd = self.pipe('password1')
            self.fails(WRONG_PASSPHRASE, 'too easy to guess', command, '--new-passphrase-fd',
                       str(fd), pass_fds=[fd])
        self.assertEqual(self.headers(), before)
        self.put('add-passphrase', '--weak', new='password1')
        self.opens(PASSPHRASE, 'password1')
        self.fails(WRONG_PASSPHRASE, 'too easy to guess', 'create', '--kdf', 'quick',
                   vault=self.folder / 'other', passphrase='password1')
        self.assertFalse((self.folder / 'other').exists())

    def test_forgotten_passphrase(self):
        key = self.add_recovery_key()
        before = self.headers()
        fd = self.pipe(OTHER)
        self.fails(USAGE, 'Say which passphrase is to be changed', 'change-passphrase',
                   '--new-passphrase-fd', str(fd), pass_fds=[fd], passphrase=key)
        self.fails(USAGE, 'That number is a recovery key.', 'change-passphrase', '2',
                   '--generate')
        self.assertEqual(self.headers(), before)
        self.put('change-passphrase', '1', passphrase=key)
        self.refuses(PASSPHRASE)
        self.opens(OTHER, key)

    # ---- Refused ----------------------------------------------------------------------

    def test_refused(self):
        self.put('add-passphrase')
        before = self.headers()
        for command in ('add-passphrase', 'change-passphrase'):
            for same in (PASSPHRASE, OTHER):
                _, err = self.put(command, new=same, status=WRONG_PASSPHRASE)
                self.assertIn('This passphrase opens the vault already.', err)
            for bad in ('short', '', 'bell\a in it'):
                _, err = self.put(command, new=bad, status=WRONG_PASSPHRASE)
                self.assertIn('A passphrase is one line of 8 to 1024 bytes', err)
        for number in ('3', '8'):
            self.fails(WRONG_PASSPHRASE, 'no passphrase of this number',
                       'remove-passphrase', number)
            out, err = self.ctl('change-passphrase', number, '--generate',
                                status=WRONG_PASSPHRASE)
            self.assertRegex(out, WORDS)
            self.assertIn('What was printed opens nothing.', err)
        self.assertEqual(self.headers(), before)
        self.opens(PASSPHRASE, OTHER)

    def test_wrong_current_one(self):
        for args in (('passphrases',), ('add-recovery-key',), ('remove-passphrase', '1'),
                     ('change-passphrase', '--generate'), ('add-passphrase', '--generate')):
            out, err = self.ctl(*args, passphrase=OTHER, status=WRONG_PASSPHRASE)
            self.assertEqual(out, '', 'something was generated')
            self.assertIn(REFUSED, err)
        self.opens(PASSPHRASE)

    def test_last_one(self):
        key = self.add_recovery_key()
        for passphrase in (PASSPHRASE, key):
            self.fails(WRONG_PASSPHRASE, "the vault's only passphrase", 'remove-passphrase',
                       '1', passphrase=passphrase)
        self.opens(PASSPHRASE, key)

    def test_eight_at_most(self):
        for number in range(1, 8):
            self.put('add-passphrase', new=f'lantern gravel tuesday {number}')
        before = self.headers()
        _, err = self.put('add-passphrase', new='one orchid too many', status=WRONG_PASSPHRASE)
        self.assertIn('The vault has eight passphrases already', err)
        out, err = self.ctl('add-recovery-key', status=WRONG_PASSPHRASE)
        self.assertRegex(out, RECOVERY_KEY)
        self.assertIn('What was printed opens nothing.', err)
        self.assertEqual(self.headers(), before)
        self.assertEqual(len(self.ways()), 8)
        self.ctl('remove-passphrase', '4')
        self.put('add-passphrase', new='there is room again')
        self.opens('there is room again', 'lantern gravel tuesday 7')
        self.refuses('lantern gravel tuesday 3', 'one orchid too many')

    def test_printing_fails(self):
        # A vault must not be changed to a passphrase that nobody could read.
        before = self.headers()
        for args in (('change-passphrase', '--generate'), ('add-recovery-key',)):
            with open('/dev/full', 'wb') as full:
                self.ctl(*args, stdout=full, status=COMPUTER)
        self.assertEqual(self.headers(), before)
        self.opens(PASSPHRASE)

    def test_older_keyring(self):
        kept = self.keep('keyring')
        self.put('change-passphrase')
        changed = self.keep('keyring')
        self.put_back(kept)
        _, err = self.ctl('list', status=6)
        self.assertIn('older copy', err)
        # Only its header: the rest of the keyring is not opened by its keys.
        self.put_back(changed)
        for at in HEADS:
            self.patch('keyring', at, kept[1][at:at + 4096])
        _, err = self.ctl('list', status=6)
        self.assertIn('older copy', err)
        self.put_back(changed)
        self.opens(OTHER)

    # ---- Counted ----------------------------------------------------------------------

    def test_wrong_ones_are_counted(self):
        self.refuses(*(f'wrong number {i}' for i in range(3)))
        told = r'^Wrong passphrases since the last unlocking: 3, the latest ' \
               r'20\d\d-\d\d-\d\d \d\d:\d\d\n$'
        _, err = self.ctl('list')
        self.assertRegex(err, told)
        _, err = self.ctl('list')
        self.assertEqual(err, '', 'told twice')

    # ---- Terminal ---------------------------------------------------------------------

    def asked(self, terminal, prompt, answer):
        terminal.asked(prompt)
        terminal.type(answer + '\n')

    def test_change_on_a_terminal(self):
        terminal = Terminal(self, 'change-passphrase')
        self.asked(terminal, b'Passphrase: ', PASSPHRASE)
        self.asked(terminal, b'New passphrase: ', OTHER)
        self.asked(terminal, b'The same again: ', OTHER)
        self.assertEqual(terminal.status(), OK)
        self.assertTrue(terminal.echoes())
        shown = terminal.rest()
        self.assertIn(b'Passphrase changed.', shown)
        self.assertNotIn(b'altogether', shown)
        self.refuses(PASSPHRASE)
        self.opens(OTHER)

    def test_wrong_on_a_terminal(self):
        terminal = Terminal(self, 'add-passphrase')
        self.asked(terminal, b'Passphrase: ', OTHER)
        self.assertEqual(terminal.status(), WRONG_PASSPHRASE)
        self.assertNotIn(b'New passphrase', terminal.rest())

    def test_generate_on_a_terminal(self):
        terminal = Terminal(self, 'add-passphrase', '--generate')
        self.asked(terminal, b'Passphrase: ', PASSPHRASE)
        self.assertEqual(terminal.process.wait(PATIENCE_S), OK)
        words = re.search(rb'^([a-z-]+( [a-z-]+){5})\r$', terminal.rest(), re.M).group(1)
        self.opens(words.decode(), PASSPHRASE)

    def test_interrupt_before_the_new_one(self):
        before = self.headers()
        terminal = Terminal(self, 'change-passphrase')
        self.asked(terminal, b'Passphrase: ', PASSPHRASE)
        terminal.asked(b'New passphrase: ')
        terminal.type('half of i\x03')
        self.assertEqual(terminal.status(), 130)
        self.assertTrue(terminal.echoes())
        self.assertEqual(self.headers(), before)


if __name__ == '__main__':
    unittest.main()
