"""The words that report each event type in a language: ``<language>/triggers/<type>.yaml``, checked.

``docs/event-types.md`` explains each key with an example.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from app.errors import SetupError
from app.nlp.lexicon import folder
from app.ontology import Catalogue, EventType
from app.ontology.mistakes import nearest, unknown_words, validated
from app.ontology.own import own_files, yaml_files
from app.ontology.schema import Effect, Frame, Strict

_MARKS = "+^><"


class Neighbours(Strict):
    """Lemmas by position. As ``unless`` they are look-alikes: the trigger does not fire when one stands there."""

    object: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    modifier: tuple[str, ...] = Field(default=(), description="adjective or noun before the trigger")
    preposition: tuple[str, ...] = Field(default=(), description="preposition after it: 'strike at', 'shoot for'")
    governed: tuple[str, ...] = Field(default=(), description="noun after any preposition: 'attack of asthma'")
    particle: tuple[str, ...] = ()
    governor: tuple[str, ...] = Field(default=(), description="noun or verb above: 'strike breaker', 'go on strike'")
    verb_above: tuple[str, ...] = Field(default=(), description="verb that has the noun as object: 'stage a march'")
    noun_above: tuple[str, ...] = Field(default=(), description="noun before the preposition: 'prisoner of war'")
    bare_after: tuple[str, ...] = Field(default=(), description="preposition right before a bare noun: 'on strike'")


class TriggerGroup(Strict):
    """Words that report the event, with the same sub-type and the same grammar.

    ``phrases`` are written ``verb +object``, ``verb ^particle``, ``verb >preposition noun`` or ``verb <subject``
    (lemmas; alternatives separated by ``|``; ``*`` is any noun, ``@weapon`` any weapon, ``@projectile`` one that flies,
    ``@riot`` one of that class). ``weak`` triggers need a sign of violence in their clause: an armed actor, a weapon …
    """

    subtype: str | None = None
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    frame: Frame | None = None
    effect: Effect | None = None
    weak: bool = False
    accidental: bool = Field(default=False, description="also said of accidents; casualties alone are no sign")
    unarmed: bool = Field(default=False, description="not where violence is reported nearby: 'the jet crashed'")
    modifiers: tuple[str, ...] = Field(default=(), description="one of these must stand before it: 'sexual assault'")
    needs_object: bool = False
    needs_means: bool = Field(default=False, description="a weapon must be named beside it: 'mortar fire'")
    object_kinds: tuple[str, ...] = Field(default=(), description="kinds that its object must have, or 'place'")
    subject_kinds: tuple[str, ...] = Field(
        default=(), description="kinds that its subject must have, or 'crowd', 'place' or 'official'"
    )
    governed_kinds: tuple[str, ...] = Field(
        default=(), description="kinds that a noun after a preposition must have: 'the town fell to rebels'"
    )
    beside_kinds: tuple[str, ...] = Field(
        default=(), description="kinds that one of the nouns around it must have: 'the two ministers held talks'"
    )
    no_object: bool = False
    passive: bool = Field(default=False, description="only in the passive: 'nine men were held'")
    needs: Neighbours | None = Field(default=None, description="one of these must stand in its position")
    background: bool = Field(default=False, description="a war or series as a whole: an event without a day of its own")
    exclusive: bool = Field(default=False, description="where this sense fits, the word has no other")
    signs: Literal["violence", "unrest"] = Field(default="violence", description="what a weak trigger needs")
    unless: Neighbours = Neighbours()
    note: str | None = None


class TriggerFile(Strict):
    """A file of triggers; ``source`` is where its words come from."""

    source: str
    replaces: bool = Field(default=False, description="of one's own: leave out the words of the package")
    triggers: tuple[TriggerGroup, ...]


def parse_triggers(text: str, event_type: EventType, file: str) -> TriggerFile:
    """The content of one file. Raises ``SetupError`` that names the file, the key and what was expected."""
    content = validated(TriggerFile, text, file)
    used = ((f"triggers[{n}].subtype", group.subtype) for n, group in enumerate(content.triggers))
    unknown_words(used, event_type.subtypes, "sub-type", file)
    for n, group in enumerate(content.triggers):
        for phrase in group.phrases:
            verb, _, rest = phrase.partition(" ")
            if not verb or len(rest) < 2 or rest[0] not in _MARKS:
                example = "'open +fire', 'gun ^down', 'take >into custody' or 'rock <bomb'"
                raise SetupError(f"{file}: triggers[{n}].phrases: expected a phrase such as {example}, got {phrase!r}.")
    return content


def trigger_groups(catalogue: Catalogue) -> Iterator[tuple[EventType, TriggerGroup]]:
    """Every group of triggers of the bound language with its event type, in the order of the types.

    Raises ``SetupError`` for a mistake in a file, a file without an event type, and an act or harm without a file.
    """
    ours, own = yaml_files(folder().joinpath("triggers")), own_files("lexicon", folder().name, "triggers")
    for name in sorted({f.removesuffix(".yaml") for f in (*ours, *own)} - catalogue.types.keys()):
        raise SetupError(f"{_path(name)}: unknown event type {name!r}{nearest(name, catalogue.types)}")
    for code, event_type in catalogue.types.items():
        found = [files[f"{code}.yaml"] for files in (ours, own) if f"{code}.yaml" in files]
        if not found and event_type.records != "speech":
            raise SetupError(f"event_types/{code}.yaml: no words report it; expected the file {_path(code)}.")
        contents = [parse_triggers(f.read_text(encoding="utf-8"), event_type, _path(code)) for f in found]
        for content in contents[-1:] if contents and contents[-1].replaces else contents:
            yield from ((event_type, group) for group in content.triggers)


def _path(code: str) -> str:
    return f"lexicon/{folder().name}/triggers/{code}.yaml"
