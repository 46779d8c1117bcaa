"""A ledger of many entries, put into a database that Parley has made, while no Parley runs."""

import random
import sqlite3
import time
from pathlib import Path

DAY_MICROSECONDS = 86_400_000_000
ENTRY_COLUMNS = ("request_id client_request_id began traits first_chunk total input cache_read cache_write_5m cache_write_1h output reasoning "
                 "charged incurred").split()
TRAITS = "account key_id asked_model answered_model stream outcome http_status error_class region estimated".split()
# What Parley keeps beside rows that it stores; these rows come from here.
SUMS = """
INSERT INTO usage_sums
    SELECT column1, began / 1000000 / column1 * column1, account, key_id, iif(answered_model = '', asked_model, answered_model), region,
        outcome, count(*), sum(estimated), sum(input), sum(cache_read), sum(cache_write_5m), sum(cache_write_1h), sum(output),
        sum(reasoning), coalesce(sum(charged), 0), coalesce(sum(incurred), 0), count(*) - count(charged), count(*) - count(incurred), 0, 0
    FROM entries, (VALUES (60), (3600), (86400)) GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


def fill(database_file: Path, entries: int, days: int) -> int:
    """The number of sums that belong to them."""
    with sqlite3.connect(database_file) as database:
        database.execute("PRAGMA synchronous = OFF")
        places = ", ".join("?" * len(ENTRY_COLUMNS))
        database.executemany(f"INSERT INTO stored_entries ({', '.join(ENTRY_COLUMNS)}) VALUES ({places})", _rows(database, entries, days))
        database.execute("DELETE FROM usage_sums")
        database.execute(SUMS)
    sums = database.execute("SELECT count(*) FROM usage_sums").fetchone()[0]
    database.close()
    return sums


def _rows(database: sqlite3.Connection, entries: int, days: int):
    chance = random.Random(1)
    now = int(time.time() * 1_000_000)
    moments = sorted(now - chance.randrange(days * DAY_MICROSECONDS) for _ in range(entries))  # they come in about this order
    known: dict[tuple, int] = {}
    for count, began in enumerate(moments):
        account = chance.randrange(20)
        key = f"key-{account * 3 + chance.randrange(3)}"
        model = f"model-{chance.randrange(12)}"
        outcome = chance.choices(("ok", "client_gone", "failed"), (90, 5, 5))[0]
        traits = (f"account-{account}", key, model, model, 0, outcome, 200, "", chance.choice(("us", "eu")), 0)
        yield (f"{count:036d}", "", began, _traits(database, known, traits), 1000, 2000, 1000, 0, 0, 0, 500, 0, 2_000_000, 2_000_000)


def _traits(database: sqlite3.Connection, known: dict[tuple, int], traits: tuple) -> int:
    if traits not in known:
        places = ", ".join("?" * len(TRAITS))
        known[traits] = database.execute(f"INSERT INTO entry_traits ({', '.join(TRAITS)}) VALUES ({places})", traits).lastrowid
    return known[traits]
