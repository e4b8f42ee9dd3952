"""Sockets for requests: the address is chosen and checked at connect time, and a watch ends what takes too long.

The name stays in Host and in SNI; only the address is ours. So nothing between the check and the connection can
resolve the name again (DNS rebinding), and each hop of a redirect passes here too.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from functools import lru_cache
from types import TracebackType
from typing import Any

import certifi
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from scrapers.address import AddressError, check_addresses

Endpoint = tuple[socket.AddressFamily, tuple[Any, ...]]
Resolve = Callable[[str, int], tuple[Endpoint, ...]]
_watching = threading.local()


def resolve_live(host: str, port: int, lookup: Callable[..., Any] = socket.getaddrinfo) -> tuple[Endpoint, ...]:
    """The addresses of a public host, resolved once, all checked. Raises AddressError, or OSError of the resolver."""
    found = lookup(host, port, type=socket.SOCK_STREAM)
    check_addresses(host, [str(entry[4][0]) for entry in found])
    return tuple((entry[0], entry[4]) for entry in found)


def resolve_simulated(simulator: str) -> Resolve:
    """Every `.example` host leads to the simulated web at `simulator` (host:port, loopback); others are refused."""
    address, _, port = simulator.rpartition(":")
    entry = socket.getaddrinfo(address.strip("[]"), int(port), type=socket.SOCK_STREAM)[0]

    def resolve(host: str, port: int) -> tuple[Endpoint, ...]:
        if not host.rstrip(".").endswith(".example"):
            raise AddressError(f"{host} is not of the simulated web: only hosts under .example are")
        return ((entry[0], entry[4]),)

    return resolve


def resolve_behind(server: str) -> Resolve:
    """Every host leads to the one server at `server` (host:port, loopback), which tells them apart by their names.

    A name that the server does not want to have is refused there: it closes the connection.
    """
    address, _, port = server.rpartition(":")
    entry = socket.getaddrinfo(address.strip("[]"), int(port), type=socket.SOCK_STREAM)[0]
    return lambda host, port: ((entry[0], entry[4]),)


class Watch:
    """Ends a request after `seconds` in all, however slowly its bytes drip in: it shuts the socket down.

    A duplicate of the file descriptor is kept: TLS takes the first one over, and an SSLSocket cannot be duplicated.
    """

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True

    def guard(self, connected: socket.socket) -> None:
        """Watches this socket from now on. Raises TimeoutError when the time is already up."""
        with self._lock:
            if self.expired:
                raise TimeoutError("time is up")
            if self._socket is not None:
                self._socket.close()
            self._socket = socket.socket(connected.family, connected.type, fileno=socket.dup(connected.fileno()))

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            if self._socket is not None:
                try:
                    self._socket.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return  # the other side was quicker

    def __enter__(self) -> Watch:
        _watching.watch = self
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        _watching.watch = None
        with self._lock:
            if self._socket is not None:
                self._socket.close()
                self._socket = None


def _guard(connected: socket.socket | None) -> None:
    watch: Watch | None = getattr(_watching, "watch", None)
    if watch is not None and connected is not None:
        watch.guard(connected)


def _connect(connection: HTTPConnection, resolve: Resolve) -> socket.socket:
    host, port = connection._dns_host, int(connection.port or 0)
    try:
        endpoints = resolve(host, port)
    except AddressError:
        raise
    except OSError as error:
        raise NameResolutionError(host, connection, error) from error  # type: ignore[arg-type]
    failure: OSError | None = None
    for family, address in endpoints:
        made = socket.socket(family, socket.SOCK_STREAM)
        try:
            made.settimeout(connection.timeout if isinstance(connection.timeout, (int, float)) else 20.0)
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            made.connect(address)
            _guard(made)
            return made
        except TimeoutError as error:
            made.close()
            raise ConnectTimeoutError(connection, f"no connection to {host} in time") from error
        except OSError as error:
            made.close()
            failure = error
    raise NewConnectionError(connection, f"cannot connect: {failure}") from failure


@lru_cache(maxsize=1)
def verified_context() -> ssl.SSLContext:
    """Verifies against certifi's list, which takes 20 to 30 ms to read: once per process, when https is first asked."""
    return ssl.create_default_context(cafile=certifi.where())


def _pools(resolve: Resolve, context: ssl.SSLContext | None) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, resolve)

        def request(self, *arguments: Any, **named: Any) -> None:
            _guard(self.sock)  # a connection that is used again
            super().request(*arguments, **named)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connect(self, resolve)

        def request(self, *arguments: Any, **named: Any) -> None:
            _guard(self.sock)
            super().request(*arguments, **named)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **{**named, "ssl_context": context or verified_context()})

    return {"http": PlainPool, "https": SecurePool}


class GuardedAdapter(HTTPAdapter):
    """requests' adapter over guarded connections and one TLS context for all hosts: that given, or that of the process.

    requests loads the CA store again for each new host (18.5 ms, PERFORMANCE.md).
    """

    def __init__(self, resolve: Resolve, context: ssl.SSLContext | None = None) -> None:
        self._pools = _pools(resolve, context)
        super().__init__(pool_connections=64, pool_maxsize=1)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **named: Any) -> None:
        super().init_poolmanager(connections, maxsize, block=block, **named)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Certificates are always verified, by the shared context: nothing to set per connection."""
        conn.cert_reqs = "CERT_REQUIRED"
