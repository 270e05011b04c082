"""Can a collector read what a one-off would say, before anything is queued or written?"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.controls import stop
from gateway.domain.prices import Price, PriceList
from gateway.domain.stops import EVERYTHING
from gateway.domain.words import Channel, PointKind, Role
from gateway.events import NewEvent, record_events
from gateway.store import Store, schema
from tests.builders.creditor import a_creditor
from tests.builders.office import Office, an_office
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

EVERYWHERE = (PointKind.EMAIL, PointKind.MOBILE, PointKind.POSTAL)


def ask(office: Office, status: int = 200, **wanted: Any) -> Any:
    body = {"account_number": "A-1", "template": "statement"} | wanted
    answer = office.client.post("/v1/outreach/preview", json=body, headers=office.key(Role.COLLECTOR))
    assert answer.status_code == status, answer.text
    return answer.json()


def message(office: Office, channel: str, **wanted: Any) -> dict[str, Any]:
    (preview,) = ask(office, channel=channel, **wanted)["previews"]
    assert preview["why_not"] is None
    found: dict[str, Any] = preview["message"]
    return found


def without_links(text: str) -> str:
    return re.sub(r"https?://\S+/([ru])/[\w-]{48}", r"<\1>", text)


def rows(store: Store) -> dict[str, int]:
    """How many rows each table has."""
    with store.read() as tx:
        tables = schema.metadata.sorted_tables
        return {t.name: tx.execute(sa.select(sa.func.count()).select_from(t)).scalar_one() for t in tables}


def test_every_channel_is_told_and_nothing_is_written(office: Office) -> None:
    office.customer(*EVERYWHERE)
    headers = office.key(Role.COLLECTOR)
    before = rows(office.store)
    body = {"account_number": "A-1", "template": "statement"}
    told = office.client.post("/v1/outreach/preview", json=body, headers=headers).json()
    assert rows(office.store) == before
    assert [one["channel"] for one in told["previews"]] == ["email", "sms", "voice", "letter"]
    assert (told["account_number"], told["creditor"], told["template"]) == ("A-1", "acme", "statement")


@pytest.mark.parametrize(("kind", "channel"), [(PointKind.EMAIL, "email"), (PointKind.POSTAL, "letter")])
def test_what_is_told_is_what_leaves(office: Office, kind: PointKind, channel: str) -> None:
    office.customer(kind)
    told = message(office, channel)
    body = {"account_number": "A-1", "template": "statement", "channel": channel}
    office.client.post("/v1/outreach", json=body, headers=office.key(Role.COLLECTOR))
    office.dispatch()
    (sent,) = office.desk.adapters[Channel(channel)].sent
    assert told["subject"] == sent.subject
    assert without_links(told["text"]) == without_links(sent.text)


def test_an_email_names_its_attachments(office: Office) -> None:
    office.customer()
    told = message(office, "email")
    assert told["attachments"] == [{"name": "document-1.pdf", "kind": "statement", "invoice_number": None}]
    assert told["left_out"] == []
    assert "/r/the-link-is-made-when-the-message-leaves" in told["text"]


def test_a_text_tells_its_encoding_and_segments(office: Office) -> None:
    office.customer(PointKind.MOBILE)
    told = message(office, "sms")
    assert (told["encoding"], told["segments"], told["most_segments"]) == ("GSM-7", 2, 2)


def test_a_name_in_another_script_makes_a_text_dear(office: Office) -> None:
    office.customer(PointKind.MOBILE, name="Товариство Ромашка")
    told = message(office, "sms")
    assert told["encoding"] == "UCS-2"
    assert told["segments"] > told["most_segments"]


def test_a_call_tells_who_hears_what(office: Office) -> None:
    customer, _ = office.customer(PointKind.MOBILE)
    body = {"to": "prerecorded", "written": True}
    consent = NewEvent("consent", office.desk.clock.now(), customer.customer_id, body=body)
    with office.store.begin() as tx:
        record_events(tx, office.desk.ledger, [consent], now=consent.at, ids=office.desk.ids, source="record")
    told = message(office, "voice")
    assert told["form"] == "prerecorded"
    assert "press 1" in told["keys_for_whoever_answers"]
    assert told["after_check"]
    assert told["keys_after_check"]


def test_a_letter_tells_its_pages(office: Office) -> None:
    office.customer(PointKind.POSTAL)
    assert message(office, "letter")["pages"] == 1


def test_the_cost_is_what_the_dispatcher_would_reckon(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    office = an_office(store, clock, ids)
    prices = PriceList([Price("fake", Channel.SMS, "segment", Decimal("0.0083"), "USD")])
    office = an_office(store, clock, ids, proofs=replace(office.parts.proofs, prices=prices))
    office.customer(PointKind.MOBILE, PointKind.EMAIL)
    told = {one["channel"]: one["message"] for one in ask(office)["previews"]}
    assert told["sms"]["cost"] == {"amount": "0.0166", "currency": "USD", "units": 2, "unit": "segment"}
    assert told["email"]["cost"] is None


def test_what_has_to_wait_is_shown_as_of_then(office: Office) -> None:
    office.desk.clock.advance(hours=12)  # 23:00 in New York
    office.customer()
    (told,) = ask(office, channel="email")["previews"]
    assert told["preview"]["verdict"] == "defer"
    assert told["message"]["as_of"] == told["preview"]["permitted_at"]
    assert "March 2, 2027" in told["message"]["text"]


def test_what_is_stopped_is_shown_all_the_same(office: Office) -> None:
    office.customer()
    with office.store.begin() as tx:
        stop(
            tx,
            office.desk.ledger,
            EVERYTHING,
            reason="A wrong letterhead.",
            by="operator",
            now=office.desk.clock.now(),
            ids=office.desk.ids,
        )
    (told,) = ask(office, channel="email")["previews"]
    assert told["preview"]["verdict"] == "defer"
    assert told["message"]["subject"]


def test_what_is_refused_has_no_words_and_says_why(office: Office) -> None:
    customer, _ = office.customer()
    no = NewEvent("opt_out", office.desk.clock.now(), customer.customer_id, body={"channel": "email"})
    with office.store.begin() as tx:
        record_events(tx, office.desk.ledger, [no], now=no.at, ids=office.desk.ids, source="record")
    (told,) = ask(office, channel="email")["previews"]
    assert (told["preview"]["verdict"], told["message"]) == ("refuse", None)
    assert told["why_not"] == told["preview"]["because"]


def test_an_account_that_owes_nothing_gets_no_words(office: Office) -> None:
    office.customer()
    with office.store.begin() as tx:
        tx.execute(sa.update(schema.invoice).values(balance_minor=0))
    (told,) = ask(office, channel="email")["previews"]
    assert told["message"] is None
    assert "owed" in told["why_not"]


def test_a_message_that_cannot_be_composed_says_why(store: Store, clock: FixedClock, ids: SeededIds) -> None:
    office = an_office(store, clock, ids, creditor=a_creditor(neutral_name="Acme Debt Collectors"))
    office.customer()
    (told,) = ask(office, channel="email")["previews"]
    assert told["message"] is None
    assert "neutral" in told["why_not"]


@pytest.mark.parametrize("fault", [KeyError("Ada Stone"), ValueError("Ada Stone")])
def test_an_unforeseen_fault_repeats_nothing_of_the_customer(
    office: Office, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fails(*_: Any) -> None:
        raise fault

    monkeypatch.setattr(type(office.parts.proofs.composer), "compose", fails)
    office.customer()
    (told,) = ask(office, channel="email")["previews"]
    assert told["why_not"] == f"It cannot be composed ({type(fault).__name__})."


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({"account_number": "nobody's"}, 404, None),
        ({"template": "love-letter"}, 422, "template"),
        ({"template": "validation-notice"}, 422, "template"),
        ({"template": "voicemail", "channel": "voice"}, 422, "template"),
        ({"channel": "pigeon"}, 422, "channel"),
        ({"not_before": "2027-03-05T15:00:00"}, 422, "not_before"),
        ({"not_before": "9999-12-31T23:59:59Z"}, 422, "not_before"),
        ({"creditor": "unknown"}, 404, None),
        ({"key": "1"}, 422, "key"),
    ],
)
def test_what_could_not_be_queued_has_no_preview(
    office: Office, wrong: dict[str, Any], status: int, field: str | None
) -> None:
    office.customer()
    assert ask(office, status, **wrong).get("field") == field


def test_auditors_do_not_ask(office: Office) -> None:
    office.customer()
    body = {"account_number": "A-1", "template": "statement"}
    answer = office.client.post("/v1/outreach/preview", json=body, headers=office.key(Role.AUDITOR))
    assert answer.status_code == 403


def test_nothing_of_it_is_logged(office: Office, capsys: pytest.CaptureFixture[str], caplog: Any) -> None:
    office.customer(*EVERYWHERE, name="Zephyrine Quux Ltd")
    assert "Zephyrine" in str(ask(office))
    shown = capsys.readouterr()
    assert "Zephyrine" not in shown.out + shown.err + caplog.text
