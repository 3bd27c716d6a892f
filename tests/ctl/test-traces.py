# test-traces.py - originals and what they left, found and removed from the command line
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import json
import os
import subprocess
import unittest

import planted
from planted import FILMS, SOUNDS, STILLS
from support import Base, BUSY, SOME_FAILED, png, unprivileged


class Traces(Base):
    def setUp(self):
        super().setUp()
        home = self.folder / 'home'
        self.data = home / 'data'
        self.cache = home / 'cache'
        self.environment.update({'XDG_CACHE_HOME': str(self.cache),
                                 'XDG_CONFIG_HOME': str(home / 'config'),
                                 'XDG_STATE_HOME': str(home / 'state')})
        # gio asks nobody's session.
        self.environment.pop('DBUS_SESSION_BUS_ADDRESS', None)
        home.mkdir()
        self.create()

    def traces(self, *args, **options):
        out, _ = self.ctl('traces', '--json', *args, **options)
        self.assertTrue(out.isascii())
        return json.loads(out)['traces']

    def states(self, *args, **options):
        return [(trace['kind'], trace['state']) for trace in self.traces(*args, **options)]

    def thumbnail(self, path):
        """What a desktop would keep of it."""
        folder = self.cache / 'thumbnails/normal'
        folder.mkdir(parents=True, exist_ok=True)
        sum_of_uri = hashlib.md5(path.as_uri().encode()).hexdigest()
        file = folder / f'{sum_of_uri}.png'
        file.write_bytes(b'picture')
        return file

    def gio(self, *args):
        subprocess.run(['gio', *args], env=self.environment, check=True)

    def test_found_and_removed(self):
        path = self.source('photo.png')
        self.ctl('import', self.sources)
        thumbnail = self.thumbnail(path)
        self.assertEqual(self.states(self.sources),
                         [('original', 'removable'), ('thumbnail', 'removable')])
        self.assertTrue(path.exists() and thumbnail.exists())

        out, _ = self.ctl('traces', self.sources)
        self.assertIn(str(thumbnail), out)
        out, _ = self.ctl('traces', '--remove', self.sources)
        self.assertIn('Removing is not erasing', out)
        self.assertFalse(path.exists() or thumbnail.exists())
        self.assertEqual(self.names(), ['photo.png'])
        self.assertEqual(self.states(self.sources), [])

    def test_never_imported(self):
        """The only copy there is, and what belongs to it, stays."""
        path = self.source('photo.png', png(shade=1))
        self.add('photo.png', png(shade=2))
        path.write_bytes(png(shade=1))
        thumbnail = self.thumbnail(path)
        self.assertEqual(self.states(path), [('original', 'only-copy')])
        self.ctl('traces', '--remove', path, status=SOME_FAILED)
        self.assertTrue(path.exists() and thumbnail.exists())

    def test_trash(self):
        """What GIO has put into the trash; another file under the same name stays there."""
        path = self.source('photo.png')
        self.ctl('import', path)
        self.gio('trash', path)
        path.write_bytes(png(shade=9))
        self.gio('trash', path)
        self.assertEqual(sorted(self.states(path)),
                         [('trash', 'only-copy'), ('trash', 'removable')])
        self.ctl('traces', '--remove', path, status=SOME_FAILED)
        left = list((self.data / 'Trash/files').iterdir())
        self.assertEqual([file.read_bytes() for file in left], [png(shade=9)])
        self.assertEqual(len(list((self.data / 'Trash/info').iterdir())), 1)

    def test_without_permission(self):
        path = self.source('photo.png')
        self.ctl('import', path)
        self.sources.chmod(0o500)
        self.addCleanup(self.sources.chmod, 0o700)
        found = self.traces('--remove', path, status=SOME_FAILED, before=unprivileged())
        self.assertEqual([(trace['outcome'], trace['error']) for trace in found],
                         [('failed', 'permission')])
        self.assertEqual(os.listdir(self.sources), ['photo.png'])

    def test_unreadable(self):
        path = self.source('photo.png')
        self.ctl('import', path)
        path.chmod(0)
        found = self.states('--remove', path, status=SOME_FAILED, before=unprivileged())
        self.assertEqual(found, [('original', 'unknown')])
        self.assertTrue(path.exists())

    def test_links(self):
        """A link is no original; a second name is told."""
        path = self.source('photo.png')
        self.ctl('import', path)
        link = self.sources / 'link.png'
        link.symlink_to(path)
        self.assertEqual(self.states(link), [])
        os.link(path, self.out / 'second.png')
        out, _ = self.ctl('traces', path)
        self.assertIn('other names', out)
        self.ctl('traces', '--remove', path)
        self.assertEqual((self.out / 'second.png').read_bytes(), png())

    def test_stripped(self):
        """An item without metadata is held against the file by taking them away again."""
        makers = {**STILLS, **SOUNDS, **FILMS}
        for name, maker in makers.items():
            maker(self.sources / name)
        self.ctl('import', '--strip', self.sources)
        self.assertEqual(self.states(self.sources), [('original', 'removable')] * len(makers))

        name = next(name for name in makers if name.endswith('.jpg'))
        planted.picture(self.sources / name, '-negate')
        self.assertEqual(self.states(self.sources / name), [('original', 'only-copy')])

    # ---- where else it lives --------------------------------------------------------------

    def put(self, name, data):
        path = self.folder / 'home' / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def copies(self, *args, **options):
        out, _ = self.ctl('find-copies', '--json', *args, **options)
        return json.loads(out)['traces']

    def test_copies(self):
        """In downloads, a hidden folder of a chat, the trash and a snapshot; not what differs"""
        data = png(shade=3)
        item = self.add('photo.png', data)
        other = data[:-1] + bytes([data[-1] ^ 1])
        self.put('Downloads/other.png', other)
        download = self.put('Downloads/renamed.bin', data)
        chat = self.put('.var/app/org.telegram.desktop/data/x', data)
        trashed = self.put('gone.png', data)
        self.gio('trash', trashed)
        snapshot = self.put('.snapshots/1/snapshot/Pictures/photo.png', data)
        link = self.folder / 'home/link.png'
        link.symlink_to(download)
        (self.folder / 'home/everything').symlink_to(self.sources)
        thumbnail = self.thumbnail(download)

        found = {trace['place']: trace for trace in self.copies(item)}
        self.assertEqual({place: trace['kind'] for place, trace in found.items()}, {
            str(download): 'copy', str(chat): 'copy', str(snapshot): 'snapshot',
            str(self.data / 'Trash/files/gone.png'): 'trash', str(thumbnail): 'thumbnail'})
        self.assertEqual(found[str(chat)]['program'], 'Telegram')

        self.ctl('find-copies', item, '--remove', status=SOME_FAILED)
        self.assertFalse(any(path.exists() for path in (download, chat, thumbnail)))
        self.assertEqual(list((self.data / 'Trash/info').iterdir()), [])
        self.assertEqual((self.folder / 'home/Downloads/other.png').read_bytes(), other)
        # Outside of the home nobody looked, and the vault has it still.
        self.assertEqual((self.sources / 'photo.png').read_bytes(), data)
        self.assertEqual([trace['kind'] for trace in self.copies(item)], ['snapshot'])

    def test_copies_with_details(self):
        """The file that an item without metadata was made from is found by its name"""
        planted.jpeg(self.sources / 'photo.jpg')
        self.ctl('import', '--strip', self.sources / 'photo.jpg')
        item = self.item_id('photo.jpg')
        copy = self.put('Pictures/photo.jpg', (self.sources / 'photo.jpg').read_bytes())
        self.assertEqual([trace['place'] for trace in self.copies(item)], [str(copy)])

    def test_left_by_name(self):
        """What is left of a file that is gone may be another's: it is told, and stays"""
        item = self.add('p h.png')
        file = self.put('cache/thumbnails/large/0123.png',
                        b'PNG tEXtThumb::URI\0file:///elsewhere/p%20h.png')
        self.put('cache/thumbnails/large/4567.png', b'file:///elsewhere/p%20i.png')
        found = self.copies(item)
        self.assertEqual([(trace['place'], trace['state']) for trace in found],
                         [(str(file), 'doubtful')])
        self.ctl('find-copies', item, '--remove', status=SOME_FAILED)
        self.assertTrue(file.exists())

    def test_folder_without_permission(self):
        """A folder that nobody may read could not be checked, and says so"""
        item = self.add()
        folder = self.put('secret/photo.png', png()).parent
        folder.chmod(0)
        self.addCleanup(folder.chmod, 0o700)
        found = self.copies(item, before=unprivileged())
        self.assertEqual([(trace['place'], trace['state']) for trace in found],
                         [(str(folder), 'unknown')])

    def test_vault_in_the_home(self):
        """The vault's own files are no copies, and are not read"""
        self.vault = self.folder / 'home/mine'
        self.create()
        item = self.add('keyring', (self.vault / 'keyring').read_bytes())
        self.assertEqual(self.copies(item), [])

    def test_names_that_deceive(self):
        """Control characters in a name reach no terminal."""
        name = 'a\x1b[31m\n.png'
        path = self.sources / name
        path.write_bytes(png())
        self.add('good.png')
        out, _ = self.ctl('traces', path)
        self.assertNotIn('\x1b', out)
        self.assertEqual(out.count('\n'), 2)

    def test_while_it_is_open_elsewhere(self):
        self.add()
        self.hold_lock()
        self.ctl('traces', self.sources, status=BUSY)


if __name__ == '__main__':
    unittest.main()
