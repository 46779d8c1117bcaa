"""Whole completions in a closed loop: processor time per request and requests per second, by wrk."""

from . import meters, payload, proxies
from .report import Table, number, ratio
from .rounds import Sample, Samples
from .stage import Stage


def run(stage: Stage, tls: bool = False) -> None:
    kind = "tls" if tls else "plain"
    table = Table(f"Requests{', TLS upstream' if tls else ''}",
                  ["connections", "proxy", "CPU us/request", "of it the kernel's", "ratio to nginx", "spread", "requests/s", "CPU busy"],
                  note="A 1 KB chat request, a completion of about 900 bytes. pass_through hands bytes on unread: the floor under every proxy. The ratio is the median of the rounds' "
                       "ratios; the spread is that of CPU us/request. What is the kernel's is sampled, to about 5 %. Requests per second are bounded by the load's "
                       "processor where CPU busy is below 100 %.")
    contestants = stage.contestants(f"requests-{kind}", tls)
    if not tls:
        contestants.append(proxies.pass_through(stage.upstream(tls), stage.programs / "pass_through"))
    with stage.all_serving(contestants) as line_up:
        for serving in line_up:
            _load(stage, serving, connections=64, seconds=1)  # warm-up
        for connections in stage.settings.connections:
            samples = Samples(stage.settings.rounds, line_up,
                              lambda serving: _load(stage, serving, connections, stage.settings.request_seconds))
            stage.report.keep(f"requests-{kind}-{connections}", samples)
            for name in samples.names():
                table.rows.append([str(connections), name, number(samples.median(name, "cpu_us")), number(samples.median(name, "kernel_us")),
                                   ratio(samples.ratio(name, "cpu_us")), samples.spread(name, "cpu_us"),
                                   number(samples.median(name, "per_second"), 0),
                                   number(100 * samples.median(name, "busy"), 0) + " %"])
    stage.report.add(table)


def _load(stage: Stage, serving, connections: int, seconds: int) -> Sample:
    argv = [str(proxies.found("wrk")), "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s",
            "-s", str(proxies.BENCH / "chat.lua"), f"http://127.0.0.1:{serving.proxy.port}"]
    before, ticks_before = meters.cpu_seconds(serving.running.pid), meters.user_and_kernel_ticks(serving.running.pid)
    summary = stage.measure_load("wrk", argv, seconds + 30, {
        "BENCH_BODY": str(stage.body(payload.REQUEST_MODEL)), "BENCH_KEY": payload.KEY})
    cpu = meters.cpu_seconds(serving.running.pid) - before
    user, kernel = (after - seen for after, seen in zip(meters.user_and_kernel_ticks(serving.running.pid), ticks_before))
    if summary["failed"] or not summary["requests"]:
        raise SystemExit(f"bench: {serving.name} failed {summary['failed']} of {summary['requests']} requests "
                         f"at {connections} connections")
    took = summary["microseconds"] / 1e6
    cpu_us = 1e6 * cpu / summary["requests"]
    return {"cpu_us": cpu_us, "kernel_us": cpu_us * kernel / max(1, user + kernel), "per_second": summary["requests"] / took,
            "busy": cpu / took, "requests": summary["requests"]}
