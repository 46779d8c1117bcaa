"""Two gateways take turns in being replaced, and nobody notices.   rolling_restarts.py [--restarts N] [--seed N]

Callers ask through what a load balancer does: it looks at `/readyz`, sends nobody to who is not ready, and uses connections again until an answer
says `connection: close`. One gateway after the other gets SIGTERM under load and is started anew. No request may fail, none may be cut, and both ledgers together must have
every request once.
"""

import http.client
import json
import random
import select
import sqlite3
import sys
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from gateway import Gateway, wait_until
from seeded import read_arguments
from table import run_table

MODELS = {"echo": "sim/echo", "talking": "sim/words-20?rate=200&jitter=0.5"}
CALLERS = 6
LOOK_SECONDS = 0.05  # how often the balancer asks who is ready
GRACE = "500ms"      # ten looks
SECONDS_MAX = 30


class Balancer:
    """Who is ready, by what they say themselves."""

    def __init__(self, gateways: list[Gateway]):
        self._gateways = gateways
        self._ready: dict[Gateway, bool] = {gateway: True for gateway in gateways}
        self._ended = threading.Event()
        self._looking = [threading.Thread(target=self._look, args=(gateway,)) for gateway in gateways]
        for looking in self._looking:
            looking.start()

    def _look(self, gateway: Gateway) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            try:
                with urllib.request.urlopen(f"{gateway.admin_url}/readyz", timeout=SECONDS_MAX) as answer:
                    self._ready[gateway] = answer.status == 200
            except (OSError, http.client.HTTPException):
                self._ready[gateway] = False

    def is_ready(self, gateway: Gateway) -> bool:
        return self._ready[gateway]

    def choose(self, chance: random.Random) -> Gateway:
        assert wait_until(lambda: any(self._ready.values()), SECONDS_MAX), "nobody is ready"
        return chance.choice([gateway for gateway, ready in self._ready.items() if ready])

    def end(self) -> None:
        self._ended.set()
        for looking in self._looking:
            looking.join()


class Restarts:
    def __init__(self, gateways: list[Gateway], restarts: int, seed: int):
        self._gateways = gateways
        self._restarts = restarts
        self._seed = seed
        self._over = threading.Event()
        self._ids: list[str] = []
        self._failed: list[str] = []

    def nobody_notices(self) -> None:
        balancer = Balancer(self._gateways)
        try:
            with ThreadPoolExecutor(CALLERS) as pool:
                calling = [pool.submit(self._call, balancer, number) for number in range(CALLERS)]
                try:
                    for number in range(self._restarts):
                        self._replace(self._gateways[number % len(self._gateways)], balancer)
                finally:
                    self._over.set()
                for one in calling:
                    one.result()
        finally:
            balancer.end()
        print(f"       {len(self._ids)} requests, {self._restarts} restarts")
        assert not self._failed, f"{len(self._failed)} failed: {self._failed[:5]}"
        assert len(self._ids) > 10 * self._restarts, "hardly anybody asked"

    def the_ledgers_have_every_request_once(self) -> None:
        rows: list[str] = []
        for gateway in self._gateways:
            gateway.parley.stop()
            database = sqlite3.connect(gateway.data / "parley.db")
            rows += [row[0] for row in database.execute("SELECT request_id FROM entries WHERE outcome = 'ok'")]
            database.close()
        assert len(rows) == len(set(rows)) and set(rows) == set(self._ids), (len(rows), len(set(rows)), len(self._ids))

    def _replace(self, gateway: Gateway, balancer: Balancer) -> None:
        asked = len(self._ids)
        assert wait_until(lambda: len(self._ids) >= asked + 10, SECONDS_MAX), "nobody is answered"
        gateway.parley.stop()
        gateway.serve()
        assert wait_until(lambda: balancer.is_ready(gateway), SECONDS_MAX), "it does not become ready"

    def _call(self, balancer: Balancer, number: int) -> None:
        chance = random.Random(f"{self._seed} {number}")
        kept: dict[Gateway, http.client.HTTPConnection] = {}
        while not self._over.is_set():
            gateway = balancer.choose(chance)
            connection = kept.pop(gateway, None)
            if not connection or has_ended(connection):
                connection = http.client.HTTPConnection(*gateway.address(), timeout=SECONDS_MAX)
            try:
                if self._ask(connection, gateway, chance.random() < 0.5):
                    kept[gateway] = connection
            except (OSError, http.client.HTTPException) as failure:
                self._failed.append(repr(failure))
        for connection in kept.values():
            connection.close()

    def _ask(self, connection: http.client.HTTPConnection, gateway: Gateway, is_stream: bool) -> bool:
        """Whether the connection may be used again."""
        body = json.dumps({"model": "talking" if is_stream else "echo", "stream": is_stream, "messages": [{"role": "user", "content": "hello"}]})
        connection.request("POST", "/v1/chat/completions", body, {"authorization": gateway.key, "content-type": "application/json"})
        answer = connection.getresponse()
        heard = answer.read()
        is_whole = heard.endswith(b"data: [DONE]\n\n") if is_stream else b'"finish_reason":"stop"' in heard
        if answer.status != 200 or not is_whole:
            self._failed.append(f"{answer.status} {heard[-200:]!r}")
        self._ids.append(answer.headers["x-request-id"])
        is_last = answer.will_close
        if is_last:
            connection.close()
        return not is_last


def has_ended(connection: http.client.HTTPConnection) -> bool:
    """What a balancer knows of a connection that it keeps: the other side has closed it."""
    return connection.sock is None or bool(select.select([connection.sock], [], [], 0)[0])


def main() -> int:
    arguments = read_arguments(__doc__, "restarts", 4)
    drain = {"grace": GRACE, "timeout": "20s"}
    with Gateway(MODELS, drain=drain) as one, Gateway(MODELS, drain=drain) as other:
        restarts = Restarts([one, other], arguments.restarts, arguments.seed)
        stories = [restarts.nobody_notices, restarts.the_ledgers_have_every_request_once]
        return run_table((story.__name__, story) for story in stories)


if __name__ == "__main__":
    sys.exit(main())
