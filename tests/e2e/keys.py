"""Virtual keys over a running Parley: made, used, limited, expired, revoked, and still what they were after any kind of end.

Each story has a Parley and a data directory of its own.
"""

import http.client
import json
import os
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request

from authorization_cases import Case, all_cases
from gateway import BINARY, Gateway, Server, wait_until
from raw_socket import chat_body, exchange
from table import run_table

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MODELS = {"echo": "sim/echo", "fixed": "sim/fixed"}
REVOKED_WITHIN_SECONDS = 1
EXPIRED_WITHIN_SECONDS = 20  # of making a key that lives a second, on a busy machine
COMMAND_SECONDS_MAX = 60
STORE_SEEN_WITHIN_SECONDS = 20
RELOADED_WITHIN_SECONDS = 20


def parley(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run([str(BINARY), *arguments], capture_output=True, text=True, timeout=COMMAND_SECONDS_MAX,
                          env={**os.environ, **environment})


def keys(gateway: Gateway, *arguments: str) -> dict:
    done = parley("keys", *arguments, "--data", str(gateway.data), "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def fetch(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.read().decode()


def readiness(gateway: Gateway) -> dict:
    return json.loads(fetch(f"{gateway.url}/readyz"))


def create(gateway: Gateway, name: str = "made", *arguments: str) -> dict:
    return keys(gateway, "create", "--name", name, *arguments)


class Caller:
    """A client that keeps its connection, as SDKs do."""

    def __init__(self, gateway: Gateway, key: str):
        self.key = key
        self.connection = http.client.HTTPConnection(*gateway.address(), timeout=30)

    def ask(self, model: str = "echo") -> tuple[int, dict]:
        self.connection.request("POST", "/v1/chat/completions", chat_body(model, "hello"),
                                {"authorization": f"Bearer {self.key}", "content-type": "application/json"})
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())

    def status(self, model: str = "echo") -> int:
        return self.ask(model)[0]


def made_key_works_at_once_and_a_revoked_one_no_more() -> None:
    with Gateway(MODELS) as gateway:
        made = create(gateway, "voice-bot", "--account", "acme")
        caller = Caller(gateway, made["key"])
        assert caller.status() == 200
        keys(gateway, "revoke", made["id"])
        revoked = time.monotonic()
        assert wait_until(lambda: caller.status() == 401, REVOKED_WITHIN_SECONDS), "still served on a connection that was open"
        assert time.monotonic() - revoked < REVOKED_WITHIN_SECONDS
        assert Caller(gateway, made["key"]).status() == 401
        assert Caller(gateway, gateway.key).status() == 200, "the configured key is none of its business"


def key_survives_every_end_of_the_process() -> None:
    with Gateway(MODELS) as gateway:
        kept, revoked = create(gateway, "kept"), create(gateway, "revoked")
        keys(gateway, "revoke", revoked["id"])
        for end in (Server.stop, Server.kill):
            end(gateway.parley)
            gateway.serve()
            assert Caller(gateway, kept["key"]).status() == 200, end.__name__
            assert Caller(gateway, revoked["key"]).status() == 401, end.__name__


def key_that_a_kill_follows_at_once_is_there_afterwards() -> None:
    with Gateway(MODELS) as gateway:
        for _ in range(3):
            made = create(gateway)
            gateway.parley.kill()
            gateway.serve()
            assert Caller(gateway, made["key"]).status() == 200


def key_expires_also_on_a_connection_that_stays_open() -> None:
    with Gateway(MODELS) as gateway:
        caller = Caller(gateway, create(gateway, "short", "--expires", "5s")["key"])
        assert caller.status() == 200
        assert wait_until(lambda: caller.status() == 401, EXPIRED_WITHIN_SECONDS)
        assert keys(gateway, "list")["keys"][0]["state"] == "expired"


def key_opens_only_the_models_it_names() -> None:
    with Gateway(MODELS) as gateway:
        caller = Caller(gateway, create(gateway, "limited", "--models", "fixed,other")["key"])
        assert caller.status("fixed") == 200
        status, body = caller.ask("echo")
        assert status == 400, body
        assert body["metadata"]["errors"] == ["Your account does not have access to this LLM Gateway model"], body


def first_start_makes_a_key_and_shows_it_once() -> None:
    with Gateway(MODELS, keys=[]) as gateway:
        key = gateway.parley.wait_for_line(r"^  (sk-parley-\S+)$")[1]
        assert Caller(gateway, key).status() == 200
        gateway.parley.stop()
        gateway.serve()
        line = gateway.parley.wait_for_line("stored key").string
        assert line.startswith("parley: 1 stored key; another: parley keys create"), line
        assert Caller(gateway, key).status() == 200
        keys(gateway, "revoke", keys(gateway, "list")["keys"][0]["id"])
        gateway.parley.stop()
        gateway.serve()
        gateway.parley.wait_for_line("No key opens this gateway")
        assert len(keys(gateway, "list")["keys"]) == 1, "a key that was taken away is not replaced behind the operator's back"


def second_server_on_the_same_data_is_refused() -> None:
    with Gateway(MODELS) as gateway:
        second = parley("serve", "--config", str(gateway.file))
        assert second.returncode == 1
        assert second.stderr.splitlines()[-1] == (f"parley: data directory {gateway.data}: in use by process "
                                                  f"{gateway.parley.process.pid}; one Parley at a time"), second.stderr
        assert Caller(gateway, gateway.key).status() == 200


def files_are_the_owners_alone() -> None:
    with Gateway(MODELS) as gateway:
        create(gateway)
        assert stat.S_IMODE(gateway.data.stat().st_mode) == 0o700
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in gateway.data.iterdir()}
        assert modes.pop("journal") == 0o700, modes
        assert set(modes) == {"admin_key", "control.sock", "key_pepper", "lock", "parley.db", "parley.db-wal"}, modes
        segments = [stat.S_IMODE(file.stat().st_mode) for file in (gateway.data / "journal").iterdir()]
        assert {*modes.values(), *segments} == {0o600}, (modes, segments)


