"""From drafts to statements: kind, medium, addressee, no duplicates."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from spacy.tokens import Doc

from app.domain.event import StatementKind
from app.nlp.annotations import Mention, StatementFound
from app.nlp.components.quotes.nesting import without_repeats
from app.nlp.components.quotes.page import Draft, Page
from app.nlp.components.quotes.voices import Voices
from app.nlp.lexicon import word_list
from app.nlp.lexicon.reporting import reporting

_NOBODY = frozenset(["no", "nobody", "none", "neither"])
_MOST, _NEAR = 6, 40  # speakers of one statement; tokens between the first and a further one
_REST = 3  # words of an outlet's name behind a place
_LONG = 400  # tokens: what comes later in a statement does not change its kind
_SINGULAR = frozenset(["i", "me", "my", "mine", "myself"])
_PLURAL = frozenset(["we", "us", "our", "ours", "ourselves"])


def finish(page: Page, drafts: list[Draft]) -> tuple[StatementFound, ...]:
    """Statements in text order."""
    voices = Voices(page)
    out: list[StatementFound] = []
    seen: set[tuple[bool, tuple[tuple[int, int], ...]]] = set()
    for draft in sorted(_with_media(page, drafts), key=lambda d: (d.ranges[0], d.cue or (0, 0))):
        ranges = tuple((a, b) for a, b in draft.ranges if b > a)
        key = (draft.stance in word_list("reporting.refusing"), ranges)  # one may say what another denies
        if not ranges or key in seen:
            continue
        seen.add(key)
        out.append(_statement(page, draft, ranges, voices))
    return tuple(without_repeats(page, out))


def _statement(page: Page, draft: Draft, ranges: tuple[tuple[int, int], ...], voices: Voices) -> StatementFound:
    """One statement with its speaker, addressee and medium."""
    addressee, medium = _to_whom(page, draft)
    speaker, document = draft.speaker, None
    if speaker is not None:
        speaker, document = voices.of(speaker)
    medium = draft.medium or medium or document
    voices.made(medium, speaker)
    return StatementFound(
        kind=_kind(page, draft),
        content=ranges,
        cue=draft.cue,
        speaker=None if _nobody(page, speaker) else speaker,
        addressee=addressee,
        medium=medium,
        stance=draft.stance,
        verb=draft.verb,
        target=_aimed_at(page, draft),
        further=_further(page, draft.speaker),
        negated=_negated(page, draft),
    )


def _further(page: Page, speaker: Mention | None) -> tuple[Mention, ...]:
    """Who is joined to a speaker by "and"; behind a comma two are no list: "said his wife, and Amina wept"."""
    columns, out = page.columns, []
    if speaker is None or speaker.pronoun:
        return ()
    queue = [speaker.head]
    for head in queue:
        joined = [k for k in columns.kids[head] if k > head and columns.dep[k] == "conj"]
        commas = [columns.text[i] for i in range(head + 1, joined[0]) if i > speaker.end - 1] if joined else []
        if head == speaker.head and commas[:2] in ([",", "and"], [",", "but"]):
            break
        for kid in joined:
            if len(queue) < _MOST:
                queue.append(kid)
                mention = page.speakers.by_head.get(kid)
                if mention is not None and mention.end <= speaker.end + _NEAR and page.speakers.can_speak(mention):
                    out.append(mention)
    return tuple(out)


def _aimed_at(page: Page, draft: Draft) -> Mention | None:
    """Whom a verb of accusing, praising, threatening ... has for its object, or who owns that object."""
    columns, verb = page.columns, draft.verb
    if (
        draft.stance not in reporting().aimed
        or verb < 0
        or columns.pos[verb] != "VERB"
        or verb in page.speakers.passives
    ):
        return None
    for kid in columns.kids[verb]:
        if kid < verb or columns.dep[kid] not in ("dobj", "dative"):
            continue
        for token in (
            kid,
            *(k for k in columns.kids[kid] if k < kid and columns.dep[k] in ("poss", "amod", "nmod", "compound")),
        ):
            mention = page.speakers.by_head.get(token)
            document = columns.lemma[token] in reporting().media
            if mention and mention is not draft.speaker and not document and page.speakers.can_speak(mention):
                return mention
    return None


def _negated(page: Page, draft: Draft) -> bool:
    """Whether nobody says it, or somebody does not: "no group has claimed", "he did not say whether"."""
    columns, verb = page.columns, draft.verb
    denied = verb >= 0 and any(columns.dep[k] == "neg" and k < verb for k in columns.kids[verb])
    return denied or _nobody(page, draft.speaker)


def _nobody(page: Page, speaker: Mention | None) -> bool:
    return speaker is not None and page.columns.lower[speaker.start] in _NOBODY


def _kind(page: Page, draft: Draft) -> StatementKind:
    if draft.direct:
        return "direct"
    first, last = page.token_at(draft.ranges[0][0]), page.token_at(draft.ranges[-1][1])
    numbers = page.inside[first : min(last, first + _LONG)]
    if not any(number >= 0 for number in numbers):
        return "indirect"
    return "direct" if numbers[0] >= 0 and len(set(numbers)) == 1 else "mixed"


def _with_media(page: Page, drafts: list[Draft]) -> list[Draft]:
    """ "X said, according to CNN": the second source is the medium of the first, and no statement of its own."""
    columns = page.columns
    by_verb = {
        d.verb: d for d in drafts if d.verb >= 0 and d.cue and d.speaker and columns.lower[d.verb] != "according"
    }
    kept: list[Draft] = []
    for draft in drafts:
        if draft.cue and columns.lower[draft.cue[0]] == "according" and draft.speaker is not None:
            start = draft.cue[0]
            beside = (by_verb.get(v) for v in (columns.head[start], start - 1, start - 2, start - 3))
            own = next((d for d in beside if d is not None), None)
            if own is not None and _is_medium(page, draft.speaker):
                own.medium = draft.speaker.name
                continue
        kept.append(draft)
    return kept


def _is_medium(page: Page, source: Mention) -> bool:
    """Whether a source hands on what others say: a paper, a document; her lawyers are another speaker."""
    lemma = page.columns.lemma[source.head]
    return source.kind == "media" or lemma in reporting().media | word_list("reporting.documents") | word_list(
        "reporting.accounts"
    )


def _to_whom(page: Page, draft: Draft) -> tuple[Mention | None, str | None]:
    """Addressee and medium of a verb: "told CNN", "told parliament", "in a statement", "on X"."""
    verb, columns, speakers = draft.verb, page.columns, page.speakers
    if verb < 0 or columns.pos[verb] != "VERB" or columns.lower[verb] == "according":
        return None, None
    words = reporting()
    addressee: Mention | None = None
    medium: str | None = None
    for kid in columns.kids[verb]:
        dep = columns.dep[kid]
        if kid > verb and dep in ("dobj", "dative", "pobj", "appos"):
            mention = speakers.at(kid)
            if mention is None or mention is draft.speaker:
                continue
            outlet = _outlet(page, mention)
            if outlet is not None:
                medium = medium or outlet
            elif columns.lemma[verb] in word_list("reporting.informing"):
                addressee = addressee or _addressee(page, mention)
        elif dep == "prep" and columns.lower[kid] in words.media_prepositions | {"to"}:
            noun = next((k for k in columns.kids[kid] if columns.dep[k] == "pobj"), -1)
            mention = speakers.at(noun)
            if mention is not None and mention.kind == "media":
                medium = medium or mention.name
            elif noun >= 0 and columns.lower[kid] == "on" and columns.text[noun] in ("X", "X."):
                medium = medium or "X"
            elif noun >= 0 and columns.lemma[noun] in words.media:
                medium = medium or _inner(page, noun) or columns.lemma[noun]
                addressee = addressee or _written_to(page, noun)
            elif mention is not None and columns.lower[kid] == "to" and speakers.can_speak(mention):
                addressee = addressee or _addressee(page, mention)
    return addressee, medium


def _outlet(page: Page, mention: Mention) -> str | None:
    """The name of a medium, also one that begins like a country: "told Myanmar Now that"."""
    if mention.kind == "media":
        return mention.name
    text, end = page.columns.text, mention.end
    while end < len(text) and end < mention.end + _REST and text[end][0].isupper() and text[end].isalpha():
        end += 1
    follows = end < len(text) and (text[end][0].islower() or text[end] in (",", ".", ":"))
    if not mention.proper or mention.kind == "person" or end == mention.end or not follows:
        return None
    return " ".join(text[mention.start : end]).removeprefix("the ")


def _addressee(page: Page, mention: Mention) -> Mention:
    """The addressee; reporters are the media, whatever else they are."""
    return replace(mention, kind="media") if page.columns.lemma[mention.head] in reporting().press else mention


def _written_to(page: Page, noun: int) -> Mention | None:
    """ "in a letter to parliament" goes to parliament."""
    columns = page.columns
    for kid in columns.kids[noun]:
        if kid > noun and columns.dep[kid] == "prep" and columns.lower[kid] == "to":
            mention = page.speakers.at(next((k for k in columns.kids[kid] if columns.dep[k] == "pobj"), -1))
            if mention is not None and page.speakers.can_speak(mention):
                return _addressee(page, mention)
    return None


def _inner(page: Page, noun: int) -> str | None:
    """ "in an interview with CNN" gives CNN."""
    for kid in page.columns.kids[noun]:
        if page.columns.dep[kid] == "prep":
            mention = page.speakers.at(next((k for k in page.columns.kids[kid] if page.columns.dep[k] == "pobj"), -1))
            if mention is not None and mention.kind == "media":
                return mention.name
    return None


def name_first_persons(doc: Doc) -> tuple[Mention, ...]:
    """Mentions in which "I" (and a body's "we") inside a quotation stands for who speaks."""
    mentions: list[Mention] = list(doc._.mentions)
    starts = [m.start for m in mentions]
    for statement in doc._.statements:
        speaker = statement.speaker
        if statement.kind != "direct" or speaker is None or speaker.entity < 0:
            continue
        allowed = _SINGULAR if speaker.kind == "person" else _PLURAL
        for start, end in statement.content:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is None:
                continue
            for i in range(bisect_left(starts, span.start), bisect_left(starts, span.end)):
                mention = mentions[i]
                if mention.pronoun and mention.entity < 0 and doc[mention.head].lower_ in allowed:
                    mentions[i] = _as_speaker(mention, speaker)
    return tuple(mentions)


def _as_speaker(mention: Mention, speaker: Mention) -> Mention:
    return replace(
        mention,
        kind=speaker.kind,
        name=speaker.name,
        country_code=speaker.country_code,
        description=speaker.description,
        entity=speaker.entity,
    )
