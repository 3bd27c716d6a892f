# test-pages.py - animations that move and stop, documents that turn their pages
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import sys
from pathlib import Path

import steps_pages
from story import Story


def main():
    story = Story('pages')
    story.vault = Path(os.environ['XDG_DATA_HOME']) / 'nightstand' / 'vault'
    story.environment = {}
    return story.run(
        steps_pages.make, steps_pages.unlock, steps_pages.animations, steps_pages.documents,
        steps_pages.large, steps_pages.less_motion, steps_pages.lock)


if __name__ == '__main__':
    sys.exit(main())
