"""Other names of the fields of an article."""

from __future__ import annotations

import pytest

from app.errors import InputError
from app.ingestion.field_names import FieldNames, parse_names


def test_pairs_name_the_columns_of_fields() -> None:
    assert parse_names("text=body, title=headline") == FieldNames({"body": "text", "headline": "title"})
    assert parse_names(None) == parse_names("") == FieldNames()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("text", "write field=column"),
        ("text=", "write field=column"),
        ("body=text", "'body' is not a field of an article; did you mean 'text'?"),
        ("text=a,text=b", "a second time"),
        ("text=a,title=a", "a second time"),
    ],
)
def test_a_wrong_pair_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason.replace("?", r"\?")):
        parse_names(text)


def test_what_has_no_field_is_kept_in_metadata() -> None:
    names = parse_names("text=body,id=number")
    raw = {"body": "A quiet day.", "number": 7, "title": "T", "author": "Ana", "metadata": {"desk": 3}}
    assert names.apply(raw) == {
        "text": "A quiet day.",
        "id": 7,
        "title": "T",
        "metadata": {"author": "Ana", "desk": 3},
    }
    assert names.apply(names.apply(raw)) == names.apply(raw)


def test_without_names_nothing_changes() -> None:
    raw = {"body": "A quiet day."}
    assert FieldNames().apply(raw) is raw
    assert FieldNames().field_of("body") == "body"


def test_metadata_that_is_no_object_is_left_for_the_check() -> None:
    assert parse_names("text=body").apply({"body": "x", "more": 1, "metadata": "y"}) == {"text": "x", "metadata": "y"}
