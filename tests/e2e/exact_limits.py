"""Limits are exact, however many ask at once.   exact_limits.py [--requests N]

Connections to all threads ask for models with a limit, as fast as they can and many requests ahead. In every window of a minute exactly
the limit may be answered and not one more, whoever comes when.
"""

import argparse
import re
import socket
import sys
import threading
import time
from collections import Counter

from gateway import KEY, Gateway, wait_until
from raw_socket import chat_body, chat_request
from table import run_table

LIMIT = 97
WINDOW_SECONDS = 60
CONNECTIONS = 8
AHEAD = 32  # requests in one write
MODELS = ("one", "two", "three")


class Crowd:
    def __init__(self, gateway: Gateway, requests: int):
        self._gateway = gateway
        self._each = requests // CONNECTIONS // AHEAD
        self._told: list[Counter] = []
        self._failed: list[BaseException] = []
        self._lock = threading.Lock()
        self._seconds = 0.0

    def everybody_is_answered(self) -> None:
        started = time.monotonic()
        threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._seconds = time.monotonic() - started
        assert not self._failed, self._failed[0]
        total = sum(self._told, Counter())
        assert total.total() == CONNECTIONS * self._each * AHEAD, total
        print(f"       {total.total()} requests in {self._seconds:.0f} s")

    def every_model_is_answered_as_often_as_its_limit_says(self) -> None:
        windows = int(self._seconds / WINDOW_SECONDS) + 1
        total = sum(self._told, Counter())
        assert {status for _, status in total} <= {200, 429}, total
        for model in MODELS:
            assert LIMIT <= total[model, 200] <= windows * LIMIT, f"{total[model, 200]} answers of {model} in {windows} windows"
            if windows == 1:
                assert total[model, 200] == LIMIT

    def the_metrics_agree(self) -> None:
        total = sum(self._told, Counter())
        refused = sum(count for (_, status), count in total.items() if status == 429)
        def counted() -> int:
            return int(re.search(r'^parley_rate_limited_total\{reason="over_limit"\} (\d+)$', self._gateway.metrics(), re.MULTILINE)[1])
        assert wait_until(lambda: counted() == refused, 10), (counted(), refused)
        asked = Counter(call["body"].split('"content": "')[1].split('"')[0] for call in self._gateway.simulated_calls())
        assert asked == {model: total[model, 200] for model in MODELS}, f"{asked} reached the provider"

    def _ask(self, number: int) -> None:
        try:
            told = Counter()
            with socket.create_connection(self._gateway.address(), timeout=60) as connection:
                for turn in range(self._each):
                    model = MODELS[(number + turn) % len(MODELS)]
                    connection.sendall(chat_request(chat_body(model, model), self._gateway.key) * AHEAD)
                    told += Counter((model, status) for status in read_statuses(connection, AHEAD))
            with self._lock:
                self._told.append(told)
        except BaseException as error:
            self._failed.append(error)


def read_statuses(connection: socket.socket, count: int) -> list[int]:
    """The statuses of so many answers, each with a content-length."""
    statuses, received = [], b""
    while len(statuses) < count:
        head_end = received.find(b"\r\n\r\n")
        length = int(re.search(rb"\r\ncontent-length: (\d+)", received[:head_end])[1]) if head_end >= 0 else 0
        if head_end < 0 or len(received) < head_end + 4 + length:
            piece = connection.recv(65536)
            assert piece, "the connection ended"
            received += piece
            continue
        statuses.append(int(received[9:12]))
        received = received[head_end + 4 + length:]
    return statuses


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=6_000)
    requests = parser.parse_args().requests
    models = [{"id": model, "targets": [{"provider": "up", "model": "sim/echo"}]} for model in MODELS]
    with Gateway({}, key=KEY, models=models, limits={"requests_per_minute": LIMIT}, log={"requests": False}) as gateway:
        crowd = Crowd(gateway, requests)
        cases = (crowd.everybody_is_answered, crowd.every_model_is_answered_as_often_as_its_limit_says, crowd.the_metrics_agree)
        return run_table((case.__name__, case) for case in cases)


if __name__ == "__main__":
    sys.exit(main())
