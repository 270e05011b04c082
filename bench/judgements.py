"""How many judgements does the rulebook make in a second on one core, with a history of fifty events?

python -m bench.judgements [--seconds 3]
"""

from __future__ import annotations

import argparse
import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from compliance.facts import AccountFacts, Actor, Event, Facts, Location, Person, Point
from compliance.rulebook import Rulebook, load_rulebook
from gateway.domain.words import ActorRole, Channel, DebtClass

PACKS = Path(__file__).resolve().parent.parent / "config" / "compliance"
NOW = datetime(2026, 3, 6, 15, tzinfo=UTC)
CUSTOMERS = 500  # different histories, so that no cache answers for the rules


def a_history(customer: int) -> tuple[Event, ...]:
    """Return fifty events of a year: contacts and answers, and for some a few standing facts."""
    events = []
    has_wishes = customer % 3 == 0
    for index in range(46 if has_wishes else 48):
        at = NOW - timedelta(days=index * 5 + 2, hours=customer % 5, minutes=customer)
        kind = ("call", "email", "sms", "letter")[(index + customer) % 4]
        result = ("no_answer", "voicemail", "conversation")[index % 3] if kind == "call" else None
        inbound = kind == "email" and index % 8 == 1
        direction = "inbound" if inbound else "outbound"
        events.append(Event(kind, at, id=f"e{index}", direction=direction, result=result, contact_point="m"))
    year_ago = NOW - timedelta(days=360)
    events.append(Event("validation_notice", year_ago, delivered_by="letter"))
    events.append(Event("consent", NOW - timedelta(days=20), to="text", contact_point="m"))
    if has_wishes:
        events.append(Event("inconvenient", NOW - timedelta(days=40), days=("sat", "sun")))
        events.append(Event("opt_out", NOW - timedelta(days=9), channel="letter"))
    return tuple(events)


def questions() -> list[Facts]:
    """Return one question for each customer, over four channels and three clocks."""
    zones = ("America/New_York", "America/Chicago", "America/Los_Angeles")
    asked = []
    for customer in range(CUSTOMERS):
        channel = (Channel.VOICE, Channel.SMS, Channel.EMAIL, Channel.VOICE)[customer % 4]
        kind = "email" if channel is Channel.EMAIL else "mobile"
        here = Location("residence", zones[customer % 3], ("US-NY", "US-TX", "US-CA")[customer % 3])
        asked.append(
            Facts(
                at=NOW + timedelta(hours=customer % 12),
                channel=channel,
                actor=Actor("collector", ActorRole.THIRD_PARTY_COLLECTOR),
                account=AccountFacts(f"a{customer}", "creditor", DebtClass.CONSUMER),
                person=Person(f"p{customer}", locations=(here, Location("mobile", "America/Denver"))),
                contact_point=Point("m", kind),
                events=a_history(customer),
            )
        )
    return asked


def measure(rulebook: Rulebook, seconds: float) -> tuple[float, float]:
    """Return judgements per second in the median pass, and rules asked per judgement."""
    asked = questions()
    rules = sum(len(rulebook.judge(facts).verdicts) for facts in asked) / len(asked)
    passes, start = [], time.process_time()
    while time.process_time() - start < seconds:
        began = time.process_time()
        for facts in asked:
            rulebook.judge(facts)
        passes.append(time.process_time() - began)
    return len(asked) / statistics.median(passes), rules


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    rulebook = load_rulebook({path.name: path.read_text("utf-8") for path in PACKS.glob("*.toml")})
    speed, rules = measure(rulebook, parser.parse_args().seconds)
    print(f"{speed:,.0f} judgements per second, {rules:.1f} rules asked in each, 50 events, one core")


if __name__ == "__main__":
    main()
