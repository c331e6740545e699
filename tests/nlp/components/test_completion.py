"""What a happening's own mentions leave open, and which of it may be inferred, with its reason."""

from __future__ import annotations

import pytest

from app.domain.article import Article
from app.domain.event import Event
from app.nlp import Extractor


def acts(extractor: Extractor, text: str, *, title: str | None = None) -> list[Event]:
    found = extractor.extract(Article(text=text, title=title, published_at="2024-02-03")).events
    return [e for e in found if e.type != "statement"]


TIMES = [
    (
        "A farmer was killed near the mill. It happened about 9 p.m. Friday.",
        "2024-02-02T21:00",
        "the same paragraph says when it happened",
    ),
    (
        "On Jan. 9, in the village of Oum, a large band came. Rebels burned the mill.",
        "2024-01-09",
        "the same paragraph says when it happened",
    ),
    (
        "LIMA, Feb 2, 2024 (Newswire) -- Rebels killed four farmers in the hills.",
        "2024-02-02",
        "the day that the article gives its story",
    ),
    (
        "A farmer was shot near the mill. Sheriff's deputies are investigating the shooting.\n\n"
        "Deputies were called to the mill about 9 p.m. Friday.",
        "2024-02-02",
        "the day that the article gives its story",
    ),
    (
        "A farmer was shot near the mill in January. It happened about 9 p.m. on Jan. 9.",
        "2024-01-09T21:00",
        "the same paragraph says when it happened",
    ),
    ("Rebels killed four farmers in the hills.", None, None),
    ("The envoy condemned the rebels on Friday for shelling the mill.", None, None),  # the day of the rebuke
    ("Police said on Friday that a farmer had been killed in 2019.", "2019", None),
    ("Every night they hear shots in the hills. Rebels attacked a post on Jan. 9.", None, None),
]


@pytest.mark.parametrize(("text", "value", "reason"), TIMES, ids=[t[:45] for t, _, _ in TIMES])
def test_an_inferred_time_says_why(extractor: Extractor, text: str, value: str | None, reason: str | None) -> None:
    time = acts(extractor, text)[0].time
    assert (time.value if time else None, time.reason if time else None) == (value, reason)
    assert time is None or (time.source == "inferred") == (reason is not None)


BESIDE = [
    (
        "Rebels attacked a post near the mill on Jan. 9.\n\nTwo guards were wounded, the army said.",
        ("2024-01-09", "the day of the event reported just before it"),
    ),
    (
        "Rebels attacked a post near the mill on Jan. 9.\n\nTwo guards were wounded in May, the army said.",
        ("2023-05", None),
    ),
]


@pytest.mark.parametrize(("text", "expected"), BESIDE, ids=[t[-40:] for t, _ in BESIDE])
def test_violence_is_of_the_day_of_the_violence_before_it(
    extractor: Extractor, text: str, expected: tuple[str | None, str | None]
) -> None:
    time = acts(extractor, text)[-1].time
    assert (time.value if time else None, time.reason if time else None) == expected


PLACES = [
    ("A bomb exploded in Mopti on Friday. Rebels then burned a school.", ["Mopti", "Mopti"]),
    ("A bomb exploded in Mopti on Friday. A year earlier, rebels had burned a school.", ["Mopti", "Mali"]),
    ("Rebels may bomb a depot in Mopti. A school was burned on Friday.", ["Mopti", "Mali"]),
    ("Rebels bombed a depot in Goma. In May, gunmen kidnapped nine miners in the same area.", ["Goma", "Goma"]),
]


@pytest.mark.parametrize(("text", "expected"), PLACES, ids=[t[:60] for t, _ in PLACES])
def test_a_place_goes_to_what_happens_beside_it(extractor: Extractor, text: str, expected: list[str | None]) -> None:
    found = [e.places[0].name if e.places else None for e in acts(extractor, text) if e.type != "casualties"]
    assert found == expected


HOME = "the town of the article's dateline or police"
TOWNS = [
    ("GOMA, Congo (Newswire) -- A teenager was shot in the leg on Friday.", "Goma", HOME),
    ("A teenager was shot in the leg on Friday, Nairobi police said.", "Nairobi", HOME),
]


