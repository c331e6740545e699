"""How time expressions hang in their sentences: on which word, under which verb."""

from __future__ import annotations

from dataclasses import dataclass

from app.nlp.annotations import TimeMention
from app.nlp.lexicon import word_list
from app.nlp.token_table import TokenTable

VERBAL = frozenset(("VERB", "AUX"))
NOMINAL = frozenset(("NOUN", "PROPN", "PRON"))
MODIFIER = frozenset(("poss", "compound", "amod", "nmod", "nummod", "npadvmod", "appos"))
FINE = frozenset(("minute", "hour", "part_of_day", "day"))


def words(lexicon: str, name: str) -> frozenset[str]:
    """A word list of a lexicon file."""
    return word_list(f"{lexicon}.{name}")


@dataclass(frozen=True, slots=True)
class Hung:
    """A time expression as it hangs in its sentence: ``host`` is the word that it modifies, ``verb`` the one above.

    ``between``: a noun stands between the expression and the verb. ``fronted``: it opens the sentence. ``sequel``: it
    is counted from what was reported before ("the following day").
    """

    mention: TimeMention
    host: int
    verb: int
    prep: str
    between: bool
    fronted: bool
    reporting: bool
    sequel: bool

    @property
    def fine(self) -> bool:
        """Whether it names a day or less."""
        return self.mention.expression.precision in FINE


def hang(tokens: TokenTable, mention: TimeMention) -> Hung:
    """Find what an expression modifies."""
    inside = range(mention.start, mention.end)
    token = next((i for i in inside if tokens.head[i] not in inside and tokens.pos[i] != "PUNCT"), mention.end - 1)
    host, prep = tokens.head[token], ""
    for _ in range(3):
        if tokens.pos[host] not in ("ADP", "SCONJ", "ADV", "ADJ") or tokens.head[host] == host:
            break
        prep = prep or tokens.lower[host]
        host = tokens.head[host]
    verb, between = climb(tokens, host)
    if (content := set_apart(tokens, mention)) >= 0:
        host, verb, between = content, content, False
    elif (said := just_said(tokens, mention, token)) >= 0:
        host, verb, between = said, said, False
    first = tokens.sents[tokens.sent[mention.start]][0]
    fronted = opens(tokens, first, mention)
    reporting = verb >= 0 and dates_report(tokens, verb, mention)
    modifies = tokens.dep[token] in MODIFIER and tokens.pos[host] in NOMINAL  # "a Saturday ambush", whatever its verb
    if reporting and mention.start < verb and not fronted and not modifies:
        host = verb = reported_verb(tokens, verb, mention.start)
        reporting = dates_report(tokens, verb, mention)
    sequel = any(tokens.lower[i] in words("event_times", "sequel") for i in inside)
    return Hung(mention, host, verb, prep, between, fronted, reporting, sequel)


def just_said(tokens: TokenTable, mention: TimeMention, token: int) -> int:
    """The verb of saying before a day that the parser gave to what is said ("said on Thursday it had left"), or -1."""
    i = mention.start - 1
    i -= i > 0 and tokens.lower[i] == "on"
    day = mention.expression.precision in FINE and tokens.dep[token] in ("npadvmod", "pobj")
    if i < 0 or not day or tokens.pos[i] != "VERB" or tokens.lemma[i] not in words("times_context", "reporting"):
        return -1
    return i if any(k > i and tokens.dep[k] == "ccomp" and tokens.left[k] == i + 1 for k in tokens.kids[i]) else -1


def set_apart(tokens: TokenTable, mention: TimeMention) -> int:
    """The verb of what is said where a comma gives it the day: "said on May 3, troops left"; -1 for none."""
    i = mention.start - 1
    i -= i > 0 and tokens.lower[i] == "on"
    after = mention.end
    if i < 0 or after + 1 >= len(tokens.lower) or tokens.lower[after] != ",":
        return -1
    if tokens.pos[i] != "VERB" or tokens.lemma[i] not in words("times_context", "reporting"):
        return -1
    said = (k for k in tokens.kids[i] if k > after and tokens.dep[k] == "ccomp")
    return next((k for k in said if tokens.left[k] <= after + 1 and tokens.lower[after + 1] != "that"), -1)


def dates_report(tokens: TokenTable, verb: int, mention: TimeMention) -> bool:
    """Whether an expression dates the report: "said Friday"; not "the shooting was reported at 3 p.m."."""
    if tokens.lemma[verb] not in words("times_context", "reporting") or mention.expression.precision in (
        "minute",
        "hour",
    ):
        return False
    passive = any(tokens.dep[k] == "nsubjpass" and tokens.pos[k] == "NOUN" for k in tokens.kids[verb])
    return not (passive and tokens.lemma[verb] in words("times_context", "dates_its_subject"))


def reported_verb(tokens: TokenTable, verb: int, before: int) -> int:
    """The verb of the report's content: "was shot Saturday, the sheriff said"; else the verb itself."""
    inner = [k for k in tokens.kids[verb] if tokens.dep[k] in ("ccomp", "parataxis") and k < before]
    if (
        not inner
        and tokens.head[verb] < before
        and tokens.pos[tokens.head[verb]] in VERBAL
        and behind(tokens, verb, before)
    ):
        return tokens.head[verb]
    return inner[-1] if inner else verb


def behind(tokens: TokenTable, verb: int, before: int) -> bool:
    """Whether a reporting verb's subject stands after an expression and a comma: "was shot Saturday, police said"."""
    subject = next((k for k in tokens.kids[verb] if tokens.dep[k] == "nsubj"), -1)
    return (
        before < tokens.left[subject] and "," in tokens.text[before : tokens.left[subject]] if subject >= 0 else False
    )


def opens(tokens: TokenTable, first: int, mention: TimeMention) -> bool:
    """Whether an expression opens its sentence: "On Friday, …", "Friday night …"."""
    lead = [i for i in range(first, mention.start) if tokens.pos[i] not in ("PUNCT", "SPACE")]
    return len(lead) <= 1 and all(tokens.pos[i] in ("ADP", "ADV", "SCONJ", "CCONJ", "DET") for i in lead)


def climb(tokens: TokenTable, i: int) -> tuple[int, bool]:
    """The verb at or above a token (-1: none), and whether a noun was passed."""
    between = False
    for _ in range(10):
        if tokens.pos[i] in VERBAL:
            return i, between
        between = between or tokens.pos[i] in NOMINAL
        if tokens.head[i] == i:
            return -1, between
        i = tokens.head[i]
    return -1, between


def occurrence(tokens: TokenTable, item: Hung) -> bool:
    """Whether an expression dates that something took place: "It happened about 10 p.m. Friday"."""
    return (
        item.verb >= 0
        and item.fine
        and not item.reporting
        and not conceded(tokens, item)
        and tokens.lemma[item.verb] in words("event_times", "occurrence")
    )


def conceded(tokens: TokenTable, item: Hung) -> bool:
    """Whether an end stands behind what is not reported: "the raids come despite a truce until Friday"."""
    if item.prep not in words("event_times", "until"):
        return False
    first = tokens.sents[tokens.sent[item.mention.start]][0]
    return not words("event_times", "conceding").isdisjoint(tokens.lower[first : item.mention.start])


def aftermath(tokens: TokenTable, item: Hung) -> bool:
    """Whether an expression dates what came after: "was charged Thursday", "remained in hospital Friday"."""
    return item.verb < 0 or item.reporting or tokens.lemma[item.verb] in words("event_times", "aftermath")
