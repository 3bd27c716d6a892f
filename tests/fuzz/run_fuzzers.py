# run_fuzzers.py - lets every fuzzer of a build folder run for a while, and says how it went
#
#   run_fuzzers.py BUILD SECONDS [TARGET...]
#
# Each target gets SECONDS of processor time, however busy the computer is, and as many run at a
# time as there are processors.  New inputs are kept in BUILD/corpus for the next run; what
# breaks a target is left in BUILD/findings.  The seeds are only read.  The exit status is not
# zero if anything was found.
#
# SPDX-License-Identifier: GPL-3.0-or-later

import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SEEDS = Path(__file__).resolve().parent / 'seeds'
# Everything a target reads is far smaller; the largest is a keyring's block.
MAX_INPUT_BYTES = 8192
# One input may not take longer, nor a process more memory.
TIMEOUT_SECONDS = 20
MEMORY_MIB = 2048

ENVIRONMENT = {
    'ASAN_OPTIONS': 'abort_on_error=1:detect_leaks=1:allocator_may_return_null=1',
    'UBSAN_OPTIONS': 'halt_on_error=1:print_stacktrace=1',
    'LC_ALL': 'C.UTF-8',
    'TZ': 'UTC',
}


class Run:
    """One target for one stretch of time."""

    def __init__(self, build, name, seconds):
        self.build = build
        self.name = name
        self.seconds = seconds
        self.log = build / 'logs' / f'{name}.log'
        self.is_clean = True
        self.cpu_seconds = 0.0
        self.executions = 0

    def command(self):
        corpus = self.build / 'corpus' / self.name
        for folder in (corpus, self.log.parent, self.build / 'findings'):
            folder.mkdir(parents=True, exist_ok=True)
        return [str(self.build / 'tests/fuzz' / f'fuzz-{self.name}'),
                # The engine counts the time on the wall: what is missing is run again.
                f'-max_total_time={max(1, round(self.seconds - self.cpu_seconds))}',
                f'-max_len={MAX_INPUT_BYTES}',
                f'-timeout={TIMEOUT_SECONDS}', f'-rss_limit_mb={MEMORY_MIB}',
                '-print_final_stats=1', '-use_value_profile=1',
                f'-artifact_prefix={self.build}/findings/{self.name}-',
                str(corpus), str(SEEDS / self.name)]

    def run(self, room):
        while self.is_clean and self.cpu_seconds < self.seconds:
            self.run_once(room)
        return self

    def run_once(self, room):
        """With its own folder for temporary files, in memory if there is one there."""
        scratch = tempfile.mkdtemp(prefix='fuzz-', dir=room)
        command = self.command()
        with self.log.open('wb') as log:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, **ENVIRONMENT, 'TMPDIR': scratch})
            _, status, usage = os.wait4(process.pid, 0)
        shutil.rmtree(scratch, ignore_errors=True)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.is_clean = process.returncode == 0
        self.cpu_seconds += usage.ru_utime + usage.ru_stime
        self.take_figures()

    def take_figures(self):
        """executions, coverage, features: the engine's own last words"""
        text = self.log.read_text(errors='replace')
        executions = re.findall(r'stat::number_of_executed_units: (\d+)', text)
        progress = re.findall(r'cov: (\d+) ft: (\d+)', text)
        self.executions += int(executions[-1]) if executions else 0
        self.coverage, self.features = progress[-1] if progress else ('?', '?')


def line(*columns):
    print('{:12} {:>12} {:>9} {:>9} {:>9} {:>9}  {}'.format(*columns), flush=True)


def report(run):
    rate = f'{run.executions / run.cpu_seconds:.0f}' if run.cpu_seconds > 0 else '?'
    line(run.name, run.executions, rate, f'{run.cpu_seconds:.0f}', run.coverage,
         run.features, 'clean' if run.is_clean else f'FOUND SOMETHING: see {run.log}')


def main():
    build = Path(sys.argv[1]).resolve()
    seconds = int(sys.argv[2])
    built = sorted(path.name.removeprefix('fuzz-')
                   for path in (build / 'tests/fuzz').glob('fuzz-*') if path.is_file())
    names = sys.argv[3:] or built
    unknown = sorted(set(names) - set(built))
    if unknown or not names or seconds < 1:
        print(f'there is no such fuzzer: {" ".join(unknown)}', file=sys.stderr)
        return 2

    room = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
    line('target', 'executions', 'per CPU s', 'CPU s', 'edges', 'features', '')
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = [pool.submit(Run(build, name, seconds).run, room) for name in names]
        for done in concurrent.futures.as_completed(waiting):
            report(done.result())
            failed += not done.result().is_clean
    print(f'{len(names) - failed} clean, {failed} with findings')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
