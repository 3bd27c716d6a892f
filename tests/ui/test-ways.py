# test-ways.py - passphrases, a recovery key, and the health of a vault, through the window
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys
from pathlib import Path

import steps_health
import steps_ways
from story import Story


def main():
    story = Story('ways')
    story.vault = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
    return story.run(
        steps_ways.make, steps_ways.change, steps_ways.old_is_refused, steps_ways.add,
        steps_ways.recovery_key, steps_ways.remove, steps_ways.given_up,
        steps_health.whole, steps_health.repaired, steps_health.wipe_from_dialog,
        steps_health.damaged, steps_health.trouble, steps_health.end)


if __name__ == '__main__':
    sys.exit(main())
