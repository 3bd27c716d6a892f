# steps_desktop.py - how the rest of a desktop deals with the program: command line, bus, portal
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import subprocess
import sys
from pathlib import Path

from gi.repository import Gio, GLib

import access
import media
import screen
from steps_import import PASSPHRASE, agree, wait_for_tile
from steps_keep import unlock_to_library
from steps_ways import SECOND, leave_preferences, preferences, unlock_to_library_with
from window import PATIENCE_S, PROGRAM, ROOM, nightstandctl

NAME, PATH = 'org.nightstand.Nightstand', '/org/nightstand/Nightstand'
APPLICATION = 'org.freedesktop.Application'
SERVICE = Path(os.environ['NIGHTSTAND_DATA']) / f'{NAME}.service'
DESKTOP = Path(os.environ['NIGHTSTAND_DATA']) / f'{NAME}.desktop'
CALL_MS = 30000
TILE = re.compile(', photo$')
WAITING = re.compile(r'^\d+ files? will be imported once the vault is open$')


def run(*args, **options):
    """Run the program to its end: status and what it wrote."""
    done = subprocess.run([PROGRAM, *map(str, args)], capture_output=True, text=True,
                          timeout=PATIENCE_S, stdin=subprocess.DEVNULL, **options)
    return done.returncode, done.stdout + done.stderr


def call(name, path, interface, method, arguments=None):
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    return bus.call_sync(name, path, interface, method, arguments, None,
                         Gio.DBusCallFlags.NONE, CALL_MS, None)


def ask_program(method, arguments):
    call(NAME, PATH, APPLICATION, method, arguments)


def running():
    answer = call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                  'NameHasOwner', GLib.Variant('(s)', (NAME,)))
    return answer.unpack()[0]


def keep_details(app):
    app.wait_for_saying('Remove Location and Other Details?')
    app.press(re.compile('^_?Keep Details$'))


# ---- the steps ----

def make(story):
    """Two vaults and some photos are made"""
    folder = ROOM / 'sources'
    names = ('First', 'Second', 'Third', 'Fourth', 'Fifth')
    story.files = [media.jpeg(folder / f'{name}.jpg', colour) for name, colour in
                   zip(names, (media.RED, media.GREEN, media.BLUE, media.YELLOW,
                               media.PURPLE))]
    story.other = ROOM / 'sources' / 'other vault'
    for vault, passphrase in ((story.vault, PASSPHRASE), (story.other, SECOND)):
        status, _, err = nightstandctl(vault, 'create', '--kdf', 'quick',
                                       passphrase=passphrase)
        story.equal(status, 0, f'nightstandctl create, {err}')
    status, _, err = nightstandctl(story.other, 'import', story.files[4],
                                   passphrase=SECOND)
    story.equal(status, 0, f'nightstandctl import, {err}')


def command_line(story):
    """The command line says what it can, without a display, and locks what does not run"""
    blind = {name: value for name, value in os.environ.items() if name != 'DISPLAY'}
    status, said = run('--version', env=blind)
    story.equal(status, 0, 'the status of --version')
    story.check(re.match(r'^Nightstand \d+\.\d+\.\d+$', said.strip()), f'--version: {said}')
    status, said = run('--help', env=blind)
    story.equal(status, 0, 'the status of --help')
    for word in ('--vault=FOLDER', '--import', '--lock', '--version', 'FILES'):
        story.check(word in said, f'--help does not tell of {word}')
    status, said = run('--lock')
    story.equal((status, running()), (0, False), f'--lock with nothing to lock; {said}')
    status, said = run('--no-such-option')
    story.check(status != 0 and 'no-such-option' in said, f'a wrong option: {said}')


def files_wait(story):
    """A file on the command line waits until the vault is open"""
    app = story.start(str(story.files[0]))
    app.wait_for('Unlock Vault', 'button')
    app.wait_for('1 file will be imported once the vault is open', 'status')
    story.page('waiting')
    unlock_to_library(app)
    keep_details(app)
    wait_for_tile(app, 'First.jpg')
    story.check(not app.has(WAITING), 'it still says that a file waits')


def second_start(story):
    """A second start hands its files to the first, and can ask for an import"""
    app = story.app
    status, said = run(story.files[1].name, cwd=story.files[1].parent)
    story.equal(status, 0, f'a second start with a file: {said}')
    agree(app)
    wait_for_tile(app, 'Second.jpg')
    story.equal(run('--import')[0], 0, 'the status of --import')
    app.window_called('Import Files')
    app.key_in('Import Files', 'Escape')
    app.wait_dialog_gone('Import Files')


