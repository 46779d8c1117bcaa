"""What is listed, where, and what `parley models` says of it.   python3 tests/e2e/models.py

One gateway in region eu, which lets requests go elsewhere, with three providers: one answers in eu, one in us, one does not
say where.
"""

import json
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from gateway import BINARY, Gateway
from table import run_table

NOWHERE = "http://127.0.0.1:9/v1"  # the discard port: nothing is asked of these providers
PROVIDERS = {
    "up": {"dialect": "openai", "base_url": NOWHERE, "region": "eu"},
    "openai": {"dialect": "openai", "base_url": NOWHERE, "region": "us"},
    "dashscope": {"dialect": "openai", "base_url": NOWHERE},
}


def fetch(url: str, method: str = "GET") -> tuple[int, dict, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def parley(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    keep = {name: value for name, value in os.environ.items() if not name.endswith("_API_KEY")}
    return subprocess.run([str(BINARY), "models", *arguments], env={**keep, **environment}, capture_output=True, text=True,
                          timeout=60)


def rows(text: str) -> dict[str, str]:
    return {line.split()[0]: line for line in text.split("\n\n")[0].splitlines()[1:]}


def a_host_lists_what_its_region_serves(gateway: Gateway) -> None:
    status, _, body = fetch(f"{gateway.url}/v1/models")
    listed = {model["id"]: model for model in json.loads(body)["data"]}
    assert status == 200, status
    anywhere = {"qwen3-32B", "qwen3-next-80b-a3b", "qwen-flash", "qwen-plus", "qwen3-max",
                "gpt-5.5", "gpt-5.6-luna", "gpt-5.6-terra", "gpt-5.6-sol"}  # with model_region global
    assert set(listed) == {"echo"} | anywhere, set(listed)
    assert listed["echo"]["available_regions"] == ["eu"], listed["echo"]
    assert listed["qwen-plus"]["available_regions"] == ["global"], listed["qwen-plus"]
    assert listed["qwen-plus"]["pricing"]["global"] == {"prompt": 0.4, "completions": 1.2}, listed["qwen-plus"]


def one_model_is_shown_as_it_is_listed(gateway: Gateway) -> None:
    listed = json.loads(fetch(f"{gateway.url}/v1/models")[2])["data"]
    status, _, body = fetch(f"{gateway.url}/v1/models/qwen-plus")
    assert status == 200, status
    assert json.loads(body) in listed, body


def a_model_of_another_region_does_not_exist_here(gateway: Gateway) -> None:
    for model in ("gpt-5", "no-such-model"):
        status, _, body = fetch(f"{gateway.url}/v1/models/{model}")
        assert (status, json.loads(body)["error"]["code"]) == (404, "model_not_found"), (model, status, body)


def a_head_is_answered_without_the_body(gateway: Gateway) -> None:
    for path in ("/v1/models", "/v1/models/qwen-plus"):
        whole = fetch(gateway.url + path)
        status, headers, body = fetch(gateway.url + path, "HEAD")
        assert (status, body) == (200, b""), (status, body)
        assert headers["content-length"] == str(len(whole[2])), headers


def a_model_without_a_price_is_counted(gateway: Gateway) -> None:
    metrics = fetch(f"{gateway.admin_url}/metrics")[2].decode()
    assert "\nparley_models_without_price 1\n" in metrics, metrics[-500:]


def the_command_lists_what_the_host_lists(gateway: Gateway) -> None:
    file = str(gateway.folder / "parley.yaml")
    listed = json.loads(fetch(f"{gateway.url}/v1/models")[2])
    told = parley("--config", file, "--json")
    assert told.returncode == 0 and json.loads(told.stdout) == listed, told
    assert "without `prices`" in told.stderr and "echo" in told.stderr, told.stderr
    assert list(rows(parley("--config", file).stdout)) == [model["id"] for model in listed["data"]]


def the_command_shows_what_the_environment_serves(_: Gateway) -> None:
    told = parley(OPENAI_API_KEY="sk-openai")
    row = rows(told.stdout)["gpt-5.5"].split()
    assert row[:7] == ["gpt-5.5", "openai", "us", "global", "1.05M", "5", "30"], row
    assert "claude-sonnet-4-6" not in told.stdout
    assert list(rows(parley().stdout)) == ["sim/echo", "sim/fixed", "sim/words-50", "sim/tool", "sim/json"]


def the_command_shows_every_built_in_model_when_asked(_: Gateway) -> None:
    told = rows(parley("--all").stdout)
    assert {"sim/echo", "claude-sonnet-4-6", "gpt-5", "gemini-2.5-pro", "kimi-k2.5"} <= set(told), set(told)
    assert told["kimi-k2.5"].endswith("retired 2026-08-31"), told["kimi-k2.5"]
    as_json = json.loads(parley("--all", "--json").stdout)["data"]
    assert [model["id"] for model in as_json] == list(told)


def the_lines_of_the_table_fit_a_wide_terminal(_: Gateway) -> None:
    widest = max(parley("--all").stdout.splitlines(), key=len)
    assert len(widest) <= 150, widest


def a_bad_file_is_refused_by_the_command(_: Gateway) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bad.yaml"
        file.write_text("models:\n  - {id: m, prices: {input: -1, output: 1}, targets: []}\n")
        told = parley("--config", str(file))
    assert told.returncode == 1 and told.stdout == "", told
    assert f"{file}:2:29: models[0].prices.input: must be a price" in told.stderr, told.stderr


def the_help_has_an_example(_: Gateway) -> None:
    assert "parley models --config parley.yaml --json" in parley("--help").stdout


CASES = [a_host_lists_what_its_region_serves, one_model_is_shown_as_it_is_listed, a_model_of_another_region_does_not_exist_here,
         a_head_is_answered_without_the_body, a_model_without_a_price_is_counted, the_command_lists_what_the_host_lists,
         the_command_shows_what_the_environment_serves, the_command_shows_every_built_in_model_when_asked,
         the_lines_of_the_table_fit_a_wide_terminal, a_bad_file_is_refused_by_the_command, the_help_has_an_example]

if __name__ == "__main__":
    with Gateway({"echo": "sim/echo"}, region="eu", eu_obeys_global=True, providers=PROVIDERS) as gateway:
        status = run_table((case.__name__, lambda case=case: case(gateway)) for case in CASES)
    sys.exit(status)
