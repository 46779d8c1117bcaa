"""Callers of streams who come by chance, one after the other, whether or not those before them have been answered: an open loop."""

import asyncio
import json
import random
import time
from dataclasses import dataclass

from . import payload

PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Heard:
    """One caller's request. Moments are seconds since the load began."""
    due: float
    first: float | None  # of the first event, from the moment at which the request was due; None: nothing came
    whole: bool          # 200, up to the last byte


class Line:
    """Callers of one model, with connections that are kept."""

    def __init__(self, port: int, model: str):
        body = json.dumps({"model": model, "messages": payload.MESSAGES, "max_tokens": 64, "stream": True}).encode()
        self._request = (f"POST /v1/chat/completions HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {payload.KEY}\r\n"
                         f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n").encode() + body
        self._port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, began: float, due: float) -> Heard:
        first = None
        whole = False
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                reader, writer = await self._connect()
                writer.write(self._request)
                received = b""
                while not received.endswith(b"\r\n0\r\n\r\n"):
                    piece = await reader.read(65536)
                    if not piece or not (received + piece).startswith(b"HTTP/1.1 200"[:len(received + piece)]):
                        break
                    received += piece
                    if first is None and b"data: " in received:
                        first = time.monotonic() - began - due
                whole = received.endswith(b"data: [DONE]\n\n\r\n0\r\n\r\n")
                self._idle.append((reader, writer)) if whole else writer.close()
        except (OSError, TimeoutError):
            pass
        return Heard(due, first, whole)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof():  # closed, for it was idle for long
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self._port)

    def hang_up(self) -> None:
        for _, writer in self._idle:
            writer.close()


async def ask_all(lines: dict[str, Line], seconds: float, rate: float, seed: int) -> dict[str, list[Heard]]:
    """Every line for so long, `rate` times a second on average, at moments of its own."""
    began = time.monotonic()

    async def keep_asking(name: str) -> list[Heard]:
        chance = random.Random(f"{seed} {name}")
        asked, due = [], 0.0
        while (due := due + chance.expovariate(rate)) < seconds:
            await asyncio.sleep(began + due - time.monotonic())
            asked.append(asyncio.create_task(lines[name].ask(began, due)))
        return await asyncio.gather(*asked)

    heard = await asyncio.gather(*(keep_asking(name) for name in lines))
    for line in lines.values():
        line.hang_up()
    return dict(zip(lines, heard))
