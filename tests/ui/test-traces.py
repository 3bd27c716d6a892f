# test-traces.py - a whole visit leaves nothing, writes nothing and calls nobody
#
# Everything that the window and its helpers write, connect to and start is seen by strace
# and held to the list in allowed.py; and what lies in the home, among the temporary and
# among the runtime files is compared with what lay there before.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import stat
import subprocess
import sys
from pathlib import Path

import allowed
import media
import steps_import
import steps_view
import steps_visit
import traces
import watch
from media import Sources
from story import Story
from window import ROOM

SKIPPED = 77
NETWORKS = ('AF_INET', 'AF_INET6', 'AF_NETLINK', 'AF_PACKET', 'AF_BLUETOOTH', 'AF_VSOCK')

# What the control does, in the words of a complaint.
PLANTED = '''
import ctypes, os, socket, subprocess
home = os.environ['HOME']
open(home + '/planted', 'w').write('{word}')
os.mkdir(home + '/folder')
os.rename(home + '/planted', home + '/folder/re\\nnamed')
os.symlink('/', home + '/link')
os.truncate(home + '/folder/re\\nnamed', 0)
os.open(os.environ['TMPDIR'], os.O_TMPFILE | os.O_RDWR)
os.chdir(home)
os.close(os.open('here', os.O_CREAT | os.O_WRONLY))
os.memfd_create('elsewhere')
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):
    socket.socket(family, socket.SOCK_DGRAM)
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))
socket.socket(socket.AF_UNIX).connect_ex('\\0nobody')
subprocess.run(['/usr/bin/env', 'true'])
for name in ('here', 'link', 'folder/re\\nnamed'):
    os.unlink(name)
os.rmdir('folder')
'''


def snapshot():
    """What lies where a trace could be left: path to what it is."""
    found = {}
    for place in (*traces.places(), allowed.RUN):
        for path in place.rglob('*'):
            info = path.lstat()
            content = path.read_bytes() if stat.S_ISREG(info.st_mode) else b''
            found[path] = (info.st_mode, info.st_size, hash(content))
    return found


# ---- the steps ----

def control(story):
    """What is planted is caught, each thing by its name"""
    folder = ROOM / 'control'
    program = PLANTED.format(word=media.NAME_WORD)
    subprocess.run([*watch.command(folder), sys.executable, '-IS', '-c', program],
                   check=True)
    watch.wait(folder)
    deeds = watch.read(folder)
    caught = {f'{deed.what} {deed.target}' for deed in deeds
              if deed.what != 'says' and allowed.complaint_about(deed)}
    home = os.environ['HOME']
    wanted = {f'writes {home}/{name}' for name in
              ('planted', 'folder', 'folder/re\nnamed', 'link', 'here')}
    wanted |= {f"writes {os.environ['TMPDIR']}", 'memory elsewhere', 'connects AF_UNIX @nobody'}
    wanted |= {f'socket {family}' for family in ('AF_INET', 'AF_INET6', 'AF_NETLINK')}
    wanted |= {'starts /usr/bin/env'}
    for what in sorted(wanted - caught):
        story.check(False, f'not caught: {what}')
    story.check(any(what.startswith('connects AF_INET ') and '127.0.0.1' in what
                    for what in caught), f'a connection is not caught: {sorted(caught)}')
    story.check(any(deed.what == 'says' and media.NAME_WORD in deed.target
                    for deed in deeds), 'what is written is not seen')


def make_media(story):
    """Photos, films and recordings are made"""
    story.sources = Sources(ROOM / 'sources', ROOM / 'run')
    for left in (ROOM / 'run').iterdir():
        story.check(media.NAME_WORD not in left.name, f'the maker left {left}')
    story.before = snapshot()
    start = story.start
    story.start = lambda: start(before=watch.command(ROOM / 'visit'))