def over_the_bus(story):
    """Over the bus it is locked, and given files that are not wanted after all"""
    app = story.app
    ask_program('ActivateAction', GLib.Variant('(sava{sv})', ('lock', [], {})))
    app.wait_for('Unlock Vault', 'button')
    story.check(not app.has(TILE, 'table cell'), 'there are tiles after the lock')
    uris = [path.as_uri() for path in story.files[2:4]]
    ask_program('Open', GLib.Variant('(asa{sv})', (uris, {})))
    app.wait_for('2 files will be imported once the vault is open', 'status')
    app.press('Don’t Import')
    app.wait_gone(WAITING)
    unlock_to_library(app)
    story.equal(run('--lock')[0], 0, 'the status of --lock')
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    story.equal(len(app.all(TILE, 'table cell')), 2, 'items after files that were let go')


def choose_folder(app, title, folder):
    app.key_in(title, 'ctrl+l')
    app.wait(lambda: access.find(app.dialog(title), None, 'entry', 'text'),
             'there is a place to type a path')
    screen.write(f'{folder}/')
    app.press(re.compile('^_?Choose'), 'button', inside=title)
    app.wait_dialog_gone(title)


def other_vault(story):
    """The same window goes to another vault, and remembers both only if it is asked to"""
    app = story.app
    app.press('Main menu')
    app.press(re.compile('^Other Vault'), 'menu item')
    choose_folder(app, 'Folder of the Other Vault', story.other)
    app.wait_for('Unlock Vault', 'button')
    story.check('First.jpg' not in app.words(), 'names of the first vault are left')
    unlock_to_library_of_other(app)
    wait_for_tile(app, 'Fifth.jpg')
    story.equal(len(app.all(TILE, 'table cell')), 1, 'items in the other vault')

    app.press('Lock')
    app.wait_for('Unlock Vault', 'button')
    app.press('Main menu')
    app.wait_for(re.compile('^Other Vault'), 'menu item')
    story.check(not app.has(re.compile('other vault$'), 'menu item'),
                'a vault is listed that nobody wanted remembered')
    app.key('Escape')
    unlock_to_library_of_other(app)

    preferences(app, 'General')
    remember = app.wait_for(re.compile('^Remember Other Vaults'), 'check box', 'switch',
                            'toggle button')
    access.act(remember)
    leave_preferences(app)
    for _ in range(2):
        app.press('Lock')
        app.wait_for('Unlock Vault', 'button')
        unlock_to_library_of_other(app)
    app.press('Lock')
    app.wait_for('Unlock Vault', 'button')
    app.press('Main menu')
    app.wait_for(re.compile('other vault$'), 'menu item')
    story.page('vaults')
    app.key('Escape')
    # What is pressed while a menu is on its way out is the menu's.
    app.wait_gone(re.compile('other vault$'), 'menu item')


def unlock_to_library_of_other(app):
    unlock_to_library_with(app, SECOND)


def by_portal(story):
    """Where there is a portal the files come through it, and none is remembered"""
    app = story.app
    app.close()
    portal = subprocess.Popen([sys.executable, str(Path(__file__).with_name('portal.py')),
                               story.files[2].as_uri()], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, text=True)
    story.helpers.append(portal)
    story.equal(portal.stdout.readline(), 'ready\n', 'the portal')
    app = story.start(environment={'GDK_DEBUG': 'portals'})
    app.wait_for('Unlock Vault', 'button')
    unlock_to_library(app)
    app.wait_for(re.compile('^First'), 'table cell')
    app.key('ctrl+o')
    keep_details(app)
    wait_for_tile(app, 'Third.jpg')
    app.close()
    portal.terminate()
    asked = portal.stdout.read().split()
    story.equal(asked.count('OpenFile'), 1, 'how often the portal was asked')
    recent = Path(os.environ['XDG_DATA_HOME']) / 'recently-used.xbel'
    story.check(not recent.exists() or 'Third' not in recent.read_text(),
                'the list of recent files names it')


def activated(story):
    """The bus starts it from its service file, with its window or without"""
    services = Path(os.environ['XDG_DATA_HOME']) / 'dbus-1' / 'services'
    services.mkdir(parents=True)
    text = SERVICE.read_text()
    program = re.search(r'^Exec=(\S+) --gapplication-service$', text, re.MULTILINE)
    if not story.check(program, f'the service file starts nothing:\n{text}'):
        return
    (services / SERVICE.name).write_text(text.replace(program.group(1), PROGRAM))
    call('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
         'ReloadConfig')
    story.check(not running(), 'it is still running')
    ask_program('ActivateAction', GLib.Variant('(sava{sv})', ('lock', [], {})))
    story.check(running(), 'it was not started')
    ask_program('Activate', GLib.Variant('(a{sv})', ({},)))
    app = story.adopt(NAME)
    app.wait_for('Unlock Vault', 'button')
    app.close()
    access.wait_until(lambda: not running(), 'it ends with its window')


def described(story):
    """The desktop file promises what there is, and is nobody's default"""
    text = DESKTOP.read_text()
    for line in ('DBusActivatable=true', 'Exec=nightstand %F',
                 'Actions=new-import;lock;wipe-ask;'):
        story.check(line in text.splitlines(), f'the desktop file does not say {line}')
    story.check('MimeType=' not in text, 'the desktop file claims types of files')
