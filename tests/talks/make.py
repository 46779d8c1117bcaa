#!/usr/bin/env python3
"""Makes tests/golden/transcripts/NAME/transcript.json of each talk in this folder, NAME.txt, as AssemblyAI's API would show it.   tests/talks/make.py

A line is a speaker, perhaps a language, perhaps when it begins, and what is said: `B[es]<: Hola.` begins before the one in front of it has
ended, `&` within it, `=` together with it; all others wait for their turn. `channels` alone on a line: each speaker has a channel.
`{LOCATION|Two Words}` was taken out: each of its words is `[LOCATION]`. Moments follow from the letters, so that every run makes the same.
"""

import json
import re
import uuid
from pathlib import Path

HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parent / "golden/transcripts"
LINE = re.compile(r"(?P<speaker>\w)(\[(?P<language>\w+)\])?(?P<begins>[<&=]?): (?P<text>.+)")
TAKEN_OUT = re.compile(r"\{(?P<policy>\w+)\|(?P<said>[^}]+)\}")
POLICIES = {"PERSON_NAME": "person_name", "ACCOUNT_NUMBER": "account_number", "DATE_OF_BIRTH": "date_of_birth", "PHONE_NUMBER": "phone_number",
            "LOCATION": "location", "BANK_ACCOUNT": "banking_information", "DATE": "date"}


def shown(text: str) -> str:
    return TAKEN_OUT.sub(lambda found: " ".join(f"[{found['policy']}]" for _ in found["said"].split()), text)


def said(text: str) -> str:
    return TAKEN_OUT.sub(lambda found: found["said"], text)


def start_of(begins: str, number: int, before: dict | None) -> int:
    if before is None:
        return 240
    length = before["end"] - before["start"]
    if begins == "=":
        return before["start"]
    if begins == "&":
        return before["start"] + length // 2
    if begins == "<":
        return before["end"] - min(700, length // 3)
    return before["end"] + 180 + 90 * (number % 5)


def words_of(text: str, start: int, facts: dict) -> list[dict]:
    words = []
    for number, word in enumerate(text.split()):
        end = start + 110 + 45 * len(word)
        words.append({"text": word, "start": start, "end": end, "confidence": round(0.9 + (number * 7 + len(word)) % 10 / 100, 2), **facts})
        start = end + 30
    return words


def utterances_of(lines: list[str], has_channels: bool, as_text) -> list[dict]:
    utterances: list[dict] = []
    for number, line in enumerate(lines):
        found = LINE.fullmatch(line)
        assert found, line
        facts = {"speaker": found["speaker"], **({"channel": found["speaker"]} if has_channels else {})}
        begins = start_of(found["begins"], number, utterances[-1] if utterances else None)
        text = as_text(found["text"])
        words = words_of(text, begins, facts)
        language = {"language_code": found["language"]} if found["language"] else {}
        utterances.append({**facts, "text": text, "start": begins, "end": words[-1]["end"], "confidence": 0.95, **language, "words": words})
    return utterances


def in_time(utterances: list[dict]) -> list[dict]:
    return sorted((word for utterance in utterances for word in utterance["words"]), key=lambda word: word["start"])


def transcript(name: str, lines: list[str]) -> dict:
    has_channels = "channels" in lines
    lines = [line for line in lines if line and line != "channels" and not line.startswith("#")]
    utterances = utterances_of(lines, has_channels, shown)
    document = {"id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"talk/{name}")), "status": "completed", "language_code": "en_us",
                "audio_duration": -(-max(one["end"] for one in utterances) // 1000), "confidence": 0.95,
                "text": " ".join(one["text"] for one in utterances), "utterances": utterances, "words": in_time(utterances),
                "speaker_labels": not has_channels, "multichannel": has_channels}
    policies = sorted({POLICIES[found["policy"]] for line in lines for found in TAKEN_OUT.finditer(line)})
    if policies:
        whole = utterances_of(lines, has_channels, said)
        document |= {"redact_pii": True, "redact_pii_policies": policies, "unredacted_text": " ".join(one["text"] for one in whole),
                     "unredacted_words": in_time(whole), "unredacted_utterances": whole}
    return document


def printed(document: dict) -> str:
    """An utterance or a word to a line: a change is seen."""
    def lines(value) -> str:
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return "[\n  " + ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in value) + "]"
        return json.dumps(value, ensure_ascii=False)
    return "{\n" + ",\n".join(f' "{name}": {lines(value)}' for name, value in document.items()) + "\n}\n"


def main() -> None:
    for talk in sorted(HERE.glob("*.txt")):
        folder = GOLDEN / talk.stem
        folder.mkdir(exist_ok=True)
        lines = talk.read_text().splitlines()
        (folder / "transcript.json").write_text(printed(transcript(talk.stem, lines)))
        note = f"origin: constructed from AssemblyAI API reference, \"Get transcript\"; the talk is made up, of tests/talks/{talk.name} by tests/talks/make.py\n\n"
        (folder / "note.md").write_text(note + lines[0].removeprefix("# ") + "\n")


if __name__ == "__main__":
    main()
