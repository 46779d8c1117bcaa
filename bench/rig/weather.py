"""Targets with a tail, and an outage: what is configured, what is measured, what is printed."""

import asyncio
import json
import sqlite3
import random
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from . import books, payload
from .callers import Heard, Line, ask_all
from .processes import LOAD_CPU, PROXY_CPU, Crew
from .proxies import BOOKS_CLOSE_SECONDS, free_ports
from .report import Table, number, ratio

MEDIAN_MS = 200
HEALTHY = f"words-3?first={MEDIAN_MS}ms&sigma=0.3"
STRETCH_SECONDS = 10      # what is drawn anew, as one, to say how far a ratio may be off
DRAWS = 400
AUDIO_SECONDS = 1.0  # whoever has heard nothing by then hears silence


@dataclass(frozen=True)
class Forecast:
    seconds: float
    learning: float                # at the beginning, left out: latencies become known
    outage: tuple[float, float]    # of those rows that have one: from, to
    rate: float                    # requests a second, of each row


@dataclass(frozen=True)
class Row:
    """A model and its weather."""
    name: str
    title: str
    first_target: str              # the simulator's options; the second target is always healthy
    second_target: bool = True
    hedge: dict | None = None
    by_latency: bool = False
    has_outage: bool = False


def tail(share: float) -> str:
    return f"{HEALTHY}&tail={share}&tail_by=10"


TAILS = [
    Row("healthy", "healthy", HEALTHY),
    Row("tail-3", "3 % at ten times the median", tail(0.03)),
    Row("tail-3-hedged", "the same, `hedge: {after: p95}`", tail(0.03), hedge={"after": "p95"}),
    Row("tail-3-weighed", "the same, `weights: latency`", tail(0.03), by_latency=True),
    Row("tail-10", "10 % at ten times the median", tail(0.10)),
    Row("tail-10-hedged", f"the same, `hedge: {{after: {MEDIAN_MS * 3 // 2}ms, budget: 20%}}`", tail(0.10),
        hedge={"after": f"{MEDIAN_MS * 3 // 2}ms", "budget": "20%"}),
    Row("tail-10-weighed", "the same, `weights: latency`", tail(0.10), by_latency=True),
]
OUTAGES = [
    Row("outage-alone", "one target", HEALTHY, second_target=False, has_outage=True),
    Row("outage-backed", "two targets", HEALTHY, has_outage=True),
]
ROWS = TAILS + OUTAGES


def run(crew: Crew, parley: Path, forecast: Forecast, seed: int) -> str:
    simulator = crew.start("simulate", [str(parley), "simulate", "--record-max", "1000"], LOAD_CPU, answers=True)
    upstream = simulator.process.stdout.readline().decode().split()[-1]
    gateways = [Gateway(crew, parley, upstream, by_latency) for by_latency in (False, True)]
    lines = {row.name: Line(gateways[row.by_latency].port, row.name) for row in ROWS}
    send_script(upstream, forecast, seed)
    heard = asyncio.run(ask_all(lines, forecast.seconds, forecast.rate, seed))
    calls: dict[str, list[Call]] = {}
    for gateway in gateways:
        calls |= gateway.close({row.name: len(heard[row.name]) for row in ROWS if row.by_latency == gateway.by_latency})
    tables = [tail_table(forecast, heard, calls, seed), outage_table(forecast, heard, calls)]
    facts = (f"{forecast.seconds:.0f} s at {forecast.rate:.0f} requests a second and row, seed {seed}; first tokens lognormal about {MEDIAN_MS} ms, "
             f"sigma 0.3; the first {forecast.learning:.0f} s are left out of the first table.")
    return "\n\n".join([facts, *(table.markdown() for table in tables)])


def send_script(upstream: str, forecast: Forecast, seed: int) -> None:
    """The weather begins now."""
    begin, end = forecast.outage
    models: dict[str, object] = {}
    for row in ROWS:
        fair = f"{row.first_target}&seed={seed}"
        outage = {"from": f"{int(begin)}s", "to": f"{int(end)}s", "as": "echo?status=503"}
        models[f"{row.name}-1"] = {"fair": fair, "spells": [outage]} if row.has_outage else fair
        models[f"{row.name}-2"] = f"{HEALTHY}&seed={seed + 1}"
    request = urllib.request.Request(f"{upstream}/sim/script", json.dumps({"models": models}).encode(), method="POST")
    urllib.request.urlopen(request, timeout=30).close()


