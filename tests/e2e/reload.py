"""The configuration changes while requests run.   reload.py [--swaps N]

A client hammers the gateway over many connections, streaming and not, while the file is swapped between good and bad
versions: not one request may fail, and the list of models must follow each good version, and only those.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from gateway import Gateway, wait_until
from raw_socket import chat_body, chat_request, exchange
from table import run_table

CALLERS = 4
RELOAD_SECONDS_MAX = 20
MODELS = {"echo": "sim/echo", "words": "sim/words-5"}


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read().decode()


def model_ids(gateway: Gateway) -> list[str]:
    return [model["id"] for model in json.loads(fetch(f"{gateway.url}/v1/models"))["data"]]


def metric(gateway: Gateway, sample: str) -> float:
    for line in fetch(f"{gateway.admin_url}/metrics").splitlines():
        if line.startswith(f"{sample} "):
            return float(line.split()[-1])
    raise AssertionError(f"no metric {sample}")


def reloads(gateway: Gateway, result: str) -> int:
    return int(metric(gateway, f'parley_config_reloads_total{{result="{result}"}}'))


class Configuration:
    """The file of a running gateway: what it said at the start, with changes."""

    def __init__(self, gateway: Gateway):
        self.file = gateway.folder / "parley.yaml"
        self.start = json.loads(self.file.read_text())
        self._gateway = gateway

    def with_model(self, name: str) -> dict:
        extra = {"id": name, "targets": [{"provider": "up", "model": "sim/echo"}]}
        return {**self.start, "models": [*self.start["models"], extra]}

    def swap(self, text: str, by_signal: bool) -> None:
        """Renamed into place, as careful writers do it; then SIGHUP, or the gateway notices by itself."""
        fresh = self.file.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(text)
        os.replace(fresh, self.file)
        if by_signal:
            self._gateway.parley.process.send_signal(signal.SIGHUP)

    def apply(self, configuration: dict, by_signal: bool = True) -> None:
        before = reloads(self._gateway, "applied")
        self.swap(json.dumps(configuration, indent=1), by_signal)
        assert wait_until(lambda: reloads(self._gateway, "applied") > before, RELOAD_SECONDS_MAX), self._gateway.parley.errors()

    def refuse(self, text: str, by_signal: bool = True) -> None:
        before = reloads(self._gateway, "refused")
        self.swap(text, by_signal)
        assert wait_until(lambda: reloads(self._gateway, "refused") > before, RELOAD_SECONDS_MAX), self._gateway.parley.errors()


class Hammer:
    """Callers that ask again and again, each over connections of its own, until the block is left."""

    def __init__(self, gateway: Gateway):
        self._gateway = gateway
        self._done = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(i,)) for i in range(CALLERS)]
        self.asked = 0
        self.failures: list[str] = []

    def __enter__(self) -> "Hammer":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, caller: int) -> None:
        asked = 0
        while not self._done.is_set():
            asked += 1
            nonce = f"caller-{caller}-{asked}"
            streams = asked % 2 == 0
            body = chat_body("words" if streams else "echo", nonce, stream=streams)
            try:
                # Three requests on one connection: its later ones may begin with another configuration.
                answers = exchange(self._gateway.address(), chat_request(body, self._gateway.key) * 3, final_answers=3)
                good = answers.statuses == (200, 200, 200) and all(is_whole(body, streams) for body in answers.bodies)
                if not good:
                    self.failures.append(repr(answers))
            except OSError as error:
                self.failures.append(repr(error))
        self.asked += 3 * asked


def is_whole(body: bytes, streamed: bool) -> bool:
    return body.rstrip().endswith(b"data: [DONE]") if streamed else b'"finish_reason"' in body


BAD_FILES = [
    "",
    '{"listen": ',
    "listen: [",
    "lisen: 127.0.0.1:1\n",
    "\tregion: us\n",
    "models: []\n",
    "providers: {up: {dialect: openai, base_url: \"http://127.0.0.1:1\"}}\nmodels: [{id: m, targets: [{provider: u, model: m}]}]\n",
    "region: ${NOT_SET_ANYWHERE}\n",
    "tls: {certificate: /nowhere/cert.pem, key: /nowhere/key.pem}\nregion: mars\n",
]


def no_request_fails_while_the_file_is_swapped(gateway: Gateway, swaps: int) -> None:
    configuration = Configuration(gateway)
    with Hammer(gateway) as hammer:
        for i in range(swaps):
            by_signal = i % 8 != 0  # the others are noticed, which takes the time that a file needs to settle
            if i % 3 == 2:
                before = model_ids(gateway)
                configuration.refuse(BAD_FILES[i % len(BAD_FILES)], by_signal)
                assert model_ids(gateway) == before, "a bad file changed something"
            else:
                name = f"version-{i}"
                configuration.apply(configuration.with_model(name), by_signal)
                assert model_ids(gateway) == [*MODELS, name], model_ids(gateway)
    assert not hammer.failures, f"{len(hammer.failures)} of {hammer.asked} failed: {hammer.failures[0]}"
    assert hammer.asked > swaps, f"only {hammer.asked} requests"
    print(f"       {hammer.asked} requests during {swaps} swaps")
    configuration.apply(configuration.start)


def a_bad_file_is_logged_with_line_and_column(gateway: Gateway) -> None:
    configuration = Configuration(gateway)
    configuration.refuse("region: mars\nlisen: x\n")
    found = wait_until(lambda: f"{configuration.file}:1:9: region: must be us or eu" in gateway.parley.errors(), RELOAD_SECONDS_MAX)
    assert found, gateway.parley.errors()
    assert f"{configuration.file}:2:1: lisen: unknown name" in gateway.parley.errors()
    assert model_ids(gateway) == [*MODELS]
    applied = reloads(gateway, "applied")
    unchanged = reloads(gateway, "unchanged")
    configuration.swap(json.dumps(configuration.start), by_signal=True)  # the one in force, written differently
    assert wait_until(lambda: reloads(gateway, "unchanged") > unchanged, RELOAD_SECONDS_MAX), gateway.parley.errors()
    assert reloads(gateway, "applied") == applied


def bad_paths_are_refused(gateway: Gateway) -> None:
    """A directory, a pipe that nobody writes, a gigabyte, and nothing at all in the file's place."""
    configuration = Configuration(gateway)

    def refused(put) -> None:
        before = reloads(gateway, "refused")
        configuration.file.unlink()
        put()
        gateway.parley.process.send_signal(signal.SIGHUP)
        assert wait_until(lambda: reloads(gateway, "refused") > before, RELOAD_SECONDS_MAX), gateway.parley.errors()
        assert model_ids(gateway) == [*MODELS]

    def gigabyte() -> None:
        with configuration.file.open("wb") as file:
            file.truncate(1 << 30)

    refused(lambda: None)
    configuration.file.touch()
    refused(lambda: os.mkfifo(configuration.file))
    refused(gigabyte)
    configuration.file.unlink()
    before = reloads(gateway, "refused")
    configuration.file.mkdir()
    gateway.parley.process.send_signal(signal.SIGHUP)
    assert wait_until(lambda: reloads(gateway, "refused") > before, RELOAD_SECONDS_MAX), gateway.parley.errors()
    configuration.file.rmdir()
    configuration.apply(configuration.with_model("back"))
    assert model_ids(gateway) == [*MODELS, "back"]
    configuration.apply(configuration.start)


