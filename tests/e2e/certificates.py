"""A provider that shows a certificate which is not its own.   PARLEY_BINARY=build/release/parley python3 tests/e2e/certificates.py

Which certificates are refused is the http room's and tested there. Here whole requests meet one: nothing of them, and nothing of the credential, may
be said to whoever shows it; the caller is told of a provider that cannot be reached, and another target serves.
"""

import json
import ssl
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from cross_talk import content_of
from fallbacks import body_of, field
from gateway import Gateway
from raw_socket import Answers, chat_body, chat_request, exchange
from table import run_table

OTHER_HOST, OWN_HOST = "DNS:elsewhere.example", "IP:127.0.0.1"


class Stranger:
    """A simulated provider that speaks TLS, and a gateway that trusts whoever has signed for it."""

    def __init__(self, name: str, days: int = 2, is_trusted: bool = True):
        self._name, self._days, self._is_trusted = name, days, is_trusted

    def __enter__(self) -> "Stranger":
        self._folder = tempfile.TemporaryDirectory(prefix="parley-e2e-")
        certificate, key = self._make_certificate()
        self._host = Gateway({"one": "sim/echo"})
        simulator = self._host.launch(["simulate", "--listen", "127.0.0.1:0", "--certificate", str(certificate), "--key", str(key)], "stranger")
        self.url = simulator.wait_for("listening")
        trusted = certificate if self._is_trusted else self._make_certificate("other")[0]
        providers = {"strange": {"dialect": "openai", "base_url": f"{self.url}/v1", "credential": "not-for-strangers", "region": "us"},
                     "near": {"dialect": "openai", "base_url": f"{self._host.simulator_url}/v1", "region": "us"}}
        strange, near = ({"provider": provider, "model": "sim/echo"} for provider in providers)
        models = [{"id": "alone", "targets": [strange]}, {"id": "backed", "targets": [strange, near]}, {"id": "good", "targets": [near]}]
        self.gateway = Gateway({}, providers=providers, models=models, environment={"SSL_CERT_FILE": str(trusted)})
        return self

    def __exit__(self, *reason) -> None:
        self.gateway.__exit__(*reason)
        self._host.__exit__(*reason)
        self._folder.cleanup()

    def ask(self, model: str, **fields) -> Answers:
        return exchange(self.gateway.address(), chat_request(chat_body(model, "for the provider alone", **fields), self.gateway.key), final_answers=1)

    def calls(self) -> list[dict]:
        """What it was told."""
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        with urllib.request.urlopen(f"{self.url}/sim/requests", timeout=30, context=trusting) as answer:
            return json.load(answer)["requests"]

    def _make_certificate(self, file: str = "stranger") -> tuple[Path, Path]:
        certificate, key = (Path(self._folder.name) / f"{file}.{kind}" for kind in ("pem", "key"))
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(self._days), "-subj", "/CN=stranger",
                        "-addext", f"subjectAltName={self._name}", "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
        return certificate, key


def expect_refused(stranger: Stranger, why: str) -> None:
    for stream in (False, True):
        answers = stranger.ask("alone", stream=stream, fallback_config={"retry": False})
        body = body_of(answers)
        assert answers.statuses == (503,) and field(answers, "x-should-retry") == "false", answers
        assert (body["code"], body["message"], body["error"]["type"]) == (503, "upstream provider unavailable", "server_error"), body
        assert body["request_id"] and body["metadata"]["errors"] == [f"certificate refused: {why}"], body
    assert not stranger.calls(), "it was told something"


def a_certificate_of_its_own_is_taken() -> None:
    with Stranger(OWN_HOST) as stranger:  # or the others would be refused for another reason
        assert stranger.ask("alone").statuses == (200,)
        assert len(stranger.calls()) == 1


def one_of_another_host_is_refused_and_told_nothing() -> None:
    with Stranger(OTHER_HOST) as stranger:
        expect_refused(stranger, "IP address mismatch")


def another_target_and_a_fallback_serve() -> None:
    with Stranger(OTHER_HOST) as stranger:
        for stream in (False, True):
            backed = stranger.ask("backed", stream=stream)
            assert backed.statuses == (200,) and content_of(backed.bodies[0]) == "for the provider alone", backed
            rescued = stranger.ask("alone", stream=stream, fallbacks=[{"model": "good"}], fallback_config={"retry": False})
            assert rescued.statuses == (200,) and field(rescued, "x-parley-fallback") == "good", rescued
        assert not stranger.calls(), "it was told something"


def one_that_nobody_we_trust_has_signed_is_refused_and_told_nothing() -> None:
    with Stranger(OWN_HOST, is_trusted=False) as stranger:
        expect_refused(stranger, "self-signed certificate")


CASES = [a_certificate_of_its_own_is_taken, one_of_another_host_is_refused_and_told_nothing, another_target_and_a_fallback_serve,
         one_that_nobody_we_trust_has_signed_is_refused_and_told_nothing]

if __name__ == "__main__":
    sys.exit(run_table((case.__name__, case) for case in CASES))
