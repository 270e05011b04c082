"""Which words go to whom? From an allowed case to the finished message that an adapter can send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from channels.letter_code import letter_code
from channels.message import Message, PrintsAddresses
from gateway.dispatcher.cases import Case
from gateway.dispatcher.contexts import Addresses, context_of
from gateway.dispatcher.dossier import Dossier
from gateway.dispatcher.enclosures import (
    NO_DOCUMENTS,
    Documents,
    Enclosed,
    Enclosure,
    LeftOut,
    statement_of,
)
from gateway.dispatcher.on_machine import left_on_machine
from gateway.domain.errors import DataError
from gateway.domain.ids import AttemptId
from gateway.domain.portfolio import ContactPoint, Creditor
from gateway.domain.words import Channel
from gateway.render import LetterDocument, MessageContext, Rendered, Renderer

STATEMENT = "statement"  # the message whose letter is the statement that goes with an email


@dataclass(frozen=True, slots=True)
class Composed:
    """A finished message and proof of what it was made from."""

    message: Message
    letter: LetterDocument | None
    adapter: str
    fingerprint: str
    language: str
    disclosures: frozenset[str]
    script: Mapping[str, Any] | None = None  # of a call by a person: what else they need on the line
    enclosed: tuple[Enclosed, ...] = ()  # files that go with an email
    left_out: tuple[LeftOut, ...] = ()  # copies that are there and cannot be sent

    def record(self) -> dict[str, Any]:
        """Return the exact message as the ledger keeps it, sealed."""
        message = self.message
        return {
            "to": message.to,
            "sender": message.sender,
            "sender_name": message.sender_name,
            "form": message.form,
            "subject": message.subject,
            "text": message.text,
            "html": message.html,
            "headers": [list(header) for header in message.headers],
            "after_check": message.after_check,
            "voicemail": message.voicemail,
            "letter": self.letter.as_json() if self.letter else None,
            **({"script": dict(self.script)} if self.script is not None else {}),
            **({"attachments": [one.record() for one in self.enclosed]} if self.enclosed else {}),
            **({"left_out": [[one.reference, one.why] for one in self.left_out]} if self.left_out else {}),
        }


class Named(Protocol):
    """What carries a message, as far as its name goes."""

    @property
    def name(self) -> str:
        """Return what the attempt says of it."""


class Composer:
    """Renders allowed cases; the same case, links and attempt id always give the same message."""

    def __init__(
        self,
        renderer: Renderer,
        adapters: Mapping[Channel, Named],
        documents: Documents = NO_DOCUMENTS,
    ) -> None:
        self._renderer, self._adapters, self._documents = renderer, adapters, documents

    def compose(
        self,
        case: Case,
        attempt_id: AttemptId,
        links: Addresses,
        now: datetime,
        checkpoint: str | None = None,
    ) -> Composed:
        """Return the finished message. Raises DataError when a required disclosure has no place in it.

        checkpoint: what letters print of the ledger's newest head.
        """
        assert case.dossier is not None
        assert case.owed is not None
        channel = case.way.channel
        context = context_of(case, case.dossier, case.owed, links, now)
        if channel is Channel.LETTER:
            context = replace(
                context,
                checkpoint=checkpoint,
                letter_code=letter_code(attempt_id),
                envelope=self._envelope(),
            )
        rendered = self._renderer.render(context, case.due.template, channel, case.dossier.customer.language)
        missing = set(context.required) - rendered.disclosures
        if missing:
            raise DataError(f"the template {case.due.template} lacks {', '.join(sorted(missing))}")
        enclosed, left_out = self._enclosed(case, context, rendered.language)
        return Composed(
            enclosed=enclosed,
            left_out=left_out,
            message=_message(case, case.dossier, rendered, attempt_id, links),
            letter=rendered.letter,
            adapter=self._adapters[channel].name,
            fingerprint=rendered.fingerprint,
            language=rendered.language,
            disclosures=rendered.disclosures,
        )

    def _enclosed(
        self, case: Case, context: MessageContext, language: str
    ) -> tuple[tuple[Enclosed, ...], tuple[LeftOut, ...]]:
        """What the message asks for, of its email alone."""
        wanted = self._renderer.messages[case.due.template].attachments
        if case.way.channel is not Channel.EMAIL or not wanted:
            return (), ()
        found: list[Enclosed] = []
        out: tuple[LeftOut, ...] = ()
        if Enclosure.STATEMENT in wanted:
            addressed = replace(context, postal_lines=(context.customer_name,))
            document = self._renderer.render(addressed, STATEMENT, Channel.LETTER, language).letter
            assert document is not None
            found.append(statement_of(document))
        if Enclosure.INVOICES in wanted:
            numbers = [line.invoice_number for line in context.lines]
            copies, out = self._documents.copies_of(context.creditor.creditor_id, numbers, len(found) + 1)
            found += copies
        return tuple(found), out

    def _envelope(self) -> str | None:
        adapter = self._adapters[Channel.LETTER]
        return adapter.envelope if isinstance(adapter, PrintsAddresses) else None


def _message(
    case: Case, dossier: Dossier, rendered: Rendered, attempt_id: AttemptId, links: Addresses
) -> Message:
    channel, creditor = case.way.channel, dossier.creditor
    return Message(
        attempt_id=attempt_id,
        channel=channel,
        to=_destination(case.way.point, dossier),
        sender=sender_of(creditor, channel),
        sender_name=creditor.neutral_name,
        language=rendered.language,
        text=rendered.text,
        subject=rendered.subject,
        html=rendered.html,
        to_name=dossier.customer.name,
        to_company=dossier.customer.is_company,
        reply_to=creditor.reply_to,
        headers=_headers(links) if channel is Channel.EMAIL else (),
        form=rendered.form,
        after_check=rendered.after_check,
        voicemail=left_on_machine(case, dossier, rendered),
        envelope=rendered.letter.envelope if rendered.letter else "",
        post="certified" if case.due.template in creditor.certified_letters else "ordinary",
        not_after=min((end for end in (case.way.not_after, case.due.not_after) if end), default=None),
    )


def _destination(point: ContactPoint, dossier: Dossier) -> str:
    return f"{dossier.customer.name}\n{point.value}" if point.kind == "postal" else point.value


def sender_of(creditor: Creditor, channel: Channel) -> str:
    """Return the address or number that a creditor's messages come from."""
    by_channel = {
        Channel.EMAIL: creditor.email_from,
        Channel.SMS: creditor.sms_from,
        Channel.VOICE: creditor.voice_from,
        Channel.LETTER: creditor.address,
    }
    return by_channel[channel]


def _headers(links: Addresses) -> tuple[tuple[str, str], ...]:
    """RFC 8058: one click, and the mail program posts the stop for the reader."""
    return (
        ("List-Unsubscribe", f"<{links.stop}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    )
