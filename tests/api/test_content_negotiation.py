"""Pages and streams of events in every format."""

from __future__ import annotations

import csv
import http.client
import io
import itertools
import json
import urllib.request
from typing import Any

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient

from app.api import content_negotiation
from app.api.content_negotiation import MEDIA_TYPES
from app.errors import BusyError
from app.export import acled, ucdp
from app.export.flat import COLUMNS
from app.query import find_events, streams

TYPES = {
    "json": "application/json",
    "geojson": "application/geo+json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8; header=present",
    "parquet": "application/vnd.apache.parquet",
}


def ids(answer: Any) -> list[str]:
    """Return the events of an answer in any format."""
    kind = answer.headers["content-type"].partition(";")[0]
    if kind == "application/json":
        return [event["id"] for event in answer.json()["events"]]
    if kind == "application/geo+json":
        return [feature["id"] for feature in answer.json()["features"]]
    if kind == "application/x-ndjson":
        return [json.loads(line)["id"] for line in answer.text.splitlines()]
    if kind == "text/csv":
        return [row["id"] for row in csv.DictReader(io.StringIO(answer.text, newline=""), strict=True)]
    return [row["id"] for row in pq.read_table(io.BytesIO(answer.content)).to_pylist()]


@pytest.mark.parametrize("format_name", TYPES)
@pytest.mark.parametrize("limit", ["", "&limit=2", "&limit=1000"])
def test_every_format_holds_the_same_events(
    client: TestClient, market: dict[str, Any], format_name: str, limit: str
) -> None:
    expected = ids(client.get(f"/v1/events?factuality=any{limit}"))
    assert len(expected) > 1
    by_name = client.get(f"/v1/events?factuality=any{limit}&format={format_name}")
    by_accept = client.get(f"/v1/events?factuality=any{limit}", headers={"accept": MEDIA_TYPES[format_name][0]})
    for answer in (by_name, by_accept):
        assert (answer.status_code, answer.headers["content-type"]) == (200, TYPES[format_name])
        assert ids(answer) == expected
        assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("format_name", TYPES)
def test_pages_of_every_format_follow_the_link(client: TestClient, market: dict[str, Any], format_name: str) -> None:
    whole = ids(client.get("/v1/events?factuality=any"))
    answer = client.get(f"/v1/events?factuality=any&limit=1&format={format_name}")
    found = ids(answer)
    while "next" in answer.links:
        answer = client.get(answer.links["next"]["url"])
        assert answer.headers["content-type"] == TYPES[format_name]
        found += ids(answer)
    assert found == whole


