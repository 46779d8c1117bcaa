"""Several public addresses, each with a region and names of its own."""

import json
import sys

from gateway import Gateway
from raw_socket import chat_body, chat_request, exchange
from table import run_table

LISTENERS = [{"address": "127.0.0.1:0", "hosts": ["llm.example.com", "127.0.0.1"]},
             {"address": "127.0.0.1:0", "region": "eu"}]


def ask(url: str, host: str, path: str = "/v1/models", version: str = "1.1") -> tuple[int, bytes]:
    name, port = url.removeprefix("http://").split(":")
    request = f"GET {path} HTTP/{version}\r\n{host}connection: close\r\n\r\n".encode()
    answers = exchange((name, int(port)), request)
    return answers.statuses[0], answers.bodies[0]


def each_address_serves_its_region(gateway: Gateway, other: str) -> None:
    assert gateway.url != other
    for url, models in ((gateway.url, ["echo"]), (other, [])):
        status, body = ask(url, "host: llm.example.com\r\n")
        assert status == 200 and [model["id"] for model in json.loads(body)["data"]] == models, body
    name, port = other.removeprefix("http://").split(":")
    answers = exchange((name, int(port)), chat_request(chat_body("echo", "x", stream=False), gateway.key), final_answers=1)
    assert answers.statuses == (400,) and b"model echo is not supported" in answers.bodies[0], answers


def known_hosts_are_answered_in_any_spelling(gateway: Gateway, other: str) -> None:
    for host in ("llm.example.com", "LLM.Example.COM", "llm.example.com:443", "127.0.0.1", "127.0.0.1:1"):
        assert ask(gateway.url, f"host: {host}\r\n")[0] == 200, host


def an_unknown_host_gets_421_in_the_form_of_our_errors(gateway: Gateway, other: str) -> None:
    for host in ("example.com", "llm.example.com.evil.example", "localhost", "[::1]"):
        for path in ("/v1/models", "/healthz", "/nowhere"):
            status, body = ask(gateway.url, f"host: {host}\r\n", path)
            assert status == 421, (host, path, status)
            error = json.loads(body)
            assert (error["code"], error["message"], error["error"]["type"]) == \
                (421, "this host is not served here", "invalid_request_error"), error


def no_host_at_all_is_an_unknown_one(gateway: Gateway, other: str) -> None:
    assert ask(gateway.url, "", version="1.0")[0] == 421
    assert ask(other, "", version="1.0")[0] == 200


def a_listener_without_hosts_answers_to_any(gateway: Gateway, other: str) -> None:
    assert ask(other, "host: whatever.example\r\n")[0] == 200


CASES = [each_address_serves_its_region, known_hosts_are_answered_in_any_spelling,
         an_unknown_host_gets_421_in_the_form_of_our_errors, no_host_at_all_is_an_unknown_one,
         a_listener_without_hosts_answers_to_any]

if __name__ == "__main__":
    with Gateway({"echo": "sim/echo"}, listeners=LISTENERS) as gateway:
        status = run_table((case.__name__, lambda case=case: case(gateway, gateway.other_urls[0])) for case in CASES)
    sys.exit(status)