@pytest.mark.parametrize(("text", "name", "reason"), TOWNS, ids=[t[:45] for t, _, _ in TOWNS])
def test_a_story_lies_in_the_town_of_its_dateline_or_police(
    extractor: Extractor, text: str, name: str, reason: str | None
) -> None:
    place = acts(extractor, text)[-1].places[0]
    assert (place.name, place.reason) == (name, reason)


def test_a_town_goes_before_its_street_and_holds_a_quarter_that_is_on_no_map(extractor: Extractor) -> None:
    text = "Nairobi police are looking into a shooting. A teenager was shot on Zebra Street on Friday."
    places = next(e for e in acts(extractor, text) if any(p.name == "Zebra Street" for p in e.places)).places
    assert [p.name for p in places] == ["Nairobi", "Zebra Street"]
    assert places[0].reason == HOME


def test_a_street_of_another_country_is_not_put_at_the_articles_town(extractor: Extractor) -> None:
    text = "NAIROBI (Newswire) -- A teenager was shot on Zebra Street in Kampala, Uganda, on Friday."
    assert "Nairobi" not in {p.name for e in acts(extractor, text) for p in e.places}


def test_a_dateline_says_nothing_of_violence_elsewhere(extractor: Extractor) -> None:
    text = "NAIROBI (Newswire) -- Gunmen shot nine miners in Mombasa on Friday.\n\nA bomb had hurt nine men in May."
    assert {p.name for e in acts(extractor, text) for p in e.places} == {"Mombasa"}


INFERRED = [
    ("DAKAR: Fighting has killed 60 people across the country.", "Senegal", "its words tell of the whole country"),
    (
        "A mine killed two monks near Goma on Friday. In the same town, soldiers shot a student in May.",
        "Goma",
        "its words point back to the place named before",
    ),
    (
        "Voters in Kenya went to the polls.\n\nSouth Sudan has put off its vote, and its police arrested a poet.",
        None,
        None,
    ),
]


@pytest.mark.parametrize(("text", "name", "reason"), INFERRED, ids=[t[:45] for t, _, _ in INFERRED])
def test_a_place_is_inferred_by_what_the_words_say(
    extractor: Extractor, text: str, name: str | None, reason: str | None
) -> None:
    places = acts(extractor, text)[-1].places
    assert [(p.name, p.reason) for p in places] == ([(name, reason)] if name else [])


def test_what_went_before_is_not_of_the_same_day(extractor: Extractor) -> None:
    text = "Goma was captured by rebels on Friday after a siege marked by heavy bombardment."
    (shelling,) = [e for e in acts(extractor, text) if e.type == "strike"]
    assert shelling.time is None


def test_there_points_to_the_place_named_before_it_in_the_sentence(extractor: Extractor) -> None:
    text = "A bomb exploded in Goma on Friday. Rwanda has its own men in Uganda but has carried out air raids there."
    last = acts(extractor, text)[-1]
    assert [p.name for p in last.places] == ["Uganda"]


def test_a_war_lies_in_a_land_and_not_in_the_town_of_its_story(extractor: Extractor) -> None:
    text = "Rebels bombed a market in Aleppo on Friday. The civil war in Syria has driven millions from their homes."
    wars = [e for e in acts(extractor, text) if e.subtype == "war"]
    assert [(e.places[0].name, e.time) for e in wars] == [("Syria", None)]


def test_all_places_of_the_event_beside_it_are_inferred(extractor: Extractor) -> None:
    last = acts(extractor, "Jets bombed depots in Sanaa and Taiz on Friday. A guard was then shot.")[-1]
    assert [p.name for p in last.places] == ["Sanaa", "Taiz"]


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("Jets bombed a depot in Sanaa. Ministers held talks on Sunday.", [None]),
        ("Police arrested nine men in Kano. The men had bombed a market.", [None]),
        (
            "Gunmen shot a man in Kano. The men had bombed a market.",
            [None, "the place of the event reported beside it"],
        ),
    ],
)
def test_talks_and_courts_lend_no_place_to_force(extractor: Extractor, text: str, reasons: list[str | None]) -> None:
    events = acts(extractor, text)
    found = [p.reason for e in events for p in e.places if p.reason is None or "beside" in p.reason]
    assert list(dict.fromkeys(found)) == reasons


