"""The words for countries."""

from __future__ import annotations

import pytest

from app.gazetteer.countries import countries, country_code_of, country_name, country_of_name, government_by_capital


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Iraq", "IQ"),
        ("the U.S.", "US"),
        ("UK", "GB"),
        ("Burma", "MM"),
        ("Côte d’Ivoire", "CI"),
        ("IRAN", "IR"),
        ("Iraqi", "IQ"),
        ("Iraqis", "IQ"),
        ("Burkinabe", "BF"),
        ("Germans", "DE"),
        ("French", "FR"),
        ("turkey", None),
        ("the turkey", None),
        ("us", None),
        ("Texas", None),
        ("", None),
    ],
)
def test_country_code_of(text: str, code: str | None) -> None:
    assert country_code_of(text) == code


def test_capitals_stand_for_governments() -> None:
    assert government_by_capital("Washington") == "US"
    assert government_by_capital("Tehran") == "IR"
    assert government_by_capital("Chicago") is None


def test_an_adjective_is_no_name() -> None:
    assert country_of_name("Saudi") is None
    assert country_name("IQ") == "Iraq"


def test_no_word_stands_for_two_countries() -> None:
    seen: dict[str, str] = {}
    for code, row in countries().items():
        for word in (row.name, *row.aliases, *row.adjectives):
            assert seen.setdefault(word, code) == code
