"""Parley in front of a disk that a test commands.

    shim = DiskShim(gateway)        Parley is started again, with disk_shim.c in front of libc
    shim.lose_power()               after a kill: what was not synced is taken back, as a machine does that dies

What happened stands in a trace of events; disk_shim.c says what each means. Names that were removed or changed stay so without a sync,
which is the harder case: what is let go of must have been stored.
"""

import os
import struct
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator

from gateway import Gateway

SOURCE = Path(__file__).with_name("disk_shim.c")
HEAD = struct.Struct("<cbhiqqq")
ID_BYTES = 36
SENT_HEAD, SENT_END = 1, 2


@dataclass(frozen=True)
class Event:
    type: str
    flag: int
    descriptor: int
    offset: int
    old_size: int
    bytes: bytes

    def ids(self) -> list[str]:
        return [self.bytes[at:at + ID_BYTES].decode() for at in range(0, len(self.bytes), ID_BYTES)]


@dataclass
class Content:
    """One file: what may have to be undone, and what need not any more."""
    path: str
    changes: list[Event] = field(default_factory=list)  # since the last sync
    lost: list[Event] = field(default_factory=list)     # that a failed sync did not keep
    name_is_synced: bool = True
    sync_failed: bool = False
    synced_after_failure: int = 0


class DiskShim:
    def __init__(self, gateway: Gateway, writes_sends: bool = False, **settings: str):
        """`settings`: further ones of disk_shim.c, without their PARLEY_SHIM_, in small letters."""
        self._gateway = gateway
        self._trace = gateway.folder / "trace"
        library = gateway.folder / "disk_shim.so"
        subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", library, SOURCE, "-lpthread"], check=True)
        environment = {
            "LD_PRELOAD": str(library),
            "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0",
            "PARLEY_SHIM_FOLDER": str(gateway.data),
            "PARLEY_SHIM_TRACE": str(self._trace),
            **({"PARLEY_SHIM_SENDS": "1"} if writes_sends else {}),
            **{f"PARLEY_SHIM_{name.upper()}": str(value) for name, value in settings.items()},
        }
        gateway.parley.stop()  # its files are as if they had been synced
        gateway.environment.update(environment)
        gateway.serve()

    def remove(self) -> None:
        """Parley is started again without it."""
        self._gateway.parley.stop()
        self._gateway.environment.clear()
        self._gateway.serve()

    def events(self) -> Iterator[Event]:
        data = self._trace.read_bytes()
        at = 0
        while at + HEAD.size <= len(data):
            kind, flag, _, descriptor, offset, old_size, size = HEAD.unpack_from(data, at)
            at += HEAD.size
            yield Event(kind.decode(), flag, descriptor, offset, old_size, data[at:at + size])
            at += size

    def contents(self) -> list[Content]:
        """Every file, as far as the trace goes."""
        return _contents(self.events())

    def lose_power(self) -> int:
        """Of a process that was killed. The number of writes that were taken back."""
        taken_back = 0
        for content in self.contents():
            taken_back += _take_back(content)
        self._trace.unlink()
        return taken_back

    def sent_before_synced(self, answers: dict[str, int]) -> list[str]:
        """The answers whose last bytes left before the last record about them was synced."""
        return sorted(_sent_too_early(self.events(), set(answers)))


def _contents(events: Iterator[Event]) -> list[Content]:
    by_name: dict[str, Content] = {}
    open_files: dict[int, Content] = {}
    for event in events:
        match event.type:
            case "o":
                path = event.bytes.decode()
                content = by_name.setdefault(path, Content(path))
                if event.flag:
                    content.name_is_synced = False
                open_files[event.descriptor] = content
            case "W" | "T":
                open_files[event.descriptor].changes.append(event)
            case "S":
                content = open_files[event.descriptor]
                content.synced_after_failure += content.sync_failed
                content.changes.clear()
                for other in by_name.values():
                    if os.path.dirname(other.path) == content.path:
                        other.name_is_synced = True
            case "F":
                content = open_files[event.descriptor]
                content.sync_failed = True
                content.lost += content.changes
                content.changes.clear()
            case "u":
                by_name.pop(event.bytes.decode(), None)
            case "r":
                old, new = event.bytes.decode().split("\n")
                if old in by_name:
                    by_name[new] = by_name.pop(old)
                    by_name[new].path = new
    return list(by_name.values())


def _take_back(content: Content) -> int:
    path = Path(content.path)
    if not path.is_file():
        return 0
    undone = content.lost + content.changes
    if not content.name_is_synced:
        path.unlink()
        return len(undone)
    with path.open("r+b") as file:
        for change in reversed(undone):
            file.seek(change.offset)
            file.write(change.bytes)
            file.truncate(change.old_size)
    return len(undone)


def _sent_too_early(events: Iterator[Event], answers: set[str]) -> set[str]:
    """A record is safe once its file was synced after it was written. The answer that a connection is sending is the one whose id stood
    in the last head; its last bytes are those that leave before the next head, or the end of the trace."""
    segments: dict[int, bool] = {}               # by file: whether it is one of the journal's
    unsynced: dict[str, int] = {}                # by id: the segment that its last record lies in
    sending: dict[int, str] = {}                 # by connection
    last_send_was_early: dict[str, bool] = {}
    for event in events:
        match event.type:
            case "o":
                segments[event.descriptor] = b"/journal-" in event.bytes
            case "w" if segments[event.descriptor]:
                unsynced |= {request: event.descriptor for request in event.ids()}
            case "S":
                unsynced = {request: file for request, file in unsynced.items() if file != event.descriptor}
            case "n":
                if event.flag & SENT_HEAD and event.ids():
                    sending[event.descriptor] = event.ids()[0]
                request = sending.get(event.descriptor)
                if request in answers:
                    last_send_was_early[request] = request in unsynced
    assert answers <= last_send_was_early.keys(), "not every answer is in the trace"
    return {request for request, early in last_send_was_early.items() if early}
