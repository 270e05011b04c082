"""A call that a person makes: judged when they say that they call, its end told once, counted like others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from gateway.calls import (
    CallDesk,
    CallOutcome,
    Ended,
    Ending,
    NotNow,
    call_page,
    end_call,
    task_of,
    tidy,
    work_list,
)
from gateway.calls.outcomes import MEANINGS
from gateway.calls.tidying import NO_OUTCOME, OUTCOME_WITHIN
from gateway.controls import stop
from gateway.dispatcher.recovery import recover
from gateway.domain.errors import Conflict, DataError
from gateway.domain.ids import AttemptId
from gateway.domain.stops import EVERYTHING
from gateway.domain.words import COUNTS, Verdict
from gateway.events import NewEvent, record_events
from gateway.events.grammar import CALL_RESULTS
from gateway.store import Store, calls, events, facts, schema
from gateway.why import calls_told
from tests.builders.call_desk import a_call, a_call_desk
from tests.builders.ledger import KEYS
from tests.builders.ruling import audited, kinds
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

ANNA, BEN = "anna", "ben"


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds) -> CallDesk:
    return a_call_desk(store, clock, ids)


def begun(desk: CallDesk, outreach_id: Any, who: str = ANNA) -> AttemptId:
    attempt = desk.begin(outreach_id, who)
    assert not isinstance(attempt, NotNow), attempt
    return attempt


def ended(desk: CallDesk, attempt_id: AttemptId, outcome: CallOutcome, **facts: Any) -> Ended:
    with desk.store.begin() as tx:
        return end_call(
            tx,
            desk.ledger,
            attempt_id,
            Ending(outcome, **facts),
            by=ANNA,
            creditors=desk.creditors,
            now=desk.clock.now(),
            ids=desk.ids,
        )


def rows(desk: CallDesk, *columns: sa.Column[Any]) -> list[Any]:
    with desk.store.read() as tx:
        return [tuple(row) for row in tx.execute(sa.select(*columns).order_by(*columns))]


def told(desk: CallDesk) -> list[str]:
    return [row[0] for row in rows(desk, schema.event.c.type)]


def test_the_number_is_in_the_ledger_before_it_is_shown(desk: CallDesk, ids: SeededIds) -> None:
    customer, _, call = a_call(desk, ids)
    attempt = begun(desk, call)
    with desk.store.read() as tx:
        made = calls.find_made(tx, attempt)
        page = call_page(tx, desk.ledger, attempt, desk.creditors, desk.clock.now())
    assert made is not None
    assert (made.state.value, made.caller) == ("sending", ANNA)
    assert page.number == "+12125550145"
    assert customer.name in page.opening
    assert "overdue" not in page.opening
    assert [one["ask"] for one in page.questions] == ["Postal code", "Year of birth"]
    assert (
        page.voicemail
        == f"Hello {customer.name}. This is Maria Lopez from Acme. Please call me back at +15185550100."
    )


def test_before_the_click_the_number_is_masked(desk: CallDesk, ids: SeededIds) -> None:
    _, _, call = a_call(desk, ids)
    with desk.store.read() as tx:
        task = task_of(tx, desk.judge, desk.creditors, call, desk.clock.now())
    assert task.number == "ends in 45"
    assert task.preview.verdict is Verdict.ALLOW


def test_what_may_not_be_called_says_why_and_when_and_reserves_nothing(
    desk: CallDesk, ids: SeededIds, clock: FixedClock
) -> None:
    _, _, call = a_call(desk, ids)
    clock.advance(hours=14)  # one in the morning
    answer = desk.begin(call, ANNA)
    assert isinstance(answer, NotNow)
    assert answer.preview.verdict is Verdict.DEFER
    assert answer.preview.permitted_at is not None
    assert answer.preview.permitted_at > clock.now()
    assert rows(desk, schema.attempt.c.attempt_id) == []
    assert ("contact.deferred",) in rows(desk, schema.ledger_entry.c.kind)


def test_the_same_click_twice_is_one_call(desk: CallDesk, ids: SeededIds) -> None:
    _, _, call = a_call(desk, ids)
    assert begun(desk, call) == begun(desk, call)


@pytest.mark.parametrize("why", ["the customer's stop", "a stop of ours", "time"])
def test_what_changed_between_two_clicks_ends_the_first_ruling(
    desk: CallDesk, ids: SeededIds, clock: FixedClock, why: str
) -> None:
    customer, _, call = a_call(desk, ids)
    begun(desk, call)
    if why == "time":
        clock.advance(minutes=11)
    with desk.store.begin() as tx:
        if why == "a stop of ours":
            stop(tx, desk.ledger, EVERYTHING, reason="an audit", by="operator", now=clock.now(), ids=ids)
        if why == "the customer's stop":
            no = NewEvent("opt_out", clock.now(), customer.customer_id, body={"channel": "voice"})
            record_events(tx, desk.ledger, [no], now=clock.now(), ids=ids, source="portal")
    with pytest.raises(Conflict, match="may not be made any more"):
        desk.begin(call, ANNA)


def test_two_collectors_cannot_take_one_call(desk: CallDesk, ids: SeededIds) -> None:
    _, _, call = a_call(desk, ids)

    def take(who: str) -> bool:
        try:
            return not isinstance(desk.begin(call, who), NotNow)
        except Conflict:
            return False

    with ThreadPoolExecutor(6) as pool:
        taken = list(pool.map(take, [f"collector-{n}" for n in range(6)]))
    assert sum(taken) == 1
    assert len(rows(desk, schema.attempt.c.attempt_id)) == 1


def test_a_stop_between_task_and_click_is_honoured(desk: CallDesk, ids: SeededIds, clock: FixedClock) -> None:
    customer, _, call = a_call(desk, ids)
    with desk.store.begin() as tx:
        no = NewEvent("opt_out", clock.now(), customer.customer_id, body={"channel": "voice"})
        record_events(tx, desk.ledger, [no], now=clock.now(), ids=ids, source="portal")
    answer = desk.begin(call, ANNA)
    assert isinstance(answer, NotNow)
    assert answer.preview.verdict is Verdict.REFUSE


def test_a_stop_of_ours_holds_calls_back_too(desk: CallDesk, ids: SeededIds, clock: FixedClock) -> None:
    _, _, call = a_call(desk, ids)
    with desk.store.begin() as tx:
        stop(tx, desk.ledger, EVERYTHING, reason="an audit", by="operator", now=clock.now(), ids=ids)
    answer = desk.begin(call, ANNA)
    assert isinstance(answer, NotNow)
    assert "an audit" in answer.preview.because


@pytest.mark.parametrize("outcome", CallOutcome)
def test_an_outcome_is_told_once(desk: CallDesk, ids: SeededIds, outcome: CallOutcome) -> None:
    _, _, call = a_call(desk, ids)
    attempt = begun(desk, call)
    assert ended(desk, attempt, outcome).is_new
    assert not ended(desk, attempt, outcome).is_new
    other = CallOutcome.BUSY if outcome is not CallOutcome.BUSY else CallOutcome.DROPPED
    with pytest.raises(Conflict):
        ended(desk, attempt, other)
    outcomes = [row for row in rows(desk, schema.ledger_entry.c.kind) if row == ("contact.outcome",)]
    assert len(outcomes) == 1


def test_every_outcome_has_a_word_of_the_decision_contract() -> None:
    assert set(MEANINGS) == set(CallOutcome)
    assert {m.result for m in MEANINGS.values() if m.result} <= CALL_RESULTS
    assert [o for o, m in MEANINGS.items() if m.state not in COUNTS] == [CallOutcome.NOT_MADE]


def test_the_rules_read_what_the_call_came_to(desk: CallDesk, ids: SeededIds, clock: FixedClock) -> None:
    customer, _, call = a_call(desk, ids)
    attempt = begun(desk, call)
    who = customer.customer_id
    with desk.store.read() as tx:
        assert [e.result for e in facts.attempts_of(tx, [who], clock.now())[who]] == ["no_answer"]
    ended(desk, attempt, CallOutcome.RIGHT_PARTY)
    with desk.store.read() as tx:
        (event,) = facts.attempts_of(tx, [who], clock.now())[who]
    assert (event.type, event.result, event.form) == ("call", "conversation", "live")


def test_after_a_conversation_a_collection_agency_waits_seven_days(
    desk: CallDesk, ids: SeededIds, clock: FixedClock
) -> None:
    _, _, call = a_call(desk, ids)
    with desk.store.begin() as tx:
        tx.execute(sa.update(schema.account).values(actor_role="third_party_collector"))
    ended(desk, begun(desk, call), CallOutcome.RIGHT_PARTY)
    with desk.store.begin() as tx:
        tx.execute(sa.update(schema.outreach).values(state="due"))
    clock.advance(days=1)
    answer = desk.begin(call, ANNA)
    assert isinstance(answer, NotNow)
    assert answer.preview.verdict is Verdict.DEFER
    assert answer.preview.permitted_at is not None
    assert answer.preview.permitted_at - clock.now() > timedelta(days=4)


def test_a_promise_a_stop_and_a_note_are_written_once(desk: CallDesk, ids: SeededIds) -> None:
    _, _, call = a_call(desk, ids)
    attempt = begun(desk, call)
    facts_told = {
        "promise_on": date(2027, 3, 5),
        "promise_amount": Decimal("40.00"),
        "stop_calls": True,
        "note": "Paid from the March salary.",
    }
    first = ended(desk, attempt, CallOutcome.RIGHT_PARTY, **facts_told)
    ended(desk, attempt, CallOutcome.RIGHT_PARTY, **facts_told)
    assert len(first.effects) == 2
    assert told(desk) == ["opt_out", "promise_to_pay"]
    promise = schema.promise.c
    assert rows(desk, promise.due_on, promise.amount_minor, promise.state) == [
        (date(2027, 3, 5), 4000, "open")
    ]


def test_a_call_back_waits_for_its_time_as_agreed(desk: CallDesk, ids: SeededIds, clock: FixedClock) -> None:
    _, _, call = a_call(desk, ids)
    with desk.store.begin() as tx:
        tx.execute(sa.update(schema.account).values(actor_role="third_party_collector"))
    at = clock.now() + timedelta(days=2)
    done = ended(desk, begun(desk, call), CallOutcome.RIGHT_PARTY, callback_at=at)
    assert done.again_at == at
    clock.advance(to=at)
    assert not isinstance(desk.begin(call, BEN), NotNow)


def test_a_wrong_number_is_not_used_again(desk: CallDesk, ids: SeededIds) -> None:
    _, _, call = a_call(desk, ids)
    ended(desk, begun(desk, call), CallOutcome.WRONG_NUMBER)
    assert told(desk) == ["wrong_party"]
    answer = desk.begin(call, ANNA)
    assert isinstance(answer, NotNow)
    assert answer.preview.verdict is Verdict.REFUSE


def test_a_call_that_was_not_made_does_not_count(desk: CallDesk, ids: SeededIds, clock: FixedClock) -> None:
    customer, _, call = a_call(desk, ids)
    ended(desk, begun(desk, call), CallOutcome.NOT_MADE)
    with desk.store.read() as tx:
        assert facts.attempts_of(tx, [customer.customer_id], clock.now()) == {}
    begun(desk, call, BEN)


@pytest.mark.parametrize(
    ("outcome", "fact", "field"),
    [
        (CallOutcome.NO_ANSWER, {"stop_calls": True}, "stop_calls"),
        (CallOutcome.LEFT_MESSAGE, {"deceased": True}, "deceased"),
        (CallOutcome.THIRD_PARTY, {"promise_on": date(2027, 3, 5)}, "promise_on"),
        (CallOutcome.REFUSED, {"disputes": True}, "disputes"),
        (CallOutcome.RIGHT_PARTY, {"promise_on": date(2027, 2, 1)}, "promise_on"),
        (CallOutcome.RIGHT_PARTY, {"promise_on": date(2028, 2, 1)}, "promise_on"),
        (
            CallOutcome.RIGHT_PARTY,
            {"promise_on": date(2027, 3, 5), "promise_amount": Decimal("1e9")},
            "promise_amount",
        ),
        (CallOutcome.RIGHT_PARTY, {"promise_amount": Decimal(5)}, "promise_on"),
        (CallOutcome.RIGHT_PARTY, {"callback_at": datetime(2027, 2, 1, tzinfo=UTC)}, "callback_at"),
        (CallOutcome.NO_ANSWER, {"note": "x" * 2001}, "note"),
    ],
)
def test_facts_that_such_a_call_cannot_bring_are_refused(
    desk: CallDesk, ids: SeededIds, outcome: CallOutcome, fact: dict[str, Any], field: str
) -> None:
    _, _, call = a_call(desk, ids)
    attempt = begun(desk, call)
    with pytest.raises(DataError) as error:
        ended(desk, attempt, outcome, **fact)
    assert error.value.field == field
    assert told(desk) == []


def test_a_call_without_outcome_becomes_a_task_and_counts(
    desk: CallDesk, ids: SeededIds, clock: FixedClock
) -> None:
    customer, _, call = a_call(desk, ids)
    attempt = begun(desk, call)
    clock.advance(OUTCOME_WITHIN)
    with desk.store.begin() as tx:
        assert tidy(tx, desk.ledger, now=clock.now(), ids=ids)["calls_without_outcome"] == 1
    with desk.store.begin() as tx:
        assert tidy(tx, desk.ledger, now=clock.now(), ids=ids)["calls_without_outcome"] == 0
        assert len(facts.attempts_of(tx, [customer.customer_id], clock.now())[customer.customer_id]) == 1
    task = schema.task.c
    assert rows(desk, task.kind, task.closed_at) == [("call-without-outcome", None)]
    ended(desk, attempt, CallOutcome.BUSY)
    assert rows(desk, task.closed_at) != [(None,)]


def test_no_daemon_takes_a_call_for_a_dead_workers(desk: CallDesk, ids: SeededIds, clock: FixedClock) -> None:
    _, _, call = a_call(desk, ids)
    begun(desk, call)
    assert not recover(desk.store, desk.ledger, alive=(), now=clock.now(), ids=ids)


def test_a_call_that_a_collector_wanted_lapses(desk: CallDesk, ids: SeededIds, clock: FixedClock) -> None:
    _, _, call = a_call(desk, ids, outreach={"origin": "one-off"})
    clock.advance(days=7)
    with desk.store.begin() as tx:
        assert tidy(tx, desk.ledger, now=clock.now(), ids=ids)["calls_lapsed"] == 1
    with pytest.raises(Conflict):
        desk.begin(call, ANNA)


def test_the_list_begins_with_who_often_answers_at_this_hour(
    desk: CallDesk, ids: SeededIds, clock: FixedClock
) -> None:
    a_call(desk, ids, number="A-1")
    customer, _, second = a_call(desk, ids, number="A-2")
    a_call(desk, ids, number="A-3", region="US-CA", postal_code="90001", city="Los Angeles")
    with desk.store.begin() as tx:
        came = NewEvent(
            "portal", clock.now() - timedelta(days=7), customer.customer_id, body={"direction": "inbound"}
        )
        record_events(tx, desk.ledger, [came], now=clock.now(), ids=ids, source="portal")
    with desk.store.read() as tx:
        found = work_list(tx, desk.judge, desk.creditors, clock.now())
    assert found[0].call.due.outreach_id == second
    assert found[0].best_hours == (11,)
    assert [one.preview.verdict.value for one in found] == ["allow", "allow", "defer"]


def test_events_of_a_call_read_as_told_by_telephone(desk: CallDesk, ids: SeededIds) -> None:
    customer, _, call = a_call(desk, ids)
    ended(desk, begun(desk, call), CallOutcome.RIGHT_PARTY, disputes=True, note="Never ordered it.")
    with desk.store.read() as tx:
        (event,) = events.events_of(tx, [customer.customer_id])[customer.customer_id]
    assert event.type == "dispute"
    assert rows(desk, schema.task.c.kind) == [("dispute",)]


def test_every_outcome_reads_in_a_story() -> None:
    assert set(calls_told._CAME_TO) == {*CallOutcome, NO_OUTCOME}


def test_an_audit_finds_calls_by_collectors_as_they_were(
    desk: CallDesk, ids: SeededIds, clock: FixedClock
) -> None:
    _, _, call = a_call(desk, ids)
    for outcome in (CallOutcome.NO_ANSWER, CallOutcome.BUSY, CallOutcome.RIGHT_PARTY):
        ended(desk, begun(desk, call), outcome)
        clock.advance(days=1)
        with desk.store.begin() as tx:  # the collector asks for another call
            tx.execute(sa.update(schema.outreach).values(state="due", not_after=None))
    begun(desk, call)
    report = audited(desk.store, desk.ledger, keys=KEYS, now=clock.now())
    assert kinds(report) == set()
