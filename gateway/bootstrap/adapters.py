"""Which adapter takes each channel's messages, and what does it know of its provider?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from channels.adapter_settings import AdapterSettings
from channels.email_settings import DkimSettings, EmailSettings
from channels.lob_account import LobAccount
from channels.message import Adapter, Message
from channels.print_house import PrintHouse
from channels.registry import make_adapter
from channels.twilio_account import TwilioAccount
from channels.voice_settings import VoiceSettings
from gateway.domain.clock import Clock
from gateway.domain.words import Channel
from gateway.settings import OFF, Settings

if TYPE_CHECKING:
    from gateway.voice import Words

CallbackKey = Callable[[], bytes]


def made_adapters(
    settings: Settings, clock: Clock, callback_key: CallbackKey, call_words: Callable[[], Words]
) -> dict[Channel, Adapter]:
    """Return one adapter per channel that is not switched off; made, not opened."""
    told = AdapterSettings(
        now=clock.now,
        outbox=settings.outbox,
        smtp_url=settings.smtp.url.get_secret_value(),
        smtp_ca_file=settings.smtp.ca_file,
        smtp_deadline=timedelta(seconds=settings.smtp.deadline_seconds),
        smtp_connections=settings.smtp.connections,
        smtp_messages_per_connection=settings.smtp.messages_per_connection,
        email=_email(settings, callback_key),
        twilio=_twilio(settings, callback_key),
        print_house=print_house(settings),
        lob=_lob(settings),
        call_keys=lambda message: _call_keys(call_words(), message),
    )
    names = {channel: settings.channels.adapter_name(channel) for channel in Channel}
    return {channel: make_adapter(channel, name, told) for channel, name in names.items() if name != OFF}


def print_house(settings: Settings) -> PrintHouse:
    """Return what is agreed with the print house."""
    told = settings.letter
    return PrintHouse(settings.letter_folder, told.duplex, told.colour, told.mail_class)


def _email(settings: Settings, callback_key: CallbackKey) -> EmailSettings:
    smtp = settings.smtp
    return EmailSettings(
        fallback_urls=tuple(url.get_secret_value() for url in smtp.fallback_urls),
        most_bytes=smtp.most_bytes,
        pace=smtp.pace,
        bounce_address=smtp.bounce_address,
        stops_by_mail=settings.mailbox.is_read,
        dkim=tuple(DkimSettings(key.key_file, key.selector, key.domain) for key in smtp.dkim),
        callback_key=callback_key,
    )


def _call_keys(words: Words, message: Message) -> tuple[str, str]:
    from gateway.voice.outline import keys_offered

    keys = keys_offered(words, message.language, name=message.to_name, is_company=message.to_company)
    return keys.who, keys.menu


def _lob(settings: Settings) -> LobAccount:
    told, letter = settings.lob, settings.letter
    return LobAccount(
        api_key=told.api_key.get_secret_value() if told.api_key else None,
        mode=told.mode,
        base_url=told.base_url,
        deadline=timedelta(seconds=told.deadline_seconds),
        connections=told.connections,
        mail_type=told.mail_type,
        duplex=letter.duplex,
        colour=letter.colour,
    )


def _twilio(settings: Settings, callback_key: CallbackKey) -> TwilioAccount:
    told = settings.twilio
    return TwilioAccount(
        codes=told.codes,
        public_url=settings.public_url,
        callback_key=callback_key,
        account_sid=told.account_sid,
        auth_token=told.auth_token.get_secret_value() if told.auth_token else None,
        base_url=told.base_url,
        messaging_service_sid=told.messaging_service_sid,
        deadline=timedelta(seconds=told.deadline_seconds),
        connections=told.connections,
        voice=VoiceSettings(
            ring=timedelta(seconds=told.ring_seconds),
            longest=timedelta(seconds=told.longest_call_seconds),
        ),
    )
