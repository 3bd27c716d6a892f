# traces.py - looking for what should be nowhere: names, words and bytes of what was kept
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
from pathlib import Path
from urllib.parse import quote

import media

# Beginnings that ciphertext has by chance once in a very long while.
MAGICS = (b'Exif\0\0', b'JFIF\0', b'\x89PNG\r\n\x1a\n', b'GIF89a', b'ftypheic', b'ftypmif1',
          b'\x42\x82\x85webm', b'\x42\x82\x84webm', b'ftypisom', b'OggS\0\2', b'\1vorbis')

# What plays films in the window: raw frames and samples go through these, and no file does.
PLUGINS = {'coreelements', 'app', 'audioconvert', 'audioresample', 'audiofx', 'volume',
           'pulseaudio'}
# Libraries that take films apart or decode them.  Not those for sound: the client of the
# sound server is linked with some.
CODECS = ('libavcodec', 'libavformat', 'libvpx', 'libdav1d', 'libaom', 'libtheora',
          'libmatroska', 'libx26', 'libde265', 'libswscale')

WINDOW_BYTES = 24
N_WINDOWS = 5
WRITABLE = os.O_WRONLY | os.O_RDWR


def places():
    """Where the program could leave something: its home, and the folder for passing files."""
    return [Path(os.environ['HOME']), Path(os.environ['TMPDIR'])]


def files():
    return {path for place in places() for path in place.rglob('*') if path.is_file()}


def files_written(pid, vault):
    """The files that a process has open for writing, except for the vault's own."""
    found = []
    for entry in Path(f'/proc/{pid}/fd').iterdir():
        try:
            target = os.readlink(entry)
            info = (entry.parent.parent / 'fdinfo' / entry.name).read_text()
            is_file = entry.is_file() and '/' in target
        except OSError:
            continue
        flags = int(info.split('flags:')[1].split()[0], 8)
        ours = Path(target).is_relative_to(vault) or target.startswith('/memfd:')
        if is_file and flags & WRITABLE and not ours and not target.startswith('/dev/'):
            found.append(target)
    return sorted(set(found) - {os.devnull, os.readlink(f'/proc/{pid}/fd/2')})


def media_code(pid):
    """What is mapped into a process that could parse a film."""
    maps = Path(f'/proc/{pid}/maps').read_text()
    libraries = {Path('/' + line.split('/', 1)[1]) for line in maps.splitlines()
                 if '/' in line}
    found = [path.name for path in libraries if path.name.startswith(CODECS)]
    found += [path.name for path in libraries
              if path.parent.name == 'gstreamer-1.0' and path.name.startswith('libgst')
              and path.name.removeprefix('libgst').split('.')[0] not in PLUGINS]
    return sorted(found)


def windows(data):
    """Pieces of DATA from all over it, none of them so plain that others share it."""
    last = len(data) - WINDOW_BYTES
    starts = {last * i // (N_WINDOWS - 1) for i in range(N_WINDOWS)} if last > 0 else ()
    pieces = {data[start:start + WINDOW_BYTES] for start in starts}
    return {piece for piece in pieces if len(set(piece)) > WINDOW_BYTES // 3}


def needles(sources):
    found = {magic: 'the beginning of a kind of file' for magic in MAGICS}
    for word in (media.NAME_WORD, media.EXIF_WORD, media.TAG_WORD):
        for text in (word, quote(word)):
            found[text.encode()] = f'the words {word}'
            found[text.encode('utf-16-le')] = f'the words {word}'
    for path in sources.files():
        found.update(dict.fromkeys(windows(path.read_bytes()), f'bytes of {path.name!r}'))
    return found


def search(sources, folders=None):
    """What was found of SOURCES, and where."""
    wanted = needles(sources)
    found = []
    for place in folders or places():
        for path in place.rglob('*'):
            if media.NAME_WORD in path.name:
                found.append(f'{path}: the name')
            if path.is_file() and not path.is_symlink():
                data = path.read_bytes()
                found += [f'{path}: {what}' for needle, what in wanted.items()
                          if needle in data]
    return sorted(set(found))
