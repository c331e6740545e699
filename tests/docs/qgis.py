"""``docs/qgis/*.qml``: styles of QGIS for the collections of ``/ogc``; types and their names are those of the ontology.

A type has a colour. A circle grows with the number of killed; what is known only by province or country is a hollow
square. QGIS's timeline goes by ``start`` and ``end``. A tip escapes the texts of articles, for QGIS reads
tips as HTML.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from app.ontology import catalogue

FOLDER = Path(__file__).parents[2] / "docs" / "qgis"
#: The field that names a feature, by collection.
TITLES = {"events": "summary", "incidents": "title"}
_COLOURS = ("138,97,0", "28,124,84", "168,50,121", "77,91,106", "31,111,181", "107,79,163", "179,54,30", "0,112,122")
_EXACT = "\"place_precision\" IN ('point', 'city')"
_SIZE = f'if({_EXACT}, 2.4 + 0.6 * sqrt(min(coalesce("killed", 0), 100)), 5)'  # millimetres
_DAY = "format_date(\"start\", 'd MMM yyyy')"
_TIP = "<b>[% {title} %]</b><br>[% {place} %][% ' (' || {precision} || ')' %]<br>[% {day} %]"


def text(collection: str) -> str:
    """Return the style of a collection."""
    root = ElementTree.Element("qgis", version="3.22.0", styleCategories="Symbology|MapTips|Temporal")
    root.append(_renderer())
    tip = ElementTree.SubElement(root, "mapTip")
    texts = {name: _escaped(field) for name, field in _fields(collection)}
    tip.text = _TIP.format(day=_DAY, **texts)
    ElementTree.SubElement(
        root, "temporal", enabled="1", mode="2", startField="start", endField="end", durationField="",
        startExpression="", endExpression="", fixedDuration="0", durationUnit="min", accumulate="0", limitMode="0",
    )  # fmt: skip
    ElementTree.indent(root, " ")
    style = ElementTree.tostring(root, encoding="unicode")
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{style}\n"


def _fields(collection: str) -> Iterator[tuple[str, str]]:
    yield "title", TITLES[collection]
    yield "place", "place"
    yield "precision", "place_precision"


def _escaped(field: str) -> str:
    return f"replace(coalesce(\"{field}\", ''), map('&', '&amp;', '<', '&lt;', '>', '&gt;'))"


def _renderer() -> ElementTree.Element:
    renderer = ElementTree.Element(
        "renderer-v2", type="categorizedSymbol", attr="type", symbollevels="0", enableorderby="0"
    )
    categories, symbols = (ElementTree.SubElement(renderer, name) for name in ("categories", "symbols"))
    named = [(kind.code, kind.label) for kind in catalogue().types.values()]
    for number, (code, label) in enumerate([*named, ("", "other")]):
        ElementTree.SubElement(
            categories, "category", symbol=str(number), value=code, label=label, render="true", type="string"
        )
        symbols.append(_symbol(str(number), _COLOURS[number % len(_COLOURS)]))
    return renderer


def _symbol(name: str, colour: str) -> ElementTree.Element:
    symbol = ElementTree.Element("symbol", type="marker", name=name, alpha="0.85", clip_to_extent="1", force_rhr="0")
    layer = ElementTree.SubElement(
        symbol, "layer", {"class": "SimpleMarker", "enabled": "1", "locked": "0", "pass": "0"}
    )
    options = ElementTree.SubElement(layer, "Option", type="Map")
    fixed = {"color": f"{colour},255", "outline_color": f"{colour},255", "outline_width": "0.4", "size": "2.4"}
    for key, value in {"name": "circle", "outline_style": "solid", "size_unit": "MM", **fixed}.items():
        _option(options, key, value)
    defined = ElementTree.SubElement(ElementTree.SubElement(layer, "data_defined_properties"), "Option", type="Map")
    _option(defined, "name", "")
    properties = ElementTree.SubElement(defined, "Option", name="properties", type="Map")
    for key, expression in (
        ("name", f"if({_EXACT}, 'circle', 'square')"),
        ("size", _SIZE),
        ("fillColor", f"if({_EXACT}, '{colour},255', '{colour},40')"),
    ):
        one = ElementTree.SubElement(properties, "Option", name=key, type="Map")
        ElementTree.SubElement(one, "Option", name="active", value="true", type="bool")
        _option(one, "expression", expression)
        ElementTree.SubElement(one, "Option", name="type", value="3", type="int")
    _option(defined, "type", "collection")
    return symbol


def _option(parent: ElementTree.Element, name: str, value: str) -> None:
    ElementTree.SubElement(parent, "Option", name=name, value=value, type="QString")
