"""The load goes where answers begin soon.   PARLEY_BINARY=build/release/parley python3 tests/e2e/latency_weights.py

What share a latency earns is routing's and tested there, with the tails that it is for in tests/unit/routing/tail_test.cpp.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

from fallbacks import asked
from gateway import Gateway
from hedges import ask, is_whole, models
from table import run_table

SLOW = "sim/words-2?first=400ms"
QUICK = "sim/words-2?first=20ms"
PARALLEL = 8


def ask_many(gateway: Gateway, count: int, model: str = "house") -> list[str]:
    """Whom the upstream was asked as, of so many streams."""
    before = len(asked(gateway, 0))
    with ThreadPoolExecutor(PARALLEL) as pool:
        for answers in pool.map(lambda _: ask(gateway, model), range(count)):
            assert is_whole(answers), answers
    return asked(gateway, before)


def the_load_goes_to_whoever_begins_sooner() -> None:
    with Gateway({}, models=models(SLOW, QUICK), routing={"weights": "latency"}) as gateway:
        learning = ask_many(gateway, 60)
        assert {SLOW, QUICK} == set(learning), "both are asked, or nobody knew"
        slow = ask_many(gateway, 100).count(SLOW)
        assert slow <= 30, f"{slow} of 100 still went to the slow one"


def a_weight_of_the_operators_counts_as_before() -> None:
    house = models(SLOW, QUICK)
    house[0]["targets"][0]["weight"], house[0]["targets"][1]["weight"] = 1, 10_000
    with Gateway({}, models=house, routing={"weights": "latency"}) as gateway:
        assert ask_many(gateway, 30).count(SLOW) <= 2


def without_the_word_the_order_counts() -> None:
    with Gateway({}, models=models(SLOW, QUICK)) as gateway:
        assert set(ask_many(gateway, 50)) == {SLOW}


def a_word_that_nobody_knows_is_refused() -> None:
    try:
        with Gateway({}, models=models(QUICK), routing={"weights": "latencies"}):
            raise AssertionError("it started")
    except RuntimeError as refused:
        assert "routing.weights" in str(refused), refused


CASES = [the_load_goes_to_whoever_begins_sooner, a_weight_of_the_operators_counts_as_before, without_the_word_the_order_counts,
         a_word_that_nobody_knows_is_refused]

if __name__ == "__main__":
    sys.exit(run_table((case.__name__, case) for case in CASES))
