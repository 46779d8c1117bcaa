"""When Parley asks a provider once more, and when never.   PARLEY_BINARY=build/release/parley python3 tests/e2e/retries.py

The table of failures is routing's and tested there; here real providers fail, and the simulator counts how often it was asked.
"""

import json
import re
import socket
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from gateway import KEY, Gateway, wait_until
from raw_socket import Answers, chat_body, chat_request, exchange
from table import run_table

WAIT_SECONDS = 0.5  # at least, before the second attempt
MODELS = {
    "mended": "sim/echo?fail_first=1&status=500",
    "mended_stream": "sim/echo?fail_first=1&status=503",
    "cut_once": "sim/echo?fail_first=1&cut=headers",
    "cut_once_stream": "sim/echo?fail_first=1&cut=0",
    "garbled_once": "sim/echo?fail_first=1&html",
    "limited_once": "sim/echo?fail_first=1&status=429&retry_after=1",
    "limited": "sim/echo?status=429&retry_after=2",
    "limited_silently": "sim/echo?status=429",
    "broken": "sim/echo?status=500&seed=2",
    "broken_too": "sim/echo?status=500&seed=4",  # ten failures in a row, and a target is left alone
    "broken_once": "sim/echo?fail_first=1&status=502",
    "refused": "sim/echo?status=400",
    "denied": "sim/echo?status=401",
    "halved": "sim/words-20?cut=3",
    "left": "sim/echo?status=500&seed=3",
}


def ask(gateway: Gateway, model: str, **fields) -> Answers:
    return exchange(gateway.address(), chat_request(chat_body(model, f"to {model}", **fields), gateway.key), final_answers=1)


def calls(gateway: Gateway, model: str) -> int:
    return sum(f"to {model}" in call["body"] for call in gateway.simulated_calls())


def expect(gateway: Gateway, model: str, status: int, attempts: int, **fields) -> Answers:
    before = calls(gateway, model)
    answers = ask(gateway, model, **fields)
    assert answers.statuses == (status,), answers
    assert calls(gateway, model) - before == attempts, f"{calls(gateway, model) - before} attempts"
    return answers


def counted(gateway: Gateway, name: str) -> int:
    return int(re.search(rf"^{re.escape(name)} (\d+)$", gateway.metrics(), re.MULTILINE)[1])


def a_fault_that_passes_is_never_seen(gateway: Gateway) -> None:
    started = time.monotonic()
    answers = expect(gateway, "mended", 200, 2)
    assert time.monotonic() - started >= WAIT_SECONDS
    assert json.loads(answers.bodies[0])["choices"][0]["message"]["content"] == "to mended"


def nor_is_it_in_a_stream(gateway: Gateway) -> None:
    answers = expect(gateway, "mended_stream", 200, 2, stream=True)
    assert answers.bodies[0].endswith(b"data: [DONE]\n\n") and answers.bodies[0].count(b'"role"') == 1, answers


def a_connection_that_broke_is_a_fault_that_passes(gateway: Gateway) -> None:
    expect(gateway, "cut_once", 200, 2)
    expect(gateway, "cut_once_stream", 200, 2, stream=True)


def so_is_a_reply_that_is_no_answer(gateway: Gateway) -> None:
    expect(gateway, "garbled_once", 200, 2)


def a_lasting_fault_is_told_after_the_second_attempt(gateway: Gateway) -> None:
    for stream in (False, True):
        answers = expect(gateway, "broken", 502, 2, stream=stream)
        assert b"x-should-retry: false" in answers.heads[0], answers
        once = {"model": "broken", "status": 500, "error": "overloaded"}
        body = json.loads(answers.bodies[0])
        assert body["metadata"]["attempts"] == body["error"]["metadata"]["attempts"] == [once, once], body


def a_request_can_do_without_it(gateway: Gateway) -> None:
    expect(gateway, "broken_once", 502, 1, fallback_config={"retry": False})
    expect(gateway, "broken", 502, 1, fallback_config={"retry": False}, stream=True)
    expect(gateway, "broken", 502, 2, fallback_config={"retry": True})


