"""One line for each request, and nothing in it that a stranger wrote.   PARLEY_BINARY=build/release/parley python3 tests/e2e/request_log.py

That neither keys nor prompts nor answers are in the log is also part of markers.py, at the noisiest level.
"""

import json
import re
import sys

from gateway import Gateway, wait_until
from raw_socket import chat_body, chat_request, exchange
from table import run_table

MODELS = {"echo": "sim/echo", "busy": "sim/echo?status=503", "cut": "sim/words-20?cut=3"}
SEEING = [{"id": name, "input": ["text", "image"], "targets": [{"provider": "up", "model": upstream}]} for name, upstream in MODELS.items()]


def ask(gateway: Gateway, request: bytes) -> str:
    """The id of the answer."""
    answers = exchange(gateway.address(), request, final_answers=1)
    return re.search(rb"\r\nx-request-id: (\S+)", answers.heads[0])[1].decode()


def chat(gateway: Gateway, model: str, extra: bytes = b"", **fields) -> str:
    return ask(gateway, chat_request(chat_body(model, "a secret thought", **fields), gateway.key, extra))


def lines(gateway: Gateway) -> list[dict]:
    return [json.loads(line) for line in gateway.parley.errors().splitlines() if line.startswith("{")]


def line_of(gateway: Gateway, request_id: str) -> dict:
    """The one line of that request, without what differs from run to run."""
    def found() -> list[dict]:
        return [line for line in lines(gateway) if line.get("request_id") == request_id]
    assert wait_until(found, 10), f"no line for {request_id}"
    line, = found()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time")), line
    assert line.pop("event") == "request" and line.pop("total_ms", 1) >= 0 and line.pop("first_chunk_ms", 1) >= 0
    assert ("upstream_request_id" in line) == ("upstream_model" in line), line
    assert re.fullmatch(r"req_\w+", line.pop("upstream_request_id", "req_0")), line
    del line["request_id"]
    return line


CALLER = {"key": "test", "account": "default", "route": "/v1/chat/completions", "region": "us"}


def an_answer_has_a_line(gateway: Gateway) -> None:
    line = line_of(gateway, chat(gateway, "echo", b"x-request-id: call-7\r\n"))
    assert line == {"level": "info", "client_request_id": "call-7", **CALLER, "model": "echo", "provider": "up",
                    "upstream_model": "sim/echo", "stream": False, "status": 200, "outcome": "ok", "attempts": 1,
                    "prompt_tokens": 4, "completion_tokens": 4, "cached_tokens": 0}, line


def a_stream_that_broke_says_why_and_warns(gateway: Gateway) -> None:
    line = line_of(gateway, chat(gateway, "cut", stream=True))
    assert line["level"] == "warning" and line["stream"] is True, line
    assert (line["outcome"], line["status"], line["attempts"]) == ("upstream_cut", 200, 1) and line["failure"], line


def a_prompt_that_was_not_read_whole_warns(gateway: Gateway) -> None:
    unread = "x" * 20_000  # no part of the prompt to the simulator, which counts only what it has read
    line = line_of(gateway, chat(gateway, "echo", padding=unread))
    assert line["level"] == "warning" and line["prompt_cut"] is True and line["outcome"] == "ok", line
    picture = {"role": "user", "content": [{"type": "image_url", "image_url": {"url": f"data:image/png;base64,{unread}"}}]}
    line = line_of(gateway, chat(gateway, "echo", messages=[picture]))
    assert line["level"] == "info" and line["outcome"] == "ok" and "prompt_cut" not in line, line


def a_failure_says_how_often_it_was_tried(gateway: Gateway) -> None:
    line = line_of(gateway, chat(gateway, "busy"))
    assert (line["level"], line["outcome"], line["status"]) == ("warning", "failed", 503), line
    assert (line["failure"], line["attempts"]) == ("overloaded", 2), line


def a_refusal_does_not_repeat_what_was_asked(gateway: Gateway) -> None:
    line = line_of(gateway, chat(gateway, "sk-pasted-into-the-wrong-field"))
    assert line == {"level": "info", **CALLER, "status": 400, "outcome": "refused"}, line
    line = line_of(gateway, ask(gateway, chat_request(chat_body("echo", "hi"), "sk-a-wrong-key")))
    assert line == {"level": "info", "region": "us", "status": 401, "outcome": "refused"}, line
    line = line_of(gateway, ask(gateway, b"GET /sk-in-a-path?key=sk-in-a-query HTTP/1.1\r\nhost: a\r\n\r\n"))
    assert line == {"level": "info", "region": "us", "status": 404, "outcome": "refused"}, line
    line = line_of(gateway, ask(gateway, b"GET / HTTP/1.1\r\nhost: a\r\nhost: sk-in-a-head\r\n\r\n"))
    assert line == {"level": "info", "status": 400, "outcome": "refused"}, line


def an_id_that_is_none_is_left_out(gateway: Gateway) -> None:
    for field in (b"two words", b'"},{"level":"error"}', b"\xff\xfe", b"a" * 129):
        line = line_of(gateway, chat(gateway, "echo", b"x-request-id: " + field + b"\r\n"))
        assert "client_request_id" not in line, line


def nothing_of_it_all_is_in_the_log(gateway: Gateway) -> None:
    said = gateway.parley.errors()
    for text in ("sk-", "secret thought", "word-", gateway.key):
        assert text not in said, f"the log holds '{text}'"


def the_books_balance(gateway: Gateway) -> None:
    # /metrics itself is a request, whose line is for the level `debug`.
    counts = {name: int(value) for name, value in
              re.findall(r'^parley_request_outcomes_total\{outcome="(\w+)"\} (\d+)$', gateway.metrics(), re.MULTILINE)}
    asked = lines(gateway)
    for outcome, count in counts.items():
        assert count == sum(line["outcome"] == outcome for line in asked), (outcome, count)
    assert re.search(r'^parley_model_requests_total\{model="echo",outcome="ok",status="2xx"\} 7$', gateway.metrics(), re.MULTILINE)
    assert 'model="other",outcome="refused",status="4xx"} 1\n' in gateway.metrics()
    assert "sk-" not in gateway.metrics()


def it_can_be_switched_off() -> None:
    for log, expected in (({"requests": False}, []), ({"level": "warning"}, ["failed"])):
        with Gateway(MODELS, log=log) as gateway:
            chat(gateway, "echo")
            chat(gateway, "busy")
            gateway.parley.stop()  # what was collected is written at the end at the latest
            assert [line["outcome"] for line in lines(gateway)] == expected, lines(gateway)


CASES = [an_answer_has_a_line, a_stream_that_broke_says_why_and_warns, a_prompt_that_was_not_read_whole_warns,
         a_failure_says_how_often_it_was_tried, a_refusal_does_not_repeat_what_was_asked,
         an_id_that_is_none_is_left_out, nothing_of_it_all_is_in_the_log, the_books_balance]

if __name__ == "__main__":
    with Gateway(MODELS, models=SEEING) as gateway:
        status = run_table([*((case.__name__, lambda case=case: case(gateway)) for case in CASES),
                            (it_can_be_switched_off.__name__, it_can_be_switched_off)])
    sys.exit(status)
