"""Providers that are recognised as known hosts are asked in their own way.   python3 tests/e2e/hosts.py

From the configuration file to the bytes on the wire: what a host's rules do to a request and its answer is tested where they are
followed; here it is seen that they arrive there. The upstream writes down what it is asked, answers with one short text, whole or as a
stream, and calls the first tool that it is given.
"""

import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from gateway import Gateway
from raw_socket import chat_request, exchange
from smoke import post_chat
from table import run_table

USAGE = {"prompt_tokens": 100, "completion_tokens": 2, "total_tokens": 102}
CHUNKS = [{"id": "up", "choices": [{"index": 0, "delta": {"role": "assistant", "content": "<think>hm</think>yes"}}]},
          {"id": "up", "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
          {"id": "up", "choices": [], "usage": USAGE}]
CALLS = [{"id": "call_up", "type": "function", "function": {"name": "find", "arguments": '{"day":"Friday"}'}}]


class Upstream(BaseHTTPRequestHandler):
    asked: list[tuple[str, dict, dict]] = []  # path, fields, body

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if "seed" in body and "house" in self.path:
            return self.refuse("seed")
        self.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        if body.get("stream"):
            kind = "text/event-stream"
            answer = "".join(f"data: {json.dumps(chunk)}\n\n" for chunk in CHUNKS) + "data: [DONE]\n\n"
        else:
            kind = "application/json"
            message = {"role": "assistant", "content": "<think>hm</think>yes"}
            if body.get("tools"):
                message = {"role": "assistant", "content": None, "tool_calls": CALLS}
            answer = json.dumps({"id": "up", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "usage": USAGE})
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("fireworks-cached-prompt-tokens", "64")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    def refuse(self, param: str) -> None:
        """As OpenAI refuses a field that a model does not take."""
        error = {"message": f"Unsupported parameter: '{param}'", "type": "invalid_request_error", "param": param,
                 "code": "unsupported_parameter"}
        answer = json.dumps({"error": error})
        self.send_response(400)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *_) -> None:
        pass


def ask(gateway: Gateway, model: str, **fields) -> tuple[list[dict], tuple[str, dict, dict]]:
    """The chunks that came back, and what the upstream was asked."""
    answer = post_chat(gateway, model=model, stream=True, stream_options={"include_usage": True}, **fields)
    events = [line.removeprefix("data: ") for line in answer.splitlines() if line]
    assert events[-1] == "[DONE]", events
    return [json.loads(event) for event in events[:-1]], Upstream.asked[-1]


def a_provider_is_recognised_by_its_name(gateway: Gateway) -> None:
    chunks, (_, _, body) = ask(gateway, "by-name")
    assert body["context_length_exceeded_behavior"] == "error", body
    assert chunks[-1]["usage"]["prompt_tokens_details"]["cached_tokens"] == 64, chunks[-1]


def a_provider_is_what_it_says_it_is(gateway: Gateway) -> None:
    _, (path, fields, body) = ask(gateway, "by-host", max_tokens=7)
    assert path == "/openai/deployments/house/chat/completions?api-version=2024-10-21", path
    assert fields["api-key"] == "sk-azure" and "authorization" not in fields, fields
    assert body["max_completion_tokens"] == 7 and "max_tokens" not in body, body


def an_operators_rules_are_followed(gateway: Gateway) -> None:
    chunks, (_, _, body) = ask(gateway, "by-rules", seed=7, reasoning={"effort": "low"})
    assert "seed" not in body and body["thinking_budget"] == 2048, body
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks if chunk["choices"]]
    assert "".join(delta.get("reasoning_content") or "" for delta in deltas) == "hm", deltas
    assert "".join(delta.get("content") or "" for delta in deltas) == "yes", deltas
    assert chunks[-1]["usage"]["prompt_tokens_details"]["cached_tokens"] == 0, chunks[-1]


