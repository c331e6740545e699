"""A real GIS program, GDAL, against a real server: it lists, filters and copies the events. Skips without GDAL."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

pytestmark = pytest.mark.skipif(
    shutil.which("ogr2ogr") is None, reason="GDAL is not installed (Debian: apt-get install gdal-bin)"
)


@pytest.fixture
def address(app: FastAPI, client: TestClient, market: dict[str, Any]) -> Iterator[str]:
    """The server of the session on a port of its own, with two articles."""
    client.post(
        "/v1/articles",
        json={"text": "Gunmen killed two people in Lima, Peru, on Monday.", "published_at": "2024-03-05"},
    )
    server = uvicorn.Server(uvicorn.Config(app, port=0, lifespan="off", log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/ogc"
    server.should_exit = True
    thread.join()


def gdal(program: str, *args: str) -> str:
    done = subprocess.run([program, *args], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def copied(address: str, file: Path, *options: str) -> list[dict[str, Any]]:
    gdal("ogr2ogr", "-f", "GeoJSON", str(file), f"OAPIF:{address}", "events", *options)
    features: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["features"]
    return features


def test_it_lists_the_collection(address: str) -> None:
    assert "events (title: Events) (Point)" in gdal("ogrinfo", f"OAPIF:{address}")
    told = gdal("ogrinfo", "-so", f"OAPIF:{address}", "events")
    assert "killed_low: Integer" in told
    assert "start: DateTime" in told


def test_it_copies_every_page(address: str, client: TestClient, tmp_path: Path) -> None:
    expected = {event["id"] for event in client.get("/v1/events").json()["events"]}
    assert len(expected) > 2
    found = copied(address, tmp_path / "all.geojson", "-oo", "PAGE_SIZE=2")
    assert {feature["properties"]["id"] for feature in found} == expected
    gdal("ogr2ogr", "-f", "GPKG", str(tmp_path / "all.gpkg"), f"OAPIF:{address}", "events")
    assert f"Feature Count: {len(expected)}" in gdal("ogrinfo", "-so", str(tmp_path / "all.gpkg"), "events")


@pytest.mark.parametrize(
    ("options", "country"),
    [
        (("-spat", "30", "30", "40", "40"), "SY"),
        (("-spat", "-80", "-20", "-70", "-5"), "PE"),
        (("-where", "country_code = 'PE'"), "PE"),
        (("-where", "start < '2024-03-05' AND country = 'Syria'"), "SY"),
    ],
)
def test_it_filters(address: str, tmp_path: Path, options: tuple[str, ...], country: str) -> None:
    found = copied(address, tmp_path / "some.geojson", *options)
    assert {feature["properties"]["country_code"] for feature in found} == {country}
