"""Files of every speech-to-text service that Parley knows, handed in over a running Parley, and what is wrong with one.

    PARLEY_BINARY=build/release/parley python3 tests/e2e/transcript_files.py
"""

import sys

from gateway import Gateway
from table import run_table
from transcripts import Caller, rendering, sample

FILES = {"deepgram_words": "json", "deepgram_utterances": "json", "openai_diarized": "json", "openai_verbose": "json", "webvtt": "vtt", "subrip": "srt"}


def files_of_other_services_are_taken(gateway: Gateway) -> None:
    caller = Caller(gateway)
    for name, ending in FILES.items():
        caller.put(name, sample(name, f"transcript.{ending}"))
        status, made = caller.call("POST", "/v2/transcript", sample(name, f"transcript.{ending}"))
        assert status == 200, made
        for kept in (name, made["id"]):
            assert caller.answer(prompt="{{ transcript.utterances }}", transcript_id=kept) == rendering(name, "speakers_timestamps.txt"), name


def a_bad_file_is_refused_with_the_field(gateway: Gateway) -> None:
    caller = Caller(gateway)
    for bad, why in {
        '{"utterances": [{"text": "a", "start": "0", "end": 1}]}': "utterances[0].start must be a whole number of milliseconds",
        '{"utterances": [{"text": "a", "start": -5, "end": 1}]}': "utterances[0].start must lie between 0 and ten years",
        '{"words": [{"text": "a", "start": 5, "end": 1}]}': "words[0].end must not lie before start",
        '{"status": "done"}': "status must be queued, processing, completed or error",
        '{"results": {"utterances": [{"transcript": 7, "start": 0, "end": 1}]}}': "results.utterances[0].transcript must be a string",
        '{"segments": [{"text": "a", "start": "x", "end": 1}]}': "segments[0].start must be a number of seconds",
        "WEBVTT\n\n00:02.000 --> 00:01.000\nHi\n": "line 3 must be of the form 00:00:01.000 --> 00:00:04.000",
        "1\n00:00:01 --> 00:00:02\nHi\n": "line 2 must be of the form 00:00:01.000 --> 00:00:04.000",
    }.items():
        for method, path in (("PUT", "/v2/transcript/bad"), ("POST", "/v2/transcript")):
            assert caller.call(method, path, bad) == (400, {"error": f"invalid transcript: {why}"}), bad
    assert caller.call("GET", "/v2/transcript/bad")[0] == 404
    assert caller.call("PUT", "/v2/transcript/a%2fb", sample("meeting"))[0] == 400


STORIES = [files_of_other_services_are_taken, a_bad_file_is_refused_with_the_field]


def main() -> int:
    with Gateway({"echo": "sim/echo"}) as gateway:
        return run_table((story.__name__, lambda story=story: story(gateway)) for story in STORIES)


if __name__ == "__main__":
    sys.exit(main())
