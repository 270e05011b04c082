"""What exactly does a message say? Templates in, finished words out: text, HTML, SMS, voice and letter."""

from gateway.render.context import (
    Credit,
    Further,
    Itemized,
    Line,
    MessageContext,
    PaymentMade,
    PromiseMade,
    Validation,
)
from gateway.render.press import letter_pdf, shipped_templates
from gateway.render.rendered import LetterDocument, Rendered
from gateway.render.renderer import Renderer
from gateway.render.texting import MAX_SEGMENTS

__all__ = [
    "MAX_SEGMENTS",
    "Credit",
    "Further",
    "Itemized",
    "LetterDocument",
    "Line",
    "MessageContext",
    "PaymentMade",
    "PromiseMade",
    "Rendered",
    "Renderer",
    "Validation",
    "letter_pdf",
    "shipped_templates",
]
