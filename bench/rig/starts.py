"""Start-up time, memory at rest, and the size of the binary."""

import shutil
import subprocess
import time

from . import meters, proxies
from .proxies import Proxy
from .report import Table, number
from .rounds import Sample, Samples
from .stage import Stage

STOP_SECONDS = 15  # a clean stop, so that the next start has nothing to mend


def run(stage: Stage) -> None:
    line_up = stage.contestants("start", connections=proxies.CONNECTIONS_FEW)
    samples = Samples(stage.settings.starts, line_up, lambda proxy: _start(stage, proxy))
    stage.report.keep("start", samples)
    table = Table("Start and rest", ["proxy", "exec to first completion ms", "idle RssAnon MiB", "idle Pss MiB",
                                     "binary MiB", "stripped MiB"],
                  note="nginx with its master and one worker, haproxy as one process, both with room for "
                       f"{proxies.CONNECTIONS_FEW:,} connections. Starts follow a clean stop and use the same folders.")
    for proxy in line_up:
        table.rows.append([proxy.name, number(samples.median(proxy.name, "ms")),
                           number(samples.median(proxy.name, "anonymous_mib"), 2),
                           number(samples.median(proxy.name, "proportional_mib"), 2),
                           number(proxy.binary.stat().st_size / 2**20, 2), number(_stripped_mib(stage, proxy), 2)])
    stage.report.add(table)


def _start(stage: Stage, proxy: Proxy) -> Sample:
    began = time.monotonic()
    with proxies.serving(stage.crew, proxy, patience=STOP_SECONDS) as serving:
        milliseconds = 1000 * (time.monotonic() - began)
        return {"ms": milliseconds, "anonymous_mib": meters.anonymous_kib(serving.running.pid) / 1024,
                "proportional_mib": meters.proportional_kib(serving.running.pid) / 1024}


def _stripped_mib(stage: Stage, proxy: Proxy) -> float | None:
    """None where the binary cannot be stripped: no binutils, or a wrapper script."""
    if not shutil.which("strip"):
        return None
    stripped = stage.crew.folder / "stripped"
    done = subprocess.run(["strip", "-o", str(stripped), str(proxy.binary.resolve())], capture_output=True)
    return stripped.stat().st_size / 2**20 if done.returncode == 0 else None
