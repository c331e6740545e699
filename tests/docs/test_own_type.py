"""The tutorial of ``docs/event-types.md``: its files are written, its commands run, and the type is found."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

GUIDE = (Path(__file__).parents[2] / "docs" / "event-types.md").read_text("utf-8")
TUTORIAL = GUIDE[GUIDE.index("## A type of your own") : GUIDE.index("## Types of the package")]
BLOCKS = re.findall(r"```(sh|yaml)\n(.*?)```", TUTORIAL, re.DOTALL)


def test_the_tutorial_leads_to_a_type_with_casualties(tmp_path: Path) -> None:
    script = ["set -eu"]
    for kind, text in BLOCKS:
        file = text.splitlines()[0].removeprefix("# ")
        script.append(text if kind == "sh" else f"cat > {file} <<'END'\n{text}END")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=tmp_path, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert "Of your own: sinkhole." in lines
    assert "4 examples of sinkhole read." in lines
    (event,) = (e for e in json.loads(lines[-1])["events"] if e["type"] == "sinkhole")
    assert [(c["effect"], c["low"]) for c in event["casualties"]] == [("killed", 4)]
    assert event["time"]["start"].startswith("2026-03-02")
    assert (event["places"][0]["country_code"], event["type_version"]) == ("IQ", 1)
