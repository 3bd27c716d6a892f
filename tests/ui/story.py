# story.py - one long test in steps, which goes on as far as it can and tells everything
#
# What a later step needs is waited for, and ends the story if it does not come.  What it
# does not need is a complaint: the story goes on and fails at its end.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import re
import subprocess
import time
import traceback

import access
import screen
from window import Adopted, Nightstand

# The toolkit makes these, and gives the program no way to name them.
NAMELESS_BY_TOOLKIT = (re.compile(r'^button "GtkImage" in filler "AdwToastWidget"'),
                       # What is chosen; the row around it has a name.
                       re.compile(r'^list item "" in list "GtkListView" in combo box "[^"]'),
                       # What can be chosen, in what the row opens.
                       re.compile(r'^list item "" in list "GtkListView" in filler '
                                  r'"GtkPopoverContent"'))


class Story:
    def __init__(self, name):
        access.start()
        self.album = screen.Album(name)
        self.complaints = []
        self.app = None
        self.helpers = []

    # ---- telling ----

    def check(self, condition, what):
        if not condition:
            self.complaints.append(what)
            print(f'  WRONG: {what}', flush=True)
        return condition

    def equal(self, found, expected, what):
        return self.check(found == expected, f'{what}: {found!r} instead of {expected!r}')

    def page(self, name, box=None, picture=None):
        """Keep a screenshot of what is shown, and ask each control for its name."""
        picture = self.album.keep(name, box, picture)
        for control in sorted(access.unnamed(self.app.root)):
            if not any(known.search(control) for known in NAMELESS_BY_TOOLKIT):
                self.check(False, f'on the page "{name}": no name: {control}')
        return picture

    # ---- acting ----

    def start(self, *args, **options):
        self.app = Nightstand(*args, **options)
        return self.app

    def adopt(self, name):
        """The program that has NAME on the session bus."""
        self.app = Adopted(name)
        return self.app

    def helper(self, *argv):
        process = subprocess.Popen(argv, stdin=subprocess.DEVNULL)
        self.helpers.append(process)
        return process

    def run(self, *steps):
        """Take STEPS; 0 if nothing was wrong."""
        try:
            for step in steps:
                begin = time.monotonic()
                print(f'{step.__doc__.splitlines()[0]}', flush=True)
                step(self)
                print(f'  {time.monotonic() - begin:.1f} s', flush=True)
        except Exception as error:
            traceback.print_exc()
            self.complaints.append(f'the story ended early: {error}')
            self.album.keep('where-it-ended')
            if self.app is not None:
                print('\n'.join(access.outline(self.app.root)))
                print(self.app.warnings())
        for process in self.helpers:
            process.kill()
        if self.complaints:
            print('\nWrong:', *self.complaints, sep='\n- ', flush=True)
        return 1 if self.complaints else 0
