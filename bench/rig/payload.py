"""The requests that every load generator sends: a turn of a phone call, about 1 KB."""

import json
from pathlib import Path

KEY = "bench-key-0123456789"
REQUEST_MODEL = "bench-model"

MESSAGES = [
    {"role": "system", "content":
        "You are the receptionist of a dental practice and speak with patients on the phone. Keep every answer to one "
        "or two short sentences, since it will be read aloud. Never give medical advice; offer to call back instead. "
        "Opening hours are Monday to Friday, eight to six. Confirm dates and times by repeating them."},
    {"role": "user", "content": "Hi, this is Jamie Rivera, I have an appointment tomorrow at nine with Dr. Okafor."},
    {"role": "assistant", "content": "Good morning, Jamie. I can see your appointment tomorrow at nine with "
                                     "Dr. Okafor. What can I do for you?"},
    {"role": "user", "content": "Something came up at work, so could we move it to Thursday, in the afternoon if "
                                "there is anything free? Half past two would be perfect for me."},
]


def request_body(model: str) -> bytes:
    body = {"model": model, "messages": MESSAGES, "temperature": 0.7, "max_tokens": 256}
    if model != REQUEST_MODEL:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    return json.dumps(body, separators=(",", ":")).encode()


def body_file(folder: Path, model: str) -> Path:
    file = folder / f"body-{model}.json"
    if not file.exists():
        file.write_bytes(request_body(model))
    return file


def events_of(model: str) -> int:
    """How many events one stream of a paced or burst model has: role, contents, finish, usage, [DONE]."""
    kind, first, second = model.split("-")
    contents = int(second) * (int(first) if kind == "burst" else 1)
    return contents + 4
