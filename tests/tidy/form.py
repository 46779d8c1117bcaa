"""The code's form is the formatter's: what `clang-format -i` would change is a finding.

Debian 12's version and no other, for each version has its own taste."""

import re
import subprocess
from pathlib import Path

FORMATTER = "clang-format-14"
FINDING = re.compile(r"^(?P<place>[^:\n]+:\d+):\d+: error: code should be clang-formatted", re.MULTILINE)
FILES_AT_ONCE = 200


def all_findings(root: Path, paths: list[str]) -> list[str]:
    """One a place, with the command that mends its file."""
    ours = [path for path in paths if path.endswith((".cpp", ".hpp"))]
    found = []
    for first in range(0, len(ours), FILES_AT_ONCE):
        done = subprocess.run([FORMATTER, "--dry-run", "-Werror", *ours[first:first + FILES_AT_ONCE]], cwd=root, capture_output=True, text=True)
        places = FINDING.findall(done.stderr)
        found += [f"{place}: {FORMATTER} -i {place.partition(':')[0]}" for place in places]
        if done.returncode != 0 and not places:
            found.append(done.stderr)
    return found
