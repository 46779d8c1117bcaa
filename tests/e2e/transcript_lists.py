"""Lists of transcripts, over a running Parley.

    PARLEY_BINARY=build/release/parley python3 tests/e2e/transcript_lists.py

How pages are cut has unit tests of its own.
"""

import json
import sys

from gateway import Gateway
from table import run_table
from transcripts import KEYS, OTHER_KEY, Caller, parley


def transcripts_are_listed_to_their_account_alone(gateway: Gateway) -> None:
    mine, others, in_eu = Caller(gateway), Caller(gateway, OTHER_KEY), Caller(gateway, url=gateway.other_urls[0])
    for caller, name in ((mine, "listed-1"), (others, "listed-2"), (in_eu, "listed-3"), (mine, "listed-4")):
        caller.put(name, json.dumps({"text": name, "audio_url": f"https://example.com/{name}.wav"}))
    mine.put("listed-5", json.dumps({"status": "error", "text": None, "error": "no audio"}))

    def listed(caller: Caller, query: str = "?limit=200") -> list[str]:
        status, page = caller.call("GET", "/v2/transcript" + query)
        assert status == 200 and page["page_details"]["result_count"] == len(page["transcripts"]), page
        return [one["id"] for one in page["transcripts"]]

    assert [name for name in listed(mine) if name.startswith("listed-")] == ["listed-5", "listed-4", "listed-1"]
    assert [name for name in listed(others) if name.startswith("listed-")] == ["listed-2"]
    assert [name for name in listed(in_eu) if name.startswith("listed-")] == ["listed-3"]
    assert listed(mine, "?limit=1&before_id=listed-5") == ["listed-4"]
    newest = mine.call("GET", "/v2/transcript?limit=1")[1]["transcripts"][0]
    assert newest["error"] == "no audio" and newest["status"] == "error" and newest["completed"] is None, newest
    assert mine.call("GET", newest["resource_url"])[1]["id"] == "listed-5"
    assert mine.call("GET", "/v2/transcript?before_id=listed-2") == (400, {"error": "before_id: transcript not found"}), "somebody else's is none"
    assert mine.call("GET", "/v2/transcript?limit=0&status=x") == (
        400, {"error": "limit must be a number from 1 to 200; status must be queued, processing, completed or error"})
    mine.call("DELETE", "/v2/transcript/listed-4")
    gone = mine.call("GET", "/v2/transcript?limit=1&before_id=listed-5")[1]["transcripts"][0]
    assert (gone["id"], gone["audio_url"]) == ("listed-4", "http://deleted_by_user"), gone


def a_command_prints_which_there_are(gateway: Gateway) -> None:
    Caller(gateway).put("printed-1", json.dumps({"text": "one"}))
    Caller(gateway).put("printed-2", json.dumps({"status": "error", "text": None}))
    lines = parley(gateway, "transcript", "list", "--limit", "2").splitlines()
    assert lines[0].split() == ["CREATED", "(UTC)", "STATUS", "ID"], lines
    assert [line.split()[2:] for line in lines[1:]] == [["error", "printed-2"], ["completed", "printed-1"]], lines
    lines = parley(gateway, "transcript", "list", "--status", "error").splitlines()
    assert lines[1].endswith("  error   printed-2") and all("  error  " in line for line in lines[1:]), lines
    assert parley(gateway, "transcript", "list", "--status", "queued") == ""


STORIES = [transcripts_are_listed_to_their_account_alone, a_command_prints_which_there_are]


def main() -> int:
    listeners = [{"address": "127.0.0.1:0", "region": region} for region in ("us", "eu")]
    with Gateway({"echo": "sim/echo"}, keys=KEYS, listeners=listeners) as gateway:
        return run_table((story.__name__, lambda story=story: story(gateway)) for story in STORIES)


if __name__ == "__main__":
    sys.exit(main())
