"""A base source of few places: what the tests of GeoNames' files need of the installed one."""

from __future__ import annotations

from collections.abc import Iterator

from app.gazetteer.rows import Row


class FewPlaces:
    """Two countries with a division and a town each, a lake and a hamlet."""

    def countries(self) -> Iterator[Row]:
        yield Row(99237, "Iraq", "PCLI", "IQ", code="IQ", latitude=33.0, longitude=44.0)
        yield Row(6252001, "United States", "PCLI", "US", code="US", latitude=39.8, longitude=-98.5)

    def divisions(self) -> Iterator[Row]:
        yield Row(99592, "Al Anbār", "ADM1", "IQ", ("Al Anbar Governorate", "Anbar"), within="IQ", code="IQ.01")
        yield Row(4736286, "Texas", "ADM1", "US", within="US", code="US.TX")

    def regions(self) -> Iterator[Row]:
        yield Row(0, "Lake Ordun", "LK", "", latitude=33.0, longitude=43.0)

    def settlements(self) -> Iterator[Row]:
        yield Row(92138, "Al Qa'im", "PPL", "IQ", ("Qaim",), "IQ.01", None, 34.37, 41.09, population=70_000)
        yield Row(4717560, "Paris", "PPL", "US", (), "US.TX", None, 33.66, -95.56, population=25_000)

    def hamlets(self) -> Iterator[Row]:
        yield Row(900000101, "Tal Maqna", "PPL", "IQ", (), "IQ.01", None, 34.1, 41.3, hamlet=True)
