"""The languages (BCP 47) of articles that are read: each has a folder of words, ``nlp/lexicon/<language>``."""

LANGUAGES = ("en",)
#: Of a text that is too short to be recognised.
DEFAULT_LANGUAGE = LANGUAGES[0]
