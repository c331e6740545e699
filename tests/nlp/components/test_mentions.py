"""Who and what is named: kind, country, name, title, range."""

from __future__ import annotations

import pytest

from app.nlp import Extractor
from app.nlp.annotations import Mention


def _mention(extractor: Extractor, text: str, words: str) -> Mention:
    doc = extractor.nlp(text)
    found = [m for m in doc._.mentions if doc[m.start : m.end].text == words]
    assert found, [doc[m.start : m.end].text for m in doc._.mentions]
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Unidentified gunmen attacked the village.", "Unidentified gunmen", "armed_group"),
        ("Unidentified men attacked the village.", "Unidentified men", "armed_group"),
        ("Unidentified gunmen attacked the village.", "the village", "facility"),
        ("Three U.S. soldiers died in the blast.", "Three U.S. soldiers", "military"),
        ("Two B-1 bombers struck the depot.", "Two B-1 bombers", "vehicle"),
        ("A suicide bomber struck the depot.", "A suicide bomber", "armed_group"),
        ("Police fired at the crowd.", "Police", "police"),
        ("Farmers fled to the school.", "Farmers", "civilians"),
        ("Farmers fled to the school.", "the school", "facility"),
        ("The Ministry of Defence denied it.", "The Ministry of Defence", "government"),
        ("The Dallas Police Department denied it.", "The Dallas Police Department", "police"),
        ("The guard carried an AK-47.", "an AK-47", "weapon"),
        ("Hezbollah fired rockets at the port.", "rockets", "weapon"),
        ("The rocket attack lasted an hour.", "rocket", "weapon"),
        ("An F-16 crashed near the border.", "An F-16", "vehicle"),
        ("A newspaper in the capital reported the arrest.", "A newspaper", "media"),
        ("Radio Horizon broke off its programme.", "Radio Horizon", "media"),
        ("The outlawed Coast Freedom Army fled.", "The outlawed Coast Freedom Army", "armed_group"),
        ("The Coast Army fled.", "The Coast Army", "military"),
        ("Two cranemen left the port.", "Two cranemen", "person"),
        ("She bought a talisman.", "a talisman", "other"),
    ],
)
def test_kind(extractor: Extractor, text: str, words: str, kind: str) -> None:
    assert _mention(extractor, text, words).kind == kind


@pytest.mark.parametrize(
    ("text", "words", "code", "name"),
    [
        ("The Iraqi armed forces entered the town.", "The Iraqi armed forces", "IQ", "Iraqi armed forces"),
        ("U.S. warplanes hit the depot.", "U.S. warplanes", "US", "U.S. warplanes"),
        ("Syria warned its neighbours.", "Syria", "SY", "Syria"),
        ("The US warned its neighbours.", "The US", "US", "United States"),
        ("Moscow accused the rebels of treason.", "Moscow", "RU", "Russia"),
        ("The Pentagon confirmed the raid.", "The Pentagon", "US", "The Pentagon"),
        ("Hamas claimed the attack.", "Hamas", "PS", "Hamas"),
        ("Daesh claimed the attack.", "Daesh", None, "Islamic State"),
        ("The US strike killed two men.", "US", "US", "United States"),
        ("Iraqi army and police entered the town.", "police", "IQ", "police"),
        ("Iranian-backed militias fled.", "Iranian-backed militias", None, "Iranian-backed militias"),
        ("The outlawed Coast Freedom Army fled.", "The outlawed Coast Freedom Army", None, "Coast Freedom Army"),
    ],
)
def test_country_and_name(extractor: Extractor, text: str, words: str, code: str | None, name: str) -> None:
    mention = _mention(extractor, text, words)
    assert (mention.country_code, mention.name) == (code, name)


@pytest.mark.parametrize(
    ("text", "words", "name", "description"),
    [
        ("Senator Ana Kovac left.", "Senator Ana Kovac", "Ana Kovac", "Senator"),
        ("Mr. Kovac left.", "Mr. Kovac", "Kovac", None),
        ("Ana Kovac Says Bridge Is Safe", "Ana Kovac", "Ana Kovac", None),
        (
            "The regional governor Oleksandr Marchuk left.",
            "regional governor Oleksandr Marchuk",
            "Oleksandr Marchuk",
            "regional governor",
        ),
        (
            "US Secretary of Defense Robert Gates left.",
            "US Secretary of Defense Robert Gates",
            "Robert Gates",
            "US Secretary of Defense",
        ),
        (
            "Peter Lang, spokesman for the Kenyan army, left.",
            "Peter Lang",
            "Peter Lang",
            "spokesman for the Kenyan army",
        ),
    ],
)
def test_persons(extractor: Extractor, text: str, words: str, name: str, description: str | None) -> None:
    mention = _mention(extractor, text, words)
    assert (mention.kind, mention.name, mention.description) == ("person", name, description)


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("The governor of Georgia spoke in Macon.", "The governor", "US"),
        ("A Georgia man left Atlanta. The Georgia Bureau of Investigation arrested him.", "A Georgia man", "US"),
        ("The prime minister of Georgia spoke in Tbilisi.", "The prime minister", "GE"),
    ],
)
def test_a_state_with_the_name_of_a_country(extractor: Extractor, text: str, words: str, code: str) -> None:
    assert _mention(extractor, text, words).country_code == code


