from __future__ import annotations

import json

import pytest
from fastapi import Request

from app.api.responses import json_of, next_link, read_bytes, read_of
from app.domain.evidence import Span


def request(query: str = "", if_none_match: str = "") -> Request:
    headers = [(b"if-none-match", if_none_match.encode())]
    return Request(
        {"type": "http", "method": "GET", "path": "/v1/events", "query_string": query.encode(), "headers": headers}
    )


def test_a_dataclass_is_json() -> None:
    answer = json_of(Span(0, 2, "US"), 201, {"Location": "/x"})
    assert (answer.status_code, answer.headers["location"]) == (201, "/x")
    assert json.loads(answer.body) == {"start": 0, "end": 2, "text": "US"}


def test_a_read_may_have_some_fields_only_and_a_dictionary_is_geojson() -> None:
    assert read_of(request(), Span(0, 2, "US"), include={"text"}).body == b'{"text":"US"}'
    assert read_of(request(), {"type": "Feature"}).media_type == "application/geo+json"


@pytest.mark.parametrize(
    ("known", "status"), [("", 200), ('W/"other"', 200), ("{etag}", 304), ('"x", {etag}', 304), ("*", 304)]
)
def test_a_known_etag_is_304(known: str, status: int) -> None:
    etag = read_bytes(request(), b"body", "text/plain").headers["etag"]
    answer = read_bytes(request(if_none_match=known.format(etag=etag)), b"body", "text/plain")
    assert (answer.status_code, answer.headers["etag"]) == (status, etag)
    assert answer.body == (b"" if status == 304 else b"body")


def test_a_part_that_changes_each_time_is_left_out_of_the_etag() -> None:
    first, second = (read_bytes(request(), body, "text/plain", same=b"x") for body in (b"9:00", b"9:01"))
    assert first.headers["etag"] == second.headers["etag"]


def test_the_next_page_keeps_the_parameters() -> None:
    link = next_link(request("type=strike&cursor=old&q=a+b"), "new~1")
    assert link == {"Link": '</v1/events?type=strike&q=a+b&cursor=new~1>; rel="next"'}
    assert next_link(request(), None) == {}
