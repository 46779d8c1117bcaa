"""Bodies that are too much, or too clever: what a caller can send without harm to anybody.   python3 tests/e2e/bodies.py

The grammar has tables of its own (tests/unit/json), each field too (tests/unit/openai); here whole bodies go over a socket, and the
upstream says what reached it. After every case a plain question must still be answered.
"""

import json
import socket
import sys
import time

from gateway import Gateway
from raw_socket import Answers, chat_request, exchange
from table import run_table

DEEP = 100_000
MEGABYTE = 1 << 20
# A body that costs its reader more than this has been read with something worse than one pass. Far above what it takes with
# sanitizers on a busy machine.
SECONDS_MAX = 20


def post(gateway: Gateway, body: str | bytes) -> Answers:
    started = time.monotonic()
    answers = exchange(gateway.address(), chat_request(body.encode() if isinstance(body, str) else body, gateway.key), final_answers=1)
    assert time.monotonic() - started < SECONDS_MAX
    return answers


def question(text: str = "hello", **fields) -> dict:
    return {"model": "echo", "messages": [{"role": "user", "content": text}], **fields}


def problems(answers: Answers) -> list[str]:
    assert answers.statuses == (400,), answers
    return json.loads(answers.bodies[0])["metadata"]["errors"]


def sent(gateway: Gateway, nonce: str) -> dict:
    """The body of the upstream call that holds `nonce`."""
    call, = (call for call in gateway.simulated_calls() if nonce in call["body"])
    return json.loads(call["body"])


def deep_values_are_refused_wherever_they_stand(gateway: Gateway) -> None:
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        deep = opening * DEEP + "1" + closing * DEEP
        for body in (deep, f'{{"model":"echo","messages":{deep}}}',
                     f'{{"model":"echo","messages":[{{"role":"user","content":{deep}}}]}}',
                     json.dumps(question(metadata=0)).replace(": 0", ": " + deep),
                     json.dumps(question(tools=[{"type": "function", "function": {"name": "f", "parameters": 0}}])).replace(": 0", ": " + deep),
                     json.dumps(question(nobody_knows=0)).replace(": 0", ": " + deep)):
            told = problems(post(gateway, body))
            assert len(told) == 1 and told[0].startswith("request body is not valid JSON: "), told


def a_hundred_thousand_unknown_keys_are_answered_soon(gateway: Gateway) -> None:
    many = question("many keys", **{f"unknown_{i}": i for i in range(100_000)})
    assert post(gateway, json.dumps(many)).statuses == (200,)
    assert post(gateway, json.dumps(question("a long key", **{"k" * MEGABYTE: 1}))).statuses == (200,)
    twice = json.dumps(many)[:-1] + ', "unknown_77777": 0}'
    assert problems(post(gateway, twice))[0].startswith("request body is not valid JSON: ")


def two_hundred_thousand_messages_are_refused(gateway: Gateway) -> None:
    body = {"model": "echo", "messages": [{"role": "user", "content": "x"}] * 200_000}
    assert problems(post(gateway, json.dumps(body))) == ["messages must hold at most 16384 entries"]


def odd_names_and_long_escapes_pass_as_they_are(gateway: Gateway) -> None:
    text = '\\"\n\u2028\U0001f642' * 20_000
    answers = post(gateway, json.dumps(question(text, max_tokens=1_000_000, __proto__={"admin": True}, constructor="x")))
    assert answers.statuses == (200,), answers.statuses
    assert json.loads(answers.bodies[0])["choices"][0]["message"]["content"] == text
    nonce = "proto-nonce"
    post(gateway, json.dumps(question(nonce, __proto__={"admin": True})))
    assert sent(gateway, nonce)["__proto__"] == {"admin": True}


def a_models_name_is_repeated_as_json_only(gateway: Gateway) -> None:
    name = '"}\r\nx-injected: 1\r\n\r\n<script>\u0000'
    answers = post(gateway, json.dumps({**question(), "model": name}))
    assert problems(answers) == [f"model {name} is not supported"]
    assert b"x-injected" not in answers.heads[0] and answers.closed is False, answers.heads


