"""Where do paragraphs and sentences begin?

Runs before the parser: a blank line and a dateline always end a sentence, and so does a single line break after a full
stop or between lines that look like headlines, captions or list items. It also says where the paragraphs are. After the
model has run, ``mend_entities`` cuts named entities that run over a line break.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from app.nlp.annotations import DatelineFound
from app.nlp.boilerplate import find_boilerplate
from app.nlp.components.datelines.reading import find
from app.nlp.lexicon import word_list, word_table
from app.nlp.lexicon.participants import kinds

_FULL_STOP = frozenset((".", "!", "?"))
_BEFORE_PLATFORM = frozenset(("on", "via", "to"))
_DASHES = frozenset({"–", "—", "-"})
_PEOPLE = frozenset(("armed_group", "military", "police", "civilians"))
_ENDLESS = 300  # tokens; the longest sentence of a newspaper has about half as many
_TERMINAL = frozenset(".!?:;\"'”’)")


def having(doc: Doc, attribute: str, values: Iterable[str]) -> list[Token]:
    """The tokens of which an attribute ("LOWER", "TAG") has one of some values."""
    wanted = {doc.vocab.strings[value] for value in values}
    return [doc[i] for i, value in enumerate(doc.to_array(attribute).tolist()) if value in wanted]


def paragraph_starts(words: Sequence[str]) -> list[int]:
    """Token indices at which a paragraph begins (whitespace tokens belong to the paragraph before them)."""
    starts: list[int] = []
    fresh = True
    for i, word in enumerate(words):
        if word.isspace():
            fresh = fresh or "\n\n" in word.replace("\r", "").replace(" ", "").replace("\t", "")
        elif fresh:
            starts.append(i)
            fresh = False
    return starts


def line_starts(words: Sequence[str]) -> list[int]:
    """Token indices after a single line break that ends a line which reads as complete."""
    starts: list[int] = []
    last: str | None = None
    broken = False
    for i, word in enumerate(words):
        if word.isspace():
            broken = broken or "\n" in word
            continue
        if broken and last is not None and (last[-1] in _TERMINAL or not word[0].islower()):
            starts.append(i)
        broken, last = False, word
    return starts


def split_platform(doc: Doc) -> list[int]:
    """Part the full stop from "X" where it is the platform and no initial; gives the starts of the sentences behind it.

    "They said on X. Border guards ...", but not "John X. Roe".
    """
    found = [t.i for t in having(doc, "ORTH", ("X.",)) if t.i and doc[t.i - 1].lower_ in _BEFORE_PLATFORM]
    if not found:
        return []
    with doc.retokenize() as retokenizer:
        for i in found:
            retokenizer.split(doc[i], ["X", "."], heads=[(doc[i], 0), (doc[i], 0)])
    behind = [i + 2 + n for n, i in enumerate(found)]
    return [i for i in behind if i < len(doc) and not doc[i].text[0].islower()]


def dateline_starts(doc: Doc, found: Iterable[DatelineFound]) -> Iterator[int]:
    """Token indices where datelines begin and end, whose names take no part: "LIMA, Peru, May 3 (Newswire) -- …"."""
    for filed in found:
        begin, end = (bisect.bisect_left(doc, at, key=lambda token: token.idx) for at in (filed.whole[0], filed.end))
        while end < len(doc) and doc[end].is_space:
            end += 1
        yield from (i for i in (begin, end) if i < len(doc))


def endless_starts(words: Sequence[str]) -> list[int]:
    """Token indices at which a stretch without any full stop is cut.

    No writer makes such sentences; lists and noise do, and everything that looks around a word of their trees would
    take minutes.
    """
    starts: list[int] = []
    last = 0
    for i, word in enumerate(words):
        if word in _FULL_STOP:
            last = i + 1
        elif i - last >= _ENDLESS:
            starts.append(i)
            last = i
    return starts


@Language.component(
    "sentences",
    requires=["doc._.context"],
    assigns=["token.is_sent_start", "doc._.paragraphs", "doc._.boilerplate", "doc._.filed"],
)
def sentences(doc: Doc) -> Doc:
    """Set the sentence starts that the parser must respect, and where paragraphs, boilerplate and datelines are."""
    platforms = split_platform(doc)
    words = [token.text for token in doc]
    starts = paragraph_starts(words)
    ends = [*starts[1:], len(doc)]
    doc._.paragraphs = tuple(zip(starts, ends, strict=False))
    doc._.boilerplate = find_boilerplate(doc)
    doc._.filed = found = find(doc)
    edges = {i for part in doc._.boilerplate for i in part if i < len(doc)}
    for index in {
        *starts,
        *line_starts(words),
        *dateline_starts(doc, found),
        *endless_starts(words),
        *platforms,
        *edges,
    }:
        doc[index].is_sent_start = True
    return doc


@functools.cache
def _lemmas() -> Mapping[str, str]:
    table: dict[str, str] = word_table("lemmas.verbs")
    return table


def mend_lemmas(doc: Doc) -> None:
    """Right the lemmas of verb forms that the lemmatiser takes for those of other words ("staged": "stag")."""
    for i, lower in enumerate(doc.to_array("LOWER").tolist()):
        form = doc.vocab.strings[lower]
        if form in word_table("lemmas.only_verbs"):
            doc[i].lemma_, doc[i].pos_ = word_table("lemmas.only_verbs")[form], "VERB"
        elif form in _lemmas() and doc[i].pos_ == "VERB":
            doc[i].lemma_ = _lemmas()[form]
        elif form in word_list("lemmas.participles") and not any(
            c.dep_ == "dobj" and not c.text.isdigit() for c in doc[i].children
        ):
            doc[i].lemma_, doc[i].pos_ = form, "ADJ"


def mend_nouns(doc: Doc) -> None:
    """Read a plural that the tagger takes for a verb as the noun that its place in the sentence makes it: "Reports that
    nine had died were false."
    """
    for token in having(doc, "TAG", ("VBZ",)):
        if token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj"):
            token.tag_, token.pos_, token.lemma_ = "NNS", "NOUN", token.lower_.removesuffix("s")


def mend_ranges(doc: Doc) -> None:
    """Make the noun of "between twenty and thirty people" the subject or object that it is, not a circumstance."""
    for word in having(doc, "LOWER", ("between",)):
        if word.dep_ not in ("prep", "mark") or word.head.pos_ != "VERB":
            continue
        verb = word.head
        noun = next((c for c in word.rights if c.dep_ == "pobj"), None)
        number = next((c for c in noun.lefts if c.dep_ == "nummod"), None) if noun is not None else None
        if noun is None or number is None or not any(c.dep_ == "conj" for c in number.rights):
            continue
        passive = any(c.dep_ == "auxpass" for c in verb.lefts)
        if noun.i < verb.i and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.lefts):
            noun.dep_ = "nsubjpass" if passive else "nsubj"
        elif word.i == verb.i + 1 and not passive and not any(c.dep_ == "dobj" for c in verb.rights):
            noun.dep_ = "dobj"
        else:
            continue
        noun.head, word.head, word.dep_ = verb, noun, "quantmod"


def mend_bounds(doc: Doc) -> None:
    """Hang the "no" of "no fewer than nine armed men" on the number: it says how many, not that there were none."""
    for word in having(doc, "LOWER", ("no",)):
        number = next((t for t in doc[word.i + 1 : word.i + 5] if t.dep_ == "nummod"), None)
        bound = (
            word.i + 2 < len(doc) and word.nbor().lower_ in word_list("lemmas.bounds") and word.nbor(2).lower_ == "than"
        )
        if bound and number is not None and number.head.i == word.head.i:
            word.head, word.dep_ = number, "quantmod"


def mend_pairs(doc: Doc) -> None:
    """Begin a new subject at "both": "after the war between A and B, both C and D joined" is a war of two."""
    for word in having(doc, "LOWER", ("both",)):
        if word.dep_ not in ("preconj", "det") or word.i == 0 or word.nbor(-1).text != ",":
            continue
        noun = word.head
        if noun.dep_ != "conj" or noun.head.i > word.i:
            continue
        after = (t for t in doc[noun.right_edge.i + 1 : word.sent.end] if t.pos_ in ("VERB", "AUX"))
        verb = next(after, None)
        if verb is not None and not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.lefts):
            noun.dep_, noun.head = "nsubj", verb


def mend_acts(doc: Doc) -> None:
    """Read "in police firing" as the act that it names, where the tagger finds police who are firing."""
    for word in having(doc, "LOWER", word_list("lemmas.acts")):
        if word.tag_ != "VBG" or word.i < 2:
            continue
        noun = word.nbor(-1)
        bare = noun.dep_ == "pobj" and noun.head.i == noun.i - 1 and noun.head.lower_ != "by"
        if word.head.i not in (noun.i, noun.head.head.i) or not bare or any(c.dep_ == "dobj" for c in word.rights):
            continue
        word.head, word.dep_, word.tag_, word.pos_, word.lemma_ = noun.head, "pobj", "NN", "NOUN", word.lower_
        noun.head, noun.dep_ = word, "compound"


def mend_clauses(doc: Doc) -> None:
    """Give a clause its subject that stands behind "as" or "since" read as a preposition: "as a mob burned a shop"."""
    for word in having(doc, "LOWER", word_list("lemmas.conjunctions")):
        noun = next((c for c in word.rights if c.dep_ == "pobj"), None)
        if noun is None or word.dep_ != "prep":
            continue
        verb = doc[noun.right_edge.i + 1] if noun.right_edge.i + 1 < len(doc) else noun
        if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.sent.start != word.sent.start or verb.dep_ == "aux":
            continue
        if verb.dep_ not in ("conj", "advcl") or any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in verb.lefts):
            continue
        passive = any(c.dep_ == "auxpass" for c in verb.lefts)
        noun.head, noun.dep_ = verb, "nsubjpass" if passive else "nsubj"
        word.head, word.dep_, verb.dep_ = verb, "mark", "advcl"


def mend_accusations(doc: Doc) -> None:
    """Read "looting" in "on suspicion of looting shops" as the deed that it names, no quality of the shops."""
    for word in having(doc, "TAG", ("VBG",)):
        noun, before = word.head, word.head.head
        if word.dep_ != "amod" or noun.dep_ != "pobj" or before.i != word.i - 1:
            continue
        if before.head.lemma_.lower() in word_list("roles.accusations"):
            word.head, word.dep_, word.pos_ = before, "pcomp", "VERB"
            noun.head, noun.dep_ = word, "dobj"


def mend_waters(doc: Doc) -> None:
    """Read "off" as a preposition behind verbs that take no object: "a boat capsized off Malta"."""
    for word in having(doc, "LOWER", ("off",)):
        verb = word.head
        if word.dep_ != "prt" or verb.lemma_ not in word_list("lemmas.at_sea"):
            continue
        behind = (c for c in (*word.rights, *verb.rights) if c.left_edge.i == word.i + 1)
        noun = next((c for c in behind if c.dep_ in ("dobj", "pobj")), None)
        if noun is not None:
            word.dep_, word.tag_, word.pos_, noun.head, noun.dep_ = "prep", "IN", "ADP", word, "pobj"


def mend_ages(doc: Doc) -> None:
    """Read "a 14-year-old and three others" as two phrases, where the parser gives the age to the others."""
    for word in having(doc, "LOWER", word_list("harm.age")):
        others = word.head
        joined = next((c for c in (*word.rights, *others.lefts) if c.dep_ == "cc" and c.i == word.i + 1), None)
        if word.dep_ != "amod" or joined is None or others.pos_ not in ("NOUN", "NUM"):
            continue
        article = next((c for c in others.lefts if c.dep_ == "det" and c.i < word.i), None)
        word.head, word.dep_ = others.head, others.dep_
        others.head, others.dep_, joined.head = word, "conj", word
        if article is not None:
            article.head = word


def mend_answers(doc: Doc) -> None:
    """Hang what stands behind an avenged act on it: "struck in retaliation for the killings on Friday"."""
    prepositions = word_list("event_coreference.answering_prepositions")
    for word in having(doc, "LOWER", word_list("event_coreference.answering")):
        verb = next((t for t in word.ancestors if t.pos_ == "VERB"), word)
        behind = next((c for c in word.rights if c.lower_ in prepositions), None)
        act = next((c for c in behind.rights if c.dep_ == "pobj"), None) if behind is not None else None
        if word.dep_ != "pobj" or verb.pos_ != "VERB" or act is None:
            continue
        end = act.right_edge.i
        for child in [c for c in verb.rights if c.dep_ in ("prep", "npadvmod", "punct") and c.i > end]:
            if child.left_edge.i != end + 1 or (child.dep_ == "punct" and child.text not in _DASHES):
                break
            end = child.right_edge.i
            if child.dep_ != "punct":
                child.head = act


def common(token: Token) -> bool:
    """Whether a word that the tagger takes for a name is a plural of people: "Gunmen" at the front of a sentence."""
    word = token.lower_
    plural = word.endswith(tuple(word_list("kinds.people_endings")))
    kind = kinds().heads.get(word) or kinds().heads.get(word.removesuffix("s"))
    alone = token.i + 1 == len(token.doc) or token.nbor().pos_ != "PROPN"
    return plural and alone and kind in _PEOPLE


def mend_names(doc: Doc) -> set[int]:
    """Read "Gunmen" and "Rebels" at the front of a sentence as what they are; gives their tokens."""
    found = {s.start for s in doc.sents if (s[0].pos_ == "PROPN" or s[0].ent_type_) and common(s[0])}
    for i in found:
        word = doc[i].lower_
        doc[i].pos_, doc[i].tag_ = "NOUN", "NNS"
        doc[i].lemma_ = word if word in kinds().heads else word.removesuffix("s")
    return {i for i in found if doc[i].ent_type_}


@Language.component("mend_entities", assigns=["doc.ents", "token.lemma", "token.pos", "token.tag"])
def mend_entities(doc: Doc) -> Doc:
    """Cut entities that contain a line break, keeping the part before it; right what the model mangles."""
    mend_lemmas(doc)
    mend_nouns(doc)
    mend_ranges(doc)
    mend_bounds(doc)
    mend_pairs(doc)
    mend_acts(doc)
    mend_clauses(doc)
    mend_accusations(doc)
    mend_waters(doc)
    mend_ages(doc)
    mend_answers(doc)
    none = mend_names(doc)
    if not none and not any("\n" in ent.text for ent in doc.ents):
        return doc
    mended: list[Span] = []
    for ent in doc.ents:
        if ent.start in none and ent.end == ent.start + 1:
            continue
        end = next((t.i for t in ent if "\n" in t.text), ent.end)
        if end > ent.start:
            mended.append(Span(doc, ent.start, end, label=ent.label_))
    doc.set_ents(mended)
    return doc
