"""Streams that are cut in the middle and gone on with (`fallback_config.resume`), as their reader has them.

    PARLEY_BINARY=build/release/parley python3 tests/e2e/resume.py --streams 1000

Every stream breaks off at a random chunk, in one of several ways; another target, or the same one, goes on as its model does: with the
next word, with up to 30 words again, from the beginning, with a remark, in capitals, with other white space, or not at all. What the
reader then has is held against the answer that nobody cut, word by word.
"""

import json
import random
import socket
import sqlite3
import sys
import urllib.request
from collections import Counter
from dataclasses import dataclass, field

from gateway import CREDENTIAL, Gateway, wait_until
from raw_socket import chat_body, chat_request, exchange
from seeded import read_arguments
from table import run_table

BEHAVIOURS = ["exact", "repeats", "over", "remark", "recased", "respaced", "refuses"]
BREAKS = ["cut", "reset", "error_in_stream", "malformed", "hang"]
# How they are asked: by an answer that is begun (OpenAI's dialect, Anthropic's), in words, or by the one and, once that is refused, the other.
FORMS = {"up": "", "begun": "", "claude": "", "refused": "&no_prefill"}
PROVIDERS = {
    "up": {"dialect": "openai", "base_url": "{simulator}/v1", "credential": CREDENTIAL, "region": "us"},
    "begun": {"dialect": "openai", "base_url": "{simulator}/v1", "credential": CREDENTIAL, "region": "us", "rules": {"prefill": True}},
    "refused": {"dialect": "openai", "base_url": "{simulator}/v1", "credential": CREDENTIAL, "region": "us", "rules": {"prefill": True}},
    "claude": {"dialect": "anthropic", "base_url": "{simulator}", "credential": CREDENTIAL, "region": "us"},
}
STREAMS_PER_GATEWAY = 100  # each has a model, and so a breaker, of its own
WORDS_MIN, WORDS_MAX = 5, 80


@dataclass(frozen=True)
class Case:
    behaviour: str
    form: str      # the provider that goes on
    how: str       # it breaks off
    after: int     # chunks
    words: int
    seed: int
    alone: bool    # the same target goes on

    def first(self) -> str:
        own = f"&fail_first=1&continues={self.behaviour}{FORMS[self.form]}" if self.alone else ""
        return f"sim/words-{self.words}?seed={self.seed}&{self.how}={self.after}{own}"

    def second(self) -> str:
        return f"sim/words-{self.words}?seed={self.seed}&continues={self.behaviour}{FORMS[self.form]}"

    def targets(self) -> list[dict]:
        if self.alone:
            return [{"provider": self.form, "model": self.first()}]
        return [{"provider": "up", "model": self.first()}, {"provider": self.form, "model": self.second()}]


def draw(chance: random.Random, number: int) -> Case:
    words = chance.randint(WORDS_MIN, WORDS_MAX)
    how = chance.choices(BREAKS, [6, 3, 3, 3, 1])[0]
    return Case(BEHAVIOURS[number % len(BEHAVIOURS)], chance.choice(list(FORMS)), how, chance.randint(2, words + 1), words,
                chance.randrange(1 << 30), chance.random() < 0.3)


@dataclass
class Stream:
    """What a reader gets."""
    text: str = ""
    chunks: list[dict] = field(default_factory=list)
    error: dict | None = None
    done: int = 0

    def shape(self) -> None:
        """One stream, whoever told it."""
        assert len({(chunk["id"], chunk["created"], chunk["model"], chunk["object"]) for chunk in self.chunks}) == 1, self.chunks[-2:]
        roles = [index for index, chunk in enumerate(self.chunks) if chunk["choices"] and "role" in chunk["choices"][0]["delta"]]
        assert roles == [0], roles
        ends = [chunk for chunk in self.chunks if chunk["choices"] and chunk["choices"][0]["finish_reason"]]
        usages = [chunk for chunk in self.chunks if chunk.get("usage")]
        whole = self.error is None
        assert (len(ends), len(usages), self.done) == ((1, 1, 1) if whole else (0, 0, 0)), (len(ends), len(usages), self.done, self.error)


def read_stream(body: bytes) -> Stream:
    stream = Stream()
    for line in body.decode().split("\n"):
        if not line.startswith("data: "):
            assert line in ("", "\r") or line.startswith(":"), line
        elif line == "data: [DONE]":
            stream.done += 1
        elif "error" in (event := json.loads(line[6:])):
            stream.error = event["error"]
        else:
            stream.chunks.append(event)
            for choice in event["choices"]:
                stream.text += choice["delta"].get("content") or ""
    return stream


def ask(gateway: Gateway, model: str, **fields) -> Stream:
    fields = {"stream_options": {"include_usage": True}, "fallback_config": {"resume": True}} | fields
    answers = exchange(gateway.address(), chat_request(chat_body(model, "Tell me.", stream=True, max_tokens=5000, **fields), gateway.key),
                       final_answers=1)
    assert answers.statuses == (200,), answers
    return read_stream(answers.bodies[0])


