"""What is said in an object: "rejected the plan", "the poll shows the mayor ahead", and where such words end."""

from __future__ import annotations

from app.nlp.components.quotes.page import Page
from app.nlp.lexicon import word_list
from app.nlp.lexicon.reporting import reporting

_WHEN = frozenset(["DATE", "TIME"])
_WITH_OBJECT = frozenset(
    ["for", "of", "about", "as", "over", "to", "on", "against", "with", "by", "from", "between", "behind", "among"]
)
_REASONS = frozenset(["for", "over"])  # "thanked him on Monday for coming"
_DASHES = frozenset(["—", "–", "--", "―", "-"])
_RELATIVE = frozenset(["who", "which", "whose"])
_ASKING = frozenset(["how", "why", "what", "whether"])
_SUBJECT = 6  # tokens up to the head of a subject
_REST = frozenset(["advmod", "acomp", "oprd", "prep", "xcomp"])


def object_content(page: Page, verb: int, by_dep: dict[str, list[int]]) -> list[tuple[int, int]]:
    """ "rejected the plan": the object and what follows it directly."""
    columns = page.columns
    for thing in by_dep.get("dobj", ()):
        if thing < verb or columns.lemma[thing] in reporting().anonymity or columns.ent[thing] in _WHEN:
            continue
        mention = page.speakers.by_head.get(thing)
        if columns.lemma[verb] in word_list("reporting.citing") and mention is not None and mention.kind != "other":
            continue  # "citing a doctor": where it is from, and nothing that is said
        start, end = columns.left[thing], _aside(page, thing)
        further: list[tuple[int, int]] = []
        for kid in columns.kids[verb]:
            if kid < thing:
                continue
            if columns.dep[kid] == "prep":
                day = any(columns.dep[k] == "pobj" and columns.ent[k] in _WHEN for k in columns.kids[kid])
                if columns.left[kid] == end and columns.lower[kid] in _WITH_OBJECT and not day:
                    end = columns.right[kid]
                elif columns.lower[kid] in _REASONS and columns.left[kid] > end:
                    further.append((columns.left[kid], columns.right[kid]))
            elif _of_the_thing(page, thing, kid, end):
                end = columns.right[kid]
            elif _of_the_plan(page, thing, kid):
                further.append((columns.left[kid], columns.right[kid]))
        end = before_press(page, verb, thing, joined_on(page, start, end))
        return [c for a, b in ((start, up_to_dash(page, start, end)), *further[:1]) if (c := page.characters(a, b))]
    for clause in by_dep.get("ccomp", ()):  # "condemned what it called a massacre"
        if clause > verb and columns.lower[columns.left[clause]] == "what" and columns.left[clause] == verb + 1:
            content = page.characters(columns.left[clause], columns.right[clause])
            return [content] if content else []
    return []


def before_press(page: Page, verb: int, thing: int, end: int) -> int:
    """Where an object ends before those who are told of it: "confirmed the raid to reporters in Okere"."""
    columns = page.columns
    if reporting().verbs.get(columns.lemma[verb], {}).get("obj") not in word_list("reporting.of_facts"):
        return end
    for kid in (*columns.kids[thing], *columns.kids[verb]):
        if not thing < kid < end or columns.dep[kid] != "prep" or columns.lower[kid] != "to":
            continue
        for noun in (k for k in columns.kids[kid] if columns.dep[k] == "pobj"):
            mention = page.speakers.by_head.get(noun)
            if columns.lemma[noun] in reporting().press or (mention is not None and mention.kind == "media"):
                return kid
    return end


def shown_content(page: Page, verb: int, by_dep: dict[str, list[int]]) -> list[tuple[int, int]]:
    """ "The survey found 31 cases", "a poll shows the mayor ahead": what a document has in it."""
    columns, speakers = page.columns, page.speakers
    source = speakers.subject(verb)
    if source < 0 or columns.lemma[source] not in word_list("reporting.documents") | reporting().media:
        return []
    clause = next((k for k in by_dep.get("ccomp", ()) if k > verb), -1)
    if clause >= 0:
        content = page.characters(columns.left[clause], columns.right[clause])
        return [content] if content else []
    found = object_content(page, verb, by_dep)
    thing = next((k for k in by_dep.get("dobj", ()) if k > verb), -1)
    if len(found) != 1 or thing < 0 or page.ends[columns.right[thing] - 1] != found[0][1]:
        return found
    end = columns.right[thing]
    for kid in columns.kids[verb]:
        dated = any(columns.ent[i] in _WHEN for i in range(columns.left[kid], columns.right[kid]))
        if columns.left[kid] == end and columns.dep[kid] in _REST and not dated:
            end = columns.right[kid]
    content = page.characters(columns.left[thing], end)
    return [content] if content else found


def contact_clause(page: Page, verb: int, by_dep: dict[str, list[int]]) -> tuple[int, int] | None:
    """ "cited remarks Roe had made about it": a clause without "that" right behind an object is about the object."""
    columns = page.columns
    frames = reporting().verbs.get(columns.lemma[verb], {})
    for thing in by_dep.get("dobj", ()):
        mention = page.speakers.by_head.get(thing)
        if "obj" not in frames or columns.pos[thing] != "NOUN" or (mention and mention.kind != "other"):
            continue
        for clause in by_dep.get("ccomp", ()):
            subject = columns.left[clause]
            if columns.right[thing] == subject and thing > verb and columns.dep[subject] != "mark":
                return page.characters(columns.left[thing], columns.right[clause])
    return None


