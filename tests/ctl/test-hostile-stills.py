# test-hostile-stills.py - damaged pictures, animations and documents, by the hundred
#
# SPDX-License-Identifier: GPL-3.0-or-later

import unittest

import hostile
from hostile import HostileBase

import damage
import kinds

N_EACH = 10


class StillsTest(HostileBase):
    def test_undamaged(self):
        self.works(*kinds.STILLS, *kinds.ANIMATIONS, *kinds.DOCUMENTS)

    def test_damaged(self):
        files = []
        for name in kinds.STILLS + kinds.ANIMATIONS + kinds.DOCUMENTS:
            kind = self.kind(name)
            for how, made in (('cut', damage.cut(kind, N_EACH)),
                              ('flip', damage.flip(kind, N_EACH))):
                files += [(f'{how}-{i}-{name}.{kind.ending}', data)
                          for i, data in enumerate(made)]
        outcomes = self.bears(files)
        self.tell(outcomes)
        self.assertEqual(len(outcomes), 2 * N_EACH * 11)
        # Or nothing was damaged enough to be noticed.
        self.assertIn(hostile.MEDIA['damaged'], outcomes.values())
        self.assertIn(None, outcomes.values())

    def test_deceiving(self):
        files = list(damage.pictures_that_deceive(self.kind('heic').data,
                                                  self.kind('avif').data).items())
        files += damage.documents_that_deceive().items()
        self.tell(self.bears(files))


if __name__ == '__main__':
    unittest.main()
