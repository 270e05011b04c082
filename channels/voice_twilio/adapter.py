"""Did Twilio take this call? Yes (a receipt), no (NotSent) or nobody knows (Unknown), by one deadline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog

from channels.adapter_settings import AdapterSettings
from channels.callback_token import CallbackTokens
from channels.message import DeliveryEvent, Message, NotSent, Receipt, Scope, SentText, Unknown
from channels.spoken import is_sayable
from channels.twilio_account import TwilioAccount
from channels.twilio_lists import LISTED
from channels.voice_twilio.endings import read_endings
from channels.voice_twilio.news import SID
from channels.voice_twilio.tracing import traces
from gateway.domain.errors import ConfigError
from gateway.domain.words import Channel

if TYPE_CHECKING:
    from channels.twilio_requests import TwilioRequests

log = structlog.get_logger(__name__)

VOICE_USE = "voice"
VOICE_PATH = "/webhooks/twilio/voice/"
EVENTS = ["initiated", "ringing", "answered", "completed"]
DETECTION = 30  # seconds within which Twilio says who picked up; else it is unknown
CANCELLED = "canceled"


def make(settings: AdapterSettings) -> TwilioVoiceAdapter:
    """Return the adapter that the settings describe. Raises ConfigError if one is missing or wrong."""
    if settings.twilio is None:
        raise ConfigError("channels.voice: the adapter twilio needs the settings of [twilio]")
    settings.twilio.check()
    return TwilioVoiceAdapter(settings.twilio, now=settings.now)


class TwilioVoiceAdapter:
    """Places each call once; what is said in it is asked of us when somebody picks up."""

    name = "twilio"
    channel = Channel.VOICE

    def __init__(self, account: TwilioAccount, *, now: Callable[[], datetime]) -> None:
        self.sandbox = account.is_loopback
        self._account, self._now = account, now
        self._endings = read_endings(account.codes)
        self._tokens: CallbackTokens | None = None
        self._requests: TwilioRequests | None = None

    async def open(self) -> None:
        """Make ready; connections are made when there is a call to place."""
        if self._requests is None:
            from channels.twilio_requests import TwilioRequests  # a second's worth of modules

            self._tokens = CallbackTokens(self._account.callback_key(), VOICE_USE)
            self._requests = TwilioRequests(self._account, self._endings.codes)
        await self._requests.open()

    async def send(self, message: Message) -> Receipt:
        """Return Twilio's receipt. Raises NotSent or Unknown, also when the task is cancelled."""
        if self._requests is None or self._tokens is None:
            raise NotSent(scope=Scope.TRANSIENT, retryable=True, code="closed")
        latest = self._latest(message.not_after)
        fields = self._fields(_sayable(message), self._tokens)
        taken = await self._requests.ask(lambda client: client.calls.create_async(**fields))
        if not isinstance(taken.sid, str) or not SID.fullmatch(taken.sid):
            raise Unknown("no sid")
        if latest is not None and self._now() + _queued_for(taken.queue_time) > latest:
            await self._take_back(taken.sid, message)
        return Receipt(taken.sid, str(taken.status))

    async def trace(self, sent: SentText) -> list[DeliveryEvent]:
        """Return what Twilio's own list says of a call of which we do not know whether it was placed.

        An empty list proves nothing. Raises NotSent or Unknown where the list could not be had.
        """
        if self._requests is None:
            return []
        ours = {"from_": sent.sender} if sent.sender else {}
        listed = await self._requests.ask(
            lambda client: client.calls.list_async(to=sent.to, limit=LISTED, page_size=LISTED, **ours)
        )
        return traces(sent, listed, self._endings, within=self._account.deadline)

    async def close(self) -> None:
        """Close the connections."""
        if self._requests is not None:
            await self._requests.close()

    def _latest(self, not_after: datetime | None) -> datetime | None:
        """Until when a call may begin to ring: it rings, and may last, and all of that is permitted time.

        Raises NotSent where Twilio may have the request only later than that.
        """
        if not_after is None:
            return None
        latest = not_after - self._account.voice.ring - self._account.voice.longest
        if latest - self._account.deadline <= self._now():
            raise NotSent(scope=Scope.EXPIRED, retryable=False, code="expired")
        return latest

    async def _take_back(self, sid: str, message: Message) -> None:
        """Cancel a call that waits in Twilio's queue for longer than is permitted.

        Raises NotSent once it is certain that it will not ring. Where it is not, the call counts as placed.
        """
        assert self._requests is not None
        try:
            told = await self._requests.ask(lambda client: client.calls(sid).update_async(status=CANCELLED))
            was_cancelled = told.status == CANCELLED
        except (NotSent, Unknown):
            was_cancelled = False
        if was_cancelled:
            raise NotSent(scope=Scope.EXPIRED, retryable=False, code="queued too long")
        log.error(
            "a call that is queued too long could not be cancelled",
            action="attempt:voice:late",
            attempt_id=str(message.attempt_id),
        )

    def _fields(self, message: Message, tokens: CallbackTokens) -> dict[str, Any]:
        base = f"{self._account.public_url}{VOICE_PATH}{tokens.token(message.attempt_id)}"
        return {
            "to": message.to,
            "from_": message.sender,
            "url": base,
            "method": "POST",
            "fallback_url": f"{base}/fallback/{message.language.partition('-')[0]}",
            "fallback_method": "POST",
            "status_callback": f"{base}/status",
            "status_callback_event": EVENTS,
            "status_callback_method": "POST",
            "timeout": _seconds(self._account.voice.ring),
            "time_limit": _seconds(self._account.voice.longest),
            # Where a message is left, its end of the greeting is waited for; else the quick verdict will do.
            "machine_detection": "DetectMessageEnd" if message.voicemail else "Enable",
            "machine_detection_timeout": DETECTION,
        }


def _sayable(message: Message) -> Message:
    texts = (message.text, message.after_check, message.voicemail)
    if not any(text.strip() for text in texts) or not all(map(is_sayable, texts)):
        raise NotSent(scope=Scope.CONTENT, retryable=False, code="text-not-xml")
    return message


def _queued_for(told: Any) -> timedelta:
    """Twilio's estimate, in milliseconds."""
    return timedelta(milliseconds=int(told)) if str(told or "").isdecimal() else timedelta()


def _seconds(length: timedelta) -> int:
    return int(length.total_seconds())
