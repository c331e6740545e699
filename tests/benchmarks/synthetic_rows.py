"""The rows of some articles of the synthetic world, written out directly: speed is all that this is about."""

from __future__ import annotations

import bisect
import datetime as dt
import functools
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.text_folding import name_key, searched
from app.storage import index_terms
from app.storage.column_types import short_moment
from app.storage.index_terms import bare, figure_keys
from app.storage.mapping import LONG
from tests.benchmarks.synthetic import FIRST, ROLES, TABLES, WEAPONS, Name, Rows, Town, World

PER_ARTICLE_MOST = 6
PIPELINE = "synthetic 1"
_DAY = dt.timedelta(days=1)
_SUMMARY, _SENTENCE, _TITLE = 4, 7, 4  # words


def rows(world: World, first: int, end: int) -> Rows:
    """All rows of the articles with these numbers; the same numbers give the same rows."""
    dice = random.Random(f"articles {first}")
    out: Rows = {table: [] for table in TABLES}
    counts = world.counts.draw(dice, end - first)
    outlets = world.outlets.draw(dice, end - first)
    draws = Draws(world, dice, sum(counts))
    for number, count, outlet in zip(range(first, end), counts, outlets, strict=True):
        _article(out, draws, number, count, outlet)
    return out


class Draws:
    """What was drawn for the events of a chunk, all at once because that is quick."""

    def __init__(self, world: World, dice: random.Random, events: int) -> None:
        self.world, self.dice = world, dice
        self.kinds = iter(world.kinds.draw(dice, events))
        self.factuality = iter(world.factuality.draw(dice, events))
        self.towns = iter(world.towns.draw(dice, 3 * events))
        self.names = iter(world.names.draw(dice, 2 * events))
        self.words = iter(world.words.draw(dice, events * (_SUMMARY + _SENTENCE + _TITLE)))

    def text(self, count: int) -> str:
        return " ".join(itertools.islice(self.words, count))


@dataclass
class Telling:
    """The article of some events; ``offset`` is where its next sentence begins."""

    seq: int
    id: str
    outlet: str
    day: dt.date
    title: str
    reported: str
    keys: list[str]
    offset: int


def _article(out: Rows, draws: Draws, number: int, count: int, outlet: str) -> None:
    day = FIRST + (bisect.bisect_right(draws.world.days, number) - 1) * _DAY
    published = f"{day}T{draws.dice.randrange(24):02}:{draws.dice.randrange(60):02}:00"
    title = draws.text(_TITLE)
    article_id = f"{number:08x}-0000-5000-8000-{number:012x}"
    reported = short_moment(dt.datetime.fromisoformat(published))
    report_keys = [*_day_keys("r", day), f"o_{bare(_outlet_key(outlet))}"]
    told = Telling(number + 1, article_id, outlet, day, title, reported, report_keys, len(title) + 2)
    first = number * PER_ARTICLE_MOST + 1
    sentences = [_event(out, draws, told, first + position, position) for position in range(count)]
    reading = f'{{"anchor":{{"date":"{published}","source":"given"}},"places":[],"times":[],"entities":[]}}'
    out["articles"].append(
        (number + 1, article_id, title, " ".join(sentences), published, outlet, f"https://example.org/{number}", None,
         "en", "{}", reported, _outlet_key(outlet), PIPELINE, reading, reported, number + 1)
    )  # fmt: skip
    out["changes"].append((number + 1, reported))


def _event(out: Rows, draws: Draws, told: Telling, seq: int, position: int) -> str:
    """Add an event's rows; gives its sentence."""
    dice = draws.dice
    event_id = f"{seq:08x}-0000-5000-9000-{seq:012x}"
    kind, subtype = next(draws.kinds)
    factuality = next(draws.factuality)
    confidence = int(35 + 63 * dice.random() ** 0.6) / 100
    summary, sentence, offset = draws.text(_SUMMARY), draws.text(_SENTENCE), told.offset
    start, end, when = _time(dice, told.day)
    town, about = _where(draws, kind)
    people = list(_people(draws, kind))
    killed, injured = _figures(dice, kind)
    found = [
        *_kind_keys(kind, subtype, factuality, confidence),
        *figure_keys("k", killed),
        *figure_keys("j", injured),
        *_time_keys(start, end),
        *told.keys,
        *(town.keys if town else ()),
        *(key for role, name, _ in people for key in _who_keys(role, name.key)),
        *(about.keys if about else ()),
    ]
    names = [name.words for _, name, _ in people]
    text = searched(sentence, summary, *names, *(town.named if town else ()), told.title)
    main = town or about
    pin = main.pin if main else (None, None)
    about_pin = about.pin if town and about else (None, None)
    out["events"].append(
        (seq, event_id, told.seq, position, kind, subtype, factuality, confidence, _column(start), _column(end), *pin,
         killed, injured, told.reported, text, " ".join(dict.fromkeys(found)), told.seq,
         *((main.country_code, main.admin1_key) if main else (None, None)), _lasts_long(start, end), False,
         _outlet_key(told.outlet), told.outlet, *about_pin)
    )  # fmt: skip
    trigger = sentence[: sentence.index(" ")]
    span = f'{{"start":{offset},"end":{offset + len(trigger)},"text":"{trigger}"}}'
    figures = [(effect, n) for effect, n in (("killed", killed), ("injured", injured)) if n is not None]
    out["documents"].append(
        (seq, f'{{"id":"{event_id}","article_id":"{told.id}","type":"{kind}","subtype":{_or_null(subtype)},'
         f'"codes":{{}},"summary":"{summary}","trigger":{span},'
         f'"sentence":{{"start":{offset},"end":{offset + len(sentence)},"text":"{sentence}"}},"mentions":[{span}],'
         f'"factuality":"{factuality}","time":{when},"places":[{town.json if town else ""}],'
         f'"about_places":[{about.json if about else ""}],'
         f'"participants":[{_who_json(people)}],"casualties":[{_figures_json(figures)}],'
         f'{_statement_json(kind, span)}"confidence":{confidence}}}')
    )  # fmt: skip
    places = [(place, is_about) for place, is_about in ((town, False), (about, True)) if place]
    out["places"] += [(seq, n, *place.row[1:], is_about) for n, (place, is_about) in enumerate(places)]
    out["participants"] += [(seq, n, role, name.key) for n, (role, name, _) in enumerate(people)]
    told.offset += len(sentence) + 1
    return sentence


