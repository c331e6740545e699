from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nlp import Extractor
from app.nlp.tokenization import tokenize

ORDINARY = (
    "He said “no” — see https://example.org/a/very/long/address?with=many&parts=of%20it… Mr. Smith's “idea” (b)."
    "\n\nShe didn't: a-b--c, 3.5%, $5,000, U.S.-led, 'x'... !!! "
)


def tokens(extractor: Extractor, text: str) -> list[tuple[str, str, str]]:
    return [(token.text, token.norm_, token.whitespace_) for token in tokenize(extractor.nlp, text)]


def test_ordinary_text_is_tokenised_as_spacy_does(extractor: Extractor) -> None:
    plain = [(token.text, token.norm_, token.whitespace_) for token in extractor.nlp.make_doc(ORDINARY)]
    assert tokens(extractor, ORDINARY) == plain


def test_the_rest_of_a_text_with_a_long_row_is_tokenised_as_before(extractor: Extractor) -> None:
    row = "=" * 40
    found = [text for text, _, _ in tokens(extractor, f"{ORDINARY}{row} Don't.")]
    assert found == [token.text for token in extractor.nlp.make_doc(ORDINARY)] + [
        "=" * 32,
        *"========",
        "Do",
        "n't",
        ".",
    ]


@pytest.mark.parametrize(
    "part", ["=", "(", "“", "'s", "!?", "_", "💥", "$", "a-", "a\u0301\u0302", "https://a.b/c?d=e&"]
)
def test_time_grows_with_the_length_only(extractor: Extractor, part: str) -> None:
    text = part * (100_000 // len(part))
    begun = time.process_time()
    assert tokenize(extractor.nlp, text).text == text
    assert time.process_time() - begun < 5


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    parts=st.lists(st.sampled_from(["=" * 33, "_" * 70, "a" * 50, "a-" * 300, "(", " ", "\n", "é", "'s", "x’s", "."]))
)
def test_no_character_is_lost(extractor: Extractor, parts: list[str]) -> None:
    text = "".join(parts)
    assert tokenize(extractor.nlp, text).text == text
