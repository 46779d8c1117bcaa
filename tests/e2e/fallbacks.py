"""Who answers when a provider does not, and what is told, counted and charged.   PARLEY_BINARY=build/release/parley python3 tests/e2e/fallbacks.py

Which failures lead where is routing's and tested there; here real providers fail, and the simulator counts who was asked for what.
"""

import json
import sys
import time
import urllib.request

from gateway import KEY, Gateway, wait_until
from raw_socket import Answers, chat_body, chat_request, exchange
from retries import counted
from table import run_table

ADMIN_KEY = "operators-key-0123456789"
UPSTREAM = {  # by public id; `seed` keeps the upstream names apart
    # Ten failures in a row, and a target is left alone: each is asked less often.
    "down": "sim/echo?status=500", "down_again": "sim/echo?status=500&seed=4", "down_too": "sim/echo?status=500&seed=2", "denied": "sim/echo?status=401",
    "refused": "sim/echo?status=400", "limited": "sim/echo?status=429&retry_after=20", "gone": "sim/echo?status=404",
    "cut": "sim/echo?cut=0", "halved": "sim/words-20?cut=3", "once": "sim/echo?fail_first=1&status=503",
    "good": "sim/echo", "better": "sim/echo?seed=3",
}
PRICES = {"input": 1, "output": 2}


def model(name: str, upstream: str, **fields) -> dict:
    return {"id": name, "prices": PRICES, "targets": [{"provider": "up", "model": upstream}], **fields}


def ask(gateway: Gateway, name: str, *fallbacks, config: dict | None = None, **fields) -> Answers:
    entries = [{"model": entry} if isinstance(entry, str) else entry for entry in fallbacks]
    if config:
        fields["fallback_config"] = config
    return exchange(gateway.address(), chat_request(chat_body(name, "hello", fallbacks=entries, **fields), gateway.key),
                    final_answers=1)


def asked(gateway: Gateway, since: int) -> list[str]:
    """The upstream names that were called since then, in order."""
    return [json.loads(call["body"])["model"] for call in gateway.simulated_calls()[since:]]


def expect(gateway: Gateway, status: int, calls: list[str], name: str, *fallbacks, **fields) -> Answers:
    before = len(gateway.simulated_calls())
    answers = ask(gateway, name, *fallbacks, **fields)
    assert answers.statuses == (status,), answers
    assert asked(gateway, before) == [UPSTREAM[call] for call in calls], asked(gateway, before)
    return answers


def body_of(answers: Answers) -> dict:
    return json.loads(answers.bodies[0])


def field(answers: Answers, name: str) -> str | None:
    for line in answers.heads[0].decode().split("\r\n")[1:]:
        key, _, value = line.partition(":")
        if key.lower() == name:
            return value.strip()
    return None


def the_answer_looks_as_if_the_fallback_had_been_asked(gateway: Gateway) -> None:
    answers = expect(gateway, 200, ["denied", "good"], "denied", {"model": "good", "temperature": 0.5})
    body = body_of(answers)
    assert (body["model"], body["request"]["model"], body["request"]["temperature"]) == ("good", "good", 0.5), body
    assert "metadata" not in body
    assert field(answers, "x-parley-fallback") == "good"


def an_answer_of_the_first_says_nothing_of_fallbacks(gateway: Gateway) -> None:
    assert field(expect(gateway, 200, ["good"], "good", "better"), "x-parley-fallback") is None


def a_stream_is_that_of_the_fallback_from_its_first_chunk(gateway: Gateway) -> None:
    answers = expect(gateway, 200, ["cut", "cut", "good"], "cut", "good", stream=True)
    text = answers.bodies[0].decode()
    assert text.endswith("data: [DONE]\n\n") and text.count('"role"') == 1
    models = {json.loads(line[6:])["model"] for line in text.split("\n") if line.startswith("data: {")}
    assert models == {"good"}
    assert field(answers, "x-parley-fallback") == "good"


