"""Callers who remember what they got, and whether the ledger says the same.

Half of the answers are streams. An answer counts once its last byte has come.
"""

import http.client
import json
import random
import re
import sqlite3
import threading
from collections import Counter
from pathlib import Path

from gateway import KEY, Gateway, wait_until

MODELS = {"fixed": "sim/fixed", "words": "sim/words-50", "flaky": "sim/words-50?fail_rate=0.03&status=503"}
CALLERS = 8
ENOUGH_SECONDS_MAX = 60


class Caller(threading.Thread):
    """Asks until the gateway is gone or `leave` is set, and remembers every answer whose last byte came."""

    def __init__(self, address: tuple[str, int], seed: int, refusals_allowed: bool = False, models: list[str] | None = None):
        super().__init__()
        self._address = address
        self._random = random.Random(seed)
        self._refusals_allowed = refusals_allowed
        self._models = models or list(MODELS)
        self.leave = threading.Event()
        self.answers: dict[str, int] = {}  # completion tokens, by request id
        self.refusals = 0                  # 5xx
        self.surprise: str | None = None

    def run(self) -> None:
        connection = http.client.HTTPConnection(*self._address, timeout=60)
        try:
            while self.surprise is None and not self.leave.is_set():
                self._ask(connection)
        except (OSError, http.client.HTTPException, ValueError):
            pass  # killed
        finally:
            connection.close()

    def _ask(self, connection: http.client.HTTPConnection) -> None:
        body = {"model": self._random.choice(self._models), "messages": [{"role": "user", "content": "count"}]}
        streams = self._random.random() < 0.5
        if streams:
            body |= {"stream": True, "stream_options": {"include_usage": True}}
        connection.request("POST", "/v1/chat/completions", json.dumps(body),
                           {"content-type": "application/json", "authorization": f"Bearer {KEY}"})
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status >= 500 and self._refusals_allowed:
            self.refusals += 1
        elif answer.status != 200:
            self.surprise = text
        elif not streams:
            self.answers[answer.headers["x-request-id"]] = json.loads(text)["usage"]["completion_tokens"]
        elif text.endswith("data: [DONE]\n\n"):
            usage = json.loads(text.split("data: ")[-2])["usage"]
            self.answers[answer.headers["x-request-id"]] = usage["completion_tokens"]
        elif not self._refusals_allowed:
            self.surprise = f"a stream without an end: {text[-300:]}"


class Callers:
    """Several at once."""

    def __init__(self, address: tuple[str, int], chance: random.Random, count: int = CALLERS, **settings):
        self._callers = [Caller(address, chance.randrange(1 << 30), **settings) for _ in range(count)]
        for caller in self._callers:
            caller.start()

    def answered(self) -> int:
        return sum(len(caller.answers) for caller in self._callers)

    def refused(self) -> int:
        return sum(caller.refusals for caller in self._callers)

    def wait_for(self, condition) -> None:
        came = wait_until(lambda: condition() or self._surprises(), ENOUGH_SECONDS_MAX)
        assert came, f"{self.answered()} answers, {self.refused()} refused"

    def wait_for_answers(self, count: int) -> None:
        self.wait_for(lambda: self.answered() >= count)

    def leave(self) -> dict[str, int]:
        """What they got, once they have ended. After a kill they end by themselves."""
        for caller in self._callers:
            caller.leave.set()
        for caller in self._callers:
            caller.join()
        assert not self._surprises(), self._surprises()[0]
        answers: dict[str, int] = {}
        for caller in self._callers:
            answers |= caller.answers
        return answers

    def _surprises(self) -> list[str]:
        return [caller.surprise for caller in self._callers if caller.surprise]


def some_were_asked_twice(gateway: Gateway) -> bool:
    return re.search(r"^parley_upstream_retries_total [1-9]", gateway.metrics(), re.MULTILINE) is not None


def read_entries(data: Path) -> list[tuple[str, str, int]]:
    """Request id, outcome and output tokens of every entry, once Parley has stopped."""
    database = sqlite3.connect(data / "parley.db")
    entries = list(database.execute("SELECT request_id, outcome, output FROM entries"))
    database.close()
    return entries


def count_retried(data: Path) -> int:
    database = sqlite3.connect(data / "parley.db")
    count = database.execute("SELECT count(DISTINCT entry) FROM attempts WHERE kind = 'retry'").fetchone()[0]
    database.close()
    return count


def check_answers(answers: dict[str, int], entries: list[tuple[str, str, int]]) -> None:
    """Each answer has one entry, which counts its tokens."""
    times = Counter(request_id for request_id, _, _ in entries)
    assert not times or max(times.values()) == 1, "an entry is there twice"
    tokens = {request_id: output for request_id, outcome, output in entries if outcome == "ok"}
    missing = answers.keys() - tokens.keys()
    assert not missing, f"{len(missing)} of {len(answers)} answers have no entry"
    wrong = {each for each in answers if tokens[each] != answers[each]}
    assert not wrong, f"{len(wrong)} entries count other tokens"
