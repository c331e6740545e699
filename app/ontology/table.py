"""The table of event types as Markdown, for the README; a test keeps the two the same."""

from __future__ import annotations

from app.ontology.catalogue import catalogue
from app.ontology.schema import Codes


def _codes(codes: Codes) -> str:
    plover = "/".join(x for x in (codes.plover.event, codes.plover.mode) if x)
    return f"{plover or '–'} | {codes.cameo or '–'} | {codes.acled.sub_event_type or '–'}"


def markdown() -> str:
    """One row for each event type and sub-type with its ordinary codes."""
    lines = ["| type | sub-type | what | PLOVER | CAMEO | ACLED |", "|---|---|---|---|---|---|"]
    for kind in catalogue().types.values():
        lines.append(f"| **{kind.code}** | | {kind.label} | {_codes(kind.codes)} |")
        lines += [f"| | {code} | {sub.label} | {_codes(sub.codes)} |" for code, sub in kind.subtypes.items()]
    return "\n".join(lines)
