"""What a server asked the system to do with its folder, call by call, as `strace` saw it."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CALLS = (
    "openat,close,write,pwrite64,ftruncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,"
    "rmdir,link,linkat,sendto,sendfile,copy_file_range,fallocate,pwritev,writev,truncate,dup,dup2,dup3"
)
# Nothing of the folder is written by these; a trace in which one of them touches it could not be replayed.
UNKNOWN = frozenset({"fallocate", "pwritev", "writev", "truncate", "copy_file_range"})
_LINE = re.compile(r"(\d+) +(?:(\w+)\((.*)|<\.\.\. (\w+) resumed>(.*))$", re.DOTALL)
_RESULT = re.compile(r"(.*)\) += (-?\d+)(?: .*)?$", re.DOTALL)
_TEXT = re.compile(r'^"((?:\\x[0-9a-f]{2})*)"$')
_UNFINISHED = " <unfinished ...>"


@dataclass(frozen=True)
class Call:
    """One call that went well. It began as number `start` of all and was done as number `end`; texts are bytes."""

    name: str
    values: tuple[bytes | str, ...]
    result: int
    start: int
    end: int


def missing() -> str:
    """Why nothing can be traced here; empty when it can."""
    if shutil.which("strace") is None:
        return "strace is not installed, so what a power cut leaves cannot be tried here (Debian: apt install strace)"
    tried = subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, text=True, check=False)
    return f"strace may not look into processes here: {tried.stderr.strip()}" if tried.returncode else ""


def command(trace: Path) -> list[str]:
    """What stands before the command whose calls go to `trace`."""
    return ["strace", "-f", "--seccomp-bpf", "-qq", "-xx", "-s", "40000000", "-o", str(trace), "-e", f"trace={_CALLS}"]


def calls(trace: Path) -> Iterator[Call]:
    """The calls in the order in which they were done."""
    begun: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(trace.read_text(encoding="ascii").splitlines()):
        found = _LINE.match(line)
        if not found:
            continue  # a signal, or the end of a thread
        thread, name, rest, resumed, end = found.groups()
        if name and rest.endswith(_UNFINISHED):
            begun[thread] = (rest.removesuffix(_UNFINISHED), number)
            continue
        start = number
        if resumed:
            name, (rest, start) = resumed, begun.pop(thread)
            rest += end
        done = _RESULT.match(rest)
        if done and int(done[2]) >= 0:
            yield Call(name, tuple(map(_value, done[1].split(", "))), int(done[2]), start, number)


def _value(text: str) -> bytes | str:
    found = _TEXT.match(text)
    return bytes.fromhex(found[1].replace("\\x", "")) if found else text
