"""How many were killed or hurt, and who says so? Writes ``doc._.casualties``.

Grammar finds the words that report harm and their victims (``predicates``), the victims' phrase says how many they are
(``victims``). "A student" is one; "civilians" without a number is an unknown number (low and high are None);
"no one" is 0. A claim belongs to the trigger that reports the harm, else to the nearest one. What was
counted twice is decided when the triggers of one event are known: ``settle``. Animals are not counted.
Lexicon: ``harm.yaml``, ``victims.yaml``, ``kinds.yaml``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from app.domain.casualties import Effect
from app.domain.place import Place
from app.nlp.annotations import CasualtyFound, Mention, StatementFound, Trigger
from app.nlp.boilerplate import foreign_tokens
from app.nlp.components.casualties.grammar import subjects_of
from app.nlp.components.casualties.predicates import findings
from app.nlp.components.casualties.reconciliation import settle
from app.nlp.components.casualties.victims import Reader, Victims, kind_of
from app.nlp.components.casualties.words import GRAVITY, OTHER, Fate, words
from app.nlp.lexicon import word_list
from app.nlp.token_table import token_table
from app.ontology import catalogue

_SENTENCE = 7  # tokens; shorter ones ("He died.") may be of others

__all__ = ["casualties", "find_casualties", "settle"]


def find_casualties(doc: Doc) -> tuple[CasualtyFound, ...]:
    """Every figure of a text in text order; one phrase of victims gives one figure, of the gravest fate."""
    if not doc._.triggers:
        return ()
    reader = Reader(doc)
    unreal, negated = _unreal(doc), _unreal(doc, ("asserted", "alleged", "possible", "planned", "hypothetical"))
    chosen: dict[tuple[int, str], tuple[Victims, Fate, bool, int]] = {}
    totals: set[int] = set()
    ranks: dict[tuple[int, str], tuple[bool, bool, int]] = {}
    again = _repeated_sentences(doc)
    foreign = foreign_tokens(doc)
    for token, (head, fate, toll) in findings(doc):
        if token.i in foreign or token_table(doc).sent[token.i] in again:
            continue
        if token.i in negated and (victims := reader.nobody(head)):
            chosen[head.i, ""] = (victims, fate, False, token.i)  # "did not kill anyone"
        if token.i in unreal and not _is_none(head):
            continue
        if head.pos_ == "NUM" and head.i > token.i and token.lemma_.lower() in words().counted_nouns:
            totals.add(head.i)  # "fatalities were put at 12"; not "one with injuries"
        for victims, direct in reader.victims(head, fate, token):
            rank = (direct, token.i == victims.head + 1 and GRAVITY[fate] > GRAVITY["hit"], GRAVITY[fate])
            key = (
                victims.head,
                fate if token.i == head.i and not victims.high else "",
            )  # "no casualties" is two claims
            if key not in ranks or rank > ranks[key]:
                ranks[key] = rank
                chosen[key] = (victims, fate, toll, token.i)
    near = Nearest(doc, doc._.triggers)
    context = _Context(doc)
    out = []
    for place in sorted(chosen):
        victims, fate, toll, at = chosen[place]
        trigger = near.trigger(at, fate)
        if trigger is not None:
            claim = _claim(doc, victims, fate, context=context, at=at, trigger=trigger)
            if claim.basis == "stated" and toll and not claim.cumulative:
                corrected = doc[at].head.lemma_.lower() in words().correcting
                claim = replace(claim, basis="correction" if corrected else "update")
            out.append(replace(claim, basis="total") if place[0] in totals else claim)
    return _without_dying(doc, out)


def _repeated_sentences(doc: Doc) -> set[int]:
    """Numbers of the sentences that stand before in the same words: captions and teasers on a page."""
    seen, again = set[str](), set[int]()
    for number, (start, end) in enumerate(token_table(doc).sents):
        if end - start < _SENTENCE:
            continue
        text = doc[start:end].text.strip()
        if text in seen:
            again.add(number)
        seen.add(text)
    return again


def _without_dying(doc: Doc, claims: list[CasualtyFound]) -> tuple[CasualtyFound, ...]:
    """The claims but for the shots that hit somebody who is reported dead elsewhere: he is not counted as hurt."""
    if not any(c.basis != "stated" for c in claims):
        return tuple(claims)
    entities = {m.head: m.entity for m in doc._.mentions if m.entity >= 0}
    dead = {entities.get(c.head) for c in claims if c.effect == "killed" and c.low == 1} - {None}
    return tuple(c for c in claims if c.basis in ("stated", "total") or c.low != 1 or entities.get(c.head) not in dead)


def _is_group(victims: Victims) -> bool:
    return (victims.low or victims.high or 0) > 1


def _holds(lower: Sequence[str], phrase: tuple[str, ...]) -> bool:
    """Whether some words stand in a sentence in this order."""
    first, size = phrase[0], len(phrase)
    return first in lower and any(tuple(lower[i : i + size]) == phrase for i, word in enumerate(lower) if word == first)


def _unreal(doc: Doc, real: Collection[str] = ("asserted", "alleged")) -> set[int]:
    """Heads of the triggers that report what did not happen: "was not injured", "could kill hundreds"."""
    pairs = zip(doc._.triggers, doc._.modalities, strict=False)
    return {t.head for t, m in pairs if m.factuality not in real or m.attempted}


def _is_none(head: Token) -> bool:
    """Whether the victims are nobody, so that the negation is theirs."""
    return head.lower_ in ("one", "none", "nobody") or any(c.lower_ == "no" for c in head.lefts)


def _claim(doc: Doc, victims: Victims, fate: Fate, *, context: _Context, at: int, trigger: int) -> CasualtyFound:
    effect = effect_of(fate)
    claimant, cue, estimate = context.claimant(victims.head, at)
    basis = fate if fate in ("hit", "treated", "listed") else "estimate" if estimate else "stated"
    return CasualtyFound(
        trigger=trigger,
        effect=effect,
        low=victims.low,
        high=victims.high,
        approximate=victims.approximate,
        cumulative=_is_group(victims) and (context.is_running(victims.head) or doc._.time_scopes[trigger] == "span"),
        figure=victims.figure,
        victims=None if victims.high == 0 else (victims.start, victims.end),  # "no casualties"
        victim_kind=kind_of(doc[victims.head]),
        claimant=claimant,
        claim_cue=cue,
        place=context.place(victims.head),
        head=victims.head,
        basis=basis,
        definite=victims.definite,
        further=victims.further,
        part=victims.part,
    )


def effect_of(fate: Fate) -> Effect:
    """The effect that a fate counts as: people who were shot, or are in hospital, are hurt."""
    if fate == "killed" or fate in OTHER:
        return fate
    return "injured"


class Nearest:
    """Finds the trigger that a word of harm belongs to."""

    def __init__(self, doc: Doc, triggers: tuple[Trigger, ...]) -> None:
        self.triggers = triggers
        self.at = {i: n for n, t in enumerate(triggers) for i in (*range(t.start, t.end), t.head)}
        violent = [n for n, t in enumerate(triggers) if t.effect or t.frame == "harm" or catalogue()[t.type].owns_harm]
        unreal = _unreal(doc)
        self.violent = [n for n in violent if triggers[n].head not in unreal] or violent
        self.heads = [triggers[n].head for n in self.violent]
        self.sentence = token_table(doc).sent

    def trigger(self, at: int, fate: Fate) -> int | None:
        """The trigger on the word; else of the same effect, else any violent one, in its sentence; else one before."""
        if at in self.at:
            return self.at[at]
        home = self.sentence[at]
        inside = [n for n in self.violent if self.sentence[self.triggers[n].head] == home]
        effect = effect_of(fate)
        same = [n for n in inside if self.triggers[n].effect == effect] or inside
        if same:
            return min(same, key=lambda n: (abs(self.triggers[n].head - at), n))
        before = bisect_right(self.heads, at)
        if not self.violent:
            return None
        return self.violent[max(before - 1, 0)]


class _Context:
    """Who says it, and where: statements and place names by token."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens = token_table(doc)
        self._running: dict[int, bool] = {}
        self.mentions: dict[int, Mention] = {m.head: m for m in doc._.mentions if not m.pronoun}
        self.statements: tuple[StatementFound, ...] = doc._.statements
        self.toponyms: dict[int, Place] = {i: t.place for t in doc._.toponyms for i in range(t.start, t.end)}

    def statement(self, token: int) -> StatementFound | None:
        """The innermost statement with a speaker that holds the token."""
        at = self.doc[token].idx
        held = [
            (end - start, n)
            for n, s in enumerate(self.statements)
            if s.speaker is not None and s.stance not in word_list("reporting.against")
            for start, end in s.content
            if start <= at < end
        ]
        return self.statements[min(held)[1]] if held else None

    def claimant(self, figure: int, predicate: int) -> tuple[Mention | None, tuple[int, int] | None, bool]:
        """Who says it, the words that say so, and whether it is an estimate: "the Red Cross put the toll at 34"."""
        statement = self.statement(figure)
        verb = self.doc[predicate].head
        if verb.pos_ == "VERB" and verb.lemma_.lower() in words().estimate_verbs | words().giving:
            for subject in subjects_of(verb):
                if subject.i in self.mentions and subject.i not in (figure, predicate):
                    return self.mentions[subject.i], (verb.i, verb.i + 1), True
        if statement is not None:
            return statement.speaker, statement.cue, False
        return None, None, False

    def is_running(self, token: int) -> bool:
        """Whether the sentence counts over a span of time: "this year", "since October"."""
        number = self.tokens.sent[token]
        if number not in self._running:
            start, end = self.tokens.sents[number]
            lower = self.tokens.lower[start:end]
            self._running[number] = any(_holds(lower, phrase) for phrase in words().running)
        return self._running[number]

    def place(self, head: int) -> Place | None:
        """The place that the victims' phrase itself names: "18 in Syria"."""
        for noun in self._nouns_in(head):
            if noun in self.toponyms:
                return self.toponyms[noun]
        return None

    def _nouns_in(self, head: int) -> Iterator[int]:
        for child in self.doc[head].children:
            if child.dep_ == "prep" and child.lower_ in ("in", "at", "near"):
                yield from (n.i for n in child.children if n.dep_ == "pobj")


@Language.component(
    "casualties",
    requires=[
        "doc._.context",
        "doc._.quantities",
        "doc._.time_scopes",
        "doc._.toponyms",
        "doc._.mentions",
        "doc._.triggers",
        "doc._.modalities",
        "doc._.statements",
    ],
    assigns=["doc._.casualties"],
)
def casualties(doc: Doc) -> Doc:
    """Write ``doc._.casualties``."""
    doc._.casualties = find_casualties(doc)
    return doc
