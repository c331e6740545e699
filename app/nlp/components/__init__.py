"""One file per question that the reader asks of a text; ``pipeline.py`` gives their order."""
