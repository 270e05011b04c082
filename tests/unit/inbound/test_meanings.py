"""Does every meaning lead only in the safe direction?"""

from __future__ import annotations

from datetime import date

import pytest

from gateway.domain.words import Channel
from gateway.events.grammar import checked_body
from gateway.inbound.keywords import Word
from gateway.inbound.meanings import AT_POINT, drafts

TODAY = date(2027, 3, 1)
KINDS = (
    "stop", "start", "help", "promise", "dispute", "already_paid", "wrong_person", "attorney", "bankruptcy",
    "deceased", "hardship", "inconvenient", "question", "something new",
)  # fmt: skip


def types(kind: str, *, certain: bool = True, **values: str) -> list[str]:
    return [type_ for type_, _ in drafts(Word(kind, certain, values), Channel.SMS, TODAY)]


@pytest.mark.parametrize("certain", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_every_meaning_becomes_events_that_the_contract_knows(kind: str, certain: bool) -> None:
    for channel in (Channel.SMS, Channel.EMAIL):
        for type_, body in drafts(Word(kind, certain), channel, TODAY):
            checked_body(type_, body, names_point=type_ in AT_POINT)


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        ("stop", ["opt_out"]),
        ("start", ["opted_back_in"]),
        ("dispute", ["dispute"]),
        ("already_paid", ["dispute"]),
        ("wrong_person", ["wrong_party"]),
        ("attorney", ["attorney_represents"]),
        ("bankruptcy", ["bankruptcy"]),
        ("deceased", ["deceased"]),
        ("hardship", ["hold"]),
        ("inconvenient", ["inconvenient"]),
        ("question", []),
        ("help", []),
        ("something new", []),
    ],
)
def test_what_is_certain_takes_effect(kind: str, becomes: list[str]) -> None:
    assert types(kind) == becomes


@pytest.mark.parametrize("kind", ["promise", "dispute", "wrong_person", "attorney", "deceased", "hardship"])
def test_what_is_not_certain_gives_a_person_time(kind: str) -> None:
    assert types(kind, certain=False) == ["hold"]


def test_a_stop_counts_also_where_it_is_not_certain_and_a_start_does_not() -> None:
    assert types("stop", certain=False) == ["opt_out"]
    assert types("start", certain=False) == []


def test_a_time_that_cannot_be_read_gives_a_person_time() -> None:
    assert types("inconvenient", days="someday") == ["hold"]
    assert types("inconvenient", **{"from": "99:99"}) == ["hold"]


def test_a_stop_of_everything_is_a_cease_request_as_well() -> None:
    assert types("stop", scope="everything") == ["opt_out", "cease_request"]


@pytest.mark.parametrize(
    ("due_on", "becomes"),
    [("2027-03-05", "promise_to_pay"), ("2027-03-31", "promise_to_pay"), ("2027-03-01", "promise_to_pay"),
     ("2027-04-01", "hold"), ("2027-02-28", "hold"), ("", "hold"), ("soon", "hold")],
)  # fmt: skip
def test_a_promise_has_a_day_within_a_month(due_on: str, becomes: str) -> None:
    assert types("promise", due_on=due_on) == [becomes]
