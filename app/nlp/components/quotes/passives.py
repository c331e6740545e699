"""Whether the subject of a verb of saying is spoken of: "was accused", "asked about it, she", "Mayor accused of"."""

from __future__ import annotations

from app.nlp.components.quotes.page import Page
from app.nlp.lexicon.reporting import reporting

_HEADLINE = 20  # tokens


def is_passive(page: Page, verb: int, by_dep: dict[str, list[int]]) -> bool:
    """Whether a verb is a passive; ``by_dep``: its dependents by their relation."""
    passive = "nsubjpass" in by_dep or "auxpass" in by_dep or _participle(page, verb, by_dep)
    return (passive or _headline_passive(page, verb, by_dep)) and not _perfect(page, by_dep)


def _participle(page: Page, verb: int, by_dep: dict[str, list[int]]) -> bool:
    """A bare past participle: "asked about the plan, she ...", "claims made by ..."."""
    columns = page.columns
    return (
        columns.tag[verb] == "VBN"
        and columns.dep[verb] in ("acl", "advcl", "amod")
        and not any(k in by_dep for k in ("nsubj", "aux"))
    )


def _perfect(page: Page, by_dep: dict[str, list[int]]) -> bool:
    """ "who's called for a vote": a "has" that is taken for "is"."""
    return "nsubj" in by_dep and any(page.columns.lower[k] in ("'s", "’s") for k in by_dep.get("auxpass", ()))


def _headline_passive(page: Page, verb: int, by_dep: dict[str, list[int]]) -> bool:
    """ "Police asked to look into leak", "Mayor accused of theft": in a headline a past form without its object."""
    columns = page.columns
    if columns.tag[verb] not in ("VBD", "VBN") or "aux" in by_dep or columns.lemma[verb] not in reporting().addressing:
        return False
    first, last = columns.sents[columns.sent[verb]]
    while last > first and columns.text[last - 1].isspace():
        last -= 1
    if last - first > _HEADLINE or not columns.text[last - 1][-1].isalnum():
        return False
    owned = any(columns.dep[s] == "nsubj" for k in by_dep.get("ccomp", ()) for s in columns.kids[k])
    return not (owned or by_dep.keys() & {"dobj", "dative"}) and "nsubj" in by_dep
