"""``dateline gazetteer build`` as people run it: own files in, out again, and what it says when they are wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.cli import gazetteer
from app.errors import InputError, SetupError
from app.gazetteer import Gazetteer
from app.gazetteer.setup import index_path, own_path
from app.settings import Settings
from tests.gazetteer.few_places import FewPlaces

VILLAGE = "900000003\tZumbarol\tZumbarol\t\t33.61\t41.2\tP\tPPL\tIQ\t\t01\t\t\t\t90\t\t30\tAsia/Baghdad\t2024-01-01\n"


def test_an_own_index_is_used_until_it_is_given_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(gazetteer_path=tmp_path / "index")
    dump = tmp_path / "IQ.txt"
    dump.write_text(VILLAGE, "utf-8")
    path = gazetteer.run(settings, [dump], None, installed=False, base=FewPlaces())
    assert path == own_path(settings)
    assert [e.admin1 for e in Gazetteer.open(path).named("Zumbarol")] == ["Al Anbar"]
    assert "places in" in capsys.readouterr().err

    dump.write_text("nothing of the kind\n", "utf-8")
    whole = path.read_bytes()
    with pytest.raises(SetupError, match="line 1"):
        gazetteer.run(settings, [dump], None, installed=False, base=FewPlaces())
    assert path.read_bytes() == whole

    shutil.copy(index_path(Settings()), index_path(settings))
    assert gazetteer.run(settings, [], None, installed=True) == index_path(settings)
    assert not path.exists()


@pytest.mark.parametrize(
    ("files", "admin1", "installed"), [(["IQ.zip"], None, True), ([], "admin1CodesASCII.txt", False)]
)
def test_options_that_contradict(files: list[str], admin1: str | None, installed: bool) -> None:
    with pytest.raises(InputError, match="files"):
        gazetteer.run(Settings(), [Path(f) for f in files], Path(admin1) if admin1 else None, installed)
