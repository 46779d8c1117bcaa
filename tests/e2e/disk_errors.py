"""A disk that fails now and then, and what was answered all the same.   disk_errors.py [--every N,N,...] [--seed N]

Under `durability: power`, every n-th fdatasync or write of the journal or of the database fails, as a real system call
(disk_shim.c). Callers get answers or 503; afterwards the process is killed, what no sync has kept is taken back, and the next run, on
a disk that is well, has one entry for each answer. A file whose sync has failed is never synced again.
"""

import random
import sys
from functools import partial

from disk_shim import DiskShim
from gateway import Gateway
from ledger_callers import MODELS, Callers, check_answers, read_entries
from seeded import read_arguments
from table import run_table

ANSWERS = 60
REFUSALS = 8
REFUSALS_MANY = 500  # where a segment's header fails as often as what is written behind it, few requests find one


def run_on(failing: dict[str, str], wanted_answers: int, seed: int) -> None:
    # Each failure costs a segment, and the next start reads them all: small ones.
    with Gateway(MODELS, ledger={"durability": "power", "journal_bytes": "64MiB"}, routing={"total_timeout": "2s"}) as gateway:
        shim = DiskShim(gateway, **failing)
        callers = Callers(gateway.address(), random.Random(seed), refusals_allowed=True)
        enough_refused = REFUSALS_MANY if wanted_answers else REFUSALS
        callers.wait_for(lambda: callers.answered() >= (wanted_answers or 1) or callers.refused() >= enough_refused)
        gateway.parley.kill()
        answers = callers.leave()
        if not wanted_answers:
            assert not answers, f"{len(answers)} answers were given though nothing was ever synced"
        segments = [content for content in shim.contents() if "/journal-" in content.path]
        failed = [content for content in segments if content.sync_failed]
        assert all(content.synced_after_failure == 0 for content in failed), "a file was synced again whose sync had failed"
        if failing["fail_name"] == "/journal-":
            assert failed or "fail_write" in failing, "no sync failed"
            shim.lose_power()
        gateway.environment.clear()
        gateway.serve()
        gateway.parley.stop()
        check_answers(answers, read_entries(gateway.data))
        print(f"       {len(answers)} answers, {callers.refused()} refused, {len(failed)} segments retired")


def cases(every: list[int], seed: int):
    yield "no_sync_of_the_journal_succeeds", partial(run_on, {"fail_sync": "1", "fail_name": "/journal-"}, 0, seed)
    for n in every:
        for call in ("sync", "write"):
            failing = {f"fail_{call}": str(n), "fail_name": "/journal-"}
            yield f"every_{n}th_{call}_of_the_journal_fails", partial(run_on, failing, ANSWERS, seed)
        failing = {"fail_sync": str(n), "fail_name": "/parley.db"}
        yield f"every_{n}th_sync_of_the_database_fails", partial(run_on, failing, ANSWERS, seed)


def main() -> int:
    arguments = read_arguments(__doc__, "every", "3")
    return run_table(cases([int(n) for n in arguments.every.split(",")], arguments.seed))


if __name__ == "__main__":
    sys.exit(main())
