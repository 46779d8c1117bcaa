"""The ledger: whether the store keeps up, what it costs a request, how long reports take and a start after a kill.

Parley runs on its one processor as in the other sections: the thread that answers and those that store share it.
"""

import signal
import sqlite3
import subprocess
import time
from pathlib import Path

from . import http_client, large_ledger, meters, payload, proxies
from .books import counters, stored_rows
from .processes import PROXY_CPU
from .report import Table, number
from .stage import Stage

RATE_CONNECTIONS = 64
DRAIN_SECONDS_MAX = 120
ROWS_DAYS = 90
REPORTS = [["--by", "model"], ["--by", "day,model"], ["--by", "region", "--since", "30d"], ["--by", "day", "--account", "account-3"],
           ["--by", "account,key,model", "--since", "12h"], ["--by", "model", "--since", "100000s"]]


def run(stage: Stage) -> None:
    if not stage.parley:
        return
    _storing(stage)
    data = stage.crew.folder / "ledger-large" / "data"
    proxy = proxies.parley(data.parent, stage.upstream(tls=False), stage.parley, [payload.REQUEST_MODEL])
    _fill(stage, proxy, data)
    _reports(stage, data)
    _recovery(stage, proxy, data)


def _storing(stage: Stage) -> None:
    proxy = proxies.parley(stage.crew.folder / "ledger", stage.upstream(tls=False), stage.parley, [payload.REQUEST_MODEL])
    table = Table("The ledger under load", ["requests/s", "stored/s meanwhile", "not stored at the end", "stored after s",
                                            "answering thread us/request", "other threads us/request"],
                  note=f"{RATE_CONNECTIONS} connections in a closed loop. The other threads put journal records together, store "
                       "them, and sync; they share the processor with the one that answers.")
    with proxies.serving(stage.crew, proxy) as serving:
        before, threads = counters(proxy), meters.thread_seconds(serving.running.pid)
        summary = _load(stage, proxy, 2 * stage.settings.request_seconds)
        after = counters(proxy)
        took = summary["microseconds"] / 1e6
        began = time.monotonic()
        while counters(proxy)["stored"] < counters(proxy)["entries"]:
            if time.monotonic() - began > DRAIN_SECONDS_MAX:
                raise SystemExit("bench: the ledger was not stored in time")
            time.sleep(0.05)
        drained = time.monotonic() - began
        spent = sorted((seconds - threads.get(task, 0) for task, seconds in meters.thread_seconds(serving.running.pid).items()))
        requests = summary["requests"]
        table.rows.append([number(requests / took, 0), number((after["stored"] - before["stored"]) / took, 0),
                           number(after["entries"] - after["stored"], 0), number(drained, 2),
                           number(1e6 * spent[-1] / requests), number(1e6 * sum(spent[:-1]) / requests)])
    stage.report.add(table)


def _load(stage: Stage, proxy: proxies.Proxy, seconds: int) -> dict:
    argv = [str(proxies.found("wrk")), "-t1", f"-c{RATE_CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s",
            "-s", str(proxies.BENCH / "chat.lua"), f"http://127.0.0.1:{proxy.port}"]
    summary = stage.measure_load("wrk", argv, seconds + 30, {
        "BENCH_BODY": str(stage.body(payload.REQUEST_MODEL)), "BENCH_KEY": payload.KEY})
    if summary["failed"]:
        raise SystemExit(f"bench: {summary['failed']} of {summary['requests']} requests failed")
    return summary


def _fill(stage: Stage, proxy: proxies.Proxy, data: Path) -> None:
    with proxies.serving(stage.crew, proxy):
        pass  # makes the tables
    large_ledger.fill(data / "parley.db", stage.settings.ledger_rows, ROWS_DAYS)


def _reports(stage: Stage, data: Path) -> None:
    table = Table("Usage reports", ["report", "seconds"],
                  note=f"Over {stage.settings.ledger_rows:,} entries of {ROWS_DAYS} days, 20 accounts, 60 keys and 12 models; the whole command.")
    for asked in REPORTS:
        began = time.monotonic()
        subprocess.run([str(stage.parley), "usage", "--data", str(data), *asked], check=True, stdout=subprocess.DEVNULL)
        table.rows.append([" ".join(asked), number(time.monotonic() - began, 2)])
    stage.report.add(table)


def _recovery(stage: Stage, proxy: proxies.Proxy, data: Path) -> None:
    """The database is held by somebody else while requests are answered, so that all of them are in the journal at the kill."""
    table = Table("A start after a kill", ["journal records", "rows", "serving after s", "all stored after s"])
    holder = sqlite3.connect(data / "parley.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    running = stage.crew.start("parley", proxy.argv, PROXY_CPU, proxy.environment)
    http_client.wait_for_completion(proxy.port, running, seconds=15)
    entries = 0
    while entries < stage.settings.journal_records // 2:  # an open and a close each
        entries += _load(stage, proxy, 1)["requests"]
    running.process.send_signal(signal.SIGKILL)
    running.process.wait()
    stage.crew.stop(running, patience=0)
    holder.close()
    rows_before = stored_rows(data)
    began = time.monotonic()
    with proxies.serving(stage.crew, proxy, patience=5):
        served = time.monotonic() - began
        while counters(proxy)["stored"] < entries:
            if time.monotonic() - began > DRAIN_SECONDS_MAX:
                raise SystemExit("bench: what a kill left was not stored in time")
            time.sleep(0.05)
        stored = time.monotonic() - began
    table.rows.append([number(2 * entries, 0), number(rows_before, 0), number(served, 2), number(stored, 2)])
    stage.report.add(table)
