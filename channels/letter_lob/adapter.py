"""Did Lob take this letter? Yes (a receipt), no (NotSent) or nobody knows (Unknown), by one deadline."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from channels.adapter_settings import AdapterSettings
from channels.letter_lob.news import ID, PROVIDER, attempt_of, news_of_letter
from channels.letter_lob.order import METADATA_KEY, order_of, problems_of
from channels.lob_account import LobAccount
from channels.message import DeliveryEvent, Listed, Message, NotSent, Receipt, Scope, SentText, Unknown
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
        wanted = [(f"metadata[{METADATA_KEY}]", str(sent.attempt_id)), ("limit", "10")]
        listed = await self._page(wanted)
        letters = listed.get("data")
        if not isinstance(letters, list):
            raise Unknown("unreadable answer")
        ours = sorted((one for one in letters if attempt_of(one) == sent.attempt_id), key=_created)
        return [news for news in map(news_of_letter, ours) if news is not None]

    async def sent_since(self, since: datetime) -> AsyncIterator[Sequence[Listed]]:
        """Yield every letter of the account made since, page by page. Raises NotSent or Unknown."""
        from_then = ("date_created[gte]", since.isoformat(timespec="seconds").replace("+00:00", "Z"))
        cursor = ""
        while True:
            page = await self._page([("limit", "100"), from_then, *((("after", cursor),) if cursor else ())])
            letters = page.get("data")
            if not isinstance(letters, list):
                raise Unknown("unreadable answer")
            yield [listed for listed in map(_listed, letters) if listed is not None]
            further = next_cursor(page.get("next_url"))
            if not further or further == cursor:
                return
            cursor = further

    async def find(self, reference: str) -> Listed | None:
        """Return a letter by Lob's id, or None where it is not there. Raises NotSent or Unknown."""
        if self._requests is None or not ID.fullmatch(reference):
            return None
        try:
            return _listed(await self._requests.get(f"{PATH}/{reference}"))
        except NotSent as error:
            if error.code.startswith("404"):
                return None
            raise

    async def _page(self, wanted: Sequence[tuple[str, str]]) -> dict[str, Any]:
        if self._requests is None:
            raise NotSent(scope=Scope.TRANSIENT, retryable=True, code="closed")
        return await self._requests.get(PATH, wanted)

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


def next_cursor(url: Any) -> str:
    """Return where the next page begins; of the address that Lob gives, nothing else is used."""
    return dict(parse_qsl(urlsplit(url).query)).get("after", "") if isinstance(url, str) else ""


def _listed(letter: Any) -> Listed | None:
    reference = letter.get("id") if isinstance(letter, dict) else None
    if not isinstance(reference, str) or not ID.fullmatch(reference):
        return None
    try:
        created_at = datetime.fromisoformat(_created(letter))
    except ValueError:
        return None
    if created_at.tzinfo is None:
        return None
    return Listed(reference, created_at, lambda _: news_of_letter(letter), attempt_of(letter))


def _created(letter: dict[str, Any]) -> str:
    return str(letter.get("date_created", ""))