def test_both_of_whom_nothing_is_known_are_nobody(extractor: Extractor) -> None:
    assert [e.participants for e in acts(extractor, "Both were held in the county jail.")] == [()]


_AROUND = "The town is large. It has a mill. Trains call there. Farms lie around it. The mill is old. Few work there."


@pytest.mark.parametrize(
    ("around", "reason"),
    [
        (_AROUND, "near the top of the article, the day of its story"),
        ("", "the same paragraph says when it happened"),
    ],
)
def test_a_day_reaches_not_far_in_a_long_paragraph(extractor: Extractor, around: str, reason: str) -> None:
    harm = acts(extractor, f"The fire broke out on Friday. {around} Gunmen wounded a farmer.")[-1]
    assert harm.time is not None
    assert harm.time.reason == reason


def test_an_inferred_place_is_less_sure_and_says_why(extractor: Extractor) -> None:
    first, last = acts(extractor, "A bomb exploded in Mopti on Friday. Rebels then burned a school.")
    assert [p.reason for e in (first, last) for p in e.places] == [None, "the place of the event reported beside it"]
    assert [p.span is None for e in (first, last) for p in e.places] == [False, True]
    assert last.places[0].confidence < first.places[0].confidence


def test_who_is_named_by_another_mention_says_so(extractor: Extractor) -> None:
    text = "A market in Goma was bombed on Friday. The bombing by rebels killed nine traders."
    (act,) = [e for e in acts(extractor, text) if e.type == "strike"]
    assert {(p.name, p.reason) for p in act.participants if p.role == "attacker"} == {
        ("rebels", "named by another mention of the same event")
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A senator was shot dead in Goma on Friday. The shooting of Ana Ruiz shocked the town.",
            {"Ana Ruiz", "senator"},
        ),
        ("Gunmen shot Ana Ruiz dead in Goma on Friday. The shooting of the senator shocked the town.", {"Ana Ruiz"}),
    ],
)
def test_names_that_later_sentences_give_are_added(extractor: Extractor, text: str, expected: set[str]) -> None:
    act = next(e for e in acts(extractor, text) if e.type == "strike")
    assert {p.name for p in act.participants if p.role == "target"} == expected


def test_further_victims_of_one_kind_are_added_and_fighters_are_not(extractor: Extractor) -> None:
    text = (
        "A bomb wounded a teacher in Goma on Friday. The bombing also wounded two pupils, police said. "
        "The bombing, in which three soldiers were wounded, shocked the town."
    )
    (act,) = [e for e in acts(extractor, text) if e.type == "strike"]
    assert {p.name for p in act.participants if p.role in ("target", "victim")} == {"teacher", "two pupils"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops entered Bama on Friday. Twelve militants were killed.", {"Troops"}),
        ("Rebels entered Bama on Friday. Twelve militants were killed.", set()),
        ("Troops entered Bama on Friday. Twelve traders were killed.", set()),
        ("Police opened a station in Ikeja. Twelve rebels were killed in Sudan on Friday.", set()),
        ("Troops and rebels met in Bama on Friday. Troops left. It rained. It snowed. Militants were killed.", set()),
    ],
)
def test_the_force_that_acts_there_killed_the_fighters(extractor: Extractor, text: str, expected: set[str]) -> None:
    found = [p for e in acts(extractor, text) for p in e.participants if p.role == "attacker"]
    assert {p.name for p in found} == expected
    assert all(p.reason == "the force that acts in the sentences before it" for p in found)


def test_rival_figures_are_claims_of_one_event(extractor: Extractor) -> None:
    text = (
        "An air strike on Goma killed 30 people on Friday, a doctors' union said. The army put the death toll at nine."
    )
    (act,) = [e for e in acts(extractor, text) if e.type == "strike"]
    assert [(c.low, c.rival) for c in act.casualties] == [(30, False), (9, True)]


