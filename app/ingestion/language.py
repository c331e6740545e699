"""The language of a text, declared or detected; refused unless a pipeline reads it."""

from __future__ import annotations

import functools
import re
import unicodedata

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from app.domain.languages import DEFAULT_LANGUAGE, LANGUAGES
from app.errors import InputError, UnsupportedLanguageError

_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_ENOUGH_LETTERS = 40  # below it statistics guess: "Gunmen killed 3." is taken for Nigerian Pidgin
_LOOKED_AT = 10_000
_NO_LANGUAGE = "zxx"  # figures, noise
_SURE, _HARDLY = 0.5, 0.001  # a list of Arabic names in Latin letters is Somali (0.8) rather than English (0.002)


def warm_up() -> None:
    """Load the language model, which takes a third of a second."""
    _identifier()


def settle_language(text: str, declared: str | None = None) -> str:
    """The BCP 47 tag of a text: the declared one is trusted, otherwise it is detected.

    Raises ``UnsupportedLanguageError`` for a language that no pipeline serves, ``InputError`` for a bad tag.
    """
    if declared:
        if not _TAG.fullmatch(declared):
            raise InputError(
                f"{declared!r} is not a language tag; send one such as {DEFAULT_LANGUAGE!r}.", field="language"
            )
        if declared.split("-")[0].lower() not in LANGUAGES:
            raise _unsupported(declared)
        return declared
    found = detect(text)
    if found not in LANGUAGES:
        raise _unsupported(found)
    return found


def detect(text: str) -> str:
    """The likeliest language; one that is read unless the text is long enough to be clearly something else.

    Names alone decide nothing: a text counts as foreign when its letters are not Latin, or when another
    language is likely and those that are read next to impossible.
    """
    letters = [c for c in text[:_LOOKED_AT] if c.isalpha()]
    latin = sum("LATIN" in unicodedata.name(c, "") for c in letters)
    if latin * 2 >= len(letters) and len(letters) < _ENOUGH_LETTERS:
        return DEFAULT_LANGUAGE
    chances: dict[str, float] = dict(_identifier().rank(text[:_LOOKED_AT].lower()))  # the likeliest first
    if latin * 2 < len(letters):
        return next(language for language in chances if language not in (*LANGUAGES, _NO_LANGUAGE))
    best = next(language for language in chances if language != _NO_LANGUAGE)
    ours = max(LANGUAGES, key=chances.__getitem__)
    return best if chances[best] >= _SURE and chances[ours] < _HARDLY else ours


@functools.cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _unsupported(language: str) -> UnsupportedLanguageError:
    return UnsupportedLanguageError(
        f"The text is in {language!r}; only {', '.join(LANGUAGES)} is read. "
        f"If the text is in {DEFAULT_LANGUAGE!r}, send language={DEFAULT_LANGUAGE!r}.",
        field="language",
    )
