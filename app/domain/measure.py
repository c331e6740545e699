"""How strong or how large an event was: the magnitude of an earthquake, the wind of a storm, the area that burnt."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.documentation import doc
from app.domain.evidence import Span


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of an event, as the text gives it."""

    kind: str = field(metadata=doc("What is measured: `magnitude`, `wind`, `category`, `area`, `depth`, `height`."))
    value: float = field(metadata=doc("The number, in the unit of the text."))
    unit: str | None = field(metadata=doc("The unit as written, such as km/h or hectares; null for a bare number."))
    span: Span = field(metadata=doc("The words of the measure."))
