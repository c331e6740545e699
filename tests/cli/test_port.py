"""A taken port is found before anything slow begins."""

from __future__ import annotations

import socket

import pytest

from app.cli.port import check_port
from app.errors import SetupError


def test_a_taken_port_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SetupError, match=rf"Port {port} of 127.0.0.1 cannot be used"):
            check_port("127.0.0.1", port)
    assert check_port("127.0.0.1", 0) == "0 is free"
