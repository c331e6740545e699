"""Which of the places of a sentence belong to an event: the strongest tie, what lies inside it, and its list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc

from app.domain.geo import distance_km
from app.domain.place import Place
from app.nlp.annotations import Toponym, Trigger
from app.nlp.components.event_places.attachment import ORIGIN, Site, speaks, tie
from app.nlp.components.event_places.words import words
from app.nlp.lexicon import word_list
from app.ontology import catalogue

LEAST = 0.35
FINENESS = {"point": 0, "city": 0, "admin1": 1, "region": 2, "country": 3, None: 0}
_FINER = 0.5  # a place inside the best one is taken instead when its tie is at least this share of the best
_TOGETHER = 0.9  # a second place is kept when its tie is this near to the best
_PLACED = 0.6  # how far an unknown name is trusted to lie where its container is
_GAP = 6  # tokens between a place and the one that holds it
_OWN, _OUTSIDE = 0.5, 0.8  # the tie of a place in an event's own clause, and what others beside it keep
_SHARED = 6  # tokens between two places over which a number is shared out
_LINKS = 4  # tokens between two names of a list
_OPENING, _FRONT = 8, 0.45  # tokens before a place that opens a sentence, and its tie to all that follows
_ARTICLES = frozenset({"a", "an", "the"})
_AND = frozenset({"and", "or", "&"})
_PINS = frozenset({"point", "city", "admin1"})
_REACH_KM = 60.0  # what lies further from a district's middle is not in it
_HARM = 0.3  # what a hospital's address keeps as the place of those who died or are treated there

Scored = Sequence[tuple[float, Site]]


def local_places(doc: Doc, trigger: Trigger, sites: Sequence[Site]) -> tuple[Toponym, ...]:
    """The places that the event's own sentence ties to it, the main one first."""
    scored = [(score(doc, trigger, site), site) for site in sites]
    scored = [pair for pair in own_first(doc, trigger, scored) if pair[0] >= LEAST]
    if not scored:
        return ()
    lead = max(scored, key=lambda pair: pair[0])[1] if lasts(trigger) else innermost(doc, scored)
    top = max(value for value, _ in scored)
    together = [s for value, s in scored if value >= _TOGETHER * top and s.group == lead.group] or [lead]
    chief = outside_brackets(doc, [s for s in together if not s.joined] or together)
    chief = [s for s in chief if not any(within(doc, o, s) and not street(doc, o) for o in chief)] or chief
    finest = min(chief, key=lambda s: (FINENESS[s.toponym.place.precision], not s.direct, -s.toponym.start))
    listed = [finest, *companions(doc, finest, together, sites, whole=catalogue()[trigger.type].records != "harm")]
    ranked = sorted(scored, key=lambda pair: -pair[0])
    return tuple(placed(doc, s, sites, [other for _, other in ranked]) for s in listed)


def own_first(doc: Doc, trigger: Trigger, scored: Scored) -> Scored:
    """The sites, those outside the event's own clause less sure where one stands in it: "and wounded six in Kidal"."""
    head = doc[trigger.head]
    clause = range(head.left_edge.i, head.right_edge.i + 1)
    if head.dep_ != "conj" or not any(value >= _OWN and s.toponym.start in clause for value, s in scored):
        return scored
    return [(value if s.toponym.start in clause else value * _OUTSIDE, s) for value, s in scored]


def lasts(trigger: Trigger) -> bool:
    """Whether it is a whole war, which lies in the land that is named and not in a town inside it."""
    return catalogue()[trigger.type].lasts(trigger.subtype)


def score(doc: Doc, trigger: Trigger, site: Site) -> float:
    """How strongly a site is tied to an event."""
    value = site.weight * max(tie(doc, site.anchor, trigger.head), front(doc, trigger, site))
    if rules_there(doc, trigger, site):
        value /= ORIGIN
    if of_an_attack(doc, trigger, site):
        value *= ORIGIN
    cared_for = doc[trigger.head].lemma_.lower() in words().dying or treated(doc, site)
    return value * _HARM if site.care and cared_for else value


