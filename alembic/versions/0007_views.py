"""Views for those who open the database with SQL; figures are sums of an event's own claims; unread tables go.

Revision ID: 0007
Revises: 0006
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

RowNumber = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH = 5_000
LARGEST = 2**63 - 1
FIGURES = [0, *(2**n for n in range(20))]
#: Written with each event, never read: the documents hold the same, and the views below show it.
UNREAD = ("casualties", "links", "mentions", "statements")
#: An earlier migration fills a column from these.
LINKS = {
    "sqlite": "INSERT INTO links (event_seq, position, rel, target_id) SELECT d.event_seq, part.key,"
    " json_extract(part.value, '$.rel'), json_extract(part.value, '$.event_id')"
    " FROM documents d, json_each(d.document, '$.links') AS part",
    "postgresql": "INSERT INTO links (event_seq, position, rel, target_id) SELECT d.event_seq, part.key - 1,"
    " part.value ->> 'rel', part.value ->> 'event_id' FROM documents d CROSS JOIN LATERAL"
    " json_array_elements(CAST(d.document AS json) -> 'links') WITH ORDINALITY AS part(value, key)",
}
ROLES = ("attacker", "target", "victim", "weapon", "speaker")


def upgrade() -> None:
    for table in UNREAD:
        op.drop_table(table)
    not_counted = r',"counted"\:false}'
    op.execute(
        sa.text(
            f"UPDATE documents SET document = substr(document, 1, length(document) - 1) || '{not_counted}'"
            f" WHERE event_seq IN (SELECT seq FROM events WHERE told_twice) AND document NOT LIKE '%{not_counted}'"
        )
    )
    op.execute(
        sa.text(
            "UPDATE events SET told_twice = true WHERE NOT told_twice"
            f" AND seq IN (SELECT event_seq FROM documents WHERE document LIKE '%{not_counted}')"
        )
    )
    _sum_figures()
    for name, statement in views(op.get_bind().dialect.name).items():
        op.execute(sa.text(f"CREATE VIEW {name} AS {statement}".replace(":", r"\:")))


def downgrade() -> None:
    for name in views("sqlite"):
        op.execute(f"DROP VIEW {name}")
    _table("casualties", _number("position"), _text("effect"), _number("low", False), _number("high", False),
           sa.Column("cumulative", sa.Boolean(), nullable=False), _text("victim_kind", False),
           _text("claimed_by", False))  # fmt: skip
    _table("links", _number("position"), _text("rel"), sa.Column("target_id", sa.String(36), nullable=False))
    op.create_index("ix_links_target_id", "links", ["target_id"])
    op.execute(sa.text(LINKS[op.get_bind().dialect.name].replace(":", r"\:")))
    _table("mentions", _number("position"), _number("start"), _number("end"))
    _table("statements", _text("kind"), _text("medium", False), sa.Column("topic", sa.String(36), nullable=True))


def _table(name: str, *columns: sa.Column[object]) -> None:
    keys = ["event_seq", *(column.name for column in columns if column.name == "position")]
    op.create_table(
        name,
        sa.Column("event_seq", RowNumber, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["event_seq"], ["events.seq"], name=f"fk_{name}_event_seq_events", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"),
    )


def _number(name: str, required: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger(), nullable=not required)


def _text(name: str, required: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=not required)


def _sum_figures() -> None:
    """An event's figure was its highest claim; it is the sum of its own claims, and its search keys follow."""
    bind = op.get_bind()
    batch = sa.text(
        "SELECT e.seq, e.killed, e.injured, e.keys, d.document FROM events e JOIN documents d ON d.event_seq = e.seq"
        " WHERE e.seq > :after AND (e.killed IS NOT NULL OR e.injured IS NOT NULL) ORDER BY e.seq LIMIT :most"
    )
    change = sa.text("UPDATE events SET killed = :killed, injured = :injured, keys = :keys WHERE seq = :seq")
    after = -1
    while rows := bind.execute(batch, {"after": after, "most": BATCH}).all():
        changed = []
        for row in rows:
            claims = json.loads(row.document).get("casualties") or []
            killed, injured = _figure(claims, "killed"), _figure(claims, "injured")
            keys = _keys(row.keys, killed, injured)
            if (killed, injured, keys) != (row.killed, row.injured, row.keys):
                changed.append({"seq": row.seq, "killed": killed, "injured": injured, "keys": keys})
        if changed:
            bind.execute(change, changed)
        after = rows[-1].seq


def _figure(claims, effect):
    own = [c for c in claims if not c["cumulative"] and not c.get("rival")]
    known = [
        number
        for c in (own or claims)
        if c["effect"] == effect and (number := c["low"] if c["low"] is not None else c["high"]) is not None
    ]
    return None if not known else min(sum(known) if own else max(known), LARGEST)


def _keys(keys, killed, injured):
    parts = [key for key in keys.split() if not key.startswith(("k_", "j_"))]
    place = next((n + 1 for n, key in enumerate(parts) if key.startswith("x_")), len(parts))
    figures = [
        f"{kind}_{n}"
        for kind, number in (("k", killed), ("j", injured))
        if number is not None
        for n in FIGURES
        if n <= max(number, 0)
    ]
    return " ".join([*parts[:place], *figures, *parts[place:]])