@dataclass(frozen=True)
class Call:
    """One call of an upstream, as the ledger has it. `began` is in seconds since the first request of all."""
    began: float
    target: str
    kind: str
    outcome: str


class Gateway:
    """`parley serve` with those rows that share its configuration."""

    def __init__(self, crew: Crew, parley: Path, upstream: str, by_latency: bool):
        self.by_latency = by_latency
        self.port, self.admin_port = free_ports(2)
        self._crew = crew
        folder = crew.folder / f"weather-{by_latency}"
        folder.mkdir()
        self._data = folder / "data"
        models = []
        for row in ROWS:
            if row.by_latency != by_latency:
                continue
            targets = [{"provider": "up", "model": f"{row.name}-{place}"} for place in ((1, 2) if row.second_target else (1,))]
            models.append({"id": row.name, "targets": targets} | ({"hedge": row.hedge} if row.hedge else {}))
        configuration = {"listen": f"127.0.0.1:{self.port}", "admin_listen": f"127.0.0.1:{self.admin_port}", "data": str(self._data),
                         "threads": 1, "log": {"requests": False}, "keys": [{"name": "bench", "secret": payload.KEY}],
                         "providers": {"up": {"dialect": "openai", "base_url": f"{upstream}/v1", "region": "us"}},
                         "models": models, "routing": {"weights": "latency" if by_latency else "configured"}}
        file = folder / "parley.yaml"
        file.touch(mode=0o600)
        file.write_text(json.dumps(configuration))
        self._running = crew.start(folder.name, [str(parley), "serve", "--config", str(file)], PROXY_CPU, answers=True)
        while b"admin" not in (line := self._running.process.stdout.readline()):
            if not line:
                self._running.process.wait()
                self._running.require_alive()

    def close(self, asked: dict[str, int]) -> dict[str, list[Call]]:
        """Every call by model, once the ledger has as many entries of each model as were asked."""
        self._running.require_alive()
        books.wait_until_stored(self)
        self._crew.stop(self._running, BOOKS_CLOSE_SECONDS)
        database = sqlite3.connect(self._data / "parley.db")
        rows = dict(database.execute("SELECT asked_model, count(*) FROM entries GROUP BY asked_model"))
        if rows != asked:
            raise SystemExit(f"bench: the ledger has {rows}, and callers asked {asked}")
        calls: dict[str, list[Call]] = {name: [] for name in asked}
        start = database.execute("SELECT min(began) FROM entries").fetchone()[0]
        for model, entry_began, began, target, kind, outcome in database.execute(
                "SELECT asked_model, entries.began, attempts.began, upstream_model, kind, attempts.outcome FROM attempts JOIN entries ON id = entry"):
            calls[model].append(Call((entry_began - start + began) / 1e6, target, kind, outcome))
        database.close()
        return {name: sorted(list_, key=lambda call: call.began) for name, list_ in calls.items()}


def percentile(heard: list[Heard], share: float) -> float:
    """Of the times to the first event in milliseconds; whoever heard nothing waited for ever."""
    waits = sorted(one.first if one.first is not None else float("inf") for one in heard)
    return 1000 * waits[min(len(waits) - 1, int(share * len(waits)))]


def tail_table(forecast: Forecast, heard: dict[str, list[Heard]], calls: dict[str, list[Call]], seed: int) -> Table:
    table = Table("A target with a tail", ["first target", "requests", "p50, ms", "p95, ms", "p99, ms", "p99 to healthy", "within", "extra calls", "of all calls to it"],
                  note=f"All rows have a healthy second target. Without a word on hedges or weights, all calls go to the first. The ratio is that of the whole run; "
                       f"within: what 90 % of {DRAWS} runs would have that are made of its stretches of {STRETCH_SECONDS} s, drawn by chance, of both rows alike.")
    for row in TAILS:
        counted = [one for one in heard[row.name] if one.due >= forecast.learning]
        made = [call for call in calls[row.name] if call.began >= forecast.learning]
        p50, p95, p99 = (percentile(counted, share) for share in (0.50, 0.95, 0.99))
        hedges = sum(call.kind == "hedge" for call in made)
        first = sum(call.target.endswith("-1") for call in made)
        table.rows.append([row.title, f"{len(counted):,}", number(p50, 0), number(p95, 0), number(p99, 0), *ratio_to_healthy(forecast, heard, row, seed),
                           f"{100 * hedges / len(counted):.1f} %", f"{100 * first / len(made):.0f} %"])
    return table


