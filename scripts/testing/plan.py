"""Which parts make up a test run."""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from counts import from_gtest_xml, from_replay, from_tap
from part import Part

ROOT = Path(__file__).resolve().parents[2]

# A sanitizer's finding ends the program with its own exit status, which fails the part even if every case passed.
SANITIZERS = {
    "ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1:check_initialization_order=1",
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "TSAN_OPTIONS": "second_deadlock_stack=1",
}


@dataclass(frozen=True)
class Amount:
    """How much of what can be repeated at will."""
    splits: int     # random cuts of recorded streams
    hangups: int    # callers that leave
    kills: int      # of the process, while it answers
    power_cuts: int  # of the machine, likewise
    disk_errors: str  # every so manyth call fails, one run for each
    disk_fills: int
    drops: int      # callers that leave a stream
    echoed: int     # requests with a text of their own, among broken connections
    truncations: int  # answers that a provider cuts
    clock_steps: int
    damages: int    # bytes flipped and rows taken out, one at a time
    weather: int    # requests in simulated time, through weather that a seed draws
    entries: int    # random ones, whose sums are computed twice
    stalled: int    # callers that stop reading
    resumed: int    # streams that are cut and gone on with
    floods: int     # times as much as is allowed
    load_seconds: int  # three times as much as can be done
    slow: int       # callers that send a byte now and then
    restarts: int   # of two gateways in turns, under load
    counted: int    # requests against a limit
    swaps: int      # configuration files that replace each other
    seconds_max: int
    timing: bool    # statistics over the clock, which want many samples


SHORT = Amount(splits=2_000, hangups=50, kills=5, power_cuts=3, disk_errors="5", disk_fills=3, drops=50, echoed=3_000, truncations=200, clock_steps=8, damages=12,
               weather=1_000_000, entries=20_000, stalled=50, resumed=63, floods=2, load_seconds=8, slow=60, restarts=4, counted=6_000, swaps=120, seconds_max=600, timing=False)
LONG = Amount(splits=100_000, hangups=1_000, kills=200, power_cuts=50, disk_errors="2,3,5,7,11", disk_fills=20, drops=1_000, echoed=1_000_000, truncations=1_000,
              clock_steps=100, damages=100, weather=10_000_000, entries=1_000_000, stalled=1_000, resumed=1_000, floods=10, load_seconds=60, slow=5_000, restarts=100, counted=1_000_000, swaps=1_000, seconds_max=7_200,
              timing=True)


def suite(preset: str, amount: Amount, logs: Path) -> list[Part]:
    """What `./test` runs, against the programs of one preset. The slow parts first, so that they overlap the others."""
    build = ROOT / "build" / preset
    ours = [*_end_to_end(build, amount), *_clients(build, amount), *_unit_programs(build, amount, logs)]
    if preset == "tsan":
        return [_with_plain_addresses(part) for part in ours]
    return [_sdk(build, amount, logs), *ours, *_timing(build, amount), _tidy(), _usage_costs(), *_corpus_replays(build)]


def fuzzers(seconds: int) -> list[Part]:
    """One part for each target: its seeds and what earlier runs found, then new inputs for so many seconds."""
    return [_fuzzer(name, seconds) for name in fuzz_targets()]


def bench() -> list[Part]:
    return [Part("bench", [sys.executable, str(ROOT / "scripts/testing/as_one_case.py"), str(ROOT / "bench/run")], 3_600)]


def fuzz_targets() -> list[str]:
    return sorted(source.stem for source in ROOT.glob("fuzz/*_fuzz.cpp"))


def _unit_programs(build: Path, amount: Amount, logs: Path) -> list[Part]:
    rooms = sorted(folder.name for folder in ROOT.glob("tests/unit/*") if any(folder.rglob("*.cpp")))
    return [_unit_program(build / "tests" / f"unit_{room}", amount, logs) for room in rooms]


def _unit_program(program: Path, amount: Amount, logs: Path) -> Part:
    report = logs / f"{program.name}.xml"
    command = [str(program), "--gtest_brief=1", f"--gtest_output=xml:{report}"]
    environment = {**SANITIZERS, "PARLEY_SPLITS": str(amount.splits), "PARLEY_ENTRIES": str(amount.entries),
                   "PARLEY_WEATHER_REQUESTS": str(amount.weather)}
    return Part(program.name, command, amount.seconds_max, environment, report, from_gtest_xml)


def _timing(build: Path, amount: Amount) -> list[Part]:
    return [Part("timing_key_lookup", [str(build / "tests/timing_key_lookup")], amount.seconds_max)] if amount.timing else []


def _with_plain_addresses(part: Part) -> Part:
    """GCC 12's ThreadSanitizer cannot live with the address randomisation of current kernels. Children inherit this."""
    return replace(part, command=["setarch", "--addr-no-randomize", *part.command])