def test_a_figure_of_another_place_is_an_event_of_its_own(extractor: Extractor) -> None:
    text = "Mortars killed five people in Kherson, two in Nikopol and one in Kharkiv on Friday."
    harm = [e for e in acts(extractor, text) if e.type == "casualties"]
    found = {(e.places[0].name, c.low) for e in harm for c in e.casualties}
    assert found == {("Kherson", 5), ("Nikopol", 2), ("Kharkiv", 1)}
    assert sorted(link.rel for e in harm for link in e.links) == ["caused_by", "part_of", "part_of"]


def test_a_day_of_the_story_does_not_refine_the_week_of_another_happening(extractor: Extractor) -> None:
    text = (
        "Troops shelled a market in Beni on Sunday, killing seven people.\n\n"
        "A drone strike killed three people in Masisi last week, officials said."
    )
    events = extractor.extract(Article(text=text, published_at="2024-08-20")).events
    (drone,) = [e for e in events if e.subtype == "drone_strike"]
    assert drone.time is not None
    assert (drone.time.precision, drone.time.source) == ("week", "expression")


def test_an_old_day_of_another_act_is_not_that_of_the_lead(extractor: Extractor) -> None:
    text = "A bomb killed two cooks on the edge of Kirkuk. On Nov. 9, gunmen killed seven smiths in Mosul."
    assert [e.time for e in acts(extractor, text) if e.places[0].name == "Kirkuk"] == [None, None]


def test_arrests_in_another_town_are_not_of_the_day_of_the_march(extractor: Extractor) -> None:
    text = "Hundreds marched in Lyon on Friday. Two bakers were arrested in Nice."
    assert [e.time for e in acts(extractor, text) if e.type == "arrest"] == [None]
    same = acts(extractor, "Hundreds marched in Lyon on Friday. Two bakers were arrested.")
    assert [e.time.value for e in same if e.type == "arrest" and e.time] == ["2024-02-02"]


def test_where_people_come_from_is_no_other_place(extractor: Extractor) -> None:
    guards = acts(extractor, "The talks opened in Nairobi on Friday. Soldiers from Chad beat a cook at the gate.")
    assert [e.places[0].name for e in guards] == ["Nairobi"]


def test_a_sum_over_a_month_is_not_put_in_one_town(extractor: Extractor) -> None:
    text = "Jets have struck six bridges in the past month. The bridge at Kramatorsk was struck on Jan. 9."
    assert [e.places[0].name for e in acts(extractor, text)] == ["Ukraine", "Kramatorsk"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "On Jan. 9, troops carried out a raid near Gao. During the operation two smugglers were arrested.",
            "2024-01-09",
        ),
        ("On Jan. 9, troops carried out a raid near Gao. Police arrested two smugglers.", None),
        ("The war in Mali began on Jan. 9. During the operation two smugglers were arrested.", None),
    ],
)
def test_what_happened_during_the_operation_is_of_its_day(extractor: Extractor, text: str, day: str | None) -> None:
    found = extractor.extract(Article(text=text, published_at="2024-02-03")).events
    (arrest,) = [e for e in found if e.type == "arrest"]
    assert (arrest.time and arrest.time.value) == day


def test_a_war_began_in_the_month_of_its_start(extractor: Extractor) -> None:
    article = Article(
        text="Sudan has sold less oil since the outbreak of the civil war in May 2022.", published_at="2024-02-03"
    )
    (war,) = [e for e in extractor.extract(article).events if e.type == "strike"]
    assert war.time is not None
    assert (war.time.start, war.time.end) == ("2022-05-01T00:00:00", "2024-02-04T00:00:00")


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("Troops killed nine rebels in separate operations in Borno, the army said.", None),
        ("Troops killed nine rebels in Borno, the army said.", "2024-02-02"),
        ("Troops killed nine rebels in Borno, and various guests left, the army said.", "2024-02-02"),
    ],
)
def test_a_lead_that_sums_up_several_acts_has_no_day_of_the_story(
    extractor: Extractor, lead: str, day: str | None
) -> None:
    text = f"{lead}\n\nOn Friday, bandits shot a trader in Gwoza."
    first, *_ = [
        e for e in extractor.extract(Article(text=text, published_at="2024-02-03")).events if e.type == "strike"
    ]
    assert (first.time and first.time.value) == day


