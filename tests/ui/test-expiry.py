# test-expiry.py - expiry while locked, absence, and a clock that leapt, through the window
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys
from pathlib import Path

import steps_absence
import steps_expiry
from story import Story


def main():
    story = Story('expiry')
    story.vault = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
    return story.run(steps_expiry.make, steps_expiry.due, steps_expiry.soon, steps_expiry.timer,
                     steps_expiry.timer_fails, steps_expiry.absence, steps_absence.albums,
                     steps_absence.removing, steps_absence.kept, steps_expiry.doubted,
                     steps_expiry.believed)


if __name__ == '__main__':
    sys.exit(main())
