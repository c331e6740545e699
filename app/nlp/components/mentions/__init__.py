"""Who and what is named? Every noun phrase and pronoun that can take part in an event.

Each mention has a kind (from the lexicon ``kinds.yaml``, ``groups.yaml``, the titles, then the entity label), a
country where a name, adjective or demonym inside it gives one, a canonical name where it is known, and a title.
Conjuncts are mentions of their own; a possessor, and a country, group or person before a noun of action ("a US
strike") are mentions too. It does not decide which mentions are the same (``coreference``) nor what they do
(``roles``). Place names that are only places are left to ``toponyms``.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp.annotations import Mention
from app.nlp.components.mentions.finder import Finder
from app.nlp.token_table import token_table


def find_mentions(doc: Doc) -> tuple[Mention, ...]:
    """Mentions of a parsed Doc, in text order."""
    return Finder(doc, token_table(doc)).find()


@Language.component(
    "mentions",
    assigns=["doc._.mentions"],
    requires=["doc._.quantities", "doc._.times", "doc._.toponyms", "doc.ents", "token.dep"],
)
def mentions(doc: Doc) -> Doc:
    """Write ``doc._.mentions``."""
    doc._.mentions = find_mentions(doc)
    return doc