def uncut(gateway: Gateway, case: Case) -> str:
    body = json.dumps({"model": f"sim/words-{case.words}?seed={case.seed}", "max_tokens": 5000,
                       "messages": [{"role": "user", "content": "Tell me."}]})
    request = urllib.request.Request(f"{gateway.simulator_url}/v1/chat/completions", body.encode())
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["choices"][0]["message"]["content"]


def words_apart(told: str, whole: str) -> tuple[int, int]:
    """How many words the reader lacks, and how many they have more than once."""
    told_words, whole_words = Counter(told.split()), Counter(whole.split())
    return (whole_words - told_words).total(), (told_words - whole_words).total()


def judge(case: Case, stream: Stream, whole: str, tally: Counter) -> None:
    stream.shape()
    tally["streams"] += 1
    if stream.error:
        tally["ended with the error event"] += 1
        assert stream.error["type"] and whole.startswith(stream.text), (stream.text, stream.error)
        assert case.behaviour == "refuses", (case, stream.error)
        return
    lost, repeated = words_apart(stream.text, whole)
    tally["whole"] += stream.text == whole
    tally["words lost"] += lost
    tally["words repeated"] += repeated
    assert stream.text == whole, (case, stream.text, whole)  # whoever refuses cannot know that it was asked to go on where it was shown nothing


def streams_are_whole(count: int, seed: int) -> None:
    chance = random.Random(seed)
    cases = [draw(chance, number) for number in range(count)]
    tallies = {behaviour: Counter() for behaviour in BEHAVIOURS}
    faults = []
    calls = joined = 0
    for begin in range(0, count, STREAMS_PER_GATEWAY):
        some = cases[begin:begin + STREAMS_PER_GATEWAY]
        models = [{"id": f"m{index}", "targets": case.targets()} for index, case in enumerate(some)]
        with Gateway({}, models=models, providers=PROVIDERS, routing={"idle_timeout": "400ms", "first_chunk_timeout": "5s"}) as gateway:
            for index, case in enumerate(some):
                try:
                    judge(case, ask(gateway, f"m{index}"), uncut(gateway, case), tallies[case.behaviour])
                except AssertionError as fault:
                    faults.append(f"{case}: {fault}")
            calls += counted(gateway, "parley_upstream_resumes_total")
            joined += counted(gateway, "parley_upstream_resumes_joined_total")
    for behaviour, tally in tallies.items():
        print(f"       {behaviour:9} " + ", ".join(f"{amount} {what}" for what, amount in tally.items()))
    print(f"       {calls} calls to go on, {joined} of them joined")
    assert not faults, "\n       ".join([f"{len(faults)} streams", *faults[:5]])
    assert joined > count // 3, "hardly a stream was gone on with"


def counted(gateway: Gateway, name: str) -> int:
    return next(int(line.split(" ")[-1]) for line in gateway.metrics().split("\n") if line.startswith(f"{name} "))


def target(model: str, provider: str = "up") -> dict:
    return {"provider": provider, "model": model}


def bodies(gateway: Gateway) -> list[dict]:
    return [json.loads(call["body"]) for call in gateway.simulated_calls()]


def it_is_off_unless_asked_for() -> None:
    models = [{"id": "house", "targets": [target("sim/words-40?cut=20"), target("sim/words-40")]}]
    with Gateway({}, models=models) as gateway:
        for config in ({}, {"resume": False}):
            assert ask(gateway, "house", fallback_config=config).error
        assert len(gateway.simulated_calls()) == 2


def a_model_is_asked_by_an_answer_that_is_begun_or_in_words() -> None:
    models = [{"id": name, "targets": [target(f"sim/words-40?seed={seed}&cut=20"), target(f"sim/words-40?seed={seed}", name)]}
              for seed, name in enumerate(("up", "begun"))]
    with Gateway({}, models=models, providers=PROVIDERS) as gateway:
        for name in ("begun", "up"):
            assert ask(gateway, name).error is None
        begun, words = bodies(gateway)[1], bodies(gateway)[3]
        assert [message["role"] for message in begun["messages"]] == ["user", "assistant"]
        assert [message["role"] for message in words["messages"]] == ["user", "assistant", "user"]
        assert "fallback_config" not in begun and begun["stream"] is True
        assert 4000 < begun["max_tokens"] < 5000, "what is left of the limit"


def a_second_cut_is_gone_on_with_up_to_four_calls() -> None:
    chain = [target(f"sim/words-60?seed=9&{broken}") for broken in ("cut=15", "cut=12&continues=exact", "cut=14", "continues=exact", "cut=1")]
    with Gateway({}, models=[{"id": "house", "targets": chain}]) as gateway:
        stream = ask(gateway, "house")
        stream.shape()
        assert stream.error is None and len(gateway.simulated_calls()) == 4, stream.error
        assert stream.text == uncut(gateway, Case("exact", "up", "cut", 0, 60, 9, False))
    chain = [target(f"sim/words-60?seed={9}&cut={12 + index}") for index in range(5)]
    with Gateway({}, models=[{"id": "house", "targets": chain}]) as gateway:
        stream = ask(gateway, "house")
        stream.shape()
        assert stream.error and len(gateway.simulated_calls()) == 4, stream.error


