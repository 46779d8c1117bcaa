"""Starting programs on a chosen processor, and stopping every one of them whatever happens."""

import contextlib
import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path


def processors() -> tuple[int, int]:
    """The processor of the proxies, and that of the load and the upstream."""
    allowed = sorted(os.sched_getaffinity(0))
    if len(allowed) < 2:
        raise SystemExit("bench: two processors are needed, one for the proxy and one for the load")
    return allowed[0], allowed[1]


PROXY_CPU, LOAD_CPU = processors()


@contextlib.contextmanager
def pinned(cpu: int):
    """Children inherit the affinity: this costs no extra exec, which `taskset` would add to a start-up time."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {cpu})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@dataclass
class Running:
    name: str
    process: subprocess.Popen
    log: Path

    @property
    def pid(self) -> int:
        return self.process.pid

    def require_alive(self) -> None:
        if self.process.poll() is not None:
            tail = self.log.read_text(errors="replace")[-2000:]
            raise SystemExit(f"bench: {self.name} ended with status {self.process.returncode}:\n{tail}")


class Crew:
    """The programs that run now. Leaving the `with` block stops them all, on errors and signals too."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.running: list[Running] = []

    def __enter__(self):
        def leave(number, _frame):
            raise SystemExit(128 + number)
        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGHUP, leave)
        return self

    def __exit__(self, *_):
        for running in list(self.running):
            self.stop(running, patience=1)

    def start(self, name: str, argv: list[str], cpu: int, environment: dict[str, str] | None = None,
              answers: bool = False) -> Running:
        """answers: whether its stdout is a pipe to be read; otherwise that goes into the log, beside stderr."""
        log = self.folder / f"{name}.log"
        with pinned(cpu), open(log, "ab") as output:
            process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stderr=output,
                                       stdout=subprocess.PIPE if answers else output,
                                       env={**os.environ, **(environment or {})}, start_new_session=True)
        running = Running(name, process, log)
        self.running.append(running)
        return running

    def run(self, name: str, argv: list[str], cpu: int, seconds: float,
            environment: dict[str, str] | None = None) -> str:
        """Runs a program to its end and returns what it printed; a failure or a timeout ends the bench."""
        running = self.start(name, argv, cpu, environment, answers=True)
        try:
            printed, _ = running.process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            raise SystemExit(f"bench: {name} did not end within {seconds} s") from None
        finally:
            self.stop(running, patience=0)
        text = printed.decode(errors="replace")
        if running.process.returncode != 0:
            complaint = running.log.read_text(errors="replace")[-2000:]
            raise SystemExit(f"bench: {name} failed: {text}\n{complaint}")
        return text

    def stop(self, running: Running, patience: float) -> None:
        """SIGTERM, then after `patience` seconds SIGKILL, to its whole process group."""
        if running not in self.running:
            return
        self.running.remove(running)
        with contextlib.suppress(ProcessLookupError):
            if running.process.poll() is None and patience > 0:
                running.process.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    running.process.wait(patience)
            os.killpg(running.pid, signal.SIGKILL)
        running.process.wait()
        if running.process.stdout:
            running.process.stdout.close()
