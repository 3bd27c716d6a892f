# hostile.py - many bad files put into a vault at once, and what has to be true afterwards
#
# Every file has its own outcome: it works, or it is kept and one sentence says why it is
# not shown.  What was in the vault before is as it was, what is sound among the bad ones
# has its thumbnail, and neither the program nor its helpers take much memory.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import os
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(1, str(Path(__file__).resolve().parent.parent / 'support'))
import kinds  # noqa: E402

from support import Base, OK, PATIENCE_S, png, write_wav  # noqa: E402

SANITIZED = os.environ.get('NIGHTSTAND_SANITIZERS', 'none') != 'none'

# The largest picture that is accepted takes 400 MB, and a helper may have it twice.
HELPER_MIB = 1200
PROGRAM_MIB = 256

# What may be said of a file that is kept.
MEDIA = {
    'unsupported': 'Nightstand cannot show files of this type.',
    'damaged': 'The media in this file are damaged and cannot be shown.',
    'too large': 'The picture has more pixels than Nightstand accepts.',
    'failed': 'The program that makes pictures out of files failed at this one.',
}
PROBLEM = re.compile(r'^(.*?): (kept, but: )?([A-Z].*)$')
EVERY_SO_OFTEN = 12
# For a hundred files under a sanitizer.
LONG_PATIENCE_S = 4 * PATIENCE_S


class Outcome(NamedTuple):
    status: int
    out: str
    problems: dict  # name to sentence, of what was kept
    refused: dict  # name to sentence, of what was not


def peak_mib(pid):
    """The most memory that a process has had; 0 if it is gone."""
    try:
        status = Path(f'/proc/{pid}/status').read_text()
    except OSError:
        return 0
    found = re.search(r'^VmHWM:\s+(\d+) kB', status, re.MULTILINE)
    return int(found.group(1)) // 1024 if found else 0


class HostileBase(Base):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.made = {}

    def kind(self, name):
        """A sound file of this kind, made once."""
        if name not in self.made:
            with tempfile.TemporaryDirectory() as folder:
                self.made[name] = kinds.make(name, Path(folder))
        return self.made[name]

    def setUp(self):
        super().setUp()
        self.create()
        write_wav(self.sources / 'before.wav')
        self.source('before.png', png(200, 150))
        self.ctl('import', self.sources / 'before.wav', self.sources / 'before.png')
        self.before = self.contents(self.items())

    def contents(self, items):
        """The sum of each item as it comes out, by its number in the vault."""
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        found = {}
        for item in items:
            self.ctl('export', item['id'], '--to', folder, '--original')
            (path,) = folder.iterdir()
            found[item['id']] = (item['name'], hashlib.sha256(path.read_bytes()).hexdigest())
            path.unlink()
        return found

    def run_watched(self, *args):
        """Run it, and look at its memory while it runs: status, out, err, its peak in MiB,
        and the peak of it and of every helper that has ended."""
        with open(self.folder / 'stdout', 'w+b') as out, \
                open(self.folder / 'stderr', 'w+b') as err:
            process = self.start(*args, stdout=out, stderr=err)
            deadline, peak, pid = time.monotonic() + LONG_PATIENCE_S, 0, 0
            while pid == 0:
                peak = max(peak, peak_mib(process.pid))
                self.assertLess(time.monotonic(), deadline, 'it does not end')
                time.sleep(0.01)
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            process.returncode = os.waitstatus_to_exitcode(status)
            texts = [Path(file.name).read_bytes().decode('utf-8', 'replace')
                     for file in (out, err)]
        return process.returncode, *texts, peak, usage.ru_maxrss // 1024

    def take(self, *paths):
        """Import PATHS, and hold the memory of it to its bounds."""
        status, out, err, program_mib, all_mib = self.run_watched('import', *paths)
        if not SANITIZED:
            self.assertLess(program_mib, PROGRAM_MIB, 'memory of nightstandctl')
            self.assertLess(all_mib, HELPER_MIB, 'memory of a helper')
        problems, refused = {}, {}
        for line in err.splitlines():
            match = PROBLEM.match(line)
            self.assertIsNotNone(match, f'not a sentence about a file: {line!r}')
            name, is_kept, sentence = match.groups()
            there = problems if is_kept else refused
            self.assertNotIn(name, there, 'two sentences about one file')
            there[name] = sentence
        print(f'{self.id().split(".", 1)[1]}: at most {program_mib} MiB, with helpers '
              f'{all_mib} MiB', file=sys.stderr)
        return Outcome(status, out, problems, refused)

    def works(self, *kind_names):
        """Each of these kinds is taken undamaged, so that damage is what is tested."""
        made = [self.kind(name) for name in kind_names]
        paths = [self.source(f'sound-{kind.name}.{kind.ending}', kind.data) for kind in made]
        outcome = self.take(*paths)
        self.assertEqual(outcome, (OK, f'Imported: {len(made)}\n', {}, {}))
        items = {item['name']: item for item in self.items()}
        for kind, path in zip(made, paths):
            item = items[path.name]
            self.assertEqual(item['type'], kind.content_type, kind.name)
            if kind.has_thumbnail:
                self.assertTrue(item['thumbnail'], kind.name)
                self.assertGreater(item['width'], 0, kind.name)
            if kind.name in kinds.SOUNDS + kinds.FILMS:
                self.assertGreater(item['duration_ms'], 0, kind.name)
        return made

    def bears(self, files):
        """Import FILES, pairs of a name and bytes, with sound pictures between them.
        Returns: the sentence about each, None for those that work."""
        paths, sound = [], []
        for i, (name, data) in enumerate(files):
            paths.append(self.source(name, data))
            if i % EVERY_SO_OFTEN == EVERY_SO_OFTEN - 1 or i == len(files) - 1:
                sound.append(f'sound-{i}.png')
                paths.append(self.source(sound[-1], png(40, 30, shade=i)))
        known = {item['id'] for item in self.items()}
        outcome = self.take(*paths)

        self.assertEqual((outcome.status, outcome.out), (OK, f'Imported: {len(paths)}\n'))
        self.assertEqual(outcome.refused, {})
        items = [item for item in self.items() if item['id'] not in known]
        self.assertEqual(sorted(item['name'] for item in items),
                         sorted(path.name for path in paths))
        for item in items:
            if item['name'] in sound:
                self.assertTrue(item['thumbnail'], f'{item["name"]} after a bad file')
        for name, sentence in outcome.problems.items():
            self.assertIn(sentence, MEDIA.values(), name)
            self.assertNotIn(name, sound)
        self.unchanged()
        return {name: outcome.problems.get(name) for name, _ in files}

    def unchanged(self):
        """What was in the vault before is in it, bit by bit, and all of it verifies."""
        items = [item for item in self.items() if item['id'] in self.before]
        self.assertEqual(self.contents(items), self.before)
        self.ctl('verify')

    def tell(self, outcomes):
        count = {what: sum(found == sentence for found in outcomes.values())
                 for what, sentence in {'work': None, **MEDIA}.items()}
        print(f'{self.id().split(".", 1)[1]}: {len(outcomes)} files, '
              + ', '.join(f'{n} {what}' for what, n in count.items()), file=sys.stderr)
