"""Names joined by "and", for whom "they", "both" and "the two" can stand."""

from __future__ import annotations

from app.nlp.annotations import Mention
from app.nlp.components.entity_coreference.cluster import Cluster
from app.nlp.components.entity_coreference.names import Names
from app.nlp.token_table import TokenTable

_KINDS = frozenset(["person", "government", "organization", "armed_group"])
_SENTENCES = 3  # sentences looked back at
_MOST = 5  # names in one chain


class Pairs:
    """Chains of names, and one entity for each chain to which something refers."""

    def __init__(self, tokens: TokenTable, names: Names) -> None:
        self.tokens = tokens
        self.names = names
        self.chains: dict[int, list[int]] = {}  # position of the first name → of all
        self.first: dict[int, int] = {}  # position of a name → of the first of its chain
        self.made: dict[tuple[int, int], Cluster] = {}
        self.last: list[int] = []

    def note(self, i: int, mention: Mention) -> None:
        """Join a name to the chain before it if it is coordinated with it."""
        tokens = self.tokens
        if not mention.proper or mention.pronoun or tokens.dep[mention.head] != "conj":
            return
        k = self.names.at.get(tokens.head[mention.head], -1)
        one, other = (self.names.of[k], self.names.of[i]) if 0 <= k < i else (None, None)
        if one is None or other is None or one is other or one.family != other.family or one.kind not in _KINDS:
            return
        start = self.first.get(k, k)
        chain = self.chains.setdefault(start, [start])
        if len(chain) < _MOST:
            chain.append(i)
            self.first[k] = self.first[i] = start
            if start not in self.last[-1:]:
                self.last.append(start)

    def of(self, i: int) -> Cluster | None:
        """The entity of the chain that begins with a name, or None."""
        chain = self.chains.get(i)
        return self._entity(chain) if chain else None

    def latest(self, sentence: int, size: int) -> Cluster | None:
        """The last chain of ``size`` names, not too far back."""
        for start in reversed(self.last[-3:]):
            if sentence - self.tokens.sent[self.names.mentions[start].head] > _SENTENCES:
                return None
            if len(self.chains[start]) == size:
                return self._entity(self.chains[start])
        return None

    def _entity(self, chain: list[int]) -> Cluster:
        key = (chain[0], len(chain))
        if key not in self.made:
            parts = [c for c in (self.names.of[k] for k in chain) if c is not None]
            names = [c.name for c in parts]
            lands = {c.country for c in parts}
            together = f"{', '.join(names[:-1])} and {names[-1]}"
            self.made[key] = Cluster(-1, parts[0].kind, together, True, True, lands.pop() if len(lands) == 1 else None)
        return self.made[key]
