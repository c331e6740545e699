"""Direct statements: quotations, the cues beside them, and the paragraphs over which they run."""

from __future__ import annotations

import re

from app.nlp.annotations import Quotation
from app.nlp.components.quotes.cues import Cue, Cues
from app.nlp.components.quotes.page import Draft, Page

_JOINT = 4  # tokens from the last mark of a gap to its end: "Roe said, and still ..."
_SECOND = 8  # tokens from the verb of a second cue to its quotation: "adding a few questions, including, "
_CLAUSAL = frozenset(["VERB", "AUX", "NOUN", "PROPN", "PRON"])
_GAP_ENDS = frozenset(
    [",", ".", "!", "?", ":", ";", "—", "–", "―", "--", "-", "…", "..."]
)  # before a quotation goes on


class Direct:
    """Walks over the quotations of a page and puts statements together."""

    def __init__(self, page: Page, turns: dict[int, Draft]) -> None:
        self.page = page
        self.turns = turns  # of a transcript, by paragraph
        self.cues = Cues(page)
        self.drafts: list[Draft] = []
        self.used: set[int] = set()
        self.last: Draft | None = None  # the last direct statement
        self.last_paragraph = -9
        self.waiting: list[tuple[Quotation, int]] = []  # paragraphs that go on to one whose cue names the speaker
        self.open_ended = False  # the last quotation lacks its closing mark

    def find(self) -> tuple[list[Draft], set[int]]:
        """Direct statements and the verbs that introduce them."""
        by_paragraph: dict[int, list[Quotation]] = {}
        for quotation in self.page.quotations:
            by_paragraph.setdefault(quotation.paragraph, []).append(quotation)
        for number in range(len(self.page.paragraphs)):
            if number in self.turns:  # what is quoted inside it belongs to it
                self.last, self.last_paragraph, self.open_ended = self.turns[number], number, False
            elif number in by_paragraph:
                self.paragraph(number, by_paragraph[number])
            else:
                self.unmarked(number)
        return self.drafts, self.used

    def paragraph(self, number: int, quotations: list[Quotation]) -> None:
        """All quotations of one paragraph."""
        page = self.page
        first, last = page.paragraphs[number]
        edges = [(page.token_at(q.outer_start), page.token_at(q.outer_end)) for q in quotations]
        current: Draft | None = None
        for k, quotation in enumerate(quotations):
            lead_start = edges[k - 1][1] if k else first
            lead = self.cues.after_stop(lead_start, edges[k][0])
            tail_end = edges[k + 1][0] if k + 1 < len(quotations) else last
            tail = self.cues.up_to_stop(edges[k][1], tail_end)
            bridged = k > 0 and lead == lead_start and current is not None and edges[k][0] > lead_start
            if (
                bridged
                and current is not None
                and not self.ends_sentence(quotations[k - 1])
                and self.is_cue_gap(current, lead, edges[k][0])
                and not self.second_cue(current, edges[k][0], quotation)
            ):
                current.ranges.append((quotation.start, quotation.end))
                self.note(current, number, quotation)
                continue
            if current is not None and self.cues.nothing(lead, edges[k][0]) and k > 0:
                cue = self.cues.tail_cue(quotation, edges[k][1], tail)
                if cue is None:
                    current.ranges.append((quotation.start, quotation.end))
                    self.note(current, number, quotation)
                    continue
                current = self.add(quotation, cue, number)
                continue
            current = self.fresh(quotation, number, (first, lead, edges[k][0]), (edges[k][1], tail)) or (
                current if self.cues.small(quotation) else None
            )

    def fresh(
        self, quotation: Quotation, number: int, lead: tuple[int, int, int], tail: tuple[int, int]
    ) -> Draft | None:
        """A statement that begins with this quotation, or None: a scare quote, or a part of an indirect one."""
        first, lead_start, opened = lead
        opens = self.cues.nothing(lead_start, opened)
        cue = self.cues.tail_cue(quotation, *tail, opens=opens)
        said = cue is not None and opens and self.cues.close_by(tail[0], cue.verb)
        if not said and self.is_title(quotation):
            return None
        if cue is not None:
            draft = self.add(quotation, cue, number)
            self.widen(draft, quotation, self.unclaimed(first, lead_start, opened), opened)
            return draft
        cue = self.cues.lead_cue(quotation, lead_start, opened)
        if cue is not None:
            return self.add(quotation, cue, number)
        whole = self.page.text[quotation.start : quotation.start + 1].isupper() and not self.cues.small(quotation)
        cue = self.cues.apposed(lead_start, opened) if whole else None
        if cue is not None:
            return self.add(quotation, cue, number)
        if self.cues.small(quotation) or not opens or self.cues.goes_on(quotation):
            return None
        begins = self.cues.nothing(first, opened)  # the paragraph
        cue = self.paragraph_before(number) if begins else self.sentence_before(first, lead_start)
        if (
            cue is not None
            and cue.tokens is None
            and self.cues.of_one(quotation)
            and cue.speaker
            and cue.speaker.plural
        ):
            cue = None  # "They fled. “I hid in a barn.”": one of them, or somebody else
        if cue is None and begins and not quotation.closed:
            self.waiting.append((quotation, number))
        return self.add(quotation, cue, number) if cue is not None else None

    def add(self, quotation: Quotation, cue: Cue, number: int) -> Draft:
        """Keep a new statement."""
        verb = cue.verb
        frames = self.cues.words.verbs.get(self.page.columns.lemma[verb], {}) if verb >= 0 else {}
        stance = frames.get("quote") or frames.get("clause") or "say"
        draft = Draft([(quotation.start, quotation.end)], cue.tokens, verb, cue.speaker, stance, direct=True)
        draft.medium = cue.medium
        self.waited_for(draft, number)
        self.drafts.append(draft)
        if verb >= 0:
            self.used.add(verb)
        self.note(draft, number, quotation)
        return draft

    def waited_for(self, draft: Draft, number: int) -> None:
        """Give the speaker to the paragraphs just before that were left open, and forget the others."""
        while self.waiting:
            quotation, before = self.waiting.pop()
            number -= 1
            if before != number:
                self.waiting.clear()
                break
            self.drafts.append(
                Draft([(quotation.start, quotation.end)], draft.cue, -1, draft.speaker, draft.stance, direct=True)
            )

    def widen(self, draft: Draft, quotation: Quotation, start: int, opened: int) -> None:
        """The plan "is a mistake," said X: words before the marks that belong to the statement."""
        page = self.page
        if not page.text[quotation.start].islower():
            return
        for verb in self.cues.reporting_verbs(start, opened):
            start = verb + 1
        content = page.characters(start, opened)
        if content is not None:
            draft.ranges[0] = (content[0], draft.ranges[0][1])
            draft.direct = False

    def unclaimed(self, first: int, start: int, opened: int) -> int:
        """Where a sentence begins, if nothing quoted in it is a statement: "Six ‘raiders’ were ‘removed,’ it said"."""
        page, sentence = self.page, self.cues.after_stop(first, opened)
        claimed = any(b > page.offsets[sentence] for draft in self.drafts[-3:-1] for _, b in draft.ranges)
        return start if sentence > start or claimed else sentence

    def note(self, draft: Draft, number: int, quotation: Quotation) -> None:
        """Remember the last statement for the paragraphs that go on with it."""
        self.last, self.last_paragraph, self.open_ended = draft, number, not quotation.closed

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
        return self.cues.nothing(first, start) and self.cues.nothing(end, last)

    def ends_sentence(self, quotation: Quotation) -> bool:
        """Whether the quotation ends with a full stop: what follows is another sentence."""
        return self.page.text[quotation.start : quotation.end].endswith(".")

    def is_cue_gap(self, draft: Draft, start: int, end: int) -> bool:
        """Whether the words between two quotations are the cue of the first and nothing more.

        "Roe said, " is; "Roe said, adding that the dam was " and "Roe said of the "  are not.
        """
        if not start <= draft.verb < end:
            return False
        columns = self.page.columns
        rest = range(max(draft.verb + 1, end - _JOINT), end)
        stop = next((i for i in reversed(rest) if columns.text[i] in _GAP_ENDS), -1)
        return stop >= 0 and not any(columns.pos[i] in _CLAUSAL for i in range(stop + 1, end))

    def second_cue(self, draft: Draft, opened: int, quotation: Quotation) -> bool:
        """Whether the words between two quotations end with a cue of the second: "Roe said, adding: "."""
        if self.page.columns.text[opened - 1] not in (",", ":"):
            return False
        further = [v for v in self.cues.reporting_verbs(draft.verb + 1, opened) if opened - v <= _SECOND]
        return bool(further) and self.cues.lead_cue(quotation, further[-1], opened) is not None

    def paragraph_before(self, number: int) -> Cue | None:
        """For a paragraph that opens with a quotation and has no cue: who spoke last."""
        page, columns = self.page, self.page.columns
        if number and self.last_paragraph != number - 1:
            first, last = page.paragraphs[number - 1]
            end = last
            while end > first and columns.text[end - 1].isspace():
                end -= 1
            start = self.cues.after_stop(first, end - 1)
            if columns.text[end - 1] == ":":
                verbs = self.cues.reporting_verbs(start, end)
                if verbs:
                    return Cue(verbs[-1], (verbs[-1], verbs[-1] + 1), self.cues.speaker(verbs[-1], start, end))
                return self.cues.clause_cue(start, end - 1)
            return self.sentence_before(first, end)
        if self.last is not None and self.last_paragraph == number - 1:
            return Cue(-1, self.last.cue, self.last.speaker)
        return None

    def sentence_before(self, first: int, end: int) -> Cue | None:
        """The subject of the reporting sentence that ends before a quotation."""
        page, columns = self.page, self.page.columns
        while end > first and not columns.text[end - 1][0].isalnum():
            end -= 1
        start = self.cues.after_stop(first, end)
        verbs = [v for v in self.cues.reporting_verbs(start, end) if page.inside[v] < 0]
        if verbs:
            verb = next((v for v in verbs if columns.dep[v] == "ROOT"), verbs[0])
            return Cue(-1, (verb, verb + 1), self.cues.speaker(verb, start, end))
        root = next((i for i in range(start, end) if columns.dep[i] == "ROOT"), -1)
        speaker = page.speakers.of_verb(root) if root >= 0 else None
        if speaker is not None and page.speakers.can_speak(speaker):
            return Cue(-1, None, speaker)
        return None

    def whole_paragraph(self, number: int, first: int, colon: int) -> None:
        """ "Roe said:" and a paragraph without marks: the paragraph is what was said."""
        page = self.page
        if number >= len(page.paragraphs) or any(q.paragraph == number for q in page.quotations):
            return
        verbs = self.cues.reporting_verbs(self.cues.after_stop(first, colon), colon)
        if verbs and colon - verbs[-1] <= 4:
            self.take(number, page.paragraphs[number], self.cues.before_colon(verbs[-1], first, colon))

    def take(self, number: int, tokens: tuple[int, int], cue: Cue) -> None:
        """Keep a statement that no marks enclose."""
        page = self.page
        start, stop = tokens
        while stop > start and page.columns.text[stop - 1].isspace():
            stop -= 1
        if stop <= start or cue.speaker is None or not page.speakers.can_speak(cue.speaker):
            return
        quotation = Quotation(page.offsets[start], page.ends[stop - 1], 0, 0, number, closed=False)
        self.add(quotation, cue, number)
        page.inside[start:stop] = [len(page.quotations)] * (stop - start)
        page.quotations.append(quotation)

    def unmarked(self, number: int) -> None:
        """ "He said: Early signs are good." — a colon after a reporting verb, and no marks to the paragraph's end."""
        page, columns = self.page, self.page.columns
        first, last = page.paragraphs[number]
        colon = next((i for i in range(first, min(last, first + 40)) if columns.text[i] == ":"), -1)
        if colon < 1:
            return
        if not any(word[0].isalnum() for word in columns.text[colon + 1 : last]):
            self.whole_paragraph(number + 1, first, colon)
            return
        verbs = self.cues.reporting_verbs(self.cues.after_stop(first, colon), colon)
        if not verbs or colon - verbs[-1] > 4 or not columns.text[colon + 1][0].isupper():
            return
        if columns.tag[verbs[-1]] == "VB":  # "were to reply in kind: By May ..."
            return
        self.take(number, (colon + 1, last), self.cues.before_colon(verbs[-1], first, colon))
