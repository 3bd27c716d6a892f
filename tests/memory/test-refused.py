# test-refused.py - cores and tracers are refused by the programs that open vaults
#
# SPDX-License-Identifier: GPL-3.0-or-later

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from strangers import attach, become_ordinary, end_with_abort, leaves_core, may_read, readable

PROGRAM = os.environ['NIGHTSTANDCTL']
PATIENCE_S = 60


def require(condition, *what):
    """An assertion that is not switched off."""
    if not condition:
        raise AssertionError(' '.join(str(part) for part in what))


def wait_until_it_waits(process):
    """Until the program waits for its passphrase: it has done all that it does first."""
    deadline = time.monotonic() + PATIENCE_S
    while not sleeps(process.pid):
        require(time.monotonic() < deadline, 'it does not wait for a passphrase')
        require(process.poll() is None, 'it ended at once')
        time.sleep(0.02)


def sleeps(pid):
    """That much an outsider is told."""
    stat = Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()
    return stat[0] == 'S'


def start(folder):
    """The program as it waits for the passphrase of a new vault."""
    process = subprocess.Popen(
        [PROGRAM, '--vault', f'{folder}/vault', '--passphrase-fd', '0', 'create'],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        cwd=folder)
    wait_until_it_waits(process)
    return process


def tracers(folder):
    # A child of ours that refuses nothing can be traced and read; else this says nothing.
    with subprocess.Popen(['sleep', '60'], cwd=folder) as other:
        require(attach(other.pid) == 0, 'nobody may be traced here')
        require(may_read(other.pid, 'mem') and may_read(other.pid, 'environ'),
                'nobody may be read here')
        other.kill()
    with start(folder) as process:
        require(attach(process.pid) != 0, 'nightstandctl can be traced')
        require(not readable(process.pid), readable(process.pid), 'can be read')
        process.stdin.close()
    print('tracers are refused')


def cores(folder):
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    # Where nobody gets a core, this proves less, and says so.
    if not leaves_core(folder):
        print('this computer writes no cores: only the limit is looked at')
    with start(folder) as process:
        limits = Path(f'/proc/{process.pid}/limits').read_text()
        line = next(line for line in limits.splitlines() if line.startswith('Max core'))
        require(line.split()[4:6] in (['1', '1'], ['0', '0']), line)
        require(not end_with_abort(process), 'a core was written')
    require(not list(Path(folder).glob('core*')), 'a core is there')
    print('cores are refused')


def main():
    with tempfile.TemporaryDirectory(prefix='nightstand-refused-') as folder:
        os.chmod(folder, 0o777)
        child = os.fork()
        if child == 0:
            try:
                become_ordinary()
                tracers(folder)
                cores(folder)
                os._exit(0)
            except BaseException as error:  # pylint: disable=broad-except
                print(error, file=sys.stderr, flush=True)
                os._exit(1)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == '__main__':
    sys.exit(main())
