"""Does the judge judge? Good answers pass; each with one thing spoilt is refused, with the name of what is wrong.

The good ones are constructed from the shapes that AssemblyAI's documentation (chat completions, list available models) and
OpenAI's API reference describe.
"""

import copy
import json
import sys
from pathlib import Path
from typing import Any, Callable

sys.path.append(str(Path(__file__).resolve().parents[1] / "e2e"))

import schema
from event_stream import check_stream
from table import run_table

ID = "5b9d5f0c-28d4-4a9e-8a2f-7f3f0a0d7b11"
DETAILS = {"prompt_tokens_details": {"cached_tokens": 2, "audio_tokens": 0, "cache_write_tokens": 0,
                                     "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0}},
           "completion_tokens_details": {"reasoning_tokens": 0, "audio_tokens": 0, "accepted_prediction_tokens": 0,
                                         "rejected_prediction_tokens": 0}}
OPENAI_USAGE = {"prompt_tokens": 4, "completion_tokens": 1, "total_tokens": 5, **DETAILS}
CALL = {"id": "call_1", "type": "function", "function": {"name": "look", "arguments": '{"q":1}'}}
IDENTITY = {"id": f"chatcmpl-{ID}", "created": 1790000000, "model": "claude-sonnet-4-6"}
GOOD: dict[str, Any] = {
    "completion": {
        **IDENTITY, "object": "chat.completion", "request_id": ID,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": "Friday."}, "finish_reason": "stop"}],
        "usage": {**OPENAI_USAGE, "input_tokens": 4, "output_tokens": 1},
        "request": {"model": "claude-sonnet-4-6", "max_tokens": 300}, "response_time": 912345678,
        "llm_status_code": 200, "http_status_code": 200},
    "error": {"code": 400, "message": "invalid request body", "request_id": ID, "metadata": {"errors": ["a", "b"]},
              "error": {"message": "invalid request body: a; b", "type": "invalid_request_error", "param": None, "code": None}},
    "error_event": {"error": {"message": "cut", "type": "server_error", "param": None, "code": None}, "request_id": ID},
    "models": {"object": "list", "data": [{
        "id": "claude-sonnet-4-6", "object": "model", "created": 0, "owned_by": "anthropic", "name": "Claude Sonnet 4.6",
        "description": "General model", "creator": "Anthropic", "context_length": 200000,
        "supported_parameters": ["max_tokens"],
        "default_parameters": {"temperature": None, "top_p": None, "frequency_penalty": None},
        "top_provider": {"is_moderated": False, "context_length": 200000, "max_completion_tokens": 64000},
        "pricing": {"global": {"prompt": 3.0, "completions": 15, "input_cache_read": 0.3}, "regional_increase_percent": 0.1},
        "retirement_date": 0, "available_regions": ["us", "global"], "providers": [{"id": "bedrock", "name": "Amazon Bedrock"}],
        "default_provider": {"id": "bedrock", "name": "Amazon Bedrock"}}]},
}
MISSING = object()

# kind, path of the member to spoil, what to put there, the words of the refusal
SPOILT: list[tuple[str, str, Any, str]] = [
    ("completion", "request_id", "abc", "request_id: must be a UUID"),
    ("completion", "request_id", MISSING, "request_id is missing"),
    ("completion", "id", "chatcmpl-1", "id must be made of request_id"),
    ("completion", "created", 1.5, "created must be an integer"),
    ("completion", "created", True, "created must be an integer"),
    ("completion", "object", "chat.completion.chunk", "object must be one of"),
    ("completion", "choices", None, "choices must be an array"),
    ("completion", "choices", [], "at least 1"),
    ("completion", "choices/0/index", MISSING, "choices[0].index is missing"),
    ("completion", "choices/0/finish_reason", "end_turn", "finish_reason must be one of"),
    ("completion", "choices/0/finish_reason", "tool_calls", "must agree"),
    ("completion", "choices/0/message/role", "model", "role must be one of"),
    ("completion", "choices/0/message/content", None, "cannot both be absent"),
    ("completion", "choices/0/message/content", ["x"], "content must be a string"),
    ("completion", "choices/0/message/tool_calls", [], "at least 1"),
    ("completion", "choices/0/message/tool_calls", [{**CALL, "id": ""}], "id must not be empty"),
    ("completion", "choices/0/message/tool_calls", [{**CALL, "function": {"name": "look", "arguments": {}}}], "must be a string"),
    ("completion", "choices/0/message/tool_calls", [{**CALL, "function": {"name": "look", "arguments": ""}}], "JSON object"),
    ("completion", "usage/prompt_tokens", None, "prompt_tokens must be an integer"),
    ("completion", "usage/prompt_tokens", -1, "must not be negative"),
    ("completion", "usage/total_tokens", 6, "must be the sum"),
    ("completion", "usage/input_tokens", 3, "both spellings must agree"),
    ("completion", "usage/prompt_tokens_details/cached_tokens", None, "cached_tokens must be an integer"),
    ("completion", "usage/prompt_tokens_details/cached_tokens", 5, "can be cached"),
    ("completion", "usage/prompt_tokens_details/cache_creation/ephemeral_1h_input_tokens", MISSING, "is missing"),
    ("completion", "usage/completion_tokens_details/audio_tokens", None, "audio_tokens must be an integer"),
    ("completion", "request/messages", [], "never echoed"),
    ("completion", "response_time", 0.5, "response_time must be an integer"),
    ("completion", "http_status_code", 201, "http_status_code must be one of 200"),
    ("error", "message", "", "message must not be empty"),
    ("error", "error", "a text", "error must be an object"),
    ("error", "error/message", "something else", "begins with the flat one"),
    ("error", "error/code", 400, "error.code must be a string"),
    ("error", "code", 401, "an authentication failure says so"),
    ("error", "metadata/errors", "a", "errors must be an array"),
    ("error_event", "request_id", None, "request_id must be a string"),
    ("models", "object", MISSING, "object is missing"),
    ("models", "data", None, "data must be an array"),
    ("models", "data/0/providers", None, "providers must be an array"),
    ("models", "data/0/providers/0", "bedrock", "providers[0] must be an object"),
    ("models", "data/0/default_parameters/frequency_penalty", 0.5, "frequency_penalty must be an integer"),
    ("models", "data/0/top_provider/max_completion_tokens", None, "max_completion_tokens must be an integer"),
    ("models", "data/0/pricing/global", MISSING, "global is missing"),
    ("models", "data/0/pricing/global/prompt", "3.0", "prompt must be a number"),
    ("models", "data/0/available_regions/0", "asia", "must be one of us, eu, global"),
    ("models", "data/0/retirement_date", None, "retirement_date must be an integer"),
]


def chunk(delta: dict | None, finish_reason: str | None = None, **more: Any) -> dict:
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish_reason}]
    return {**IDENTITY, "object": "chat.completion.chunk", "choices": choices, **more}


