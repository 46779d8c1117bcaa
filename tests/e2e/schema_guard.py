"""What the ledger says of answers that broke their schema.   PARLEY_BINARY=build/release/parley python3 tests/e2e/schema_guard.py

What callers see of the step schema-guard is tested with the official client (tests/sdk/schema_guard.test.mjs).
"""

import json
import subprocess
import sys
import urllib.request

from gateway import BINARY, KEY, Gateway
from raw_socket import Answers, chat_body, chat_request, exchange
from table import run_table

SCHEMA = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
FIELDS = {"response_format": {"type": "json_schema", "json_schema": {"name": "n", "schema": SCHEMA}},
          "post_processing_steps": [{"type": "schema-guard"}]}
SCRIPT = {"models": {"moody": ["echo", "json"], "moody_stream": ["echo", "json"], "stubborn": "echo", "alone": "echo"}}


def ask(gateway: Gateway, model: str, **fields) -> Answers:
    return exchange(gateway.address(), chat_request(chat_body(model, "no number", **FIELDS, **fields), gateway.key), final_answers=1)


def entries(gateway: Gateway) -> dict[str, dict]:
    """By the models that were asked, once Parley has ended."""
    command = [str(BINARY), "ledger", "export", "--data", str(gateway.data)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    return {entry["asked_model"]: entry for entry in map(json.loads, done.stdout.splitlines())}


def every_answer_is_an_attempt_and_the_one_that_was_given_is_charged() -> None:
    models = {name: f"sim/{name}" for name in SCRIPT["models"]}
    with Gateway(models, key=KEY) as gateway:
        urllib.request.urlopen(urllib.request.Request(f"{gateway.simulator_url}/sim/script", json.dumps(SCRIPT).encode()), timeout=30).close()
        assert ask(gateway, "moody").statuses == (200,)
        assert ask(gateway, "moody_stream", stream=True).statuses == (200,)
        assert ask(gateway, "stubborn").statuses == (500,)
        assert ask(gateway, "alone", fallback_config={"retry": False}).statuses == (500,)
        gateway.parley.stop()
        told = entries(gateway)
        for model in ("moody", "moody_stream"):
            first, second = told[model]["attempts"]
            assert (first["kind"], first["outcome"], first["error_class"], first["answered"]) == ("primary", "failed", "schema_violated", False), first
            assert (second["kind"], second["outcome"], second["answered"]) == ("retry", "ok", True), second
            assert first["tokens"]["output"] > 0, "an answer that is refused was paid for, too"
            assert told[model]["outcome"] == "ok" and told[model]["tokens"] == second["tokens"], told[model]
        assert [attempt["kind"] for attempt in told["stubborn"]["attempts"]] == ["primary", "retry"]
        assert told["stubborn"]["error_class"] == "schema_violated" and told["stubborn"]["http_status"] == 500, told["stubborn"]
        assert len(told["alone"]["attempts"]) == 1
        gateway.serve()


def a_target_whose_answers_break_schemas_is_not_left_alone() -> None:
    with Gateway({"stubborn": "sim/echo"}, key=KEY) as gateway:
        for _ in range(30):
            assert ask(gateway, "stubborn").statuses == (500,)
        assert len(gateway.simulated_calls()) == 60


if __name__ == "__main__":
    sys.exit(run_table((case.__name__, case) for case in (every_answer_is_an_attempt_and_the_one_that_was_given_is_charged,
                                                          a_target_whose_answers_break_schemas_is_not_left_alone)))
