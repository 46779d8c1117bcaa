"""Where the numbers come from, and the programs that must be there to get them."""

import os
import platform
import re
import shutil
import subprocess
import time
from pathlib import Path

PACKAGES = {"nginx": "nginx-light", "haproxy": "haproxy", "wrk": "wrk", "valgrind": "valgrind"}
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def install_missing() -> None:
    """Installs what Debian has and this machine lacks; the services that come with it are stopped again."""
    missing = [program for program in PACKAGES if not shutil.which(program, path=PATH)]
    if not missing:
        return
    packages = [PACKAGES[program] for program in missing]
    if os.geteuid() != 0:
        raise SystemExit(f"bench: please install: apt-get install {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    for service in {"nginx", "haproxy"} & set(missing):
        if shutil.which("systemctl"):
            subprocess.run(["systemctl", "disable", "--now", service], check=False, capture_output=True)


def build_programs(repository: Path) -> Path:
    """Compiles the bench's own programs and returns their folder."""
    folder = repository / "build" / "bench"
    configure = ["cmake", "-S", str(repository / "bench"), "-B", str(folder), "-G", "Ninja",
                 "-DCMAKE_BUILD_TYPE=Release"]
    for command in (configure, ["ninja", "-C", str(folder), "cheap_upstream", "stream_load", "latency_load", "crowd_load", "neighbour", "pass_through"]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"bench: {' '.join(command)} failed:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return folder


def facts(repository: Path, parley: Path | None) -> dict[str, str]:
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return {
        "processor": f"{model.group(1) if model else platform.machine()}, {os.cpu_count()} cores",
        "kernel": platform.release(),
        "load average before": f"{os.getloadavg()[0]:.2f}",
        "nginx": _first_line("nginx", "-v").removeprefix("nginx version: "),
        "haproxy": _first_line("haproxy", "-v"),
        "wrk": _version_of_wrk(),
        "valgrind": _first_line("valgrind", "--version"),
        "parley": _first_line(str(parley), "version") if parley else "not there: not measured",
        "commit": _first_line("git", "-C", str(repository), "rev-parse", "--short", "HEAD"),
    }


def _version_of_wrk() -> str:
    """`wrk -v` prints its version, then its usage, and exits with 1."""
    done = subprocess.run(["wrk", "-v"], capture_output=True, text=True, env={**os.environ, "PATH": PATH})
    return " ".join(done.stdout.split()[:2])


def _first_line(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PATH": PATH})
    lines = (done.stdout + done.stderr).strip().splitlines()
    return lines[0].strip() if lines and done.returncode == 0 else "unknown"


class Neighbours:
    """How much of the processors everyone else used since this was made: above a few percent, run again."""

    def __init__(self):
        self._began = time.monotonic()
        self._busy, self._own = _busy_seconds(), _own_seconds()

    def share(self) -> str:
        """Call it once all children have ended, for only then do they count as ours."""
        others = (_busy_seconds() - self._busy) - (_own_seconds() - self._own)
        available = (time.monotonic() - self._began) * (os.cpu_count() or 1)
        return f"{max(0.0, 100 * others / available):.0f} % of all processors"


def _busy_seconds() -> float:
    """All that is neither idle nor waiting nor stolen, since boot: proc(5), /proc/stat."""
    user, nice, system, _idle, _iowait, irq, softirq, *_ = Path("/proc/stat").read_text().split("\n")[0].split()[1:]
    return sum(map(int, (user, nice, system, irq, softirq))) / os.sysconf("SC_CLK_TCK")


def _own_seconds() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
