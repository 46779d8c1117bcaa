"""Three times as much as can be done: how much of it is done, and how soon the others know that they are refused.

What can be done is told in two ways. The peak is a closed loop: callers who ask again as soon as they have been answered keep the thread busy, whatever anybody hears meanwhile.
The capacity is what an operator would call so: as many a second, whether or not they are answered, as hear the first byte in time.

On a machine of two processors load and upstream fill theirs before a gateway has three times as much as it can do on the other, and what is late then is they. So the gateway has
two fifths of its processor (load/neighbour.cpp), and what the load itself was late is told. Then crowds once more with the whole of it.
"""

import contextlib
import os

from . import payload, proxies
from .processes import PROXY_CPU
from .report import Table, number, ratio
from .rounds import Sample
from .stage import Stage

MODEL = "burst-8-40"   # 320 events in a fifth of a second
CALLERS = 1024         # as many streams at once as keep the thread busy throughout
TIMES = 3
SETTLED_SECONDS = 2    # half of one before anybody is refused, and what gathered meanwhile is worked off
IN_TIME_MS = 20 + 5    # 99 of 100, for a rate that can be carried; the upstream begins after 5 ms
LOOKS = 5              # for that rate: each halves where it may be
LATENESS_DEFAULT = "20ms"
LATENESS_LOW = "10ms"
NEIGHBOUR = ("--busy", "300", "--every", "500")  # microseconds


def run(stage: Stage) -> None:
    if not stage.parley:
        return
    with _neighbour(stage) as has_less:
        if has_less:
            _crowds(stage, "Three times as much as can be done, with two fifths of a processor", "overload")
    _crowds(stage, "Three times as much as can be done, with a whole processor", "overload, whole")


@contextlib.contextmanager
def _neighbour(stage: Stage):
    """Whether there is one: only root may go before everybody."""
    if os.geteuid() != 0:
        yield False
        return
    running = stage.crew.start("neighbour", [str(stage.programs / "neighbour"), *NEIGHBOUR], PROXY_CPU)
    yield True
    running.require_alive()
    stage.crew.stop(running, patience=0)


def _crowds(stage: Stage, title: str, section: str) -> None:
    peak_seconds, look_seconds, crowd_seconds = stage.settings.overload_seconds
    samples = {"peak, before": _measure(stage, "0s", peak_seconds, "--callers", str(CALLERS))}
    peak = samples["peak, before"]["done"]
    samples["capacity"] = capacity = _capacity(stage, peak, look_seconds)
    crowds = {f"{TIMES} times the peak": (peak, LATENESS_DEFAULT), f"{TIMES} times the capacity": (capacity["asked"], LATENESS_DEFAULT),
              f"{TIMES} times the peak, `lateness_max: {LATENESS_LOW}`": (peak, LATENESS_LOW)}
    for name, (rate, lateness) in crowds.items():
        samples[name] = _measure(stage, lateness, crowd_seconds, "--rate", f"{TIMES * rate:.0f}", "--settled", str(SETTLED_SECONDS))
    samples["peak, after"] = _measure(stage, "0s", peak_seconds, "--callers", str(CALLERS))
    stage.report.samples[section] = {name: [sample] for name, sample in samples.items()}
    stage.report.add(_table(title, samples, peak_seconds, crowd_seconds))


def _table(title: str, samples: dict[str, Sample], peak_seconds: float, crowd_seconds: float) -> Table:
    peak = (samples["peak, before"]["done"] + samples["peak, after"]["done"]) / 2
    capacity = samples["capacity"]["done"]
    table = Table(title,
                  ["", "asked for a second", "done a second", "of the peak", "of the capacity", "first byte p50 ms", "p99 ms", f"p99 ms after {SETTLED_SECONDS} s",
                   "refused a second", "refused p50 ms", "p99 ms", f"p99 ms after {SETTLED_SECONDS} s", "the load late p99 ms"],
                  note=f"Streams of {payload.events_of(MODEL)} events. The peak is {CALLERS} callers in a closed loop, for {peak_seconds} s before and after: what a thread does that has always more to do. "
                       f"The capacity is the highest rate that was seen at which 99 of 100 hear the first byte within {IN_TIME_MS} ms and nobody is refused. Crowds come for {crowd_seconds} s whether or not they are answered. Times count from the "
                       "moment at which a request was due, at the caller, so that a load that sends it late is in them; the upstream begins after 5 ms.")
    for name, sample in samples.items():
        times = ("first_p50", "first_p99", "first_settled_p99")
        refusals = ("refused_p50", "refused_p99", "refused_settled_p99", "late_p99")
        table.rows.append([name, number(sample["asked"], 0), number(sample["done"], 0), ratio(sample["done"] / peak), ratio(sample["done"] / capacity),
                           *(number(sample[metric]) for metric in times), number(sample["refused"], 0), *(number(sample[metric]) for metric in refusals)])
    return table


def _capacity(stage: Stage, peak: float, seconds: float) -> Sample:
    """The best of those in time, between a third of the peak and all of it and a third."""
    low, high = peak / 3, 4 * peak / 3
    best = _measure(stage, "0s", seconds, "--rate", f"{low:.0f}")
    for _ in range(LOOKS):
        rate = (low + high) / 2
        sample = _measure(stage, "0s", seconds, "--rate", f"{rate:.0f}")
        if sample["first_p99"] <= IN_TIME_MS:
            low, best = rate, sample
        else:
            high = rate
    return best


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
    def ms(name: str, share: str) -> float | None:
        times = summary[f"{name}_us"]
        return times[share] / 1000 if times["count"] else None
    sample = {"asked": summary["asked"] / seconds, "done": summary["per_second"], "refused": summary["refused_us"]["count"] / seconds}
    for name in ("first", "refused", "first_settled", "refused_settled", "late"):
        sample |= {f"{name}_{share}": ms(name, share) for share in ("p50", "p99")}
    return sample
