"""What is handed over? A reserved attempt and its finished message, while what was decided still holds."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from channels.message import Message
from gateway.dispatcher.enclosures import Enclosed
from gateway.dispatcher.outcomes import Outcome
from gateway.dispatcher.recording import Settled
from gateway.domain.ids import AttemptId, ContactPointId, CreditorId, CustomerId, OutreachId
from gateway.domain.stops import Stop, Stops
from gateway.render import LetterDocument, letter_pdf

PRESSED_AT_ONCE = 4  # letters whose PDFs are made together
LATE = timedelta(seconds=1)  # a turn that was missed by more is taken anew
FRESH_FOR = timedelta(minutes=2)  # a judgement older than this (a suspended machine, say) is made again


@dataclass(frozen=True, slots=True)
class Parcel:
    """A reserved attempt with its finished message."""

    message: Message
    outreach_id: OutreachId
    customer_id: CustomerId
    contact_point_id: ContactPointId
    creditor_id: CreditorId
    template: str
    tries: int
    judged_at: datetime
    way: str = ""  # provider and channel
    leaves_at: datetime | None = None  # its turn at the provider; None: at once
    letter: LetterDocument | None = None
    enclosed: tuple[Enclosed, ...] = ()  # files that go with an email

    @property
    def attempt_id(self) -> AttemptId:
        """The attempt's id, which is the message's too."""
        return self.message.attempt_id

    def stop_among(self, stops: Stops) -> Stop | None:
        """Return the stop that holds it back."""
        return stops.of_contact(self.creditor_id, self.template, self.message.channel)

    def settled(self, outcome: Outcome) -> Settled:
        """Return this parcel's attempt with what became of it."""
        return Settled(
            self.attempt_id,
            self.outreach_id,
            self.customer_id,
            self.contact_point_id,
            self.message.channel,
            outcome,
            self.way,
        )

    @property
    def turn(self) -> datetime:
        """When it may leave, as far as its provider's pace goes."""
        return self.leaves_at or self.judged_at

    def is_fresh(self, now: datetime) -> bool:
        """Whether what was decided still holds. A missed turn is lost: those who came late together would
        leave together, and too fast."""
        is_late = self.leaves_at is not None and now - self.leaves_at > LATE
        is_over = self.message.not_after is not None and now >= self.message.not_after
        return now - self.judged_at <= FRESH_FOR and not is_late and not is_over

    async def finished(self) -> Parcel:
        """Return it with its PDF or files, too slow to get inside the transaction that reserved it."""
        if self.enclosed:
            files = [await asyncio.to_thread(one.finished) for one in self.enclosed]
            return replace(self, message=replace(self.message, attachments=tuple(files)), enclosed=())
        if self.letter is None:
            return self
        pdf = await asyncio.to_thread(letter_pdf, self.letter)
        return replace(self, message=replace(self.message, pdf=pdf), letter=None)


def next_few(waiting: deque[Parcel], most: int) -> list[Parcel]:
    """Take the next ones from the line: so many, and few letters, for which the others would wait."""
    taken: list[Parcel] = []
    while waiting and len(taken) < most:
        if sum(parcel.letter is not None for parcel in taken) == PRESSED_AT_ONCE:
            break
        taken.append(waiting.popleft())
    return taken
