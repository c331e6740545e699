"""Indirect and mixed statements: a reporting verb, and what grammar makes of its dependents."""

from __future__ import annotations

from app.nlp.components.quotes.closings import better, closing
from app.nlp.components.quotes.hypotheses import hypothetical
from app.nlp.components.quotes.lost_clauses import lost_clause
from app.nlp.components.quotes.objects import (
    after_day,
    and_that,
    contact_clause,
    for_thing,
    further_deeds,
    joined_on,
    object_content,
    shown_content,
    up_to_dash,
)
from app.nlp.components.quotes.page import Draft, Page
from app.nlp.components.quotes.passives import is_passive
from app.nlp.lexicon import word_list
from app.nlp.lexicon.reporting import reporting

_CIVIL = frozenset(["person", "organization", "government", "media"])
_THINGS = frozenset(["facility", "vehicle", "weapon", "civilians", "military", "police", "armed_group"])
_WHEN = frozenset(["DATE", "TIME"])  # "called Friday for": a day is not what is said
_CONTRARY = frozenset(["although", "though", "whereas"])  # begin what the article sets against it
_PARTING = frozenset([";", ":"])  # "Shots fired: a caller reported": what stands before is not what is said
_FINITE = frozenset(["VBD", "VBZ", "VBP"])
_DOING = frozenset(["with", "against"])  # "as Roe argued with the guards, ...": while it was said, not what was
_DEED = frozenset(["of", "for"])
_AFTER_OBJECT = frozenset(["of", "against", "on"])  # "accused X of Y", "blamed Y on X"
_STEPS, _TAIL = 6, 14  # steps up from a verb's left neighbour; tokens after it
_LONG = 200  # tokens: a "sentence" longer than this is not one


def _responsibility(page: Page, _: int, by_dep: dict[str, list[int]]) -> list[tuple[int, int]]:
    """ "claimed responsibility for the raid"."""
    columns = page.columns
    owned = next((k for k in by_dep.get("dobj", ()) if columns.lemma[k] in reporting().responsibility), -1)
    if owned < 0:
        return []
    preps = [k for k in columns.kids[owned] if k > owned and columns.dep[k] == "prep"]
    dates = [k for k in preps if any(columns.ent[n] in _WHEN for n in columns.kids[k])]  # "on Tuesday" dates the claim
    content = page.characters(columns.left[owned], min([columns.right[owned], *dates]))
    return [content] if content else []


def _gerund(page: Page, verb: int, by_dep: dict[str, list[int]]) -> list[tuple[int, int]]:
    """ "denied targeting civilians"."""
    columns = page.columns
    for kid in (*by_dep.get("xcomp", ()), *by_dep.get("ccomp", ()), *by_dep.get("dobj", ()), *by_dep.get("advcl", ())):
        having = any(columns.dep[k] == "aux" and columns.tag[k] == "VBG" for k in columns.kids[kid])
        if kid > verb and (columns.tag[kid] == "VBG" or having) and columns.left[kid] == verb + 1:
            content = page.characters(columns.left[kid], columns.right[kid])
            return [content] if content else []
    return []


def indirect(page: Page, used: set[int]) -> list[Draft]:
    """Every statement reported by a verb that introduces no quotation of its own (``used``: those that do)."""
    table = reporting().verbs
    drafts: list[Draft] = []
    columns = page.columns
    for verb, (pos, lemma) in enumerate(zip(columns.pos, columns.lemma, strict=True)):
        if verb in used or lemma not in table or page.inside[verb] >= 0:
            continue
        if pos != "VERB":
            draft = closing(page, verb, table[lemma]) if pos == "NOUN" else None
        elif _unsaid(page, verb) or hypothetical(columns, verb):
            continue
        else:
            draft = _read(page, verb, table[lemma]) or lost_clause(page, verb, table[lemma])
            draft = better(page, draft, closing(page, verb, table[lemma]))
        if draft is not None:
            drafts.append(draft)
    return drafts


