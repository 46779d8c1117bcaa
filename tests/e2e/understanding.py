"""What a model is asked about a transcript, over a running Parley: good answers, malformed ones, late ones, and none.

    PARLEY_BINARY=build/release/parley python3 tests/e2e/understanding.py

The simulated model says what the script has for a question. What each feature asks and takes has unit tests of its own.
"""

import http.client
import json
import sqlite3
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from gateway import KEY, Gateway, wait_until
from table import run_table

OTHER_KEY = "other-key-0123456789abcdef"
LIMITED_KEY = "limited-key-0123456789abcdef"
KEYS = [{"name": "test", "secret": KEY, "account": "many"}, {"name": "other", "secret": OTHER_KEY, "account": "few"},
        {"name": "limited", "secret": LIMITED_KEY, "account": "limited"}]
FEATURE_KEYS = [f"feature-{number}-key-0123456789abcdef" for number in range(4)]  # each of an account with a limit of its own
KEYS += [{"name": key[:9], "secret": key, "account": key[:9]} for key in FEATURE_KEYS]
LIMIT = 40
CALL = {"language_code": "en_us", "utterances": [
    {"speaker": "A", "text": "Harbour clinic, how can I help?", "start": 240, "end": 4640},
    {"speaker": "B", "text": "I will send the form before March 5th, 2026.", "start": 4100, "end": 9020}]}

TRANSLATED = {"lines": [{"line": 1, "text": "Clínica Harbour, dígame."}, {"line": 2, "text": "Enviaré el formulario."}]}
IDENTIFIED = {"speakers": [{"label": "A", "value": "Agent"}, {"label": "B", "value": "Caller"}]}
SUMMARY = {"summary": [{"headline": "A form", "text": "The caller sends a form.", "first_line": 1, "last_line": 2}]}
ITEMS = {"items": [{"action_item": "Send the form", "quote": "I will send the form"}]}
GOOD = [{"when": "Translate", "say": json.dumps(TRANSLATED)}, {"when": "Find out the", "say": json.dumps(IDENTIFIED)},
        {"when": "Sum up", "say": json.dumps(SUMMARY)}, {"when": "List what", "say": json.dumps(ITEMS)}]
TRANSLATION = {"translation": {"target_languages": ["es"]}}
IDENTIFICATION = {"speaker_identification": {"speaker_type": "role", "known_values": ["Agent", "Caller"]}}
SUMMARIZATION = {"summarization": {"summary_type": "bullets"}}
EVERYTHING = {**TRANSLATION, **IDENTIFICATION, **SUMMARIZATION, "action_items": {}, "custom_formatting": {"date": "yyyy-mm-dd"}}


# Each feature that asks a model, alone: its wish, the words by which its question is known, a good answer, and one that is JSON but not what
# was asked for, with what is wrong with it.
FEATURES = [
    (TRANSLATION, "Translate", TRANSLATED, {"lines": [{"line": 1, "text": "Clínica Harbour, dígame."}]}, "line 2 is missing"),
    (IDENTIFICATION, "Find out the", IDENTIFIED, {"speakers": [{"label": "A", "value": "Chef"}, {"label": "B", "value": "Caller"}]}, "none of those that were given"),
    (SUMMARIZATION, "Sum up", SUMMARY, {"summary": [{"headline": "A form", "text": "The caller sends a form.", "first_line": 2, "last_line": 9}]}, "line"),
    ({"action_items": {}}, "List what", ITEMS, {"items": [{"action_item": "Send the form", "quote": "nobody said that"}]}, "does not stand in the transcript"),
]


