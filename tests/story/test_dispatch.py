"""Does a due outreach become a message that was judged, recorded and sent, once?"""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
import sqlalchemy as sa

from channels.message import NotSent, Scope, Unknown
from gateway.domain.ids import Ids
from gateway.domain.portfolio import Customer
from gateway.domain.words import ActorRole, Channel, PointKind
from gateway.events import NewEvent, record_events
from gateway.store import Store, Tx, schema
from gateway.store.events import lock_customers
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.creditor import a_creditor
from tests.builders.customer import a_customer
from tests.builders.dispatcher import Desk, a_desk, an_outreach
from tests.builders.invoice import an_invoice
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds) -> Desk:
    return a_desk(store, clock, ids)


def reachable(
    tx: Tx, ids: Ids, *, days_past_due: int = 12, kinds: tuple[PointKind, ...] = (PointKind.EMAIL,), **who
):
    customer = a_customer(tx, ids, **who)
    for kind in kinds:
        a_contact_point(tx, ids, customer, kind)
    an_account(tx, ids, customer, days_past_due=days_past_due)
    return customer


def due_reminder(desk: Desk, **overrides) -> Customer:
    with desk.store.begin() as tx:
        customer = reachable(tx, desk.ids)
        an_outreach(tx, desk.ids, customer, desk.clock.now(), **overrides)
    return customer


async def test_a_due_reminder_is_sent_and_recorded_once(desk: Desk) -> None:
    due_reminder(desk)
    report = await desk.dispatcher.run_once()
    again = await desk.dispatcher.run_once()
    assert report.attempts == {"accepted": 1}
    assert again.judged == 0
    assert len(desk.email.sent) == 1
    assert desk.states() == ["accepted"]
    assert desk.outreach()[0][0] == "done"
    assert sorted(desk.kinds()) == ["contact.allowed", "contact.outcome"]


async def test_the_message_names_what_is_open_and_how_to_stop(desk: Desk) -> None:
    due_reminder(desk)
    await desk.dispatcher.run_once()
    message = desk.email.sent[0]
    assert "1,250.50" in message.text
    assert "https://reminders.example/r/" in message.text
    assert dict(message.headers)["List-Unsubscribe"].startswith("<https://reminders.example/u/")


async def test_the_ledger_holds_the_exact_message(desk: Desk) -> None:
    due_reminder(desk)
    await desk.dispatcher.run_once()
    with desk.store.read() as tx:
        entry_id = tx.execute(sa.select(schema.attempt.c.entry_id)).scalar_one()
        kept = desk.ledger.open(tx, entry_id)["private"]["message"]
    assert (kept["text"], kept["html"]) == (desk.email.sent[0].text, desk.email.sent[0].html)


async def test_at_night_nothing_goes_and_the_first_permitted_second_is_waited_for(desk: Desk) -> None:
    desk.clock.advance(hours=12)  # 23:00 in New York
    due_reminder(desk)
    report = await desk.dispatcher.run_once()
    assert report.rulings == {"deferred": 1}
    assert desk.states() == []
    desk.clock.advance(hours=12)
    await desk.dispatcher.run_once()
    assert desk.states() == ["accepted"]


async def test_an_unchanged_refusal_is_written_once(desk: Desk) -> None:
    customer = due_reminder(desk)
    stop = NewEvent(
        type="opt_out", at=desk.clock.now(), customer_id=customer.customer_id, body={"channel": "email"}
    )
    with desk.store.begin() as tx:
        record_events(tx, desk.ledger, [stop], now=desk.clock.now(), ids=desk.ids, source="record")
    await desk.dispatcher.run_once()
    with desk.store.begin() as tx:
        tx.execute(sa.update(schema.outreach).values(state="due"))
    await desk.dispatcher.run_once()
    assert desk.outreach()[0][0] == "refused"
    assert desk.kinds().count("contact.refused") == 1
    assert desk.email.sent == []


async def test_a_refused_channel_gives_way_to_the_next(desk: Desk) -> None:
    with desk.store.begin() as tx:
        customer = reachable(tx, desk.ids, kinds=(PointKind.EMAIL, PointKind.POSTAL))
        an_outreach(tx, desk.ids, customer, desk.clock.now(), channels=["email", "letter"])
        stop = NewEvent("opt_out", desk.clock.now(), customer.customer_id, body={"channel": "email"})
        record_events(tx, desk.ledger, [stop], now=desk.clock.now(), ids=desk.ids, source="record")
    await desk.dispatcher.run_once()
    assert desk.email.sent == []
    assert [message.channel for message in desk.adapters[Channel.LETTER].sent] == [Channel.LETTER]
    assert desk.adapters[Channel.LETTER].sent[0].pdf.startswith(b"%PDF")