def rules_there(doc: Doc, trigger: Trigger, site: Site) -> bool:
    """Whether a site is that of the court which does what is reported: "A court in X acquitted a man"."""
    court = doc[site.anchor]
    rules = court.lower_ in words().courts and speaks(court) and court.head.i == trigger.head
    return rules and not catalogue()[trigger.type].forceful


def of_an_attack(doc: Doc, trigger: Trigger, site: Site) -> bool:
    """Whether a site is that of an act of force from which another follows: "resigned after an attack in Kano"."""
    if catalogue()[trigger.type].forceful:
        return False
    forceful = {t.head for t in doc._.triggers if catalogue()[t.type].forceful}
    token = doc[site.anchor]
    while token.i not in (trigger.head, token.head.i):
        if token.i in forceful:
            return True
        token = token.head
    return False


def treated(doc: Doc, site: Site) -> bool:
    """Whether the clause of a hospital says where people are treated: "the injured were taken to a hospital in X"."""
    token = doc[site.anchor]
    while token.pos_ != "VERB" and token.head.i != token.i:
        token = token.head
    return any(c.dep_ in ("nsubj", "nsubjpass") and c.lower_ in words().treated for c in token.lefts)


def front(doc: Doc, trigger: Trigger, site: Site) -> float:
    """How far a place that opens a sentence holds for the whole sentence: "In X, six were killed, nine arrested".

    Not for the content of a statement that was made there.
    """
    opening = [t for t in doc[doc[trigger.head].sent.start : site.toponym.start] if not t.is_punct and not t.is_space]
    if (
        not 0 < len(opening) <= _OPENING
        or site.weight < 1.0
        or opening[0].lower_ not in word_list("event_places.leading")
    ):
        return 0.0
    if any(token.pos_ in ("VERB", "AUX") for token in opening):
        return 0.0
    token = doc[trigger.head]
    while token.head.i != token.i:
        if token.head.lemma_.lower() in words().saying and token.dep_ in ("ccomp", "dobj", "pobj"):
            return 0.0
        token = token.head
    return _FRONT


def innermost(doc: Doc, scored: Scored) -> Site:
    """The site of the strongest tie, or one that lies inside it and is tied well enough."""
    top, lead = max(scored, key=lambda pair: pair[0])
    for _ in range(3):
        inner = [
            (value, s) for value, s in scored if value >= _FINER * top and not street(doc, s) and within(doc, s, lead)
        ]
        if not inner:
            break
        lead = max(inner, key=lambda pair: pair[0])[1]
    return lead


def outside_brackets(doc: Doc, sites: list[Site]) -> list[Site]:
    """The sites before an opening bracket: "in Halab (Aleppo)"."""
    first, last = sites[0].toponym.end, sites[-1].toponym.start
    opened = next((i for i in range(first, last) if doc[i].text == "("), None)
    return [s for s in sites if opened is None or s.toponym.start < opened]


def companions(doc: Doc, finest: Site, together: Sequence[Site], sites: Sequence[Site], *, whole: bool) -> list[Site]:
    """The other places of the same list: "in Bari, Padua and Rome"; ``whole``: also "two in Bari, three in Padua"."""
    others = [s for s in together if s.joined and s is not finest]
    others += [s for s in sites if s.joined and s.group == finest.group and s not in others and s is not finest]
    others += [s for s in enumerated(doc, finest, sites, whole=whole) if s not in others and s is not finest]
    return [s for s in others if not within(doc, finest, s)]


def enumerated(doc: Doc, site: Site, sites: Sequence[Site], *, whole: bool) -> list[Site]:
    """The run of names to which one belongs: commas and an "and" between them, however they were parsed."""
    run: list[Site] = []
    closed = False
    for other in sites:
        gap = [t.lower_ for t in doc[run[-1].toponym.end : other.toponym.start]] if run else []
        if run and not (joins(gap) or (whole and shares(doc, run[-1], other))):
            if closed and site in run:
                return run
            run, closed = [], False
        closed = closed or bool(_AND & set(gap))
        run.append(other)
    return run if closed and site in run else []


def joins(gap: list[str]) -> bool:
    """Whether words join two names of a list: ", ", "and", ", and in the"."""
    return bool(gap) and len(gap) <= _LINKS and gap[0] in _AND | {","} and set(gap[1:]) <= _AND | {"in", "the", "at"}


