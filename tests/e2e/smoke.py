"""Does it start, answer and stop?   PARLEY_BINARY=build/release/parley python3 tests/e2e/smoke.py

With curl, a client that shares nothing with the other tests.
"""

import json
import subprocess
import sys

from gateway import Gateway
from table import run_table


def curl(*arguments: str) -> str:
    return subprocess.run(["curl", "--silent", "--show-error", "--max-time", "20", *arguments],
                          check=True, capture_output=True, text=True).stdout


def post_chat(gateway: Gateway, **fields) -> str:
    body = {"model": "echo", "messages": [{"role": "user", "content": "hello, Zürich"}], **fields}
    return curl(f"{gateway.url}/v1/chat/completions", "--header", f"Authorization: Bearer {gateway.key}",
                "--json", json.dumps(body))


def answers_a_chat(gateway: Gateway) -> None:
    completion = json.loads(post_chat(gateway))
    assert completion["choices"][0]["message"]["content"] == "hello, Zürich", completion


def streams_a_chat(gateway: Gateway) -> None:
    events = [line.removeprefix("data: ") for line in post_chat(gateway, stream=True).splitlines() if line]
    assert events[-1] == "[DONE]", events
    deltas = [json.loads(event)["choices"][0]["delta"] for event in events[:-1]]
    assert "".join(delta.get("content") or "" for delta in deltas) == "hello, Zürich", events


def lists_its_models(gateway: Gateway) -> None:
    models = json.loads(curl(f"{gateway.url}/v1/models"))
    assert [model["id"] for model in models["data"]] == ["echo"], models


def is_healthy_and_ready_on_both_listeners(gateway: Gateway) -> None:
    for url in (gateway.url, gateway.admin_url):
        for path in ("healthz", "readyz"):
            assert curl("--output", "/dev/null", "--write-out", "%{http_code}", f"{url}/{path}") == "200", (url, path)


def stops_cleanly(gateway: Gateway) -> None:
    gateway.parley.stop()
    gateway.simulator.stop()


CASES = [answers_a_chat, streams_a_chat, lists_its_models, is_healthy_and_ready_on_both_listeners, stops_cleanly]

if __name__ == "__main__":
    with Gateway({"echo": "sim/echo"}) as gateway:
        status = run_table((case.__name__, lambda case=case: case(gateway)) for case in CASES)
    sys.exit(status)
