"""The disk of the data directory fills up and is freed again, while callers ask.   full_disk.py [--cycles N] [--seed N]

The disk is a file system of a few MiB in memory, or, where nobody may mount one, an ordinary one that disk_shim.c calls full. While it is
full, new requests get 503, what runs is finished, and Parley is not ready; soon after there is room everything is as before.
"""

import argparse
import http.client
import json
import random
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from disk_shim import DiskShim
from gateway import KEY, Gateway, wait_until
from ledger_callers import MODELS, Callers, check_answers, read_entries
from seeded import read_arguments
from table import run_table

DISK_KIB = 4096
CYCLES_ON_IT = 20
STORED_KIB_PER_CYCLE = 256  # for those beyond: what is answered until a cycle's disk is full stays in the ledger
RETURN_SECONDS_MAX = 5
FULL_SECONDS_MAX = 60  # until what was set aside before is used up
PIECE = bytes(64 * 1024)


class SmallDisk:
    """Mounted, and filled with a file beside the data."""

    def __init__(self, place: Path, kib: int):
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kib}k", "none", place], check=True, capture_output=True)
        self._place = place
        self._filler = place / "filler"

    def fill(self) -> None:
        with self._filler.open("ab", buffering=0) as file:
            for size in (len(PIECE), 4096, 1):
                try:
                    while file.write(PIECE[:size]) == size:
                        pass
                except OSError:
                    pass  # full

    def free(self) -> None:
        self._filler.unlink()

    def remove(self) -> None:
        subprocess.run(["umount", "--lazy", self._place], check=True)


class PretendedDisk:
    """An ordinary one, that is called full while a file exists."""

    def __init__(self, switch: Path):
        self._switch = switch

    def fill(self) -> None:
        self._switch.touch()

    def free(self) -> None:
        self._switch.unlink()


class Filling:
    def __init__(self, gateway: Gateway, disk, cycles: int, seed: int):
        self._gateway = gateway
        self._disk = disk
        self._cycles = cycles
        self._random = random.Random(seed)
        self._answers: dict[str, int] = {}
        self._refused = 0

    def the_disk_fills_up_and_is_freed(self) -> None:
        for cycle in range(self._cycles):
            self._ask(5)
            running = self._slow_stream()
            self._disk.fill()
            callers = Callers(self._gateway.address(), self._random, count=4, refusals_allowed=True, models=["fixed", "words"])
            assert wait_until(lambda: callers.refused() > 0, FULL_SECONDS_MAX), f"cycle {cycle}: nothing was refused"
            self._answers |= callers.leave()
            self._refused += callers.refused()
            assert self._is_ready() == 503, f"cycle {cycle}: ready on a full disk"
            text = running.read().decode()
            assert text.endswith("data: [DONE]\n\n"), f"cycle {cycle}: what ran was not finished: {text[-300:]}"
            self._answers[running.headers["x-request-id"]] = json.loads(text.split("data: ")[-2])["usage"]["completion_tokens"]
            self._disk.free()
            assert wait_until(lambda: self._is_ready() == 200, RETURN_SECONDS_MAX), f"cycle {cycle}: not ready again"
            self._ask(1)
        print(f"       {self._cycles} cycles, {len(self._answers)} answers, {self._refused} refused")

    def _ask(self, answers: int) -> None:
        callers = Callers(self._gateway.address(), self._random, count=1, models=["fixed", "words"])
        callers.wait_for_answers(answers)
        self._answers |= callers.leave()

    def _slow_stream(self) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(*self._gateway.address(), timeout=60)
        body = {"model": "slow", "stream": True, "stream_options": {"include_usage": True},
                "messages": [{"role": "user", "content": "slowly"}]}
        connection.request("POST", "/v1/chat/completions", json.dumps(body),
                           {"content-type": "application/json", "authorization": f"Bearer {KEY}"})
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        return answer

    def _is_ready(self) -> int:
        try:
            with urllib.request.urlopen(f"{self._gateway.admin_url}/readyz", timeout=30) as answer:
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code

    def every_answer_has_one_entry(self) -> None:
        self._gateway.parley.stop()
        check_answers(self._answers, read_entries(self._gateway.data))

    def the_database_is_in_one_piece(self) -> None:
        self._gateway.check_books()


def run(gateway: Gateway, disk, arguments: argparse.Namespace) -> int:
    filling = Filling(gateway, disk, arguments.cycles, arguments.seed)
    stories = [filling.the_disk_fills_up_and_is_freed, filling.every_answer_has_one_entry, filling.the_database_is_in_one_piece]
    return run_table((story.__name__, story) for story in stories)


def main() -> int:
    arguments = read_arguments(__doc__, "cycles", 3)
    models = MODELS | {"slow": "sim/words-100?rate=50"}
    ledger = {"journal_bytes": "4MiB"}
    with tempfile.TemporaryDirectory(prefix="parley-disk-") as place:
        try:
            disk = SmallDisk(Path(place), DISK_KIB + STORED_KIB_PER_CYCLE * max(0, arguments.cycles - CYCLES_ON_IT))
        except (OSError, subprocess.CalledProcessError):
            with Gateway(models, ledger=ledger) as gateway:
                switch = gateway.folder / "full"
                DiskShim(gateway, full=str(switch))
                return run(gateway, PretendedDisk(switch), arguments)
        try:
            with Gateway(models, ledger=ledger, data=str(Path(place) / "data")) as gateway:
                return run(gateway, disk, arguments)
        finally:
            disk.remove()


if __name__ == "__main__":
    sys.exit(main())
