"""A streamed answer as its strictest readers see it.

Sources: AssemblyAI's Python SDK skips every line that does not begin with `data: `, space included, and ends at `[DONE]`;
OpenAI's SDKs raise at any event with an `error`; both put calls together by their index. WHATWG HTML, 9.2, for the rest.
"""

import json

import schema

FIRST_CALL_NAMES = {"index", "id", "type", "function"}  # of the delta that begins a call
LATER_CALL_NAMES = {"index", "function"}


def check_stream(body: bytes, usage: bool = False) -> dict:
    """Checks a whole stream that ended well. `usage`: it was asked for. Returns what it said:
    content, reasoning_content, tool_calls, finish_reason, usage, request_id."""
    events = read_events(body)
    assert events and events[-1] == "[DONE]", f"a stream ends with [DONE], this one with {events[-1:]}"
    chunks = [json.loads(event) for event in events[:-1]]
    for chunk in chunks:
        schema.check("chunk", chunk)
    check_identity(chunks)
    check_usage(chunks, usage)
    said = {"content": "", "reasoning_content": "", "tool_calls": [], "finish_reason": None,
            "usage": chunks[-1].get("usage"), "request_id": chunks[0].get("request_id")}
    for position, chunk in enumerate(chunk for chunk in chunks if chunk["choices"]):
        read_choice(chunk["choices"], position, said)
    assert said["finish_reason"], "a stream has a finish_reason"
    for call in said["tool_calls"]:
        assert schema.is_json_object(call["function"]["arguments"]), f"the arguments are no object: {call}"
    return said


def read_events(body: bytes) -> list[str]:
    text = body.decode()
    assert text.endswith("\n\n"), "the last event is not complete"
    events = []
    for block in text[:-2].split("\n\n"):
        if block.startswith(":"):
            continue  # a comment keeps the connection alive
        assert "\n" not in block and block.startswith("data: "), f"an event is one line `data: ...`, this one is {block[:80]!r}"
        events.append(block.removeprefix("data: "))
    return events


def check_identity(chunks: list[dict]) -> None:
    for name in ("id", "created", "model"):
        values = {chunk[name] for chunk in chunks}
        assert len(values) == 1, f"{name} changes within a stream: {values}"
    assert chunks[0]["id"] == f"chatcmpl-{chunks[0].get('request_id')}", "the first chunk names the request"


def check_usage(chunks: list[dict], asked: bool) -> None:
    counted = [i for i, chunk in enumerate(chunks) if chunk.get("usage")]
    assert counted == ([len(chunks) - 1] if asked else []), f"usage, {'asked' if asked else 'not asked'} for, is in {counted}"
    for i, chunk in enumerate(chunks):
        assert bool(chunk["choices"]) == (i not in counted), "only the chunk with usage has no choices"


def read_choice(choices: list[dict], position: int, said: dict) -> None:
    assert len(choices) == 1 and choices[0]["index"] == 0, f"one choice a chunk: {choices}"
    delta, finish_reason = choices[0]["delta"], choices[0]["finish_reason"]
    assert said["finish_reason"] is None, "nothing comes after the finish_reason"
    assert ("role" in delta) == (position == 0), "the role is said once, first"
    said["content"] += delta.get("content") or ""
    said["reasoning_content"] += delta.get("reasoning_content") or ""
    for call in delta.get("tool_calls", []):
        read_call(call, said["tool_calls"])
    said["finish_reason"] = finish_reason


def read_call(call: dict, calls: list[dict]) -> None:
    begins = call["index"] == len(calls)
    assert begins or call["index"] < len(calls), f"calls are numbered as they appear: {call}"
    assert set(call) == (FIRST_CALL_NAMES if begins else LATER_CALL_NAMES), f"a call is told as {sorted(call)}"
    if begins:
        assert call["function"].get("name"), f"a call begins with its name: {call}"
        calls.append({"id": call["id"], "type": call["type"], "function": dict(call["function"])})
    else:
        assert set(call["function"]) == {"arguments"}, f"only arguments follow: {call}"
        calls[call["index"]]["function"]["arguments"] += call["function"]["arguments"]
