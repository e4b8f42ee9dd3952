"""One exchange: limits, guarded addresses, and the causes of what goes wrong below HTTP."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from loopback_site import Site

from scrapers.connection import Endpoint, GuardedAdapter, resolve_live, resolve_simulated
from scrapers.failure import FetchError
from scrapers.transport import HttpTransport, Limits, transport_for
from vigie.model import Cause, Request
from vigie.settings import Settings, Web

URL = "http://kikk.example/agenda"


def sent(site: Site, limits: Limits, url: str = URL) -> bytes:
    return HttpTransport(resolve_simulated(site.address), plain=True, limits=limits).send(Request(url), {}).body


def failing(site: Site, limits: Limits, url: str = URL) -> FetchError:
    with pytest.raises(FetchError) as raised:
        sent(site, limits, url)
    return raised.value


def test_an_announced_size_over_the_limit_is_not_read(site: Site) -> None:
    site.serve("/agenda", b"x" * 2001)
    assert failing(site, Limits(body=2000)).cause is Cause.TOO_LARGE
    site.serve("/agenda", b"x" * 2000)
    assert len(sent(site, Limits(body=2000))) == 2000


def test_an_endless_body_stops_at_the_limit(site: Site) -> None:
    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        for _ in range(10000):
            handler.wfile.write(b"x" * 1000)

    site.pages["/agenda"] = page
    assert failing(site, Limits(body=100_000)).cause is Cause.TOO_LARGE


def test_a_gzip_bomb_is_too_large(site: Site) -> None:
    site.serve("/agenda", gzip.compress(bytes(30 * 1024 * 1024)), Content_Encoding="gzip")
    assert failing(site, Limits()).cause is Cause.TOO_LARGE


def drip(site: Site, head: bytes, drop: bytes) -> None:
    """Answers `head`, then a drop every 50 ms for five seconds."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        for _ in range(100):
            handler.wfile.write(drop)
            handler.wfile.flush()
            time.sleep(0.05)

    site.pages["/agenda"] = page


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
        (b"HTTP/1.1 200 OK\r\n", b"X"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", b"x"),
    ],
    ids=["body", "chunks", "chunk-size", "header", "no-length"],
)
def test_a_slow_drip_ends_with_the_total_time(site: Site, head: bytes, drop: bytes) -> None:
    drip(site, head, drop)
    started = time.monotonic()
    assert failing(site, Limits(read=2, total=0.4)).cause is Cause.TIMEOUT
    assert 0.35 < time.monotonic() - started < 4


def test_silence_ends_with_the_read_time(site: Site) -> None:
    site.pages["/agenda"] = lambda handler: time.sleep(8)
    started = time.monotonic()
    assert failing(site, Limits(read=0.2)).cause is Cause.TIMEOUT
    assert time.monotonic() - started < 6


def test_a_body_cut_short_is_truncated(site: Site) -> None:
    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\nhalf")
        handler.close_connection = True

    site.pages["/agenda"] = page
    assert failing(site, Limits()).cause is Cause.TRUNCATED


def test_chunks_are_joined(site: Site) -> None:
    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")

    site.pages["/agenda"] = page
    assert sent(site, Limits()) == b"abcde"


def test_one_connection_serves_several_requests(site: Site) -> None:
    ports: list[int] = []

    def page(handler: BaseHTTPRequestHandler) -> None:
        ports.append(handler.client_address[1])
        site.serve("/x", "x")
        site.pages["/x"](handler)

    site.pages["/agenda"] = page
    transport = HttpTransport(resolve_simulated(site.address), plain=True)
    for _ in range(3):
        transport.send(Request(URL), {})
    assert len(set(ports)) == 1


def test_what_a_refused_body_left_does_not_reach_the_next_request(site: Site) -> None:
    site.serve("/big", b"HTTP/1.1 200 OK\r\n\r\nforged" * 100)
    site.serve("/agenda", "real")
    transport = HttpTransport(resolve_simulated(site.address), plain=True, limits=Limits(body=100))
    with pytest.raises(FetchError):
        transport.send(Request("http://kikk.example/big"), {})
    assert transport.send(Request(URL), {}).body == b"real"


@pytest.mark.parametrize("url", ["http://kikk.be/", "http://127.0.0.1/", "http://localhost/", "http://example/",
                                 "http://kikk.example.evil.be/", "http://notexample/"])  # fmt: skip
