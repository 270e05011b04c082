"""Random questions that make the rules bite: dense histories near the edges of clocks, calendars and laws."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from compliance.facts import AccountFacts, Actor, Event, Facts, Location, MessageFacts, Person, Point
from gateway.domain.words import REACHES, ActorRole, Channel, DebtClass, MessageKind, PointKind
from tests.oracle.asked import CHANNEL_OF
from tests.oracle.standing import a_family, a_standing_fact

PLACES = {
    "US-NY": ("America/New_York",), "US-NY-NYC": ("America/New_York",), "US-MA": ("America/New_York",),
    "US-CA": ("America/Los_Angeles",), "US-WA": ("America/Los_Angeles",), "US-DC": ("America/New_York",),
    "US-FL": ("America/New_York", "America/Chicago"), "US-TX": ("America/Chicago", "America/Denver"),
    "US-WV": ("America/New_York",), "US-NV": ("America/Los_Angeles",), "US-AZ": ("America/Phoenix",),
    "US-HI": ("Pacific/Honolulu",), "US-AK": ("America/Anchorage", "America/Adak"), "US": ("America/Denver",),
    "US-CO": ("America/Denver",), "US-CT": ("America/New_York",), "US-MD": ("America/New_York",),
    "US-MI": ("America/Detroit",), "US-NC": ("America/New_York",), "US-NH": ("America/New_York",),
    "US-OR": ("America/Los_Angeles", "America/Boise"), "US-PA": ("America/New_York",),
    "CA-ON": ("America/Toronto", "America/Winnipeg"), "CA-QC": ("America/Toronto",),
    "CA-BC": ("America/Vancouver",), "CA-AB": ("America/Edmonton",), "CA-NB": ("America/Moncton",),
    "CA-NL": ("America/St_Johns",), "CA-SK": ("America/Regina",), "CA-MB": ("America/Winnipeg",),
    "AU-NSW": ("Australia/Sydney", "Australia/Lord_Howe"), "AU-SA": ("Australia/Adelaide",),
    "AU-NT": ("Australia/Darwin",), "AU-WA": ("Australia/Perth", "Australia/Eucla"),
    "AU-QLD": ("Australia/Brisbane",), "GB-ENG": ("Europe/London",), "GB": ("Europe/London",),
    "IN-MH": ("Asia/Kolkata",), "IN": ("Asia/Kolkata",), "NP": ("Asia/Kathmandu",),
    "NZ": ("Pacific/Auckland", "Pacific/Chatham"), "DE": ("Europe/Berlin",), "CL": ("America/Santiago",),
    "LB": ("Asia/Beirut",), "CU": ("America/Havana",), "IR": ("Asia/Tehran",), "MH": ("Pacific/Apia",),
}  # fmt: skip
STRICT = (
    "US-NY-NYC", "US-MA", "US-MA", "US-WA", "US-DC", "US-DC", "US-CA", "US-FL", "US-WV", "CA-ON", "CA-ON",
    "CA-QC", "CA-BC", "AU-NSW", "IN-MH",
)  # fmt: skip
EDGES = tuple(
    datetime.fromisoformat(f"{text}+00:00")
    for text in (
        "2026-03-08T10:00", "2026-11-01T06:00", "2026-03-29T01:00", "2026-10-25T01:00", "2026-04-04T15:00",
        "2026-10-03T16:00", "2026-09-05T04:00", "2028-02-29T12:00", "2026-02-28T20:00", "2026-12-31T23:00",
        "2026-12-25T15:00", "2026-04-03T15:00", "2026-04-06T15:00", "2026-05-18T15:00", "2026-07-01T15:00",
        "2026-07-04T15:00", "2026-09-01T05:00", "2027-01-31T06:00", "2025-05-16T04:00", "2025-07-01T07:00",
        "2026-01-01T06:00", "2026-01-26T02:00", "2026-06-19T15:00", "2026-08-31T10:00", "2026-10-12T15:00",
    )
)  # fmt: skip
FORMS = (None, None, "live", "prerecorded", "limited_content_voicemail", "voicemail", "text")
DISCLOSED = (
    "opt_out", "debt_collector", "validation_information", "caller_identity", "call_back_number",
    "time_barred", "licence_number", "rights_notice",
)  # fmt: skip
RESULTS = (
    "no_answer", "no_answer", "no_answer", "voicemail", "conversation", "dropped", "busy", "out_of_service",
    "limited_content_voicemail", "no_message_possible", "ringless_voicemail", None,
)  # fmt: skip
CALLED_LIKE: dict[Channel, tuple[str, ...]] = {
    Channel.VOICE: ("call", "call", "call", "sms"),
    Channel.SMS: ("sms", "sms", "call", "email"),
    Channel.EMAIL: ("email", "email", "sms"),
    Channel.LETTER: ("letter",),
}
"""Which contacts the caps of a channel mostly count."""
ANSWERS = (MessageKind.REPLY, MessageKind.PAYMENT_CONFIRMATION)
RELATIONS = ("spouse", "parent_of_minor", "guardian", "executor", "third_party", "attorney", "credit_bureau")
_KINDS = (*MessageKind, MessageKind.REPLY, MessageKind.REPLY, MessageKind.REPLY)
POLICIES: tuple[tuple[str, ...] | None, ...] = (
    None, (), ("policy-decent-hours",), ("policy-decent-hours", "policy-gb"), ("policy-quiet-sundays",),
)  # fmt: skip


def a_question(random: Random) -> tuple[Facts, tuple[str, ...] | None]:
    """Return one question and the policy packs to ask beside law."""
    at = _an_instant(random)
    channel = random.choice((Channel.VOICE, Channel.VOICE, Channel.SMS, Channel.EMAIL, Channel.LETTER))
    points = _points(random, channel)
    accounts = _accounts(random)
    facts = Facts(
        at=at,
        channel=channel,
        kind=_usually(random, MessageKind.DUNNING, _KINDS, 0.65),
        actor=_an_actor(random),
        account=accounts[0],
        accounts=accounts[1:],
        person=_a_person(random),
        contact_point=points[0],
        contact_points=points[1:],
        message=_a_message(random),
    )
    facts = replace(facts, events=_history(random, facts))
    if facts.person.relation == "third_party" and random.random() < 0.5:
        facts = replace(facts, kind=MessageKind.LOCATION_INFORMATION)
    return _answering(random, facts), random.choice(POLICIES)


def instants_of(random: Random, facts: Facts, count: int) -> list[datetime]:
    """Return instants at or after the question's: hours later, days later, on the edges of local days."""
    instants = [facts.at]
    zones = [ZoneInfo(zone) for zone in _zones(facts)] or [ZoneInfo("UTC")]
    while len(instants) < count:
        later = facts.at + timedelta(seconds=int(random.expovariate(1 / 200_000)))
        if random.random() < 0.6:
            later = _snapped(random, later, random.choice(zones))
        instants.append(max(later, facts.at))
    return instants


