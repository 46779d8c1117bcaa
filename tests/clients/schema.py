"""Every field that a known client requires of Parley's answers: one strict schema for all of them.

Where clients differ, the strictest is written down. Sources: AssemblyAI's API documentation (chat completions, list
available models); the public models of AssemblyAI's Python SDK (assemblyai/llm_gateway/v1/models.py), which validate
strictly and whose non-optional integers refuse null; OpenAI's API reference (the chat completion object, the chunk object,
the model object) and its SDKs, which read errors from `error` alone; LiteLLM, which needs `usage` and the first message.

    python3 tests/clients/schema.py completion < answer.json      prints what is wrong; kinds: KINDS below
"""

import json
import re
import sys
from typing import Any

from shapes import (all_of, boolean, filled_text, integer, list_of, nullable, number, one_of, rule, shape, text)

PROBLEMS_SHOWN_MAX = 15
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FINISH_REASONS = ("stop", "length", "tool_calls", "content_filter")

request_id = all_of(text, rule("must be a UUID", lambda value: UUID.fullmatch(value) is not None))

prompt_tokens_details = shape(
    {"cached_tokens": integer, "audio_tokens": integer,
     "cache_creation": shape({"ephemeral_5m_input_tokens": integer, "ephemeral_1h_input_tokens": integer})},
    {"cache_write_tokens": integer})
completion_tokens_details = shape({"reasoning_tokens": integer, "audio_tokens": integer,
                                   "accepted_prediction_tokens": integer, "rejected_prediction_tokens": integer})
openai_usage = all_of(
    shape({"prompt_tokens": integer, "completion_tokens": integer, "total_tokens": integer,
           "prompt_tokens_details": prompt_tokens_details, "completion_tokens_details": completion_tokens_details}),
    rule("total_tokens must be the sum of the two others",
         lambda usage: usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]),
    rule("no more tokens can be cached than there are",
         lambda usage: usage["prompt_tokens_details"]["cached_tokens"] <= usage["prompt_tokens"]))
usage = all_of(
    openai_usage, shape({"input_tokens": integer, "output_tokens": integer}),
    rule("both spellings must agree", lambda usage: usage["input_tokens"] == usage["prompt_tokens"]
         and usage["output_tokens"] == usage["completion_tokens"]))

tool_call = shape({"id": filled_text, "type": one_of("function"), "function": shape({"name": filled_text, "arguments": text})})
message = all_of(
    shape({"role": one_of("assistant"), "content": nullable(text)},
          {"tool_calls": list_of(tool_call, at_least=1), "thinking": text, "reasoning_content": text}),
    rule("content and tool_calls cannot both be absent",
         lambda message: message["content"] is not None or message.get("tool_calls")),
    rule("arguments must be a JSON object",
         lambda message: all(is_json_object(call["function"]["arguments"]) for call in message.get("tool_calls", []))))
choice = all_of(
    shape({"index": integer, "message": message, "finish_reason": one_of(*FINISH_REASONS)}, {"native_finish_reason": text}),
    rule("tool_calls and finish_reason must agree",
         lambda choice: bool(choice["message"].get("tool_calls")) == (choice["finish_reason"] == "tool_calls")))
request_echo = all_of(
    shape({"model": text, "max_tokens": integer}),
    rule("the conversation is never echoed", lambda echo: not {"messages", "prompt"} & set(echo)))
completion = all_of(
    shape({"id": filled_text, "object": one_of("chat.completion"), "created": integer, "model": filled_text,
           "request_id": request_id, "choices": list_of(choice, at_least=1), "usage": usage, "request": request_echo,
           "response_time": integer, "llm_status_code": integer, "http_status_code": one_of(200)}),
    rule("id must be made of request_id", lambda body: body["id"] == f"chatcmpl-{body['request_id']}"))

delta_call = shape({"index": integer, "function": shape({"arguments": text}, {"name": filled_text})},
                   {"id": filled_text, "type": one_of("function")})
delta = shape({}, {"role": one_of("assistant"), "content": nullable(text), "reasoning_content": text,
                   "tool_calls": list_of(delta_call, at_least=1)})
chunk_choice = shape({"index": integer, "delta": delta, "finish_reason": nullable(one_of(*FINISH_REASONS))})
chunk = all_of(
    shape({"id": filled_text, "object": one_of("chat.completion.chunk"), "created": integer, "model": filled_text,
           "choices": list_of(chunk_choice)}, {"usage": nullable(openai_usage), "request_id": request_id}),
    rule("a chunk is no error", lambda chunk: not chunk.get("error")))

error_object = shape({"message": filled_text, "type": filled_text, "param": nullable(text), "code": nullable(text)})
error_metadata = shape({}, {"errors": list_of(filled_text, at_least=1), "llm_status_code": integer})
error = all_of(
    shape({"code": integer, "message": filled_text, "request_id": request_id, "metadata": error_metadata,
           "error": error_object}),
    rule("the nested message begins with the flat one",
         lambda body: body["error"]["message"].startswith(body["message"])),
    rule("an authentication failure says so", lambda body: body["code"] != 401 or body.get("status") == "error"))
error_event = shape({"error": error_object, "request_id": request_id})

price = shape({"prompt": number, "completions": number},
              {"input_cache_read": number, "input_cache_write": number, "input_cache_write_1h": number})
provider = shape({"id": filled_text, "name": filled_text})
openai_model = shape({"id": filled_text, "object": one_of("model"), "created": integer, "owned_by": filled_text})
model = all_of(openai_model, shape({
    "name": filled_text, "description": text, "creator": text, "context_length": integer,
    "supported_parameters": list_of(filled_text),
    "default_parameters": shape({"temperature": nullable(number), "top_p": nullable(number),
                                 "frequency_penalty": nullable(integer)}),
    "top_provider": shape({"is_moderated": boolean, "context_length": integer, "max_completion_tokens": integer}),
    "pricing": shape({"global": price}, {"us": price, "eu": price, "regional_increase_percent": number}),
    "retirement_date": integer, "available_regions": list_of(one_of("us", "eu", "global")),
    "providers": list_of(provider), "default_provider": provider}))
models = shape({"object": one_of("list"), "data": list_of(model)})

KINDS = {"completion": completion, "chunk": chunk, "error": error, "error_event": error_event, "model": model, "models": models}


def problems_of(kind: str, body: bytes | str | Any) -> list[str]:
    """What is wrong with a body, or with a document that was already read."""
    if isinstance(body, (bytes, str)):
        try:
            body = json.loads(body)
        except ValueError as mistake:
            return [f"the body is not JSON: {mistake}"]
    return KINDS[kind](body, kind)


def check(kind: str, body: bytes | str | Any) -> None:
    """AssertionError with what is wrong."""
    problems = problems_of(kind, body)
    assert not problems, "; ".join(problems[:PROBLEMS_SHOWN_MAX]) + f" ({len(problems)} in all)"


def is_json_object(words: str) -> bool:
    try:
        return isinstance(json.loads(words), dict)
    except ValueError:
        return False


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in KINDS:
        sys.exit(__doc__)
    found = problems_of(sys.argv[1], sys.stdin.buffer.read())
    print("\n".join(found) or "good")
    sys.exit(bool(found))
