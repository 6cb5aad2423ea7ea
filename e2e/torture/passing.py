"""HTTP/1.1 as far as a proxy needs it: requests and answers as bytes, and kept connections to the server."""

import asyncio
from dataclasses import dataclass, field

HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "torture", "accept-encoding"}
Header = tuple[str, str]


@dataclass
class Request:
    method: str
    path: str
    headers: list[Header]
    body: bytes

    def header(self, name: str) -> str:
        """The value of a header, empty without it."""
        return next((value for key, value in self.headers if key.lower() == name), "")


@dataclass
class Answer:
    status: int
    headers: list[Header]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    def packed(self) -> bytes:
        """As it goes over the wire."""
        lines = [f"HTTP/1.1 {self.status} -"]
        lines += [f"{name}: {value}" for name, value in self.headers if name.lower() not in HOP]
        return "\r\n".join([*lines, f"Content-Length: {len(self.body)}", "", ""]).encode("latin-1") + self.body


class CutError(Exception):
    """The other side ended the connection before the message was whole."""


async def head(reader: asyncio.StreamReader) -> tuple[list[str], list[Header]]:
    """The words of the first line, and the headers. Raises CutError."""
    try:
        text = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise CutError from error
    first, *rest = text.split("\r\n")
    headers = [(name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in rest if line)]
    return first.split(" ", 2), headers


async def exactly(reader: asyncio.StreamReader, headers: list[Header]) -> bytes:
    """The body that the headers announce. Raises CutError."""
    announced = {name.lower(): value for name, value in headers}
    try:
        if announced.get("transfer-encoding") == "chunked":
            return await _chunks(reader)
        return await reader.readexactly(int(announced.get("content-length") or 0))
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise CutError from error


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while size := int((await reader.readline()).split(b";")[0] or b"0", 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body


@dataclass
class Upstream:
    """Connections to the server, kept for the next request."""

    port: int
    idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = field(default_factory=list)

    async def ask(self, request: Request, extra: list[Header], upto: int | None = None) -> Answer:
        """The server's answer. With `upto` only so many bytes of the body are sent, and the connection ends: CutError.

        Raises CutError, also when nobody listens."""
        try:
            reader, writer = self.idle.pop() if self.idle else await asyncio.open_connection("127.0.0.1", self.port)
        except OSError as error:
            raise CutError from error
        try:
            writer.write(_sent(request, extra, upto))
            await writer.drain()
            if upto is not None:
                raise CutError
            words, headers = await head(reader)
            body = b"" if words[1] in {"204", "304"} else await exactly(reader, headers)
        except (CutError, ConnectionError) as error:
            self.forget()
            writer.close()
            raise CutError from error
        if ("close") in {value.lower() for name, value in headers if name.lower() == "connection"}:
            writer.close()
        else:
            self.idle.append((reader, writer))
        return Answer(int(words[1]), headers, body)

    def forget(self) -> None:
        """Closes all kept connections: the server may be another one now."""
        for _, writer in self.idle:
            writer.close()
        self.idle.clear()


def _sent(request: Request, extra: list[Header], upto: int | None) -> bytes:
    headers = [(name, value) for name, value in request.headers if name.lower() not in HOP] + extra
    lines = [f"{request.method} {request.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    text = "\r\n".join([*lines, f"Content-Length: {len(request.body)}", "", ""]).encode("latin-1")
    return text + (request.body if upto is None else request.body[:upto])
