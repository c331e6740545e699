"""Make ``app/api/examples.json``: answers of a real server that holds one article.

``uv run python tests/api/refresh_examples.py``, or ``uv run python -m tests.refresh`` for every generated file.
"""

from __future__ import annotations

import json
import re
import tempfile
import time
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

import app.api
from app.api.request_body import EXAMPLE
from app.export.registry import FORMATS
from app.main import create_app
from app.settings import Settings

FILE = Path(app.api.__file__).parent / "examples.json"
STORED_AT = "2024-03-04T18:12:09.300000Z"  # the moments differ between runs
JOB = "0f6f2a4e-7d1c-4a53-9b0e-2f4f6c1d9a37"  # a new one each time
RULES = "+0123456789ab "  # the hash of the rules, which changes with each of them
_RULES = re.compile(r"\+[0-9a-f]{12} (?=/)")
_MOMENT = re.compile(r'((?:_|")at": ?")20[2-9]\d-\d\d-\d\dT[\d:.]+Z(?=")')
#: Answers with secrets and addresses, which are made up.
MADE_UP: dict[str, Any] = {
    "getSession": {
        "name": "newsroom",
        "key_id": "1f0c4a7e",
        "scopes": ["read", "ingest"],
        "expires_at": None,
        "csrf_token": None,
    },
    "listAudit": {
        "entries": [
            {
                "at": STORED_AT,
                "actor": "newsroom",
                "key_id": "1f0c4a7e",
                "address": "192.0.2.7",
                "action": "article.posted",
                "target": "5d0c2f5e-7a55-5d0f-9f0e-0a4d3f0f8f6a",
                "detail": {"events": 3},
            }
        ],
        "next_cursor": None,
    },
}
_SUBSCRIPTION = {
    "id": "9a0f6a0c-3a55-4c0e-8f43-5a1c7d2b9e10",
    "url": "https://example.org/hook",
    "filter": "type=strike&country=IQ",
    "state": "active",
    "created_by": "newsroom",
    "created_at": STORED_AT,
    "delivered_at": STORED_AT,
    "next_change": 1043,
    "failures": 0,
    "reason": None,
    "secret": None,
}
MADE_UP |= dict.fromkeys(("getSubscription", "resumeSubscription"), _SUBSCRIPTION)
MADE_UP["listSubscriptions"] = {"subscriptions": [_SUBSCRIPTION]}
MADE_UP["subscribe"] = _SUBSCRIPTION | {"delivered_at": None, "secret": "whsec_" + "A" * 43 + "="}
MADE_UP["signIn"] = MADE_UP["getSession"] | {"csrf_token": "a1" * 32}


