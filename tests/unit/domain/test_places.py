"""Is the line of every key found, however the tables are written?"""

from __future__ import annotations

import pytest

from gateway.domain.errors import ConfigError
from gateway.domain.places import Places, decoded, parse

TEXT = '''\
title = "x"

[pack]  # a remark
id = "a"

[[rule]]
id = "one"
limits = { max = 3 }

[[rule]]
"id" = "two"

[rule.limits]
counts = [
  "sms",
]
per = "debt"

[rule.limits.hours]
sun = []

[other]
text = """
id = "not a key"
[rule]
"""
last = 1
'''
PLACES = [
    (("title",), 1),
    (("pack",), 3),
    (("pack", "id"), 4),
    (("rule", 0), 6),
    (("rule", 0, "id"), 7),
    (("rule", 0, "limits", "max"), 8),  # in a table on one line: that line
    (("rule", 1, "id"), 11),
    (("rule", 1, "kind"), 10),  # missing: the table's own line
    (("rule", 1, "limits"), 13),
    (("rule", 1, "limits", "counts"), 14),
    (("rule", 1, "limits", "per"), 17),
    (("rule", 1, "limits", "hours", "sun"), 20),
    (("other", "id"), 22),
    (("other", "last"), 27),
    (("nowhere",), 1),
]


@pytest.mark.parametrize(("place", "line"), PLACES)
def test_the_line_of_a_key(place, line):
    assert Places("x.toml", TEXT).line(place) == line


def test_what_is_no_toml_is_named_by_line():
    with pytest.raises(ConfigError, match=r"^x\.toml, line 2: this is not TOML: "):
        parse("x.toml", "a = 1\nb = \n")


def test_what_is_no_utf_8_is_named_by_line():
    assert decoded("x.toml", "é".encode()) == "é"
    with pytest.raises(ConfigError, match=r"^x\.toml, line 3: this is not UTF-8"):
        decoded("x.toml", b"a\nb\n\xff")