def _zones(facts: Facts) -> list[str]:
    return [each.time_zone for each in facts.person.locations if each.time_zone is not None]


def _snapped(random: Random, near: datetime, zone: ZoneInfo) -> datetime:
    """Return an instant within a second of a full or half hour, where hours and days begin and end."""
    hour = random.choice((0, 0, 7, 8, 8, 9, 10, 13, 17, 18, 19, 20, 21, 21, 22))
    wall = near.astimezone(zone).replace(hour=hour, minute=random.choice((0, 0, 0, 30)), second=0)
    return wall.astimezone(UTC) + timedelta(seconds=random.choice((-1, 0, 0, 1)))


def _an_instant(random: Random) -> datetime:
    if random.random() < 0.5:
        near = random.choice(EDGES) + timedelta(seconds=random.randrange(-260_000, 260_000))
    else:
        near = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=random.randrange(4 * 365 * 86_400))
    return near.replace(second=random.choice((0, 0, near.second)))


def _usually(random: Random, usual: Any, others: tuple[Any, ...], share: float) -> Any:
    return usual if random.random() < share else random.choice(others)


def _an_actor(random: Random) -> Actor:
    role = _usually(random, ActorRole.THIRD_PARTY_COLLECTOR, tuple(ActorRole), 0.5)
    return Actor("us", role, (random.choice(tuple(PLACES)),) if random.random() < 0.05 else ())


