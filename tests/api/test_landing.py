from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize("path", ["/", "/incidents/1", "/articles/1", "/read", "/review"])
def test_browsers_get_a_page_whose_files_come_from_here(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=HTML)
    assert answer.headers["content-type"].startswith("text/html")
    links = re.findall(r'(?:href|src)="([^"]+)"', answer.text)
    ours = [link for link in links if link.startswith("/")]
    assert {"/docs", "/pages/own/main.js", "/pages/leaflet/leaflet.js"} <= set(ours)
    assert [link for link in links if link not in ours] == ["#main", "https://www.geonames.org"]
    assert [client.get(link).status_code for link in ours] == [200] * len(ours)


def test_the_page_has_no_script_and_no_style_of_its_own(client: TestClient) -> None:
    answer = client.get("/", headers=HTML)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", answer.text)


def test_every_script_exists_and_none_makes_markup_of_text(client: TestClient) -> None:
    waiting, seen = ["main.js"], set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        source = client.get(f"/pages/own/{name}")
        assert source.status_code == 200, name
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", source.text)
        waiting += set(re.findall(r'from "\./([\w.]+)"', source.text)) - seen
    assert {"explore.js", "article.js", "corrections.js"} <= seen


def test_programs_get_json(client: TestClient) -> None:
    links = client.get("/").json()["links"]
    assert {"href": "/docs", "title": "API documentation"} in links
    assert client.head("/").status_code == 200
