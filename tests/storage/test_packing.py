"""Packing gives every text back, and makes what we store small."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.storage.mapping import read_event, write_event
from app.storage.packing import pack, pack_bytes, unpack, unpack_bytes
from tests.factories import BASRA, make_casualty, make_event, make_participant


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_what_is_packed_comes_back(text: str) -> None:
    assert unpack(pack(text)) == text


@given(st.binary(max_size=300))
def test_bytes_that_are_packed_come_back(plain: bytes) -> None:
    assert unpack_bytes(pack_bytes(plain)) == plain


def test_what_an_earlier_version_packed_is_read() -> None:
    packed = bytes.fromhex("010b727572f50956003737410bd4a0a10e5d01580c00")
    assert unpack(packed) == "REBELS took one of the villages"


def test_a_document_takes_a_third_and_comes_back() -> None:
    event = make_event(
        places=(BASRA,),
        participants=(make_participant("attacker", "Red Brigade"),),
        casualties=(make_casualty("killed", 3, 3),),
    )
    document = write_event(event)
    assert len(pack(document)) < len(document) / 2.5
    assert read_event(unpack(pack(document))) == event
