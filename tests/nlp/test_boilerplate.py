"""Links, share lines, galleries and captions are no news: no event comes out of them."""

from __future__ import annotations

import pytest

from app.domain.article import Article
from app.nlp import Extractor
from app.nlp.annotations import ReadingContext
from app.nlp.boilerplate import find_boilerplate

NEWS = "Rebels shelled a market in Kobal on Monday."


def parts(extractor: Extractor, text: str, title: str = "") -> list[str]:
    doc = extractor.nlp.make_doc(text)
    doc._.context = ReadingContext(title_end=len(title))
    return [doc[start:end].text.strip() for start, end in find_boilerplate(doc)]


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: Gunmen kill 30 villagers in Jos",
        "Related: Police arrest 40 after riots",
        "RELATED | Two dead in blast",
        "• See also: Army takes Lumo",
        "Watch: Troops storm the palace",
        "Image copyright AFP Image caption Troops fired at the crowd in May",
        "File photo: Soldiers attack a village",
        "1 of 46 Full Screen Autoplay Close Skip Ad × Protesters clash with troops",
        "Share this: Facebook",
        "Advertisement",
        "Click here to read about the killings",
    ],
)
def test_lines_that_are_no_news(extractor: Extractor, line: str) -> None:
    assert parts(extractor, f"{NEWS}\n\n{line}\n\n{NEWS}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Related attacks killed nine people in the north.",
        "UPDATE: A seventh person died on Tuesday.",
        "More than 40 people were killed in Jos.",
        "Watch towers were shelled by rebels.",
        "Photos of the blast shocked the town.",
        "Live rounds were fired at the crowd.",
        "Read the names of the dead, she said.",
    ],
)
def test_lines_that_are_news(extractor: Extractor, line: str) -> None:
    assert parts(extractor, f"{NEWS}\n\n{line}\n\n{NEWS}") == []


def test_links_below_a_header_end_with_the_first_full_stop(extractor: Extractor) -> None:
    links = ["Related stories", "Boy shot in Lumo", "Two held after raid"]
    assert parts(extractor, "\n\n".join([NEWS, *links, NEWS])) == ["\n\n".join(links)]


def test_insertions_within_a_line(extractor: Extractor) -> None:
    text = f"{NEWS} (Read also: Police arrest 40 in Lima) Schools were closed."
    assert parts(extractor, text) == ["(Read also: Police arrest 40 in Lima)"]
    assert parts(extractor, f"{NEWS} READ MORE: Massacre in Jos (PHOTOS) Schools were closed.") == [
        "READ MORE: Massacre in Jos (PHOTOS)"
    ]


def test_of_a_page_without_line_breaks_only_the_cue_is_left_out(extractor: Extractor) -> None:
    assert parts(extractor, "Advertisement " + f"{NEWS} " * 9) == ["Advertisement"]


def test_a_title_is_news(extractor: Extractor) -> None:
    title = "Live: Rebels shell a market in Kobal"
    assert parts(extractor, f"{title}\n\n{NEWS}", title) == []


def test_no_event_comes_out(extractor: Extractor) -> None:
    text = f"{NEWS}\n\nREAD MORE: Gunmen kill 30 villagers in Jos\n\nSchools will be closed, the mayor said."
    events = [e for e in extractor.extract(Article(text=text)).events if e.type != "statement"]
    assert [(e.type, e.trigger.text, e.casualties) for e in events] == [("strike", "shelled", ())]
