# test-hostile-bombs.py - small files that claim, or are, something enormous
#
# SPDX-License-Identifier: GPL-3.0-or-later

import unittest

import hostile
from hostile import HostileBase

import damage

TOO_LARGE, DAMAGED = hostile.MEDIA['too large'], hostile.MEDIA['damaged']


class BombsTest(HostileBase):
    def test_pictures(self):
        bombs = {
            '50000x50000.png': damage.png_bomb(),
            '65535x65535.gif': damage.gif_bomb(),
            '65500x65500.jpg': damage.jpeg_bomb(self.kind('jpeg').data),
            '16383x16383.webp': damage.webp_bomb(),
            '60000x60000.tiff': damage.tiff_bomb(),
            '60000x60000.bmp': damage.bmp_bomb(),
            '60000x60000.heic': damage.patched(self.kind('heic').data, b'ispe', 4,
                                               b'\0\0\xea\x60' * 2),
            '60000x60000.avif': damage.patched(self.kind('avif').data, b'ispe', 4,
                                               b'\0\0\xea\x60' * 2),
        }
        self.assertEqual(self.bears(list(bombs.items())), dict.fromkeys(bombs, TOO_LARGE))

    def test_frames(self):
        outcomes = self.bears([('100000-frames.gif', damage.gif_of(100000))])
        self.assertEqual(outcomes, {'100000-frames.gif': None})
        (item,) = (item for item in self.items() if item['name'] == '100000-frames.gif')
        self.assertTrue(item['thumbnail'])

    def test_large_but_sound(self):
        # Ninety-eight million pixels are shown, and take what the bound leaves room for.
        path = self.source('large.gif', damage.gif_plain(9900))
        _, _, _, program_mib, all_mib = self.run_watched('import', path)
        item = next(item for item in self.items() if item['name'] == 'large.gif')
        self.assertTrue(item['thumbnail'])
        if not hostile.SANITIZED:
            self.assertLess(all_mib, hostile.HELPER_MIB)
            # Or what helpers take is not seen, and the bound says nothing.
            self.assertGreater(all_mib, program_mib)

    def test_loop(self):
        outcomes = self.bears([('loop.tiff', damage.tiff_loop())])
        self.assertEqual(outcomes, {'loop.tiff': DAMAGED})


if __name__ == '__main__':
    unittest.main()