def what_passes_is_asked_again_before_anybody_else(gateway: Gateway) -> None:
    started = time.monotonic()
    expect(gateway, 200, ["once", "once"], "once", "good")
    assert time.monotonic() - started >= 0.5
    expect(gateway, 200, ["down", "down", "good"], "down", "good")
    expect(gateway, 200, ["down", "good"], "down", "good", config={"retry": False})


def each_failure_that_another_may_mend_leads_on(gateway: Gateway) -> None:
    for failing in ("denied", "limited", "gone"):
        expect(gateway, 200, [failing, "good"], failing, "good")
        expect(gateway, 200, [failing, "good"], failing, "good", stream=True)


def what_the_caller_did_wrong_is_not_rescued(gateway: Gateway) -> None:
    expect(gateway, 400, ["refused"], "refused", "good")
    for name, fallback in (("no-such", "good"), ("good", "no-such"), ("good", {"model": "good", "temperature": 9}),
                           ("good", {"model": "toolless", "tools": [{"type": "function", "function": {"name": "f"}}]})):
        expect(gateway, 400, [], name, fallback)


def a_mistake_in_a_fallback_is_named_by_its_place(gateway: Gateway) -> None:
    body = body_of(expect(gateway, 400, [], "good", "better", {"model": "good", "temperature": 9}, config={"depth": 2}))
    assert body["error"]["param"] == "fallbacks[1].temperature", body
    assert body["metadata"]["errors"] == ["temperature must be between 0 and 2"], body


def depth_says_how_many_are_tried(gateway: Gateway) -> None:
    retry = {"retry": False}
    expect(gateway, 502, ["down", "denied"], "down", "denied", "good", config=retry)
    expect(gateway, 200, ["down", "denied", "good"], "down", "denied", "good", config={"depth": 2, **retry})
    expect(gateway, 502, ["down"], "down", "good", config={"depth": 0, **retry})
    expect(gateway, 400, [], "down", "good", config={"depth": 3})


def fallbacks_are_not_retried(gateway: Gateway) -> None:
    expect(gateway, 502, ["denied", "down_too"], "denied", "down_too")


def the_last_error_lists_all_attempts(gateway: Gateway) -> None:
    answers = expect(gateway, 502, ["down", "down", "denied", "down_too"], "down", "denied", "down_too", config={"depth": 2})
    told = [(one["model"], one["status"], one["error"]) for one in body_of(answers)["metadata"]["attempts"]]
    assert told == [("down", 500, "overloaded"), ("down", 500, "overloaded"), ("denied", 401, "bad_credential"),
                    ("down_too", 500, "overloaded")], told
    assert field(answers, "x-should-retry") == "false"


def clients_do_not_multiply_a_rate_limit_that_was_tried_elsewhere(gateway: Gateway) -> None:
    assert field(expect(gateway, 429, ["denied", "limited"], "denied", "limited"), "x-should-retry") == "false"
    alone = expect(gateway, 429, ["limited"], "limited")
    assert field(alone, "x-should-retry") is None and field(alone, "retry-after") == "20"


def any_field_can_be_another_for_the_fallback(gateway: Gateway) -> None:
    before = len(gateway.simulated_calls())
    entry = {"model": "good", "messages": [{"role": "user", "content": "other words"}], "max_completion_tokens": 7, "my_field": 1,
             "temperature": None, "stream": True, "fallbacks": [{"model": "no-such"}], "api_key": "elsewhere"}
    answers = ask(gateway, "denied", entry, max_tokens=500, temperature=0.1, seed=4)
    assert answers.statuses == (200,) and body_of(answers)["choices"][0]["message"]["content"] == "other words"
    first, second = (json.loads(call["body"]) for call in gateway.simulated_calls()[before:])
    assert (first["max_tokens"], first["temperature"], first["seed"]) == (500, 0.1, 4), first
    assert second.get("max_tokens", second.get("max_completion_tokens")) == 7, second
    assert second["seed"] == 4 and second["my_field"] == 1 and not second.get("stream"), second
    assert not {"fallbacks", "fallback_config", "api_key"} & set(second), second
    assert second.get("temperature") is None, second


