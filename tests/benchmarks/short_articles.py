"""Short articles of any number, one or two sentences each, with many places, days and names; the same for each seed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from app.gazetteer import open_gazetteer
from tests.benchmarks.synthetic import busiest

TOWNS = 5_000
FIRST, DAYS = dt.date(2012, 1, 1), 4_500
GIVEN = (
    "Amina",
    "Boris",
    "Carla",
    "Dalia",
    "Emeka",
    "Farid",
    "Grace",
    "Hugo",
    "Irina",
    "Jamal",
    "Karen",
    "Luis",
    "Mina",
)
FAMILY = ("Abe", "Bello", "Costa", "Diallo", "Eriksen", "Fofana", "Garza", "Hassan", "Ivanov", "Juma", "Khan", "Lopez")
SYLLABLES = ("ba", "de", "fi", "go", "ka", "lu", "mo", "na", "ri", "sa", "to", "vi", "wa", "ze")
OFFICES = ("Mayor", "Governor", "Police chief", "Health minister", "General", "Judge")
GROUPS = (
    "Gunmen",
    "Rebels",
    "Soldiers",
    "Militants",
    "Protesters",
    "Police",
    "Army troops",
    "Armed herders",
    "Smugglers",
)
SITES = ("a market", "a school", "a police station", "a convoy", "a clinic", "an army base", "a bus", "a mosque")
SENTENCES = (
    "{group} attacked {site} in {town}, {country}, on {day}, killing {number} people.",
    "{number} people were wounded when a bomb exploded at {site} in {town}, {country}, on {day}.",
    "Police arrested {number} suspects in {town}, {country}, on {day}, {office} {person} said.",
    "{office} {person} said on {day} that {number} people had died in floods near {town}, {country}.",
    "Thousands marched through {town}, {country}, on {day} to demand the release of {person}.",
    "{group} seized {town} in {country} on {day}, and {number} families fled.",
    "A court in {town}, {country}, sentenced {person} to {number} years in prison on {day}.",
    "{person}, a reporter, was shot dead outside {site} in {town}, {country}, on {day}.",
    "An earthquake shook {town}, {country}, on {day}; {number} houses collapsed.",
    "{office} {person} met leaders of {country} in {town} on {day}.",
)
SECOND = (
    "",
    "{office} {person} blamed the government.",
    "No group claimed responsibility.",
    "{person} said that {number} people were still missing.",
    "Schools in {town} stayed shut.",
)


def short_articles(count: int, seed: int = 7) -> Iterator[dict[str, str]]:
    """So many articles as they are sent; ``id`` is the number of each."""
    rng = random.Random(seed)
    gazetteer = open_gazetteer()
    towns = [(entry.name, entry.country or "") for entry in map(gazetteer.entry, busiest(gazetteer)[:TOWNS])]
    for number in range(count):
        day = FIRST + dt.timedelta(days=rng.randrange(DAYS))
        gaps = _gaps(rng, towns, day)
        text = " ".join((rng.choice(SENTENCES).format(**gaps), rng.choice(SECOND).format(**gaps))).strip()
        yield {"id": str(number), "text": text, "published_at": day.isoformat()}


def _gaps(rng: random.Random, towns: list[tuple[str, str]], day: dt.date) -> dict[str, str]:
    town, country = rng.choice(towns)
    family = rng.choice(FAMILY) if rng.random() < 0.5 else "".join(rng.choices(SYLLABLES, k=3)).title()
    return {
        "town": town,
        "country": country,
        "day": f"{day.day} {day:%B %Y}",
        "number": str(rng.randint(2, 90)),
        "person": f"{rng.choice(GIVEN)} {family}",
        "office": rng.choice(OFFICES),
        "group": rng.choice(GROUPS),
        "site": rng.choice(SITES),
    }
