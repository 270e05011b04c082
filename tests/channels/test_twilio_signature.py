"""Is a signature checked as Twilio's own library makes it?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from channels.twilio_signature import Fields, Signatures


@pytest.fixture(scope="module")
def vectors(shared_data: Path) -> dict[str, Any]:
    return json.loads((shared_data / "twilio-signature" / "vectors.json").read_text("utf-8"))


def test_every_published_signature_of_a_form_is_genuine(vectors: dict[str, Any]) -> None:
    signatures = Signatures([vectors["auth_token"]])
    forms = [one for one in vectors["vectors"] if one["params"]]
    assert len(forms) >= 6
    for one in forms:
        fields = Fields([(name, value) for name, value in one["params"]])
        assert signatures.is_genuine(one["url"], fields, one["signature"]), one["name"]
        assert not signatures.is_genuine(one["url"] + "&x=1", fields, one["signature"])
        assert not signatures.is_genuine(one["url"], fields, one["signature"][:-2] + "A=")


def test_without_a_token_nothing_is_genuine() -> None:
    empty = Signatures([""])
    assert not empty.is_genuine("https://a.example/", Fields([]), "")
    assert not Signatures([]).is_genuine("https://a.example/", Fields([]), "x")


def test_fields_are_given_back_as_they_came() -> None:
    fields = Fields([("b", " 1 "), ("a", ""), ("b", "0")])
    assert (sorted(fields), fields.getlist("b"), fields.first("b"), fields.first("c")) == (
        ["a", "b"],
        [" 1 ", "0"],
        " 1 ",
        "",
    )
