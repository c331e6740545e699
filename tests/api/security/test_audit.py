"""``GET /v1/audit``: who changed what, in pages."""

from __future__ import annotations

from typing import Any

from app.storage.articles import save
from app.storage.engine import transaction
from tests.api.security.conftest import STRANGER, Serve, Served, bearer
from tests.factories import make_article, make_event, make_extraction


def stored(served: Served) -> str:
    """The id of an article that is stored now."""
    with transaction(served.sessions) as session:
        article = make_article()
        return save(session, article, make_extraction(article, make_event()))[0].extraction.id


def entries(served: Served, token: str, query: str = "") -> list[dict[str, Any]]:
    answer = served.client().get(f"/v1/audit{query}", headers=bearer(token))
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["entries"]
    return found


def test_a_deletion_is_recorded_with_key_and_address_and_a_refused_one_is_not(serve: Serve) -> None:
    served = serve()
    editor, chief = served.make_key("edit", name="desk"), served.make_key("admin", name="chief")
    article = stored(served)
    client = served.client(STRANGER, "198.51.100.7")
    assert client.delete(f"/v1/articles/{article}").status_code == 401
    assert client.delete(f"/v1/articles/{article.upper()}", headers=bearer(editor)).status_code == 204
    assert client.delete(f"/v1/articles/{article}", headers=bearer(editor)).status_code == 404
    (entry,) = entries(served, chief)
    moment = entry.pop("at")
    assert moment.endswith("Z")
    assert entry == {
        "actor": "desk",
        "key_id": editor.split("_")[1],
        "address": STRANGER[0],
        "action": "article.deleted",
        "target": article,
        "detail": {},
    }


def test_pages_and_filters(serve: Serve) -> None:
    served = serve()
    deleted = [stored(served) for _ in range(3)]
    for article in deleted:
        assert served.client().delete(f"/v1/articles/{article}").status_code == 204
    chief = served.make_key("admin")
    first = served.client().get("/v1/audit?limit=2", headers=bearer(chief))
    assert [entry["target"] for entry in first.json()["entries"]] == deleted[:0:-1]
    assert first.headers["link"].endswith('rel="next"')
    rest = entries(served, chief, f"?cursor={first.json()['next_cursor']}")
    assert [(entry["target"], entry["actor"]) for entry in rest] == [(deleted[0], "anonymous")]
    assert len(entries(served, chief, f"?target={deleted[1]}")) == 1
    assert len(entries(served, chief, "?action=article.deleted&actor=anonymous")) == 3
    assert entries(served, chief, "?actor=desk") == []
    wrong = served.client().get("/v1/audit?actors=desk", headers=bearer(chief))
    assert (wrong.status_code, "did you mean 'actor'" in wrong.json()["detail"]) == (422, True)