async def test_what_was_paid_meanwhile_is_not_asked_for(desk: Desk) -> None:
    due_reminder(desk)
    with desk.store.begin() as tx:
        tx.execute(sa.update(schema.invoice).values(balance_minor=0))
    await desk.dispatcher.run_once()
    assert desk.outreach() == [("cancelled", "Nothing is owed any more.")]
    assert desk.kinds() == ["outreach.cancelled"]


async def test_an_unknown_outcome_counts_and_is_put_before_a_person(desk: Desk) -> None:
    due_reminder(desk)
    desk.email.answer_next(Unknown("timeout"))
    await desk.dispatcher.run_once()
    desk.clock.advance(days=2)
    await desk.dispatcher.run_once()
    assert desk.states() == ["unknown"]
    with desk.store.read() as tx:
        assert tx.execute(sa.select(schema.task.c.kind)).scalars().all() == ["unknown-outcome"]


async def test_what_definitely_did_not_leave_is_tried_again_later(desk: Desk) -> None:
    due_reminder(desk)
    desk.email.answer_next(NotSent(scope=Scope.TRANSIENT, retryable=True, code="451"))
    await desk.dispatcher.run_once()
    assert desk.states() == ["rejected"]
    desk.clock.advance(minutes=1)
    await desk.dispatcher.run_once()
    assert desk.states() == ["rejected", "accepted"]
    assert len(desk.email.sent) == 1


async def test_an_address_that_does_not_exist_is_retired_and_the_next_one_is_used(desk: Desk) -> None:
    with desk.store.begin() as tx:
        customer = reachable(tx, desk.ids)
        a_contact_point(tx, desk.ids, customer, value="second@northwind.example")
        an_outreach(tx, desk.ids, customer, desk.clock.now())
    desk.email.answer_next(NotSent(scope=Scope.ADDRESS, retryable=False, code="5.1.1"))
    await desk.dispatcher.run_once()
    assert [message.to for message in desk.email.sent] == ["second@northwind.example"]


async def test_a_stop_that_comes_after_the_judgement_wins(desk: Desk) -> None:
    customer = due_reminder(desk)
    batch = desk.dispatcher._preparation.prepare(10, _report())
    stop = NewEvent("opt_out", desk.clock.now(), customer.customer_id, body={"channel": "email"})
    with desk.store.begin() as tx:
        record_events(tx, desk.ledger, [stop], now=desk.clock.now(), ids=desk.ids, source="portal")
    counts = await desk.dispatcher._delivery.deliver(batch.parcels)
    assert counts == {"withdrawn": 1}
    assert desk.email.sent == []
    await desk.dispatcher.run_once()
    assert desk.outreach()[0][0] == "refused"


async def test_a_stale_feed_stops_outreach_and_says_so(
    store: Store, clock: FixedClock, ids: SeededIds
) -> None:
    desk = a_desk(store, clock, ids, creditors=[a_creditor(max_feed_age_days=3)])
    due_reminder(desk)
    await desk.dispatcher.run_once()
    assert desk.outreach()[0] == (
        "deferred",
        "The newest file of acme has never come; after 3 days nothing is sent.",
    )


async def test_one_poisoned_outreach_does_not_stop_the_others(desk: Desk) -> None:
    due_reminder(desk, template="no-such-template")
    due_reminder(desk)
    await desk.dispatcher.run_once()
    assert sorted(state for state, _ in desk.outreach()) == ["broken", "done"]
    assert "contact.broken" in desk.kinds()


async def test_attempts_of_a_dead_worker_are_settled_without_a_person(desk: Desk) -> None:
    due_reminder(desk)
    due_reminder(desk)
    batch = desk.dispatcher._preparation.prepare(10, _report())
    desk.dispatcher._delivery._book([], batch.parcels[:1])  # one is marked as sending, then the worker dies
    successor = a_desk(desk.store, desk.clock, SeededIds(2))
    assert successor.dispatcher.start(alive=[]) == {"unknown": 1, "rejected": 1}
    await successor.dispatcher.run_once()
    assert sorted(desk.states()) == ["accepted", "rejected", "unknown"]


async def test_a_customer_erased_while_a_message_is_under_way_stops_nobody(desk: Desk) -> None:
    customer = due_reminder(desk)
    due_reminder(desk)
    batch = desk.dispatcher._preparation.prepare(10, _report())
    with desk.store.begin() as tx:
        desk.ledger.erase(tx, customer.customer_id, desk.clock.now())
    desk.email.answer_next(NotSent(scope=Scope.OPT_OUT, retryable=False, code="21610"))
    assert await desk.dispatcher._delivery.deliver(batch.parcels) == {"rejected": 1, "accepted": 1}


