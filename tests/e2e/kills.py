"""Every answered request has its entry, however the process dies.   kills.py [--cycles N] [--seed N]

Callers ask, half of them for streams, while the process is killed (SIGKILL) at a random
moment and started again on the same data. In the end the ledger is compared with what the callers got: nothing may be missing, doubled
or counted otherwise, and what a kill interrupted is marked so.
"""

import argparse
import http.client
import json
import random
import sqlite3
import sys
import threading
from collections import Counter

from gateway import KEY, Gateway, wait_until
from table import run_table

CALLERS = 8
THREADS = 2  # of the gateway
ANSWERS_MAX = 400  # before a kill
MODELS = {"fixed": "sim/fixed", "words": "sim/words-50"}
MARKED_WITHIN_SECONDS = 5


class Caller(threading.Thread):
    """Asks until the gateway is gone, and remembers every answer whose last byte came."""

    def __init__(self, address: tuple[str, int], seed: int):
        super().__init__()
        self._address = address
        self._random = random.Random(seed)
        self.answers: dict[str, int] = {}  # completion tokens, by request id
        self.surprise: str | None = None

    def run(self) -> None:
        connection = http.client.HTTPConnection(*self._address, timeout=30)
        try:
            while self.surprise is None:
                self._ask(connection)
        except (OSError, http.client.HTTPException, ValueError):
            pass  # killed
        finally:
            connection.close()

    def _ask(self, connection: http.client.HTTPConnection) -> None:
        body = {"model": self._random.choice(list(MODELS)), "messages": [{"role": "user", "content": "count"}]}
        streams = self._random.random() < 0.5
        if streams:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
        connection.request("POST", "/v1/chat/completions", json.dumps(body),
                           {"content-type": "application/json", "authorization": f"Bearer {KEY}"})
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status != 200:
            self.surprise = text
        elif not streams:
            self.answers[answer.headers["x-request-id"]] = json.loads(text)["usage"]["completion_tokens"]
        elif text.endswith("data: [DONE]\n\n"):
            usage = json.loads(text.split("data: ")[-2])["usage"]
            self.answers[answer.headers["x-request-id"]] = usage["completion_tokens"]


class Killing:
    def __init__(self, gateway: Gateway, cycles: int, seed: int):
        self._gateway = gateway
        self._cycles = cycles
        self._random = random.Random(seed)
        self._answers: dict[str, int] = {}
        self._entries: list[tuple[str, str, int]] = []

    def the_process_is_killed_while_it_answers(self) -> None:
        for cycle in range(self._cycles):
            callers = [Caller(self._gateway.address(), self._random.randrange(1 << 30)) for _ in range(CALLERS)]
            for caller in callers:
                caller.start()
            enough = self._random.randrange(1, ANSWERS_MAX)
            assert wait_until(lambda: sum(len(caller.answers) for caller in callers) >= enough, 60)
            self._gateway.parley.kill()
            for caller in callers:
                caller.join()
                assert caller.surprise is None, caller.surprise
                self._answers |= caller.answers
            self._gateway.serve()
        assert len(self._answers) >= self._cycles, len(self._answers)

    def what_is_left_is_stored_soon_after_the_start(self) -> None:
        """A segment is let go of once everything in it is stored; those of this run stay."""
        def segments() -> int:
            return len(list((self._gateway.data / "journal").iterdir()))
        assert wait_until(lambda: segments() <= THREADS, MARKED_WITHIN_SECONDS), f"{segments()} segments"

    def every_answer_has_one_entry_with_its_tokens(self) -> None:
        self._gateway.parley.stop()
        database = sqlite3.connect(self._gateway.data / "parley.db")
        self._entries = list(database.execute("SELECT request_id, outcome, output FROM entries"))
        database.close()
        times = Counter(request_id for request_id, _, _ in self._entries)
        assert max(times.values()) == 1, "an entry is there twice"
        tokens = {request_id: output for request_id, outcome, output in self._entries if outcome == "ok"}
        missing = self._answers.keys() - tokens.keys()
        assert not missing, f"{len(missing)} of {len(self._answers)} answers have no entry"
        wrong = {each for each in self._answers if tokens[each] != self._answers[each]}
        assert not wrong, f"{len(wrong)} entries count other tokens"
        print(f"       {len(self._answers)} answers, {len(self._entries)} entries, {self._cycles} kills")

    def what_was_interrupted_is_marked(self) -> None:
        outcomes = Counter(outcome for _, outcome, _ in self._entries)
        assert outcomes.keys() <= {"ok", "interrupted", "client_gone"}, outcomes
        # What was answered and did not reach its caller before the kill is `ok`, too; at most one of each caller in each cycle.
        beside = len(self._entries) - len(self._answers)
        assert 0 <= beside <= self._cycles * CALLERS, beside

    def nothing_is_left_in_the_journal(self) -> None:
        assert not list((self._gateway.data / "journal").iterdir())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=5)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    with Gateway(MODELS, threads=THREADS) as gateway:
        killing = Killing(gateway, arguments.cycles, arguments.seed)
        stories = [killing.the_process_is_killed_while_it_answers, killing.what_is_left_is_stored_soon_after_the_start,
                   killing.every_answer_has_one_entry_with_its_tokens, killing.what_was_interrupted_is_marked,
                   killing.nothing_is_left_in_the_journal]
        return run_table((story.__name__, story) for story in stories)


if __name__ == "__main__":
    sys.exit(main())
