"""A new event type is a file of the ontology and a file of triggers, a new language a folder; nothing else changes.

Types of each shape (without an agent; owning harm; continuing another family) are added to copies of the folders and
read from text to event by a process of its own. The copy of the words is the folder of a language that is not known.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import app.nlp.lexicon
import app.ontology

LANGUAGE = "xx"
EXAMPLES = "examples: [{text: A, trigger: a}, {text: B, trigger: b}, {text: C, trigger: c}, {text: D, none: true}]"
ONTOLOGY = {
    "landslide": """
frame: act
family: landslide
roles: {buried: {label: Buried, position: patient, definition: What is buried.}}
""",
    "accident": """
frame: act
owns_harm: true
family: accident
default_subtype: crash
subtypes:
  crash: {label: Crash, definition: D, codes: {}}
  sinking: {label: Sinking, definition: D, codes: {}}
roles:
  driver: {label: Driver, position: agent, definition: Who drove.}
  hit: {label: Hit, position: patient, definition: What was hit.}
  hurt: {label: Hurt, position: harmed, definition: Who was killed or hurt.}
""",
    "rescue": """
frame: act
family: rescue
continues: [accident]
roles:
  rescuer: {label: Rescuer, position: agent, definition: Who rescues.}
  rescued: {label: Rescued, position: patient, definition: Who is rescued.}
""",
}
TRIGGERS = {
    "landslide": "- {nouns: [landslide]}\n  - {verbs: [bury]}",
    "accident": "- {nouns: [crash, collision]}\n  - {verbs: [collide]}\n  - {verbs: [sink], subtype: sinking}",
    "rescue": "- {verbs: [rescue, winch], phrases: ['pull >from water|sea|wreck']}",
}
TEXTS = {
    "agentless": "A torrent of mud buried the village school on Monday.",
    "harm": "A crash killed six passengers on Monday.",
    "sequel": "A ferry sank off the island on Monday. Sailors rescued 12 passengers.",
}
READ = """
import json, sys
from dataclasses import asdict
from pathlib import Path
import app.nlp.lexicon, app.ontology.catalogue
sys.modules["app.ontology.catalogue"].FOLDER = Path(sys.argv[1]) / "event_types"
app.nlp.lexicon.FOLDER = Path(sys.argv[1]) / "lexicon"
from app.domain.article import Article
from app.nlp import Extractor
texts = json.loads(sys.argv[2])
extractor = Extractor(language="xx")
articles = [Article(text=text, published_at="2024-05-08") for text in texts.values()]
found = extractor.extract_many(articles)
print(json.dumps({name: [asdict(e) for e in x.events] for name, x in zip(texts, found)}, default=str))
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copies of the ontology's and the lexicon's folders with three more types."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(Path(app.ontology.__file__).parent / "event_types", folder / "event_types")
    shutil.copytree(Path(app.nlp.lexicon.__file__).parent / "en", folder / "lexicon" / LANGUAGE)
    for code, keys in ONTOLOGY.items():
        head = f"code: {code}\nlabel: {code.title()}\ndefinition: D\nexcludes: E\ncodes: {{}}\n"
        (folder / "event_types" / f"{code}.yaml").write_text(head + keys.strip() + f"\n{EXAMPLES}\n", "utf-8")
        text = f"source: own list\ntriggers:\n  {TRIGGERS[code]}\n"
        (folder / "lexicon" / LANGUAGE / "triggers" / f"{code}.yaml").write_text(text, "utf-8")
    return folder


def read(house: Path, texts: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", READ, str(house), json.dumps(texts)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def events(house: Path) -> dict[str, list[dict[str, Any]]]:
    done = read(house, TEXTS)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return found


def people(event: dict[str, Any]) -> set[tuple[str, str]]:
    return {(p["role"], p["span"]["text"]) for p in event["participants"]}


def test_a_type_without_an_agent(events: dict[str, list[dict[str, Any]]]) -> None:
    (event,) = events["agentless"]
    assert (event["type"], event["subtype"], event["time"]["value"]) == ("landslide", None, "2024-05-06")
    assert people(event) == {("buried", "the village school")}
    assert event["summary"] == "Landslide on village school (2024-05-06)"


def test_a_type_that_owns_harm(events: dict[str, list[dict[str, Any]]]) -> None:
    act, harm = sorted(events["harm"], key=lambda e: e["type"])
    assert (act["type"], act["subtype"], harm["type"]) == ("accident", "crash", "casualties")
    assert [(c["effect"], c["low"], c["high"]) for c in act["casualties"]] == [("killed", 6, 6)]
    assert people(act) == {("hurt", "six passengers")}
    assert harm["links"] == [{"rel": "caused_by", "event_id": act["id"]}]


def test_a_type_that_continues_another_family(events: dict[str, list[dict[str, Any]]]) -> None:
    accident, rescue = events["sequel"]
    assert (accident["type"], accident["subtype"]) == ("accident", "sinking")
    assert people(rescue) == {("rescuer", "Sailors"), ("rescued", "12 passengers")}
    assert rescue["time"]["value"] == accident["time"]["value"] == "2024-05-06"


def test_a_wrong_file_stops_the_start_and_not_each_article(house: Path) -> None:
    wrong = house / "lexicon" / LANGUAGE / "triggers" / "xylophone.yaml"
    wrong.write_text("source: own list\ntriggers: []\n", "utf-8")
    done = read(house, TEXTS)
    wrong.unlink()
    assert done.returncode != 0
    assert "lexicon/xx/triggers/xylophone.yaml: unknown event type 'xylophone'. Known: accident, " in done.stderr


def test_a_type_without_words_is_refused(house: Path) -> None:
    words = house / "lexicon" / LANGUAGE / "triggers" / "rescue.yaml"
    text = words.read_text("utf-8")
    words.unlink()
    done = read(house, TEXTS)
    words.write_text(text, "utf-8")
    assert (
        "event_types/rescue.yaml: no words report it; expected the file lexicon/xx/triggers/rescue.yaml" in done.stderr
    )
