"""The cheap upstream, in clear or behind a throw-away certificate authority."""

import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import http_client
from .processes import LOAD_CPU, Crew, Running


@dataclass
class Upstream:
    running: Running
    port: int
    authority: Path | None = None  # the CA's certificate when it speaks TLS

    def ask(self, path: str) -> dict:
        tls = ssl.create_default_context(cafile=str(self.authority)) if self.authority else None
        return http_client.ask_upstream(self.port, path, tls)


def start(crew: Crew, program: Path, tls: bool) -> Upstream:
    argv = [str(program)]
    authority = None
    if tls:
        authority, certificate, key = make_certificate(crew.folder)
        argv += ["--certificate", str(certificate), "--key", str(key)]
    running = crew.start("upstream-tls" if tls else "upstream", argv, LOAD_CPU, answers=True)
    port = running.process.stdout.readline()
    if not port.strip():
        running.process.wait()
        running.require_alive()
    return Upstream(running, int(port), authority)


def make_certificate(folder: Path) -> tuple[Path, Path, Path]:
    """A certificate authority for an hour's use and a certificate of localhost: (CA, certificate, its key)."""
    authority, authority_key = folder / "authority.pem", folder / "authority.key"
    certificate, key, request = folder / "localhost.pem", folder / "localhost.key", folder / "localhost.csr"
    extensions = folder / "localhost.ext"
    extensions.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
    elliptic = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    _openssl("req", "-x509", *elliptic, "-keyout", authority_key, "-out", authority, "-days", "2",
             "-subj", "/CN=Bench throw-away authority", "-addext", "keyUsage=critical,keyCertSign")
    _openssl("req", *elliptic, "-keyout", key, "-out", request, "-subj", "/CN=localhost")
    _openssl("x509", "-req", "-in", request, "-CA", authority, "-CAkey", authority_key, "-CAcreateserial",
             "-days", "2", "-extfile", extensions, "-out", certificate)
    return authority, certificate, key


def _openssl(*arguments) -> None:
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"bench: openssl {arguments[0]} failed:\n{done.stderr}")
