"""Did Lob take this letter? Yes (a receipt), no (NotSent) or nobody knows (Unknown), by one deadline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from channels.adapter_settings import AdapterSettings
from channels.letter_lob.news import ID, PROVIDER, attempt_of, news_of_letter
from channels.letter_lob.order import METADATA_KEY, order_of, problems_of
from channels.lob_account import LobAccount
from channels.message import DeliveryEvent, Message, NotSent, Receipt, Scope, SentText, Unknown
from gateway.domain.errors import ConfigError
from gateway.domain.words import Channel

if TYPE_CHECKING:
    from channels.letter_lob.requests import LobRequests

PATH = "/v1/letters"


def make(settings: AdapterSettings) -> LobAdapter:
    """Return the adapter that the settings describe. Raises ConfigError if one is missing or wrong."""
    if settings.lob is None:
        raise ConfigError("channels.letter: the adapter lob needs the settings of [lob]")
    settings.lob.check()
    return LobAdapter(settings.lob, now=settings.now)


class LobAdapter:
    """Submits each letter under its attempt's id; opened, used and closed in one loop."""

    name = PROVIDER
    channel = Channel.LETTER
    envelope = "us-lob"
    surely_shown_after = timedelta(minutes=30)  # far beyond the deadline and any delay of Lob's list

    def __init__(self, account: LobAccount, *, now: Callable[[], datetime]) -> None:
        self.sandbox = account.reaches_nobody
        self._account, self._now = account, now
        self._requests: LobRequests | None = None

    async def open(self) -> None:
        """Make ready; connections are made when there is something to send."""
        if self._requests is None:
            from channels.letter_lob.requests import LobRequests  # modules that a command may not need

            self._requests = LobRequests(self._account)
        await self._requests.open()

    async def send(self, message: Message) -> Receipt:
        """Return Lob's receipt. Raises NotSent or Unknown, also when the task is cancelled."""
        if self._requests is None:
            raise NotSent(scope=Scope.TRANSIENT, retryable=True, code="closed")
        if message.not_after is not None and self._now() >= message.not_after:
            raise NotSent(scope=Scope.EXPIRED, retryable=False, code="expired")
        order = order_of(message, self._account)
        return _receipt(await self._requests.create(order.form, str(message.attempt_id)))

    async def trace(self, sent: SentText) -> list[DeliveryEvent]:
        """Return what Lob has of an attempt: it is asked by our own id. Raises NotSent or Unknown."""
        if self._requests is None:
            raise NotSent(scope=Scope.TRANSIENT, retryable=True, code="closed")
        wanted = [(f"metadata[{METADATA_KEY}]", str(sent.attempt_id)), ("limit", "10")]
        listed = await self._requests.get(PATH, wanted)
        letters = listed.get("data")
        if not isinstance(letters, list):
            raise Unknown("unreadable answer")
        ours = sorted((one for one in letters if attempt_of(one) == sent.attempt_id), key=_created)
        return [news for news in map(news_of_letter, ours) if news is not None]

    def problems(self, to: str, *, sender_name: str, sender: str) -> tuple[str, ...]:
        """Return, in words for people, why Lob would not take a letter to or from these addresses."""
        return problems_of(to, sender_name, sender)

    async def close(self) -> None:
        """Close the connections."""
        if self._requests is not None:
            await self._requests.close()


def _receipt(letter: dict[str, Any]) -> Receipt:
    reference = letter.get("id")
    if not isinstance(reference, str) or not ID.fullmatch(reference):
        raise Unknown("no id")
    return Receipt(reference, "created")


def _created(letter: dict[str, Any]) -> str:
    return str(letter.get("date_created", ""))
