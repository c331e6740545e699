"""One event for one happening; two for two."""

from __future__ import annotations

import pytest

from app.domain.article import Article
from app.nlp import Extractor
from app.nlp.components.event_coreference.clusters import Cluster, Clustering
from app.nlp.components.event_coreference.features import gather
from app.nlp.components.event_coreference.pairs import compare_kinds, signs
from app.nlp.models import Logistic
from app.nlp.token_table import token_table

ONE = [
    "Gunmen attacked a bus near Mosul on Friday. The attack killed four passengers, police said.",
    "A bomb exploded in Lahore on Monday.\n\nThe blast wounded nine people.\n\nRebels did the bombing, police said.",
]
TWO = [
    "Gunmen attacked a bus near Mosul on Friday. Another attack hit a market in Basra.",
    "A bomb exploded in Lahore on Monday. On 3 May 2019 a bomb exploded in Quetta.",
    "Rebels bombed a bridge in Aleppo. Soldiers shelled a suburb of Homs.",
    "Police fired on a crowd in the old town. Earlier, police fired 12 rounds in the harbour.",
    "A bomb exploded in Lahore.\n\nPolice blame a group that is behind the 60 attacks carried out since 7 May 2023.",
    "The civil war in Sudan goes on. Gunmen attacked a market in Omdurman on Friday.",
    "The army carried out raids near Gao in retaliation for a wave of attacks on its barracks.",
]


def strikes(extractor: Extractor, text: str) -> int:
    found = extractor.extract(Article(text=text, published_at="2024-02-05")).events
    return sum(e.type == "strike" for e in found)


@pytest.mark.parametrize("text", ONE, ids=[t[:40] for t in ONE])
def test_one_happening(extractor: Extractor, text: str) -> None:
    assert strikes(extractor, text) == 1


@pytest.mark.parametrize("text", TWO, ids=[t[:40] for t in TWO])
def test_two_happenings(extractor: Extractor, text: str) -> None:
    assert strikes(extractor, text) == 2


@pytest.mark.parametrize(
    ("text", "apart"),
    [
        ("Rebels shelled a mill in Wau. Gunmen shelled a depot.", True),
        ("Rebels shelled a mill in Wau. The shelling went on.", False),
        ("Rebels shelled a mill in Wau. Deaths: 2.", False),
        ("Rebels shelled a mill in Wau and shelled a depot.", False),
    ],
)
def test_in_a_text_without_paragraphs_a_sentence_counts_as_one(extractor: Extractor, text: str, apart: bool) -> None:
    doc = next(extractor.nlp.pipe([extractor.prepare(Article(text=text))]))
    first, *_, last = gather(doc)
    clustering = Clustering(token_table(doc), (first, last), Logistic(0.0, {}))
    (found,) = clustering.signs(last, [Cluster([first])])
    assert ("other_paragraph" in found) == apart


def test_a_war_on_a_state_is_not_the_war_in_another(extractor: Extractor) -> None:
    article = Article(text="The Taliban has waged an armed struggle against Pakistan. The civil war in Sudan goes on.")
    assert [e.subtype for e in extractor.extract(article).events] == ["war", "war"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The war in Sudan goes on.\n\nEnvoys hope for an end to the fighting.", ["war"]),
        ("The women had fought against the army in Iraq.\n\nOne says that the war was long.", ["war"]),
        ("Militias fought the Shabaab for years.\n\nThe war with the Shabaab has ruined farms.", ["war"]),
        ("The war in Sudan goes on.\n\nArmy units fought smugglers near Basra.", ["armed_clash", "war"]),
        ("The war in Sudan goes on.\n\nSoldiers fought smugglers near Kidal on Friday.", ["armed_clash", "war"]),
        ("Rebels launched a war in 1992. The conflict has killed 400 people.", ["war"]),
    ],
)
def test_fighting_may_be_the_war_that_the_text_names(extractor: Extractor, text: str, found: list[str]) -> None:
    events = extractor.extract(Article(text=text, published_at="2024-02-05")).events
    assert sorted(str(e.subtype) for e in events if e.type == "strike") == found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Jets bombed a base near Homs.\n\nLondon was worried by the hostilities.", "general"),
        ("Jets bombed a base near Homs.\n\nHostilities broke out in Kidal.", "other"),
        ("Jets bombed a base near Homs.\n\nLondon was worried by the arson.", "other"),
    ],
)
def test_a_noun_for_fighting_may_stand_for_a_raid(extractor: Extractor, text: str, kind: str) -> None:
    doc = next(extractor.nlp.pipe([extractor.prepare(Article(text=text))]))
    first, *_, last = gather(doc)
    assert compare_kinds(first, last) == kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Gunmen killed three soldiers and wounded six others.", 1),
        ("Gunmen killed three soldiers in Lahore and wounded six in Quetta.", 2),
    ],
)
def test_harm_of_two_kinds_done_by_one_subject_is_one(extractor: Extractor, text: str, found: int) -> None:
    about = "Nothing is known of them. The town is large. It has a mill."
    events = extractor.extract(Article(text=f"{about} {text}", published_at="2024-02-05")).events
    assert sum(e.type == "casualties" for e in events) == found


