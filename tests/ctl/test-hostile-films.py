# test-hostile-films.py - damaged films and recordings, and films whose boxes deceive
#
# SPDX-License-Identifier: GPL-3.0-or-later

import unittest

import hostile
from hostile import HostileBase

import damage
import kinds

N_EACH = 5


class FilmsTest(HostileBase):
    def test_undamaged(self):
        self.works(*kinds.FILMS, *kinds.SOUNDS)

    def damaged(self, names):
        files = []
        for name in names:
            kind = self.kind(name)
            for how, made in (('cut', damage.cut(kind, N_EACH)),
                              ('flip', damage.flip(kind, N_EACH))):
                files += [(f'{how}-{i}-{name}.{kind.ending}', data)
                          for i, data in enumerate(made)]
        outcomes = self.bears(files)
        self.tell(outcomes)
        self.assertEqual(len(outcomes), 2 * N_EACH * len(names))
        self.assertIn(hostile.MEDIA['damaged'], outcomes.values())
        self.assertIn(None, outcomes.values())

    def test_damaged_films(self):
        self.damaged(kinds.FILMS)

    def test_damaged_sounds(self):
        self.damaged(kinds.SOUNDS)

    def test_deceiving(self):
        files = damage.films_that_deceive(self.kind('mp4').data, self.kind('webm').data)
        self.tell(self.bears(list(files.items())))


if __name__ == '__main__':
    unittest.main()
