"""Three times as much as can be done, and as much is done as before.   goodput.py [--seconds N] [--seed N]

First so many callers as keep one thread busy ask for long streams, each as soon as it has been answered: that is the peak. Then three times as many requests a
second come, whether or not anybody is answered. Most must be refused, with a time to come back; the others must be whole, as many a second as before; health
must answer meanwhile; and when the crowd has left everything must be as it was. The long form looks at rates and times, which want a release build
and a quiet machine:

    PARLEY_BINARY=build/release/parley python3 tests/e2e/goodput.py --seconds 60
"""

import contextlib
import multiprocessing
import random
import selectors
import socket
import sys
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field

from gateway import Gateway, wait_until
from raw_socket import chat_body, chat_request, exchange
from retries import counted
from seeded import read_arguments
from table import run_table

MODELS = {"talk": "sim/words-400", "echo": "sim/echo"}
PROCESSES = 4
PEAK_CALLERS = 8       # of each process
CALLERS_MOST = 400     # likewise: whoever comes beyond them finds no line
TIMES = 3
FIGURES_FROM_SECONDS = 30  # less is chance
LEAST_OF_PEAK = 0.9
PATIENCE_SECONDS = 20
SECONDS_MAX = 30


@dataclass
class Heard:
    whole: list[float] = field(default_factory=list)    # seconds to the first byte of each
    refused: list[float] = field(default_factory=list)  # likewise
    other: Counter = field(default_factory=Counter)

    def add(self, other: "Heard") -> None:
        self.whole += other.whole
        self.refused += other.refused
        self.other.update(other.other)


class Line:
    """A connection with a request under way."""

    def __init__(self, address: tuple[str, int], request: bytes):
        self.request = request
        self.connection = socket.create_connection(address, timeout=SECONDS_MAX)

    def ask(self) -> None:
        self.received = b""
        self.asked = time.monotonic()
        self.first = 0.0
        self.connection.sendall(self.request)

    def hear(self, heard: Heard) -> bool:
        """Reads what has come. True once it is all there is."""
        piece = self.connection.recv(1 << 20)
        self.first = self.first or time.monotonic() - self.asked
        self.received = self.received[:400] + self.received[400:][-100:] + piece
        if piece and not self._is_over():
            return False
        if self.received.startswith(b"HTTP/1.1 200") and b"data: [DONE]" in self.received:
            heard.whole.append(self.first)
        elif self.received[9:12] in (b"429", b"503") and b"retry-after: 1\r\n" in self.received:
            heard.refused.append(self.first)
        else:
            heard.other[self.received[:60]] += 1
        return True

    def _is_over(self) -> bool:
        return self.received.endswith(b"\r\n0\r\n\r\n") or self.received[9:12] != b"200"


def ask_for(order: tuple) -> Heard:
    """In a process of its own: `rate` requests a second at moments that a seed draws, or, where there is no rate, one after the other by each caller."""
    address, key, seconds, rate, seed = order
    request = chat_request(chat_body("talk", "hello", stream=True), key)
    chance, heard = random.Random(seed), Heard()
    free: list[Line] = []
    began = time.monotonic()
    due = began
    with selectors.DefaultSelector() as selector:
        def ask() -> None:
            line = free.pop() if free else Line(address, request)
            with contextlib.suppress(OSError):
                line.ask()
            selector.register(line.connection, selectors.EVENT_READ, line)

        for _ in range(0 if rate else PEAK_CALLERS):
            ask()
        while (now := time.monotonic()) < began + seconds or selector.get_map():
            if now > began + seconds + PATIENCE_SECONDS:
                heard.other["still waiting"] += len(selector.get_map())
                break
            while rate and due <= now and due < began + seconds:
                due += chance.expovariate(rate)
                if len(selector.get_map()) < CALLERS_MOST:
                    ask()
            for ready, _ in selector.select(max(0.0, min(0.05, due - now)) if rate else 0.05):
                line = ready.data
                try:
                    is_over = line.hear(heard)
                except OSError:
                    heard.other["reset"] += 1
                    is_over = True
                if is_over:
                    selector.unregister(line.connection)
                    if line.received.startswith(b"HTTP/1.1 200") or b"connection: close" not in line.received:
                        free.append(line)
                    if not rate and now < began + seconds:
                        ask()
    return heard


