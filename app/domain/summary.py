"""One line that describes an event, made from its fields and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.event import Event
from app.domain.figures import effects, own_figure
from app.ontology import catalogue

_DONE = {
    "killed": "killed",
    "injured": "hurt",
    "missing": "missing",
    "captured": "captured",
    "displaced": "displaced",
    "sickened": "ill",
}
#: What leads to the other side of an act without force, by frame.
_LEADING = {"clash": "with", "give": "to", "custody": "of"}
_LONGEST = 200
_LONGEST_WORDS = 120


def summarise(event: Event) -> str:
    """ "Air strike by United States on militia in Al Qā'im, Iraq (2024-02-02): 16 killed"."""
    if event.statement is not None:
        return _said(event)
    kind = catalogue()[event.type]
    label = kind.subtypes[event.subtype].label if event.subtype in kind.subtypes else kind.label
    parts = [label]
    agent, patient = kind.role_at("agent"), kind.role_at("patient")
    if agent and (who := _names(event, agent)):
        parts.append(f"by {who}")
    if patient and kind.records != "harm" and (whom := _names(event, patient)):
        parts.append(f"{'on' if kind.forceful else _LEADING.get(kind.frame, 'on')} {whom}")
    if event.places:
        place = event.places[0]
        parts.append(
            f"in {place.name}" + (f", {place.country}" if place.country and place.country != place.name else "")
        )
    if event.time and event.time.start:
        parts.append(f"({event.time.value[:10]})")
    line = " ".join(parts)
    sums = [(effect, own_figure(event.casualties, effect)) for effect in effects(event)]
    if figures := [_figure(effect, found.low, found.high) for effect, found in sums if found.low or found.high]:
        line += ": " + ", ".join(figures)
    if event.factuality != "asserted":
        line += f" [{event.factuality}]"
    return line[:_LONGEST]


def _names(event: Event, role: str) -> str:
    names: Sequence[str] = list(dict.fromkeys(p.name for p in event.participants if p.role == role))
    return " and ".join(names[:2])


def _figure(effect: str, low: int | None, high: int | None) -> str:
    number = (
        f"{low}" if low == high else f"{low}+" if high is None else f"up to {high}" if low is None else f"{low}–{high}"
    )
    return f"{number} {_DONE[effect]}"


def _said(event: Event) -> str:
    speaker = _names(event, catalogue().speech.role_at("speaker") or "") or "Unnamed source"
    words = " … ".join(span.text for span in event.statement.content) if event.statement else ""
    words = " ".join(words.split())
    if len(words) > _LONGEST_WORDS:
        words = words[:_LONGEST_WORDS].rstrip() + "…"
    subtype = catalogue().speech.subtypes.get(event.subtype or "")
    line = f"{speaker}: {words}"
    if subtype and subtype.reads:
        verb, _, rest = subtype.reads.partition(" ")
        line = f"{speaker} {verb} {words}" if rest and words.startswith(rest) else f"{speaker} {subtype.reads}: {words}"
    return line if event.factuality == "asserted" else f"{line} [{event.factuality}]"
