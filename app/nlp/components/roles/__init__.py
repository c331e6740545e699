"""Who did what to whom, with what? Finds the participants of each trigger: ``doc._.roles``.

Agents, patients and means are found by grammar in the trigger's own clause (``verbs``, ``nouns``, ``culprits``,
``control``); here they become the roles that the event type declares. It does not decide which triggers report one
happening, and takes nothing from another one: ``event_coreference`` and ``completion`` do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Token

from app.domain.kinds import ARMED
from app.gazetteer.countries import country_name
from app.nlp.annotations import Mention, RoleFiller, Trigger
from app.nlp.components.roles.arguments import arguments
from app.nlp.components.roles.eligibility import can_act, can_suffer, takes_no_part
from app.nlp.components.roles.finder import MEANS, Finder, counted
from app.nlp.components.roles.grammar import lemma_in, words
from app.nlp.components.roles.implied import agent_role, implied_agents, owners_up
from app.nlp.components.roles.named_victims import named_victims
from app.nlp.components.roles.nouns import no_doer
from app.nlp.components.roles.sites import sites
from app.nlp.lexicon import word_list
from app.ontology import catalogue

_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})


def fillers(finder: Finder, number: int, trigger: Trigger) -> Iterator[RoleFiller]:
    """The participants of one trigger."""
    names: dict[str, str] = {role.position: name for name, role in catalogue()[trigger.type].roles.items()}
    found = arguments(finder.doc[trigger.head], trigger, finder)
    for token in found.agents:
        yield from _agent(finder, number, token, names)
    for token in found.patients:
        yield from _patient(finder, number, token, names)
    if means := names.get("means"):
        for token in found.means:
            mention = finder.mention(token)
            if mention and mention.kind in MEANS:
                yield RoleFiller(number, means, mention)


def _patient(finder: Finder, number: int, token: Token, names: Mapping[str, str]) -> Iterator[RoleFiller]:
    """Who or what was hit; a weapon as object is what was used, unless the verb says that it was hit."""
    trigger = finder.doc._.triggers[number]
    token = _whose_body(token)
    mention = finder.mention(token) or finder.place(token)
    if mention is not None and mention.kind == "government" and finder.is_town(token):
        mention = finder.place(token)  # "bombs rocked Baghdad": the town, not whom it governs
    if mention is not None and mention.kind == "government" and token.dep_ == "amod":
        mention = replace(mention, kind="civilians", name=token.text)  # "Bosnian deaths": people, not their state
    if mention is None or takes_no_part(token, mention, finder) or trigger.start <= token.i < trigger.end:
        return
    means = names.get("means")
    hits = trigger.frame != "explode" and lemma_in(finder.doc[trigger.head], "hitting_verbs")
    if mention.kind == "weapon" and means and not hits and (trigger.frame in ("act", "explode") or trigger.effect):
        yield RoleFiller(number, means, mention)
    elif (role := catalogue()[trigger.type].role_of_object(mention.kind)) and _may_fill(trigger, role, mention):
        yield RoleFiller(number, role, _housed(token, _without(trigger, mention, finder.doc)))


def _whose_body(token: Token) -> Token:
    """Whom a blow to a part of the body hits: "wounded the arm of a guard", "hit her leg"."""
    if token.lemma_.lower() not in word_list("harm.body_parts"):
        return token
    owners = [c for c in token.lefts if c.dep_ == "poss"]
    if lemma_in(token, "body_parts_of"):
        owners += [n for c in token.rights if c.lower_ == "of" for n in c.children if n.dep_ == "pobj"]
    return owners[0] if owners else token


def _may_fill(trigger: Trigger, role: str, mention: Mention) -> bool:
    """Whether a mention is of a kind that the role takes, and the trigger can do to it what it says."""
    kinds = catalogue()[trigger.type].roles[role].kinds
    return (not kinds or mention.kind in kinds) and can_suffer(trigger, mention)


def _housed(noun: Token, mention: Mention) -> Mention:
    """A bank or an office that is hit is the building, not the body that works there."""
    building = mention.kind == "organization" and not mention.proper and lemma_in(noun, "housed")
    return replace(mention, kind="facility") if building else mention


def _without(trigger: Trigger, mention: Mention, doc: Doc) -> Mention:
    """A mention without the word of the act that the parser took into it: "signs" of "of vandalizing signs"."""
    if mention.start == trigger.end < mention.head and doc[mention.start].lower_ in words("ends"):
        trigger = replace(trigger, start=mention.start, end=mention.start + 1)  # "shot dead two guards"
    if not mention.start == trigger.start <= trigger.end <= mention.head:
        return mention
    return replace(mention, start=trigger.end, name=doc[trigger.end : mention.end].text)


def _agent(finder: Finder, number: int, token: Token, names: Mapping[str, str]) -> Iterator[RoleFiller]:
    """Who did it; a weapon or craft that did it is the means, and its owner the agent."""
    trigger, role = finder.doc._.triggers[number], names.get("agent")
    if role is None:
        return
    mention = _named_agent(finder, token)
    if mention is not None and mention.pronoun and mention.kind in MEANS and token.dep_ == "poss":
        return  # "their attack" is nobody's, where the pronoun was taken for the weapons of those who made it
    if mention is not None and mention.kind in MEANS and "means" in names:
        yield RoleFiller(number, names["means"], mention)
    if mention is None or mention.kind in MEANS or token.i in finder.events or not can_act(token, mention):
        for owner in _owners(finder, token, mention):
            yield RoleFiller(number, role, owner)
        if trigger.frame == "gather" and mention and mention.quantity is not None and mention.quantity.counted < 0:
            yield RoleFiller(number, role, replace(mention, kind="civilians"))  # "Thousands marched"
    elif not takes_no_part(token, mention, finder):
        yield RoleFiller(number, role, mention)


def _named_agent(finder: Finder, token: Token) -> Mention | None:
    """The mention of an agent; "US-led" and "army-rebel clashes" name it inside a word, "members of" behind one."""
    if token.dep_ in ("npadvmod", "nmod") or (token.i + 1 < len(finder.doc) and token.nbor().text in ("-", "–")):
        leader = finder.leader(token)
        if leader is not None:
            return leader
    mention = finder.mention(token)
    if mention is None or (mention.head != token.i and token.dep_ == "compound"):
        mention = finder.own(token) or mention
    body = finder.mention(counted(token, "belonging"))
    if body is None or not body.proper:
        return mention
    own = lemma_in(token, "serving")  # "soldiers of the Frontier Corps", but "soldiers of Chad", "of the 3rd Division"
    return mention if own and body.kind not in ("armed_group", "organization") else body


def _owners(finder: Finder, token: Token, mention: Mention | None) -> Iterator[Mention]:
    """Whose weapon, craft, act or fire it was: "by police bullets", "Israeli warplanes", "by rebel fire"."""
    if mention is not None and mention.kind == "vehicle" and mention.country_code:
        yield _forces_of(mention)
        return
    armed_only = token.i not in finder.events and (mention is None or mention.kind not in MEANS)
    for modifier in token.lefts:
        owner = finder.own(modifier) if modifier.dep_ in _MODIFIERS else None
        if owner is None or lemma_in(modifier, "craft_types"):
            continue
        if owner.kind == "government" and no_doer(modifier, token, finder):
            continue  # "the Syrian war has killed many"
        if owner.kind in ARMED or (owner.kind == "government" and not armed_only):
            yield owner


def _forces_of(craft: Mention) -> Mention:
    """The armed forces to whose country a craft belongs: "U.S. warplanes"."""
    code = craft.country_code or ""
    return Mention(craft.start, craft.end, craft.head, "military", country_name(code), code, proper=True)


def _does_it_to_itself(filler: RoleFiller, found: Sequence[RoleFiller]) -> bool:
    """Whether a pronoun was taken for somebody with another role: "they" is not "troops" in "troops killed them"."""
    one = filler.mention
    return one.pronoun and any(
        other.role != filler.role and other.mention.entity == one.entity >= 0 and other.mention.head != one.head
        for other in found
    )


def find_roles(doc: Doc) -> tuple[RoleFiller, ...]:
    """The participants of all triggers, each once, in the order of the triggers."""
    finder = Finder(doc)
    out: dict[tuple[int, str, int], RoleFiller] = {}
    for number, trigger in enumerate(doc._.triggers):
        found = list(fillers(finder, number, trigger))
        for filler in found:
            if not _does_it_to_itself(filler, found):
                out.setdefault((number, filler.role, filler.mention.head), filler)
    for filler in named_victims(finder):
        out.setdefault((filler.trigger, filler.role, filler.mention.head), filler)
    for filler in owners_up(doc):
        out.setdefault((filler.trigger, filler.role, filler.mention.head), filler)
    for filler in implied_agents(doc, {n for n, role, _ in out if role == agent_role(doc._.triggers[n])}):
        out.setdefault((filler.trigger, filler.role, filler.mention.head), filler)
    for filler in sites(finder, _hit(doc, out)):
        out.setdefault((filler.trigger, filler.role, filler.mention.head), filler)
    return tuple(sorted(out.values(), key=lambda f: f.trigger))


def _hit(doc: Doc, found: Iterable[tuple[int, str, int]]) -> dict[int, list[int]]:
    """The heads of those to whom each trigger was done."""
    hit: dict[int, list[int]] = {}
    for number, role, head in found:
        if catalogue().position(doc._.triggers[number].type, role) in ("patient", "harmed"):
            hit.setdefault(number, []).append(head)
    return hit


@Language.component(
    "roles",
    requires=["doc._.triggers", "doc._.mentions", "doc._.statements", "doc._.times", "doc._.toponyms"],
    assigns=["doc._.roles"],
)
def roles(doc: Doc) -> Doc:
    """Write ``doc._.roles``."""
    doc._.roles = find_roles(doc)
    return doc


__all__ = ["Finder", "counted", "find_roles", "roles"]
