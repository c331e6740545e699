"""Incidents counted by keys: the same sums as their own documents give, on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from app.domain.figures import Figure
from app.errors import FilterError
from app.linking.store import save_linked
from app.query import incident_filter
from app.query.incident_summary import (
    IncidentFigures,
    IncidentSummary,
    parse_incident_summary,
    summarize_incidents,
)
from app.query.incidents import find_incidents, parse_incident_request
from app.storage.engine import transaction
from tests.factories import FIJI, make_casualty, make_time
from tests.linking.reports_of_a_bomb import bomb

ELSEWHERE = "A guard was shot at dusk near the old sugar mill on Nasekula Road, where cane trucks queue for hours."
Sessions = sessionmaker[Session]
Params = list[tuple[str, str]]


@pytest.fixture
def filled(sessions: Sessions) -> Sessions:
    """A bomb in Iraq with three reports, a shooting in Fiji, and deaths at an unknown time and place."""
    march = make_time("2024-03-12T00:00:00", "2024-03-13T00:00:00")
    hurt = (make_casualty(low=3, high=None), make_casualty(effect="injured", low=None, high=8))
    reports = [
        *(bomb(n, f"Wire {n}", f"2024-02-0{n - 8}") for n in (10, 12, 15)),
        bomb(3, "Paper", "2024-03-13", text=ELSEWHERE, places=(FIJI,), time=march, casualties=hurt, title="Shot"),
        bomb(4, "Post", "2024-05-01", text="Nobody knows more.", places=(), time=None, type="casualties", title="Dead"),
    ]
    for report in reports:
        with transaction(sessions) as session:
            save_linked(session, *report)
    return sessions


def summary(sessions: Sessions, params: Params) -> IncidentSummary:
    with transaction(sessions) as session:
        return summarize_incidents(session, parse_incident_summary(params))


def counts(found: IncidentSummary) -> list[tuple[Any, ...]]:
    return [(*group.keys.values(), group.incidents, group.killed and group.killed.best) for group in found.groups]


def test_every_happening_counts_once_with_the_bounds_of_its_figures(filled: Sessions) -> None:
    found = summary(filled, [])
    assert counts(found) == [("strike", 2, 18), ("casualties", 1, 4)]
    assert found.total == IncidentFigures(3, Figure(22, 17, 22), Figure(8, 0, 8))
    assert found.groups[1].injured is None
    assert not found.truncated


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("country", [("FJ", 1, 3), ("IQ", 1, 15), (None, 1, 4)]),
        ("month", [("2024-02", 1, 15), ("2024-03", 1, 3), (None, 1, 4)]),
        ("week", [("2024-W05", 1, 15), ("2024-W11", 1, 3), (None, 1, 4)]),
        ("day,country", [("2024-02-02", "IQ", 1, 15), ("2024-03-12", "FJ", 1, 3), (None, None, 1, 4)]),
        ("subtype", [("bombing", 3, 22)]),
    ],
)
def test_by_every_key(filled: Sessions, keys: str, expected: list[tuple[Any, ...]]) -> None:
    assert counts(summary(filled, [("group_by", keys)])) == expected


def test_a_division_has_its_written_name_and_country(filled: Sessions) -> None:
    keys = [group.keys for group in summary(filled, [("group_by", "admin1")]).groups]
    assert {"country": "IQ", "admin1": "Basra"} in keys or {"country": "IQ", "admin1": "Al Başrah"} in keys
    assert {"country": None, "admin1": None} in keys


def test_groups_that_are_left_out_count_in_the_total(filled: Sessions) -> None:
    found = summary(filled, [("limit", "1")])
    assert (counts(found), found.truncated, found.total.incidents) == ([("strike", 2, 18)], True, 3)


@pytest.mark.parametrize(
    ("params", "incidents"),
    [
        ([], 3),
        ([("country", "FJ")], 1),
        ([("min_sources", "2")], 1),
        ([("min_killed", "4")], 2),
        ([("bbox", "40,25,50,35"), ("type", "strike")], 1),
        ([("q", "shot")], 1),
        ([("source", "Wire 12"), ("date_from", "2024-02")], 1),
        ([("date_from", "2024-04")], 0),
    ],
)
def test_filters_find_what_a_page_finds_in_every_way(
    filled: Sessions, monkeypatch: pytest.MonkeyPatch, params: Params, incidents: int
) -> None:
    assert summary(filled, params).total.incidents == incidents
    for few in (0, 100):
        monkeypatch.setattr(incident_filter.incident_conditions, "__kwdefaults__", {"few": few})
        with transaction(filled) as session:
            page = find_incidents(session, parse_incident_request(params, 1000))
        assert len(page.incidents) == incidents


@pytest.mark.parametrize(
    ("params", "word"),
    [
        ([("group_by", "source")], "group_by"),
        ([("group_by", "type,type")], "different"),
        ([("group_by", "type,day,week")], "2 different"),
        ([("limit", "0")], "limit"),
        ([("min_source", "2")], "min_sources"),
        ([("sort", "time")], "sort"),
    ],
)
def test_a_wrong_parameter_is_named(params: Params, word: str) -> None:
    with pytest.raises(FilterError, match=word):
        parse_incident_summary(params)
