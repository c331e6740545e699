from __future__ import annotations

import csv
import io

import pytest

from app.export import acled, ucdp
from app.export.flat import COLUMNS, DISTANCE
from app.export.registry import FORMATS, Profile, has_row
from tests.factories import make_casualty, make_event, make_found

CODES = {
    "plover": {"event": "ASSAULT"},
    "acled": {"event_type": "Battles", "sub_event_type": "Armed clash"},
    "ucdp": {"type_of_violence": 1},
}
FATAL = make_found(make_event(codes=CODES, casualties=(make_casualty("killed", 2, 2),)))
HARMLESS = make_found(make_event(codes={"acled": CODES["acled"]}))
SAID = make_found(make_event(type="statement", codes={}))


def table(profile: Profile | None, near: bool = False) -> list[list[str]]:
    made = b"".join(FORMATS["csv"].write([[FATAL, HARMLESS], [SAID]], profile, near)).decode()
    return list(csv.reader(io.StringIO(made, newline="")))


@pytest.mark.parametrize(
    ("profile", "columns", "rows"),
    [(None, list(COLUMNS), 3), ("acled", list(acled.columns()), 2), ("ucdp", list(ucdp.columns()), 1)],
)
def test_a_profile_has_its_own_columns_and_rows(profile: Profile | None, columns: list[str], rows: int) -> None:
    header, *found = table(profile)
    assert header == columns
    assert len(found) == rows == sum(has_row(item, profile) for item in (FATAL, HARMLESS, SAID))


def test_the_distance_has_a_column_when_it_is_requested() -> None:
    assert table(None, near=True)[0] == [*COLUMNS, DISTANCE]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_piece_by_piece(name: str) -> None:
    taken = []

    def batches():  # type: ignore[no-untyped-def]
        for number in range(3):
            taken.append(number)
            yield [FATAL]

    parts = FORMATS[name].write(batches(), None, False)
    next(parts)
    if name != "parquet":  # a row group is filled first
        assert len(taken) <= 1
    assert b"".join(parts)
    assert taken == [0, 1, 2]
