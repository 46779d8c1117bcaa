"""Callers who send a byte now and then.   slow_connections.py [--count N] [--seed N]

Some dribble the head of a request, some its body, some connect and say nothing. Each must be gone soon after its limit, whatever it still sends, and
those who ask at a proper pace must not notice.
"""

import random
import resource
import selectors
import socket
import sys
import time

from gateway import Gateway, wait_until
from raw_socket import chat_body, chat_request, exchange
from seeded import read_arguments
from table import run_table

HEAD_SECONDS = 2
BODY_SECONDS = 2
SLACK_SECONDS = 8  # of a busy, sanitized machine
DRIBBLE_SECONDS = 0.2
HTTP = {"head_timeout": f"{HEAD_SECONDS}s", "body_grace": f"{BODY_SECONDS}s", "idle_timeout": f"{HEAD_SECONDS}s", "linger_timeout": "500ms"}


class Dribblers:
    def __init__(self, gateway: Gateway, count: int, seed: int):
        self._gateway = gateway
        chance = random.Random(seed)
        for _ in range(20):  # everything that Parley opens once is open
            assert self._ask() == (200,)
        self._descriptors = gateway.open_descriptors()
        self._texts = [self._text(chance.choice(["head", "body", "silence"]), chance) for _ in range(count)]
        self._answers: list[bytes] = []
        self._longest = 0.0

    def each_is_gone_soon_after_its_limit(self) -> None:
        began = time.monotonic()
        with selectors.DefaultSelector() as running:
            for text, said_at_once in self._texts:
                connection = socket.create_connection(self._gateway.address())
                connection.setblocking(False)
                connection.send(text[:said_at_once]) if said_at_once else None
                running.register(connection, selectors.EVENT_READ, [text[said_at_once:], b"", time.monotonic()])
            came = time.monotonic() - began
            while running.get_map():
                self._dribble(running)
                assert self._ask() == (200,), "others must not notice"
        print(f"       {len(self._texts)} came within {came:.1f} s; the longest stayed for {self._longest:.1f} s")

    def none_of_them_reached_the_provider(self) -> None:
        assert not any("dribbled" in call["body"] for call in self._gateway.simulated_calls())

    def they_were_told_why_or_simply_cut(self) -> None:
        told = [answer[:12] for answer in self._answers if answer]
        assert set(told) <= {b"HTTP/1.1 408"}, set(told)

    def nothing_stays_open(self) -> None:
        most = self._descriptors + 2  # each thread may have made one more connection to the provider meanwhile, and keeps it
        assert wait_until(lambda: self._gateway.open_descriptors() <= most, 20), (self._gateway.open_descriptors(), most)

    def _text(self, kind: str, chance: random.Random) -> tuple[bytes, int]:
        """What one of them would like to say, and how much of it at once."""
        text = chat_request(chat_body("echo", "dribbled" * 100), self._gateway.key)
        head_bytes = text.index(b"\r\n\r\n") + 4
        return text, {"silence": 0, "head": chance.randint(1, head_bytes - 60), "body": head_bytes + chance.randint(1, 60)}[kind]

    def _dribble(self, running: selectors.BaseSelector) -> None:
        """A byte of each; the silent ones stay so."""
        # tidy: allow no_sleep_in_tests: what these callers are made of; no result depends on its length
        time.sleep(DRIBBLE_SECONDS)
        for ready, _ in running.select(0):
            try:
                piece = ready.fileobj.recv(65536)
            except ConnectionResetError:
                piece = b""
            ready.data[1] += piece
            if not piece:
                self._answers.append(ready.data[1])
                self._longest = max(self._longest, time.monotonic() - ready.data[2])
                running.unregister(ready.fileobj)
                ready.fileobj.close()
        for present in list(running.get_map().values()):
            state = present.data
            stayed = time.monotonic() - state[2]
            assert stayed < max(HEAD_SECONDS, BODY_SECONDS) + SLACK_SECONDS, f"one is still there after {stayed:.1f} s"
            if len(state[0]) and len(state[0]) < len(self._texts[0][0]):
                try:
                    state[0] = state[0][present.fileobj.send(state[0][:1]):]
                except OSError:
                    pass  # it was cut just now, which the next look shows

    def _ask(self) -> tuple[int, ...]:
        return exchange(self._gateway.address(), chat_request(chat_body("echo", "hello"), self._gateway.key), final_answers=1).statuses


def main() -> int:
    arguments = read_arguments(__doc__, "count", 60)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, arguments.count + 200), most))
    with Gateway({"echo": "sim/echo"}, http=HTTP) as gateway:
        dribblers = Dribblers(gateway, arguments.count, arguments.seed)
        stories = [dribblers.each_is_gone_soon_after_its_limit, dribblers.none_of_them_reached_the_provider, dribblers.they_were_told_why_or_simply_cut,
                   dribblers.nothing_stays_open]
        return run_table((story.__name__, story) for story in stories)


if __name__ == "__main__":
    sys.exit(main())
