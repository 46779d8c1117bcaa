"""How many requests a minute a caller may make, and what callers read of it.   PARLEY_BINARY=build/release/parley python3 tests/e2e/limits.py

Every case asks a model of its own, so that none counts into another's window; a window lasts longer than all of them.
"""

import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor

from gateway import Gateway
from raw_socket import Answers, chat_body, chat_request, exchange
from table import run_table

LIMIT = 3
KEYS = {  # by name: what its callers may do
    "test": {},
    "sibling": {},
    "elsewhere": {"account": "another"},
    "narrow": {"requests_per_minute": 1},
    "free": {"requests_per_minute": 0},
}
MODELS = {"counted": "sim/echo", "other": "sim/echo", "streamed": "sim/echo", "crowd": "sim/echo", "shared": "sim/echo",
          "own": "sim/echo", "unlimited": "sim/echo", "broken": "sim/echo?status=400", "wrong": "sim/echo", "metered": "sim/echo"}


def secret(name: str) -> str:
    return f"{name}-key-0123456789"


def ask(gateway: Gateway, model: str, key: str = "test", **fields) -> Answers:
    return exchange(gateway.address(), chat_request(chat_body(model, "hello", **fields), secret(key)), final_answers=1)


def fields_of(answers: Answers) -> dict[str, str]:
    return dict(line.split(": ", 1) for line in answers.heads[0].decode().split("\r\n")[1:])


def limit_fields(answers: Answers) -> dict[str, str]:
    return {name: value for name, value in fields_of(answers).items() if name.startswith("x-ratelimit-")}


def statuses(gateway: Gateway, model: str, key: str, count: int) -> list[int]:
    return [ask(gateway, model, key).statuses[0] for _ in range(count)]


def every_answer_says_how_many_are_left(gateway: Gateway) -> None:
    for remaining in (2, 1, 0):
        answers = ask(gateway, "counted")
        told = limit_fields(answers)
        assert answers.statuses == (200,) and 1 <= int(told.pop("x-ratelimit-reset")) <= 60, answers
        assert told == {"x-ratelimit-limit": "3", "x-ratelimit-remaining": str(remaining),
                        "x-ratelimit-model": "counted", "x-ratelimit-service": "llmgw"}, told


def one_more_is_refused_in_the_words_of_the_public_api(gateway: Gateway) -> None:
    answers = ask(gateway, "counted")
    fields, body = fields_of(answers), json.loads(answers.bodies[0])
    assert answers.statuses == (429,) and fields["x-ratelimit-remaining"] == "0", answers
    assert fields["retry-after"] == fields["x-ratelimit-reset"] and 1 <= int(fields["retry-after"]) <= 60, fields
    assert "x-should-retry" not in fields, fields
    message = "too many requests for this action"
    assert body.pop("request_id") == fields["x-request-id"]
    assert body == {"code": 429, "message": message, "metadata": {},
                    "error": {"message": message, "type": "rate_limit_error", "param": None, "code": "rate_limit_exceeded",
                              "metadata": {}}}, body


def another_model_is_counted_apart(gateway: Gateway) -> None:
    assert limit_fields(ask(gateway, "other"))["x-ratelimit-remaining"] == "2"


def a_stream_says_it_in_its_head_and_is_refused_like_any_other(gateway: Gateway) -> None:
    answers = ask(gateway, "streamed", stream=True)
    assert answers.statuses == (200,) and limit_fields(answers)["x-ratelimit-remaining"] == "2", answers
    statuses(gateway, "streamed", "test", LIMIT - 1)
    refused = ask(gateway, "streamed", stream=True)
    assert refused.statuses == (429,) and fields_of(refused)["content-type"] == "application/json", refused


def a_crowd_on_all_threads_gets_exactly_the_limit(gateway: Gateway) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: ask(gateway, "crowd").statuses[0], range(64)))
    assert answers.count(200) == LIMIT and answers.count(429) == 64 - LIMIT, answers


def the_keys_of_an_account_share_its_limit(gateway: Gateway) -> None:
    assert statuses(gateway, "shared", "test", 2) + statuses(gateway, "shared", "sibling", 2) == [200, 200, 200, 429]
    assert statuses(gateway, "shared", "elsewhere", 1) == [200]


