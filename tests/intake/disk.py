"""A disk that forgets what it was not told to keep: replays the calls of a server and gives what a power cut would
leave at any moment.

It keeps no more than POSIX promises: the bytes of a file once that file was synced, and a name once its folder was.
Whatever else was written may be there or not, in any combination; a write may be torn at each sector.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from tests.intake.tracing import UNKNOWN, Call

SECTORS = (512, 4096)


@dataclass
class Node:
    """A file's bytes as they are safe, and what was done to it since: (place, bytes, when), or (length, None, when)."""

    safe: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None, int]] = field(default_factory=list)

    def synced(self, before: int) -> None:
        for at, content, when in self.since:
            if when < before:
                _apply(self.safe, at, content)
        self.since = [one for one in self.since if one[2] >= before]

    def after_a_cut(self, dice: random.Random | None) -> bytes:
        content = bytearray(self.safe)
        for at, written, _ in self.since if dice else ():
            if dice and written is not None:
                sector = dice.choice(SECTORS)
                for begin in range(0, len(written), sector):
                    if dice.random() < 0.5:
                        _apply(content, at + begin, written[begin : begin + sector])
            elif dice and dice.random() < 0.5:
                _apply(content, at, written)
        return bytes(content)


FOLDER = Node()
Names = dict[str, Node]


@dataclass(frozen=True)
class Sent:
    """An answer that left the server, with all that was sent on its line until then."""

    content: bytes