def _read(page: Page, verb: int, frames: dict[str, str]) -> Draft | None:
    columns = page.columns
    by_dep: dict[str, list[int]] = {}
    for kid in columns.kids[verb]:
        by_dep.setdefault(columns.dep[kid], []).append(kid)
    if is_passive(page, verb, by_dep):
        return _passive(page, verb, frames, by_dep)
    for frame, finder in _FINDERS:
        if frame in frames:
            ranges = finder(page, verb, by_dep)
            draft = _draft(page, verb, ranges, frames[frame]) if ranges else None
            if draft is not None and _speaks(page, draft, clause=frame == "clause"):
                return draft
    inside = [k for thing in by_dep.get("dobj", ()) for k in columns.kids[thing] if "of" in frames and k > thing]
    for kid in (*by_dep.get("prep", ()), *inside):
        word = columns.lower[kid]
        day = any(columns.dep[k] == "pobj" and columns.ent[k] in _WHEN for k in columns.kids[kid])
        if word in frames and kid > verb and columns.dep[kid] == "prep" and not day:
            thing = next((k for k in by_dep.get("dobj", ()) if k > verb and word in _AFTER_OBJECT), -1)
            start = columns.left[thing] if thing >= 0 else kid + 1
            end = further_deeds(page, by_dep, joined_on(page, start, columns.right[kid])) if thing >= 0 else None
            content = page.characters(start, end or joined_on(page, start, columns.right[kid]))
            draft = _draft(page, verb, [content], frames[word]) if content else None
            if draft is not None and _speaks(page, draft):
                return draft
    return _wanted(page, verb, frames, by_dep)


def _wanted(page: Page, verb: int, frames: dict[str, str], by_dep: dict[str, list[int]]) -> Draft | None:
    """ "called for the prisoners to be freed": a clause behind "for"."""
    columns = page.columns
    for clause in (*by_dep.get("ccomp", ()), *by_dep.get("xcomp", ()), *by_dep.get("advcl", ())):
        mark = columns.left[clause]
        if clause > verb and columns.lower[mark] == "for" and columns.dep[mark] == "mark" and "for" in frames:
            content = page.characters(mark + 1, columns.right[clause])
            draft = _draft(page, verb, [content], frames["for"]) if content else None
            return draft if draft is not None and _speaks(page, draft) else None
    return None


def _unsaid(page: Page, verb: int) -> bool:
    """Whether it is only wanted, refused, avoided: "declined to confirm", "urged him to condemn", "without saying"."""
    columns = page.columns
    for _ in range(_STEPS):
        head = columns.head[verb]
        if columns.dep[verb] == "pcomp":  # "accused Delhi of supporting rebels": a deed of Delhi's
            above = columns.lemma[columns.head[head]]
            return columns.lower[head] == "without" or (columns.lower[head] in _DEED and above in reporting().verbs)
        if columns.dep[verb] != "xcomp" or columns.pos[head] != "VERB":
            return False
        denied = any(columns.dep[k] == "neg" for k in columns.kids[head])
        if columns.lemma[head] == "have" and columns.lower[head + 1] in word_list("reporting.pending"):
            return True  # "has yet to say"
        if columns.lemma[head] not in (word_list("reporting.not_avoiding") if denied else reporting().carriers):
            return columns.lemma[head] not in reporting().carriers
        verb = head
    return False


def _draft(page: Page, verb: int, ranges: list[tuple[int, int]], stance: str) -> Draft:
    speaker = page.speakers.of_verb(verb) or page.speakers.just_before(verb)
    return Draft(ranges, (verb, verb + 1), verb, speaker, stance)


def _speaks(page: Page, draft: Draft, *, clause: bool = False) -> bool:
    """Whether somebody says it; a thing says whole clauses only: "the sign says that", not "the surge underscores"."""
    if draft.speaker is None:
        return clause and page.columns.tag[draft.verb] in _FINITE
    act = page.columns.lemma[draft.speaker.head] in word_list("reporting.deeds")  # "the attacks ... and claims that"
    return not act and (clause or page.speakers.animate(draft.speaker))


