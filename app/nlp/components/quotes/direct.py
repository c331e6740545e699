"""Direct statements: quotations, the cues beside them, and the paragraphs over which they run."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.nlp.annotations import Mention
from app.nlp.components.quotes.marks import Quotation
from app.nlp.components.quotes.page import Draft, Page
from app.nlp.components.quotes.words import reporting

_TERMINAL = frozenset([".", "!", "?"])
_TURN = re.compile(r"[A-Z][A-Z .'’-]{2,40}: ")  # a turn of a transcript, which ``sources`` reads


@dataclass(slots=True)
class Cue:
    """What introduces a quotation."""

    verb: int
    tokens: tuple[int, int] | None
    speaker: Mention | None
    medium: str | None = None


class Direct:
    """Walks over the quotations of a page and puts statements together."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.words = reporting()
        self.drafts: list[Draft] = []
        self.used: set[int] = set()
        self.last: Draft | None = None  # the last direct statement
        self.last_paragraph = -9
        self.open_ended = False  # the last quotation lacks its closing mark

    def find(self) -> tuple[list[Draft], set[int]]:
        """Direct statements and the verbs that introduce them."""
        by_paragraph: dict[int, list[Quotation]] = {}
        for quotation in self.page.quotations:
            by_paragraph.setdefault(quotation.paragraph, []).append(quotation)
        for number in range(len(self.page.paragraphs)):
            if number in by_paragraph:
                self.paragraph(number, by_paragraph[number])
            else:
                self.unmarked(number)
        return self.drafts, self.used

    def words_in(self, start: int, end: int) -> int:
        """How many words a character range has."""
        return len(self.page.text[start:end].split())

    def paragraph(self, number: int, quotations: list[Quotation]) -> None:
        """All quotations of one paragraph."""
        page = self.page
        first, last = page.paragraphs[number]
        edges = [(page.token_at(q.outer_start), page.token_at(q.outer_end)) for q in quotations]
        current: Draft | None = None
        for k, quotation in enumerate(quotations):
            lead_start = edges[k - 1][1] if k else first
            lead = self.after_stop(lead_start, edges[k][0])
            tail_end = edges[k + 1][0] if k + 1 < len(quotations) else last
            tail = self.up_to_stop(edges[k][1], tail_end)
            bridged = k > 0 and lead == lead_start and current is not None and edges[k][0] > lead_start
            if (
                bridged
                and current is not None
                and not self.ends_sentence(quotations[k - 1])
                and self.is_cue_gap(current, lead, edges[k][0])
            ):
                current.ranges.append((quotation.start, quotation.end))
                self.note(current, number, quotation)
                continue
            if current is not None and self.nothing(lead, edges[k][0]) and k > 0:
                cue = self.tail_cue(quotation, edges[k][1], tail)
                if cue is None and not current.direct:
                    cue = Cue(-1, current.cue, current.speaker)
                if cue is None:
                    current.ranges.append((quotation.start, quotation.end))
                    self.note(current, number, quotation)
                    continue
                current = self.add(quotation, cue, number)
                continue
            current = self.fresh(quotation, number, (first, lead, edges[k][0]), (edges[k][1], tail)) or (
                current if self.small(quotation) else None
            )

    def fresh(
        self, quotation: Quotation, number: int, lead: tuple[int, int, int], tail: tuple[int, int]
    ) -> Draft | None:
        """A statement that begins with this quotation, or None: a scare quote, or a part of an indirect one."""
        first, lead_start, opened = lead
        if self.is_title(quotation) or _TURN.match(self.page.text, quotation.start):
            return None
        cue = self.tail_cue(quotation, *tail)
        if cue is not None:
            draft = self.add(quotation, cue, number)
            self.widen(draft, quotation, lead_start, opened)
            return draft
        cue = self.lead_cue(quotation, lead_start, opened)
        if cue is not None:
            return self.add(quotation, cue, number)
        if self.small(quotation) or not self.nothing(lead_start, opened):
            return None
        opens = self.nothing(first, opened)  # the paragraph
        cue = self.paragraph_before(number) if opens else self.sentence_before(first, lead_start)
        return self.add(quotation, cue, number) if cue is not None else None

    def add(self, quotation: Quotation, cue: Cue, number: int) -> Draft:
        """Keep a new statement."""
        verb = cue.verb
        frames = self.words.verbs.get(self.page.grid.lemma[verb], {}) if verb >= 0 else {}
        stance = frames.get("quote") or frames.get("clause") or "say"
        draft = Draft([(quotation.start, quotation.end)], cue.tokens, verb, cue.speaker, stance, direct=True)
        draft.medium = cue.medium
        self.drafts.append(draft)
        if verb >= 0:
            self.used.add(verb)
        self.note(draft, number, quotation)
        return draft

    def widen(self, draft: Draft, quotation: Quotation, start: int, opened: int) -> None:
        """The plan "is a mistake," said X: words before the marks that belong to the statement."""
        page = self.page
        if not page.text[quotation.start].islower():
            return
        for verb in self.reporting_verbs(start, opened):
            start = verb + 1
        content = page.characters(start, opened)
        if content is not None:
            draft.ranges[0] = (content[0], draft.ranges[0][1])
            draft.direct = False

    def note(self, draft: Draft, number: int, quotation: Quotation) -> None:
        """Remember the last statement for the paragraphs that go on with it."""
        self.last, self.last_paragraph, self.open_ended = draft, number, not quotation.closed

    def small(self, quotation: Quotation) -> bool:
        """Whether a quotation is too short to be a statement without a cue."""
        return self.words_in(quotation.start, quotation.end) < self.words.scare_length

    def is_title(self, quotation: Quotation) -> bool:
        """Whether a quotation is the title of a work: every longer word has a capital, and no full stop ends it."""
        inner = self.page.text[quotation.start : quotation.end].rstrip(",")
        words = [w for w in re.findall(r"[^\W\d_][\w’'-]*", inner) if len(w) > 3 or w[0].isupper()]
        if not 1 < len(words) <= 14 or not all(w[0].isupper() for w in words):
            return False
        return inner[-1] not in ".!…" or (len(words) <= 8 and self.alone(quotation))  # "''All Bets Are Off.''"

    def alone(self, quotation: Quotation) -> bool:
        """Whether a quotation fills its paragraph."""
        first, last = self.page.paragraphs[quotation.paragraph]
        start, end = self.page.token_at(quotation.outer_start), self.page.token_at(quotation.outer_end)
        return self.nothing(first, start) and self.nothing(end, last)

    def ends_sentence(self, quotation: Quotation) -> bool:
        """Whether the quotation ends with a full stop: what follows is another sentence."""
        return self.page.text[quotation.start : quotation.end].endswith(".")

    def nothing(self, start: int, end: int) -> bool:
        """Whether there are no words in a token range."""
        return not any(word[0].isalnum() for word in self.page.grid.text[start:end])

    def after_stop(self, start: int, end: int) -> int:
        """Start of the last sentence of a token range."""
        text = self.page.grid.text
        for i in range(end - 1, start - 1, -1):
            if text[i] in _TERMINAL or ("\n" in text[i] and i < end - 1 and text[i - 1] != ":"):
                return i + 1
        return start

    def up_to_stop(self, start: int, end: int) -> int:
        """End of the first sentence of a token range."""
        text = self.page.grid.text
        for i in range(start, end):
            if text[i] in _TERMINAL or "\n" in text[i]:
                return i
        return end

    def reporting_verbs(self, start: int, end: int) -> list[int]:
        """Verbs in a token range that can introduce a quotation."""
        grid, table, extra = self.page.grid, self.words.verbs, self.words.quote_only
        return [
            i
            for i in range(start, end)
            if grid.tag[i].startswith("VB") and ("quote" in table.get(grid.lemma[i], ()) or grid.lemma[i] in extra)
        ]

    def is_cue_gap(self, draft: Draft, start: int, end: int) -> bool:
        """Whether the words between two quotations are the cue of the first."""
        return draft.verb >= 0 and start <= draft.verb < end

    def tail_cue(self, quotation: Quotation, start: int, end: int) -> Cue | None:
        """ "..., said X" after a quotation."""
        page, grid = self.page, self.page.grid
        inner = page.text[quotation.start : quotation.end]
        signed = self.signature(quotation)
        if signed is not None:
            return signed
        if end <= start or not inner:
            return None
        lower = grid.text[start][0].islower() or grid.text[start] == ","
        if inner[-1] == "." and not lower:
            return None
        if inner[-1] not in ",?!—–-…." and grid.text[start] != ",":
            return None
        verbs = self.reporting_verbs(start, end)
        main = [v for v in verbs if grid.dep[v] not in ("relcl", "acl", "advcl")] or verbs[:1]
        if not main:
            return None
        verb = main[0]
        if inner[-1] in "?!" and not lower and not self.close_by(start, verb):
            return None
        return Cue(verb, (verb, verb + 1), self.speaker(verb, start, end))

    def signature(self, quotation: Quotation) -> Cue | None:
        """A dash and a name after a quotation: "..." — Jane Roe."""
        page = self.page
        after = page.text[quotation.outer_end : quotation.outer_end + 4].lstrip(" \xa0")
        if not after.startswith(("―", "—", "–", "--")):
            return None
        at = quotation.outer_end + page.text[quotation.outer_end :].index(after[0])
        dash = page.tokens(at, at + 1)[0]
        name = next(
            (i for i in range(dash + 1, min(dash + 4, len(page.offsets))) if page.grid.text[i][0].isalnum()), -1
        )
        if name < 0 or not page.grid.text[name][0].isupper():
            return None
        speaker = page.speakers.starting(name)
        return Cue(-1, (dash, dash + 1), speaker) if speaker is not None and speaker.proper else None

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

    def lead_cue(self, quotation: Quotation, start: int, end: int) -> Cue | None:
        """ "X said: ..." before a quotation."""
        page, grid = self.page, self.page.grid
        last = end - 1
        while last >= start and grid.text[last].isspace():
            last -= 1
        if last < start:
            return None
        sign = grid.text[last]
        verbs = [v for v in self.reporting_verbs(start, end) if page.inside[v] < 0]
        if sign == ":":
            main = [v for v in verbs if grid.dep[v] not in ("relcl",)] or verbs
            if main:
                return self.before_colon(main[-1], start, end)
            return Cue(-1, (last, last + 1), page.speakers.before(last, start))
        inner = page.text[quotation.start : quotation.end]
        whole = inner[:1].isupper() or inner[:1].isdigit() or inner[:2] in ("I ", "I’", "I'")
        if not verbs or (self.small(quotation) and not whole):
            return None
        if sign != "," and self.goes_on(quotation):
            return None
        verb = verbs[-1]
        rest = [w for w in grid.text[verb + 1 : last + 1] if w[0].isalnum()]
        if sign == "," and whole and grid.dep[verb] != "relcl":
            return Cue(verb, (verb, verb + 1), self.speaker(verb, start, end))
        if whole and (
            not rest or (len(rest) <= 4 and grid.lower[last] not in ("that", "is", "was", "a", "the", "as", "of"))
        ):
            return Cue(verb, (verb, verb + 1), self.speaker(verb, start, end))
        return None

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
        grid = self.page.grid
        kid = next((k for k in grid.kids[verb] if grid.dep[k] == "nsubj" and start <= k < verb), -1)
        return self.page.speakers.at(kid)

    def speaker(self, verb: int, start: int, end: int) -> Mention | None:
        """Who speaks, for a verb in the words beside a quotation."""
        page, grid = self.page, self.page.grid
        token = page.speakers.subject(verb)
        if token >= 0 and page.inside[token] < 0:
            found = page.speakers.at(token)
            if found is not None and (start <= token < end or not found.pronoun):
                return found
        if verb == start or grid.lower[verb - 1] in (",", "”", '"', "''") or self.nothing(start, verb):
            return page.speakers.after(verb + 1, end) or page.speakers.before(verb, start)
        return page.speakers.before(verb, start) or page.speakers.after(verb + 1, end)

    def paragraph_before(self, number: int) -> Cue | None:
        """For a paragraph that opens with a quotation and has no cue: who spoke last."""
        page, grid = self.page, self.page.grid
        if number and self.last_paragraph != number - 1:
            first, last = page.paragraphs[number - 1]
            end = last
            while end > first and grid.text[end - 1].isspace():
                end -= 1
            start = self.after_stop(first, end - 1)
            if grid.text[end - 1] == ":":
                verbs = self.reporting_verbs(start, end)
                if verbs:
                    return Cue(verbs[-1], (verbs[-1], verbs[-1] + 1), self.speaker(verbs[-1], start, end))
                return Cue(-1, (end - 1, end), page.speakers.before(end - 1, start))
            return self.sentence_before(first, end)
        if self.last is not None and self.last_paragraph == number - 1:
            return Cue(-1, self.last.cue, self.last.speaker)
        return None

    def sentence_before(self, first: int, end: int) -> Cue | None:
        """The subject of the reporting sentence that ends before a quotation."""
        page, grid = self.page, self.page.grid
        while end > first and not grid.text[end - 1][0].isalnum():
            end -= 1
        start = self.after_stop(first, end)
        verbs = [v for v in self.reporting_verbs(start, end) if page.inside[v] < 0]
        if verbs:
            verb = next((v for v in verbs if grid.dep[v] == "ROOT"), verbs[0])
            return Cue(-1, (verb, verb + 1), self.speaker(verb, start, end))
        root = next((i for i in range(start, end) if grid.dep[i] == "ROOT"), -1)
        speaker = page.speakers.of_verb(root) if root >= 0 else None
        if speaker is not None and page.speakers.can_speak(speaker):
            return Cue(-1, None, speaker)
        return None

    def whole_paragraph(self, number: int, first: int, colon: int) -> None:
        """ "Roe said:" and a paragraph without marks: the paragraph is what was said."""
        page = self.page
        if number >= len(page.paragraphs) or any(q.paragraph == number for q in page.quotations):
            return
        verbs = self.reporting_verbs(self.after_stop(first, colon), colon)
        if verbs and colon - verbs[-1] <= 4:
            self.take(number, page.paragraphs[number], self.before_colon(verbs[-1], first, colon))

    def take(self, number: int, tokens: tuple[int, int], cue: Cue) -> None:
        """Keep a statement that no marks enclose."""
        page = self.page
        start, stop = tokens
        while stop > start and page.grid.text[stop - 1].isspace():
            stop -= 1
        if stop <= start or cue.speaker is None or not page.speakers.can_speak(cue.speaker):
            return
        quotation = Quotation(page.offsets[start], page.ends[stop - 1], 0, 0, number, closed=False)
        self.add(quotation, cue, number)
        page.inside[start:stop] = [len(page.quotations)] * (stop - start)
        page.quotations.append(quotation)

    def unmarked(self, number: int) -> None:
        """ "He said: Early signs are good." — a colon after a reporting verb, and no marks to the paragraph's end."""
        page, grid = self.page, self.page.grid
        first, last = page.paragraphs[number]
        colon = next((i for i in range(first, min(last, first + 40)) if grid.text[i] == ":"), -1)
        if colon < 1:
            return
        if not any(word[0].isalnum() for word in grid.text[colon + 1 : last]):
            self.whole_paragraph(number + 1, first, colon)
            return
        verbs = self.reporting_verbs(self.after_stop(first, colon), colon)
        if not verbs or colon - verbs[-1] > 4 or not grid.text[colon + 1][0].isupper():
            return
        self.take(number, (colon + 1, last), self.before_colon(verbs[-1], first, colon))
