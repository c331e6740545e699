"""The one loader of word lists: parts of files by name, one language for each process, mistakes named."""

from __future__ import annotations

import subprocess
import sys

import pytest

from app.domain.languages import LANGUAGES
from app.errors import SetupError
from app.nlp.lexicon import bind_language, languages, word_list, word_table


def test_a_list_is_a_set_of_words() -> None:
    assert {"carry", "launch"} <= word_list("triggers.light_verbs")


def test_a_table_is_what_the_file_holds() -> None:
    assert word_table("weapons.modifiers")["roadside"] == "ied"
    assert word_table("weapons")["modifiers"] is word_table("weapons.modifiers")


@pytest.mark.parametrize(
    ("name", "message"),
    [("tirggers.signs", "no file tirggers.yaml"), ("triggers.sings", "triggers.yaml .* no key 'sings'")],
)
def test_a_missing_name_is_reported(name: str, message: str) -> None:
    with pytest.raises(SetupError, match=message):
        word_table(name)


def test_a_table_is_not_a_list() -> None:
    with pytest.raises(SetupError, match=r"weapons\.modifiers of the lexicon is not a list"):
        word_list("weapons.modifiers")


def test_one_process_reads_one_language() -> None:
    bind_language("en")
    with pytest.raises(SetupError, match="already bound to 'en'"):
        bind_language("de")


def test_a_language_without_a_lexicon_is_refused() -> None:
    assert languages() == sorted(LANGUAGES)
    code = "from app.nlp.lexicon import bind_language; bind_language('xx')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "No lexicon for the language 'xx'; available: en" in done.stderr
