"""Incidents in a database: joined when articles are stored, mended when they go, the same in any order."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.domain.incident import Incident
from app.linking import around, regrouping, store
from app.linking.clustering import Pair, pair
from app.linking.decision import Decision
from app.linking.editing import merge, split
from app.linking.grouping import grouped
from app.linking.linker import Linker
from app.linking.rebuilding import forget_links, rebuild, waiting
from app.linking.store import remove_linked, save_linked
from app.linking.stored_stories import read_story, write_story
from app.linking.stories import Story, story_of
from app.query import find_events, parse_filter
from app.query.incidents import find_incidents, parse_incident_request
from app.storage import articles as articles_of_storage
from app.storage.engine import transaction
from app.storage.incident_tables import IncidentHistoryRow, IncidentRow, StoryKeyRow
from app.storage.incidents import read_incident
from tests.factories import FIJI, make_extraction, make_time
from tests.linking.reports_of_a_bomb import Report, bomb, killing

ELSEWHERE = "A guard was shot at dusk near the old sugar mill on Nasekula Road, where cane trucks queue for hours."
Sessions = sessionmaker[Session]


def keep(sessions: Sessions, *reports: Report) -> None:
    for article, extraction in reports:
        with transaction(sessions) as session:
            save_linked(session, article, extraction)


def stored(sessions: Sessions) -> list[Incident]:
    with transaction(sessions) as session:
        rows = session.scalars(select(IncidentRow).where(IncidentRow.document.is_not(None)).order_by(IncidentRow.seq))
        return [read_incident(row.document or "") for row in rows]


def rows(sessions: Sessions) -> dict[str, str | None]:
    with transaction(sessions) as session:
        return {row.id: row.merged_into for row in session.scalars(select(IncidentRow))}


def articles(found: Iterable[Incident]) -> set[frozenset[str]]:
    return {frozenset(report.article_id for report in incident.reports) for incident in found}


def test_reports_of_one_happening_are_one_incident(sessions: Sessions) -> None:
    keep(sessions, bomb(10, "Wire A"), bomb(12, "Wire B", "2024-02-03"), bomb(15, "Wire C", "2024-02-03T18:00:00"))
    (found,) = stored(sessions)
    assert (found.articles, found.sources) == (3, 3)
    assert (found.casualties["killed"].low, found.casualties["killed"].best) == (10, 15)
    with transaction(sessions) as session:
        events = find_events(session, parse_filter([("incident_id", found.id)])).events
        others = find_events(session, parse_filter([("incident_id", "0" * 8 + "-0000-0000-0000-" + "0" * 12)])).events
    assert {event.incident_id for event in events} == {found.id}
    assert {event.id for event in events} == set(found.event_ids)
    assert others == ()


def test_what_is_stored_is_what_the_command_line_gives_in_any_order(sessions: Sessions) -> None:
    told = [bomb(n, f"Wire {n}", f"2024-02-0{n}") for n in range(2, 6)]
    told += [bomb(3, f"Paper {n}", text=f"{ELSEWHERE} {n}", places=(FIJI,), title="Shot") for n in range(2)]
    linker = Linker()
    for report in told:
        linker.add(*report)
    keep(sessions, *random.Random(5).sample(told, len(told)))
    expected = list(linker.incidents())
    found = stored(sessions)
    assert articles(found) == articles(expected)
    plain = [{**i.casualties} for i in sorted(found, key=lambda i: i.event_ids)]
    assert plain == [{**i.casualties} for i in sorted(expected, key=lambda i: i.event_ids)]


def test_an_incident_keeps_its_id_when_reports_come_and_go(sessions: Sessions) -> None:
    first, second = bomb(10, "Wire A"), bomb(12, "Wire B", "2024-02-03")
    keep(sessions, first)
    (before,) = stored(sessions)
    keep(sessions, second)
    (both,) = stored(sessions)
    with transaction(sessions) as session:
        assert remove_linked(session, first[1].id)
    (after,) = stored(sessions)
    assert before.id == both.id == after.id
    assert articles([after]) == {frozenset({second[1].id})}
    assert (after.casualties["killed"].best, after.articles) == (12, 1)


@pytest.mark.parametrize("together", [True, False])
def test_what_a_person_has_ordered_holds_for_an_article_that_comes_again(sessions: Sessions, together: bool) -> None:
    """Merged though nothing links them, or split though all does: also after one was deleted and sent again."""
    far = bomb(3, "Paper", "2024-03-01", text=ELSEWHERE, places=(FIJI,), time=None, title="Shot")
    first, second = bomb(10, "Wire A"), far if together else bomb(12, "Wire B", "2024-02-03")
    keep(sessions, first, second)
    with transaction(sessions) as session:
        by_time = session.scalars(select(IncidentRow).order_by(IncidentRow.seq)).all()
        if together:
            merge(session, by_time[0], by_time[1:])
        else:
            split(session, by_time[0], [second[1].id])
    ordered = articles(stored(sessions))
    with transaction(sessions) as session:
        assert remove_linked(session, second[1].id)
    assert articles(stored(sessions)) == {frozenset({first[1].id})}
    keep(sessions, second)
    assert articles(stored(sessions)) == ordered
    assert len(ordered) == (1 if together else 2)


def test_the_last_report_takes_its_incident_with_it(sessions: Sessions) -> None:
    report = bomb(10)
    keep(sessions, report)
    with transaction(sessions) as session:
        remove_linked(session, report[1].id)
    assert stored(sessions) == []
    assert list(rows(sessions).values()) == [None]
    with transaction(sessions) as session:
        assert session.scalars(select(StoryKeyRow)).all() == []
        actions = list(session.scalars(select(IncidentHistoryRow.action).order_by(IncidentHistoryRow.seq)))
    assert actions == ["opened", "closed"]


def test_an_article_that_is_read_again_is_joined_again(sessions: Sessions) -> None:
    first, second = bomb(10, "Wire A"), bomb(12, "Wire B", "2024-02-03")
    keep(sessions, first, second)
    article = second[0]
    again = make_extraction(article, killing(13), pipeline="test 2")
    keep(sessions, (article, again))
    (found,) = stored(sessions)
    assert found.casualties["killed"].best == 13
    assert set(found.event_ids) == {first[1].events[0].id, again.events[0].id}


def test_saving_again_changes_nothing(sessions: Sessions) -> None:
    report = bomb(10)
    keep(sessions, report, report)
    (found,) = stored(sessions)
    assert found.articles == 1


def test_two_that_turn_out_to_be_one_are_merged_and_the_old_id_leads_on(sessions: Sessions) -> None:
    """Two notes of one day with nothing in common but the place, and then a report that has the words of both."""
    one = bomb(
        10, "A", text="Smoke rose above the Ashar fish market where the stall of Hamid Jaber had stood.", title="Blast"
    )
    other_text = "Sadr Teaching Hospital took in burned porters from the Shatt al-Arab quay through the night."
    other = bomb(9, "B", text=other_text, title="Porters", time=make_time("2024-02-01T00:00:00"), places=())
    bridge = bomb(10, "C", "2024-02-02", text=f"{one[0].text} {other_text}", title="Blast")
    keep(sessions, one, other)
    assert len(stored(sessions)) == 2
    keep(sessions, bridge)
    found = stored(sessions)
    merged = {old: new for old, new in rows(sessions).items() if new}
    assert (len(found), len(merged)) == (1, 1)
    assert set(merged.values()) == {incident.id for incident in found}


@pytest.mark.parametrize("sort", ["time", "-time", "reported", "-reported", "killed", "updated", "-updated"])
def test_incidents_are_found_page_by_page_by_what_their_events_say(sessions: Sessions, sort: str) -> None:
    keep(sessions, bomb(10, "Wire A"), bomb(12, "Wire B", "2024-02-03"))
    keep(sessions, bomb(3, "Paper", "2024-03-01", text=ELSEWHERE, places=(FIJI,), time=None, title="Shot"))
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(2):
        params = [("sort", sort), ("limit", "1"), *([("cursor", cursor)] if cursor else [])]
        with transaction(sessions) as session:
            page = find_incidents(session, parse_incident_request(params, 1000))
        seen += [incident.id for incident in page.incidents]
        cursor = page.next_cursor
    assert cursor is None
    assert set(seen) == {incident.id for incident in stored(sessions)}
    for params, count in (
        ([("country", "FJ")], 1),
        ([("min_sources", "2"), ("country", "IQ")], 1),
        ([("min_killed", "4"), ("source", "Wire A")], 1),
        ([("bbox", "40,25,50,35"), ("actor", "Red Brigade"), ("q", "market")], 1),
        ([("min_articles", "3")], 0),
    ):
        with transaction(sessions) as session:
            assert len(find_incidents(session, parse_incident_request(params, 1000)).incidents) == count


def test_two_that_store_at_once_end_with_one_incident(sessions: Sessions) -> None:
    told = [bomb(10 + n, f"Wire {n}", "2024-02-03") for n in range(6)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda report: keep(sessions, report), told))
    (found,) = stored(sessions)
    assert found.articles == 6


def test_what_was_stored_before_is_joined_by_rebuild_which_may_be_stopped(sessions: Sessions) -> None:
    told = [bomb(10 + n, f"Wire {n}", "2024-02-03") for n in range(25)]
    for article, extraction in told:
        with transaction(sessions) as session:
            articles_of_storage.save(session, article, extraction)
    assert waiting(sessions) == 25
    assert next(rebuild(sessions)) == 20
    assert waiting(sessions) == 5
    assert list(rebuild(sessions)) == [5]
    (found,) = stored(sessions)
    assert found.articles == 25
    forget_links(sessions)
    assert list(rebuild(sessions)) == [20, 25]
    assert [incident.id for incident in stored(sessions)] == [found.id]
    assert stored(sessions)[0].articles == 25


def test_an_article_without_events_belongs_to_none(sessions: Sessions) -> None:
    article, extraction = bomb(10)
    keep(sessions, (article, replace(extraction, events=())))
    assert stored(sessions) == []


def test_an_incident_with_more_reports_than_are_grouped_at_once_takes_new_ones(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(around, "MOST_REPORTS", 6)
    told = [bomb(10 + n % 3, f"Wire {n}", f"2024-02-{3 + n % 5:02}T{n:02}:00:00") for n in range(14)]
    keep(sessions, *told)
    (found,) = stored(sessions)
    assert (found.articles, len(found.reports)) == (14, 14)
    assert set(found.event_ids) == {extraction.events[0].id for _, extraction in told}
    with transaction(sessions) as session:
        assert remove_linked(session, told[0][1].id)
    keep(sessions, bomb(3, "Paper", text=ELSEWHERE, places=(FIJI,), title="Shot"))
    assert sorted(incident.articles for incident in stored(sessions)) == [1, 13]
    assert found.id in {incident.id for incident in stored(sessions)}


def scored(monkeypatch: pytest.MonkeyPatch, seed: int, count: int = 24) -> tuple[list[Report], dict[Pair, float]]:
    """Reports of which each two are as alike as chance has it, most hardly at all; the scores of those compared."""
    told = [bomb(10, f"Wire {n}", f"2024-02-03T{n:02}:00:00") for n in range(count)]
    dice = random.Random(seed)
    ids = sorted(extraction.id for _, extraction in told)
    homes = {one: dice.randrange(count // 4) for one in ids}
    near = {both: homes[both[0]] == homes[both[1]] or dice.random() < 0.1 for both in combinations(ids, 2)}
    given = {both: dice.uniform(-2, 4) if near[both] else dice.uniform(-5, -2) for both in near}
    scores: dict[Pair, float] = {}

    def compare(one: Story, other: Story) -> Iterator[Decision]:
        both = pair(one.article_id, other.article_id)
        scores[both] = given[both]
        yield Decision(*both, scores[both], ("by chance",))

    monkeypatch.setattr(store, "compare", compare)
    return told, scores


@pytest.mark.parametrize("seed", range(3))
def test_what_is_grouped_step_by_step_is_as_if_grouped_at_once(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    told, scores = scored(monkeypatch, seed)
    keep(sessions, *told)
    expected = {frozenset(group) for group in grouped([extraction.id for _, extraction in told], scores)}
    assert articles(stored(sessions)) == expected
    with transaction(sessions) as session:
        remove_linked(session, told[0][1].id)
    expected = {frozenset(group) for group in grouped([extraction.id for _, extraction in told[1:]], scores)}
    assert articles(stored(sessions)) == expected


def test_only_what_is_linked_with_an_article_is_grouped_again(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve articles in a chain of pairs: the last sees the pair before it, not all that hang together."""
    told = [bomb(10, f"Wire {n}", f"2024-02-03T{n:02}:00:00") for n in range(13)]
    order = {extraction.id: n for n, (_, extraction) in enumerate(told)}
    seen: list[int] = []

    def compare(one: Story, other: Story) -> Iterator[Decision]:
        a, b = sorted((order[one.article_id], order[other.article_id]))
        if b - a == 1:
            yield Decision(*pair(one.article_id, other.article_id), -0.5 if b % 2 == 0 else 3.0, ("the next",))

    def spied(names: Collection[str], *given: Any, **more: Any) -> list[list[str]]:
        seen.append(len(names))
        return grouped(names, *given, **more)

    monkeypatch.setattr(store, "compare", compare)
    monkeypatch.setattr(regrouping, "grouped", spied)
    keep(sessions, *told)
    assert len(stored(sessions)) == 7
    assert max(seen) == 3


def test_a_story_is_read_as_it_was_written() -> None:
    first = story_of(*bomb(10))
    other = story_of(*bomb(3, "Paper", text="Shots. Vūnivau, 31.", places=(), time=None, casualties=(), title=None))
    for story in (first, other):
        assert read_story(write_story(story)) == story
    assert len(write_story(first)) < 2_000
