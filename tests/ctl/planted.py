# planted.py - one file of every format, full of what must not go out with it
#
# SPDX-License-Identifier: GPL-3.0-or-later

import struct
import subprocess
import zlib

# In every text there is room for; no encoder writes it by chance.
SECRET = 'Swordfish Lane'
PLACE = ('48.8584', '2.2945')
FORBIDDEN = (SECRET, 'Canon', 'SN-4711', '2019:05', '2019-05', '48 deg', '48.85')

TAGS = {
    'title': f'{SECRET} title', 'artist': f'{SECRET} artist', 'comment': f'{SECRET} comment',
    'description': f'{SECRET} text', 'location': f'+{PLACE[0]}+00{PLACE[1]}/',
    'creation_time': '2019-05-04T03:02:01Z', 'date': '2019-05-04', 'make': 'Canon',
}


def run(*command):
    done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL,
                          capture_output=True, check=False)
    assert done.returncode == 0, (command, done.stderr.decode('utf-8', 'replace')[-2000:])
    return done.stdout


def picture(path, *how):
    run('convert', '-size', '67x45', 'plasma:red-blue', *how, path)


def plant_exif(path, *more):
    """All that exiftool can write into this format."""
    run('exiftool', '-q', '-overwrite_original', '-m', '-Make=Canon', '-Model=Canon',
        '-SerialNumber=SN-4711', f'-Artist={SECRET}', '-DateTimeOriginal=2019:05:04 03:02:01',
        f'-GPSLatitude={PLACE[0]}', '-GPSLatitudeRef=N', f'-GPSLongitude={PLACE[1]}',
        '-GPSLongitudeRef=E', f'-XMP-dc:Title={SECRET}', f'-XMP-dc:Creator={SECRET}', *more,
        path)


# ---- stills ------------------------------------------------------------------------------

def jpeg(path, *how):
    thumbnail = path.with_name('thumbnail.jpg')
    picture(thumbnail, '-resize', '16x12')
    picture(path, '-colorspace', 'sRGB', '-set', 'comment', SECRET, *how)
    plant_exif(path, '-Orientation#=6', f'-IPTC:Keywords={SECRET}', f'-Comment={SECRET}',
               f'-ThumbnailImage<={thumbnail}')
    with open(path, 'ab') as file:
        file.write(f'a film behind the picture: {SECRET}'.encode())
    thumbnail.unlink()


def progressive(path):
    jpeg(path, '-interlace', 'JPEG', '-sampling-factor', '4:2:0')


def cmyk(path):
    jpeg(path, '-colorspace', 'CMYK')


def chunk(kind, data):
    body = kind + data
    return struct.pack('>I', len(data)) + body + struct.pack('>I', zlib.crc32(body))


def plant_chunks(path):
    """Every chunk that can hold a text, behind the header and before the end."""
    secret = SECRET.encode()
    planted = (chunk(b'tEXt', b'Author\0' + secret)
               + chunk(b'zTXt', b'Comment\0\0' + zlib.compress(secret))
               + chunk(b'iTXt', b'Title\0\0\0en\0Titel\0' + secret)
               + chunk(b'tIME', struct.pack('>HBBBBB', 2019, 5, 4, 3, 2, 1))
               + chunk(b'prVt', secret))
    data = path.read_bytes()
    head, rest = data[:33], data[33:]
    path.write_bytes(head + planted + rest[:-12]
                     + chunk(b'tEXt', b'Source\0' + secret) + rest[-12:] + secret)


def png(path, *how):
    picture(path, '-define', 'png:exclude-chunks=date', *how)
    plant_exif(path, '-Orientation#=8')
    plant_chunks(path)


def png_deep(path):
    png(path, '-depth', '16', '-alpha', 'set', '-interlace', 'PNG')


def png_palette(path):
    picture(path, '-colors', '7', '-type', 'Palette')
    plant_chunks(path)


def apng(path):
    run('ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', 'testsrc=size=64x48:rate=5:duration=2',
        '-f', 'apng', '-plays', '3', path)
    plant_chunks(path)


