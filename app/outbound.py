"""Requests to addresses that others have named, made so that none can reach what only this machine can.

A name is resolved once; each of its addresses must be public, and the connection goes to an address that was checked,
so that a name cannot change its mind in between. Size and time are bounded, and redirects are checked like the first
address. Proxies of the environment are not used.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from app.errors import InputError, OutboundError

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_CHUNK = 65_536
_LONGEST_URL = 4_000
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # IPv4 addresses as IPv6 ones (NAT64)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a request may take, and private ``networks`` that it may reach all the same."""

    seconds: float
    most_bytes: int
    redirects: int = 0
    networks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of another server; ``url`` is where it came from after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    url: str
    body: bytes
    headers: Mapping[str, str]


def check_url(url: str) -> SplitResult:
    """The parts of an address that may be called. Raises ``InputError`` for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise InputError(f"{url!r} is not an address.", field="url") from None
    if len(url) > _LONGEST_URL or parts.scheme not in _PORTS or not parts.hostname or port == 0:
        raise InputError("'url' must be an address such as https://example.org/hook.", field="url")
    if parts.username is not None or any(ord(sign) <= 0x20 or ord(sign) > 0x7E for sign in url):
        raise InputError("'url' must have neither a user name nor blanks nor letters outside ASCII.", field="url")
    return parts


def send(
    method: str, url: str, bounds: Bounds, *, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> Answer:
    """Send a request and read its answer.

    Raises ``OutboundError`` when the address is not public, cannot be reached, or takes too long or too much, and
    ``InputError`` for one that is not an address.
    """
    deadline = time.monotonic() + bounds.seconds
    for _ in range(bounds.redirects + 1):
        answer = _once(_Request(method, url, body, headers or {}), bounds, deadline)
        location = answer.headers.get("location")
        if answer.status not in _REDIRECTS or not location or not bounds.redirects:
            return answer
        url = urljoin(url, location)
    raise OutboundError(f"{url} redirects more than {bounds.redirects} times.")


def _once(request: _Request, bounds: Bounds, deadline: float) -> Answer:
    parts = check_url(request.url)
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(host, port)
    try:
        connection.sock = _connected(host, port, parts.scheme == "https", bounds, deadline)
        with _cut_off(connection.sock, deadline):
            if isinstance(connection.sock, ssl.SSLSocket):
                connection.sock.do_handshake()
            headers = {"User-Agent": "Dateline", **request.headers}
            connection.request(request.method, path, request.body or None, headers)
            response = connection.getresponse()
            body = _read(response, bounds.most_bytes)
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, body, request.url)
    except (OSError, http.client.HTTPException) as error:
        reason = "it takes too long" if time.monotonic() >= deadline else str(error) or type(error).__name__
        raise OutboundError(f"{host} cannot be reached: {reason}.") from error
    finally:
        connection.close()


def _connected(host: str, port: int, secure: bool, bounds: Bounds, deadline: float) -> socket.socket:
    address = public_addresses(host, port, bounds.networks)[0]
    plain = socket.create_connection((address, port), timeout=_left(deadline))
    if not secure:
        return plain
    try:
        context = ssl.create_default_context()
        return context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
    except BaseException:
        plain.close()
        raise


@contextmanager
def _cut_off(connection: socket.socket, deadline: float) -> Iterator[None]:
    """End a connection at its deadline, however slowly the other side goes on; then raise ``TimeoutError``."""

    def end() -> None:
        with contextlib.suppress(OSError):
            socket.socket.shutdown(connection, socket.SHUT_RDWR)  # TLS's own would wait for the other side

    watch = threading.Timer(_left(deadline), end)
    watch.daemon = True
    watch.start()
    try:
        yield
        _left(deadline)  # what was cut off may look whole
    finally:
        watch.cancel()


def public_addresses(host: str, port: int, networks: Sequence[str] = ()) -> list[str]:
    """The addresses of a host. Raises ``OutboundError`` unless each is public or in one of some networks."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutboundError(f"{host} is not known: {getattr(error, 'strerror', None) or error}.") from None
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    for address in addresses:
        if not _allowed(ipaddress.ip_address(address.partition("%")[0]), networks):
            raise OutboundError(f"{host} is not at a public address (setting DATELINE_OUTBOUND_NETWORKS).")
    return addresses


def _allowed(address: ipaddress.IPv4Address | ipaddress.IPv6Address, networks: Sequence[str]) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if inner is not None and not _allowed(inner, networks):
            return False
    if any(address in ipaddress.ip_network(network, strict=False) for network in networks):
        return True
    return address.is_global and not address.is_multicast and not address.is_reserved


def _read(response: http.client.HTTPResponse, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := response.read1(_CHUNK):
        size += len(part)
        if size > most:
            raise OutboundError(f"The answer has more than {most} bytes.")
        parts.append(part)
    return b"".join(parts)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("it takes too long")
    return left
