# screen.py - what is on the screen, and the mouse and keyboard before it
#
# SPDX-License-Identifier: GPL-3.0-or-later

import ctypes
import os
import re
import struct
import subprocess
import time
from pathlib import Path

import gi
gi.require_version('GdkPixbuf', '2.0')
from gi.repository import GdkPixbuf, GLib

FRAMEBUFFER = Path(os.environ['XDG_RUNTIME_DIR']) / 'Xvfb_screen0'
XWD_COLOUR_BYTES = 12

# Numbers of the X protocol.
RESOURCE_MANAGER, STRING, REPLACE = 23, 31, 0

FOLDER = Path(os.environ.get('NIGHTSTAND_SCREENSHOTS', os.environ['TMPDIR']))
STEPS = 12
SETTLE_S = 1.5
SETTLE_STEP_S = 0.15

# How many pixels of the shorter side of a rectangle are looked at.
GRAIN = 80


def xdotool(*args):
    done = subprocess.run(['xdotool', *map(str, args)], capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f'xdotool {args}: {done.stderr}')
    return done.stdout


class Picture:
    """A screenshot: three bytes for each pixel."""

    def __init__(self, width, height, rgb):
        self.width, self.height = width, height
        self.rgb = rgb

    def at(self, x, y):
        start = (int(y) * self.width + int(x)) * 3
        return tuple(self.rgb[start:start + 3])

    def has(self, colour, x, y, tolerance=16):
        return is_near(self.at(x, y), colour, tolerance)

    def spots(self, x, y, width, height):
        """The colours of pixels all over a part of it, not of every one."""
        width = min(width, self.width - x)
        height = min(height, self.height - y)
        step = max(2, min(width, height) // GRAIN)
        return [self.at(px, py) for px in range(int(x), int(x + width), step)
                for py in range(int(y), int(y + height), step)]

    def colours(self, *box):
        """How many different colours a part of it shows."""
        return len(set(self.spots(*box)))

    def share(self, colour, *box, tolerance=16):
        """Which part of a rectangle has COLOUR, from 0 to 1."""
        spots = self.spots(*box)
        return sum(is_near(spot, colour, tolerance) for spot in spots) / len(spots)

    def save(self, path, box=None):
        pixbuf = GdkPixbuf.Pixbuf.new_from_bytes(
            GLib.Bytes.new(self.rgb), GdkPixbuf.Colorspace.RGB, False, 8, self.width,
            self.height, self.width * 3)
        if box is not None:
            x, y, width, height = box
            pixbuf = pixbuf.new_subpixbuf(x, y, min(width, self.width - x),
                                          min(height, self.height - y))
        pixbuf.savev(str(path), 'png', [], [])


def is_near(one, other, tolerance=16):
    return all(abs(a - b) <= tolerance for a, b in zip(one, other))


def look():
    """What is on the screen now, read from where the display keeps it, in XWD format."""
    return picture_of(FRAMEBUFFER.read_bytes())


def picture_of(data):
    words = struct.unpack('>25I', data[:100])
    header_bytes, width, height, stride, n_colours = (words[i] for i in (0, 4, 5, 12, 19))
    start = header_bytes + n_colours * XWD_COLOUR_BYTES
    bgrx = data[start:start + stride * height]
    if stride != width * 4:
        raise AssertionError(f'a screen of {stride} bytes for {width} pixels')
    rgb = bytearray(width * height * 3)
    rgb[0::3], rgb[1::3], rgb[2::3] = bgrx[2::4], bgrx[1::4], bgrx[0::4]
    return Picture(width, height, bytes(rgb))


def settled():
    """What is on the screen when nothing moves any more, or after a while."""
    deadline = time.monotonic() + SETTLE_S
    data = FRAMEBUFFER.read_bytes()
    while time.monotonic() < deadline:
        time.sleep(SETTLE_STEP_S)
        before, data = data, FRAMEBUFFER.read_bytes()
        if data == before:
            break
    return picture_of(data)


class Album:
    """Numbered screenshots in a folder of their own."""

    def __init__(self, name):
        self.folder = FOLDER / name
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob('*.png'):
            old.unlink()
        self.n = 0

    def keep(self, name, box=None, picture=None):
        """Keep PICTURE, or what is on the screen, or the part BOX of it."""
        picture = picture or settled()
        self.n += 1
        picture.save(self.folder / f'{self.n:02}-{name}.png', box)
        return picture


# ---- the desktop ----

def set_resources(text):
    """What programs that start from now on find among the resources of the display."""
    x11 = ctypes.CDLL('libX11.so.6')
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XDefaultRootWindow.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
    data = text.encode()
    x11.XChangeProperty(display, root, ctypes.c_ulong(RESOURCE_MANAGER), ctypes.c_ulong(STRING), 8,
                        REPLACE, data, len(data))
    x11.XCloseDisplay(display)


def set_text_scale(scale):
    """How large text is in programs that start from now on: a desktop's setting, as it gets there."""
    set_resources(f'Xft.dpi: {96 * scale}\n')


# ---- windows ----

def window_ids(pid):
    done = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid', str(pid)],
                          capture_output=True, text=True)
    return [int(line) for line in done.stdout.split()]


def title_of(window):
    """Empty for a window that has gone."""
    done = subprocess.run(['xdotool', 'getwindowname', str(window)], capture_output=True,
                          text=True)
    return done.stdout.rstrip('\n') if done.returncode == 0 else ''


def geometry(window):
    """x, y, width, height"""
    out = xdotool('getwindowgeometry', '--shell', window)
    values = dict(re.findall(r'(\w+)=(-?\d+)', out))
    return tuple(int(values[name]) for name in ('X', 'Y', 'WIDTH', 'HEIGHT'))


def place(window, x, y):
    xdotool('windowmove', window, x, y)


def resize(window, width, height):
    xdotool('windowsize', window, width, height)


def focus(window):
    xdotool(*to_front(window))


def to_front(window):
    return 'windowraise', window, 'windowfocus', window


# ---- hands ----

def press(*keys, window=None):
    """In WINDOW, or where the keyboard is."""
    before = () if window is None else to_front(window)
    xdotool(*before, 'key', '--clearmodifiers', *keys)


def write(text):
    xdotool('type', '--delay', '15', text)


def move(x, y):
    xdotool('mousemove', x, y)


def click(x, y, button=1, times=1):
    xdotool('mousemove', x, y, 'click', '--repeat', times, '--delay', '60', button)


def drag(start, end):
    """Press, move in steps as a hand does, and let go."""
    xdotool('mousemove', *start, 'mousedown', 1)
    for step in range(1, STEPS + 1):
        move(*(int(a + (b - a) * step / STEPS) for a, b in zip(start, end)))
        time.sleep(0.03)
    # The target has to say that it takes this before the button goes up.
    time.sleep(0.4)
    xdotool('mouseup', 1)
