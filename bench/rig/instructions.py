"""User instructions per request, counted by callgrind: the one number here that no neighbour on the machine disturbs.

Each proxy runs twice, with two counts of requests; the difference of the totals over the difference of the counts
leaves out the start, the stop and the warm-up. Requests follow each other on one connection, so nothing is shared
between requests of one wake-up: this is the dearest case."""

import re
import socket
import time

from . import http_client, proxies
from .proxies import Proxy
from .report import Table, number, ratio
from .rounds import Samples
from .stage import Stage

STOP_SECONDS = 60  # under valgrind, for a clean exit that writes the counts
SETTLE_SECONDS = 0.3


def run(stage: Stage) -> None:
    few, many = stage.settings.instruction_requests
    # One process only, as valgrind counts them: nginx without its master.
    line_up = stage.contestants("callgrind", connections=proxies.CONNECTIONS_FEW, master_process=False)

    def measure(proxy: Proxy) -> dict[str, float]:
        return {"instructions": (_count(stage, proxy, many) - _count(stage, proxy, few)) / (many - few)}

    samples = Samples(1, line_up, measure)
    stage.report.keep("callgrind", samples)
    table = Table("User instructions per request", ["proxy", "instructions", "ratio to nginx"],
                  note="callgrind, one keep-alive connection, one request after another.")
    for name in samples.names():
        table.rows.append([name, number(samples.median(name, "instructions"), 0),
                           ratio(samples.ratio(name, "instructions"))])
    stage.report.add(table)


def _count(stage: Stage, proxy: Proxy, requests: int) -> int:
    """Instructions from exec to exit with this many requests."""
    for old in stage.crew.folder.glob("callgrind.out.*"):
        old.unlink()
    prefix = [str(proxies.found("valgrind")), "--tool=callgrind",
              f"--callgrind-out-file={stage.crew.folder}/callgrind.out.%p"]
    with proxies.serving(stage.crew, proxy, prefix, patience=STOP_SECONDS) as serving:
        with socket.create_connection(("127.0.0.1", proxy.port), timeout=30) as connection:
            for _ in range(requests):
                http_client.complete(connection)
        # A signal that falls between nginx's look at its flags and its next wait is lost to it.
        time.sleep(SETTLE_SECONDS)
        log = serving.running.log
    totals = [re.search(r"^(?:totals|summary): (\d+)", file.read_text(), re.MULTILINE)
              for file in stage.crew.folder.glob("callgrind.out.*")]
    if not totals or not all(totals):
        raise SystemExit(f"bench: {proxy.name} left no counts; did it exit cleanly?\n{log.read_text()[-2000:]}")
    return sum(int(total.group(1)) for total in totals)
