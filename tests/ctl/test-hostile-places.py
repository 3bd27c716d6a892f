# test-hostile-places.py - names and places that deceive, files that change meanwhile
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import signal
import socket
import unittest

from hostile import HostileBase
from support import MEDIA, OK, SOME_FAILED, png, wait_until

NAME_SENTENCE = ("The file's name holds a line break, another character that cannot be "
                 'seen, or bytes that are no text; rename it first.')
PLACE_SENTENCE = 'This is a link or a device, not a file or folder.'
CHANGED_SENTENCE = 'The file changed while it was being read.'
LONG_BYTES = 256 << 20


class PlacesTest(HostileBase):
    def test_names(self):
        good = ['a' * 251 + '.png', '…' * 83 + '.png', '..png', '...', '-rf.png',
                '..\\..\\escape.png', '%2e%2e%2fescape.png', ' .png', 'a\u0301.png',
                '$(reboot).png', '<b>&amp;.png']
        bad = ['two\nlines.png', 'tab\t.png', 'return\r.png', 'bell\a.png',
               'left\u202egnp.exe', 'isolate\u2066x\u2069.png', 'line\u2028.png']
        data = {name: png(shade=i) for i, name in enumerate(good + bad)}
        paths = [self.source(name, data[name]) for name in good + bad]
        paths.append(os.fsencode(self.sources) + b'/\xff\xc0\xaf.png')
        with open(paths[-1], 'wb') as file:
            file.write(png())
        outcome = self.take(*paths)

        self.assertEqual((outcome.status, outcome.out),
                         (SOME_FAILED, f'Imported: {len(good)}\n'))
        self.assertEqual(outcome.problems, {})
        self.assertEqual(list(outcome.refused.values()), [NAME_SENTENCE] * (len(bad) + 1))
        self.unchanged()
        self.comes_out_inside({name: data[name] for name in good})

    def comes_out_inside(self, wanted):
        """Exported, nothing gets out of the folder that was named."""
        items = {item['name']: item['id'] for item in self.items()}
        self.assertLessEqual(set(wanted), set(items))
        outside = {path for path in self.folder.rglob('*') if not path.is_relative_to(self.out)}
        self.ctl('export', *(items[name] for name in wanted), '--to', self.out,
                 '--original')
        found = {path.name: path.read_bytes() for path in self.out.iterdir()}
        self.assertEqual(sorted(found.values()), sorted(wanted.values()))
        after = {path for path in self.folder.rglob('*') if not path.is_relative_to(self.out)}
        self.assertEqual(after, outside)

    def test_folder_of_odd_things(self):
        os.mkfifo(self.sources / 'pipe.png')
        server = socket.socket(socket.AF_UNIX)
        self.addCleanup(server.close)
        server.bind(str(self.sources / 'socket.png'))
        (self.sources / 'link.png').symlink_to('/etc/passwd')
        (self.sources / 'nowhere.png').symlink_to('nowhere')
        (self.sources / 'circle').symlink_to('.')
        self.source('empty.png', b'')
        self.source('good.png')
        outcome = self.take(self.sources)
        odd = ('pipe.png', 'socket.png', 'link.png', 'nowhere.png', 'circle')
        self.assertEqual(outcome.refused, {**dict.fromkeys(odd, PLACE_SENTENCE),
                                           'empty.png': 'The file is empty.'})
        # What setUp() took lies in this folder, too.
        self.assertEqual((outcome.status, outcome.out), (SOME_FAILED, 'Imported: 3\n'))
        self.assertIn('good.png', self.names())
        self.unchanged()

    def deep(self, depth, name):
        """A file so many folders down; its path may be longer than one can be."""
        here = os.open(self.sources, os.O_RDONLY)
        for _ in range(depth):
            os.mkdir(name, dir_fd=here)
            inner = os.open(name, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = inner
        file = os.open('deep.png', os.O_CREAT | os.O_WRONLY, dir_fd=here)
        os.write(file, png())
        os.close(file)
        os.close(here)

    def test_deep(self):
        # As deep as it goes, one more, and a path that is too long to be said.
        for depth, name, is_read in ((65, 'd', True), (66, 'e', False),
                                     (50, 'f' * 100, False)):
            self.deep(depth, name)
            outcome = self.take(self.sources / name)
            imported = 'Imported: 1\n' if is_read else 'Imported: 0\n'
            self.assertEqual((outcome.status, outcome.out),
                             (OK if is_read else MEDIA, imported))
            self.assertEqual(list(outcome.refused.values()),
                             [] if is_read else ['The file cannot be read.'])
        self.assertEqual(self.names(), ['before.png', 'before.wav', 'deep.png'])
        self.unchanged()

    def import_and(self, change, *paths):
        """Import a long file and then PATHS; CHANGE is done while the long one is read."""
        long_file = self.sources / 'long.bin'
        with open(long_file, 'wb') as file:
            file.truncate(LONG_BYTES)
        process = self.start('import', long_file, *paths)

        def is_reading():
            self.assertIsNone(process.poll(), 'it was over too soon')
            folder = f'/proc/{process.pid}/fd'
            try:
                return any(os.readlink(f'{folder}/{fd}') == str(long_file)
                           for fd in os.listdir(folder))
            except FileNotFoundError:
                return False
        wait_until(is_reading, 'the long file is read')
        process.send_signal(signal.SIGSTOP)
        self.assertTrue(is_reading(), 'it was read too fast')
        change(long_file)
        process.send_signal(signal.SIGCONT)
        out, err = (text.decode() for text in process.communicate(timeout=120))
        return process.returncode, out, err

    def test_changed_meanwhile(self):
        shrinks, grows, goes, stays = (self.source(f'{name}.png', png(90, 70, shade=i))
                                       for i, name in enumerate(('shrinks', 'grows', 'goes',
                                                                 'stays')))

        def change(_):
            with open(shrinks, 'r+b') as file:
                file.truncate(40)
            with open(grows, 'ab') as file:
                file.write(b'more')
            goes.unlink()
        status, out, err = self.import_and(change, shrinks, grows, goes, stays)
        self.assertEqual((status, out), (SOME_FAILED, 'Imported: 2\n'))
        self.assertIn(f'shrinks.png: {CHANGED_SENTENCE}\n', err)
        self.assertIn(f'grows.png: {CHANGED_SENTENCE}\n', err)
        self.assertIn('goes.png: The file is not there.\n', err)
        self.assertNotIn('stays.png', err)
        self.assertEqual(self.names(), ['before.png', 'before.wav', 'long.bin', 'stays.png'])
        self.unchanged()

    def test_cut_while_read(self):
        status, out, err = self.import_and(lambda path: os.truncate(path, 0))
        self.assertEqual((status, out), (MEDIA, 'Imported: 0\n'))
        self.assertEqual(err, f'long.bin: {CHANGED_SENTENCE}\n')
        self.assertEqual(self.names(), ['before.png', 'before.wav'])
        self.unchanged()

    def test_removed_while_read(self):
        # An open file outlives its name, so this one comes in whole.
        status, out, _ = self.import_and(lambda path: path.unlink())
        self.assertEqual((status, out), (OK, 'Imported: 1\n'))
        self.unchanged()


if __name__ == '__main__':
    unittest.main()