def call_delta(index: int, arguments: str, **more: Any) -> dict:
    name = {"name": "look"} if more else {}
    return {"tool_calls": [{"index": index, **more, "function": {**name, "arguments": arguments}}]}


FIRST = chunk({"role": "assistant", "content": ""}, request_id=ID)
WORD = chunk({"content": "Friday"})
LAST = chunk({}, "stop")
USAGE = chunk(None, usage=OPENAI_USAGE)
BEGUN = chunk(call_delta(0, "", id="call_1", type="function"))
GOOD_STREAMS = {"text": [FIRST, WORD, LAST], "call": [FIRST, BEGUN, chunk(call_delta(0, '{"q":1}')), chunk({}, "tool_calls")]}
BAD_STREAMS = {  # what is wrong: the chunks, and the words of the refusal
    "no finish_reason": ([FIRST, WORD], "has a finish_reason"),
    "words after the end": ([FIRST, LAST, WORD], "nothing comes after"),
    "two roles": ([FIRST, FIRST, LAST], "said once"),
    "another id": ([FIRST, {**WORD, "id": "chatcmpl-2"}, LAST], "id changes"),
    "another model": ([FIRST, {**WORD, "model": "gpt"}, LAST], "model changes"),
    "no request": ([{**FIRST, "request_id": "0" * 8 + ID[8:]}, LAST], "names the request"),
    "usage unasked": ([FIRST, LAST, USAGE], "not asked for"),
    "a model that is null": ([{**FIRST, "model": None}, LAST], "model must be a string"),
    "a null for usage's integer": ([FIRST, LAST, chunk(None, usage={**OPENAI_USAGE, "total_tokens": None})],
                                   "must be an integer"),
    "a foreign finish_reason": ([FIRST, chunk({}, "end_turn")], "finish_reason must be one of"),
    "an error among chunks": ([FIRST, {**WORD, "error": {"message": "x"}}, LAST], "no error"),
    "a call without an id": ([FIRST, chunk(call_delta(0, "{}")), LAST], "a call is told as"),
    "a call that skips a number": ([FIRST, chunk(call_delta(1, "{}", id="c", type="function")), LAST], "numbered"),
    "an id that is said again": ([FIRST, BEGUN, BEGUN, LAST], "a call is told as"),
    "arguments that are none": ([FIRST, BEGUN, chunk({}, "tool_calls")], "no object"),
}