@pytest.mark.parametrize(
    ("text", "words", "kind", "number"),
    [
        ("Two of the suspects fled.", "Two of the suspects", "person", 2),
        ("Police held some of the rebels.", "some of the rebels", "armed_group", None),
        ("One of its soldiers fled.", "One of its soldiers", "military", 1),
    ],
)
def test_some_of_them(extractor: Extractor, text: str, words: str, kind: str, number: int | None) -> None:
    mention = _mention(extractor, text, words)
    assert (mention.kind, mention.quantity.low if mention.quantity else None) == (kind, number)


def test_a_given_name_that_is_a_month(extractor: Extractor) -> None:
    mention = _mention(extractor, "May Winters, 34, was shot on Monday.", "May Winters")
    assert (mention.kind, mention.name) == ("person", "May Winters")


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("The rebels were seen in Kenya.", "Kenya"),  # a place, nobody who acts
        ("Rebels attacked on Friday.", "Friday"),
        ("Two hours later the town fell.", "Two hours"),
        ("It is raining in the hills.", "is"),
    ],
)
def test_no_mention(extractor: Extractor, text: str, absent: str) -> None:
    doc = extractor.nlp(text)
    assert absent not in [doc[m.start : m.end].text for m in doc._.mentions]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The soldiers who guarded the bridge fled.", "The soldiers"),
        ("The bridge over the river fell.", "The bridge"),
        ("The mayor, a farmer, fled.", "The mayor"),
        ("A group linked to the rebels fled.", "A group"),
    ],
)
def test_tails_are_left_out(extractor: Extractor, text: str, words: str) -> None:
    assert _mention(extractor, text, words).start >= 0


def test_counted(extractor: Extractor) -> None:
    quantity = _mention(extractor, "At least 12 farmers were killed.", "At least 12 farmers").quantity
    assert quantity is not None
    assert (quantity.low, quantity.high) == (12, None)


@pytest.mark.parametrize(
    ("text", "words", "code", "number"),
    [
        ("Norway deported 28 Afghans.", "28 Afghans", "AF", 28),
        ("Two Germans were arrested.", "Two Germans", "DE", 2),
        ("Snipers killed three Israelis.", "three Israelis", "IL", 3),
    ],
)
def test_people_of_a_country_are_counted(extractor: Extractor, text: str, words: str, code: str, number: int) -> None:
    mention = _mention(extractor, text, words)
    assert (mention.kind, mention.country_code, mention.plural) == ("civilians", code, True)
    assert mention.quantity is not None
    assert mention.quantity.low == number


def test_a_country_with_a_plural_name_is_no_people(extractor: Extractor) -> None:
    assert _mention(extractor, "The Philippines expelled two envoys.", "The Philippines").kind == "government"


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("On May 20 rebels shelled the port.", "rebels", None),
        ("Since 1999 rebels have shelled the port.", "rebels", None),
        ("In all, 20 rebels shelled the port.", "20 rebels", 20),
    ],
)
def test_a_date_is_no_part_of_a_phrase(extractor: Extractor, text: str, words: str, number: int | None) -> None:
    quantity = _mention(extractor, text, words).quantity
    assert (quantity.low if quantity else None) == number


def test_mentions_are_in_text_order_and_inside_the_text(extractor: Extractor) -> None:
    doc = extractor.nlp("In Mali, the army and police hunted JNIM fighters; the U.N. condemned a drone strike.")
    spans = [(m.start, m.end) for m in doc._.mentions]
    assert spans == sorted(spans, key=lambda s: (s[0], -s[1]))
    assert all(m.start <= m.head < m.end for m in doc._.mentions)


def test_one_of_a_people_is_a_person(extractor: Extractor) -> None:
    mention = _mention(extractor, "A Palestinian was shot near the mill.", "A Palestinian")
    assert (mention.name, mention.kind, mention.country_code) == ("Palestinian", "person", "PS")
