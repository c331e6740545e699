"""Events leave the database without a server."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from app.cli.export import run
from app.errors import FilterError, InputError, OutdatedSchemaError
from app.settings import Settings
from app.storage.articles import save
from app.storage.engine import make_engine, make_sessions, transaction
from app.storage.schema import upgrade
from tests.databases import Databases
from tests.factories import FIJI, make_article, make_event, make_extraction


@pytest.fixture
def settings(databases: Databases) -> Settings:
    """A database with an article of two events."""
    url = databases.new("sqlite")
    engine = make_engine(url)
    article = make_article()
    with transaction(make_sessions(engine)) as session:
        save(session, article, make_extraction(article, make_event(), make_event(type="protest", places=(FIJI,))))
    engine.dispose()
    return Settings(database_url=url)


@pytest.mark.parametrize("name", ["a.ndjson", "a.jsonl", "a.csv", "a.geojson", "a.parquet"])
def test_the_ending_decides_the_format(settings: Settings, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    run(["country=FJ"], settings, str(file), None)
    if name.endswith("parquet"):
        assert pq.read_table(file).column("place").to_pylist() == ["Labasa"]
    elif name.endswith("csv"):
        assert [row["place"] for row in csv.DictReader(io.StringIO(file.read_text("utf-8")))] == ["Labasa"]
    elif name.endswith("geojson"):
        assert [f["properties"]["place"] for f in json.loads(file.read_text("utf-8"))["features"]] == ["Labasa"]
    else:
        assert [json.loads(line)["type"] for line in file.read_text("utf-8").splitlines()] == ["protest"]


def test_a_limit_and_a_profile(settings: Settings, tmp_path: Path) -> None:
    run(["limit=1", "format=ndjson"], settings, str(tmp_path / "a"), None)
    assert (tmp_path / "a").read_text("utf-8").count("\n") == 1
    run(["profile=acled"], settings, str(tmp_path / "b"), None)
    assert (tmp_path / "b").read_text("utf-8").startswith("event_id_cnty,event_date,")


def test_standard_output(settings: Settings, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    run(["place=Basra"], settings, "-", "csv")
    sys.stdout.flush()
    assert capfdbinary.readouterr().out.count(b"\r\n") == 2


@pytest.mark.parametrize(
    ("filters", "format_name", "word"),
    [
        (["contry=IQ"], None, "'country'"),
        (["Iraq"], None, "name=value"),
        (["limit=0"], None, "limit"),
        (["cursor=x"], None, "cursor"),
        (["format=xml"], None, "parquet"),
        ([], "json", "ndjson"),
        (["profile=acled"], "parquet", "csv"),
    ],
)
def test_a_wrong_request_is_refused_before_a_file_is_touched(
    settings: Settings, tmp_path: Path, filters: list[str], format_name: str | None, word: str
) -> None:
    with pytest.raises(FilterError, match=word):
        run(filters, settings, str(tmp_path / "out.ndjson"), format_name)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        run([], settings, str(tmp_path / "no" / "out.csv"), None)


@pytest.mark.parametrize("name", ["a.xlsx", "a.txt", "a"])
def test_an_unknown_ending_is_refused(settings: Settings, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"\.geojson, \.ndjson.*--format"):
        run([], settings, str(tmp_path / name), None)
    assert list(tmp_path.iterdir()) == []
    run([], settings, str(tmp_path / name), "ndjson")
    assert (tmp_path / name).read_text("utf-8").count("\n") == 2


def test_an_old_schema_is_left_as_it_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.sqlite3"
    upgrade(url, "0001")
    with pytest.raises(OutdatedSchemaError, match="dateline db upgrade"):
        run([], Settings(database_url=url), "-", None)
