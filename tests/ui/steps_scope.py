# steps_scope.py - how far the emergency wipe goes: other vaults, settings, the timer
#
# The settings are in a file here, so that the test can make them and see what is left of them;
# systemctl is one of the test's own.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import shutil
import subprocess
from pathlib import Path

import access
from steps_import import PASSPHRASE
from window import CTL, DESTROYED, PROGRAM, nightstandctl

HOME = Path(os.environ['HOME'])
CONFIG = Path(os.environ['XDG_CONFIG_HOME'])
SETTINGS = CONFIG / 'glib-2.0/settings/keyfile'
CALLS = HOME / 'systemctl-calls'
USUAL = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
SECOND, LISTED, GONE = HOME / 'second', HOME / 'listed', HOME / 'gone'
# A link to itself: the way there ends nowhere.
NOWHERE = HOME / 'nowhere'
PANIC = 'there is nothing to see here at all'
NOT_EVERY = 'Not Every Known Vault Was Destroyed'
SYSTEMCTL = '#!/bin/sh\necho "$*" >>"$HOME/systemctl-calls"\n[ ! -e "$HOME/systemctl-fails" ]\n'
LISTED_BY = {'NIGHTSTAND_CTL': CTL}


def prepare():
    """A systemctl that only writes down how it is called."""
    tools = HOME / 'tools'
    tools.mkdir(parents=True, exist_ok=True)
    (tools / 'systemctl').write_text(SYSTEMCTL)
    (tools / 'systemctl').chmod(0o755)
    os.environ['PATH'] = f'{tools}:{os.environ["PATH"]}'
    os.environ.update(LISTED_BY)
    NOWHERE.symlink_to(NOWHERE)


def ctl(vault, *args, passphrase=None):
    status, out, err = nightstandctl(vault, *args, passphrase=passphrase)
    assert status == 0, (args, status, out, err)


def make(*vaults):
    for vault in vaults:
        shutil.rmtree(vault, ignore_errors=True)
        vault.parent.mkdir(parents=True, exist_ok=True)
        ctl(vault, 'create', '--kdf', 'quick', passphrase=PASSPHRASE)


def begin(story, known, page='Unlock Vault', environment=(), **settings):
    """Start the program with these vaults remembered, and with SETTINGS."""
    values = {'remember-vaults': 'true', 'wipe-grace-seconds': 'uint32 0',
              'known-vaults': '[' + ', '.join(f"'{path}'" for path in known) + ']',
              **{name.replace('_', '-'): value for name, value in settings.items()}}
    SETTINGS.parent.mkdir(parents=True, exist_ok=True)
    SETTINGS.write_text('[org/nightstand/Nightstand]\n'
                        + ''.join(f'{name}={value}\n' for name, value in values.items()))
    story.start(environment={'GSETTINGS_BACKEND': 'keyfile', **dict(environment)}).wait_for(
        page, 'button')


def row(app, title):
    node = app.find(re.compile('^' + re.escape(str(title))), 'list item')
    return access.words(node) if node is not None else 'nothing'


def destroyed(story, *vaults):
    for vault in vaults:
        status, _, _ = nightstandctl(vault, 'list', passphrase=PASSPHRASE)
        story.equal(status, DESTROYED, f'the status of list of {vault.name}')


def timer_files():
    return sorted(path.name for path in CONFIG.rglob('tidy-up*'))


def unreached(story):
    """What cannot be reached has a line, and keeps the settings from being forgotten"""
    make(USUAL, SECOND, LISTED)
    ctl(USUAL, 'timer', 'install')
    ctl(LISTED, 'timer', 'install')
    begin(story, (SECOND, GONE, NOWHERE), wipe_scope="'all'", wipe_settings='true')
    app = story.app
    app.press('Emergency wipe')
    app.wait_for_saying(NOT_EVERY, 20)
    app.wait_for_saying('Removed only: what ran every hour', 20)
    story.page('not-every')
    for vault in (SECOND, LISTED):
        story.check('No passphrase opens' in row(app, vault),
                    f'of {vault.name}: {row(app, vault)}')
    story.check('no vault is to be seen there' in row(app, GONE), row(app, GONE))
    story.check('Could not be done.' in row(app, NOWHERE), row(app, NOWHERE))
    story.check('Kept: they say where' in row(app, 'Settings'), row(app, 'Settings'))
    story.check(app.has('Try Again', 'button') and not app.has('Start Anew', 'button'),
                'it does not offer to try again')
    destroyed(story, USUAL, SECOND, LISTED)
    story.equal(timer_files(), [], 'what is left of the timer')
    story.check('disable --now' in CALLS.read_text(), 'systemctl was not told')
    kept = SETTINGS.read_text()
    story.check(str(GONE) in kept and str(NOWHERE) in kept and str(SECOND) not in kept,
                f'what is remembered: {kept}')
    app.close()


def own_trouble(story):
    """Trouble with the vault of the window hides nothing of the others"""
    make(USUAL, SECOND)
    begin(story, (SECOND,), wipe_scope="'all'")
    app = story.app
    USUAL.rename(HOME / 'moved')
    USUAL.symlink_to(USUAL)
    app.press('Emergency wipe')
    app.wait_for_saying('The Vault Was Not Destroyed', 20)
    story.page('own-trouble')
    story.check('Could not be done.' in app.words(), f'why: {app.words()}')
    story.check('No passphrase opens' in row(app, SECOND), row(app, SECOND))
    destroyed(story, SECOND)
    app.close()
    USUAL.unlink()
    (HOME / 'moved').rename(USUAL)


