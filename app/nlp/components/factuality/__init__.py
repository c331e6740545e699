"""Did it happen? Writes ``doc._.modalities``: one ``Modality`` for each trigger.

From the trigger's head the syntax tree is climbed, and every cue on the way is looked up in ``modality.yaml``:
auxiliaries, negations, adverbs, adjectives, "if", the verbs and nouns that govern the event ("plans to", "accused of",
"the threat of"), and the light verbs that lend a noun their tense ("will carry out strikes"). The strongest cue
counts: denied, negated, hypothetical, planned, possible, alleged. "Police said gunmen killed four" stays asserted: who
says so is the question of ``attribution``. An event of another time is marked ``past_reference``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from app.domain.event import Factuality
from app.nlp.annotations import Modality, Trigger
from app.nlp.components.factuality.cue_search import cues
from app.nlp.components.factuality.definitions import any_that, defined_by, price_of
from app.nlp.components.factuality.past import past_references
from app.nlp.token_table import token_table
from app.ontology import catalogue

__all__ = ["cues", "factuality", "modality", "past_references"]

_STRENGTH: dict[str, int] = {
    "asserted": 0, "alleged": 1, "possible": 2, "planned": 3, "hypothetical": 4, "negated": 5, "denied": 6,
}  # fmt: skip
_WH = frozenset({"WP", "WRB", "WDT", "WP$"})
_OPENING = 3  # tokens at the start of a question in which its question word stands


def modality(doc: Doc, trigger: Trigger, question: Token | None = None) -> Modality:
    """The strongest cue over one trigger; ``question`` is the question mark that ends its sentence, if one does."""
    head = doc[trigger.head]
    if (definition := defined_by(head) or price_of(head) or any_that(head)) is not None:
        return Modality("hypothetical", (definition.i, definition.i + 1))
    best: tuple[int, str, Token | None] = (0, "asserted", None)
    # An attempt on a life is an attack that took place; the death did not, nor did an arrest that was tried.
    violent = catalogue()[trigger.type].owns_harm and trigger.effect != "killed"
    attempted, act = False, "asserted"
    for found, token in cues(head, question):
        attempted = attempted or found == "attempt"
        category = ("asserted" if violent else "negated") if found == "attempt" else found
        strength = _STRENGTH.get(category, 0)
        if found != "attempt" and strength > _STRENGTH[act]:
            act = found
        if strength > best[0]:
            best = (strength, category, token)
    factuality: Factuality = best[1]  # type: ignore[assignment]  # the lexicon holds only these words
    cue = (best[2].i, best[2].i + 1) if best[2] is not None else None
    return Modality(factuality, cue, attempted=attempted, act=act if attempted else None)  # type: ignore[arg-type]


@Language.component(
    "factuality", requires=["doc._.triggers", "doc._.anchor", "doc._.times"], assigns=["doc._.modalities"]
)
def factuality(doc: Doc) -> Doc:
    """Write ``doc._.modalities``."""
    past, questioned = past_references(doc), questions(doc)
    doc._.modalities = tuple(
        replace(modality(doc, t, questioned(t.head)), past_reference=n in past) for n, t in enumerate(doc._.triggers)
    )
    return doc


def questions(doc: Doc) -> Callable[[int], Token | None]:
    """A function from a token's index to the question mark that ends its sentence, or None.

    "Who killed them?" takes it for granted that somebody did: only questions for yes or no count.
    """
    tokens = token_table(doc)
    if "?" not in tokens.text:
        return lambda _: None
    marks = {
        tokens.sent[i]: doc[i]
        for i, text in enumerate(tokens.text)
        if text == "?" and not _WH.intersection(tokens.tag[tokens.sents[tokens.sent[i]][0] : i][:_OPENING])
    }
    return lambda i: marks.get(tokens.sent[i])
