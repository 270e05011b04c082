"""Does the answer have the shape and the meaning that the decision contract gives it?"""

from __future__ import annotations

from tests.builders.question import a_call, answer_to, fact, required, rule, shipped_rulebook

KEYS = {
    "verdict", "permitted_at", "because", "verdicts", "requires", "clocks", "packs", "rulebook", "notes",
}  # fmt: skip


def test_the_contracts_own_example_is_answered_as_it_says():
    answer = answer_to(a_call("2026-03-04T15:00:00-05:00", "conversation"))
    assert answer["verdict"] == "defer"
    assert answer["permitted_at"] == "2026-03-11T08:00:01-04:00"
    assert answer["because"] == (
        "A conversation about account A took place on 2026-03-04; "
        "the next call may be placed from 2026-03-11."
    )
    assert rule(answer, "call-frequency") == {
        "rule": "call-frequency",
        "pack": "us-reg-f",
        "verdict": "defer",
        "until": "2026-03-11T04:00:00+00:00",
        "because": "conversation on 2026-03-04 is day 1 of 7",
        "source": "12 CFR 1006.14(b)(2)(i)(B)",
        "effect": "presumed_violation",
    }
    assert {"disclosure": "debt_collector", "source": "12 CFR 1006.18(e)(2)"} in answer["requires"]
    assert answer["clocks"] == [{"time_zone": "America/New_York", "reads": "2026-03-06 10:00 EST"}]
    assert answer["packs"] == ["us-reg-f", "us-tcpa"]
    assert answer["rulebook"].startswith("sha256:")


def test_an_answer_has_the_keys_of_the_contract():
    assert set(answer_to()) == KEYS


def test_every_rule_asked_has_a_verdict_the_allowing_ones_too():
    answer = answer_to()
    assert answer["verdict"] == "allow"
    assert {v["verdict"] for v in answer["verdicts"]} == {"allow"}
    assert len(answer["verdicts"]) > 20
    assert all(v["because"] and v["source"] and v["effect"] for v in answer["verdicts"])


def test_an_allowed_contact_is_permitted_at_the_instant_asked_about():
    assert answer_to(at="2026-03-06T15:00:00Z")["permitted_at"] == "2026-03-06T10:00:00-05:00"


def test_fractions_of_a_second_are_left_out():
    assert answer_to(at="2026-03-06T15:00:00.9Z")["permitted_at"] == "2026-03-06T10:00:00-05:00"


def test_a_refused_contact_is_never_permitted():
    answer = answer_to(fact("opt_out", channel="voice"))
    assert (answer["verdict"], answer["permitted_at"]) == ("refuse", None)


def test_one_refusal_outweighs_any_number_of_deferrals():
    answer = answer_to(
        fact("bankruptcy"), a_call("2026-03-05", "conversation"), at="2026-03-06T22:00:00-05:00"
    )
    assert answer["verdict"] == "refuse"
    assert {v["verdict"] for v in answer["verdicts"]} == {"allow", "defer", "refuse"}


def test_all_deferrals_together_decide_when_it_is_permitted():
    # The hold ends at noon on a Sunday; the conversation's seven days end that Monday; hours open at eight.
    hold = fact("hold", "2026-03-05", until="2026-03-08T12:00:00-04:00")
    talk = a_call("2026-03-02", "conversation")
    assert answer_to(hold, talk)["permitted_at"] == "2026-03-09T08:00:01-04:00"


def test_waiting_for_a_permission_that_runs_out_meanwhile_is_a_refusal():
    # Consent to recorded calls ends tonight; the next open hour is tomorrow.
    consent = fact("consent", to="prerecorded", until="2026-03-06")
    said = ["caller_identity", "call_back_number", "debt_collector"]
    message = {"form": "prerecorded", "disclosures": said}
    answer = answer_to(consent, message=message, at="2026-03-06T22:00:00-05:00")
    assert (answer["verdict"], answer["permitted_at"]) == ("refuse", None)
    assert answer["because"].startswith("Waiting does not help")


def test_clocks_stand_in_the_order_of_the_locations_and_the_first_gives_the_offset():
    places = [
        {"clue": "mobile", "time_zone": "America/Los_Angeles"},
        {"clue": "residence", "time_zone": "America/New_York"},
    ]
    answer = answer_to(person={"locations": places}, at="2026-03-06T13:30:00Z")
    assert [clock["reads"] for clock in answer["clocks"]] == ["2026-03-06 05:30 PST", "2026-03-06 08:30 EST"]
    assert answer["permitted_at"] == "2026-03-06T08:00:01-08:00"


def test_a_current_location_settles_the_clocks_and_packs_come_from_every_region():
    places = [
        {"clue": "residence", "time_zone": "America/New_York", "region": "US-NY"},
        {"clue": "current", "time_zone": "Europe/London", "region": "GB-ENG"},
    ]
    answer = answer_to(person={"locations": places}, at="2026-03-06T09:00:00Z")
    assert [clock["time_zone"] for clock in answer["clocks"]] == ["Europe/London"]
    assert answer["verdict"] == "allow"
    assert "us-reg-f" in answer["packs"]


