"""The parser and the entity recogniser of the model, led step by step from Python, which takes half of their time.

spaCy's own loop runs without Python's lock, and takes and drops it again for almost every question it asks of a state:
whether each of seventy actions is allowed for each token. Here the lock is held, so that asking is cheap; the same
networks give the same scores, and spaCy chooses the action as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training.batchers import minibatch_by_words

_WORDS = 16_384  # tokens read at once: more of them take fewer steps and more memory
_FEW = 4  # so few texts do not pay for the steps


class Stepper:
    """Does what a ``Parser`` of spaCy does (``parser``, ``ner``): one action for every text at a time."""

    def __init__(self, parser: Any) -> None:
        self.parser = parser

    def __call__(self, doc: Doc) -> Doc:
        """Read one text."""
        return next(self.pipe((doc,)))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Read texts in order, ``batch_size`` at a time."""
        stream = iter(docs)
        while texts := list(islice(stream, batch_size)):
            for part in minibatch_by_words(sorted(texts, key=len), _WORDS):
                states = self.states(part) if len(part) >= _FEW else self.parser.predict(part)
                self.parser.set_annotations(part, states)
            yield from texts

    def states(self, docs: Sequence[Doc]) -> list[Any]:
        """The final state of each text, as ``Parser.greedy_parse`` gives it."""
        states: list[Any] = self.parser.moves.init_batch(docs)
        unfinished = [state for state in states if not state.is_final()]
        if unfinished:
            network = self.parser.model.predict(docs)
            while unfinished:
                unfinished = self.parser.transition_states(unfinished, network.predict(unfinished))
            network.clear_memory()
        return states


@Language.factory("stepper")
def make(nlp: Language, name: str, of: str) -> Stepper:  # noqa: ARG001  (spaCy passes the name)
    """Make the stepper of the component ``of``."""
    return Stepper(nlp.get_pipe(of))
