"""Callers that leave at random moments.   hangups.py [--count N] [--seed N]

Each leaves through a real socket while Parley waits for the first token, streams, or collects a whole answer; by a plain
close, a reset or a half-close. However it happens, the upstream must see its own caller leave, and nothing may stay open
in Parley. How late the upstream saw it is printed, not judged: on a busy machine that is the machine's lateness.
"""

import argparse
import random
import select
import socket
import struct
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from gateway import Gateway, wait_until
from raw_socket import chat_body, chat_request, exchange
from table import run_table

PARALLEL = 8  # at once; more would measure this interpreter's own turns
SETTLE_SECONDS_MAX = 20
MODELS = {
    "echo": "sim/echo",
    "silent": "sim/words-5?first=600s",
    "early_head": "sim/words-5?first=600s&early_head",
    "talking": "sim/words-20000?rate=40",
}


@dataclass(frozen=True)
class Moment:
    model: str
    streaming: bool
    events: int  # leave after so many events have come; 0: after `seconds` without any answer
    seconds: float
    manner: str  # close, reset, half_close


@dataclass(frozen=True)
class Departure:
    nonce: str
    at: float  # time.monotonic()


def random_moment(chance: random.Random) -> Moment:
    kind = chance.choice(["before the first byte", "mid-stream", "not streaming"])
    manner = chance.choice(["close", "reset", "half_close"])
    if kind == "mid-stream":
        return Moment("talking", True, chance.randint(1, 30), 0, manner)
    model = chance.choice(["silent", "early_head", "talking"] if kind == "not streaming" else ["silent", "early_head"])
    return Moment(model, kind != "not streaming", 0, chance.uniform(0, 0.3), manner)


def leave(gateway: Gateway, nonce: str, moment: Moment) -> Departure:
    body = chat_body(moment.model, nonce, stream=moment.streaming)
    with socket.create_connection(gateway.address(), timeout=SETTLE_SECONDS_MAX) as connection:
        connection.sendall(chat_request(body, gateway.key))
        if moment.events:
            read_events(connection, moment.events)
        else:
            wait_for_silence(gateway, connection, nonce, moment.seconds)
        departure = Departure(nonce, time.monotonic())
        if moment.manner == "half_close":
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass
        elif moment.manner == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return departure


def read_events(connection: socket.socket, events: int) -> None:
    received = b""
    while received.count(b"\ndata: ") < events:
        piece = connection.recv(4096)
        assert piece, f"the stream ended by itself after {received[-300:]}"
        received += piece


def wait_for_silence(gateway: Gateway, connection: socket.socket, nonce: str, seconds: float) -> None:
    """The request has reached the upstream, and then nothing comes back for so long."""
    arrived = wait_until(lambda: gateway.upstream_saw(nonce), SETTLE_SECONDS_MAX)
    assert arrived, f"{nonce} never reached the upstream"
    readable, _, _ = select.select([connection], [], [], seconds)
    assert not readable, f"an answer to {nonce} came too soon: {connection.recv(300)}"


class HangUps:
    def __init__(self, gateway: Gateway, count: int, seed: int):
        self._gateway = gateway
        self._count = count
        self._seed = seed
        self._clock_offset = self._compare_clocks()
        self._warm_up()
        self._descriptors_before = gateway.open_descriptors()

    def _compare_clocks(self) -> float:
        """Our time.monotonic() at the simulator's time 0, from the quickest of some direct requests."""
        estimates = []
        for i in range(10):
            nonce = f"clock-{i}"
            before = time.monotonic()
            exchange(self._simulator_address(), chat_request(chat_body("sim/echo", nonce), "none"), final_answers=1)
            after = time.monotonic()
            call = next(call for call in self._gateway.simulated_calls() if nonce in call["body"])
            estimates.append((after - before, (before + after) / 2 - call["at_ms"] / 1000))
        return min(estimates)[1]

    def _simulator_address(self) -> tuple[str, int]:
        host, port = self._gateway.simulator_url.removeprefix("http://").split(":")
        return host, int(port)

    def _warm_up(self) -> None:
        """Everything that Parley opens once (pools, resolver, log) is open before descriptors are counted."""
        def ask(i: int) -> None:
            answers = exchange(self._gateway.address(), chat_request(chat_body("echo", f"warm-{i}"), self._gateway.key),
                               final_answers=1)
            assert answers.statuses == (200,), answers
        with ThreadPoolExecutor(PARALLEL) as pool:
            list(pool.map(ask, range(2 * PARALLEL)))

    def every_caller_left(self) -> None:
        chance = random.Random(self._seed)
        moments = [random_moment(chance) for _ in range(self._count)]
        with ThreadPoolExecutor(PARALLEL) as pool:
            self._departures = list(pool.map(lambda i: leave(self._gateway, f"hangup-{i:06}", moments[i]),
                                             range(self._count)))
        assert len(self._departures) == self._count

    def every_upstream_call_was_given_up(self) -> None:
        assert wait_until(lambda: not self._open_calls(), SETTLE_SECONDS_MAX), f"still open: {self._open_calls()[:3]}"
        outcomes: dict[str, list[str]] = {departure.nonce: [] for departure in self._departures}
        for call in self._hangup_calls():
            outcomes[self._nonce_of(call)].append(call["outcome"])
        wrong = {nonce: seen for nonce, seen in outcomes.items() if seen != ["caller_left"]}
        assert not wrong, f"{len(wrong)} of {self._count} upstream calls ended otherwise: {dict(list(wrong.items())[:5])}"
        self._report_delays()

    def nothing_stays_open(self) -> None:
        back = wait_until(lambda: self._gateway.open_descriptors() <= self._descriptors_before, SETTLE_SECONDS_MAX)
        now = self._gateway.open_descriptors()
        assert back, f"{now} descriptors are open, {self._descriptors_before} before the hang-ups"

    def no_upstream_is_blamed(self) -> None:
        failures = [line for line in self._gateway.metrics().splitlines()
                    if line.startswith("parley_upstream_failures_total") and not line.endswith(" 0")]
        assert not failures, failures

    def others_are_still_served(self) -> None:
        self._warm_up()

    def _hangup_calls(self) -> list[dict]:
        return [call for call in self._gateway.simulated_calls() if "hangup-" in call["body"]]

    def _open_calls(self) -> list[dict]:
        return [call for call in self._hangup_calls() if call["outcome"] == "open"]

    @staticmethod
    def _nonce_of(call: dict) -> str:
        start = call["body"].index("hangup-")
        return call["body"][start:start + len("hangup-000000")]

    def _report_delays(self) -> None:
        left_at = {departure.nonce: departure.at for departure in self._departures}
        delays = sorted(1000 * (self._clock_offset - left_at[self._nonce_of(call)]) + call["at_ms"] + call["caller_left_ms"]
                        for call in self._hangup_calls())
        def at(share: float) -> float:
            return delays[min(len(delays) - 1, int(share * len(delays)))]
        print(f"       upstream closed after the caller left (ms, +-2): p50 {at(0.5):.0f}, p99 {at(0.99):.0f}, max {delays[-1]:.0f}")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    arguments = parser.parse_args()
    print(f"{arguments.count} hang-ups, seed {arguments.seed}")
    with Gateway(MODELS) as gateway:
        run = HangUps(gateway, arguments.count, arguments.seed)
        cases = (run.every_caller_left, run.every_upstream_call_was_given_up, run.nothing_stays_open,
                 run.no_upstream_is_blamed, run.others_are_still_served)
        return run_table((case.__name__, case) for case in cases)


if __name__ == "__main__":
    sys.exit(main())
