# test-usage.py - the command line: what is understood, and what is refused
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import subprocess
import unittest

from support import (Base, COMPUTER, OK, PASSPHRASE, PROGRAM, USAGE, WRONG_PASSPHRASE,
                     png, wait_until)

HIDDEN = 'swordfish-in-the-wrong-place'


class UsageTest(Base):
    def refused(self, sentence, *args):
        """Refused before the vault is looked at and the passphrase is read."""
        result = subprocess.run([PROGRAM, *args], env=self.environment, text=True,
                                capture_output=True, stdin=subprocess.DEVNULL, check=False)
        self.assertEqual(result.returncode, USAGE, result)
        self.assertIn(sentence, result.stderr)
        self.assertEqual(result.stdout, '')
        self.assertNotIn(HIDDEN, result.stderr)
        self.assertFalse((self.folder / 'home').exists())

    def test_refused(self):
        self.refused('A command is missing.')
        self.refused('A command is missing.', '--vault', '/nowhere')
        self.refused('There is no such command.', HIDDEN)
        self.refused('Unknown option --frob', '--frob', 'list')
        self.refused('Unknown option --frob', 'list', '--frob')
        self.refused('Unknown option --now', 'list', '--now')
        self.refused('Unknown option --json', 'delete', '0' * 16, '--json')
        self.refused('Unknown option -x', 'list', '-x')
        self.refused('Missing argument for --vault', 'list', '--vault')
        self.refused('The form is: list [--json]', 'list', 'more')
        self.refused('The form is: import FILE', 'import')
        self.refused('The form is: show ID', 'show', 'a', 'b')
        self.refused('The form is: expire ID', 'expire', '0' * 16)
        self.refused('not a time to come', 'expire', '0' * 16, 'soon')
        self.refused('The form is: rotate ID', 'rotate', '0' * 16)
        self.refused('The form is: rotate ID', 'rotate', 'left')
        self.refused('The form is: rotate ID', 'rotate', '0' * 16, 'up')
        for degrees in ('45', '360', '-90', 'right', ''):
            self.refused('--to takes 0, 90, 180 or 270.', 'rotate', '0' * 16,
                         f'--to={degrees}')
        self.refused('--to FOLDER', 'export', '0' * 16)
        self.refused('Unknown option --keep-metadata', 'export', '0' * 16, '--to', '/',
                     '--keep-metadata')
        self.refused('--strip and --keep-metadata exclude each other.', 'import', '/nowhere',
                     '--strip', '--keep-metadata')
        self.refused('--kdf takes quick or calibrated.', 'create', '--kdf', 'weak')
        self.refused('--now', 'wipe')
        self.refused('The form is: remove-passphrase NUMBER', 'remove-passphrase')
        self.refused('The form is: change-passphrase', 'change-passphrase', '1', '2')
        for number in ('9', '0', '-1', '1x', ''):
            for command in ('remove-passphrase', 'change-passphrase'):
                self.refused('NUMBER is 1 to 8', command, '--', number)
        for command in ('add-passphrase', 'change-passphrase'):
            self.refused('exclude each other', command, '--generate',
                         '--new-passphrase-fd', '0')
        self.refused('exclude each other', 'create', '--generate', '--passphrase-fd', '0')
        self.refused('Unknown option --generate', 'add-recovery-key', '--generate')
        self.refused('Unknown option --new-passphrase-fd', 'create', '--new-passphrase-fd',
                     '0')

    def test_a_passphrase_is_not_repeated(self):
        self.refused('Unknown option --passphrase', 'list', f'--passphrase={HIDDEN}')
        self.refused('--passphrase-fd takes the number', 'list', '--passphrase-fd', HIDDEN)
        self.refused('--passphrase-fd takes the number', '--passphrase-fd', '-1', 'list')
        self.refused('--new-passphrase-fd takes the number', 'add-passphrase',
                     '--new-passphrase-fd', HIDDEN)
        self.refused('The form is: add-passphrase', 'add-passphrase', HIDDEN)
        self.refused('NUMBER is 1 to 8', 'change-passphrase', HIDDEN)
        self.refused('NUMBER is 1 to 8', 'remove-passphrase', HIDDEN)
        self.refused('Unknown option --new-passphrase', 'add-passphrase',
                     f'--new-passphrase={HIDDEN}')

    def test_escape_sequences_are_not_repeated(self):
        result = subprocess.run([PROGRAM, '--\033[31mred'], env=self.environment,
                                capture_output=True, check=False)
        self.assertEqual(result.returncode, USAGE)
        self.assertNotIn(b'\033', result.stderr)

    def test_help(self):
        for args in (['--help'], ['list', '--help'], ['--help', 'nonsense'], ['-h']):
            out = subprocess.run([PROGRAM, *args], env=self.environment, text=True,
                                 capture_output=True, check=True).stdout
            for command in ('create', 'import', 'list', 'show', 'export', 'expire',
                            'rotate', 'delete', 'reap', 'wipe', 'verify', 'salvage', 'info',
                            'passphrases', 'change-passphrase', 'add-passphrase',
                            'add-recovery-key', 'remove-passphrase'):
                self.assertRegex(out, rf'(?m)^  {command}\b')
            for status in (*range(12), 130):
                self.assertRegex(out, rf'(?m)^  {status}  +\w')

    def test_version(self):
        out = subprocess.run([PROGRAM, '--version'], env=self.environment, text=True,
                             capture_output=True, check=True).stdout
        self.assertRegex(out, r'^nightstandctl \d+\.\d+\.\d+\n$')

    def test_options_after_the_command(self):
        self.create()
        reader, writer = os.pipe()
        os.write(writer, PASSPHRASE.encode() + b'\n')
        os.close(writer)
        result = subprocess.run(
            [PROGRAM, 'list', f'--passphrase-fd={reader}', '--vault', self.vault, '--json'],
            env=self.environment, pass_fds=[reader], capture_output=True, check=False)
        os.close(reader)
        self.assertEqual(result.returncode, OK, result.stderr)
        self.assertIn(b'"items"', result.stdout)

    def test_default_vault(self):
        home = self.folder / 'home/data/nightstand/vault'
        reader, writer = os.pipe()
        os.write(writer, PASSPHRASE.encode())
        os.close(writer)
        subprocess.run([PROGRAM, '--passphrase-fd', str(reader), 'create', '--kdf',
                        'quick'], env=self.environment, pass_fds=[reader], check=True,
                       stdout=subprocess.DEVNULL)
        os.close(reader)
        self.assertTrue((home / 'keyring').exists())

    def test_relative_vault(self):
        self.create(vault='here', cwd=self.folder)
        self.assertTrue((self.folder / 'here/keyring').exists())
        self.assertEqual(self.items(vault=self.folder / 'here'), [])

    def test_file_that_looks_like_an_option(self):
        self.create()
        self.source('--now', png())
        self.ctl('import', '--', '--now', cwd=self.sources)
        self.assertEqual(self.names(), ['--now'])

    def test_passphrase_from_descriptor(self):
        self.create(passphrase='with spaces and ümläut\n')
        for same in ('with spaces and ümläut', 'with spaces and ümläut\nnext line',
                     # The same letters as a letter and an accent.
                     'with spaces and u\u0308mla\u0308ut'):
            self.ctl('list', passphrase=same)
        for other in (' with spaces and ümläut', 'with spaces and ümläut ',
                      'with spaces and ümläut\r'):
            self.ctl('list', passphrase=other, status=WRONG_PASSPHRASE)

    def test_what_cannot_be_a_passphrase(self):
        for passphrase in ('', '\n', 'short', 'x' * 1025, 'x' * 5000, 'bell\a in it',
                           b'\xff\xfe\xfd is no text', 'a null\0 in it'):
            self.fails(WRONG_PASSPHRASE, 'A passphrase is one line of 8 to 1024 bytes',
                       'create', '--kdf', 'quick', passphrase=passphrase)
            self.assertFalse((self.vault / 'keyring').exists())
        self.ctl('create', '--kdf', 'quick', '--weak', passphrase='x' * 1024)

    def test_descriptor_that_is_not_open(self):
        self.create()
        self.fails(USAGE, 'a descriptor that is not open', '--passphrase-fd', '77', 'list',
                   passphrase=None)

    def test_no_terminal_to_ask_on(self):
        self.create()
        self.fails(USAGE, 'There is no terminal to ask on; use --passphrase-fd.', 'list',
                   passphrase=None, start_new_session=True)

    def test_no_terminal_to_ask_for_a_new_one_on(self):
        self.create()
        for command in (('add-passphrase',), ('change-passphrase',)):
            self.fails(USAGE, 'There is no terminal to ask on; use --new-passphrase-fd.',
                       *command, start_new_session=True)

    def test_output_that_cannot_be_written(self):
        self.create()
        with open('/dev/full', 'wb') as full:
            _, err = self.ctl('list', stdout=full, status=COMPUTER)
        self.assertIn('The output could not be written.', err)

    def test_no_core_dumps(self):
        self.create()
        reader, writer = os.pipe()
        process = self.start('--passphrase-fd', str(reader), 'list', passphrase=None,
                             pass_fds=[reader])
        os.close(reader)

        # It waits for its passphrase; meanwhile it can be looked at.
        def core_limit():
            with open(f'/proc/{process.pid}/limits') as limits:
                line = next(line for line in limits if line.startswith('Max core'))
            return line.split()[4:6]
        # One byte: with none, a system that pipes its cores to a program would do so.  It is
        # none where that is all we were given.
        wait_until(lambda: core_limit() in (['1', '1'], ['0', '0']), 'no limit on core dumps')
        os.write(writer, PASSPHRASE.encode() + b'\n')
        os.close(writer)
        process.communicate()
        self.assertEqual(process.returncode, OK)


if __name__ == '__main__':
    unittest.main()
