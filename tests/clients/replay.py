"""Replays the requests of clients that are no npm packages, and judges every answer.   replay.py [--strict]

The cases are tests/clients/CLIENT/CASE.http (http_case.py says how they are written); what every answer must have is in
schema.py and event_stream.py. A case of NOT_YET that fails is printed as waiting and counts only with --strict; one that
passes is printed as ready, and should be taken off the list.
"""

import argparse
import json
import re
import sys
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

# Cases that wait for a part of Parley, and for which.
NOT_YET: dict[str, str] = {
    **dict.fromkeys(("assemblyai_python/fallbacks", "litellm/gateway_extras"), "fallbacks"),
    **dict.fromkeys(("assemblyai_python/transcript_not_found", "assemblyai_cli/transcript"), "transcripts"),
    "assemblyai_python/understanding_without_transcript": "speech understanding",
    "assemblyai_python/json_repair": "JSON repair",
}


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


def report_waiting(gateway: Gateway, cases: list[HttpCase]) -> None:
    for case in cases:
        try:
            run_case(gateway, case)
            print(f"ready  {case.name}: take it off NOT_YET", flush=True)
        except Exception as error:  # whatever it is, it is expected of them
            print(f"waiting: {case.name} ({NOT_YET[case.name]}): {str(error)[:160]}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--strict", action="store_true", help="cases that wait count too")
    strict = parser.parse_args().strict
    cases = read_cases(FOLDER)
    unknown = NOT_YET.keys() - {case.name for case in cases}
    assert not unknown, f"NOT_YET names cases that do not exist: {unknown}"
    with Gateway(MODELS) as gateway:
        if not strict:
            report_waiting(gateway, [case for case in cases if case.name in NOT_YET])
        counted = [case for case in cases if strict or case.name not in NOT_YET]
        return run_table((case.name, lambda case=case: run_case(gateway, case)) for case in counted)


if __name__ == "__main__":
    sys.exit(main())
