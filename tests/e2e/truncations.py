"""No answer is cut short in silence.   truncations.py [--count N] [--seed N]

Providers die at every place of an answer, in every way: a plain end, a reset, silence, nonsense. A caller must see which answers are whole: a
stream that was cut ends with an error event, without `finish_reason` and without `[DONE]`; a whole answer that was cut is an error; and what fails before its first byte
is asked again elsewhere, unseen. The ledger must say the same as the caller saw.
"""

import http.client
import json
import random
import sqlite3
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from gateway import Gateway
from seeded import read_arguments
from table import run_table

WORDS = 12
IDLE_MS = 500
TOLD_SECONDS_MAX = 1 + 2  # a second after the idle limit; two more are this machine's, sanitized and shared
PARALLEL = 8
# The role, the words, the finish reason and the usage are chunks. After the finish reason a stream is whole, whatever follows.
LAST_WORD = WORDS + 1
FAULTS = ("cut", "reset", "hang", "malformed", "error_in_stream", "no_finish&no_done")


When = str  # early: before anything was said; late: in the middle; either


@dataclass(frozen=True)
class Seen:
    request_id: str
    upstream: str
    is_stream: bool
    whole: bool
    said_error: bool
    by_another: bool
    seconds: float  # from the last word to the end


def draw_fault(chance: random.Random) -> tuple[str, When]:
    """(the simulator's options, when it strikes)."""
    fault = chance.choice(FAULTS)
    if fault == "no_finish&no_done":
        return fault, "late"
    if fault in ("cut", "reset") and chance.random() < 0.2:
        return f"{fault}=headers", "early"
    after = chance.randint(1, LAST_WORD)
    if after <= 1:
        return f"{fault}={after}", "early"  # a role says nothing yet
    # Words that come together with a failure may be thrown away with it, by the kernel where the connection is reset.
    return f"{fault}={after}", "late" if after >= 4 and fault != "reset" else "either"


class Faults:
    def __init__(self, gateway: Gateway, plans: list[tuple[str, When, bool]]):
        self._gateway = gateway
        self._plans = plans
        self._seen: list[Seen] = []

    def every_answer_comes_to_an_end(self) -> None:
        with ThreadPoolExecutor(PARALLEL) as pool:
            self._seen = list(pool.map(lambda plan: self._ask(*plan), self._plans))
        print(f"       {Counter((seen.is_stream, 'whole' if seen.whole else 'cut') for seen in self._seen)}")

    def none_is_cut_in_silence(self) -> None:
        silent = [seen for seen in self._seen if seen.whole == seen.said_error]
        assert not silent, f"{len(silent)} of {len(self._seen)}: {silent[:5]}"

    def what_fails_before_it_begins_is_answered_by_another(self) -> None:
        early = [(plan, seen) for plan, seen in zip(self._plans, self._seen) if plan[1] == "early"]
        assert early and all(seen.whole for _, seen in early), [plan for plan, seen in early if not seen.whole][:5]

    def what_breaks_in_the_middle_of_a_stream_is_told(self) -> None:
        planned = [seen for plan, seen in zip(self._plans, self._seen) if plan[1] == "late" and seen.is_stream]
        # On a busy machine all of a short stream can come at once, its end with it: nothing has been sent by then, and another answers.
        told = [seen for seen in planned if not seen.by_another]
        assert len(told) * 2 > len(planned), f"{len(told)} of {len(planned)}"
        assert not any(seen.whole for seen in told), [seen for seen in told if seen.whole][:5]

    def it_is_told_soon(self) -> None:
        late = [seen for seen in self._seen if seen.seconds > IDLE_MS / 1000 + TOLD_SECONDS_MAX]
        assert not late, late[:5]

    def the_ledger_says_the_same(self) -> None:
        self._gateway.parley.stop()
        database = sqlite3.connect(self._gateway.data / "parley.db")
        outcomes = dict(database.execute("SELECT request_id, outcome FROM entries"))
        database.close()
        wrong = [(seen, outcomes.get(seen.request_id)) for seen in self._seen if (outcomes.get(seen.request_id) == "ok") != seen.whole]
        assert not wrong and len(outcomes) == len(self._seen), wrong[:5]

    def _ask(self, upstream: str, _: When, is_stream: bool) -> Seen:
        connection = http.client.HTTPConnection(*self._gateway.address(), timeout=60)
        body = {"model": upstream, "stream": is_stream, "messages": [{"role": "user", "content": "talk"}], "fallback_config": {"retry": False},
                "fallbacks": [{"model": "good"}]}
        connection.request("POST", "/v1/chat/completions", json.dumps(body),
                           {"content-type": "application/json", "authorization": f"Bearer {self._gateway.key}"})
        answer = connection.getresponse()
        heard, last = b"", time.monotonic()
        while piece := answer.read1(65536):
            if b"error" not in piece:
                last = time.monotonic()
            heard += piece
        seconds = time.monotonic() - last
        request_id = answer.headers["x-request-id"]
        by_another = "x-parley-fallback" in answer.headers
        connection.close()
        if not is_stream:
            return Seen(request_id, upstream, False, answer.status == 200 and is_completion(heard), answer.status >= 500, by_another, 0)
        is_whole = answer.status == 200 and heard.endswith(b"data: [DONE]\n\n") and b'"finish_reason":"stop"' in heard
        events = [json.loads(event[6:]) for event in heard.decode().split("\n\n") if event.startswith("data: {")]
        said_error = any("error" in event for event in events) and b"[DONE]" not in heard and b'"finish_reason":"stop"' not in heard
        return Seen(request_id, upstream, True, is_whole, said_error or answer.status >= 500, by_another, seconds)


def is_completion(body: bytes) -> bool:
    choice = json.loads(body)["choices"][0]
    return choice["finish_reason"] == "stop" and len(choice["message"]["content"].split()) == WORDS


def main() -> int:
    arguments = read_arguments(__doc__, "count", 200)
    chance = random.Random(arguments.seed)
    plans = []
    for _ in range(arguments.count):
        options, when = draw_fault(chance)
        plans.append((f"sim/words-{WORDS}?rate=400&{options}", when, chance.random() < 0.75))
    models = {name: name for name, _, _ in plans} | {"good": f"sim/words-{WORDS}"}
    with Gateway(models, routing={"idle_timeout": f"{IDLE_MS}ms", "first_chunk_timeout": "2s"}) as gateway:
        faults = Faults(gateway, plans)
        stories = [faults.every_answer_comes_to_an_end, faults.none_is_cut_in_silence, faults.what_fails_before_it_begins_is_answered_by_another,
                   faults.what_breaks_in_the_middle_of_a_stream_is_told, faults.it_is_told_soon, faults.the_ledger_says_the_same]
        return run_table((story.__name__, story) for story in stories)


if __name__ == "__main__":
    sys.exit(main())