def _tidy() -> Part:
    return Part("tidy", [sys.executable, str(ROOT / "tests/tidy")], 60)


def _usage_costs() -> Part:
    """The figures of tests/golden/usage, computed without our code."""
    return Part("usage_costs", [sys.executable, str(ROOT / "tests/ledger/usage_costs.py")], 60)


def _corpus_replays(build: Path) -> list[Part]:
    """The fuzz targets' seeds, run once through the sanitized build by a plain main()."""
    return [Part(f"replay_{_parser(target)}", [str(build / "fuzz" / f"{_parser(target)}_replay"), str(_corpus(target))], 300,
                 SANITIZERS, read_counts=from_replay) for target in fuzz_targets()]


def _end_to_end(build: Path, amount: Amount) -> list[Part]:
    environment = {**SANITIZERS, "PARLEY_BINARY": str(build / "parley")}
    folder = ROOT / "tests/e2e"
    scripts = {"smoke": [], "models": [], "hosts": [], "vertex": [], "aws_roles": [], "contract": [], "bodies": [], "keys": [], "usage": [],
               "transcripts": [], "transcript_races": [], "transcript_lists": [], "transcript_keys": [], "transcript_files": [], "understanding": [], "talk_windows": [], "limits": [],
               "retries": [], "fallbacks": [], "breakers": [], "hedges": [], "latency_weights": [], "certificates": [], "overload": [],
               "memory_ceiling": ["--times", str(amount.floods)], "goodput": ["--seconds", str(amount.load_seconds)],
               "slow_connections": ["--count", str(amount.slow)],
               "rolling_restarts": ["--restarts", str(amount.restarts)], "cross_talk": ["--requests", str(amount.echoed)],
               "truncations": ["--count", str(amount.truncations)],
               "request_log": [], "chat": [], "compare": [], "repair": [], "schema_guard": [], "raw_http": [], "markers": [], "check": [], "listeners": [],
               "kills": ["--cycles", str(amount.kills)], "power_cuts": ["--cycles", str(amount.power_cuts)],
               "disk_errors": ["--every", amount.disk_errors], "full_disk": ["--cycles", str(amount.disk_fills)],
               "drops": ["--count", str(amount.drops)], "clock_steps": ["--steps", str(amount.clock_steps)],
               "ledger_damage": ["--count", str(amount.damages)], "hangups": ["--count", str(amount.hangups)], "stalled_readers": ["--count", str(amount.stalled)],
               "heartbeats": [], "resume": ["--streams", str(amount.resumed)],
               "exact_limits": ["--requests", str(amount.counted)], "reload": ["--swaps", str(amount.swaps)],
               "drain": [], "descriptors": []}
    return [Part(f"e2e_{name}", [sys.executable, str(folder / f"{name}.py"), *arguments], amount.seconds_max, environment)
            for name, arguments in scripts.items()]


def _clients(build: Path, amount: Amount) -> list[Part]:
    """Clients that are no npm packages: their requests, replayed, and a test of what judges the answers."""
    environment = {**SANITIZERS, "PARLEY_BINARY": str(build / "parley")}
    return [Part(f"clients_{name}", [sys.executable, str(ROOT / f"tests/clients/{script}.py")], amount.seconds_max, environment)
            for name, script in {"replay": "replay", "schema": "schema_test"}.items()]


def _sdk(build: Path, amount: Amount, logs: Path) -> Part:
    report = logs / "sdk.tap"
    files = sorted(str(file) for file in ROOT.glob("tests/sdk/*.test.mjs"))
    command = [str(ROOT / "scripts/node.sh"), "--test", "--test-concurrency=2",
               "--test-reporter=spec", "--test-reporter-destination=stdout",
               "--test-reporter=tap", f"--test-reporter-destination={report}", *files]
    environment = {**SANITIZERS, "PARLEY_BINARY": str(build / "parley")}
    return Part("sdk", command, amount.seconds_max, environment, report, from_tap)


def _fuzzer(name: str, seconds: int) -> Part:
    build = ROOT / "build/fuzz"
    grown = build / "corpus" / name  # what fuzzing adds stays out of the source tree until someone picks it
    grown.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(ROOT / "scripts/testing/as_one_case.py"), str(build / "fuzz" / name),
               f"-max_total_time={seconds}", "-timeout=5", "-rss_limit_mb=2048", "-print_final_stats=1",
               f"-artifact_prefix={build}/{name}-", str(grown)]
    seeds = _corpus(name)
    if seeds.is_dir():
        command.append(str(seeds))
    return Part(name, command, seconds + 120, SANITIZERS)


def _corpus(target: str) -> Path:
    return ROOT / "fuzz/corpus" / _parser(target)


def _parser(target: str) -> str:
    return target.removesuffix("_fuzz")
