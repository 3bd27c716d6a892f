# arrows.py - a room includes its own headers and those of the floors below, nothing else
#
# The rooms of a floor do not know each other; the floor above introduces them.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re

import source

# For each room under src/, the other rooms whose headers it may include.
BELOW = {
    'crypto': set(),
    'file': set(),
    'keyring': {'crypto', 'file'},
    'store': {'crypto', 'file'},
    'checkup': {'crypto', 'file'},
    'traces': {'crypto', 'file'},
    'media': {'crypto', 'file'},
    'vault': {'crypto', 'file', 'keyring', 'store', 'media', 'checkup',
              'traces'},
    'decoder': set(),
    'ctl': set(),
}

# Single headers beyond that: what the decoder and the app's side of it say to each other.
ALSO = {'decoder': {'media/protocol.h', 'media/play-protocol.h'}}

# The process that parses hostile media knows nothing of vaults.
WITHOUT_VAULT = {'decoder'}

# Not gdk-pixbuf, which decodes pictures.
TOOLKIT = re.compile(r'(gtk|gdk|gsk|adwaita|graphene)([/.]|$)')


def check_room(root, folder):
    room = folder.name
    own = {str(path.relative_to(folder)) for path in folder.rglob('*.h')}
    for path in source.files(root, '.c', '.h', rooms=[f'src/{room}']):
        for number, form, name in source.includes(path):
            first = name.split('/')[0]
            if form == '<' and first == 'vault' and room in WITHOUT_VAULT:
                yield path, number, f'{room} knows nothing of vaults: <{name}>'
            elif form == '<' and TOOLKIT.match(name):
                yield path, number, f'nothing under src knows the toolkit: <{name}>'
            elif form == '<' or name in ALSO.get(room, ()):
                continue
            elif '..' in name:
                yield path, number, f'an include does not climb: "{name}"'
            elif name in own or first == room or first in BELOW[room]:
                continue
            else:
                yield path, number, f'{room} does not know "{name}"'


def check_public(root):
    for path in source.files(root, '.c', '.h', rooms=['include']):
        for number, form, name in source.includes(path):
            if form == '"':
                yield path, number, f'a public header includes no private one: "{name}"'
            elif TOOLKIT.match(name):
                yield path, number, f'nothing under include knows the toolkit: <{name}>'


def check_ui(root):
    ui = root / 'ui'
    own = {path.name for path in ui.rglob('*.h')}
    own |= {str(path.relative_to(ui)) for path in ui.rglob('*.h')}
    # Made by the build.
    own |= {'night-config.h', 'night-resources.h'}
    for path in source.files(root, '.c', '.h', rooms=['ui']):
        for number, form, name in source.includes(path):
            if form == '"' and name not in own:
                yield path, number, f'ui sees its own headers and <vault/...>: "{name}"'
    for path in source.files(root, 'meson.build', rooms=['ui']):
        for number, line in enumerate(source.read(path).splitlines(), 1):
            if re.search(r'\bsrc_inc\b|[\'"](\.\./)+src', line):
                yield path, number, 'ui is not given the headers under src'


def check(root):
    found = list(check_public(root)) + list(check_ui(root))
    for folder in sorted((root / 'src').iterdir()):
        if folder.is_dir() and folder.name in BELOW:
            found += check_room(root, folder)
        elif folder.is_dir():
            found.append((folder, 0, 'a room without a floor; give it one in arrows.py'))
    return [source.complaint(root, *one) for one in found]


if __name__ == '__main__':
    source.run(check)
