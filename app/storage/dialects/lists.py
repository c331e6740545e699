"""Lists of values bound as one: a statement is the same for any number of them, so that it is prepared once."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Literal

from sqlalchemy.orm import Session

from app.storage.dialects.connection import is_sqlite
from app.storage.sql import Sql

ListType = Literal["text", "bigint"]


def in_list(session: Session, column: str, values: Collection[str] | Collection[int]) -> Sql:
    """The column has one of some values."""
    if is_sqlite(session):
        return Sql(f"{column} IN (SELECT value FROM json_each(?))", (json.dumps(list(values)),))
    return Sql(f"{column} = ANY(?)", (list(values),))


def list_table(session: Session, values: Collection[str] | Collection[int], kind: ListType) -> Sql:
    """Some values as the table ``listed`` with the column ``value``."""
    if is_sqlite(session):
        return Sql("json_each(?) AS listed", (json.dumps(list(values)),))
    return Sql(f"unnest(CAST(? AS {kind}[])) AS listed(value)", (list(values),))


def lists_table(session: Session, **columns: tuple[ListType, Collection[str] | Collection[int]]) -> Sql:
    """Values of equal number as the columns of the table ``listed``."""
    if is_sqlite(session):
        rows = list(zip(*(values for _, values in columns.values()), strict=True))
        fields = ", ".join(f"value ->> {n} AS {name}" for n, name in enumerate(columns))
        return Sql(f"(SELECT {fields} FROM json_each(?)) AS listed", (json.dumps(rows),))
    marks = ", ".join(f"CAST(? AS {kind}[])" for kind, _ in columns.values())
    return Sql(
        f"unnest({marks}) AS listed({', '.join(columns)})", tuple(list(values) for _, values in columns.values())
    )