def deeds_are_listed(story):
    """All that was written, connected to and started is on the list"""
    watch.wait(ROOM / 'visit')
    story.deeds = watch.read(ROOM / 'visit')
    complaints = {complaint for deed in story.deeds if deed.what != 'says'
                  and (complaint := allowed.complaint_about(deed))}
    for complaint in sorted(complaints):
        story.check(False, f'not on the list: {complaint}')

    # Or nothing was seen, and the test says nothing.
    targets = {deed.target for deed in story.deeds if deed.what in ('writes', 'starts')}
    for path in (story.vault / 'keyring', story.vault / 'vault.db',
                 story.out / story.sources.jpeg.name, os.environ['NIGHTSTAND'],
                 os.environ['NIGHTSTAND_DECODER']):
        story.check(str(path) in targets, f'blind: {path} was not seen')
    said = {f'{deed.what} {deed.target}' for deed in story.deeds if deed.what != 'says'}
    print(f'  {len(story.deeds)} deeds, {len(said)} different ones', flush=True)


def no_network(story):
    """No process of ours has made a socket of a network, not even to ask about it"""
    sockets = [deed for deed in story.deeds if deed.what in ('socket', 'connects')]
    story.check(sockets, 'blind: no socket was seen')
    for deed in sockets:
        story.check(deed.target.split()[0] not in NETWORKS, f'{deed.what} {deed.target}')


def status_of(process):
    text = (process / 'status').read_text()
    return dict(line.split(':\t', 1) for line in text.splitlines() if ':\t' in line)


def refused_a_network(story):
    """The window and each helper of it are refused sockets by the system, whoever asks"""
    app, seen = story.app, set()
    for process in Path('/proc').glob('[0-9]*'):
        try:
            program, status = os.readlink(process / 'exe'), status_of(process)
        except OSError:
            continue
        ours = (os.environ['NIGHTSTAND'], os.environ['NIGHTSTAND_DECODER'],
                os.environ['NIGHTSTAND_REMUXER'])
        if program not in ours or str(app.process.pid) not in (status['PPid'], status['Pid']):
            continue
        seen.add(program)
        story.equal((status['Seccomp'], status['NoNewPrivs']), ('2', '1'),
                    f'{program}: filter and privileges')
        if program != os.environ['NIGHTSTAND']:
            # Its own, which keeps little, above the one it was born with.
            story.check(int(status['Seccomp_filters']) >= 2, f'{program} has one filter')
    story.check(len(seen) >= 2, f'blind: only {seen} was seen')


def no_names_written(story):
    """No name is written anywhere else, not even for a moment"""
    for deed in story.deeds:
        if deed.what == 'says':
            where = deed.target.partition(': ')[0]
            for word in (media.NAME_WORD, media.EXIF_WORD, media.TAG_WORD):
                story.check(word not in deed.target or where.startswith(str(story.out)),
                            f'{where} is told {word}')
    story.check(any('recently-used' in deed.target for deed in story.deeds
                    if deed.what == 'says'), 'blind: the list of recent files was not seen')


def nothing_is_left(story):
    """Nothing lies about that was not there before"""
    after = snapshot()
    changed = {path for path, state in after.items() if story.before.get(path) != state}
    changed |= {path for path in story.before if path not in after}
    for path in sorted(changed):
        story.check(allowed.is_listed(str(path), *allowed.LEFT), f'left or changed: {path}')
    story.check(story.vault / 'vault.db' in changed, 'blind: there is no vault')
    recent = allowed.DATA / 'recently-used.xbel'
    if recent.exists():
        story.check('<bookmark ' not in recent.read_text(), 'there are recent files')
    found = traces.search(story.sources)
    story.check(not found, 'left behind: ' + '; '.join(found))


def main():
    if not watch.can_watch():
        print('strace may not trace here')
        return SKIPPED
    story = Story('traces')
    story.vault = allowed.VAULT
    return story.run(
        control, make_media,
        steps_import.create, steps_import.choose, steps_import.drag, steps_import.paste,
        steps_visit.more_kinds,
        steps_view.pictures, steps_view.film, steps_view.others, steps_visit.animation,
        steps_visit.document, steps_visit.export, refused_a_network, steps_visit.lock, steps_visit.end,
        deeds_are_listed, no_network, no_names_written, nothing_is_left)


if __name__ == '__main__':
    sys.exit(main())
