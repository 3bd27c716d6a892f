# kinds.py - one small sound file of every kind that Nightstand shows
#
# Whoever damages one of these first shows that it works undamaged.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import subprocess
from typing import NamedTuple

PATIENCE_S = 60

STILLS = ('jpeg', 'png', 'gif', 'webp', 'tiff', 'bmp', 'heic', 'avif')
ANIMATIONS = ('gif-animated', 'webp-animated')
FILMS = ('mp4', 'mov', 'webm', 'mkv', '3gp')
SOUNDS = ('mp3', 'm4a', 'ogg', 'opus', 'wav', 'flac')
DOCUMENTS = ('pdf',)
ALL = STILLS + ANIMATIONS + FILMS + SOUNDS + DOCUMENTS

# What the vault has to call it, where that is not the family's name and the kind's.
TYPES = {
    'gif-animated': 'image/gif', 'webp-animated': 'image/webp', 'mov': 'video/quicktime',
    'mkv': 'video/x-matroska', '3gp': 'video/3gpp', 'mp3': 'audio/mpeg',
    'm4a': 'audio/mp4', 'opus': 'audio/ogg', 'wav': 'audio/x-wav', 'pdf': 'application/pdf',
}
ENDINGS = {'gif-animated': 'gif', 'webp-animated': 'webp', 'jpeg': 'jpg'}

PICTURE = ('videotestsrc num-buffers=25 ! '
           'video/x-raw,format=I420,width=96,height=64,framerate=25/1 ! ')
TONE = ('audiotestsrc num-buffers=20 samplesperbuffer=2400 ! '
        'audio/x-raw,rate=48000,channels=1 ! audioconvert ! ')
H264 = 'x264enc speed-preset=ultrafast ! h264parse ! '

PIPELINES = {
    'mp4': PICTURE + H264 + 'queue ! mp4mux name=m {out} ' + TONE + 'avenc_aac ! queue ! m.',
    'mov': PICTURE + H264 + 'qtmux {out}',
    'webm': PICTURE + 'vp8enc deadline=1 ! webmmux {out}',
    'mkv': PICTURE + H264 + 'matroskamux {out}',
    '3gp': PICTURE + H264 + '3gppmux {out}',
    'mp3': TONE + 'lamemp3enc ! xingmux {out}',
    'm4a': TONE + 'avenc_aac ! mp4mux {out}',
    'ogg': TONE + 'vorbisenc ! oggmux {out}',
    'opus': TONE + 'opusenc ! oggmux {out}',
    'wav': TONE + 'wavenc {out}',
    'flac': TONE + 'flacenc {out}',
}


class Kind(NamedTuple):
    name: str
    data: bytes

    @property
    def ending(self):
        return ENDINGS.get(self.name, self.name)

    @property
    def content_type(self):
        family = 'image' if self.name in STILLS else 'video' if self.name in FILMS else 'audio'
        return TYPES.get(self.name, f'{family}/{self.name}')

    @property
    def has_thumbnail(self):
        return self.name in STILLS + ANIMATIONS + FILMS


def run(*argv):
    done = subprocess.run([str(word) for word in argv], capture_output=True, text=True,
                          timeout=PATIENCE_S, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise AssertionError(f'{argv[0]} failed: {done.stderr}')


def play_out(pipeline, path):
    line = pipeline.format(out=f'! filesink location={path}')
    run('gst-launch-1.0', '-q', *line.split())


def frames(folder):
    """The pictures of an animation."""
    colours = ('red', 'green', 'blue')
    paths = [folder / f'frame-{colour}.png' for colour in colours]
    for colour, path in zip(colours, paths):
        run('convert', '-size', '64x48', f'xc:{colour}', path)
    return paths


def pdf(content=b'0.8 0.2 0.2 rg 20 20 160 60 re f', pages=2):
    """PAGES pages, each with CONTENT on it."""
    kids = b' '.join(b'%d 0 R' % (4 + i) for i in range(pages))
    objects = [b'<</Type/Catalog/Pages 2 0 R>>',
               b'<</Type/Pages/Count %d/Kids[%s]>>' % (pages, kids),
               b'<</Length %d>>\nstream\n%s\nendstream' % (len(content), content)]
    objects += [b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 3 0 R>>'] * pages
    out, places = b'%PDF-1.4\n', []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b'%d 0 obj\n%s\nendobj\n' % (number, body)
    table = b''.join(b'%010d 00000 n \n' % place for place in places)
    count = len(objects) + 1
    return (out + b'xref\n0 %d\n0000000000 65535 f \n' % count + table
            + b'trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n'
            % (count, len(out)))


def make(name, folder):
    """A sound file of the kind NAME; FOLDER is for what is needed on the way."""
    path = folder / f'made.{ENDINGS.get(name, name)}'
    if name == 'pdf':
        return Kind(name, pdf())
    if name in PIPELINES:
        play_out(PIPELINES[name], path)
    elif name == 'gif-animated':
        run('convert', '-delay', '10', '-loop', '0', *frames(folder), path)
    elif name == 'webp-animated':
        run('img2webp', '-loop', '0', '-d', '100', *frames(folder), '-o', path)
    elif name in ('heic', 'avif'):
        source = folder / 'source.png'
        run('convert', '-size', '64x48', 'gradient:red-blue', '-depth', '8', source)
        run('heif-enc', *(['-A'] if name == 'avif' else []), '-q', '60', '-o', path, source)
    else:
        run('convert', '-size', '64x48', 'gradient:red-blue', '-depth', '8', path)
    data = path.read_bytes()
    if name == 'm4a':
        # The muxer calls it a film that has no picture; telephones do not.
        data = data[:8] + b'M4A ' + data[12:]
    return Kind(name, data)
