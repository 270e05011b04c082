"""Is this letter in the print house's folder? Yes (a receipt), no (NotSent) or nobody knows (Unknown)."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Callable
from datetime import datetime

from channels.adapter_settings import AdapterSettings
from channels.letter_code import letter_code
from channels.letter_spool.acknowledgement import PROVIDER
from channels.letter_spool.folder import make_durable, write_once
from channels.letter_spool.job import job_sheet
from channels.message import DeliveryEvent, Message, NotSent, Receipt, Scope, SentText, Unknown
from channels.print_house import PrintHouse
from gateway.domain.errors import ConfigError
from gateway.domain.words import AttemptState, Channel


def make(settings: AdapterSettings) -> SpoolAdapter:
    """Return the adapter for these settings."""
    return SpoolAdapter(settings.print_house, now=settings.now)


class SpoolAdapter:
    """Puts a document and its job sheet into the folder. The sheet is what hands it over."""

    name = PROVIDER
    channel = Channel.LETTER
    sandbox = False

    def __init__(self, house: PrintHouse, *, now: Callable[[], datetime]) -> None:
        self._house, self._now = house, now

    async def open(self) -> None:
        """Make the folders. Raises ConfigError if that cannot be done."""
        for folder in (self._house.letters, self._house.acknowledgements):
            try:
                await asyncio.to_thread(folder.mkdir, mode=0o770, parents=True, exist_ok=True)
            except OSError as error:
                raise ConfigError(f"letter.folder: cannot make {folder} ({_name(error)})") from None

    async def send(self, message: Message) -> Receipt:
        """Return the letter's code as its reference. Raises NotSent or Unknown."""
        if message.not_after is not None and self._now() >= message.not_after:
            raise NotSent(scope=Scope.EXPIRED, retryable=False, code="expired")
        if message.pdf is None:
            raise NotSent(scope=Scope.CONTENT, retryable=False, code="letter-without-document")
        sheet = job_sheet(message, message.pdf, self._house, self._now())
        try:
            await asyncio.to_thread(self._put, str(message.attempt_id), message.pdf, sheet)
        except asyncio.CancelledError:
            raise Unknown("cancelled") from None
        return Receipt(provider_reference=letter_code(message.attempt_id))

    async def trace(self, sent: SentText) -> list[DeliveryEvent]:
        """Return that a letter was handed over if its sheet lies there still; nothing else is proven."""
        sheet = self._house.letters / f"{sent.attempt_id}.json"
        if not await asyncio.to_thread(sheet.is_file):
            return []
        found = DeliveryEvent(
            attempt_id=sent.attempt_id,
            state=AttemptState.ACCEPTED.value,
            provider=PROVIDER,
            provider_event_id=f"{sent.attempt_id}:found",
            code="found",
            provider_reference=letter_code(sent.attempt_id),
        )
        return [found]

    async def close(self) -> None:
        """Nothing is held open."""

    def _put(self, name: str, document: bytes, sheet: bytes) -> None:
        folder = self._house.letters
        pdf, job = folder / f"{name}.pdf", folder / f"{name}.json"
        try:
            write_once(pdf, document)
        except FileExistsError:
            raise Unknown("already sent") from None
        except OSError as error:
            raise NotSent(scope=Scope.SENDER, retryable=True, code=_name(error)) from None
        try:
            write_once(job, sheet)
        except FileExistsError:
            raise Unknown("already sent") from None
        except OSError as error:
            pdf.unlink(missing_ok=True)  # without its job sheet nobody prints it
            raise NotSent(scope=Scope.SENDER, retryable=True, code=_name(error)) from None
        try:
            make_durable(folder)
        except OSError as error:
            raise Unknown(_name(error)) from None


def _name(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, "disk")
