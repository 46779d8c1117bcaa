"""Three times as much as can be done: how much of it is done, and how soon the others know that they are refused."""

from . import payload, proxies
from .report import Table, number, ratio
from .rounds import Sample
from .stage import Stage

MODEL = "burst-8-40"   # 320 events in a fifth of a second
CALLERS = 1024         # as many streams at once as keep the thread busy throughout
TIMES = 3
LATENESS = {"three times as many": "20ms",                              # what is in force where nothing else is said
            "three times as many, `lateness_max: 4ms`": "4ms"}          # operations.md: where every turn of a conversation waits for it


def run(stage: Stage) -> None:
    if not stage.parley:
        return
    peak_seconds, crowd_seconds = stage.settings.overload_seconds
    table = Table("Three times as much as can be done",
                  ["", "asked for a second", "done a second", "of the peak", "first byte p50 ms", "p99 ms", "refused a second", "refused p50 ms", "p99 ms"],
                  note=f"Streams of {payload.events_of(MODEL)} events. The peak is {CALLERS} callers in a closed loop, for {peak_seconds} s before and after: what a thread does that has always more to do. Three times as many come for "
                       f"{crowd_seconds} s whether or not they are answered. Times count from the moment at which a request was due, at the caller; the upstream begins after 5 ms.")
    samples = {"peak, before": _measure(stage, "0s", peak_seconds, "--callers", str(CALLERS))}
    rate = TIMES * samples["peak, before"]["done"]
    samples |= {name: _measure(stage, lateness, crowd_seconds, "--rate", f"{rate:.0f}") for name, lateness in LATENESS.items()}
    samples["peak, after"] = _measure(stage, "0s", peak_seconds, "--callers", str(CALLERS))
    peak = (samples["peak, before"]["done"] + samples["peak, after"]["done"]) / 2
    for name, sample in samples.items():
        table.rows.append([name, number(sample["asked"], 0), number(sample["done"], 0), ratio(sample["done"] / peak),
                           *(number(sample[metric]) for metric in ("first_p50", "first_p99")), number(sample["refused"], 0),
                           *(number(sample[metric]) for metric in ("refused_p50", "refused_p99"))])
    stage.report.samples["overload"] = {name: [sample] for name, sample in samples.items()}
    stage.report.add(table)


def _measure(stage: Stage, lateness_max: str, seconds: float, *how_many: str) -> Sample:
    """By a gateway of its own, which is warm."""
    proxy = proxies.parley(stage.crew.folder / "overload", stage.upstream(tls=False), stage.parley, [payload.REQUEST_MODEL, MODEL], lateness_max=lateness_max)
    with proxies.serving(stage.crew, proxy) as serving:
        _load(stage, serving, 1, "--callers", str(CALLERS // 8))
        return _load(stage, serving, seconds, *how_many)


def _load(stage: Stage, serving, seconds: float, *how_many: str) -> Sample:
    summary = stage.measure_load("crowd_load", [
        str(stage.programs / "crowd_load"), "--port", str(serving.proxy.port), "--key", payload.KEY, "--body", str(stage.body(MODEL)),
        "--seconds", f"{seconds:g}", *how_many], seconds + 30)
    first, refused = summary["first_us"], summary["refused_us"]
    def ms(times: dict, share: str) -> float | None:
        return times[share] / 1000 if times["count"] else None
    return {"asked": summary["asked"] / seconds, "done": summary["per_second"], "refused": refused["count"] / seconds,
            "first_p50": ms(first, "p50"), "first_p99": ms(first, "p99"), "refused_p50": ms(refused, "p50"), "refused_p99": ms(refused, "p99")}
