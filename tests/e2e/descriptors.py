"""More callers than there are open files for.   PARLEY_BINARY=build/release/parley python3 tests/e2e/descriptors.py"""

import socket
import sys
from contextlib import ExitStack

from gateway import Gateway
from raw_socket import chat_body, chat_request, exchange
from table import run_table

DESCRIPTORS = 128
CALLERS = 100
WAIT_SECONDS_MAX = 20


def ask(gateway: Gateway, connection: socket.socket) -> None:
    connection.sendall(chat_request(chat_body("echo", "hello"), gateway.key))
    answer = connection.recv(65536)
    assert answer.startswith(b"HTTP/1.1 200 "), answer[:200]


def those_who_were_accepted_are_answered(gateway: Gateway) -> None:
    with ExitStack() as held:
        callers = [held.enter_context(socket.create_connection(gateway.address(), timeout=WAIT_SECONDS_MAX))
                   for _ in range(CALLERS)]
        for caller in callers[:10]:
            ask(gateway, caller)
        assert "parley_requests" in gateway.metrics()  # the admin listener has room as well
        assert gateway.open_descriptors() < DESCRIPTORS


def those_who_come_later_are_answered(gateway: Gateway) -> None:
    answers = exchange(gateway.address(), chat_request(chat_body("echo", "hello"), gateway.key), final_answers=1)
    assert answers.statuses == (200,), answers


def it_said_so_at_the_start(gateway: Gateway) -> None:
    assert "http.connections_max is lowered to" in gateway.parley.errors(), gateway.parley.errors()


def those_who_only_wait_make_room(gateway: Gateway) -> None:
    with ExitStack() as held:
        for _ in range(CALLERS):
            held.enter_context(socket.create_connection(gateway.address(), timeout=WAIT_SECONDS_MAX))
        late = held.enter_context(socket.create_connection(gateway.address(), timeout=WAIT_SECONDS_MAX))
        ask(gateway, late)


CASES = [it_said_so_at_the_start, those_who_were_accepted_are_answered, those_who_come_later_are_answered,
         those_who_only_wait_make_room]

if __name__ == "__main__":
    with Gateway({"echo": "sim/echo"}, descriptors=DESCRIPTORS, threads=1) as gateway:
        status = run_table((case.__name__, lambda case=case: case(gateway)) for case in CASES)
    sys.exit(status)
