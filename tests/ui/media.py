# media.py - photos, films and recordings made for the test, each easy to recognise
#
# A picture has one plain colour in its middle, so that it can be told on the screen, and
# words in its metadata that are found by a byte search if they are left somewhere.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import struct
import subprocess

import gi
gi.require_version('Gst', '1.0')
gi.require_version('GExiv2', '0.10')
from gi.repository import GExiv2, Gst

# In every file name that must not be found anywhere, and in the metadata.
NAME_WORD = 'marigold7261'
EXIF_WORD = 'Exif-words-that-stay-inside-5813'
TAG_WORD = 'Tag-words-that-stay-inside-9034'

RED, GREEN, BLUE = (200, 40, 40), (40, 160, 80), (40, 80, 200)
YELLOW, PURPLE, CYAN = (200, 160, 40), (140, 60, 180), (60, 180, 190)

# What the film shows in its two halves.
FILM_FIRST, FILM_SECOND = (40, 160, 80), (180, 60, 140)
FILM_HALF_S = 8
FILM_FPS = 25

PATIENCE_S = 60


def exif(words):
    """An Exif segment of a JPEG: a description, and a GPS block with an area's name."""
    text = words.encode() + b'\0'
    area = b'ASCII\0\0\0' + text
    ifd0_at, ifd0_bytes, gps_bytes = 8, 2 + 2 * 12 + 4, 2 + 2 * 12 + 4
    gps_at = ifd0_at + ifd0_bytes
    text_at = gps_at + gps_bytes
    area_at = text_at + len(text)
    tiff = b'II*\0' + struct.pack('<I', ifd0_at)
    tiff += struct.pack('<H', 2)
    tiff += struct.pack('<HHII', 0x010e, 2, len(text), text_at)  # ImageDescription
    tiff += struct.pack('<HHII', 0x8825, 4, 1, gps_at)  # where the GPS block is
    tiff += struct.pack('<I', 0)
    tiff += struct.pack('<H', 2)
    tiff += struct.pack('<HHI4s', 0x0001, 2, 2, b'N\0')  # GPSLatitudeRef
    tiff += struct.pack('<HHII', 0x001c, 7, len(area), area_at)  # GPSAreaInformation
    tiff += struct.pack('<I', 0)
    body = b'Exif\0\0' + tiff + text + area
    return b'\xff\xe1' + struct.pack('>H', len(body) + 2) + body


def run(*argv):
    subprocess.run(argv, check=True, capture_output=True, timeout=PATIENCE_S)


def document(path, colours):
    """A PDF with a page for each of COLOURS: some words, and a block in the middle."""
    kids = ' '.join(f'{3 + 2 * i} 0 R' for i in range(len(colours)))
    objects = ['<</Type/Catalog/Pages 2 0 R>>',
               f'<</Type/Pages/Kids[{kids}]/Count {len(colours)}>>']
    for i, colour in enumerate(colours):
        red, green, blue = (channel / 255 for channel in colour)
        body = (f'{red:.4f} {green:.4f} {blue:.4f} rg 150 200 295 442 re f\n'
                f'0 g BT /F 20 Tf 60 770 Td (Page {i + 1} of a letter, {TAG_WORD}) Tj ET')
        objects.append('<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]'
                       f'/Contents {4 + 2 * i} 0 R/Resources<</Font<</F<</Type/Font'
                       '/Subtype/Type1/BaseFont/Helvetica>>>>>>>>')
        objects.append(f'<</Length {len(body)}>>stream\n{body}\nendstream')
    text, places = '%PDF-1.4\n', []
    for number, content in enumerate(objects, 1):
        places.append(len(text))
        text += f'{number} 0 obj{content}endobj\n'
    table = ''.join(f'{place:010} 00000 n \n' for place in places)
    text += (f'xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}'
             f'trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{len(text)}\n%%EOF\n')
    path.write_bytes(text.encode())
    return path


def picture(path, colour, size='640x480', extra=()):
    """A gradient with a block of COLOUR that covers the middle."""
    width, height = map(int, size.split('x'))
    block = f'rectangle {width // 4},{height // 4} {width * 3 // 4},{height * 3 // 4}'
    subprocess.run(['convert', '-size', size, 'gradient:#e8d8c0-#303850',
                    '-fill', 'rgb{}'.format(colour), '-draw', block,
                    '-depth', '8', *extra, str(path)], check=True, timeout=PATIENCE_S)
    return path


def jpeg(path, colour, size='640x480'):
    picture(path, colour, size, ('-quality', '92'))
    data = path.read_bytes()
    path.write_bytes(data[:2] + exif(EXIF_WORD) + data[2:])
    return path


