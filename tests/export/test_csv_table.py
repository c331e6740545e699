from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.export.csv_table import cell, lines


def read(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8"), newline=""), strict=True))


def test_rfc_4180() -> None:
    rows = [{"a": 'he said "no", twice', "b": None}, {"a": "two\nlines", "b": -1.5, "c": "not a column"}]
    made = b"".join(lines(["a", "b"], [rows[:1], [], rows[1:]]))
    assert made == b'a,b\r\n"he said ""no"", twice",\r\n"two\nlines",-1.5\r\n'


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "=cmd|' /C calc'!A0"]
)
def test_what_looks_like_a_formula_is_made_safe(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [-1, -0.5, 0, None, "a=b", "1-2", "Al Qā’im", "", "'=1"])
def test_the_rest_stays_as_it_is(value: object) -> None:
    assert cell(value) is value


@settings(deadline=None)  # a loaded machine is slow
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=1, max_size=4))
def test_any_text_comes_back(texts: list[str]) -> None:
    columns = [str(n) for n in range(len(texts))]
    header, back = read(b"".join(lines(columns, [[dict(zip(columns, texts, strict=True))]])))
    assert header == columns
    assert [b.removeprefix("'") for b in back] == [t.removeprefix("'") for t in texts]
    assert not any(b.startswith(("=", "+", "-", "@")) for b in back)
