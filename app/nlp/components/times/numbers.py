"""Numbers in time expressions: "2 1/2", "twenty-one", "a couple of", "1,000", "an"."""

from __future__ import annotations

import re

from app.nlp.lexicon import word_list


def read_number(text: str, words: dict[str, int]) -> float | None:
    """The number that a text gives; None when it is vague ("several").

    ``words`` maps cardinal words to numbers.
    """
    text = text.strip()
    parts = [p for p in re.split(r"[\s\-–]+", text) if p not in ("and", "of")]
    if word_list("times_context.vague_numbers").intersection(parts):
        return 2.0 if parts[-1] == "couple" else None
    total, current, seen = 0.0, 0.0, False
    for word in parts:
        if word in ("a", "an"):
            current, seen = current or (0.0 if "half" in parts else 1.0), True
        elif word == "half":
            current, seen = current + 0.5, True
        elif word == "dozen":
            current, seen = (current or 1.0) * 12, True
        elif word in words:
            value = float(words[word])
            if value >= 1000:
                total, current = total + (current or 1.0) * value, 0.0
            elif value == 100:
                current = (current or 1.0) * 100
            else:
                current += value
            seen = True
        elif "/" in word:
            above, below = word.split("/")
            current, seen = current + (int(above) / int(below) if int(below) else 0.0), True
        else:
            try:
                current, seen = current + float(word.replace(",", "")), True
            except ValueError:
                return None
    return total + current if seen else None


def read_year(text: str, words: dict[str, int]) -> int | None:
    """The year that words give: "nineteen seventy-nine", "two thousand four"; None when they give none."""
    parts = [p for p in re.split(r"[\s\-–]+", text) if p != "and"]
    if parts[:2] == ["two", "thousand"]:
        return 2000 + sum(words.get(p, 0) for p in parts[2:])
    rest = sum(words.get(p, 0) for p in parts[1:] if words.get(p, 0) < 100)
    return words.get(parts[0], 0) * 100 + rest if rest >= 10 or "hundred" in parts else None
