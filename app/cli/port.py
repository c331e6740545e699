"""Whether a port can be listened on, found before anything slow begins."""

from __future__ import annotations

import socket

from app.errors import SetupError


def check_port(host: str, port: int) -> str:
    """Say that a port is free. Raises ``SetupError`` when it is taken or not ours to take."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SetupError(
                f"Port {port} of {host} cannot be used: {error.strerror}. Choose one with --port."
            ) from error
    return f"{port} is free"
