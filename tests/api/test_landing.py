from __future__ import annotations

import re

from fastapi.testclient import TestClient


def test_browsers_get_a_page_whose_links_work_without_the_internet(client: TestClient) -> None:
    answer = client.get("/", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.headers["content-type"].startswith("text/html")
    links = re.findall(r'href="([^"]+)"', answer.text)
    assert "/docs" in links
    assert "http" not in answer.text
    assert [client.get(link).status_code for link in links] == [200] * len(links)


def test_programs_get_json(client: TestClient) -> None:
    links = client.get("/").json()["links"]
    assert {"href": "/docs", "title": "API documentation"} in links
    assert client.head("/").status_code == 200
