"""What `parley check` says, by file and exit status, about whatever someone may hand it."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from gateway import BINARY, ROOT
from table import run_table

ANSWER_SECONDS_MAX = 30  # a pipe that nobody writes must not hold it up

GOOD = """\
keys: [{name: dev, secret: "${CHECK_KEY}"}]
listeners:
  - {address: "127.0.0.1:8080"}
  - {address: "127.0.0.1:8090", region: eu, hosts: [llm.eu.example.com, llm.example.com]}
providers:
  up: {dialect: openai, base_url: "https://up.example/v1", region: us}
models:
  - {id: one, targets: [{provider: up, model: a}], prices: {input: 1, output: 2}}
  - {id: two, targets: [{provider: up, model: b}], prices: {input: 1, output: 2}}
"""


def check(file: Path, variables: dict[str, str] | None = None) -> tuple[int, str]:
    done = subprocess.run([str(BINARY), "check", "--config", str(file)], capture_output=True, text=True,
                          timeout=ANSWER_SECONDS_MAX, env={**os.environ, "CHECK_KEY": "check-key-1", **(variables or {})})
    assert done.stderr == "", done.stderr
    return done.returncode, done.stdout.replace(str(file), "FILE")


def expect(file: Path, status: int, text: str) -> None:
    assert check(file) == (status, text), check(file)


def a_good_file_is_summed_up(file: Path) -> None:
    write(file, GOOD)
    expect(file, 0, "ok: 2 models, 1 provider, 1 key\n"
                    "    listens on http://127.0.0.1:8080, region us\n"
                    "    listens on http://127.0.0.1:8090, region eu, for llm.eu.example.com llm.example.com\n"
                    "    admin on http://127.0.0.1:8081\n")


def every_mistake_is_told_at_once(file: Path) -> None:
    write(file, GOOD.replace("region: eu", "region: mars").replace("https://up", "up").replace("model: b", "modl: b"))
    expect(file, 1, "FILE:4:41: listeners[1].region: must be us or eu\n"
                    "FILE:6:35: providers.up.base_url: must start with http:// or https://\n"
                    "FILE:9:25: models[1].targets[0].model: is missing\n"
                    "FILE:9:40: models[1].targets[0].modl: unknown name\n    hint: did you mean 'model'?\n")


def a_directory_is_refused(file: Path) -> None:
    file.mkdir()
    expect(file, 1, "FILE: is a directory\n")


def a_pipe_is_refused_without_waiting_for_it(file: Path) -> None:
    os.mkfifo(file)
    expect(file, 1, "FILE: is not a regular file\n")


def a_device_is_refused(file: Path) -> None:
    file.symlink_to("/dev/zero")
    expect(file, 1, "FILE: is not a regular file\n")


def a_gigabyte_is_refused_unread(file: Path) -> None:
    with file.open("wb") as sparse:
        sparse.truncate(1 << 30)
    expect(file, 1, "FILE: is larger than 1MiB\n")


def a_program_is_refused(file: Path) -> None:
    file.write_bytes(BINARY.read_bytes()[:4096])
    expect(file, 1, "FILE:1:1: a control character\n    hint: inside double quotes it can be written as an escape\n")


def nothing_is_refused(file: Path) -> None:
    write(file, "")
    expect(file, 1, "FILE:1:1: the file is empty\n")


def a_missing_file_is_refused(file: Path) -> None:
    expect(file, 1, "FILE: cannot be opened: No such file or directory\n")


def half_a_file_is_refused(file: Path) -> None:
    for end in (GOOD.index("region: eu"), GOOD.index("providers") + 4, GOOD.index("targets")):
        write(file, GOOD[:end])
        line = GOOD[:end].count("\n") + 1
        status, text = check(file)
        assert status == 1 and f"FILE:{line}:" in text, text


def a_file_with_secrets_that_everyone_can_read_is_warned_about(file: Path) -> None:
    write(file, GOOD.replace("${CHECK_KEY}", "literal-key"), mode=0o644)
    status, text = check(file)
    assert status == 0 and text.startswith("warning: FILE: holds secrets and can be read by everyone on this machine\nok: "), text


def a_secret_file_that_everyone_can_read_is_warned_about(file: Path) -> None:
    secret = file.with_name("secret")
    write(secret, "file-key-1\n", mode=0o644)
    write(file, GOOD.replace("${CHECK_KEY}", f"${{file:{secret}}}"))
    status, text = check(file)
    assert status == 0 and f"warning: FILE:1:28: keys[0].secret: {secret} can be read by everyone" in text, text


def a_variable_that_is_not_set_is_named(file: Path) -> None:
    write(file, GOOD.replace("CHECK_KEY", "NOT_SET_ANYWHERE"))
    expect(file, 1, "FILE:1:28: keys[0].secret: the environment variable NOT_SET_ANYWHERE is not set\n")


def certificates_are_loaded(file: Path) -> None:
    write(file, GOOD + "tls: {certificate: /nowhere/c.pem, key: /nowhere/k.pem}\n")
    status, text = check(file)
    assert status == 1 and text.startswith("FILE: tls: /nowhere/c.pem: not a PEM certificate chain"), text


def an_imported_file_is_good(file: Path) -> None:
    for case in sorted((ROOT / "tests/golden/import").iterdir()):
        done = subprocess.run([str(BINARY), "import", "litellm", str(case / "litellm.yaml")], capture_output=True, text=True,
                              timeout=ANSWER_SECONDS_MAX)
        assert done.returncode == 0 and "note: " in done.stderr, done.stderr
        write(file, done.stdout)
        names = re.findall(r"\$\{(\w+)\}", done.stdout)
        status, text = check(file, {name: "sk-placeholder" for name in names})
        assert status == 0 and "\nok: " in f"\n{text}", text


def what_cannot_be_imported_is_refused_with_its_place(file: Path) -> None:
    write(file, "model_list:\n  - {model_name: a}\n")
    done = subprocess.run([str(BINARY), "import", "litellm", str(file)], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, ""), done
    assert done.stderr == f"{file}:2:5: model_list[0]: has no litellm_params\n", done.stderr


def write(file: Path, text: str, mode: int = 0o600) -> None:
    file.touch()
    file.chmod(mode)
    file.write_text(text)


CASES = [a_good_file_is_summed_up, every_mistake_is_told_at_once, a_directory_is_refused,
         a_pipe_is_refused_without_waiting_for_it, a_device_is_refused, a_gigabyte_is_refused_unread, a_program_is_refused,
         nothing_is_refused, a_missing_file_is_refused, half_a_file_is_refused,
         a_file_with_secrets_that_everyone_can_read_is_warned_about, a_secret_file_that_everyone_can_read_is_warned_about,
         a_variable_that_is_not_set_is_named, certificates_are_loaded, an_imported_file_is_good, what_cannot_be_imported_is_refused_with_its_place]


def in_a_folder(case) -> None:
    with tempfile.TemporaryDirectory(prefix="parley-e2e-") as folder:
        case(Path(folder) / "parley.yaml")


if __name__ == "__main__":
    sys.exit(run_table((case.__name__, lambda case=case: in_a_folder(case)) for case in CASES))
