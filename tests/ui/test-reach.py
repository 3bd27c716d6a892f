# test-reach.py - how far the emergency wipe reaches, how it is started, and what is said of it
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys
from pathlib import Path

import steps_reach
from story import Story


def main():
    story = Story('reach')
    story.vault = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
    return story.run(
        steps_reach.make, steps_reach.seen, steps_reach.drill, steps_reach.keys,
        steps_reach.chosen_keys_work, steps_reach.panic, steps_reach.panicked,
        steps_reach.asked, steps_reach.answered, steps_reach.end)


if __name__ == '__main__':
    sys.exit(main())
