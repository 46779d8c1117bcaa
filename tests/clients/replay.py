"""Replays the requests of clients that are no npm packages, and judges every answer.   replay.py [--strict]

The cases are tests/clients/CLIENT/CASE.http (http_case.py says how they are written); what every answer must have is in
schema.py and event_stream.py. A case of NOT_YET asks for what Parley does not serve yet: until it does, such a request is refused in
plain words, never half served. One that passes should be taken off the list. With --strict they are judged like all others.
"""

import argparse
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
sys.path.append(str(FOLDER.parent / "e2e"))

import schema
from event_stream import check_stream
from gateway import Gateway
from http_case import HttpCase, read_cases, value_at
from raw_socket import exchange
from table import run_table

MODELS = {
    "claude-haiku-4-5-20251001": "sim/echo",  # what AssemblyAI's command line asks for by default
    "echo": "sim/echo",
    "words": "sim/words-12",
    "tools": "sim/tools-2",
    "json": "sim/json",
    "reasoning": "sim/reasoning",
    "cached": "sim/fixed?cached=2",
    "limited": "sim/fixed?status=429&retry_after=3",
    "refused": "sim/fixed?status=400",
    "broken": "sim/fixed?status=500",
}


@dataclass(frozen=True)
class Refusal:
    """What a case that waits is answered."""
    why: str  # it waits
    status: int
    words: str  # in metadata.errors, or the message where there are none


NOT_YET: dict[str, Refusal] = {}


def run_case(gateway: Gateway, case: HttpCase) -> None:
    host, port = gateway.address()
    answers = exchange((host, port), case.request(f"{host}:{port}", gateway.key), final_answers=1)
    assert answers.statuses == (case.status,), f"expected {case.status}, got {answers.statuses} {answers.bodies[:1]}"
    judge(case, answers.heads[0], answers.bodies[0])


def judge(case: HttpCase, head: bytes, body: bytes) -> None:
    fields = read_fields(head)
    answer: Any
    if case.kind.startswith("stream"):
        assert fields["content-type"] == "text/event-stream; charset=utf-8", fields
        answer = check_stream(body, usage=case.kind == "stream_with_usage")
    else:
        assert fields["content-type"].startswith("application/json"), fields
        schema.check(case.kind, body)
        answer = json.loads(body)
    if case.kind not in ("models", "model"):
        assert fields["x-request-id"] == answer["request_id"], "the header and the body name different requests"
    if case.kind == "error":
        assert answer["code"] == case.status
    for path, expected in case.checks:
        found = value_at(answer, path)
        assert found == expected, f"{path} is {found!r}, not {expected!r}"


def read_fields(head: bytes) -> dict[str, str]:
    lines = head.decode().split("\r\n")[1:]
    return {name.lower(): value for name, value in (re.split(r":[ \t]*", line, maxsplit=1) for line in lines)}


def refuse_case(gateway: Gateway, case: HttpCase, refusal: Refusal) -> None:
    host, port = gateway.address()
    answers = exchange((host, port), case.request(f"{host}:{port}", gateway.key), final_answers=1)
    assert answers.statuses == (refusal.status,), f"{answers.statuses}: take it off NOT_YET if it is served ({refusal.why})"
    schema.check("error", answers.bodies[0])
    body = json.loads(answers.bodies[0])
    assert body["metadata"].get("errors", [body["message"]]) == [refusal.words], body


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--strict", action="store_true", help="cases that wait must be served too")
    strict = parser.parse_args().strict
    cases = read_cases(FOLDER)
    unknown = NOT_YET.keys() - {case.name for case in cases}
    assert not unknown, f"NOT_YET names cases that do not exist: {unknown}"
    with Gateway(MODELS) as gateway:
        def judged(case: HttpCase) -> None:
            refusal = None if strict else NOT_YET.get(case.name)
            refuse_case(gateway, case, refusal) if refusal else run_case(gateway, case)
        return run_table((case.name, lambda case=case: judged(case)) for case in cases)


if __name__ == "__main__":
    sys.exit(main())
