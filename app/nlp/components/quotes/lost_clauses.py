"""What is said where the parser loses it: the clause hangs on another word than the verb of saying."""

from __future__ import annotations

from app.nlp.annotations import Mention
from app.nlp.components.quotes.page import Draft, Page
from app.nlp.lexicon import word_list
from app.nlp.lexicon.reporting import reporting
from app.nlp.noun_phrases import bounds

_FINITE = frozenset(["VBD", "VBZ", "VBP", "VBN"])
_TENSED = frozenset(["MD", "VBD", "VBZ", "VBP"])
_STEPS, _TAIL = 6, 14  # steps up from a verb's left neighbour; tokens after it
_LONG = 200  # tokens: a "sentence" longer than this is no sentence
_REACH = 14  # tokens from a verb to the clause that hangs elsewhere
_NOMINATIVE = frozenset(["he", "she", "they", "we", "it", "i"])
_COMPLETE = frozenset(["dobj", "attr", "acomp", "auxpass", "oprd", "ccomp"])  # what a relative clause may lack
_ADVERBIAL = frozenset(["advcl", "prep", "npadvmod", "advmod", "cc"])
_DEGREE = frozenset(["so", "such", "same"])  # "so many that", "the same way that"
_SUBJECTS = frozenset(["nsubj", "nsubjpass", "expl", "csubj"])


def lost_clause(page: Page, verb: int, frames: dict[str, str]) -> Draft | None:
    """A statement whose content is not among the dependents of its verb, or None."""
    if "clause" not in frames:
        return None
    attitude = frames["clause"] in word_list("reporting.attitudes")
    parts = [] if attitude else _broken_sentence(page, verb)
    content = None if attitude else _clause_behind(page, verb)
    content = content or _sentence_before(page, verb) or (None if attitude else _unmarked_clause(page, verb))
    if content is None and not parts:
        return _trailing(page, verb, frames)
    speaker = page.speakers.of_verb(verb) or page.speakers.just_before(verb)
    if speaker is None or not page.speakers.animate(speaker):
        return None
    ranges = parts or ([content] if content else [])
    return Draft(ranges, (verb, verb + 1), verb, speaker, frames["clause"])


def _broken_sentence(page: Page, verb: int) -> list[tuple[int, int]]:
    """ "Though it was easy, he said, leaving the city would be harder": the sentence around a subject and its verb."""
    columns = page.columns
    first, last = columns.sents[columns.sent[verb]]
    subject = page.speakers.subject_of.get(verb, -1)
    if not first < subject < verb or columns.right[subject] != verb or verb + 1 >= last or last - first > _LONG:
        return []
    start = columns.left[subject]
    if start <= first + 1 or columns.text[start - 1] != "," or columns.text[verb + 1] != "," or page.inside[verb] >= 0:
        return []
    further = (
        columns.tag[verb + 2] == "VBG" and columns.lemma[verb + 2] in reporting().verbs if verb + 2 < last else True
    )
    if further or not any(columns.tag[i] in _TENSED for i in range(verb + 2, last)):
        return []
    ranges = (page.characters(first, start - 1), page.characters(verb + 2, last))
    return [content for content in ranges if content]


def _clause_behind(page: Page, verb: int) -> tuple[int, int] | None:
    """ "told a meeting of leaders that few knew", "admitted under oath he had lied": a clause on another noun."""
    columns = page.columns
    last = columns.sents[columns.sent[verb]][1]
    for i in range(verb + 1, min(verb + _REACH, last)):
        if page.inside[i] >= 0 or columns.tag[i] in ("VBD", "VBZ", "VBP", "MD") or columns.lower[i] in _DEGREE:
            return None
        head = columns.head[i]
        if head > i and columns.left[head] > verb and (_that_clause(page, i, head) or _bare_clause(page, i, head)):
            return page.characters(i, min(columns.right[head], last))
    return None