def test_the_noun_of_an_act_and_the_verb_of_its_harm_are_one(extractor: Extractor) -> None:
    assert strikes(extractor, "The raids destroyed a depot near Homs.") == 1


@pytest.mark.parametrize(
    ("title", "text", "arrests"),
    [
        ("Two killed, one arrested as troops raid farm", "Troops raided a farm in Gao. A cook was arrested.", 1),
        ("Two killed as troops raid farm", "Troops arrested a cook in Gao.\n\nA driver was arrested in Kidal.", 2),
    ],
)
def test_what_the_title_alone_has_named_comes_again(extractor: Extractor, title: str, text: str, arrests: int) -> None:
    assert [kind for kind, _ in kinds(extractor, text, title)].count("arrest") == arrests


def test_harm_that_is_avenged_is_not_done_by_the_act(extractor: Extractor) -> None:
    text = "Soldiers shelled a camp near Gao to avenge the killing of a colonel."
    (strike,) = [e for e in extractor.extract(Article(text=text)).events if e.type == "strike"]
    assert "colonel" not in {p.name for p in strike.participants}


HEADLINES = [
    (
        "Gunmen storm village, kill six",
        "Gunmen killed six people in an attack on the village of Bokkos on Friday.",
        "strike",
    ),
    ("Police arrest four", "Police in Lyon arrested four people on Friday over unpaid fines.", "arrest"),
    (
        "Thousands march in Warsaw",
        "Thousands marched through Warsaw on Saturday to protest against the law.",
        "protest",
    ),
    ("Taliban seize district", "Taliban fighters captured the district of Khanabad on Monday.", "territory"),
]


@pytest.mark.parametrize(("title", "text", "kind"), HEADLINES, ids=[h[0] for h in HEADLINES])
def test_headline_and_lead_are_one(extractor: Extractor, title: str, text: str, kind: str) -> None:
    found = extractor.extract(Article(title=title, text=text, published_at="2024-02-05")).events
    assert [e.type for e in found if e.type not in ("casualties", "statement")] == [kind]


def test_an_arrest_of_others_is_another(extractor: Extractor) -> None:
    article = Article(title="Police arrest four", text="Police in Lyon arrested nine people on Friday over a robbery.")
    assert sum(e.type == "arrest" for e in extractor.extract(article).events) == 2


def test_an_arrest_of_other_people_on_no_other_day_is_another(extractor: Extractor) -> None:
    text = "Police in Lyon arrested 31 dockers.\n\nThe police of Nice said that they had arrested 63 students."
    found = extractor.extract(Article(text=text, published_at="2024-02-05")).events
    assert [e.trigger.text for e in found if e.type == "arrest"] == ["arrested", "arrested"]


def test_an_arrest_reported_again_is_one(extractor: Extractor) -> None:
    text = "Police arrested Jean Martin in Lyon on Monday.\n\nMartin was arrested at his home in Lyon, police said."
    found = extractor.extract(Article(text=text, published_at="2024-02-07")).events
    assert sum(e.type == "arrest" for e in found) == 1


def test_the_lead_says_more_of_a_headlines_participants(extractor: Extractor) -> None:
    text = "Government troops shelled a market in Idlib on Monday, killing seven people."
    (act,) = [
        e for e in extractor.extract(Article(title="Troops shell market", text=text)).events if e.type == "strike"
    ]
    assert [p.name for p in act.participants] == ["Government troops", "market", "seven people"]


def test_the_lead_says_who_says_so_and_how_sure(extractor: Extractor) -> None:
    text = "A bomb exploded at a market in Quetta on Friday, killing at least 12 people, officials said."
    events = extractor.extract(Article(title="Blast kills 12 in Quetta", text=text)).events
    (act,) = [e for e in events if e.type == "strike"]
    (claim,) = act.casualties
    assert (claim.low, claim.high, claim.claimed_by.name if claim.claimed_by else None) == (12, None, "officials")


