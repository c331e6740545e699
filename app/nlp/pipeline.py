"""The way of a text: the ordered list of components. Reading it from top to bottom is the documentation.

Each name is a file (or folder) of ``components/``; ``MODEL`` stands for the components of the spaCy model. What each
one reads and writes is declared in ``annotations.py``.
"""

from __future__ import annotations

import importlib
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import compile_prefix_regex

from app.domain.languages import DEFAULT_LANGUAGE
from app.errors import SetupError
from app.nlp import attribute_rules, stepping  # noqa: F401  (registers their factories)
from app.nlp.annotations import declare
from app.nlp.lexicon import bind_language, word_list
from app.nlp.lexicon.trigger_lexicon import lexicon

BEFORE_MODEL = ("sentences",)
AFTER_MODEL = (
    "mend_entities",  # sentences.py: no entity runs over a line break
    "mend_headlines",  # headlines.py: which word of a headline is its verb?
    "quantities",  # how many: "at least a dozen"
    "times",  # when, normalised against the anchor
    "toponyms",  # where: place names, resolved through the gazetteer
    "datelines",  # where, when and by whom it was filed
    "mentions",  # who: noun phrases with kind and country
    "quotations",  # where the quotation marks are
    "entity_coreference",  # which mentions are the same
    "quotes",  # who said what
    "triggers",  # what happened
    "roles",  # who did what to whom, with what
    "factuality",  # did it happen?
    "event_times",  # when each event happened
    "casualties",  # how many were killed or hurt, and who says so
    "attribution",  # who says that it happened
    "event_places",  # where each event happened
    "event_coreference",  # which triggers report one event
    "completion",  # what is known of each event, and what may be inferred
    "assembly",  # events and entities of the contract
)
#: Factories of components of the model, and of ours that give the same in less time.
FASTER = {"parser": "stepper", "ner": "stepper", "attribute_ruler": "attribute_rules"}
_RARE_DASHES = ("―", "‒", "⸺")  # horizontal bar, figure dash, two-em dash
#: Components that live in another file than the one of their name.
FILES = {
    "mend_entities": "sentences",
    "mend_headlines": "headlines",
    "quotations": "quotes",
}


def build(model: str, language: str = DEFAULT_LANGUAGE) -> Language:
    """Load the spaCy model and add our components, which read the lexicon of ``language``.

    Raises ``SetupError`` when the model is not installed, there is no such lexicon, or an event type or a file of
    triggers has a mistake: a wrong file stops the start, not every article.
    """
    declare()
    bind_language(language)
    lexicon()
    load_components()
    try:
        nlp = spacy.load(model)
    except OSError as error:
        raise SetupError(f"The spaCy model {model!r} (DATELINE_MODEL) is not installed: {error}") from error
    tokenise(nlp)
    hasten(nlp)
    for name in reversed(BEFORE_MODEL):
        nlp.add_pipe(name, first=True)
    for name in AFTER_MODEL:
        nlp.add_pipe(name)
    return nlp


def load_components() -> None:
    """Register our components with spaCy; safe to call again."""
    for name in (*BEFORE_MODEL, *AFTER_MODEL):
        importlib.import_module(f"app.nlp.components.{FILES.get(name, name)}")


def hasten(nlp: Language) -> None:
    """Let ours do the work of some components of the model, which stay in the pipeline, disabled."""
    for name in nlp.pipe_names:
        faster = FASTER.get(nlp.get_pipe_meta(name).factory)
        if faster:
            nlp.add_pipe(faster, name=f"fast_{name}", after=name, config={"of": name})
            nlp.disable_pipe(name)


def tokenise(nlp: Language) -> None:
    """Keep the full stop of a title ("Sgt. Roe"), part the dash of a signature ("-Jane Roe"), know rare dashes."""
    tokenizer: Any = nlp.tokenizer
    for word in word_list("titles.abbreviations"):
        tokenizer.add_special_case(word, [{"ORTH": word}])
    prefixes = [*(nlp.Defaults.prefixes or ()), r"[-–—](?=[^\W\d_a-z])"]
    usual = nlp.vocab["—"]
    for dash in _RARE_DASHES:  # the model was trained without them and takes them for nouns
        lexeme = nlp.vocab[dash]
        lexeme.norm_, lexeme.shape_, lexeme.prefix_, lexeme.suffix_ = (
            usual.norm_, usual.shape_, usual.prefix_, usual.suffix_,
        )  # fmt: skip
    tokenizer.prefix_search = compile_prefix_regex(prefixes).search
