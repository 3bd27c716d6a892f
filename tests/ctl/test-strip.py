# test-strip.py - what leaves with an exported copy, and what is kept of an import
#
# Others look: exiftool and mat2 for what is told, ImageMagick and ffmpeg for what is shown.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import subprocess
import unittest

import planted
from planted import FILMS, FORBIDDEN, SOUNDS, STILLS
from support import Base, MEDIA, SOME_FAILED, png

# What exiftool may still find, by its own groups: how the picture is stored, none of it about
# anybody.
GROUPS = {'Adobe', 'Composite', 'FLAC', 'GIF', 'IFD0', 'IFD1', 'JFIF', 'MPEG', 'Matroska',
          'Meta', 'Ogg', 'Opus', 'PNG', 'PNG-pHYs', 'QuickTime', 'RIFF', 'Track1', 'Track2',
          'Vorbis'}
# The same for mat2, which knows no groups.
MAT2_KNOWS = {'.jpg', '.png', '.tif', '.gif', '.heic', '.mp4', '.ogg', '.opus', '.mp3', '.flac',
              '.wav'}
NOT_ABOUT_ANYBODY = {
    'Encoding', 'Orientation', 'ExifByteOrder', 'APP14Flags0', 'APP14Flags1',
    'ColorTransform', 'DCTEncodeVersion', 'Gamma', 'Palette', 'Predictor',
    'PrimaryChromaticities', 'PageCount', 'SubfileType', 'AnimationFrames',
    'AnimationPlays', 'PixelUnits', 'PixelsPerUnitX', 'PixelsPerUnitY', 'JPEGTables',
    'TileByteCounts', 'TileLength', 'TileOffsets', 'TileWidth', 'YCbCrSubSampling',
    'YCbCrPositioning', 'ReferenceBlackWhite', 'T6Options', 'FillOrder', 'MetaImageSize',
    'WhitePoint', 'WhitePointX', 'WhitePointY', 'RedX', 'RedY', 'GreenX', 'GreenY', 'BlueX',
    'BlueY', 'SRGBRendering', 'Interlace', 'StripOffsets', 'ExtraSamples', 'SampleFormat',
    'BackgroundColor', 'Transparency', 'SignificantBits', 'Quality', 'ResolutionUnit',
    'YCbCrCoefficients', 'ColorProfiles', 'ColorPrimaries', 'TransferCharacteristics',
    'MatrixCoefficients', 'VideoFullRangeFlag', 'CleanAperture',
}


def exiftool(path):
    out = planted.run('exiftool', '-json', '-a', '-G1', '-ee', '-u', '-m', path)
    told = json.loads(out)[0]
    return {key: str(value) for key, value in told.items()
            if key.split(':')[0] not in ('SourceFile', 'System', 'File', 'ExifTool')}


def mat2(path):
    out = subprocess.run(['mat2', '--show', str(path)], capture_output=True, text=True,
                         check=False).stdout
    return [line.strip() for line in out.splitlines()[1:]]


def signature(path):
    """The pixels of every frame, and how long each is shown."""
    return planted.run('identify', '-quiet', '-format', '%# %T %wx%h\n', path)


def frames(path):
    """Every decoded frame of picture and sound, and when it comes."""
    out = planted.run('ffmpeg', '-v', 'fatal', '-i', path, '-map', '0:V?', '-map', '0:a?',
                      '-f', 'framemd5', '-')
    return [line for line in out.splitlines() if not line.startswith(b'#')]