def whole_answers_follow_the_rules_too(gateway: Gateway) -> None:
    answer = json.loads(post_chat(gateway, model="by-rules"))
    message = answer["choices"][0]["message"]
    assert (message["content"], message["thinking"], message["reasoning_content"]) == ("yes", "hm", "hm"), answer
    cached = json.loads(post_chat(gateway, model="by-name"))["usage"]["prompt_tokens_details"]["cached_tokens"]
    assert cached == 64, cached


def callers_who_ask_with_functions_are_called_back_in_their_words(gateway: Gateway) -> None:
    functions = [{"name": "find", "parameters": {"type": "object", "properties": {"day": {"type": "string"}}}}]
    answer = json.loads(post_chat(gateway, model="by-host", functions=functions, function_call="auto"))
    _, _, body = Upstream.asked[-1]
    assert body["tools"] == [{"type": "function", "function": functions[0]}] and body["tool_choice"] == "auto", body
    choice = answer["choices"][0]
    assert choice["message"]["function_call"] == CALLS[0]["function"] and "tool_calls" not in choice["message"], choice


def a_field_that_a_provider_refuses_is_left_out_the_second_time(gateway: Gateway) -> None:
    answer = json.loads(post_chat(gateway, model="by-host", seed=7))
    assert answer["choices"][0]["message"]["content"].endswith("yes"), answer
    assert "seed" not in Upstream.asked[-1][2], Upstream.asked[-1]
    chunks, (_, _, body) = ask(gateway, "by-host", seed=7)
    assert chunks and "seed" not in body, body


def dropped(gateway: Gateway) -> int:
    return int(re.search(r"^parley_fields_dropped_total (\d+)$", gateway.metrics(), re.MULTILINE)[1])


def callers_learn_which_of_their_fields_were_not_passed_on(gateway: Gateway) -> None:
    body = {"messages": [{"role": "user", "content": "x"}], "seed": 7}
    before = dropped(gateway)
    for model in ("by-rules", "by-host"):  # dropped by a rule; refused by the provider
        answers = exchange(gateway.address(), chat_request(json.dumps({**body, "model": model}).encode(), gateway.key), final_answers=1)
        assert b"x-parley-dropped: seed\r\n" in answers.heads[0] + b"\r\n", answers.heads
    answers = exchange(gateway.address(), chat_request(json.dumps({**body, "model": "by-name"}).encode(), gateway.key), final_answers=1)
    assert b"x-parley-dropped" not in answers.heads[0], answers.heads
    assert dropped(gateway) - before == 2, dropped(gateway)


CASES = [a_provider_is_recognised_by_its_name, a_provider_is_what_it_says_it_is, an_operators_rules_are_followed,
         whole_answers_follow_the_rules_too, callers_who_ask_with_functions_are_called_back_in_their_words,
         a_field_that_a_provider_refuses_is_left_out_the_second_time, callers_learn_which_of_their_fields_were_not_passed_on]


def settings_for(port: int) -> dict:
    url = f"http://127.0.0.1:{port}"
    rules = {"supports": {"seed": False}, "reasoning_in": "enable_thinking", "think_tags": "split"}
    return {
        "providers": {
            "fireworks": {"dialect": "openai", "base_url": f"{url}/v1", "region": "us"},
            "house": {"dialect": "openai", "base_url": f"{url}/openai/deployments/house", "host": "azure", "region": "us",
                      "credential": "sk-azure", "api_version": "2024-10-21"},
            "other": {"dialect": "openai", "base_url": f"{url}/v1", "rules": rules, "region": "us"},
        },
        "models": [{"id": f"by-{how}", "targets": [{"provider": provider, "model": "m"}]}
                   for how, provider in (("name", "fireworks"), ("host", "house"), ("rules", "other"))],
    }


if __name__ == "__main__":
    upstream = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=upstream.serve_forever, daemon=True).start()
    with Gateway({}, **settings_for(upstream.server_port)) as gateway:
        status = run_table((case.__name__, lambda case=case: case(gateway)) for case in CASES)
    upstream.shutdown()
    sys.exit(status)
