"""What every section needs: the settings, the upstreams, the contestants, the load generators, the report."""

import contextlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from . import payload, proxies, upstream
from .processes import LOAD_CPU, Crew
from .proxies import Proxy, Serving
from .report import Report
from .settings import Settings
from .upstream import Upstream


@dataclass
class Stage:
    crew: Crew
    settings: Settings
    programs: Path       # the folder of cheap_upstream and the load generators
    parley: Path | None  # its binary, when it is there
    report: Report
    _upstreams: dict[bool, Upstream] = field(default_factory=dict)

    def upstream(self, tls: bool) -> Upstream:
        if tls not in self._upstreams:
            self._upstreams[tls] = upstream.start(self.crew, self.programs / "cheap_upstream", tls)
        return self._upstreams[tls]

    def contestants(self, name: str, tls: bool = False, connections: int = proxies.CONNECTIONS_MANY,
                    master_process: bool = True) -> list[Proxy]:
        """name: of the section; each has its own folder of configurations."""
        folder, up = self.crew.folder / name, self.upstream(tls)
        line_up = [proxies.nginx(folder / "nginx", up, connections, master_process),
                   proxies.haproxy(folder / "haproxy", up, connections)]
        if self.parley:
            models = [payload.REQUEST_MODEL, "idle", self.settings.paced_model, self.settings.burst_model]
            line_up.append(proxies.parley(folder / "parley", up, self.parley, models, [payload.REQUEST_MODEL, self.settings.burst_model]))
        return line_up

    @contextlib.contextmanager
    def all_serving(self, line_up: list[Proxy]):
        """All at once: those that are not asked cost next to nothing."""
        with contextlib.ExitStack() as stack:
            yield [stack.enter_context(proxies.serving(self.crew, proxy)) for proxy in line_up]

    def body(self, model: str) -> Path:
        return payload.body_file(self.crew.folder, model)

    def stream_load(self, port: int, model: str, streams: int, *more: str) -> list[str]:
        """The command line of stream_load."""
        return [str(self.programs / "stream_load"), "--port", str(port), "--streams", str(streams),
                "--body", str(self.body(model)), "--key", payload.KEY, "--timeout", "60", *more]

    def measure_load(self, name: str, argv: list[str], seconds: float = 90,
                     environment: dict[str, str] | None = None) -> dict:
        """Runs a load generator beside the upstream and reads the JSON on its last line."""
        printed = self.crew.run(name, argv, LOAD_CPU, seconds, environment)
        for started in self._upstreams.values():
            started.running.require_alive()
        return json.loads(printed.strip().splitlines()[-1])


def events_must_match(serving: Serving, summary: dict, expected: int) -> None:
    """Every proxy must have passed on every event: a cheaper one that loses or merges some is not cheaper."""
    if summary["events"] != expected:
        raise SystemExit(f"bench: {serving.name} passed on {summary['events']} events of {expected}")
