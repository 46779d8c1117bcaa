"""The rules. Each looks at one file and yields (line, what is wrong and what to do instead)."""

import re
from dataclasses import dataclass
from typing import Callable, Iterator

from co_await_braces import find_braces
from source import Source

LINES_MAX = 400

# Outside libraries that stay behind one face of ours, and the rooms that make that face.
LIBRARY_ROOMS = {
    "boost/asio": {"http", "upstream", "realtime", "server"},
    "boost/beast": {"http", "upstream", "realtime", "server"},
    "simdjson": {"json"},
    "yaml-cpp/": {"config", "catalog"},
    "CLI/": {"cli"},
    "sqlite3.h": {"store"},
}
# The simulator judges our translators, so it must not share their code.
INDEPENDENT = {"simulate": {"openai", "providers", "exchange"}}

Finding = tuple[int, str]
Rooms = dict[str, set[str]]


@dataclass(frozen=True)
class Rule:
    name: str
    check: Callable[[Source, Rooms], Iterator[Finding]]


def include_direction(source: Source, rooms: Rooms) -> Iterator[Finding]:
    if not source.room:
        return
    if source.room not in rooms:
        yield 1, f"src/{source.room} is not declared as a parley_room in CMakeLists.txt"
        return
    for include in source.includes:
        room = include.path.split("/")[0]
        if include.quoted and room in rooms and room not in rooms[source.room]:
            yield include.line, (f"{source.room} includes {include.path}, but does not depend on {room}: includes flow one "
                                 "way, as CMakeLists.txt lists them")


def simulator_is_independent(source: Source, rooms: Rooms) -> Iterator[Finding]:
    forbidden = INDEPENDENT.get(source.room, set())
    for include in source.includes:
        room = include.path.split("/")[0]
        if room in forbidden:
            yield include.line, f"{source.room} includes {include.path}: a simulator that shares {room} shares its mistakes"
    for room in sorted(forbidden & rooms.get(source.room, set())):
        yield 1, f"CMakeLists.txt lets {source.room} reach {room}: a simulator that shares it shares its mistakes"


def library_stays_inside(source: Source, rooms: Rooms) -> Iterator[Finding]:
    for include in source.includes:
        for library, allowed in LIBRARY_ROOMS.items():
            if source.room and include.path.startswith(library) and source.room not in allowed:
                yield include.line, f"{include.path} belongs behind {', '.join(sorted(allowed))}; {source.room} uses their face"


def no_sleep_in_tests(source: Source, rooms: Rooms) -> Iterator[Finding]:
    # Not `loop.sleep_for`: that is a wait on the timer wheel, which something else can end.
    calls = r"((?<!\.)\bsleep_for|(?<!\.)\bsleep_until|\busleep|\bnanosleep|\bsetTimeout|\bsleep)\s*\("
    if not source.is_test:
        return
    for found in re.finditer(calls, source.code):
        yield source.line_of(found.start()), f"{found[1]} in a test: hand the time in, or wait for the event itself"


def no_brace_in_co_await(source: Source, rooms: Rooms) -> Iterator[Finding]:
    for offset in find_braces(source.code) if source.is_cpp else ():
        yield source.line_of(offset), ("a braced list or a lambda in a co_await statement: GCC 12 may destroy it twice. Name it "
                                       "in the line before, then move it")


def todo_has_a_reason(source: Source, rooms: Rooms) -> Iterator[Finding]:
    for number, line in enumerate(source.lines, 1):
        found = re.search(r"(?:#|//|\*)\s*(TODO|FIXME|XXX)\b(?:\([^)]*\))?:?\s*(.*)", line)
        if found and len(found[2].split()) < 4:
            yield number, f"a {found[1]} without a why: say in a sentence what is missing and what it waits for"


def file_fits_a_reader(source: Source, rooms: Rooms) -> Iterator[Finding]:
    if len(source.lines) > LINES_MAX:
        yield LINES_MAX + 1, f"{len(source.lines)} lines, the limit is {LINES_MAX}: which second concept has moved in?"


def header_has_pragma_once(source: Source, rooms: Rooms) -> Iterator[Finding]:
    if source.path.endswith(".hpp") and "#pragma once" not in source.lines:
        yield 1, "a header without #pragma once"


def no_using_namespace_std(source: Source, rooms: Rooms) -> Iterator[Finding]:
    for found in re.finditer(r"\busing\s+namespace\s+std\s*;", source.code if source.is_cpp else ""):
        yield source.line_of(found.start()), "using namespace std: names say where they come from"


def own_header_comes_first(source: Source, rooms: Rooms) -> Iterator[Finding]:
    """A file that includes its own header proves, by including it first, that the header compiles alone."""
    if not source.room or not source.path.endswith(".cpp"):
        return
    own = source.path.removeprefix("src/").removesuffix(".cpp") + ".hpp"
    paths = [include.path for include in source.includes]
    if own in paths and paths[0] != own:
        yield source.includes[paths.index(own)].line, f"{own} must be the first include: that proves that it compiles alone"


def file_is_named_for_a_concept(source: Source, rooms: Rooms) -> Iterator[Finding]:
    stem = source.path.split("/")[-1].split(".")[0]
    for word in re.findall(r"(?:^|_)(utils?|common|misc|helpers?|manager)(?=_|$)", stem):
        yield 1, f"'{word}' names no concept: call the file after what it holds, in the room that uses it"


RULES = [Rule(check.__name__, check) for check in (
    include_direction, simulator_is_independent, library_stays_inside, no_sleep_in_tests, no_brace_in_co_await,
    todo_has_a_reason, file_fits_a_reader, header_has_pragma_once, no_using_namespace_std, own_header_comes_first,
    file_is_named_for_a_concept)]


def findings(rule: Rule, source: Source, rooms: Rooms) -> list[Finding]:
    return [(line, text) for line, text in rule.check(source, rooms) if not source.allows(rule.name, line)]
