"""What the clause of each trigger says that may tie it to another trigger or part it from one: local evidence only."""

from __future__ import annotations

import bisect
from collections import defaultdict
from dataclasses import dataclass

from spacy.tokens import Doc

from app.nlp.annotations import CasualtyFound, Mention, Modality, TimeScope, Toponym, Trigger
from app.nlp.lexicon import word_list
from app.nlp.lexicon.weapons import weapon_class
from app.nlp.token_table import TokenTable, token_table
from app.nlp.undertakings import answered, during, elsewhere_reported, in_several, pointed_at, recalled
from app.ontology import catalogue

NOMINAL = frozenset({"NOUN", "PROPN"})
_UNREAL = frozenset({"negated", "planned", "hypothetical", "possible", "denied"})
_FINE = frozenset({"minute", "hour", "part_of_day", "day"})
_SCENES = frozenset({"DATE", "TIME", "GPE", "LOC", "FAC"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_FLYING = frozenset({"drone", "missile", "rocket"})
_INDEFINITE = frozenset({"a", "an"})


def words(name: str) -> frozenset[str]:
    """A word list of the lexicon of event coreference."""
    return word_list(f"event_coreference.{name}")


@dataclass(frozen=True, slots=True)
class TriggerFeatures:
    """The local evidence of one trigger; ``number`` is its position in ``doc._.triggers``.

    ``day`` is the half-open interval of the expression in its own sentence, ``places`` what its own sentence ties to
    it. ``causes``: tokens that grammar names as what did this harm, or as the act that this one is a part of.
    ``paragraph`` counts the title as 0.
    """

    number: int
    trigger: Trigger
    head: int
    lemma: str
    sentence: int
    paragraph: int
    title: bool
    noun: bool
    gerund: bool
    plural: bool
    definite: bool
    indefinite: bool
    fresh: bool  # "another attack", "elsewhere, soldiers fired"
    adding: bool  # "was also hit"
    during: bool  # "during the operation", "in the process"
    answered: bool  # "to avenge the deaths", "in response to the attack"
    day: tuple[str, str] | None
    situated: bool  # its sentence names a time or a place
    fine: bool
    places: tuple[Toponym, ...]
    agents: tuple[Mention, ...]
    patients: tuple[Mention, ...]
    weapons: tuple[Mention, ...]
    weapon_classes: frozenset[str]
    downing: bool  # "shot down nine drones"
    claims: tuple[CasualtyFound, ...]
    unreal: bool
    past: bool
    scope: TimeScope
    speaker: int | None
    causes: tuple[int, ...]
    nouns: frozenset[str]  # nouns of its sentence
    names: frozenset[str]  # words of proper names in its sentence

    def kin(self, other: TriggerFeatures) -> bool:
        """Whether the types of two triggers may report one happening: one type, or harm and an act that owns harm."""
        one, two = catalogue()[self.trigger.type], catalogue()[other.trigger.type]
        if one.code == two.code:
            return True
        return (one.owns_harm and two.records == "harm") or (two.owns_harm and one.records == "harm")

    @property
    def harm(self) -> bool:
        """Whether it reports what happened to people, not the act."""
        return catalogue()[self.trigger.type].records == "harm"

    @property
    def running(self) -> bool:
        """Whether its figures count over more than one happening."""
        return any(c.cumulative for c in self.claims)


def gather(doc: Doc) -> list[TriggerFeatures]:
    """The features of every trigger but those of statements, in text order."""
    reader = _Gatherer(doc)
    return [reader.read(n, t) for n, t in enumerate(doc._.triggers) if catalogue()[t.type].records != "speech"]


class _Gatherer:
    """Reads the triggers of one Doc; short-lived."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.tokens: TokenTable = token_table(doc)
        self.paragraphs = [start for start, _ in doc._.paragraphs]
        self.by_role: dict[str, dict[int, list[Mention]]] = {
            k: defaultdict(list) for k in ("agent", "patient", "means")
        }
        for filler in doc._.roles:
            position = catalogue().position(doc._.triggers[filler.trigger].type, filler.role)
            position = "patient" if position == "harmed" else position
            if position in self.by_role:
                self.by_role[position][filler.trigger].append(filler.mention)
        places = (t.start for t in doc._.toponyms if t.usage == "place")
        self.situated = {self.tokens.sent[i] for i in (*places, *(m.start for m in doc._.times))}
        self._nouns: dict[int, frozenset[str]] = {}
        self._names: dict[int, frozenset[str]] = {}
        self.claims: dict[int, list[CasualtyFound]] = defaultdict(list)
        for claim in doc._.casualties:
            self.claims[claim.trigger].append(claim)

    def read(self, n: int, trigger: Trigger) -> TriggerFeatures:
        """The features of the n-th trigger."""
        tokens, head, doc = self.tokens, trigger.head, self.doc
        modality: Modality | None = doc._.modalities[n] if n < len(doc._.modalities) else None
        time = doc._.event_times[n] if n < len(doc._.event_times) else None
        attribution = doc._.attributions[n] if n < len(doc._.attributions) else None
        lefts = [k for k in tokens.kids[head] if k < head]
        noun = tokens.pos[head] in NOMINAL
        kinds = {tokens.lower[k] for k in lefts}
        means = (weapon_class(doc[m.head]) for m in self.by_role["means"][n])
        weapons = frozenset(kind for kind in means if kind)
        return TriggerFeatures(
            number=n,
            trigger=trigger,
            head=head,
            lemma=tokens.lemma[head],
            sentence=tokens.sent[head],
            paragraph=bisect.bisect_right(self.paragraphs, head),
            title=doc[head].idx < doc._.context.title_end,
            noun=noun,
            gerund=tokens.tag[head] == "VBG",
            plural=noun and tokens.tag[head] in ("NNS", "NNPS"),
            definite=noun and (bool(kinds & _DEFINITE) or any(tokens.tag[k] == "PRP$" for k in lefts)),
            indefinite=noun and bool(kinds & _INDEFINITE),
            fresh=self.fresh(head, lefts, harm=trigger.effect is not None),
            adding=any(tokens.dep[k] == "advmod" and tokens.lower[k] in words("adding") for k in tokens.kids[head]),
            during=during(tokens, head),
            answered=answered(tokens, head),
            day=(time.start, time.end) if time and time.start and time.end else None,
            situated=tokens.sent[head] in self.situated,
            fine=bool(time and time.precision in _FINE),
            places=doc._.event_places[n] if n < len(doc._.event_places) else (),
            agents=tuple(self.by_role["agent"][n]),
            patients=tuple(self.by_role["patient"][n]),
            weapons=tuple(self.by_role["means"][n]),
            weapon_classes=weapons,
            downing=self.downing(n),
            claims=tuple(self.claims[n]),
            unreal=bool(modality and modality.factuality in _UNREAL),
            past=bool(modality and modality.past_reference),
            scope=doc._.time_scopes[n] if n < len(doc._.time_scopes) else "once",
            speaker=attribution.speaker.entity if attribution else None,
            causes=tuple(causes(tokens, head) if trigger.effect else wholes(tokens, head)),
            nouns=self.nouns_of(tokens.sent[head]),
            names=self.names_of(tokens.sent[head]),
        )

    def downing(self, n: int) -> bool:
        """Whether what the n-th act hits is what others have fired or sent."""
        hit = [weapon_class(self.doc[counted(self.tokens, m.head)]) for m in self.by_role["patient"][n]]
        return bool(hit) and all(kind in _FLYING for kind in hit)

    def nouns_of(self, sentence: int) -> frozenset[str]:
        """The nouns of a sentence, as lemmas."""
        if sentence not in self._nouns:
            inside = range(*self.tokens.sents[sentence])
            self._nouns[sentence] = frozenset(self.tokens.lemma[i] for i in inside if self.tokens.pos[i] in NOMINAL)
        return self._nouns[sentence]

    def names_of(self, sentence: int) -> frozenset[str]:
        """The words of proper names in a sentence, in small letters."""
        if sentence not in self._names:
            inside = range(*self.tokens.sents[sentence])
            self._names[sentence] = frozenset(self.tokens.lower[i] for i in inside if self.tokens.pos[i] == "PROPN")
        return self._names[sentence]

    def fresh(self, head: int, lefts: list[int], *, harm: bool) -> bool:
        """Whether words say that it is another: "another attack", "elsewhere, troops fired", "it recalled the raid"."""
        tokens = self.tokens
        if tokens.pos[head] in NOMINAL:
            if pointed_at(tokens, head):
                return False
            new = any(tokens.lemma[k] in words("new") or tokens.lower[k] in words("new") for k in lefts)
            return new or recalled(tokens, head)
        if elsewhere_reported(tokens, head):
            return True
        adverbs = [k for k in lefts if tokens.dep[k] == "advmod"]
        later = (k for k in adverbs if tokens.lower[k] == "later" and not harm)
        if any(tokens.dep[t] == "npadvmod" for k in later for t in tokens.kids[k]):
            return True  # "hours later, they shelled the port"
        return any(tokens.lower[k] in words("openers") for k in adverbs) or in_several(tokens, head)


def causes(tokens: TokenTable, harm: int) -> list[int]:
    """Tokens that grammar names as what did the harm: "the blast that killed", "bombed it, killing", "in the raid"."""
    dep, above = tokens.dep[harm], tokens.head[harm]
    out = _behind_prepositions(tokens, harm)
    caused = dep == "dobj" and tokens.lemma[above] in words("causing")  # "drove into a crowd, causing 12 deaths"
    left = dep in ("oprd", "acomp", "ccomp") and tokens.lemma[above] in words("leaving")  # "left 40 people dead"
    if caused or left:
        out += causes(tokens, above)
    subject = next((k for k in tokens.kids[harm] if tokens.dep[k] == "nsubj"), -1)
    if subject >= 0 and tokens.lower[subject] in ("that", "which") and dep == "relcl":
        subject = above
    if subject >= 0:
        out.append(subject)
    shares = subject < 0 and not any(tokens.dep[k] == "nsubjpass" for k in tokens.kids[harm])
    if dep in ("relcl", "acl", "advcl") or (dep == "conj" and shares):
        out += _above_clause(tokens, harm, acts=subject >= 0)
    if dep == "conj" and shares:  # "the war has claimed 90 lives and displaced 400 people"
        out += [k for k in tokens.kids[above] if tokens.dep[k] == "nsubj"]
    return out


def _behind_prepositions(tokens: TokenTable, harm: int) -> list[int]:
    """What harm was done in, by or from: "killed in shelling", "a mob attack in which four died"."""
    out: list[int] = []
    for child in tokens.kids[harm]:
        if tokens.dep[child] not in ("prep", "agent") or tokens.lower[child] not in words("cause_prepositions"):
            continue
        for noun in (k for k in tokens.kids[child] if tokens.dep[k] in ("pobj", "pcomp")):
            out += [noun, counted(tokens, noun)]
            if noun + 1 < len(tokens.tag) and tokens.tag[noun + 1] == "VBG":  # "killed in police firing"
                out.append(noun + 1)
            if tokens.dep[harm] == "relcl" and tokens.tag[noun] == "WDT":
                above = tokens.head[harm]
                out += [above, tokens.head[tokens.head[above]]] if tokens.dep[above] == "pobj" else [above]
    return out


def _above_clause(tokens: TokenTable, harm: int, *, acts: bool) -> list[int]:
    """What a clause of harm hangs on, or means by it; ``acts``: the clause names who did it."""
    above, dep = tokens.head[harm], tokens.dep[harm]
    there = dep == "relcl" and any(tokens.lower[k] in ("where", "when") for k in tokens.kids[harm])
    if there and acts and any(tokens.dep[k] == "dobj" for k in tokens.kids[harm]):
        return []  # "the village where rebels had killed six"
    out = [above]
    if there or (dep == "relcl" and tokens.ent[above] in _SCENES):  # "a bombing in May, which injured nine"
        out += [k for k in tokens.kids[_verb_above(tokens, above)] if tokens.dep[k] == "dobj"]
    if dep == "advcl":  # "launched a series of attacks, killing two"
        out += [counted(tokens, k) for k in tokens.kids[above] if tokens.dep[k] == "dobj"]
    return out


def _verb_above(tokens: TokenTable, i: int) -> int:
    """The verb over a word, or the top of its sentence."""
    while tokens.pos[i] != "VERB" and tokens.head[i] != i:
        i = tokens.head[i]
    return i


def wholes(tokens: TokenTable, act: int) -> list[int]:
    """Nouns that name the whole of an act: "fought a war", "destroyed in the raid", "the raid was the first attack".

    Not the war in which a town was shelled.
    """
    verb, out = act, []
    marks = {tokens.lower[k] for k in tokens.kids[act]}
    if tokens.dep[act] == "advcl" and tokens.tag[act] == "VBG":
        out.append(tokens.head[act])  # "fired a shot, hitting the gunman"
    if tokens.dep[act] in ("xcomp", "advcl") and tokens.tag[act] == "VB" and "to" in marks:
        out.append(tokens.head[act])  # "fired tear gas to disperse the crowd"
    if tokens.dep[act] == "pobj" and tokens.lower[tokens.head[act]] == "under":
        out.append(tokens.head[tokens.head[act]])  # "placed under house arrest"
    if tokens.dep[act] in ("nsubj", "nsubjpass") and tokens.lemma[tokens.head[act]] in words("equating"):
        verb = tokens.head[act]
        out += [counted(tokens, k) for k in tokens.kids[verb] if tokens.dep[k] == "attr"]
    if tokens.pos[verb] == "VERB":
        objects = ("dobj",) if verb != act else ("dobj", "nsubj")  # "the raids destroyed a depot"
        out += [counted(tokens, k) for k in tokens.kids[verb] if tokens.dep[k] in objects]
    if verb == act:
        inside = (k for k in tokens.kids[verb] if tokens.dep[k] == "prep" and tokens.lower[k] in words("within"))
        nouns = (noun for k in inside for noun in tokens.kids[k] if tokens.dep[noun] == "pobj")
        out += [noun for noun in nouns if tokens.lemma[noun] not in word_list("roles.wars")]
    return out


def counted(tokens: TokenTable, noun: int) -> int:
    """What a word of measure counts: the attacks of "dozens of attacks"."""
    for child in tokens.kids[noun]:
        if child > noun and tokens.lower[child] == "of":
            return next((k for k in tokens.kids[child] if tokens.dep[k] == "pobj"), noun)
    return noun
