"""Talks that are read in windows (transcript_window "map"), over a running Parley: whole and streamed, failing, and cut short.

    PARLEY_BINARY=build/release/parley python3 tests/e2e/talk_windows.py

The simulated model says what the script has for a question. How a talk is cut has unit tests of its own.
"""

import http.client
import json
import sqlite3
import sys
import time
import urllib.request
from typing import Any

from gateway import KEY, Gateway, wait_until
from table import run_table

TALK = {"utterances": [{"speaker": "AB"[at % 2], "text": f"This is what was said at number {at}.", "start": at * 1000, "end": at * 1000 + 900}
                       for at in range(200)]}
WISH = {"transcript": TALK, "transcript_window": "map", "transcript_format": "speakers", "prompt": "Sum up: {{ transcript }}"}
COMBINED = {"when": "Make one answer of them", "say": "All of it."}
WINDOWS = [{"when": f"[Part {part} of ", "say": f"Answer {part}."} for part in range(1, 25)]


def script(gateway: Gateway, answers: list[dict], smart: str | list[str] = "scripted") -> None:
    body = json.dumps({"models": {"smart": smart}, "answers": answers}).encode()
    urllib.request.urlopen(urllib.request.Request(f"{gateway.simulator_url}/sim/script", body), timeout=30).close()


def post(gateway: Gateway, **fields: Any) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(*gateway.address(), timeout=60)
    body = json.dumps({"model": "smart", "max_tokens": 200, **WISH, **fields})
    connection.request("POST", "/v1/chat/completions", body, {"authorization": KEY, "content-type": "application/json"})
    return connection.getresponse()


def ask(gateway: Gateway, **fields: Any) -> tuple[int, Any]:
    answer = post(gateway, **fields)
    return answer.status, json.loads(answer.read())


def calls(gateway: Gateway) -> list[dict]:
    return [json.loads(call["body"]) for call in gateway.simulated_calls()]


def prompt_of(call: dict) -> str:
    return call["messages"][0]["content"]


def check_calls(asked: list[dict]) -> None:
    windows, combining = asked[:-1], asked[-1]
    assert len(windows) >= 3 and not any("stream" in window or "transcript" in window for window in windows), windows
    windows.sort(key=lambda window: int(prompt_of(window).split()[3]))
    said = "".join(prompt_of(window) for window in windows)
    assert all(said.count(f" at number {at}.") == 1 for at in range(200)), "every utterance stands in one window"
    assert all(prompt_of(window).startswith("Sum up: [Part ") for window in windows)
    answers = prompt_of(combining)
    assert answers.startswith(f"Sum up: [The talk is long: it was read in {len(windows)} parts"), answers
    assert [line for line in answers.split("\n") if line.startswith("Answer ")] == [f"Answer {part}." for part in range(1, len(windows) + 1)], answers


def a_whole_answer_is_made_of_the_windows_answers(gateway: Gateway) -> None:
    script(gateway, [COMBINED, *WINDOWS])
    before = len(calls(gateway))
    status, answer = ask(gateway)
    assert status == 200 and answer["choices"][0]["message"]["content"] == "All of it.", answer
    check_calls(calls(gateway)[before:])


def the_last_call_streams(gateway: Gateway) -> None:
    script(gateway, [COMBINED, *WINDOWS])
    before = len(calls(gateway))
    events = post(gateway, stream=True, stream_options={"include_usage": True}).read().decode().split("\n\n")
    deltas = [json.loads(event[6:]) for event in events if event.startswith("data: {")]
    assert "".join(choice["delta"].get("content") or "" for delta in deltas for choice in delta["choices"]) == "All of it.", events
    assert deltas[-1]["usage"]["completion_tokens"] > 0 and events[-2] == "data: [DONE]", events[-3:]
    asked = calls(gateway)[before:]
    assert asked[-1]["stream"] is True
    check_calls(asked)


def what_fits_is_asked_once(gateway: Gateway) -> None:
    script(gateway, [{"when": "", "say": "Short."}])
    before = len(calls(gateway))
    status, answer = ask(gateway, transcript={"text": "A short talk."})
    assert status == 200 and [prompt_of(call) for call in calls(gateway)[before:]] == ["Sum up: A short talk."], answer


def a_window_is_tried_again_where_that_may_help(gateway: Gateway) -> None:
    script(gateway, [COMBINED, *WINDOWS], ["scripted", "scripted?status=500", "scripted"])
    assert ask(gateway)[1]["choices"][0]["message"]["content"] == "All of it."


