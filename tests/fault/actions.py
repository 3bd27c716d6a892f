# actions.py - what is interrupted: each action with the vault it begins with
#
# SPDX-License-Identifier: GPL-3.0-or-later

import hashlib
import random
import re
import shutil
import struct
import zlib

from harness import LATE, NEW, OLD, PASSPHRASE, require

HOUR = 3600


def png(shade, width=48, height=32):
    def chunk(kind, data):
        body = kind + data
        return struct.pack('>I', len(data)) + body + struct.pack('>I', zlib.crc32(body))
    row = b'\0' + bytes((x * 7 + shade) % 256 for x in range(3 * width))
    return (b'\x89PNG\r\n\x1a\n'
            + chunk(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 2, 0, 0, 0))
            + chunk(b'IDAT', zlib.compress(row * height)) + chunk(b'IEND', b''))


def noise(seed, n_bytes):
    return random.Random(seed).randbytes(n_bytes)


# What the vault holds before, and what is brought in.
KEPT = {'kept.png': png(1), 'long.bin': noise(2, 150000), 'mark.bin': noise(3, 10),
        'gone.png': png(4)}
EXPIRING = {'soon.png': png(5)}
BROUGHT = {'new.png': png(6), 'new.bin': noise(7, 1200000)}

LENGTHS = {name: (len(data), hashlib.blake2b(data, digest_size=32).hexdigest())
           for group in (KEPT, EXPIRING, BROUGHT) for name, data in group.items()}


class Action:
    """ARGS are nightstandctl's; a word in braces is the id of the item of that name.  Once
    SAID is on stdout it is done for good."""

    args = ()
    said = ''
    ahead_s = 0
    begins_with = (KEPT, EXPIRING)
    # Fewer calls than this, and the test does not test what it should.
    min_calls = 10
    min_flushes = 3
    # How many writes are also torn, and how many second kills follow a first one; None: as
    # many as usual.
    most_torn = None
    most_second = None
    # Whether the calls are always the same ones, in the same order.
    in_order = True
    # Before a second kill: what the first one left.
    standing = OLD
    # Undisturbed it ends with one of these.
    statuses = (0, 1)

    def __init__(self, harness):
        self.harness = harness

    def folder(self):
        """Whose changes count."""
        return self.harness.vault

    def prepare(self):
        """Make the folder the action begins with; keep it as `before`."""
        self.harness.put(None)
        self.harness.passphrases = [PASSPHRASE]
        self.make_vault()
        self.before = self.harness.keep('before')
        self.words = self.fill_in()
        self.harness.put(self.before)
        self.old = self.recognise()

    def make_vault(self):
        harness = self.harness
        sources = harness.room / 'sources'
        sources.mkdir(exist_ok=True)
        for group in (KEPT, EXPIRING, BROUGHT):
            for name, data in group.items():
                (sources / name).write_bytes(data)
        harness.ctl('create', '--kdf', 'quick')
        harness.run(['import', *(sources / name for name in self.begins_with[0])])
        if len(self.begins_with) > 1:
            harness.ctl('import', '--expires', '1h',
                        *(sources / name for name in self.begins_with[1]))

    def fill_in(self):
        (seen,) = self.harness.look(1)
        self.ids = {item['name']: item['id'] for item in seen.get('items', [])}
        sources = {name: str(self.harness.room / 'sources' / name) for name in BROUGHT}
        return [word.format(**{name.replace('.', '_'): value for name, value
                               in {**self.ids, **sources}.items()})
                for word in self.args]

    def recognise(self):
        """Open the vault and reduce what is in it to what can be compared.  Every byte of
        every item is compared here with what was imported."""
        seen = self.harness.check(self.ahead_s)
        if isinstance(seen, str):
            return seen
        for item in seen:
            require((item['bytes'], item['media']) == LENGTHS[item['name']], item)
            self.require_pictured(item)
            # An item of before keeps its id.
            require(self.ids.get(item['name'], item['id']) == item['id'], item)
        return sorted((item['name'], item['expires'] != 0, item['thumbnail'] != 'none',
                       item['rotation'], item['favourite'], item['tags'], item['note'],
                       item['groups'], item['absence'])
                      for item in seen)

    def require_pictured(self, item):
        require((item['thumbnail'] != 'none') == item['name'].endswith('.png'), item)

    def run(self, **fault):
        return self.harness.run(self.words, ahead_s=self.ahead_s, **fault)

    def learn(self):
        """Run it undisturbed: which calls it makes, and what the vault is then."""
        self.harness.put(self.before)
        done = self.run()
        require(done.status in self.statuses and self.said in done.out, done)
        calls = self.harness.calls()
        require(len(calls) >= self.min_calls, len(calls), 'calls, too few')
        self.new = self.recognise()
        require(self.expects_change() == (self.old != self.new), self.old, self.new)
        return calls

    def expects_change(self):
        return True

    def reports(self, done):
        """Whether it said that it is done."""
        return done.status == 0 or self.said in done.out

    def judge(self, done):
        """Which of the two states is this?  DONE is how the run ended."""
        state = self.recognise()
        require(state in (self.old, self.new), 'neither old nor new:', state, done)
        require(state == self.new or not self.reports(done), 'reported and undone', done)
        return NEW if state == self.new else OLD

    def again(self, **fault):
        """What a person does next, as words to run: open the vault."""
        return self.harness.run(['list'], ahead_s=self.ahead_s, **fault)


