"""Does the page of rules tell of the packs and verdicts of the dispatcher's rulings, and because of what?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from compliance.verdict import Ruling
from gateway.dispatcher.dossier import gather
from gateway.dispatcher.judging import Judge
from gateway.domain.ids import OutreachId
from gateway.domain.portfolio import Account
from gateway.domain.words import ActorRole, Channel, DebtClass, PointKind, Verdict
from gateway.events import NewEvent, record_events
from gateway.oneoffs import OneOff, Previewer, draft
from gateway.store import Store
from gateway.why import AccountRules, account_rules
from gateway.why.rule_lines import PackLine, RuleLine
from tests.builders.account import an_account
from tests.builders.contact_point import a_contact_point
from tests.builders.creditor import a_creditor
from tests.builders.customer import a_person
from tests.builders.dispatcher import Desk, a_desk, shipped_rulebook
from tests.fakes.clock import FixedClock
from tests.fakes.ids import SeededIds

HOMES: tuple[dict[str, Any], ...] = (
    {},
    {"region": "US-MA", "postal_code": "02108"},
    {"region": "US-FL", "postal_code": "32501"},
    {"region": None, "postal_code": "98101"},
    {"region": "CA-ON", "postal_code": "M5H 2N2", "country": "CA"},
    {"region": None, "postal_code": None, "country": "GB"},
    {"region": None, "postal_code": None, "country": None, "time_zone": "America/Denver"},
    {"region": None, "postal_code": None, "country": None},
)
NUMBERS = ("+12125550123", "+18505550123", "+447700900123", "+18005550199")


@pytest.fixture
def desk(store: Store, clock: FixedClock, ids: SeededIds) -> Desk:
    return a_desk(store, clock, ids)


def owing(desk: Desk, *kinds: PointKind, **known: Any) -> Account:
    """Return an account of a private person in New York. known: fields of Customer and Account."""
    of_account = {key: known.pop(key) for key in ("debt_class", "actor_role") if key in known}
    with desk.store.begin() as tx:
        customer = a_person(tx, desk.ids, **known)
        for kind in kinds or tuple(PointKind):
            a_contact_point(tx, desk.ids, customer, kind)
        return an_account(tx, desk.ids, customer, days_past_due=12, **of_account)


def tell(desk: Desk, account: Account, type_: str, **body: Any) -> None:
    at = desk.clock.now() - timedelta(days=1)
    event = NewEvent(type_, at, account.customer_id, body=body)
    with desk.store.begin() as tx:
        record_events(tx, desk.ledger, [event], now=desk.clock.now(), ids=desk.ids, source="record")


def previewer(**creditor: Any) -> Previewer:
    known = a_creditor(**creditor)
    return Previewer(Judge(shipped_rulebook(), frozenset(Channel)), {known.creditor_id: known})


def rules_of(desk: Desk, account: Account, **creditor: Any) -> AccountRules:
    with desk.store.read() as tx:
        found = account_rules(tx, previewer(**creditor), account, tuple(Channel), desk.clock.now())
    assert found is not None
    return found


def rulings_on(desk: Desk, account: Account) -> dict[Channel, Ruling]:
    """Return what the dispatcher would be told, channel by channel."""
    asker = previewer()
    due = draft(account, OneOff("", Channel.EMAIL, "", "", ""), OutreachId(account.account_id))
    now = desk.clock.now()
    with desk.store.read() as tx:
        dossier = gather(tx, {account.customer_id}, asker.creditors, now)[account.customer_id]
    judged = {
        one: asker.judge.judge(replace(due, channels=(one,)), dossier, (account,), now) for one in Channel
    }
    return {channel: found[-1].rulings[0][1] for channel, found in judged.items() if found}


def pack(found: AccountRules, pack_id: str) -> PackLine:
    return next(one for one in found.packs if one.pack.id == pack_id)


def line(found: AccountRules, pack_id: str, rule_id: str) -> RuleLine:
    return next(one for one in pack(found, pack_id).rules if one.rule.id == rule_id)


def anybody(desk: Desk, random: Random) -> Account:
    account = owing(
        desk,
        *random.sample(tuple(PointKind), random.randint(1, 4)),
        debt_class=random.choice(tuple(DebtClass)),
        actor_role=random.choice(tuple(ActorRole)),
        **random.choice(HOMES),
    )
    for type_, body in random.sample(HAPPENINGS, random.randint(0, 4)):
        tell(desk, account, type_, **body)
    return account


HAPPENINGS: list[tuple[str, dict[str, Any]]] = [
    ("opt_out", {"channel": "sms"}),
    ("dispute", {"written": True}),
    ("cease_request", {"written": True}),
    ("call", {"direction": "outbound", "result": "conversation"}),
    ("call", {"direction": "outbound", "result": "voicemail"}),
    ("consent", {"to": "text"}),
    ("attorney_represents", {"contact_known": True}),
    ("promise_to_pay", {"due_on": "2027-03-09"}),
    ("sms", {"direction": "inbound"}),
]


@pytest.mark.parametrize("seed", range(6))
def test_packs_and_verdicts_are_those_of_the_rulings_for_anybody(desk: Desk, seed: int) -> None:
    random = Random(seed)
    desk.clock.advance(hours=random.randint(0, 30))
    for _ in range(3):
        account = anybody(desk, random)
        found, rulings = rules_of(desk, account), rulings_on(desk, account)
        named = {one.pack.id for one in found.applying if one.pack.kind != "core"}
        assert named == {id_ for ruling in rulings.values() for id_ in ruling.packs}
        said = {
            (channel, saying.verdict)
            for each in found.applying
            for rule in each.rules
            for saying in rule.sayings
            for channel in saying.channels
        }
        judged = {(channel, one) for channel, ruling in rulings.items() for one in ruling.verdicts}
        assert {pair for pair in judged if pair[1].rule != "prior-step"} == said


def test_the_clue_behind_a_region_is_named_and_no_number_in_full(desk: Desk) -> None:
    found = rules_of(desk, owing(desk, region=None, time_zone="America/Chicago"))
    because = pack(found, "us-tcpa").because
    assert "New York, United States" in because
    assert "the postal code 10005" in because
    assert "the area code 212 of the mobile number ending in 23" in because
    assert "5550123" not in repr(found.packs)
    clocks = {clock.zone: clock.because for clock in found.clocks}
    assert clocks["America/Chicago"] == ("the time zone that was declared, America/Chicago",)


def test_where_nothing_of_the_customers_own_is_known_the_creditors_country_is_named(desk: Desk) -> None:
    account = owing(desk, PointKind.EMAIL, region=None, postal_code=None, country=None)
    because = pack(rules_of(desk, account), "us-tcpa").because
    assert "the country of Acme Supply Co., as the customer's own is not known" in because


def test_a_licence_brings_its_states_law(desk: Desk) -> None:
    found = rules_of(desk, owing(desk), licence_regions=("US-MA",))
    assert "a licence that Acme Supply Co. holds there" in pack(found, "us-ma").because


def test_role_and_debt_are_named(desk: Desk) -> None:
    found = rules_of(desk, owing(desk, actor_role=ActorRole.DEBT_BUYER, debt_class=DebtClass.MEDICAL))
    assert "acts as debt buyer and this is medical debt" in pack(found, "us-reg-f").because
    first_party = rules_of(desk, owing(desk))
    assert "here the contact is made as original creditor" in pack(first_party, "us-reg-f").because
    commercial = rules_of(desk, owing(desk, actor_role=ActorRole.DEBT_BUYER, debt_class=DebtClass.COMMERCIAL))
    assert "this is commercial debt" in pack(commercial, "us-reg-f").because


def test_packs_of_other_places_and_packs_that_are_off_say_so(desk: Desk) -> None:
    found = rules_of(desk, owing(desk))
    assert "no sign points there" in pack(found, "us-fl").because
    off = [one for one in found.held_off if not one.pack.enabled]
    assert [one.because for one in off if len(one.because) < 20] == []


def test_what_a_limit_counted_is_told_with_the_messages(desk: Desk) -> None:
    account = owing(desk, actor_role=ActorRole.THIRD_PARTY_COLLECTOR)
    for _ in range(3):
        tell(desk, account, "call", direction="outbound", result="voicemail")
    (saying,) = line(rules_of(desk, account), "us-reg-f", "call-frequency").sayings
    assert saying.tally is not None
    assert (saying.tally.used, saying.tally.most) == (3, 7)
    assert [one.text for one in saying.recorded] == [
        "Somebody outside Dunwell called the customer, result: voicemail"
    ] * 3


def test_what_stands_in_the_way_names_the_recorded_event(desk: Desk) -> None:
    account = owing(desk)
    tell(desk, account, "opt_out", channel="email")
    found = rules_of(desk, account)
    against = line(found, "core", "opt-out")
    assert (found.applying[0], against) in found.against
    saying = next(one for one in against.sayings if one.verdict.verdict is Verdict.REFUSE)
    assert saying.channels == (Channel.EMAIL,)
    assert [one.text for one in saying.recorded] == ["The customer stopped emails"]


def test_a_channel_says_when_it_opens_next(desk: Desk) -> None:
    desk.clock.advance(hours=12)  # 23:00 in New York
    email = rules_of(desk, owing(desk)).channels[0]
    assert email.preview.verdict is Verdict.DEFER
    assert email.preview.permitted_at is not None
    assert email.preview.permitted_at.isoformat().startswith("2027-03-02T13:00")
    assert email.by_rules


def test_somebody_out_of_reach_has_no_rules_asked(desk: Desk) -> None:
    with desk.store.begin() as tx:
        account = an_account(tx, desk.ids, a_person(tx, desk.ids), days_past_due=12)
    found = rules_of(desk, account)
    assert (found.facts, found.packs) == (None, ())
    assert {one.point for one in found.channels} >= {"No email address is known that is still in use."}


def test_an_unknown_creditor_has_no_rules(desk: Desk) -> None:
    account = owing(desk)
    with desk.store.read() as tx:
        found = account_rules(
            tx, replace(previewer(), creditors={}), account, tuple(Channel), desk.clock.now()
        )
    assert found is None