def nothing_follows_the_first_chunk(gateway: Gateway) -> None:
    answers = expect(gateway, 200, ["halved"], "halved", "good", stream=True)
    assert b'"error"' in answers.bodies[0] and b"[DONE]" not in answers.bodies[0], answers


def usage_of(gateway: Gateway, name: str) -> dict:
    request = urllib.request.Request(f"{gateway.admin_url}/admin/v1/usage?by=model", headers={"authorization": ADMIN_KEY})
    with urllib.request.urlopen(request, timeout=30) as answer:
        rows = json.load(answer)["rows"]
    return next((row for row in rows if row["model"] == name), {"requests": 0, "charged": "0", "incurred": "0"})


def only_the_answer_is_charged() -> None:
    """A model that breaks off costs the operator what it had read; the caller pays for the fallback's answer alone."""
    models = [model("dear", "sim/echo?cut=headers", prices={"input": 1000, "output": 2000}), model("good", "sim/echo")]
    with Gateway({}, models=models, admin_key=ADMIN_KEY) as gateway:
        answers = ask(gateway, "dear", "good")
        cost = field(answers, "x-parley-cost")
        assert answers.statuses == (200,)
        usage = body_of(answers)["usage"]
        assert float(cost) == (usage["prompt_tokens"] * 1 + usage["completion_tokens"] * 2) / 1e6, cost
        assert wait_until(lambda: usage_of(gateway, "good")["requests"] == 1, 10)
        row = usage_of(gateway, "good")
        assert row["charged"] == cost and float(row["incurred"]) >= float(row["charged"]), row
        assert usage_of(gateway, "dear")["requests"] == 0


def targets_of_one_model_stand_in_for_each_other_at_once() -> None:
    targets = [{"provider": "up", "model": "sim/echo?status=500"}, {"provider": "up", "model": "sim/echo?status=503"},
               {"provider": "up", "model": "sim/echo"}]
    with Gateway({}, models=[model("house", "sim/echo", targets=targets)]) as gateway:
        started = time.monotonic()
        answers = ask(gateway, "house", config={"retry": False})
        assert answers.statuses == (200,) and body_of(answers)["model"] == "house", answers
        assert time.monotonic() - started < 0.5, "no wait"
        assert asked(gateway, 0) == [target["model"] for target in targets]
        assert field(answers, "x-parley-fallback") is None


def weights_share_the_load() -> None:
    targets = [{"provider": "up", "model": "sim/echo", "weight": 3}, {"provider": "up", "model": "sim/echo?seed=2", "weight": 1}]
    with Gateway({}, models=[model("house", "sim/echo", targets=targets)]) as gateway:
        for _ in range(80):
            assert ask(gateway, "house").statuses == (200,)
        first = asked(gateway, 0).count("sim/echo")
        assert 40 <= first <= 75, first  # 60 expected; 5 standard deviations


def a_fallback_counts_against_the_limit_of_its_own_model() -> None:
    models = [model("down", "sim/echo?status=401"), model("good", "sim/echo")]
    with Gateway({}, models=models, limits={"requests_per_minute": 2}) as gateway:
        for left in (1, 0):
            answers = ask(gateway, "down", "good")
            assert (field(answers, "x-ratelimit-model"), field(answers, "x-ratelimit-remaining")) == ("good", str(left)), answers
            assert answers.heads[0].lower().count(b"x-ratelimit-model") == 1
        assert ask(gateway, "good").statuses == (429,)
        assert ask(gateway, "down", "good").statuses == (429,), "its own limit is not rescued"


def a_fallback_whose_limit_is_reached_is_passed_over() -> None:
    models = [model("down", "sim/echo?status=401"), model("good", "sim/echo"), model("better", "sim/echo?seed=3")]
    with Gateway({}, models=models, limits={"requests_per_minute": 1}) as gateway:
        assert ask(gateway, "good").statuses == (200,)
        answers = ask(gateway, "down", "good", "better", config={"depth": 2})
        assert answers.statuses == (200,) and body_of(answers)["model"] == "better", answers