def written_by(path, tags):
    """Write TAGS into the picture at PATH, as a camera does."""
    picture = GExiv2.Metadata()
    picture.open_path(str(path))
    for tag, value in tags.items():
        picture.try_set_tag_string(tag, value)
    picture.save_file(str(path))
    return path


def heic(path, colour, scratch):
    source = picture(scratch / 'heic.png', colour)
    subprocess.run(['heif-enc', '-q', '80', '-o', str(path), str(source)], check=True,
                   capture_output=True, timeout=PATIENCE_S)
    source.unlink()
    return path


def broken_jpeg(path, good):
    """One that says it is a photo, and then makes no sense."""
    data = good.read_bytes()
    nonsense = b''.join(hashlib.sha256(bytes([i])).digest() for i in range(60))
    end_of_exif = 4 + struct.unpack('>H', data[4:6])[0]
    path.write_bytes(data[:end_of_exif] + b'\xff\xc0\x00\x01' + nonsense)
    return path


def argb(colour):
    return '0xff{:02x}{:02x}{:02x}'.format(*colour)


def play_out(pipeline, what):
    """Run PIPELINE until all has gone through it."""
    if not Gst.is_initialized():
        Gst.init(None)
    line = Gst.parse_launch(pipeline)
    line.set_state(Gst.State.PLAYING)
    message = line.get_bus().timed_pop_filtered(
        PATIENCE_S * Gst.SECOND, Gst.MessageType.EOS | Gst.MessageType.ERROR)
    line.set_state(Gst.State.NULL)
    if message is None or message.type == Gst.MessageType.ERROR:
        why = message.parse_error() if message is not None else 'it takes too long'
        raise AssertionError(f'{what} could not be made: {why}')


def film(path, encoder, muxer, audio='vorbisenc'):
    """Two halves of one colour each, with a tone."""
    half = FILM_HALF_S * FILM_FPS
    n_samples = 2 * FILM_HALF_S * 40
    caps = f'video/x-raw,format=I420,width=480,height=270,framerate={FILM_FPS}/1'
    scenes = ''.join(
        f'videotestsrc pattern=solid-color foreground-color={argb(colour)}'
        f' num-buffers={half} ! {caps} ! c. ' for colour in (FILM_FIRST, FILM_SECOND))
    play_out(f'{muxer} name=m ! filesink location={path} '
             f'concat name=c ! {encoder} ! queue ! m. {scenes}'
             f'audiotestsrc freq=330 volume=0.2 samplesperbuffer=1200'
             f' num-buffers={n_samples} ! audio/x-raw,rate=48000,channels=2'
             f' ! taginject tags="title={TAG_WORD},artist={TAG_WORD}" ! audioconvert'
             f' ! {audio} ! queue ! m.', path.name)
    return path


def sound(path):
    play_out(f'audiotestsrc freq=440 volume=0.3 samplesperbuffer=1200 num-buffers=480'
             f' ! audio/x-raw,rate=48000,channels=1 ! audioconvert'
             f' ! taginject tags="title={TAG_WORD}" ! vorbisenc ! oggmux'
             f' ! filesink location={path}', path.name)
    return path


class Sources:
    """Everything the test imports, in folders named after how it gets in."""

    def __init__(self, folder, scratch):
        self.folder = folder
        for name in ('chosen', 'dragged', 'dragged/album', 'pasted', 'later'):
            (folder / name).mkdir()

        def at(name):
            return folder / name.format(NAME_WORD)

        self.jpeg = jpeg(at('chosen/{}-beach.jpg'), RED)
        self.png = picture(at('chosen/{}-two of us.png'), GREEN,
                           extra=('-set', 'comment', TAG_WORD))
        self.gif = picture(at('chosen/{}-wave.gif'), BLUE, '160x120')
        self.heic = heic(at('chosen/{}-phone.heic'), YELLOW, scratch)
        self.broken = broken_jpeg(at('chosen/{}-broken.jpg'), self.jpeg)
        self.empty = at('chosen/{}-empty.png')
        self.empty.touch()
        self.newline = picture(at('chosen/{}-two\nlines.png'), PURPLE, '300x200')
        self.film = film(at('dragged/{}-evening.webm'), 'vp8enc deadline=1 cpu-used=8',
                         'webmmux')
        self.mp4 = film(at('dragged/{}-morning.mp4'), 'x264enc speed-preset=ultrafast',
                        'mp4mux', 'avenc_aac')
        self.inner = jpeg(at('dragged/album/{}-inner.jpg'), PURPLE, '320x240')
        self.sound = sound(at('pasted/{}-voice.ogg'))
        self.copied = picture(at('pasted/{}-copied.png'), CYAN, '400x300')
        self.later = jpeg(at('later/{}-brief.jpg'), CYAN)

    def files(self):
        return [path for path in self.folder.rglob('*') if path.is_file()]
