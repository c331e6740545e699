"""Mistakes in a file, in words that say where they are, what was expected and which known key is nearest."""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from app.errors import SetupError
from app.ontology.loader import load_yaml

Model = TypeVar("Model", bound=BaseModel)


def validated(model: type[Model], text: str, file: str) -> Model:
    """The content of a YAML file as a model.

    Raises ``SetupError`` with a line for each mistake: file, key, what was expected, the nearest known key.
    """
    try:
        content = load_yaml(text)
    except yaml.YAMLError as error:
        raise SetupError(f"{file}: not valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        raise SetupError(f"{file}: expected keys and values at the top, such as 'code: raid'.")
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise SetupError("\n".join(_lines(model, error, file))) from error


def _lines(model: type[BaseModel], error: ValidationError, file: str) -> Iterator[str]:
    for mistake in error.errors(include_url=False):
        where = _path(mistake["loc"])
        given = mistake.get("input")
        if mistake["type"] == "extra_forbidden":
            known = _keys_at(model, mistake["loc"][:-1])
            yield f"{file}: {where}: unknown key{nearest(str(mistake['loc'][-1]), known)}"
        elif mistake["type"] == "missing":
            yield f"{file}: {where}: missing; {_expected(model, mistake['loc'])}"
        elif mistake["type"] == "literal_error":
            options = mistake["ctx"]["expected"]
            yield f"{file}: {where}: expected {options}, got {given!r}{nearest(str(given), _quoted(options))}"
        else:
            yield f"{file}: {where}: {mistake['msg'].lower()}, got {given!r}."


def nearest(word: str, known: Collection[str]) -> str:
    """The end of a sentence about an unknown word: which known one is nearest, and which there are."""
    close = difflib.get_close_matches(word, known, n=1)
    guess = f"; did you mean {close[0]!r}?" if close else "."
    return f"{guess} Known: {', '.join(sorted(known))}." if known else guess


def unknown_words(used: Iterable[tuple[str, str | None]], known: Collection[str], what: str, file: str) -> None:
    """Refuse words that are not known. ``used``: key → word; ``what`` names them ("sub-type").

    Raises ``SetupError``.
    """
    lines = [
        f"{file}: {key}: unknown {what} {word!r}{nearest(word, known)}"
        for key, word in used
        if word and word not in known
    ]
    if lines:
        raise SetupError("\n".join(lines))


def _path(location: Iterable[int | str]) -> str:
    """The key as one would write it: ``roles.attacker.position``, ``triggers[2].verbs``."""
    out = ""
    for part in location:
        out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else part
    return out


def _quoted(options: str) -> list[str]:
    return [option.strip(" '") for option in options.replace(" or ", ",").split(",")]


def _expected(model: type[BaseModel], location: tuple[int | str, ...]) -> str:
    """What should stand at a missing key."""
    above = _model_at(model, location[:-1])
    field = above.model_fields.get(str(location[-1])) if above else None
    options = _options(field.annotation) if field else ()
    if options:
        return f"expected one of {', '.join(map(repr, options))}."
    return f"expected {field.description}." if field and field.description else "expected a value."


def _options(annotation: Any) -> tuple[str, ...]:
    return typing.get_args(annotation) if typing.get_origin(annotation) is typing.Literal else ()


def _keys_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    found = _model_at(model, location)
    return list(found.model_fields) if found else []


def _model_at(model: Any, location: tuple[int | str, ...]) -> type[BaseModel] | None:
    """The model whose keys stand at a location of a file."""
    for part in location:
        annotation = model.model_fields[part].annotation if _is_model(model) and part in model.model_fields else model
        model = _inner(annotation, inside=annotation is model)
    return model if _is_model(model) else None


def _inner(annotation: Any, *, inside: bool) -> Any:
    """Without "or None"; for a part inside a list or a table, the type of its members."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        annotation = next(a for a in typing.get_args(annotation) if a is not type(None))
    if inside and typing.get_origin(annotation) is dict:
        return typing.get_args(annotation)[1]
    if inside and typing.get_origin(annotation) is tuple:
        return typing.get_args(annotation)[0]
    return annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
