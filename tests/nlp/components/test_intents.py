"""Promises, threats, refusals and demands by what is said, and at whom they are aimed."""

from __future__ import annotations

import pytest

from app.domain.article import Article
from app.domain.event import Event
from app.nlp import Extractor


def statement(extractor: Extractor, text: str) -> Event:
    (found,) = (e for e in extractor.extract(Article(text=text)).events if e.statement is not None)
    return found


def aimed_at(event: Event) -> set[tuple[str, str | None]]:
    return {(p.name, p.country_code) for p in event.participants if p.role == "target"}


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("The foreign ministry said it would reopen the consulate.", "promise"),
        ("The defence minister said he was ready to talk with the rebels.", "promise"),
        ("The rebels said they would attack the port.", "threaten"),
        ("The ministry said it would not attend the conference.", "refuse"),
        ("The ministry said the rebels must disarm.", "demand"),
        ("The ministry warned that it would close the strait.", "threaten"),
        ("The ministry warned that the river would rise.", "warn"),
        ("Farmers said they would blockade the port.", "threaten"),
        ("The president said he would crush the rebels.", "threaten"),
        ("The president said he would fight corruption.", "promise"),
        ("A charity said the army must let the convoy pass.", "demand"),
        ("The rebels insisted on the release of their leader.", "demand"),
        ("The mayor suggested that the guards should leave.", "demand"),
        ("The mayor suggested that the guards leave the town.", "demand"),
        ("The mayor suggested that the gate be shut.", "demand"),
        ("The mayor suggested the gate was shut.", None),
        ("The mayor suggested that the guards may have left.", None),
        ("Farmers said they would buy new tractors.", None),
        ("The ministry said the bridge must be repaired.", None),
        ("The ministry said the river would rise.", None),
        ("The baker said he would open on Monday.", None),
        ("The ministry said it had reopened the consulate.", None),
    ],
)
def test_what_somebody_means_to_do(extractor: Extractor, text: str, subtype: str | None) -> None:
    found = statement(extractor, text).subtype
    assert found == {"refuse": "reject"}.get(subtype or "", subtype)


def test_a_threat_is_aimed_at_the_foreign_state_that_it_names(extractor: Extractor) -> None:
    event = statement(extractor, "A Chadian minister threatened to impose tariffs on Nigerian cement.")
    assert {code for _, code in aimed_at(event)} == {"NG"}


def test_a_demand_is_aimed_at_who_is_obliged(extractor: Extractor) -> None:
    event = statement(extractor, "The Kenyan government said that Somalia must release the crew.")
    assert {code for _, code in aimed_at(event)} == {"SO"}


def countries(extractor: Extractor, text: str) -> dict[str, str | None]:
    events = extractor.extract(Article(text=text)).events
    return {p.role: p.country_code for e in events for p in e.participants if e.statement is None}


def test_forces_in_a_country_are_its_own_but_for_foreign_ones(extractor: Extractor) -> None:
    assert countries(extractor, "The police in Ghana arrested nine men.")["authority"] == "GH"
    assert countries(extractor, "Foreign troops in Mali arrested nine men.")["authority"] is None


def test_office_holders_are_of_the_only_country_that_a_text_names(extractor: Extractor) -> None:
    one = "President Adama Doro banned the rally. It was to be held in Gambia."
    two = "President Adama Doro banned the rally. It was to be held in Gambia, and another one in Ghana."
    assert countries(extractor, one)["authority"] == "GM"
    assert countries(extractor, two)["authority"] is None


def test_planned_acts_are_agreed_or_threatened(extractor: Extractor) -> None:
    def plover(text: str) -> set[str | None]:
        events = extractor.extract(Article(text=text)).events
        return {e.codes["plover"]["event"] for e in events if e.statement is None}

    assert plover("Norway gave Malawi a grant of four million dollars.") == {"AID"}
    assert plover("Norway will give Malawi a grant of four million dollars.") == {"AGREE"}
    assert plover("Canada will impose sanctions on Belarus.") == {"THREATEN"}


def test_participants_have_sectors(extractor: Extractor) -> None:
    text = "Afghan police arrested two farmers and an opposition leader. Rebels abducted Judge Omar Zadran."
    events = extractor.extract(Article(text=text)).events
    assert {(p.name, p.country_code, p.sector) for e in events for p in e.participants} == {
        ("Afghan police", "AF", "COP"),
        ("two farmers", None, "AGR"),
        ("opposition leader", "AF", "OPP"),
        ("Rebels", None, "REB"),
        ("Omar Zadran", "AF", "JUD"),
    }


def test_who_speaks_for_a_state_says_what_it_will_do(extractor: Extractor) -> None:
    def stances(text: str) -> set[str | None]:
        return {e.subtype for e in extractor.extract(Article(text=text)).events if e.statement}

    assert stances("Norway is ready to send blankets, the Norwegian foreign minister said.") == {"promise"}
    assert stances("Norway is ready to send blankets, a Kenyan minister said.") == {None}
    assert stances("Planning Minister Karim Haddad said Gambia is committed to opening its market.") == {"promise"}
    assert stances("The EU said it would not reopen the border.") == {"reject"}
    assert stances("Kenya's president has refused to meet the envoy, his office said.") == {"reject", None}
    assert stances("The mayor apologised to the families.") == {"apologise"}
