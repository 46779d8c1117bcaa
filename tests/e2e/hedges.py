"""A second target beside one that is slow to begin.   PARLEY_BINARY=build/release/parley python3 tests/e2e/hedges.py

For how long a target may be silent is routing's and tested there. Here streams are raced, and the simulator tells who was left alone.
"""

import socket
import sys

from breakers import ADMIN_KEY
from fallbacks import asked, field, model, usage_of
from gateway import Gateway, wait_until
from raw_socket import Answers, chat_body, chat_request, exchange
from retries import counted
from table import run_table

SLOW = "sim/words-3?first=20s"
QUICK = "sim/words-3"
HEDGE = {"after": "50ms", "budget": "100%"}


def ask(gateway: Gateway, name: str, budget: str = "", **fields) -> Answers:
    request = chat_request(chat_body(name, "hello", **({"stream": True} | fields)), gateway.key)
    if budget:
        line, rest = request.split(b"\r\n", 1)
        request = line + b"\r\nx-parley-ttft-budget-ms: " + budget.encode() + b"\r\n" + rest
    return exchange(gateway.address(), request, final_answers=1)


def targets(*upstream: str) -> dict:
    return {"targets": [{"provider": "up", "model": name} for name in upstream]}


def models(*upstream: str, **fields) -> list[dict]:
    return [model("house", "", **targets(*upstream), **fields), model("good", QUICK + "?seed=5")]


def is_whole(answers: Answers) -> bool:
    return answers.statuses == (200,) and answers.bodies[0].endswith(b"data: [DONE]\n\n")


def open_calls(gateway: Gateway) -> int:
    return sum(call["outcome"] == "open" for call in gateway.simulated_calls())


def who_speaks_first_is_relayed_and_the_other_closed() -> None:
    with Gateway({}, models=models(SLOW, QUICK), routing={"hedge": HEDGE}, admin_key=ADMIN_KEY) as gateway:
        answers = ask(gateway, "house")
        assert is_whole(answers), answers
        assert asked(gateway, 0) == [SLOW, QUICK]
        assert wait_until(lambda: gateway.simulated_calls()[0]["outcome"] == "caller_left", 5), gateway.simulated_calls()[0]
        assert counted(gateway, "parley_upstream_hedges_total") == counted(gateway, "parley_upstream_hedges_won_total") == 1
        assert counted(gateway, "parley_upstream_attempts_total") == 2
        assert 'class="timeout"} 0' in gateway.metrics(), "who was outrun has not failed"
        assert wait_until(lambda: usage_of(gateway, "house")["requests"] == 1, 10)
        row = usage_of(gateway, "house")
        assert float(row["incurred"]) > float(row["charged"]) > 0, row


def a_first_target_that_speaks_in_time_is_alone() -> None:
    with Gateway({}, models=models(QUICK, SLOW), routing={"hedge": {"after": "10s"}}) as gateway:
        assert is_whole(ask(gateway, "house"))
        assert asked(gateway, 0) == [QUICK]
        assert counted(gateway, "parley_upstream_hedges_total") == 0


def the_first_may_still_win() -> None:
    first = "sim/words-3?first=400ms"
    with Gateway({}, models=models(first, SLOW), routing={"hedge": HEDGE}) as gateway:
        answers = ask(gateway, "house", fallbacks=[{"model": "good"}])
        assert is_whole(answers)
        assert asked(gateway, 0) == [first, SLOW]
        assert counted(gateway, "parley_upstream_hedges_won_total") == 0
        assert field(answers, "x-parley-fallback") is None
        assert wait_until(lambda: open_calls(gateway) == 0, 5)


def a_fallback_can_be_the_second() -> None:
    with Gateway({}, models=models(SLOW), routing={"hedge": HEDGE}) as gateway:
        answers = ask(gateway, "house", fallbacks=[{"model": "good"}])
        assert is_whole(answers) and field(answers, "x-parley-fallback") == "good", answers
        assert b'"model":"good"' in answers.bodies[0] and b'"model":"house"' not in answers.bodies[0]


def a_second_that_fails_is_no_reason_to_give_up() -> None:
    first, broken = "sim/words-3?first=600ms", "sim/echo?status=500"
    with Gateway({}, models=models(first, broken), routing={"hedge": HEDGE}) as gateway:
        assert is_whole(ask(gateway, "house"))
        assert asked(gateway, 0) == [first, broken]


def when_both_fail_the_way_goes_on() -> None:
    with Gateway({}, models=models("sim/echo?hang=headers", "sim/echo?status=401"),
                 routing={"hedge": HEDGE, "first_chunk_timeout": "500ms"}) as gateway:
        answers = ask(gateway, "house", fallbacks=[{"model": "good"}])
        assert is_whole(answers) and field(answers, "x-parley-fallback") == "good", answers
        assert len(asked(gateway, 0)) == 3


def a_caller_who_leaves_stops_both() -> None:
    with Gateway({}, models=models(SLOW, SLOW + "&seed=2"), routing={"hedge": HEDGE}) as gateway:
        with socket.create_connection(gateway.address()) as caller:
            caller.sendall(chat_request(chat_body("house", "hello", stream=True), gateway.key))
            assert wait_until(lambda: open_calls(gateway) == 2, 5)
        assert wait_until(lambda: open_calls(gateway) == 0, 5)
        assert wait_until(lambda: counted(gateway, 'parley_request_outcomes_total{outcome="client_gone"}') == 1, 5)


def a_caller_can_ask_for_it_and_only_for_a_time() -> None:
    with Gateway({}, models=models(SLOW, QUICK)) as gateway:
        assert is_whole(ask(gateway, "house", budget="50"))
        assert asked(gateway, 0) == [SLOW, QUICK]
        for wrong in ("0", "-5", "soon", "999999999"):
            answers = ask(gateway, "house", budget=wrong)
            assert answers.statuses == (400,) and b"x-parley-ttft-budget-ms" in answers.bodies[0], answers


def a_model_can_have_a_time_of_its_own() -> None:
    with Gateway({}, models=models(SLOW, QUICK, hedge=HEDGE)) as gateway:
        assert is_whole(ask(gateway, "house"))
        assert asked(gateway, 0) == [SLOW, QUICK]


def a_budget_bounds_it() -> None:
    slow = "sim/words-3?first=300ms"
    with Gateway({}, models=models(slow, QUICK), routing={"hedge": {"after": "20ms"}}) as gateway:
        for _ in range(8):
            assert is_whole(ask(gateway, "house"))
        hedges = counted(gateway, "parley_upstream_hedges_total")
        assert 1 <= hedges <= 2, hedges  # one in ten seconds is free, and a busy machine may take longer
        assert counted(gateway, "parley_upstream_hedges_withheld_total") == 8 - hedges


CASES = [who_speaks_first_is_relayed_and_the_other_closed, a_first_target_that_speaks_in_time_is_alone, the_first_may_still_win,
         a_fallback_can_be_the_second, a_second_that_fails_is_no_reason_to_give_up, when_both_fail_the_way_goes_on,
         a_caller_who_leaves_stops_both, a_caller_can_ask_for_it_and_only_for_a_time, a_model_can_have_a_time_of_its_own,
         a_budget_bounds_it]

if __name__ == "__main__":
    sys.exit(run_table((case.__name__, case) for case in CASES))
