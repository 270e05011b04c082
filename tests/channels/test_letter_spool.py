"""Does a print house find each letter whole, once, and with all that it must know?"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from channels.adapter_settings import AdapterSettings
from channels.letter_code import ALPHABET, ending, letter_code, read_letter_code
from channels.letter_spool.adapter import SpoolAdapter
from channels.message import NotSent, Scope, SentText, Unknown
from channels.print_house import PrintHouse
from channels.registry import make_adapter
from gateway.domain.errors import ConfigError
from gateway.domain.ids import AttemptId
from gateway.domain.words import Channel
from tests.builders.message import a_message
from tests.fakes.clock import FixedClock

NAME = "00000000-0000-0000-0000-000000000001"
IDS = some.uuids().map(AttemptId)


def an_adapter(folder: Path, **house: Any) -> SpoolAdapter:
    settings = AdapterSettings(now=FixedClock().now, outbox=folder, print_house=PrintHouse(folder, **house))
    adapter = make_adapter(Channel.LETTER, "spool", settings)
    assert isinstance(adapter, SpoolAdapter)
    return adapter


@pytest.fixture
async def adapter(tmp_path: Path) -> SpoolAdapter:
    """An open adapter."""
    made = an_adapter(tmp_path, mail_class="first", colour=True)
    await made.open()
    return made


async def test_a_letter_is_a_document_and_a_sheet_that_describes_it(
    adapter: SpoolAdapter, tmp_path: Path
) -> None:
    message = a_message(Channel.LETTER, envelope="us-10")
    receipt = await adapter.send(message)
    sheet = json.loads((tmp_path / "out" / f"{NAME}.json").read_text())
    document = (tmp_path / "out" / sheet["file"]).read_bytes()
    assert document == message.pdf
    assert sheet == {
        "format": "dunwell-letter/1",
        "attempt_id": NAME,
        "code": receipt.provider_reference,
        "file": f"{NAME}.pdf",
        "sha256": sha256(document).hexdigest(),
        "bytes": len(document),
        "pages": 1,
        "recipient": ["Maria Lopez", "1 Main Street", "Albany NY 12207"],
        "sender": "Northwind Traders",
        "language": "en",
        "envelope": "us-10",
        "duplex": True,
        "colour": True,
        "mail_class": "first",
        "post": "ordinary",
        "handed_over_at": "2027-03-01T16:00:00Z",
        "mail_before": None,
    }


async def test_a_letter_is_never_put_in_place_of_another(adapter: SpoolAdapter, tmp_path: Path) -> None:
    await adapter.send(a_message(Channel.LETTER))
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    with pytest.raises(Unknown):
        await adapter.send(a_message(Channel.LETTER, pdf=b"%PDF <</Type/Pages/Count 2>>"))
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


async def test_a_sheet_that_is_there_already_leaves_no_doubt_unsaid(
    adapter: SpoolAdapter, tmp_path: Path
) -> None:
    (tmp_path / "out" / f"{NAME}.json").write_text("taken")
    with pytest.raises(Unknown):
        await adapter.send(a_message(Channel.LETTER))


async def test_without_room_nothing_of_a_letter_is_left(adapter: SpoolAdapter, tmp_path: Path) -> None:
    (tmp_path / "out" / f".{NAME}.json.unfinished").mkdir()  # the sheet cannot be written
    with pytest.raises((NotSent, Unknown)) as caught:
        await adapter.send(a_message(Channel.LETTER))
    assert not (tmp_path / "out" / f"{NAME}.json").exists()
    if isinstance(caught.value, NotSent):
        assert not (tmp_path / "out" / f"{NAME}.pdf").exists()


async def test_a_folder_that_is_gone_is_our_fault_and_passes(adapter: SpoolAdapter, tmp_path: Path) -> None:
    (tmp_path / "out").rmdir()
    with pytest.raises(NotSent) as caught:
        await adapter.send(a_message(Channel.LETTER))
    assert (caught.value.scope, caught.value.retryable) == (Scope.SENDER, True)


@pytest.mark.parametrize("change", [{"pdf": None}, {"pdf": b""}, {"pdf": b"no document"}, {"to": " \n "}])
async def test_what_cannot_be_printed_is_refused(
    adapter: SpoolAdapter, tmp_path: Path, change: dict[str, Any]
) -> None:
    with pytest.raises(NotSent) as caught:
        await adapter.send(a_message(Channel.LETTER, **change))
    assert caught.value.scope is Scope.CONTENT
    assert list((tmp_path / "out").iterdir()) == []


async def test_a_letter_whose_outcome_nobody_knows_is_found_by_its_sheet(
    adapter: SpoolAdapter, tmp_path: Path
) -> None:
    asked = SentText(AttemptId(UUID(NAME)), "", "", FixedClock().now())
    assert await adapter.trace(asked) == []
    await adapter.send(a_message(Channel.LETTER))
    (news,) = await adapter.trace(asked)
    assert (news.state, news.provider_reference) == ("accepted", letter_code(asked.attempt_id))
    (tmp_path / "out" / f"{NAME}.json").unlink()  # the print house took it
    assert await adapter.trace(asked) == []


async def test_others_on_the_machine_may_not_read_letters(adapter: SpoolAdapter, tmp_path: Path) -> None:
    await adapter.send(a_message(Channel.LETTER))
    assert {path.stat().st_mode & 0o007 for path in (tmp_path / "out").iterdir()} == {0}


async def test_a_folder_that_cannot_be_made_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match=r"letter\.folder"):
        await an_adapter(tmp_path / "file").open()


def test_a_print_house_reaches_people(tmp_path: Path) -> None:
    assert an_adapter(tmp_path).sandbox is False


@given(IDS)
def test_a_code_is_read_as_it_is_typed(attempt_id: AttemptId) -> None:
    code = letter_code(attempt_id)
    assert read_letter_code(code) == code
    assert read_letter_code(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == code


@given(IDS)
def test_a_code_tells_how_the_id_ends(attempt_id: AttemptId) -> None:
    assert attempt_id.hex.endswith(ending(letter_code(attempt_id)))


@given(IDS, some.integers(0, 11), some.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(attempt_id: AttemptId, place: int, character: str) -> None:
    plain = letter_code(attempt_id).replace("-", "")
    wrong = plain[:place] + character + plain[place + 1 :]
    assert wrong == plain or read_letter_code(wrong) is None


@pytest.mark.parametrize("typed", ["", "K7QF", "K7QF-2M9X-4RTÉ", "0" * 13])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_letter_code(typed) is None


def test_a_code_names_the_letter() -> None:
    assert letter_code(AttemptId(UUID(int=1))) == "0000-0000-001Y"
