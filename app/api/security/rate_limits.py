"""Rate limits by key and by address, counted in the memory of each web process."""

from __future__ import annotations

import functools
import ipaddress
import math
import time
from dataclasses import dataclass

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from app.api.security.addresses import parse_address
from app.errors import TooManyRequestsError

#: One household or server has at least this number of addresses of version 6: they count as one.
_IPV6_PREFIX = 64


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a caller stands: requests in a window, those that are left, and seconds until there are more."""

    limit: int
    remaining: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        """As headers of an answer."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }


class RateLimits:
    """Counts requests in sliding windows."""

    def __init__(self) -> None:
        self._windows = SlidingWindowCounterRateLimiter(MemoryStorage())

    def count(self, identity: str, limit: str, advice: str) -> Standing:
        """Count one request of ``identity``, of which ``limit`` (as ``100/minute``) are allowed.

        Raises ``TooManyRequestsError``, whose message ends with ``advice``, when it is one too many.
        """
        item = _parsed(limit)
        allowed = self._windows.hit(item, identity)
        window = self._windows.get_window_stats(item, identity)
        wait = max(1, math.ceil(window.reset_time - time.time()))
        standing = Standing(item.amount, max(0, window.remaining), wait)
        if not allowed:
            raise TooManyRequestsError(
                f"More than {limit.replace('/', ' requests a ')}. Try again in {wait} seconds. {advice}",
                Retry_After=str(wait),
                **{name.replace("-", "_"): value for name, value in standing.headers.items()},
            )
        return standing


@functools.lru_cache(maxsize=200)
def _parsed(limit: str) -> RateLimitItem:
    return parse(limit)


def network_of(address: str | None) -> str:
    """What an address is counted by: itself, or its network for version 6."""
    parsed = parse_address(address or "")
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, _IPV6_PREFIX), strict=False))
    return str(parsed or address or "unknown")