def a_running_stream_keeps_the_configuration_it_began_with(gateway: Gateway) -> None:
    configuration = Configuration(gateway)
    slow = {"id": "slow", "targets": [{"provider": "gone", "model": "sim/words-40?rate=40"}]}
    up = configuration.start["providers"]["up"]
    configuration.apply({**configuration.start, "models": [*configuration.start["models"], slow],
                         "providers": {"up": up, "gone": up}})
    answers = []
    body = chat_body("slow", "keeps", stream=True)
    caller = threading.Thread(target=lambda: answers.append(
        exchange(gateway.address(), chat_request(body, gateway.key), final_answers=1)))
    caller.start()
    assert wait_until(lambda: gateway.upstream_saw("keeps"), RELOAD_SECONDS_MAX)
    configuration.apply(configuration.start)
    assert "slow" not in model_ids(gateway)
    caller.join()
    assert answers[0].statuses == (200,) and is_whole(answers[0].bodies[0], True), answers


def idle_connections_to_a_provider_that_is_gone_close(gateway: Gateway) -> None:
    configuration = Configuration(gateway)
    other = gateway.launch(["simulate", "--listen", "127.0.0.1:0"], "simulate-2")
    provider = {"dialect": "openai", "base_url": f"{other.wait_for('listening')}/v1", "region": "us"}
    model = {"id": "elsewhere", "targets": [{"provider": "other", "model": "sim/echo"}]}
    configuration.apply({**configuration.start, "models": [*configuration.start["models"], model],
                         "providers": {**configuration.start["providers"], "other": provider}})
    body = chat_body("elsewhere", "once", stream=False)
    answers = exchange(gateway.address(), chat_request(body, gateway.key), final_answers=1)
    assert answers.statuses == (200,), answers
    pid = other.process.pid
    assert connections_of(pid) == 1, connections_of(pid)
    configuration.apply(configuration.start)
    assert wait_until(lambda: connections_of(pid) == 0, RELOAD_SECONDS_MAX), connections_of(pid)


def connections_of(pid: int) -> int:
    """Sockets of the process that are connected over IPv4 TCP, by /proc."""
    inodes = {os.readlink(fd).removeprefix("socket:[").rstrip("]") for fd in Path(f"/proc/{pid}/fd").iterdir() if fd.is_symlink()}
    established = "01"
    lines = Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]
    return sum(1 for line in lines if line.split()[3] == established and line.split()[9] in inodes)


