"""A request that a client is known to send, from a file:

    # origin: constructed from <public document, section>
    # expect: 200 completion
    # check: choices/0/message/content = "hello"
    POST /v1/chat/completions HTTP/1.1
    host: ${HOST}
    authorization: ${KEY}
    content-length: ${LENGTH}

    {"model":"echo",...}

What follows the comments is sent byte for byte, but for the three placeholders, the CRLF that ends each line of the head, and
the file's last line end. `expect` is a status and a kind of answer: completion, stream, stream_with_usage, models, model or
error. Each `check` names a value in the answer (for a stream: in what it said) by its path, and what it must be, as JSON.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_COMMENT = re.compile(r"# (origin|expect|check): (.+)")
_EXPECT = re.compile(r"(\d{3}) (completion|stream|stream_with_usage|models|model|error)")
_CHECK = re.compile(r"(\S+) = (.+)")


@dataclass(frozen=True)
class HttpCase:
    name: str  # client/case
    status: int
    kind: str
    checks: tuple[tuple[str, Any], ...]  # path, expected value
    head: str
    body: bytes

    def request(self, host: str, key: str) -> bytes:
        values = {"${HOST}": host, "${KEY}": key, "${LENGTH}": str(len(self.body))}
        head = self.head
        for placeholder, value in values.items():
            head = head.replace(placeholder, value)
        assert "${" not in head, f"{self.name}: a placeholder that nobody knows"
        return head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + self.body


def read_cases(folder: Path) -> list[HttpCase]:
    return [read_case(file) for file in sorted(folder.glob("*/*.http"))]


def read_case(file: Path) -> HttpCase:
    name = f"{file.parent.name}/{file.stem}"
    lines = file.read_text().split("\n")
    notes: dict[str, list[str]] = {"origin": [], "expect": [], "check": []}
    while lines and lines[0].startswith("#"):
        comment = _COMMENT.fullmatch(lines.pop(0))
        assert comment, f"{name}: a comment is `# origin:`, `# expect:` or `# check:`"
        notes[comment[1]].append(comment[2])
    assert len(notes["origin"]) == 1 and len(notes["expect"]) == 1, f"{name}: one origin and one expectation"
    assert notes["origin"][0].startswith("constructed from "), f"{name}: where does it come from?"
    expected = _EXPECT.fullmatch(notes["expect"][0])
    assert expected, f"{name}: expect STATUS KIND"
    head, _, body = "\n".join(lines).partition("\n\n")
    checks = []
    for line in notes["check"]:
        parts = _CHECK.fullmatch(line)
        assert parts, f"{name}: check PATH = JSON"
        checks.append((parts[1], json.loads(parts[2])))
    return HttpCase(name, int(expected[1]), expected[2], tuple(checks), head, body.removesuffix("\n").encode())


def value_at(document: Any, path: str) -> Any:
    """The value at `choices/0/message`; `tool_calls/#` is how many there are, `content/json` what the text says as JSON."""
    for step in path.split("/"):
        if step == "#":
            return len(document)
        if step == "json":
            document = json.loads(document)
            continue
        document = document[int(step) if isinstance(document, list) else step]
    return document