def nobody_outside_the_region_or_with_a_memory_is_asked() -> None:
    """The simulator behind each provider is the same, so who was asked shows in the model's name."""
    def provider(region: str, **fields) -> dict:
        return {"dialect": "openai", "base_url": f"{url}/v1", "region": region, **fields}

    models = [model("both", "", targets=[{"provider": "eu", "model": "sim/echo?status=401&seed=1"},
                                         {"provider": "us", "model": "sim/echo?seed=2"}]),
              model("american", "", targets=[{"provider": "us", "model": "sim/echo?seed=3"}]),
              model("silent", "", targets=[{"provider": "forgetful", "model": "sim/echo?seed=4"},
                                           {"provider": "us", "model": "sim/echo?seed=5"}])]
    with Gateway({"one": "sim/echo"}) as outer:
        url = outer.simulator_url
        providers = {"eu": provider("eu"), "us": provider("us"), "forgetful": provider("us", zero_data_retention=True)}
        with Gateway({}, providers=providers, models=models, region="eu") as gateway:
            assert ask(gateway, "both").statuses == (502,)
            assert ask(gateway, "both", "american").statuses == (400,), "it does not exist here"
            assert asked(outer, 0) == ["sim/echo?status=401&seed=1"]
        before = len(outer.simulated_calls())
        with Gateway({}, providers=providers, models=models) as gateway:
            assert ask(gateway, "silent", zero_data_retention=True).statuses == (200,)
            refused = ask(gateway, "american", zero_data_retention=True)
            assert refused.statuses == (400,) and b"zero data retention" in refused.bodies[0], refused
            assert ask(gateway, "silent", "american", zero_data_retention=True).statuses == (400,), "nor as a fallback"
            assert asked(outer, before) == ["sim/echo?seed=4"]


def fallbacks_are_counted(gateway: Gateway) -> None:
    names = ("parley_upstream_attempts_total", "parley_upstream_retries_total", "parley_upstream_fallbacks_total")
    before = [counted(gateway, name) for name in names]
    ask(gateway, "down_again", "good")
    assert [counted(gateway, name) for name in names] == [before[0] + 3, before[1] + 1, before[2] + 1]


CASES = [the_answer_looks_as_if_the_fallback_had_been_asked, an_answer_of_the_first_says_nothing_of_fallbacks,
         a_stream_is_that_of_the_fallback_from_its_first_chunk, what_passes_is_asked_again_before_anybody_else,
         each_failure_that_another_may_mend_leads_on, what_the_caller_did_wrong_is_not_rescued,
         a_mistake_in_a_fallback_is_named_by_its_place, depth_says_how_many_are_tried, fallbacks_are_not_retried,
         the_last_error_lists_all_attempts, clients_do_not_multiply_a_rate_limit_that_was_tried_elsewhere,
         any_field_can_be_another_for_the_fallback, nothing_follows_the_first_chunk, fallbacks_are_counted]
OWN_GATEWAY = [only_the_answer_is_charged, targets_of_one_model_stand_in_for_each_other_at_once, weights_share_the_load,
               a_fallback_counts_against_the_limit_of_its_own_model, a_fallback_whose_limit_is_reached_is_passed_over,
               nobody_outside_the_region_or_with_a_memory_is_asked]

if __name__ == "__main__":
    models = [*(model(name, upstream) for name, upstream in UPSTREAM.items()),
              model("toolless", "sim/echo?seed=9", supported_parameters=["max_tokens", "temperature", "stream"])]
    with Gateway({}, key=KEY, models=models) as gateway:
        status = run_table([*((case.__name__, lambda case=case: case(gateway)) for case in CASES),
                            *((case.__name__, case) for case in OWN_GATEWAY)])
    sys.exit(status)
