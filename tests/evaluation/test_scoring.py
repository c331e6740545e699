"""Precision and recall, on hand-made gold."""

from __future__ import annotations

from dataclasses import replace

from app.domain.event import Event
from app.domain.evidence import Span
from app.evaluation.gold import GoldArticle
from app.evaluation.scoring import matches, score
from tests.factories import FIJI, make_casualty, make_event, make_participant, make_time


def gold(*events: Event, complete: bool = True, rejected: tuple[Event, ...] = ()) -> GoldArticle:
    return GoldArticle("a", {}, complete, events, rejected)


def rates(*pairs: tuple[GoldArticle, list[Event]]) -> dict[str, tuple[int, int]]:
    return {rate.name: (rate.right, rate.total) for rate in score(pairs).rates()}


ELSEWHERE = Span(20, 24, "edge")
STRIKE = make_event(casualties=(make_casualty(),))
PROTEST = make_event(type="protest", subtype=None, trigger=ELSEWHERE, mentions=(ELSEWHERE,))


def test_what_is_read_as_in_the_gold_is_right() -> None:
    found = rates((gold(STRIKE), [STRIKE]))
    assert found == dict.fromkeys(
        (
            "events found (recall)",
            "events right (precision)",
            "sub-type",
            "factuality",
            "day",
            "country",
            "place within 25 km",
            "participants found (recall)",
            "participants right (precision)",
            "figures found (recall)",
            "figures right (precision)",
        ),
        (1, 1),
    )


def test_missed_and_false_events() -> None:
    found = rates((gold(STRIKE), [PROTEST]))
    assert (found["events found (recall)"], found["events right (precision)"]) == ((0, 1), (0, 1))
    scores = score([(gold(STRIKE), [PROTEST])])
    assert [mistake.kind for mistake in scores.mistakes] == ["missed", "false"]


def test_where_not_all_was_reviewed_only_what_was_rejected_is_false() -> None:
    other = make_event(type="arrest", subtype=None)
    found = rates((gold(STRIKE, complete=False, rejected=(PROTEST,)), [STRIKE, PROTEST, other]))
    assert (found["events found (recall)"], found["events right (precision)"]) == ((1, 1), (1, 2))


def test_wrong_fields_are_counted_one_by_one() -> None:
    read = replace(
        STRIKE,
        subtype="bombing",
        time=make_time("2024-02-09T00:00:00", "2024-02-10T00:00:00"),
        places=(FIJI,),
        participants=(*STRIKE.participants, make_participant("target", "market")),
        casualties=(make_casualty(low=4, high=4),),
    )
    found = rates((gold(STRIKE), [read]))
    assert {name: rate for name, rate in found.items() if rate[0] < rate[1]} == {
        "sub-type": (0, 1),
        "day": (0, 1),
        "country": (0, 1),
        "place within 25 km": (0, 1),
        "participants right (precision)": (1, 2),
        "figures found (recall)": (0, 1),
        "figures right (precision)": (0, 1),
    }


def test_each_event_is_matched_once_and_equal_triggers_first() -> None:
    wide = replace(STRIKE, trigger=Span(5, 12, "s hit a"))
    assert matches([STRIKE, wide], [wide, STRIKE]) == [(STRIKE, STRIKE), (wide, wide)]
    assert matches([STRIKE], [STRIKE, wide]) == [(STRIKE, STRIKE)]
    assert score([]).rates()[0].value is None