def views(dialect):
    """The statement of each view, by name."""
    sqlite = dialect == "sqlite"

    def field(source, *path, kind="text"):
        if sqlite:
            return f"json_extract({source}, '$.{'.'.join(path)}')"
        return f"CAST(CAST({source} AS json) #>> '{{{','.join(path)}}}' AS {kind})"

    def each(key):
        if sqlite:
            return f"json_each(d.document, '$.{key}') AS part"
        return f"json_array_elements(CAST(d.document AS json) -> '{key}') WITH ORDINALITY AS part(value, key)"

    def joined(text, key, where="1 = 1"):
        listed = f"SELECT {text} AS text, min(part.key) AS place FROM {each(key)} WHERE {where} GROUP BY 1 ORDER BY 2"
        if sqlite:
            return f"(SELECT group_concat(text, '; ') FROM ({listed}))"
        return f"(SELECT string_agg(text, '; ' ORDER BY place) FROM ({listed}) AS listed)"

    def names(role):
        return joined(field("part.value", "name"), "participants", f"{field('part.value', 'role')} = '{role}'")

    if sqlite:
        cause = (
            f"(SELECT {field('part.value', 'event_id')} FROM {each('links')}"
            f" WHERE {field('part.value', 'rel')} = 'caused_by' LIMIT 1)"
        )
        main = "$.places[0]"
        place = {n: f"json_extract(d.document, '{main}.{n}')" for n in ("name", "precision", "admin1", "country")}
        place["geonames_id"] = f"json_extract(d.document, '{main}.geonames_id')"
    else:
        cause = (
            f"(SELECT {field('part.value', 'event_id')} FROM {each('links')}"
            f" WHERE {field('part.value', 'rel')} = 'caused_by' LIMIT 1)"
        )
        place = {n: field("d.document", "places", "0", n) for n in ("name", "precision", "admin1", "country")}
        place["geonames_id"] = field("d.document", "places", "0", "geonames_id", kind="bigint")
    about = " FROM events e JOIN documents d ON d.event_seq = e.seq JOIN articles a ON a.seq = e.article_seq"
    flag = (
        (lambda *path: field("part.value", *path))
        if sqlite
        else (lambda *path: field("part.value", *path, kind="boolean"))
    )
    position = "part.key" if sqlite else "part.key - 1"
    number = (
        (lambda *path: field("part.value", *path))
        if sqlite
        else (lambda *path: field("part.value", *path, kind="numeric"))
    )
    return {
        "event_rows": (
            f"SELECT e.id, e.type, e.subtype, {field('d.document', 'summary')} AS summary, e.factuality, e.confidence,"
            f" e.time_start, e.time_end, {field('d.document', 'time', 'precision')} AS time_precision,"
            f" {place['name']} AS place, {place['precision']} AS place_precision, {place['admin1']} AS admin1,"
            f" {place['country']} AS country, e.country_code, {place['geonames_id']} AS geonames_id,"
            " e.latitude, e.longitude, "
            + ", ".join(f"{names(role)} AS {role}" for role in ROLES)
            + f", e.killed, e.injured, NOT e.told_twice AS counted, {cause} AS caused_by,"
            f" {field('d.document', 'attribution', 'name')} AS attribution,"
            f" {field('d.document', 'sentence', 'text')} AS sentence, {field('d.document', 'incident_id')}"
            " AS incident_id, a.id AS article_id, a.source, a.title AS headline, a.url, a.published_at" + about
        ),
        "casualty_claims": (
            f"SELECT e.id AS event_id, a.id AS article_id, {position} AS position,"
            f" {field('part.value', 'effect')} AS effect, {number('low')} AS low, {number('high')} AS high,"
            f" {flag('approximate')} AS approximate, {flag('cumulative')} AS cumulative,"
            f" coalesce({flag('rival')}, {'0' if sqlite else 'false'}) AS rival,"
            f" {field('part.value', 'victims', 'text')} AS victims,"
            f" {field('part.value', 'victim_kind')} AS victim_kind,"
            f" {field('part.value', 'claimed_by', 'name')} AS claimed_by, NOT e.told_twice AS counted,"
            f" a.source, a.published_at{about} CROSS JOIN {'' if sqlite else 'LATERAL '}{each('casualties')}"
        ),
        "statement_rows": (
            f"SELECT e.id AS event_id, a.id AS article_id, e.subtype, {names('speaker')} AS speaker,"
            f" {names('addressee')} AS addressee, {field('d.document', 'statement', 'kind')} AS kind,"
            f" {joined(field('part.value', 'text'), 'statement.content') if sqlite else _content()} AS content,"
            f" {field('d.document', 'statement', 'cue', 'text')} AS cue,"
            f" {field('d.document', 'statement', 'medium')} AS medium,"
            f" {field('d.document', 'statement', 'topic')} AS topic, e.time_start, e.time_end, e.factuality,"
            f" a.source, a.title AS headline, a.published_at{about}"
            f" WHERE {field('d.document', 'statement', 'kind')} IS NOT NULL"
        ),
    }


def _content():
    return (
        "(SELECT string_agg(part.value ->> 'text', '; ' ORDER BY part.key) FROM json_array_elements("
        "CAST(d.document AS json) #> '{statement,content}') WITH ORDINALITY AS part(value, key))"
    )
