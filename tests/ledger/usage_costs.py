"""Tokens and costs of tests/golden/usage, computed once more without Parley's code and by another way.

The program looks at what a body says and makes the best of it. This test knows from the hosts' documentation which of the
counts each host gives, takes those and no others, and computes with fractions. Both are compared with the same expected.json:
its figures were written down, not printed by the program.
"""

import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any, Iterator

sys.path.append(str(Path(__file__).resolve().parents[1] / "e2e"))

from table import run_table

CASES = Path(__file__).resolve().parents[1] / "golden/usage"
CASES_MIN = 50
PRICED = ("input", "cache_read", "cache_write_5m", "cache_write_1h", "output")
PARTS = ("reasoning", "input_audio", "output_audio")
NANODOLLARS_OF_A_TOKEN_AT_A_DOLLAR_A_MILLION = 1_000

# Where a host counts prompt tokens that it had cached; elsewhere they are in prompt_tokens_details.
CACHED_AT = {"deepseek": "prompt_cache_hit_tokens", "moonshot": "cached_tokens", "together": "cached_tokens"}
# Hosts that leave the thoughts out of completion_tokens.
REASONING_BESIDE = {"xai", "gemini-compat"}


def read_note(folder: Path) -> dict[str, str]:
    head = (folder / "note.md").read_text().split("\n\n")[0]
    return dict(line.split(": ", 1) for line in head.splitlines())


def read_usage(folder: Path, note: dict[str, str]) -> dict[str, Any]:
    body = json.loads((folder / "body.json").read_text())
    return body["usageMetadata" if note.get("host") == "gemini" else "usage"]


def prompt_tokens(usage: dict[str, Any], note: dict[str, str]) -> int:
    """All that the model read, by what each documentation says is counted where."""
    host = note.get("host", "")
    if host == "anthropic":
        return usage["input_tokens"] + (usage.get("cache_read_input_tokens") or 0) + (usage.get("cache_creation_input_tokens") or 0)
    if host == "gemini":
        thoughts_and_answer = usage.get("thoughtsTokenCount", 0) + usage.get("candidatesTokenCount", 0)
        return usage["totalTokenCount"] - thoughts_and_answer
    if host == "bedrock":
        return usage["inputTokens"] + (usage.get("cacheReadInputTokens") or 0) + (usage.get("cacheWriteInputTokens") or 0)
    return usage["prompt_tokens"]


def count_anthropic_tokens(usage: dict[str, Any]) -> dict[str, int]:
    """Three counts that do not overlap; what is written is told by lifetime, or is for five minutes."""
    written = usage.get("cache_creation_input_tokens") or 0
    for_an_hour = (usage.get("cache_creation") or {}).get("ephemeral_1h_input_tokens", 0)
    return {"input": usage["input_tokens"], "cache_read": usage.get("cache_read_input_tokens") or 0,
            "cache_write_5m": written - for_an_hour, "cache_write_1h": for_an_hour, "output": usage["output_tokens"],
            "reasoning": usage.get("output_tokens_details", {}).get("thinking_tokens", 0), "input_audio": 0, "output_audio": 0}


def count_gemini_tokens(usage: dict[str, Any]) -> dict[str, int]:
    """The cache is a part of the prompt, thoughts stand beside the answer, and zeros are left out."""
    def audio(name: str) -> int:
        return sum(part["tokenCount"] for part in usage.get(name, []) if part["modality"] == "AUDIO")

    cached = usage.get("cachedContentTokenCount", 0)
    thoughts = usage.get("thoughtsTokenCount", 0)
    return {"input": usage["promptTokenCount"] + usage.get("toolUsePromptTokenCount", 0) - cached, "cache_read": cached,
            "cache_write_5m": 0, "cache_write_1h": 0, "output": usage.get("candidatesTokenCount", 0) + thoughts, "reasoning": thoughts,
            "input_audio": audio("promptTokensDetails"), "output_audio": audio("candidatesTokensDetails")}


