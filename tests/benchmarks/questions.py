"""The questions of the benchmark, each with what somebody would write by hand for it, on the same tables.

By hand there are some ways, and the quickest one of a question counts: to follow the order and check each row, or to
take all that the index of keys and words knows and sort it.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.storage import dialects
from app.storage.index_terms import bare
from tests.benchmarks.synthetic import World

NEWEST = "e.time_start DESC, e.seq DESC"
KNOWN = "e.time_start IS NOT NULL"
KHARKIV = 706_483  # by its number: how its division is spelt changes
USUAL = "e.factuality IN ('asserted', 'alleged')"


@dataclass(frozen=True)
class Question:
    """A query of the API, the conditions and the order of the same in SQL, and the keys that it may ask for.

    ``keys`` are in the form of FTS5; Postgres gets the same with other signs. ``km`` is a point of ``distance_km``.
    """

    name: str
    query: str
    conditions: tuple[str, ...] = ()
    keys: str = ""
    words: str = ""
    order: str = NEWEST
    known: str = KNOWN
    km: tuple[float, float] | None = None
    pages: int = 0  # to be turned before the page that is measured


def _place(condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM places p WHERE p.event_seq = e.seq AND {condition})"


def _who(condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM participants p WHERE p.event_seq = e.seq AND {condition})"


def _source(name: str) -> str:
    return f"EXISTS (SELECT 1 FROM articles s WHERE s.seq = e.article_seq AND s.source_key = '{name}')"


def _during(start: str, end: str) -> str:
    return f"e.time_start < '{end}' AND e.time_end > '{start}'"


def _box(west: float, south: float, east: float, north: float) -> str:
    return f"e.latitude BETWEEN {south} AND {north} AND e.longitude BETWEEN {west} AND {east}"


def questions(world: World) -> list[Question]:
    """Twenty-six typical questions, with names, words and outlets of the world."""
    frequent, rare = world.vocabulary[12], world.vocabulary[-40]
    actor, speaker = world.names.items[3_000], world.names.items[150]
    outlet = world.outlets.items[60]
    source = outlet.lower()
    kharkiv = next(town.admin1_key for town in world.towns.items if town.row[2] == KHARKIV) or ""
    june = "(d_201506 OR d_20150531 OR l_1)"
    dense = "(g1_123_224 OR g1_123_225)"
    article = "00003039-0000-5000-8000-000000003039"
    five = f"t_strike AND c_ua AND k_2 AND {frequent}"
    return [
        Question("newest page", ""),
        Question("deep page by cursor", "", pages=40),
        Question("one past day", "datetime=2015-06-05", (_during("2015-06-05", "2015-06-06"),), "(d_20150605 OR l_1)"),
        Question("country and month", "country=IQ&datetime=2015-06",
                 (_place("p.country_code = 'IQ'"), _during("2015-06-01", "2015-07-01")), f"c_iq AND {june}"),
        Question("division and year", "place=Kharkiv Oblast&datetime=2015",
                 (_place(f"p.country_code = 'UA' AND p.admin1_key = '{kharkiv}'"),
                  _during("2015-01-01", "2016-01-01")), f"a_ua_{bare(kharkiv)} AND (d_2015 OR d_20141231 OR l_1)"),
        Question("small box", "bbox=44.2,33.1,44.6,33.5", (_box(44.2, 33.1, 44.6, 33.5),), dense),
        Question("large box", "bbox=20,20,60,50&type=strike", (_box(20, 20, 60, 50), "e.type = 'strike'")),
        Question("empty box", "bbox=-40,-40,-30,-30", (_box(-40, -40, -30, -30),), "g16_3_8"),
        Question("box over the antimeridian", "bbox=177,-20,-178,-15",
                 ("e.latitude BETWEEN -20 AND -15 AND (e.longitude >= 177 OR e.longitude <= -178)",),
                 "(g16_4_22 OR g16_4_0)"),
        Question("near, by distance", "near=33.34,44.4&radius_km=40&sort=distance",
                 (_box(43.9, 32.9, 44.9, 33.8),), dense, order="km, e.seq", known="e.latitude IS NOT NULL",
                 km=(33.34, 44.4)),
        Question("type and sub-type", "type=strike&subtype=airstrike",
                 ("e.type = 'strike'", "e.subtype = 'airstrike'"), "t_strike AND u_airstrike"),
        Question("rare type", "type=mobilization", ("e.type = 'mobilization'",), "t_mobilization"),
        Question("rare sub-type, big country", "subtype=obstruction&country=US",
                 ("e.subtype = 'obstruction'", _place("p.country_code = 'US'")), "u_obstruction AND c_us"),
        Question("actor", f"actor={actor.text}",
                 (_who(f"p.role NOT IN ('weapon', 'place') AND p.name_key LIKE '%{actor.key}%'"),),
                 " AND ".join(f"n_{word}" for word in actor.key.split())),
        Question("speaker", f"speaker={speaker.text}",
                 (_who(f"p.role = 'speaker' AND p.name_key LIKE '%{speaker.key}%'"),),
                 " AND ".join(f"s_{word}" for word in speaker.key.split())),
        Question("weapon", "weapon=glide bomb", (_who("p.role = 'weapon' AND p.name_key LIKE '% glide bomb %'"),),
                 "w_glide AND w_bomb"),
        Question("many killed", "min_killed=500", ("e.killed >= 500",), "k_256"),
        Question("most killed first", "sort=killed&country=SY", (_place("p.country_code = 'SY'"),), "c_sy",
                 order="e.killed DESC, e.seq DESC", known="e.killed IS NOT NULL"),
        Question("outlet", f"source={outlet}", (_source(f" {source} "),), f"o_{source.replace(' ', '')}"),
        Question("published in a week", "published_from=2015-03-02&published_to=2015-03-08",
                 ("e.reported_at >= '2015-03-02' AND e.reported_at < '2015-03-09'",),
                 "(" + " OR ".join(f"r_2015030{n}" for n in range(2, 9)) + ")"),
        Question("rare word", f"q={rare}", (), rare, words=rare),
        Question("frequent word", f"q={frequent}", (), frequent, words=frequent),
        Question("hypothetical only", "factuality=hypothetical", ("e.factuality = 'hypothetical'",), "f_hypothetical"),
        Question("very sure", "min_confidence=0.97", ("e.confidence >= 0.97",)),
        Question("five filters", f"type=strike&country=UA&min_killed=3&q={frequent}&datetime=2014/2020",
                 ("e.type = 'strike'", "e.killed >= 3", _place("p.country_code = 'UA'"),
                  _during("2014-01-01", "2021-01-01")), five, words=frequent),
        Question("an article's events", f"article_id={article}",
                 (f"e.article_seq = (SELECT s.seq FROM articles s WHERE s.id = '{article}')",),
                 order=f"e.time_start IS NULL, {NEWEST}", known="TRUE"),
    ]  # fmt: skip


def statements(
    question: Question, dialect: str, limit: int = 51, after: tuple[object, int] | None = None
) -> dict[str, str]:
    """The page of a question in SQL by hand, in each way that makes sense; the rows with a key only.

    It has the columns that ``read_result`` reads. ``after`` is the last row of the page before: its time and number.
    """
    usual = [] if question.query.startswith("factuality") else [USUAL]
    conditions = [question.known, *usual, *question.conditions]
    if after:
        conditions.append(f"(e.time_start, e.seq) < ('{after[0]}', {after[1]})")
    out = {}
    if not question.words:
        out["order"] = _statement(question, "events e", conditions, limit, dialect)
    if question.keys:
        found, also = _by_keys(question, dialect)
        out["keys"] = _statement(question, found, [*also, *conditions], limit, dialect)
        if dialect != "sqlite":  # which else may follow the order and check each row for its words
            first = f"(SELECT * FROM {found} WHERE {' AND '.join(also)} OFFSET 0) e"
            out["keys first"] = _statement(question, first, conditions, limit, dialect)
    return out


def _by_keys(question: Question, dialect: str) -> tuple[str, list[str]]:
    parts = question.keys.replace("(", "( ").replace(")", " )").split()
    signs = {"AND": "&", "OR": "|"}
    if dialect == "sqlite":
        asked = " ".join(part if part in ("AND", "OR", "(", ")") else f'"{part}"' for part in parts)
        return "event_words w CROSS JOIN events e ON e.seq = w.rowid", [f"event_words MATCH '{asked}'"]
    vector = "(array_to_tsvector(string_to_array(e.keys, ' ')) || to_tsvector('dateline'::regconfig, e.words))"
    asked = " ".join(signs.get(part, part if part in "()" else _lexeme(part)) for part in parts)
    return "events e", [f"{vector} @@ ({asked.replace('&', '&&').replace('|', '||')})"]


def _lexeme(part: str) -> str:
    """A key as it is, a word by its stem."""
    if "_" in part:
        return f"$${part}$$::tsquery"
    return f"plainto_tsquery('dateline'::regconfig, '{part}')"


def _statement(question: Question, rows: str, conditions: list[str], limit: int, dialect: str) -> str:
    km = _distance(*question.km, dialect) if question.km else "NULL"
    documents, joined = dialects.documents(dialect, "f.seq")
    return (
        f"WITH f AS MATERIALIZED (SELECT e.seq, e.article_seq, e.change, {km} AS km FROM {rows}"
        f" WHERE {' AND '.join(conditions)} ORDER BY {question.order} LIMIT {limit})"
        f" SELECT f.seq, NULL, {documents}, a.title, a.source, a.url, a.published_at, f.change, c.at, i.id,"
        f" a.external_id, a.extra, f.km FROM f{joined}"
        " JOIN articles a ON a.seq = f.article_seq"
        " JOIN changes c ON c.number = f.change LEFT JOIN incident_events m ON m.event_seq = f.seq"
        " LEFT JOIN incidents i ON i.seq = m.incident_seq"
    )


def _distance(lat: float, lon: float, dialect: str) -> str:
    if dialect == "sqlite":
        return f"distance_km(e.latitude, e.longitude, {lat}, {lon})"
    half = (
        f"power(sin(radians(e.latitude - {lat}) / 2), 2) + cos(radians(e.latitude)) * cos(radians({lat}))"
        f" * power(sin(radians(e.longitude - {lon}) / 2), 2)"
    )
    return f"12742.0176 * asin(least(1, sqrt({half})))"
