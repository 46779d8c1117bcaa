"""No answered request is lost when the machine dies.   power_cuts.py [--cycles N] [--seed N]

As kills.py, under `durability: power`, and with every kill what was not synced is taken back before the next start (disk_shim.c). Besides,
the order of system calls is looked at: no last byte of an answer leaves before the entry is synced.
"""

import sys

from disk_shim import DiskShim
from gateway import Gateway
from kills import JOURNAL_BYTES, THREADS, Killing
from ledger_callers import MODELS, Callers
from seeded import read_arguments
from table import run_table

ORDERED_ANSWERS = 200  # whose system calls are looked at


class PowerCuts(Killing):
    def __init__(self, gateway: Gateway, cycles: int, seed: int):
        super().__init__(gateway, cycles, seed)
        self._shim = DiskShim(gateway, writes_sends=True)
        self._taken_back = 0

    def after_kill(self) -> None:
        self._taken_back += self._shim.lose_power()

    def the_machine_dies_while_it_answers(self) -> None:
        self.the_process_is_killed_while_it_answers()
        print(f"       {self._taken_back} writes were taken back")
        assert self._taken_back > 0, "everything was synced: no machine's death was tried"

    def no_last_byte_leaves_before_its_entry_is_synced(self) -> None:
        callers = Callers(self.gateway.address(), self.random, refusals_allowed=True)
        callers.wait_for_answers(ORDERED_ANSWERS)
        answers = callers.leave()
        self.answers |= answers
        too_early = self._shim.sent_before_synced(answers)
        assert not too_early, f"{len(too_early)} of {len(answers)} answers left too early: {too_early[:3]}"
        print(f"       {len(answers)} answers, each synced first")


def main() -> int:
    arguments = read_arguments(__doc__, "cycles", 3)
    ledger = {"durability": "power", "journal_bytes": JOURNAL_BYTES}
    with Gateway(MODELS, threads=THREADS, ledger=ledger) as gateway:
        cuts = PowerCuts(gateway, arguments.cycles, arguments.seed)
        stories = [cuts.the_machine_dies_while_it_answers, cuts.what_is_left_is_stored_soon_after_the_start,
                   cuts.no_last_byte_leaves_before_its_entry_is_synced, cuts.every_answer_has_one_entry_with_its_tokens,
                   cuts.what_was_interrupted_is_marked, cuts.nothing_is_left_in_the_journal]
        return run_table((story.__name__, story) for story in stories)


if __name__ == "__main__":
    sys.exit(main())
