"""What the second judge found wrong in the rulebook once, each as a case that a reader can follow."""

from __future__ import annotations

from typing import Any

from tests.builders.question import a_call, answer_to, fact, received, required, rule, sent, verdict_on

NEW_YORK = {"region": "US-NY", "locations": [{"clue": "residence", "time_zone": "America/New_York"}]}


def person(region: str, *zones: str) -> dict[str, Any]:
    return {"region": region, "locations": [{"clue": "declared", "time_zone": zone} for zone in zones]}


def test_an_answer_may_go_though_the_clocks_never_have_common_hours() -> None:
    everywhere = person("US", "America/New_York", "America/Anchorage", "Asia/Kolkata")
    asked = {"person": everywhere, "channel": "sms"}
    text = received("sms", "2026-03-06T09:50:00-05:00", id="in")
    assert verdict_on(text, kind="reply", in_reply_to="in", **asked) == "allow"
    assert verdict_on(text, **asked) == "refuse"


def test_what_the_customer_sent_to_another_collector_is_not_ours_to_answer() -> None:
    stop = fact("opt_out", "2026-03-01", channel="sms")
    asked = {"channel": "sms", "kind": "reply", "in_reply_to": "in"}
    assert verdict_on(stop, received("sms", "2026-03-05", id="in"), **asked) == "allow"
    assert verdict_on(stop, received("sms", "2026-03-05", id="in", actor="other"), **asked) == "refuse"


def test_an_email_after_one_to_another_collector_is_no_answer_and_counts() -> None:
    emails = [sent("email", f"2026-03-0{day}", id=f"e{day}") for day in (2, 3, 4)]
    asked = {
        "channel": "email",
        "person": person("US-WA", "America/Los_Angeles"),
        "at": "2026-03-06T10:00:00-08:00",
    }
    to_us = answer_to(received("email", "2026-03-01", id="in"), *emails, **asked)
    to_another = answer_to(received("email", "2026-03-01", id="in", actor="other"), *emails, **asked)
    assert rule(to_us, "us-wa/weekly-cap")["verdict"] == "allow"
    assert rule(to_another, "us-wa/weekly-cap")["verdict"] == "defer"


def test_a_notice_that_came_after_a_late_dispute_does_not_make_it_timely() -> None:
    first = fact("validation_notice", "2025-10-01", delivered_by="letter")
    late = fact("dispute", "2026-02-01", written=True)
    again = fact("validation_notice", "2026-02-10", delivered_by="letter")
    assert rule(answer_to(first, late, again), "us-reg-f/dispute")["verdict"] == "allow"
    assert rule(answer_to(late, again), "us-reg-f/dispute")["verdict"] == "refuse"


def test_an_attorney_on_another_debt_does_not_bar_the_question_where_the_customer_is() -> None:
    asked = {"kind": "location_information", "person": {"id": "neighbour", "relation": "third_party"}}
    here = fact("attorney_represents", person="p", contact_known=True, accounts=["A"])
    elsewhere = fact("attorney_represents", person="p", contact_known=True, accounts=["B"])
    assert rule(answer_to(here, **asked), "location-information")["verdict"] == "refuse"
    assert rule(answer_to(elsewhere, **asked), "location-information")["verdict"] == "allow"


def test_a_consent_that_does_not_hold_for_us_does_not_undo_a_revocation() -> None:
    revoked = fact("opt_out", "2026-02-01", channel="sms", revokes_consent=True)
    given = fact("consent", "2026-02-10", to="text")
    to_another = fact("consent", "2026-02-10", to="text", given_to="other")
    taken_back = fact("consent_revoked", "2026-02-20", to="text")
    lapsed = fact("consent", "2026-02-10", to="text", until="2026-02-28")
    for events, verdict in (
        ([given], "allow"),
        ([to_another], "refuse"),
        ([given, taken_back], "refuse"),
        ([lapsed], "refuse"),
    ):
        answer = answer_to(revoked, *events, channel="sms")
        assert rule(answer, "us-tcpa/revoked-consent")["verdict"] == verdict, events


def test_a_request_about_work_that_was_taken_back_or_has_ended_binds_no_more() -> None:
    asked = {
        "person": person("US-MA", "America/New_York"),
        "contact_point": {"id": "desk", "kind": "landline", "place": "work"},
    }
    request = fact("inconvenient", "2026-03-01", place="work", written=True)
    back = fact("convenient_again", "2026-03-04", place="work")
    short = fact("inconvenient", "2026-03-01", place="work", written=True, until="2026-03-04")
    assert rule(answer_to(request, **asked), "us-ma/work-request")["verdict"] == "refuse"
    assert rule(answer_to(request, back, **asked), "us-ma/work-request")["verdict"] == "allow"
    assert rule(answer_to(short, **asked), "us-ma/work-request")["verdict"] == "allow"


def test_ontarios_limit_begins_with_a_conversation_with_us() -> None:
    calls = [a_call(f"2026-03-0{day}", "voicemail") for day in (3, 4, 5)]
    asked = {"person": person("CA-ON", "America/Toronto")}
    with_us = answer_to(a_call("2026-02-20", "conversation"), *calls, **asked)
    with_another = answer_to(a_call("2026-02-20", "conversation", actor="other"), *calls, **asked)
    assert rule(with_us, "ca-on/contact-cap")["verdict"] == "defer"
    assert rule(with_another, "ca-on/contact-cap")["verdict"] == "allow"


def test_calls_to_a_line_count_for_the_line_whomever_they_were_for() -> None:
    line = {"id": "line", "kind": "landline", "place": "home"}
    calls = [
        a_call(f"2026-02-{day}", "voicemail", person=who, contact_point="line", form="prerecorded")
        for day, who in ((10, "p"), (14, "spouse"), (18, "spouse"))
    ]
    asked = {"contact_point": line, "message": {"form": "prerecorded"}}
    assert rule(answer_to(*calls, **asked), "prerecorded-to-landline")["verdict"] == "defer"


def test_a_text_to_another_collector_does_not_show_us_whose_number_it_is() -> None:
    text = received("sms", "2026-03-01", contact_point="point")
    to_another = received("sms", "2026-03-01", contact_point="point", actor="other")
    assert "reassigned_number_check" not in required(answer_to(text, channel="sms"))
    assert "reassigned_number_check" in required(answer_to(to_another, channel="sms"))


def test_new_york_has_no_exception_for_an_employers_mailbox() -> None:
    mailbox = {"id": "mail", "kind": "email", "employer_provided": True}
    wrote = received("email", "2026-03-01", contact_point="mail")
    answer = answer_to(wrote, channel="email", contact_point=mailbox, person=NEW_YORK)
    assert rule(answer, "us-reg-f/employer-email")["verdict"] == "allow"
    assert rule(answer, "us-ny/employer-email")["verdict"] == "refuse"
