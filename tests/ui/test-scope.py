# test-scope.py - other vaults, settings and the timer: what the emergency wipe takes along
#
# SPDX-License-Identifier: GPL-3.0-or-later

import sys

import steps_scope
from story import Story


def main():
    story = Story('scope')
    steps_scope.prepare()
    return story.run(
        steps_scope.unreached, steps_scope.own_trouble, steps_scope.from_welcome,
        steps_scope.timer_fails, steps_scope.fresh, steps_scope.closes, steps_scope.panic,
        steps_scope.panic_stopped, steps_scope.complaints)


if __name__ == '__main__':
    sys.exit(main())