def from_welcome(story):
    """Where there is no vault yet the others are destroyed all the same"""
    shutil.rmtree(USUAL)
    make(SECOND)
    begin(story, (SECOND,), page='Create Vault', wipe_scope="'all'")
    app = story.app
    subprocess.run([PROGRAM, '--wipe'], check=True, timeout=60)
    app.wait_for_dialog('Destroy All Vaults?')
    app.press('Destroy', 'button', inside='Destroy All Vaults?')
    app.wait_for_saying('The Vaults Are Destroyed', 20)
    story.page('from-welcome')
    story.check('No passphrase opens' in row(app, SECOND), row(app, SECOND))
    destroyed(story, SECOND)
    app.close()


def timer_fails(story):
    """A timer that cannot be removed is told of, also where no receipt was wanted"""
    make(USUAL)
    ctl(USUAL, 'timer', 'install')
    (HOME / 'systemctl-fails').touch()
    begin(story, (), wipe_settings='true', wipe_then="'close'")
    app = story.app
    app.press('Emergency wipe')
    app.wait_for_saying('The Vault Is Destroyed', 20)
    app.wait(lambda: 'Could not be done.' in row(app, 'Timer'), 'the line of the timer')
    story.page('timer-fails')
    story.check('Removed only: they are as after' in row(app, 'Settings'),
                row(app, 'Settings'))
    app.close()
    (HOME / 'systemctl-fails').unlink()


def fresh(story):
    """A fresh start shows nothing of what there was, and nothing is remembered"""
    make(USUAL, SECOND)
    ctl(USUAL, 'timer', 'install')
    begin(story, (SECOND,), wipe_scope="'all'", wipe_settings='true', wipe_then="'fresh'")
    app = story.app
    app.press('Emergency wipe')
    app.wait_for('Create Vault', 'button', seconds=20)
    story.page('fresh')
    words = app.words()
    story.check('estroyed' not in words and 'second' not in words, f'it tells: {words}')
    destroyed(story, SECOND)
    story.equal(timer_files(), [], 'what is left of the timer')
    story.check('=' not in SETTINGS.read_text(), f'settings: {SETTINGS.read_text()}')
    app.close()


def closes(story):
    """Or the program is gone"""
    make(USUAL)
    begin(story, (), wipe_then="'close'")
    story.app.press('Emergency wipe')
    story.equal(story.app.process.wait(20), 0, 'the status of the program')
    destroyed(story, USUAL)


def add_panic(vault):
    done = subprocess.run(
        [CTL, '--vault', str(vault), '--passphrase-fd', '0', 'add-panic-passphrase',
         '--new-passphrase-fd', '0'], input=f'{PASSPHRASE}\n{PANIC}\n', text=True,
        capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr


def panic(story):
    """A panic passphrase reaches as far, and looks like any unlocking"""
    make(USUAL, SECOND)
    ctl(USUAL, 'timer', 'install')
    add_panic(USUAL)
    begin(story, (SECOND,), wipe_scope="'all'", wipe_settings='true')
    app = story.app
    app.enter('Passphrase', PANIC)
    app.press('Unlock Vault')
    app.wait_for('Import Files…', 'button')
    app.wait(lambda: not timer_files() and 'wipe' not in SETTINGS.read_text(),
             'timer and settings are gone')
    story.page('after-panic')
    tells_nothing(story)
    destroyed(story, SECOND)
    app.close()


def tells_nothing(story):
    words = story.app.words()
    story.check('estroyed' not in words and 'anic' not in words, f'it tells: {words}')


def panic_stopped(story):
    """Where its own vault cannot be destroyed it reaches the others, and nothing is forgotten"""
    make(USUAL, SECOND)
    ctl(USUAL, 'timer', 'install')
    add_panic(USUAL)
    begin(story, (SECOND,), wipe_scope="'all'", wipe_settings='true', environment={
        'LD_PRELOAD': os.environ['NIGHTSTAND_FAULT_SHIM'], 'NIGHTSTAND_FAULT_DO': 'EIO+',
        'NIGHTSTAND_FAULT_FOLDER': str(USUAL), 'NIGHTSTAND_FAULT_AT': '1',
        'NIGHTSTAND_FAULT_LOG': str(HOME / 'faults'), 'NIGHTSTAND_FAULT_DATA': os.devnull})
    app = story.app
    app.enter('Passphrase', PANIC)
    app.press('Unlock Vault')
    app.wait_for_saying('The Disk Reported an Error', 20)
    tells_nothing(story)
    app.wait(lambda: nightstandctl(SECOND, 'list', passphrase=PASSPHRASE)[0] == DESTROYED,
             'the other is destroyed')
    story.check('wipe' in SETTINGS.read_text() and timer_files(), 'settings or timer are gone')
    app.close()


def complaints(story):
    """The program complained of nothing"""
    bad = [line for line in story.app.warnings().splitlines()
           if 'CRITICAL' in line or 'nightstand-WARNING' in line]
    story.check(not bad, 'the program complains: ' + '; '.join(bad))
