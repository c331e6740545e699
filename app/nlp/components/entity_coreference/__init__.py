"""Which mentions are the same? A general within-article coreference for people, groups, countries and things.

First the names: full and last names, titles, acronyms defined in the text or made of initials, aliases (``mentions``
gives those one canonical name). Then, in text order, appositions, definite nouns and pronouns. Nothing is joined across
clashing kinds. It leaves "I", "we" and "you" alone: ``quotes`` knows who speaks. Time is linear in the mentions:
every look back is bounded.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp.annotations import Mention
from app.nlp.components.entity_coreference.anaphora import Anaphora
from app.nlp.components.entity_coreference.cluster import Cluster
from app.nlp.components.entity_coreference.names import Names
from app.nlp.token_table import TokenTable, inside_quotations, token_table


def resolve(tokens: TokenTable, mentions: tuple[Mention, ...], inside: Sequence[int] = ()) -> tuple[Mention, ...]:
    """The same mentions with entity numbers, and with the name, kind and country of their entity.

    ``inside`` is the quotation in which each token lies, or -1: a pronoun beside a quotation is nobody named in it.
    """
    texts = [" ".join(tokens.text[m.start : m.end]) for m in mentions]
    names = Names(tokens, mentions, texts)
    names.join()
    Anaphora(tokens, names, inside).resolve()
    number = 0
    for cluster in names.of:
        if cluster is not None and cluster.number < 0:
            cluster.number = number
            cluster.name = _written(cluster, mentions)
            number += 1
    return tuple(_shared(m, c) if c is not None else m for m, c in zip(mentions, names.of, strict=True))


def _country(mention: Mention, cluster: Cluster) -> str | None:
    """A person with a town's name has not the town's country."""
    named = cluster.kind == "person" and mention.kind == "government" and mention.proper
    return cluster.country if named else mention.country_code or cluster.country


def _written(cluster: Cluster, mentions: tuple[Mention, ...]) -> str:
    """A person's name in small letters where the text also writes some of it so: "ELENA DUARTE: ... Duarte left"."""
    name = cluster.name
    if cluster.kind == "person":
        name = name.removesuffix("'s").removesuffix("’s")
    if cluster.kind != "person" or not name.isupper() or all(mentions[k].name.isupper() for k in cluster.members):
        return name
    return name.title()


def _shared(mention: Mention, cluster: Cluster) -> Mention:
    """A mention that knows what its entity is known to be."""
    named = cluster.proper or mention.pronoun or mention.name == cluster.name
    return Mention(
        mention.start,
        mention.end,
        mention.head,
        cluster.kind if mention.pronoun or cluster.proper else mention.kind,
        cluster.name if named else mention.name,
        _country(mention, cluster),
        mention.proper,
        mention.pronoun,
        mention.plural,
        mention.quantity,
        mention.description or (cluster.description if cluster.kind == "person" else None),
        cluster.number,
    )


@Language.component("entity_coreference", assigns=["doc._.mentions"], requires=["doc._.mentions", "doc._.quotations"])
def entity_coreference(doc: Doc) -> Doc:
    """Rewrite ``doc._.mentions`` with entity numbers."""
    doc._.mentions = resolve(token_table(doc), doc._.mentions, inside_quotations(doc))
    return doc