@pytest.mark.parametrize("format_name", TYPES)
def test_a_page_of_every_format_has_an_etag(client: TestClient, market: dict[str, Any], format_name: str) -> None:
    path = f"/v1/events?format={format_name}&limit=10"
    etag = client.get(path).headers["etag"]
    for known in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        again = client.get(path, headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get(path, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("format_name", ["ndjson", "csv", "parquet"])
def test_a_stream_has_no_page_headers(client: TestClient, market: dict[str, Any], format_name: str) -> None:
    for limit in ("", "&limit=1001", "&limit=1000000000"):
        answer = client.get(f"/v1/events?format={format_name}{limit}")
        assert answer.status_code == 200
        assert "etag" not in answer.headers
        assert answer.links == {}
        assert f'filename="dateline-events.{format_name}"' in answer.headers["content-disposition"]


def test_geojson_comes_in_pages_and_above_the_longest_page_as_a_whole(
    client: TestClient, market: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = ids(client.get("/v1/events?format=csv&factuality=any"))
    page = client.get("/v1/events?format=geojson&factuality=any&limit=2")
    assert (ids(page), page.json()["numberReturned"]) == (expected[:2], 2)
    assert "next" in page.links
    monkeypatch.setattr(content_negotiation, "MAX_LIMIT", 2)
    whole = client.get("/v1/events?format=geojson&factuality=any&limit=1000000000")
    assert ids(whole) == expected
    assert len(expected) > 2
    assert whole.links == {}
    assert 'filename="dateline-events.geojson"' in whole.headers["content-disposition"]


@pytest.mark.parametrize("format_name", ["ndjson", "csv"])
def test_text_is_compressed_for_those_who_want_it(client: TestClient, market: dict[str, Any], format_name: str) -> None:
    for limit in ("", "&limit=100"):
        answer = client.get(f"/v1/events?format={format_name}{limit}", headers={"accept-encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert ids(answer)
    parquet = client.get("/v1/events?format=parquet", headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in parquet.headers


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=1001", "limit"),
        ("format=geojson&limit=1000000001", "limit"),
        ("format=csv&limit=1000000001", "limit"),
        ("format=csv&limit=0", "limit"),
        ("format=csv&cursor=x", "cursor"),
        ("format=ndjson&limit=10&cursor=x", "cursor"),
        ("format=xml", "format"),
        ("format=csv&format=json", "format"),
        ("profile=gtd", "profile"),
        ("profile=acled&format=json", "profile"),
        ("profile=ucdp&format=parquet", "profile"),
    ],
)
def test_a_wrong_parameter_is_a_problem_in_every_format(client: TestClient, query: str, field: str) -> None:
    answer = client.get(f"/v1/events?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert [e["field"] for e in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("accept", ["", "image/png", "text/html", "*/*", "application/*", ";;,,q=", "text/csv;q=0"])
def test_who_wants_none_of_them_gets_json(client: TestClient, accept: str) -> None:
    assert client.get("/v1/events", headers={"accept": accept}).headers["content-type"] == "application/json"


def test_text_of_any_kind_is_csv(client: TestClient) -> None:
    assert client.get("/v1/events", headers={"accept": "text/*"}).headers["content-type"] == TYPES["csv"]


@pytest.mark.parametrize(("profile", "columns"), [("acled", acled.columns()), ("ucdp", ucdp.columns())])
def test_profiles(client: TestClient, market: dict[str, Any], profile: str, columns: dict[str, str]) -> None:
    for limit in ("", "&limit=10"):
        answer = client.get(f"/v1/events?profile={profile}{limit}")
        header, row = csv.reader(io.StringIO(answer.text, newline=""))
        assert header == list(columns)
        assert "Syria" in row
        assert f"dateline-events-{profile}.csv" in answer.headers["content-disposition"]


def test_the_distance_is_a_column_near_a_point(client: TestClient, market: dict[str, Any]) -> None:
    answer = client.get("/v1/events?near=36,37&radius_km=100&format=csv&sort=distance")
    header, *rows = csv.reader(io.StringIO(answer.text, newline=""))
    assert header == [*COLUMNS, "distance_km"]
    assert all(0 < float(row[-1]) <= 100 for row in rows)
    assert rows


def test_text_of_an_article_is_never_a_formula(client: TestClient) -> None:
    text = "Gunmen killed two people in Mosul, Iraq, on Friday."
    client.post("/v1/articles", json={"text": text, "title": "=1+1", "source": "@news", "language": "en"})
    row, *_ = csv.DictReader(io.StringIO(client.get("/v1/events?format=csv").text, newline=""))
    assert (row["headline"], row["source"]) == ("'=1+1", "'@news")
    assert not any(value.startswith(("=", "+", "@")) for value in row.values())


def test_some_fields_in_every_form(client: TestClient, market: dict[str, Any]) -> None:
    query = "/v1/events?factuality=any&fields=type,article"
    expected = ids(client.get(query))
    answers = {format_name: client.get(f"{query}&format={format_name}") for format_name in TYPES}
    assert all(ids(answer) == expected for answer in answers.values())
    columns = ["id", "type", "article_id", "source", "url", "headline", "published_at", "external_id", "metadata"]
    assert answers["csv"].text.splitlines()[0] == ",".join(columns)
    assert list(answers["geojson"].json()["features"][0]["properties"]) == columns[1:]
    assert pq.read_schema(io.BytesIO(answers["parquet"].content)).names == [*columns, "geometry"]
    assert set(json.loads(answers["ndjson"].text.splitlines()[0])) == {"id", "type", "article"}


def test_a_stream_that_breaks_does_not_end_like_a_whole_one(
    address: str, market: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = itertools.count()

    def breaking(*args: Any) -> Any:
        if next(calls):
            raise BusyError("busy")
        return find_events(*args)

    for name, value in (("BATCH", 1), ("_PAUSE", 0), ("find_events", breaking)):
        monkeypatch.setattr(streams, name, value)
    with urllib.request.urlopen(f"{address}/v1/events?format=ndjson&factuality=any", timeout=60) as answer:
        assert answer.status == 200
        with pytest.raises(http.client.IncompleteRead) as broken:
            answer.read()
    assert json.loads(broken.value.partial)["id"]
