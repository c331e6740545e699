"""The settings of the environment, checked before a command begins."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.errors import SettingsError
from app.settings import PREFIX, Settings


def load_settings(**options: Any) -> Settings:
    """The settings of the environment, and options of the command line that replace some; None replaces nothing.

    Raises ``SettingsError``, one line that names each wrong variable.
    """
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        raise SettingsError("; ".join(map(_mistake, error.errors(include_url=False)))) from None


def check_model(settings: Settings) -> None:
    """Raise ``SettingsError`` unless the spaCy pipeline is installed or a folder, without loading it."""
    name = settings.model
    if not Path(name).is_dir() and (not name.isidentifier() or find_spec(name) is None):
        raise SettingsError(f"{PREFIX}MODEL={name}: no such spaCy pipeline is installed, and it is not a folder")


@contextmanager
def collecting_less() -> Iterator[None]:
    """Look for garbage less often while articles are stored and linked: what they leave has few cycles.

    It takes a tenth off the time.
    """
    before = gc.get_threshold()
    gc.set_threshold(20_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _mistake(error: ErrorDetails) -> str:
    field = str(error["loc"][0])
    reason = error["msg"].removeprefix("Value error, ")
    value = "" if field == "database_url" else f"={error['input']}"  # a URL may hold a password
    return f"{PREFIX}{field.upper()}{value}: {reason[:1].lower()}{reason[1:]}"