class Caller:
    def __init__(self, gateway: Gateway, key: str = KEY):
        self._gateway = gateway
        self._key = key
        self.fields: dict[str, str] = {}

    def script(self, answers: list[dict], models: dict | None = None) -> None:
        body = json.dumps({"models": {"smart": "scripted", **(models or {})}, "answers": answers}).encode()
        urllib.request.urlopen(urllib.request.Request(f"{self._gateway.simulator_url}/sim/script", body), timeout=30).close()

    def ask(self, features: dict, transcript: Any = None, path: str = "/v1/understanding", **more: Any) -> tuple[int, Any]:
        body = {"speech_understanding": {"request": features}, **more}
        if "transcript_id" not in more:
            body["transcript"] = transcript or CALL
        connection = http.client.HTTPConnection(*self._gateway.address(), timeout=60)
        connection.request("POST", path, json.dumps(body), {"authorization": self._key, "content-type": "application/json"})
        answer = connection.getresponse()
        self.fields = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, json.loads(answer.read())

    def answer(self, features: dict, transcript: Any = None) -> Any:
        status, answer = self.ask(features, transcript)
        assert status == 200, answer
        return answer

    def problem(self, features: dict, transcript: Any = None) -> tuple[int, str]:
        status, answer = self.ask(features, transcript)
        return status, answer["metadata"]["errors"][0]


def calls(gateway: Gateway) -> list[dict]:
    return [json.loads(call["body"]) for call in gateway.simulated_calls() if call["path"].endswith("/chat/completions")]


