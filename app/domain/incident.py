"""An incident: one happening, with every report of it and every figure that was claimed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Literal

from app.domain.casualties import Effect
from app.domain.documentation import doc
from app.domain.event import Participant
from app.domain.evidence import Source
from app.domain.place import Place
from app.domain.time import EventTime

FigureRule = Literal["only_source", "all_agree", "latest_by_most_sources", "official", "latest"]
ReportRole = Literal["report", "background"]


@dataclass(frozen=True, slots=True)
class IncidentFigure:
    """How many people suffered an effect, after all reports."""

    low: int | None = field(metadata=doc("Lowest number that a source still claims; null without a lower bound."))
    best: int | None = field(metadata=doc("The number to add up; null when no report gives one."))
    high: int | None = field(metadata=doc("Highest number that a source still claims; null when one is open above."))
    rule: FigureRule = field(
        metadata=doc(
            "How `best` was chosen: `only_source`, `all_agree`, `latest_by_most_sources` (what most outlets say in the "
            "two days up to the last figure), `official` (a number of others has "
            "as many outlets, but they quote a side of the fight, witnesses or the like) or `latest` (where no number "
            "has more outlets than another)."
        )
    )


@dataclass(frozen=True, slots=True)
class IncidentClaim:
    """One figure that one article gives."""

    effect: Effect = field(metadata=doc("What happened to the victims."))
    low: int | None = field(metadata=doc("Lowest number; null for 'up to 16'."))
    high: int | None = field(metadata=doc("Highest number; null for 'at least 16'."))
    claimed_by: Source | None = field(metadata=doc("Who claims it; null when the article itself states it."))
    article_id: str = field(metadata=doc("UUID of the article."))
    event_id: str = field(metadata=doc("UUID of the event that has the figure."))
    published_at: str | None = field(metadata=doc("When the article was published (ISO 8601)."))
    scope: Literal["own", "part", "rival", "cumulative"] = field(
        metadata=doc(
            "`own` figures of an article make up its number; `part` ones count some of the victims only, after a "
            "larger number, and replace nothing; `rival` ones are for the same victims; `cumulative` ones are running "
            "tolls over several happenings."
        )
    )
    superseded: bool = field(metadata=doc("Whether a later article of the same outlet has replaced it."))


@dataclass(frozen=True, slots=True)
class IncidentReport:
    """One article that reports an incident."""

    article_id: str = field(metadata=doc("UUID of the article."))
    event_ids: tuple[str, ...] = field(metadata=doc("UUIDs of its events of this incident, the main one first."))
    title: str | None = field(metadata=doc("Headline."))
    source: str | None = field(metadata=doc("Name of the outlet."))
    published_at: str | None = field(metadata=doc("When it was published (ISO 8601)."))
    role: ReportRole = field(
        metadata=doc("`report`, or `background` when the article mentions it beside or long after the news of the day.")
    )
    main: bool = field(metadata=doc("Whether the incident is what the article is about."))
    copy_of: str | None = field(metadata=doc("UUID of an earlier article with nearly the same text; else null."))
    reasons: tuple[str, ...] = field(metadata=doc("Why it was joined to the incident; empty for the first report."))
    score: float | None = field(metadata=doc("Log-odds of that decision; null for the first report."))


@dataclass(frozen=True, slots=True)
class Rival:
    """Another value of a field that some reports give."""

    field_name: Literal["time", "place"] = field(metadata=doc("The field: `time` or `place`."))
    value: str = field(metadata=doc("The value: a day (ISO 8601) or the name of a place."))
    sources: int = field(metadata=doc("How many sources give it."))


@dataclass(frozen=True, slots=True)
class Incident:
    """One happening, reported by one or many articles."""

    id: str = field(metadata=doc("UUID of the incident; it stays when reports come and go."))
    type: str = field(metadata=doc("Event type that most reports give."))
    subtype: str | None = field(metadata=doc("Sub-type that most reports give."))
    codes: dict[str, Any] = field(metadata=doc("Codes in other vocabularies: `plover`, `cameo`, `acled`, `ucdp`."))
    title: str = field(metadata=doc("Headline of the first report, or its summary."))
    time: EventTime | None = field(metadata=doc("The most exact time on the day that most sources give."))
    places: tuple[Place, ...] = field(metadata=doc("The most exact places that most sources agree on, main one first."))
    participants: tuple[Participant, ...] = field(metadata=doc("Who and what took part, named by most sources first."))
    first_reported_at: str | None = field(metadata=doc("When the first report was published (ISO 8601)."))
    last_reported_at: str | None = field(metadata=doc("When the last report was published (ISO 8601)."))
    articles: int = field(metadata=doc("Number of articles that report it."))
    sources: int = field(metadata=doc("Number of outlets that report it; copies of one text count once."))
    casualties: dict[Effect, IncidentFigure] = field(metadata=doc("Figures by effect; each counts everybody once."))
    claims: tuple[IncidentClaim, ...] = field(metadata=doc("Every figure that was claimed, in order of publication."))
    reports: tuple[IncidentReport, ...] = field(metadata=doc("The articles that report it, in order of publication."))
    event_ids: tuple[str, ...] = field(metadata=doc("UUIDs of all its events."))
    rivals: tuple[Rival, ...] = field(default=(), metadata=doc("Times and places that other reports give."))


def moment_of(published_at: str | None) -> dt.datetime:
    """A date of publication as it is ordered; without one it comes first."""
    if not published_at:
        return dt.datetime.min.replace(tzinfo=dt.UTC)
    parsed = dt.datetime.fromisoformat(published_at)
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=dt.UTC)
