"""The requests of markers.py: each with a text of its own, which nobody but its caller may see again."""

import json
import random
from dataclasses import dataclass
from typing import Callable

from marker_search import Marker, make_marker
from raw_socket import chat_body, chat_request

GOOD = {"echo": "sim/echo", "words": "sim/words-20", "tool": "sim/tools-2", "json": "sim/json", "reasoning": "sim/reasoning"}
QUOTING = {f"quotes-{status}": f"sim/echo?status={status}&quote" for status in (400, 401, 403, 404, 413, 429, 500, 503, 529)}
QUOTING |= {f"quotes-after-{n}": f"sim/words-20?error_in_stream={n}&quote" for n in (0, 3)}
FAULTY = {f"fault-{i}": f"sim/echo?{fault}" for i, fault in enumerate((
    "cut=headers", "cut=3", "reset=headers", "reset=3", "malformed=1", "malformed=2", "hang=headers", "hang=3", "html", "empty",
    "garbage", "gzip", "no_finish&no_done", "bad_chunk_size", "wrong_length=+10", "two_responses", "status=500&body=text"))}
LEFT = {"silent": "sim/words-5?first=600s", "talking": "sim/words-5000?rate=50"}
MODELS = GOOD | QUOTING | FAULTY | LEFT
TOOL = {"type": "function", "function": {"name": "look_up", "parameters": {"type": "object", "properties": {}}}}

# Bodies that cannot be served, around a text.
BAD_BODIES: dict[str, Callable[[str], bytes]] = {
    "half a body": lambda text: chat_body("echo", text)[:-3],
    "a comma too many": lambda text: b'{"model":"echo","messages":[{"role":"user","content":"%s"},]}' % text.encode(),
    "a name twice": lambda text: b'{"model":"echo","%s":1,"%s":2}' % (text.encode(), text.encode()),
    "broken UTF-8": lambda text: b'{"model":"echo","messages":[{"role":"user","content":"%s\xff"}]}' % text.encode(),
    "half a surrogate": lambda text: b'{"model":"echo","messages":[{"role":"user","content":"%s\\ud800"}]}' % text.encode(),
    "a text for a number": lambda text: chat_body("echo", "hi", temperature=text),
    "a text for messages": lambda text: json.dumps({"model": "echo", "messages": text}).encode(),
    "an unknown role": lambda text: json.dumps({"model": "echo", "messages": [{"role": text, "content": text}]}).encode(),
    "an unknown model": lambda text: chat_body(text, text),
    "no object": lambda text: json.dumps([text]).encode(),
    "too deep": lambda text: b"[" * 100 + text.encode() + b"]" * 100,
}
# Heads with a key or a text where none belongs.
ODD_HEADS = {
    "a key in the query": b"POST /v1/chat/completions?api_key=%s HTTP/1.1\r\nhost: a.test\r\n",
    "a key in the path": b"GET /v1/models/%s HTTP/1.1\r\nhost: a.test\r\n",
    "an unknown path": b"GET /%s HTTP/1.1\r\nhost: a.test\r\n",
    "an unknown method": b"%s /v1/models HTTP/1.1\r\nhost: a.test\r\n",
    "a raw key": b"POST /v1/chat/completions HTTP/1.1\r\nhost: a.test\r\nauthorization: %s\r\n",
    "another scheme": b"POST /v1/chat/completions HTTP/1.1\r\nhost: a.test\r\nauthorization: Basic %s\r\n",
    "another field": b"POST /v1/chat/completions HTTP/1.1\r\nhost: a.test\r\nx-api-key: %s\r\ncookie: key=%s\r\n",
    "a line that is no field": b"POST /v1/chat/completions HTTP/1.1\r\nhost: a.test\r\n%s\r\n",
    "a host that is none": b"GET /v1/models HTTP/1.1\r\nhost: %s/x\r\n",
}


@dataclass(frozen=True)
class Request:
    name: str
    text: Marker
    wire: bytes
    is_quoted: bool = False  # an upstream repeats it in its error
    leaves: bool = False     # the caller hangs up at once


def all_requests(key: str, stranger: str, chance: random.Random) -> list[Request]:
    def text_of(name: str) -> Marker:
        return make_marker(f"the text of {name}", False, chance, between=" ")

    def chat(model: str, stream: bool, **more: bool) -> Request:
        name = f"{model}, {'streamed' if stream else 'whole'}"
        text = text_of(name)
        return Request(name, text, chat_request(chat_body(model, text.text, stream=stream, tools=[TOOL]), key), **more)

    def bad_body(name: str) -> Request:
        text = text_of(name)
        return Request(name, text, chat_request(BAD_BODIES[name](text.text), key))

    def wrong_key() -> Request:
        text = text_of("a wrong key")
        return Request("a wrong key", text, chat_request(chat_body("echo", text.text), stranger))

    def odd_head(name: str) -> Request:
        text = text_of(name)
        head = ODD_HEADS[name].replace(b"%s", stranger.encode())
        body = chat_body("echo", text.text)
        return Request(name, text, head + b"content-length: %d\r\n\r\n" % len(body) + body)

    return [*(chat(model, stream) for model in GOOD for stream in (False, True)),
            *(chat(model, stream, is_quoted=True) for model in QUOTING for stream in (False, True)),
            *(chat(model, stream) for model in FAULTY for stream in (False, True)),
            *(chat(model, stream, leaves=True) for model in LEFT for stream in (False, True)),
            *(bad_body(name) for name in BAD_BODIES), wrong_key(), *(odd_head(name) for name in ODD_HEADS)]
