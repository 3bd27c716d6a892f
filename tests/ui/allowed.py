# allowed.py - all that a visit may write, connect to and start, and why
#
# Whatever is not on this list fails the test by its name.  An entry need not be used: the
# list gets shorter when something is no longer needed, and never longer without a reason
# beside it.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
from pathlib import Path

ROOM = Path(os.environ['NIGHTSTAND_ROOM'])
DATA, CACHE = Path(os.environ['XDG_DATA_HOME']), Path(os.environ['XDG_CACHE_HOME'])
CONFIG, RUN = Path(os.environ['XDG_CONFIG_HOME']), Path(os.environ['XDG_RUNTIME_DIR'])
VAULT = DATA / 'nightstand' / 'vault'
OUT = ROOM / 'out'

SIX = r'[A-Za-z0-9]{6}'
MARKS = r'\.(nobackup|deja-dup-ignore|nomedia|trackerignore)'


def exactly(path):
    return re.escape(str(path))


# What is written, made, renamed, cut or removed: (a pattern of the whole path, why).
FILES = (
    (rf'{exactly(VAULT)}/(keyring|keyring\.new|vault\.db|vault\.db-journal)?/?',
     'the vault'),
    (rf'{exactly(VAULT)}/{MARKS}', 'empty files that keep backups and indexers away'),
    (rf'({exactly(DATA)}(/nightstand(/vault)?)?)|{exactly(DATA.parent)}',
     'the folders above it'),
    (exactly(Path(os.environ['HOME'])),
     'a file without a name, of noise, in which it is tried what the disk makes of an '
     'overwrite before there is a vault'),
    (rf'{exactly(OUT)}(/[^/]+)?', 'what is exported, where the person said'),
    (r'/proc/self/fd/\d+', 'the same, when all of it is there and it gets its name'),
    (rf'{exactly(DATA)}/recently-used\.xbel(\.{SIX})?',
     'GTK writes its list of recent files when a chooser is answered; what is in it is '
     'looked at apart'),
    (rf'{exactly(CONFIG)}(/gtk-4\.0)?', 'the folder of GTK’s settings, empty'),
    (rf'{exactly(CACHE)}(/mesa_shader_cache(_db)?(/.*)?)?',
     'the graphics driver keeps the toolkit’s shaders, the same for every program'),
    (r'/dev/null', 'nothing'),
)

# Memory without a file, by its name.
MEMFDS = (
    ('media|pixels|thumbnail|stripped|part', 'between the window and the decoder'),
    ('pulseaudio', 'between the window and the sound server'),
)

# Where sockets lead: (family, a pattern of the address, why).  No family of a network is
# here, and none may ever be.
SOCKETS = (
    ('AF_UNIX', r'@?/tmp/\.X11-unix/X\d+', 'the display'),
    ('AF_UNIX', exactly(RUN) + r'/at-spi/bus_\d+', 'assistive technology'),
    ('AF_UNIX', r'@?/tmp/dbus-\w+(,.*)?', 'the session bus'),
    ('AF_UNIX', exactly(RUN) + r'/no-system-bus',
     'the system bus, which is not there: who says that the computer will sleep, and where '
     'the file chooser asks what the computer is called'),
    ('AF_UNIX', exactly(RUN) + r'/no-sound', 'the sound server, which is not there'),
)

# The same for what is started.
PROGRAMS = (
    (exactly(Path(os.environ['NIGHTSTAND'])), 'the program itself'),
    (exactly(Path(os.environ['NIGHTSTAND_DECODER'])), 'the decoder'),
    (exactly(Path(os.environ['NIGHTSTAND_REMUXER'])), 'the same for films that go out'),
)


def is_listed(value, *rules):
    return any(re.fullmatch(rule, value) for rule in rules)


def complaint_about(deed):
    """What is wrong with a Deed of watch.py; None if it is on the list."""
    if deed.what == 'writes':
        good = is_listed(deed.target, *(pattern for pattern, _ in FILES))
    elif deed.what == 'memory':
        good = is_listed(deed.target, *(pattern for pattern, _ in MEMFDS))
    elif deed.what == 'socket':
        # A socket alone leads nowhere yet; of which family it is counts all the same.
        good = deed.target in {family for family, _, _ in SOCKETS}
    elif deed.what == 'connects':
        family, _, address = deed.target.partition(' ')
        good = any(family == known and is_listed(address, pattern)
                   for known, pattern, _ in SOCKETS)
    else:
        good = deed.what == 'starts' and is_listed(
            deed.target, *(pattern for pattern, _ in PROGRAMS))
    return None if good else f'{deed.what} {deed.target} ({deed.call})'


# What may be there after a visit that was not there before, or is changed.
LEFT = (
    rf'{exactly(VAULT)}/(keyring|vault\.db|vault\.db-journal|{MARKS})',
    rf'{exactly(VAULT)}|{exactly(VAULT.parent)}|{exactly(DATA)}|{exactly(DATA.parent)}',
    rf'{exactly(DATA)}/recently-used\.xbel',
    rf'{exactly(CONFIG)}(/gtk-4\.0)?',
    rf'{exactly(CACHE)}(/mesa_shader_cache(_db)?(/.*)?)?',
    # Of the display, the buses and this test.
    rf'{exactly(RUN)}/(Xvfb_screen0|Xvfb\.log|bus\.log|nightstand\.log)',
    rf'{exactly(RUN)}/(at-spi(/bus_\d+)?|dbus-1(/services)?)',
)