def _clause(page: Page, verb: int, by_dep: dict[str, list[int]]) -> list[tuple[int, int]]:
    """ "said that ...", "..., said X", and the clause that a parenthesis breaks."""
    columns = page.columns
    if content := contact_clause(page, verb, by_dep):
        return [content]
    clauses = [k for k in by_dep.get("ccomp", ()) if k > verb and not _closing(page, k)]
    marked = [k for k in clauses if columns.lower[columns.left[k]] == "that"]
    for clause in marked[:1] or reversed(by_dep.get("ccomp", [])):
        if clause > verb and _slipped(page, verb, clause):
            continue
        apart = range(verb, columns.left[clause]) if clause > verb else ()
        if any(columns.text[i] == ";" and page.inside[i] < 0 and page.inside[i + 1] < 0 for i in apart):
            continue  # "claimed a hit; the owner denied it"
        if clause > verb:
            end = max(_clause_end(page, k) for k in (clauses if marked else [clause]))
            end = next((i for i in range(clause, end) if columns.text[i] == ";" and page.inside[i] < 0), end)
            modal = any(columns.tag[k] == "MD" for k in columns.kids[clause])
            start = after_day(page, columns.left[clause])
            content = page.characters(start, _going_on(page, verb, end) if modal else and_that(page, verb, end))
        elif not any(
            columns.text[i] in _PARTING and page.inside[i] < 0 for i in range(max(clause, verb - _LONG), verb)
        ):
            limit = min([columns.left[s] for s in by_dep.get("nsubj", []) if columns.left[s] > clause] + [verb])
            start = _first_of_joined(page, verb, by_dep["ccomp"], clause)
            content = page.characters(start, min(columns.right[clause], limit))
        else:
            content = None
        if content:
            return [content]
    if columns.dep[verb] == "parataxis" or (columns.dep[verb] in ("ccomp", "advcl") and _between_commas(page, verb)):
        return _around(page, verb)
    return []


def _first_of_joined(page: Page, verb: int, clauses: list[int], last: int) -> int:
    """Where content begins that is several clauses: "Ana left, but Ben stayed, the guard said"."""
    columns, start = page.columns, page.columns.left[last]
    first = [columns.head[verb]] if columns.dep[verb] == "conj" else []
    for clause in reversed([k for k in (*first, *clauses) if k < last]):
        inner = [columns.right[k] for k in columns.kids[clause] if k < start and columns.dep[k] not in ("cc", "punct")]
        between = range(max(clause + 1, *inner, 0), start)
        if any(columns.text[i] != "," and columns.dep[i] != "cc" for i in between) or page.inside[clause] >= 0:
            break
        start = columns.left[clause]
    return start


def _closing(page: Page, clause: int) -> bool:
    """ "He said that it rained, the BBC reports": the source of the whole sentence, taken for what is said."""
    columns, start = page.columns, page.columns.left[clause]
    verbs = reporting().verbs
    saying = columns.lemma[clause] in verbs or columns.lower[clause].removesuffix("s") in verbs
    return saying and "," in (columns.text[start], columns.text[start - 1])


def _slipped(page: Page, verb: int, clause: int) -> bool:
    """ "said she knew but said nothing": the second verb of saying, joined to the first one, is not what it says."""
    columns = page.columns
    joined = columns.lower[columns.left[clause] - 1] in ("and", "but") or columns.lower[clause - 1] in ("and", "but")
    alone = not any(columns.dep[k] in ("nsubj", "nsubjpass", "aux", "auxpass") for k in columns.kids[clause])
    if alone and page.speakers.beside(clause) >= 0 and columns.lemma[clause] in reporting().verbs:
        return True  # "said he lied and Democrats accused him"
    return joined and alone and columns.lemma[clause] in reporting().verbs and columns.tag[clause] == columns.tag[verb]


def _clause_end(page: Page, clause: int) -> int:
    """Where a clause ends: before a further reporting verb that has only slipped into it."""
    columns, table = page.columns, reporting().verbs
    end = columns.right[clause]
    for kid in columns.kids[clause]:
        if (
            kid > clause
            and columns.lower[columns.left[kid]] in _CONTRARY
            and columns.text[columns.left[kid] - 1] == ","
        ):
            return columns.left[kid] - 1
        if kid > clause and columns.lower[kid] == "according" and columns.text[kid - 1] == ",":
            return kid - 1
        if (
            kid > clause
            and columns.dep[kid] in ("conj", "advcl")
            and columns.lemma[kid] in table
            and page.speakers.detached(kid)
        ):
            end = columns.left[kid]
            while end > clause + 1 and columns.dep[end - 1] in ("cc", "punct"):
                end -= 1
            return end
    return end


