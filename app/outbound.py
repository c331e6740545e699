"""Requests to addresses that others have named, made so that none can reach what only this machine can.

A name is resolved once; each of its addresses must be public, and the connection goes to an address that was checked,
so that a name cannot change its mind in between. Size and time are bounded, and redirects are checked like the first
address. Proxies of the environment are not used.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from app.errors import InputError, OutboundError

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_CHUNK = 65_536
_LONGEST_URL = 4_000


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


def _once(asked: _Request, bounds: Bounds, deadline: float) -> Answer:
    url = asked.url
    parts = check_url(url)
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPConnection(host, port)
    try:
        connection.sock = _connected(host, port, parts.scheme == "https", bounds, deadline)
        connection.request(asked.method, path, asked.body or None, {"User-Agent": "Dateline", **asked.headers})
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, _read(connection, response, bounds, deadline), url)
    except (OSError, http.client.HTTPException) as error:
        raise OutboundError(f"{host} cannot be reached: {str(error) or type(error).__name__}.") from error
    finally:
        connection.close()


def _connected(host: str, port: int, secure: bool, bounds: Bounds, deadline: float) -> socket.socket:
    address = public_addresses(host, port, bounds.networks)[0]
    plain = socket.create_connection((address, port), timeout=_left(deadline))
    if not secure:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def public_addresses(host: str, port: int, networks: Sequence[str] = ()) -> list[str]:
    """The addresses of a host. Raises ``OutboundError`` unless each is public or in one of some networks."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutboundError(f"{host} is not known: {getattr(error, 'strerror', None) or error}.") from None
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    for address in addresses:
        if not _allowed(ipaddress.ip_address(address.partition("%")[0]), networks):
            raise OutboundError(f"{host} is at {address}, which is not a public address.")
    return addresses


def _allowed(address: ipaddress.IPv4Address | ipaddress.IPv6Address, networks: Sequence[str]) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is not None and not _allowed(inner, networks):
            return False
    if any(address in ipaddress.ip_network(network, strict=False) for network in networks):
        return True
    return address.is_global and not address.is_multicast and not address.is_reserved


def _read(
    connection: http.client.HTTPConnection, response: http.client.HTTPResponse, bounds: Bounds, deadline: float
) -> bytes:  # fmt: skip
    parts: list[bytes] = []
    size = 0
    while True:
        if connection.sock is not None:
            connection.sock.settimeout(_left(deadline))
        elif time.monotonic() > deadline:
            raise TimeoutError("it takes too long")
        part = response.read1(_CHUNK)
        if not part:
            return b"".join(parts)
        size += len(part)
        if size > bounds.most_bytes:
            raise OutboundError(f"The answer has more than {bounds.most_bytes} bytes.")
        parts.append(part)


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("it takes too long")
    return left