def a_secret_in_a_file_rotates(gateway: Gateway) -> None:
    configuration = Configuration(gateway)
    secret = gateway.folder / "secret"
    secret.touch(mode=0o600)
    secret.write_text("first-secret-1\n")
    keys = [*configuration.start["keys"], {"name": "rotating", "secret": f"${{file:{secret}}}"}]
    configuration.apply({**configuration.start, "keys": keys})

    def status(key: str) -> int:
        return exchange(gateway.address(), chat_request(chat_body("echo", "x", stream=False), key), final_answers=1).statuses[0]

    assert (status("first-secret-1"), status("second-secret-2")) == (200, 401)
    secret.write_text("second-secret-2\n")  # noticed by a look every few seconds: nobody says anything
    assert wait_until(lambda: status("second-secret-2") == 200, RELOAD_SECONDS_MAX), gateway.parley.errors()
    assert status("first-secret-1") == 401
    configuration.apply(configuration.start)


def what_needs_a_restart_stays_and_is_named(gateway: Gateway) -> None:
    configuration = Configuration(gateway)
    configuration.apply({**configuration.with_model("more"), "listen": "127.0.0.1:1", "threads": 1, "data": "/elsewhere"})
    for name in ("listen", "threads", "data"):
        line = f"warning {name}: takes effect with the next start"
        assert wait_until(lambda: line in gateway.parley.errors(), RELOAD_SECONDS_MAX), gateway.parley.errors()
    assert model_ids(gateway) == [*MODELS, "more"]
    configuration.apply(configuration.start)


def the_time_of_the_configuration_in_force_is_a_metric(gateway: Gateway) -> None:
    configuration = Configuration(gateway)
    began = time.time()
    configuration.apply(configuration.with_model("timed"))
    assert began - 1 <= metric(gateway, "parley_config_applied_timestamp_seconds") <= time.time() + 1
    configuration.apply(configuration.start)


def ask_for_a_reload(gateway: Gateway) -> dict:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(gateway.data / "control.sock"))
        connection.sendall(b'{"version":1,"verb":"reload","arguments":{}}\n')
        return json.loads(connection.makefile().readline())


def the_control_socket_reloads_and_says_how_it_went(gateway: Gateway) -> None:
    configuration = Configuration(gateway)
    assert ask_for_a_reload(gateway)["ok"] is True
    configuration.swap("region: mars\n", by_signal=False)
    answer = ask_for_a_reload(gateway)
    assert answer["ok"] is False and "refused" in json.dumps(answer), answer
    configuration.swap(json.dumps(configuration.start), by_signal=False)
    assert ask_for_a_reload(gateway)["ok"] is True


def a_storm_of_sighups_harms_nobody(gateway: Gateway) -> None:
    with Hammer(gateway) as hammer:
        for _ in range(500):
            gateway.parley.process.send_signal(signal.SIGHUP)
    assert not hammer.failures, hammer.failures[0]
    assert model_ids(gateway) == [*MODELS]


def a_certificate_rotates() -> None:
    with tempfile.TemporaryDirectory(prefix="parley-e2e-") as path:
        folder = Path(path)
        certificate, key = make_certificate(folder, "one")
        with Gateway(MODELS, tls={"certificate": str(certificate), "key": str(key)}) as gateway:
            address = gateway.url.removeprefix("https://")
            assert shown_name(address) == "one"
            fresh_certificate, fresh_key = make_certificate(folder, "two")
            os.replace(fresh_key, key)
            os.replace(fresh_certificate, certificate)
            assert wait_until(lambda: shown_name(address) == "two", RELOAD_SECONDS_MAX), gateway.parley.errors()


def make_certificate(folder: Path, name: str) -> tuple[Path, Path]:
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={name}",
                    "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    return certificate, key


def shown_name(address: str) -> str:
    shown = subprocess.run(["openssl", "s_client", "-connect", address], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return shown.stdout.partition("subject=CN = ")[2].partition("\n")[0]


CASES = [a_bad_file_is_logged_with_line_and_column, bad_paths_are_refused,
         a_running_stream_keeps_the_configuration_it_began_with, idle_connections_to_a_provider_that_is_gone_close,
         a_secret_in_a_file_rotates, what_needs_a_restart_stays_and_is_named,
         the_time_of_the_configuration_in_force_is_a_metric, a_storm_of_sighups_harms_nobody,
         the_control_socket_reloads_and_says_how_it_went]

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--swaps", type=int, default=120)
    swaps = parser.parse_args().swaps
    with Gateway(MODELS) as gateway:
        cases = [(case.__name__, lambda case=case: case(gateway)) for case in CASES]
        cases.insert(0, (no_request_fails_while_the_file_is_swapped.__name__,
                         lambda: no_request_fails_while_the_file_is_swapped(gateway, swaps)))
        cases.append((a_certificate_rotates.__name__, a_certificate_rotates))
        status = run_table(cases)
    sys.exit(status)