def _between_commas(page: Page, verb: int) -> bool:
    """ "X, he said, is Y"; "X, as he pointed out, is Y", which may also begin or end the sentence."""
    columns = page.columns
    start, end = columns.left[verb], columns.right[verb]
    before = start > 0 and columns.text[start - 1] == ","
    after = columns.text[end - 1] == "," or (end < len(columns.text) and columns.text[end] in (",", "."))
    marks = {columns.lower[k] for k in columns.kids[verb] if columns.dep[k] == "mark"}
    if marks == {"as"}:
        first = columns.sents[columns.sent[verb]][0]
        has_object = any(columns.dep[k] in ("dobj", "ccomp", "xcomp") for k in columns.kids[verb])
        has_object = has_object or any(columns.lower[k] in _DOING for k in columns.kids[verb])
        return (before or start == first) and after and end - start < _TAIL and not has_object
    return before and after and end - start < 8 and not marks


def _going_on(page: Page, verb: int, end: int) -> int:
    """Where a clause ends whose second half hangs on the verb of saying: "vowed to fight and, if need be, die".

    Also on the verb above a participle: "..., promising to meet and, where it can, exceed".
    """
    columns = page.columns
    above = columns.kids[columns.head[verb]] if columns.dep[verb] == "advcl" else []
    for kid in (*columns.kids[verb], *above):
        near = kid > end and not any(
            columns.pos[i] in ("VERB", "AUX") for i in range(end, kid) if columns.head[i] != kid
        )
        bare = columns.dep[kid] == "conj" and columns.tag[kid] in ("VB", "VBP")
        if near and bare and not any(columns.dep[k] in ("nsubj", "nsubjpass") for k in columns.kids[kid]):
            return columns.right[kid]
    return end


def _around(page: Page, verb: int) -> list[tuple[int, int]]:
    """The clause on which a parenthesis ("X, he said, is Y") hangs, without the parenthesis."""
    columns = page.columns
    head = columns.head[verb]
    for _ in range(2):  # from an auxiliary, or the subject on which the parenthesis hangs, to the verb
        if columns.dep[head] in ("aux", "auxpass", "nsubj", "nsubjpass"):
            head = columns.head[head]
    if columns.right[head] - columns.left[head] > _LONG:
        return []
    parts = ((columns.left[head], columns.left[verb]), (columns.right[verb], columns.right[head]))
    return [content for a, b in parts if b > a and (content := page.characters(a, b))]


def _infinitive(page: Page, verb: int, by_dep: dict[str, list[int]]) -> list[tuple[int, int]]:
    """ "vowed to fight", "urged the government to act"."""
    columns = page.columns
    for clause in (*by_dep.get("xcomp", ()), *by_dep.get("ccomp", ()), *by_dep.get("advcl", ())):
        if clause > verb and any(columns.lower[k] == "to" and columns.dep[k] == "aux" for k in columns.kids[clause]):
            kids, nameless = columns.kids[clause], reporting().anonymity
            passive = columns.lemma[clause] in nameless and any(columns.dep[k] == "auxpass" for k in kids)
            if passive or any(columns.lower[k] in nameless for k in kids):  # "asked to remain anonymous"
                return []
            start = columns.left[clause]
            if "obj" in reporting().verbs[columns.lemma[verb]] and for_thing(page, by_dep, clause):
                continue
            for_whom = (k for k in by_dep.get("prep", ()) if columns.lower[k] == "for" and columns.right[k] == start)
            start = next((k + 1 for k in for_whom if k > verb), start)  # "called for the quay to be closed"
            whom = any(columns.lower[k] in ("on", "for", "upon") and verb < k < clause for k in columns.kids[verb])
            if columns.lemma[verb] in word_list("reporting.calling_on") and not whom:
                continue  # "called him to say goodbye", "called a meeting to discuss it"
            content = page.characters(start, up_to_dash(page, start, _going_on(page, verb, columns.right[clause])))
            return [content] if content else []
    return []


