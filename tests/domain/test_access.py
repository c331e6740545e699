from __future__ import annotations

import datetime as dt

import pytest

from app.domain.access import EVERYTHING, AccessKey, digest_of, implied, key_id_of, new_token

NOW = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def test_tokens_are_random_and_contain_their_id() -> None:
    made = [new_token() for _ in range(100)]
    assert len(set(made)) == 100
    assert all(key_id_of(token) == key_id for key_id, token in made)
    assert {len(token) for _, token in made} == {61}


@pytest.mark.parametrize("text", ["", "dateline_", "dateline_0000000g_" + "A" * 43, "dateline_00000000_" + "A" * 42])
def test_what_is_not_a_token(text: str) -> None:
    assert key_id_of(text) is None


def test_a_key_is_opened_by_its_token_alone() -> None:
    key_id, token = new_token()
    key = AccessKey(key_id, "desk", digest_of(token), ("read",), NOW)
    assert key.opened_by(token)
    assert not any(key.opened_by(other) for other in (token[:-1], token + "A", "", "\ud800", key.digest))


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({}, "active"),
        ({"expires_at": NOW + HOUR}, "active"),
        ({"expires_at": NOW}, "expired"),
        ({"revoked_at": NOW + HOUR}, "active"),
        ({"revoked_at": NOW}, "revoked"),
        ({"revoked_at": NOW - HOUR, "expires_at": NOW - HOUR}, "revoked"),
    ],
)
def test_states(given: dict[str, dt.datetime], state: str) -> None:
    assert AccessKey("0", "desk", "", ("read",), NOW - HOUR, **given).state(NOW) == state


def test_admin_includes_the_other_scopes_and_no_other_includes_any() -> None:
    assert implied(["admin"]) == EVERYTHING
    assert implied(["edit", "read"]) == {"edit", "read"}
