"""The views show stored events as columns, the same on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from app.domain.event import Link, Statement
from app.domain.evidence import Source, Span
from app.storage.articles import save
from app.storage.engine import transaction
from tests.factories import (
    BASRA,
    FIJI,
    make_article,
    make_casualty,
    make_event,
    make_extraction,
    make_participant,
    make_time,
)

ACT = make_event(
    id="00000000-0000-4000-8000-000000000001",
    participants=(make_participant(), make_participant("attacker", "Blue Guard"), make_participant("weapon", "drone")),
    casualties=(
        make_casualty("killed", 3, 3, victims=Span(0, 2, "Sh"), victim_kind="civilians"),
        make_casualty("killed", 1, None, claimed_by=Source("the ministry")),
        make_casualty("killed", None, 9, rival=True),
    ),
    attribution=Source("the governor"),
)
HARM = make_event(
    id="00000000-0000-4000-8000-000000000002", type="casualties", subtype=None, casualties=ACT.casualties[:1],
    links=(Link("caused_by", ACT.id),), time=None, places=(),
)  # fmt: skip
SAID = make_event(
    id="00000000-0000-4000-8000-000000000003", type="statement", subtype="deny", casualties=(),
    participants=(make_participant("speaker", "Nour Haddad", kind="person"),),
    statement=Statement("mixed", (Span(0, 2, "It was"), Span(3, 5, "no drone")), Span(6, 8, "he said"), "CNN", ACT.id),
    places=(), about_places=(FIJI, BASRA), about_time=make_time(),
)  # fmt: skip


@pytest.fixture
def stored(sessions: sessionmaker[Session], engine: Engine) -> Engine:
    article = make_article(source="Example Wire", title="Night of fire", published_at="2024-02-03")
    with transaction(sessions) as session:
        save(session, article, make_extraction(article, ACT, HARM, SAID))
    return engine


def rows(engine: Engine, query: str) -> list[tuple[object, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def test_an_event_is_a_row(stored: Engine) -> None:
    columns = (
        "type, summary, time_precision, place, admin1, country, geonames_id, attacker, weapon, target, killed, injured,"
        " counted, caused_by, attribution, sentence, source, headline"
    )
    act, harm, said = rows(stored, f"SELECT {columns} FROM event_rows ORDER BY id")
    assert act == (
        "strike", ACT.summary, "day", "Basra", "Basra", "Iraq", 99532, "Red Brigade; Blue Guard", "drone", None, 4,
        None, True, None, "the governor", ACT.sentence.text, "Example Wire", "Night of fire",
    )  # fmt: skip
    assert (harm[0], *harm[2:7], *harm[10:14]) == ("casualties", *[None] * 5, 3, None, False, ACT.id)
    assert (said[0], said[10], said[12]) == ("statement", None, True)


def test_a_claim_is_a_row(stored: Engine) -> None:
    columns = "position, effect, low, high, cumulative, rival, victims, victim_kind, claimed_by, counted, source"
    found = rows(stored, f"SELECT {columns} FROM casualty_claims ORDER BY event_id, position")
    assert found == [
        (0, "killed", 3, 3, False, False, "Sh", "civilians", None, True, "Example Wire"),
        (1, "killed", 1, None, False, False, None, None, "the ministry", True, "Example Wire"),
        (2, "killed", None, 9, False, True, None, None, None, True, "Example Wire"),
        (0, "killed", 3, 3, False, False, "Sh", "civilians", None, False, "Example Wire"),
    ]


def test_a_statement_is_a_row(stored: Engine) -> None:
    columns = "event_id, subtype, speaker, addressee, kind, content, cue, medium, topic, headline"
    assert rows(stored, f"SELECT {columns} FROM statement_rows") == [
        (SAID.id, "deny", "Nour Haddad", None, "mixed", "It was; no drone", "he said", "CNN", ACT.id, "Night of fire")
    ]


def test_a_statement_shows_what_it_is_about_apart_from_where_it_was_made(stored: Engine) -> None:
    columns = "places, about_places, about_country_code, about_latitude, about_longitude, about_start, about_end"
    time = make_time()
    assert rows(stored, f"SELECT {columns} FROM statement_rows") == [
        (None, "Labasa; Basra", "FJ", FIJI.latitude, FIJI.longitude, time.start, time.end)
    ]
    where = "place, country_code, latitude, longitude"
    assert rows(stored, f"SELECT {where} FROM event_rows WHERE id = '{SAID.id}'") == [(None, None, None, None)]
    assert rows(stored, f"SELECT {where} FROM event_rows WHERE id = '{ACT.id}'") == [
        ("Basra", "IQ", BASRA.latitude, BASRA.longitude)
    ]


def test_a_sum_over_counted_rows_counts_each_victim_once(stored: Engine) -> None:
    assert rows(stored, "SELECT sum(killed) FROM event_rows WHERE counted") == [(4,)]
