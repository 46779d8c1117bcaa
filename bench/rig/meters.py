"""What a process and its children have used, read from /proc."""

from pathlib import Path


def family(pid: int) -> list[int]:
    """The process and all below it: nginx serves from a child of its master."""
    members = [pid]
    for member in members:
        for task in Path(f"/proc/{member}/task").iterdir():
            members += map(int, (task / "children").read_text().split())
    return members


def cpu_seconds(pid: int) -> float:
    """Processor time of all threads of the family, user and kernel, in the scheduler's own nanoseconds (the first
    field of schedstat; utime and stime in /proc/PID/stat count in steps of 10 ms)."""
    nanoseconds = 0
    for member in family(pid):
        for task in Path(f"/proc/{member}/task").iterdir():
            nanoseconds += int((task / "schedstat").read_text().split()[0])
    return nanoseconds / 1e9


def user_and_kernel_ticks(pid: int) -> tuple[int, int]:
    """The same, divided as the kernel's own clock saw it: 100 looks a second, so that only their proportion over seconds means anything."""
    user = kernel = 0
    for member in family(pid):
        fields = Path(f"/proc/{member}/stat").read_text().rsplit(")", 1)[1].split()
        user, kernel = user + int(fields[11]), kernel + int(fields[12])
    return user, kernel


def thread_seconds(pid: int) -> dict[str, float]:
    """The same by thread, of one process."""
    tasks = Path(f"/proc/{pid}/task")
    return {task.name: int((task / "schedstat").read_text().split()[0]) / 1e9 for task in tasks.iterdir()}


def anonymous_kib(pid: int) -> int:
    """RssAnon of the family: what was allocated and touched, without the files that are mapped."""
    return sum(_field(Path(f"/proc/{member}/status"), "RssAnon:") for member in family(pid))


def proportional_kib(pid: int) -> int:
    """Pss of the family: resident pages, shared ones divided among those who share them."""
    return sum(_field(Path(f"/proc/{member}/smaps_rollup"), "Pss:") for member in family(pid))


def _field(file: Path, name: str) -> int:
    for line in file.read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise SystemExit(f"bench: no {name} in {file}")
