"""`parley chat` against a running gateway: with pipes as a script has them, and at a terminal.   python3 tests/e2e/chat.py"""

import json
import os
import re
import signal
import subprocess
import sys

from gateway import BINARY, KEY, Gateway, wait_until
from pseudo_terminal import CTRL_C, CTRL_D, Terminal
from reload import make_certificate
from table import run_table

MODELS = {"echo": "sim/echo", "thinker": "sim/reasoning", "hanging": "sim/words-50?hang=6", "cut": "sim/words-50?cut=6",
          "long": "sim/long-1024", "failing": "sim/echo?status=500"}
PRICED = "priced"
SUMMARY = r"{model}: first token [0-9.]+ m?s, total [0-9.]+ m?s, tokens \d+ in \d+ out"


def configured_models() -> list[dict]:
    models = [{"id": name, "targets": [{"provider": "up", "model": model}]} for name, model in MODELS.items()]
    priced = {"id": PRICED, "prices": {"input": 1, "output": 2}, "targets": [{"provider": "up", "model": "sim/echo"}]}
    return [*models, priced]


def environment(gateway: Gateway, **more: str) -> dict[str, str]:
    keep = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "TERM")}
    return {**keep, "PARLEY_URL": gateway.url, "PARLEY_API_KEY": gateway.key, "TERM": "xterm", **more}


def chat(gateway: Gateway, *arguments: str, given: str = "", **more: str) -> subprocess.CompletedProcess:
    return subprocess.run([str(BINARY), "chat", *arguments], env=environment(gateway, **more), input=given, capture_output=True,
                          text=True, timeout=60)