class StripTest(Base):
    def setUp(self):
        super().setUp()
        self.create()

    def plant(self, makers):
        for name, maker in makers.items():
            maker(self.sources / name)
            told = f'{exiftool(self.sources / name)}{(self.sources / name).read_bytes()}'
            if name != 'plain.bmp':
                self.assertIn(planted.SECRET, told, f'{name}: there is nothing to remove')

    def assert_clean(self, path):
        data = path.read_bytes()
        for word in FORBIDDEN:
            for encoding in ('utf-8', 'utf-16-le', 'utf-16-be'):
                self.assertNotIn(word.encode(encoding), data, path.name)
        told = exiftool(path)
        self.assertEqual({key.split(':')[0] for key in told} - GROUPS, set(), path.name)
        for key, value in told.items():
            for word in FORBIDDEN:
                self.assertNotIn(word, value, f'{path.name}: {key}')
            if key.endswith('Date'):
                self.assertTrue(value.startswith('0000:00:00'), f'{path.name}: {key} {value}')
        if path.suffix in ('.jpg', '.png', '.webp'):
            self.assertLessEqual({key for key in told if key.startswith('IFD')},
                                 {'IFD0:Orientation'}, path.name)
        if path.suffix in MAT2_KNOWS:
            self.assert_mat2_is_content(path)

    def assert_mat2_is_content(self, path):
        lines = mat2(path)
        self.assertFalse(any(word in line for word in FORBIDDEN for line in lines), lines)
        if path.suffix != '.mp4':  # of which it lists how it is stored
            told = {line.partition(':')[0] for line in lines if line}
            self.assertEqual(told - NOT_ABOUT_ANYBODY, set(), path.name)

    def export_all(self, *more):
        ids = [item['id'] for item in self.items()]
        out, err = self.ctl('export', *ids, '--to', self.out, *more)
        self.assertEqual((out, err), (f'Exported: {len(ids)}\n', ''))

    def assert_same(self, before, after, keys):
        first, second = exiftool(before), exiftool(after)
        for key in keys:
            self.assertEqual(second.get(key), first.get(key), f'{after.name}: {key}')

    def check_stills(self):
        for name in STILLS:
            with self.subTest(name):
                before, after = self.sources / name, self.out / name
                self.assert_clean(after)
                self.assertEqual(signature(after), signature(before))
                self.assert_same(before, after, (
                    'IFD0:Orientation', 'PNG:AnimationFrames', 'PNG:AnimationPlays',
                    'GIF:AnimationIterations', 'RIFF:AnimationLoopCount', 'PNG:BitDepth',
                    'PNG:ColorType', 'PNG:Interlace'))

    def check_films(self, makers):
        for name in makers:
            with self.subTest(name):
                before, after = self.sources / name, self.out / name
                self.assert_clean(after)
                self.assertEqual(frames(after), frames(before))
                self.assert_same(before, after,
                                 ('Composite:Rotation', 'Track1:MatrixStructure'))

    def test_stills(self):
        self.plant(STILLS)
        self.ctl('import', self.sources)
        self.export_all()
        self.check_stills()

    def test_films(self):
        self.plant(FILMS)
        self.ctl('import', self.sources)
        self.export_all()
        self.check_films(FILMS)

    def test_sounds(self):
        self.plant(SOUNDS)
        self.ctl('import', self.sources)
        self.export_all()
        self.check_films(SOUNDS)

    def test_original(self):
        self.plant({'photo.jpg': planted.jpeg, 'voice.mp3': planted.mp3})
        self.ctl('import', '--keep-metadata', self.sources)
        self.export_all('--original')
        for path in self.sources.iterdir():
            self.assertEqual((self.out / path.name).read_bytes(), path.read_bytes())

    # ---- at import ------------------------------------------------------------------------

    def test_import_stripped(self):
        makers = {'photo.jpg': planted.jpeg, 'photo.avif': planted.avif,
                  'film.mp4': planted.mp4}
        self.plant(makers)
        before = {path.name: path.read_bytes() for path in self.sources.iterdir()}
        out, err = self.ctl('import', '--strip', self.sources)
        self.assertEqual((out, err), ('Imported: 3\n', ''))
        self.assertEqual({path.name: path.read_bytes() for path in self.sources.iterdir()},
                         before, 'a source was changed')
        for item in self.items():
            # When it was taken is known all the same.
            self.assertTrue(item['captured'].startswith('2019-05-04T'), item)
            self.assertTrue(item['thumbnail'], item)
        self.export_all('--original')
        for name in makers:
            self.assert_clean(self.out / name)
        self.assertEqual(signature(self.out / 'photo.jpg'),
                         signature(self.sources / 'photo.jpg'))
        self.assertEqual(frames(self.out / 'film.mp4'), frames(self.sources / 'film.mp4'))

    def test_import_keeps_what_cannot_be_stripped(self):
        self.source('letter.pdf', b'%PDF-1.4\n' + planted.SECRET.encode())
        self.source('cut.png', png(64, 64)[:-40])
        self.source('photo.png')
        out, err = self.ctl('import', '--strip', self.sources)
        self.assertEqual(out, 'Imported: 3\n')
        for name in ('letter.pdf', 'cut.png'):
            self.assertIn(f'{name}: kept, but: Place, camera and other details cannot be '
                          'removed from this file.\n', err)
        self.assertNotIn('photo.png: kept', err)
        self.export_all('--original')
        for name in ('letter.pdf', 'cut.png'):
            self.assertEqual((self.out / name).read_bytes(),
                             (self.sources / name).read_bytes(), name)

    # ---- what is refused ------------------------------------------------------------------

    def refused(self, name, data):
        item = self.add(name, data)
        _, err = self.ctl('export', item, '--to', self.out, status=MEDIA)
        self.assertIn(f'{name}: Place, camera and other details cannot be removed from this '
                      'file.\n', err)
        self.assertIn('--original exports them as they are', err)
        self.assertEqual(list(self.out.iterdir()), [], 'something was left behind')

    def test_other_types_are_refused(self):
        self.refused('letter.pdf', b'%PDF-1.4\n')
        self.refused('notes.txt', b'nothing anybody knows')

    def test_what_is_broken_is_refused(self):
        makers = {**STILLS, **FILMS, **SOUNDS}
        for name in ('photo.jpg', 'picture.png', 'moving.gif', 'page.tif', 'photo.heic',
                     'still.webp', 'film.mp4', 'film.mov'):
            with self.subTest(name):
                makers[name](self.sources / name)
                data = (self.sources / name).read_bytes()
                self.refused(f'cut-{name}', data[:len(data) // 2])

    def test_a_raw_photo_is_refused(self):
        planted.tiff(self.sources / 'raw.tif')
        planted.run('exiftool', '-q', '-overwrite_original', '-DNGVersion=1.4.0.0',
                    self.sources / 'raw.tif')
        self.refused('raw.tif', (self.sources / 'raw.tif').read_bytes())

    def test_the_others_are_exported(self):
        good, bad = self.add('photo.png'), self.add('letter.pdf', b'%PDF-1.4\n')
        out, _ = self.ctl('export', good, bad, '--to', self.out, status=SOME_FAILED)
        self.assertEqual(out, 'Exported: 1\n')
        self.assertEqual([path.name for path in self.out.iterdir()], ['photo.png'])


if __name__ == '__main__':
    unittest.main()