def _unmarked_clause(page: Page, verb: int) -> tuple[int, int] | None:
    """ "said after the talks he would not sign": a whole clause that the parser takes for an adverbial one."""
    columns = page.columns
    for clause in columns.kids[verb]:
        kids = columns.kids[clause]
        subject = next((k for k in kids if columns.dep[k] in ("nsubj", "nsubjpass")), -1)
        if clause < verb or columns.dep[clause] != "advcl" or not verb < subject < clause:
            continue
        finite = columns.tag[clause] in ("VBD", "VBZ", "VBP") or any(columns.tag[k] in _TENSED for k in kids)
        marked = any(columns.dep[k] in ("mark", "advmod") and k < subject for k in kids)
        if finite and not marked and columns.text[columns.left[clause] - 1] != ",":
            return page.characters(columns.left[subject], columns.right[clause])
    return None


def _that_clause(page: Page, that: int, head: int) -> bool:
    """Whether "that" begins a clause with a subject of its own: "the leaders that few people knew it"."""
    columns = page.columns
    if columns.lower[that] != "that" or columns.dep[that] not in ("mark", "advmod"):
        return False
    if columns.lemma[that - 1] in word_list("reporting.relative_nouns"):
        return False
    return any(columns.dep[k] in _SUBJECTS and that < k < head for k in columns.kids[head])


def _bare_clause(page: Page, pronoun: int, head: int) -> bool:
    """Whether a pronoun begins a whole clause: "under oath he had lied about it", not "the oath he took"."""
    columns = page.columns
    if columns.lower[pronoun] not in _NOMINATIVE or columns.dep[pronoun] not in ("nsubj", "nsubjpass"):
        return False
    whole = any(columns.dep[k] in _COMPLETE for k in columns.kids[head])
    return whole and columns.left[head] >= pronoun and columns.dep[head] != "conj"


def _sentence_before(page: Page, verb: int) -> tuple[int, int] | None:
    """ "Language unclear, experts say.": a subject behind a comma and its verb close a sentence."""
    columns = page.columns
    first, last = columns.sents[columns.sent[verb]]
    subject = page.speakers.subject_of.get(verb, -1)
    if not first < subject < verb or columns.tag[verb] not in _FINITE or last - verb > _TAIL:
        return None
    start = columns.left[subject]
    if start <= first + 1 or columns.text[start - 1] != "," or start - first > _LONG:
        return None
    complete = any(columns.dep[k] in ("dobj", "ccomp", "xcomp", "advmod") and k > verb for k in columns.kids[verb])
    opened = any(columns.dep[k] in _ADVERBIAL and k < start for k in columns.kids[verb])
    if complete or opened or columns.tag[subject] in ("WP", "WDT"):
        return None
    return page.characters(first, start - 1)


def _trailing(page: Page, verb: int, frames: dict[str, str]) -> Draft | None:
    """ "..., residents and an official said": sources at the end of a sentence, lost to the clause before them."""
    columns = page.columns
    if "clause" not in frames or columns.tag[verb] not in _FINITE or verb in page.speakers.subject_of:
        return None
    source, above = -1, verb - 1
    for _ in range(_STEPS):
        start = columns.left[above]
        if columns.right[above] != verb or start == 0 or columns.head[above] == above:
            break
        if columns.text[start - 1] == "," and columns.pos[above] in ("NOUN", "PROPN", "PRON"):
            source = above
            break
        above = columns.head[above]
    speaker = page.speakers.by_head.get(source)
    if speaker is None or not page.speakers.can_speak(speaker) or speaker.kind == "other":
        return None
    first, last = columns.sents[columns.sent[verb]]
    left = columns.left[source] - 1
    clause = any(columns.pos[i] in ("VERB", "AUX") for i in range(max(first, left - _LONG), left))
    content = page.characters(max(first, left - _LONG), left) if clause and last - verb <= _TAIL else None
    if content is None:
        return None
    if columns.dep[source] == "appos" or (speaker.proper and speaker.head != source):  # not who stands before the comma
        start, end = bounds(columns, source)
        name = " ".join(page.text[page.offsets[start] : page.ends[end - 1]].split()).removeprefix("a ")
        speaker = Mention(start, end, source, speaker.kind, name.removeprefix("an "))
    return Draft([content], (verb, verb + 1), verb, speaker, frames["clause"])
