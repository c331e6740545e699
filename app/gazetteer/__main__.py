"""``python -m app.gazetteer FILE``: build the index of the installed sources, in a process of its own."""

import sys
from pathlib import Path

from app.gazetteer.builder import build
from app.gazetteer.sources import InstalledSource

build(InstalledSource(), Path(sys.argv[1]))
