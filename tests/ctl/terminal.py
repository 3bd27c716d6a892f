# terminal.py - nightstandctl on a terminal that a test reads and types on
#
# SPDX-License-Identifier: GPL-3.0-or-later

import fcntl
import os
import select
import subprocess
import termios
import time

from support import PATIENCE_S, PROGRAM, wait_until


class Terminal:
    """nightstandctl on a terminal of its own."""

    def __init__(self, test, *args):
        self.master, slave = os.openpty()
        self.seen = b''

        def take_terminal():
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        self.process = subprocess.Popen(
            [PROGRAM, '--vault', test.vault, *args], stdin=slave, stdout=slave,
            stderr=slave, env=test.environment, start_new_session=True,
            preexec_fn=take_terminal)
        # Kept open, so that the terminal is there to be looked at afterwards.
        self.slave = slave
        test.addCleanup(os.close, slave)
        test.addCleanup(os.close, self.master)
        test.addCleanup(self.process.wait)
        test.addCleanup(self.process.kill)

    def read_until(self, text):
        deadline = time.monotonic() + PATIENCE_S
        while text not in self.seen:
            if not select.select([self.master], [], [], deadline - time.monotonic())[0]:
                raise AssertionError(f'{text} did not come: {self.seen}')
            self.seen += os.read(self.master, 4096)
        before, _, self.seen = self.seen.partition(text)
        return before + text

    def asked(self, prompt):
        """Wait until the program asks this, and does not echo."""
        self.read_until(prompt)
        wait_until(lambda: not self.echoes(), 'the echo to be off')

    def rest(self):
        while select.select([self.master], [], [], 0)[0]:
            self.seen += os.read(self.master, 4096)
        return self.seen

    def type(self, text):
        os.write(self.master, text.encode())

    def echoes(self):
        return bool(termios.tcgetattr(self.slave)[3] & termios.ECHO)

    def status(self):
        return self.process.wait(PATIENCE_S)
