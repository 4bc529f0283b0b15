"""How does a test start the program without reading its code from the disk each time? A process forks the program.

`python -m batonpass.run.cli` spends most of its start on reading a thousand modules. The nursery has read them, and
each child goes on exactly where that command begins: a process of its own, in a session of its own, with its own
command line, environment and exit code. `cold` starts it as an operator does: for storms that are run by hand, and for
tests of how it starts.
"""

from __future__ import annotations

import atexit
import json
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

from tests.whole.patience import until

PROGRAM = "batonpass.run.cli"
ONE_AT_A_TIME = Lock()
READ = ("batonpass.run.commands.serve", "batonpass.run.serve", "batonpass.run.work")


class Child:
    """A running program, which can be killed and waited for as any other process."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        if self.returncode is None:
            self.returncode = ask({"ended": self.pid})
        return self.returncode

    def kill(self) -> None:
        """Kill -9, as from outside."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, seconds: float = 60) -> int | None:
        """The exit code, once it has ended."""
        until(lambda: self.poll() is not None, f"process {self.pid} to end", seconds=seconds)
        return self.returncode


Running = Child | subprocess.Popen[bytes]


def start(arguments: Sequence[str], environment: dict[str, str], said: str = os.devnull) -> Child:
    """Start the program with these arguments; what it says is added to a file."""
    return Child(ask({"arguments": arguments, "environment": environment, "said": said}))


def cold(
    arguments: Sequence[str], environment: dict[str, str], said: str = os.devnull, code: Path | None = None
) -> subprocess.Popen[bytes]:
    """The same by the command itself, from the disk; from the code that lies in another folder, if one is named."""
    with Path(said).open("ab") as written:
        command = [sys.executable, "-m", PROGRAM, *arguments]
        return subprocess.Popen(
            command, env=environment, cwd=code, stdout=written, stderr=written, start_new_session=True
        )


def ask(what: dict[str, Any]) -> Any:
    """Ask this test process's own nursery, which ends with it."""
    pipes = nursery()
    assert pipes.stdin
    assert pipes.stdout
    with ONE_AT_A_TIME:
        pipes.stdin.write(json.dumps(what) + "\n")
        pipes.stdin.flush()
        return json.loads(pipes.stdout.readline())


@cache
def nursery() -> subprocess.Popen[str]:
    """The process that forks; it is idle, and ends when nobody can ask it any more."""
    pipe = subprocess.PIPE
    started = subprocess.Popen(
        [sys.executable, "-m", __name__], stdin=pipe, stdout=pipe, text=True, start_new_session=True
    )
    atexit.register(started.communicate)
    return started


def main() -> None:
    for name in READ:
        import_module(name)
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps(ended(asked["ended"]) if "ended" in asked else born(asked)) + "\n")
        sys.stdout.flush()


def ended(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def born(asked: dict[str, Any]) -> int:
    told, tell = os.pipe()
    if pid := os.fork():
        os.close(tell)
        os.read(told, 1)  # it has its own session now, and can be killed with all that it starts
        os.close(told)
        return pid
    os.setsid()
    for ours, name in enumerate((os.devnull, asked["said"], asked["said"])):
        opened = os.open(name, os.O_RDWR | os.O_APPEND | os.O_CREAT)
        os.dup2(opened, ours)
        os.close(opened)
    os.close(told)
    os.close(tell)
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = [PROGRAM, *asked["arguments"]]
    runpy.run_module(PROGRAM, run_name="__main__", alter_sys=True)
    sys.exit(0)


if __name__ == "__main__":
    main()