def gif(path):
    run('convert', '-delay', '7', '-loop', '4', '-size', '40x30', 'plasma:', 'plasma:',
        'plasma:red-green', '-set', 'comment', SECRET, path)
    run('exiftool', '-q', '-overwrite_original', f'-Comment={SECRET}',
        f'-XMP-dc:Title={SECRET}', path)


def webp(path):
    picture(path, '-quality', '70')
    plant_exif(path, '-Orientation#=3')


def webp_animated(path):
    frames = [path.with_name(f'frame{n}.png') for n in range(3)]
    for frame in frames:
        picture(frame)
    run('img2webp', '-loop', '2', '-d', '70', *frames, '-o', path)
    plant_exif(path)
    for frame in frames:
        frame.unlink()


def tiff(path, *how):
    picture(path, *(how or ('-compress', 'LZW')))
    plant_exif(path, '-Orientation#=6', f'-ImageDescription={SECRET}',
               f'-Software={SECRET}', f'-HostComputer={SECRET}')


def tiff_deep(path):
    tiff(path, '-depth', '16', '-endian', 'MSB', '-compress', 'Zip')


def tiff_tiled(path):
    tiff(path, '-define', 'tiff:tile-geometry=32x32', '-compress', 'JPEG')


def tiff_pages(path):
    run('convert', '-size', '40x30', 'plasma:', 'plasma:', '-compress', 'Group4', path)
    plant_exif(path, f'-ImageDescription={SECRET}')


def bmp(path):
    picture(path)


def heic(path):
    source = path.with_name('source.png')
    picture(source)
    run('heif-enc', '-q', '60', source, '-o', path)
    source.unlink()
    plant_exif(path)


def avif(path):
    run('ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', 'testsrc=size=64x48', '-frames:v', '1',
        '-c:v', 'libaom-av1', '-still-picture', '1', path)
    plant_exif(path)


# ---- film and sound ----------------------------------------------------------------------

def chapters(path):
    text = ';FFMETADATA1\n' + ''.join(f'{key}={value}\n' for key, value in TAGS.items())
    for start in (0, 1):
        text += (f'[CHAPTER]\nTIMEBASE=1/1\nSTART={start}\nEND={start + 1}\n'
                 f'title={SECRET} chapter\n')
    path.write_text(text)
    return path


def film(path, *how, subtitles=None, more=()):
    """Two seconds of a test picture and a tone, with all there is to say about them."""
    told = chapters(path.with_name('told.txt'))
    spoken = path.with_name('spoken.srt')
    spoken.write_text(f'1\n00:00:00,000 --> 00:00:01,000\nGPS({PLACE[0]}) {SECRET}\n')
    command = ['ffmpeg', '-v', 'error', '-f', 'lavfi', '-i',
               'testsrc=size=96x64:rate=10:duration=2', '-f', 'lavfi', '-i',
               'sine=frequency=440:duration=2', '-i', told]
    if subtitles:
        command += ['-i', spoken, '-map', '3', '-c:s', subtitles]
    run(*command, '-map', '0', '-map', '1', '-map_metadata', '2', '-map_chapters', '2', *how,
        '-metadata:s:v', f'handler_name={SECRET}', '-metadata:s:a', f'title={SECRET}', *more,
        path)
    told.unlink()
    spoken.unlink()


def plant_quicktime(path):
    run('exiftool', '-q', '-overwrite_original', '-m', f'-XMP-dc:Title={SECRET}',
        f'-Keys:GPSCoordinates={PLACE[0]}, {PLACE[1]}', '-Keys:Make=Canon',
        f'-UserData:Comment={SECRET}', '-CreateDate=2019:05:04 03:02:01',
        '-TrackCreateDate=2019:05:04 03:02:01', path)


H264 = ('-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-bf', '2', '-c:a', 'aac')


def mp4(path):
    film(path, *H264, '-metadata:s:v', 'rotate=90', subtitles='mov_text')
    plant_quicktime(path)