def test_who_dies_at_a_hospital_was_not_hit_there(extractor: Extractor) -> None:
    found = extractor.extract(
        Article(text="Two more died at hospitals in Lyon. Gunmen killed six at a hospital in Metz.")
    )
    assert [p.name for e in found.events for p in e.participants if p.role == "place"] == ["hospital", "hospital"]


def test_soldiers_who_free_captives_rescue_them(extractor: Extractor) -> None:
    for text, kind in (
        ("Troops freed nine captives in Borno.", "rescue"),
        ("Rebels freed nine captives.", "concession"),
    ):
        assert [e.type for e in extractor.extract(Article(text=text)).events] == [kind]


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("CAIRO (AP) — Sudan's parliament met on Monday. Nine protesters were killed in the capital.", []),
        ("CAIRO (AP) — Egypt's parliament met on Monday. Nine protesters were killed in the capital.", ["EG"]),
    ],
)
def test_an_article_filed_from_a_country_of_which_it_says_nothing_is_not_about_it(
    extractor: Extractor, text: str, countries: list[str]
) -> None:
    harm = next(e for e in acts(extractor, text) if e.type == "casualties")
    assert [place.country_code for place in harm.places] == countries


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "Gunmen killed nine clerks in Kano state. The attack took place in Orvele village in Kano.",
            "Orvele village",
        ),
        ("Gunmen killed nine clerks in Kano state. The attack in Kano took place on Friday.", ("Kano", "admin1")),
        ("Gunmen killed nine clerks in the city of Kano. The attack in Kano took place on Friday.", ("Kano", "city")),
        ("Rebels shelled Aleppo province. Nine died in the attack in Aleppo.", ("Aleppo", "city")),
    ],
    ids=["a village on no map", "the state again", "the city", "a province and its city"],
)
def test_the_finest_place_that_the_words_name(extractor: Extractor, text: str, place: str | tuple[str, str]) -> None:
    first = acts(extractor, text)[0].places[0]
    assert place in (first.name, (first.name, first.precision))


def test_an_agency_that_reports_is_no_armed_group(extractor: Extractor) -> None:
    text = (
        "Police detained nine clerks, the state-run Fidespress news agency reported. "
        "The armed group seized a bank on Friday. They killed a guard."
    )
    found = acts(extractor, text)
    assert "Fidespress" not in {p.name for e in found for p in e.participants}


def test_acts_of_a_kind_are_not_of_the_day_of_the_story(extractor: Extractor) -> None:
    text = "Gunmen killed nine clerks in Kano on Friday.\n\nThe mayor vowed to end attacks by the gunmen on the town."
    found = acts(extractor, text)
    assert [(e.trigger.text, e.time.value if e.time else None) for e in found if e.trigger.text == "attacks"] == [
        ("attacks", None)
    ]


def test_what_was_over_before_is_not_put_in_the_town_of_the_dateline(extractor: Extractor) -> None:
    text = (
        "KANO, Nigeria - Gunmen killed nine clerks at a mill on Friday. "
        "It appeared to be in revenge for a raid on a farm in August."
    )
    old = next(e for e in acts(extractor, text) if e.time is not None and e.time.value == "2023-08")
    assert "Kano" not in {p.name for p in old.places}


def test_there_is_not_where_the_victims_come_from(extractor: Extractor) -> None:
    text = "They asked Singapore for forgiveness for killing 2,500 Chinese there in 1942."
    assert "China" not in {p.name for e in acts(extractor, text) for p in e.places}


def test_the_town_of_the_dateline_lies_in_no_district_far_from_it(extractor: Extractor) -> None:
    text = "SRINAGAR: Gunmen killed nine clerks in Kulgam district.\n\nFour clerks have been killed so far."
    assert "Srinagar" not in {p.name for e in acts(extractor, text) for p in e.places}
