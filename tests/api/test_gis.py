"""A real GIS program, GDAL, against a real server: it lists, filters and copies the events. Skips without GDAL."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

pytestmark = pytest.mark.skipif(
    shutil.which("ogr2ogr") is None, reason="GDAL is not installed (Debian: apt-get install gdal-bin)"
)


@pytest.fixture
def ogc(address: str, client: TestClient, market: dict[str, Any]) -> str:
    """The landing page of a real server with two articles."""
    client.post(
        "/v1/articles",
        json={"text": "Gunmen killed two people in Lima, Peru, on Monday.", "published_at": "2024-03-05"},
    )
    return f"{address}/ogc"


def gdal(program: str, *args: str) -> str:
    done = subprocess.run([program, *args], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def copied(ogc: str, file: Path, *options: str) -> list[dict[str, Any]]:
    gdal("ogr2ogr", "-f", "GeoJSON", str(file), f"OAPIF:{ogc}", "events", *options)
    features: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["features"]
    return features


def test_it_lists_the_collection(ogc: str) -> None:
    assert "events (title: Events) (Point)" in gdal("ogrinfo", f"OAPIF:{ogc}")
    listing = gdal("ogrinfo", "-so", f"OAPIF:{ogc}", "events")
    assert "killed_low: Integer" in listing
    assert "start: DateTime" in listing


def test_it_copies_every_page(ogc: str, client: TestClient, tmp_path: Path) -> None:
    expected = {event["id"] for event in client.get("/v1/events").json()["events"] if event["places"]}
    assert len(expected) > 2
    found = copied(ogc, tmp_path / "all.geojson", "-oo", "PAGE_SIZE=2")
    assert {feature["properties"]["id"] for feature in found} == expected
    gdal("ogr2ogr", "-f", "GPKG", str(tmp_path / "all.gpkg"), f"OAPIF:{ogc}", "events")
    assert f"Feature Count: {len(expected)}" in gdal("ogrinfo", "-so", str(tmp_path / "all.gpkg"), "events")


def test_it_copies_incidents(ogc: str, client: TestClient, tmp_path: Path) -> None:
    expected = {one["id"] for one in client.get("/v1/incidents").json()["incidents"] if one["places"]}
    assert len(expected) == 2
    assert "incidents (title: Incidents) (Point)" in gdal("ogrinfo", f"OAPIF:{ogc}")
    file = tmp_path / "incidents.geojson"
    gdal("ogr2ogr", "-f", "GeoJSON", str(file), f"OAPIF:{ogc}", "incidents", "-oo", "PAGE_SIZE=1")
    found = json.loads(file.read_text("utf-8"))["features"]
    assert {feature["properties"]["id"] for feature in found} == expected
    assert {feature["properties"]["killed"] for feature in found} == {6, 2}
    assert all(feature["geometry"]["type"] == "Point" for feature in found)


@pytest.mark.parametrize(
    ("options", "country"),
    [
        (("-spat", "30", "30", "40", "40"), "SY"),
        (("-spat", "-80", "-20", "-70", "-5"), "PE"),
        (("-where", "country_code = 'PE'"), "PE"),
        (("-where", "start < '2024-03-05' AND country = 'Syria'"), "SY"),
    ],
)
def test_it_filters(ogc: str, tmp_path: Path, options: tuple[str, ...], country: str) -> None:
    found = copied(ogc, tmp_path / "some.geojson", *options)
    assert {feature["properties"]["country_code"] for feature in found} == {country}
