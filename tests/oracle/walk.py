"""Is `permitted_at` the first permitted instant? The oracle walks there on foot, minute by minute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from compliance.facts import Facts
from compliance.verdict import Ruling
from tests.oracle.comparing import MINUTE, Findings, Judges, looked_at
from tests.oracle.judge import Oracle

SECOND = timedelta(seconds=1)
LONGEST_ALLOWED = timedelta(hours=14)
AROUND_THE_ANSWER, AROUND_A_CHANGE, AROUND_MIDNIGHT = 90, 60, 3  # seconds


def walk(
    judges: Judges, facts: Facts, policy: tuple[str, ...] | None, random: Random, found: Findings
) -> None:
    """Walk from a question to what the rulebook answers."""
    ruling = judges.rulebook.judge(facts, policy=policy)
    oracle = judges.oracle(facts, policy)
    found.mix[f"walk {ruling.verdict}"] += 1
    if ruling.verdict == "allow":
        _walk_through_an_allowance(oracle, facts, ruling, found)
    elif ruling.permitted_at is None:
        _walk_into_a_refusal(oracle, facts, found)
    else:
        _walk_to(oracle, facts, ruling.permitted_at, found)
        _ask_the_rulebook(judges, facts, policy, ruling.permitted_at, random, found)


def _walk_to(oracle: Oracle, facts: Facts, end: datetime, found: Findings) -> None:
    if end <= facts.at or oracle.verdict(end) != "allow":
        found.disagree(f"not permitted at {end}: {facts.at}, oracle {oracle.verdict(end)}")
    for instant in _steps(oracle, facts.at, end):
        found.counted["walked"] += 1
        if not oracle.is_closed(instant):
            found.disagree(f"permitted at {instant} already, not only at {end}")
            return


def _walk_into_a_refusal(oracle: Oracle, facts: Facts, found: Findings) -> None:
    for instant in looked_at(facts.at, by_minutes=oracle.verdict(facts.at) != "refuse"):
        found.counted["walked"] += 1
        if not oracle.is_closed(instant):
            found.disagree(f"refused at {facts.at}, but permitted at {instant}")
            return


def _walk_through_an_allowance(oracle: Oracle, facts: Facts, ruling: Ruling, found: Findings) -> None:
    if ruling.permitted_at != facts.at.replace(microsecond=0):
        found.disagree(f"allowed at {facts.at}, but permitted at {ruling.permitted_at}")
    end = min(ruling.not_after or datetime.max.replace(tzinfo=UTC), facts.at + LONGEST_ALLOWED)
    for instant in _steps(oracle, facts.at, end):
        found.counted["walked"] += 1
        if oracle.is_closed(instant):
            found.disagree(f"allowed at {facts.at} until {end}, but not at {instant}")
            return


def _ask_the_rulebook(
    judges: Judges,
    facts: Facts,
    policy: tuple[str, ...] | None,
    end: datetime,
    random: Random,
    found: Findings,
) -> None:
    """The rulebook, asked on the way, gives the same answer again."""
    seconds = int((end - facts.at) / SECOND)
    for at in (end - SECOND, facts.at + SECOND * random.randrange(max(seconds, 1)), end):
        answer = judges.rulebook.judge(replace(facts, at=max(at, facts.at)), policy=policy)
        found.counted["asked on the way"] += 1
        if answer.permitted_at != end:
            found.disagree(f"{facts.at}: {end}, but asked again at {at}: {answer.permitted_at}")


def _steps(oracle: Oracle, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the start, every full minute, and every second around the edges, all before the end."""
    yield start
    instant = start.replace(second=0, microsecond=0) + MINUTE
    while instant < end:
        yield instant
        instant += MINUTE
    for edge, around in (*_edges(oracle, start, end), (end, AROUND_THE_ANSWER)):
        for seconds in range(-around, around + 1):
            if start <= edge + SECOND * seconds < end:
                yield edge + SECOND * seconds


def _edges(oracle: Oracle, start: datetime, end: datetime) -> Iterator[tuple[datetime, int]]:
    """Yield each local midnight and each change of a clock."""
    for zone in oracle.asked.calendars:
        instant = start.replace(minute=0, second=0, microsecond=0)
        before = instant.astimezone(zone)
        while instant < end:
            instant += timedelta(minutes=15)
            after = instant.astimezone(zone)
            if after.utcoffset() != before.utcoffset():
                yield instant, AROUND_A_CHANGE
            elif after.date() != before.date():
                yield instant, AROUND_MIDNIGHT
            before = after
