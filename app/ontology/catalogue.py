"""Loads the event types and gives the codes of an event; the one place that knows the folder."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Any

import yaml
from pydantic import ValidationError

from app.errors import SetupError
from app.ontology.loader import load_yaml
from app.ontology.schema import Condition, ConditionalCodes, EventType

_MIN_POSITIVE_EXAMPLES = 3


class Catalogue:
    """All event types by code, in alphabetical order."""

    def __init__(self, types: Iterable[EventType]) -> None:
        self.types: Mapping[str, EventType] = {t.code: t for t in sorted(types, key=lambda t: t.code)}

    def __getitem__(self, code: str) -> EventType:
        return self.types[code]

    def codes(self, code: str, subtype: str | None, kinds: Mapping[str, Iterable[str]]) -> dict[str, Any]:
        """Codes of an event: ``kinds`` maps each role that is filled to the kinds of its participants."""
        event_type = self.types[code]
        chosen, conditions = event_type.codes, event_type.codes_when
        if subtype and subtype in event_type.subtypes:
            chosen, conditions = event_type.subtypes[subtype].codes, event_type.subtypes[subtype].codes_when
        chosen = next((c.codes for c in conditions if _holds(c, kinds)), chosen)
        return chosen.model_dump()


def _holds(condition: Condition, kinds: Mapping[str, Iterable[str]]) -> bool:
    if isinstance(condition, ConditionalCodes) and condition.also and not _holds(condition.also, kinds):
        return False
    present = set(kinds.get(condition.role, ()))
    return bool(present & set(condition.kinds)) if condition.kinds else bool(present)


def parse(text: str, name: str) -> EventType:
    """One event type from YAML. Raises ``SetupError`` that names the file and the key."""
    try:
        event_type = EventType.model_validate(load_yaml(text))
    except (ValidationError, yaml.YAMLError) as error:
        raise SetupError(f"event_types/{name}: {error}") from error
    positive = sum(not e.none for e in event_type.examples)
    if positive < _MIN_POSITIVE_EXAMPLES or positive == len(event_type.examples):
        raise SetupError(f"event_types/{name}: needs three examples that give the event and one that does not.")
    unknown = {g.subtype for g in event_type.triggers if g.subtype} - set(event_type.subtypes)
    if unknown:
        raise SetupError(f"event_types/{name}: triggers name unknown sub-types: {', '.join(sorted(unknown))}.")
    if name != f"{event_type.code}.yaml":
        raise SetupError(f"event_types/{name}: the file must bear the code's name, {event_type.code}.yaml.")
    return event_type


@functools.cache
def catalogue() -> Catalogue:
    """The event types of ``event_types/``, loaded once."""
    folder = resources.files("app.ontology").joinpath("event_types")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".yaml")), key=lambda f: f.name)
    return Catalogue(parse(f.read_text(encoding="utf-8"), f.name) for f in files)
