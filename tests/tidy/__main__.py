"""tidy: what a compiler does not check about this repository.   python3 tests/tidy

One test for each rule (rules.py) over all sources, one for the list of what is tested where (contract_rows.py), one for the
code's form (form.py), and the rules' own tests (self_test.py). A rule's finding can be argued away with a comment on the line or the one above it:
    // tidy: allow RULE: why this place is different
"""

import sys
import time
from pathlib import Path

import contract_rows
import form
import self_test
from rooms import read_rooms
from rules import RULES, Rule, findings
from source import Source

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("src", "tests", "fuzz", "bench", "scripts")
SUFFIXES = (".cpp", ".hpp", ".py", ".mjs", ".sh")


def main() -> int:
    rooms = read_rooms((ROOT / "CMakeLists.txt").read_text())
    sources = list(read_sources())
    failed = 0
    tests = [(f"tidy.{rule.name}", lambda rule=rule: check_all(rule, sources, rooms)) for rule in RULES]
    tests.append(("tidy.contract_rows_name_real_tests", lambda: contract_rows.all_findings(ROOT)))
    tests.append(("tidy.code_has_the_formatters_form", lambda: form.all_findings(ROOT, [source.path for source in sources])))
    tests += [(f"tidy_self_test.{case.name}", case.run) for case in [*self_test.CASES, *self_test.ROW_CASES]]
    for name, test in tests:
        failed += report(name, test)
    print(f"{len(tests) - failed} passed, {failed} failed")
    return 1 if failed else 0


def read_sources():
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            relative = path.relative_to(ROOT)
            if path.suffix in SUFFIXES and path.is_file() and "node_modules" not in relative.parts:
                yield Source(relative.as_posix(), path.read_text(errors="replace"))


def check_all(rule: Rule, sources: list[Source], rooms) -> list[str]:
    return [f"{source.path}:{line}: {text}" for source in sources for line, text in findings(rule, source, rooms)]


def report(name: str, test) -> bool:
    print(f"[ RUN      ] {name}")
    started = time.monotonic()
    problems = test()
    for problem in problems:
        print(problem)
    verdict = "[  FAILED  ]" if problems else "[       OK ]"
    print(f"{verdict} {name} ({1000 * (time.monotonic() - started):.0f} ms)")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