def ratio_to_healthy(forecast: Forecast, heard: dict[str, list[Heard]], row: Row, seed: int) -> tuple[str, str]:
    """(the ratio, how far chance may have moved it) of what 99 of 100 did not have to wait longer for, beside the healthy row.

    A 99th percentile hangs on few: of a minute's 2,400 requests on 24, which moves it by a twentieth either way. So it is that of the whole run.
    """
    stretches = [stretches_of(forecast, heard[name]) for name in (row.name, "healthy")]

    def of(chosen: list[int]) -> float:
        p99, healthy = (percentile([one for place in chosen for one in parts[place]], 0.99) for parts in stretches)
        return p99 / healthy

    places = range(len(stretches[0]))
    chance = random.Random(seed)
    drawn = sorted(of(chance.choices(places, k=len(places))) for _ in range(DRAWS))
    return ratio(of(list(places))), f"{ratio(drawn[DRAWS // 20])} to {ratio(drawn[DRAWS - 1 - DRAWS // 20])}"


def stretches_of(forecast: Forecast, heard: list[Heard]) -> list[list[Heard]]:
    stretches: list[list[Heard]] = [[] for _ in range(int((forecast.seconds - forecast.learning) // STRETCH_SECONDS))]
    for one in heard:
        if one.due >= forecast.learning:
            stretches[min(int((one.due - forecast.learning) // STRETCH_SECONDS), len(stretches) - 1)].append(one)
    return stretches


def outage_table(forecast: Forecast, heard: dict[str, list[Heard]], calls: dict[str, list[Call]]) -> Table:
    begin, end = forecast.outage
    table = Table(f"An outage of {end - begin:.0f} s: every call is 503", [
        "model", "requests", "answered", "seconds without audio", "failures until the breaker opened", "after, s", "calls while it was open, a second",
        "back after, s"],
        note=f"A second is without audio when half or more of those who asked in it heard nothing within {AUDIO_SECONDS:.0f} s. Back: the first second after "
             "the outage in which the target answers at least half of the requests again.")
    for row in OUTAGES:
        asked, first = heard[row.name], [call for call in calls[row.name] if call.target.endswith("-1")]
        answered = sum(one.whole for one in asked)
        opening = breaker_opening([call for call in first if call.outcome == "failed"])
        probes = sum(opening[1] < call.began < end for call in first) / (end - opening[1])
        table.rows.append([row.title, f"{len(asked):,}", f"{100 * answered / len(asked):.2f} %", str(silent_seconds(asked, forecast)), str(opening[0]),
                           number(opening[1] - begin), number(probes, 2), number(back_after(first, asked, end))])
    return table


def breaker_opening(failed: list[Call]) -> tuple[int, float]:
    """How many calls had failed, and when, as the first pause began that is as long as a probe's."""
    for count, (call, following) in enumerate(zip(failed, failed[1:]), 1):
        if following.began - call.began > 0.9:
            return count, call.began
    return len(failed), failed[-1].began


def silent_seconds(asked: list[Heard], forecast: Forecast) -> int:
    silent = 0
    for second in range(int(forecast.seconds)):
        waits = [one for one in asked if second <= one.due < second + 1]
        heard_nothing = sum(not one.whole or one.first is None or one.first > AUDIO_SECONDS for one in waits)
        silent += bool(waits) and 2 * heard_nothing >= len(waits)
    return silent


def back_after(first: list[Call], asked: list[Heard], end: float) -> float | None:
    for second in range(int(end), int(end) + 60):
        due = sum(second <= one.due < second + 1 for one in asked)
        answered = sum(second <= call.began < second + 1 and call.outcome == "ok" for call in first)
        if due and 2 * answered >= due:
            return second + 1 - end
    return None
