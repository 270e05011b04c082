"""Did Twilio take this SMS? Yes (a receipt), no (NotSent) or nobody knows (Unknown), by one deadline."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from channels.adapter_settings import AdapterSettings
from channels.callback_token import CallbackTokens
from channels.message import DeliveryEvent, Listed, Message, NotSent, Receipt, Scope, SentText, Unknown
from channels.sms_twilio.news import SID
from channels.sms_twilio.tracing import listed, traces
from channels.twilio_account import TwilioAccount
from channels.twilio_codes import read_codes
from channels.twilio_lists import LISTED
from gateway.domain.errors import ConfigError
from gateway.domain.words import Channel

if TYPE_CHECKING:
    from channels.twilio_requests import TwilioRequests

MOST_CHARACTERS = 1600  # https://www.twilio.com/docs/api/errors/21617
LONGEST_VALIDITY = 36_000  # seconds, Twilio's most
LEAST_VALIDITY = 10  # seconds; below that a text would expire in any queue
PAGE = 200  # texts in one answer, which is far from the most that is read of one
STATUS_USE = "sms-status"
STATUS_PATH = "/webhooks/twilio/status/"


def make(settings: AdapterSettings) -> TwilioSmsAdapter:
    """Return the adapter that the settings describe. Raises ConfigError if one is missing or wrong."""
    if settings.twilio is None:
        raise ConfigError("channels.sms: the adapter twilio needs the settings of [twilio]")
    settings.twilio.check()
    return TwilioSmsAdapter(settings.twilio, now=settings.now)


class TwilioSmsAdapter:
    """Submits each text once; opened, used and closed in one loop."""

    name = "twilio"
    channel = Channel.SMS

    def __init__(self, account: TwilioAccount, *, now: Callable[[], datetime]) -> None:
        self.sandbox = account.is_loopback
        self._account, self._now = account, now
        self._codes = read_codes(account.codes)
        self._tokens: CallbackTokens | None = None
        self._requests: TwilioRequests | None = None

    async def open(self) -> None:
        """Make ready; connections are made when there is something to send."""
        if self._requests is None:
            from channels.twilio_requests import TwilioRequests  # a second's worth of modules

            self._tokens = CallbackTokens(self._account.callback_key(), STATUS_USE)
            self._requests = TwilioRequests(self._account, self._codes)
        await self._requests.open()

    async def send(self, message: Message) -> Receipt:
        """Return Twilio's receipt. Raises NotSent or Unknown, also when the task is cancelled."""
        if self._requests is None or self._tokens is None:
            raise NotSent(scope=Scope.TRANSIENT, retryable=True, code="closed")
        fields = self._fields(message, self._tokens)
        taken = await self._requests.ask(lambda client: client.messages.create_async(**fields))
        return self._receipt(taken)

    async def trace(self, sent: SentText) -> list[DeliveryEvent]:
        """Return what Twilio's own list says of a text of which we do not know whether it left, oldest first.

        An empty list proves nothing. Raises NotSent or Unknown where the list could not be had.
        """
        if self._requests is None:
            return []
        listed = await self._requests.ask(
            lambda client: client.messages.list_async(to=sent.to, limit=LISTED, page_size=LISTED)
        )
        return traces(sent, listed, self._codes, within=self._account.deadline)

    async def sent_since(self, since: datetime) -> AsyncIterator[Sequence[Listed]]:
        """Yield every text that the account sent since, page by page. Raises NotSent or Unknown."""
        requests = self._opened()
        day = since.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)  # Twilio asks by days
        page = await requests.ask(
            lambda client: client.messages.page_async(date_sent_after=day, page_size=PAGE)
        )
        while True:
            lines = [line for line in page if self._is_sent_by_us(line)]
            yield [
                found for line in lines if (found := listed(line, self._codes)) and found.created_at >= since
            ]
            further = page.next_page_url
            if not further or not further.startswith(f"{self._account.api}/"):
                return
            page = await requests.ask(
                lambda client, url=further: client.messages.get_page_async(url)  # type: ignore[misc]
            )

    async def find(self, reference: str) -> Listed | None:
        """Return a text by its SID, or None where it is not there. Raises NotSent or Unknown."""
        if not SID.fullmatch(reference):
            return None
        try:
            return listed(
                await self._opened().ask(lambda client: client.messages(reference).fetch_async()), self._codes
            )
        except NotSent as error:
            if error.code.startswith("404"):
                return None
            raise

    def _opened(self) -> TwilioRequests:
        if self._requests is None:
            raise NotSent(scope=Scope.TRANSIENT, retryable=True, code="closed")
        return self._requests

    def _is_sent_by_us(self, line: Any) -> bool:
        """An account may serve others too, by services of their own."""
        service = self._account.messaging_service_sid
        return line.direction == "outbound-api" and (not service or line.messaging_service_sid == service)

    async def close(self) -> None:
        """Close the connections."""
        if self._requests is not None:
            await self._requests.close()

    def _fields(self, message: Message, tokens: CallbackTokens) -> dict[str, Any]:
        service = self._account.messaging_service_sid
        callback = f"{self._account.public_url}{STATUS_PATH}{tokens.token(message.attempt_id)}"
        return {
            "to": message.to,
            "body": _sayable(message.text),
            "status_callback": callback,
            "smart_encoded": True,
            "validity_period": self._validity(message.not_after),
            **({"messaging_service_sid": service} if service else {"from_": message.sender}),
        }

    def _validity(self, not_after: datetime | None) -> int:
        """How long Twilio may hold the text. It begins to count when it has the request, which may be as late
        as our deadline; so much is kept back, and the text cannot leave after the permission ended."""
        if not_after is None:
            return LONGEST_VALIDITY
        left = int((not_after - self._now() - self._account.deadline).total_seconds())
        if left < LEAST_VALIDITY:
            raise NotSent(scope=Scope.EXPIRED, retryable=False, code="expired")
        return min(left, LONGEST_VALIDITY)

    def _receipt(self, taken: Any) -> Receipt:
        sid, status = taken.sid, str(taken.status)
        if not isinstance(sid, str) or not SID.fullmatch(sid):
            raise Unknown("no sid")
        if status == "failed":
            raise self._codes.refusal(201, taken.error_code if isinstance(taken.error_code, int) else None)
        return Receipt(sid, status)


def _sayable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise NotSent(scope=Scope.CONTENT, retryable=False, code="text-not-unicode") from None
    if not 0 < len(text) <= MOST_CHARACTERS:
        raise NotSent(scope=Scope.CONTENT, retryable=False, code="text-length")
    return text
