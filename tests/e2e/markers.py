"""Nothing leaks.   markers.py [--seed N]

Every secret and every conversation of this run is a marker: random text that stands nowhere else. A spread of good, bad
and faulty requests goes through a Parley that logs as much as it can; among its upstreams are some that quote the prompt and
the credential in their errors. Then everything that Parley wrote or said is searched (marker_search.py). A conversation may
be in the answer to its own caller and nowhere else; a key may be nowhere.
"""

import argparse
import random
import subprocess
import sys
import tempfile
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gateway import BINARY, Gateway
from marker_requests import MODELS, Request, all_requests
from marker_search import MARKER_LETTERS, Marker, complain, make_marker, search_bytes, search_folder
from raw_socket import exchange
from table import run_table

PARALLEL = 8  # requests at once
ROUTING = {"connect_timeout": "2s", "first_chunk_timeout": "1s", "idle_timeout": "1s"}  # some upstreams fall silent


class Leaks:
    def __init__(self, gateway: Gateway, keys: list[Marker], requests: list[Request]):
        self._gateway = gateway
        self._keys = keys
        self._requests = requests
        self._texts = [request.text for request in requests]
        self._answers: dict[str, bytes] = {}  # by the request's name
        self._live: dict[str, bytes] = {}     # what can be asked only while Parley runs

    def every_request_is_made(self) -> None:
        with ThreadPoolExecutor(PARALLEL) as pool:
            self._answers = dict(pool.map(self._make, self._requests))
        process = Path("/proc", str(self._gateway.parley.process.pid))
        self._live["the command line"] = (process / "cmdline").read_bytes()
        for path in ("metrics", "healthz", "readyz"):
            with urllib.request.urlopen(f"{self._gateway.admin_url}/{path}", timeout=20) as answer:
                self._live[path] = answer.read()
        with urllib.request.urlopen(f"{self._gateway.url}/v1/models", timeout=20) as answer:
            self._live["the list of models"] = answer.read()

    def _make(self, request: Request) -> tuple[str, bytes]:
        answers = exchange(self._gateway.address(), request.wire, half_close=request.leaves, final_answers=1)
        assert request.leaves or answers.statuses, f"{request.name}: no answer at all"
        return request.name, b"\n".join((*answers.heads, *answers.bodies, answers.remainder))

    def the_markers_really_travelled(self) -> None:
        """Or this search would find nothing for want of anything to find."""
        calls = self._gateway.simulated_calls()
        arrived = [request for request in self._requests if any(request.text.text in call["body"] for call in calls)]
        assert len(arrived) > len(self._requests) / 2, f"only {len(arrived)} of {len(self._requests)} reached the upstream"
        credential = next(key.text for key in self._keys if key.name == "credential")
        assert all(["authorization", f"Bearer {credential}"] in call["headers"] for call in calls)
        quoted = [request.name for request in self._requests
                  if request.is_quoted and request.text.text.encode() in self._answers[request.name]]
        assert len(quoted) >= 4, f"upstreams' quotations reached their callers only for {quoted}"

    def no_answer_holds_a_key(self) -> None:
        complain([hit for name, answer in self._answers.items() for hit in search_bytes(name, answer, self._keys)])

    def no_answer_holds_another_callers_words(self) -> None:
        for request in self._requests:
            others = [text for text in self._texts if text is not request.text]
            complain(search_bytes(request.name, self._answers[request.name], others))

    def nothing_is_in_metrics_or_the_process_table(self) -> None:
        complain([hit for place, data in self._live.items() for hit in search_bytes(place, data, self._keys + self._texts)])

    def nothing_is_in_the_output_or_the_log(self) -> None:
        self._gateway.parley.stop()  # what it has to say at its end belongs to it
        for place, said in (("standard output", self._gateway.parley.output()), ("the log", self._gateway.parley.errors())):
            complain(search_bytes(place, said.encode(), self._keys + self._texts))

    def nothing_is_in_the_data_directory(self) -> None:
        complain(search_folder(self._gateway.folder / "data", self._keys + self._texts))


def a_refused_configuration_shows_no_secret(chance: random.Random) -> None:
    """The same secret twice, secrets in places where something else is expected, and secrets that no header can hold."""
    keys = [make_marker(name, True, chance) for name in ("twice", "credential", "misplaced", "with a space", "as a number")]
    twice, credential, misplaced, spaced, nested = (key.text for key in keys)
    text = f"""
listen: {misplaced}
keys:
  - {{name: a, secret: "{twice}"}}
  - {{name: b, secret: "{twice}"}}
  - {{name: c, secret: ["{nested}"]}}
providers:
  up: {{dialect: openai, base_url: "http://{credential}@127.0.0.1:1/v1", credential: "{spaced} {spaced}"}}
  down: {{dialect: openai, base_url: "http://127.0.0.1:1/v1", credential: {{secret: "{nested}"}}}}
"""
    keys = [key for key in keys if key.name != "misplaced"]  # an address is no secret, and the message may show it
    with tempfile.TemporaryDirectory(prefix="parley-markers-") as folder:
        file = Path(folder, "parley.yaml")
        file.write_text(text)
        for command in ("check", "serve"):
            ended = subprocess.run([str(BINARY), command, "--config", str(file)], capture_output=True, timeout=60)
            assert ended.returncode != 0, f"parley {command} accepted it"
            complain(search_bytes(f"parley {command}", ended.stdout + ended.stderr, keys))


def the_search_finds_what_is_planted(chance: random.Random) -> None:
    key = make_marker("key", True, chance, between="/ü\"")
    text = make_marker("text", False, chance, between="/ü\"")
    with tempfile.TemporaryDirectory(prefix="parley-markers-") as folder:
        for marker in (key, text):
            for i, form in enumerate(marker.forms()):
                Path(folder, f"{marker.name}-{i}").write_bytes(b"\0before" + form + b"after")
        Path(folder, "below").mkdir()
        Path(folder, "below", f"{key.text[:MARKER_LETTERS // 4]}.log").touch()
        Path(folder, "innocent").write_bytes(text.text.encode()[:MARKER_LETTERS // 4])  # a piece of a text is no leak
        hits = search_folder(Path(folder), [key, text])
    places = {hit.place for hit in hits}
    planted = len(key.forms()) + len(text.forms())
    assert len(hits) == planted + 1 and "innocent" not in places, f"{len(hits)} of {planted + 1}: {places}"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    seed = parser.parse_args().seed
    print(f"seed {seed}")
    chance = random.Random(seed)
    key, credential = make_marker("key", True, chance), make_marker("credential", True, chance)
    stranger = make_marker("a stranger's key", True, chance)
    requests = all_requests(key.text, stranger.text, chance)
    with Gateway(MODELS, key=key.text, credential=credential.text, log={"level": "debug"}, routing=ROUTING) as gateway:
        run = Leaks(gateway, [key, credential, stranger], requests)
        cases = [run.every_request_is_made, run.the_markers_really_travelled, run.no_answer_holds_a_key,
                 run.no_answer_holds_another_callers_words, run.nothing_is_in_metrics_or_the_process_table,
                 run.nothing_is_in_the_output_or_the_log, run.nothing_is_in_the_data_directory]
        further = [a_refused_configuration_shows_no_secret, the_search_finds_what_is_planted]
        return run_table([*((case.__name__, case) for case in cases),
                          *((case.__name__, lambda case=case: case(chance)) for case in further)])


if __name__ == "__main__":
    sys.exit(main())
