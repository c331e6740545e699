from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from tests.api.conftest import MARKET


def numbers(client: TestClient) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    return dict(samples(answer.text))


def samples(text: str) -> Iterator[tuple[tuple[str, ...], float]]:
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            yield (sample.name, *sample.labels.values()), sample.value


def test_an_article_and_its_requests_are_counted(client: TestClient) -> None:
    before = numbers(client)
    posted = client.post("/v1/articles", json=MARKET).json()
    client.post("/v1/articles", json=MARKET)
    client.get(f"/v1/articles/{posted['id']}")
    client.get("/v1/events?contry=IQ")
    client.get("/no/such/page")
    after = numbers(client)

    def more(*name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more("dateline_articles_total", "stored") == more("dateline_articles_total", "known") == 1
    assert more("dateline_words_total") == len(MARKET["text"].split())
    assert more("dateline_events_total") == len(posted["events"]) > 0
    assert more("dateline_article_seconds_count") == 1
    assert more("dateline_requests_total", "POST", "/v1/articles", "201") == 1
    assert more("dateline_requests_total", "GET", "/v1/articles/{article_id}", "200") == 1
    assert more("dateline_requests_total", "GET", "other", "404") == 1
    assert more("dateline_request_seconds_count", "POST", "/v1/articles") == 2
    assert more("dateline_problems_total", "filter") == 1
    assert more("dateline_database_seconds_count") >= 3
    assert after["dateline_articles_under_way",] == 0
    assert after["process_resident_memory_bytes",] > 10_000_000


def test_whatever_clients_send_there_are_few_labels(client: TestClient) -> None:
    for n in range(20):
        client.get(f"/nonsense/{n}")
        client.get(f"/v1/articles/{n}")
        client.request(f"VERB{n}", "/v1/articles")
    before = len(numbers(client))
    for n in range(20, 40):
        client.get(f"/nonsense/{n}")
        client.get(f"/v1/articles/{n}")
        client.request(f"VERB{n}", "/v1/articles")
    assert len(numbers(client)) == before


PROCESS = """
import sys
from app.api.metrics import Metrics
made = Metrics()
made.words.inc(int(sys.argv[1]))
made.under_way.inc()
print(made.text().decode())
"""


def test_web_processes_add_up_and_the_ended_have_nothing_under_way(tmp_path: Path) -> None:
    def run(words: int) -> dict[tuple[str, ...], float]:
        code = [sys.executable, "-c", PROCESS, str(words)]
        environment = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PATH": ""}
        return dict(samples(subprocess.run(code, env=environment, check=True, capture_output=True, text=True).stdout))

    assert run(3)["dateline_words_total",] == 3
    second = run(4)
    assert second["dateline_words_total",] == 7
    assert second["dateline_articles_under_way",] == 1


@pytest.mark.parametrize("path", ["/metrics?x=1"])
def test_it_has_no_parameters(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 422
