"""Web archives."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from app.ingestion.input_files import items
from app.ingestion.items import Item
from app.ingestion.options import InputOptions
from app.settings import Settings

PAGE = "<html><body><article><p>Zwei Männer starben in Köln.</p></article></body></html>"


def archive(file: Path, *pages: tuple[str, str, bytes, dict[str, str]], packed: bool) -> list[Item]:
    records = []
    for url, status, body, headers in pages:
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        block = "\r\n".join(lines).encode() + body
        given = {
            "WARC-Type": "response",
            "WARC-Target-URI": url,
            "WARC-Date": "2024-02-03T18:00:00Z",
            "Content-Type": "application/http; msgtype=response",
            "Content-Length": str(len(block)),
        }
        head = "\r\n".join(["WARC/1.0", *(f"{name}: {value}" for name, value in given.items()), "", ""])
        records.append(head.encode() + block + b"\r\n\r\n")
    file.write_bytes(b"".join(map(gzip.compress, records)) if packed else b"".join(records))
    return list(items([str(file)], InputOptions(Settings())))


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_the_pages_of_an_archive_are_articles(tmp_path: Path, name: str) -> None:
    html = {"Content-Type": "text/html; charset=iso-8859-1"}
    found = archive(
        tmp_path / name,
        ("https://news.example.org/1", "200 OK", PAGE.encode("iso-8859-1"), html),
        ("https://news.example.org/2", "404 Not Found", PAGE.encode(), html),
        ("https://news.example.org/3.png", "200 OK", b"\x89PNG", {"Content-Type": "image/png"}),
        ("https://news.example.org/4", "200 OK", PAGE.encode(), {"Content-Type": "text/html"}),
        packed=name.endswith("gz"),
    )
    assert [item.id for item in found] == ["https://news.example.org/1", "https://news.example.org/4"]
    assert found[0].raw == {
        "html": PAGE,
        "url": "https://news.example.org/1",
        "metadata": {"fetched_at": "2024-02-03T18:00:00Z"},
    }
    assert found[1].raw == {**found[0].raw, "url": "https://news.example.org/4"}
    assert found[1].where == f"{tmp_path / name}, record 4"


def test_what_is_no_archive_is_a_reason(tmp_path: Path) -> None:
    file = tmp_path / "a.warc"
    file.write_bytes(b"nothing of the kind\r\n" * 5)
    (item,) = items([str(file)], InputOptions(Settings()))
    assert "is not a WARC file" in str(item.reason)
    assert item.opened is False


def test_a_page_that_cannot_be_unpacked_fails_alone(tmp_path: Path) -> None:
    html = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    found = archive(
        tmp_path / "a.warc",
        ("https://news.example.org/1", "200 OK", b"\x1f\x8b\x08\x00 not gzip at all", html),
        ("https://news.example.org/2", "200 OK", PAGE.encode(), {"Content-Type": "text/html"}),
        packed=False,
    )
    assert [item.id for item in found] == ["https://news.example.org/1", "https://news.example.org/2"]
    assert found[1].raw is not None