def joined_on(page: Page, start: int, end: int) -> int:
    """Where content ends whose second half the parser joined to a verb: "stressed fairness, and a need to save"."""
    columns = page.columns
    i = (
        end
        + (end < len(columns.text) and columns.text[end : end + 1] == [","])
        - (columns.lower[end - 1] in ("and", "or"))
    )
    if i + 1 >= len(columns.text) or columns.lower[i] not in ("and", "or") or page.inside[i] != page.inside[start]:
        return end
    sentence = columns.sents[columns.sent[start]]
    for kid in range(i + 1, sentence[1]):
        if columns.dep[kid] != "conj" or columns.left[kid] != i + 1 or columns.head[kid] >= start:
            continue
        noun = columns.pos[kid] == "NOUN" and columns.pos[columns.head[kid]] == "VERB"
        asking = columns.lower[i + 1] in _ASKING
        gerund = columns.tag[kid] == "VBG" and kid == i + 1 and columns.tag[start] == "VBG"
        return columns.right[kid] if noun or asking or gerund else end
    return end


def further_deeds(page: Page, by_dep: dict[str, list[int]], end: int) -> int:
    """Where an accusation ends that goes on with more deeds or with how: "of theft, burning a barn and wrecking it"."""
    columns = page.columns
    for kid in by_dep.get("prep", ()):
        how = any(columns.dep[k] == "pcomp" and columns.tag[k] == "VBG" for k in columns.kids[kid])
        if kid == end and columns.lower[kid] == "by" and how:
            return columns.right[kid]
    for kid in by_dep.get("advcl", ()):
        listed = any(columns.dep[k] == "conj" and columns.tag[k] == "VBG" for k in columns.kids[kid])
        deed = columns.tag[kid] == "VBG" and columns.lemma[kid] not in reporting().verbs
        if kid in (end, end + 1) and columns.text[kid - 1] == "," and deed and listed:
            return columns.right[kid]
    return end


def after_day(page: Page, start: int) -> int:
    """Where content begins behind the day on which it was said: "said on Thursday it had left"."""
    columns = page.columns
    i = start + (columns.lower[start] == "on")
    if page.inside[i] >= 0 or columns.ent[i] != "DATE" or columns.dep[i] not in ("npadvmod", "pobj"):
        return start
    end = columns.ent_end[i]
    subjects = (k for k in range(end, min(end + _SUBJECT, len(columns.text))) if columns.left[k] == end)
    subject = any(columns.dep[k] in ("nsubj", "nsubjpass", "expl") for k in subjects)
    return end if subject else start


def and_that(page: Page, verb: int, end: int) -> int:
    """Where content ends that goes on with a second "that": "said the dam had failed, and that two men died"."""
    columns = page.columns
    for kid in columns.kids[verb]:
        start = columns.left[kid]
        while start < kid and (columns.text[start] == "," or columns.dep[start] == "cc"):
            start += 1
        between = all(columns.text[i] == "," or columns.dep[i] == "cc" for i in range(end, start))
        if kid > end and columns.dep[kid] == "conj" and columns.lower[start] == "that" and between:
            return columns.right[kid]
    return end


def up_to_dash(page: Page, start: int, end: int) -> int:
    """Where content ends before what the article adds behind a dash: "the rules - a charge that might have stung"."""
    columns = page.columns
    dashes = [
        i
        for i in range(start + 1, end)
        if columns.text[i] in _DASHES and page.inside[i] < 0 and page.doc[i].whitespace_ and page.doc[i - 1].whitespace_
    ]
    return dashes[0] if len(dashes) == 1 else end


def for_thing(page: Page, by_dep: dict[str, list[int]], clause: int) -> bool:
    """Whether an infinitive says what an object is for, and not what it is to do: "urged new rules to end the fees"."""
    things = [k for k in by_dep.get("dobj", ()) if k < clause]
    return any(_of_the_thing(page, thing, clause, page.columns.right[thing]) for thing in things)


def _of_the_thing(page: Page, thing: int, kid: int, end: int) -> bool:
    """Whether an infinitive right behind an object that is nobody says what it is for: "rules to end the fees"."""
    columns, mention = page.columns, page.speakers.by_head.get(thing)
    to = any(columns.lower[k] == "to" and columns.dep[k] == "aux" for k in columns.kids[kid])
    adjoins = columns.dep[kid] == "xcomp" and columns.left[kid] == end and columns.text[end - 1] != ","
    return to and adjoins and columns.pos[thing] == "NOUN" and (mention is None or mention.kind == "other")


def _of_the_plan(page: Page, thing: int, kid: int) -> bool:
    """Whether an infinitive says what the plan is that is the object: "announced plans this week to build a dam"."""
    columns = page.columns
    frames = reporting().nouns.get(columns.lemma[thing], frozenset())
    planned = "inf" in frames or columns.lemma[thing] in word_list("reporting.plans")
    to = any(columns.lower[k] == "to" and columns.dep[k] == "aux" for k in columns.kids[kid])
    return planned and columns.dep[kid] in ("xcomp", "advcl") and to and columns.left[kid] > columns.right[thing]


def _aside(page: Page, thing: int) -> int:
    """Where an object ends: before what the article adds behind a comma, "the plan, which was never published"."""
    columns = page.columns
    end = columns.right[thing]
    for start in range(thing + 2, end):
        relative = columns.lower[start] in _RELATIVE and columns.text[start - 1] == ","
        if (
            relative
            and page.inside[start] < 0
            and any(
                columns.dep[k] == "relcl" and columns.left[k] <= start < k and columns.right[k] == end
                for k in range(start + 1, end)
            )
        ):
            return start - 1
    return end
