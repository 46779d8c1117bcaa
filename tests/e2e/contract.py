"""What a model can and cannot be asked for, seen from outside.   PARLEY_BINARY=build/release/parley python3 tests/e2e/contract.py

The rules themselves have tables of their own; here the configuration, the catalogue's facts and the answer meet.
"""

import json
import sys
from datetime import datetime, timedelta, timezone

from gateway import Gateway
from keys import create
from raw_socket import Answers, chat_request, exchange
from table import run_table


def day(days_from_now: int) -> str:
    return (datetime.now(timezone.utc) + timedelta(days=days_from_now)).date().isoformat()


def model(name: str, upstream: str = "sim/echo", **facts) -> dict:
    return {"id": name, "targets": [{"provider": "up", "model": upstream}], **facts}


MODELS = [
    model("open", input=["text", "image"]),
    model("narrow", supported_parameters=["max_tokens", "temperature", "stream"]),
    model("small", context_length=100, supported_parameters=["max_tokens", "stream"]),
    model("whole", supported_parameters=["max_tokens"]),
    model("gone", retirement_date=day(-1)),
    model("replaced", retirement_date=day(-1), replaced_by="open"),
    model("leaving", retirement_date=day(20)),
    model("staying", retirement_date=day(40)),
    {"id": "elsewhere", "targets": [{"provider": "up", "model": "sim/echo", "region": "eu"}]},
    {"id": "both", "targets": [{"provider": "up", "model": "sim/echo", "region": region} for region in ("eu", "global")]},
    {"id": "anywhere", "targets": [{"provider": "up", "model": "sim/echo", "region": "global"}]},
]


def ask(gateway: Gateway, name: str, **fields) -> Answers:
    body = json.dumps({"model": name, "messages": [{"role": "user", "content": "hello"}], **fields})
    return exchange(gateway.address(), chat_request(body.encode(), gateway.key), final_answers=1)


def answer(gateway: Gateway, name: str, **fields) -> dict:
    answers = ask(gateway, name, **fields)
    assert answers.statuses == (200,), answers
    return json.loads(answers.bodies[0])


def errors(gateway: Gateway, name: str, **fields) -> list[str]:
    answers = ask(gateway, name, **fields)
    assert answers.statuses == (400,), answers
    return json.loads(answers.bodies[0])["metadata"]["errors"]


def sunset(answers: Answers) -> str | None:
    fields = dict(line.split(": ", 1) for line in answers.heads[0].decode().split("\r\n")[1:])
    return fields.get("sunset")


def a_parameter_that_the_model_lacks_is_refused(gateway: Gateway) -> None:
    tools = [{"type": "function", "function": {"name": "f"}}]
    assert errors(gateway, "narrow", tools=tools, seed=1) == ["model narrow does not support seed", "model narrow does not support tools"]
    answer(gateway, "open", seed=1)


