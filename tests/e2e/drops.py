"""Callers who leave a stream in its middle pay for what was produced.   drops.py [--count N] [--seed N]

A fifth of them leave when everything but the usage event has come, which would be a free ride for whoever only adds up usage events.
Each has one entry: partial, marked as estimated where the provider did not come to say, and with no fewer tokens than were delivered.
"""

import http.client
import json
import random
import socket
import sqlite3
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from gateway import Gateway
from seeded import read_arguments
from table import run_table

WORDS = 50
# The provider sends the role, the words and the finish reason, which Parley passes on together with what follows; then comes the usage,
# for which these callers do not wait.
MODELS = {"talking": f"sim/words-{WORDS}?rate=400", "before_usage": f"sim/words-{WORDS}?hang={WORDS + 2}"}
PARALLEL = 8
LEAVE_BEFORE_USAGE = 5  # every fifth


@dataclass(frozen=True)
class Dropped:
    request_id: str
    words: int  # that had been delivered
    before_usage: bool


class Dropping:
    def __init__(self, gateway: Gateway, count: int, seed: int):
        self._gateway = gateway
        self._count = count
        self._random = random.Random(seed)
        self._dropped: list[Dropped] = []
        self._entries: dict[str, tuple[str, int, int, int]] = {}

    def callers_leave(self) -> None:
        with ThreadPoolExecutor(PARALLEL) as pool:
            plans = [(number % LEAVE_BEFORE_USAGE == 0, self._random.randrange(WORDS), self._random.random() < 0.5)
                     for number in range(self._count)]
            self._dropped = list(pool.map(lambda plan: self._drop(*plan), plans))
        before_usage = sum(dropped.before_usage for dropped in self._dropped)
        print(f"       {len(self._dropped)} left, {before_usage} of them just before the usage event")

    def _drop(self, before_usage: bool, words: int, reset: bool) -> Dropped:
        connection = http.client.HTTPConnection(*self._gateway.address(), timeout=60)
        body = {"model": "before_usage" if before_usage else "talking", "stream": True, "stream_options": {"include_usage": True},
                "messages": [{"role": "user", "content": "talk"}]}
        connection.request("POST", "/v1/chat/completions", json.dumps(body),
                           {"content-type": "application/json", "authorization": f"Bearer {self._gateway.key}"})
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        delivered = 0
        while delivered < (WORDS if before_usage else words + 1):
            line = answer.readline()
            assert line, "the stream ended by itself"
            if line.startswith(b"data: {"):
                delivered += any(choice["delta"].get("content") for choice in json.loads(line[6:])["choices"])
        if reset:
            connection.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        answer.close()
        connection.close()
        return Dropped(answer.headers["x-request-id"], delivered, before_usage)

    def each_has_one_entry(self) -> None:
        self._gateway.parley.stop()
        database = sqlite3.connect(self._gateway.data / "parley.db")
        rows = list(database.execute("SELECT request_id, outcome, output, input, estimated FROM entries"))
        database.close()
        self._entries = {row[0]: row[1:] for row in rows}
        assert len(rows) == len(self._entries) == len(self._dropped), (len(rows), len(self._entries), len(self._dropped))
        assert self._entries.keys() == {dropped.request_id for dropped in self._dropped}

    def none_pays_for_less_than_was_delivered(self) -> None:
        for dropped in self._dropped:
            outcome, output, input_tokens, _ = self._entries[dropped.request_id]
            assert output >= dropped.words, (dropped, output)
            assert input_tokens > 0, dropped

    def each_is_marked_as_partial(self) -> None:
        for dropped in self._dropped:
            outcome, _, _, estimated = self._entries[dropped.request_id]
            # Who leaves at the end may have been sent everything, and then the provider has said how much it was.
            assert (outcome == "client_gone" and estimated) or (outcome == "ok" and dropped.words > 1), (dropped, outcome, estimated)
            assert outcome == "client_gone" or not dropped.before_usage, dropped


def main() -> int:
    arguments = read_arguments(__doc__, "count", 50)
    with Gateway(MODELS) as gateway:
        dropping = Dropping(gateway, arguments.count, arguments.seed)
        stories = [dropping.callers_leave, dropping.each_has_one_entry, dropping.none_pays_for_less_than_was_delivered,
                   dropping.each_is_marked_as_partial]
        return run_table((story.__name__, story) for story in stories)


if __name__ == "__main__":
    sys.exit(main())
