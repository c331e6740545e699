"""Who speaks? The subject of a reporting verb, found by grammar, then by neighbourhood."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from app.nlp.annotations import Mention
from app.nlp.lexicon import word_list
from app.nlp.lexicon.reporting import reporting
from app.nlp.noun_phrases import bounds
from app.nlp.token_table import TokenTable

_SUBJECTS = frozenset(["nsubj", "csubj"])
_CLIMB = frozenset(["conj", "xcomp", "advcl", "ccomp"])
_RELATIVE = frozenset(["who", "which", "that", "whom"])
_OF_THINGS = frozenset(["that", "which"])
_SPEAKING = frozenset(
    ["person", "military", "government", "armed_group", "police", "civilians", "organization", "media"]
)


_OF_PEOPLE = re.compile(r"(?:er|or|ist|ian|ant|ee|ate|ive|(?<!m)ent)s$")  # "surrogates", "speechwriters"
_HUMAN = frozenset(["person", "civilians", "government"])
_FINITE = frozenset(["VBD", "VBZ", "VBP"])
_PARENTHESIS = 8  # tokens
_LINKS = frozenset(["since", "after", "before", "until", "as"])  # prepositions that also begin a clause
_INSIDE = frozenset(["pobj", "prep", "amod", "dobj", "acomp", "advmod", "npadvmod"])  # what hangs in a noun phrase
_PHRASE = 6  # words from a noun up to the head of its phrase


class Speakers:
    """Looks mentions up by the token on which they hang."""

    def __init__(self, columns: TokenTable, mentions: tuple[Mention, ...]) -> None:
        self.columns = columns
        self.mentions = mentions
        self.starts = [m.start for m in mentions]
        self.by_head: dict[int, Mention] = {}
        self.subject_of: dict[int, int] = {}  # verb → its own subject; object_of likewise
        self.object_of: dict[int, int] = {}
        self.patient_of: dict[int, int] = {}
        self.passives: set[int] = set()
        for i, (dep, head) in enumerate(zip(columns.dep, columns.head, strict=True)):
            if dep in _SUBJECTS and (i < head or head not in self.subject_of):  # of two, the one beside the verb
                self.subject_of[head] = i
            elif dep in ("nsubjpass", "auxpass"):
                self.passives.add(head)
                if dep == "nsubjpass":
                    self.patient_of.setdefault(head, i)
            elif dep == "dobj" and i > head:
                self.object_of.setdefault(head, i)
        for mention in mentions:
            known = self.by_head.get(mention.head)
            if known is None or mention.end - mention.start > known.end - known.start:
                self.by_head[mention.head] = mention

    def subject(self, verb: int) -> int:
        """The token of a verb's own or shared subject, or -1; passives have none."""
        columns, first = self.columns, verb
        for _ in range(5):
            if verb in self.subject_of:
                subject = self._set_off(self.subject_of[verb])
                return self._same_above(subject, verb) if verb != first else self._antecedent(subject, verb)
            if verb in self.passives:  # "after saying so, he was taken away": the patient also spoke
                return self.patient_of.get(verb, -1) if verb != first else -1
            head, dep = columns.head[verb], columns.dep[verb]
            if (beside := max(self.beside(verb), self._behind(verb))) >= 0:
                return beside
            if self.detached(verb):
                verb = columns.head[head]
                if columns.pos[verb] in ("NOUN", "PROPN"):
                    return verb
                continue
            if dep == "xcomp" and (thing := self._controller(verb, head)) >= 0:
                return thing
            if dep in ("acl", "relcl") and columns.pos[head] in ("NOUN", "PROPN", "PRON"):
                return head
            if dep == "pcomp":  # "joined Iran in accusing ..."
                if (found := self._under_preposition(head)) is not None:
                    return found
                head = columns.head[head]
            elif dep not in _CLIMB or head == verb:
                return -1
            if columns.pos[head] not in ("VERB", "AUX"):
                return -1
            verb = head
        return -1

    def _under_preposition(self, preposition: int) -> int | None:
        """Who does what a participle under "as" or "for" says; None where it is the subject of the verb above."""
        columns, governing = self.columns, self.columns.head[preposition]
        if columns.lower[preposition] == "as":  # "was quoted as saying", "quoted officials as saying"
            return self.object_of.get(governing, self.patient_of.get(governing, -1))
        whom = self._person_object(governing) if columns.lower[preposition] == "for" else -1
        return whom if whom >= 0 else None  # "fined the owner for refusing"

    def _same_above(self, subject: int, verb: int) -> int:
        """ "The union said it was opposed and warned them": the union, which "it" stands for, warns."""
        above = self.subject_of.get(self.columns.head[verb], -1) if self.columns.dep[verb] == "ccomp" else -1
        inner, outer = self.by_head.get(subject), self.by_head.get(above)
        if inner is None or outer is None or not inner.pronoun or outer.pronoun:
            return self._antecedent(subject, verb)
        return above if inner.entity == outer.entity >= 0 else self._antecedent(subject, verb)

    def beside(self, verb: int) -> int:
        """Who stands right before a verb that shares another's subject only by the parse; -1 where nobody does.

        "Republicans said he lied and Democrats accused them": a name behind "and" and before a finite verb;
        "footage of Roe asking": a person before a participle without a comma;
        "since Roe, in a speech, cited them": a name that a phrase between commas parts from its verb.
        """
        columns = self.columns
        joined = columns.dep[verb] in ("conj", "ccomp") and columns.tag[verb] in ("VBD", "VBZ", "VBP")
        if joined and (apart := self._apart(verb)) >= 0:
            return apart
        i = bisect_left(self.starts, verb) - 1
        mention = self.mentions[i] if i >= 0 and self.mentions[i].end == verb else None
        if mention is None or not self.can_speak(mention):
            return -1
        if joined and columns.dep[mention.start - 1] == "cc" and columns.tag[mention.head] not in ("PRP", "WP", "WDT"):
            return mention.head
        shown = columns.dep[verb] in ("xcomp", "ccomp") and columns.dep[mention.head] == "pobj"
        led = columns.tag[verb] == "VBG" and (shown or columns.dep[verb] in ("acl", "advcl", "pcomp"))
        return mention.head if led and mention.kind == "person" and mention.proper else -1

    def _behind(self, verb: int) -> int:
        """The name behind a verb that closes a sentence: "..., the army said, reported Xinhua"; -1 where none does."""
        columns, named = self.columns, self.starting(verb + 1)
        if named is None or not named.proper or columns.text[verb - 1] != "," or columns.tag[verb] not in _FINITE:
            return -1
        last = columns.sents[columns.sent[verb]][1]
        closes = not any(word[0].isalnum() for word in columns.text[named.end : last])
        said = "quote" in reporting().verbs.get(columns.lemma[verb], ())
        return named.head if closes and said and self.can_speak(named) else -1

    def _apart(self, verb: int) -> int:
        """Whom a preposition took from a verb behind a phrase between commas, or -1: "since Roe, in May, cited"."""
        columns = self.columns
        if columns.text[verb - 1] != ",":
            return -1
        comma = next((i for i in range(verb - 2, max(0, verb - _PARENTHESIS), -1) if columns.text[i] == ","), 0)
        i = bisect_left(self.starts, comma) - 1
        mention = self.mentions[i] if i >= 0 and self.mentions[i].end == comma else None
        taken = mention is not None and columns.dep[mention.head] == "pobj" and self.can_speak(mention)
        linked = taken and columns.lower[columns.head[self.mentions[i].head]] in _LINKS
        return self.mentions[i].head if linked and columns.dep[comma + 1] == "prep" else -1

    def _set_off(self, subject: int) -> int:
        """Who speaks in a parenthesis that was taken for an apposition: "to know Roe, Jane Doe said, one must"."""
        apposed = (k for k in self.columns.kids[subject] if self.columns.dep[k] == "appos")
        return next((k for k in apposed if self._in_parenthesis(k)), subject)

    def _in_parenthesis(self, apposed: int) -> bool:
        """Whether an apposed name and the verb behind it stand between commas."""
        columns, named = self.columns, self.by_head.get(apposed)
        if named is None or not named.proper or named.kind != "person" or named.end + 1 >= len(columns.text):
            return False
        verb = columns.pos[named.end] == "VERB" and columns.pos[columns.head[apposed]] == "PROPN"
        return verb and columns.text[named.start - 1] == "," == columns.text[named.end + 1]

    def _person_object(self, verb: int) -> int:
        """The object of a verb if it is somebody, or -1."""
        thing = self.object_of.get(verb, -1)
        mention = self.by_head.get(thing)
        return thing if mention is not None and mention.kind in _SPEAKING and self.can_speak(mention) else -1

    def detached(self, verb: int) -> bool:
        """Whether a verb hangs on a clause inside another's, but belongs to the outer subject.

        "Analysts say the army is advancing and warn that ...": the form does not fit the inner verb;
        "Roe said the army was advancing, adding that ...": a participle after a comma;
        "The group, whose attack began it, accused ...": a finite verb set beside a relative clause.
        """
        columns = self.columns
        head, dep, tag = columns.head[verb], columns.dep[verb], columns.tag[verb]
        outer = columns.dep[head]
        comma = columns.text[columns.left[verb] - 1] == "," if columns.left[verb] > 0 else False
        if dep == "conj" and outer == "ccomp":
            bare = not any(columns.dep[k] == "aux" for k in columns.kids[verb])
            mismatch = tag == "VBD" and columns.tag[head] in ("VBZ", "VBP", "VBG", "VB", "VBN")
            past = mismatch and columns.tag[columns.head[head]] == "VBD"
            return past or (bare and tag in ("VB", "VBP") and columns.tag[head] in ("VBG", "VBZ", "VBN"))
        if dep == "conj" and outer == "relcl":
            return comma and tag in ("VBD", "VBZ", "VBP") and columns.dep[columns.head[head]] == "ROOT"
        return dep == "advcl" and outer == "ccomp" and tag == "VBG" and comma

    def _controller(self, verb: int, head: int) -> int:
        """ "urged the mayor to admit ...": the object does what the infinitive says; -1 where there is none."""
        columns = self.columns
        if not any(columns.lower[k] == "to" and columns.dep[k] == "aux" for k in columns.kids[verb]):
            return -1
        thing = self.object_of.get(head, -1)
        return thing if thing < verb else -1

    def _antecedent(self, subject: int, verb: int) -> int:
        """What a relative pronoun stands for; other subjects stand for themselves."""
        columns = self.columns
        if columns.lower[subject] in _RELATIVE and columns.tag[subject] in ("WP", "WDT", "IN", "DT"):
            for _ in range(3):
                if columns.dep[verb] in ("relcl", "acl"):
                    return self._bearer(columns.head[verb], person=columns.lower[subject] == "who")
                verb = columns.head[verb]
        return subject

    def _bearer(self, noun: int, *, person: bool) -> int:
        """Whom a relative clause is about: "an official familiar with the issue, who said" is the official.

        ``person``: the pronoun is "who", so that the whole phrase names a person if no word in it is known to.
        """
        columns, above, top = self.columns, noun, noun
        for _ in range(_PHRASE):
            mention = self.by_head.get(above)
            if mention is not None and (mention.proper or self.animate(mention)):
                return above
            top = above if columns.pos[above] == "NOUN" else top
            head = columns.head[above]
            if columns.dep[above] not in _INSIDE or head == above or columns.pos[head] in ("VERB", "AUX"):
                break
            above = head
        return top if person else noun

    def agent(self, verb: int) -> int:
        """The token of "by X" under a passive, or -1."""
        columns = self.columns
        for kid in columns.kids[verb]:
            if columns.dep[kid] == "agent" or (columns.dep[kid] == "prep" and columns.lower[kid] == "by"):
                return next((k for k in columns.kids[kid] if columns.dep[k] == "pobj"), -1)
        return -1

    def at(self, token: int) -> Mention | None:
        """The mention on a token, made where there is none; an apposed name stands for the noun before it."""
        if token < 0:
            return None
        if self.columns.dep[token] == "appos" and not self._in_parenthesis(token):
            named = self.by_head.get(self.columns.head[token])
            if named is not None and named.proper and named.kind == "person":
                return named
        mention = self.by_head.get(token) or self._made(token)
        if mention is not None and not mention.proper and not mention.pronoun:
            return self._name_beside(mention) or mention
        return mention

    def _name_beside(self, mention: Mention) -> Mention | None:
        """The name set beside a noun that names a person: "his wife, Amina", whatever Amina is elsewhere."""
        columns = self.columns
        for kid in columns.kids[mention.head]:
            if columns.dep[kid] != "appos":
                if (named := self._named_at_end(mention, kid)) is not None:
                    return named
                continue
            named = self.by_head.get(kid)
            if named is not None and named.proper and named.kind == "person":
                return named
            single = mention.kind in ("person", "civilians") and not mention.plural and mention.quantity is None
            if single and columns.pos[kid] == "PROPN" and columns.text[mention.end : kid] == [","]:
                start, end = bounds(columns, kid)
                name, title = " ".join(columns.text[start:end]), mention.name
                return Mention(start, end, kid, "person", name, proper=True, description=title, entity=mention.entity)
        return None

    def _named_at_end(self, mention: Mention, preposition: int) -> Mention | None:
        """The name behind the whole of a phrase: "an attorney for the mayor, Jane Roe, said"."""
        columns = self.columns
        verb = columns.head[mention.head]
        if columns.dep[preposition] != "prep" or columns.dep[mention.head] != "nsubj" or mention.kind not in _HUMAN:
            return None
        for principal in (k for k in columns.kids[preposition] if columns.dep[k] == "pobj"):
            for kid in columns.kids[principal]:
                named = self.by_head.get(kid) if columns.dep[kid] == "appos" else None
                closed = named is not None and columns.text[named.start - 1] == "," == columns.text[named.end]
                if named is not None and closed and named.end + 1 == verb and named.kind == "person" and named.proper:
                    return named
        return None

    def _counted(self, mention: Mention) -> list[Mention]:
        """Who is counted by a noun: "a number of members"."""
        columns = self.columns
        if columns.lemma[mention.head] not in word_list("reporting.quantities"):
            return []
        inner = (k for kid in columns.kids[mention.head] if columns.lower[kid] == "of" for k in columns.kids[kid])
        return [m for k in inner if (m := self.by_head.get(k)) is not None]

    def _made(self, token: int) -> Mention | None:
        """A mention for a speaker who is nobody in particular: "63 percent said"."""
        named = self.columns.dep[token] in _SUBJECTS and self.columns.text[token].istitle()
        if self.columns.pos[token] not in ("NOUN", "PROPN", "NUM", "PRON", "ADJ") and not named:
            return None
        start, end = bounds(self.columns, token)
        name = start + (self.columns.pos[start] == "DET" and start < token)
        return Mention(start, end, token, "other", " ".join(self.columns.text[name:end]))

    def of_verb(self, verb: int) -> Mention | None:
        """Who does what a verb says; "who" and "which" are mentions of what they stand for."""
        subject = self.subject(verb)
        mention = self.at(subject)
        if mention is not None and self._dateline(mention):
            return self.after(mention.end, verb)
        if mention is None or self.columns.head[subject] == verb:
            return mention
        for kid in self.columns.kids[verb]:
            if self.columns.dep[kid] == "nsubj" and self.columns.lower[kid] in _RELATIVE - {"that"}:
                return replace(mention, start=kid, end=kid + 1, head=kid, pronoun=True, quantity=None)
        return mention

    def owner(self, noun: int) -> Mention | None:
        """Whose a noun is: "her answer", "the mayor's view"."""
        columns = self.columns
        return self.by_head.get(next((k for k in columns.kids[noun] if columns.dep[k] == "poss"), -1))

    def _dateline(self, mention: Mention) -> bool:
        """ "BAMAKO — The general said ...": a place before a dash at the front of a sentence says nothing."""
        columns, end = self.columns, mention.end
        first = columns.sents[columns.sent[mention.start]][0]
        opens = mention.start == first and mention.kind != "person" and end < len(columns.text)
        return opens and columns.text[end] in ("--", "—", "–", "-", "(")

    def before(self, token: int, floor: int) -> Mention | None:
        """The last mention that ends at or before a token, not before ``floor``, and that can speak."""
        i = bisect_left(self.starts, token) - 1
        while i >= 0 and self.mentions[i].start >= floor:
            mention = self.mentions[i]
            if mention.end <= token and self.can_speak(mention):
                return mention
            i -= 1
        return None

    def just_before(self, verb: int) -> Mention | None:
        """Who stands right before a finite verb whose subject the parser lost: "Sen. Roe (R-Ohio) said"."""
        columns = self.columns
        if columns.tag[verb] not in ("VBD", "VBZ", "VBP"):
            return None
        first, i = columns.sents[columns.sent[verb]][0], verb
        while i > first and columns.pos[i - 1] in ("ADV", "AUX"):
            i -= 1
        if i > first and columns.text[i - 1] == ")":
            i = next((k for k in range(i - 1, max(first, i - _PARENTHESIS), -1) if columns.text[k] == "("), first)
        mention = self.before(i, first)
        return mention if mention is not None and mention.end == i else None

    def after(self, token: int, ceiling: int) -> Mention | None:
        """The first mention from a token on, before ``ceiling``, that can speak."""
        i = bisect_left(self.starts, token)
        while i < len(self.mentions) and self.mentions[i].start < ceiling:
            if self.can_speak(self.mentions[i]):
                return self.mentions[i]
            i += 1
        return None

    def starting(self, token: int) -> Mention | None:
        """The mention that begins with a token, the longest of several."""
        i = bisect_left(self.starts, token)
        return self.mentions[i] if i < len(self.mentions) and self.starts[i] == token else None

    def can_speak(self, mention: Mention) -> bool:
        """Whether somebody, not something, is named."""
        if mention.pronoun:
            return self.columns.dep[mention.head] not in ("poss",) and self.columns.lower[mention.head] not in (
                "it",
                "its",
            )
        if mention.kind == "other":
            return (mention.proper and not mention.plural) or self.columns.lemma[mention.head] in reporting().media
        return mention.kind in _SPEAKING

    def animate(self, mention: Mention) -> bool:
        """Whether a subject may be somebody: also "it" for a body, and people whose noun the lexicon lacks."""
        if mention.pronoun:
            if self.columns.lower[mention.head] in _OF_THINGS and mention.name:  # "a letter that says"
                noun = mention.name.split()[-1].lower()
                single = noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")
                known = word_list("reporting.documents") | word_list("reporting.bodies") | reporting().media
                people = noun.endswith("s") and _OF_PEOPLE.search(noun) is not None
                return single in known or people or mention.proper or mention.kind in _SPEAKING
            return self.columns.lower[mention.head] != "it" or mention.kind in _SPEAKING
        if any(self.can_speak(m) for m in self._counted(mention)):
            return True
        people = mention.plural and _OF_PEOPLE.search(self.columns.lower[mention.head]) is not None
        document = self.columns.lemma[mention.head] in word_list("reporting.documents")
        return mention.proper or people or document or self.can_speak(mention)
