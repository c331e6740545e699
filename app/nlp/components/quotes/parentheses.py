"""Who says a sentence, in a parenthesis that the parser did not see as one.

"The bay, as one of the mayor's aides pointed out, seldom freezes", "The wages, Roe explained at a hearing, were low".
"""

from __future__ import annotations

from app.nlp.annotations import Mention
from app.nlp.components.quotes.page import Draft, Page
from app.nlp.lexicon import word_list
from app.nlp.lexicon.reporting import reporting

_FINITE = frozenset(["VBD", "VBZ", "VBP"])
_TENSED = frozenset(["VBD", "VBZ", "VBP", "MD"])
_WHERE = frozenset(["in", "on", "at", "to", "during", "after", "earlier", "last", "this"])  # begin where and when
_LOOSE = frozenset(["RP", "RB", "RBR", "IN", "TO", "DT", "PRP$", "JJ", "NN", "NNS", "NNP", "NNPS", "CD", "POS", "CC"])
_OBJECTS = frozenset(["dobj", "ccomp", "dative", "oprd", "acomp"])
_TAIL = 16  # tokens from a verb to the end of its parenthesis
_LONG = 200  # tokens: a "sentence" longer than this is not one


def parentheses(page: Page, used: set[int]) -> list[Draft]:
    """Statements around a parenthesis with who says them; ``used`` are verbs that introduce a statement already."""
    columns = page.columns
    drafts: list[Draft] = []
    for first, last in columns.sents:
        if last - first > _LONG:
            continue
        for verb in range(first + 1, last):
            if columns.tag[verb] in _FINITE and verb not in used and page.inside[verb] < 0 and _says(page, verb):
                draft = _around(page, verb, first, last)
                if draft is not None:
                    drafts.append(draft)
                    break
    return drafts


def _says(page: Page, verb: int) -> bool:
    """Whether a verb reports a clause; "put it" does."""
    columns = page.columns
    idiom = columns.lemma[verb] in word_list("reporting.putting") and columns.lower[verb + 1 : verb + 2] == ["it"]
    return idiom or "quote" in reporting().verbs.get(columns.lemma[verb], {})


def _around(page: Page, verb: int, first: int, last: int) -> Draft | None:
    """The sentence without the parenthesis of a verb, or None where the verb stands in none."""
    columns = page.columns
    speaker = _before(page, verb, first)
    if speaker is None:
        return None
    start = speaker.start
    likened = start > first and columns.lower[start - 1] == "as"
    start -= likened
    heads = likened and _opens(page, first, start)
    end = _end(page, verb, last)
    if end < 0 or not (heads or (start > first and columns.text[start - 1] == ",")):
        return None
    if heads:  # "As Roe put it, ..."
        parts = [(end + 1, last)]
    elif end + 1 < last and columns.text[end] == ",":
        parts = [(first, start - 1), (end + 1, last)]
        if not likened and not _goes_on(page, end + 1, last):
            return None
    else:
        parts = [(first, start - 1)]
    if not likened and len(parts) < 2:
        return None
    if len(parts) == 2 and _all_quoted(page, *parts[1]):  # "is, as Roe put it, “a farce”"
        parts = parts[1:]
    ranges = [content for a, b in parts if b > a and (content := page.characters(a, b))]
    return Draft(ranges, (verb, verb + 1), verb, speaker, "say") if len(ranges) == len(parts) else None


def _all_quoted(page: Page, start: int, end: int) -> bool:
    """Whether a token range is words in quotation marks and nothing else."""
    return all(page.inside[i] >= 0 for i in range(start, end) if page.columns.text[i][0].isalnum())


def _opens(page: Page, first: int, start: int) -> bool:
    """Whether nothing but "yet," or "but" stands before a parenthesis at the front of a sentence."""
    columns = page.columns
    return start - first <= 2 and all(columns.pos[i] in ("CCONJ", "ADV", "PUNCT") for i in range(first, start))


def _before(page: Page, verb: int, first: int) -> Mention | None:
    """Who stands right before a verb, as a whole phrase: "one of the mayor's aides"."""
    columns, speakers = page.columns, page.speakers
    start = speakers.subject_of.get(verb, -1)
    behind_as = (k for i in range(first, verb) if columns.lower[i] == "as" for k in columns.kids[i])
    taken = [k for k in behind_as if columns.dep[k] == "pobj" and columns.right[k] == verb]  # "as" for a preposition
    subject = taken[0] if taken else start
    if not first <= subject < verb or columns.right[subject] != verb:
        return None
    mention = speakers.at(subject)
    if mention is None or not speakers.animate(mention):
        return None
    begin = columns.left[subject]
    return mention if mention.start == begin + (columns.lower[begin] == "as") else None


def _end(page: Page, verb: int, last: int) -> int:
    """The comma or stop that closes the parenthesis of a verb, or -1: only where and when it was said may follow it."""
    columns = page.columns
    start = verb + 1 + (columns.lower[verb + 1 : verb + 2] == ["it"])
    for i in range(start, min(start + _TAIL, last)):
        if columns.text[i] in (",", "."):
            objects = any(columns.dep[k] in _OBJECTS and start < k < i for k in columns.kids[verb])
            return -1 if objects else i
        begins = i == start or (i == start + 1 and columns.tag[start] == "RP")
        if columns.tag[i] not in _LOOSE or page.inside[i] >= 0:
            return -1
        if begins and columns.tag[i] not in ("RP", "RB", "RBR", "NNP") and columns.lower[i] not in _WHERE:
            return -1
    return -1


def _goes_on(page: Page, start: int, last: int) -> bool:
    """Whether a sentence goes on behind a parenthesis with the verb of the subject before it: "..., were low"."""
    columns = page.columns
    return columns.tag[start] in _TENSED and columns.lemma[start] not in reporting().verbs and start < last