def secret_is_shown_once_and_kept_nowhere() -> None:
    with Gateway(MODELS, log={"level": "debug"}) as gateway:
        made = create(gateway, "secretive")
        secret = made["key"][-43:]
        Caller(gateway, made["key"]).status()
        Caller(gateway, made["key"] + "x").status()
        shown = json.dumps(keys(gateway, "list")) + parley("keys", "list", "--data", str(gateway.data)).stdout
        shown += json.dumps(keys(gateway, "revoke", made["id"])) + gateway.parley.errors()
        shown += "".join(file.read_bytes().decode("latin-1") for file in gateway.data.iterdir() if file.is_file())
        assert made["id"] in shown
        for start in range(len(secret) - 7):
            assert secret[start:start + 8] not in shown, "a piece of the secret"


def keys_can_be_made_while_no_server_runs() -> None:
    with Gateway(MODELS) as gateway:
        gateway.parley.stop()
        made, gone = create(gateway, "made-offline"), create(gateway, "gone")
        keys(gateway, "revoke", gone["id"])
        gateway.serve()
        assert Caller(gateway, made["key"]).status() == 200
        assert Caller(gateway, gone["key"]).status() == 401


def another_pepper_is_refused_and_the_right_one_is_not() -> None:
    with Gateway(MODELS) as gateway:
        create(gateway)
        gateway.parley.stop()
        refused = parley("serve", "--config", str(gateway.file), PARLEY_PEPPER="x" * 32)
        assert refused.returncode == 1
        assert "PARLEY_PEPPER: the stored keys were made under another pepper" in refused.stderr, refused.stderr
        gateway.serve()


