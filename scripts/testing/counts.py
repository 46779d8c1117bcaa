"""How many test cases a program ran: the dialects in which our test programs say so."""

import re
import xml.etree.ElementTree as xml
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Counts:
    passed: int = 0
    failed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.passed + other.passed, self.failed + other.failed)


def from_gtest_xml(report: Path) -> Counts:
    """GoogleTest's --gtest_output=xml. A skipped or disabled test counts as failed: this project keeps none."""
    counts = Counts()
    for case in xml.parse(report).getroot().iter("testcase"):
        ran = case.get("status") == "run" and case.find("skipped") is None
        good = ran and case.find("failure") is None
        counts += Counts(passed=int(good), failed=int(not good))
    return counts


def from_tap(report: Path) -> Counts:
    """The closing lines of node's TAP reporter. Skipped, cancelled and todo cases count as failed."""
    totals = {word: int(number) for word, number in re.findall(r"^# (\w+) (\d+)$", report.read_text(), re.MULTILINE)}
    bad = sum(totals.get(word, 0) for word in ("fail", "cancelled", "skipped", "todo"))
    return Counts(passed=totals["pass"], failed=bad)


def from_closing_line(report: Path) -> Counts:
    """`N passed, N failed`, the last line of our own Python tests."""
    lines = report.read_text(errors="replace").strip().splitlines()
    numbers = re.fullmatch(r"(\d+) passed, (\d+) failed", lines[-1]) if lines else None
    if not numbers:
        raise ValueError("the last line is not 'N passed, N failed'")
    return Counts(int(numbers[1]), int(numbers[2]))


def from_replay(report: Path) -> Counts:
    """`N inputs replayed`, the last line of a fuzz target's replay; one that finds something dies before it."""
    return Counts(passed=int(re.search(r"^(\d+) inputs replayed$", report.read_text(errors="replace"), re.MULTILINE)[1]))
