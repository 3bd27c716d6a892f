# test-terminal.py - asking on a terminal, progress, and Ctrl+C
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import signal
import time
import unittest

from support import (BUSY, Base, CANCELLED, DESTROYED, OK, PASSPHRASE, PATIENCE_S,
                     WRONG_PASSPHRASE, png, wait_until)
from terminal import Terminal


class TerminalTest(Base):
    def test_create_asks_twice(self):
        terminal = Terminal(self, 'create', '--kdf', 'quick')
        terminal.asked(b'New passphrase: ')
        terminal.type(PASSPHRASE + '\n')
        terminal.asked(b'The same again: ')
        terminal.type(PASSPHRASE + '\n')
        self.assertEqual(terminal.status(), OK)
        self.assertTrue(terminal.echoes())
        self.assertNotIn(b'battery', terminal.rest())
        self.assertEqual(self.items(), [])

    def test_create_with_two_that_differ(self):
        terminal = Terminal(self, 'create', '--kdf', 'quick')
        for word in ('first of them', 'other of them'):
            terminal.read_until(b': ')
            wait_until(lambda: not terminal.echoes(), 'the echo to be off')
            terminal.type(word + '\n')
        terminal.read_until(b'These two differ; once more.')
        self.assertFalse(self.vault.exists())
        for prompt in (b'New passphrase: ', b'The same again: '):
            terminal.asked(prompt)
            terminal.type(PASSPHRASE + '\n')
        self.assertEqual(terminal.status(), OK)
        self.assertEqual(self.items(), [])

    def test_asks_once_to_open(self):
        self.create()
        terminal = Terminal(self, 'list', '--json')
        terminal.asked(b'Passphrase: ')
        terminal.type(PASSPHRASE + '\n')
        self.assertEqual(terminal.status(), OK)
        self.assertTrue(terminal.echoes())
        self.assertIn(b'"items"', terminal.rest())

    def test_wrong_one(self):
        self.create()
        terminal = Terminal(self, 'list')
        terminal.asked(b'Passphrase: ')
        terminal.type('something else\n')
        self.assertEqual(terminal.status(), WRONG_PASSPHRASE)
        self.assertTrue(terminal.echoes())
        self.assertIn(b'does not open this vault', terminal.rest())

    def test_does_not_ask_for_nothing(self):
        terminal = Terminal(self, 'list')
        self.assertEqual(terminal.status(), 4)
        self.assertNotIn(b'assphrase', terminal.rest())

    def test_interrupt_while_asking(self):
        self.create()
        before = self.digest()
        for interrupt in ('\x03', signal.SIGTERM, signal.SIGHUP):
            terminal = Terminal(self, 'list')
            terminal.asked(b'Passphrase: ')
            terminal.type('half a pass')
            if isinstance(interrupt, str):
                terminal.type(interrupt)
            else:
                terminal.process.send_signal(interrupt)
            self.assertEqual(terminal.status(), CANCELLED)
            self.assertTrue(terminal.echoes(), 'the terminal stays without echo')
            self.assertIn(b'Cancelled.', terminal.rest())
        self.assertEqual(self.digest(), before)

    def test_stopping_while_asking(self):
        # Ctrl+Z and Ctrl+\ would leave a terminal that does not echo.
        self.create()
        terminal = Terminal(self, 'list', '--json')
        terminal.asked(b'Passphrase: ')
        terminal.type('\x1a\x1c')
        time.sleep(0.2)
        with open(f'/proc/{terminal.process.pid}/stat') as stat:
            self.assertEqual(stat.read().rpartition(')')[2].split()[0], 'S')
        # What was typed counts as part of the line; so begin it anew with Ctrl+U.
        terminal.type('\x15' + PASSPHRASE + '\n')
        self.assertEqual(terminal.status(), OK)

    def test_progress_on_a_terminal_only(self):
        self.create()
        for i in range(4):
            (self.sources / f'{i}.bin').write_bytes(os.urandom(20_000_000))
        terminal = Terminal(self, 'import', str(self.sources))
        terminal.asked(b'Passphrase: ')
        terminal.type(PASSPHRASE + '\n')
        terminal.read_until(b'Importing ')
        terminal.read_until(b'Imported: 4')
        self.assertEqual(terminal.status(), OK)
        _, err = self.ctl('verify')
        self.assertEqual(err, '')


