"""`parley ledger verify` finds whatever happened to the ledger behind Parley's back.   ledger_damage.py [--count N] [--seed N]

One byte of the database is flipped at a time, anywhere, and one row taken out at a time. A byte that holds nothing of the ledger, in the free part of a page for instance, is left out: whether it does is decided by
reading every row of the ledger's tables without Parley, before and after.
"""

import random
import shutil
import sqlite3
import sys
from pathlib import Path

from gateway import Gateway
from ledger_callers import MODELS, Callers, some_were_asked_twice
from seeded import read_arguments
from table import run_table

ENTRIES = 120
TABLES = ("stored_entries", "stored_attempts", "entry_traits", "attempt_traits", "usage_sums")


def rows_of(database_file: Path) -> list:
    """Everything that the ledger's tables hold, or why it cannot be read."""
    database = sqlite3.connect(f"file:{database_file}?mode=ro&immutable=1", uri=True)
    database.text_factory = bytes
    try:
        return [database.execute(f"SELECT * FROM {table} NOT INDEXED").fetchall() for table in TABLES]
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
        return [str(error)]
    finally:
        database.close()


class Damaging:
    def __init__(self, gateway: Gateway, count: int, seed: int):
        self._gateway = gateway
        self._count = count
        self._random = random.Random(seed)
        self._file = gateway.data / "parley.db"
        self._good = gateway.folder / "good.db"

    def a_ledger_is_written_and_right(self) -> None:
        callers = Callers(self._gateway.address(), self._random, refusals_allowed=True)  # the second try of some fails as well
        callers.wait_for(lambda: callers.answered() >= ENTRIES and some_were_asked_twice(self._gateway))  # or there would be no row of `stored_attempts`
        callers.leave()
        self._gateway.parley.stop()
        self._gateway.check_books()
        shutil.copy(self._file, self._good)
        assert not self._file.with_suffix(".db-wal").exists()

    def every_flipped_byte_is_found(self) -> None:
        whole = rows_of(self._good)
        good = self._good.read_bytes()
        flipped = tried = 0
        while flipped < self._count:
            tried += 1
            place = self._random.randrange(len(good))
            bit = 1 << self._random.randrange(8)
            self._file.write_bytes(good[:place] + bytes([good[place] ^ bit]) + good[place + 1:])
            if rows_of(self._file) == whole:
                continue
            flipped += 1
            self._expect_complaint(f"byte {place} of {len(good)}, bit {bit}")
        print(f"       {flipped} of {flipped} flipped bytes were found, and {tried - flipped} that hold nothing of the ledger left out")

    def every_row_that_was_taken_out_is_found(self) -> None:
        for number in range(self._count):
            shutil.copy(self._good, self._file)
            database = sqlite3.connect(self._file)
            table = TABLES[number % len(TABLES)]
            if number % 2 == 0:
                database.execute("PRAGMA foreign_keys = ON")  # or else the attempts of an entry stay without it
            where = self._a_row(database, table)
            assert database.execute(f"DELETE FROM {table} WHERE {where}").rowcount == 1, where
            database.commit()
            database.close()
            self._expect_complaint(f"a row of {table}, {where}")

    def _a_row(self, database: sqlite3.Connection, table: str) -> str:
        key = {"stored_entries": ["id"], "stored_attempts": ["entry", "number"], "entry_traits": ["id"], "attempt_traits": ["id"],
               "usage_sums": ["span", "start", "account", "key_id", "model", "region", "outcome"]}[table]
        rows = database.execute(f"SELECT {', '.join(key)} FROM {table}").fetchall()
        values = self._random.choice(rows)
        return " AND ".join(f"{name} = '{value}'" for name, value in zip(key, values))

    def _expect_complaint(self, damage: str) -> None:
        verdict = self._gateway.verify()
        assert verdict.returncode == 1, f"{damage}: status {verdict.returncode}, {verdict.stdout[-300:]} {verdict.stderr[-2000:]}"

    def a_repaired_ledger_is_right_again(self) -> None:
        shutil.copy(self._good, self._file)
        self._gateway.check_books()


def main() -> int:
    arguments = read_arguments(__doc__, "count", 12)
    with Gateway(MODELS) as gateway:
        damaging = Damaging(gateway, arguments.count, arguments.seed)
        stories = [damaging.a_ledger_is_written_and_right, damaging.every_flipped_byte_is_found,
                   damaging.every_row_that_was_taken_out_is_found, damaging.a_repaired_ledger_is_right_again]
        return run_table((story.__name__, story) for story in stories)


if __name__ == "__main__":
    sys.exit(main())