def test_every_trigger_of_the_happening_is_a_mention(extractor: Extractor) -> None:
    (event,) = [e for e in extractor.extract(Article(text=ONE[0])).events if e.type == "strike"]
    assert {m.text for m in event.mentions} == {"attacked", "attack"}


@pytest.mark.parametrize(
    ("text", "killers"),
    [
        ("Mobs burned two shops and four people were killed in police firing.", {"police"}),
        ("The officer ordered firing at a mob in which four people died.", {"officer"}),
    ],
)
def test_harm_belongs_to_the_act_that_grammar_names(extractor: Extractor, text: str, killers: set[str]) -> None:
    (harm,) = [e for e in extractor.extract(Article(text=text)).events if e.type == "casualties"]
    assert {p.name for p in harm.participants if p.role == "attacker"} == killers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen shot a judge on Monday. He died on Wednesday.", [("killed", 1)]),
        ("Two men were shot on Saturday night. One of them died on Monday.", [("injured", 1), ("killed", 1)]),
        ("Gunmen shot a judge on Monday. An actor died on Wednesday.", [("injured", 1)]),
    ],
)
def test_who_dies_later_died_of_the_act(extractor: Extractor, text: str, expected: list[tuple[str, int]]) -> None:
    events = extractor.extract(Article(text=text, published_at="2024-02-05")).events
    (act,) = [e for e in events if e.type == "strike"]
    assert [(c.effect, c.low) for c in act.casualties] == expected


def test_casualties_link_to_the_act_that_caused_them(extractor: Extractor) -> None:
    events = extractor.extract(Article(text=ONE[0])).events
    (act,) = [e for e in events if e.type == "strike"]
    (harm,) = [e for e in events if e.type == "casualties"]
    assert [(link.rel, link.event_id) for link in harm.links] == [("caused_by", act.id)]
    assert [(c.effect, c.low) for c in act.casualties] == [("killed", 4)]
    assert harm.codes["acled"] == act.codes["acled"]


def test_a_place_that_was_also_hit_is_a_strike_of_its_own(extractor: Extractor) -> None:
    text = "Jets bombed a depot in Aleppo on Friday. A barracks in Homs was also hit. The raid on Aleppo killed six."
    strikes = [e for e in extractor.extract(Article(text=text)).events if e.type == "strike"]
    homs = [e for e in strikes if e.places and e.places[0].name in ("Homs", "Ḩimş")]
    assert [m.text for e in homs for m in e.mentions] == ["hit"]


def signs_of(extractor: Extractor, text: str) -> frozenset[str]:
    """The signs of the last two triggers of a text."""
    doc = next(extractor.nlp.pipe([extractor.prepare(Article(text=text))]))
    first, second = gather(doc)[-2:]
    return signs(first, second, token_table(doc))


CLAUSES = [
    ("Rebels attacked the port by firing rockets at two ships.", "by_means"),
    ("Police arrested four men in a raid.", "within"),
    ("Troops shelled the town after rebels bombed a bus.", "sequence"),
]


@pytest.mark.parametrize(("text", "sign"), CLAUSES, ids=[c[1] for c in CLAUSES])
def test_how_two_clauses_hang_together(extractor: Extractor, text: str, sign: str) -> None:
    assert {"by_means", "within", "sequence", "purpose"} & signs_of(extractor, text) == {sign}


def test_forces_of_one_country_may_be_the_same(extractor: Extractor) -> None:
    text = "Israeli jets bombed a depot in Homs. Israel's army struck three launchers as well."
    assert {"agent_country", "agents_differ"} & signs_of(extractor, text) == {"agent_country"}


def test_a_sign_weighs_more_when_no_rival_has_it(extractor: Extractor) -> None:
    text = "Gunmen shot a judge in Kano. Rebels shelled Tikrit. The judge was shot at his gate."
    doc = next(extractor.nlp.pipe([extractor.prepare(Article(text=text))]))
    shot, shelled, again = gather(doc)
    clusters = Clustering(token_table(doc), (shot, shelled, again), Logistic(0.0, {}))
    near, far = clusters.signs(again, [Cluster([shot]), Cluster([shelled])])
    assert "only_same_lemma" in near
    assert "lost_same_lemma" in far


