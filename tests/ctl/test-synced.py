# test-synced.py - vaults in folders that something copies away
#
# SPDX-License-Identifier: GPL-3.0-or-later

import unittest

from support import Base, MARKS, PLACE


class SyncedTest(Base):
    def setUp(self):
        super().setUp()
        self.vault = self.folder / 'mine' / 'vault'
        self.vault.parent.mkdir()

    def mark(self):
        (self.vault.parent / '.stfolder').mkdir()

    def test_is_refused_unless_allowed(self):
        self.mark()
        self.fails(PLACE, 'Something seems to copy this folder away', 'create', '--kdf', 'quick')
        self.assertFalse(self.vault.exists(), 'something was made all the same')
        _, err = self.ctl('create', '--kdf', 'quick', '--synced-folder')
        self.assertNotIn('Syncthing', err)
        self.assertTrue((self.vault / 'keyring').is_file())

    def test_by_the_settings_of_a_program(self):
        home = self.folder / 'home'
        (home / '.dropbox').mkdir(parents=True)
        (home / '.dropbox/info.json').write_text(
            '{"personal": {"path": "%s"}}' % self.vault.parent)
        self.fails(PLACE, 'Something seems to copy', 'create', '--kdf', 'quick')

    def test_that_became_one_is_opened_and_told_of(self):
        self.create()
        _, err = self.ctl('list')
        self.assertEqual(err, '')
        self.mark()
        _, err = self.ctl('list')
        self.assertIn('seems to be copied away by Syncthing', err)

    def test_backups_are_told(self):
        self.create()
        self.assertEqual(sorted(path.name for path in self.vault.iterdir()
                                if path.name.startswith('.')), list(MARKS))

    def test_a_folder_with_something_else_is_not_marked(self):
        self.vault.mkdir()
        (self.vault / 'thesis.odt').write_text('years of work')
        self.create()
        self.assertEqual([path.name for path in self.vault.iterdir()
                          if path.name.startswith('.')], [])


if __name__ == '__main__':
    unittest.main()
