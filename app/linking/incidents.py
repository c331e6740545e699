"""An incident from its reports."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.domain.article import NAMESPACE
from app.domain.casualties import Effect
from app.domain.event import Event
from app.domain.incident import Incident, IncidentFigure, IncidentReport, moment_of
from app.domain.text_folding import name_key
from app.linking.consensus import MOST_RIVALS, common_kind, common_participants, common_places, common_time
from app.linking.figures import Reported, claims, figures
from app.linking.near_duplicates import are_copies

_BACKGROUND_DAYS = 14


@dataclass(frozen=True, slots=True)
class Member:
    """One report of an incident with the article that has it.

    Attributes
    ----------
    event
        The event that stands for it.
    counting
        The event whose figures are those of the report.
    event_ids
        All its events, the one that stands for it first.
    main
        Whether the article is about it.
    score, reasons
        Of its surest link with another report; None and empty without one.
    """

    article_id: str
    title: str | None
    source: str | None
    published_at: str | None
    signature: tuple[int, ...]
    event: Event
    counting: Event
    event_ids: tuple[str, ...]
    main: bool
    score: float | None = None
    reasons: tuple[str, ...] = ()


def new_id(event_id: str) -> str:
    """The id of an incident that begins with an event."""
    return str(uuid.uuid5(NAMESPACE, f"incident\x1f{event_id}"))


def build(incident_id: str, members: Iterable[Member]) -> Incident:
    """The incident of some reports; there is at least one."""
    ordered = sorted(members, key=lambda m: (moment_of(m.published_at), not m.main, m.article_id))
    copies = _copies(ordered)
    outlets = {m.article_id: _outlet(m, copies) for m in ordered}
    reports = _reports(ordered, copies)
    reported = _reported(ordered, outlets)
    background = {report.article_id for report in reports if report.role == "background"}
    kind = common_kind(reported)
    time, other_times = common_time(reported)
    places, other_places = common_places(reported)
    dates = [m.published_at for m in ordered if m.published_at]
    return Incident(
        id=incident_id,
        type=kind.type,
        subtype=kind.subtype,
        codes=kind.codes,
        title=next((m.title for m in ordered if m.main and m.title), kind.summary),
        time=time,
        places=places,
        participants=common_participants(reported),
        first_reported_at=dates[0] if dates else None,
        last_reported_at=dates[-1] if dates else None,
        articles=len(outlets),
        sources=len(set(outlets.values())),
        casualties=_figures(reported, background),
        claims=claims(reported, background),
        reports=reports,
        event_ids=tuple(event_id for m in ordered for event_id in m.event_ids),
        rivals=tuple(sorted((*other_times, *other_places), key=lambda r: (-r.sources, r.value))[:MOST_RIVALS]),
    )


def _figures(reported: Sequence[Reported], background: Collection[str]) -> dict[Effect, IncidentFigure]:
    """The figures of the reports; those of background only for effects that no report gives."""
    of_reports = [one for one in reported if one.article_id not in background]
    return figures(reported) | figures(of_reports) if background else figures(of_reports)


def _copies(ordered: Sequence[Member]) -> dict[str, str]:
    """The articles that are copies, each with the first of them."""
    firsts: list[Member] = []
    found: dict[str, str] = {}
    for member in ordered:
        if member.article_id in found or any(m.article_id == member.article_id for m in firsts):
            continue
        original = next((m for m in firsts if are_copies(m.signature, member.signature)), None)
        if original:
            found[member.article_id] = original.article_id
        else:
            firsts.append(member)
    return found


def _outlet(member: Member, copies: dict[str, str]) -> str:
    """What counts as one source: an outlet, or all copies of one text; an article without an outlet is its own."""
    if member.article_id in copies:
        return copies[member.article_id]
    shared = member.article_id in copies.values()
    return member.article_id if shared or not member.source else name_key(member.source)


def _reported(ordered: Sequence[Member], outlets: dict[str, str]) -> list[Reported]:
    """What each article claims: by its main report, else by the first that it mentions."""
    first: dict[str, Member] = {}
    for member in ordered:
        if member.article_id not in first or (member.main and not first[member.article_id].main):
            first[member.article_id] = member
    return [Reported(m.article_id, outlets[m.article_id], m.published_at, m.event, m.counting) for m in first.values()]


def _reports(ordered: Sequence[Member], copies: dict[str, str]) -> tuple[IncidentReport, ...]:
    """One report for each article."""
    by_article: dict[str, list[Member]] = {}
    for member in ordered:
        by_article.setdefault(member.article_id, []).append(member)
    start = moment_of(next((m.published_at for m in ordered if m.main), ordered[0].published_at))
    return tuple(
        IncidentReport(
            article_id=article_id,
            event_ids=tuple(event_id for m in mine for event_id in m.event_ids),
            title=mine[0].title,
            source=mine[0].source,
            published_at=mine[0].published_at,
            role="report" if mine[0].main and _soon(mine[0], start) else "background",
            main=any(m.main for m in mine),
            copy_of=copies.get(article_id),
            reasons=mine[0].reasons,
            score=None if mine[0].score is None else round(mine[0].score, 2),
        )
        for article_id, mine in by_article.items()
    )


def _soon(member: Member, start: dt.datetime) -> bool:
    return (moment_of(member.published_at) - start).days <= _BACKGROUND_DAYS
