# test-alone.py - a window that nobody touches, and one whose USB device is pulled out, lock
#
# How long nobody touched it is what a clock says that goes on while the computer sleeps; the
# window's is set (ctl/clock-shim.c).  USB devices are folders of the test's own (usb-shim.c).
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys

import access
import media
import screen
from steps_import import PASSPHRASE, wait_for_tile
from steps_keep import check_no_content, unlock_to_library
from steps_view import open_tile
from story import Story
from window import ROOM, nightstandctl

PICTURE = 'Photo.png'
BOOT = ROOM / 'boot-clock'
USB = ROOM / 'usb'
# As Preferences have it to begin with.
LIMIT_S = 5 * 60
DEVICE = {'idVendor': '1050', 'idProduct': '0407', 'serial': '0001', 'product': 'Key',
          'bDeviceClass': '00', 'busnum': '1', 'devnum': '5'}
NODE = USB / 'nodes/001/005'


def plug_in():
    NODE.parent.mkdir(parents=True, exist_ok=True)
    NODE.touch()
    folder = USB / 'devices/1-1'
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in DEVICE.items():
        (folder / name).write_text(value + '\n')


def later(story, seconds):
    """So many seconds go by without anybody there."""
    story.ahead += seconds
    BOOT.write_text(str(story.ahead))


def touch(story, by):
    """Somebody moves the pointer over the window."""
    x, y, width, height = screen.geometry(story.app.window)
    screen.move(x + width // 2 + by, y + height // 2 + by)


def enter(story):
    app = story.app
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    wait_for_tile(app, PICTURE)


def check_locked(story, why):
    story.app.wait_for('Unlock Vault', 'button')
    check_no_content(story, screen.look(), f'after {why}')


# ---- the steps ----

def make(story):
    """A vault with a picture; the device that is to lock it was chosen before"""
    story.ahead = 0
    BOOT.write_text('0')
    plug_in()
    settings = ROOM / 'home/.config/glib-2.0/settings/keyfile'
    settings.parent.mkdir(parents=True)
    settings.write_text("[org/nightstand/Nightstand]\nlock-device='1050:0407:0001'\n")
    story.vault = ROOM / 'home/vault'
    picture = media.picture(ROOM / 'sources' / PICTURE, media.RED)
    for args in (('create', '--kdf', 'quick'), ('import', picture)):
        status, _, err = nightstandctl(story.vault, *args, passphrase=PASSPHRASE)
        story.equal(status, 0, f'nightstandctl {args[0]}, {err}')
    shims = ':'.join(os.environ[f'NIGHTSTAND_{name}_SHIM'] for name in ('CLOCK', 'USB'))
    story.start('--vault', str(story.vault), environment={
        'LD_PRELOAD': shims, 'GSETTINGS_BACKEND': 'keyfile', 'NIGHTSTAND_TEST_BOOT': str(BOOT),
        'NIGHTSTAND_TEST_USB': str(USB)})


def touched(story):
    """As long as somebody is there now and then it stays open"""
    enter(story)
    for by in range(1, 5):
        later(story, LIMIT_S - 10)
        touch(story, 5 * by)
        # What the window answers it does behind the event.
        story.app.key('ctrl+a')
        story.app.wait_for_saying('1 selected')
        story.app.key('Escape')
        story.app.wait(lambda: not story.app.says('1 selected'), 'nothing is selected')
    story.check(not story.app.has('Unlock Vault', 'button'), 'it locked while somebody was there')


def left_alone(story):
    """Who comes back after five minutes finds it locked, from the library and from a picture"""
    for viewing in (False, True):
        if viewing:
            enter(story)
            open_tile(story.app, PICTURE)
        later(story, LIMIT_S + 1)
        touch(story, 40 if viewing else -40)
        check_locked(story, 'five minutes alone')
    story.page('locked')


def pulled_out(story):
    """The device is pulled out, and the vault is locked; another one is not missed"""
    enter(story)
    access.wait_until(lambda: (USB / 'watched').exists(), 'the device is watched')
    another = NODE.with_name('006')
    another.touch()
    another.unlink()
    # Events of one folder come in order; opening the picture takes many more steps.
    open_tile(story.app, PICTURE)
    NODE.unlink()
    check_locked(story, 'the device was pulled out')


def not_there(story):
    """Where it is not plugged in, the vault opens all the same"""
    enter(story)
    open_tile(story.app, PICTURE)
    story.app.close()


if __name__ == '__main__':
    sys.exit(Story('alone').run(make, touched, left_alone, pulled_out, not_there))
