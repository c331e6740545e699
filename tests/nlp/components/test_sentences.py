"""Where paragraphs and sentences begin."""

from __future__ import annotations

import pytest

from app.domain.article import Article
from app.nlp import Extractor

CASES = [
    # (text, the sentences that must begin so)
    ("LIMA, Peru, May 3 (Newswire) -- Two men were shot. They live.", ["LIMA", "Two", "They"]),
    ("QUITO - The mayor spoke.", ["QUITO", "The"]),
    ("AL-QAIM, Iraq — Rockets hit a base.", ["AL", "Rockets"]),
    ("He paid - Nobody knows why - and left.", ["He"]),
    ("NATO-led troops left - The base is empty now.", ["NATO"]),
    ("First line of a caption\n\nThe story begins here.", ["First", "The"]),
    ("He said so.\nShe did not.", ["He", "She"]),
    ("a line that was\nwrapped in the middle", ["a"]),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0][:30] for c in CASES])
def test_sentences_begin(extractor: Extractor, text: str, expected: list[str]) -> None:
    doc = extractor.nlp(extractor.prepare(Article(text=text)))
    assert [sent[0].text for sent in doc.sents] == expected


def test_paragraphs_leave_no_token_out(extractor: Extractor) -> None:
    doc = extractor.prepare(Article(title="A title", text="One.\n\nTwo.\nStill two.\n \nThree."))
    doc = extractor.nlp(doc)
    assert [doc[start].text for start, _ in doc._.paragraphs] == ["A", "One", "Two", "Three"]
    assert doc._.paragraphs[-1][1] == len(doc)


def test_no_entity_runs_over_a_line_break(extractor: Extractor) -> None:
    doc = extractor.nlp(extractor.prepare(Article(text="Photo by Anna Weber\nLondon was quiet.\nParis\nBerlin")))
    assert doc.ents
    assert not any("\n" in ent.text for ent in doc.ents)


def test_a_dateline_takes_no_part_in_the_event(extractor: Extractor) -> None:
    text = "IDLIB, Syria, March 4 - Rockets hit a market on Monday, killing seven people, the hospital said."
    events = extractor.extract(Article(text=text, published_at="2024-03-06")).events
    (strike,) = [e for e in events if e.type == "strike"]
    assert {p.name for p in strike.participants if p.role == "attacker"} == set()
    assert [p.country_code for p in strike.places] == ["SY"]


def test_gunmen_at_the_front_are_no_name(extractor: Extractor) -> None:
    doc = extractor.nlp(
        extractor.prepare(Article(title="A raid", text="Gunmen attacked Bokkos district late on Sunday."))
    )
    (gunmen,) = [m for m in doc._.mentions if m.name == "Gunmen"]
    assert (gunmen.kind, gunmen.proper, gunmen.plural) == ("armed_group", False, True)


def test_a_mangled_lemma_is_righted(extractor: Extractor) -> None:
    doc = extractor.nlp("Workers staged a sit-in.")
    assert doc[1].lemma_ == "stage"


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Two men were hurt in police firing as a mob burned the shop.", "firing", ("NOUN", "pobj")),
        ("Nine were killed in army shelling of the port.", "shelling", ("NOUN", "pobj")),
        ("He was hit by police firing at the crowd.", "firing", ("VERB", "acl")),
        ("The police were firing at the mob.", "firing", ("VERB", "ROOT")),
    ],
)
def test_an_act_behind_a_preposition_is_a_noun(
    extractor: Extractor, text: str, word: str, expected: tuple[str, str]
) -> None:
    token = next(t for t in extractor.nlp(text) if t.text == word)
    assert (token.pos_, token.dep_) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A helicopter crashed off Malta on Monday.", ("ADP", "prep")),
        ("A ferry capsized off Lesbos; nine people drowned.", ("ADP", "prep")),
        ("Rebels cut off Mariupol on Monday.", ("ADP", "prt")),
    ],
)
def test_off_behind_a_wreck_is_a_preposition(extractor: Extractor, text: str, expected: tuple[str, str]) -> None:
    token = next(t for t in extractor.nlp(text) if t.text == "off")
    assert (token.pos_, token.dep_) == expected


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("three men were injured in police firing as a frenzied mob ransacked the shop.", "ransacked", "mob"),
        ("The group known as the Falcons attacked the town.", "attacked", "group"),
        ("He served as mayor and left the town.", "left", None),
    ],
)
def test_a_clause_behind_as_has_its_own_subject(
    extractor: Extractor, text: str, verb: str, subject: str | None
) -> None:
    token = next(t for t in extractor.nlp(text) if t.text == verb)
    assert next((c.text for c in token.lefts if c.dep_ == "nsubj"), None) == subject
