"""How fast is each mailbox provider written to?"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email_settings import EmailSettings
from channels.email_smtp.pace_file import Pace, read_paces
from channels.email_smtp.pacing import BURST, LATE, NEAR, Line, Pacing
from channels.message import NotSent, Scope
from gateway.domain.errors import ConfigError
from gateway.shipped import shipped
from tests.builders.message import a_message
from tests.builders.smtp_adapter import SOON, an_smtp_adapter
from tests.fakes.smtp_relay import a_relay
from tests.fakes.smtp_script import SILENCE, Script, a_scripted_relay

SHIPPED = shipped("config/providers/mailbox-pace.toml")


def a_line(a_minute: int) -> Line:
    return Line(Pace("Example", ("example.com",), a_minute=a_minute))


@given(a_minute=st.integers(1, 2000), count=st.integers(1, 500))
def test_in_no_minute_go_more_than_allowed_and_a_burst(a_minute: int, count: int) -> None:
    line = a_line(a_minute)
    turns = [100.0 + line.turn(str(number), 100.0) for number in range(count)]
    for first in turns[::20]:
        in_a_minute = sum(first <= turn < first + 60 for turn in turns)
        assert in_a_minute <= a_minute + a_minute * BURST / 60 + 1


def test_who_comes_back_when_told_has_its_turn_though_others_came_since() -> None:
    line = a_line(6)
    waits = {name: line.turn(name, 0.0) for name in "abcd"}
    told = waits["d"]
    assert told > NEAR
    assert line.turn("e", told) > 0
    assert line.turn("d", told) == 0


def test_who_comes_back_too_early_is_told_the_same_instant_again() -> None:
    line = a_line(1)
    line.turn("a", 0.0)
    told = line.turn("b", 0.0)
    assert line.turn("b", 20.0) == pytest.approx(told - 20)


def test_a_place_is_not_kept_for_who_does_not_come() -> None:
    line = a_line(1)
    told = [line.turn(name, 0.0) for name in "abc"][-1]
    late = told + LATE + 1
    assert not line.is_idle(late)
    line.turn("d", late)
    line.turn("e", late)
    assert len(line._kept) == 1


def test_nobody_is_put_off_for_a_message_whose_permission_would_be_over() -> None:
    line = a_line(1)
    line.turn("a", 0.0)
    before = line.turn("b", 0.0, left=30.0)
    assert before == 30.0
    assert line.turn("c", 0.0) == pytest.approx(60 - BURST)


async def test_a_domain_without_a_pace_never_waits() -> None:
    pacing = Pacing({"gmail.com": Pace("Gmail", ("gmail.com",), a_minute=1)})
    for _ in range(100):
        async with pacing.turn("maria@example.com", None):
            pass


async def test_the_domains_of_a_provider_share_its_pace_and_other_domains_have_their_own() -> None:
    gmail = Pace("Gmail", ("gmail.com", "googlemail.com"), a_minute=1)
    pacing = Pacing({"gmail.com": gmail, "googlemail.com": gmail, "*": Pace("others", ("*",), a_minute=1)})
    for address in ("a@gmail.com", "a@one.example", "a@two.example"):
        async with pacing.turn(address, None):
            pass
    with pytest.raises(NotSent, match="paced"):
        async with pacing.turn("b@GoogleMail.com", None):
            pass


async def test_the_adapter_holds_back_what_is_too_fast_and_says_until_when(tmp_path: Path) -> None:
    file = tmp_path / "pace.toml"
    file.write_text('[[pace]]\ndomains = ["example.com"]\na_minute = 2\n')
    async with a_relay() as relay, an_smtp_adapter(relay.port, email=EmailSettings(pace=file)) as adapter:
        await adapter.send(a_message())
        with pytest.raises(NotSent) as caught:
            await adapter.send(a_message(number=2, to="jo@example.com"))
        await adapter.send(a_message(number=3, to="jo@elsewhere.example"))
    assert (caught.value.scope, len(relay.envelopes)) == (Scope.HELD, 2)
    assert timedelta(seconds=20) < caught.value.wait <= timedelta(seconds=30)


async def test_no_more_than_allowed_are_under_way_at_once(tmp_path: Path) -> None:
    file = tmp_path / "pace.toml"
    file.write_text('[[pace]]\ndomains = ["example.com"]\nat_once = 2\n')
    told = {"email": EmailSettings(pace=file), "smtp_deadline": SOON}
    async with (
        a_scripted_relay(Script(mail=SILENCE)) as relay,
        an_smtp_adapter(relay.port, **told) as adapter,
    ):
        sends = (adapter.send(a_message(number=number)) for number in range(5))
        outcomes = await asyncio.gather(*sends, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [NotSent] * 5
    assert len(relay.sessions) == 2


def test_the_shipped_file_can_be_read() -> None:
    assert {"gmail.com", "outlook.com", "yahoo.com", "*"} <= read_paces(SHIPPED).keys()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("pace = 3", r"write \[\[pace\]\]"),
        ("", r"write \[\[pace\]\]"),
        ("[[pace]]", "pace 1: domains must be a list"),
        ("[[pace]]\ndomains = ['a.example']\na_minute = 0", "a_minute must be a whole number above 0"),
        ("[[pace]]\ndomains = ['a.example']\nat_once = true", "at_once must be a whole number above 0"),
        ("[[pace]]\ndomains = ['a.example']\nper_hour = 1", "there is no key per_hour"),
        ("[[pace]]\ndomains = ['a.example', 'A.example']", "a.example is there twice"),
        ("[[pace", "cannot be read"),
    ],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "pace.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=complaint):
        read_paces(file)
