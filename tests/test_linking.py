"""Which articles tell one happening, and what is then known of it."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from app.domain.casualties import Casualty, Effect
from app.domain.evidence import Span
from app.domain.incident import Incident
from app.domain.text_folding import words
from app.linking.candidates import keys_of, looked_up
from app.linking.clustering import clusters, pair, set_apart
from app.linking.decision import compare, veto
from app.linking.linker import Linker
from app.linking.near_duplicates import are_copies, bands, signature
from app.linking.stories import story_of
from app.linking.terms import cosine, phrase_weights, term_number, word_weights
from tests.factories import FIJI, make_casualty, make_event, make_time
from tests.linking.reports_of_a_bomb import BOMB, Report, bomb, claimed

FLOOD_OF_WORDS = (
    "The council of Labasa voted on Tuesday to rebuild the old sugar mill, and dancers from Vanua Levu opened the "
    "festival. A guard, Josefa Tui, 31, was shot near the mill at dusk, and {n} others were killed, police said. "
    "The mill stands on Nasekula Road, where cane trucks queue for hours in the crushing season."
)


def incidents(reports: Iterable[Report]) -> list[Incident]:
    linker = Linker()
    for article, extraction in reports:
        linker.add(article, extraction)
    return list(linker.incidents())


def groups(reports: Iterable[Report]) -> list[list[str]]:
    return sorted(sorted(r.article_id for r in found.reports if r.main) for found in incidents(reports))


def test_three_reports_of_one_bomb_are_one_incident_counted_once() -> None:
    told = [bomb(10, "Wire A"), bomb(12, "Wire B", "2024-02-03"), bomb(15, "Wire C", "2024-02-03T18:00:00")]
    (found,) = incidents(told)
    killed = found.casualties["killed"]
    assert (killed.low, killed.best, killed.high, killed.rule) == (10, 15, 15, "latest")
    assert (found.articles, found.sources, len(found.claims)) == (3, 3, 3)
    assert (found.first_reported_at, found.last_reported_at) == ("2024-02-02", "2024-02-03T18:00:00")
    assert found.places[0].name == "Basra"
    assert found.time == make_time()


def test_every_link_gives_its_reasons() -> None:
    (found,) = incidents([bomb(12, "Wire A"), bomb(12, "Wire B", "2024-02-03")])
    for report in found.reports:
        assert {"same day", "same town", "12 killed in both"} <= set(report.reasons)
        assert report.score is not None


def test_what_most_sources_say_at_the_end_is_the_figure() -> None:
    told = [bomb(10, "A"), bomb(15, "B", "2024-02-05"), bomb(15, "C", "2024-02-05"), bomb(16, "D", "2024-02-06")]
    (found,) = incidents(told)
    killed = found.casualties["killed"]
    assert (killed.low, killed.best, killed.high, killed.rule) == (10, 15, 16, "latest_by_most_sources")


def test_an_outlet_replaces_its_own_figure() -> None:
    (found,) = incidents([bomb(10, "Wire A"), bomb(15, "Wire A", "2024-02-03")])
    killed = found.casualties["killed"]
    assert (killed.low, killed.best, killed.high, killed.rule) == (15, 15, 15, "only_source")
    assert (found.articles, found.sources) == (2, 1)
    assert [claim.superseded for claim in found.claims] == [True, False]


def test_a_trial_months_later_changes_no_figure() -> None:
    (found,) = incidents([bomb(10, "A"), bomb(12, "B", "2024-02-03"), bomb(2, "C", "2024-05-03")])
    assert [report.role for report in found.reports] == ["report", "report", "background"]
    assert (found.casualties["killed"].best, len(found.claims)) == (12, 3)


def test_a_claim_without_a_number_is_replaced_by_none_before_it() -> None:
    uncounted = replace(claimed(1, None), low=None, high=None)
    later = bomb(1, "Wire A", "2024-02-04", casualties=(uncounted,))
    (found,) = incidents([bomb(10, "Wire A"), bomb(15, "Wire A", "2024-02-03"), later])
    assert found.casualties["killed"].best == 15
    assert [(claim.low, claim.superseded) for claim in found.claims] == [(10, True), (15, False), (None, False)]


def test_background_of_the_same_outlet_replaces_no_figure() -> None:
    (found,) = incidents([bomb(10, "A"), bomb(12, "B", "2024-02-03"), bomb(2, "B", "2024-05-03")])
    assert [report.role for report in found.reports] == ["report", "report", "background"]
    assert found.casualties["killed"].best == 12
    assert [claim.superseded for claim in found.claims] == [False, False, False]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([(9, "police"), (10, None)], (10, "latest")),
        ([(9, "police"), (10, "Basra hospital officials")], (10, "latest")),
        ([(9, "police"), (10, "a shopkeeper")], (9, "official")),
        ([(9, None), (40, "Red Brigade commanders")], (9, "official")),  # a side of the fight
        ([(9, "witnesses"), (40, "Red Brigade commanders")], (40, "latest")),
        ([(40, "Red Brigade commanders"), (9, "witnesses"), (9, None)], (9, "latest_by_most_sources")),
        ([(9, "police"), (10, "residents"), (10, "residents"), (10, "residents")], (10, "latest_by_most_sources")),
        ([(9, "police"), (10, "residents"), (10, "residents")], (10, "latest")),
    ],
)
def test_what_sides_and_witnesses_claim_counts_half(
    claims: list[tuple[int, str | None]], expected: tuple[int, str]
) -> None:
    reports = [
        bomb(n, f"Wire {at}", f"2024-02-03T1{at}:00:00", casualties=(claimed(n, who),))
        for at, (n, who) in enumerate(claims)
    ]
    (found,) = incidents(reports)
    killed = found.casualties["killed"]
    assert (killed.best, killed.rule) == expected


def test_what_an_article_says_itself_goes_before_a_part_that_it_quotes() -> None:
    """A toll that "climbed to 13 after two died, a doctor said" is 13."""
    quoted, own = claimed(2, "Doctor Salim"), replace(claimed(13, None), rival=True)
    (found,) = incidents([bomb(11, "A"), bomb(2, "B", "2024-02-03", casualties=(quoted, own))])
    killed = found.casualties["killed"]
    assert (killed.low, killed.best, killed.high) == (11, 13, 13)


def test_the_figures_of_a_report_may_be_on_another_of_its_events() -> None:
    article, extraction = bomb(12, "A", casualties=())
    other = make_event(casualties=(claimed(12, None),), subtype="bombing", trigger=Span(40, 46, "attack"))
    (found,) = incidents([(article, replace(extraction, events=(*extraction.events, other)))])
    assert found.casualties["killed"].best == 12
    assert set(found.event_ids) == {extraction.events[0].id, other.id}


def later(number: int, outlet: str, hour: int = 8, **given: Any) -> Report:
    return bomb(number, outlet, f"2024-02-03T{hour:02}:00:00", **given)


def at_least(number: int) -> tuple[Casualty, ...]:
    return (replace(claimed(number, None), high=None),)


def harm(number: int, effect: Effect) -> Casualty:
    return replace(claimed(number, None), effect=effect)


REVISED = Span(0, 37, "Officials revised the toll down to 5.")


MINISTRY = "the health ministry"


@pytest.mark.parametrize(
    ("after", "best", "rule", "parts"),
    [
        pytest.param([later(1, "Wire")], 53, "only_source", 1, id="a survivor, in the same outlet"),
        pytest.param([later(1, "Courier")], 53, "only_source", 1, id="a survivor, in another outlet"),
        pytest.param([later(53, "Herald"), later(1, "Courier")], 53, "all_agree", 1, id="a survivor of three outlets"),
        pytest.param([later(26, "Courier")], 53, "only_source", 1, id="less than half"),
        pytest.param([later(27, "Courier")], 27, "latest", 0, id="half"),
        pytest.param([later(5, "Courier"), later(5, "Herald")], 5, "latest_by_most_sources", 0, id="more outlets"),
        pytest.param(
            [later(53, "Post", 7), later(5, "Courier"), later(5, "Herald")], 53, "all_agree", 2, id="as many outlets"
        ),
        pytest.param([later(5, "Courier", sentence=REVISED)], 5, "latest", 0, id="a correction"),
        pytest.param([later(5, "Courier", casualties=(claimed(5, MINISTRY),))], 5, "latest", 0, id="an office"),
        pytest.param(
            [later(1, "Courier", casualties=(claimed(1, MINISTRY),))], 53, "only_source", 1, id="an office on one"
        ),
        pytest.param(
            [later(5, "Courier", casualties=(claimed(5, "a shopkeeper"),))], 53, "only_source", 1, id="a shopkeeper"
        ),
        pytest.param([later(50, "Courier", casualties=at_least(50))], 53, "only_source", 1, id="at least fifty"),
        pytest.param([later(54, "Courier", casualties=at_least(54))], 54, "latest", 0, id="at least one more"),
    ],
)
def test_a_later_figure_of_some_victims_replaces_none_of_all(
    after: list[Report], best: int, rule: str, parts: int
) -> None:
    (found,) = incidents([bomb(53, "Wire"), *after])
    killed = found.casualties["killed"]
    assert (killed.best, killed.rule) == (best, rule)
    scopes = [claim.scope for claim in found.claims]
    assert scopes == ["own"] * (len(scopes) - parts) + ["part"] * parts
    assert not any(claim.superseded for claim in found.claims)


def test_what_a_side_claims_is_no_count_of_all() -> None:
    """Forty dead by the word of a side of the fight make nine a part of nothing."""
    rebels = claimed(40, "Red Brigade commanders")
    (found,) = incidents([bomb(40, "Wire", casualties=(rebels,)), later(9, "Courier")])
    assert [claim.scope for claim in found.claims] == ["own", "own"]


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param([harm(2, "killed"), harm(1, "injured")], 9, id="a survivor"),
        pytest.param([harm(9, "killed"), harm(2, "injured")], 2, id="seven of the injured have died"),
        pytest.param([harm(3, "killed"), harm(2, "injured")], 9, id="one has died"),
    ],
)
def test_who_died_of_wounds_is_no_longer_injured(after: list[Casualty], expected: int) -> None:
    first = bomb(2, "Wire", casualties=(harm(2, "killed"), harm(9, "injured")))
    (found,) = incidents([first, bomb(2, "Courier", "2024-02-03", casualties=tuple(after))])
    assert found.casualties["injured"].best == expected


def test_fewer_are_missing_from_day_to_day() -> None:
    first = bomb(2, "Wire", casualties=(harm(2, "killed"), harm(40, "missing")))
    (found,) = incidents([first, bomb(2, "Courier", "2024-02-03", casualties=(harm(2, "killed"), harm(3, "missing")))])
    assert found.casualties["missing"].best == 3


def test_a_named_kind_goes_before_other_and_unknown_ones() -> None:
    kinds = ("other", "other", None, "bombing")
    (found,) = incidents([bomb(10, f"Wire {n}", f"2024-02-0{n + 2}", subtype=kind) for n, kind in enumerate(kinds)])
    assert (found.type, found.subtype) == ("strike", "bombing")


def test_copies_of_one_text_are_one_source() -> None:
    text = BOMB.format(n=12)
    (found,) = incidents([bomb(12, "Wire A", text=text), bomb(12, "Wire B", "2024-02-03", text=f"{text} (Wire)")])
    assert (found.articles, found.sources) == (2, 1)
    assert [report.copy_of for report in found.reports] == [None, found.reports[0].article_id]


def test_another_day_in_another_town_is_another_happening() -> None:
    other = {"time": make_time("2024-03-12T00:00:00", "2024-03-13T00:00:00"), "places": (FIJI,)}
    told = [bomb(12, "A"), bomb(3, "B", "2024-03-13", text=FLOOD_OF_WORDS.format(n=3), **other)]
    assert len(groups(told)) == 2


def test_the_same_words_on_another_day_in_another_country_are_vetoed() -> None:
    other = {"time": make_time("2024-03-12T00:00:00", "2024-03-13T00:00:00"), "places": (FIJI,)}
    one, two = (story_of(*report) for report in (bomb(12, "A"), bomb(12, "B", "2024-03-13", **other)))
    assert veto(one, two) == "a different day in a different place"
    assert list(compare(one, two)) == []


def test_the_news_of_two_days_are_two_happenings() -> None:
    later = {"time": make_time("2024-02-06T00:00:00", "2024-02-07T00:00:00")}
    told = [bomb(12, "A"), bomb(2, "B", "2024-02-06", title="Second bomb in Basra kills two", **later)]
    assert len(groups(told)) == 2


def test_the_order_of_arrival_changes_nothing() -> None:
    told = [bomb(n, f"Wire {n}", f"2024-02-0{n}") for n in range(2, 8)]
    told += [bomb(9, f"Paper {n}", "2024-03-13", text=FLOOD_OF_WORDS.format(n=n), places=(FIJI,)) for n in range(3)]
    expected = groups(told)
    for seed in range(5):
        shuffled = random.Random(seed).sample(told, len(told))
        assert groups(shuffled) == expected
        assert {i.id for i in incidents(shuffled)} == {i.id for i in incidents(told)}


def test_what_is_mentioned_beside_the_news_joins_the_incident_as_background() -> None:
    report, (article, extraction) = bomb(12, "A"), bomb(2, "B", "2024-02-02", text=FLOOD_OF_WORDS.format(n=2))
    mentioned, later = bomb(12)[1].events[0], Span(300, 306, "killed")
    here = make_event(
        id="00000000-0000-0000-0000-000000000001",
        casualties=(make_casualty(low=2, high=2),),
        places=(FIJI,),
        time=make_time("2024-02-01T00:00:00", "2024-02-02T00:00:00"),
    )
    both = replace(
        extraction,
        events=(replace(here, mentions=(here.trigger,) * 3), replace(mentioned, trigger=later, mentions=(later,))),
    )
    found = incidents([report, (article, both)])
    bombing = next(i for i in found if i.places[0].name == "Basra")
    assert [(r.source, r.role, r.main) for r in bombing.reports] == [("A", "report", True), ("B", "background", False)]
    assert bombing.casualties["killed"].best == 12


def test_an_article_that_tells_nothing_is_in_no_incident() -> None:
    article, extraction = bomb(1)
    assert incidents([(article, replace(extraction, events=()))]) == []


def test_people_join_and_part_what_scores_do_not() -> None:
    scores = {pair("a", "b"): 5.0, pair("c", "d"): 5.0}
    assert clusters("abcd", scores) == [["a", "b"], ["c", "d"]]
    assert clusters("abcd", scores, apart=set_apart([pair("a", "b")])) == [["a"], ["b"], ["c", "d"]]
    assert clusters("abcd", scores, together=[pair("a", "c")], apart=set_apart([pair("c", "d")])) == [
        ["a", "b", "c"],
        ["d"],
    ]


def test_one_sure_pair_does_not_join_two_clusters_that_do_not_fit() -> None:
    inside = {pair(*two): 6.0 for group in ("abc", "xyz") for two in itertools.combinations(group, 2)}
    assert clusters("abcxyz", inside | {pair("a", "x"): 5.0}) == [["a", "b", "c"], ["x", "y", "z"]]


def test_clusters_do_not_depend_on_the_order_of_scores() -> None:
    rng = random.Random(3)
    names = [f"n{k:02}" for k in range(30)]
    scores = {pair(*two): rng.uniform(-5, 4) for two in itertools.combinations(names, 2) if rng.random() < 0.4}
    expected = clusters(names, scores)
    assert sorted(itertools.chain(*expected)) == names
    for seed in range(5):
        items = random.Random(seed).sample(list(scores.items()), len(scores))
        assert clusters(random.Random(seed).sample(names, 30), dict(items)) == expected


@pytest.mark.parametrize(
    ("change", "same"), [("{} (Wire)", True), ("Updated. {}", True), ("{} {}", True), ("x", False)]
)
def test_near_duplicates(change: str, same: bool) -> None:
    text = BOMB.format(n=12)
    other = FLOOD_OF_WORDS.format(n=2) if change == "x" else change.format(text, text)
    one, two = signature(words(text)), signature(words(other))
    assert are_copies(one, two) is same
    assert bool(set(bands(one)) & set(bands(two))) is same


def test_short_texts_are_copies_of_nothing() -> None:
    assert signature(words("Two men were shot on Elm Street.")) == ()
    assert not are_copies((), ())


def test_rare_words_weigh_more_than_common_ones() -> None:
    weights = word_weights(words("Police said that Qwertina police came"))
    assert weights[term_number("qwertina")] > weights[term_number("polic")] > weights.get(term_number("that"), 0)
    assert cosine(weights, weights) == pytest.approx(1.0, abs=1e-4)
    found = phrase_weights("Shots in the 3900 block of Graceland Avenue")
    assert found.keys() >= {term_number("3900 block"), term_number("graceland avenue")}


def test_reports_of_neighbouring_days_share_a_key() -> None:
    one = story_of(*bomb(3, text="Short note of one kind."))
    later = make_time("2024-02-03T00:00:00", "2024-02-04T00:00:00")
    two = story_of(*bomb(3, text="Quite unlike words elsewhere.", title="Blast", time=later))
    days = {key for key in keys_of(one) if key.startswith("d ")}
    assert days == {"d 2024-02-02 IQ basra"}
    assert days & set(looked_up(two))


def test_the_reasons_and_figures_of_an_incident_can_be_written_as_json() -> None:
    from app.cli.incidents import line

    (found,) = incidents([bomb(10, "A"), bomb(12, "B", "2024-02-03")])
    ids = {report.article_id: [n] for n, report in enumerate(found.reports)}
    written = json.loads(line(found, ids))
    assert written["article_ids"] == written["main_article_ids"] == [0, 1]
    assert [claim["article_id"] for claim in written["claims"]] == [0, 1]
    assert written["casualties"]["killed"] == {"low": 10, "best": 12, "high": 12, "rule": "latest"}
