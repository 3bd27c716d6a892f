# test-desktop.py - the command line, the session bus, several vaults, and a portal for files
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys
from pathlib import Path

import steps_desktop
from story import Story


def main():
    story = Story('desktop')
    story.vault = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
    return story.run(
        steps_desktop.make, steps_desktop.command_line, steps_desktop.described,
        steps_desktop.files_wait, steps_desktop.second_start, steps_desktop.over_the_bus,
        steps_desktop.other_vault, steps_desktop.by_portal, steps_desktop.activated)


if __name__ == '__main__':
    sys.exit(main())