class InterruptTest(Base):
    def setUp(self):
        super().setUp()
        self.create()
        self.add('before.png', png())
        # Takes seconds to import, and no room on the disk.
        with open(self.sources / 'film.bin', 'wb') as film:
            film.truncate(3 << 30)

    def vault_bytes(self):
        return sum(path.stat().st_size for path in self.vault.iterdir())

    def interrupted(self, *signals):
        before = self.vault_bytes()
        process = self.start('import', self.sources / 'film.bin')
        wait_until(lambda: self.vault_bytes() > before + (4 << 20), 'the import to write')
        for one in signals:
            process.send_signal(one)
        out, err = process.communicate(timeout=PATIENCE_S)
        self.assertEqual(process.returncode, CANCELLED)
        self.assertEqual((out, err), (b'Imported: 0\n', b'nightstandctl: Cancelled.\n'))
        self.assertEqual(self.names(), ['before.png'])
        out, _ = self.ctl('verify')
        self.assertIn('Whole items: 1, ', out)

    def test_ctrl_c_during_import(self):
        self.interrupted(signal.SIGINT)

    def test_terminate_during_import(self):
        self.interrupted(signal.SIGTERM, signal.SIGINT)

    def test_kill_during_import(self):
        before = self.vault_bytes()
        process = self.start('import', self.sources / 'film.bin')
        wait_until(lambda: self.vault_bytes() > before + (4 << 20), 'the import to write')
        process.kill()
        process.communicate()
        self.assertEqual(self.names(), ['before.png'])
        out, _ = self.ctl('verify')
        self.assertIn('Whole items: 1, ', out)

    def test_wipe_during_import(self):
        before = self.vault_bytes()
        process = self.start('import', self.sources / 'film.bin')
        wait_until(lambda: self.vault_bytes() > before + (4 << 20), 'the import to write')
        self.ctl('wipe', '--now', passphrase=None)
        out, err = process.communicate(timeout=PATIENCE_S)
        # It notices at its next step, and that its own keys are gone for it, too.
        self.assertIn((process.returncode, err.splitlines()[-1][:42]),
                      ((BUSY, b'nightstandctl: The vault was locked meanwh'),
                       (DESTROYED, b'nightstandctl: This vault was destroyed by')))
        self.assertEqual(out, b'Imported: 0\n')
        self.assertFalse((self.vault / 'vault.db').exists())
        self.fails(DESTROYED, 'destroyed by an emergency wipe', 'list')

    def test_passphrase_is_not_left_in_memory(self):
        before = self.vault_bytes()
        process = self.start('import', self.sources / 'film.bin')
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        wait_until(lambda: self.vault_bytes() > before + (4 << 20), 'the import to write')
        process.send_signal(signal.SIGSTOP)
        # The name of the folder is somewhere; a search that misses it proves nothing.
        found = {PASSPHRASE: 0, str(self.vault): 0}
        with open(f'/proc/{process.pid}/maps') as maps, \
                open(f'/proc/{process.pid}/mem', 'rb', 0) as memory:
            for line in maps:
                where, rights, *_ = line.split()
                start, end = (int(part, 16) for part in where.split('-'))
                # Half a terabyte of nothing, as a sanitizer maps it, is not looked at.
                if 'r' not in rights or '[v' in line or end - start > 1 << 32:
                    continue
                memory.seek(start)
                data = memory.read(end - start)
                for text in found:
                    found[text] += data.count(text.encode())
        self.assertEqual(found.pop(PASSPHRASE), 0)
        self.assertGreater(found.popitem()[1], 0)

    def test_second_instance_while_importing(self):
        process = self.start('import', self.sources / 'film.bin')
        self.addCleanup(process.communicate)
        self.addCleanup(process.kill)
        wait_until(self.is_locked, 'the import to open the vault')
        process.send_signal(signal.SIGSTOP)
        self.fails(BUSY, 'Another program has this vault open', 'list')
        self.fails(BUSY, 'Another program has this vault open', 'reap', passphrase=None)


if __name__ == '__main__':
    unittest.main()