def a_key_with_a_limit_of_its_own_is_counted_alone(gateway: Gateway) -> None:
    assert statuses(gateway, "own", "narrow", 2) == [200, 429]
    assert limit_fields(ask(gateway, "own"))["x-ratelimit-remaining"] == "2"


def without_a_limit_there_is_nothing_to_say(gateway: Gateway) -> None:
    assert statuses(gateway, "unlimited", "free", 2 * LIMIT) == [200] * 2 * LIMIT
    assert limit_fields(ask(gateway, "unlimited", "free")) == {}


def a_providers_refusal_carries_the_fields_too(gateway: Gateway) -> None:
    answers = ask(gateway, "broken")
    assert answers.statuses == (400,) and limit_fields(answers)["x-ratelimit-remaining"] == "2", answers


def what_never_came_to_be_counted_says_nothing(gateway: Gateway) -> None:
    for answers in (ask(gateway, "wrong", temperature=9), ask(gateway, "no-such-model"),
                    exchange(gateway.address(), chat_request(chat_body("wrong", "hello"), "a-wrong-key"), final_answers=1)):
        assert answers.statuses[0] in (400, 401) and limit_fields(answers) == {}, answers
    assert limit_fields(ask(gateway, "wrong"))["x-ratelimit-remaining"] == "2"


def refusals_are_counted_in_the_metrics(gateway: Gateway) -> None:
    before = refusals(gateway)
    statuses(gateway, "metered", "test", LIMIT + 2)
    assert refusals(gateway) == before + 2


def refusals(gateway: Gateway) -> int:
    return int(re.search(r'^parley_rate_limited_total\{reason="over_limit"\} (\d+)$', gateway.metrics(), re.MULTILINE)[1])


def wrong_keys_are_held_up_by_address_and_good_ones_are_not() -> None:
    body = chat_body("counted", "hello")
    with Gateway(MODELS, limits={"wrong_keys_per_minute": LIMIT}) as gateway:
        def show(key: str, source: str = "") -> Answers:
            return exchange(gateway.address(), chat_request(body, key), final_answers=1, source=source)

        # A minute may end in between; then the count begins anew, once.
        answers = [show(f"wrong-key-{i}") for i in range(2 * LIMIT + 2)]
        told = [answer.statuses[0] for answer in answers]
        assert told[:LIMIT] == [401] * LIMIT and set(told) == {401, 429} and told.count(429) >= 2, told
        fields, refused = next((fields_of(answer), json.loads(answer.bodies[0])) for answer in answers if answer.statuses == (429,))
        assert fields["connection"] == "close" and 1 <= int(fields["retry-after"]) <= 60, fields
        assert refused["message"] == "too many requests for this action", refused
        assert refused["metadata"]["errors"] == ["too many wrong keys from this address"], refused
        assert show(gateway.key).statuses == (200,)
        others = [show("wrong-key", source=f"127.0.0.{last}").statuses for last in (2, 3, 4)]
        assert (401,) in others, "three other addresses, each of which may by chance be counted with this one"
        counted = re.search(r'^parley_rate_limited_total\{reason="wrong_keys"\} (\d+)$', gateway.metrics(), re.MULTILINE)
        assert int(counted[1]) == told.count(429), counted


CASES = [every_answer_says_how_many_are_left, one_more_is_refused_in_the_words_of_the_public_api, another_model_is_counted_apart,
         a_stream_says_it_in_its_head_and_is_refused_like_any_other, a_crowd_on_all_threads_gets_exactly_the_limit,
         the_keys_of_an_account_share_its_limit, a_key_with_a_limit_of_its_own_is_counted_alone,
         without_a_limit_there_is_nothing_to_say, a_providers_refusal_carries_the_fields_too,
         what_never_came_to_be_counted_says_nothing, refusals_are_counted_in_the_metrics]

if __name__ == "__main__":
    keys = [{"name": name, "secret": secret(name), **facts} for name, facts in KEYS.items()]
    with Gateway(MODELS, key=secret("test"), keys=keys, limits={"requests_per_minute": LIMIT}) as gateway:
        status = run_table([*((case.__name__, lambda case=case: case(gateway)) for case in CASES),
                            (wrong_keys_are_held_up_by_address_and_good_ones_are_not.__name__,
                             wrong_keys_are_held_up_by_address_and_good_ones_are_not)])
    sys.exit(status)
