"""What lies in the outbox after a sandbox has "sent"?"""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from channels.adapter_settings import AdapterSettings
from channels.email_mime import email_bytes
from channels.message import Message, NotSent, Receipt, Scope, Unknown
from channels.registry import make_adapter
from gateway.domain.errors import ConfigError
from gateway.domain.words import Channel
from tests.builders.message import a_message
from tests.fakes.clock import A_MONDAY, FixedClock


async def sent(folder: Path, message: Message, **told: Any) -> Receipt:
    settings = AdapterSettings(now=FixedClock().now, outbox=folder, **told)
    adapter = make_adapter(message.channel, "sandbox", settings)
    await adapter.open()
    return await adapter.send(message)


async def test_an_email_is_kept_as_the_bytes_a_relay_would_get(tmp_path: Path) -> None:
    message = a_message()
    receipt = await sent(tmp_path, message)
    assert receipt.provider_reference == f"{message.attempt_id}.eml"
    content = (tmp_path / "email" / f"{message.attempt_id}.eml").read_bytes()
    assert content == email_bytes(message, at=A_MONDAY)


async def test_an_sms_is_kept_with_its_number_and_segments(tmp_path: Path) -> None:
    message = a_message(Channel.SMS, text="Dear María, please call us.", language="es")
    await sent(tmp_path, message)
    head, _, text = (tmp_path / "sms" / f"{message.attempt_id}.txt").read_text().partition("\n\n")
    assert head.splitlines() == [
        "To: +12125550123",
        "From: +18885550100",
        "Language: es",
        "Encoding: UCS-2",
        "Segments: 1",
    ]
    assert text == "Dear María, please call us.\n"


async def test_a_call_is_kept_with_all_that_would_be_said_and_to_whom(tmp_path: Path) -> None:
    words = {"text": "This is for Ana.", "after_check": "You owe & more.", "voicemail": "This is Pat."}
    message = a_message(Channel.VOICE, **words, form="prerecorded", language="es")
    await sent(tmp_path, message, call_keys=lambda _: ("Press 1.", "Press 2."))
    script = parsed(tmp_path, message)
    assert [verb.tag for verb in script if isinstance(verb.tag, str)] == [
        "Gather", "Gather", "Pause", "Say", "Hangup",
    ]  # fmt: skip
    assert [(verb.text or "").strip() for verb in script if not isinstance(verb.tag, str)] == [
        "To a person who answers",
        "To the right person alone, once the check is passed",
        "To a machine, and nothing else",
    ]
    said = list(script.iter("Say"))
    assert [say.text for say in said] == [
        "This is for Ana.", "Press 1.", "You owe & more.", "Press 2.", "This is Pat.",
    ]  # fmt: skip
    assert {say.get("language") for say in said} == {"es-MX"}


async def test_a_machine_hears_the_limited_content_and_nothing_else(tmp_path: Path) -> None:
    message = a_message(Channel.VOICE, text="This is Ann.", form="limited_content_voicemail")
    await sent(tmp_path, message)
    script = parsed(tmp_path, message)
    assert [verb.tag for verb in script if isinstance(verb.tag, str)] == ["Pause", "Say", "Hangup"]
    assert [say.text for say in script.iter("Say")] == ["This is Ann."]


async def test_a_call_whose_keys_have_no_words_offers_none(tmp_path: Path) -> None:
    message = a_message(Channel.VOICE, text="Bitte rufen Sie an.", language="de-DE")
    await sent(tmp_path, message)
    tags = [verb.tag for verb in parsed(tmp_path, message) if isinstance(verb.tag, str)]
    assert tags == ["Say", "Hangup"]


@pytest.mark.parametrize("part", ["text", "after_check", "voicemail"])
async def test_no_part_of_a_call_may_hold_what_cannot_be_said(tmp_path: Path, part: str) -> None:
    with pytest.raises(NotSent):
        await sent(tmp_path, a_message(Channel.VOICE, **{part: "bell \x07"}))


def parsed(outbox: Path, message: Message) -> ElementTree.Element:
    """Return a call's script with its comments."""
    keeps = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
    return ElementTree.parse(outbox / "voice" / f"{message.attempt_id}.xml", keeps).getroot()


async def test_a_letter_is_kept_as_its_document(tmp_path: Path) -> None:
    message = a_message(Channel.LETTER)
    await sent(tmp_path, message)
    assert (tmp_path / "letter" / f"{message.attempt_id}.pdf").read_bytes() == message.pdf


@pytest.mark.parametrize("channel", Channel)
async def test_a_second_sending_of_an_attempt_is_seen_and_changes_nothing(
    channel: Channel, tmp_path: Path
) -> None:
    first = a_message(channel)
    await sent(tmp_path, first)
    (file,) = (tmp_path / channel).iterdir()
    before = file.read_bytes()
    with pytest.raises(Unknown, match="already sent"):
        await sent(tmp_path, a_message(channel, text="Something else", pdf=b"%PDF-else"))
    assert [path.read_bytes() for path in (tmp_path / channel).iterdir()] == [before]


async def test_of_two_sendings_at_once_one_is_kept(tmp_path: Path) -> None:
    messages = [a_message(text=f"Text {number}") for number in range(8)]
    answers = await asyncio.gather(*(sent(tmp_path, m) for m in messages), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["Receipt"] + ["Unknown"] * 7
    assert len(list((tmp_path / "email").iterdir())) == 1


async def test_nobody_else_may_read_the_outbox(tmp_path: Path) -> None:
    await sent(tmp_path / "var" / "outbox", a_message())
    (file,) = (tmp_path / "var" / "outbox" / "email").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


async def test_a_disk_that_refuses_means_not_sent_and_leaves_nothing(tmp_path: Path) -> None:
    settings = AdapterSettings(now=FixedClock().now, outbox=tmp_path)
    adapter = make_adapter(Channel.EMAIL, "sandbox", settings)
    await adapter.open()
    (tmp_path / "email").rmdir()
    with pytest.raises(NotSent) as caught:
        await adapter.send(a_message())
    assert (caught.value.scope, caught.value.retryable, caught.value.code) == (Scope.SENDER, True, "ENOENT")


async def test_an_outbox_that_cannot_be_made_is_a_configuration_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigError, match="outbox"):
        await sent(tmp_path / "file" / "outbox", a_message())
