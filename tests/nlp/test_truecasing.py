"""Lines in capitals are read in ordinary case; offsets and words stay those of the stored text."""

from __future__ import annotations

import pytest

from app.domain.article import Article
from app.nlp import Extractor

LINES = (
    ("SOLDIERS SHOT DEAD SIX FARMERS NEAR KANO ON FRIDAY.", "Soldiers shot dead six farmers near Kano on Friday."),
    ("US AIRSTRIKE KILLS TALIBAN FIGHTERS", "US airstrike kills Taliban fighters"),
    ("THE MAYOR TOLD US THAT THE BRIDGE WAS BOMBED", "The mayor told us that the bridge was bombed"),
    ("THE RIOTERS, WHO CAME FROM CHINA", "The rioters, who came from China"),
    ("NATO, EU, UN", "NATO, EU, UN"),
    ("The UN and NATO met in Geneva on Friday.", "The UN and NATO met in Geneva on Friday."),
)


@pytest.mark.parametrize(("written", "read"), LINES)
def test_case_of_a_line(extractor: Extractor, written: str, read: str) -> None:
    assert extractor.truecase(written) == read


def test_only_lines_in_capitals_change(extractor: Extractor) -> None:
    text = "REBELS KILL NINE SOLDIERS IN MOSUL\n\nThe IDF said so."
    assert extractor.truecase(text) == "Rebels kill nine soldiers in Mosul\n\nThe IDF said so."


def test_letters_whose_other_case_is_longer_stay(extractor: Extractor) -> None:
    text = "BOMB KILLS FOUR PEOPLE IN İZMİR MARKET"
    assert len(extractor.truecase(text)) == len(text)


def test_spans_hold_the_words_of_the_stored_text(extractor: Extractor) -> None:
    text = "A BOMB KILLED SEVEN PEOPLE IN MOSUL ON MONDAY, POLICE SAID."
    found = extractor.extract(Article(text=text, published_at="2024-06-12"))
    (strike,) = [e for e in found.events if e.type == "strike"]
    assert text[strike.trigger.start : strike.trigger.end] == strike.trigger.text == "KILLED"
    assert [(c.low, c.claimed_by and c.claimed_by.name) for c in strike.casualties] == [(7, "police")]
    assert [p.name for p in strike.places] == ["Mosul"]
