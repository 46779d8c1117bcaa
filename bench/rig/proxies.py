"""The contestants, and the floor under them: how each is configured and started. All pinned to one processor, one worker or thread."""

import contextlib
import shutil
import socket
from dataclasses import dataclass, field
from pathlib import Path

from . import books, http_client, payload
from .processes import PROXY_CPU, Crew, Running
from .upstream import Upstream

BENCH = Path(__file__).resolve().parent.parent

# For 5,000 streams, two connections each. Idle memory and start-up are measured with a modest number instead, because
# nginx and haproxy allocate their tables for all of them at the start.
CONNECTIONS_MANY = 9000
CONNECTIONS_FEW = 1024
BOOKS_CLOSE_SECONDS = 15  # a clean stop, after which the ledger's rows can be counted


@dataclass
class Proxy:
    name: str
    binary: Path
    argv: list[str]
    port: int
    stream_port: int
    admin_port: int = 0
    data: Path | None = None  # of one that keeps a ledger
    environment: dict[str, str] = field(default_factory=dict)


@dataclass
class Serving:
    """A proxy that answers."""
    proxy: Proxy
    running: Running

    @property
    def name(self) -> str:
        return self.proxy.name


def free_ports(count: int) -> list[int]:
    """Ports that were free a moment ago: bound together to port 0, then released."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def fill(template: Path, into: Path, words: dict[str, object]) -> Path:
    text = template.read_text()
    for word, value in words.items():
        text = text.replace(f"@{word}@", str(value))
    into.write_text(text)
    return into


def nginx(folder: Path, upstream: Upstream, connections: int, master_process: bool = True) -> Proxy:
    folder.mkdir(parents=True, exist_ok=True)
    port, stream_port = free_ports(2)
    verify = (f"proxy_ssl_verify on; proxy_ssl_trusted_certificate {upstream.authority}; "
              "proxy_ssl_name localhost; proxy_ssl_server_name on; proxy_ssl_protocols TLSv1.2 TLSv1.3;")
    configuration = fill(BENCH / "nginx.conf", folder / "nginx.conf", {
        "FOLDER": folder, "PORT": port, "STREAM_PORT": stream_port, "CONNECTIONS": 2 * connections,
        "MASTER_PROCESS": "on" if master_process else "off",
        "UPSTREAM_PORT": upstream.port, "UPSTREAM_SCHEME": "https" if upstream.authority else "http",
        "UPSTREAM_TLS": verify if upstream.authority else ""})
    binary = found("nginx")
    argv = [str(binary), "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(configuration)]
    return Proxy("nginx", binary, argv, port, stream_port)


def haproxy(folder: Path, upstream: Upstream, connections: int) -> Proxy:
    folder.mkdir(parents=True, exist_ok=True)
    port, stream_port = free_ports(2)
    verify = f"ssl verify required ca-file {upstream.authority} verifyhost localhost sni str(localhost)"
    configuration = fill(BENCH / "haproxy.cfg", folder / "haproxy.cfg", {
        "PORT": port, "STREAM_PORT": stream_port, "CONNECTIONS": connections,
        "UPSTREAM_PORT": upstream.port, "UPSTREAM_TLS": verify if upstream.authority else ""})
    binary = found("haproxy")
    return Proxy("haproxy", binary, [str(binary), "-db", "-f", str(configuration)], port, stream_port)


def parley(folder: Path, upstream: Upstream, binary: Path, models: list[str], translated: list[str] = (), lateness_max: str = "0s") -> Proxy:
    """translated: models that the upstream is asked for in Anthropic's dialect, under the public ids claude/MODEL. Parley reads its trust from SSL_CERT_FILE, as OpenSSL does: the certificate is verified by name."""
    folder.mkdir(parents=True, exist_ok=True)
    port, admin_port = free_ports(2)
    base_url = (f"https://localhost:{upstream.port}/v1" if upstream.authority
                else f"http://127.0.0.1:{upstream.port}/v1")
    entries = "".join(f"  - id: {model}\n    targets: [{{provider: up, model: {model}}}]\n" for model in models)
    entries += "".join(f"  - id: claude/{model}\n    targets: [{{provider: claude, model: {model}}}]\n" for model in translated)
    configuration = folder / "parley.yaml"
    configuration.write_text(
        f"listen: 127.0.0.1:{port}\n"
        f"admin_listen: 127.0.0.1:{admin_port}\n"
        f"data: {folder / 'data'}\n"
        "threads: 1\n"
        f"limits: {{lateness_max: {lateness_max}}}\n"  # 0s: a closed loop keeps the thread as busy as it can be, and wants every answer
        "log: {requests: false}\n"  # as the other proxies
        f"keys: [{{name: bench, secret: \"{payload.KEY}\"}}]\n"
        "providers:\n"
        f"  up: {{dialect: openai, base_url: \"{base_url}\", credential: \"sk-upstream\", region: us}}\n"
        f"  claude: {{dialect: anthropic, base_url: \"{base_url}\", credential: \"sk-upstream\", region: us}}\n"
        f"models:\n{entries}")
    environment = {"SSL_CERT_FILE": str(upstream.authority)} if upstream.authority else {}
    argv = [str(binary), "serve", "--config", str(configuration)]
    return Proxy("parley", binary, argv, port, port, admin_port, folder / "data", environment)


def pass_through(upstream: Upstream, binary: Path) -> Proxy:
    """Passes bytes on unread: what the kernel asks of any proxy."""
    port, = free_ports(1)
    return Proxy("pass_through", binary, [str(binary), "--port", str(port), "--upstream", str(upstream.port)], port, port)


def found(program: str) -> Path:
    path = shutil.which(program, path="/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
    if not path:
        raise SystemExit(f"bench: {program} is not installed")
    return Path(path)


@contextlib.contextmanager
def serving(crew: Crew, proxy: Proxy, prefix: list[str] | None = None, patience: float = 1):
    """Starts the proxy, waits for its first completion, and stops it after. prefix: a program that runs it."""
    rows = books.stored_rows(proxy.data) if proxy.data else 0
    running = crew.start(proxy.name, [*(prefix or []), *proxy.argv], PROXY_CPU, proxy.environment)
    try:
        http_client.wait_for_completion(proxy.port, running, seconds=60 if prefix else 15)
        yield Serving(proxy, running)
        running.require_alive()
        entries = books.wait_until_stored(proxy) if proxy.data else 0
    finally:
        crew.stop(running, max(patience, BOOKS_CLOSE_SECONDS) if proxy.data else patience)
    if proxy.data and books.stored_rows(proxy.data) - rows < entries:
        raise SystemExit(f"bench: parley's ledger has {books.stored_rows(proxy.data) - rows} rows for {entries} requests")