def running_chat(gateway: Gateway, *arguments: str) -> subprocess.Popen:
    return subprocess.Popen([str(BINARY), "chat", *arguments], env=environment(gateway), stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def at_terminal(gateway: Gateway, *arguments: str, **more: str) -> Terminal:
    return Terminal([str(BINARY), "chat", *arguments], environment(gateway, **more))


def last_messages(gateway: Gateway) -> list[tuple[str, str]]:
    body = json.loads(gateway.simulated_calls()[-1]["body"])
    return [(message["role"], message["content"]) for message in body["messages"]]


def a_prompt_in_words_is_answered(gateway: Gateway) -> None:
    told = chat(gateway, "-m", "echo", "Hello,", "Zürich", given="not read")
    assert (told.returncode, told.stdout) == (0, "Hello, Zürich\n"), told
    assert re.fullmatch(SUMMARY.format(model="echo") + r"(, [0-9.]+ tokens/s)?\n", told.stderr), told.stderr


def a_prompt_from_a_pipe_is_read_whole(gateway: Gateway) -> None:
    text = "first\n\nlast 日本 🙂\n"
    told = chat(gateway, "-m", "echo", "--system", "be brief", "--max-tokens", "500", "--temperature", "0.5", given=text)
    assert (told.returncode, told.stdout) == (0, text), told
    body = json.loads(gateway.simulated_calls()[-1]["body"])
    assert body["messages"][0] == {"role": "system", "content": "be brief"}, body
    assert (body["max_tokens"], body["temperature"]) == (500, 0.5), body


def the_cost_is_told_where_the_gateway_has_a_price(gateway: Gateway) -> None:
    told = chat(gateway, "-m", PRICED, "12345678")  # two tokens in, two out
    assert told.stderr.endswith(", $0.000006\n"), told.stderr


def json_is_one_object(gateway: Gateway) -> None:
    told = json.loads(chat(gateway, "-m", PRICED, "--json", "12345678").stdout)
    assert (told["model"], told["text"], told["finish_reason"], told["cost_usd"]) == (PRICED, "12345678", "stop", 0.000006), told
    assert 0 < told["first_token_ms"] <= told["total_ms"] and len(told["request_id"]) == 36, told
    failed = chat(gateway, "-m", "nobody", "--json", "x")
    assert failed.returncode == 1 and failed.stderr == "", failed
    assert json.loads(failed.stdout)["error"]["status"] == 400, failed.stdout


def reasoning_is_left_out_of_a_pipe(gateway: Gateway) -> None:
    told = chat(gateway, "-m", "thinker", "x")
    whole = json.loads(chat(gateway, "-m", "thinker", "--json", "x").stdout)
    assert told.stdout == whole["text"] + "\n" and whole["reasoning"], (told, whole)


def an_error_of_the_gateway_is_told_with_its_request(gateway: Gateway) -> None:
    told = chat(gateway, "-m", "nobody", "x")
    assert (told.returncode, told.stdout) == (1, ""), told
    assert re.fullmatch(r"parley: .*nobody.* \(request [0-9a-f-]{36}\)\n", told.stderr), told.stderr
    for arguments, more in ((["-m", "echo", "x"], {"PARLEY_API_KEY": "sk-wrong"}), (["-m", "failing", "x"], {})):
        told = chat(gateway, *arguments, **more)
        assert told.returncode == 1 and told.stderr.startswith("parley: "), told


def half_an_answer_is_told_from_a_whole_one(gateway: Gateway) -> None:
    told = chat(gateway, "-m", "cut", "x")
    assert told.returncode == 1 and told.stdout.strip(), told
    assert told.stderr.startswith("parley: ") and "(request " in told.stderr, told.stderr


def no_gateway_is_an_error(gateway: Gateway) -> None:
    told = chat(gateway, "-m", "echo", "--url", "http://127.0.0.1:9", "x")  # the discard port
    assert told.returncode == 1 and told.stderr.startswith("parley: no answer from http://127.0.0.1:9: "), told


def wrong_usage_is_told_from_failure(gateway: Gateway) -> None:
    wrong = [(["x"], "--model is required"), (["-m", "echo"], "the prompt is empty"),
             (["-m", "echo", "--temperature", "3", "x"], "--temperature: must be"), (["-m", "echo", "--url", "x", "x"], "--url: "),
             (["-m", "echo", "--max-tokens", "0", "x"], "--max-tokens"),
             (["-m", "echo", "--key-file", "/nowhere", "x"], "--key-file: /nowhere: "),
             (["-m", "echo", "--key", "a", "--key-file", "b", "x"], "excludes")]
    for arguments, words in wrong:
        told = chat(gateway, *arguments)
        assert told.returncode == 2 and words in told.stderr and told.stdout == "", (arguments, told)
    told = chat(gateway, "-m", "echo", "x", PARLEY_API_KEY="")
    assert (told.returncode, told.stderr) == (2, "parley: no key: set PARLEY_API_KEY, or name a file with --key-file\n"), told


def a_key_may_come_from_a_file(gateway: Gateway) -> None:
    file = gateway.folder / "key"
    file.write_text(KEY + "\n")
    assert chat(gateway, "-m", "echo", "--key-file", str(file), "x", PARLEY_API_KEY="").returncode == 0
    assert chat(gateway, "-m", "echo", "--key", KEY, "x", PARLEY_API_KEY="").returncode == 0


def the_gateway_of_the_data_directory_is_asked_where_nothing_is_stated(gateway: Gateway) -> None:
    nothing = {"PARLEY_URL": "", "PARLEY_API_KEY": ""}
    data = ["--data", str(gateway.data)]
    for _ in range(2):
        told = chat(gateway, "-m", "echo", *data, "no key in sight", **nothing)
        assert (told.returncode, told.stdout) == (0, "no key in sight\n"), told
    keys = json.loads(subprocess.run([str(BINARY), "keys", "list", *data, "--json"], capture_output=True, timeout=60).stdout)
    assert keys == {"keys": []}, "nothing of it is stored"
    told = chat(gateway, "-m", "echo", "--data", str(gateway.folder / "nobodys"), "x", **nothing)
    words = f"parley: no key: set PARLEY_API_KEY, or name a file with --key-file; and no Parley runs on {gateway.folder}/nobodys\n"
    assert (told.returncode, told.stderr) == (2, words), told
    told = chat(gateway, "-m", "echo", *data, "--url", gateway.url, "x", **nothing)
    assert told.returncode == 2 and "no Parley runs" not in told.stderr, "another gateway is shown no key of this one"


def words_appear_before_the_answer_ends_and_an_interrupt_ends_both(gateway: Gateway) -> None:
    with running_chat(gateway, "-m", "hanging", "an interrupted one") as command:
        assert command.stdout.read(8), "nothing came before the end"
        command.send_signal(signal.SIGINT)
        _, errors = command.communicate(timeout=30)
    assert command.returncode == 130 and b", stopped" in errors, (command.returncode, errors)
    assert wait_until(lambda: gateway.simulated_calls()[-1]["outcome"] == "caller_left", 10), gateway.simulated_calls()[-1]


def a_reader_who_leaves_ends_it_quietly(gateway: Gateway) -> None:
    with running_chat(gateway, "-m", "long", "--max-tokens", "400000", "x") as command:  # more than a pipe holds
        command.stdout.read(1)
        command.stdout.close()
        errors = command.stderr.read()
        assert (command.wait(timeout=30), errors) == (0, b""), (command.returncode, errors)


def lines_of_a_pipe_are_turns_of_one_talk(gateway: Gateway) -> None:
    told = chat(gateway, "-i", "-m", "echo", "--system", "s", given="one\n\ntwo\n/reset\nthree\n/nonsense\n//four\n/quit\nnever\n")
    assert (told.returncode, told.stdout) == (0, "one\ntwo\nthree\n/four\n"), told
    assert "a new conversation\n" in told.stderr and "no such command: /nonsense" in told.stderr, told.stderr
    assert last_messages(gateway) == [("system", "s"), ("user", "three"), ("assistant", "three"), ("user", "/four")]
    assert chat(gateway, "-i", "-m", "failing", given="x\n").returncode == 1


def a_person_talks_and_stops_and_goes_on(gateway: Gateway) -> None:
    with at_terminal(gateway, "-m", "hanging") as terminal:
        for turn in range(2):
            terminal.wait_for("> ")
            terminal.type(f"question {turn}\n")
            assert wait_until(lambda turn=turn: gateway.upstream_saw(f"question {turn}"), 20)
            terminal.wait_for("yes ")  # the first of the simulator's words: the rest will never come
            terminal.type(CTRL_C)
            terminal.wait_for(", stopped\n")
        terminal.wait_for("> ")
        terminal.type("half a line" + CTRL_C)
        terminal.wait_for("\n> ")
        terminal.type(CTRL_D)
        assert terminal.wait() == 0, terminal.seen
    roles = [role for role, _ in last_messages(gateway)]
    assert roles == ["user", "assistant", "user"], roles


def a_talk_goes_on_after_a_pause_in_which_the_connection_was_closed(_: Gateway) -> None:
    with Gateway({"echo": "sim/echo"}, threads=1, http={"idle_timeout": "100ms"}) as gateway:
        with at_terminal(gateway, "-m", "echo", "first") as terminal:  # opens what stays open: the database and the journal
            assert terminal.wait() == 0
        assert wait_until(lambda: "\nparley_ledger_stored_total 1\n" in gateway.metrics(), 20)
        unused = gateway.open_descriptors()
        with at_terminal(gateway, "-m", "echo") as terminal:
            for turn in range(3):
                terminal.wait_for("> ")
                assert wait_until(lambda: gateway.open_descriptors() <= unused + 1, 20)  # one to the simulator may stay
                terminal.type(f"turn {turn}\n")
                terminal.wait_for(f"turn {turn}\nturn {turn}\n")  # as typed, and as answered
            terminal.type("/quit\n")
            assert terminal.wait() == 0, terminal.seen


def a_terminal_is_shown_control_characters(gateway: Gateway) -> None:
    with at_terminal(gateway, "-m", "echo", "\x1b[2J日本\x07") as terminal:
        assert terminal.wait() == 0
    assert "^[[2J日本^G\n" in terminal.seen and "\x1b[2J" not in terminal.seen, terminal.seen


def reasoning_is_dimmed_unless_someone_objects(gateway: Gateway) -> None:
    for more, dimmed in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
        with at_terminal(gateway, "-m", "thinker", "x", **more) as terminal:
            assert terminal.wait() == 0
        assert terminal.seen.startswith("\x1b[2m" if dimmed else "[reasoning] "), (more, terminal.seen)
        assert ("\x1b" in terminal.seen) == dimmed, (more, terminal.seen)


def a_gateway_with_tls_is_verified(_: Gateway) -> None:
    with Gateway({"echo": "sim/echo"}) as folder_only:
        certificate, key = make_certificate(folder_only.folder, "localhost")
        with Gateway({"echo": "sim/echo"}, tls={"certificate": str(certificate), "key": str(key)}) as gateway:
            url = gateway.url.replace("127.0.0.1", "localhost")
            trusted = chat(gateway, "-m", "echo", "--url", url, "over TLS", SSL_CERT_FILE=str(certificate))
            assert (trusted.returncode, trusted.stdout) == (0, "over TLS\n"), trusted
            strange = chat(gateway, "-m", "echo", "--url", url, "never said")
            assert strange.returncode == 1 and "certificate" in strange.stderr, strange


def the_help_has_an_example(gateway: Gateway) -> None:
    assert 'parley chat -m sim/echo "Hello, Parley"' in chat(gateway, "--help").stdout


CASES = [the_gateway_of_the_data_directory_is_asked_where_nothing_is_stated, a_prompt_in_words_is_answered, a_prompt_from_a_pipe_is_read_whole, the_cost_is_told_where_the_gateway_has_a_price,
         json_is_one_object, reasoning_is_left_out_of_a_pipe, an_error_of_the_gateway_is_told_with_its_request,
         half_an_answer_is_told_from_a_whole_one, no_gateway_is_an_error, wrong_usage_is_told_from_failure,
         a_key_may_come_from_a_file,
         words_appear_before_the_answer_ends_and_an_interrupt_ends_both, a_reader_who_leaves_ends_it_quietly,
         lines_of_a_pipe_are_turns_of_one_talk, a_person_talks_and_stops_and_goes_on,
         a_talk_goes_on_after_a_pause_in_which_the_connection_was_closed, a_terminal_is_shown_control_characters,
         reasoning_is_dimmed_unless_someone_objects, a_gateway_with_tls_is_verified, the_help_has_an_example]

if __name__ == "__main__":
    with Gateway(MODELS, models=configured_models()) as gateway:
        status = run_table((case.__name__, lambda case=case: case(gateway)) for case in CASES)
    sys.exit(status)
