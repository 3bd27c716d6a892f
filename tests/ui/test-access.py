# test-access.py - the window for who uses no mouse, or does not see it, or needs large letters
#
# SPDX-License-Identifier: GPL-3.0-or-later

import sys

import steps_access
from story import Story


def main():
    story = Story('access')
    return story.run(
        steps_access.make, steps_access.create, steps_access.bring_in,
        steps_access.open_and_go, steps_access.expire, steps_access.destroy,
        steps_access.pages, steps_access.lock_and_unlock, steps_access.countdown,
        steps_access.large)


if __name__ == '__main__':
    sys.exit(main())