def _accounts(random: Random) -> tuple[AccountFacts, ...]:
    debt_class = _usually(random, DebtClass.CONSUMER, tuple(DebtClass), 0.5)
    group = random.choice((None, None, "loans"))
    return tuple(
        AccountFacts(
            name,
            random.choice(("bank", "bank", "shop")),
            debt_class,
            number_group=group if random.random() < 0.7 else None,
            days_past_due=random.choice((None, 10, 30, 31, 90)),
            collection_begun=random.random() < 0.8,
            time_barred=random.random() < 0.2,
        )
        for name in ("A", "B", "C")
    )


def _a_person(random: Random) -> Person:
    region = random.choice(random.choice((tuple(PLACES), STRICT)))
    locations = []
    for _ in range(random.choice((0, 1, 1, 1, 1, 2, 2, 3))):
        where = region if random.random() < 0.85 else random.choice(tuple(PLACES))
        zone = random.choice(PLACES[where])
        clue = random.choice(("residence", "mobile", "landline", "postal", "declared", "declared", "current"))
        named = where if random.random() < 0.7 else None
        locations.append(Location(clue, zone if random.random() < 0.9 or named is None else None, named))
    relation = _usually(random, "customer", RELATIONS, 0.8)
    return Person("p", relation, region if random.random() < 0.95 else None, tuple(locations))


def _points(random: Random, channel: Channel) -> tuple[Point, ...]:
    kind = random.choice(REACHES[channel])
    points = []
    for name in ("here", "work", "other"):
        place = random.choice((None, None, "home", "work")) if name != "work" else "work"
        points.append(Point(name, kind, place, employer_provided=random.random() < 0.2))
        kind = random.choice(tuple(PointKind))
    return tuple(points)


def _a_message(random: Random) -> MessageFacts | None:
    if random.random() < 0.5:
        return None
    carried = frozenset(each for each in DISCLOSED if random.random() < 0.93)
    return MessageFacts(random.choice(FORMS), random.choice((carried, None)))


def _history(random: Random, facts: Facts) -> tuple[Event, ...]:
    """Return contacts of all kinds, or as many of one kind as the limits of the packs are about."""
    dense = random.random() < 0.5
    count = random.choice((0, 2, 5, 9, 14, 25, 60)) if dense else random.choice((0, 0, 1, 2, 3))
    days = random.choice((1, 3, 7, 8, 14, 40))
    if random.random() < 0.4:
        most = random.choice((1, 2, 2, 3, 3, 4, 4, 5, 7, 7, 7, 8, 10, 30))
        count = most + random.choice((-1, 0, 0, 1, 2))
        events = _much_the_same(random, facts, count, random.choice((1, 3, 7, 8, 8, 31)))
    else:
        events = [_a_contact(random, facts, index, days) for index in range(count)]
    family = a_family(random)
    for index in range(random.choice((0, 0, 1, 1, 2, 3, 5))):
        fact = a_standing_fact(random, facts, _before(random, facts, days * 2), f"s{index}", family)
        events.append(_taking_back(random, fact, events))
    random.shuffle(events)
    return tuple(events)


