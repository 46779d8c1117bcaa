"""Rows put into a ledger's own tables while Parley is stopped, and the sums that belong to them (docs/decisions/0021).

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


def traits(database: sqlite3.Connection, table: str, row: dict) -> int:
    """The row of `table` that has these values, made where there is none."""
    where = " AND ".join(f"{name} IS ?" for name in row)
    found = database.execute(f"SELECT id FROM {table} WHERE {where}", list(row.values())).fetchone()
    return found[0] if found else insert(database, table, row)


def put_entry(database: sqlite3.Connection, number: int, account: str, key: str, model: str, days: int, priced: bool = True,
              region: str = "us") -> None:
    """One attempt that answered with 1000 tokens in and 500 out, at a dollar and two for a million: 2,000,000 nano-dollars."""
    cost = 2_000_000 if priced else None
    tokens = {"input": 1000, "cache_read": 0, "cache_write_5m": 0, "cache_write_1h": 0, "output": 500, "reasoning": 0}
    ended = {"outcome": "ok", "http_status": 200, "error_class": "", "estimated": 0, "region": region}
    rates = {"input_rate": 1_000_000, "cache_read_rate": 0, "cache_write_5m_rate": 0, "cache_write_1h_rate": 0, "output_rate": 2_000_000}
    insert(database, "stored_entries", {
        "request_id": f"request-{number}", "client_request_id": "", "began": BEGAN + days * DAY,
        "traits": traits(database, "entry_traits", {"account": account, "key_id": key, "asked_model": model, "answered_model": model,
                                                    "stream": 0, **ended}),
        "first_chunk": 1000, "total": 2000, **tokens, "charged": cost, "incurred": cost,
        "attempt_traits": traits(database, "attempt_traits", {
            "kind": "primary", "provider": "up", "upstream_model": "m", "answered": 1, "regional_increase": 0, **ended,
            **(rates if priced else dict.fromkeys(rates))}),
        "attempt_began": 0, "attempt_first_chunk": 1000, "attempt_total": 2000, "upstream_id": ""})
