"""One part of a test run: a program, how long it may take, and where it says how many cases passed."""

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Optional

from counts import Counts, from_closing_line


@dataclass(frozen=True)
class Part:
    name: str
    command: list[str]
    seconds_max: int
    environment: dict[str, str] = field(default_factory=dict)
    # Where the counts are read. None: from what the program printed; otherwise a report that the command writes.
    report: Optional[Path] = None
    read_counts: Callable[[Path], Counts] = from_closing_line


@dataclass(frozen=True)
class Outcome:
    part: Part
    counts: Counts
    seconds: float
    log: Path
    complaint: str = ""  # why the part failed, where the counts alone do not say it


class Runner:
    """Runs parts, several at a time if asked from several threads, and ends what still runs when told to."""

    def __init__(self, logs: Path):
        self._logs = logs
        self._running: set[subprocess.Popen] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def run(self, part: Part) -> Outcome:
        log = self._logs / f"{part.name}.log"
        if part.report:
            part.report.unlink(missing_ok=True)
        started = time.monotonic()
        try:
            status = self._run_program(part, log)
        except OSError as error:
            return Outcome(part, Counts(failed=1), 0, log, f"cannot run {part.command[0]}: {error.strerror}")
        seconds = time.monotonic() - started
        if status is None:
            return Outcome(part, Counts(failed=1), seconds, log, f"still running after {part.seconds_max} s")
        return self._judge(part, log, status, seconds)

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            for process in self._running:
                _end_group(process)

    def _run_program(self, part: Part, log: Path) -> Optional[int]:
        """The exit status, or None if the program had to be ended at its time limit."""
        with log.open("wb") as output:
            with self._lock:
                if self._stopped:
                    raise OSError(0, "the run was stopped")
                # A session of its own: everything that the part starts can be ended with it.
                process = subprocess.Popen(part.command, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                           env={**os.environ, **part.environment}, start_new_session=True)
                self._running.add(process)
        try:
            return process.wait(timeout=part.seconds_max)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _end_group(process)
            process.wait()
            with self._lock:
                self._running.discard(process)

    @staticmethod
    def _judge(part: Part, log: Path, status: int, seconds: float) -> Outcome:
        try:
            counts = part.read_counts(part.report or log)
        except Exception as error:  # a program that died has written half a report, or none
            return Outcome(part, Counts(failed=1), seconds, log, f"{_describe(status)}, and no counts: {error}")
        if counts.failed == 0 and status != 0:
            return Outcome(part, counts + Counts(failed=1), seconds, log, f"every case passed, but {_describe(status)}")
        if counts == Counts():
            return Outcome(part, Counts(failed=1), seconds, log, "ran no test case")
        return Outcome(part, counts, seconds, log)


def _describe(status: int) -> str:
    return f"exit status {status}" if status >= 0 else f"ended by {signal.Signals(-status).name}"


def _end_group(process: subprocess.Popen) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
