"""Rows put into a ledger's own tables while Parley is stopped, and the sums that belong to them.

Parley keeps the sums beside what it stores; for rows that come in this way they are made anew from all rows. Such rows have no check.
"""

import sqlite3

DAY = 86_400_000_000  # microseconds
BEGAN = 1_790_000_000_000_000  # 2026-09-21T14:13:20Z
SUMS = """
DELETE FROM usage_sums;
INSERT INTO usage_sums
    SELECT column1, began / 1000000 / column1 * column1, account, key_id, iif(answered_model = '', asked_model, answered_model), region,
        outcome, count(*), sum(estimated), sum(input), sum(cache_read), sum(cache_write_5m), sum(cache_write_1h), sum(output),
        sum(reasoning), coalesce(sum(charged), 0), coalesce(sum(incurred), 0), count(*) - count(charged), count(*) - count(incurred),
        coalesce(sum(row_check & 4294967295), 0), coalesce(sum(row_check >> 32 & 4294967295), 0)
    FROM entries, (VALUES (60), (3600), (86400)) GROUP BY 1, 2, 3, 4, 5, 6, 7;
"""


def sum_up(database: sqlite3.Connection) -> None:
    database.executescript(SUMS)


def insert(database: sqlite3.Connection, table: str, row: dict) -> int:
    places = ", ".join("?" * len(row))
    return database.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", list(row.values())).lastrowid


def put_entry(database: sqlite3.Connection, number: int, account: str, key: str, model: str, days: int, priced: bool = True,
              region: str = "us") -> None:
    """One attempt that answered with 1000 tokens in and 500 out, at a dollar and two for a million: 2,000,000 nano-dollars."""
    cost = 2_000_000 if priced else None
    tokens = {"input": 1000, "cache_read": 0, "cache_write_5m": 0, "cache_write_1h": 0, "output": 500, "reasoning": 0}
    ended = {"outcome": "ok", "http_status": 200, "error_class": "", "first_chunk": 1000, "total": 2000, "estimated": 0}
    entry = insert(database, "entries", {
        "request_id": f"request-{number}", "client_request_id": "", "began": BEGAN + days * DAY, "account": account, "key_id": key,
        "asked_model": model, "answered_model": model, "stream": 0, **ended, **tokens, "charged": cost, "incurred": cost, "region": region})
    rates = {"input_rate": 1_000_000, "cache_read_rate": 0, "cache_write_5m_rate": 0, "cache_write_1h_rate": 0, "output_rate": 2_000_000}
    insert(database, "attempts", {
        "entry": entry, "number": 0, "kind": "primary", "provider": "up", "upstream_model": "m", "region": region, "began": 0, **ended,
        **tokens, "upstream_id": "", "answered": 1, "input_audio": 0, "output_audio": 0, "regional_increase": 0, "cost": cost,
        **(rates if priced else {})})
