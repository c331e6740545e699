"""Types of one's own: the folder of ``DATELINE_ONTOLOGY_PATH``, laid out like the package.

``event_types/<code>.yaml`` adds a type or takes the place of one, ``lexicon/<language>/triggers/<code>.yaml`` adds
words.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path

from pydantic_settings import BaseSettings, SettingsConfigDict

from app.errors import SetupError
from app.settings import PREFIX

VARIABLE = f"{PREFIX}ONTOLOGY_PATH"


class _Own(BaseSettings):
    """The one setting that is needed before all others are checked."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)
    ontology_path: Path | None = None


@functools.cache
def own_folder() -> Path | None:
    """The folder of types of one's own; None where the setting is not given.

    Raises ``SetupError`` when there is no such folder.
    """
    folder = _Own().ontology_path
    if folder is not None and not folder.is_dir():
        raise SetupError(f"{VARIABLE}={folder}: no such folder; 'dateline ontology new NAME' makes it.")
    return folder


def own_files(*parts: str) -> Mapping[str, Path]:
    """The YAML files of a folder of one's own, by name."""
    folder = own_folder()
    inside = folder.joinpath(*parts) if folder else None
    if inside is None or not inside.is_dir():
        return {}
    return {file.name: file for file in sorted(inside.glob("*.yaml"))}


def yaml_files(folder: Traversable) -> Mapping[str, Traversable]:
    """The YAML files of a folder of the package, by name."""
    return {file.name: file for file in folder.iterdir() if file.name.endswith(".yaml")}
