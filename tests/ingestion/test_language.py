from __future__ import annotations

import pytest

from app.errors import InputError, UnsupportedLanguageError
from app.ingestion.language import detect, settle_language


@pytest.mark.parametrize(
    "text",
    [
        "Gunmen killed 3.",
        "Blast",
        "",
        "12, 13, 14 " * 60,
        "x" * 300,
        "GUNMEN STORMED TWO VILLAGES IN THE NORTH AND TOOK CATTLE, POLICE SAID",
        "Abdullahi, Beledweyne, Galmudug, Hirshabelle, Jowhar, Kismayo, Baidoa",
        "On 16 October, defence and security forces killed two pastoralists near the border.",
        "The mayor, Пётр Иванов, said that nobody was hurt when the drone fell into the river.",
    ],
)
def test_english_or_too_little_to_say(text: str) -> None:
    assert settle_language(text) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Zwei Menschen wurden bei einem Angriff auf den Bahnhof getötet, sagte die Polizei.", "de"),
        ("Trois personnes ont été tuées dans une frappe sur la ville, selon les autorités.", "fr"),
        ("Dos soldados murieron en un ataque con drones contra la base, dijo el ministerio.", "es"),
        ("Двое убиты", "ru"),
        ("قتل شخصان في غارة", "ar"),
        ("两人在袭击中丧生", "zh"),
    ],
)
def test_other_languages_are_refused_by_name(text: str, language: str) -> None:
    assert detect(text) == language
    with pytest.raises(UnsupportedLanguageError, match=f"'{language}'") as error:
        settle_language(text)
    assert error.value.field == "language"


def test_a_declared_language_is_trusted() -> None:
    assert settle_language("Zwei Menschen wurden bei einem Angriff auf den Bahnhof getötet.", "en-GB") == "en-GB"
    with pytest.raises(UnsupportedLanguageError):
        settle_language("Two people were killed.", "pt-BR")


@pytest.mark.parametrize("tag", ["english please", "e", "en_US", "-", "en-"])
def test_a_bad_tag_is_refused(tag: str) -> None:
    with pytest.raises(InputError, match="language tag"):
        settle_language("Two people were killed.", tag)
