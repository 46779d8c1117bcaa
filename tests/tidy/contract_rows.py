"""tests/contract_rows.md and tests/provider_rules.md: lists of what is tested where, which cannot lie.

Each row of their tables names tests in code spans, `part: test` or `part: test: "words in its file"`. A test that does not
exist, words that are not there, and a row without a test are findings. A row that is none of Parley's business says
`not ours: why` in plain text.
"""

import re
from pathlib import Path

PAGES = ("tests/contract_rows.md", "tests/provider_rules.md")
_NOT_OURS = "not ours: "
_SPAN = re.compile(r"(?<!`)(`{1,2})(?!`)(.+?)(?<!`)\1(?!`)")
_REFERENCE = re.compile(r'(unit_\w+|e2e_\w+|sdk_\w+|clients|golden): (.+?)(?:: "(.+)")?')


def all_findings(root: Path) -> list[str]:
    return [finding for name in PAGES for finding in findings(root, (root / name).read_text(), name)]


def findings(root: Path, page: str, name: str) -> list[str]:
    return [f"{name}:{number}: {problem}" for number, cell in rows(page) for problem in problems_of(root, cell)]


def rows(page: str) -> list[tuple[int, str]]:
    """The last cell of each row, with its line: what stands below the heading of a table."""
    found, in_table = [], False
    for number, line in enumerate(page.splitlines(), 1):
        if in_table and line.startswith("| "):
            found.append((number, line.rsplit(" | ", 1)[1].removesuffix("|").strip()))
        in_table = line.startswith("|---") or (in_table and line.startswith("|"))
    return found


def problems_of(root: Path, cell: str) -> list[str]:
    if cell.startswith(_NOT_OURS):
        return [] if len(cell) > len(_NOT_OURS) else ["a row that is not ours and does not say why"]
    references = [_REFERENCE.fullmatch(span[1].strip()) for span in _SPAN.findall(cell)]
    if not references:
        return ["a row without a test"]
    if None in references:
        return [f"no reference of the form `part: test`: {cell}"]
    return [problem for reference in references if (problem := problem_of(root, *reference.groups()))]


def problem_of(root: Path, part: str, test: str, words: str | None) -> str:
    files = files_with(root, part, test)
    if not files:
        return f"{part} has no test '{test}'"
    if words and not any(words in file.read_text(errors="replace") for file in files):
        return f"the file of '{test}' does not hold '{words}'"
    return ""


def files_with(root: Path, part: str, test: str) -> list[Path]:
    """The files of `part` that define `test`."""
    tests = root / "tests"
    if part in ("clients", "golden"):
        case = tests / part / (test + ".http" if part == "clients" else test)
        return sorted(case.iterdir()) if case.is_dir() else [case] if case.exists() else []
    kind, name = part.split("_", 1)
    if kind == "unit":
        suite, _, sentence = test.partition(".")
        defined = re.compile(rf"^TEST(?:_F|_P)?\({re.escape(suite)},\s*{re.escape(sentence)}\)", re.MULTILINE)
        return [file for file in (tests / "unit" / name).rglob("*.cpp") if defined.search(file.read_text())]
    if kind == "sdk":
        file = tests / "sdk" / f"{name}.test.mjs"
        titled = file.exists() and any("test(" in line and test in line for line in file.read_text().splitlines())
        return [file] if titled else []
    case = re.compile(rf'^def {re.escape(test)}\(|"{re.escape(test)}"', re.MULTILINE)  # a function, or a row of a table of cases
    return [file for file in (tests / "e2e" / f"{name}.py", tests / "e2e" / f"{name}_cases.py")
            if file.exists() and case.search(file.read_text())]