def body_of(chunks: list[dict], before: str = "data: ", end: str = "data: [DONE]\n\n") -> bytes:
    return ("".join(f"{before}{json.dumps(chunk)}\n\n" for chunk in chunks) + end).encode()


def spoil(kind: str, path: str, value: Any) -> Any:
    document = copy.deepcopy(GOOD[kind])
    *parents, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    place = document
    for step in parents:
        place = place[step]
    if value is MISSING:
        del place[last]
    else:
        place[last] = value
    return document


def refused(words: str, judge: Callable[[], Any]) -> None:
    try:
        judge()
    except AssertionError as refusal:
        assert words in str(refusal), f"refused for another reason: {refusal}"
        return
    raise AssertionError(f"accepted, though {words!r} should be said of it")


def good_answers_pass() -> None:
    for kind, document in GOOD.items():
        schema.check(kind, document)
        schema.check(kind, json.dumps(document))
    refused("not JSON", lambda: schema.check("error", b"<html>"))


def good_streams_pass() -> None:
    for name, chunks in GOOD_STREAMS.items():
        said = check_stream(body_of(chunks))
        assert (said["content"], len(said["tool_calls"])) == (("Friday", 0) if name == "text" else ("", 1)), said
    assert check_stream(b": ping\n\n" + body_of([FIRST, WORD, LAST, USAGE]), usage=True)["usage"] == OPENAI_USAGE


def every_spoilt_answer_is_refused() -> None:
    for kind, path, value, words in SPOILT:
        document = spoil(kind, path, value)
        refused(words, lambda: schema.check(kind, document))


def every_bad_stream_is_refused() -> None:
    for chunks, words in BAD_STREAMS.values():
        refused(words, lambda: check_stream(body_of(chunks)))
    refused("usage, asked for", lambda: check_stream(body_of([FIRST, LAST]), usage=True))
    refused("ends with [DONE]", lambda: check_stream(body_of([FIRST, LAST], end="")))
    refused("one line", lambda: check_stream(body_of([FIRST, LAST], before="data:")))
    refused("one line", lambda: check_stream(body_of([FIRST, LAST], before="event: x\ndata: ")))
    refused("not complete", lambda: check_stream(body_of([FIRST, LAST], end="data: [DONE]\n")))


CASES = [good_answers_pass, good_streams_pass, every_spoilt_answer_is_refused, every_bad_stream_is_refused]

if __name__ == "__main__":
    sys.exit(run_table((case.__name__, case) for case in CASES))
