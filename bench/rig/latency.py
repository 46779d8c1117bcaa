"""Added latency at a fixed, modest rate: an open loop, directly to the upstream and through each proxy."""

from dataclasses import dataclass

from . import payload
from .report import Table, number
from .rounds import Sample, Samples
from .stage import Stage


@dataclass
class Way:
    name: str
    port: int


def run(stage: Stage) -> None:
    settings = stage.settings
    table = Table("Added latency", ["way", "p50 us", "p99 us", "added p50 us", "added p99 us", "p99.9 us"],
                  note=f"{settings.latency_rate} requests/s over {settings.latency_connections} connections, from the "
                       "moment at which each request was due. Added is the median of the rounds' differences to the "
                       "direct way.")
    with stage.all_serving(stage.contestants("latency")) as line_up:
        ways = [Way("direct", stage.upstream(tls=False).port)]
        ways += [Way(serving.name, serving.proxy.port) for serving in line_up]
        samples = Samples(settings.rounds, ways, lambda way: _call(stage, way))
    _add_differences(samples)
    stage.report.keep("latency", samples)
    for name in samples.names():
        table.rows.append([name, *(number(samples.median(name, metric), 0)
                                   for metric in ("p50", "p99", "added_p50", "added_p99", "p999"))])
    stage.report.add(table)


def _call(stage: Stage, way: Way) -> Sample:
    settings = stage.settings
    summary = stage.measure_load("latency_load", [
        str(stage.programs / "latency_load"), "--port", str(way.port), "--key", payload.KEY,
        "--body", str(stage.body(payload.REQUEST_MODEL)), "--rate", str(settings.latency_rate),
        "--connections", str(settings.latency_connections), "--seconds", str(settings.latency_seconds)])
    return {metric: summary["latency_us"][metric] for metric in ("p50", "p99", "p999")}


def _add_differences(samples: Samples) -> None:
    for measured in samples.by_name.values():
        for sample, direct in zip(measured, samples.by_name["direct"]):
            sample["added_p50"] = sample["p50"] - direct["p50"]
            sample["added_p99"] = sample["p99"] - direct["p99"]
