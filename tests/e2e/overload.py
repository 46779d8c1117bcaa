"""What cannot be carried is refused at once, and who asks for everything leaves room for others.   PARLEY_BINARY=build/release/parley python3 tests/e2e/overload.py

Who is let in is the rule of src/limits/admission.hpp and tested there. Here real streams fill the room, and callers, health and metrics ask meanwhile.
"""

import contextlib
import http.client
import json
import socket
import sys
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from fallbacks import field
from gateway import KEY, Gateway, wait_until
from raw_socket import Answers, chat_body, chat_request, exchange
from retries import counted
from table import run_table

ROOM = 20
HOGS_MOST = 15  # three quarters
LOOKING, ASKING = 16, 8
LISTED = {f"listed-{number}": "sim/echo" for number in range(900)}
MODELS = {"endless": "sim/words-5?first=600s", "echo": "sim/echo", "talk": "sim/words-200?rate=40"}
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


def who_is_turned_away_has_a_line_in_the_log_and_no_entry() -> None:
    with gateway_of(requests_at_once=1) as gateway, hogging(gateway, 1):
        before = counted(gateway, "parley_ledger_entries_total")
        refused = ask(gateway, OTHER_KEY)
        body = json.loads(refused.bodies[0])
        assert refused.statuses == (503,) and body["code"] == 503 and body["error"]["code"] == "server_is_overloaded", refused
        request_id = body["request_id"]
        assert field(refused, "x-request-id") == request_id, refused
        def lines() -> list[dict]:
            return [line for line in map(json.loads, filter(lambda text: text.startswith("{"), gateway.parley.errors().splitlines()))
                    if line.get("request_id") == request_id]
        assert wait_until(lambda: len(lines()) == 1, SECONDS_MAX), lines()
        line, = lines()
        assert (line["status"], line["outcome"], line["account"], line["key"]) == (503, "refused", "other", "other"), line
        assert counted(gateway, "parley_ledger_entries_total") == before


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
        slow.sendall(chat_request(b"", KEY, framing=b"content-length: 700000\r\nexpect: 100-continue\r\n"))  # and then nothing more of it
        let_in = slow.recv(65536)
        assert let_in.startswith(b"HTTP/1.1 100 "), let_in
        refused = ask(gateway, KEY, size=200_000)
        assert refused.statuses == (429,), refused
        answer = ask(gateway, OTHER_KEY, size=200_000)
        assert answer.statuses == (200,), answer
        refused = ask(gateway, OTHER_KEY, size=400_000)
        assert refused.statuses == (503,), refused
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


def keys_of_one_account_leave_each_other_room() -> None:
    keys = [{"name": name, "secret": secret, "account": "acme"} for name, secret in (("flood", KEY), ("quiet", OTHER_KEY))]
    with Gateway(MODELS, keys=keys, limits={"requests_at_once": ROOM}) as gateway, hogging(gateway, HOGS_MOST):
        assert ask(gateway, KEY).statuses == (429,)
        for _ in range(20):
            assert ask(gateway, OTHER_KEY).statuses == (200,)


@contextlib.contextmanager
def busy(gateway: Gateway):
    """The thread has more to do than it can do, with something that nobody refuses: a long list of models, again and again."""
    over = threading.Event()

    def look_again_and_again() -> None:
        connection = http.client.HTTPConnection(*gateway.address(), timeout=SECONDS_MAX)
        while not over.is_set():
            connection.request("GET", "/v1/models")
            answer = connection.getresponse()
            assert answer.status == 200 and answer.read(), answer
        connection.close()

    def ask_again_and_again() -> None:
        while not over.is_set():
            ask(gateway, KEY)

    with ThreadPoolExecutor(LOOKING + ASKING) as pool:
        looking = [pool.submit(step) for step in [look_again_and_again] * LOOKING + [ask_again_and_again] * ASKING]
        try:
            yield
        finally:
            over.set()
        for one in looking:
            one.result()


def busy_gateway_of(**limits) -> Gateway:
    return Gateway(MODELS | LISTED, keys=KEYS, limits={"requests_at_once": 0, **limits}, threads=1)


def a_thread_that_is_late_refuses_new_requests_and_goes_on_with_the_others() -> None:
    with busy_gateway_of(lateness_max="1ms") as gateway, hogging(gateway, 10):
        with socket.create_connection(gateway.address(), timeout=SECONDS_MAX) as listener:
            listener.sendall(chat_request(chat_body("talk", "hello", stream=True), OTHER_KEY))
            heard = listener.recv(65536)
            assert heard.startswith(b"HTTP/1.1 200"), heard
            with busy(gateway):
                assert wait_until(lambda: ask(gateway, KEY).statuses == (503,), SECONDS_MAX), "nobody is refused"
                assert wait_until(lambda: all(ask(gateway, KEY).statuses == (503,) for _ in range(20)), SECONDS_MAX), "one is let in again and again"
                refused = ask(gateway, KEY)
                assert refused.statuses == (503,) and field(refused, "retry-after") == "1" and b"Overloaded" in refused.bodies[0], refused
                assert wait_until(lambda: ask(gateway, OTHER_KEY).statuses == (200,), SECONDS_MAX), "one of ten of those who have little is let in"
                for url in (f"{gateway.url}/healthz", f"{gateway.url}/readyz", f"{gateway.admin_url}/healthz", f"{gateway.admin_url}/metrics"):
                    with urllib.request.urlopen(url, timeout=SECONDS_MAX) as answer:
                        assert answer.status == 200, url
                while b"data: [DONE]" not in heard:
                    piece = listener.recv(65536)
                    assert piece, "the stream was cut"
                    heard += piece
            assert wait_until(lambda: all(ask(gateway, KEY).statuses == (200,) for _ in range(20)), SECONDS_MAX), "it has time again"
        assert counted(gateway, 'parley_rate_limited_total{reason="late"}') >= 20


def a_late_thread_refuses_nobody_where_no_limit_is_set() -> None:
    with busy_gateway_of(lateness_max="0s") as gateway, busy(gateway):
        for _ in range(50):
            assert ask(gateway, KEY).statuses == (200,)


def without_a_limit_nobody_is_refused() -> None:
    with gateway_of(requests_at_once=0) as gateway, hogging(gateway, 3 * ROOM):
        assert ask(gateway, KEY).statuses == (200,)


CASES = [one_account_fills_three_quarters_and_others_are_answered, who_is_turned_away_has_a_line_in_the_log_and_no_entry,
         where_there_is_no_room_everybody_is_told_to_come_back,
         health_and_metrics_answer_meanwhile, who_leaves_makes_room_at_once, bodies_are_counted_before_they_are_read,
         a_chunked_body_counts_as_what_it_was, keys_of_one_account_leave_each_other_room,
         a_thread_that_is_late_refuses_new_requests_and_goes_on_with_the_others, a_late_thread_refuses_nobody_where_no_limit_is_set,
         without_a_limit_nobody_is_refused]

if __name__ == "__main__":
    sys.exit(run_table((case.__name__, case) for case in CASES))
