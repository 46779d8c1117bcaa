"""Another dialect upstream: Parley hears OpenAI's and speaks Anthropic's. What plain proxies do beside it is to pass the same request on,
and the same answers back, as they are."""

import json
from pathlib import Path

from . import meters, payload, proxies
from .report import Table, number, ratio
from .rounds import Sample, Samples
from .stage import Stage

TRANSCRIPT_BYTES = 60_000
LINE = "Speaker A: So we agreed that the delivery moves to the second week of March, and that you send me the papers before. "
CONNECTIONS = 16
EVENTS_AROUND = {"parley": 4, "other": 5}  # beside the contents: role, finish, usage, [DONE]; Anthropic's five


def run(stage: Stage) -> None:
    _requests(stage)
    _events(stage)


def _requests(stage: Stage) -> None:
    table = Table("Translated requests", ["connections", "proxy", "CPU us/request", "ratio to nginx", "spread", "requests/s"],
                  note="A chat request with a transcript of 60 KB, answered by Anthropic's message of about 700 bytes.")
    with stage.all_serving(stage.contestants("translated-requests")) as line_up:
        for serving in line_up:
            _load(stage, serving, seconds=1)  # warm-up
        samples = Samples(stage.settings.rounds, line_up, lambda serving: _load(stage, serving, stage.settings.request_seconds))
        stage.report.keep("translated-requests", samples)
        for name in samples.names():
            table.rows.append([str(CONNECTIONS), name, number(samples.median(name, "cpu_us")), ratio(samples.ratio(name, "cpu_us")),
                               samples.spread(name, "cpu_us"), number(samples.median(name, "per_second"), 0)])
    stage.report.add(table)


def _events(stage: Stage) -> None:
    settings = stage.settings
    table = Table("Translated events", ["streams", "proxy", "CPU us/event", "ratio to nginx", "spread"],
                  note="Text deltas of Anthropic's, about 150 bytes each, in bursts of 64; counted are the upstream's.")
    with stage.all_serving(stage.contestants("translated-events")) as line_up:
        samples = Samples(settings.rounds, line_up, lambda serving: _stream(stage, serving, settings.burst_model, settings.burst_streams))
        stage.report.keep("translated-events", samples)
        for name in samples.names():
            table.rows.append([f"{settings.burst_streams} in bursts of 64", name, number(samples.median(name, "cpu_us"), 2),
                               ratio(samples.ratio(name, "cpu_us")), samples.spread(name, "cpu_us")])
    stage.report.add(table)


def _is_parley(serving) -> bool:
    return serving.name == "parley"


def _path(serving) -> str:
    return "/v1/chat/completions" if _is_parley(serving) else "/v1/messages"


def _body(stage: Stage, serving, model: str, transcript: str = "") -> Path:
    """The same bytes for all, but for the model's name: by the other one Parley knows the dialect."""
    file = stage.crew.folder / f"translated-{model}-{_is_parley(serving)}.json"
    if not file.exists():
        body = json.loads(payload.request_body(model))
        body["model"] = f"claude/{model}" if _is_parley(serving) else model
        body["messages"][-1]["content"] += transcript
        file.write_text(json.dumps(body, separators=(",", ":")))
    return file


def _load(stage: Stage, serving, seconds: int) -> Sample:
    transcript = "\n" + LINE * (TRANSCRIPT_BYTES // len(LINE))
    argv = [str(proxies.found("wrk")), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s",
            "-s", str(proxies.BENCH / "chat.lua"), f"http://127.0.0.1:{serving.proxy.port}"]
    before = meters.cpu_seconds(serving.running.pid)
    summary = stage.measure_load("wrk", argv, seconds + 30, {
        "BENCH_BODY": str(_body(stage, serving, payload.REQUEST_MODEL, transcript)), "BENCH_KEY": payload.KEY, "BENCH_PATH": _path(serving)})
    cpu = meters.cpu_seconds(serving.running.pid) - before
    if summary["failed"] or not summary["requests"]:
        raise SystemExit(f"bench: {serving.name} failed {summary['failed']} of {summary['requests']} translated requests")
    return {"cpu_us": 1e6 * cpu / summary["requests"], "per_second": summary["requests"] / (summary["microseconds"] / 1e6)}


def _stream(stage: Stage, serving, model: str, streams: int) -> Sample:
    argv = [str(stage.programs / "stream_load"), "--port", str(serving.proxy.stream_port), "--streams", str(streams), "--path", _path(serving),
            "--body", str(_body(stage, serving, model)), "--key", payload.KEY, "--timeout", "60", "--opening", str(streams)]
    before = meters.cpu_seconds(serving.running.pid)
    summary = stage.measure_load("stream_load", argv)
    cpu = meters.cpu_seconds(serving.running.pid) - before
    contents = payload.events_of(model) - EVENTS_AROUND["parley"]
    around = EVENTS_AROUND["parley" if _is_parley(serving) else "other"]
    if summary["events"] != streams * (contents + around):
        raise SystemExit(f"bench: {serving.name} passed on {summary['events']} events of {streams * (contents + around)}")
    return {"cpu_us": 1e6 * cpu / (streams * contents)}
