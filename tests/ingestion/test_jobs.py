"""Jobs are claimed once, and clients take turns."""

from __future__ import annotations

import threading

import pytest

from app.errors import BusyError
from app.ingestion.admissions import Admissions
from app.ingestion.jobs import Job, JobQueue


def job(client: str, name: str = "") -> Job:
    return Job(print, (name,), client=client)


def test_clients_take_turns() -> None:
    queue = JobQueue()
    for client, name in (("a", "1"), ("a", "2"), ("a", "3"), ("b", "1"), ("c", "1"), ("b", "2")):
        queue.put(job(client, name))
    taken = [queue.get() for _ in range(6)]
    assert [(t.client, t.given[0]) for t in taken if t] == [
        ("a", "1"), ("b", "1"), ("c", "1"), ("a", "2"), ("b", "2"), ("a", "3"),
    ]  # fmt: skip


def test_a_job_is_done_once_and_not_when_cancelled() -> None:
    queue = JobQueue()
    refused, abandoned, good = job("a"), job("a"), job("a")
    for each in (refused, abandoned, good):
        queue.put(each)
    assert refused.refuse(BusyError("no room"))
    abandoned.abandon()
    assert queue.get() is good
    assert not good.refuse(BusyError("too late"))
    assert not good.claim()
    with pytest.raises(BusyError, match="no room"):
        refused.future.result()


def test_a_queue_that_closes_refuses_what_waits_and_wakes_who_waits() -> None:
    queue = JobQueue()
    waiting = job("a")
    woken: list[object] = []
    thread = threading.Thread(target=lambda: woken.extend([queue.get(), queue.get()]))
    thread.start()
    queue.put(waiting)
    while not waiting.future.running():
        pass
    late = job("a")
    queue.close()
    thread.join(timeout=10)
    assert woken == [waiting, None]
    with pytest.raises(BusyError, match="shutting down"):
        queue.put(late)


def test_places_are_bounded_and_given_back() -> None:
    places = Admissions(2)
    with places.admit("a"), places.admit("a"), pytest.raises(BusyError, match="Too many"):
        places.admit("a")
    with places.admit("a"), places.admit("a"):
        pass


def test_a_client_with_few_places_displaces_the_last_of_the_one_with_most() -> None:
    places = Admissions(4)
    jobs = []
    for _ in range(4):
        place = places.admit("greedy")
        jobs.append(job("greedy"))
        place.waits_for(jobs[-1])
    assert jobs[3].claim()  # is being read: it keeps its place
    places.admit("modest")
    with pytest.raises(BusyError, match="Too many"):
        jobs[2].future.result(timeout=1)
    places.admit("modest")
    assert jobs[1].future.done()
    with pytest.raises(BusyError):  # two each: nobody has more than his share
        places.admit("modest")
    assert not jobs[0].future.done()


def test_a_place_that_was_given_away_is_not_used() -> None:
    places = Admissions(3)
    held = [places.admit("greedy") for _ in range(3)]
    for place in held:
        place.waits_for(job("greedy"))
    places.admit("modest")
    again = job("greedy")
    held[2].waits_for(again)
    with pytest.raises(BusyError):
        again.future.result(timeout=1)
