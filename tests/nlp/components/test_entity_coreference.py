"""Which mentions are the same in one article, and which must stay apart."""

from __future__ import annotations

import pytest

from app.nlp import Extractor


def _entities(extractor: Extractor, text: str) -> dict[str, int]:
    """Text of each mention → number of its entity; the last mention of the same words wins."""
    doc = extractor.nlp(text)
    return {doc[m.start : m.end].text: m.entity for m in doc._.mentions}


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("President Ana Kovac spoke. Kovac then left.", "President Ana Kovac", "Kovac"),
        ("Kovac resigns\n\nPresident Ana Kovac resigned on Friday.", "Kovac", "President Ana Kovac"),
        ("Ana Kovac came home. She was tired.", "Ana Kovac", "She"),
        ("A gunman fled. He was caught.", "A gunman", "He"),
        ("The army fell back, said a senior official. He gave no reason.", "a senior official", "He"),
        (
            "The Popular Mobilization Units (PMU) fled. The PMU lost a base.",
            "The Popular Mobilization Units",
            "The PMU",
        ),
        ("The Coastal Rescue Service (CRS) came. CRS found nobody.", "The Coastal Rescue Service", "CRS"),
        ("Daesh fled. The Islamic State lost a base.", "Daesh", "The Islamic State"),
        ("The US struck. Washington denied it.", "The US", "Washington"),
        ("Boko Haram claimed the raid. The group has bases nearby.", "Boko Haram", "The group"),
        ("Foreign Minister Ana Kovac arrived. The minister was tired.", "Foreign Minister Ana Kovac", "The minister"),
        ("Gunmen came at dawn. The gunmen fled.", "Gunmen", "The gunmen"),
        ("Jack Reed, the chairman, left.", "Jack Reed", "the chairman"),
        ("The commander, Ali Rashid, came back. He was tired.", "Ali Rashid", "He"),
        ("The last survivor, Pietro Gallo, 92, laid a wreath. He wept.", "Pietro Gallo", "He"),
        ("The harbour's owner, Oceanic Lines, denied it. The owner had sold the ship.", "Oceanic Lines", "The owner"),
        ("John Miller, 34, left. The 34-year-old was tired.", "John Miller", "The 34-year-old"),
        ("John Miller left on Friday. The 34-year-old was tired.", "John Miller", "The 34-year-old"),
        ("A 34-year-old man met John Miller. The 34-year-old man left.", "A 34-year-old man", "The 34-year-old man"),
        ("Israel struck Gaza. The country lost a jet.", "Israel", "The country"),
        ("Ukraine left. Kyiv said so.", "Ukraine", "Kyiv"),
        (
            "The Ukrainian government left. The Kyiv government said so.",
            "The Ukrainian government",
            "The Kyiv government",
        ),
        ("Hamas left. The Palestinian group said so.", "Hamas", "The Palestinian group"),
        ("Hamas left. The armed group said so.", "Hamas", "The armed group"),
        ("The minister met Kovac. He told him so.", "Kovac", "him"),
        ("Lena Marsh's husband said she was safe.", "Lena Marsh's", "she"),
        ("Mary Stone and Tom Stone fled. Ms. Stone said so.", "Mary Stone", "Ms. Stone"),
        ("Ann Lincoln fled. Lincoln said the town was lost.", "Ann Lincoln", "Lincoln"),
        ("The outlawed Coast Freedom Army (CFA) fled. The CFA lost a base.", "CFA", "The CFA"),
        ("The CFA (Coast Freedom Army) fled. The Coast Freedom Army lost.", "The CFA", "The Coast Freedom Army"),
        ("French President Luc Morel spoke. France is calm. His country is safe.", "France", "His country"),
        (
            "Chadian President Ali Haroun spoke. The Chadian president left.",
            "Chadian President Ali Haroun",
            "The Chadian president",
        ),
        ("Residents met Radio Horizon. They wept.", "Residents", "They"),
    ],
)
def test_same(extractor: Extractor, text: str, one: str, other: str) -> None:
    entities = _entities(extractor, text)
    assert entities[one] == entities[other] >= 0


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Mr. Kovac met Mrs. Lang.", "Mr. Kovac", "Mrs. Lang"),
        ("Two soldiers died. Two civilians died.", "Two soldiers", "Two civilians"),
        ("The Iraqi army advanced. The Syrian army fled.", "The Iraqi army", "The Syrian army"),
        ("A soldier died on Monday. On Friday a soldier was hurt.", "A soldier", "a soldier"),
        ("The army shelled the port. It burned for hours.", "The army", "the port"),
        ("Ana Kovac met Peter Lang. He was tired.", "Ana Kovac", "He"),
        ("Her husband came home.", "Her husband", "Her"),
        ("Israel met Boko Haram. The Palestinian group left.", "Boko Haram", "The Palestinian group"),
        ("Hamas left. The larger group said so.", "Hamas", "The larger group"),
        ("John Miller, 34, left. The 40-year-old was tired.", "John Miller", "The 40-year-old"),
        ("Nobody came. They left.", "Nobody", "They"),
        ("No group came. It left.", "No group", "It"),
        ("Troops came to the camp. Troops killed six of them.", "Troops", "them"),
        ("A soldier saw the truck. It burned.", "A soldier", "It"),
        ("The president, Luc Morel, met a rival. The Chadian president left.", "Luc Morel", "The Chadian president"),
        ("Hamas left. The militants of the Coast Front stayed.", "Hamas", "The militants"),
        ("France is calm. The ministry said so.", "France", "The ministry"),
        ("The pilot of the aircraft, a Sukhoi 25, left.", "The pilot", "a Sukhoi 25"),
        ("The minister met Kovac. He told him so.", "He", "him"),
        ("Mary Stone and Tom Stone fled. Ms. Stone said so.", "Tom Stone", "Ms. Stone"),
        ("The mayors, Ana Kovac and Peter Lang, spoke.", "The mayors", "Ana Kovac"),
    ],
)
def test_different(extractor: Extractor, text: str, one: str, other: str) -> None:
    entities = _entities(extractor, text)
    assert entities[one] != entities[other]


