"""The rig's own few requests: is it serving, release the idle streams, a counted number of completions."""

import http.client
import json
import socket
import ssl
import sys
import time

from . import payload

RETRY_SECONDS = 0.0002  # between two looks whether a proxy serves yet; bounds the error of a start-up time

_BODY = payload.request_body(payload.REQUEST_MODEL)
_REQUEST = (b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n" % (payload.KEY.encode(), len(_BODY)) + _BODY)


def complete(connection: socket.socket) -> None:
    """One whole chat completion, sent in one write (http.client would use two, and a proxy would be charged for two
    reads). Anything but a 200 with a choice ends the bench."""
    connection.sendall(_REQUEST)
    response = http.client.HTTPResponse(connection, method="POST")
    response.begin()
    body = response.read()
    if response.status != 200 or not json.loads(body).get("choices"):
        raise SystemExit(f"bench: a completion was answered with {response.status}: {body[:500]!r}")


def wait_for_completion(port: int, running, seconds: float = 15) -> None:
    """Returns as soon as a completion has come through the port. A refused connection is how a start looks; a reset
    one is said aloud, because a caller of that moment would have lost a request."""
    deadline = time.monotonic() + seconds
    while True:
        running.require_alive()
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
                complete(connection)
            return
        except ConnectionRefusedError:
            time.sleep(RETRY_SECONDS)
        except OSError as failure:
            print(f"({running.name} while it started: {failure})", file=sys.stderr)
            time.sleep(RETRY_SECONDS)
        if time.monotonic() > deadline:
            running.require_alive()
            raise SystemExit(f"bench: {running.name} did not serve on port {port} within {seconds} s")


def ask_upstream(port: int, path: str, tls: ssl.SSLContext | None) -> dict:
    if tls:
        connection = http.client.HTTPSConnection("localhost", port, timeout=10, context=tls)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer
