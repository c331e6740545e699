"""The stepper gives what spaCy's own loop gives."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc

from app.nlp import Extractor
from app.nlp.stepping import Stepper

TEXTS = (
    "Gunmen from Cali shot dead two farmers near Popayan on Monday, said Maria Flores of Red Cross Colombia.",
    "",
    "WASHINGTON — The U.S. army denied it.\n\n“They came at night,” he said; nobody was there to help them.",
    "No",
    "  \n ",
    "At least 16 people died when a bus, which had left Lagos at 9 a.m., hit a lorry, the Daily Star reported.",
)


def read(extractor: Extractor, name: str, texts: tuple[str, ...]) -> list[Doc]:
    """Texts that all components of the model before one have read."""
    nlp = extractor.nlp
    before = {"parser": ["tok2vec", "tagger"], "ner": ["tok2vec", "tagger", "parser"]}[name]
    docs = [nlp.make_doc(text) for text in texts]
    for part in before:
        docs = list(nlp.get_pipe(part).pipe(docs))  # type: ignore[attr-defined]
    return docs


def found(docs: list[Doc]) -> list[tuple[list[list[int]], list[tuple[int, int, str]]]]:
    tree = ["HEAD", "DEP", "SENT_START", "ENT_IOB", "ENT_TYPE"]
    return [(doc.to_array(tree).tolist(), [(e.start, e.end, e.label_) for e in doc.ents]) for doc in docs]


@pytest.mark.parametrize("name", ["parser", "ner"])
@pytest.mark.parametrize("size", [1, 4, 32])
def test_gives_what_spacy_gives(extractor: Extractor, name: str, size: int) -> None:
    parser = extractor.nlp.get_pipe(name)
    theirs = list(parser.pipe(read(extractor, name, TEXTS)))  # type: ignore[attr-defined]
    ours = list(Stepper(parser).pipe(read(extractor, name, TEXTS), batch_size=size))
    assert [doc.text for doc in ours] == list(TEXTS)
    assert found(ours) == found(theirs)
    assert any(doc.ents for doc in ours) == (name == "ner")


def test_texts_without_words_have_a_final_state(extractor: Extractor) -> None:
    docs = [extractor.nlp.make_doc("")] * 5
    assert [state.is_final() for state in Stepper(extractor.nlp.get_pipe("ner")).states(docs)] == [True] * 5


def test_the_pipeline_uses_the_faster_equals(extractor: Extractor) -> None:
    names = extractor.nlp.pipe_names
    assert {"fast_parser", "fast_ner", "fast_attribute_ruler"} <= set(names)
    assert not {"parser", "ner", "attribute_ruler"} & set(names)