def every_feature_answers_in_one_request(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.script(GOOD)
    answer = caller.answer(EVERYTHING)
    found = answer["speech_understanding"]["response"]
    assert answer["speech_understanding"]["request"] == EVERYTHING
    assert {name: feature["status"] for name, feature in found.items()} == {name: "success" for name in EVERYTHING}
    assert answer["translated_texts"] == {"es": "Clínica Harbour, dígame. Enviaré el formulario."}
    assert found["speaker_identification"]["mapping"] == {"A": "Agent", "B": "Caller"}
    assert [utterance["speaker"] for utterance in answer["utterances"]] == ["Agent", "Caller"]
    assert found["summarization"]["summary"] == [{"headline": "A form", "text": "The caller sends a form.", "start": 240, "end": 9020}]
    assert found["action_items"]["items"] == [{"action_item": "Send the form", "quote": "I will send the form", "timestamp": 4100}]
    assert found["custom_formatting"]["mapping"] == {"March 5th, 2026": "2026-03-05"}
    assert answer["request_id"] == caller.fields["x-request-id"]
    assert float(caller.fields["x-parley-cost"]) > 0, caller.fields
    assert not any(name in caller.fields for name in ("x-parley-dropped", "x-ratelimit-model")), caller.fields


def each_utterance_is_matched_where_it_is_wished(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.script(GOOD)
    answer = caller.answer({"translation": {"target_languages": ["es"], "match_original_utterance": True}})
    assert [utterance["translated_texts"] for utterance in answer["utterances"]] == [{"es": line["text"]} for line in TRANSLATED["lines"]]
    assert [utterance["speaker"] for utterance in answer["utterances"]] == ["A", "B"]


def a_model_that_takes_schemas_is_given_one(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.script(GOOD)
    caller.answer(SUMMARIZATION)
    asked = calls(gateway)[-1]
    assert asked["response_format"]["json_schema"]["strict"] is True and asked["model"] == "sim/smart", asked
    assert "1 | A: Harbour clinic, how can I help?" in asked["messages"][1]["content"], asked


def an_answer_that_is_almost_json_is_mended(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.script([{"when": "Sum up", "say": "Here you are:\n```json\n" + json.dumps(SUMMARY)[:-1] + ",}\n```"}])
    before = len(calls(gateway))
    assert caller.answer(SUMMARIZATION)["speech_understanding"]["response"]["summarization"]["summary"][0]["headline"] == "A form"
    assert len(calls(gateway)) == before + 1


def a_malformed_answer_is_asked_for_once_more_with_what_was_wrong(gateway: Gateway) -> None:
    caller = Caller(gateway)
    half = {"lines": TRANSLATED["lines"][:1]}
    caller.script([{"when": "Translate", "say": [json.dumps(half), json.dumps(TRANSLATED)]}])
    before = len(calls(gateway))
    assert caller.answer(TRANSLATION)["translated_texts"]["es"].endswith("Enviaré el formulario.")
    asked = calls(gateway)[before:]
    assert len(asked) == 2
    assert asked[1]["messages"][2]["content"] == json.dumps(half)
    assert "line 2 is missing" in asked[1]["messages"][3]["content"]


def every_feature_takes_a_good_answer_and_asks_again_after_another(gateway: Gateway) -> None:
    for key, (wish, question, good, bad, fault) in zip(FEATURE_KEYS, FEATURES):
        caller, name = Caller(gateway, key), next(iter(wish))
        for first in (json.dumps(bad), "I am afraid that I cannot do that.", json.dumps(good)[:-9], "[]", "null", '{"nothing": 1}', ""):
            caller.script([{"when": question, "say": [first, json.dumps(good)]}])
            before = len(calls(gateway))
            found = caller.answer(wish)["speech_understanding"]["response"][name]
            assert found["status"] == "success", found
            asked = calls(gateway)[before:]
            is_mended = first == json.dumps(good)[:-9] and len(asked) == 1  # cut off, and mended to something that will do
            assert len(asked) == 2 or is_mended, (name, first, len(asked))
        caller.script([{"when": question, "say": json.dumps(good)}])
        before = len(calls(gateway))
        caller.answer(wish)
        assert len(calls(gateway)) == before + 1, f"{name}: a good answer is asked for once"
        caller.script([{"when": question, "say": json.dumps(bad)}])
        status, why = caller.problem(wish)
        assert status == 502 and why.startswith(f"{name}: the model's answer is not what was asked for: ") and fault in why, (name, why)
        assert len(calls(gateway)) == before + 3


def every_feature_is_late_where_its_answer_is(gateway: Gateway) -> None:
    Caller(gateway).script(GOOD, {"smart": "scripted?first=60s"})
    started = time.monotonic()
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda key, feature: Caller(gateway, key).ask(feature[0]), FEATURE_KEYS, FEATURES))
    assert [status for status, _ in answers] == [504] * len(FEATURES), answers
    assert all(answer["request_id"] and "speech_understanding" not in answer for _, answer in answers), answers
    assert time.monotonic() - started < 30
    assert Caller(gateway).ask({"custom_formatting": {"date": "yyyy-mm-dd"}})[0] == 200, "formatting waits for no model"


def a_model_that_does_not_do_as_it_is_asked_is_an_upstreams_failure(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.script([{"when": "", "say": "I would rather not say SECRETWORD."}])
    before = len(calls(gateway))
    status, answer = caller.ask(SUMMARIZATION)
    assert status == 502 and answer["message"] == "upstream provider error", answer
    assert answer["metadata"]["errors"] == ["summarization: the model's answer is not what was asked for: it is not JSON"], answer
    assert len(calls(gateway)) == before + 2, "asked twice, and no more"
    caller.script([{"when": "", "say": json.dumps({"items": [{"action_item": "x", "quote": "nobody said that"}]})}])
    assert caller.problem({"action_items": {}})[1].endswith(
        "items[0].quote does not stand in the transcript, word for word, as said by one speaker")


def one_bad_feature_ends_all(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.script([answer for answer in GOOD if answer["when"] != "Sum up"])
    status, why = caller.problem(EVERYTHING)
    assert status == 502 and why.startswith("summarization: "), why


def a_provider_that_fails_is_asked_again(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.script(GOOD, {"smart": ["scripted?status=500", "scripted"]})
    assert caller.answer(SUMMARIZATION)["speech_understanding"]["response"]["summarization"]["status"] == "success"


def a_late_answer_is_a_timeout(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.script(GOOD, {"smart": "scripted?first=60s"})
    started = time.monotonic()
    status, answer = caller.ask(SUMMARIZATION)
    assert status == 504 and time.monotonic() - started < 20, (status, answer)


def a_hang_up_stops_all_questions(gateway: Gateway) -> None:
    caller = Caller(gateway)
    caller.script(GOOD, {"smart": "scripted?first=60s"})
    before = len(calls(gateway))
    connection = http.client.HTTPConnection(*gateway.address(), timeout=60)
    body = json.dumps({"transcript": CALL, "speech_understanding": {"request": EVERYTHING}})
    connection.request("POST", "/v1/understanding", body, {"authorization": KEY, "content-type": "application/json"})
    assert wait_until(lambda: len(calls(gateway)) == before + 4, 10)
    connection.close()
    assert wait_until(lambda: all(call["outcome"] == "caller_left" for call in gateway.simulated_calls()[-4:]), 10)


def a_long_talk_is_asked_about_in_parts(gateway: Gateway) -> None:
    caller = Caller(gateway)
    lines = [{"speaker": "AB"[at % 2], "text": f"This is what was said at number {at}.", "start": at * 1000, "end": at * 1000 + 900} for at in range(700)]
    caller.script([{"when": "too long to be shown whole", "say": json.dumps({"summary": [{"headline": "All", "text": "All.", "first_line": 1, "last_line": 700}]})},
                   *({"when": f" at number {at}.", "say": json.dumps({"summary": [{"headline": f"Part {at}", "text": "A part.",
                                                                                   "first_line": at + 1, "last_line": at + 1}]})} for at in range(0, 700, 25))])
    before = len(calls(gateway))
    summary = caller.answer(SUMMARIZATION, {"utterances": lines})["speech_understanding"]["response"]["summarization"]["summary"]
    assert summary == [{"headline": "All", "text": "All.", "start": 0, "end": 699_900}], summary
    asked = calls(gateway)[before:]
    assert len(asked) >= 4 and asked[-1]["messages"][1]["content"].startswith("lines 1 to 1 | Part 0: A part.\n"), asked[-1]
    seen = "".join(call["messages"][1]["content"] for call in sorted(asked[:-1], key=lambda call: int(call["messages"][1]["content"].split(" ")[0])))
    assert seen.count("\n") == 700 and seen.startswith("1 | A: ") and "700 | B: " in seen
    much = [{**line, "text": line["text"] * 8} for line in lines] * 3
    status, why = caller.problem(TRANSLATION, {"utterances": much})
    assert status == 400 and why.startswith("the transcript is too long for what is asked of it: it takes "), why


def what_a_transcript_lacks_is_said_in_the_words_of_the_public_api(gateway: Gateway) -> None:
    caller = Caller(gateway)
    assert caller.problem(IDENTIFICATION, {"text": "Nobody was told apart."}) == (400, "speaker_labels or multichannel required")
    redacted = {"text": "Call [PHONE_NUMBER].", "redact_pii": True, "redact_pii_policies": ["phone_number", "person_name"]}
    assert caller.problem({"custom_formatting": {"phone_number": "xxx-xxx-xxxx"}}, redacted) == (
        400, "redact pii phone_number not compatible with formatting phone_number")
    status, answer = caller.ask(SUMMARIZATION, transcript_id="nobody-knows")
    assert (status, answer["message"]) == (404, "transcript not found"), answer
    assert caller.problem({"translation": {}}) == (400, "translation.target_languages is required")
    assert caller.ask(EVERYTHING, path="/v1/understanding/validate")[1]["valid"] is True
    assert caller.ask({"summarization": {}}, path="/v1/understanding/validate")[0] == 400


def an_account_has_a_limit_of_its_own(gateway: Gateway) -> None:
    caller = Caller(gateway, LIMITED_KEY)
    formatting = {"custom_formatting": {"date": "yyyy-mm-dd"}}
    for left in range(LIMIT - 1, -1, -1):
        caller.answer(formatting)
        told = {name: value for name, value in caller.fields.items() if name.startswith("x-ratelimit")}
        assert told.pop("x-ratelimit-reset").isdigit()
        assert told == {"x-ratelimit-limit": str(LIMIT), "x-ratelimit-remaining": str(left),
                        "x-ratelimit-service": "speech-understanding", "x-ratelimit-feature": "understanding"}, told
    status, answer = caller.ask(formatting)
    assert (status, answer["message"]) == (429, "too many requests for this action") and int(caller.fields["retry-after"]) <= 60
    assert caller.ask(formatting, path="/v1/understanding/validate")[0] == 200, "looking is not counted"
    assert Caller(gateway, OTHER_KEY).ask(formatting)[0] == 200


def every_call_is_in_the_ledger_under_one_request(gateway: Gateway) -> None:
    caller = Caller(gateway, OTHER_KEY)
    half = {"lines": TRANSLATED["lines"][:1]}
    caller.script([{"when": "Translate", "say": [json.dumps(half), json.dumps(TRANSLATED)]}, *GOOD])
    request = caller.answer({**TRANSLATION, **SUMMARIZATION})["request_id"]
    cost = caller.fields["x-parley-cost"]
    gateway.parley.stop()
    gateway.parley.forget()
    gateway.serve()
    gateway.parley.stop()
    gateway.parley.forget()
    database = sqlite3.connect(gateway.data / "parley.db")
    entries = database.execute("SELECT id, asked_model, outcome, http_status, charged FROM entries WHERE request_id = ?", (request,)).fetchall()
    assert len(entries) == 1 and entries[0][1:4] == ("smart", "ok", 200), entries
    kinds = [kind for kind, in database.execute("SELECT kind FROM attempts WHERE entry = ? AND answered = 1", (entries[0][0],))]
    database.close()
    assert sorted(kinds) == ["map", "map", "retry"], kinds
    assert entries[0][4] == round(float(cost) * 1e9), (entries, cost)
    gateway.serve()


def without_a_model_only_formatting_is_done() -> None:
    with Gateway({"smart": "sim/scripted"}) as gateway:
        caller = Caller(gateway)
        assert caller.problem(TRANSLATION) == (
            400, "speech_understanding.request asks for what needs a model, and none is configured: see understanding.model")
        assert caller.ask({"custom_formatting": {"date": "yyyy-mm-dd"}})[0] == 200


STORIES = [every_feature_answers_in_one_request, every_feature_takes_a_good_answer_and_asks_again_after_another,
           every_feature_is_late_where_its_answer_is, each_utterance_is_matched_where_it_is_wished, a_model_that_takes_schemas_is_given_one,
           an_answer_that_is_almost_json_is_mended, a_malformed_answer_is_asked_for_once_more_with_what_was_wrong,
           a_model_that_does_not_do_as_it_is_asked_is_an_upstreams_failure, one_bad_feature_ends_all, a_provider_that_fails_is_asked_again,
           a_hang_up_stops_all_questions, a_long_talk_is_asked_about_in_parts, what_a_transcript_lacks_is_said_in_the_words_of_the_public_api,
           an_account_has_a_limit_of_its_own, a_late_answer_is_a_timeout, every_call_is_in_the_ledger_under_one_request]


def main() -> int:
    models = [{"id": "smart", "context_length": 9_000, "max_output_tokens": 3_000, "prices": {"input": 1, "output": 2},
               "targets": [{"provider": "up", "model": "sim/smart"}]}]
    understanding = {"model": "smart", "requests_per_minute": LIMIT}
    with Gateway({}, models=models, keys=KEYS, understanding=understanding, routing={"first_chunk_timeout": "5s", "total_timeout": "8s"}) as gateway:
        return run_table([*((story.__name__, lambda story=story: story(gateway)) for story in STORIES),
                          (without_a_model_only_formatting_is_done.__name__, without_a_model_only_formatting_is_done)])


if __name__ == "__main__":
    sys.exit(main())