def answers() -> dict[str, Any]:
    """Return one answer of each operation."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/examples.sqlite3")
        with TestClient(create_app(settings)) as client:
            posted = client.post("/v1/articles", json=EXAMPLE).json()
            event_id = client.get("/v1/events?type=strike&limit=1").json()["events"][0]["id"]
            incident_id = client.get("/v1/incidents?type=strike&limit=1").json()["incidents"][0]["id"]
            paths = {
                "findIncidents": "/v1/incidents?type=strike&limit=1",
                "findIncidents.geojson": "/v1/incidents?type=strike&format=geojson",
                "summarizeIncidents": "/v1/incidents/summary?group_by=type&group_by=country",
                "getIncident": f"/v1/incidents/{incident_id}",
                "getIncidentHistory": f"/v1/incidents/{incident_id}/history",
                "listArticles": "/v1/articles",
                "getArticle": f"/v1/articles/{posted['id']}",
                "findEvents": "/v1/events?type=strike",
                "findEvents.geojson": "/v1/events?type=strike&format=geojson",
                "summarizeEvents": "/v1/events/summary?group_by=type&group_by=country",
                "getEvent": f"/v1/events/{event_id}",
                "getEventGeoJson": f"/v1/events/{event_id}?format=geojson",
                "listEventTypes": "/v1/event-types",
                "findPlaces": "/v1/places?q=Idlib&limit=2",
                "live": "/health/live",
                "ready": "/health/ready",
            }
            texts = {
                f"{operation}.{name}": client.get(f"/v1/{path}?type=strike&format={name}").text
                for operation, path in (("findEvents", "events"), ("findIncidents", "incidents"))
                for name, each in FORMATS.items()
                if not each.paged and not each.binary
            }
            found = {"postArticle": posted, **texts} | {name: client.get(path).json() for name, path in paths.items()}
            found |= job_examples(client)
            found |= dict.fromkeys(("mergeIncidents", "pinIncident"), found["getIncident"])
            found["splitIncident"] = {"incidents": [found["getIncident"]]}
            found["rereadArticle"] = client.post(f"/v1/articles/{posted['id']}/reread").json()
            found |= decisions(client, posted["id"], event_id)
            client.delete(f"/v1/articles/{posted['id']}")
            found["listDeletedIncidents"] = client.get("/v1/incidents/deleted?limit=1").json()
            found["listDeletedEvents"] = client.get("/v1/events/deleted?limit=1").json()
    found["ready"]["details"] = None
    missing = {"schema": "The database is empty, this version needs schema 0001: run dateline db upgrade"}
    found["notReady"] = {"status": "not ready", "checks": {**found["ready"]["checks"], **missing}, "details": None}
    return shortened(found | MADE_UP)


def job_examples(client: TestClient) -> dict[str, Any]:
    """Return the answers of a job that has read one article."""
    article = EXAMPLE | {"url": "https://news.example.org/2024/idlib-market-2"}
    accepted = client.post("/v1/articles/batch", json=[article]).json()
    address = f"/v1/jobs/{accepted['id']}"
    while client.get(address).json()["state"] in ("waiting", "running"):
        time.sleep(0.1)
    job = client.get(address).json() | {"id": JOB, "rate": 1.0}
    times = dict.fromkeys(("created_at", "started_at", "finished_at"), STORED_AT)
    listed = client.get(f"{address}/articles").json()
    client.delete(f"/v1/articles/{listed['articles'][0]['article_id']}")
    return {
        "postArticles": accepted | {"id": JOB},
        "getJob": job | times,
        "rereadArticles": accepted | {"id": JOB, "kind": "reread"},
        "cancelJob": job | times,
        "listJobs": {"jobs": [job | times], "next_cursor": None},
        "listJobArticles": listed,
    }


def decisions(client: TestClient, article_id: str, event_id: str) -> dict[str, Any]:
    """Return the answers of one correction, its history and its undoing, and of the other steps."""
    event = f"/v1/events/{event_id}"
    missed = {"span": {"start": 0, "end": 7}, "reason": "The headline reports it.", "fields": {"type": "strike"}}
    found = {
        "correctEvent": client.patch(
            event, json={"reason": "It was on Sunday.", "fields": {"time": {"value": "2024-03-03"}}}
        ),
        "getEventHistory": client.get(f"{event}/history"),
        "undoCorrection": client.post(f"{event}/undo", json={"reason": "It was Monday after all."}),
        "confirmEvent": client.post(f"{event}/confirm"),
        "rejectEvent": client.post(f"{event}/reject", json={"reason": "A training exercise."}),
        "addEvent": client.post(f"/v1/articles/{article_id}/events", json=missed),
        "listReview": client.get("/v1/review?kind=new_incidents&limit=1"),
    }
    assert all(answer.is_success for answer in found.values())
    return {name: answer.json() for name, answer in found.items()}


def shortened(found: dict[str, Any]) -> dict[str, Any]:
    """Shorten the ontology to one type."""
    found = {name: _at_one_time(answer) for name, answer in found.items()}
    types = [t for t in found["listEventTypes"]["event_types"] if t["code"] == "strike"]
    types[0]["subtypes"] = types[0]["subtypes"][:2]
    found["listEventTypes"]["event_types"] = types
    return found


def _at_one_time(answer: Any) -> Any:
    """Replace each moment of storing by the same one."""
    if isinstance(answer, str):
        return _MOMENT.sub(rf"\g<1>{STORED_AT}", answer)
    return json.loads(_RULES.sub(RULES, _MOMENT.sub(rf"\g<1>{STORED_AT}", json.dumps(answer, ensure_ascii=False))))


def text() -> str:
    """The content of the file."""
    return json.dumps(answers(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
