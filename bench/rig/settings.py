"""How much is measured: the full bench, and a smoke version of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    rounds: int                      # alternating rounds; what is reported is their median
    connections: tuple[int, ...]     # of the closed request loop
    request_seconds: int             # per proxy, round and number of connections (wrk wants whole seconds)
    latency_seconds: float           # per proxy and round
    latency_rate: int                # requests per second, over latency_connections
    latency_connections: int
    paced_model: str                 # its events come one each 5 ms
    paced_streams: int
    burst_model: str                 # its events come 64 in one write, each 5 ms
    burst_streams: int
    idle_streams: tuple[int, ...]
    idle_rounds: int
    instruction_requests: tuple[int, int]  # two counts; the difference between the runs is what counts
    starts: int
    ledger_rows: int                 # in the database of the reports and of the start after a kill
    journal_records: int             # left by that kill
    overload_seconds: tuple[int, int, int]  # of the peak, before and after; of each look for the capacity; of each crowd of three times as much


FULL = Settings(rounds=5, connections=(4, 64, 512), request_seconds=3,
                latency_seconds=4, latency_rate=500, latency_connections=16,
                paced_model="paced-5-800", paced_streams=200, burst_model="burst-64-200", burst_streams=16,
                idle_streams=(1000, 5000), idle_rounds=5, instruction_requests=(200, 1200), starts=11,
                ledger_rows=1_000_000, journal_records=100_000, overload_seconds=(10, 10, 150))

QUICK = Settings(rounds=1, connections=(4, 64, 512), request_seconds=1,
                 latency_seconds=1, latency_rate=500, latency_connections=16,
                 paced_model="paced-5-200", paced_streams=200, burst_model="burst-64-100", burst_streams=16,
                 idle_streams=(1000,), idle_rounds=1, instruction_requests=(50, 250), starts=2, ledger_rows=100_000, journal_records=10_000, overload_seconds=(2, 2, 6))
