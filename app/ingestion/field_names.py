"""Other names of the fields of an article, as files of other programs have them: ``--map text=body,title=headline``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.errors import InputError
from app.ingestion.fields import FIELDS, nearest_field

_OWN = ("id", *FIELDS)


@dataclass(frozen=True, slots=True)
class FieldNames:
    """The field of an article that each of some columns or keys holds; empty when they have our names."""

    fields: Mapping[str, str] = field(default_factory=dict)

    def field_of(self, name: str) -> str:
        """The field that a column holds; one that holds none is kept in ``metadata``."""
        if not self.fields:
            return name
        return self.fields.get(name) or (name if name in _OWN else "metadata")

    def apply(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        """An article with our names. What is neither mapped nor a field goes into its ``metadata``."""
        if not self.fields:
            return raw
        own = {name: value for name, value in raw.items() if name in _OWN and name not in self.fields}
        mapped = {self.fields[name]: value for name, value in raw.items() if name in self.fields}
        rest = {name: value for name, value in raw.items() if name not in _OWN and name not in self.fields}
        found = own | mapped
        if rest and isinstance(given := found.get("metadata", {}), Mapping):
            found["metadata"] = {**rest, **given}
        return found


def parse_names(text: str | None) -> FieldNames:
    """The names of ``field=name`` pairs with commas between them. Raises ``InputError`` for what is not one."""
    fields: dict[str, str] = {}
    for pair in (text or "").split(","):
        if not pair.strip():
            continue
        own, sign, name = (part.strip() for part in pair.partition("="))
        if not sign or not name:
            raise InputError(f"--map {pair.strip()!r}: write field=column, such as text=body,title=headline.")
        if own not in _OWN:
            raise InputError(f"--map: {own!r} is not a field of an article; did you mean {nearest_field(own)!r}?")
        if name in fields or own in fields.values():
            raise InputError(f"--map: {own}={name} maps the same field or column a second time.")
        fields[name] = own
    return FieldNames(fields)
