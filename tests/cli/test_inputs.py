"""Every kind of input line and file: what becomes an article, and what a reason."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from app.cli import inputs
from app.cli.inputs import Item, items
from app.settings import Settings

SETTINGS = Settings(max_text_length=1000, max_body_bytes=1024)
GOOD = b'{"id": "a", "text": "A quiet day."}'


def read(path: Path, content: bytes) -> list[Item]:
    path.write_bytes(content)
    return list(items([str(path)], SETTINGS))


def test_lines_become_articles_with_their_ids(tmp_path: Path) -> None:
    rows = [{"id": i, "text": f"Day {i}.", "title": "T", "published_at": "2024-02-03"} for i in range(3)]
    found = read(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)).encode())
    assert [item.id for item in found] == [0, 1, 2]
    assert [item.article.stored_text for item in found if item.article] == [f"T\n\nDay {i}." for i in range(3)]


@pytest.mark.parametrize(
    ("line", "item_id", "reason"),
    [
        (b"not json", None, "Line 2 is not JSON"),
        (b'{"id": 1, "text": "cut', None, "Line 2 is not JSON"),
        (b"[1, 2]", None, "Line 2 is not a JSON object"),
        (b"\xff\xfe", None, "Line 2 is not UTF-8 (byte 0)"),
        (b"[" * 5000, None, "Line 2 is JSON nested too deeply"),
        (b'{"id": NaN, "text": "x"}', None, "NaN is not allowed"),
        (b'{"id": 1e999, "text": "x"}', None, "too large a number"),
        (b'{"id": [1], "text": "x"}', None, "'id' must be a string or a number"),
        (b'{"id": "b"}', "b", "Line 2: 'text' is missing"),
        (b'{"id": "b", "text": 5}', "b", "'text' must be a string"),
        (b'{"id": "b", "text": "x", "title": ["t"]}', "b", "'title' must be a string"),
        (b'{"id": "b", "text": "x", "metadata": "m"}', "b", "'metadata' must be a JSON object"),
        (b'{"id": "b", "text": "x", "published_at": "yesterday"}', "b", "'published_at' must be an ISO 8601"),
        (b'{"id": "b", "text": "' + b"x" * 20_000 + b'"}', None, "Line 2 is longer than an article may be"),
    ],
)
def test_a_bad_line_is_a_reason_and_its_neighbours_are_unharmed(
    tmp_path: Path, line: bytes, item_id: object, reason: str
) -> None:
    first, bad, last = read(tmp_path / "a.jsonl", b"\n".join([GOOD, line, GOOD]))
    assert first.article == last.article is not None
    assert (bad.id, bad.article) == (item_id, None)
    assert reason in str(bad.reason)


def test_blank_lines_count_for_the_number_but_give_nothing(tmp_path: Path) -> None:
    (bad,) = read(tmp_path / "a.ndjson", b"\n  \r\nnope\n")
    assert str(bad.reason).startswith("Line 3 ")


def test_json_lines_are_known_by_their_look_when_not_by_their_name(tmp_path: Path) -> None:
    bad, good = read(tmp_path / "export.txt", b"a broken first line\n" + GOOD + b"\n")
    assert bad.reason is not None
    assert good.id == "a"


def test_a_long_first_line_is_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "SNIFF_BYTES", 10)
    found = read(tmp_path / "a", GOOD + b"\n" + GOOD)
    assert [item.id for item in found] == ["a", "a"]


def test_a_text_file_is_one_article_with_its_name_as_id(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    (item,) = read(path, "\ufeffTwo lines.\r\nAnd “quotes”.".encode())
    assert item.id == str(path)
    assert item.article is not None
    assert item.article.text == "Two lines.\r\nAnd “quotes”."


def test_a_text_file_that_is_not_utf_8_is_a_reason(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "old.txt", "Città".encode("latin-1"))
    assert "is not UTF-8 text (byte 4)" in str(item.reason)


def test_a_huge_text_file_is_read_no_further_than_an_article_may_be_long(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "big.txt", "é".encode() * 5_000_000)
    assert item.article is not None
    assert SETTINGS.max_text_length < len(item.article.text) <= inputs.SNIFF_BYTES


def test_a_missing_file_is_a_reason_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_bytes(GOOD)
    missing, good = items([str(tmp_path / "none.txt"), str(tmp_path / "b.jsonl")], SETTINGS)
    assert "No such file" in str(missing.reason)
    assert not missing.opened
    assert good.id == "a"


def test_standard_input_is_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(GOOD + b"\n" + GOOD)))
    assert [item.id for item in items(["-"], SETTINGS)] == ["a", "a"]


def test_the_given_day_is_for_articles_without_one(tmp_path: Path) -> None:
    dated = b'{"id": "b", "text": "x", "published_at": "2020-01-01"}'
    (tmp_path / "a.jsonl").write_bytes(GOOD + b"\n" + dated)
    found = items([str(tmp_path / "a.jsonl")], SETTINGS, "2024-02-03")
    assert [item.article.published_at for item in found if item.article] == ["2024-02-03", "2020-01-01"]
