"""Nobody hears what another was told.   cross_talk.py [--requests N] [--seed N]

Every request carries a text of its own, which the provider echoes. Connections are kept on both sides, and used again right after others were
broken off: one caller of twenty leaves in the middle, by a close or a reset, and one call of twenty is cut, reset, refused or left hanging by the
provider. Whatever comes back must be the caller's own text, whole or from its beginning.
"""

import json
import multiprocessing
import random
import re
import socket
import struct
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from gateway import Gateway, wait_until
from raw_socket import chat_request
from seeded import read_arguments
from table import run_table

CALLERS = 24  # processes: one alone would be slower than what it asks
SECONDS_MAX = 30
LEAVE_SECONDS_MAX = 0.2
SHARE_OF_LEAVING = 0.05
SHARE_OF_FAULTS = 0.05
GOOD = {"echo": "sim/echo", "slow": "sim/echo?first=20ms&rate=2000&jitter=1"}
FAULTY = {"cut": "sim/echo?cut=3", "reset": "sim/echo?reset=2", "cut_head": "sim/echo?cut=headers", "hang": "sim/echo?hang=2", "refused": "sim/echo?status=503",
          "error": "sim/echo?error_in_stream=3", "long": "sim/echo?wrong_length=+7", "twice": "sim/echo?two_responses", "broken": "sim/echo?malformed=3"}
NONCE = re.compile(r"nonce-[0-9a-f]{16}")


@dataclass
class Heard:
    """By one caller, or by all of them."""
    ended: Counter = field(default_factory=Counter)
    foreign: list[tuple[str, str]] = field(default_factory=list)
    ids: list[bytes] = field(default_factory=list)

    def add(self, other: "Heard") -> None:
        self.ended.update(other.ended)
        self.foreign += other.foreign
        self.ids += other.ids


class Crowd:
    def __init__(self, gateway: Gateway, requests: int, seed: int):
        self._gateway = gateway
        self._requests = requests
        self._seed = seed
        self._heard = Heard()

    def everybody_hears_an_own_answer(self) -> None:
        began = time.monotonic()
        each, more = divmod(self._requests, CALLERS)
        orders = [(self._gateway.address(), self._gateway.key, each + (number < more), f"{self._seed} {number}") for number in range(CALLERS)]
        with multiprocessing.Pool(CALLERS) as pool:
            for heard in pool.imap_unordered(call_again_and_again, orders):
                self._heard.add(heard)
        print(f"       {dict(self._heard.ended)} in {time.monotonic() - began:.0f} s")
        foreign = self._heard.foreign
        assert not foreign, f"{len(foreign)} heard something else: {foreign[:3]}"
        assert self._heard.ended.total() == self._requests, self._heard.ended

    def most_of_them_whole(self) -> None:
        ended = self._heard.ended
        assert ended["whole"] >= 0.85 * self._requests, ended
        assert ended["left"] >= 0.02 * self._requests and ended["broken"] >= 0.02 * self._requests, ended

    def no_request_has_the_id_of_another(self) -> None:
        ids = self._heard.ids
        assert ids and len(set(ids)) == len(ids), Counter(ids).most_common(3)

    def nothing_stays_under_way(self) -> None:
        def running() -> int:
            page = self._gateway.metrics()
            begun, ended = (int(re.search(rf"^parley_exchanges_{word}_total (\d+)$", page, re.MULTILINE)[1]) for word in ("begun", "ended"))
            return begun - ended
        assert wait_until(lambda: running() == 0, SECONDS_MAX), running()


def call_again_and_again(order: tuple) -> Heard:
    """In a process of its own."""
    address, key, times, seed = order
    caller = Caller(address, key, random.Random(seed))
    for _ in range(times):
        caller.ask()
    return caller.heard


