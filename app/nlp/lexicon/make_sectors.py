"""Make ``en/sectors.yaml``: ``python -m app.nlp.lexicon.make_sectors Phoenix.agents.txt``, the agents file of PETRARCH.

Each phrase gets the first of its codes; the religions and peoples of the file are left out, for they are no sectors of
PLOVER, and so are nouns that name no people.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

_LINE = re.compile(r"([A-Z!_ -]+?)\s*(?:\{([^}]*)\})?\s*\[~([A-Z]{3})[A-Z]*\]")
_SETS = {"!PERSON!": ("MAN", "MEN", "WOMAN", "WOMEN", "PERSON"), "!MINIST!": ("MINISTER", "MINISTRY")}
_KEPT = frozenset(
    {
        *("AGR", "BUS", "COP", "CRM", "CVL", "EDU", "GOV", "HLH", "HRI", "JUD", "LAB"),
        *("LEG", "MED", "MIL", "NGO", "OPP", "PTY", "REB", "REF", "SPY", "UAF"),
    }
)
_NO_PEOPLE = frozenset(["airliner", "freighter", "containership", "aerospace", "airway", "industry", "business"])
_HEAD = """\
# Sectors of actors: PLOVER code → nouns and phrases, in small letters. Made by app/nlp/lexicon/make_sectors.py.
# Source: Phoenix.agents.txt of PETRARCH (MIT), Copyright (c) 2014 Open Event Data Alliance
"""


def phrases(line: str) -> list[tuple[str, str]]:
    """The phrases of a line with their code; none for a comment or a code that is not kept."""
    found = _LINE.match(line)
    if found is None or found[3] not in _KEPT:
        return []
    written = [found[1], *(found[2] or "").split(",")]
    for name, words in _SETS.items():
        written = [text.replace(name, f"_{word}_") for text in written for word in (words if name in text else ("",))]
    spoken = (" ".join(text.replace("_", " ").lower().split()) for text in written)
    return [(text, found[3]) for text in spoken if text and "!" not in text and text not in _NO_PEOPLE]


def main(file: Path) -> str:
    """The content of ``sectors.yaml``."""
    table: dict[str, set[str]] = defaultdict(set)
    seen: set[str] = set()
    for line in file.read_text(encoding="utf-8").splitlines():
        for text, code in phrases(line):
            if text not in seen:
                seen.add(text)
                table[code].add(text)
    rows = (f"{code}: [{', '.join(map(repr, sorted(table[code])))}]" for code in sorted(table))
    return _HEAD + "sectors:\n" + "".join(f"  {row}\n" for row in rows)


if __name__ == "__main__":
    print(main(Path(sys.argv[1])), end="")
