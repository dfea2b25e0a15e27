"""Runs programs in turn and keeps the kernel's accounts of them.

CPU time is user + system of the process and its children (wait4). Contenders run in rounds, each once a round, so that
what else the machine does then falls on all of them alike; what is reported are medians.
"""
import os
import shutil
import signal
import statistics
import tempfile
import time
from collections import namedtuple

Run = namedtuple("Run", "cpu wall rss status")
"""One run, or the medians of several: seconds of CPU, seconds of wall time, peak memory in MiB, exit status."""

failures = []
"""What exited with a status that it should not have, in words."""

messages = tempfile.TemporaryFile()


def run(command, accepted=(0,), stdin="/dev/null", environment=None):
    """One run; its output goes to /dev/null, and of its messages the last one is kept if it fails.

    The kernel counts memory from before the program was loaded, too, so this process must stay small: see `floor`.
    """
    program = shutil.which(command[0])
    if program is None:
        failures.append(f"{command[0]}: no such program")
        return Run(0, 0, 0, 127)
    messages.seek(0)
    messages.truncate()
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, stdin, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0),
        (os.POSIX_SPAWN_DUP2, messages.fileno(), 2),
    ]
    start = time.perf_counter()
    process = os.posix_spawn(
        program, command, {**os.environ, **(environment or {})}, file_actions=actions, setsigdef=[signal.SIGPIPE])
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - start
    status = os.waitstatus_to_exitcode(status)
    if status not in accepted:
        messages.seek(0)
        last = messages.read().decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        failures.append(f"{' '.join(command[:4])} … {command[-1]}: exit status {status}: {last[0]}")
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, status)


def together(runs):
    """Several runs, one after the other, as one."""
    return Run(sum(one.cpu for one in runs), sum(one.wall for one in runs), max(one.rss for one in runs), 0)


def rounds(count, contenders):
    """Runs every contender (a name and what makes one run) once a round and returns the medians by name."""
    runs = {name: [] for name in contenders}
    for _ in range(count):
        for name, contender in contenders.items():
            runs[name].append(contender())
    return {
        name: Run(*(statistics.median(getattr(one, field) for one in all_runs) for field in ("cpu", "wall", "rss")), 0)
        for name, all_runs in runs.items()
    }


def floor():
    """The least peak memory that can be seen here, in MiB: that of a program that does nothing."""
    return run(["true"]).rss