class Overload:
    def __init__(self, gateway: Gateway, seconds: int, seed: int):
        self._gateway, self._seconds, self._seed = gateway, seconds, seed
        self._peak = self._crowd = Heard()

    def as_much_is_done_as_at_the_peak(self) -> None:
        self._peak = self._ask(self._seconds / 2, 0)
        peak = len(self._peak.whole) / (self._seconds / 2)
        assert not self._peak.other and not self._peak.refused, (self._peak.other, len(self._peak.refused))
        self._crowd = self._ask(self._seconds, TIMES * peak / PROCESSES)
        done = len(self._crowd.whole) / self._seconds
        print(f"       {peak:.0f} a second at the peak, {done:.0f} of {TIMES * peak:.0f} under {TIMES} times as many, {100 * done / peak:.0f} %; "
              f"to the first byte, 99 of 100, ms: {ms(self._peak.whole)} at the peak, {ms(self._crowd.whole)} of those let in, {ms(self._crowd.refused)} of those refused")
        assert not self._crowd.other, self._crowd.other
        assert self._crowd.whole and self._crowd.refused, "nobody was refused"
        assert self._seconds < FIGURES_FROM_SECONDS or done >= LEAST_OF_PEAK * peak, (done, peak)

    def refusals_are_counted(self) -> None:
        refused = sum(counted(self._gateway, f'parley_rate_limited_total{{reason="{reason}"}}') for reason in ("late", "over_share", "overload"))
        assert refused == len(self._crowd.refused), (refused, len(self._crowd.refused))

    def everything_is_as_before_once_the_crowd_has_left(self) -> None:
        began = time.monotonic()
        def ask() -> tuple[int, ...]:
            return exchange(self._gateway.address(), chat_request(chat_body("echo", "hello"), self._gateway.key), final_answers=1).statuses
        assert wait_until(lambda: all(ask() == (200,) for _ in range(20)), SECONDS_MAX)
        print(f"       after {time.monotonic() - began:.2f} s")
        again = self._ask(self._seconds / 4, 0)
        assert again.whole and not again.other and not again.refused, again.other

    def _ask(self, seconds: float, rate: float) -> Heard:
        orders = [(self._gateway.address(), self._gateway.key, seconds, rate, f"{self._seed} {number}") for number in range(PROCESSES)]
        heard = Heard()
        with multiprocessing.Pool(PROCESSES) as pool:
            answers = pool.imap_unordered(ask_for, orders)
            for url in (f"{self._gateway.url}/healthz", f"{self._gateway.admin_url}/readyz", f"{self._gateway.admin_url}/metrics"):
                with urllib.request.urlopen(url, timeout=SECONDS_MAX) as answer:
                    assert answer.status == 200, url
            for one in answers:
                heard.add(one)
        return heard


def ms(seconds: list[float]) -> str:
    return f"{1000 * sorted(seconds)[int(0.99 * len(seconds))]:.0f}" if seconds else "-"


def main() -> int:
    arguments = read_arguments(__doc__, "seconds", 8)
    limits = {"requests_at_once": PROCESSES * PEAK_CALLERS * 4, "lateness_max": "10ms"}
    with Gateway(MODELS, threads=1, limits=limits, log={"requests": False}) as gateway:
        overload = Overload(gateway, arguments.seconds, arguments.seed)
        stories = [overload.as_much_is_done_as_at_the_peak, overload.refusals_are_counted, overload.everything_is_as_before_once_the_crowd_has_left]
        return run_table((story.__name__, story) for story in stories)


if __name__ == "__main__":
    sys.exit(main())
