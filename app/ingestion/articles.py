"""One article from the door to the shelf; what is known already is given back as it is.

A route that waits without holding a thread does the same in three steps: ``find``, then
``await asyncio.wrap_future(pool.submit(article))`` with no session open, then ``save``.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.domain.article import Article, identify
from app.domain.event import Extraction
from app.storage.articles import find, save
from app.storage.engine import release
from app.storage.mapping import StoredArticle


def ingest(session: Session, extract: Callable[[Article], Extraction], article: Article) -> tuple[StoredArticle, bool]:
    """Read and keep a prepared article; says whether it is new. The caller commits.

    The session must not have written yet: its connection goes back to the pool while the article is read, so
    that a long article keeps neither a lock nor a connection from others.
    """
    known = find(session, identify(article))
    if known:
        return known, False
    release(session)
    return save(session, article, extract(article))


def read_again(session: Session, extract: Callable[[Article], Extraction], article_id: str) -> StoredArticle | None:
    """Read a stored article with the pipeline of today; its events are replaced if the version differs.

    None when no such article is stored. The caller commits.
    """
    known = find(session, article_id)
    if known is None:
        return None
    release(session)
    return save(session, known.article, extract(known.article))[0]
