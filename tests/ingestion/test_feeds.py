"""Feeds."""

from __future__ import annotations

from pathlib import Path

from app.ingestion.feeds import plain_text
from app.ingestion.input_files import items
from app.ingestion.items import Item
from app.ingestion.options import InputOptions
from app.settings import Settings

RSS = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>Example News</title><link>https://news.example.org</link>
<item><title>Blast in Basra &amp; Mosul</title><link>https://news.example.org/1</link><guid>n-1</guid>
<pubDate>Sat, 03 Feb 2024 20:00:00 +0200</pubDate>
<description>
&lt;p&gt;A bomb killed two.&lt;/p&gt;&lt;p&gt;Police &lt;b&gt;came&lt;/b&gt;.&lt;/p&gt;</description></item>
<item><title>Only a title</title><link>https://news.example.org/2</link></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Example Wire</title>
<entry><id>urn:x:1</id><title>Raid</title><link href="https://wire.example.org/1"/><updated>2024-02-03T18:00:00Z</updated>
<summary>Short.</summary><content type="html">&lt;div&gt;Troops raided a depot.&lt;/div&gt;</content></entry></feed>"""


def read(path: Path, content: str) -> list[Item]:
    path.write_text(content, "utf-8")
    return list(items([str(path)], InputOptions(Settings())))


def test_the_entries_of_an_rss_file_are_articles(tmp_path: Path) -> None:
    first, second = read(tmp_path / "a.rss", RSS)
    assert (first.id, first.raw) == (
        "n-1",
        {
            "text": "A bomb killed two.\n\nPolice came.",
            "title": "Blast in Basra & Mosul",
            "url": "https://news.example.org/1",
            "external_id": "n-1",
            "source": "Example News",
            "published_at": "2024-02-03T18:00:00Z",
        },
    )
    assert (second.id, second.raw) == (
        "https://news.example.org/2",
        {"text": "Only a title", "url": "https://news.example.org/2", "source": "Example News"},
    )


def test_the_longest_text_of_an_atom_entry_is_read(tmp_path: Path) -> None:
    (entry,) = read(tmp_path / "a.xml", ATOM)
    assert entry.raw == {
        "text": "Troops raided a depot.",
        "title": "Raid",
        "url": "https://wire.example.org/1",
        "external_id": "urn:x:1",
        "source": "Example Wire",
        "published_at": "2024-02-03T18:00:00Z",
    }


def test_what_is_no_feed_is_a_reason(tmp_path: Path) -> None:
    for content in ("", "<html><body>x</body></html>", "plain"):
        (item,) = read(tmp_path / "a.atom", content)
        assert "is not an RSS or Atom feed" in str(item.reason)


def test_mark_up_is_left_out_and_blocks_are_apart() -> None:
    assert plain_text("One &amp; two<br>three<script>x()</script><ul><li>a</li></ul>") == "One & two\n\nthree\n\na"
    assert plain_text("plain < text") == "plain < text"
