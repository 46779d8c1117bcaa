"""`parley repair`: what it writes, what it says, and how it ends."""

import json
import subprocess
import sys

from gateway import BINARY, ROOT
from table import run_table

ANSWER_SECONDS_MAX = 60


def repair(text: str | bytes, *flags: str) -> subprocess.CompletedProcess[str]:
    data = text if isinstance(text, bytes) else text.encode()
    done = subprocess.run([str(BINARY), "repair", *flags], input=data, capture_output=True, timeout=ANSWER_SECONDS_MAX)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def broken_json_is_mended() -> None:
    done = repair("Sure: {name: 'Ann', tags: [a, b,],\n")
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, {"name": "Ann", "tags": ["a", "b"]}, ""), done


def json_is_written_as_it_came() -> None:
    text = '{ "a" : [1,2 ] }\n'
    assert repair(text).stdout == text
    assert repair(text.strip()).stdout == text


def text_without_json_ends_with_status_1() -> None:
    for flags in ([], ["--stream"]):
        done = repair("The caller was polite.", *flags)
        assert (done.returncode, done.stdout) == (1, ""), done
        assert done.stderr == "parley: there is no JSON in the text\n", done.stderr


def mends_are_told_on_standard_error() -> None:
    done = repair("{a: 1,}", "--mends")
    assert (done.stdout, done.stderr) == ('{"a": 1}\n', "byte 1: key_quoted\nbyte 6: comma_removed\n"), done


def a_stream_is_mended_while_it_arrives() -> None:
    command = [str(BINARY), "repair", "--stream"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(b"{say: 'Good morning")
        process.stdin.flush()
        begun = process.stdout.read(21)
        assert begun == b'{"say": "Good morning', begun
        process.stdin.write(b"', n: 1")
        process.stdin.close()
        assert process.stdout.read() == b'", "n": 1}\n'
    assert process.returncode == 0


def many_texts_are_answered_line_by_line() -> None:
    lines = [json.dumps({"broken": text}) for text in ("[1,\n2", "no", '{"a": 12345678901234567890123}')] + ["{", '{"fixed": "1"}']
    done = repair("\n".join(lines) + "\n", "--lines")
    answers = done.stdout.splitlines()
    assert done.returncode == 0 and len(answers) == 5, done
    assert answers[0] == '{"ok":true,"json":[1,2]}', answers[0]
    assert answers[1] == '{"ok":false,"error":"there is no JSON in the text"}', answers[1]
    assert answers[2] == '{"ok":true,"json":{"a":12345678901234567890123}}', answers[2]
    assert all(json.loads(answer)["ok"] is False for answer in answers[3:]), answers


def a_megabyte_of_quotes_ends_soon() -> None:
    done = repair('{"a": "' + '", "' * 250_000)
    assert done.returncode == 0, done.returncode
    json.loads(done.stdout)


def bytes_that_are_no_text_are_survived() -> None:
    done = repair(b'{"a": "\xff\xfe",}')
    assert done.returncode == 0 and json.loads(done.stdout)["a"] == "\ufffd\ufffd", done


def help_has_examples() -> None:
    done = repair("", "--help")
    assert done.returncode == 0 and "Example:" in done.stdout and "--lines" in done.stdout, done
    assert (ROOT / "docs/json-repair.md").exists()


CASES = [broken_json_is_mended, json_is_written_as_it_came, text_without_json_ends_with_status_1, mends_are_told_on_standard_error,
         a_stream_is_mended_while_it_arrives, many_texts_are_answered_line_by_line, a_megabyte_of_quotes_ends_soon,
         bytes_that_are_no_text_are_survived, help_has_examples]

if __name__ == "__main__":
    sys.exit(run_table((case.__name__, case) for case in CASES))
