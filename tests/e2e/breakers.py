"""A target that keeps failing is left alone, and asked again as soon as it answers.   PARLEY_BINARY=build/release/parley python3 tests/e2e/breakers.py

When a breaker opens and closes is routing's and tested there, in simulated time; here a real one does.
"""

import json
import sys
import urllib.request

from fallbacks import ADMIN_KEY, UPSTREAM, ask, asked, body_of, field, model
from gateway import Gateway, wait_until
from retries import counted
from table import run_table

IN_A_ROW = 10
NO_RETRY = {"retry": False}


def gateway_of(*models: dict, **settings) -> Gateway:
    return Gateway({}, models=list(models), admin_key=ADMIN_KEY, **settings)


def target(gateway: Gateway, upstream: str) -> dict:
    request = urllib.request.Request(f"{gateway.admin_url}/admin/v1/targets", headers={"authorization": ADMIN_KEY})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return next(one for one in json.load(answer)["targets"] if one["model"] == upstream)


def fail_in_a_row(gateway: Gateway, name: str, status: int) -> None:
    for _ in range(IN_A_ROW):
        answers = ask(gateway, name, config=NO_RETRY)
        assert answers.statuses == (status,), answers


def a_target_that_fails_everything_is_left_alone() -> None:
    with gateway_of(model("down", UPSTREAM["down"])) as gateway:
        fail_in_a_row(gateway, "down", 502)
        assert target(gateway, UPSTREAM["down"])["breaker"] != "closed"
        answers = [ask(gateway, "down", config=NO_RETRY, stream=stream) for stream in (False, True) * 10]
        refused = [one for one in answers if one.statuses == (503,)]
        assert len(asked(gateway, 0)) == IN_A_ROW + len(answers) - len(refused)
        assert len(refused) >= 10, "a probe a second at most"
        assert field(refused[0], "retry-after") == "1" and field(refused[0], "x-should-retry") is None
        assert body_of(refused[0])["metadata"]["errors"] == ["the provider has failed too often, and is not asked for a moment"]
        assert counted(gateway, "parley_upstream_not_admitted_total") == len(refused)
        labels = 'provider="up",model="sim/echo?status=500"'
        assert f"parley_target_breaker_open{{{labels}}} 1" in gateway.metrics(), gateway.metrics()


def it_is_asked_again_once_it_answers() -> None:
    upstream = f"sim/echo?fail_first={IN_A_ROW + 1}&status=503"
    with gateway_of(model("ill", upstream)) as gateway:
        fail_in_a_row(gateway, "ill", 503)
        assert wait_until(lambda: ask(gateway, "ill", config=NO_RETRY).statuses == (200,), 10)
        assert target(gateway, upstream) | {"first_chunk": None} == {
            "provider": "up", "model": upstream, "region": "us", "models": ["ill"], "breaker": "closed", "last_failure": None,
            "times_opened": 1, "first_chunk": None}
        assert len(asked(gateway, 0)) == IN_A_ROW + 2, "two probes: one failed"


def a_fallback_answers_without_a_wait() -> None:
    with gateway_of(model("down", UPSTREAM["down"]), model("good", "sim/echo")) as gateway:
        fail_in_a_row(gateway, "down", 502)
        before = len(asked(gateway, 0))
        answers = [ask(gateway, "down", "good", config=NO_RETRY) for _ in range(20)]
        assert {one.statuses for one in answers} == {(200,)}
        calls = asked(gateway, before)
        assert calls.count("sim/echo") == 20 and calls.count(UPSTREAM["down"]) <= 10, calls
        assert field(answers[0], "x-parley-fallback") == "good"


def what_callers_do_wrong_opens_nothing() -> None:
    with gateway_of(model("strict", UPSTREAM["refused"])) as gateway:
        for _ in range(3 * IN_A_ROW):
            assert ask(gateway, "strict").statuses == (400,)
        assert target(gateway, UPSTREAM["refused"])["breaker"] == "closed"


def a_rate_limit_stays_one() -> None:
    with gateway_of(model("limited", "sim/echo?status=429")) as gateway:
        fail_in_a_row(gateway, "limited", 429)
        answers = [ask(gateway, "limited") for _ in range(5)]
        assert {one.statuses for one in answers} == {(429,)} and "1" in {field(one, "retry-after") for one in answers}, answers


def a_breaker_survives_a_reload() -> None:
    with gateway_of(model("down", UPSTREAM["down"])) as gateway:
        fail_in_a_row(gateway, "down", 502)
        file = json.loads(gateway.file.read_text())
        file["models"].append(model("new", "sim/echo"))
        gateway.file.write_text(json.dumps(file))
        assert wait_until(lambda: ask(gateway, "new").statuses == (200,), 20)
        assert target(gateway, UPSTREAM["down"])["times_opened"] == 1


def streams_tell_their_times() -> None:
    upstream = "sim/words-2?first=20ms"
    with gateway_of(model("slow", upstream)) as gateway:
        for _ in range(20):
            ask(gateway, "slow", stream=True)
        told = target(gateway, upstream)["first_chunk"]
        assert told["samples"] == 20 and 20 <= told["p50_ms"] <= told["p95_ms"], told
        assert 'parley_target_first_chunk_p50_seconds{provider="up",model="sim/words-2?first=20ms"} 0.' in gateway.metrics()


CASES = [a_target_that_fails_everything_is_left_alone, it_is_asked_again_once_it_answers, a_fallback_answers_without_a_wait,
         what_callers_do_wrong_opens_nothing, a_rate_limit_stays_one, a_breaker_survives_a_reload, streams_tell_their_times]

if __name__ == "__main__":
    sys.exit(run_table((case.__name__, case) for case in CASES))
