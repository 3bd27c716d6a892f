# strangers.py - what another process of the same user may do to one
#
# SPDX-License-Identifier: GPL-3.0-or-later

import ctypes
import os
import signal
import subprocess
from pathlib import Path

NOBODY = 65534
PTRACE_ATTACH, PTRACE_DETACH = 16, 17
# All of /proc/PID that the kernel keeps for those who may trace.
PRIVATE = ('mem', 'environ', 'maps', 'smaps', 'auxv', 'fd', 'fdinfo', 'map_files', 'root',
           'cwd', 'exe', 'stack', 'syscall', 'io', 'pagemap')


def become_ordinary():
    """Root may do everything, so the test is not root's."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def attach(pid):
    """Whether this process may trace PID; 0 or the errno."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    if libc.ptrace(PTRACE_ATTACH, pid, None, None) != 0:
        return ctypes.get_errno()
    os.waitpid(pid, 0)
    libc.ptrace(PTRACE_DETACH, pid, None, None)
    return 0


def may_read(pid, name):
    path = f'/proc/{pid}/{name}'
    try:
        if os.path.isdir(path):
            os.listdir(path)
        elif os.path.islink(path):
            os.readlink(path)
        else:
            with open(path, 'rb') as file:
                file.read(0 if name == 'mem' else 1)
        return True
    except OSError:
        return False


def readable(pid, names=PRIVATE):
    """Those of NAMES that an outsider may read."""
    return [name for name in names if may_read(pid, name)]


def leaves_core(folder):
    """Whether a program that refuses nothing does, in FOLDER."""
    control = Path(folder) / 'control'
    control.mkdir()
    with subprocess.Popen(['sleep', '60'], cwd=control) as process:
        process.send_signal(signal.SIGABRT)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = -signal.SIGABRT
    return os.WCOREDUMP(status)


def end_with_abort(process):
    """Abort PROCESS, a Popen: whether the kernel says that it dumped a core."""
    process.send_signal(signal.SIGABRT)
    _, status = os.waitpid(process.pid, 0)
    process.returncode = -signal.SIGABRT
    if not os.WIFSIGNALED(status):
        raise AssertionError(f'it was not aborted: {status}')
    return os.WCOREDUMP(status)
