"""Streams: processor time per Server-Sent Event, paced as a model speaks and in bursts."""

from . import meters, payload
from .report import Table, number, ratio
from .rounds import Sample, Samples
from .stage import Stage, events_must_match


def run(stage: Stage, tls: bool = False) -> None:
    kind = "tls" if tls else "plain"
    settings = stage.settings
    table = Table(f"Streamed events{', TLS upstream' if tls else ''}",
                  ["streams", "proxy", "CPU us/event", "ratio to nginx", "spread", "events/s", "event delay p50 us",
                   "p99 us"],
                  note="Events of about 250 bytes, each in its own HTTP chunk. The delay runs from the upstream's "
                       "write to the arrival at the client. It is no figure of merit in bursts, whose client reads "
                       "as fast as it can.")
    with stage.all_serving(stage.contestants(f"sse-{kind}", tls)) as line_up:
        for title, model, streams in (
                (f"{settings.paced_streams} paced", settings.paced_model, settings.paced_streams),
                (f"{settings.burst_streams} in bursts of 64", settings.burst_model, settings.burst_streams)):
            samples = Samples(settings.rounds, line_up, lambda serving: _stream(stage, serving, model, streams))
            stage.report.keep(f"sse-{kind}-{model}", samples)
            for name in samples.names():
                table.rows.append([title, name, number(samples.median(name, "cpu_us"), 2),
                                   ratio(samples.ratio(name, "cpu_us")), samples.spread(name, "cpu_us"),
                                   number(samples.median(name, "per_second"), 0),
                                   number(samples.median(name, "delay_p50"), 0),
                                   number(samples.median(name, "delay_p99"), 0)])
    stage.report.add(table)


def _stream(stage: Stage, serving, model: str, streams: int) -> Sample:
    argv = stage.stream_load(serving.proxy.stream_port, model, streams, "--opening", str(streams), "--delays")
    before = meters.cpu_seconds(serving.running.pid)
    summary = stage.measure_load("stream_load", argv)
    cpu = meters.cpu_seconds(serving.running.pid) - before
    events_must_match(serving, summary, streams * payload.events_of(model))
    return {"cpu_us": 1e6 * cpu / summary["events"], "per_second": summary["events"] / summary["seconds"],
            "delay_p50": summary["delay_us"]["p50"], "delay_p99": summary["delay_us"]["p99"]}
