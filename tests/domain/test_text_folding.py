from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.text_folding import name_key, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. forces in Qā'im", "us forces in qaim"),
        ("Sana’a’s port", "sanaa port"),
        ("ŁÓDŹ, Tromsø", "lodz tromso"),
        ("155mm_shells", "155mm shells"),
        ("-- !! ''", ""),
        ("Straße", "strasse"),
    ],
)
def test_folding(text: str, expected: str) -> None:
    assert " ".join(words(text)) == expected


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Drones", " drone "),
        ("US", " us "),
        ("The Press", " the press "),
        ("Houthis", " houthi "),
        ("Belarus", " belarus "),
    ],
)
def test_names_lose_their_plural(name: str, key: str) -> None:
    assert name_key(name) == key


@given(st.text(max_size=200))
def test_folded_words_are_letters_and_digits_and_fold_to_themselves(text: str) -> None:
    found = words(text)
    assert all(word.isalnum() for word in found)
    assert words(" ".join(found)) == found
