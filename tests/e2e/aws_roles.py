"""Bedrock with the credentials of a role, which the simulator gives out as AWS does.   python3 tests/e2e/aws_roles.py

Its endpoints misbehave as their paths say; it takes no signature but that of the role's credentials, or of AWS's example keys, which
nobody here has.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from asking import ask, calls, content
from gateway import Gateway
from table import run_table

CONTAINER = "simulated-container"  # what the simulator wants to be shown


def configure(gateway: Gateway, url: str) -> None:
    """Providers that differ in where their role's credentials come from; each serves a model of its name."""
    settings = json.loads(gateway.file.read_text())
    roles = {"instance": {"aws_role": "instance", "aws_role_url": url},
             "container": {"aws_role": "container", "aws_role_url": f"{url}/container/role", "aws_role_authorization": CONTAINER},
             "short": {"aws_role": "instance", "aws_role_url": f"{url}/short"},
             "down": {"aws_role": "instance", "aws_role_url": f"{url}/down"},
             "none": {"aws_role": "instance", "aws_role_url": f"{url}/none"}}
    for name, role in roles.items():
        settings["providers"][name] = {"dialect": "bedrock", "base_url": url, "host": "bedrock", "aws_region": "us-east-1", "region": "us", **role}
        settings["models"].append({"id": name, "targets": [{"provider": name, "model": "echo"}]})
    gateway.file.write_text(json.dumps(settings, indent=1))


def a_machine_signs_with_its_role(gateway: Gateway, url: str) -> None:
    with ThreadPoolExecutor(16) as pool:
        said = list(pool.map(lambda _: content(ask(gateway, "instance")), range(32)))
    assert said == ["to instance"] * 32, said
    asked = [call["path"] for call in calls(url, "/latest/") if call["path"].startswith("/latest")]
    assert asked == ["/latest/api/token", "/latest/meta-data/iam/security-credentials/",
                     "/latest/meta-data/iam/security-credentials/simulated.role@gateway"], "one fetch for both threads and all requests"


def a_container_signs_with_its_role(gateway: Gateway, url: str) -> None:
    assert content(ask(gateway, "container")) == "to container"
    streamed = ask(gateway, "container", stream=True)
    assert streamed.statuses == (200,) and b"[DONE]" in streamed.bodies[0], streamed


def credentials_that_end_soon_are_renewed_while_they_sign(gateway: Gateway, url: str) -> None:
    deadline = time.monotonic() + 15
    while len(calls(url, "/short/latest/api/token")) < 2:
        assert time.monotonic() < deadline, "no others were fetched"
        assert content(ask(gateway, "short")) == "to short"


def without_credentials_a_request_fails_at_once(gateway: Gateway, url: str) -> None:
    started = time.monotonic()
    for model, status in (("down", 503), ("none", 502)):
        answers = ask(gateway, model, fallback_config={"retry": False})
        assert answers.statuses == (status,), answers
        assert not any(word in answers.bodies[0] for word in (b"127.0.0.1", b"ASIA", b"metadata service", b"latest/api")), answers.bodies
    assert time.monotonic() - started < 5
    assert not [call for call in calls(url, "/converse") if "to down" in call["body"] or "to none" in call["body"]], "nobody was asked unsigned"


CASES = [a_machine_signs_with_its_role, a_container_signs_with_its_role, credentials_that_end_soon_are_renewed_while_they_sign,
         without_credentials_a_request_fails_at_once]

if __name__ == "__main__":
    with Gateway({"any": "echo"}) as gateway:
        url = gateway.launch(["simulate", "--listen", "127.0.0.1:0"], "aws").wait_for("listening")
        gateway.parley.stop()
        configure(gateway, url)
        gateway.serve()
        sys.exit(run_table((case.__name__, lambda case=case: case(gateway, url)) for case in CASES))
