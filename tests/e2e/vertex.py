"""Vertex AI with a service account: one token for everybody, and what happens without one.   python3 tests/e2e/vertex.py

The simulator gives tokens for assertions that are signed with a key made here, and takes no others. Its endpoint misbehaves as its
path says.
"""

import json
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from asking import ask, calls, content
from gateway import Gateway
from table import run_table

GEMINI = "v1/projects/p-1/locations/us-central1/publishers/google"
CLAUDE = "v1/projects/p-1/locations/us-east5/publishers/anthropic"


class Simulator:
    """A simulated Google that knows one service account."""

    def __init__(self, gateway: Gateway, folder: Path):
        private, public = folder / "key.pem", folder / "public.pem"
        subprocess.run(["openssl", "genrsa", "-out", str(private), "2048"], check=True, capture_output=True)
        subprocess.run(["openssl", "rsa", "-in", str(private), "-pubout", "-out", str(public)], check=True, capture_output=True)
        self._private_key = private.read_text()
        self.url = gateway.launch(["simulate", "--listen", "127.0.0.1:0", "--google-key", str(public)], "google").wait_for("listening")

    def account(self, mode: str = "", private_key: str = "") -> str:
        return json.dumps({"type": "service_account", "private_key_id": "k1", "private_key": private_key or self._private_key,
                           "client_email": "parley@p-1.iam.gserviceaccount.com", "token_uri": f"{self.url}/token{mode}"})


def another_key() -> str:
    return subprocess.run(["openssl", "genrsa", "2048"], check=True, capture_output=True, text=True).stdout


def configure(gateway: Gateway, google: Simulator) -> None:
    """Providers that differ in how the token endpoint treats them; each serves a model of its name."""
    settings = json.loads(gateway.file.read_text())
    accounts = {"gemini": google.account(), "claude": google.account(), "short": google.account("/short"),
                "down": google.account("/down"), "stranger": google.account(private_key=another_key())}
    for name, account in accounts.items():
        is_claude = name == "claude"
        settings["providers"][name] = {"dialect": "anthropic" if is_claude else "gemini", "service_account": account, "region": "us",
                                       "host": "vertex-claude" if is_claude else "vertex",
                                       "base_url": f"{google.url}/{CLAUDE if is_claude else GEMINI}"}
        settings["models"].append({"id": name, "targets": [{"provider": name, "model": "echo"}]})
    gateway.file.write_text(json.dumps(settings, indent=1))


def many_at_once_fetch_one_token(gateway: Gateway, google: Simulator) -> None:
    with ThreadPoolExecutor(16) as pool:
        said = list(pool.map(lambda _: content(ask(gateway, "gemini")), range(32)))
    assert said == ["to gemini"] * 32, said
    assert len(calls(google.url, "/token")) == 1, "one fetch for both threads and all requests"
    shown = {dict(call["headers"])["authorization"] for call in calls(google.url, f"/{GEMINI}")}
    assert shown == {"Bearer ya29.sim-1"}, shown


def claude_is_asked_in_its_own_words(gateway: Gateway, google: Simulator) -> None:
    assert content(ask(gateway, "claude")) == "to claude"
    call = calls(google.url, f"/{CLAUDE}")[-1]
    assert call["path"] == f"/{CLAUDE}/models/echo:rawPredict", call["path"]
    streamed = ask(gateway, "claude", stream=True)
    assert streamed.statuses == (200,) and b"[DONE]" in streamed.bodies[0], streamed
    assert calls(google.url, f"/{CLAUDE}")[-1]["path"].endswith(":streamRawPredict")


def a_token_that_ends_soon_is_renewed_while_it_is_shown(gateway: Gateway, google: Simulator) -> None:
    before = len(calls(google.url, "/token"))
    assert content(ask(gateway, "short")) == "to short"
    deadline = time.monotonic() + 10
    while len(calls(google.url, "/token")) < before + 2:
        assert time.monotonic() < deadline, "no second token was fetched"
        assert content(ask(gateway, "short")) == "to short"


def without_a_token_a_request_fails_at_once(gateway: Gateway, google: Simulator) -> None:
    started = time.monotonic()
    answers = ask(gateway, "down", fallback_config={"retry": False})
    assert answers.statuses == (503,), answers
    assert time.monotonic() - started < 5
    assert not [call for call in calls(google.url, f"/{GEMINI}") if "to down" in call["body"]], "nobody was asked without a token"


def a_refused_account_is_a_credential_of_ours(gateway: Gateway, google: Simulator) -> None:
    """As where a provider answers 401: a 502, counted by its class, and nobody's business but the operator's."""
    before = refused_credentials(gateway)
    for stream in (False, True):
        answers = ask(gateway, "stranger", stream=stream)
        assert answers.statuses == (502,), answers
        body = json.loads(answers.bodies[0])
        assert body["message"] == "upstream provider error" and body["error"]["code"] == "upstream_error", body
        assert not any(word in answers.bodies[0] for word in (b"PRIVATE KEY", b"JWT", b"iam.gserviceaccount")), answers.bodies
    assert refused_credentials(gateway) - before == 2


def refused_credentials(gateway: Gateway) -> int:
    return sum(int(count) for count in re.findall(r'^parley_upstream_failures_total\{class="bad_credential"\} (\d+)$', gateway.metrics(), re.MULTILINE))


CASES = [many_at_once_fetch_one_token, claude_is_asked_in_its_own_words, a_token_that_ends_soon_is_renewed_while_it_is_shown,
         without_a_token_a_request_fails_at_once, a_refused_account_is_a_credential_of_ours]

if __name__ == "__main__":
    with TemporaryDirectory() as folder, Gateway({"any": "echo"}) as gateway:
        google = Simulator(gateway, Path(folder))
        gateway.parley.stop()
        configure(gateway, google)
        gateway.serve()
        sys.exit(run_table((case.__name__, lambda case=case: case(gateway, google)) for case in CASES))