class Disk:
    """`replay` goes through the calls; at each moment `image` writes what a power cut would leave."""

    def __init__(self, root: Path) -> None:
        """What lies in the folder at the beginning is safe."""
        self.root = str(root)
        self.safe: Names = {self.root: FOLDER}
        for path in root.rglob("*"):
            self.safe[str(path)] = FOLDER if path.is_dir() else Node(bytearray(path.read_bytes()))
        self.now = dict(self.safe)
        self.since: list[tuple[str, Node | None, int]] = []
        self._open: dict[str, tuple[str, Node, int]] = {}
        self._lines: dict[str, bytes] = {}

    def replay(self, calls: Iterator[Call]) -> Iterator[Call | Sent]:
        """Gives each call that changed or synced something, once it is done, and each answer that was sent."""
        for call in calls:
            if call.name == "sendto":
                line = str(call.values[0])
                self._lines[line] = self._lines.get(line, b"") + bytes(call.values[1])[: call.result]  # type: ignore[arg-type]
                yield Sent(self._lines[line])
            elif getattr(self, f"_{call.name}", self._other)(call):
                yield call

    def image(self, folder: Path, dice: random.Random | None = None) -> None:
        """Writes what would be left: without dice nothing that was not synced, with them some of it."""
        names = dict(self.safe)
        for path, node, _ in self.since:
            if dice and dice.random() < 0.5:
                if node is None:
                    names.pop(path, None)
                else:
                    names[path] = node
        for path in sorted(names):
            if not all(str(parent) in names for parent in _parents(path, self.root)):
                continue  # its folder is gone, and all that was in it
            target = folder / PurePosixPath(path).relative_to(self.root)
            if names[path] is FOLDER:
                target.mkdir()
            else:
                target.write_bytes(names[path].after_a_cut(dice))

    def path_of(self, call: Call) -> str:
        """The path of the file or folder that a call names by its number; empty when it is none of ours."""
        return self._open[str(call.values[0])][0] if call.values[0] in self._open else ""

    def _named(self, path: str, node: Node | None, call: Call) -> bool:
        if node is None:
            self.now.pop(path, None)
        else:
            self.now[path] = node
        self.since.append((path, node, call.end))
        return True

    def _path(self, folder: bytes | str, name: bytes | str) -> str | None:
        """The path, when it is within the folder that is looked at."""
        path = bytes(name).decode()  # type: ignore[arg-type]
        if not path.startswith("/") and folder in self._open:
            path = f"{self._open[str(folder)][0]}/{path}"
        return path if path == self.root or path.startswith(self.root + "/") else None

    def _openat(self, call: Call) -> bool:
        folder, name, flags = call.values[:3]
        path, line = self._path(folder, name), str(call.result)
        self._open.pop(line, None)
        if path is None:
            return False
        made = path not in self.now
        if made:
            assert "O_CREAT" in str(flags), f"{path} was opened and is not known"
            self._named(path, Node(), call)
        self._open[line] = (path, self.now[path], 0)
        if "O_TRUNC" in str(flags):
            self.now[path].since.append((0, None, call.end))
        return made

    def _close(self, call: Call) -> bool:
        self._open.pop(str(call.values[0]), None)
        self._lines.pop(str(call.values[0]), None)
        return False

    def _write(self, call: Call) -> bool:
        line = str(call.values[0])
        if line not in self._open:
            return False
        path, node, at = self._open[line]
        node.since.append((at, bytes(call.values[1])[: call.result], call.end))  # type: ignore[arg-type]
        self._open[line] = (path, node, at + call.result)
        return True

    def _pwrite64(self, call: Call) -> bool:
        line, content, _, at = call.values
        if line not in self._open:
            return False
        self._open[str(line)][1].since.append((int(at), bytes(content)[: call.result], call.end))  # type: ignore[arg-type]
        return True

    def _ftruncate(self, call: Call) -> bool:
        if call.values[0] in self._open:
            self._open[str(call.values[0])][1].since.append((int(call.values[1]), None, call.end))
        return call.values[0] in self._open

    def _fsync(self, call: Call) -> bool:
        if call.values[0] not in self._open:
            return False
        path, node, _ = self._open[str(call.values[0])]
        if node is not FOLDER:
            node.synced(call.start)
            return True
        kept = []
        for one in self.since:
            if _parent(one[0]) != path or one[2] >= call.start:
                kept.append(one)
            elif one[1] is None:
                self.safe.pop(one[0], None)
            else:
                self.safe[one[0]] = one[1]
        self.since = kept
        return True

    _fdatasync = _fsync

    def _mkdir(self, call: Call) -> bool:
        path = self._path("", call.values[0])
        return path is not None and self._named(path, FOLDER, call)

    def _unlink(self, call: Call) -> bool:
        path = self._path("", call.values[0])
        return path is not None and self._named(path, None, call)

    _rmdir = _unlink

    def _unlinkat(self, call: Call) -> bool:
        path = self._path(call.values[0], call.values[1])
        return path is not None and self._named(path, None, call)

    def _rename(self, call: Call) -> bool:
        former, path = self._path("", call.values[0]), self._path("", call.values[1])
        if former is None or path is None:
            return False
        self._named(path, self.now[former], call)
        return self._named(former, None, call)

    def _link(self, call: Call) -> bool:
        former, path = self._path("", call.values[0]), self._path("", call.values[1])
        return former is not None and path is not None and self._named(path, self.now[former], call)

    def _linkat(self, call: Call) -> bool:
        former, path = self._path(*call.values[:2]), self._path(*call.values[2:4])
        return former is not None and path is not None and self._named(path, self.now[former], call)

    def _other(self, call: Call) -> bool:
        touched = call.values[0] in self._open or (isinstance(call.values[0], bytes) and self._path("", call.values[0]))
        assert not (call.name in UNKNOWN and touched), f"{call.name} cannot be replayed"
        return False


def _apply(content: bytearray, at: int, written: bytes | None) -> None:
    """One write, or for None a cut or a lengthening to `at`; what was never written are zeros."""
    size = at if written is None else at + len(written)
    if len(content) < size:
        content.extend(bytes(size - len(content)))
    if written is None:
        del content[at:]
    else:
        content[at:size] = written


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _parents(path: str, root: str) -> Iterator[str]:
    while path != root:
        path = _parent(path)
        yield path
