"""Transcripts over a running Parley: handed in, shown, deleted, placed in requests, and pulled from a speech-to-text service.

    PARLEY_BINARY=build/release/parley python3 tests/e2e/transcripts.py

What a rendering looks like, and what stands in the place of which tag, has unit tests of its own; here accounts, regions, the store,
the service and chat requests meet.
"""

import http.client
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from gateway import BINARY, KEY, Gateway
from table import run_table

SAMPLES = Path(__file__).resolve().parents[1] / "golden/transcripts"
OTHER_KEY = "other-key-0123456789abcdef"
SPEECH_CREDENTIAL = "speech-0123456789abcdef"
KEYS = [{"name": "test", "secret": KEY}, {"name": "other", "secret": OTHER_KEY, "account": "other"}]
TAG = "{{ transcript }}"
CALL_TEXT = "Harbour clinic, how can I help? Hi, I need to move my visit."


class Caller:
    def __init__(self, gateway: Gateway, key: str = KEY, url: str = ""):
        host, port = (url or gateway.url).removeprefix("http://").split(":")
        self._connection = http.client.HTTPConnection(host, int(port), timeout=60)
        self._key = key

    def call(self, method: str, path: str, body: str | bytes | None = None) -> tuple[int, Any]:
        body = body.encode() if isinstance(body, str) else body
        self._connection.request(method, path, body, {"authorization": self._key, "content-type": "application/json"})
        answer = self._connection.getresponse()
        return answer.status, json.loads(answer.read())

    def put(self, name: str, text: str) -> dict:
        status, document = self.call("PUT", f"/v2/transcript/{name}", text)
        assert status == 200, document
        return document

    def chat(self, **fields: Any) -> tuple[int, Any]:
        return self.call("POST", "/v1/chat/completions", json.dumps({"model": "echo", "max_tokens": 4000, **fields}))

    def answer(self, **fields: Any) -> str:
        status, answer = self.chat(**fields)
        assert status == 200, answer
        return answer["choices"][0]["message"]["content"]

    def refusal(self, **fields: Any) -> tuple[int, str]:
        status, answer = self.chat(**fields)
        return status, answer["metadata"]["errors"][0] if answer.get("metadata", {}).get("errors") else answer["message"]


def sample(name: str, file: str = "transcript.json") -> str:
    return (SAMPLES / name / file).read_text()


def rendering(name: str, form: str) -> str:
    return sample(name, form).removesuffix("\n")


def user(text: Any) -> list[dict]:
    return [{"role": "user", "content": text}]


def a_transcript_is_handed_in_shown_replaced_and_deleted(gateway: Gateway) -> None:
    caller = Caller(gateway)
    status, created = caller.call("POST", "/v2/transcript", sample("support_call"))
    assert status == 200 and created["id"] != json.loads(sample("support_call"))["id"], created
    assert created["utterances"] == json.loads(sample("support_call"))["utterances"]
    assert caller.call("GET", f"/v2/transcript/{created['id']}") == (200, created)
    replaced = caller.put(created["id"], sample("meeting"))
    assert caller.call("GET", f"/v2/transcript/{created['id']}") == (200, replaced)
    status, mark = caller.call("DELETE", f"/v2/transcript/{created['id']}")
    assert status == 200 and mark["text"] == "Deleted by user." and mark["utterances"] is None, mark
    assert caller.call("GET", f"/v2/transcript/{created['id']}") == (200, mark)
    assert caller.refusal(prompt=TAG, transcript_id=created["id"]) == (404, "transcript deleted")