def a_rate_limit_is_waited_out_only_if_it_is_short(gateway: Gateway) -> None:
    started = time.monotonic()
    expect(gateway, "limited_once", 200, 2)
    assert time.monotonic() - started >= 1
    expect(gateway, "limited", 429, 1)
    expect(gateway, "limited_silently", 429, 1)


def what_was_refused_for_good_is_not_asked_again(gateway: Gateway) -> None:
    assert b'"attempts"' not in expect(gateway, "refused", 400, 1).bodies[0]
    expect(gateway, "denied", 502, 1)


def nothing_is_tried_again_after_the_first_chunk(gateway: Gateway) -> None:
    answers = expect(gateway, "halved", 200, 1, stream=True)
    assert b'"error"' in answers.bodies[0] and b"[DONE]" not in answers.bodies[0], answers


def who_hangs_up_during_the_wait_is_not_asked_for(gateway: Gateway) -> None:
    before = counted(gateway, 'parley_request_outcomes_total{outcome="client_gone"}')
    with socket.create_connection(gateway.address()) as caller:
        caller.sendall(chat_request(chat_body("left", "to left"), gateway.key))
        assert wait_until(lambda: calls(gateway, "left") == 1, 10)
    assert wait_until(lambda: counted(gateway, 'parley_request_outcomes_total{outcome="client_gone"}') == before + 1, 5)
    assert counted(gateway, "parley_exchanges_begun_total") == counted(gateway, "parley_exchanges_ended_total")
    assert calls(gateway, "left") == 1


def attempts_and_retries_are_counted(gateway: Gateway) -> None:
    names = ("parley_upstream_attempts_total", "parley_upstream_retries_total")
    before = [counted(gateway, name) for name in names]
    ask(gateway, "broken_too")
    assert [counted(gateway, name) for name in names] == [before[0] + 2, before[1] + 1]


def nothing_is_begun_that_would_come_too_late() -> None:
    with Gateway(MODELS, routing={"total_timeout": "400ms"}) as gateway:
        expect(gateway, "broken", 502, 1)


def a_target_that_fails_often_gets_few_retries() -> None:
    """A third of the calls, in turn, so that the breaker stays closed; the failures fall into one window of the budget, or into two that
    follow each other."""
    requests = 120
    with Gateway({"one": "moody", "other": "sim/echo?status=500&seed=2"}, key=KEY) as gateway:
        script = {"models": {"moody": ["echo", "echo", "echo?status=500"] * (2 * requests)}}
        urllib.request.urlopen(urllib.request.Request(f"{gateway.simulator_url}/sim/script", json.dumps(script).encode()), timeout=30).close()
        with ThreadPoolExecutor(requests // 3) as pool:
            answers = list(pool.map(lambda _: ask(gateway, "one"), range(requests)))
        retries = calls(gateway, "one") - requests
        budget = max(10, requests // 10)
        assert budget <= retries <= 2 * budget, retries
        failed = [json.loads(answer.bodies[0]) for answer in answers if answer.statuses == (502,)]
        told = [[attempt["error"] for attempt in body["metadata"]["attempts"]] for body in failed]
        withheld = told.count(["overloaded", "retry_budget"])
        assert withheld == counted(gateway, "parley_upstream_retries_withheld_total") >= requests // 3 - 2 * budget, told
        ask(gateway, "other")
        assert calls(gateway, "other") == 2, "another target has a budget of its own"


CASES = [a_fault_that_passes_is_never_seen, nor_is_it_in_a_stream, a_connection_that_broke_is_a_fault_that_passes,
         so_is_a_reply_that_is_no_answer, a_lasting_fault_is_told_after_the_second_attempt, a_request_can_do_without_it,
         a_rate_limit_is_waited_out_only_if_it_is_short, what_was_refused_for_good_is_not_asked_again,
         nothing_is_tried_again_after_the_first_chunk, who_hangs_up_during_the_wait_is_not_asked_for,
         attempts_and_retries_are_counted]

if __name__ == "__main__":
    with Gateway(MODELS, key=KEY) as gateway:
        status = run_table([*((case.__name__, lambda case=case: case(gateway)) for case in CASES),
                            *((case.__name__, case) for case in (nothing_is_begun_that_would_come_too_late,
                                                                 a_target_that_fails_often_gets_few_retries))])
    sys.exit(status)