def _where(draws: Draws, kind: str) -> tuple[Town | None, Town | None]:
    """Where it happened and, for a statement, a place that it is about: few are reported to be made somewhere."""
    if kind != "statement":
        return (next(draws.towns) if draws.dice.random() < 0.88 else None), None
    said = next(draws.towns) if draws.dice.random() < 0.1 else None
    return said, (next(draws.towns) if draws.dice.random() < 0.8 else None)


def _or_null(text: str | None) -> str:
    return f'"{text}"' if text else "null"


def _who_json(people: list[tuple[str, Name, str]]) -> str:
    return ",".join(
        f'{{"role":"{role}","name":"{name.text}","span":null,"entity_id":null,"kind":"{sort}"}}'
        for role, name, sort in people
    )


def _figures_json(figures: list[tuple[str, int]]) -> str:
    return ",".join(
        f'{{"effect":"{effect}","low":{n},"high":{n},"approximate":false,"cumulative":false,"span":null}}'
        for effect, n in figures
    )


def _statement_json(kind: str, span: str) -> str:
    return f'"statement":{{"kind":"direct","content":[{span}]}},' if kind == "statement" else ""


def _people(draws: Draws, kind: str) -> Iterator[tuple[str, Name, str]]:
    for role in ROLES.get(kind, ("attacker", "target")):
        if draws.dice.random() < 0.85:
            yield role, next(draws.names), "person" if role == "speaker" else "armed_group"
    if kind == "strike" and draws.dice.random() < 0.5:
        yield "weapon", _weapon(draws.dice.choice(WEAPONS)), "weapon"


@functools.cache
def _outlet_key(outlet: str) -> str:
    return name_key(outlet)


@functools.cache
def _weapon(text: str) -> Name:
    return Name(text, name_key(text), text)


def _figures(dice: random.Random, kind: str) -> tuple[int | None, int | None]:
    if kind not in ("strike", "casualties"):
        return None, None
    killed = int(dice.paretovariate(1.1)) % 20_000 if dice.random() < 0.35 else None
    return killed, int(dice.paretovariate(1.0)) % 20_000 if dice.random() < 0.25 else None


def _lasts_long(start: dt.datetime | None, end: dt.datetime | None) -> bool:
    return start is not None and (end is None or end - start > LONG)


def _time(dice: random.Random, reported: dt.date) -> tuple[dt.datetime | None, dt.datetime | None, str]:
    """Beginning, end and JSON of a time: mostly a day shortly before the report."""
    draw = dice.random()
    if draw < 0.15:
        return None, None, "null"
    back = int(dice.expovariate(0.8)) if draw < 0.93 else dice.randrange(3_000)
    day = dt.datetime.combine(reported - back * _DAY, dt.time.min)
    end: dt.datetime | None = day + _DAY
    precision = "day"
    if draw < 0.18:
        day, precision = day.replace(month=1, day=1), "year"
        end = day.replace(year=day.year + 1)
    elif draw < 0.26:
        day, precision = day.replace(day=1), "month"
        end = (day + 31 * _DAY).replace(day=1)
    elif draw < 0.40:
        day, precision = day.replace(hour=dice.randrange(24)), "hour"
        end = day + dt.timedelta(hours=1)
    elif draw < 0.41:
        end, precision = None, "span"
    until = f'"{end.isoformat()}"' if end else "null"
    document = (
        f'{{"start":"{day.isoformat()}","end":{until},"precision":"{precision}","value":"{day.date()}","span":null,'
        '"source":"expression"}'
    )
    return day, end or dt.datetime.max, document


def _column(moment: dt.datetime | None) -> str | None:
    return moment and short_moment(moment)


@functools.cache
def _kind_keys(kind: str, subtype: str | None, factuality: str, confidence: float) -> tuple[str, ...]:
    out = [index_terms.key("t", kind)]
    if subtype:
        out.append(index_terms.key("u", subtype))
    if factuality != "asserted":
        out.append(index_terms.key("f", factuality))
    return (*out, index_terms.confidence_key(confidence))


@functools.lru_cache(maxsize=20_000)
def _day_keys(kind: str, day: dt.date) -> tuple[str, ...]:
    return tuple(index_terms.moment_keys(kind, dt.datetime.combine(day, dt.time.min)))


def _time_keys(start: dt.datetime | None, end: dt.datetime | None) -> list[str]:
    if start is None or end is None:
        return ["d_none"]
    return [*_day_keys("d", start.date()), *index_terms.duration_keys((start, end))]


@functools.lru_cache(maxsize=100_000)
def _who_keys(role: str, name: str) -> tuple[str, ...]:
    out = [f"e_{role}", *(f"{'w' if role == 'weapon' else 'n'}_{word}" for word in dict.fromkeys(name.split()))]
    return (*out, *(f"s_{word}" for word in dict.fromkeys(name.split()))) if role == "speaker" else tuple(out)
