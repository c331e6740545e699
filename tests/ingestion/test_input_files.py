"""Every kind of input line and file: what becomes an article, and what a reason."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from app.ingestion import input_files
from app.ingestion.input_files import items
from app.ingestion.items import Item
from app.ingestion.opening import inner_suffix
from app.ingestion.options import InputOptions
from app.settings import Settings

SETTINGS = Settings(max_text_length=1000, max_body_bytes=1024)
OPTIONS = InputOptions(SETTINGS)
GOOD = b'{"id": "a", "text": "A quiet day."}'


def read(path: Path, content: bytes) -> list[Item]:
    path.write_bytes(content)
    return list(items([str(path)], OPTIONS))


def test_lines_become_articles_with_their_ids(tmp_path: Path) -> None:
    rows = [{"id": i, "text": f"Day {i}.", "title": "T", "published_at": "2024-02-03"} for i in range(3)]
    found = read(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)).encode())
    assert [(item.id, item.raw, item.where) for item in found] == [(i, rows[i], f"Line {i + 1}") for i in range(3)]


@pytest.mark.parametrize(
    ("line", "item_id", "reason"),
    [
        (b"not json", None, "Line 2 is not JSON"),
        (b'{"id": 1, "text": "cut', None, "Line 2 is not JSON"),
        (b"[1, 2]", None, "Line 2 is not a JSON object"),
        (b"\xff\xfe", None, "Line 2 is not JSON"),
        (b"[" * 5000, None, "Line 2 is not JSON: recursion limit"),
        (b'{"id": NaN, "text": "x"}', None, "Line 2 is not JSON"),
        (b'{"id": "b", "text": "\\ud800"}', None, "Line 2 is not JSON"),
        (b'{"id": 1e999, "text": "x"}', None, "too large a number"),
        (b'{"id": [1], "text": "x"}', None, "'id' must be a string or a number"),
        (b'{"id": true, "text": "x"}', None, "'id' must be a string or a number"),
        (b'{"id": "b", "text": "' + b"x" * 20_000 + b'"}', None, "Line 2 is longer than an article may be"),
    ],
)
def test_a_bad_line_is_a_reason_and_its_neighbours_are_unharmed(
    tmp_path: Path, line: bytes, item_id: object, reason: str
) -> None:
    first, bad, last = read(tmp_path / "a.jsonl", b"\n".join([GOOD, line, GOOD]))
    assert first.raw == last.raw is not None
    assert (bad.id, bad.raw) == (item_id, None)
    assert reason in str(bad.reason)


def test_blank_lines_count_for_the_number_but_give_nothing(tmp_path: Path) -> None:
    (bad,) = read(tmp_path / "a.ndjson", b"\n  \r\nnope\n")
    assert str(bad.reason).startswith("Line 3 ")


def test_json_lines_are_known_by_their_look_when_not_by_their_name(tmp_path: Path) -> None:
    bad, good = read(tmp_path / "export.txt", b"a broken first line\n" + GOOD + b"\n")
    assert bad.reason is not None
    assert good.id == "a"


def test_a_long_first_line_is_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(input_files, "SNIFF_BYTES", 10)
    found = read(tmp_path / "a", GOOD + b"\n" + GOOD)
    assert [item.id for item in found] == ["a", "a"]


@pytest.mark.parametrize("name", ["a.urls", "a.txt"])
def test_a_list_of_addresses(tmp_path: Path, name: str) -> None:
    found = read(tmp_path / name, b"https://news.example.org/1\n\nhttp://news.example.org/2?a=b\r\n")
    assert [(item.id, item.raw, item.where) for item in found] == [
        ("https://news.example.org/1", {"url": "https://news.example.org/1"}, "Line 1"),
        ("http://news.example.org/2?a=b", {"url": "http://news.example.org/2?a=b"}, "Line 3"),
    ]


def test_a_line_of_such_a_list_that_is_no_address_fails_alone(tmp_path: Path) -> None:
    first, bad = read(tmp_path / "a.urls", b"# ours\nhttps://news.example.org/1\nnews.example.org/2\n")
    assert first.id == "https://news.example.org/1"
    assert bad.reason == "Line 3 is not an address such as https://example.org/news."


def test_a_text_with_an_address_in_its_first_line_is_an_article(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "a.txt", b"https://news.example.org/1\nA quiet day.\n")
    assert item.raw == {"text": "https://news.example.org/1\nA quiet day.\n"}


def test_a_text_file_is_one_article_with_its_name_as_id(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    (item,) = read(path, "\ufeffTwo lines.\r\nAnd “quotes”.".encode())
    assert item.id == str(path)
    assert item.raw == {"text": "Two lines.\r\nAnd “quotes”."}


def test_a_text_file_that_is_not_utf_8_is_a_reason(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "old.txt", "Città".encode("latin-1"))
    assert "is not UTF-8 text (byte 4)" in str(item.reason)


def test_a_huge_text_file_is_read_no_further_than_an_article_may_be_long(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "big.txt", "é".encode() * 5_000_000)
    assert item.raw is not None
    assert SETTINGS.max_text_length < len(item.raw["text"]) <= input_files.SNIFF_BYTES


def test_a_missing_file_is_a_reason_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_bytes(GOOD)
    missing, good = items([str(tmp_path / "none.txt"), str(tmp_path / "b.jsonl")], OPTIONS)
    assert "No such file" in str(missing.reason)
    assert not missing.opened
    assert good.id == "a"


def test_standard_input_is_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(GOOD + b"\n" + GOOD)))
    assert [item.id for item in items(["-"], OPTIONS)] == ["a", "a"]


def test_a_line_of_prose_with_a_brace_is_no_json(tmp_path: Path) -> None:
    (item,) = read(tmp_path / "a.txt", b"The set is {1, 2}.\n{sic} he wrote.\n")
    assert item.raw == {"text": "The set is {1, 2}.\n{sic} he wrote.\n"}


@pytest.mark.parametrize(
    ("content", "raws"),
    [
        (b'{"id": "a",\n "text": "One."}\n', [{"id": "a", "text": "One."}]),
        (b'[{"text": "One."},\n {"text": "Two."}]', [{"text": "One."}, {"text": "Two."}]),
        (b'{"text": "One."}\n{"text": "Two."}\n', [{"text": "One."}, {"text": "Two."}]),
        (b"[]", []),
    ],
)
def test_a_json_file_is_an_article_an_array_or_lines(tmp_path: Path, content: bytes, raws: list[object]) -> None:
    assert [item.raw for item in read(tmp_path / "a.json", content)] == raws


@pytest.mark.parametrize("content", [b"", b"prose", b'{"text": "cut'])
def test_a_json_file_that_is_not_json(tmp_path: Path, content: bytes) -> None:
    (item,) = read(tmp_path / "a.json", content)
    assert "is not JSON" in str(item.reason)


def test_a_bad_element_of_an_array_is_named(tmp_path: Path) -> None:
    good, bad = read(tmp_path / "a.json", b'[{"text": "One."}, 2]')
    assert good.raw is not None
    assert str(bad.reason).endswith("a.json, article 2 is not a JSON object.")


@pytest.mark.parametrize(
    "content",
    [
        "<p>Città</p>".encode(),
        "<meta charset='iso-8859-1'><p>Città</p>".encode("latin-1"),
        "<p>Città</p>".encode("utf-16"),
        "<p>Città</p>".encode("cp1252"),
        "<meta charset=nonsense><p>Città</p>".encode("cp1252"),
    ],
)
def test_a_page_is_html_in_its_own_encoding(tmp_path: Path, content: bytes) -> None:
    (item,) = read(tmp_path / "a.html", content)
    assert item.raw is not None
    assert item.raw["html"].endswith("<p>Città</p>")


@pytest.mark.parametrize(("name", "mark"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t")])
def test_a_table_has_an_article_a_row(tmp_path: Path, name: str, mark: str) -> None:
    rows = [
        ["id", "title", "text", "metadata"],
        ["1", "T", '"Two\nlines."', '"{""desk"": 1}"'],
        [],
        ["2", "", "Two.", ""],
    ]
    found = read(tmp_path / name, "\n".join(mark.join(row) for row in rows).encode())
    assert [item.raw for item in found] == [
        {"id": "1", "title": "T", "text": "Two\nlines.", "metadata": {"desk": 1}},
        {"id": "2", "text": "Two."},
    ]
    assert [item.where for item in found] == ["Row 2", "Row 4"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"id,body\n1,x\n", "'body' is not a field of an article; did you mean 'text'"),
        (b"id,title\n1,x\n", "no column 'text'"),
        (b"text,text\n1,x\n", "named twice"),
        (b"", "no column 'text'"),
        (b"\xff\xfe\n", "codec can't decode"),
        (b"text\nx,y\n", "Row 2 has 2 columns, the header 1"),
        (b"text,metadata\nx,y\n", "Row 2: 'metadata' must be a JSON object"),
    ],
)
def test_a_table_that_holds_no_articles(tmp_path: Path, content: bytes, reason: str) -> None:
    (item,) = read(tmp_path / "a.csv", content)
    assert item.raw is None
    assert reason in str(item.reason)


def test_a_folder_is_read_file_by_file_in_the_order_of_the_paths(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b.txt", "sub/a.jsonl", "a.pdf", ".hidden/c.txt"):
        (tmp_path / name).write_bytes(GOOD)
    assert [item.raw for item in items([str(tmp_path)], OPTIONS)] == [{"id": "a", "text": "A quiet day."}] * 2


def test_a_folder_without_articles_is_refused(tmp_path: Path) -> None:
    (item,) = items([str(tmp_path)], OPTIONS)
    assert "holds no file that can be read: .txt" in str(item.reason)
    assert not item.opened


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.jsonl.zip", "a.pdf.gz"])
def test_an_unknown_ending_is_refused(tmp_path: Path, name: str) -> None:
    (item,) = read(tmp_path / name, GOOD)
    assert f"files ending in {inner_suffix(name)} are not read; those that are: .txt" in str(item.reason)
    assert not item.opened
