"""Callers who stop reading.   stalled_readers.py [--count N]

Each asks for a long stream, reads its beginning and then nothing more. The provider must wait with the rest, Parley must not pay for it
with memory, and a caller who takes nothing for `write_timeout` is cut. The bytes of one connection at a time are in tests/unit/http.
"""

import argparse
import re
import resource
import socket
import sys
from pathlib import Path

from gateway import Gateway, wait_until
from raw_socket import chat_body, chat_request, exchange
from table import run_table

ANSWER_BYTES = 8 << 20  # more than all buffers between the provider and the caller hold
MODELS = {"long": f"sim/long-{ANSWER_BYTES >> 10}", "echo": "sim/echo"}
READER_BYTES_MAX = 256 << 10  # of Parley's own memory, for each
WRITE_TIMEOUT_SECONDS = 5
SECONDS_MAX = 60


class Readers:
    def __init__(self, gateway: Gateway, count: int):
        self._gateway = gateway
        self._count = count
        for _ in range(20):  # everything that Parley opens once is open
            assert self._ask().statuses == (200,)
        self._descriptors = gateway.open_descriptors()
        self._memory = self._anonymous_memory()
        self._sockets: list[socket.socket] = []

    def every_one_of_them_gets_a_beginning(self) -> None:
        for i in range(self._count):
            reader = socket.socket()
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            reader.settimeout(SECONDS_MAX)
            reader.connect(self._gateway.address())
            reader.sendall(chat_request(chat_body("long", f"stalled-{i:04}", stream=True, max_tokens=ANSWER_BYTES), self._gateway.key))
            assert reader.recv(512).startswith(b"HTTP/1.1 200 "), i
            self._sockets.append(reader)

    def the_provider_waits_with_the_rest(self) -> None:
        assert len(self._calls()) == self._count
        swallowed = [call["bytes_sent"] for call in self._calls() if call["bytes_sent"] >= ANSWER_BYTES]
        assert not swallowed, f"{len(swallowed)} of {self._count} answers were taken whole from the provider"

    def they_cost_little_memory(self) -> None:
        cost = (self._anonymous_memory() - self._memory) / self._count
        print(f"       {cost / 1024:.0f} KiB for each")
        assert cost <= READER_BYTES_MAX, f"{cost:.0f} bytes for each"

    def others_are_served_meanwhile(self) -> None:
        assert self._ask().statuses == (200,)

    def whoever_takes_nothing_for_long_is_cut(self) -> None:
        assert wait_until(lambda: self._left() == self._count, SECONDS_MAX), f"{self._left()} of {self._count} are counted as gone"
        assert wait_until(lambda: all(call["outcome"] == "caller_left" for call in self._calls()), SECONDS_MAX), "a provider still waits"
        for reader in self._sockets:
            assert ends(reader), "a caller who comes back finds the connection open"
            reader.close()

    def nothing_stays_open(self) -> None:
        assert wait_until(lambda: self._gateway.open_descriptors() <= self._descriptors, SECONDS_MAX), self._gateway.open_descriptors()

    def _ask(self):
        return exchange(self._gateway.address(), chat_request(chat_body("echo", "hello"), self._gateway.key), final_answers=1)

    def _calls(self) -> list[dict]:
        return [call for call in self._gateway.simulated_calls() if "stalled-" in call["body"]]

    def _left(self) -> int:
        return int(re.search(r'^parley_request_outcomes_total\{outcome="client_gone"\} (\d+)$', self._gateway.metrics(), re.MULTILINE)[1])

    def _anonymous_memory(self) -> int:
        status = Path(f"/proc/{self._gateway.parley.process.pid}/status").read_text()
        return int(re.search(r"^RssAnon:\s+(\d+) kB$", status, re.MULTILINE)[1]) * 1024


def ends(reader: socket.socket) -> bool:
    """Whether the connection ends before the answer does."""
    received = 0
    try:
        while piece := reader.recv(65536):
            received += len(piece)
    except ConnectionResetError:
        pass
    return received < ANSWER_BYTES


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=50)
    count = parser.parse_args().count
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with Gateway(MODELS, http={"write_timeout": f"{WRITE_TIMEOUT_SECONDS}s"}) as gateway:
        readers = Readers(gateway, count)
        cases = (readers.every_one_of_them_gets_a_beginning, readers.the_provider_waits_with_the_rest, readers.they_cost_little_memory,
                 readers.others_are_served_meanwhile, readers.whoever_takes_nothing_for_long_is_cut, readers.nothing_stays_open)
        return run_table((case.__name__, case) for case in cases)


if __name__ == "__main__":
    sys.exit(main())