class Create(Action):
    args = ('create', '--kdf', 'quick')
    said = 'Vault created.'
    min_calls = 25
    # Of the times that no vault was there afterwards, how many are tried once more.
    tries_every = 1
    n_without = 0

    def make_vault(self):
        pass

    def fill_in(self):
        self.ids = {}
        return list(self.args)

    def judge(self, done):
        judged = super().judge(done)
        self.n_without += judged == OLD
        if judged == OLD and self.n_without % self.tries_every == 0:
            # There is no vault, so there must be nothing in the way of making one.
            second = self.again()
            require(second.status == 0, 'cannot be created any more', second)
            require(self.recognise() == self.new, 'created, but not whole')
        return judged

    def again(self, **fault):
        return self.run(**fault)


class Replace(Create):
    """Create, where an emergency wipe left a folder."""
    tries_every = 5

    def make_vault(self):
        Action.make_vault(self)
        self.harness.ctl('wipe', '--now')


class Import(Action):
    args = ('import', '{new_png}', '{new_bin}')
    said = 'Imported: 2'
    min_calls = 40


class Delete(Action):
    args = ('delete', '{gone_png}', '{long_bin}')
    said = 'Destroyed: 2'
    min_calls = 20


class Expire(Action):
    args = ('expire', '{kept_png}', '{long_bin}', '30d')
    said = 'Items: 2, expire'
    min_calls = 15


class Release(Action):
    """Take a deadline away."""
    args = ('expire', '{soon_png}', 'never')
    said = 'Items: 1, expire: never'
    min_calls = 15


class Rotate(Action):
    """One record becomes another."""
    args = ('rotate', '{kept_png}', 'left')
    said = 'Turned: 1'
    min_calls = 10


class Tag(Action):
    """Two records in one commit."""
    args = ('tag', '{kept_png}', '{long_bin}', '--add', 'beach')
    said = 'Items: 2'
    min_calls = 10


class Note(Action):
    """A piece, and the record that lists it."""
    args = ('note', '{kept_png}', 'long enough for a stream of its own ' * 40)
    said = 'Items: 1'
    min_calls = 10


class Album(Action):
    """A name with a key of its own, and who is in it."""
    args = ('albums', 'add', 'Sea', '{kept_png}')
    said = 'Items: 1'
    min_calls = 10

    def make_vault(self):
        super().make_vault()
        self.harness.ctl('albums', 'create', 'Sea')


class Unalbum(Album):
    """The name and its key go, and the items stay."""
    args = ('albums', 'remove', 'Sea')
    said = 'Done.'

    def make_vault(self):
        super().make_vault()
        (seen,) = self.harness.look(1)
        self.harness.ctl('albums', 'add', 'Sea', *(item['id'] for item in seen['items']))


class Choose(Action):
    """An album that the absence rule is about from now on, beside another one."""
    args = ('absence', '30', '--album', 'Sea', '--album', 'Sky', '--now')
    said = 'every item in these albums'
    min_calls = 20

    def make_vault(self):
        super().make_vault()
        (seen,) = self.harness.look(1)
        for name in ('Sea', 'Sky'):
            self.harness.ctl('albums', 'create', name)
        self.harness.ctl('albums', 'add', 'Sea', *(item['id'] for item in seen['items']
                                                   if item['name'] != 'gone.png'))
        self.harness.ctl('absence', '30', '--album', 'Sky', '--now')


class Letgo(Choose):
    """The other way round: what is in it is under the rule no longer."""
    args = ('absence', '30', '--album', 'Sky', '--now')

    def make_vault(self):
        super().make_vault()
        self.harness.ctl('absence', '30', '--album', 'Sea', '--album', 'Sky', '--now')


class Everything(Choose):
    """From one album to the whole vault."""
    args = ('absence', '30', '--now')
    said = 'every item'


class Giveup(Letgo):
    """No rule any more."""
    args = ('absence', 'off')
    said = 'absence rule           off'


class Enter(Choose):
    """An item comes into a chosen album."""
    args = ('albums', 'add', 'Sky', '{gone_png}')
    said = 'Items: 1'
    min_calls = 15


