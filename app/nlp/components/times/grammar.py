"""The grammar of time expressions: the rules of ``lexicon/en/times.yaml`` as regular expressions over short stretches.

A *stretch* is a run of tokens that can all belong to time expressions ("on friday evening , about 10"), at least one
of which is a trigger. Most stretches of news recur ("last year", "on friday"), so what is found in one is remembered.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any

from app.nlp.lexicon import word_list, word_table

_GROUP = re.compile(r"\(\?P<(\w+)>")
_MACRO = re.compile(r"\{(~?)([a-z]+)\}")
_WORD = re.compile(r"[a-z][a-z'’.]*")
_SEPARATOR = r"[\s\-–]{1,3}"

#: Shapes (spaCy's) of tokens that are triggers by their form; others with a digit are only glue.
_SHAPES = (
    (re.compile(r"dddd$"), "year"),
    (re.compile(r"(['’]?d{1,2}|dddd)['’]?x$"), "decade"),
    (re.compile(r"[Xx]+-d{2,4}x$"), "decade"),
    (re.compile(r"d{1,2}[:.]dd([ap]\.?m\.?|x+\.?x*\.?)?$"), "clocktime"),
    (re.compile(r"d{1,2}(xx|x\.x\.?)$"), "ampm"),
    (re.compile(r"d{1,4}[/.-]d{1,2}([/.-]d{2,4})?$"), "numeric"),
    (re.compile(r"dddd-dd-ddXdd.*$"), "numeric"),
    (re.compile(r"[Xx]{3,4}\.dd?$"), "month"),
    (re.compile(r"d{1,2}-[Xx]{3,4}-d{2,4}$"), "month"),
    (re.compile(r"[Xx]{3}[-–]dddd$"), "year"),
    (re.compile(r"[Xx]{3,4}[-–]d{2,4}$"), "month"),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: which classes it needs, its expression, and the reading that turns its groups into a value."""

    name: str
    needs: frozenset[str]
    regex: re.Pattern[str]
    reading: str
    check: str | None
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A match in a stretch: characters from its beginning, and the named groups that took part."""

    start: int
    end: int
    rule: Rule
    groups: dict[str, str]


class Grammar:
    """Words, triggers and rules of the bound language."""

    def __init__(self) -> None:
        data = word_table("times")
        self.words: dict[str, dict[str, Any]] = {
            name: {str(w).replace("’", "'"): v for w, v in table.items()} for name, table in data["words"].items()
        }
        self.macros: dict[str, str] = data["macros"]
        for name, table in self.words.items():
            for word in [w for w in table if w.endswith(".")]:
                self.words[name].setdefault(word[:-1], table[word])
        self.alternatives = {name: alternatives(table) for name, table in self.words.items()}
        self.rules = tuple(self.compile(row) for row in data["rules"])
        self.classes = self.classify(data)
        self.read = functools.lru_cache(maxsize=16384)(self.search)

    def compile(self, row: dict[str, Any]) -> Rule:
        """A row of the lexicon as a rule. Raises ``KeyError`` for an unknown macro."""
        pattern = row["pattern"]
        while _MACRO.search(pattern):
            pattern = _MACRO.sub(self.expand, pattern)
        pattern = number_groups(separate(pattern))
        return Rule(
            name=row["name"],
            needs=frozenset(row["needs"]),
            regex=re.compile(rf"(?<![\w])(?:{pattern})(?![\w])"),
            reading=row["reading"],
            check=row.get("check"),
            settings=dict(row.get("settings", {})),
        )

    def expand(self, match: re.Match[str]) -> str:
        """What stands for a macro or a word class."""
        quiet, name = match.groups()
        if name in self.macros:
            return self.macros[name]
        return f"(?:{self.alternatives[name]})" if quiet else f"(?P<{name}>{self.alternatives[name]})"

    def classify(self, data: dict[str, Any]) -> dict[str, frozenset[str]]:
        """Word (lower case) → the trigger classes that it belongs to; the empty set for words that only join in."""
        triggers = set(data["triggers"])
        out: dict[str, set[str]] = {}
        for name, table in self.words.items():
            for word in table:
                parts = [p for p in re.split(r"[ \-]|(?='s)", word) if p]
                content = (
                    parts
                    if len(parts) == 1
                    else [p for p in parts if p not in word_list("times_context.common_parts")] or parts[:1]
                )
                for part in parts:
                    classes = out.setdefault(part, set())
                    if name in triggers and part in content:
                        classes.add(name)
        for word in data["special"]:
            out.setdefault(str(word), set()).add("special")
        for text in [*data["macros"].values(), *(row["pattern"] for row in data["rules"])]:
            plain = re.sub(r"\\.|\(\?P<\w+>|\(\?P=\w+\)|\{~?\w+\}|\[[^\]]*\]", " ", text)
            for word in _WORD.findall(re.sub(r"(\w)\?", r"\1 ", plain) + " " + re.sub(r"\w\?", " ", plain)):
                out.setdefault(word, set())
        for word in [w for w in out if "'" in w]:
            out.setdefault(word.replace("'", "’"), set()).update(out[word])
        return {word: frozenset(classes) for word, classes in out.items()}

    def search(self, text: str, classes: frozenset[str]) -> tuple[Found, ...]:
        """Every time expression in a stretch (lower case), left to right, the longest first where they overlap."""
        matches: list[tuple[int, int, int, Found]] = []
        for order, rule in enumerate(self.rules):
            if rule.needs.isdisjoint(classes):
                continue
            for match in rule.regex.finditer(text):
                found = Found(match.start(), match.end(), rule, named(match))
                matches.append((match.start() - match.end(), order, match.start(), found))
        matches.sort(key=lambda m: m[:3])
        chosen: list[Found] = []
        for *_, found in matches:
            if all(found.end <= other.start or other.end <= found.start for other in chosen):
                chosen.append(found)
        return tuple(sorted(chosen, key=lambda f: f.start))


def alternatives(table: dict[str, Any]) -> str:
    """The words of a class as an alternation, the longest first; full stops optional, both apostrophes."""
    out = []
    for word in sorted(table, key=lambda w: (-len(w), w)):
        text = re.escape(word).replace(r"\ ", " ").replace(r"\-", " ").replace("'", "['’]")
        out.append(text.replace(r"\.", r"\.?"))
    return "|".join(out)


def separate(pattern: str) -> str:
    """Blanks of a pattern as separators of a text: blanks, a line break, a hyphen."""
    pattern = re.sub(r"(\(\?<=\w+) \)", r"\1[\\s])", pattern)  # a look-behind has a fixed width
    pattern = re.sub(r" (?=\?)", r"\\s", pattern)
    out, inside = [], False
    for i, char in enumerate(pattern):
        escaped = i > 0 and pattern[i - 1] == "\\"
        if char == "[" and not escaped:
            inside = True
        elif char == "]" and not escaped:
            inside = False
        out.append(_SEPARATOR if char == " " and not inside else char)
    return "".join(out)


def number_groups(pattern: str) -> str:
    """Give every group its own name (``year__2``), because Python allows each name once."""
    seen: dict[str, int] = {}

    def rename(match: re.Match[str]) -> str:
        name = match.group(1)
        seen[name] = seen.get(name, 0) + 1
        return f"(?P<{name}__{seen[name]}>" if seen[name] > 1 else match.group(0)

    return _GROUP.sub(rename, pattern)


def named(match: re.Match[str]) -> dict[str, str]:
    """The groups that took part, under their plain names."""
    return {name.split("__")[0]: text for name, text in match.groupdict().items() if text is not None}


@functools.cache
def shape_class(shape: str) -> frozenset[str] | None:
    """The trigger classes of a token's shape; the empty set for other numbers and joining marks, None for the rest."""
    classes = frozenset(name for regex, name in _SHAPES if regex.match(shape))
    if classes or (shape[:1] == "d" or shape[-1:] == "d") or shape in _MARKS:
        return classes
    return None


_MARKS = frozenset(("-", "–", ",", "'", "’", "/", ":", "."))


@functools.cache
def grammar() -> Grammar:
    """The compiled grammar of the bound language."""
    return Grammar()
