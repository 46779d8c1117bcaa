"""Nobody hears what another was told.   cross_talk.py [--requests N] [--seed N]

Every request carries a text of its own, which the provider echoes. Connections are kept on both sides, and used again right after others were
broken off: one caller of twenty leaves in the middle, by a close or a reset, and one call of twenty is cut, reset, refused or left hanging by the
provider. Whatever comes back must be the caller's own text, whole or from its beginning.
"""

import asyncio
import json
import random
import re
import socket
import struct
import sys
from collections import Counter

from gateway import Gateway, wait_until
from raw_socket import chat_request
from seeded import read_arguments
from table import run_table

CALLERS = 24
SECONDS_MAX = 30
LEAVE_SECONDS_MAX = 1
SHARE_OF_LEAVING = 0.05
SHARE_OF_FAULTS = 0.05
GOOD = {"echo": "sim/echo", "slow": "sim/echo?first=20ms&rate=2000&jitter=1"}
FAULTY = {"cut": "sim/echo?cut=3", "reset": "sim/echo?reset=2", "cut_head": "sim/echo?cut=headers", "hang": "sim/echo?hang=2", "refused": "sim/echo?status=503",
          "error": "sim/echo?error_in_stream=3", "long": "sim/echo?wrong_length=+7", "twice": "sim/echo?two_responses", "broken": "sim/echo?malformed=3"}
NONCE = re.compile(r"nonce-[0-9a-f]{16}")


class Crowd:
    def __init__(self, gateway: Gateway, requests: int, seed: int):
        self._gateway = gateway
        self._requests = requests
        self._chance = random.Random(seed)
        self._ended = Counter()
        self._foreign: list[tuple[str, str]] = []
        self._ids: Counter = Counter()

    def everybody_hears_an_own_answer(self) -> None:
        asyncio.run(self._ask_all())
        print(f"       {dict(self._ended)}")
        assert not self._foreign, f"{len(self._foreign)} heard something else: {self._foreign[:3]}"
        assert self._ended.total() == self._requests, self._ended

    def most_of_them_whole(self) -> None:
        assert self._ended["whole"] >= 0.85 * self._requests, self._ended
        assert self._ended["left"] >= 0.02 * self._requests and self._ended["broken"] >= 0.02 * self._requests, self._ended

    def no_request_has_the_id_of_another(self) -> None:
        assert self._ids and max(self._ids.values()) == 1, self._ids.most_common(3)

    def nothing_stays_under_way(self) -> None:
        def running() -> int:
            page = self._gateway.metrics()
            begun, ended = (int(re.search(rf"^parley_exchanges_{word}_total (\d+)$", page, re.MULTILINE)[1]) for word in ("begun", "ended"))
            return begun - ended
        assert wait_until(lambda: running() == 0, SECONDS_MAX), running()

    async def _ask_all(self) -> None:
        each, more = divmod(self._requests, CALLERS)
        await asyncio.gather(*(self._call_again_and_again(each + (number < more)) for number in range(CALLERS)))

    async def _call_again_and_again(self, times: int) -> None:
        connection = None
        for _ in range(times):
            connection = connection or await asyncio.open_connection(*self._gateway.address())
            ended, is_kept = await self._ask(*connection)
            self._ended[ended] += 1
            if not is_kept:
                connection[1].close()
                connection = None
        if connection:
            connection[1].close()

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, bool]:
        """How it ended, and whether the connection can be used again."""
        chance = self._chance
        text = " ".join([f"nonce-{chance.getrandbits(64):016x}"] * chance.randint(1, 12))
        model = chance.choice(list(FAULTY if chance.random() < SHARE_OF_FAULTS else GOOD))
        leaves_after = chance.choice([0, 1, chance.randint(1, 900)]) if chance.random() < SHARE_OF_LEAVING else None
        body = json.dumps({"model": model, "stream": chance.random() < 0.6, "messages": [{"role": "user", "content": text}],
                           "fallback_config": {"retry": False}}).encode()
        writer.write(chat_request(body, self._gateway.key))
        if leaves_after is not None:
            await self._leave(reader, writer, leaves_after, text)
            return "left", False
        status, received, is_kept = await read_answer(reader)
        self._ids.update(re.findall(rb"\r\nx-request-id: (\S+)", received))
        content = content_of(received)
        self._check(text, received.decode(errors="replace"))
        if status == 200 and content == text and b'"finish_reason":"stop"' in received:
            return "whole", is_kept
        if model in GOOD or not text.startswith(content):
            self._foreign.append((text, received.decode(errors="replace")[-600:]))
        return "broken", is_kept

    async def _leave(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, after_bytes: int, text: str) -> None:
        received = b""
        try:
            while len(received) < after_bytes and (piece := await asyncio.wait_for(reader.read(64), LEAVE_SECONDS_MAX)):
                received += piece
        except TimeoutError:
            pass  # the answer was shorter than that
        self._check(text, received.decode(errors="replace"))
        if self._chance.random() < 0.5:
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def _check(self, text: str, received: str) -> None:
        own = text.split(" ")[0]
        foreign = set(NONCE.findall(received)) - {own}
        if foreign:
            self._foreign.append((own, str(foreign)))


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bool]:
    """(status, all bytes, whether another may follow on the connection)."""
    async def more() -> bool:
        nonlocal received
        piece = await asyncio.wait_for(reader.read(65536), SECONDS_MAX)
        received += piece
        return bool(piece)
    received = b""
    while b"\r\n\r\n" not in received:
        if not await more():
            return 0, received, False
    head, _, _ = received.partition(b"\r\n\r\n")
    length = re.search(rb"\r\ncontent-length: (\d+)", head)
    is_whole = (lambda: len(received) >= len(head) + 4 + int(length[1])) if length else (lambda: received.endswith(b"\r\n0\r\n\r\n"))
    while not is_whole():
        if not await more():
            return int(head[9:12]), received, False
    return int(head[9:12]), received, b"\r\nconnection: close" not in head


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
