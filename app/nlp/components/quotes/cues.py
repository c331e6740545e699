"""The cues beside a quotation: "said X" after it, "X said:" before it, and who speaks by them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.nlp.annotations import Mention, Quotation
from app.nlp.components.quotes.page import Page
from app.nlp.lexicon.reporting import reporting

_INNER = "'’”\" "  # the marks of a quotation that closes together with the one around it
_ANOTHER = frozenset(["but", "and", "while", "which", "who", "although", "though", "because"])  # begin another clause
_LONGEST_NAME = 6  # tokens
_BESIDE = 6  # tokens from the closing marks to a verb
_SIGNATURE = 20  # tokens of a signature: name, office, place
_SIGNED = re.compile(r"[ \xa0]?\s{0,3}(―|—|–|--|-)\s{0,2}(?=[^\W\d_a-z])")
_PEOPLE = frozenset(["person", "civilians", "other"])
_FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
_NO_LEAD = frozenset(["that", "is", "was", "a", "the", "as", "of", "on", "in", "'s", "’s"])  # a title or a part follows
_SIGNS = frozenset(["--", "—", "–", "―"])
_TERMINAL = frozenset([".", "!", "?"])


@dataclass(slots=True)
class Cue:
    """What introduces a quotation."""

    verb: int
    tokens: tuple[int, int] | None
    speaker: Mention | None
    medium: str | None = None


class Cues:
    """Looks for cues in the words around a quotation."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words = reporting()

    def nothing(self, start: int, end: int) -> bool:
        """Whether there are no words in a token range."""
        return not any(word[0].isalnum() for word in self.page.columns.text[start:end])

    def words_in(self, start: int, end: int) -> int:
        """How many words a character range has."""
        return len(self.page.text[start:end].split())

    def of_one(self, quotation: Quotation) -> bool:
        """Whether a quotation is in the first person singular."""
        first, last = self.page.token_at(quotation.start), self.page.token_at(quotation.end)
        return any(self.page.columns.text[i] == "I" for i in range(first, last))

    def small(self, quotation: Quotation) -> bool:
        """Whether a quotation is too short to be a statement without a cue."""
        return self.words_in(quotation.start, quotation.end) < self.words.scare_length

    def goes_on(self, quotation: Quotation) -> bool:
        """Whether the sentence goes on behind a quotation that no sign ends: "called it a ‘farce’ in court"."""
        page = self.page
        if page.text[quotation.end - 1 : quotation.end] in {".", ",", "!", "?", "…"}:
            return False
        after = page.text[quotation.outer_end : quotation.outer_end + 2].strip()
        return bool(after) and after[0].isalnum()

    def close_by(self, start: int, verb: int) -> bool:
        """Whether only a name stands between a quotation and its verb."""
        return verb - start <= 6

    def after_stop(self, start: int, end: int) -> int:
        """Start of the last sentence of a token range."""
        text = self.page.columns.text
        for i in range(end - 1, start - 1, -1):
            if text[i] in _TERMINAL or ("\n" in text[i] and i < end - 1 and text[i - 1] != ":"):
                return i + 1
        return start

    def up_to_stop(self, start: int, end: int) -> int:
        """End of the first sentence of a token range."""
        text = self.page.columns.text
        for i in range(start, end):
            if text[i] in _TERMINAL or "\n" in text[i]:
                return i
        return end

    def reporting_verbs(self, start: int, end: int) -> list[int]:
        """Verbs in a token range that can introduce a quotation."""
        columns, table, extra = self.page.columns, self.words.verbs, self.words.quote_only
        return [
            i
            for i in range(start, end)
            if columns.tag[i].startswith("VB")
            and ("quote" in table.get(columns.lemma[i], ()) or columns.lemma[i] in extra)
        ]

    def tail_cue(self, quotation: Quotation, start: int, end: int, *, opens: bool = True) -> Cue | None:
        """ "..., said X" after a quotation; ``opens``: no words of its sentence stand before it."""
        page, columns = self.page, self.page.columns
        inner = page.text[quotation.start : quotation.end].rstrip(_INNER)
        signed = self.signature(quotation)
        if signed is not None:
            return signed
        if end <= start or not inner:
            return None
        lower = columns.text[start][0].islower() or columns.text[start] == ","
        if inner[-1] == "." and not lower:
            return None
        if inner[-1] not in ",?!—–-…." and columns.text[start] != ",":
            return None
        first = start + (columns.text[start] == ",")
        if columns.lower[first : first + 2] == ["according", "to"]:
            return Cue(-1, (first, first + 2), page.speakers.after(first + 2, end))
        verbs = self.reporting_verbs(start, end)
        main = [v for v in verbs if columns.dep[v] not in ("relcl", "acl", "advcl")]
        main = main or [v for v in verbs[:1] if self.close_by(start, v)]
        main = main or (self.any_verb(first, end) if inner[-1] == "," and opens else [])
        if (
            not main
            or {columns.lower[start], columns.lower[first]} & _ANOTHER
            or (columns.tag[start] == "VBG" and main[0] == start)
        ):
            return None
        verb = main[0]
        if inner[-1] in "?!" and not (lower or self.close_by(start, verb) or self.says_no_more(start, verb)):
            return None
        return Cue(verb, (verb, verb + 1), self.speaker(verb, start, end))

    def says_no_more(self, start: int, verb: int) -> bool:
        """Whether a sentence behind a quotation only says who spoke: "the mayor's niece, Jane Roe, shouted to them"."""
        columns = self.page.columns
        subject = self.page.speakers.subject_of.get(verb, -1)
        objects = any(k > verb and columns.dep[k] in ("dobj", "ccomp", "xcomp", "oprd") for k in columns.kids[verb])
        return columns.dep[verb] == "ROOT" and subject >= start == columns.left[subject] and not objects

    def any_verb(self, start: int, end: int) -> list[int]:
        """ "...," Roe shrugged.": behind a comma and marks every finite verb with its subject beside it reports."""
        columns, speakers = self.page.columns, self.page.speakers
        verb = next((i for i in range(start, min(start + _BESIDE, end)) if columns.tag[i] in ("VBD", "VBZ")), -1)
        if verb < 0 or columns.pos[verb] != "VERB":
            return []
        subject = speakers.subject_of.get(verb, -1)
        mention = speakers.at(subject) if start <= subject < end else None
        beside = (
            mention is not None
            and speakers.can_speak(mention)
            and (mention.start == start or mention.start == verb + 1)
        )
        speaks = mention is not None and (mention.kind in _PEOPLE or mention.pronoun)
        return [verb] if beside and speaks else []

    def signature(self, quotation: Quotation) -> Cue | None:
        """A dash and a name after a quotation, and nothing else on their line: "..." — Jane Roe."""
        page, columns = self.page, self.page.columns
        found = _SIGNED.match(page.text, quotation.outer_end)
        if found is None:
            return None
        dash = page.tokens(found.start(1), found.end(1))[0]
        name, end = page.token_at(found.end()), page.tokens(0, page.line_end(found.end()))[1]
        if end - name > _SIGNATURE or any(columns.tag[i] in _FINITE for i in range(name, end)):
            return None
        speaker = page.speakers.starting(name)
        if speaker is None or not speaker.proper:
            speaker = self.signed_by(name, end)
        return Cue(-1, (dash, dash + 1), speaker) if speaker is not None else None

    def signed_by(self, name: int, end: int) -> Mention | None:
        """A name that is a speaker by its place alone: after the dash, to the end of the line or a comma."""
        text, stop = self.page.columns.text, name
        while stop < end and text[stop][0].isupper():
            stop += 1
        if stop - name > _LONGEST_NAME or (stop < end and text[stop][0].isalnum()):
            return None
        return Mention(name, stop, stop - 1, "person", " ".join(text[name:stop]), proper=True)

    def lead_cue(self, quotation: Quotation, start: int, end: int) -> Cue | None:
        """ "X said: ..." before a quotation."""
        page, columns = self.page, self.page.columns
        last = end - 1
        while last >= start and columns.text[last].isspace():
            last -= 1
        if last < start:
            return None
        sign = columns.text[last]
        verbs = [v for v in self.reporting_verbs(start, end) if page.inside[v] < 0]
        if sign == ":":
            main = [v for v in verbs if columns.dep[v] not in ("relcl",)] or verbs
            if main:
                return self.before_colon(main[-1], start, end)
            return self.clause_cue(start, last)
        if columns.lower[start : start + 2] == ["according", "to"] and sign == ",":
            source = page.speakers.before(last, start)
            return Cue(-1, (start, start + 2), source) if source is not None and last - source.end <= 1 else None
        inner = page.text[quotation.start : quotation.end]
        whole = inner[:1].isupper() or inner[:1].isdigit() or inner[:2] in ("I ", "I’", "I'")
        if not verbs or (self.small(quotation) and not whole):
            return None
        if sign != "," and self.goes_on(quotation):
            return None
        if sign == "," and columns.lower[last - 1] == "that" and self.goes_on(quotation):
            return None  # "said that, “of course” they would": a part of a longer clause
        verb = verbs[-1]
        rest = [w for w in columns.text[verb + 1 : last + 1] if w[0].isalnum()]
        if sign == "," and whole and columns.dep[verb] != "relcl":
            return Cue(verb, (verb, verb + 1), self.speaker(verb, start, end))
        if whole and (not rest or (len(rest) <= 4 and columns.lower[last] not in _NO_LEAD)):
            return Cue(verb, (verb, verb + 1), self.speaker(verb, start, end))
        return None

    def apposed(self, start: int, opened: int) -> Cue | None:
        """A person's name and a dash before a quotation: "the trainer, Jane Roe -- “We lost” -- was calm"."""
        columns, dash = self.page.columns, opened - 1
        if dash <= start or columns.text[dash] not in _SIGNS:
            return None
        named = self.page.speakers.before(dash, start)
        if named is None or named.end != dash or named.kind != "person" or not named.proper:
            return None
        return Cue(-1, (dash, dash + 1), named)

    def clause_cue(self, start: int, colon: int) -> Cue:
        """A colon, and who the clause before it is about: "Roe scolded him:"."""
        columns, speakers = self.page.columns, self.page.speakers
        for verb in range(start, colon):
            if columns.pos[verb] in ("VERB", "AUX") and start <= speakers.subject_of.get(verb, -1) < verb:
                found = speakers.of_verb(verb)
                if found is not None and speakers.can_speak(found):
                    verbal = columns.lemma[verb] in self.words.verbs
                    return Cue(verb if verbal else -1, (verb, verb + 1) if verbal else (colon, colon + 1), found)
        return Cue(-1, (colon, colon + 1), speakers.before(colon, start) or speakers.owner(colon - 1))

    def before_colon(self, verb: int, start: int, end: int) -> Cue:
        """ "X told CNN: ...": who stands before the verb speaks, a paper or channel after it is the medium."""
        speakers = self.page.speakers
        paper = speakers.after(verb + 1, end)
        if paper is None or paper.kind != "media":
            return Cue(verb, (verb, verb + 1), self.speaker(verb, start, end))
        speaker = self.speaker(verb, start, verb)
        if speaker is None or speaker is paper:
            speaker = self.first_subject(verb, start) or speakers.before(verb, start)
        return Cue(verb, (verb, verb + 1), speaker, paper.name)

    def first_subject(self, verb: int, start: int) -> Mention | None:
        """The first of a verb's subjects, where the parser found two."""
        columns = self.page.columns
        kid = next((k for k in columns.kids[verb] if columns.dep[k] == "nsubj" and start <= k < verb), -1)
        return self.page.speakers.at(kid)

    def speaker(self, verb: int, start: int, end: int) -> Mention | None:
        """Who speaks, for a verb in the words beside a quotation."""
        page = self.page
        token = page.speakers.subject(verb)
        if token >= 0 and page.inside[token] < 0:
            found = page.speakers.at(token)
            if found is not None and (start <= token < end or not found.pronoun):
                return found
        if self.nothing(start, verb):
            return page.speakers.after(verb + 1, end) or page.speakers.before(verb, start)
        return page.speakers.before(verb, start) or page.speakers.after(verb + 1, end)
