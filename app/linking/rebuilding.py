"""Join stored articles to incidents that were not joined yet: those of an older version, or all of them again."""

from __future__ import annotations

from collections.abc import Iterator

from app.linking.store import link
from app.storage import articles, stories
from app.storage.changes import new_change
from app.storage.engine import Sessions, transaction

#: Articles in one transaction: others who write wait that long.
_AT_ONCE = 20


def forget_links(sessions: Sessions) -> None:
    """Forget how articles were compared, so that ``rebuild`` compares all again; incidents keep their ids till then."""
    with transaction(sessions) as session:
        new_change(session)
        stories.forget_all_stories(session)


def waiting(sessions: Sessions) -> int:
    """How many stored articles have not been joined to incidents."""
    with transaction(sessions) as session:
        return stories.count_unlinked(session)


def rebuild(sessions: Sessions) -> Iterator[int]:
    """Join all that waits, in the order of storing; yields the number of articles after each transaction.

    It may be stopped at any time: the next call goes on where it was.
    """
    done = 0
    while True:
        with transaction(sessions) as session:
            change = new_change(session)
            ids = stories.unlinked(session, _AT_ONCE)
            for article_id in ids:
                stored = articles.find(session, article_id)
                if stored is not None:
                    link(session, stored.article, stored.extraction, change)
        if not ids:
            return
        done += len(ids)
        yield done