def count_bedrock_tokens(usage: dict[str, Any]) -> dict[str, int]:
    """Every class is counted by itself; a part of what was written is kept for an hour."""
    for_an_hour = sum(detail["inputTokens"] for detail in usage.get("cacheDetails", []) if detail["ttl"] == "1h")
    return {
        "input": usage["inputTokens"],
        "cache_read": usage.get("cacheReadInputTokens") or 0,
        "cache_write_5m": (usage.get("cacheWriteInputTokens") or 0) - for_an_hour,
        "cache_write_1h": for_an_hour,
        "output": usage["outputTokens"],
        "reasoning": 0,
        "input_audio": 0,
        "output_audio": 0,
    }


def count_tokens(usage: dict[str, Any], note: dict[str, str]) -> dict[str, int]:
    host = note.get("host", "")
    if host == "anthropic":
        return count_anthropic_tokens(usage)
    if host == "gemini":
        return count_gemini_tokens(usage)
    if host == "bedrock":
        return count_bedrock_tokens(usage)
    prompt_details = usage.get("prompt_tokens_details") or {}
    completion_details = usage.get("completion_tokens_details") or {}
    reasoning = completion_details.get("reasoning_tokens") or 0

    if "reply_field" in note:
        cached = int(note["reply_field"])
    elif host in CACHED_AT:
        cached = usage.get(CACHED_AT[host], 0)
    else:
        cached = prompt_details.get("cached_tokens") or 0
    by_lifetime = prompt_details.get("cache_creation") or {}
    for_an_hour = by_lifetime.get("ephemeral_1h_input_tokens", 0)
    for_five_minutes = by_lifetime.get("ephemeral_5m_input_tokens", prompt_details.get("cache_write_tokens", 0))

    return {
        "input": usage["prompt_tokens"] - cached - for_five_minutes - for_an_hour,
        "cache_read": cached,
        "cache_write_5m": for_five_minutes,
        "cache_write_1h": for_an_hour,
        "output": usage["completion_tokens"] + (reasoning if host in REASONING_BESIDE else 0),
        "reasoning": reasoning,
        "input_audio": prompt_details.get("audio_tokens") or 0,
        "output_audio": completion_details.get("audio_tokens") or 0,
    }


def cost(tokens: dict[str, int], note: dict[str, str]) -> int | None:
    if "prices" not in note:
        return None
    prices = {name: Fraction(price) for name, price in (pair.split() for pair in note["prices"].split(", "))}
    dollars_per_million = sum(prices.get(name, prices["input"]) * tokens[name] for name in PRICED)
    exact = dollars_per_million * NANODOLLARS_OF_A_TOKEN_AT_A_DOLLAR_A_MILLION
    exact *= 1 + Fraction(note.get("regional_increase", "0")) / 100
    return (exact + Fraction(1, 2)).__floor__()


def check(folder: Path) -> None:
    note = read_note(folder)
    usage = read_usage(folder, note)
    expected = json.loads((folder / "expected.json").read_text())
    tokens = count_tokens(usage, note)

    assert note["origin"].startswith("constructed from "), "a case says where it comes from"
    assert set(expected["tokens"]) == {*PRICED, *PARTS}, f"classes: {sorted(expected['tokens'])}"
    assert tokens == expected["tokens"], f"{tokens}, expected {expected['tokens']}"
    assert min(tokens.values()) >= 0, f"a count below zero: {tokens}"
    assert sum(tokens[name] for name in PRICED[:4]) == prompt_tokens(usage, note), "the classes make the prompt"
    assert tokens["reasoning"] <= tokens["output"], "reasoning is a part of the output"
    assert cost(tokens, note) == expected["nanodollars"], f"{cost(tokens, note)} nano-dollars, expected {expected['nanodollars']}"


def check_that_there_are_enough(folders: list[Path]) -> None:
    assert len(folders) >= CASES_MIN, f"{len(folders)} cases"
    hosts = {read_note(folder).get("host") for folder in folders}
    assert len(hosts) >= 18, f"hosts: {hosts}"


def cases() -> Iterator[tuple[str, Any]]:
    folders = sorted(CASES.iterdir())
    yield "enough", lambda: check_that_there_are_enough(folders)
    for folder in folders:
        yield folder.name, lambda folder=folder: check(folder)


sys.exit(run_table(cases()))
