"""How well events are read, measured on gold files in the form of ``dateline corrections export``."""
