"""What exactly does a message say? Templates in, finished words out: text, HTML, SMS, voice and letter."""

from gateway.render.context import (
    Credit,
    Itemized,
    Line,
    MessageContext,
    PaymentMade,
    PromiseMade,
    Validation,
)
from gateway.render.rendered import LetterDocument, Rendered

__all__ = [
    "Credit",
    "Itemized",
    "LetterDocument",
    "Line",
    "MessageContext",
    "PaymentMade",
    "PromiseMade",
    "Rendered",
    "Validation",
]
