"""User memory per idle stream: the growth of RssAnon while N streams are open and silent. After the measurement the
upstream sends each stream one more event; a stream that does not receive it would not have been alive."""

import json
import select

from . import meters, proxies
from .processes import LOAD_CPU, Running
from .proxies import Proxy
from .report import Table, number, ratio
from .rounds import Sample, Samples
from .stage import Stage

PATIENCE_SECONDS = 60


def run(stage: Stage, tls: bool = False) -> None:
    kind = "tls" if tls else "plain"
    table = Table(f"Idle streams{', TLS upstream' if tls else ''}",
                  ["streams", "proxy", "KiB per stream", "ratio to nginx", "spread", "RssAnon MiB after"],
                  note="Growth of RssAnon in a fresh process, after one whole completion. nginx and haproxy allocate "
                       "their tables of connections at the start, which therefore do not count here. Every stream "
                       "was proven alive by an event after the measurement.")
    line_up = stage.contestants(f"memory-{kind}", tls)
    for streams in stage.settings.idle_streams:
        samples = Samples(stage.settings.idle_rounds, line_up, lambda proxy: _hold(stage, proxy, streams, tls))
        stage.report.keep(f"memory-{kind}-{streams}", samples)
        for name in samples.names():
            table.rows.append([number(streams, 0), name, number(samples.median(name, "kib_per_stream")),
                               ratio(samples.ratio(name, "kib_per_stream")), samples.spread(name, "kib_per_stream"),
                               number(samples.median(name, "mib_after"))])
    stage.report.add(table)


def _hold(stage: Stage, proxy: Proxy, streams: int, tls: bool) -> Sample:
    upstream = stage.upstream(tls)
    with proxies.serving(stage.crew, proxy) as serving:
        before = meters.anonymous_kib(serving.running.pid)
        argv = stage.stream_load(proxy.stream_port, "idle", streams, "--hold")
        load = stage.crew.start("stream_load", argv, LOAD_CPU, answers=True)
        _expect(load, "ready", streams, proxy)
        after = meters.anonymous_kib(serving.running.pid)
        upstream.ask("/release")
        _expect(load, "released", streams, proxy)
        upstream.ask("/finish")
        _expect(load, "completed", streams, proxy)
        stage.crew.stop(load, patience=1)
    return {"kib_per_stream": (after - before) / streams, "mib_after": after / 1024}


def _expect(load: Running, word: str, streams: int, proxy: Proxy) -> None:
    """The next line of the load generator must say that all streams have come this far."""
    readable, _, _ = select.select([load.process.stdout], [], [], PATIENCE_SECONDS)
    line = load.process.stdout.readline() if readable else b"{}"
    if json.loads(line or b"{}").get(word) != streams:
        raise SystemExit(f"bench: {proxy.name}: {streams} idle streams were not all {word}: {line.decode().strip()}")
