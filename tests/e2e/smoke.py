"""Does it start, answer and stop?   PARLEY_BINARY=build/release/parley python3 tests/e2e/smoke.py

With curl, a client that shares nothing with the other tests.
"""

import json
import subprocess
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "clients"))

import schema
from event_stream import check_stream
from gateway import Gateway
from table import run_table


def curl(*arguments: str) -> str:
    return subprocess.run(["curl", "--silent", "--show-error", "--max-time", "20", *arguments],
                          check=True, capture_output=True, text=True).stdout


def post_chat(gateway: Gateway, url: str | None = None, **fields) -> str:
    body = {"model": "echo", "messages": [{"role": "user", "content": "hello, Zürich"}], **fields}
    return curl(f"{url or gateway.url}/v1/chat/completions", "--header", f"Authorization: Bearer {gateway.key}",
                "--json", json.dumps(body))


def answers_a_chat(gateway: Gateway) -> None:
    completion = json.loads(post_chat(gateway))
    schema.check("completion", completion)
    assert completion["choices"][0]["message"]["content"] == "hello, Zürich", completion


def streams_a_chat(gateway: Gateway) -> None:
    said = check_stream(post_chat(gateway, stream=True).encode())
    assert said["content"] == "hello, Zürich", said


def lists_its_models(gateway: Gateway) -> None:
    models = json.loads(curl(f"{gateway.url}/v1/models"))
    assert [model["id"] for model in models["data"]] == ["echo"], models


def is_healthy_and_ready_on_both_listeners(gateway: Gateway) -> None:
    for url in (gateway.url, gateway.admin_url):
        for path in ("healthz", "readyz"):
            assert curl("--output", "/dev/null", "--write-out", "%{http_code}", f"{url}/{path}") == "200", (url, path)


def serves_simulated_models_beside_the_providers_when_asked(gateway: Gateway) -> None:
    both = gateway.launch(["serve", "--sim", "--config", str(gateway.file), "--data", str(gateway.folder / "both")], "serve --sim")
    url = both.wait_for("parley: listening")
    for model in ("echo", "sim/echo"):
        completion = json.loads(post_chat(gateway, url, model=model))
        assert completion["choices"][0]["message"]["content"] == "hello, Zürich", (model, completion)
        assert completion["model"] == model, completion
    refused = json.loads(post_chat(gateway, url, fallbacks=[{"model": "sim/echo"}]))
    assert refused["metadata"]["errors"] == ["model sim/echo makes up its answers, and is no fallback"], refused
    both.stop()


def stops_cleanly(gateway: Gateway) -> None:
    gateway.parley.stop()
    gateway.simulator.stop()


CASES = [answers_a_chat, streams_a_chat, lists_its_models, is_healthy_and_ready_on_both_listeners,
         serves_simulated_models_beside_the_providers_when_asked, stops_cleanly]

if __name__ == "__main__":
    with Gateway({"echo": "sim/echo"}) as gateway:
        status = run_table((case.__name__, lambda case=case: case(gateway)) for case in CASES)
    sys.exit(status)
