"""HTTPS over guarded connections: the name is verified and sent (SNI) although the address was chosen by us."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scrapers.connection import Endpoint
from scrapers.failure import FetchError
from scrapers.transport import HttpTransport, Limits
from vigie.model import Cause, Request

x509 = pytest.importorskip("cryptography.x509")


def certificate(folder: Path, name: str) -> Path:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ) + made.public_bytes(serialization.Encoding.PEM)
    path = folder / "site.pem"
    path.write_bytes(pem)
    return path


class Served:
    def __init__(self, endpoint: tuple[Endpoint, ...], trusted: ssl.SSLContext) -> None:
        self.endpoint, self.trusted = endpoint, trusted
        self.names: list[str] = []
        self.connections: set[int] = set()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found.connections.add(self.client_address[1])
            self.send_response(200)
            self.send_header("Content-Length", "6")
            self.end_headers()
            self.wfile.write(b"secure")

        def log_message(self, format: str, *arguments: object) -> None:
            """Quiet."""

    pem = certificate(tmp_path, "kikk.example")
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(pem)
    server_side.sni_callback = lambda sock, name, context: found.names.append(str(name))  # type: ignore[assignment]
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.socket = server_side.wrap_socket(server.socket, server_side=True)
    endpoint = ((socket.AF_INET, server.server_address),)
    found = Served(endpoint, ssl.create_default_context(cafile=str(pem)))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


def test_a_verified_host_is_read_over_one_connection(served: Served) -> None:
    transport = HttpTransport(lambda host, port: served.endpoint, context=served.trusted)
    for _ in range(2):
        assert transport.send(Request("https://kikk.example/"), {}).body == b"secure"
    assert served.names == ["kikk.example"]
    assert len(served.connections) == 1


def test_a_certificate_of_another_name_is_refused(served: Served) -> None:
    with pytest.raises(FetchError) as raised:
        HttpTransport(lambda host, port: served.endpoint, context=served.trusted).send(
            Request("https://other.example/"), {}
        )
    assert raised.value.cause is Cause.TLS
    assert not served.connections


def test_a_certificate_that_nobody_signed_is_refused(served: Served) -> None:
    with pytest.raises(FetchError) as raised:
        HttpTransport(lambda host, port: served.endpoint).send(Request("https://kikk.example/"), {})
    assert raised.value.cause is Cause.TLS


def test_a_handshake_that_never_ends_is_cut_by_the_watch() -> None:
    silent = socket.create_server(("127.0.0.1", 0))
    endpoint = ((socket.AF_INET, silent.getsockname()),)
    with pytest.raises(FetchError) as raised:
        HttpTransport(lambda host, port: endpoint, limits=Limits(total=0.3)).send(Request("https://kikk.example/"), {})
    assert raised.value.cause is Cause.TIMEOUT
    silent.close()
