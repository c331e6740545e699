"""News-like articles of any number, made from our own sentences: no two alike, always the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

PLACES = ("Mosul", "Idlib", "Kharkiv", "Goma", "Maiduguri", "Port-au-Prince", "Quetta", "Mogadishu", "Bamako", "Cali")
COUNTRIES = ("Iraq", "Syria", "Ukraine", "Congo", "Nigeria", "Haiti", "Pakistan", "Somalia", "Mali", "Colombia")
ACTORS = ("gunmen", "government forces", "rebels", "soldiers", "unidentified attackers", "militants", "police")
TARGETS = ("a market", "an army base", "a convoy", "the airport", "a school", "two villages", "a checkpoint")
WEAPONS = ("rockets", "mortar fire", "a car bomb", "drones", "machine guns", "an explosive device")
DAYS = ("on Friday", "late on Tuesday", "early Sunday", "on 4 March", "last week", "overnight", "two days earlier")
NUMBERS = ("two", "at least six", "16", "a dozen", "more than 30", "up to nine", "scores of")
PEOPLE = ("Ahmad Haddad", "Maria Flores", "Ibrahim Sani", "Olena Koval", "Jean Baptiste", "Fatima Noor")
TITLES = ("Mayor", "General", "Health Minister", "police spokesman", "Governor", "rights lawyer")
TOWNSFOLK = ("shopkeepers", "farmers", "teachers", "drivers", "nurses", "traders")

SENTENCES = (
    "{Actors} attacked {target} near {place} in {country} {day}, killing {number} people, officials said.",
    "{Number} civilians were wounded when {weapon} hit {target} in the centre of {place} {day}.",
    "“We heard the blast and then nothing but dust,” said {person}, one of the {townsfolk} who live nearby.",
    "{Title} {person} said that {number} bodies had been taken to the hospital in {place}.",
    "The army denied that its {weapon} had struck {target}, and blamed {actors} for the deaths.",
    "It was not clear who was behind the attack, and no group claimed responsibility {day}.",
    "The town, known for its fruit and its old bridge, had been quiet since the elections in the spring.",
    "According to {title} {person}, {number} people are still missing, most of them {townsfolk}.",
    "“They came with {weapon},” {person} told reporters. “Nobody warned us, and nobody has come to help.”",
    "Talks between the two sides are to go on in {place} next month, though few expect them to end the war.",
    "In {country}, where prices have doubled within a year, {townsfolk} have marched against the government {day}.",
    "Police arrested {number} suspects {day} and said that they had found {weapon} in a house outside {place}.",
    "The president of {country} condemned the violence and promised that those responsible would be punished.",
    "Schools and shops stayed shut, and the road from {place} to the border was closed for most of the day.",
    "Witnesses saw {actors} leave {target} in three trucks before {weapon} set the buildings on fire.",
    "Aid workers fear that the fighting could force another {number} families to leave their homes.",
)
HEADLINES = (
    "{Actors} kill {number} in {place}",
    "{Number} dead as {weapon} hit {target} in {country}",
    "{Title}: {number} missing after attack on {target}",
)


def articles(count: int, seed: int = 7) -> Iterator[tuple[str, str]]:
    """Headline and text of so many articles of 8 to 24 sentences."""
    rng = random.Random(seed)
    for _ in range(count):
        sentences = [filled(rng, rng.choice(SENTENCES)) for _ in range(rng.randint(8, 24))]
        cuts = [" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3)]
        yield filled(rng, rng.choice(HEADLINES)), "\n\n".join(cuts)


def filled(rng: random.Random, template: str) -> str:
    """A template with every gap filled; capitalised names of gaps give a capital."""
    where = rng.randrange(len(PLACES))
    gaps = {
        "place": PLACES[where],
        "country": COUNTRIES[where],
        "actors": rng.choice(ACTORS),
        "target": rng.choice(TARGETS),
        "weapon": rng.choice(WEAPONS),
        "day": rng.choice(DAYS),
        "number": rng.choice(NUMBERS),
        "person": rng.choice(PEOPLE),
        "title": rng.choice(TITLES),
        "townsfolk": rng.choice(TOWNSFOLK),
    }
    return template.format(**gaps, **{name.capitalize(): value[0].upper() + value[1:] for name, value in gaps.items()})
