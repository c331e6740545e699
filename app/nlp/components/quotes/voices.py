"""Who speaks through a noun phrase: the maker of a document, the office of a spokesperson, the whole of a phrase."""

from __future__ import annotations

from dataclasses import replace

from app.gazetteer.countries import country_of_adjective
from app.nlp.annotations import Mention
from app.nlp.components.quotes.page import Page
from app.nlp.lexicon import word_list
from app.nlp.lexicon.participants import kinds
from app.nlp.lexicon.reporting import reporting
from app.nlp.noun_phrases import bounds

_TAILS = frozenset(["of", "for", "from", "in", "at", "with", "near"])  # "the mayor of X", "a doctor at the clinic"
_MAKERS = frozenset(["by", "from", "of"])  # "a statement by the army"
_PRINCIPALS = frozenset(["for", "of", "from", "with"])  # "a spokesman for the army"
_MODIFIERS = frozenset(["poss", "compound", "nmod", "amod"])
_LONGEST = 14  # tokens of a speaker's phrase
_WHEN = frozenset(["DATE", "TIME"])


class Voices:
    """Resolves the speakers of one page, in text order: what "the statement" is, is known from statements before."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.known: dict[int, Mention] = {}  # entity → who speaks through it
        self.makers: dict[str, Mention] = {}  # lemma of a document → who made the last one

    def of(self, mention: Mention) -> tuple[Mention, str | None]:
        """Who speaks, with the extent of the words that say so, and the document through which, if it is one."""
        columns, speakers = self.page.columns, self.page.speakers
        lemma = columns.lemma[mention.head]
        if mention.pronoun:
            return self._again(mention), None
        if mention.proper:
            return self._described(mention), None
        if lemma in word_list("reporting.media"):
            maker = self._maker(mention)
            if maker is None and (issuer := self._issuer(mention)) is not None:
                return issuer, lemma
            maker = maker or self.makers.get(lemma)
            if maker is None:
                return mention, None
            end = max(mention.end, maker.end) if maker.start > mention.start else mention.end
            return replace(maker, start=mention.start, end=end, head=mention.head, quantity=None), lemma
        if lemma in word_list("reporting.documents"):
            owner = speakers.owner(mention.head)  # "the army's latest figures"
            if owner is not None and not owner.pronoun and speakers.can_speak(owner):
                return replace(owner, start=mention.start, end=mention.end, head=mention.head), lemma
        named = self._called(mention)
        if named is not None:
            return named, None
        whole = self._whole(mention)
        if lemma in word_list("reporting.spokespeople"):
            whole = self._office(whole)
        if mention.entity >= 0:
            if whole.name == mention.name:
                whole = self._again(whole)
            self.known[mention.entity] = whole
        return whole, None

    def made(self, document: str | None, speaker: Mention | None) -> None:
        """Remember by whom a document is: "in a statement, the army said ... The statement added ..."."""
        if document in word_list("reporting.media") and speaker is not None:
            self.makers[document] = speaker

    def _again(self, mention: Mention) -> Mention:
        """What an earlier phrase said of the same entity: "the mayor of X said ... he said"."""
        known = self.known.get(mention.entity) if mention.entity >= 0 else None
        if known is None:
            return mention
        return replace(known, start=mention.start, end=mention.end, head=mention.head, pronoun=mention.pronoun)

    def _maker(self, mention: Mention) -> Mention | None:
        """ "a report by the council", "the army's statement", "a ministry statement"."""
        columns, speakers = self.page.columns, self.page.speakers
        for kid in columns.kids[mention.head]:
            if kid > mention.head and columns.lower[kid] in _MAKERS and columns.dep[kid] in ("prep", "agent"):
                found = speakers.at(next((k for k in columns.kids[kid] if columns.dep[k] == "pobj"), -1))
                if found is not None and speakers.can_speak(found):
                    return self.of(found)[0]
        owner = self._before(mention)
        return self._again(owner) if owner is not None else None

    def _issuer(self, mention: Mention) -> Mention | None:
        """Who issues a document in its own sentence: "the council issued a statement calling it a lie"."""
        columns, speakers = self.page.columns, self.page.speakers
        noun = mention.head
        counted = columns.head[columns.head[noun]]  # "a series of tweets"
        if columns.lower[columns.head[noun]] == "of" and columns.lemma[counted] in word_list("reporting.quantities"):
            noun = counted
        verb = columns.head[noun]
        if (
            columns.dep[noun] == "pobj" and columns.pos[columns.head[verb]] == "VERB"
        ):  # "said in a statement calling it"
            verb = columns.head[verb]
            issues = columns.lemma[verb] in reporting().verbs and verb not in speakers.passives
        else:
            issues = columns.dep[noun] == "dobj" and columns.lemma[verb] in word_list("reporting.issuing")
        issuer = speakers.of_verb(verb) if issues else None
        return self._again(issuer) if issuer is not None and speakers.can_speak(issuer) else None

    def _before(self, mention: Mention) -> Mention | None:
        """Who is named in front of a noun: "the army's", "an Israeli army", "its"."""
        columns, speakers = self.page.columns, self.page.speakers
        for kid in reversed(columns.kids[mention.head]):
            if not mention.start <= kid < mention.head or columns.dep[kid] not in _MODIFIERS:
                continue
            found = speakers.by_head.get(kid)
            kind = kinds().heads.get(columns.lemma[kid])
            if found is None and columns.pos[kid] in ("NOUN", "PROPN") and kind is not None:
                start, end = bounds(columns, kid)
                start = min(start, self._past_determiner(mention))
                country = next((c for w in columns.text[start:end] if (c := country_of_adjective(w))), None)
                found = Mention(start, end, kid, kind, " ".join(columns.text[start:end]), country)
            if found is not None and (found.pronoun or speakers.can_speak(found)):
                return found
        return None

    def _past_determiner(self, mention: Mention) -> int:
        columns = self.page.columns
        return mention.start + (columns.pos[mention.start] in ("DET", "PRON") and mention.start < mention.head)

    def _office(self, mention: Mention) -> Mention:
        """For whom a spokesperson speaks; one of whom nothing is said stays what they are."""
        columns, speakers = self.page.columns, self.page.speakers
        principal = self._before(mention)
        for kid in columns.kids[mention.head]:
            if kid > mention.head and columns.dep[kid] == "prep" and columns.lower[kid] in _PRINCIPALS:
                found = speakers.at(next((k for k in columns.kids[kid] if columns.dep[k] == "pobj"), -1))
                if found is not None and speakers.can_speak(found):
                    principal = self._whole(found)
        if principal is None or (principal.pronoun and principal.entity < 0):
            return mention
        return replace(
            principal,
            start=mention.start,
            end=mention.end,
            head=mention.head,
            pronoun=False,
            quantity=None,
            description=columns.text[mention.head],
        )

    def _whole(self, mention: Mention) -> Mention:
        """The phrase with its tails: "the mayor of Poltava", "one of the drivers"."""
        if mention.proper or mention.pronoun:
            return mention
        end = self._tail(mention.head, mention.end, mention.start + _LONGEST)
        if end == mention.end:
            return mention
        text = self.page.text[self.page.offsets[mention.end - 1] : self.page.ends[end - 1]]
        last = self.page.columns.text[mention.end - 1]
        return replace(mention, end=end, name=mention.name + " ".join(text.split())[len(last) :])

    def _tail(self, head: int, end: int, limit: int) -> int:
        """Where the tails of a noun end that follow one another from ``end`` on."""
        columns = self.page.columns
        for kid in columns.kids[head]:
            if kid != end or columns.dep[kid] != "prep" or columns.lower[kid] not in _TAILS:
                continue
            noun = next((k for k in columns.kids[kid] if columns.dep[k] == "pobj"), -1)
            if noun < 0 or columns.ent[noun] in _WHEN or columns.pos[noun] not in ("NOUN", "PROPN"):
                return end
            start, stop = bounds(columns, noun)
            if start != kid + 1 or stop > limit:
                return end
            return self._tail(noun, stop, limit)
        return end

    def _called(self, mention: Mention) -> Mention | None:
        """ "a group called the Red Falcons"."""
        columns, speakers = self.page.columns, self.page.speakers
        for kid in columns.kids[mention.head]:
            if kid == mention.end and columns.dep[kid] == "acl" and columns.lemma[kid] in word_list("reporting.naming"):
                found = next((m for k in columns.kids[kid] if k > kid and (m := speakers.by_head.get(k))), None)
                if found is not None and found.proper:
                    kind = found.kind if found.kind != "other" else mention.kind
                    return replace(found, start=mention.start, head=mention.head, kind=kind)
        return None

    def _described(self, mention: Mention) -> Mention:
        """A person with what is set beside the name, if the name has no title: "Jane Roe, head of the council"."""
        columns = self.page.columns
        if mention.kind != "person" or mention.description:
            return mention
        for kid in columns.kids[mention.head]:
            if kid >= mention.end and columns.dep[kid] == "appos" and columns.pos[kid] == "NOUN":
                start, end = bounds(columns, kid)
                end = self._tail(kid, end, start + _LONGEST)
                start += columns.pos[start] == "DET" and start < kid
                text = self.page.text[self.page.offsets[start] : self.page.ends[end - 1]]
                return replace(mention, description=" ".join(text.split()))
        return mention
