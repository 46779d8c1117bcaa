"""Parley and a simulated upstream as a test meets them: two real processes on ports that the system chose.

    with Gateway({"echo": "sim/echo"}) as gateway:
        gateway.url, gateway.admin_url, gateway.key, gateway.simulated_calls()

Leaving the block stops both with SIGTERM and checks that they ended well: status 0, no word from a sanitizer, and nothing of the key
or the credential, which are random, in anything that Parley said or kept. Last, `parley ledger verify` finds nothing wrong.
"""

import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from queue import Empty, Queue

from marker_search import Marker, complain, make_marker, search_bytes, search_folder

ROOT = Path(__file__).resolve().parents[2]
BINARY = Path(os.environ.get("PARLEY_BINARY", ROOT / "build/asan/parley")).resolve()
KEY = make_marker("the key", True, random.SystemRandom()).text
CREDENTIAL = make_marker("the credential", True, random.SystemRandom()).text
UNHURRIED = {"lateness_max": "0s"}  # neighbours on a busy machine make everybody late, and what a test asserts does not depend on them
START_SECONDS_MAX = 30  # a sanitized binary on a busy machine
STOP_SECONDS_MAX = 20
VERIFY_SECONDS_MAX = 300
COUNTS_SECONDS_MAX = 5
_SANITIZER_WORDS = ("ERROR: AddressSanitizer", "ERROR: LeakSanitizer", "WARNING: ThreadSanitizer", "runtime error:")


