"""The styles of QGIS are up to date and name only fields that the collections have."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from app.export import incident_table
from app.export.flat import columns
from app.ontology import catalogue
from tests.docs import qgis

FIELDS = {
    "events": set(columns(as_properties=True)),
    "incidents": set(incident_table.COLUMNS) - {"id", "latitude", "longitude"},
}


@pytest.mark.parametrize("collection", ["events", "incidents"])
def test_it_is_up_to_date(collection: str) -> None:
    stored = (qgis.FOLDER / f"{collection}.qml").read_text("utf-8")
    assert qgis.text(collection) == stored, "run uv run python -m tests.refresh"


@pytest.mark.parametrize("collection", ["events", "incidents"])
def test_it_names_only_fields_that_the_collection_has(collection: str) -> None:
    root = ElementTree.fromstring(qgis.text(collection))
    expressions = [one.get("value", "") for one in root.iter("Option") if one.get("name") == "expression"]
    expressions += re.findall(r"\[%(.*?)%\]", root.findtext("mapTip") or "")
    used = set(re.findall(r'"(\w+)"', " ".join(expressions)))
    (renderer,), (temporal,) = root.iter("renderer-v2"), root.iter("temporal")
    used |= {renderer.get("attr"), temporal.get("startField"), temporal.get("endField")}
    assert {"type", "killed", "place_precision", "start", "end", qgis.TITLES[collection]} <= used
    assert used <= FIELDS[collection]


def test_every_type_has_a_symbol_of_its_own_and_so_has_what_comes_later() -> None:
    root = ElementTree.fromstring(qgis.text("events"))
    symbols = [one.get("name") for one in root.iter("symbol")]
    shown = {one.get("value"): one.get("symbol") for one in root.iter("category")}
    assert set(shown) == {*catalogue().types, ""}
    assert sorted(shown.values()) == sorted(symbols)
