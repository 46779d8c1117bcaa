"""The time of day jumps while requests run, by seconds, hours and days, forwards and back.   clock_steps.py [--steps N] [--seed N]

Nothing but what people read goes by it: no request is cut or hangs, no id comes twice, no duration is negative, no entry is missing.
"""

import json
import random
import sqlite3
import struct
import sys
import time
import urllib.request
from pathlib import Path

from disk_shim import DiskShim
from gateway import Gateway
from ledger_callers import MODELS, Callers, check_answers, read_entries
from seeded import read_arguments
from table import run_table

HOUR = 3600
STEPS = [HOUR, -HOUR, 24 * HOUR, -24 * HOUR, 1, -1, 27 * HOUR, -HOUR / 2]  # 1 s: a leap second
ANSWERS_BETWEEN_STEPS = 20
PACED_SECONDS = 1.0  # of the paced stream: 50 words at 50 a second


class Stepping:
    def __init__(self, gateway: Gateway, clock: Path, steps: int, seed: int):
        self._gateway = gateway
        self._clock = clock
        self._steps = steps
        self._random = random.Random(seed)
        self._answers: dict[str, int] = {}
        self._paced = 0

    def step(self, seconds: float) -> None:
        with self._clock.open("r+b") as file:  # the same page that Parley has mapped
            file.write(struct.pack("<q", int(seconds * 10**9)))

    def requests_go_on_while_the_time_of_day_jumps(self) -> None:
        callers = Callers(self._gateway.address(), self._random, models=["fixed", "words"])
        for number in range(self._steps):
            self.step(STEPS[number % len(STEPS)])
            before = callers.answered()
            callers.wait_for_answers(before + ANSWERS_BETWEEN_STEPS)
        self._answers = callers.leave()

    def a_stream_keeps_its_pace(self) -> None:
        for _ in range(2):
            began = time.monotonic()
            body = {"model": "paced", "stream": True, "messages": [{"role": "user", "content": "slowly"}]}
            request = urllib.request.Request(f"{self._gateway.url}/v1/chat/completions", json.dumps(body).encode(),
                                             {"authorization": f"Bearer {self._gateway.key}", "content-type": "application/json"})
            with urllib.request.urlopen(request, timeout=60) as answer:
                for line in answer:
                    self.step(self._random.choice(STEPS))
                assert line, "the stream ended early"
            seconds = time.monotonic() - began
            assert seconds >= PACED_SECONDS * 0.9, seconds
            self._paced += 1

    def every_answer_has_one_entry_and_no_duration_is_negative(self) -> None:
        self._gateway.parley.stop()
        check_answers(self._answers, read_entries(self._gateway.data))
        database = sqlite3.connect(self._gateway.data / "parley.db")
        entries, least, days = database.execute("SELECT count(*), min(min(total, coalesce(first_chunk, 0))), "
                                                "count(DISTINCT began / 86400000000) FROM entries").fetchone()
        least_of_attempts = database.execute("SELECT min(min(began, total, coalesce(first_chunk, 0))) FROM attempts").fetchone()[0]
        database.close()
        assert entries == len(self._answers) + self._paced, (entries, len(self._answers))
        assert least >= 0 and least_of_attempts >= 0, (least, least_of_attempts)
        assert days >= 3, f"the clock did not jump: entries of {days} days"
        print(f"       {entries} entries on {days} days, {self._steps} steps")


def main() -> int:
    arguments = read_arguments(__doc__, "steps", 16)
    with Gateway(MODELS | {"paced": "sim/words-50?rate=50"}) as gateway:
        clock = gateway.folder / "clock"
        clock.write_bytes(bytes(8))
        DiskShim(gateway, clock=str(clock))
        stepping = Stepping(gateway, clock, arguments.steps, arguments.seed)
        stories = [stepping.requests_go_on_while_the_time_of_day_jumps, stepping.a_stream_keeps_its_pace,
                   stepping.every_answer_has_one_entry_and_no_duration_is_negative]
        return run_table((story.__name__, story) for story in stories)


if __name__ == "__main__":
    sys.exit(main())
