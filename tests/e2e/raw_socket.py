"""HTTP/1.1 written and read as bytes, so that a test can say what no client library would."""

import json
import re
import socket
from dataclasses import dataclass

_STATUS_LINE = re.compile(rb"HTTP/1\.1 (\d{3}) [^\r\n]*\r\n")
ANSWER_SECONDS_MAX = 15


@dataclass(frozen=True)
class Answers:
    """Everything that came back on one connection."""
    statuses: tuple[int, ...]
    bodies: tuple[bytes, ...]
    heads: tuple[bytes, ...]  # status line and fields of each, as they came
    closed: bool     # by the server, before the time was up
    remainder: bytes  # what is no complete answer


def exchange(address: tuple[str, int], request: bytes, half_close: bool = False, final_answers: int = 0,
             silence: float = 0, source: str = "") -> Answers:
    """Sends `request` and reads until the server closes, or has given so many final answers (0: does not matter) and says
    nothing more for `silence` seconds. `source`: the address that it comes from, if that matters."""
    received = bytearray()
    closed = False
    with socket.create_connection(address, timeout=ANSWER_SECONDS_MAX, source_address=(source, 0) if source else None) as connection:
        try:
            connection.sendall(request)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused while we were still talking: the answer may be there all the same
        try:
            while piece := connection.recv(65536):
                received += piece
                if final_answers and len(parse(bytes(received), False).statuses) >= final_answers:
                    if not silence:
                        break
                    connection.settimeout(silence)
            else:
                closed = True
        except ConnectionResetError:
            closed = True
        except TimeoutError:
            pass
    return parse(bytes(received), closed)


def parse(received: bytes, closed: bool) -> Answers:
    """Cuts the bytes into answers. Interim answers (1xx) are left out."""
    statuses, bodies, heads = [], [], []
    while found := _STATUS_LINE.match(received):
        head_end = received.find(b"\r\n\r\n")
        if head_end < 0:
            break
        body = _take_body(received[:head_end + 2].lower(), received[head_end + 4:], int(found[1]))
        if body is None:
            break
        head, (content, received) = received[:head_end], body
        if int(found[1]) >= 200:
            statuses.append(int(found[1]))
            bodies.append(content)
            heads.append(head)
    return Answers(tuple(statuses), tuple(bodies), tuple(heads), closed, received)


def _take_body(head: bytes, rest: bytes, status: int):
    """(content, what follows), or None while it is incomplete."""
    if status < 200 or status in (204, 304):
        return b"", rest
    if b"\r\ntransfer-encoding: chunked\r\n" in head:
        return _take_chunks(rest)
    length = re.search(rb"\r\ncontent-length: (\d+)\r\n", head)
    if not length or len(rest) < int(length[1]):
        return None
    return rest[:int(length[1])], rest[int(length[1]):]


def _take_chunks(rest: bytes):
    content = b""
    while found := re.match(rb"([0-9A-Fa-f]+)\r\n", rest):
        size = int(found[1], 16)
        end = found.end() + size
        if rest[end:end + 2] != b"\r\n":
            return None
        content += rest[found.end():end]
        rest = rest[end + 2:]
        if size == 0:
            return content, rest
    return None


def chat_body(model: str, text: str, **fields) -> bytes:
    return json.dumps({"model": model, "messages": [{"role": "user", "content": text}], **fields}).encode()


def chat_request(body: bytes, key: str, extra: bytes = b"", framing: bytes | None = None) -> bytes:
    """A POST of `body`, with `extra` header lines (each ending in CRLF) and, if given, other framing than the true one."""
    if framing is None:
        framing = b"content-length: %d\r\n" % len(body)
    return (b"POST /v1/chat/completions HTTP/1.1\r\nhost: parley.test\r\nauthorization: Bearer " + key.encode() +
            b"\r\ncontent-type: application/json\r\n" + extra + framing + b"\r\n" + body)