def a_window_that_cannot_be_read_ends_the_request(gateway: Gateway) -> None:
    script(gateway, [COMBINED, *WINDOWS], "scripted?status=400")
    before = len(calls(gateway))
    status, answer = ask(gateway)
    assert status == 400 and answer["error"]["type"], answer
    assert len(calls(gateway)) - before <= 4, "nobody else is asked"


def what_cannot_be_read_in_windows_is_said(gateway: Gateway) -> None:
    def problem(**fields: Any) -> tuple[int, str]:
        status, answer = ask(gateway, **fields)
        return status, answer["metadata"]["errors"][0]
    long = {"utterances": [{**utterance, "text": utterance["text"] * 20} for utterance in TALK["utterances"]]}
    assert problem(transcript=long) == (400, "the transcript does not fit into 24 windows of the model's context")
    tools = [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]
    assert problem(tools=tools) == (400, "transcript_window map cannot stand beside tools")
    assert problem(model="no-such-model") == (400, "model no-such-model is not supported")


def a_hang_up_stops_all_windows(gateway: Gateway) -> None:
    script(gateway, [COMBINED, *WINDOWS], "scripted?first=60s")
    before = len(calls(gateway))
    connection = http.client.HTTPConnection(*gateway.address(), timeout=60)
    connection.request("POST", "/v1/chat/completions", json.dumps({"model": "smart", "max_tokens": 200, **WISH}), {"authorization": KEY, "content-type": "application/json"})
    assert wait_until(lambda: len(calls(gateway)) == before + 4, 10)
    connection.close()
    assert wait_until(lambda: all(call["outcome"] == "caller_left" for call in gateway.simulated_calls()[-4:]), 10)


def every_call_is_in_the_ledger_under_one_request(gateway: Gateway) -> None:
    script(gateway, [COMBINED, *WINDOWS])
    before = len(calls(gateway))
    answer = post(gateway)
    cost, request = answer.getheader("x-parley-cost"), answer.getheader("x-request-id")
    answer.read()
    windows = len(calls(gateway)) - before - 1
    gateway.parley.stop()
    gateway.parley.forget()
    gateway.serve()  # what is in the journal is stored
    gateway.parley.stop()
    gateway.parley.forget()
    database = sqlite3.connect(gateway.data / "parley.db")
    entries = database.execute("SELECT id, asked_model, outcome, charged FROM entries WHERE request_id = ?", (request,)).fetchall()
    assert len(entries) == 1 and entries[0][1:3] == ("smart", "ok"), entries
    kinds = [kind for kind, in database.execute("SELECT kind FROM attempts WHERE entry = ? AND answered = 1 ORDER BY number", (entries[0][0],))]
    database.close()
    assert kinds == ["map"] * windows + ["primary"], kinds
    assert entries[0][3] == round(float(cost) * 1e9), (entries, cost)
    gateway.serve()


def all_windows_share_one_deadline() -> None:
    with Gateway({}, models=MODELS, routing={"first_chunk_timeout": "20s", "total_timeout": "4s"}) as gateway:
        # Each answer is in time by itself; those of the windows and the last one after them are not.
        script(gateway, [COMBINED, *WINDOWS], "scripted?first=2500ms")
        began = time.monotonic()
        status, answer = ask(gateway)
        assert status == 504 and "choices" not in answer, answer
        assert time.monotonic() - began < 15
        assert "it was read in" in prompt_of(calls(gateway)[-1]), "the windows were read"
        assert wait_until(lambda: gateway.simulated_calls()[-1]["outcome"] == "caller_left", 10)
        script(gateway, [COMBINED, *WINDOWS])
        assert ask(gateway)[0] == 200


STORIES = [a_whole_answer_is_made_of_the_windows_answers, the_last_call_streams, what_fits_is_asked_once,
           a_window_is_tried_again_where_that_may_help, a_window_that_cannot_be_read_ends_the_request, what_cannot_be_read_in_windows_is_said,
           a_hang_up_stops_all_windows, every_call_is_in_the_ledger_under_one_request]


MODELS = [{"id": "smart", "context_length": 1_200, "prices": {"input": 1, "output": 2}, "targets": [{"provider": "up", "model": "sim/smart"}]}]


def main() -> int:
    with Gateway({}, models=MODELS) as gateway:
        return run_table([*((story.__name__, lambda story=story: story(gateway)) for story in STORIES),
                          (all_windows_share_one_deadline.__name__, all_windows_share_one_deadline)])


if __name__ == "__main__":
    sys.exit(main())