def test_a_region_gives_all_its_clocks_only_when_no_location_does():
    def zones(**person):
        return [clock["time_zone"] for clock in answer_to(person=person)["clocks"]]

    assert zones(region="US-FL", locations=[]) == ["America/New_York", "America/Chicago"]
    assert zones(region="US-NY-NYC", locations=[]) == ["America/New_York"]
    assert len(zones(region="US", locations=[])) == 8
    assert zones(region="US-FL", locations=[{"clue": "mobile", "region": "US-TX"}]) == [
        "America/Chicago",
        "America/Denver",
    ]


def test_packs_are_those_that_bind_actor_debt_and_any_region_that_appears():
    def packs(**changes):
        return answer_to(**changes)["packs"]

    assert packs() == ["us-reg-f", "us-tcpa"]
    assert packs(actor={"role": "original_creditor"}) == ["us-tcpa"]
    assert packs(actor={"role": "servicer"}) == ["us-tcpa"]
    assert packs(actor={"role": "debt_buyer"}) == ["us-reg-f", "us-tcpa"]
    assert packs(account={"debt_class": "commercial"}) == ["us-tcpa"]
    assert packs(account={"debt_class": "medical"}) == ["us-reg-f", "us-tcpa"]
    assert packs(person={"region": "JP", "locations": []}) == []
    assert "us-reg-f" in packs(person={"region": "JP", "locations": [{"clue": "mobile", "region": "US"}]})
    assert "us-reg-f" in packs(person={"region": "JP", "locations": []}, actor={"regions": ["US-NY"]})


def test_where_no_region_appears_a_zone_tells_the_country():
    person = {"region": None, "locations": [{"clue": "declared", "time_zone": "America/New_York"}]}
    assert answer_to(person=person)["packs"] == ["us-reg-f", "us-tcpa"]


def test_listed_packs_replace_those_that_would_be_chosen():
    assert answer_to(packs=["us-tcpa"])["packs"] == ["us-tcpa"]
    assert answer_to(packs=[])["packs"] == []
    assert answer_to(packs=["us-reg-f"], person={"region": "JP"})["packs"] == ["us-reg-f"]


def test_some_stops_are_asked_whatever_is_listed():
    for stop in (
        fact("opt_out", channel="voice"),
        fact("opt_out", contact_point="point"),
        fact("bankruptcy"),
        fact("deceased"),
        fact("wrong_party"),
    ):
        assert answer_to(stop, packs=[])["verdict"] == "refuse", stop


def test_without_policy_it_is_law_only_and_policy_only_tightens():
    at = "2026-03-06T20:30:00-05:00"  # after our own hours, within the law's
    assert answer_to(at=at)["verdict"] == "allow"
    answer = answer_to(at=at, policy={"packs": ["policy-decent-hours"]})
    assert answer["permitted_at"] == "2026-03-07T08:00:01-05:00"
    assert "policy-decent-hours" in answer["packs"]


def test_a_policy_that_is_off_is_asked_when_it_is_named():
    sunday = "2026-03-08T12:00:00-04:00"
    assert answer_to(at=sunday)["verdict"] == "allow"
    answer = answer_to(at=sunday, policy={"packs": ["policy-quiet-sundays"]})
    assert answer["permitted_at"] == "2026-03-09T08:00:01-04:00"


def test_the_same_question_always_gets_the_same_answer():
    question = [a_call("2026-03-04", "conversation"), fact("hold", until="2026-03-09")]
    assert answer_to(*question) == answer_to(*reversed(question)) == answer_to(*question)


def test_the_digest_is_of_what_the_rules_say():
    assert answer_to()["rulebook"] == shipped_rulebook().digest == answer_to(fact("hold"))["rulebook"]


def test_without_a_message_content_rules_answer_in_requires():
    answer = answer_to(channel="email")
    assert answer["verdict"] == "allow"
    assert required(answer) >= {"opt_out", "debt_collector"}


def test_with_a_message_content_rules_answer_in_verdicts():
    answer = answer_to(channel="sms", message={"form": "text", "disclosures": ["debt_collector"]})
    assert answer["verdict"] == "refuse"
    assert rule(answer, "opt-out-notice")["verdict"] == "refuse"
    assert rule(answer, "debt-collector-disclosure")["verdict"] == "allow"


def test_a_message_that_says_everything_is_allowed_and_requires_no_disclosure():
    message = {"form": "text", "disclosures": ["debt_collector", "opt_out"]}
    answer = answer_to(channel="sms", message=message)
    assert answer["verdict"] == "allow"
    assert required(answer) == {"reassigned_number_check"}


def test_factors_that_may_rebut_a_presumption_are_notes_and_no_verdicts():
    answer = answer_to(a_call("2026-03-06T09:57:00-05:00"))
    assert answer["verdict"] == "allow"
    assert "within minutes" in answer["notes"][0]
    seventh = [a_call(f"2026-03-06T09:{minute:02}:00-05:00") for minute in range(0, 30, 5)]
    answer = answer_to(*seventh)
    assert answer["verdict"] == "allow"
    assert any("within one day" in note for note in answer["notes"])
    assert answer_to()["notes"] == []


def test_an_until_is_an_instant():
    answer = answer_to(fact("hold", until="2026-03-09"))
    assert rule(answer, "hold")["until"] == "2026-03-10T04:00:00+00:00"
