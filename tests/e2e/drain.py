"""How `parley serve` ends.   PARLEY_BINARY=build/release/parley python3 tests/e2e/drain.py

Each case has a gateway of its own, which it brings down.
"""

import signal
import socket
import sys

from gateway import Gateway, wait_until
from raw_socket import chat_body, chat_request
from table import run_table

MODELS = {"talking": "sim/words-40?rate=40"}
WAIT_SECONDS_MAX = 20
CUT_OFF = "running exchanges were cut off"


def connect(gateway: Gateway) -> socket.socket:
    return socket.create_connection(gateway.address(), timeout=WAIT_SECONDS_MAX)


def begin_stream(gateway: Gateway) -> socket.socket:
    """A connection on which a stream has begun that goes on for a second."""
    connection = connect(gateway)
    connection.sendall(chat_request(chat_body("talking", "hello", stream=True), gateway.key))
    assert connection.recv(65536), "no answer"
    return connection


def read_to_end(connection: socket.socket) -> bytes:
    received = b""
    while piece := connection.recv(65536):
        received += piece
    return received


def a_running_stream_is_finished_whatever_else_is_signalled() -> None:
    with Gateway(MODELS) as gateway, begin_stream(gateway) as connection:
        process = gateway.parley.process
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGHUP)
        rest = read_to_end(connection)
        assert rest.endswith(b"data: [DONE]\n\n\r\n0\r\n\r\n"), rest[-200:]
        assert process.wait(WAIT_SECONDS_MAX) == 0


def a_connection_that_never_asked_anything_does_not_hold_it_up() -> None:
    with Gateway(MODELS, drain={"grace": "0s", "timeout": "15s"}) as gateway, connect(gateway) as unused:
        gateway.parley.process.send_signal(signal.SIGTERM)
        assert read_to_end(unused) == b""
        assert gateway.parley.process.wait(WAIT_SECONDS_MAX) == 0
        assert CUT_OFF not in gateway.parley.errors(), gateway.parley.errors()


def a_second_signal_does_not_wait() -> None:
    with Gateway(MODELS) as gateway, begin_stream(gateway):
        gateway.parley.process.send_signal(signal.SIGTERM)
        assert wait_until(lambda: "draining" in gateway.parley.errors(), WAIT_SECONDS_MAX)
        gateway.parley.process.send_signal(signal.SIGINT)
        assert gateway.parley.process.wait(WAIT_SECONDS_MAX) == 128 + signal.SIGINT
        gateway.parley.forget()


def what_it_cuts_off_is_counted_as_interrupted() -> None:
    with Gateway(MODELS, drain={"grace": "0s", "timeout": "50ms"}) as gateway, begin_stream(gateway) as connection:
        gateway.parley.process.send_signal(signal.SIGTERM)
        rest = read_to_end(connection)
        assert b"[DONE]" not in rest, rest[-200:]
        assert gateway.parley.process.wait(WAIT_SECONDS_MAX) == 0
        assert CUT_OFF + ": 1" in gateway.parley.errors(), gateway.parley.errors()


CASES = [a_running_stream_is_finished_whatever_else_is_signalled,
         a_connection_that_never_asked_anything_does_not_hold_it_up,
         what_it_cuts_off_is_counted_as_interrupted,
         a_second_signal_does_not_wait]

if __name__ == "__main__":
    sys.exit(run_table((case.__name__, case) for case in CASES))