class Newalbum(Action):
    args = ('albums', 'create', 'Sea')
    said = 'Created: '
    min_calls = 15

    def expects_change(self):
        return False


class Clear(Newalbum):
    """The log is destroyed, and begins anew."""
    args = ('activity', 'clear')
    said = 'The list is destroyed.'


class Sweep(Action):
    """Open a vault in which something has expired meanwhile.  Seen from after the deadline
    it is gone in any case."""
    args = ('list',)
    said = 'expires in'
    ahead_s = HOUR + 60
    min_calls = 20

    def expects_change(self):
        return False


class Reap(Sweep):
    """Overwrite the epoch key of something that has expired, without the passphrase."""
    args = ('reap',)
    said = 'Expiry keys overwritten: '
    ahead_s = 2 * HOUR + 5
    min_calls = 8


class Verify(Action):
    """Read every byte, and change nothing."""
    args = ('verify',)
    min_calls = 0

    def expects_change(self):
        return False


class Export(Action):
    """Copies leave the vault: each is whole under its name, or is not there."""
    args = ('export', '{kept_png}', '{mark_bin}', '--original', '--to')
    # The last one takes two writes.
    begins_with = ({**KEPT, **BROUGHT}, EXPIRING)
    brought_out = ('kept.png', 'mark.bin', 'new.bin')
    said = 'Exported: 3'
    # The folder cannot be written.
    statuses = (0, 1, 10)
    # What may be left of one that was killed.
    part = None

    def folder(self):
        return self.harness.room / 'out'

    def fill_in(self):
        return [*super().fill_in(), str(self.folder()), self.ids['new.bin']]

    def export(self, **fault):
        self.fault = fault.get('do', '')
        also = self.harness.also
        self.harness.also = {**also, 'NIGHTSTAND_FAULT_FOLDER': str(self.folder()), **self.more()}
        done = super().run(**fault)
        self.harness.also = also
        return done

    def more(self):
        return {}

    def run(self, **fault):
        shutil.rmtree(self.folder(), ignore_errors=True)
        self.folder().mkdir()
        return self.export(**fault)

    def again(self, **fault):
        """Once more, beside what is there."""
        return self.export(**fault)

    def recognise(self):
        super().recognise()
        return self.copies()

    def copies(self):
        """The names that are there, each with all that it should have."""
        seen = set()
        for path in self.folder().glob('*') if self.folder().exists() else ():
            if path.name.startswith('.'):
                self.judge_part(path)
                continue
            name = re.sub(r' \(\d+\)(?=\.)', '', path.name)
            require(path.read_bytes() == {**KEPT, **BROUGHT}[name], 'not whole:', path.name)
            seen.add(name)
        return seen == set(self.brought_out)

    def judge_part(self, path):
        # An error takes it away, unless the disk no longer does anything.
        may_stay = self.fault in ('kill', 'tear') or self.fault.endswith('+')
        require(self.part and re.fullmatch(self.part, path.name) and may_stay,
                'left:', path.name, self.fault)


class ExportNamed(Export):
    """The same on a file system that has no files without a name."""
    part = r'\.[0-9a-f]{16}\.part'

    def more(self):
        return {'NIGHTSTAND_FAULT_NAMED': '1'}


class Late(Action):
    """Make a thumbnail that an import did not make."""
    said = 'Kept.'
    min_calls = 10

    def make_vault(self):
        self.harness.also = {'NIGHTSTAND_DECODER': '/nonexistent'}
        super().make_vault()
        self.harness.also = {}

    def require_pictured(self, item):
        """Which ones are is what this is about."""

    def run(self, **fault):
        return self.harness.run([self.harness.vault, PASSPHRASE, 'kept.png'], program=LATE,
                                **fault)


class Wipe(Action):
    args = ('wipe', '--now')
    said = 'The vault is destroyed'
    min_calls = 20

    def judge(self, done):
        judged = super().judge(done)
        if judged == NEW:
            require(self.new == 'destroyed', self.new)
            self.require_noise()
        return judged

    def require_noise(self):
        """The opening that found the wipe has finished it: no key of before is left."""
        before = (self.before / 'keyring').read_bytes()
        after = (self.harness.vault / 'keyring').read_bytes()
        require(len(before) == len(after), 'keyring of', len(after))
        for at in range(0, len(before), 64):
            require(before[at:at + 64] != after[at:at + 64], 'not overwritten:', at)

    def again(self, **fault):
        return self.run(**fault)


ACTIONS = {action.__name__.lower(): action for action in
           (Create, Replace, Import, Delete, Expire, Release, Rotate, Tag, Note, Album, Unalbum,
            Choose, Letgo, Everything, Giveup, Enter,
            Newalbum, Clear, Sweep, Reap, Verify, Export, ExportNamed, Late, Wipe)}
