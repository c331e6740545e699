"""Is what somebody says a promise, a threat, a refusal or a demand, and at whom is it aimed?

"The ministry said it would reopen the road", "said it would not talk", "said the rebels must disarm": read from the
main verb of the content. Promises and refusals are read of those only who act for a state or an armed group. Words:
``reporting.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Doc, Token

from app.nlp.annotations import Mention, StatementFound
from app.nlp.lexicon import word_list
from app.nlp.lexicon.reporting import reporting
from app.nlp.officials import official_mentions
from app.nlp.token_table import token_table

_PLAIN = frozenset({None, "say", "believe", "confirm"})
_OWN = frozenset({"it", "they", "he", "she", "we", "i"})
_PAST = frozenset(["MD", "VBD", "VBZ"])
_TENSED = frozenset(["MD", "VBD", "VBZ", "VBP"])
_STATES = frozenset({"government", "military", "police", "armed_group"})


def with_intents(doc: Doc, statements: Iterable[StatementFound]) -> tuple[StatementFound, ...]:
    """Statements with the stance that their content shows, and whom they are aimed at."""
    reader = _Intents(doc)
    return tuple(reader.read(found) for found in statements)


class _Intents:
    """Reads the contents of the statements of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.by_head: dict[int, Mention] = {m.head: m for m in doc._.mentions}
        self.officials = official_mentions(token_table(doc), doc._.mentions)
        codes = {m.country_code for m in doc._.mentions} | {t.place.country_code for t in doc._.toponyms}
        codes.discard(None)
        self.only_country = next(iter(codes)) if len(codes) == 1 else None

    def read(self, found: StatementFound) -> StatementFound:
        """One statement, with what its content adds."""
        speaker = found.speaker
        if speaker is None or not found.content:
            return found
        if found.stance in _PLAIN:
            stance, target = self.intent(found, speaker)
            found = replace(found, stance=stance or found.stance, target=found.target or target)
        elif found.stance == "request" and speaker.kind == "other" and not (speaker.proper or speaker.pronoun):
            return replace(found, stance="find", target=None)  # "the study suggests that sleep helps"
        elif found.stance == "request" and self.supposes(found):
            return replace(found, stance="say", target=None)
        elif found.stance == "warn" and self.intent(found, speaker)[0] == "threaten":
            found = replace(found, stance="threaten")
        elif found.stance == "promise" and (act := self.main_verb(found)) is not None:
            hostile = self.hurts(act, "hostile_acts")
            found = replace(found, stance="threaten") if hostile and self.acts_for_state(speaker) else found
        if found.target is None and found.addressee is None and found.stance in reporting().aimed:
            found = replace(found, target=self.named_first(found, speaker))
        return found

    def supposes(self, found: StatementFound) -> bool:
        """Whether it says what may be, not what is to be done: "suggested that he had left", not "that he leave"."""
        verb = self.main_verb(found)
        if verb is None or found.verb < 0 or found.kind == "direct":
            return False
        cue = self.doc[found.verb]
        if cue.lemma_.lower() not in word_list("reporting.suggesting"):
            return False
        tensed = _PAST if cue.tag_ in _PAST else _TENSED  # "suggested that the men leave the town"
        words = [c for c in verb.lefts if c.dep_ in ("aux", "auxpass")]
        wanted = any(c.lower_ in word_list("reporting.wanting") for c in words)
        return not wanted and any(token.tag_ in tensed for token in (*words, verb))

    def acts_for_state(self, mention: Mention) -> bool:
        """Whether a mention, or what its pronoun stands for, acts for a state or an armed group."""
        same = (m for m in self.doc._.mentions if mention.entity >= 0 and m.entity == mention.entity)
        return mention.head in self.officials or any(m.head in self.officials for m in same)

    def intent(self, found: StatementFound, speaker: Mention) -> tuple[str | None, Mention | None]:
        """The stance of a content by its main verb, and whom it obliges."""
        verb = self.main_verb(found)
        if verb is None:
            return None, None
        subject = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
        if subject is None:
            return None, None
        modals = {c.lower_ for c in verb.lefts if c.dep_ == "aux"}
        if not modals.isdisjoint(word_list("reporting.obliging")):
            target = self.by_head.get(subject.i)
            obliged = target is not None and target.head in self.officials and not self.is_speaker(subject, speaker)
            return ("demand", target) if obliged else (None, None)
        if not self.is_speaker(subject, speaker):
            return None, None
        act = verb if not modals.isdisjoint(word_list("reporting.intending")) else self.about_to(verb)
        if act is None:
            return None, None
        negated = any(c.dep_ == "neg" for token in {verb, act} for c in token.children)
        if not self.acts_for_state(speaker):
            violent = self.hurts(act, "violent_acts")
            return ("threaten" if violent and not negated else None), None
        if negated:
            return "refuse", None
        return ("threaten" if self.hurts(act, "hostile_acts") else "promise"), None

    def hurts(self, act: Token, name: str) -> bool:
        """Whether an act is on a list of hostile ones; "fight corruption" threatens nobody."""
        lemma = act.lemma_.lower()
        if lemma not in word_list(f"reporting.{name}"):
            return False
        hit = [c.i for c in act.rights if c.dep_ == "dobj"]
        abstract = bool(hit) and all(i not in self.by_head or self.by_head[i].kind == "other" for i in hit)
        return not (abstract and lemma in word_list("reporting.done_to_somebody"))

    def main_verb(self, found: StatementFound) -> Token | None:
        """The word on which the others of a content hang."""
        span = self.doc.char_span(*found.content[0], alignment_mode="expand")
        return span.root if span is not None else None

    def about_to(self, verb: Token) -> Token | None:
        """The act of "is ready to talk"; None where nobody is about to act."""
        ready = next((c for c in verb.rights if c.lemma_.lower() in word_list("reporting.ready")), None)
        if ready is None and verb.lower_ in word_list("reporting.ready"):
            ready = verb
        for child in ready.rights if ready is not None else ():
            if child.dep_ == "xcomp":
                return child
            if child.lower_ == "to":  # "committed to opening"
                return next((c for c in child.children if c.dep_ == "pcomp"), None)
        return None

    def is_speaker(self, subject: Token, speaker: Mention) -> bool:
        """Whether the subject of a content stands for the speaker."""
        mention = self.by_head.get(subject.i)
        if mention is not None and self.speaks_for(speaker, mention):
            return True
        if mention is not None and mention.entity >= 0 and speaker.entity >= 0:
            return mention.entity == speaker.entity
        return subject.lower_ in _OWN

    def speaks_for(self, speaker: Mention, state: Mention) -> bool:
        """Whether a speaker acts for a state: "Norway is ready to talk, the Norwegian foreign minister said"."""
        own = speaker.country_code or self.only_country
        same = state.country_code is not None and state.country_code == own
        return state.kind == "government" and same and self.acts_for_state(speaker)

    def named_first(self, found: StatementFound, speaker: Mention) -> Mention | None:
        """The first foreign state that a content names, else the first who acts for a state, but not the speaker."""
        spans = (self.doc.char_span(*part, alignment_mode="expand") for part in found.content)
        inside = {i for span in spans if span is not None for i in range(span.start, span.end)}
        named = [m for m in self.by_head.values() if m.head in inside and not m.pronoun]
        others = [m for m in named if m.entity != speaker.entity or m.entity < 0]
        own = speaker.country_code
        foreign = [(m.head, m) for m in others if m.country_code not in (None, own)]
        for toponym in self.doc._.toponyms:
            code = toponym.place.country_code
            if toponym.start in inside and toponym.place.precision == "country" and code != own:
                start, end = toponym.start, toponym.end
                name = toponym.place.name
                state = Mention(start, end, end - 1, "government", name, code, proper=True)
                foreign.append((start, state))
        if foreign and own:
            return min(foreign, key=lambda pair: pair[0])[1]
        others = [m for m in others if not self.speaks_for(speaker, m)]
        return next((m for m in others if m.kind in _STATES or m.head in self.officials), None)
