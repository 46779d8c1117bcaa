"""Runs the parts of a test run, two at a time, and adds up their cases. Called by ./test after building.

Prints a line for each part, the whole output of each part that failed, and last `N passed, N failed`.
"""

import argparse
import re
import signal
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

import plan
from counts import Counts
from part import Outcome, Runner

PARALLEL = 2  # the smallest machine that the suite is meant for has two cores


def main() -> int:
    arguments = read_arguments()
    logs = plan.ROOT / "build/test-logs"
    logs.mkdir(parents=True, exist_ok=True)

    parts = choose_parts(arguments, logs)
    runner = Runner(logs)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    total = Counts()
    with ThreadPoolExecutor(PARALLEL) as pool:
        try:
            for finished in as_completed([pool.submit(runner.run, part) for part in parts]):
                outcome = finished.result()
                report(outcome)
                total += outcome.counts
        except BaseException:
            runner.stop()
            pool.shutdown(cancel_futures=True)
            raise
    print(f"{total.passed} passed, {total.failed} failed")
    return 0 if total.passed > 0 and total.failed == 0 else 1


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--preset", default="asan", help="whose programs the suite runs")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--fuzz", type=int, metavar="SECONDS", help="run the fuzzers instead of the suite")
    parser.add_argument("--bench", action="store_true", help="run the benchmarks instead of the suite")
    parser.add_argument("--filter", default="", metavar="REGEX", help="only parts whose name matches")
    return parser.parse_args()


def choose_parts(arguments: argparse.Namespace, logs):
    if arguments.fuzz is not None:
        parts = plan.fuzzers(arguments.fuzz)
    elif arguments.bench:
        parts = plan.bench()
    else:
        parts = plan.suite(arguments.preset, plan.LONG if arguments.long else plan.SHORT, logs)
    return [part for part in parts if re.search(arguments.filter, part.name)]


def report(outcome: Outcome) -> None:
    counts = outcome.counts
    verdict = "ok    " if counts.failed == 0 else "FAILED"
    failed = f", {counts.failed} failed" if counts.failed else ""
    print(f"{verdict} {outcome.part.name:<24} {counts.passed} passed{failed}  {outcome.seconds:.1f} s", flush=True)
    if counts.failed == 0:
        return
    text = outcome.log.read_text(errors="replace") if outcome.log.exists() else ""
    for line in text.splitlines():
        print(f"       | {line}")
    if outcome.complaint:
        print(f"       {outcome.complaint}")
    print(f"       log: {outcome.log}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
