"""Claims of responsibility: who says that they did it, in every wording.

"claimed responsibility for", "the attack was claimed by", "said it was behind", "said its fighters carried out",
"boasted of having bombed". Words are in ``reporting.yaml``.
"""

from __future__ import annotations

from app.nlp.annotations import Mention
from app.nlp.components.quotes.page import Draft, Page
from app.nlp.lexicon import word_list
from app.nlp.lexicon.reporting import reporting

STANCE = "claim_responsibility"
_OWN = frozenset(["its", "their", "our", "his", "her"])
_SELF = frozenset(["it", "they", "we", "he", "she", "i"])
_DEPTH = 3  # nouns from a verb to the deed: "carried out a series of attacks"


def claims(page: Page, taken: set[int]) -> list[Draft]:
    """Claims that other frames do not see; ``taken`` are verbs that introduce a statement already."""
    columns = page.columns
    drafts: list[Draft] = []
    for i, lemma in enumerate(columns.lemma):
        if page.inside[i] >= 0 or i in taken:
            continue
        draft: Draft | None = None
        if lemma in word_list("reporting.claim_verbs") and columns.pos[i] == "VERB":
            draft = _claimed(page, i)
        elif lemma in word_list("reporting.responsibility"):
            draft = _slipped(page, i) or _nominal(page, i)
        if draft is not None:
            drafts.append(draft)
    return drafts


def mark(page: Page, drafts: list[Draft]) -> None:
    """Give the stance to what is said of one's own deed: "said it was behind the bombing"."""
    said = (d for d in drafts if d.stance in word_list("reporting.owning_stances") and d.speaker is not None)
    for draft in said:
        if draft.verb >= 0 and any(_own_act(page, kid, draft.verb) for kid in page.columns.kids[draft.verb]):
            draft.stance = STANCE


def _claimed(page: Page, verb: int) -> Draft | None:
    """ "The attack was claimed by X", "X claimed Monday's attack"."""
    columns, speakers = page.columns, page.speakers
    passive = verb in speakers.passives or (columns.tag[verb] == "VBN" and columns.dep[verb] == "acl")
    if passive:
        deed = speakers.patient_of.get(verb, columns.head[verb] if columns.dep[verb] == "acl" else -1)
        speaker = speakers.at(speakers.agent(verb))
    else:
        deed, speaker = speakers.object_of.get(verb, -1), speakers.of_verb(verb)
    if deed < 0 or speaker is None or not (_is_deed(page, deed) or columns.lemma[deed] in reporting().responsibility):
        return None
    end = columns.right[deed] if not columns.left[deed] <= verb < columns.right[deed] else verb
    content = page.characters(columns.left[deed], end)
    return Draft([content], (verb, verb + 1), verb, speaker, STANCE) if content else None


def _slipped(page: Page, noun: int) -> Draft | None:
    """ "ISIL claims responsibility for an assault", the verb taken for a noun."""
    columns = page.columns
    verb = noun - 1
    lemma = columns.lower[verb].removesuffix("s") if verb >= 0 else ""
    if verb < 1 or columns.pos[verb] == "VERB" or "own" not in reporting().verbs.get(lemma, {}):
        return None
    if not columns.lower[verb].endswith("s"):
        return None
    speaker = page.speakers.before(verb, columns.sents[columns.sent[verb]][0])
    content = page.characters(noun, columns.right[noun])
    if speaker is None or speaker.end != verb or content is None:
        return None
    return Draft([content], (verb, verb + 1), verb, speaker, STANCE)


def _nominal(page: Page, noun: int) -> Draft | None:
    """ "a claim of responsibility by X", "X's claim of responsibility"."""
    columns, speakers = page.columns, page.speakers
    of, claim = columns.head[noun], columns.head[columns.head[noun]]
    if columns.lower[of] != "of" or columns.lemma[claim] not in word_list("reporting.nouns_of_claiming"):
        return None
    speaker = speakers.owner(claim)
    for kid in columns.kids[claim]:
        if kid > noun and columns.lower[kid] in ("by", "from"):
            speaker = speaker or speakers.at(next((k for k in columns.kids[kid] if columns.dep[k] == "pobj"), -1))
    content = page.characters(noun, columns.right[noun])
    if speaker is None or content is None or not speakers.can_speak(speaker):
        return None
    return Draft([content], (claim, claim + 1), claim, speaker, STANCE)


def _own_act(page: Page, verb: int, saying: int) -> bool:
    """Whether a clause reports the speaker's act: "it was behind the attack", "its fighters carried out the raid"."""
    columns = page.columns
    if columns.dep[verb] not in ("ccomp", "xcomp", "prep"):
        return False
    if columns.dep[verb] == "prep":  # "boasted of carrying out", "admitted to the killing"
        verb = next((k for k in columns.kids[verb] if columns.dep[k] in ("pcomp", "pobj")), verb)
        if columns.pos[verb] != "VERB":
            return columns.lemma[saying] in word_list("reporting.admitting") and _is_deed(page, verb)
    elif columns.dep[verb] == "ccomp" and not _is_self(page, verb, saying):
        return False
    if any(columns.dep[k] == "neg" for k in columns.kids[verb]):
        return False
    lemma = columns.lemma[verb]
    if lemma == "be":
        return any(_behind(page, kid) for kid in columns.kids[verb] if kid > verb)
    parts = {f"{lemma} {columns.lower[k]}" for k in columns.kids[verb] if columns.dep[k] == "prt"}
    if not (lemma in word_list("reporting.committing") or parts & word_list("reporting.committing")):
        return False
    return _is_deed(page, page.speakers.object_of.get(verb, -1))


def _is_self(page: Page, verb: int, saying: int) -> bool:
    """Whether the subject of a clause is who speaks, or their own people."""
    columns, speakers = page.columns, page.speakers
    subject = speakers.subject_of.get(verb, -1)
    if subject < 0:
        return False
    owner = next((k for k in columns.kids[subject] if columns.dep[k] == "poss"), -1)
    if columns.lower[subject] not in _SELF and columns.lower[owner] not in _OWN:
        return False
    return _same(speakers.by_head.get(subject if owner < 0 else owner), speakers.of_verb(saying))


def _same(one: Mention | None, speaker: Mention | None) -> bool:
    """Whether a pronoun may stand for the speaker: it is not known to stand for another."""
    if one is None or speaker is None:
        return False
    return one.entity < 0 or speaker.entity < 0 or one.entity == speaker.entity


def _behind(page: Page, kid: int) -> bool:
    """ "behind the bombing", "responsible for the raid"."""
    columns = page.columns
    if columns.lower[kid] in word_list("reporting.responsible"):
        kid = next((k for k in columns.kids[kid] if columns.lower[k] == "for"), -1)
    elif columns.lower[kid] != "behind":
        return False
    return kid >= 0 and any(_is_deed(page, k) for k in columns.kids[kid] if columns.dep[k] == "pobj")


def _is_deed(page: Page, noun: int, depth: int = _DEPTH) -> bool:
    """Whether a noun names an act of violence, or many of them: "a series of attacks"."""
    columns = page.columns
    if noun < 0 or depth == 0:
        return False
    if columns.lemma[noun] in word_list("reporting.deeds"):
        return True
    inner = (k for kid in columns.kids[noun] if columns.lower[kid] == "of" for k in columns.kids[kid])
    return any(_is_deed(page, k, depth - 1) for k in inner)
