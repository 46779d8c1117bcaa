"""Every answered request has its entry, however the process dies.   kills.py [--cycles N] [--seed N]

Callers ask, half of them for streams, some of them of a provider that fails now and then and is asked again, while the process is
killed (SIGKILL) at a random moment and started again on the same data. In the end the ledger is compared with what the callers got:
nothing may be missing, doubled or counted otherwise, and what a kill interrupted is marked so.
"""

import random
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

from gateway import Gateway, wait_until
from ledger_callers import CALLERS, MODELS, Callers, check_answers, count_retried, read_entries, some_were_asked_twice
from seeded import read_arguments
from table import run_table

THREADS = 2  # of the gateway
ANSWERS_MAX = 400  # before a kill
MARKED_WITHIN_SECONDS = 5
JOURNAL_BYTES = "4MiB"  # small segments: of many a kill leaves one that was written over an earlier one


def written_over(data: Path) -> int:
    """Segments in files that were others before: of format 2 (src/journal/segment_header.hpp)."""
    found = 0
    for file in (data / "journal").glob("*.segment"):
        with suppress(FileNotFoundError), file.open("rb") as segment:
            found += segment.read(12)[8:] == (2).to_bytes(4, "little")
    return found


def is_written_over_in_place(data: Path) -> bool:
    """Elsewhere no file becomes another segment (src/journal/directory.cpp)."""
    kind = subprocess.run(["stat", "--file-system", "--format=%T", data], check=True, capture_output=True, text=True).stdout.strip()
    return kind in ("ext2/ext3", "xfs", "tmpfs")


class Killing:
    def __init__(self, gateway: Gateway, cycles: int, seed: int):
        self.gateway = gateway
        self.random = random.Random(seed)
        self.answers: dict[str, int] = {}
        self._cycles = cycles
        self._entries: list[tuple[str, str, int]] = []
        self._written_over = 0
        self._some_are_written_over = is_written_over_in_place(gateway.data)

    def after_kill(self) -> None:
        """Before the next start."""

    def the_process_is_killed_while_it_answers(self) -> None:
        for cycle in range(self._cycles):
            callers = Callers(self.gateway.address(), self.random, refusals_allowed=True)
            callers.wait_for_answers(self.random.randrange(1, ANSWERS_MAX))
            if cycle % 2 == 0:
                callers.wait_for(lambda: written_over(self.gateway.data) > 0 or not self._some_are_written_over)
            else:
                callers.wait_for(lambda: some_were_asked_twice(self.gateway))
            self.gateway.parley.kill()
            self.answers |= callers.leave()
            self._written_over += written_over(self.gateway.data)
            self.after_kill()
            self.gateway.serve()
        assert len(self.answers) >= self._cycles, len(self.answers)

    def what_is_left_is_stored_soon_after_the_start(self) -> None:
        """A segment is let go of once everything in it is stored; those of this run stay."""
        def segments() -> int:
            return len(list((self.gateway.data / "journal").iterdir()))
        assert wait_until(lambda: segments() <= THREADS, MARKED_WITHIN_SECONDS), f"{segments()} segments"

    def every_answer_has_one_entry_with_its_tokens(self) -> None:
        self.gateway.parley.stop()
        self._entries = read_entries(self.gateway.data)
        check_answers(self.answers, self._entries)
        retried = count_retried(self.gateway.data)
        assert (self._written_over > 0) == self._some_are_written_over, f"{self._written_over} segments were written over others"
        assert retried > 0 or self._cycles == 1, "nothing was asked twice"
        print(f"       {len(self.answers)} answers, {len(self._entries)} entries ({retried} with retries), {self._cycles} kills, "
              f"{self._written_over} segments written over")

    def what_was_interrupted_is_marked(self) -> None:
        outcomes = Counter(outcome for _, outcome, _ in self._entries)
        # On a slow disk what is not synced fills a small segment: whoever asks then is refused, and pays nothing.
        assert outcomes.keys() <= {"ok", "interrupted", "client_gone", "failed", "refused"}, outcomes
        # What was answered and did not reach its caller before the kill is `ok`, too; at most one of each caller in each cycle.
        beside = len(self._entries) - outcomes["failed"] - outcomes["refused"] - len(self.answers)
        assert 0 <= beside <= self._cycles * CALLERS, beside

    def nothing_is_left_in_the_journal(self) -> None:
        assert not list((self.gateway.data / "journal").iterdir())


def main() -> int:
    arguments = read_arguments(__doc__, "cycles", 5)
    with Gateway(MODELS, threads=THREADS, ledger={"journal_bytes": JOURNAL_BYTES}) as gateway:
        killing = Killing(gateway, arguments.cycles, arguments.seed)
        stories = [killing.the_process_is_killed_while_it_answers, killing.what_is_left_is_stored_soon_after_the_start,
                   killing.every_answer_has_one_entry_with_its_tokens, killing.what_was_interrupted_is_marked,
                   killing.nothing_is_left_in_the_journal]
        return run_table((story.__name__, story) for story in stories)


if __name__ == "__main__":
    sys.exit(main())
