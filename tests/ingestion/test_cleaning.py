from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.ingestion.cleaning import clean_line, clean_text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("one\r\ntwo\rthree\u2028four\ffive", "one\ntwo\nthree\nfour\nfive"),
        ("a\x00b\x07c\x1b[31md\ttab", "abcd\ttab"),
        ("soft\u00adhyphen zero\u200bwidth \u202eturned", "softhyphen zerowidth turned"),
        ("the \u200bcountry\u200b\nand the\u200b \u200b\u200bcity.", "the  country \nand the    city."),
        ("\n\u200bBASRA \u2014 Two", "\nBASRA \u2014 Two"),
        ("five\u00a0dead", "five dead"),
        ("â€œWe left,â€\x9d he said", "“We left,” he said"),  # an encoding mistake
        ("‘single’ “double” …", "‘single’ “double” …"),  # quotation marks stay as they are
        ("ﬁve", "ﬁve"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("  \n text \n\n", "  \n text"),
        ("Qa\u0304\u2019im", "Qā’im"),
        ("\u200b\x00", ""),
    ],
)
def test_clean_text(raw: str, clean: str) -> None:
    assert clean_text(raw) == clean


def test_a_line_has_no_breaks() -> None:
    assert clean_line(" Blast \r\n in  Basra\x00 ") == "Blast in Basra"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=60))
def test_clean_text_has_nothing_that_a_database_refuses(raw: str) -> None:
    text = clean_text(raw)
    assert text.encode().decode() == text
    assert not any(ord(c) < 32 and c not in "\n\t" for c in text)
    assert "\r" not in text
