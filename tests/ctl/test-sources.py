# test-sources.py - what cannot be imported or exported, each with its own sentence
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import socket
import struct
import unittest
import zlib

from support import Base, MEDIA, OK, SOME_FAILED, png, unprivileged


class SourcesTest(Base):
    def setUp(self):
        super().setUp()
        self.create()

    def refused(self, sentence, path, **options):
        """Importing PATH alone fails, and leaves nothing."""
        out, err = self.ctl('import', path, status=MEDIA, **options)
        self.assertEqual(out, 'Imported: 0\n')
        self.assertIn(sentence, err)
        self.assertEqual(self.items(), [])
        self.ctl('verify')

    def test_empty_file(self):
        self.refused('The file is empty.', self.source('empty.png', b''))

    def test_vanished_file(self):
        self.refused('The file is not there.', self.sources / 'never-was.png')

    def test_unreadable_file(self):
        path = self.source('secret.png')
        path.chmod(0)
        self.refused('The file cannot be read.', path, before=unprivileged())

    def test_unreadable_folder(self):
        inner = self.sources / 'inner'
        inner.mkdir()
        (inner / 'a.png').write_bytes(png())
        inner.chmod(0)
        self.addCleanup(inner.chmod, 0o700)
        self.refused('The file cannot be read.', inner, before=unprivileged())

    def test_name_with_line_break(self):
        self.refused("The file's name holds a line break", self.source('two\nlines.png'))

    def test_name_with_escape_sequence(self):
        path = self.source('\033[31mred.png')
        _, err = self.ctl('import', path, status=MEDIA)
        self.assertNotIn('\033', err)
        self.assertIn('[31mred.png: ', err)

    def test_name_of_other_bytes(self):
        path = os.fsencode(self.sources) + b'/\xff\xfe.png'
        with open(path, 'wb') as file:
            file.write(png())
        self.refused("The file's name holds a line break", path)

    def test_symbolic_link(self):
        link = self.sources / 'link.png'
        link.symlink_to(self.source('photo.png'))
        self.refused('This is a link or a device', link)

    def test_pipe(self):
        os.mkfifo(self.sources / 'pipe.png')
        self.refused('This is a link or a device', self.sources / 'pipe.png')

    def test_device(self):
        self.refused('This is a link or a device', '/dev/zero')

    def test_socket(self):
        server = socket.socket(socket.AF_UNIX)
        self.addCleanup(server.close)
        server.bind(str(self.sources / 'socket'))
        self.refused('This is a link or a device', self.sources / 'socket')

    def test_some_of_a_folder(self):
        deep = self.sources / 'one' / 'two'
        deep.mkdir(parents=True)
        (deep / 'deep.png').write_bytes(png(shade=9))
        self.source('good.png')
        self.source('empty.png', b'')
        self.source('bad\tname.png')
        out, err = self.ctl('import', self.sources, self.sources / 'gone.png',
                            status=SOME_FAILED)
        self.assertEqual(out, 'Imported: 2\n')
        self.assertIn('empty.png: The file is empty.\n', err)
        self.assertIn('gone.png: The file is not there.\n', err)
        self.assertIn("name.png: The file's name holds", err)
        self.assertEqual(len(err.splitlines()), 3)
        self.assertEqual(self.names(), ['deep.png', 'good.png'])

    def test_links_in_a_folder_are_not_followed(self):
        outside = self.folder / 'outside'
        outside.mkdir()
        (outside / 'private.png').write_bytes(png())
        self.source('inside.png')
        (self.sources / 'link').symlink_to(outside)
        (self.sources / 'loop').symlink_to(self.sources)
        process = self.start('import', self.sources)
        process.communicate()
        self.assertIn(process.returncode, (OK, SOME_FAILED))
        self.assertEqual(self.names(), ['inside.png'])

    def test_damaged_media_is_kept(self):
        data = png(64, 64)[:-40]
        out, err = self.ctl('import', self.source('cut.png', data))
        self.assertEqual(out, 'Imported: 1\n')
        self.assertIn('cut.png: kept, but: ', err)
        self.ctl('export', self.item_id('cut.png'), '--to', self.out, '--original')
        self.assertEqual((self.out / 'cut.png').read_bytes(), data)

    def test_huge_picture_is_kept(self):
        body = b'IHDR' + struct.pack('>IIBBBBB', 50000, 50000, 8, 2, 0, 0, 0)
        data = (b'\x89PNG\r\n\x1a\n' + struct.pack('>I', 13) + body
                + struct.pack('>I', zlib.crc32(body)) + png()[33:])
        _, err = self.ctl('import', self.source('huge.png', data))
        self.assertEqual(err, 'huge.png: kept, but: The picture has more pixels than '
                              'Nightstand accepts.\n')
        self.assertEqual(self.items()[0]['bytes'], len(data))

    def test_the_same_file_twice_is_two_items(self):
        path = self.source('photo.png')
        out, _ = self.ctl('import', path, path)
        self.assertEqual(out, 'Imported: 2\n')
        self.assertEqual(len({item['id'] for item in self.items()}), 2)
        ids = [item['id'] for item in self.items()]
        self.ctl('export', *ids, '--to', self.out)
        self.assertEqual({path.name for path in self.out.iterdir()},
                         {'photo.png', 'photo (2).png'})

    def test_name_that_reorders(self):
        # A right-to-left override: on a terminal this would read "holiday-exe.png".
        path = self.source('holiday-\u202egnp.exe')
        _, err = self.ctl('import', path, status=MEDIA)
        self.assertNotIn('\u202e', err)
        self.assertIn("holiday-\ufffdgnp.exe: The file's name holds", err)
        self.assertEqual(self.items(), [])

    def test_name_with_what_cannot_be_seen(self):
        # Two names that look alike: with a soft hyphen, and without.
        name = 'holi\u00adday.png'
        self.add(name)
        for command in (['list'], ['show', self.items()[0]['id']]):
            out, _ = self.ctl(*command)
            self.assertNotIn('\u00ad', out)
            self.assertIn('holi\ufffdday.png', out)
        out, _ = self.ctl('list', '--json')
        self.assertIn('holi\\u00adday.png', out)
        self.assertEqual(self.names(), [name])

    def test_names_of_the_world(self):
        names = ['Übergröße.png', '写真.png', 'صورة.png', '\U0001f468\u200d\U0001f469.png', "a'b\"c\\d.png"]
        for i, name in enumerate(names):
            self.add(name, png(shade=i))
        self.assertEqual(self.names(), sorted(names))
        out, _ = self.ctl('list')
        for name in names:
            self.assertIn(name, out)

    def test_export_into_nothing(self):
        item = self.add()
        for target in (self.source('a-file.png'), '/proc'):
            _, err = self.ctl('export', item, '--to', target, status=MEDIA)
            self.assertIn('The folder to export to cannot be written.', err)

    def test_export_makes_its_folder(self):
        item = self.add()
        target = self.out / 'new'
        self.ctl('export', item, '--to', target)
        self.assertEqual(len(list(target.iterdir())), 1)
        self.assertEqual(target.stat().st_mode & 0o777, 0o700)
        _, err = self.ctl('export', item, '--to', self.out / 'no' / 'further', status=MEDIA)
        self.assertIn('The folder to export to cannot be written.', err)

    def test_export_where_not_allowed(self):
        item = self.add()
        self.out.chmod(0o500)
        _, err = self.ctl('export', item, '--to', self.out, status=MEDIA,
                          before=unprivileged())
        self.assertIn('The folder to export to cannot be written.', err)
        self.assertEqual(list(self.out.iterdir()), [])


if __name__ == '__main__':
    unittest.main()