def damaged_newer_or_locked_database_is_refused_with_its_name() -> None:
    with Gateway(MODELS, keys=[]) as gateway:
        gateway.parley.stop()
        file = gateway.data / "parley.db"

        def refusal() -> str:
            refused = parley("serve", "--config", str(gateway.file))
            assert refused.returncode == 1
            return refused.stderr.splitlines()[-1]

        other = sqlite3.connect(file, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        assert refusal() == f"parley: {file}: store: the database is in use by another process"
        version = other.execute("SELECT version FROM schema_version").fetchone()
        other.execute("UPDATE schema_version SET version = 99")
        other.execute("COMMIT")
        other.close()
        assert "written by a newer Parley (schema 99;" in refusal()
        whole = file.read_bytes()
        file.write_bytes(b"nonsense" * 512)
        assert refusal() == f"parley: {file}: store: the file is no database, or a damaged one"
        file.write_bytes(whole)
        with sqlite3.connect(file) as mended:
            mended.execute("UPDATE schema_version SET version = ?", version)
        mended.close()
        gateway.serve()


def database_that_cannot_be_read_keeps_no_configured_key_out() -> None:
    with Gateway(MODELS) as gateway:
        stored = create(gateway)["key"]
        assert readiness(gateway) == {"status": "ready"}
        gateway.parley.stop()
        file = gateway.data / "parley.db"
        whole = file.read_bytes()
        file.write_bytes(b"nonsense" * 512)
        gateway.serve()
        assert Caller(gateway, gateway.key).status() == 200
        assert readiness(gateway) == {"status": "ready", "missing": ["store"]}
        assert "parley_store_readable 0" in fetch(f"{gateway.admin_url}/metrics")
        status, body = Caller(gateway, stored).ask()
        assert status == 503 and stored[-43:] not in json.dumps(body), "a good key is not called wrong"
        assert Caller(gateway, "sk-wrong").status() == 401
        refused = parley("keys", "list", "--data", str(gateway.data))
        assert refused.returncode == 1 and "the file is no database" in refused.stderr, refused.stderr
        assert "serving without the stored keys" in gateway.parley.errors(), gateway.parley.errors()
        file.write_bytes(whole)
        assert wait_until(lambda: Caller(gateway, stored).status() == 200, STORE_SEEN_WITHIN_SECONDS), gateway.parley.errors()
        assert readiness(gateway) == {"status": "ready"}
        assert "parley_store_readable 1" in fetch(f"{gateway.admin_url}/metrics")


def reload_changes_configured_keys_and_leaves_stored_ones() -> None:
    with Gateway(MODELS) as gateway:
        stored = create(gateway)["key"]
        old = Caller(gateway, gateway.key)
        assert old.status() == 200
        configuration = json.loads(gateway.file.read_text())
        configuration["keys"] = [{"name": "next", "secret": "another-configured-key"}]
        gateway.file.write_text(json.dumps(configuration))
        gateway.parley.process.send_signal(signal.SIGHUP)
        assert wait_until(lambda: Caller(gateway, "another-configured-key").status() == 200, RELOADED_WITHIN_SECONDS)
        assert wait_until(lambda: old.status() == 401, RELOADED_WITHIN_SECONDS), "still served on a connection that was open"
        assert Caller(gateway, stored).status() == 200


def command_line_says_what_is_wrong() -> None:
    with Gateway(MODELS) as gateway:
        data = ("--data", str(gateway.data))
        for arguments, status, words in (
                (("create", *data), 2, "--name is required"),
                (("create", "--name", "a b", *data), 1, "name must be 1 to 100 letters"),
                (("create", "--name", "a", "--expires", "soon", *data), 2, "such as 30d"),
                (("revoke", "nobody", *data), 1, "there is no key with this id"),
                (("list", "--data", str(gateway.folder / "nowhere")), 1, "does not exist"),
                ((), 2, "subcommand is required")):
            done = parley("keys", *arguments)
            assert done.returncode == status and words in done.stderr, (arguments, done)
        assert "Example:" in parley("keys", "create", "--help").stdout


def run_authorization_case(gateway: Gateway, key: str, case: Case) -> None:
    answers = exchange(gateway.address(), case.request, final_answers=1)
    allowed = case.expect.split()
    if not answers.statuses:
        assert "close" in allowed and answers.closed, answers
        return
    assert str(answers.statuses[0]) in allowed, f"allowed were {allowed}, got {answers}"
    text = UUID.sub("", answers.bodies[0].decode())  # the request's id is as random as the key
    for start in range(len(key) - 4):
        piece = key[start:start + 5]
        assert piece not in text or piece in "sk-parley-", f"repeats {piece!r} of the key: {text}"


STORIES = [made_key_works_at_once_and_a_revoked_one_no_more, key_survives_every_end_of_the_process,
           key_that_a_kill_follows_at_once_is_there_afterwards, key_expires_also_on_a_connection_that_stays_open,
           key_opens_only_the_models_it_names, first_start_makes_a_key_and_shows_it_once,
           second_server_on_the_same_data_is_refused, files_are_the_owners_alone, secret_is_shown_once_and_kept_nowhere,
           keys_can_be_made_while_no_server_runs, another_pepper_is_refused_and_the_right_one_is_not,
           damaged_newer_or_locked_database_is_refused_with_its_name, database_that_cannot_be_read_keeps_no_configured_key_out,
           reload_changes_configured_keys_and_leaves_stored_ones, command_line_says_what_is_wrong]


def main() -> int:
    cases = [(story.__name__, story) for story in STORIES]
    with Gateway(MODELS) as gateway:
        key = create(gateway, "right")["key"]
        before = keys(gateway, "list")

        def nothing_has_changed() -> None:
            assert keys(gateway, "list") == before
            assert Caller(gateway, key).status() == 200
            assert not gateway.upstream_saw("must-not-arrive")

        cases += [(case.name, lambda case=case: run_authorization_case(gateway, key, case)) for case in all_cases(key)]
        cases.append(("after all that nothing has changed", nothing_has_changed))
        return run_table(cases)


if __name__ == "__main__":
    sys.exit(main())