def what_is_refused_is_never_sent(gateway: Gateway) -> None:
    before = len(gateway.simulated_calls())
    tool = {"type": "function", "function": {"name": "f"}}
    for fields in ({"n": 2}, {"n": 10 ** 6}, {"max_tokens": -1}, {"max_tokens": 1e999}, {"top_logprobs": 10 ** 9}, {"stop": ["x"] * 1_000},
                   {"tools": [tool] * 100_000}, {"temperature": 10 ** 30}, {"messages": [{"role": "tool", "content": "x"}]},
                   {"stream_options": {"include_usage": True}}, {"seed": 2 ** 64}):
        assert problems(post(gateway, json.dumps(question(**fields)))), fields
    assert len(gateway.simulated_calls()) == before


def a_schema_is_passed_on_and_never_followed(gateway: Gateway) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0)
        address = f"http://127.0.0.1:{canary.getsockname()[1]}/schema.json"
        loop = {"$defs": {"a": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}
        for number, schema in enumerate(({"$ref": address}, loop, {"type": "string", "pattern": "(a+)+$"})):
            nonce = f"schema-nonce-{number}"
            form = {"type": "json_schema", "json_schema": {"name": "t", "schema": schema}}
            tools = [{"type": "function", "function": {"name": "f", "parameters": schema}}]
            assert post(gateway, json.dumps(question(nonce, response_format=form, tools=tools))).statuses[0] in (200, 400)
            body = sent(gateway, nonce)
            assert body["response_format"] == form and body["tools"] == tools, body
        nobody_came(canary)


def an_address_in_a_part_is_never_fetched(gateway: Gateway) -> None:
    with socket.create_server(("127.0.0.1", 0)) as canary:
        canary.settimeout(0)
        address = f"http://127.0.0.1:{canary.getsockname()[1]}/picture.png"
        for part in ({"type": "image_url", "image_url": {"url": address}}, {"type": "image_url", "image_url": address},
                     {"type": "file", "file": {"file_data": address}}, {"type": "input_audio", "input_audio": {"data": address}}):
            body = {"model": "seeing", "messages": [{"role": "user", "content": [{"type": "text", "text": "what is it?"}, part]}]}
            assert post(gateway, json.dumps(body)).statuses == (200,), part
        nobody_came(canary)


def nobody_came(canary: socket.socket) -> None:
    try:
        canary.accept()
    except BlockingIOError:
        return
    raise AssertionError("somebody connected to an address that a request named")


def twenty_megabytes_of_sound_are_too_large(gateway: Gateway) -> None:
    part = {"type": "input_audio", "input_audio": {"data": "A" * (20 * MEGABYTE), "format": "wav"}}
    body = {"model": "seeing", "messages": [{"role": "user", "content": [part]}]}
    assert post(gateway, json.dumps(body)).statuses == (413,)


CASES = [deep_values_are_refused_wherever_they_stand, a_hundred_thousand_unknown_keys_are_answered_soon,
         two_hundred_thousand_messages_are_refused, odd_names_and_long_escapes_pass_as_they_are,
         a_models_name_is_repeated_as_json_only, what_is_refused_is_never_sent, a_schema_is_passed_on_and_never_followed,
         an_address_in_a_part_is_never_fetched, twenty_megabytes_of_sound_are_too_large]


def run(gateway: Gateway, case) -> None:
    case(gateway)
    assert post(gateway, json.dumps(question())).statuses == (200,), "afterwards nobody else is answered"


if __name__ == "__main__":
    models = [{"id": "echo", "targets": [{"provider": "up", "model": "sim/echo"}]},
              {"id": "seeing", "input": ["text", "image", "audio", "file"], "targets": [{"provider": "up", "model": "sim/fixed"}]}]
    with Gateway({}, models=models) as gateway:
        status = run_table((case.__name__, lambda case=case: run(gateway, case)) for case in CASES)
    sys.exit(status)