def kinds(extractor: Extractor, text: str, title: str | None = None) -> list[tuple[str, str | None]]:
    found = extractor.extract(Article(text=text, title=title, published_at="2024-02-05")).events
    return [(e.type, e.subtype) for e in found if e.type not in ("statement", "casualties")]


@pytest.mark.parametrize(
    ("text", "arrests"),
    [
        ("Troops arrested nine poachers near Kafue.\n\nThe nine poachers were detained at dawn, the army said.", 1),
        ("Police arrested 23 poachers.\n\nOf the herders, 23 of the poachers were detained in Lusaka.", 1),
        ("Police arrested Amina Dogo in Jos on Friday.\n\nDogo was picked up by officers at a hotel.", 1),
        ("Police arrested nine poachers near Kafue.\n\nPolice detained nine drivers in Lusaka.", 2),
        ("Police arrested nine poachers and a cook.\n\nPolice detained nine drivers and two cooks in Lusaka.", 2),
        ("Police arrested several poachers near Kafue.\n\nPolice detained eight drivers in Lusaka.", 2),
    ],
)
def test_an_act_in_series_on_the_same_people_is_one(extractor: Extractor, text: str, arrests: int) -> None:
    assert [kind for kind, _ in kinds(extractor, text)].count("arrest") == arrests


@pytest.mark.parametrize(
    ("text", "strikes"),
    [
        ("Kachin rebels have fought a long war in the north.", 1),
        ("Two depots were destroyed in the army's clearance operation near Gao.", 1),
        ("The airstrike on Gao was the largest attack of the year.", 1),
        ("The airstrike on Gao followed an attack on a convoy in Kidal.", 2),
        ("Troops repelled the attack on the depot.", 1),
        ("Omdurman was shelled in the civil war in Sudan.", 2),
    ],
)
def test_a_verb_and_the_noun_of_its_act_are_one(extractor: Extractor, text: str, strikes: int) -> None:
    assert len([k for k, _ in kinds(extractor, text) if k == "strike"]) == strikes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The civil war in Sudan has lasted a year. Envoys want an end to the fighting.", ["war"]),
        (
            "The civil war in Sudan has lasted a year. Fighting killed six people in Nyala on Friday.",
            ["war", "armed_clash"],
        ),
    ],
)
def test_bare_fighting_is_the_war(extractor: Extractor, text: str, found: list[str]) -> None:
    assert [sub for kind, sub in kinds(extractor, text) if kind == "strike"] == found


@pytest.mark.parametrize(
    ("text", "during"),
    [
        ("During the operation two soldiers were hurt.", True),
        ("Two soldiers were wounded in the process.", True),
        ("During an operation two soldiers were hurt.", False),
        ("Two soldiers were hurt during the festival.", False),
    ],
)
def test_during_the_operation(extractor: Extractor, text: str, during: bool) -> None:
    doc = next(extractor.nlp.pipe([extractor.prepare(Article(text=text))]))
    assert [f.during for f in gather(doc) if f.harm] == [during]


def test_the_camp_of_a_group_is_of_no_state(extractor: Extractor) -> None:
    text = "The Nigerian Army destroyed a Boko Haram camp. Nigerian troops destroyed the Nigerian base in error."
    targets = [(p.name, p.country_code) for e in extractor.extract(Article(text=text)).events for p in e.participants]
    assert ("Boko Haram camp", None) in targets
    assert ("Nigerian base", "NG") in targets


@pytest.mark.parametrize(
    ("text", "strikes"),
    [
        ("A jet was shot down by rebels while bombing a mill near Bor.", 2),
        ("Troops killed gunmen who attacked a convoy near Gao.", 2),
        ("A gunman opened fire in a bar in Lyon, wounding four guests before he was shot dead by police.", 2),
        ("Soldiers were killed while attacking a post near Gao.", 1),
        ("A suicide bomber blew himself up at a market in Gao, killing two.", 1),
    ],
)
def test_who_is_hit_in_one_act_does_another(extractor: Extractor, text: str, strikes: int) -> None:
    assert len([k for k, _ in kinds(extractor, text) if k == "strike"]) == strikes


