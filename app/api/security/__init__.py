"""Who may call what: keys, scopes, rate limits, and what browsers and proxies are allowed.

``access`` is asked by every route through ``scopes``; ``hosts``, ``proxies`` and ``headers`` are ASGI middleware.
"""
