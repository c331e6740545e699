"""Pages that stay put while rows come in, places that hold others, and hostile questions to a real database."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from app.domain.event import Event, Review
from app.domain.place import Place
from app.domain.time import EventTime
from app.errors import AmbiguousPlaceError, FilterError, NotFoundError
from app.gazetteer import Gazetteer, open_gazetteer
from app.query import (
    EventFilter,
    PageRequest,
    delete_article,
    find_events,
    get_event,
    get_stored,
    list_articles,
    search,
)
from app.query.filters import Words
from app.query.pagination import Position, read_cursor, write_cursor
from app.query.parameters.table import PARAMETERS
from app.storage import term_covers
from app.storage.articles import save
from app.storage.engine import transaction
from tests.factories import BASRA, FIJI, make_article, make_event, make_extraction, make_participant
from tests.query.pages import find


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def store(sessions: sessionmaker[Session], *events: Event) -> list[str]:
    article = make_article()
    extraction = make_extraction(article, *events)
    with transaction(sessions) as session:
        save(session, article, extraction)
    return [event.id for event in extraction.events]


def ids(session: Session, *params: tuple[str, str], gazetteer: Gazetteer | None = None) -> list[str]:
    return [event.id for event in find(session, params, gazetteer).events]


def on(day: int) -> EventTime:
    return EventTime(f"2024-02-{day:02d}", f"2024-02-{day + 1:02d}", "day", f"2024-02-{day:02d}", None, "expression")


def test_pages_are_stable_while_rows_come_in(sessions: sessionmaker[Session]) -> None:
    first = store(sessions, *(make_event(time=on(day)) for day in (3, 5, 7, 9)), make_event(time=None))
    with sessions() as session:
        page = find_events(session, EventFilter(), PageRequest(limit=2))
        seen = [event.id for event in page.events]
        while page.next_cursor:
            store(sessions, make_event(time=on(20)), make_event(time=on(1)))  # before and behind the page
            session.rollback()
            page = find_events(session, EventFilter(), PageRequest(limit=2, cursor=page.next_cursor))
            seen += [event.id for event in page.events]
    old = [event_id for event_id in seen if event_id in first]
    assert old == [first[n] for n in (3, 2, 1, 0, 4)]
    assert len(seen) == len(set(seen))


def test_a_cursor_belongs_to_its_question(sessions: sessionmaker[Session]) -> None:
    store(sessions, make_event(), make_event(), make_event())
    with sessions() as session:
        cursor = find(session, [("limit", "1"), ("type", "strike")]).next_cursor
        assert cursor is not None
        again = [("type", "strike"), ("limit", "2"), ("cursor", cursor)]
        assert len(find(session, again).events) == 2
        with pytest.raises(FilterError, match="another query") as error:
            find(session, [("type", "statement"), ("cursor", cursor)])
    assert error.value.field == "cursor"


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=40) | st.binary(max_size=30).map(lambda raw: raw.decode("latin-1")))
def test_any_cursor_is_ours_or_refused(cursor: str) -> None:
    with pytest.raises(FilterError):
        read_cursor(cursor, 1)


@pytest.mark.parametrize(
    "body",
    ["[1]", '[1,"t","x",5]', '[1,"n",1e999,5]', '[1,"n",true,5]', '[1,"0",null,-1]', '[1,"q",1,1]', "{}", "[" * 5000],
)
def test_a_forged_cursor_is_refused(body: str) -> None:
    import base64

    with pytest.raises(FilterError):
        read_cursor(base64.urlsafe_b64encode(body.encode()).decode(), 1)


def test_a_cursor_of_another_order_is_refused(sessions: sessionmaker[Session]) -> None:
    from app.query.pagination import stamp

    forged = write_cursor(Position(5, 5), stamp(EventFilter(), "-time"))
    with sessions() as session, pytest.raises(FilterError, match="another order"):
        find_events(session, EventFilter(), PageRequest(cursor=forged))


HIT = Place("Hīt", None, 95788, "PPL", "IQ", "Iraq", "Anbar", 33.64, 42.82, "city", 0.9)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Iraq", {"hit", "basra"}),
        ("iraq", {"hit", "basra"}),
        ("99237", {"hit", "basra"}),  # Iraq
        ("Hit, Iraq", {"hit"}),
        ("Hit, Fiji", set()),
        ("99532", {"basra"}),
        ("Basrah", {"basra"}),
        ("Fiji", {"fiji"}),
        ("99999999999999999999", set()),
        ("Atlantis-on-Sea", {"lost"}),
        ("Qqqq", set()),
    ],
)
def test_a_place_holds_what_lies_inside(
    sessions: sessionmaker[Session], gazetteer: Gazetteer, asked: str, expected: set[str]
) -> None:
    places = {"hit": HIT, "basra": BASRA, "fiji": FIJI, "lost": Place("Atlantis on Sea", reason="unknown")}
    names = dict(zip(store(sessions, *(make_event(places=(p,)) for p in places.values())), places, strict=True))
    with sessions() as session:
        found = ids(session, ("place", asked), gazetteer=gazetteer)
    assert {names[event_id] for event_id in found} == expected


def test_a_division_holds_its_towns(sessions: sessionmaker[Session], gazetteer: Gazetteer) -> None:
    division = next(e for e in gazetteer.named("Anbar") if e.feature == "ADM1" and e.country_code == "IQ")
    inside = replace(HIT, admin1=division.name)
    [event_id, _] = store(sessions, make_event(places=(inside,)), make_event())
    with sessions() as session:
        for asked in ("Anbar", "Al Anbar", str(division.geonames_id)):
            assert ids(session, ("place", asked), gazetteer=gazetteer) == [event_id], asked


def test_a_name_finds_the_place_that_is_meant_and_no_other_of_the_name(
    sessions: sessionmaker[Session], gazetteer: Gazetteer
) -> None:
    rafah = Place("Rafaḩ", None, 281102, "PPL", "PS", "Palestine", "Gaza Strip", 31.29722, 34.24357, "city", 0.9)
    texas = Place("Paris", None, 4717560, "PPL", "US", "United States", "Texas", 33.66, -95.55, "city", 0.9)
    paris = Place("Paris", None, 2988507, "PPL", "FR", "France", "Ile-de-France", 48.85341, 2.3488, "city", 0.9)
    quarter = Place("Paris 06 Luxembourg", None, 2997000, "PPL", "FR", "France", "Ile-de-France", 48.8, 2.33, "city")
    unknown = Place("Paris", reason="which one, the text does not tell")
    region = Place("Gaza Strip", None, None, "RGN", "PS", "Palestine", None, 31.4, 34.4, "region", 0.9)
    places = {"rafah": rafah, "texas": texas, "paris": paris, "quarter": quarter, "unknown": unknown, "gaza": region}
    names = dict(zip(store(sessions, *(make_event(places=(p,)) for p in places.values())), places, strict=True))

    def found(asked: str) -> set[str]:
        return {names[event_id] for event_id in ids(session, ("place", asked), gazetteer=gazetteer)}

    with sessions() as session:
        assert found("Paris") == {"paris", "quarter", "unknown"}
        assert found("Paris, Texas") == found("4717560") == {"texas"}
        assert found("Rafah") == {"rafah"}
        assert found("Gaza") == {"rafah", "gaza"}
        assert found("FR") == {"paris", "quarter"}
        with pytest.raises(AmbiguousPlaceError):
            found("Springfield")


def test_a_crowded_box_is_searched_in_the_order_of_the_page(
    sessions: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = store(sessions, *(make_event(time=on(day)) for day in range(1, 8)), make_event(places=(FIJI,)))
    monkeypatch.setattr(search, "FEW", 3)
    monkeypatch.setattr(search, "LOOK_AHEAD", 3)
    monkeypatch.setattr(term_covers, "MOST_TERMS", 1)
    with sessions() as session:
        assert ids(session, ("bbox", "47,30,48,31")) == stored[6::-1]
        assert ids(session, ("bbox", "179,-17,180,-16")) == [stored[7]]


@pytest.mark.parametrize(
    "edge", ["47.7804,30.50852,50,40", "40,20,47.7804,30.50852", "47.7804,30.50852,47.7804,30.50852"]
)
def test_pins_on_an_edge_are_inside(sessions: sessionmaker[Session], edge: str) -> None:
    [event_id] = store(sessions, make_event())
    with sessions() as session:
        assert ids(session, ("bbox", edge)) == [event_id]
        assert ids(session, ("bbox", "47.7805,30,48,31")) == []


HOSTILE = (
    "'; DROP TABLE events; --",
    '" OR 1=1',
    "%",
    "_",
    "*",
    "NEAR(a b)",
    "col:x",
    "a AND",
    "\\",
    "^a",
    "(",
    "{}",
    "🙂 a",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_a_statement(sessions: sessionmaker[Session], text: str) -> None:
    store(sessions, make_event(participants=(make_participant("attacker", text),), summary=text))
    fields = []
    with sessions() as session:
        for name in ("q", "actor", "place", "source", "role", "speaker", "weapon"):
            try:
                assert len(ids(session, (name, text))) <= 1
            except FilterError as error:
                fields.append((name, error.field))
        assert len(ids(session)) == 1
    assert all(name == field for name, field in fields)


@settings(
    max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from(PARAMETERS), st.text(max_size=20) | st.sampled_from(("1", "0,0", "2024", "a"))),
        min_size=1,
        max_size=3,
    )
)
def test_any_question_is_answered_or_refused(sessions: sessionmaker[Session], params: list[tuple[str, str]]) -> None:
    with sessions() as session, suppress(FilterError):
        assert find(session, params).next_cursor is None


@given(st.lists(st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3), min_size=1, max_size=3))
@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_words_can_be_searched(sessions: sessionmaker[Session], phrases: list[list[str]]) -> None:
    from app.domain.text_folding import words

    folded = tuple(w for phrase in phrases if (w := tuple(x for text in phrase for x in words(text))))
    if folded:
        with sessions() as session:
            assert find_events(session, EventFilter(words=Words(folded, folded[:1]))).events == ()


def test_one_event_and_one_article_by_id(sessions: sessionmaker[Session]) -> None:
    article = make_article(source="Example Wire", title="Shells")
    extraction = make_extraction(article, make_event())
    with transaction(sessions) as session:
        save(session, article, extraction)
    with transaction(sessions) as session:
        found = get_event(session, extraction.events[0].id.upper())
        assert (found.event, found.source, found.headline) == (extraction.events[0], "Example Wire", "Shells")
        assert get_stored(session, extraction.id).extraction == extraction
        delete_article(session, extraction.id)
    with transaction(sessions) as session:
        for missing in (extraction.id, "x", "\x00", "\ud800", "' OR 1=1"):
            for ask in (get_event, get_stored, delete_article):
                with pytest.raises(NotFoundError):
                    ask(session, missing)


def test_articles_are_listed_the_last_first(sessions: sessionmaker[Session]) -> None:
    for number in range(5):
        article = make_article(external_id=str(number))
        with transaction(sessions) as session:
            save(session, article, make_extraction(article, *(make_event() for _ in range(number))))
    seen, cursor = [], None
    with sessions() as session:
        while True:
            page = list_articles(session, 2, cursor)
            seen += [(line.external_id, line.events) for line in page.items]
            if (cursor := page.next_cursor) is None:
                break
        with pytest.raises(FilterError):
            list_articles(session, 0)
        with pytest.raises(FilterError):
            list_articles(session, 2, "x")
    assert seen == [(str(n), n) for n in (4, 3, 2, 1, 0)]


def test_words_narrow_the_events_of_an_article(sessions: sessionmaker[Session]) -> None:
    bomb, strike = store(sessions, make_event(summary="A bomb in Basra"), make_event(summary="Doctors on strike"))
    with sessions() as session:
        owner = ("article_id", get_event(session, bomb).event.article_id)
        assert ids(session, owner, ("q", "doctors")) == [strike]
        assert ids(session, owner, ("q", "basra -doctors")) == [bomb]
        assert ids(session, owner, ("q", "teachers")) == []


def test_events_that_people_have_reviewed_are_found_by_their_reviews(sessions: sessionmaker[Session]) -> None:
    confirmed = Review("confirmed", (), "desk", "2024-02-07T10:00:00+00:00", "Seen.")
    events = [*(make_event(time=on(day), review=confirmed) for day in (3, 5, 7)), make_event(time=on(6))]
    third, fifth, seventh, plain = store(sessions, *events)
    with sessions() as session:
        assert ids(session, ("reviewed", "true")) == [seventh, fifth, third]
        assert ids(session, ("reviewed", "true"), ("date_to", "2024-02-03")) == [third]
        assert ids(session, ("reviewed", "true"), ("q", "teachers")) == []
        assert ids(session, ("reviewed", "false")) == [plain]
