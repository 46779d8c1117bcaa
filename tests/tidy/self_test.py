"""The rules' own tests: snippets that must be caught, and neighbours of theirs that must not."""

from dataclasses import dataclass
from pathlib import Path

import contract_rows
from rooms import read_rooms
from rules import LINES_MAX, RULES, findings
from source import Source

_CMAKE = """
# parley_room(commented DEPENDS out)
parley_room(base)
parley_room(json      DEPENDS base LIBRARIES simdjson::simdjson)
parley_room(http      DEPENDS base LIBRARIES parley_asio)
parley_room(openai    DEPENDS json)
parley_room(providers DEPENDS openai
                              http)
parley_room(simulate  DEPENDS json http)
"""
_WORD = "TO" + "DO"  # spelt in two pieces: this very file is checked too


@dataclass(frozen=True)
class Case:
    name: str
    rule: str
    path: str
    text: str
    lines: tuple[int, ...] = ()  # where a finding is expected

    def run(self) -> list[str]:
        rule = next(rule for rule in RULES if rule.name == self.rule)
        found = tuple(line for line, _ in findings(rule, Source(self.path, self.text), read_rooms(_CMAKE)))
        return [] if found == self.lines else [f"expected findings at lines {self.lines}, got {found} in:\n{self.text}"]


def _co_await(name: str, text: str, lines: tuple[int, ...] = ()) -> Case:
    return Case(name, "no_brace_in_co_await", "src/http/a.cpp", text, lines)


@dataclass(frozen=True)
class RowCase:
    """A row of tests/contract_rows.md, against the tests of this repository."""
    name: str
    cell: str
    problems: int = 0

    def run(self) -> list[str]:
        page = f"| Row | Test |\n|---|---|\n| a row | {self.cell} |\n"
        found = contract_rows.findings(Path(__file__).resolve().parents[2], page, "page")
        return [] if len(found) == self.problems else [f"expected {self.problems} findings, got {found}"]


