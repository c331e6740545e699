from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from app.nlp.lexicon.contexts import contexts_at
from app.nlp.token_table import token_table


def grid(words: str, pos: str) -> Doc:
    forms = words.split()
    return Doc(
        Vocab(),
        words=forms,
        lemmas=[word.lower().removesuffix("s") for word in forms],
        pos=pos.split(),
        heads=[0] * len(forms),
        deps=["ROOT", *["dep"] * (len(forms) - 1)],
    )


def found(words: str, pos: str, chosen: range | None = None) -> list[str]:
    tokens = token_table(grid(words, pos))
    return list(contexts_at(tokens, chosen or range(len(tokens.text))))


def test_words_and_phrases() -> None:
    assert found("They discussed trade deals", "PRON VERB NOUN NOUN") == ["economic"]
    assert found("They smuggled elections", "PRON VERB NOUN") == ["election"]


def test_only_in_the_chosen_words_and_as_the_right_part_of_speech() -> None:
    assert found("They discussed trade deals", "PRON VERB NOUN NOUN", range(3)) == []
    assert found("They court voters", "PRON VERB NOUN") == ["election"]
    assert found("A tennis court", "DET NOUN NOUN") == []
    assert found("A court", "DET NOUN") == ["legal"]
