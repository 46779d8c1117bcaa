"""Whether Parley's ledger has a row for every request that was let in: the bench compares it with what callers asked, after every use."""

import re
import sqlite3
import time
import urllib.request
from pathlib import Path

STORED_SECONDS_MAX = 60
_COUNTERS = {"entries": r"^parley_ledger_entries_total (\d+)", "stored": r"^parley_ledger_stored_total (\d+)"}
_COMPLETIONS = re.compile(r"^parley_model_requests_total\{.*\} (\d+)", re.MULTILINE)
_TURNED_AWAY = re.compile(r'^parley_rate_limited_total\{reason="(?:over_share|overload|late)"\} (\d+)', re.MULTILINE)  # they have no entry


def counters(proxy) -> dict[str, int]:
    """Of the process that runs: chat completions that were let in, entries given to the journal, entries stored."""
    with urllib.request.urlopen(f"http://127.0.0.1:{proxy.admin_port}/metrics", timeout=30) as answer:
        page = answer.read().decode()
    found = {name: int(re.search(pattern, page, re.MULTILINE)[1]) for name, pattern in _COUNTERS.items()}
    return found | {"completions": sum(map(int, _COMPLETIONS.findall(page))) - sum(map(int, _TURNED_AWAY.findall(page)))}


def stored_rows(data: Path) -> int:
    """While no Parley runs."""
    if not (data / "parley.db").exists():
        return 0
    database = sqlite3.connect(data / "parley.db")
    try:
        return database.execute("SELECT count(*) FROM entries").fetchone()[0]
    except sqlite3.OperationalError:
        return 0  # before the first start has made the table
    finally:
        database.close()


def wait_until_stored(proxy) -> int:
    """The number of entries of this run. Ends the bench if one is missing."""
    began = time.monotonic()
    while True:
        found = counters(proxy)
        if found["stored"] >= found["entries"] == found["completions"]:
            return found["entries"]
        if time.monotonic() - began > STORED_SECONDS_MAX:
            raise SystemExit(f"bench: parley's ledger differs from its requests: {found}")
        time.sleep(0.05)