def shares(doc: Doc, one: Site, other: Site) -> bool:
    """Whether a number is shared out over two places: "four depots in Bari and three in Padua"."""
    gap = doc[one.toponym.end : other.toponym.start]
    if not 0 < len(gap) <= _SHARED or gap[0].lower_ not in _AND | {","} or gap[-1].pos_ != "ADP":
        return False
    before = one.toponym.start - 1
    counted = any(t.pos_ == "NUM" for t in gap) and not any(t.pos_ in ("VERB", "AUX") for t in gap)
    return counted and before >= 0 and doc[before].lower_ == gap[-1].lower_


def placed(doc: Doc, site: Site, sites: Sequence[Site], tied: Sequence[Site]) -> Toponym:
    """The toponym; one that the gazetteer lacks is put at the place that holds it, or that the event is tied to too."""
    toponym = site.toponym
    if toponym.place.latitude is not None or toponym.place.precision is not None:
        return toponym
    around = [s for s in sites if s is not site and follows(doc, site, s)]
    around += [s for s in tied if s is not site and s.toponym.place.precision in _PINS]
    outer = next((s.toponym.place for s in around if s.toponym.place.latitude is not None), None)
    if outer is None:
        return toponym
    place = replace(
        toponym.place,
        country_code=outer.country_code,
        country=outer.country,
        admin1=outer.admin1,
        latitude=outer.latitude,
        longitude=outer.longitude,
        precision=outer.precision,
        confidence=round(_PLACED * outer.confidence, 3),
        reason=f"not in the gazetteer; placed by {outer.name}",
    )
    return replace(toponym, place=place)


def street(doc: Doc, site: Site) -> bool:
    """Whether a site is a street: the town is more useful on a map."""
    return doc[site.toponym.end - 1].lower_ in words().streets


def within(doc: Doc, inner: Site, outer: Site) -> bool:
    """Whether a site lies in another: by the gazetteer, or by the words between them."""
    return inner is not outer and (holds(outer.toponym, inner.toponym) or follows(doc, inner, outer))


def coarser(one: Site, other: Site) -> bool:
    """Whether the gazetteer knows both places and the first is the larger kind."""
    p, q = one.toponym.place.precision, other.toponym.place.precision
    return p is not None and q is not None and FINENESS[p] > FINENESS[q]


def holds(outer: Toponym, inner: Toponym) -> bool:
    """Whether a place is the division or country of another."""
    o, i = outer.place, inner.place
    if o.precision == "country" and o.geonames_id:
        return o.country_code == i.country_code and o.name != i.name
    smaller = i.precision == "city" or (o.feature == "ADM1" and i.feature not in (None, "ADM1"))
    return (
        o.precision == "admin1"
        and o.geonames_id is not None
        and smaller
        and (o.feature == "ADM1" or reaches(o, i))
        and o.country_code == i.country_code
        and o.admin1 == i.admin1
    )


def reaches(district: Place, place: Place) -> bool:
    """Whether a place is near enough to a second-level division's middle to lie in it."""
    ends = (district.latitude, district.longitude, place.latitude, place.longitude)
    return None in ends or distance_km(*(float(n or 0) for n in ends)) <= _REACH_KM


def follows(doc: Doc, inner: Site, outer: Site) -> bool:
    """Whether the words say that one place lies in the next: "the X district in western Y", "X, Y province"."""
    first, last = inner.toponym.end, outer.toponym.start
    if not 0 < last - first <= _GAP or outer.joined:
        return False
    gap = [doc[i].lower_ for i in range(first, last)]
    if gap[-1] == "of" and gap[-2:-1] and gap[-2] in words().parts and _ARTICLES & set(gap) and "," in gap:
        return True  # "X ward, a suburb of Y"
    if "of" in gap and (words().seats & set(gap) or ("the" not in gap and words().bearings & set(gap))):
        return False  # "the X town of Y", "X, north of Y"
    if coarser(inner, outer):
        return False
    known = words().parts | words().inside | words().areas
    return bool(words().inside & set(gap)) and all(word in known for word in gap)