def test_the_simulated_web_has_no_other_hosts(site: Site, url: str) -> None:
    error = failing(site, Limits(), url)
    assert error.cause is Cause.BLOCKED
    assert "not of the simulated web" in str(error)
    assert site.asked == []


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://localhost/", "http://0x7f.1/", "http://2130706433/",
                                 "http://①②⑦.⓪.⓪.①/", "http://[::1]/", "http://0/"])  # fmt: skip
def test_the_live_web_never_reaches_loopback(url: str) -> None:
    with pytest.raises(FetchError) as raised:
        HttpTransport(resolve_live).send(Request(url), {})
    assert raised.value.cause is Cause.BLOCKED


def test_a_name_that_changes_between_check_and_use_is_asked_once(site: Site) -> None:
    """DNS rebinding: the second answer would be loopback, and there is no second question."""
    asked: list[str] = []
    port = int(site.address.split(":")[1])

    def lookup(host: str, _port: int, **_: Any) -> list[Any]:
        asked.append(host)
        address = "93.184.215.14" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def resolve(host: str, port: int) -> tuple[Endpoint, ...]:
        first = resolve_live(host, port, lookup)
        assert first[0][1][0] == "93.184.215.14"
        return ((socket.AF_INET, ("127.0.0.1", int(site.address.split(":")[1]))),)  # stands for the checked address

    site.serve("/agenda", "x")
    HttpTransport(resolve).send(Request("http://rebind.example/agenda"), {})
    assert asked == ["rebind.example"]
    with pytest.raises(FetchError) as raised:
        HttpTransport(resolve).send(Request("http://rebind.example/agenda"), {})
    assert raised.value.cause is Cause.BLOCKED


def test_a_proxy_of_the_environment_is_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    site.serve("/agenda", "direct")
    assert sent(site, Limits()) == b"direct"


def refused_endpoint() -> tuple[Endpoint, ...]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return ((socket.AF_INET, free.getsockname()),)


def test_nobody_listening_is_a_server_error() -> None:
    endpoint = refused_endpoint()
    with pytest.raises(FetchError) as raised:
        HttpTransport(lambda host, port: endpoint).send(Request(URL), {})
    assert raised.value.cause is Cause.SERVER_ERROR


def test_a_name_that_does_not_resolve_is_dns() -> None:
    def resolve(host: str, port: int) -> tuple[Endpoint, ...]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with pytest.raises(FetchError) as raised:
        HttpTransport(resolve).send(Request(URL), {})
    assert raised.value.cause is Cause.DNS


@pytest.fixture
def not_tls() -> Iterator[tuple[Endpoint, ...]]:
    """A listener that answers plain text where TLS is expected."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                made, _ = listener.accept()
            except OSError:
                return
            with made:
                made.recv(100)
                made.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    threading.Thread(target=serve, daemon=True).start()
    yield ((socket.AF_INET, listener.getsockname()),)
    listener.close()


def test_no_tls_behind_https_is_tls(not_tls: tuple[Endpoint, ...]) -> None:
    with pytest.raises(FetchError) as raised:
        HttpTransport(lambda host, port: not_tls).send(Request("https://kikk.example/"), {})
    assert raised.value.cause is Cause.TLS


def test_certificates_are_verified_by_one_shared_context() -> None:
    contexts = []
    for host in ("x.example", "y.example"):
        transport = HttpTransport(resolve_live)
        assert len({id(a) for a in transport._session.adapters.values()}) == 1
        adapter = transport._session.get_adapter(f"https://{host}")
        assert isinstance(adapter, GuardedAdapter)
        pool = adapter.poolmanager.connection_from_url(f"https://{host}")
        contexts.append(pool._get_conn().ssl_context)
    assert contexts[0] is contexts[1]
    assert contexts[0].verify_mode is ssl.CERT_REQUIRED
    assert contexts[0].check_hostname


def test_the_settings_choose_the_web(settings: Settings) -> None:
    assert settings.web is Web.SIMULATED
    transport = transport_for(settings)
    assert transport.contacts_hosts
    live = transport_for(Settings.from_environment({"VIGIE_WEB": "live"}))
    with pytest.raises(FetchError, match="loopback"):
        live.send(Request("http://127.0.0.1/"), {})
