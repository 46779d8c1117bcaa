"""`parley compare` against a running gateway.   python3 tests/e2e/compare.py"""

import json
import os
import signal
import subprocess
import sys

from gateway import BINARY, Gateway, wait_until
from pseudo_terminal import Terminal
from table import run_table

MODELS = {"a": "sim/echo", "b": "sim/words-50", "hanging": "sim/words-50?hang=6", "failing": "sim/echo?status=500"}
TOGETHER_MAX = 8


def configured_models() -> list[dict]:
    prices = {"a": {"input": 1, "output": 2}}
    return [{"id": name, "targets": [{"provider": "up", "model": model}], **({"prices": prices[name]} if name in prices else {})}
            for name, model in MODELS.items()]


def environment(gateway: Gateway, **more: str) -> dict[str, str]:
    keep = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    return {**keep, "PARLEY_URL": gateway.url, "PARLEY_API_KEY": gateway.key, **more}


def compare(gateway: Gateway, *arguments: str, given: str = "", **more: str) -> subprocess.CompletedProcess:
    return subprocess.run([str(BINARY), "compare", *arguments], env=environment(gateway, **more), input=given, capture_output=True,
                          text=True, timeout=60)


def rows(text: str) -> dict[str, list[str]]:
    table = text.split("\n\n")[0].splitlines()
    assert table[0].split() == ["MODEL", "FIRST", "TOTAL", "IN", "OUT", "TOKENS/S", "COST", "NOTE"], table[0]
    return {line.split()[0]: line.split() for line in table[1:]}


def a_table_and_the_answers_below(gateway: Gateway) -> None:
    told = compare(gateway, "--models", "a,b", "12345678")
    assert told.returncode == 0 and told.stderr == "", told
    table = rows(told.stdout)
    assert list(table) == ["a", "b"], table
    assert table["a"][-1] == "$0.000006" and table["b"][-1] == "-", table
    assert table["a"][5:7] == ["2", "2"], table
    assert "\n\na\n-\n12345678\n\nb\n-\n" in told.stdout, told.stdout


def the_models_may_be_named_one_by_one_and_the_prompt_piped(gateway: Gateway) -> None:
    told = compare(gateway, "-m", "b", "-m", "a", given="a question\n")
    assert list(rows(told.stdout)) == ["b", "a"] and told.stdout.endswith("a question\n"), told.stdout


def a_model_that_fails_is_a_row_with_its_error(gateway: Gateway) -> None:
    told = compare(gateway, "--models", "nobody,a,failing", "x")
    assert told.returncode == 0, told
    table = rows(told.stdout)
    assert table["nobody"][1:8] == ["-"] * 6 + ["error:"] and table["failing"][7] == "error:", table
    assert told.stdout.count("(request ") == 2, told.stdout
    assert compare(gateway, "--models", "nobody,failing", "x").returncode == 1


def json_is_one_document(gateway: Gateway) -> None:
    told = json.loads(compare(gateway, "--models", "a,nobody", "--json", "12345678").stdout)["answers"]
    assert [answer["model"] for answer in told] == ["a", "nobody"], told
    assert (told[0]["text"], told[0]["cost_usd"], told[0]["usage"]["completion_tokens"]) == ("12345678", 0.000006, 2), told
    assert told[1]["error"]["status"] == 400 and told[1]["first_token_ms"] is None, told


def a_wide_terminal_has_columns_and_a_narrow_one_has_not(gateway: Gateway) -> None:
    arguments = [str(BINARY), "compare", "--models", "a,b", "日本 " * 40]
    for columns, beside in ((100, True), (50, False)):
        with Terminal(arguments, environment(gateway), columns) as terminal:
            assert terminal.wait() == 0, terminal.seen
        headings = [line for line in terminal.seen.splitlines() if line.split() == ["a", "b"]]
        assert bool(headings) == beside, (columns, terminal.seen)


def control_characters_are_shown(gateway: Gateway) -> None:
    told = compare(gateway, "--models", "a", "\x1b[2J")
    assert "^[[2J" in told.stdout and "\x1b" not in told.stdout, told.stdout


def models_are_asked_together_but_not_all_at_once(gateway: Gateway) -> None:
    models = ",".join(["hanging"] * (TOGETHER_MAX + 1) + ["a"])
    with subprocess.Popen([str(BINARY), "compare", "--models", models, "together"], env=environment(gateway),
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as command:
        def asked() -> list[dict]:
            return [call for call in gateway.simulated_calls() if "together" in call["body"]]
        def sent() -> bool:
            return [call["chunks_sent"] for call in asked()] == [6] * TOGETHER_MAX
        assert wait_until(sent, 20), asked()
        command.send_signal(signal.SIGINT)
        output, _ = command.communicate(timeout=30)
    assert command.returncode == 130, command.returncode
    assert output.count(" stopped\n") == TOGETHER_MAX + 2, output  # those that were never asked as well
    assert len(asked()) == TOGETHER_MAX, asked()


def the_gateway_of_the_data_directory_is_asked_where_nothing_is_stated(gateway: Gateway) -> None:
    told = compare(gateway, "-m", "a", "--data", str(gateway.data), "--json", "no key in sight", PARLEY_URL="", PARLEY_API_KEY="")
    assert told.returncode == 0 and "no key in sight" in told.stdout, told


def wrong_usage_is_told_from_failure(gateway: Gateway) -> None:
    wrong = [(["x"], "is required"), (["-m", "", "x"], "--models: an id is empty"), (["--models", "a"], "the prompt is empty"),
             (["--models", ",".join(["a"] * 33), "x"], "--models: at most 32 can be compared")]
    for arguments, words in wrong:
        told = compare(gateway, *arguments)
        assert told.returncode == 2 and words in told.stderr and told.stdout == "", (arguments, told)


def the_help_has_an_example(gateway: Gateway) -> None:
    assert 'parley compare --models sim/echo,sim/words-50 "Hello, Parley"' in compare(gateway, "--help").stdout


CASES = [a_table_and_the_answers_below, the_models_may_be_named_one_by_one_and_the_prompt_piped,
         a_model_that_fails_is_a_row_with_its_error, json_is_one_document, a_wide_terminal_has_columns_and_a_narrow_one_has_not,
         control_characters_are_shown, models_are_asked_together_but_not_all_at_once, wrong_usage_is_told_from_failure,
         the_gateway_of_the_data_directory_is_asked_where_nothing_is_stated, the_help_has_an_example]

if __name__ == "__main__":
    with Gateway(MODELS, models=configured_models()) as gateway:
        status = run_table((case.__name__, lambda case=case: case(gateway)) for case in CASES)
    sys.exit(status)
