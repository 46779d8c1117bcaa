"""One question to a model of a Gateway, and what a simulated upstream saw of it."""

import json
import urllib.request

from gateway import Gateway
from raw_socket import Answers, chat_body, chat_request, exchange


def ask(gateway: Gateway, model: str, **fields) -> Answers:
    return exchange(gateway.address(), chat_request(chat_body(model, f"to {model}", **fields), gateway.key), final_answers=1)


def content(answers: Answers) -> str:
    assert answers.statuses == (200,), answers
    return json.loads(answers.bodies[0])["choices"][0]["message"]["content"]


def calls(simulator_url: str, part: str) -> list[dict]:
    """Those with such a part in their path, oldest first."""
    with urllib.request.urlopen(f"{simulator_url}/sim/requests", timeout=30) as answer:
        return [call for call in json.load(answer)["requests"] if part in call["path"]]