def a_fallback_goes_on_under_the_first_models_name() -> None:
    models = [{"id": "house", "targets": [target("sim/words-40?seed=3&reset=20")]}, {"id": "other", "targets": [target("sim/words-40?seed=3")]}]
    with Gateway({}, models=models) as gateway:
        stream = ask(gateway, "house", fallbacks=[{"model": "other"}])
        stream.shape()
        assert stream.error is None and stream.chunks[0]["model"] == stream.chunks[-1]["model"] == "house"


def whoever_was_asked_beside_a_slow_target_is_gone_on_with_as_well() -> None:
    chain = [target("sim/words-40?first=20s"), target("sim/words-40?seed=7&cut=20"), target("sim/words-40?seed=7&continues=over")]
    hedge = {"after": "50ms", "budget": "100%"}
    with Gateway({}, models=[{"id": "house", "targets": chain}], routing={"hedge": hedge}) as gateway:
        stream = ask(gateway, "house")
        stream.shape()
        assert stream.error is None and len(gateway.simulated_calls()) == 3, stream.error
        assert stream.text == uncut(gateway, Case("over", "up", "cut", 0, 40, 7, False))


def calls_are_never_gone_on_with() -> None:
    tools = [{"type": "function", "function": {"name": "look", "parameters": {"type": "object", "properties": {"q": {"type": "string"}}}}}]
    models = [{"id": f"m{cut}", "targets": [target(f"sim/tools-2?seed={cut}&cut={cut}"), target(f"sim/tools-2?seed={cut}")]} for cut in range(1, 9)]
    with Gateway({}, models=models) as gateway:
        for cut in range(1, 9):
            stream = ask(gateway, f"m{cut}", tools=tools)
            starts = [call for chunk in stream.chunks for choice in chunk["choices"] for call in choice["delta"].get("tool_calls", []) if "id" in call]
            assert [call["index"] for call in starts] == list(range(len(starts))) and len(starts) <= 2, starts
            assert stream.error or (stream.done == 1 and len(starts) == 2), stream
        assert counted(gateway, "parley_upstream_resumes_total") == 0


def documents_and_begun_answers_are_not() -> None:
    models = [{"id": "house", "targets": [target("sim/words-40?cut=20"), target("sim/words-40")]}]
    repair = [{"type": "json-repair", "mode": "stream"}]
    begun = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
    with Gateway({}, models=models) as gateway:
        for fields in ({"response_format": {"type": "json_object"}}, {"logprobs": True}, {"messages": begun}):
            assert ask(gateway, "house", **fields).error, fields
        assert counted(gateway, "parley_upstream_resumes_total") == 0


def whoever_ends_the_answer_is_paid() -> None:
    prices = {"input": 1, "output": 2}
    models = [{"id": "house", "prices": prices, "targets": [target("sim/words-40?seed=7&cut=20"), target("sim/words-40?seed=7")]}]
    with Gateway({}, models=models) as gateway:
        stream = ask(gateway, "house")
        usage = stream.chunks[-1]["usage"]
        gateway.parley.stop()
        database = sqlite3.connect(gateway.data / "parley.db")
        attempts = list(database.execute("SELECT kind, outcome, answered, input, output, cost FROM attempts ORDER BY number"))
        charged, incurred, outcome = database.execute("SELECT charged, incurred, outcome FROM entries").fetchone()
        database.close()
        assert [row[:3] for row in attempts] == [("primary", "upstream_cut", 0), ("resume", "ok", 1)], attempts
        assert attempts[1][3:5] == (usage["prompt_tokens"], usage["completion_tokens"]), (attempts, usage)
        assert outcome == "ok" and charged == attempts[1][5] and incurred == charged + attempts[0][5] > charged, attempts


def a_caller_who_leaves_ends_it() -> None:
    models = [{"id": "house", "targets": [target("sim/words-40?seed=7&cut=20"), target("sim/words-40?seed=7&hang=headers")]}]
    with Gateway({}, models=models) as gateway:
        with socket.create_connection(gateway.address()) as caller:
            body = chat_body("house", "hello", stream=True, fallback_config={"resume": True})
            caller.sendall(chat_request(body, gateway.key))
            assert wait_until(lambda: len(gateway.simulated_calls()) == 2, 10)
        assert wait_until(lambda: gateway.simulated_calls()[1]["outcome"] == "caller_left", 5)


STORIES = [it_is_off_unless_asked_for, a_model_is_asked_by_an_answer_that_is_begun_or_in_words, a_second_cut_is_gone_on_with_up_to_four_calls,
           a_fallback_goes_on_under_the_first_models_name,
           whoever_was_asked_beside_a_slow_target_is_gone_on_with_as_well, calls_are_never_gone_on_with, documents_and_begun_answers_are_not,
           whoever_ends_the_answer_is_paid, a_caller_who_leaves_ends_it]


def main() -> int:
    arguments = read_arguments(__doc__, "streams", 63)
    whole = ("streams_are_whole", lambda: streams_are_whole(arguments.streams, arguments.seed))
    return run_table([whole, *((story.__name__, story) for story in STORIES)])


if __name__ == "__main__":
    sys.exit(main())
