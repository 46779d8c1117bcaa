"""Holds answers that somebody else has collected against the one schema: a JSON object on each line of standard input,

    {"name": "anthropic, one question", "kind": "completion", "body": "{\\"id\\":..."}

`kind` as in schema.py, or stream, or stream_with_usage. Prints a line for each that is wrong; status 1 then.
"""

import json
import sys

import schema
from event_stream import check_stream


def judge(kind: str, body: str) -> None:
    if kind.startswith("stream"):
        check_stream(body.encode(), usage=kind == "stream_with_usage")
    else:
        schema.check(kind, body)


def main() -> int:
    wrong = judged = 0
    for line in sys.stdin:
        answer = json.loads(line)
        judged += 1
        try:
            judge(answer["kind"], answer["body"])
        except AssertionError as problem:
            wrong += 1
            print(f"{answer['name']}: {problem}")
    if judged == 0:
        print("there was nothing to judge")
    return int(wrong > 0 or judged == 0)


if __name__ == "__main__":
    sys.exit(main())
