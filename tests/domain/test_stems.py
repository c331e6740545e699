"""Forms of a word have one stem; acronyms keep theirs."""

from __future__ import annotations

import pytest

from app.domain.stems import stem
from app.domain.text_folding import searched


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bombing", "bombed"),
        ("protesters", "protester"),
        ("cities", "city"),
        ("killings", "killed"),
        ("shelling", "shells"),
        ("ieds", "ied"),
    ],
)
def test_forms_of_a_word_are_one(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("ied", "i"), ("uns", "un"), ("iraqi", "iraq"), ("москвы", "москва")])
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize("word", ["ied", "raf", "us", "m23", "2024", "москва", "x" * 60])
def test_acronyms_numbers_and_other_scripts_have_no_stem(word: str) -> None:
    assert stem(word) == word


def test_a_text_that_another_contains_is_searched_once() -> None:
    assert searched("Shells hit the market in Basra.", "Basra", "the markets", "", "Night of fire") == (
        "shell hit the market in basra night of fire"
    )
    assert searched("Iraqis left", "Iraq") == "iraqi left iraq"
