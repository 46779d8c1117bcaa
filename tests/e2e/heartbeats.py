"""Signs of life on a stream whose provider is silent.   PARLEY_BINARY=build/release/parley python3 tests/e2e/heartbeats.py"""

import json
import socket
import sys

from gateway import Gateway, wait_until
from raw_socket import chat_body, chat_request, exchange
from retries import counted
from table import run_table

PING = ": ping"
SLOW = "sim/words-4?rate=2"  # a word of one or two tokens in half a second or a second
EVERY = {"heartbeat": "200ms"}


def lines(gateway: Gateway, model: str = "house", **fields) -> list[str]:
    answers = exchange(gateway.address(), chat_request(chat_body(model, "hello", stream=True, **fields), gateway.key), final_answers=1)
    assert answers.statuses == (200,), answers
    return [line for line in answers.bodies[0].decode().split("\n") if line]


def a_silent_stream_pings() -> None:
    with Gateway({"house": SLOW}, routing=EVERY) as gateway:
        told = lines(gateway)
        assert 4 <= told.count(PING) <= 40, told
        assert told[-1] == "data: [DONE]" and told[0].startswith("data: ")
        assert all(line == PING or line.startswith("data: ") for line in told), told


def it_says_nothing_before_there_is_a_head() -> None:
    with Gateway({"house": "sim/words-2?first=1s"}, routing=EVERY) as gateway:
        assert PING not in lines(gateway), "the status is not decided"
    with Gateway({"house": "sim/echo?first=700ms&status=400"}, routing=EVERY) as gateway:
        answers = exchange(gateway.address(), chat_request(chat_body("house", "hello", stream=True), gateway.key), final_answers=1)
        assert answers.statuses == (400,) and PING.encode() not in answers.bodies[0], answers


def a_stream_that_speaks_in_time_has_none() -> None:
    with Gateway({"house": SLOW, "quick": "sim/words-200"}, routing={"heartbeat": "5s"}) as gateway:
        assert PING not in lines(gateway) and PING not in lines(gateway, "quick")


def none_are_sent_where_they_are_switched_off() -> None:
    with Gateway({"house": SLOW}, routing={"heartbeat": "0s"}) as gateway:
        assert PING not in lines(gateway)


def they_do_not_keep_a_dead_provider_alive() -> None:
    with Gateway({"house": "sim/words-9?hang=4"}, routing={"heartbeat": "200ms", "idle_timeout": "1s"}) as gateway:
        told = lines(gateway)
        assert 2 <= told.count(PING) <= 5, told
        assert '"error"' in told[-1] and "[DONE]" not in "".join(told), told


def a_provider_who_only_shows_that_it_lives_is_silent_all_the_same() -> None:
    # Byte by byte there is something to read at any moment, but for most of the time nothing to tell.
    with Gateway({"house": "sim/words-3?drip=4ms"}, routing=EVERY) as gateway:
        told = lines(gateway)
        assert told.count(PING) >= 2 and told[-1] == "data: [DONE]", told


def gone_on_with_by(*second: str) -> Gateway:
    targets = [{"provider": "up", "model": model} for model in ("sim/words-30?cut=12", *second)]
    return Gateway({}, models=[{"id": "house", "targets": targets}], routing=EVERY)


def text_of(told: list[str]) -> str:
    chunks = [json.loads(line.removeprefix("data: ")) for line in told if line.startswith("data: {")]
    return "".join(choice["delta"].get("content") or "" for chunk in chunks for choice in chunk["choices"])


def a_stream_that_is_gone_on_with_pings_meanwhile() -> None:
    with gone_on_with_by("sim/words-30?first=5ms") as gateway:
        whole = text_of(lines(gateway, fallback_config={"resume": True}))
    for second in ("sim/words-30?early_head&first=1s", "sim/words-30?first=1s"):  # the head of the answer at once, or with the answer
        with gone_on_with_by(second) as gateway:
            told = lines(gateway, fallback_config={"resume": True})
            assert 2 <= told.count(PING) <= 5 and told[-1] == "data: [DONE]", told
            assert text_of(told) == whole and whole.count(" ") >= 29, told


def pings_do_not_end_with_one_who_fails() -> None:
    with gone_on_with_by("sim/echo?first=700ms&status=500", "sim/words-30?first=700ms") as gateway:
        told = lines(gateway, fallback_config={"resume": True})
        assert 4 <= told.count(PING) <= 8 and told[-1] == "data: [DONE]", told


def a_caller_who_leaves_between_two_pings_stops_who_goes_on() -> None:
    with gone_on_with_by("sim/words-30?first=60s") as gateway:
        with socket.create_connection(gateway.address(), timeout=20) as caller:
            body = chat_body("house", "hello", stream=True, fallback_config={"resume": True})
            caller.sendall(chat_request(body, gateway.key))
            heard = b""
            while heard.count(PING.encode()) < 2:
                heard += caller.recv(65536)
        assert wait_until(lambda: gateway.simulated_calls()[-1]["outcome"] == "caller_left", 5), gateway.simulated_calls()[-1]
        assert wait_until(lambda: counted(gateway, 'parley_request_outcomes_total{outcome="client_gone"}') == 1, 5)


CASES = [a_silent_stream_pings, it_says_nothing_before_there_is_a_head, a_stream_that_speaks_in_time_has_none,
         none_are_sent_where_they_are_switched_off, they_do_not_keep_a_dead_provider_alive,
         a_provider_who_only_shows_that_it_lives_is_silent_all_the_same, a_stream_that_is_gone_on_with_pings_meanwhile,
         pings_do_not_end_with_one_who_fails, a_caller_who_leaves_between_two_pings_stops_who_goes_on]

if __name__ == "__main__":
    sys.exit(run_table((case.__name__, case) for case in CASES))
