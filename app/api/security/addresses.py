"""Network addresses: which are this machine, and whether a request was sent from it."""

from __future__ import annotations

import ipaddress
import re

from fastapi import Request

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: What a proxy adds: behind one, the connection says nothing about the client.
_PROXIED = ("x-forwarded-for", "forwarded", "x-real-ip", "via")
_HOST = re.compile(r"\[([0-9a-f:.]+)\](?::\d*)?|([^\s:/@\[\]]*)(?::\d*)?")


def parse_address(text: str) -> Address | None:
    """An IP address, version 4 where version 6 only contains it; None for anything else."""
    try:
        address = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def is_loopback(host: str) -> bool:
    """Whether a host that a server listens on, or the address of a client, is this machine and nothing else."""
    address = parse_address(host)
    return address.is_loopback if address else host.lower() == "localhost"


def is_local(request: Request) -> bool:
    """Whether both ends of the connection are on this machine and no proxy has passed it on.

    A name in place of an address is a call within the process, or a socket that is a file.
    """
    if any(name in request.headers for name in _PROXIED):
        return False
    server = request.scope.get("server")
    theirs = request.client.host if request.client else ""
    if server and parse_address(server[0]):
        return is_loopback(server[0]) and is_loopback(theirs)
    return parse_address(theirs) is None or is_loopback(theirs)


def host_name(host: str) -> str:
    """The name in a ``Host`` header, without the port; the whole header where it is not a name and a port."""
    host = host.strip().lower()
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]).rstrip(".") if found else host
