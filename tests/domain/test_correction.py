"""Decisions of people, laid over what the machine reads: nothing of theirs is lost when it reads again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.domain.correction import Decision, corrected_events, event_values, standing
from app.domain.event import Event, Link
from app.domain.evidence import Span
from tests.factories import make_casualty, make_event, make_time


def step(number: int, event: Event, action: Any, values: dict[str, Any] | None = None, **given: Any) -> Decision:
    return Decision(number, event.id, action, "desk", "2024-02-04T10:00:00Z", "why", values or {}, event, **given)


def day(value: str) -> dict[str, Any]:
    return {"time": event_values(make_event(time=make_time(f"{value}T00:00:00", f"{value}T12:00:00")))["time"]}


def test_without_decisions_the_machine_is_right() -> None:
    machine = (make_event(), make_event(trigger=Span(0, 6, "Shells")))
    assert corrected_events(machine, ()) == (machine[1], machine[0])


def test_a_correction_sets_its_fields_and_what_follows_from_them() -> None:
    event = make_event(casualties=(make_casualty(),))
    (found,) = corrected_events([event], [step(1, event, "corrected", {"subtype": "airstrike"})])
    assert (found.id, found.subtype, found.codes["cameo"], found.confidence) == (event.id, "airstrike", "195", 1.0)
    assert found.summary.startswith("Air strike by Red Brigade in Basra")
    assert found.time == event.time
    assert found.review is not None
    assert (found.review.status, found.review.fields, found.review.by) == ("corrected", ("subtype",), "desk")


def test_later_steps_lie_over_earlier_ones_and_undone_ones_do_not_count() -> None:
    event = make_event()
    steps = [
        step(1, event, "corrected", {"subtype": "airstrike"}),
        step(2, event, "corrected", {"subtype": "bombing"}),
        step(3, event, "undone", undoes=2),
    ]
    (found,) = corrected_events([event], steps)
    assert found.subtype == "airstrike"
    assert [one.number for one in standing(steps)] == [1]
    assert corrected_events([event], [*steps, step(4, event, "undone", undoes=1)]) == (event,)


def test_a_rejected_event_goes_with_the_links_to_it_and_its_figures_are_counted_elsewhere() -> None:
    act = make_event(casualties=(make_casualty(),))
    harm = make_event(type="casualties", subtype=None, links=(Link("caused_by", act.id),), casualties=act.casualties)
    assert not harm.counted
    assert corrected_events([act, harm], [step(1, act, "rejected")]) == (replace(harm, links=(), counted=True),)


def test_a_new_reading_keeps_corrections_and_brings_its_own_values_for_other_fields() -> None:
    old = make_event(summary="old")
    new = replace(old, factuality="alleged", subtype="bombing")
    (found,) = corrected_events([new], [step(1, old, "corrected", day("2024-02-09"))])
    assert (found.factuality, found.subtype) == ("alleged", "bombing")
    assert found.time is not None
    assert found.time.start == "2024-02-09T00:00:00"


def test_a_confirmed_event_stays_as_it_was_confirmed() -> None:
    old = make_event()
    (found,) = corrected_events([replace(old, factuality="denied", places=())], [step(1, old, "confirmed")])
    assert (found.factuality, found.places) == (old.factuality, old.places)
    assert found.review is not None
    assert (found.review.status, found.review.fields) == ("confirmed", ())


def test_an_event_under_another_id_is_found_again_by_its_words() -> None:
    old, other = make_event(), make_event(type="protest", subtype=None)
    new = replace(old, id=other.id[::-1])
    speech = make_event(type="statement", subtype=None, links=(Link("about", new.id),), trigger=Span(30, 33, "say"))
    steps = [step(1, old, "corrected", {"subtype": "bombing"})]
    found = corrected_events([new, other, speech], steps)
    assert {(event.id, event.type, event.subtype) for event in found} == {
        (old.id, "strike", "bombing"),
        (other.id, "protest", None),
        (speech.id, "statement", None),
    }
    assert found[-1].links == (Link("about", old.id),)
    assert corrected_events([new, other], [step(1, old, "rejected")]) == (other,)


def test_an_event_that_the_machine_lost_stays_as_people_left_it() -> None:
    old = make_event()
    elsewhere = make_event(trigger=Span(20, 24, "edge"), mentions=(Span(20, 24, "edge"),))
    found = corrected_events([elsewhere], [step(1, old, "corrected", {"subtype": "bombing"})])
    assert [(event.id, event.subtype) for event in found] == [(old.id, "bombing"), (elsewhere.id, "shelling")]


def test_an_added_event_is_whole() -> None:
    added = make_event(summary="", codes={})
    decision = replace(step(1, added, "added", event_values(added)), before=None)
    (found,) = corrected_events([], [decision])
    assert (found.review and found.review.status, found.codes["cameo"]) == ("added", "194")
    assert found.summary.startswith("Shelling by Red Brigade")