def the_tag_becomes_the_plain_text(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.put("plain", sample("support_call"))
    text = rendering("support_call", "text.txt")
    assert caller.answer(messages=user(f"Sum up: {TAG} {TAG}"), transcript_id="plain") == f"Sum up: {text} {TAG}"
    assert caller.answer(prompt=f"<{TAG}>", transcript_id="plain") == f"<{text}>"
    parts = [{"type": "text", "text": "first "}, {"type": "text", "text": TAG}]
    assert caller.answer(messages=user(parts), transcript_id="plain") == f"first {text}"
    for literal in ("{{transcript}}", "{{ TRANSCRIPT }}", "{{  transcript  }}"):
        assert caller.answer(prompt=literal, transcript_id="plain") == literal
    assert caller.answer(prompt=TAG) == TAG, "without a transcript it is text like any other"
    assert caller.answer(prompt="no tag", transcript_id="does-not-exist") == "no tag", "nothing is looked up"


def every_form_can_be_asked_for(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.put("forms", sample("meeting"))
    for form, file in (("text", "text.txt"), ("speakers", "speakers.txt"), ("speakers_timestamps", "speakers_timestamps.txt"),
                       ("json", "json.json")):
        assert caller.answer(prompt=TAG, transcript_id="forms", transcript_format=form) == rendering("meeting", file), form
    for tag, file in (("utterances", "speakers_timestamps.txt"), ("json", "json.json"), ("words", "words.json"),
                      ("speakers", "speaker_list.txt")):
        answer = caller.answer(prompt=f"{{{{ transcript.{tag} }}}}", transcript_id="forms")
        assert answer == rendering("meeting", file), tag
    inline = json.loads(sample("two_languages"))
    assert caller.answer(prompt=TAG, transcript=inline, transcript_format="speakers") == rendering("two_languages", "speakers.txt")
    assert caller.refusal(prompt=TAG, transcript={"utterances": 7}) == (400, "transcript.utterances must be an array")


def a_stream_carries_the_transcript_too(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.put("streamed", sample("redacted_call"))
    connection = http.client.HTTPConnection(*gateway.address(), timeout=60)
    body = json.dumps({"model": "echo", "stream": True, "prompt": TAG, "transcript_id": "streamed"})
    connection.request("POST", "/v1/chat/completions", body, {"authorization": KEY, "content-type": "application/json"})
    events = connection.getresponse().read().decode().split("\n\n")
    deltas = [json.loads(event[6:]) for event in events if event.startswith("data: {")]
    said = "".join(choice["delta"].get("content") or "" for delta in deltas for choice in delta["choices"])
    assert said == rendering("redacted_call", "text.txt"), said
    assert "Hiddenbury" not in caller.call("GET", "/v2/transcript/streamed")[1].get("unredacted_text", "")


def nothing_of_a_transcript_goes_upstream_as_a_field(gateway: Gateway) -> None:
    Caller(gateway).answer(prompt=TAG, transcript={"text": "a-word-of-its-own"}, transcript_format="text")
    bodies = [json.loads(call["body"]) for call in gateway.simulated_calls() if "a-word-of-its-own" in (call.get("body") or "")]
    assert bodies and not any(name.startswith("transcript") for body in bodies for name in body), bodies


def accounts_and_regions_are_kept_apart(gateway: Gateway) -> None:
    mine, others, in_eu = Caller(gateway), Caller(gateway, OTHER_KEY), Caller(gateway, url=gateway.other_urls[0])
    mine.put("apart", json.dumps({"text": "mine"}))
    missing = (404, "transcript not found")
    for stranger in (others, in_eu):
        assert stranger.call("GET", "/v2/transcript/apart") == (404, {"error": "transcript not found"})
        assert stranger.call("DELETE", "/v2/transcript/apart") == (404, {"error": "transcript not found"})
        assert stranger.refusal(prompt=TAG, transcript_id="apart", model="echo" if stranger is others else "echo-eu") == missing
    others.put("apart", json.dumps({"text": "theirs"}))
    assert mine.answer(prompt=TAG, transcript_id="apart") == "mine"
    assert others.answer(prompt=TAG, transcript_id="apart") == "theirs"


def a_replaced_or_deleted_transcript_is_not_remembered(gateway: Gateway) -> None:
    caller = Caller(gateway)
    for text in ("first", "second", "third"):
        caller.put("fresh", json.dumps({"text": text}))
        for _ in range(3):
            assert caller.answer(prompt=TAG, transcript_id="fresh") == text
    caller.call("DELETE", "/v2/transcript/fresh")
    assert caller.refusal(prompt=TAG, transcript_id="fresh") == (404, "transcript deleted")


def checks_come_in_the_contracts_order(gateway: Gateway) -> None:
    caller = Caller(gateway)
    assert caller.refusal(prompt=TAG, transcript_id="missing", model="no-such-model") == (400, "model no-such-model is not supported")
    assert caller.refusal(prompt=TAG, transcript_id="missing") == (404, "transcript not found")
    assert caller.refusal(prompt=TAG, transcript_id="../../etc/passwd") == (400, "transcript_id is not the id of a transcript")
    for status in ("queued", "processing", "error"):
        caller.put("unfinished", json.dumps({"status": status, "text": None}))
        assert caller.refusal(prompt=TAG, transcript_id="unfinished") == (400, f"transcript is not completed (status: {status})")
    caller.put("silent", json.dumps({"status": "completed", "text": ""}))
    assert caller.answer(prompt=f"<{TAG}>", transcript_id="silent") == "<>"


def without_a_service_audio_is_refused_in_plain_words(gateway: Gateway) -> None:
    in_eu = Caller(gateway, url=gateway.other_urls[0])
    why = "no speech-to-text service is configured for this region: see speech_to_text in the configuration"
    assert in_eu.call("POST", "/v2/upload", b"RIFF") == (400, {"error": why})
    assert in_eu.call("POST", "/v2/transcript", json.dumps({"audio_url": "https://example.com/a.wav"})) == (400, {"error": why})


def a_transcript_of_the_service_is_pulled(gateway: Gateway) -> None:
    caller = Caller(gateway)
    for _ in range(3):
        assert caller.answer(prompt=TAG, transcript_id="call-1") == CALL_TEXT
    pulls = [call for call in gateway.simulated_calls() if call["path"] == "/v2/transcript/call-1"]
    assert len(pulls) == 1, "what was pulled is remembered for a while"
    lines = caller.answer(prompt=TAG, transcript_id="call-2", transcript_format="speakers")
    assert lines == "Speaker A: Harbour clinic, how can I help?\nSpeaker B: Hi, I need to move my visit."
    assert caller.call("GET", "/v2/transcript/call-3")[1]["status"] == "completed"
    assert Caller(gateway, OTHER_KEY).refusal(prompt=TAG, transcript_id="call-1") == (404, "transcript not found"), "not one of its accounts"
    assert Caller(gateway, url=gateway.other_urls[0]).refusal(prompt=TAG, transcript_id="call-1", model="echo-eu")[0] == 404


def audio_of_more_bytes_than_a_body_may_have_is_refused(gateway: Gateway) -> None:
    connection = http.client.HTTPConnection(*gateway.address(), timeout=60)
    connection.putrequest("POST", "/v2/upload")
    for name, value in (("authorization", KEY), ("content-length", str(11 << 20))):
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413 and list(json.loads(answer.read())) == ["error"], answer.status


def audio_is_handed_on_and_its_transcript_belongs_to_the_caller(gateway: Gateway) -> None:
    others = Caller(gateway, OTHER_KEY)
    status, upload = others.call("POST", "/v2/upload", b"RIFF....WAVE")
    assert status == 200 and upload["upload_url"].startswith("https://"), upload
    status, made = others.call("POST", "/v2/transcript", json.dumps({"audio_url": upload["upload_url"], "speaker_labels": True}))
    assert status == 200 and made["status"] == "queued", made
    assert others.refusal(prompt=TAG, transcript_id=made["id"]) == (400, "transcript is not completed (status: queued)")
    seen = [others.call("GET", f"/v2/transcript/{made['id']}")[1]["status"] for _ in range(2)]
    assert seen == ["processing", "completed"], seen
    assert others.answer(prompt=TAG, transcript_id=made["id"]) == CALL_TEXT
    for method in ("GET", "DELETE"):
        assert Caller(gateway).call(method, f"/v2/transcript/{made['id']}")[0] == 404, "somebody else's, whatever the service says"
    assert others.call("DELETE", f"/v2/transcript/{made['id']}")[0] == 200
    assert others.refusal(prompt=TAG, transcript_id=made["id"]) == (404, "transcript deleted")


def a_hostile_or_broken_service_is_the_services_failure(gateway: Gateway) -> None:
    caller = Caller(gateway)
    for name, status in (("other-id", 502), ("no-json", 502), ("no-transcript", 502), ("huge", 502), ("status-401", 502), ("status-500", 502),
                         ("nobody-knows", 404)):
        assert caller.refusal(prompt=TAG, transcript_id=name)[0] == status, name
    for name in ("other-id", "no-json", "status-401"):
        status, answer = caller.call("GET", f"/v2/transcript/{name}")
        assert status == 502 and isinstance(answer["error"], str), answer
    assert caller.refusal(prompt=TAG, transcript_id="processing") == (400, "transcript is not completed (status: processing)")
    assert caller.refusal(prompt=TAG, transcript_id="failed") == (400, "transcript is not completed (status: error)")
    assert caller.refusal(prompt=TAG, transcript_id="deleted") == (404, "transcript deleted")


def the_services_key_goes_to_the_service_alone(gateway: Gateway) -> None:
    Caller(gateway).answer(prompt=TAG, transcript_id="call-4")
    pull = next(call for call in gateway.simulated_calls() if call["path"] == "/v2/transcript/call-4")
    assert ["authorization", SPEECH_CREDENTIAL] in [[name.lower(), value] for name, value in pull["headers"]], pull
    said = gateway.parley.output() + gateway.parley.errors() + gateway.metrics()
    assert SPEECH_CREDENTIAL not in said and KEY not in json.dumps(pull), "and the caller's key to nobody"


def parley(gateway: Gateway, *arguments: str) -> str:
    environment = {**os.environ, "PARLEY_URL": gateway.url, "PARLEY_API_KEY": KEY, "NO_COLOR": "1"}
    done = subprocess.run([str(BINARY), *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done
    return done.stdout


def commands_hand_in_fetch_and_show(gateway: Gateway) -> None:
    assert parley(gateway, "transcript", "put", str(SAMPLES / "webvtt/transcript.vtt"), "--id", "talk-17") == "talk-17\n"
    assert parley(gateway, "transcript", "get", "talk-17", "--format", "speakers") == sample("webvtt", "speakers.txt")
    assert json.loads(parley(gateway, "transcript", "get", "talk-17"))["id"] == "talk-17"
    made = parley(gateway, "transcript", "put", str(SAMPLES / "support_call/transcript.json")).strip()
    for source in (made, str(SAMPLES / "support_call/transcript.json")):
        lines = parley(gateway, "transcript", "show", source).splitlines()
        assert lines[1] == "00:00:04.100  Speaker B  Hi, I need to move my visit.  (into Speaker A)", lines
        assert len(lines) == 7, lines
    for command in ("put", "get", "show"):
        assert "Example:" in parley(gateway, "transcript", command, "--help"), command


def a_chat_at_the_terminal_is_about_a_file_or_an_id(gateway: Gateway) -> None:
    Caller(gateway).put("talk-18", sample("redacted_call"))
    lines = sample("redacted_call", "speakers.txt")
    for source in ("talk-18", str(SAMPLES / "redacted_call/transcript.json")):
        assert parley(gateway, "chat", "-m", "echo", "--transcript", source, "Sum up.") == f"Sum up.\n\n{lines}", source
    nowhere = subprocess.run([str(BINARY), "chat", "-m", "echo", "--transcript", "/no/such.json", "Hi"], capture_output=True, text=True, timeout=60,
                             env={**os.environ, "PARLEY_URL": gateway.url, "PARLEY_API_KEY": KEY}, stdin=subprocess.DEVNULL)
    assert nowhere.returncode == 2 and nowhere.stderr == "parley: /no/such.json: is neither a file nor the id of a transcript\n", nowhere
    plain = parley(gateway, "chat", "-m", "echo", "--transcript", "talk-18", "--transcript-format", "text", f"<{TAG}>")
    assert plain == f"<{rendering('redacted_call', 'text.txt')}>\n"


def a_talk_that_is_too_long_is_refused_or_cut(gateway: Gateway) -> None:
    caller = Caller(gateway)
    utterances = [{"speaker": "AB"[number % 2], "text": f"utterance {number}", "start": number * 1000, "end": number * 1000 + 900}
                  for number in range(2_000)]
    caller.put("long", json.dumps({"utterances": utterances}))
    wish = {"model": "narrow", "prompt": TAG, "transcript_id": "long", "transcript_format": "speakers", "max_tokens": 500}
    assert caller.refusal(**wish) == (400, "model context limit exceeded")
    lines = caller.answer(**wish, transcript_window="tail").splitlines()
    assert lines[0] == f"[... {2_000 - len(lines) + 1} utterances left out ...]" and lines[-1] == "Speaker B: utterance 1999", lines[-1]
    lines = caller.answer(**wish, transcript_window="head_tail").splitlines()
    assert lines[0] == "Speaker A: utterance 0" and lines[-1] == "Speaker B: utterance 1999", lines


def dates_and_numbers_are_written_as_wished(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.put("numbers", json.dumps({"text": "Call 415-555-0137 before March 5th, 2026."}))
    wish = {"speech_understanding": {"request": {"custom_formatting": {"date": "yyyy-mm-dd", "phone_number": "(xxx)xxx-xxxx"}}}}
    status, answer = caller.call("POST", "/v1/understanding", json.dumps({"transcript_id": "numbers", **wish}))
    assert status == 200 and answer["request_id"], answer
    found = answer["speech_understanding"]["response"]["custom_formatting"]
    assert found["formatted_text"] == "Call (415)555-0137 before 2026-03-05.", found
    assert answer["speech_understanding"]["request"] == wish["speech_understanding"]["request"]
    assert caller.call("POST", "/v1/understanding/validate", json.dumps(wish))[1]["valid"] is True
    status, answer = caller.call("POST", "/v1/understanding/validate", json.dumps({"speech_understanding": {"request": {}}}))
    assert status == 400 and answer["metadata"]["errors"], answer
    for name, status in (("nobody-knows", 404), ("processing", 400)):
        assert caller.call("POST", "/v1/understanding", json.dumps({"transcript_id": name, **wish}))[0] == status, name


def quotes_are_looked_up_in_the_talk(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.put("cited", sample("support_call"))
    words = 'One says "how can I help", another “See you on Sunday”.'
    found = [{"quote": "how can I help", "found": True, "speaker": "A", "start_ms": 1706, "end_ms": 4620},
             {"quote": "See you on Sunday", "found": False}]
    wish = {"messages": user(words + " {{ transcript.speakers }}"), "transcript_id": "cited", "cite": True}
    status, answer = caller.chat(**wish)
    assert status == 200 and answer["citations"] == found, answer.get("citations")
    assert answer["choices"][0]["message"]["content"].startswith(words) and answer["usage"]["total_tokens"] > 0, answer
    _, answer = caller.chat(**{**wish, "cite": False})
    assert "citations" not in answer
    assert caller.refusal(**{**wish, "cite": 1}) == (400, "cite must be a boolean")
    assert not any("cite" in json.loads(call["body"]) for call in gateway.simulated_calls() if "See you on Sunday" in (call.get("body") or ""))


def a_stream_ends_with_what_it_quoted(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.put("cited", sample("support_call"))
    connection = http.client.HTTPConnection(*gateway.address(), timeout=60)
    body = {"model": "echo", "stream": True, "stream_options": {"include_usage": True}, "transcript_id": "cited", "cite": True,
            "prompt": '"Which day suits you" {{ transcript.speakers }}'}
    connection.request("POST", "/v1/chat/completions", json.dumps(body), {"authorization": KEY, "content-type": "application/json"})
    events = connection.getresponse().read().decode().split("\n\n")
    chunks = [json.loads(event[6:]) for event in events if event.startswith("data: {")]
    assert [citation["quote"] for citation in chunks[-2]["citations"]] == ["Which day suits you"] and chunks[-2]["citations"][0]["found"], chunks[-2]
    assert chunks[-2]["choices"] == [] and chunks[-2]["id"] == chunks[0]["id"] and chunks[-2]["object"] == "chat.completion.chunk"
    assert chunks[-3]["choices"][0]["finish_reason"] == "stop" and chunks[-1]["usage"], chunks[-3:]
    assert events[-2] == "data: [DONE]", events[-2:]


def what_is_wrong_with_a_path_is_said_in_its_apis_form(gateway: Gateway) -> None:
    caller, stranger = Caller(gateway), Caller(gateway, "no-key-of-anybody")
    assert caller.call("GET", "/v2/nothing") == (404, {"error": "no such path"})
    assert caller.call("PUT", "/v2/transcript") == (405, {"error": "method not allowed"})
    for method, path in (("GET", "/v2/transcript/any"), ("GET", "/v2/transcript"), ("POST", "/v2/transcript"), ("PATCH", "/v2/upload")):
        status, body = stranger.call(method, path)
        assert status == 401 and list(body) == ["error"] and isinstance(body["error"], str), body
    assert set(caller.call("GET", "/v1/nothing")[1]) == {"code", "message", "request_id", "metadata", "error"}


def a_cache_marker_reaches_a_provider_that_takes_one() -> None:
    providers = {name: {"dialect": dialect, "base_url": "{simulator}" + path, "credential": "sk-0123456789abcdef", "region": "us"}
                 for name, dialect, path in (("claude", "anthropic", ""), ("up", "openai", "/v1"))}
    takes = ["max_tokens", "stream", "cache_control"]
    models = [{"id": "marked", "supported_parameters": takes, "targets": [{"provider": "claude", "model": "sim/fixed"}]},
              {"id": "plain", "supported_parameters": takes[:2], "targets": [{"provider": "up", "model": "sim/fixed"}]}]
    with Gateway({}, providers=providers, models=models) as gateway:
        caller = Caller(gateway)
        wish = {"messages": user("About {{ transcript }}: why?"), "transcript": {"text": "words " * 1_000}}
        for model in ("marked", "plain"):
            assert caller.chat(**wish, model=model)[0] == 200
        marked, plain = (json.loads(call["body"])["messages"][-1]["content"] for call in gateway.simulated_calls())
        assert [part.get("cache_control") for part in marked] == [{"type": "ephemeral"}, None], marked
        assert marked[0]["text"].endswith("words ") and marked[1]["text"] == ": why?"
        assert isinstance(plain, str) and plain.endswith("words : why?"), plain


def what_the_service_has_can_be_deleted_by_whoever_may_read_it(gateway: Gateway) -> None:
    caller = Caller(gateway)
    assert caller.call("GET", "/v2/transcript/call-9")[1]["status"] == "completed"
    others = Caller(gateway, OTHER_KEY)
    assert others.call("DELETE", "/v2/transcript/call-9") == (404, {"error": "transcript not found"})
    status, mark = caller.call("DELETE", "/v2/transcript/call-9")
    assert status == 200 and mark["text"] == "Deleted by user.", mark
    assert any(call["method"] == "DELETE" and call["path"] == "/v2/transcript/call-9" for call in gateway.simulated_calls())
    assert caller.refusal(prompt=TAG, transcript_id="call-9") == (404, "transcript deleted")
    assert caller.call("DELETE", "/v2/transcript/nobody-knows") == (404, {"error": "transcript not found"})


STORIES = [a_transcript_is_handed_in_shown_replaced_and_deleted, the_tag_becomes_the_plain_text, every_form_can_be_asked_for, a_stream_carries_the_transcript_too,
           nothing_of_a_transcript_goes_upstream_as_a_field, accounts_and_regions_are_kept_apart,
           a_replaced_or_deleted_transcript_is_not_remembered, checks_come_in_the_contracts_order,
           without_a_service_audio_is_refused_in_plain_words, a_transcript_of_the_service_is_pulled,
           audio_is_handed_on_and_its_transcript_belongs_to_the_caller, audio_of_more_bytes_than_a_body_may_have_is_refused, a_hostile_or_broken_service_is_the_services_failure,
           what_the_service_has_can_be_deleted_by_whoever_may_read_it, the_services_key_goes_to_the_service_alone, commands_hand_in_fetch_and_show, a_chat_at_the_terminal_is_about_a_file_or_an_id, a_talk_that_is_too_long_is_refused_or_cut,
           dates_and_numbers_are_written_as_wished, quotes_are_looked_up_in_the_talk, a_stream_ends_with_what_it_quoted,
           what_is_wrong_with_a_path_is_said_in_its_apis_form]


def main() -> int:
    targets = [{"id": name, "targets": [{"provider": "up", "model": "sim/echo", "region": region}]}
               for name, region in (("echo", "us"), ("echo-eu", "eu"))]
    targets.append({"id": "narrow", "context_length": 1_000, "targets": [{"provider": "up", "model": "sim/echo"}]})
    settings = {"models": targets, "keys": KEYS, "listeners": [{"address": "127.0.0.1:0", "region": region} for region in ("us", "eu")]}
    speech = [{"region": "us", "credential": SPEECH_CREDENTIAL, "base_url": "{simulator}"}]
    with Gateway({}, speech_to_text=speech, **settings) as gateway:
        return run_table([*((story.__name__, lambda story=story: story(gateway)) for story in STORIES),
                          (a_cache_marker_reaches_a_provider_that_takes_one.__name__, a_cache_marker_reaches_a_provider_that_takes_one)])


if __name__ == "__main__":
    sys.exit(main())
