# window.py - the running program: started, looked at, pressed, and ended
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import re
import subprocess
from pathlib import Path

import access
import screen

PROGRAM = os.environ['NIGHTSTAND']
CTL = os.environ['NIGHTSTANDCTL']
ROOM = Path(os.environ['NIGHTSTAND_ROOM'])
PATIENCE_S = access.PATIENCE_S

# GLib and GStreamer keep blocks until the end that look leaked, with stacks too short to
# tell them apart.  The core's own tests look for leaks; any other error counts here, too.
LENIENT = os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'

# What a person presses.
BUTTONS = ('button', 'toggle button', 'menu item', 'radio button', 'check box')
SAYINGS = ('label', 'heading', 'status', 'alert', 'notification', 'static', 'list item')
# The toolkit tells them apart in one version and not in the other.
DIALOGS = ('dialog', 'frame', 'filler', 'alert')
ENTRIES = ('text', 'password text', 'entry')

# As nightstandctl --help documents them.
BUSY, DESTROYED = 5, 7


class Nightstand:
    def __init__(self, *args, environment=None, before=()):
        """BEFORE: what is put before the program, and becomes it."""
        self.log = ROOM / 'run' / 'nightstand.log'
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen([*before, PROGRAM, *args],
                                            stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log,
                                            env={**os.environ, **(environment or {}),
                                                 'ASAN_OPTIONS': LENIENT})
        self._find()

    def _find(self):
        self.root = access.wait_until(self._application, 'the program says it is there')
        self.window = access.wait_until(self._main_window, 'its window is on the screen')
        screen.focus(self.window)

    def _application(self):
        if self.process.poll() is not None:
            raise AssertionError('it ended at once:\n' + self.warnings())
        return next((node for node in access.applications()
                     if access.process_of(node) == self.process.pid), None)

    def _main_window(self):
        ids = screen.window_ids(self.process.pid)
        return ids[0] if ids else None

    def warnings(self):
        return self.log.read_text(errors='replace')

    # ---- seeing ----

    def find(self, name=None, *roles):
        return access.find(self.root, name, *roles)

    def all(self, name=None, *roles):
        return access.find_all(self.root, name, *roles)

    def has(self, name, *roles):
        return self.find(name, *roles) is not None

    def says(self, text):
        """Whether a label holds TEXT."""
        return self.find(re.compile(re.escape(text)), *SAYINGS) is not None

    def words(self):
        return access.words(self.root)

    def _alive(self):
        if self.process.poll() is not None:
            raise AssertionError(f'it ended with {self.process.returncode}:\n'
                                 + self.warnings())

    def wait(self, condition, what, seconds=PATIENCE_S):
        def check():
            self._alive()
            return condition()
        return access.wait_until(
            check, lambda: f'{what}; the window says:\n{self.words()}', seconds)

    def wait_for(self, name, *roles, seconds=PATIENCE_S):
        return self.wait(lambda: self.find(name, *roles), f'{roles} {name!r}', seconds)

    def wait_for_saying(self, text, seconds=PATIENCE_S):
        self.wait(lambda: self.says(text), f'it says {text!r}', seconds)

    def wait_gone(self, name, *roles, seconds=PATIENCE_S):
        self.wait(lambda: not self.has(name, *roles), f'{name!r} is gone', seconds)

    def place_of(self, node):
        """x, y, width, height on the screen."""
        x, y, width, height = access.extents(node)
        frame = access.extents(self.frame())
        left, top, full_width, full_height = screen.geometry(self.window)
        border_x, border_y = (full_width - frame[2]) // 2, (full_height - frame[3]) // 2
        return left + border_x + x, top + border_y + y, width, height

    def frame(self):
        return self.find(None, 'frame')

    def middle_of(self, node):
        x, y, width, height = self.place_of(node)
        return x + width // 2, y + height // 2

    # ---- doing ----

    def press(self, name, *roles, inside=None):
        """Press what is called NAME as soon as it can be pressed, in the dialog INSIDE if
        one is given."""
        def pressed():
            root = self.root if inside is None else self.dialog(inside)
            nodes = access.find_all(root, name, *(roles or BUTTONS)) if root else []
            return any(access.is_sensitive(node) and access.act(node) for node in nodes)
        self.wait(pressed, f'{name!r} can be pressed')

    def dialog(self, title):
        # Behind its title it may say something.
        return self.find(re.compile(f'^{re.escape(title)}(: |$)'), *DIALOGS)

    def wait_for_dialog(self, title):
        return self.wait(lambda: self.dialog(title), f'a dialog {title!r}')

    def wait_dialog_gone(self, title):
        self.wait(lambda: not self.dialog(title), f'the dialog {title!r} is gone')

    def enter(self, name, text, *roles):
        access.enter(self.wait_for(name, *(roles or ENTRIES)),
                     text)

    def key(self, *keys):
        screen.press(*keys, window=self.window)

    def key_in(self, title, *keys):
        """Press KEYS in the window called TITLE, once it is there."""
        screen.press(*keys, window=self.window_called(title))

    def window_called(self, title):
        def search():
            return next((window for window in screen.window_ids(self.process.pid)
                         if screen.title_of(window) == title), None)
        return self.wait(search, f'a window called {title!r}')

    def close_dialog(self, title):
        self.key_in(title, 'ctrl+w')
        self.wait_dialog_gone(title)

    def close(self):
        """Close the window; the program has to end well."""
        if self.process.poll() is None:
            self.key('ctrl+q')
        status = self.process.wait(PATIENCE_S)
        if status != 0:
            raise AssertionError(f'it ended with {status}:\n{self.warnings()}')


class Stranger:
    """A process that somebody else started, as far as it can be watched."""

    def __init__(self, pid):
        self.pid = pid

    def poll(self):
        try:
            state = Path(f'/proc/{self.pid}/stat').read_text().rpartition(')')[2].split()[0]
        except OSError:
            return 0
        return 0 if state == 'Z' else None

    def wait(self, seconds):
        access.wait_until(lambda: self.poll() is not None, 'it ends', seconds)
        return 0


class Adopted(Nightstand):
    """The program as the session bus has started it, by its name there."""

    def __init__(self, name):
        self.log = ROOM / 'run' / 'bus.log'
        self.process = Stranger(access.session_process(name))
        self._find()


def nightstandctl(vault, *args, passphrase=None):
    """Run it on VAULT: exit status, what it wrote, what it complained about."""
    words = ['--passphrase-fd', '0'] if passphrase is not None else []
    done = subprocess.run([CTL, '--vault', str(vault), *words, *map(str, args)],
                          input=passphrase or '', capture_output=True, text=True,
                          timeout=PATIENCE_S)
    return done.returncode, done.stdout, done.stderr
