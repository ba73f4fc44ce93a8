"""Works on a person's file in a child process with limits: nothing of it runs or grows in the server.

`call` is the parent's side, `serve` the child's. Standard input: one line of JSON (limits and words), then the
file. Standard output: the answer. Exit code 0 answered, 3 refused (the reason on standard output), 4 out of
memory; any other, a traceback included: a broken file.
"""

import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[1]
# Isolated mode ignores the environment and the working directory, so the child is told where the code is.
_START = "import sys; sys.path.insert(0, {root!r}); from evidence.sandbox import serve; sys.exit(serve({module!r}))"
_REFUSED, _TOO_BIG = 3, 4


class Refusal(Exception):
    """The file is not taken; the words or the code say why."""


class Overrun(Exception):
    """The file needs more time or memory than it gets."""


class Broken(Exception):
    """The file cannot be read."""


@dataclass(frozen=True)
class Limits:
    """What the child may use: seconds (waiting, and processor), bytes of memory, bytes of a file that it writes."""

    seconds: int
    memory: int
    written: int = 0


def call(module: str, data: bytes, words: dict[str, Any], limits: Limits) -> bytes:
    """Return what the module's `work(words, data) -> bytes` answers in a child process.

    module: dotted name; it needs no Django. words: JSON values. Raises Refusal, Overrun or Broken.
    """
    order = json.dumps({"limits": asdict(limits), "words": words}).encode() + b"\n"
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _START.format(root=str(_ROOT), module=module)],
            input=order + data,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
            cwd=_ROOT,
            env={"LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8"},
        )
    except subprocess.TimeoutExpired as late:
        raise Overrun from late
    if done.returncode == _REFUSED:
        raise Refusal(done.stdout.decode("utf-8", "replace"))
    if done.returncode < 0 or done.returncode == _TOO_BIG:
        raise Overrun
    if done.returncode:
        raise Broken
    return done.stdout


def serve(module: str) -> int:
    """Limit this process, do the one task on standard input and return the exit code."""
    order = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**order["limits"])
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.written, limits.written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = import_module(module).work(order["words"], sys.stdin.buffer.read())
    except Refusal as refused:
        sys.stdout.buffer.write(str(refused).encode())
        return _REFUSED
    except (MemoryError, RecursionError):
        return _TOO_BIG
    sys.stdout.buffer.write(answer)
    return 0
