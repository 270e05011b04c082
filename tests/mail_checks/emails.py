"""Every shipped email, composed as it would leave: each message, language and kind of reader."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from uuid import UUID

from channels.email_mime import email_bytes
from channels.message import Message
from gateway.domain.ids import AttemptId
from gateway.domain.words import Channel
from gateway.render import Renderer, shipped_templates
from gateway.render.specimens import minimal, typical
from tests.fakes.clock import A_MONDAY

LANGUAGES = ("en", "es")
READERS = {
    "a company": typical(),
    "a company with ten invoices": typical(10),
    "a person": typical(is_company=False),
    "a person, by a collector": typical(is_company=False, collector=True),
    "hardly anything known": minimal(),
    "a later contact": replace(typical(), first_contact=False),
}
_STOP = "https://reminders.example/u/" + "x" * 43


@dataclass(frozen=True, slots=True)
class ShippedEmail:
    """One of them. name: message, language and reader."""

    name: str
    message: Message

    @property
    def html(self) -> str:
        """The part that most people see."""
        return self.message.html or ""

    @property
    def content(self) -> bytes:
        """The bytes that leave."""
        return email_bytes(self.message, at=A_MONDAY)


@cache
def shipped_emails() -> tuple[ShippedEmail, ...]:
    """Return all of them."""
    renderer = Renderer(shipped_templates())
    names = [name for name in sorted(renderer.messages) if Channel.EMAIL in renderer.channels(name)]
    return tuple(
        _email(renderer, number, name, language, reader)
        for number, (name, language, reader) in enumerate(product(names, LANGUAGES, READERS), 1)
    )


def _email(renderer: Renderer, number: int, name: str, language: str, reader: str) -> ShippedEmail:
    context = READERS[reader]
    made = renderer.render(context, name, Channel.EMAIL, language)
    creditor = context.creditor
    message = Message(
        attempt_id=AttemptId(UUID(int=number)),
        channel=Channel.EMAIL,
        to="maria@example.net",
        sender=creditor.email_from,
        sender_name=creditor.neutral_name,
        language=made.language,
        text=made.text,
        subject=made.subject,
        html=made.html,
        to_name=context.customer_name,
        reply_to=creditor.reply_to,
        headers=(
            ("List-Unsubscribe", f"<{_STOP}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ),
    )
    return ShippedEmail(f"{name}, {language}, {reader}", message)