def test_members_share_name_kind_country_and_title(extractor: Extractor) -> None:
    doc = extractor.nlp("Kenyan President Ana Kovac spoke. Kovac left. She was tired.")
    known = {(m.name, m.kind, m.country_code, m.description) for m in doc._.mentions if m.entity == 0}
    assert known == {("Ana Kovac", "person", "KE", "Kenyan President")}


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Ana Kovac and Peter Lang arrived. They were tired.", "They", "Ana Kovac and Peter Lang"),
        ("Ana Kovac and Peter Lang arrived. The two were tired.", "The two", "Ana Kovac and Peter Lang"),
        ("Ana Kovac and Peter Lang arrived. Both were tired.", "Both", "Ana Kovac and Peter Lang"),
        (
            "Ana Kovac, Peter Lang and Lena Marsh arrived. The three left.",
            "The three",
            "Ana Kovac, Peter Lang and Lena Marsh",
        ),
        ("France and Kenya signed. Both countries were pleased.", "Both countries", "France and Kenya"),
        ("Ana Kovac and Peter Lang arrived. The two soldiers were tired.", "The two soldiers", "two soldiers"),
        ("Ana Kovac and the mayor arrived. Both were tired.", "Both", "Both"),
        ("Ana Kovac and Peter Lang arrived. The three of them left.", "The three", "three"),
    ],
)
def test_names_joined_by_and(extractor: Extractor, text: str, words: str, name: str) -> None:
    doc = extractor.nlp(text)
    assert [m.name for m in doc._.mentions if doc[m.start : m.end].text == words] == [name]


def test_a_name_in_apposition_gives_the_name_and_the_noun_the_title(extractor: Extractor) -> None:
    doc = extractor.nlp("The town's mayor, Ana Kovac, spoke. She was tired.")
    assert {(m.name, m.description) for m in doc._.mentions if m.entity == 0} == {("Ana Kovac", "town's mayor")}


def test_a_name_in_capitals_is_written_as_the_rest_of_the_text_writes_it(extractor: Extractor) -> None:
    doc = extractor.nlp("ELENA DUARTE: We are leaving.\n\nDuarte later left.")
    assert {m.name for m in doc._.mentions if m.entity == 0} == {"Elena Duarte"}


def test_numbers_follow_the_text_and_do_not_depend_on_the_run(extractor: Extractor) -> None:
    text = "Police met Ana Kovac. The army met Kovac. Police left."
    first = [m.entity for m in extractor.nlp(text)._.mentions]
    assert first == [m.entity for m in extractor.nlp(text)._.mentions]
    assert first[0] == 0
    assert sorted(set(first)) == list(range(len(set(first))))


def test_it_stands_for_nobody_where_nobody_says_so(extractor: Extractor) -> None:
    found = _entities(extractor, "Hamas said the talks were over. No group has said it planted the bomb.")
    assert found["it"] == -1
    assert _entities(extractor, "Hamas left. The group has said it planted the bomb.")["it"] >= 0
