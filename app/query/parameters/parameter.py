"""What one query parameter is: its name, the field that it fills, how it is read, and how it is documented."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.query.parameters import patterns, values

Parse = Callable[[str, str], Any]  # of a parameter's name and text; raises ``FilterError``


@dataclass(frozen=True, slots=True)
class ValueType:
    """How a value is read, and its JSON schema."""

    parse: Parse
    schema: dict[str, Any]


def text(parse: Parse, **schema: Any) -> ValueType:
    """A text that ``parse`` reads."""
    return ValueType(parse, {"type": "string", **schema})


def name() -> ValueType:
    """Words of a name."""
    return text(values.name_words, maxLength=values.LONGEST, pattern=patterns.WORDS)


def named(parse: Parse, schema: str) -> ValueType:
    """A text that a named schema describes (``schemas``)."""
    return ValueType(parse, {"$ref": f"#/components/schemas/{schema}"})


def choice(known: Sequence[str], **schema: Any) -> ValueType:
    """A word of a closed list."""
    listed = {"type": "string", "enum": list(known), **schema}
    return ValueType(lambda name, value: values.one_of(name, value, known), listed)


def integer(low: int, high: int, **schema: Any) -> ValueType:
    """A whole number within bounds."""
    return ValueType(lambda name, value: values.integer(name, value, low, high), {"type": "integer", **schema})


def decimal(low: float, high: float, **schema: Any) -> ValueType:
    """A number within bounds."""
    return ValueType(lambda name, value: values.decimal(name, value, low, high), {"type": "number", **schema})


def boolean(**schema: Any) -> ValueType:
    """``true`` or ``false``."""
    known = ("true", "false")
    return ValueType(lambda name, value: values.one_of(name, value, known) == "true", {"type": "boolean", **schema})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A query parameter.

    Attributes
    ----------
    field
        The field that it fills. Parameters of the same field are combined (``parsing``).
    repeatable
        Whether it may come several times; the field is a tuple then.
    commas
        Whether one value may list several, separated by commas: codes may, names may contain a comma themselves.
    several
        More of the JSON schema of the list of values, where it is repeatable.
    """

    name: str
    field: str
    type: ValueType
    description: str
    example: Any = None
    repeatable: bool = False
    commas: bool = False
    several: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def read(self, value: str) -> list[Any]:
        """The values that a text contains. Raises ``FilterError``."""
        values.check_characters(self.name, value)
        parts = value.split(",") if self.commas else [value]
        return [self.type.parse(self.name, part.strip()) for part in parts]

    def openapi(self) -> dict[str, Any]:
        """The parameter in OpenAPI."""
        schema = {"type": "array", "items": self.type.schema, **self.several} if self.repeatable else self.type.schema
        shown = {} if self.example is None else {"example": self.example}
        style = {"explode": True} if self.repeatable else {}
        head = {"name": self.name, "in": "query", "required": False, "description": self.description}
        return {**head, "schema": schema, **shown, **style}