def _taking_back(random: Random, fact: Event, events: list[Event]) -> Event:
    """Return what names the very wish or opt-out that it lifts, for the most part."""
    lifted = {"convenient_again": "inconvenient", "opted_back_in": "opt_out"}.get(fact.type)
    found = [event for event in events if event.type == lifted]
    if not found or random.random() < 0.3:
        return fact
    said = random.choice(found)
    keys = ("channel", "contact_point", "days", "from_time", "to_time", "place")
    return replace(fact, **{key: getattr(said, key) for key in keys})


def _much_the_same(random: Random, facts: Facts, count: int, days: int) -> list[Event]:
    """Return contacts by one channel about the account, with the person, and with one result if they are
    calls, on few days, so that many lie on the edge of a window."""
    like = _a_contact(random, replace(facts, kind=MessageKind.DUNNING), 0, days)
    if like.type not in CALLED_LIKE[facts.channel] or like.direction == "inbound":
        result = random.choice(RESULTS)
        type_ = random.choice(CALLED_LIKE[facts.channel])
        like = replace(like, type=type_, direction="outbound", result=result if type_ == "call" else None)
    like = replace(like, actor=None, person=None, accounts=None, discussed=(), kind=None)
    if random.random() < 0.7:
        like = replace(like, contact_point="here", form=facts.message.form if facts.message else None)
    made = [replace(like, id=f"e{index}", at=_before(random, facts, days)) for index in range(count)]
    if random.random() < 0.3:  # some limits begin with a conversation
        spoken = replace(like, type="call", result="conversation", id="spoken", in_reply_to=None)
        made.append(replace(spoken, at=_before(random, facts, days * 2)))
    return made


def _before(random: Random, facts: Facts, days: int) -> datetime:
    then = facts.at - timedelta(seconds=random.randrange(days * 86_400))
    if random.random() < 0.3:
        zones = _zones(facts) or ["UTC"]
        then = min(_snapped(random, then, ZoneInfo(random.choice(zones))), facts.at)
    return then


def _a_contact(random: Random, facts: Facts, index: int, days: int) -> Event:
    type_ = random.choice(("call", "call", "call", "sms", "email", "letter"))
    if facts.kind in ANSWERS and random.random() < 0.4:
        type_ = {v: k for k, v in CHANNEL_OF.items()}[facts.channel]
    inbound = random.random() < (0.3 if facts.kind in ANSWERS else 0.12)
    if inbound and random.random() < 0.2:
        type_ = "portal"
    result = "conversation" if inbound else random.choice(RESULTS)
    return Event(
        type_,
        _before(random, facts, days),
        id=f"e{index}",
        direction="inbound" if inbound else "outbound",
        actor=_usually(random, None, ("us", "them"), 0.85),
        person=_usually(random, None, ("p", "q"), 0.85),
        accounts=_usually(random, None, (("A",), ("B",), ("A", "B"), ("C",)), 0.7),
        discussed=_usually(random, (), (("A",), ("B",), ("A", "C")), 0.85),
        contact_point=random.choice((None, "here", "here", "work", "other")),
        result=result if type_ == "call" else None,
        form=random.choice(FORMS) if type_ != "portal" else None,
        kind=None if inbound else _usually(random, None, tuple(MessageKind), 0.8),
    )


def _answering(random: Random, facts: Facts) -> Facts:
    """Return the question with what it answers named; one that could answer nothing is asked as dunning."""
    inbound = [event for event in facts.events if event.direction == "inbound"]
    same = [event for event in inbound if CHANNEL_OF.get(event.type) == facts.channel]
    if facts.kind in ANSWERS and inbound:
        named = random.choice(same or inbound)
        events = tuple(_maybe_answer(random, event, named) for event in facts.events)
        return replace(facts, in_reply_to=named.id, events=events)
    return replace(facts, kind=MessageKind.DUNNING) if facts.kind is MessageKind.REPLY else facts


def _maybe_answer(random: Random, event: Event, named: Event) -> Event:
    if event.direction == "outbound" and event.at > named.at and random.random() < 0.6:
        return replace(event, in_reply_to=random.choice((named.id, "e0")))
    return event
