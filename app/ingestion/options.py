"""How input files are read: the limits of the settings, and the names that a file has for the fields of an article."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.ingestion.field_names import FieldNames
from app.settings import Settings


@dataclass(frozen=True, slots=True)
class InputOptions:
    """The options of one run."""

    settings: Settings
    names: FieldNames = field(default_factory=FieldNames)
