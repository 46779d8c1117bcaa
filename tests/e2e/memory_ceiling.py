"""What Parley needs of memory has an end, whatever comes.   memory_ceiling.py [--times N] [--growth-most MIB] [--seed N]

So many times as much as is allowed comes at once: bodies of a megabyte, connections that say nothing or a byte now and then, callers of long streams who do
not read. What cannot be carried is refused with a time to come back, the others are answered, and afterwards there is room for everybody again. With
`--growth-most` the memory is watched meanwhile; a sanitizer's is no measure, so that wants a release build:

    PARLEY_BINARY=build/release/parley python3 tests/e2e/memory_ceiling.py --times 10 --growth-most 128
"""

import argparse
import http.client
import random
import re
import socket
import sys
import threading
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gateway import Gateway, wait_until
from raw_socket import chat_body, chat_request, exchange
from table import run_table

MIB = 1 << 20
BODIES_MIB = 32
REQUESTS, CONNECTIONS, STALLED = 64, 200, 20  # the first two are allowed at once, and come so many times
MODELS = {"slow": "sim/words-5?first=300ms", "endless": "sim/long-4096", "echo": "sim/echo"}
SETTINGS = {"limits": {"requests_at_once": REQUESTS, "bodies_bytes_at_once": f"{BODIES_MIB}MiB"},
            "http": {"connections_max": CONNECTIONS, "head_timeout": "5s", "idle_grace": "100ms", "write_timeout": "20s"}}
LOOK_SECONDS = 0.02
SECONDS_MAX = 60


class Memory:
    """The most that a process has had of its own since."""

    def __init__(self, process: int):
        self._status = Path(f"/proc/{process}/status")
        self._before = self.most = self._now()
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look)
        self._looking.start()

    def _now(self) -> int:
        return int(re.search(r"RssAnon:\s+(\d+) kB", self._status.read_text())[1]) * 1024

    def _look(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            self.most = max(self.most, self._now())

    def end(self) -> float:
        """How much more it was than at the beginning, in MiB."""
        self._over.set()
        self._looking.join()
        return (self.most - self._before) / MIB


class Flood:
    def __init__(self, gateway: Gateway, times: int, growth_most: int, seed: int):
        self._gateway, self._times, self._growth_most = gateway, times, growth_most
        self._chance = random.Random(seed)
        self._statuses: Counter = Counter()
        self._without_a_time = 0

    def what_cannot_be_carried_is_refused(self) -> None:
        for _ in range(20):  # everything that Parley opens once is open
            assert self._ask() == (200,)
        memory = Memory(self._gateway.parley.process.pid)
        silent = [self._open() for _ in range(self._times * CONNECTIONS)]
        stalled = [self._open(chat_request(chat_body("endless", "hello", stream=True), self._gateway.key)) for _ in range(STALLED)]
        with ThreadPoolExecutor(2 * REQUESTS) as pool:
            asking = [pool.submit(self._post) for _ in range(self._times * 4 * REQUESTS)]
            for number, one in enumerate(asking):
                one.result()
                if number % REQUESTS == 0:
                    with urllib.request.urlopen(f"{self._gateway.admin_url}/healthz", timeout=SECONDS_MAX) as answer:
                        assert answer.status == 200
        growth = memory.end()
        for connection in silent + stalled:
            connection.close()
        print(f"       {dict(self._statuses)}; at most {growth:.0f} MiB more than before")
        assert set(self._statuses) <= {200, 429, 503, "cut"}, self._statuses
        assert self._statuses[200] >= REQUESTS // 2 and self._statuses[429] + self._statuses[503] > 0, self._statuses
        assert not self._without_a_time, f"{self._without_a_time} were not told when to come back"
        assert not self._growth_most or growth <= self._growth_most, growth

    def there_is_room_for_everybody_again(self) -> None:
        assert wait_until(lambda: all(self._ask() == (200,) for _ in range(20)), SECONDS_MAX)

    def _open(self, said: bytes = b"") -> socket.socket:
        connection = socket.create_connection(self._gateway.address(), timeout=SECONDS_MAX)
        try:
            connection.sendall(said or self._chance.choice([b"", b"POST /v1/chat/completions HTTP/1.1\r\nhost: "]))
        except OSError:
            pass  # its place was another's already
        return connection

    def _post(self) -> None:
        connection = http.client.HTTPConnection(*self._gateway.address(), timeout=SECONDS_MAX)
        try:
            connection.request("POST", "/v1/chat/completions", chat_body("slow", "x" * MIB), {"authorization": self._gateway.key, "content-type": "application/json"})
            answer = connection.getresponse()
            answer.read()
        except OSError:
            self._statuses["cut"] += 1  # an answer came before all was said, and the rest was met with a reset
            return
        finally:
            connection.close()
        self._statuses[answer.status] += 1
        self._without_a_time += answer.status != 200 and not answer.headers["retry-after"]

    def _ask(self) -> tuple[int, ...]:
        return exchange(self._gateway.address(), chat_request(chat_body("echo", "hello"), self._gateway.key), final_answers=1).statuses


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=2)
    parser.add_argument("--growth-most", type=int, default=0, metavar="MIB")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    with Gateway(MODELS, **SETTINGS) as gateway:
        flood = Flood(gateway, arguments.times, arguments.growth_most, arguments.seed)
        stories = [flood.what_cannot_be_carried_is_refused, flood.there_is_room_for_everybody_again]
        return run_table((story.__name__, story) for story in stories)


if __name__ == "__main__":
    sys.exit(main())
