"""The entities of an article: ``doc._.entities``."""

from __future__ import annotations

from spacy.tokens import Doc

from app.domain.event import Entity
from app.nlp.annotations import Mention
from app.nlp.components.assembly.naming import Naming, entity_id

_NAMED_BY_KIND = ("weapon", "vehicle")  # entities even without a proper name


def entities(doc: Doc, naming: Naming) -> tuple[Entity, ...]:
    """Every named person, organization and group, and every weapon and vehicle, with all mentions."""
    groups: dict[int, list[Mention]] = {}
    for mention in doc._.mentions:
        if mention.entity >= 0:
            groups.setdefault(mention.entity, []).append(mention)
    found = ((number, _chief(members), members) for number, members in groups.items())
    return tuple(
        Entity(
            id=entity_id(naming.article_id, number),
            name=chief.name,
            kind=chief.kind,
            country_code=chief.country_code,
            spans=tuple(naming.span((m.start, m.end)) for m in members),
        )
        for number, chief, members in found
        if chief.proper or chief.kind in _NAMED_BY_KIND
    )


def _chief(members: list[Mention]) -> Mention:
    """The mention whose name the entity has: the first proper one, else the first."""
    return next((m for m in members if m.proper), members[0])
