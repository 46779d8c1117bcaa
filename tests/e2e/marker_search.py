"""Finds what must not be there: secrets and conversations, whole, in pieces, and as other programs would write them.

    hits = search_folder(folder, markers)      every file below it
    hits = search_bytes("stderr", data, markers)

A key also counts as found where eight bytes of it in a row are, so a marker is made of random letters and digits: nothing
else contains eight of them by chance.
"""

import base64
import json
import random
import string
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

PIECE_BYTES = 8
MARKER_LETTERS = 32


@dataclass(frozen=True)
class Marker:
    name: str
    text: str
    is_key: bool  # keys leak by pieces too; a conversation may share words with anything

    def forms(self) -> dict[bytes, str]:
        """Every byte string that would betray the marker, and what it is called."""
        raw = self.text.encode()
        forms = {raw: "whole"}
        forms.setdefault(json.dumps(self.text)[1:-1].encode(), "as JSON")
        forms.setdefault(urllib.parse.quote(self.text, safe="").encode(), "URL-encoded")
        for shift in range(3):  # base64 looks different at each of three positions within what is encoded
            middle = encoded_middle(raw, shift)
            forms |= {middle: "in base64", middle.translate(bytes.maketrans(b"+/", b"-_")): "in base64 for URLs"}
        if self.is_key:
            for start in range(len(raw) - PIECE_BYTES + 1):
                forms.setdefault(raw[start:start + PIECE_BYTES], "a piece")
        return forms


@dataclass(frozen=True)
class Hit:
    marker: str
    form: str
    place: str
    around: str

    def __str__(self) -> str:
        return f"{self.marker} {self.form} in {self.place}: ...{self.around}..."


def encoded_middle(raw: bytes, shift: int) -> bytes:
    """What base64 makes of `raw` after `shift` other bytes, without the letters that depend on the neighbours."""
    letters = base64.b64encode(b"\0" * shift + raw)
    return letters[(8 * shift + 5) // 6:8 * (shift + len(raw)) // 6]


def make_marker(name: str, is_key: bool, chance: random.Random, between: str = "-") -> Marker:
    """`between` joins two random halves: something that each way of encoding writes differently, if so wished."""
    half = MARKER_LETTERS // 2
    letters = [chance.choice(string.ascii_letters + string.digits) for _ in range(2 * half)]
    return Marker(name, "".join(letters[:half]) + between + "".join(letters[half:]), is_key)


def search_bytes(place: str, data: bytes, markers: list[Marker]) -> list[Hit]:
    """At most one hit for each marker: the first form that is there."""
    hits = []
    for marker in markers:
        for form, what in marker.forms().items():
            at = data.find(form)
            if at >= 0:
                around = data[max(0, at - 40):at + len(form) + 40].decode(errors="replace")
                hits.append(Hit(marker.name, what, place, around))
                break
    return hits


def complain(hits: list[Hit]) -> None:
    assert not hits, f"{len(hits)} leaks, the first: " + "; ".join(map(str, hits[:5]))


def search_folder(folder: Path, markers: list[Marker]) -> list[Hit]:
    """Every regular file below `folder`, its path included: a file's name tells as much as its content."""
    hits = []
    for file in sorted(folder.rglob("*")):
        hits += search_bytes(f"the name {file.name}", str(file.relative_to(folder)).encode(), markers)
        if file.is_file():
            hits += search_bytes(str(file.relative_to(folder)), file.read_bytes().rstrip(b"\0"), markers)
    return hits
