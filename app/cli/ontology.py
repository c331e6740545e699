"""``dateline ontology``: begin a type of one's own, check the files, run the examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from app.errors import InputError, SetupError
from app.ontology.own import VARIABLE, own_files

ontology = typer.Typer(help="Event types, also of your own (docs/event-types.md).", no_args_is_help=True)
_NAME = re.compile(r"[a-z][a-z0-9_]{1,40}")
_TYPE = """\
# What the type is and how it behaves; each key is explained in docs/event-types.md.
code: {code}
version: 1
label: {label}
definition: Say in one sentence what belongs to the type.
excludes: Say what only looks like it.
frame: act
codes: {{}}
roles:
  actor: {{label: Actor, position: agent, definition: Who does it.}}
  target: {{label: Target, position: patient, definition: To whom or what it is done.}}
examples:
  - {{text: "A {words} took place in the town on Monday.", trigger: {words}}}
  - {{text: "Witnesses described the {words} in the old port.", trigger: {words}}}
  - {{text: "The {words} lasted for an hour on Friday.", trigger: {words}}}
  - {{text: "The weather was fine on Monday.", none: true}}
"""
_WORDS = """\
# The words that report it; each key is explained in docs/event-types.md.
source: own list
triggers:
  - nouns: [{words}]
"""


@ontology.command()
def new(
    name: Annotated[str, typer.Argument(help="Code of the type: small letters, digits and _, such as sinkhole.")],
    path: Annotated[
        Path | None, typer.Option(envvar=VARIABLE, help="Folder of your own types; it is made when missing.")
    ] = None,
) -> None:
    """Write the two files of a new event type, ready to be changed; files that exist are kept."""
    if not _NAME.fullmatch(name):
        raise InputError(f"{name!r} is not a code of a type: use small letters, digits and _, such as sinkhole.")
    if path is None:
        raise SetupError(f"Where to? Set {VARIABLE} to a folder of yours, or give --path FOLDER.")
    words = name.replace("_", " ")
    texts = {
        path / "event_types" / f"{name}.yaml": _TYPE.format(code=name, label=words.capitalize(), words=words),
        path / "lexicon" / "en" / "triggers" / f"{name}.yaml": _WORDS.format(words=words),
    }
    if known := [file for file in texts if file.exists()]:
        raise InputError(f"{known[0]} exists already; change it, or remove it first.")
    for file, text in texts.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        typer.echo(file)


@ontology.command()
def check() -> None:
    """Check every file, those of your own included: the first mistake is named with its file, key and a suggestion."""
    from app.nlp.lexicon.trigger_lexicon import lexicon
    from app.ontology import catalogue

    types, words = catalogue().types, lexicon()
    own = [name.removesuffix(".yaml") for name in own_files("event_types")]
    typer.echo(f"{len(types)} event types, {len(words.verbs)} verbs, {len(words.nouns)} nouns: no mistake.")
    typer.echo(f"Of your own: {', '.join(own)}." if own else f"None of your own ({VARIABLE}).")


@ontology.command("test")
def run_examples(
    names: Annotated[list[str] | None, typer.Argument(help="Types to test; by default those of your own.")] = None,
) -> None:
    """Read the examples of types and print each that does not give what it says; exit status 1 when there is one."""
    failed = list(_failures(names))
    for line in failed:
        typer.echo(line)
    if failed:
        raise typer.Exit(1)


def _failures(names: list[str] | None) -> Iterator[str]:
    from app.nlp import Extractor
    from app.nlp.type_examples import failed_examples
    from app.ontology import catalogue
    from app.ontology.mistakes import unknown_words

    types = catalogue().types
    unknown_words((("type", name) for name in names or ()), types, "event type", "dateline ontology test")
    chosen = names or [name.removesuffix(".yaml") for name in own_files("event_types")]
    extractor = Extractor()
    total = 0
    for name in chosen:
        total += len(types[name].examples)
        yield from failed_examples(extractor, types[name])
    typer.echo(f"{total} examples of {', '.join(chosen)} read." if chosen else "No types to test.")
