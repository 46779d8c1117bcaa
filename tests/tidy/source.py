"""A source file as the rules see it: its lines, its code without comments and literals, its argued exceptions."""

import re
from dataclasses import dataclass
from functools import cached_property

CPP_SUFFIXES = (".cpp", ".hpp")

# Comments and literals, in the order in which they must be tried.
_CPP_TOKENS = re.compile(
    r'''//[^\n]*
      | /\*.*?\*/
      | R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"
      | "(?:\\.|[^"\\\n])*"
      | (?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+'
    ''', re.DOTALL | re.VERBOSE)
_PYTHON_TOKENS = re.compile(
    r'''#[^\n]*
      | """.*?"""
      | "(?:\\.|[^"\\\n])*"
      | '(?:\\.|[^'\\\n])*'
    ''', re.DOTALL | re.VERBOSE)
_TOKENS = {".cpp": _CPP_TOKENS, ".hpp": _CPP_TOKENS, ".mjs": _CPP_TOKENS, ".py": _PYTHON_TOKENS}
_ALLOW = re.compile(r"tidy: allow ([a-z_]+): *(\S.*)")
_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]', re.MULTILINE)


@dataclass(frozen=True)
class Include:
    line: int
    path: str
    quoted: bool


@dataclass(frozen=True)
class Source:
    path: str  # relative to the root of the repository, with '/'
    text: str

    @property
    def is_cpp(self) -> bool:
        return self.path.endswith(CPP_SUFFIXES)

    @property
    def is_test(self) -> bool:
        return self.path.startswith("tests/")

    @property
    def room(self) -> str:
        """The folder of src/ that the file lives in; empty elsewhere."""
        parts = self.path.split("/")
        return parts[1] if parts[0] == "src" and len(parts) > 2 else ""

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def code(self) -> str:
        """The text with comments and literals blanked out: same length, same line ends."""
        tokens = _TOKENS.get(self.path[self.path.rfind("."):])
        return tokens.sub(lambda token: re.sub(r"[^\n]", " ", token[0]), self.text) if tokens else self.text

    @cached_property
    def includes(self) -> list[Include]:
        return [Include(self.line_of(found.start(1)), found[2], found[1] == '"')
                for found in _INCLUDE.finditer(self.text) if self.is_cpp]

    def line_of(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def allows(self, rule: str, line: int) -> bool:
        """An exception counts if its comment, on the line or the one above, names the rule and says why."""
        nearby = self.lines[max(0, line - 2):line]
        return any(found and found[1] == rule for found in map(_ALLOW.search, nearby))
