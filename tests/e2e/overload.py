"""What cannot be carried is refused at once, and who asks for everything leaves room for others.   PARLEY_BINARY=build/release/parley python3 tests/e2e/overload.py

Who is let in is the rule of src/limits/admission.hpp and tested there. Here real streams fill the room, and callers, health and metrics ask meanwhile.
"""

import contextlib
import http.client
import json
import socket
import sys
import urllib.request

from fallbacks import field
from gateway import KEY, Gateway, wait_until
from raw_socket import Answers, chat_body, chat_request, exchange
from retries import counted
from table import run_table

ROOM = 20
HOGS_MOST = 15  # three quarters
MODELS = {"endless": "sim/words-5?first=600s", "echo": "sim/echo"}
OTHER_KEY = "another-accounts-key-0123456789"
KEYS = [{"name": "hog", "secret": KEY, "account": "hog"}, {"name": "other", "secret": OTHER_KEY, "account": "other"}]
SECONDS_MAX = 20


def gateway_of(**limits) -> Gateway:
    return Gateway(MODELS, keys=KEYS, limits=limits)


def ask(gateway: Gateway, key: str, model: str = "echo", size: int = 10) -> Answers:
    return exchange(gateway.address(), chat_request(chat_body(model, "x" * size), key), final_answers=1)


@contextlib.contextmanager
def hogging(gateway: Gateway, count: int, key: str = KEY):
    """So many streams that have reached the provider and get no answer."""
    with contextlib.ExitStack() as stack:
        before = open_calls(gateway)
        for _ in range(count):
            connection = stack.enter_context(socket.create_connection(gateway.address(), timeout=SECONDS_MAX))
            connection.sendall(chat_request(chat_body("endless", "hello", stream=True), key))
        assert wait_until(lambda: open_calls(gateway) == before + count, SECONDS_MAX), open_calls(gateway)
        yield


def open_calls(gateway: Gateway) -> int:
    with urllib.request.urlopen(f"{gateway.simulator_url}/sim/state", timeout=30) as answer:
        return json.load(answer)["open"]


def one_account_fills_three_quarters_and_others_are_answered() -> None:
    with gateway_of(requests_at_once=ROOM) as gateway, hogging(gateway, HOGS_MOST):
        refused = ask(gateway, KEY)
        assert refused.statuses == (429,) and field(refused, "retry-after") == "1", refused
        assert b"too many requests at once" in refused.bodies[0], refused
        for _ in range(20):
            assert ask(gateway, OTHER_KEY).statuses == (200,)
        assert counted(gateway, 'parley_rate_limited_total{reason="over_share"}') == 1


def where_there_is_no_room_everybody_is_told_to_come_back() -> None:
    with gateway_of(requests_at_once=ROOM) as gateway, hogging(gateway, HOGS_MOST), hogging(gateway, ROOM - HOGS_MOST, OTHER_KEY):
        before = len(gateway.simulated_calls())
        for key in (KEY, OTHER_KEY):
            refused = ask(gateway, key)
            assert refused.statuses == (503,) and field(refused, "retry-after") == "1", refused
        assert len(gateway.simulated_calls()) == before, "what is refused reaches nobody"
        assert counted(gateway, 'parley_rate_limited_total{reason="overload"}') == 2


def health_and_metrics_answer_meanwhile() -> None:
    with gateway_of(requests_at_once=2) as gateway, hogging(gateway, 1), hogging(gateway, 1, OTHER_KEY):
        assert ask(gateway, KEY).statuses == (503,)
        for url in (f"{gateway.url}/healthz", f"{gateway.url}/readyz", f"{gateway.admin_url}/healthz", f"{gateway.admin_url}/metrics"):
            with urllib.request.urlopen(url, timeout=SECONDS_MAX) as answer:
                assert answer.status == 200, url


def who_leaves_makes_room_at_once() -> None:
    with gateway_of(requests_at_once=ROOM) as gateway:
        with hogging(gateway, HOGS_MOST):
            assert ask(gateway, KEY).statuses == (429,)
        assert wait_until(lambda: open_calls(gateway) == 0, SECONDS_MAX)
        assert all(ask(gateway, KEY).statuses == (200,) for _ in range(ROOM))


def bodies_are_counted_before_they_are_read() -> None:
    with gateway_of(bodies_bytes_at_once="1MiB") as gateway, socket.create_connection(gateway.address(), timeout=SECONDS_MAX) as slow:
        slow.sendall(chat_request(b"{", KEY, framing=b"content-length: 700000\r\n"))  # and then nothing more of it
        assert wait_until(lambda: ask(gateway, KEY, size=200_000).statuses == (429,), SECONDS_MAX)
        assert ask(gateway, OTHER_KEY, size=200_000).statuses == (200,)
        assert ask(gateway, OTHER_KEY, size=400_000).statuses == (503,)
        assert ask(gateway, KEY).statuses == (200,), "a small one still fits into its share"


def a_chunked_body_counts_as_what_it_was() -> None:
    with gateway_of(bodies_bytes_at_once="16MiB") as gateway:
        connections = []
        for _ in range(4):  # ten megabytes might have come, each time
            connection = http.client.HTTPConnection(*gateway.address(), timeout=SECONDS_MAX)
            connection.request("POST", "/v1/chat/completions", iter([chat_body("endless", "hello", stream=True)]),
                               {"authorization": KEY, "content-type": "application/json", "transfer-encoding": "chunked"}, encode_chunked=True)
            connections.append(connection)
            assert wait_until(lambda: open_calls(gateway) == len(connections), SECONDS_MAX), open_calls(gateway)
        for connection in connections:
            connection.close()


def without_a_limit_nobody_is_refused() -> None:
    with gateway_of(requests_at_once=0) as gateway, hogging(gateway, 3 * ROOM):
        assert ask(gateway, KEY).statuses == (200,)


CASES = [one_account_fills_three_quarters_and_others_are_answered, where_there_is_no_room_everybody_is_told_to_come_back,
         health_and_metrics_answer_meanwhile, who_leaves_makes_room_at_once, bodies_are_counted_before_they_are_read,
         a_chunked_body_counts_as_what_it_was, without_a_limit_nobody_is_refused]

if __name__ == "__main__":
    sys.exit(run_table((case.__name__, case) for case in CASES))