@pytest.mark.parametrize(
    ("text", "killed"),
    [
        (
            "Gunmen killed five people in Fresno on Friday. It recalled the raid in Lima in 2009, when 14 died.",
            [[5], [14]],
        ),
        (
            "A bomb killed six people in Lahore on Monday. The death toll of the blast has since risen to nine.",
            [[6, 9]],
        ),
    ],
)
def test_what_is_recalled_is_another_and_a_toll_that_rose_is_the_same(
    extractor: Extractor, text: str, killed: list[list[int]]
) -> None:
    found = extractor.extract(Article(text=text, published_at="2024-02-05")).events
    assert [[c.low for c in e.casualties] for e in found if e.type == "casualties"] == killed


LONG = (
    "Turkey fought the rebels last year. The mood was low. Officials spoke of peace. "
    "A bomb hit a bus in Izmir. A blast killed six guards at an airport."
)


@pytest.mark.parametrize(
    ("title", "text", "number"),
    [
        (None, LONG, 3),  # nothing says what an excerpt is about
        ("Bomb at airport kills six", "A bomb killed six guards at an airport. The mood was low. Nobody spoke.", 1),
        (None, "A bomb hit a bus in Izmir. The blast killed six guards.", 1),  # a brief is about one thing
    ],
    ids=["excerpt", "article", "brief"],
)
def test_an_excerpt_is_merged_warily(extractor: Extractor, title: str | None, text: str, number: int) -> None:
    found = extractor.extract(Article(title=title, text=text, published_at="2024-02-05")).events
    assert sum(e.type == "strike" for e in found) == number


def test_an_excerpt_keeps_acts_of_which_nothing_is_said(extractor: Extractor) -> None:
    text = "The mood was low. Talks had failed. Nobody spoke. The genocide was never named."
    assert [e.trigger.text for e in extractor.extract(Article(text=text)).events if e.type == "strike"] == ["genocide"]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("A group owned up to the bombing, which left 40 people dead.", [[("killed", 40)]]),
        ("Jets bombed a mill. The bombs also hurt a clerk.", [[("injured", 1)]]),
        ("Rebels shelled a mill. Bombs hurt a clerk in Gao.", [[], [("injured", 1)]]),
        ("Gunmen attacked the village where rebels killed six people last week.", [[], [("killed", 6)]]),
        ("Gunmen attacked a village where they killed six people.", [[("killed", 6)]]),
        (
            "Rebels killed a clerk in Gao on Friday. Hours later, rebels threw a grenade at a post in Kidal.",
            [[("killed", 1)], []],
        ),
        ("A clerk was shot in Gao on Friday. Hours later, she died.", [[("killed", 1)]]),
        ("It followed a bombing in Ansbach on 24 July 2016 which hurt nine clerks.", [[("injured", 9)]]),
        ("Rioting broke out in Bor on Sunday following the stabbing of two clerks.", [[("injured", 2)]]),
        ("A war in Chad has claimed 90 lives and displaced 400 people.", [[("killed", 90), ("displaced", 400)]]),
        ("A lorry was driven into a crowd in Lyon, causing 12 deaths.", [[("killed", 12)]]),
        (
            "A raid killed two clerks in Gao. In another incident, gunmen attacked a station, killing nine guards.",
            [[("killed", 2)], [("killed", 9)]],
        ),
        ("An ambush killed two clerks. Some 40 rebels were killed in different operations.", [[("killed", 2)]]),
    ],
    ids=[
        "left dead", "the bombs", "other bombs", "where others killed", "where they killed", "hours later",
        "hours later, she", "which hurt", "following", "a war", "causing", "another incident", "different operations",
    ],
)  # fmt: skip
def test_whose_harm_it_is(extractor: Extractor, text: str, figures: list[list[tuple[str, int]]]) -> None:
    events = extractor.extract(Article(text=text, published_at="2024-02-05")).events
    assert [[(c.effect, c.low) for c in e.casualties] for e in events if e.type == "strike"] == figures