def a_picture_is_refused_by_a_model_of_text(gateway: Gateway) -> None:
    messages = [{"role": "user", "content": [{"type": "text", "text": "what is it?"},
                                             {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]}]
    assert errors(gateway, "narrow", messages=messages) == \
        ["messages[0].content[1] is of a type that model narrow does not take: image"]
    answer(gateway, "open", messages=messages)


def a_model_that_cannot_stream_is_told_as_a_stream(gateway: Gateway) -> None:
    answers = ask(gateway, "whole", stream=True, stream_options={"include_usage": True})
    assert answers.statuses == (200,) and b"content-type: text/event-stream" in answers.heads[0], answers
    events = [line.removeprefix("data: ") for line in answers.bodies[0].decode().splitlines() if line]
    chunks = [json.loads(event) for event in events[:-1]]
    assert events[-1] == "[DONE]" and chunks[-1]["usage"]["total_tokens"] > 0, events
    assert "".join(chunk["choices"][0]["delta"].get("content") or "" for chunk in chunks if chunk["choices"]) == "hello", events
    sent = json.loads(gateway.simulated_calls()[-1]["body"])
    assert "stream" not in sent and "stream_options" not in sent, sent


def a_retired_model_answers_no_more(gateway: Gateway) -> None:
    assert errors(gateway, "gone") == ["model gone is retired"]
    assert answer(gateway, "replaced")["model"] == "open"


def a_model_says_for_thirty_days_that_it_will_retire(gateway: Gateway) -> None:
    for stream in (False, True):
        said = sunset(ask(gateway, "leaving", stream=stream))
        assert said and datetime.strptime(said, "%a, %d %b %Y %H:%M:%S GMT").date().isoformat() == day(20), said
    assert sunset(ask(gateway, "staying")) is None


def a_request_stays_in_its_region(gateway: Gateway) -> None:
    assert errors(gateway, "elsewhere") == ["model elsewhere is not supported"]
    assert errors(gateway, "anywhere") == ["model anywhere answers only with model_region global"]
    answer(gateway, "anywhere", model_region="global")
    answer(gateway, "open", model_region="global")  # it has no global target, and answers from the region


def a_host_of_the_eu_keeps_its_requests(gateway: Gateway) -> None:
    name, port = gateway.other_urls[0].removeprefix("http://").split(":")

    def ask_there(model: str, **fields) -> tuple[int, dict]:
        body = json.dumps({"model": model, "messages": [{"role": "user", "content": "hello"}], **fields})
        answers = exchange((name, int(port)), chat_request(body.encode(), gateway.key), final_answers=1)
        return answers.statuses[0], json.loads(answers.bodies[0])

    assert ask_there("both")[0] == 200
    status, refused = ask_there("both", model_region="global")
    assert (status, refused["metadata"]["errors"]) == (400, ["model_region global is not available on a host of region eu"]), refused
    status, refused = ask_there("anywhere", model_region="global")
    assert (status, refused["metadata"]["errors"]) == (400, ["model anywhere is not supported"]), refused


def an_answer_as_long_as_the_context_is_refused(gateway: Gateway) -> None:
    answers = ask(gateway, "small", max_tokens=100)
    assert answers.statuses == (400,), answers
    body = json.loads(answers.bodies[0])
    assert body["metadata"]["errors"] == ["model context limit exceeded"], body
    assert body["error"]["code"] == "context_length_exceeded", body
    answer(gateway, "small", max_tokens=99)


def the_configured_limit_of_tokens_is_the_default(gateway: Gateway) -> None:
    assert answer(gateway, "open")["request"]["max_tokens"] == 77
    assert json.loads(gateway.simulated_calls()[-1]["body"])["max_tokens"] == 77
    assert answer(gateway, "open", max_tokens=5)["request"]["max_tokens"] == 5


def the_checks_come_in_one_order(gateway: Gateway) -> None:
    """Each request is wrong in all the ways that are still left; what is told is the first of them."""
    made = create(gateway, "counted", "--models", "small", "--requests-per-minute", "1")["key"]

    def refusal(body: str, key: str = made) -> tuple[int, str]:
        answers = exchange(gateway.address(), chat_request(body.encode(), key), final_answers=1)
        told = json.loads(answers.bodies[0])
        return answers.statuses[0], told["metadata"].get("errors", [told["message"]])[0]

    def request(**fields) -> str:
        return json.dumps({"model": "small", "messages": [{"role": "user", "content": "x"}], "max_tokens": 100, **fields})

    assert refusal("{", "wrong-key")[0] == 401
    assert refusal('{"model":}')[1].startswith("request body is not valid JSON")
    assert refusal(request(model="nobody", temperature=9)) == (400, "temperature must be between 0 and 2")
    assert refusal(request(model="nobody", seed=1)) == (400, "model nobody is not supported")
    assert refusal(request(model="open", seed=1)) == (400, "Your account does not have access to this LLM Gateway model")
    assert refusal(request(seed=1)) == (400, "model small does not support seed")
    assert refusal(request()) == (400, "model context limit exceeded")  # the one request that the limit allows
    assert refusal(request()) == (429, "too many requests for this action")


def another_method_is_405_and_says_which_there_are(gateway: Gateway) -> None:
    key = f"authorization: {gateway.key}\r\n".encode()
    for path, allowed in ((b"/v1/chat/completions", b"POST"), (b"/v1/models", b"GET, HEAD")):
        answers = exchange(gateway.address(), b"PUT " + path + b" HTTP/1.1\r\nhost: x\r\n" + key + b"\r\n", final_answers=1)
        assert answers.statuses == (405,) and b"\r\nallow: " + allowed in answers.heads[0], answers
        assert json.loads(answers.bodies[0])["error"]["type"] == "invalid_request_error", answers


def models_are_listed_to_anybody(gateway: Gateway) -> None:
    for key in (b"", b"authorization: Bearer wrong\r\n", b"authorization: Basic eDp5\r\n"):
        answers = exchange(gateway.address(), b"GET /v1/models HTTP/1.1\r\nhost: x\r\n" + key + b"\r\n", final_answers=1)
        assert answers.statuses == (200,) and json.loads(answers.bodies[0])["data"], answers


CASES = [a_parameter_that_the_model_lacks_is_refused, a_picture_is_refused_by_a_model_of_text,
         a_model_that_cannot_stream_is_told_as_a_stream, a_retired_model_answers_no_more,
         a_model_says_for_thirty_days_that_it_will_retire, a_request_stays_in_its_region,
         a_host_of_the_eu_keeps_its_requests, an_answer_as_long_as_the_context_is_refused,
         the_configured_limit_of_tokens_is_the_default, the_checks_come_in_one_order,
         another_method_is_405_and_says_which_there_are, models_are_listed_to_anybody]


def errors_are_the_hosted_gateways_when_asked_for() -> None:
    with Gateway({"echo": "sim/echo"}, compatibility={"strict_errors": True}) as gateway:
        body = json.loads(ask(gateway, "nobody").bodies[0])
        assert body.keys() == {"code", "message", "request_id", "metadata"}, body
        refused = exchange(gateway.address(), chat_request(b"{}", "wrong-key"), final_answers=1)
        assert json.loads(refused.bodies[0]).keys() == {"error", "status", "request_id"}, refused
        unread = exchange(gateway.address(), b"GET /v1/models HTTP/9.1\r\nhost: x\r\n\r\n", final_answers=1)
        assert json.loads(unread.bodies[0]).keys() == {"code", "message", "request_id"}, unread


if __name__ == "__main__":
    listeners = [{"address": "127.0.0.1:0"}, {"address": "127.0.0.1:0", "region": "eu"}]
    with Gateway({}, models=MODELS, defaults={"max_tokens": 77}, listeners=listeners) as gateway:
        table = [(case.__name__, lambda case=case: case(gateway)) for case in CASES]
        status = run_table([*table, (errors_are_the_hosted_gateways_when_asked_for.__name__, errors_are_the_hosted_gateways_when_asked_for)])
    sys.exit(status)
