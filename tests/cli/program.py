"""The program as people run it: in a process of its own, or here, where a further process would show nothing more."""

from __future__ import annotations

import contextlib
import io
import logging
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

from app.cli import main

ROOT = Path(__file__).parents[2]
DATELINE = [sys.executable, "-m", "app.cli"]


def start(*args: str, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, which takes seconds to load."""
    return subprocess.run([*DATELINE, *args], input=stdin, capture_output=True, text=True, check=False, cwd=cwd)


def run(*args: str, stdin: str = "", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program in this process; gives what ``start`` gives."""
    given, out, errors = io.BytesIO(stdin.encode()), io.BytesIO(), io.BytesIO()
    streams = {
        name: io.TextIOWrapper(stream, "utf-8", write_through=True)
        for name, stream in (("stdin", given), ("stdout", out), ("stderr", errors))
    }
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    status: object = 0
    with patch.multiple(sys, argv=["dateline", *args], **streams), contextlib.chdir(cwd or Path.cwd()):
        try:
            main()
        except SystemExit as end:
            status = end.code
        except Exception:
            sys.excepthook(*sys.exc_info())
            status = 1
    root.handlers, root.level = handlers, level
    code = status if isinstance(status, int) else int(status is not None)
    return subprocess.CompletedProcess([*DATELINE, *args], code, out.getvalue().decode(), errors.getvalue().decode())
