# test-around.py - what stands around the library: activity, what a lock has stopped, guidance
#
# SPDX-License-Identifier: GPL-3.0-or-later

import sys

from steps_around import (activity, cleared, goes_with_the_lock, guidance, make, many, shown_as,
                          stopped, under_18)
from story import Story


def main():
    story = Story('around')
    story.scheme = 'prefer-light'
    return story.run(make, activity, goes_with_the_lock, guidance, under_18, shown_as,
                     in_the_dark(many), cleared, stopped)


def in_the_dark(step):
    def taken(story):
        story.scheme = 'prefer-dark'
        step(story)
    taken.__doc__ = step.__doc__
    return taken


if __name__ == '__main__':
    sys.exit(main())
