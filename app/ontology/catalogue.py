"""Loads the event types and gives the codes of an event; the one place that knows the folder."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal

from app.errors import SetupError
from app.ontology.mistakes import unknown_words, validated
from app.ontology.own import own_files, yaml_files
from app.ontology.schema import Condition, ConditionalCodes, EventType, Position

FOLDER: Traversable = resources.files("app.ontology").joinpath("event_types")
_MIN_POSITIVE_EXAMPLES = 3
FIGURES = "figures"  # in conditions of codes: the effects of an event's figures, as if they were a role


class Catalogue:
    """All event types by code, in alphabetical order."""

    def __init__(self, types: Iterable[EventType]) -> None:
        self.types: Mapping[str, EventType] = {t.code: t for t in sorted(types, key=lambda t: t.code)}
        self.harm = self._only("harm")
        self.speech = self._only("speech")
        for event_type in self.types.values():
            implied = [("implied_act", event_type.implied_act)]
            unknown_words(implied, self.types, "event type", f"event_types/{event_type.code}.yaml")
        self.groups = _grouped(self.types)
        self.names = _named(self.types, self.groups)
        self._positions = {(t.code, name): r.position for t in self.types.values() for name, r in t.roles.items()}

    def __getitem__(self, code: str) -> EventType:
        return self.types[code]

    def expand(self, names: Iterable[str]) -> tuple[str, ...]:
        """Names of types, groups, sub-types and aliases as types ("arrest") and sub-types ("strike/abduction")."""
        return tuple(dict.fromkeys(kind for name in names for kind in self.names[name]))

    def _only(self, records: Literal["harm", "speech"]) -> EventType:
        found = [t for t in self.types.values() if t.records == records]
        if len(found) != 1:
            names = ", ".join(f"{t.code}.yaml" for t in found) or "none"
            raise SetupError(f"event_types: one file must have 'records: {records}', found in: {names}.")
        return found[0]

    def position(self, code: str, role: str) -> Position | None:
        """Where a role of a type is found; None for a role that the type does not have."""
        return self._positions.get((code, role))

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


def _grouped(types: Mapping[str, EventType]) -> Mapping[str, tuple[str, ...]]:
    """The types of each group."""
    names = sorted({t.group for t in types.values() if t.group})
    return {name: tuple(code for code, t in types.items() if t.group == name) for name in names}


def _named(types: Mapping[str, EventType], groups: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """What each name stands for: a type before a group, a group before sub-types and aliases, which may share one."""
    out: dict[str, tuple[str, ...]] = {}
    for code, event_type in types.items():
        for alias in event_type.aliases:
            out[alias] = (*out.get(alias, ()), code)
        for sub_code, subtype in event_type.subtypes.items():
            for name in (sub_code, *subtype.aliases) if sub_code != event_type.default_subtype else ():
                out[name] = (*out.get(name, ()), f"{code}/{sub_code}")
    out.update(groups)
    out.update({code: (code,) for code in types})
    return dict(sorted(out.items()))


def parse(text: str, name: str) -> EventType:
    """One event type from YAML. Raises ``SetupError`` that names the file, the key and what was expected."""
    file = f"event_types/{name}"
    event_type = validated(EventType, text, file)
    if name != f"{event_type.code}.yaml":
        raise SetupError(f"{file}: code: expected {name.removesuffix('.yaml')!r}, the name of the file.")
    positive = sum(not e.none for e in event_type.examples)
    if positive < _MIN_POSITIVE_EXAMPLES or positive == len(event_type.examples):
        raise SetupError(f"{file}: examples: expected at least three that give the event and one that does not.")
    unknown_words(_subtypes_used(event_type), event_type.subtypes, "sub-type", file)
    roles = {*event_type.roles, FIGURES}
    unknown_words(_roles_used(event_type), roles, "role", file)
    return event_type


def _subtypes_used(event_type: EventType) -> Iterator[tuple[str, str | None]]:
    """Key → sub-type, wherever a file names one."""
    yield "default_subtype", event_type.default_subtype
    if event_type.escalates:
        yield from (("escalates.when", code) for code in event_type.escalates.when)
        yield "escalates.to", event_type.escalates.to
    for code, subtype in event_type.subtypes.items():
        yield from ((f"subtypes.{code}.narrowed_by", narrower) for narrower in subtype.narrowed_by)
    yield from ((f"examples[{n}].subtype", e.subtype) for n, e in enumerate(event_type.examples))


def _roles_used(event_type: EventType) -> Iterator[tuple[str, str | None]]:
    """Key → role, wherever a file's conditions name one."""
    tables = {"": event_type.codes_when} | {f"subtypes.{c}.": s.codes_when for c, s in event_type.subtypes.items()}
    for prefix, conditions in tables.items():
        for n, condition in enumerate(conditions):
            yield f"{prefix}codes_when[{n}].role", condition.role
            yield f"{prefix}codes_when[{n}].also.role", condition.also.role if condition.also else None


@functools.cache
def catalogue() -> Catalogue:
    """The event types of ``event_types/`` and those of one's own, loaded once.

    Raises ``SetupError`` for a mistake in a file.
    """
    files: dict[str, Traversable] = {**yaml_files(FOLDER), **own_files("event_types")}
    return Catalogue(parse(files[name].read_text(encoding="utf-8"), name) for name in sorted(files))
