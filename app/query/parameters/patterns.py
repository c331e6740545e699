r"""What values look like, as regular expressions for the description of the API (ECMA 262, with ``u``).

A value that matches is accepted, alone at least: that a box begins in the south, no expression can say. Days are those
of the calendar, the 29th of February included, in years of four digits up to 8999.
"""

from __future__ import annotations

#: At least one letter or digit, and nothing that no database takes.
WORDS = r"^[^\u0000]*[\p{L}\p{N}][^\u0000]*$"
#: At least one word or phrase that must occur.
FULL_TEXT = r'^(?:[^\u0000"]*\s)?"?[\p{L}\p{N}][^\u0000]*$'
#: A cursor as ``pagination.write_cursor`` makes it: the base64 of an array.
CURSOR = r"^Wz[A-Za-z0-9_-]{10,200}$"

_YEAR = "[1-8][0-9]{3}"
_LEAP = "(?:[1-8][0-9](?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[1357][26])00)"
_SHORT = f"{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
DAY = f"(?:{_SHORT}|{_YEAR}-(?:0[13-9]|1[0-2])-(?:29|30)|{_YEAR}-(?:0[13578]|1[02])-31|{_LEAP}-02-29)"
_ZONE = "(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])"
MOMENT = f"{DAY}(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\\.[0-9]{{1,6}})?)?{_ZONE}?)?"
_TIME = f"(?:{_YEAR}(?:-(?:0[1-9]|1[0-2]))?|{MOMENT})"
#: A year, a month, a day or a moment.
TIME = f"^{_TIME}$"
#: One of these, or an interval of two, of which one side may be open.
INTERVAL = f"^(?:{_TIME}|{_TIME}/{_TIME}|{_TIME}/(?:\\.\\.)?|(?:\\.\\.)?/{_TIME})$"

_LATITUDE = r"-?(?:90(?:\.0{1,20})?|[1-8]?[0-9](?:\.[0-9]{1,20})?)"
_LONGITUDE = r"-?(?:180(?:\.0{1,20})?|(?:1[0-7][0-9]|[1-9]?[0-9])(?:\.[0-9]{1,20})?)"
POINT = f"^{_LATITUDE},{_LONGITUDE}$"
BOX = f"^{_LONGITUDE},{_LATITUDE},{_LONGITUDE},{_LATITUDE}$"
#: The number of a change, or a time.
SINCE = f"^(?:[0-9]{{1,18}}|{_TIME})$"