def mp4_fragmented(path):
    film(path, *H264, '-movflags', 'frag_keyframe+empty_moov+use_metadata_tags')


def mov(path):
    film(path, '-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-c:a', 'pcm_s16le', '-timecode',
         '01:00:00:00', '-movflags', 'use_metadata_tags')
    plant_quicktime(path)


def threegp(path):
    film(path, '-c:v', 'mpeg4', '-c:a', 'aac', '-f', '3gp')


def webm(path):
    film(path, '-c:v', 'libvpx', '-b:v', '200k', '-c:a', 'libvorbis', subtitles='webvtt')


def matroska(path):
    letter = path.with_name('letter.txt')
    letter.write_text(SECRET)
    # Vorbis brings its comments along in the middle of its headers.
    voice = path.with_name('sound.ogg')
    ogg(voice)
    run('ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', 'testsrc=size=96x64:rate=10:duration=2',
        '-i', voice, '-map', '0', '-map', '1:a', '-c:v', 'libx264', '-pix_fmt', 'yuv420p',
        '-c:a', 'copy', '-attach', letter, '-metadata:s:t', 'mimetype=text/plain',
        '-metadata', f'title={SECRET}', '-metadata:s:a', f'title={SECRET}', path)
    voice.unlink()
    letter.unlink()


def sound(path, *how):
    tags = [word for key, value in TAGS.items() for word in ('-metadata', f'{key}={value}')]
    run('ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=440:duration=2', *how,
        *tags, path)


def ogg(path):
    sound(path, '-c:a', 'libvorbis', '-metadata:s:a', f'title={SECRET}')


def opus(path):
    sound(path, '-c:a', 'libopus', '-metadata:s:a', f'title={SECRET}')


def covered(path, *how):
    cover = path.with_name('cover.jpg')
    jpeg(cover)
    told = [word for key, value in TAGS.items() for word in ('-metadata', f'{key}={value}')]
    run('ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=440:duration=2', '-i',
        cover, '-map', '0', '-map', '1', '-disposition:v', 'attached_pic', '-c:v', 'copy',
        *how, *told, path)
    cover.unlink()


def m4a(path):
    covered(path, '-c:a', 'aac')


def mp3(path):
    covered(path, '-c:a', 'libmp3lame', '-write_id3v1', '1')
    # The third kind of tag is at the end.
    item = f'Title\0{SECRET}'.encode()
    body = struct.pack('<II', len(SECRET), 0) + item
    foot = b'APETAGEX' + struct.pack('<IIII', 2000, len(body) + 32, 1, 0) + bytes(8)
    path.write_bytes(path.read_bytes()[:-128] + body + foot + path.read_bytes()[-128:])


def flac(path):
    covered(path, '-c:a', 'flac')


def wav(path):
    sound(path, '-write_bext', '1', '-metadata', f'originator={SECRET}', '-metadata',
          'origination_date=2019-05-04')


STILLS = {
    'photo.jpg': jpeg, 'progressive.jpg': progressive, 'cmyk.jpg': cmyk, 'picture.png': png,
    'deep.png': png_deep, 'palette.png': png_palette, 'moving.png': apng, 'moving.gif': gif,
    'still.webp': webp, 'moving.webp': webp_animated, 'page.tif': tiff,
    'deep.tif': tiff_deep, 'tiles.tif': tiff_tiled, 'pages.tif': tiff_pages,
    'plain.bmp': bmp, 'photo.heic': heic, 'photo.avif': avif,
}
FILMS = {
    'film.mp4': mp4, 'fragments.mp4': mp4_fragmented, 'film.mov': mov, 'film.3gp': threegp,
    'film.webm': webm, 'film.mkv': matroska,
}
SOUNDS = {
    'voice.ogg': ogg, 'voice.opus': opus, 'voice.m4a': m4a, 'voice.mp3': mp3,
    'voice.flac': flac, 'voice.wav': wav,
}