async def test_what_another_worker_has_in_hand_is_not_touched_after_a_failure(desk: Desk) -> None:
    due_reminder(desk)
    desk.dispatcher._preparation.prepare(10, _report())
    other = a_desk(desk.store, desk.clock, SeededIds(2))
    other.dispatcher._mend()
    assert desk.states() == ["reserved"]
    desk.dispatcher._mend()
    assert desk.states() == ["rejected"]


async def test_an_outcome_waits_for_whoever_tells_of_the_same_customer(
    postgres_store: Store, clock: FixedClock, ids: SeededIds, empty_postgres: object
) -> None:
    desk = a_desk(postgres_store, clock, ids)
    customer = due_reminder(desk)
    batch = desk.dispatcher._preparation.prepare(10, _report())
    desk.email.answer_next(NotSent(scope=Scope.OPT_OUT, retryable=False, code="21610"))
    delivery = desk.dispatcher._delivery
    going, _ = delivery._book([], batch.parcels)
    done = [await delivery._send(parcel) for parcel in going]
    stop = NewEvent("cease_request", clock.now(), customer.customer_id)
    with desk.store.begin() as tx:
        lock_customers(tx, [customer.customer_id])
        booking = asyncio.create_task(asyncio.to_thread(delivery._book, done, []))
        await asyncio.to_thread(_until_somebody_waits, desk.store)
        record_events(tx, desk.ledger, [stop], now=clock.now(), ids=desk.ids, source="portal")
    await booking
    assert sorted(desk.kinds()) == ["contact.allowed", "contact.outcome", "event.recorded", "event.recorded"]


def _until_somebody_waits(store: Store) -> None:
    waiting = sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with store.read() as tx:
        while not tx.execute(waiting).scalar_one():
            pass


async def test_a_judgement_that_grew_old_before_the_hand_over_is_made_again(desk: Desk) -> None:
    due_reminder(desk)
    batch = desk.dispatcher._preparation.prepare(10, _report())
    desk.clock.advance(timedelta(minutes=5))
    assert await desk.dispatcher._delivery.deliver(batch.parcels) == {"withdrawn": 1}
    assert desk.email.sent == []


def _report():
    from gateway.dispatcher import DispatchReport

    return DispatchReport()


async def test_an_endless_list_of_invoices_is_summed_up_after_the_oldest(desk: Desk) -> None:
    with desk.store.begin() as tx:
        customer = a_customer(tx, desk.ids)
        a_contact_point(tx, desk.ids, customer)
        account = an_account(tx, desk.ids, customer)
        for number in range(203):
            an_invoice(tx, desk.ids, account, days_past_due=300 - number, balance_minor=10_000)
        an_outreach(tx, desk.ids, customer, desk.clock.now())
    await desk.dispatcher.run_once()
    text = desk.email.sent[0].text
    assert text.count("- Invoice ") == 200
    assert "3 further invoices: $300.00" in text
    assert "Total: $20,300.00" in text


async def test_a_call_by_machine_to_a_mobile_needs_consent(desk: Desk) -> None:
    with desk.store.begin() as tx:
        customer = reachable(tx, desk.ids, kinds=(PointKind.MOBILE,))
        an_outreach(tx, desk.ids, customer, desk.clock.now(), channels=["voice"])
    await desk.dispatcher.run_once()
    assert desk.adapters[Channel.VOICE].sent == []
    consent = NewEvent("consent", desk.clock.now(), customer.customer_id, body={"to": "prerecorded"})
    with desk.store.begin() as tx:
        record_events(tx, desk.ledger, [consent], now=desk.clock.now(), ids=desk.ids, source="record")
    await desk.dispatcher.run_once()
    assert [message.form for message in desk.adapters[Channel.VOICE].sent] == ["prerecorded"]


@pytest.mark.parametrize("hour", [16, 4], ids=["in the morning", "at night"])
async def test_a_collectors_email_without_the_step_before_it_gives_way_to_a_letter(
    desk: Desk, hour: int
) -> None:
    """Nobody checked the address as the law's safe harbour asks, and waiting for morning checks nothing."""
    with desk.store.begin() as tx:
        customer = a_customer(
            tx, desk.ids, is_company=False, region="US-TX", time_zone="America/Chicago", postal_code="75201"
        )
        for kind in (PointKind.EMAIL, PointKind.POSTAL):
            a_contact_point(tx, desk.ids, customer, kind)
        role = ActorRole.THIRD_PARTY_COLLECTOR
        an_account(tx, desk.ids, customer, days_past_due=12, actor_role=role)
        desk.clock.advance(timedelta(hours=hour - 16))
        outreach = {
            "channels": ["email", "letter"],
            "kind": "validation_notice",
            "template": "validation-notice",
        }
        an_outreach(tx, desk.ids, customer, desk.clock.now(), **outreach)
    await desk.dispatcher.run_once()
    assert desk.email.sent == []
    assert len(desk.adapters[Channel.LETTER].sent) == 1