def _as(page: Page, verb: int, by_dep: dict[str, list[int]]) -> list[tuple[int, int]]:
    """ "called it a farce", "described the move as ..."; an infinitive is a request: "called on us to go"."""
    columns = page.columns
    if any(columns.lower[k] == "what" for k in columns.kids[verb] if k < verb):
        return []  # "what they call a farce" names a thing and says nothing
    after = [k for k in (*by_dep.get("oprd", ()), *by_dep.get("xcomp", ())) if k > verb]
    after = [k for k in after if not any(columns.lower[a] == "to" and columns.dep[a] == "aux" for a in columns.kids[k])]
    after += [k for k in by_dep.get("prep", ()) if k > verb and columns.lower[k] in ("as", "to")]
    objects = [k for k in by_dep.get("dobj", ()) if k > verb and columns.ent[k] not in _WHEN]
    small = [k for k in by_dep.get("ccomp", ()) if k > verb and any(columns.dep[s] == "nsubj" for s in columns.kids[k])]
    naming = columns.lemma[verb] in word_list("reporting.calling")
    if naming and columns.text[verb - 1] == "," and not objects and any(columns.pos[k] == "PROPN" for k in after):
        return []  # "the group, called the Red Falcons, "
    quoted = naming and any(_called_in_marks(page, k) for k in objects)
    if not after and not small and not quoted and len(objects) < 2:
        return []
    kids = [*objects, *after, *small]
    content = page.characters(min(columns.left[k] for k in kids), max(columns.right[k] for k in kids))
    return [content] if content else []


def _called_in_marks(page: Page, thing: int) -> bool:
    """ "calls the plan “mad talk”": a noun and then marks; not "calls a “special meeting”"."""
    columns = page.columns
    before = (i for i in range(columns.left[thing], thing) if page.inside[i] < 0)
    return page.inside[thing] >= 0 and any(columns.pos[i] in ("NOUN", "PROPN", "PRON") for i in before)


def _civil(page: Page, verb: int, by_dep: dict[str, list[int]]) -> list[tuple[int, int]]:
    """ "blasted the ruling": an object of words, where the same verb may report an act."""
    speaker = page.speakers.of_verb(verb)
    thing = page.speakers.at(page.speakers.object_of.get(verb, -1))
    if speaker is None or thing is None or not (speaker.kind in _CIVIL or speaker.pronoun or speaker.proper):
        return []
    content = [] if thing.kind in _THINGS else object_content(page, verb, by_dep)
    return [] if thing.pronoun and [page.ends[thing.end - 1]] == [end for _, end in content] else content


def _passive(page: Page, verb: int, frames: dict[str, str], by_dep: dict[str, list[int]]) -> Draft | None:
    """ "was accused of ...", "is believed to ...", "was endorsed by ..."."""
    columns = page.columns
    agent = page.speakers.agent(verb)
    speaker = page.speakers.at(agent)
    subject = (by_dep.get("nsubjpass") or [-1])[0]
    kids = [k for k in (*by_dep.get("xcomp", ()), *by_dep.get("oprd", ()), *by_dep.get("ccomp", ())) if k > verb]
    kids += [
        k
        for k in by_dep.get("prep", ())
        if k > verb and columns.lower[k] in frames and columns.lower[k] in ("of", "as")
    ]
    if "agent" in frames:  # "was criticised for leaving"
        kids += [k for k in by_dep.get("prep", ()) if k > verb and columns.lower[k] in ("for", "over")]
    stance = next(iter(frames.values()))
    if speaker is None and stance not in reporting().passive:
        return None
    if kids and not frames.keys().isdisjoint(("clause", "as", "of", "agent")):
        parts = [(columns.left[kids[0]], columns.right[kids[-1]])]
        if subject >= 0 and columns.lower[subject] != "it" and columns.lower[subject] not in ("who", "which", "that"):
            parts.insert(0, (columns.left[subject], columns.right[subject]))
    elif speaker is not None and subject >= 0 and ({"obj", "agent"} & frames.keys()):
        parts = [(columns.left[subject], columns.right[subject])]
    else:
        return None
    ranges = [content for a, b in parts if (content := page.characters(a, b))]
    return Draft(ranges, (verb, verb + 1), verb, speaker, stance) if ranges else None


_FINDERS = (
    ("own", _responsibility), ("clause", _clause), ("as", _as), ("inf", _infinitive),
    ("ger", _gerund), ("obj", object_content), ("civil", _civil), ("shown", shown_content),
)  # fmt: skip
