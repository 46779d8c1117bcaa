"""Alternating rounds: nginx, haproxy, parley, nginx, ... What drifts on the machine then drifts for all of them."""

import statistics
from collections.abc import Callable, Iterable

BASELINE = "nginx"
Sample = dict[str, float]


class Samples:
    """What was measured of each contestant, a sample a round."""

    def __init__(self, rounds: int, contestants: Iterable, measure: Callable[..., Sample]):
        contestants = list(contestants)
        self.by_name: dict[str, list[Sample]] = {contestant.name: [] for contestant in contestants}
        for _ in range(rounds):
            for contestant in contestants:
                self.by_name[contestant.name].append(measure(contestant))

    def names(self) -> list[str]:
        return list(self.by_name)

    def median(self, name: str, metric: str) -> float:
        return statistics.median(sample[metric] for sample in self.by_name[name])

    def ratio(self, name: str, metric: str, baseline: str = BASELINE) -> float | None:
        """The median of the rounds' own ratios to the baseline, each from two neighbours in time."""
        if baseline not in self.by_name:
            return None
        pairs = zip(self.by_name[name], self.by_name[baseline])
        ratios = [mine[metric] / theirs[metric] for mine, theirs in pairs if theirs[metric] > 0]
        return statistics.median(ratios) if ratios else None

    def spread(self, name: str, metric: str) -> str:
        """Smallest to largest round, as a share of the median: how far to trust it."""
        values = [sample[metric] for sample in self.by_name[name]]
        middle = statistics.median(values)
        if len(values) < 2 or middle <= 0:
            return "-"
        return f"{100 * (min(values) / middle - 1):+.0f}..{100 * (max(values) / middle - 1):+.0f} %"
