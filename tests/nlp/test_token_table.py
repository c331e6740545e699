from __future__ import annotations

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from app.nlp.token_table import forget, token_table


def sentence() -> Doc:
    """Shells hit Basra . Nobody fled ."""
    doc = Doc(
        Vocab(),
        ["Shells", "hit", "Basra", ".", "Nobody", "fled", "."],
        lemmas=["shell", "hit", "Basra", ".", "nobody", "flee", "."],
        pos=["NOUN", "VERB", "PROPN", "PUNCT", "PRON", "VERB", "PUNCT"],
        tags=["NNS", "VBD", "NNP", ".", "NN", "VBD", "."],
        heads=[1, 1, 1, 1, 5, 5, 5],
        deps=["nsubj", "ROOT", "dobj", "punct", "nsubj", "ROOT", "punct"],
    )
    doc.set_ents([Span(doc, 2, 3, label="GPE")])
    return doc


def test_the_lists_hold_what_the_tokens_hold() -> None:
    doc = sentence()
    table = token_table(doc)
    assert table.text == [token.text for token in doc]
    assert table.offset == [token.idx for token in doc]
    assert table.lemma == [token.lemma_.lower() for token in doc]
    assert (table.pos, table.tag, table.dep) == (
        [t.pos_ for t in doc], [t.tag_ for t in doc], [t.dep_ for t in doc],
    )  # fmt: skip
    assert table.head == [token.head.i for token in doc]
    assert table.kids == [[child.i for child in token.children] for token in doc]
    assert list(zip(table.left, table.right, strict=True)) == [(t.left_edge.i, t.right_edge.i + 1) for t in doc]


def test_entities_and_sentences_are_known_for_each_token() -> None:
    table = token_table(sentence())
    assert table.ent == ["", "", "GPE", "", "", "", ""]
    assert (table.ent_start[2], table.ent_end[2], table.ent_start[0]) == (2, 3, -1)
    assert (table.sents, table.sent) == ([(0, 4), (4, 7)], [0, 0, 0, 0, 1, 1, 1])


def test_the_lists_are_made_once_and_an_empty_doc_has_empty_ones() -> None:
    doc = sentence()
    assert token_table(doc) is token_table(doc)
    assert token_table(Doc(Vocab())).text == []


def test_a_doc_that_was_changed_gets_new_lists() -> None:
    doc = sentence()
    old = token_table(doc)
    doc[4].pos_ = "NOUN"
    forget(doc)
    assert (old.pos[4], token_table(doc).pos[4]) == ("PRON", "NOUN")
