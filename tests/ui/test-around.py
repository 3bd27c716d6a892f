# test-around.py - what stands around the library: the activity, and what a lock has stopped
#
# SPDX-License-Identifier: GPL-3.0-or-later

import sys

from steps_around import activity, cleared, goes_with_the_lock, make, many, stopped
from story import Story


def main():
    story = Story('around')
    story.scheme = 'prefer-light'
    return story.run(make, activity, goes_with_the_lock, in_the_dark(many), cleared, stopped)


def in_the_dark(step):
    def taken(story):
        story.scheme = 'prefer-dark'
        step(story)
    taken.__doc__ = step.__doc__
    return taken


if __name__ == '__main__':
    sys.exit(main())
