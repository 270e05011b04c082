"""Is advice said where it matters, and never in the way?"""

from __future__ import annotations

import pytest

from tests.builders.question import answer_to, fact, rule, shipped_rulebook

NOTICE = fact("validation_notice", "2026-02-27", delivered_by="letter")
BARRED = {"account": {"time_barred": True}}
BUREAU = {"person": {"relation": "credit_bureau"}, "channel": "letter"}
NOTED = [
    # the case, its events, what is changed in the question, the start of the note
    ("a time-barred debt", [], BARRED, "The debt is time-barred: neither sue"),
    ("during the validation period", [NOTICE], {}, "The validation period runs"),
    ("after a dispute, even a spoken one", [fact("dispute")], {}, "The debt is disputed"),
    ("to a credit bureau", [], BUREAU, "Before a debt is reported"),
]


@pytest.mark.parametrize(("events", "changes", "note"), [row[1:] for row in NOTED], ids=[r[0] for r in NOTED])
def test_advice_for_certain_contacts_stands_among_the_notes(events, changes, note):
    assert [each for each in answer_to(*events, **changes)["notes"] if each.startswith(note)]


@pytest.mark.parametrize("note", [row[3] for row in NOTED])
def test_and_nowhere_else(note):
    assert not [each for each in answer_to().get("notes", ()) if each.startswith(note)]


def test_when_the_validation_period_is_over_nothing_is_noted():
    later = answer_to(NOTICE, at="2026-04-08T10:00:00-04:00")
    assert not [note for note in later.get("notes", ()) if "validation" in note]


def test_advice_that_always_holds_stands_in_the_verdict_alone():
    answer = answer_to(actor={"role": "original_creditor"})
    assert rule(answer, "us-tcpa/fair-dealing")["because"].startswith("Regulation F does not bind")
    assert not answer.get("notes")


@pytest.mark.parametrize("given", [one for one in shipped_rulebook().rules() if one.kind == "guidance"])
def test_no_advice_ever_holds_a_contact_back(given):
    person = {"region": min(given.regions), "locations": []}
    answer = answer_to(NOTICE, fact("dispute"), person=person, packs=[given.pack], **BARRED)
    told = {verdict["verdict"] for verdict in answer["verdicts"] if verdict["rule"] == given.id}
    assert (given.effect, told <= {"allow"}) == ("guidance", True)
