"""Rate limits by key and by address."""

from __future__ import annotations

import pytest

from app.api.security.rate_limits import RateLimits, network_of
from app.errors import TooManyRequestsError
from tests.api.security.conftest import STRANGER, Serve, bearer

EVENTS = "/v1/events?limit=1"


def test_one_too_many_says_when_to_try_again() -> None:
    limits = RateLimits()
    left = [limits.count("a", "3/minute", "Send less.").remaining for _ in range(3)]
    assert left == [2, 1, 0]
    with pytest.raises(TooManyRequestsError) as error:
        limits.count("a", "3/minute", "Send less.")
    assert str(error.value).startswith("More than 3 requests a minute. Try again in ")
    assert str(error.value).endswith(" seconds. Send less.")
    headers = error.value.headers
    assert (headers["RateLimit-Limit"], headers["RateLimit-Remaining"]) == ("3", "0")
    assert 1 <= int(headers["Retry-After"]) <= 120
    assert limits.count("b", "3/minute", "").remaining == 2


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("unix", "unix"),
        (None, "unknown"),
    ],
)
def test_addresses_are_counted_by_household(address: str | None, network: str) -> None:
    assert network_of(address) == network


def test_addresses_and_keys_have_limits_of_their_own(serve: Serve) -> None:
    served = serve(anonymous="read", anonymous_rate_limit="2/minute", rate_limit="4/minute")
    token, other = served.make_key("read"), served.make_key("read", name="slow", rate_limit="1/minute")
    stranger = served.client(STRANGER, "198.51.100.7")
    assert [stranger.get(EVENTS).status_code for _ in range(3)] == [200, 200, 429]
    refused = stranger.get(EVENTS)
    assert refused.json()["type"] == "urn:dateline:error:too-many-requests"
    assert {"retry-after", "ratelimit-limit", "ratelimit-remaining", "ratelimit-reset"} <= set(refused.headers)
    assert [stranger.get(EVENTS, headers=bearer(token)).status_code for _ in range(5)] == [200] * 4 + [429]
    assert [stranger.get(EVENTS, headers=bearer(other)).status_code for _ in range(2)] == [200, 429]
    elsewhere = served.client(("203.0.113.10", 1), "198.51.100.7")
    answer = elsewhere.get(EVENTS)
    assert (answer.status_code, answer.headers["ratelimit-limit"]) == (200, "2")
    assert answer.headers["ratelimit-remaining"] == "1"


def test_guessing_keys_is_limited_by_address(serve: Serve) -> None:
    served = serve(anonymous_rate_limit="3/minute")
    token = served.make_key("read")
    client = served.client(STRANGER, "198.51.100.7")
    guesses = [client.get(EVENTS, headers=bearer(f"dateline_0000000{n}_{'A' * 43}")).status_code for n in range(5)]
    assert guesses == [401, 401, 401, 429, 429]
    assert [client.post("/v1/session", json={"key": token}).status_code] == [429]
    assert client.get(EVENTS, headers=bearer(token)).status_code == 200


def test_programs_on_this_machine_are_not_limited_until_a_key_is_made(serve: Serve) -> None:
    served = serve(anonymous_rate_limit="1/minute", rate_limit="")
    answers = [served.client().get(EVENTS) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert "ratelimit-limit" not in answers[0].headers
    token = served.make_key("read")
    assert [served.client().get(EVENTS, headers=bearer(token)).status_code for _ in range(3)] == [200] * 3
    assert [served.client().get(EVENTS).status_code for _ in range(2)] == [401, 429]
