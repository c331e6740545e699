"""Names and ids: the same text gives the same ones."""

from __future__ import annotations

import functools
import uuid

from spacy.tokens import Doc

from app.domain.article import NAMESPACE
from app.domain.casualties import Count
from app.domain.event import EntityKind, Participant
from app.domain.evidence import Source, Span
from app.nlp.annotations import Mention, Quantity
from app.nlp.lexicon import word_list
from app.nlp.lexicon.sectors import sector_of
from app.nlp.officials import official_mentions
from app.nlp.token_table import token_table

_AT_HOME = frozenset({"government", "police", "military"})
#: Kinds that a noun states by itself, even if its entity has a name elsewhere: "gunmen", "the soldiers".
_STATED_KINDS = frozenset({"armed_group", "police", "military", "civilians", "vehicle", "weapon"})


def _only_country(doc: Doc) -> str | None:
    """The country of all places and countries that a text names; None where there are several, or none.

    Nor where a town is named only for a treaty: "the army" is hardly Norway's beside "the Oslo accords".
    """
    if doc._.toponyms and all(t.usage == "modifier" and t.place.precision == "city" for t in doc._.toponyms):
        return None
    codes = {t.place.country_code for t in doc._.toponyms} | {m.country_code for m in doc._.mentions}
    codes.discard(None)
    return codes.pop() if len(codes) == 1 else None


@functools.lru_cache(maxsize=1024)
def entity_id(article_id: str, number: int) -> str:
    """The id of an entity of one article."""
    return str(uuid.uuid5(NAMESPACE, f"{article_id}/entity/{number}"))


class Naming:
    """Spans, ids and canonical names of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text
        self.tokens = token_table(doc)
        self.article_id: str = doc._.context.article_id
        self.chief: dict[int, Mention] = {}
        for mention in doc._.mentions:
            held = self.chief.get(mention.entity)
            if mention.entity >= 0 and (held is None or _worth(mention) > _worth(held)):
                self.chief[mention.entity] = mention
        self.officials = official_mentions(self.tokens, doc._.mentions)
        self.home = _only_country(doc)

    def span(self, extent: tuple[int, int]) -> Span:
        """Evidence of a token range."""
        first, last = extent[0], extent[1] - 1
        start, end = self.tokens.offset[first], self.tokens.offset[last] + len(self.tokens.text[last])
        return Span(start, end, self.text[start:end])

    def sentence(self, token: int) -> Span:
        """The sentence around a token, without white space at its ends."""
        words = self.tokens.text
        start, end = self.tokens.sents[self.tokens.sent[token]]
        while end - 1 > start and words[end - 1].isspace():
            end -= 1
        while start < end - 1 and words[start].isspace():
            start += 1
        return self.span((start, end))

    def event_id(self, kind: str, span: Span, number: int = 0) -> str:
        """The id of an event, made from its type and trigger."""
        return str(uuid.uuid5(NAMESPACE, f"{self.article_id}/{kind}/{span.start}-{span.end}/{number}"))

    def known(self, mention: Mention) -> Mention:
        """The most informative mention of the same entity."""
        return self.chief.get(mention.entity, mention) if mention.entity >= 0 else mention

    def participant(self, role: str, mention: Mention) -> Participant:
        """A participant; a pronoun takes name, kind and country from its entity."""
        chief = self.known(mention)
        source = chief if mention.pronoun or (chief.proper and not mention.proper) else mention
        kind = self.kind(mention, source, chief)
        description = mention.description or chief.description
        return Participant(
            role=role,
            name=source.name or chief.name,
            span=self.span((mention.start, mention.end)),
            entity_id=entity_id(self.article_id, mention.entity) if mention.entity >= 0 else None,
            kind=kind,
            country_code=mention.country_code or chief.country_code or self.home_of(mention),
            count=self.count(mention.quantity),
            description=description,
            sector=sector_of(self.tokens.lemma[mention.start : mention.head + 1], kind, description),
        )

    def home_of(self, mention: Mention) -> str | None:
        """The country of who acts for a state, where the whole text names only one country."""
        abroad = word_list("kinds.abroad")
        foreign = any(self.tokens.lower[i] in abroad for i in range(mention.start, mention.end))
        if mention.kind == "military" and self.home in word_list("kinds.disputed"):
            return None
        at_home = mention.kind in _AT_HOME or (mention.kind == "person" and mention.head in self.officials)
        return self.home if at_home and not foreign else None

    def kind(self, mention: Mention, source: Mention, chief: Mention) -> EntityKind:
        """What a participant is; a gunman or a man in a mask is a person and no group."""
        kind = mention.kind if mention.kind in _STATED_KINDS else source.kind if source.kind != "other" else chief.kind
        alone = kind == "armed_group" and not source.proper
        return "person" if alone and self.tokens.lemma[source.head] in word_list("kinds.individuals") else kind

    def count(self, quantity: Quantity | None) -> Count | None:
        """A number of things with its evidence."""
        if quantity is None:
            return None
        return Count(quantity.low, quantity.high, quantity.approximate, self.span((quantity.start, quantity.end)))

    def source(self, mention: Mention, cue: tuple[int, int] | None) -> Source:
        """Who says something."""
        return Source(
            name=self.known(mention).name,
            span=self.span((mention.start, mention.end)),
            cue=self.span(cue) if cue else None,
        )


def _worth(mention: Mention) -> tuple[bool, bool, int]:
    return mention.proper, not mention.pronoun, len(mention.name) if mention.proper else 0