class Server:
    """One `parley` process that says on standard output where it listens."""

    def __init__(self, arguments: list[str], folder: Path, name: str, descriptors: int | None = None,
                 environment: dict[str, str] | None = None):
        """With at most so many `descriptors`, and with more of an `environment`, if given."""
        def limit() -> None:
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))
        self.name = name
        self._errors = folder / f"{name}.stderr"
        with self._errors.open("wb") as errors:
            self.process = subprocess.Popen([str(BINARY), *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                            stderr=errors, cwd=folder, text=True, preexec_fn=limit,
                                            env={**os.environ, **(environment or {})})
        self._lines: Queue = Queue()
        self._said: list[str] = []
        self._forgotten = False
        threading.Thread(target=self._read, daemon=True).start()  # or a full pipe would stop the process

    def _read(self) -> None:
        for line in self.process.stdout:
            self._said.append(line)
            self._lines.put(line)
        self._lines.put(None)

    def wait_for(self, label: str) -> str:
        """The URL in the line `LABEL on http://HOST:PORT`."""
        return self.wait_for_line(re.escape(label) + r" on (https?://\S+)")[1]

    def wait_for_line(self, pattern: str) -> re.Match:
        """The next line of standard output in which `pattern` is found."""
        deadline = time.monotonic() + START_SECONDS_MAX
        while True:
            try:
                line = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty:
                line = None
            if line is None:
                raise RuntimeError(f"{self.name} did not say '{pattern}':\n{self.errors()}")
            if found := re.search(pattern, line):
                return found

    def output(self) -> str:
        """Standard output so far."""
        return "".join(self._said)

    def errors(self) -> str:
        return self._errors.read_text(errors="replace")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def forget(self) -> None:
        """It has ended in a way of its own, which was checked: stop() asks nothing more of it."""
        self._forgotten = True

    def stop(self) -> None:
        """SIGTERM, and the checks of a good end."""
        if self._forgotten:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(timeout=STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError(f"{self.name} still ran {STOP_SECONDS_MAX} s after SIGTERM:\n{self.errors()}") from None
        if status != 0 or any(word in self.errors() for word in _SANITIZER_WORDS):
            raise RuntimeError(f"{self.name} ended with status {status}:\n{self.errors()}")


class Gateway:
    """`parley serve` in front of `parley simulate`."""

    def __init__(self, models: dict[str, str], /, *, key: str = KEY, credential: str = CREDENTIAL,
                 descriptors: int | None = None, environment: dict[str, str] | None = None, **settings):
        """`models` maps public ids to the simulator's model names; `key` is the callers', `credential` the upstream's;
        `descriptors` limits Parley's open files, `environment` is added to its own; `settings` are further keys of the
        configuration, or others for those that stand in it, with `{simulator}` for the simulator's URL."""
        self.key = key
        self.environment = environment or {}
        self.books_are_right = True  # a test that spoils them says so
        self._credential = credential
        self.folder = Path(tempfile.mkdtemp(prefix="parley-e2e-"))
        self._servers: list[Server] = []
        try:
            self._start(models, descriptors, settings)
        except BaseException:
            self.close(check=False)
            raise

    def _start(self, models: dict[str, str], descriptors: int | None, settings: dict) -> None:
        self.simulator = self.launch(["simulate", "--listen", "127.0.0.1:0"], "simulate")
        self.simulator_url = self.simulator.wait_for("listening")
        configuration = {
            "listen": "127.0.0.1:0",
            "admin_listen": "127.0.0.1:0",
            "data": str(self.folder / "data"),
            "threads": 2,
            "keys": [{"name": "test", "secret": self.key}],
            "providers": {"up": {"dialect": "openai", "base_url": f"{self.simulator_url}/v1", "credential": self._credential,
                                 "region": "us"}},
            "models": [{"id": name, "targets": [{"provider": "up", "model": model}]} for name, model in models.items()],
            "drain": {"grace": "0s", "timeout": "5s"},
            **settings,
            "limits": UNHURRIED | settings.get("limits", {}),
        }
        if "listeners" in settings:
            del configuration["listen"]  # the short form does not stand beside the long one
        self.data = Path(configuration["data"])
        self.file = self.folder / "parley.yaml"
        self.file.touch(mode=0o600)  # it holds secrets, and Parley says so when others can read it
        text = json.dumps(configuration, indent=1).replace("{simulator}", self.simulator_url)
        self.file.write_text(text)  # JSON is YAML
        self._descriptors = descriptors
        self._addresses = len(settings.get("listeners", [None]))
        self.serve()

    def serve(self) -> None:
        """Starts Parley; again, once the one before has ended."""
        self._search_output()
        self._servers = [server for server in self._servers if server.name != "serve"]
        self.parley = self.launch(["serve", "--config", str(self.file)], "serve", self._descriptors, self.environment)
        self.url = self.parley.wait_for("parley: listening")
        self.other_urls = [self.parley.wait_for("parley: listening") for _ in range(1, self._addresses)]
        self.admin_url = self.parley.wait_for("parley: admin")

    def launch(self, arguments: list[str], name: str, descriptors: int | None = None,
               environment: dict[str, str] | None = None) -> Server:
        """One more process that ends with the block."""
        server = Server(arguments, self.folder, name, descriptors, environment)
        self._servers.append(server)
        return server

    def __enter__(self) -> "Gateway":
        return self

    def __exit__(self, kind, *_) -> None:
        self.close(check=kind is None)

    def close(self, check: bool) -> None:
        try:
            if check and self.books_are_right:
                self.check_counts()
            pages = self._pages() if check else {}
            for server in reversed(self._servers):  # Parley first, so that its upstream does not vanish under it
                server.stop() if check else server.kill()
            if check:
                self._search_output()
                complain([hit for page, data in pages.items() for hit in search_bytes(page, data, self._secrets())])
                complain(search_folder(self.data, self._secrets()))
                if self.books_are_right:
                    self.check_books()
        finally:
            for server in self._servers:
                if server.process.poll() is None:
                    server.kill()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _secrets(self) -> list[Marker]:
        return [Marker("the key", self.key, True), Marker("the credential", self._credential, True)]

    def _search_output(self) -> None:
        """What Parley wrote, in this test as in every other, holds nothing of a secret. markers.py looks for much more."""
        for server in self._servers:
            if server.name == "serve":
                said = {"standard output": server.output(), "the log": server.errors()}
                complain([hit for place, text in said.items() for hit in search_bytes(place, text.encode(), self._secrets())])

    def _pages(self) -> dict[str, bytes]:
        """What Parley says of itself, as long as it runs."""
        if self.parley.process.poll() is not None:
            return {}
        pages = {}
        for page in ("metrics", "readyz"):
            try:
                with urllib.request.urlopen(f"{self.admin_url}/{page}", timeout=30) as answer:
                    pages[page] = answer.read()
            except OSError:
                pass  # it is about to end, or has no descriptor left: a test of such things runs here
        return pages

    def verify(self) -> subprocess.CompletedProcess:
        """`parley ledger verify`, through the server where one runs."""
        return subprocess.run([str(BINARY), "ledger", "verify", "--data", str(self.data)], capture_output=True, text=True, errors="replace",
                              timeout=VERIFY_SECONDS_MAX)

    def check_books(self) -> None:
        """Every test leaves a ledger whose entries, costs and totals are right."""
        if not (self.data / "parley.db").exists():
            return  # it never came so far
        verdict = self.verify()
        if verdict.returncode != 0:
            raise RuntimeError(f"the books are not right:\n{verdict.stdout}{verdict.stderr}")

    def check_counts(self) -> None:
        """Every request has an outcome, and every completion that was let in an entry, unless some still run: a test may leave them to the end."""
        if self.parley.process.poll() is None and not wait_until(self._counts_agree, COUNTS_SECONDS_MAX):
            raise RuntimeError(f"requests, outcomes and entries do not agree:\n{self.metrics()}")

    def _counts_agree(self) -> bool:
        try:
            page = self.metrics()
        except OSError:
            return True  # it is about to end, or has no descriptor left
        def total(name: str, labels: str = "{.*}") -> int:
            return sum(int(float(value)) for value in re.findall(rf"^{name}(?:{labels})? (\S+)$", page, re.MULTILINE))
        if total("parley_exchanges_begun_total") != total("parley_exchanges_ended_total"):
            return True
        entries = total("parley_ledger_entries_total") + total("parley_ledger_unrecorded_total")
        turned_away = total("parley_rate_limited_total", '{reason="(?:over_share|overload|late)"}')
        asked = total("parley_requests_total") - 1  # this page
        return total("parley_request_outcomes_total") == asked and total("parley_model_requests_total") == entries + turned_away

    def address(self) -> tuple[str, int]:
        host, port = self.url.removeprefix("http://").split(":")
        return host, int(port)

    def simulated_calls(self) -> list[dict]:
        """What the simulated upstream saw, oldest first."""
        with urllib.request.urlopen(f"{self.simulator_url}/sim/requests", timeout=30) as answer:
            return json.load(answer)["requests"]

    def upstream_saw(self, text: str) -> bool:
        """Whether one of the latest calls holds `text`. Cheap, for callers that ask again and again."""
        with urllib.request.urlopen(f"{self.simulator_url}/sim/requests?last=200", timeout=30) as answer:
            return text.encode() in answer.read()

    def metrics(self) -> str:
        with urllib.request.urlopen(f"{self.admin_url}/metrics", timeout=30) as answer:
            return answer.read().decode()

    def open_descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.parley.process.pid}/fd"))


def wait_until(condition, seconds_max: float) -> bool:
    """Whether `condition` came true in time. For what happens in another process and sends no word of it."""
    deadline = time.monotonic() + seconds_max
    while not condition():
        if time.monotonic() > deadline:
            return False
        # tidy: allow no_sleep_in_tests: the pause of a poll with a deadline; no result depends on its length
        time.sleep(0.02)
    return True
