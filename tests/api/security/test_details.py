"""Who learns from the health checks where a server runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.errors import BusyError
from tests.api.security.conftest import STRANGER, Serve, Served, bearer

WHERE = {"database", "disk_folder", "readers", "version"}


def details(client: TestClient, **given: dict[str, str]) -> dict[str, object] | None:
    answer = client.get("/health/ready", **given)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    found: dict[str, object] | None = answer.json()["details"]
    return found


@pytest.fixture
def served(serve: Serve) -> Served:
    return serve()


def test_a_program_on_the_machine_sees_them(served: Served) -> None:
    found = details(served.client())
    assert found is not None
    assert set(found) > WHERE
    assert str(found["database"]).startswith("sqlite:///")


def test_a_stranger_sees_none(served: Served) -> None:
    stranger = served.client(STRANGER, "198.51.100.7")
    answer = stranger.get("/health/ready")
    assert answer.json()["details"] is None
    assert "/" not in answer.text
    assert details(stranger, headers=bearer("dateline_00000000_nonsense")) is None
    assert details(served.client(), headers={"X-Forwarded-For": "203.0.113.9"}) is None


def test_an_admin_key_shows_them_and_a_smaller_one_does_not(served: Served) -> None:
    stranger = served.client(STRANGER, "198.51.100.7")
    assert details(stranger, headers=bearer(served.make_key("read", "ingest", "edit"))) is None
    assert details(stranger, headers=bearer(served.make_key("admin", name="chief"))) is not None


def test_a_database_that_cannot_say_whose_key_it_is_shows_none(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    token = served.make_key("admin")

    async def busy(*_: object) -> None:
        raise BusyError("locked")

    monkeypatch.setattr(type(served.app.state.services.access), "identify", busy)
    assert details(served.client(STRANGER, "198.51.100.7"), headers=bearer(token)) is None


def test_a_database_that_goes_is_one_line_for_each_request(
    serve: Serve, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    served = serve()
    assert served.client().get("/v1/events").status_code == 200
    file = Path(served.app.state.services.settings.database_url.removeprefix("sqlite:///"))
    kept = file.rename(tmp_path / "elsewhere.sqlite3")
    caplog.set_level("INFO", "app")
    caplog.clear()
    answer = served.client().get("/v1/events")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    lines = [record for record in caplog.records if record.levelname == "ERROR"]
    assert [line.exc_info for line in lines] == [None]
    assert lines[0].getMessage().startswith("GET /v1/events: the database failed: ")
    kept.rename(file)
    assert served.client().get("/v1/events").status_code == 200
