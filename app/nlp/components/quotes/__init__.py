"""Who said what?

Direct statements are quotations with the cue beside them (``direct``), indirect ones the dependents of reporting
verbs (``frames``) and of nouns and phrases of saying (``sources``). Words are data: ``reporting.yaml``. Speakers are
mentions; which person a pronoun stands for is known from ``coreference``, which has run before.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp.annotations import StatementFound
from app.nlp.components.quotes.claims import claims, mark
from app.nlp.components.quotes.direct import Direct
from app.nlp.components.quotes.feelings import feelings
from app.nlp.components.quotes.finish import finish, name_first_persons
from app.nlp.components.quotes.frames import indirect
from app.nlp.components.quotes.intents import with_intents
from app.nlp.components.quotes.page import read_page, read_quotations
from app.nlp.components.quotes.parentheses import parentheses
from app.nlp.components.quotes.rebuttals import rebuttals
from app.nlp.components.quotes.sources import according, nominal
from app.nlp.components.quotes.transcripts import transcript


def find_statements(doc: Doc) -> tuple[StatementFound, ...]:
    """Everything that is said in a parsed Doc with mentions, in text order."""
    page = read_page(doc)
    turns = transcript(page)
    drafts, used = Direct(page, turns).find()
    drafts += turns.values()
    set_off = parentheses(page, used)
    drafts += set_off
    drafts += indirect(page, used | {d.verb for d in set_off})
    drafts += according(page, {d.cue[0] for d in drafts if d.cue})
    drafts += nominal(page)
    drafts += feelings(page)
    drafts += claims(page, {d.verb for d in drafts})
    mark(page, drafts)
    drafts += rebuttals(page, drafts)
    return with_intents(doc, finish(page, drafts))


@Language.component("quotations", assigns=["doc._.quotations"], requires=["doc._.paragraphs"])
def quotations(doc: Doc) -> Doc:
    """Write ``doc._.quotations``: where the quotation marks are. ``entity_coreference`` needs them."""
    doc._.quotations = read_quotations(doc)
    return doc


@Language.component(
    "quotes",
    assigns=["doc._.statements", "doc._.mentions"],
    requires=["doc._.context", "doc._.mentions", "doc._.quotations", "doc._.toponyms"],
)
def quotes(doc: Doc) -> Doc:
    """Write ``doc._.statements``; "I" in a quotation becomes its speaker in ``doc._.mentions``."""
    doc._.statements = find_statements(doc)[: doc._.context.most]
    doc._.mentions = name_first_persons(doc)
    return doc