@pytest.mark.parametrize(
    ("text", "country"),
    [("Soldiers killed three men in Hebron.", None), ("Soldiers killed three men in Bauchi.", "NG")],
)
def test_in_disputed_lands_soldiers_may_be_of_any_country(extractor: Extractor, text: str, country: str | None) -> None:
    (act,) = [e for e in extractor.extract(Article(text=text)).events if e.type == "strike"]
    assert [p.country_code for p in act.participants if p.role == "attacker"] == [country]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Gunmen attacked a mill in revenge for an earlier attack on a farm.", 2),
        ("A bomb killed nine clerks in Quetta on Tuesday. This was the third bombing in the city in a week.", 1),
        ("A bomb killed nine clerks in Quetta. The third bombing in the city hurt two guards.", 2),
        ("Army kills 24; 21 rebels die in ambush", 2),
        ("A shooting in Lyon hurt nine guests. An officer fired a shot, hitting the gunman.", 2),
        ("A shooting in Lyon hurt nine guests. A gunman fired a shot, hitting the guests.", 1),
        (
            "Raids killed 16 clerks in Homs on Friday. Another three were killed in shelling there earlier in the day.",
            2,
        ),
    ],
    ids=[
        "an earlier attack", "this was the third", "the third", "a semicolon", "the gunman is hit",
        "the guests are hit", "killed in shelling",
    ],
)  # fmt: skip
def test_how_many_acts(extractor: Extractor, text: str, number: int) -> None:
    events = extractor.extract(Article(text=text, published_at="2024-02-05")).events
    assert sum(e.type == "strike" for e in events) == number


def test_a_sum_since_is_not_the_harm_of_the_act(extractor: Extractor) -> None:
    text = (
        "A raid killed two clerks in Homs on Friday. A report accused the army of raids, killing at least 90 since May."
    )
    (act, *_) = extractor.extract(Article(text=text, published_at="2024-02-05")).events
    assert [(c.effect, c.low) for c in act.casualties] == [("killed", 2)]


def test_the_sentence_of_somebody_else_is_another(extractor: Extractor) -> None:
    text = (
        "A court in Cairo sentenced Karim Haddad to nine years in prison. "
        "The former mayor Omar Salim was sentenced to five years."
    )
    found = [e for e in extractor.extract(Article(text=text)).events if e.type == "legal"]
    assert [{p.name for p in e.participants if p.role == "target"} for e in found] == [{"Karim Haddad"}, {"Omar Salim"}]


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        (
            "Russian drones hit a mill in Lviv on Friday, killing two clerks. The army shot down nine drones.",
            [["hit"], ["shot down"]],
        ),
        (
            "Rebels shot down a jet over Homs on Friday. The army said that the attack killed the pilot.",
            [["shot down", "attack"]],
        ),
        ("Police fired tear gas to disperse protesters in Tunis.", [["fired", "disperse protesters"]]),
        ("Two ministers were placed under house arrest on Friday.", [["placed", "arrest"]]),
        ("Two ministers were placed in a hall. An arrest followed on Friday.", [["arrest"]]),
    ],
    ids=["downing is no part of the attack", "the jet is the target", "force and its aim", "house arrest", "no part"],
)
def test_what_is_one_act_and_what_is_not(extractor: Extractor, text: str, acts: list[list[str]]) -> None:
    found = extractor.extract(Article(text=text, published_at="2024-02-05")).events
    mentions = [[m.text for m in e.mentions] for e in found if e.type in ("strike", "arrest")]
    assert [sorted(m) for m in mentions] == [sorted(m) for m in acts]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Nine clerks were killed and six injured in Homs.", 1),
        ("Nine clerks were killed in Homs and six were injured in Hama.", 2),
    ],
    ids=["one sentence", "two towns"],
)
def test_dead_and_hurt_of_one_sentence(extractor: Extractor, text: str, number: int) -> None:
    assert sum(e.type == "casualties" for e in extractor.extract(Article(text=text)).events) == number


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Gunmen attacked a post, and set houses on fire.", 1),
        ("Gunmen abducted a trader and beat him.", 1),
        ("Gunmen attacked a post near Gao, and set houses on fire in Kidal.", 2),
        ("Gunmen attacked a post near Gao, and the army bombed a depot.", 2),
        ("Gunmen attacked a post near Gao. The army burnt down a mill.", 2),
    ],
)
def test_who_goes_on_in_the_same_clause_does_one_thing(extractor: Extractor, text: str, acts: int) -> None:
    assert strikes(extractor, text) == acts


LONG_AGO = "Rebels shelled a market in Gao on Friday.\n\nTraders want peace, and the shops are shut.\n\nMany had left."


@pytest.mark.parametrize(
    ("more", "acts"),
    [
        ("A bishop said that deadly attacks are crimes.", 1),
        ("An attack in Kidal was condemned.", 2),
        ("The bishop recalled years of attacks.", 2),
        ("A bishop said that soldiers had beaten him.", 2),
        ("A bishop fears that gunmen may attack.", 2),
    ],
)
def test_an_echo_is_no_record_of_its_own(extractor: Extractor, more: str, acts: int) -> None:
    assert strikes(extractor, f"{LONG_AGO}\n\n{more}") == acts
