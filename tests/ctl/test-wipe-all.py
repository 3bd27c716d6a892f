# test-wipe-all.py - the emergency wipe of every vault that is known
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import os
import subprocess
import unittest

from support import Base, DESTROYED, OK, PLACE, PROGRAM, USAGE


class WipeAllTest(Base):
    def setUp(self):
        super().setUp()
        home = self.folder / 'home'
        self.config = home / 'config'
        self.settings = self.config / 'glib-2.0/settings/keyfile'
        self.usual = home / 'data/nightstand/vault'
        # A systemctl of the system's own is not to hear of this.
        tools = self.folder / 'tools'
        tools.mkdir()
        (tools / 'systemctl').write_text('#!/bin/sh\n')
        (tools / 'systemctl').chmod(0o755)
        self.environment.update(XDG_CONFIG_HOME=str(self.config), NIGHTSTAND_CTL=PROGRAM,
                                GSETTINGS_BACKEND='keyfile',
                                PATH=f'{tools}:{os.environ["PATH"]}')
        self.seconds = [self.folder / name for name in ('second', 'third', 'last')]

    def remember(self, *folders, last=''):
        self.settings.parent.mkdir(parents=True, exist_ok=True)
        self.settings.write_text(
            '[org/nightstand/Nightstand]\nremember-vaults=true\n'
            f"vault-folder='{last}'\n"
            'known-vaults=[' + ', '.join(f"'{folder}'" for folder in folders) + ']\n')

    def wipe_all(self, status=OK):
        out, err = self.ctl_plain('wipe', '--now', '--all', '--json', status=status)
        return {vault['folder']: vault for vault in json.loads(out)['vaults']}, err

    def ctl_plain(self, *args, status=OK):
        """Without --vault."""
        done = subprocess.run([PROGRAM, *args], env=self.environment, text=True,
                              capture_output=True, timeout=120)
        self.assertEqual(done.returncode, status, done)
        return done.stdout, done.stderr

    def test_all_of_them(self):
        second, third, last = self.seconds
        for vault in (self.usual, second, third, last):
            vault.parent.mkdir(parents=True, exist_ok=True)
            self.create(vault=vault)
        self.ctl('timer', 'install', vault=third, passphrase=None)
        self.remember(second, last=last)
        vaults, _ = self.wipe_all()
        self.assertEqual(set(vaults), {str(vault) for vault in
                                       (self.usual, second, third, last)})
        for folder, vault in vaults.items():
            self.assertIsNone(vault['error'])
            self.assertTrue(vault['destroyed'])
            self.fails(DESTROYED, 'destroyed', 'list', vault=folder)
        self.assertNotIn(str(second), self.settings.read_text())

    def test_one_that_is_away(self):
        """A disk that is not connected: it is told of, and not forgotten."""
        second, third, _ = self.seconds
        self.create(vault=second)
        self.remember(third, second)
        vaults, err = self.wipe_all(PLACE)
        self.assertIn('Not everything is destroyed', err)
        self.assertTrue(vaults[str(second)]['destroyed'])
        self.assertEqual(vaults[str(third)]['error'], 'no-vault')
        self.assertIn(str(third), self.settings.read_text())
        self.assertNotIn(str(second), self.settings.read_text())
        out, _ = self.ctl_plain('wipe', '--now', '--all', status=PLACE)
        self.assertIn('no vault is to be seen there', out)

    def test_none_at_all(self):
        out, err = self.ctl_plain('wipe', '--now', '--all', status=PLACE)
        self.assertEqual(out, '')
        self.assertIn('No vault is known', err)

    def test_form(self):
        self.create()
        before = (self.vault / 'keyring').read_bytes()
        self.fails(USAGE, '--all and --vault', 'wipe', '--now', '--all', passphrase=None)
        self.fails(USAGE, 'Nothing was done', 'wipe', passphrase=None)
        self.fails(USAGE, 'remind', 'wipe', '--now', '--remind', passphrase=None)
        self.assertEqual((self.vault / 'keyring').read_bytes(), before)


if __name__ == '__main__':
    unittest.main()