CASES = [
    Case("upward_include", "include_direction", "src/json/a.cpp", '#include "json/a.hpp"\n#include "openai/b.hpp"', (2,)),
    Case("transitive_include_is_fine", "include_direction", "src/providers/x/a.cpp", '#include "base/a.hpp"\n#include "json/b.hpp"'),
    Case("second_line_of_depends", "include_direction", "src/providers/a.cpp", '#include "http/a.hpp"'),
    Case("commented_include_is_fine", "include_direction", "src/json/a.cpp", '// #include "openai/b.hpp"'),
    Case("room_that_cmake_does_not_know", "include_direction", "src/attic/a.cpp", "", (1,)),
    Case("argued_exception", "include_direction", "src/json/a.cpp",
         '// tidy: allow include_direction: a test of this very script\n#include "openai/b.hpp"'),
    Case("exception_without_a_why", "include_direction", "src/json/a.cpp",
         '#include "openai/b.hpp"  // tidy: allow include_direction:', (1,)),
    Case("exception_for_another_rule", "include_direction", "src/json/a.cpp",
         '#include "openai/b.hpp"  // tidy: allow no_sleep_in_tests: because', (1,)),

    Case("simulator_includes_openai", "simulator_is_independent", "src/simulate/a.cpp", '#include "openai/a.hpp"', (1,)),
    Case("simulator_includes_json", "simulator_is_independent", "src/simulate/a.cpp", '#include "json/a.hpp"'),

    Case("asio_outside", "library_stays_inside", "src/openai/a.cpp", "#include <boost/asio.hpp>", (1,)),
    Case("beast_outside", "library_stays_inside", "src/openai/a.cpp", "#include <boost/beast/websocket.hpp>", (1,)),
    Case("asio_inside", "library_stays_inside", "src/http/a.cpp", "#include <boost/asio/buffer.hpp>"),
    Case("simdjson_outside", "library_stays_inside", "src/openai/a.cpp", "\n#include <simdjson.h>", (2,)),

    Case("cpp_sleep", "no_sleep_in_tests", "tests/unit/a_test.cpp", "std::this_thread::sleep_for(1ms);", (1,)),
    Case("wait_on_the_timer_wheel", "no_sleep_in_tests", "tests/unit/a_test.cpp", "co_await loop().sleep_for(wait, &stop);"),
    Case("python_sleep", "no_sleep_in_tests", "tests/e2e/a.py", "import time\ntime." + "sleep(1)", (2,)),
    Case("sleep_in_a_comment", "no_sleep_in_tests", "tests/unit/a_test.cpp", "// no sleep() here\nasleep(1);"),
    Case("sleep_outside_tests", "no_sleep_in_tests", "src/http/a.cpp", "usleep(1);"),

    _co_await("aggregate_in_the_arguments", "auto reply = co_await send(Request{.path = path}, deadline);", (1,)),
    _co_await("braced_list_in_the_arguments", "co_await write({head, body});", (1,)),
    _co_await("lambda_in_the_arguments", "co_await post([&] { go(); });", (1,)),
    _co_await("aggregate_beside_the_co_await", "use(Point{1, 2}, co_await next());", (1,)),
    _co_await("aggregate_after_the_co_await", "auto x = use(co_await next(), 1).with(Point{1, 2});", (1,)),
    _co_await("aggregate_in_an_if", "if (!co_await write(Head{200})) { co_return; }", (1,)),
    _co_await("second_line_of_a_statement", "co_return\n    co_await send(path,\n        Head{200});", (2,)),
    _co_await("plain_call", "auto reply = co_await send(std::move(request), deadline);\nfoo(Bar{1});"),
    _co_await("block_after_an_if", "if (co_await write(head)) {\n    return;\n}\nwhile (co_await next()) { go(); }"),
    _co_await("structured_binding", "auto [error, size] = co_await read(buffers[0], sizes()[1]);"),
    _co_await("lambda_with_a_co_await_inside", "auto task = [](Loop& loop) -> Task<> { co_await loop.turn(); };"),
    _co_await("brace_in_a_literal", "co_await write(\"{}\"); co_await write('{');  // { [\nauto s = R\"x(co_await f{})x\";"),
    _co_await("digit_separators", "wait(10'000); co_await write(1'000); auto point = Point{1'000};"),

    Case("bare_todo", "todo_has_a_reason", "src/json/a.cpp", f"int a;  // {_WORD}", (1,)),
    Case("short_todo", "todo_has_a_reason", "scripts/a.sh", f"# {_WORD}: fix this", (1,)),
    Case("argued_todo", "todo_has_a_reason", "src/json/a.cpp", f"// {_WORD}: batch these once the store has prepared statements."),

    Case("file_at_the_limit", "file_fits_a_reader", "src/json/a.cpp", "int a;\n" * LINES_MAX),
    Case("file_over_the_limit", "file_fits_a_reader", "src/json/a.cpp", "int a;\n" * (LINES_MAX + 1), (LINES_MAX + 1,)),

    Case("no_pragma", "header_has_pragma_once", "src/json/a.hpp", "int a();", (1,)),
    Case("pragma_in_a_comment_only", "header_has_pragma_once", "src/json/a.hpp", "// #pragma once", (1,)),
    Case("pragma", "header_has_pragma_once", "src/json/a.hpp", "// a\n#pragma once\n"),

    Case("using_namespace_std", "no_using_namespace_std", "src/json/a.cpp", "\nusing  namespace std;", (2,)),
    Case("using_namespace_literals", "no_using_namespace_std", "src/json/a.cpp", "using namespace std::chrono_literals;"),

    Case("own_header_second", "own_header_comes_first", "src/json/a.cpp", '#include <string>\n#include "json/a.hpp"', (2,)),
    Case("own_header_first", "own_header_comes_first", "src/json/a.cpp", '#include "json/a.hpp"\n#include <string>'),
    Case("no_own_header", "own_header_comes_first", "src/json/b.cpp", '#include <string>\n#include "json/a.hpp"'),

    Case("string_utils", "file_is_named_for_a_concept", "src/base/string_utils.hpp", "", (1,)),
    Case("commonplace", "file_is_named_for_a_concept", "src/base/commonplace.hpp", ""),
]

ROW_CASES = [
    RowCase("row_with_tests_of_every_part", "`unit_json: Depth.costs_no_stack` `e2e_smoke: answers_a_chat` `sdk_chat: a chat is answered` "
            "`clients: litellm/nulls` `golden: openai/text` `e2e_raw_http: 11 MiB of chunks`"),
    RowCase("row_with_words_of_its_file", '`e2e_smoke: answers_a_chat: "def streams_a_chat"`'),
    RowCase("row_whose_title_has_backquotes", "``sdk_assemblyai: the shorthand `prompt` is one user message``"),
    RowCase("row_without_a_test", "surely somewhere", 1),
    RowCase("row_with_words_of_a_case", '`golden: openai/text: "constructed from OpenAI API reference"`'),
    RowCase("row_that_is_not_ours", "not ours: nobody speaks that here"),
    RowCase("row_that_is_not_ours_and_does_not_say_why", "not ours: ", 1),
    RowCase("row_of_another_form", "`e2e_smoke`", 1),
    RowCase("row_with_words_that_are_nowhere", '`e2e_smoke: answers_a_chat: "no such words"`', 1),
    RowCase("row_with_tests_that_do_not_exist", "`unit_json: Depth.costs_a_stack` `e2e_smoke: answers_no_chat` `sdk_chat: x y z` "
            "`clients: litellm/x` `golden: openai/x` `unit_x: Depth.costs_no_stack`", 6),
]
