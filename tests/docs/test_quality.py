"""New figures replace the old ones in ``docs/quality.md``, and nothing else changes."""

from __future__ import annotations

from tests.docs.quality import FILE, updated

DOCUMENT = """\
Figures of 1 May 2020. Kept.

### Floods †

<!-- task: floods -->
Some text.

| measure | result | baseline | n |
|---|--:|--:|--:|
| rivers_f1 | 0.500 | 0.100 | 10 |
| mean_km | 12 | – | 10 |

### Fires

<!-- task: fires -->
| fires_f1 | 0.900 | 0.100 | 10 |
"""


def test_measured_sections_get_new_figures_and_others_a_mark() -> None:
    results = {"floods": {"metrics": {"rivers_f1": {"value": 0.6254, "n": 1200}, "other": {"value": 1, "n": 1}}}}
    assert updated(DOCUMENT, results, "2 May 2020") == (
        DOCUMENT.replace("1 May", "2 May")
        .replace("### Floods †", "### Floods")
        .replace("| rivers_f1 | 0.500 | 0.100 | 10 |", "| rivers_f1 | 0.625 | 0.100 | 1,200 |")
        .replace("### Fires", "### Fires †")
    )


def test_every_table_of_figures_names_its_task() -> None:
    document = FILE.read_text("utf-8")
    figures = document.partition("<!-- figures -->")[2]
    assert figures.count("### ") == figures.count("<!-- task: ") > 10