class Caller:
    """One request after the other, on one connection as long as it lasts."""

    def __init__(self, address: tuple[str, int], key: str, chance: random.Random):
        self.heard = Heard()
        self._address, self._key, self._chance = address, key, chance
        self._connection: socket.socket | None = None

    def ask(self) -> None:
        chance = self._chance
        text = " ".join([f"nonce-{chance.getrandbits(64):016x}"] * chance.randint(1, 12))
        model = chance.choice(list(FAULTY if chance.random() < SHARE_OF_FAULTS else GOOD))
        leaves_after = chance.choice([0, 1, chance.randint(1, 900)]) if chance.random() < SHARE_OF_LEAVING else None
        body = json.dumps({"model": model, "stream": chance.random() < 0.6, "messages": [{"role": "user", "content": text}],
                           "fallback_config": {"retry": False}}).encode()
        if not self._connection:
            self._connection = socket.create_connection(self._address)
        self._connection.settimeout(SECONDS_MAX if leaves_after is None else LEAVE_SECONDS_MAX)
        self._connection.sendall(chat_request(body, self._key))
        if leaves_after is not None:
            self._leave(leaves_after, text)
            self.heard.ended["left"] += 1
            return
        status, received, is_kept = read_answer(self._connection)
        self.heard.ended["whole" if self._is_whole(text, model, status, received) else "broken"] += 1
        if not is_kept:
            self._hang_up()

    def _is_whole(self, text: str, model: str, status: int, received: bytes) -> bool:
        self.heard.ids += re.findall(rb"\r\nx-request-id: (\S+)", received)
        content = content_of(received)
        self._check(text, received.decode(errors="replace"))
        if status == 200 and content == text and b'"finish_reason":"stop"' in received:
            return True
        if model in GOOD or not text.startswith(content):
            self.heard.foreign.append((text, received.decode(errors="replace")[-600:]))
        return False

    def _leave(self, after_bytes: int, text: str) -> None:
        received = b""
        try:
            while len(received) < after_bytes and (piece := self._connection.recv(64)):
                received += piece
        except TimeoutError:
            pass  # the answer was shorter than that
        self._check(text, received.decode(errors="replace"))
        if self._chance.random() < 0.5:
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._hang_up()

    def _hang_up(self) -> None:
        self._connection.close()
        self._connection = None

    def _check(self, text: str, received: str) -> None:
        own = text.split(" ")[0]
        foreign = set(NONCE.findall(received)) - {own}
        if foreign:
            self.heard.foreign.append((own, str(foreign)))


def read_answer(connection: socket.socket) -> tuple[int, bytes, bool]:
    """(status, all bytes, whether another may follow on the connection)."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65536)
        if not piece:
            return 0, received, False
        received += piece
    head, _, _ = received.partition(b"\r\n\r\n")
    status = int(head[9:12])
    length = re.search(rb"\r\ncontent-length: (\d+)", head)
    is_whole = (lambda: len(received) >= len(head) + 4 + int(length[1])) if length else (lambda: received.endswith(b"\r\n0\r\n\r\n"))
    while not is_whole():
        piece = connection.recv(65536)
        if not piece:
            return status, received, False
        received += piece
    return status, received, b"\r\nconnection: close" not in head


def content_of(received: bytes) -> str:
    """What was said, in one piece or in many."""
    texts = re.findall(rb'"content":("(?:[^"\\]|\\.)*")', received.partition(b'"request":')[0])
    return "".join(json.loads(text) for text in texts)


def main() -> int:
    arguments = read_arguments(__doc__, "requests", 3_000)
    with Gateway(GOOD | FAULTY, routing={"idle_timeout": "400ms", "first_chunk_timeout": "2s"}, log={"requests": False}) as gateway:
        crowd = Crowd(gateway, arguments.requests, arguments.seed)
        stories = [crowd.everybody_hears_an_own_answer, crowd.most_of_them_whole, crowd.no_request_has_the_id_of_another, crowd.nothing_stays_under_way]
        return run_table((story.__name__, story) for story in stories)


if __name__ == "__main__":
    sys.exit(main())
