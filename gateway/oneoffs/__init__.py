"""What may a collector ask for, and may it go? One-off outreach with its ruling at once."""

from gateway.oneoffs.previewing import Preview, Previewer
from gateway.oneoffs.proofs import Proof, Proofs, Wanted
from gateway.oneoffs.queueing import OneOff, Queued, draft, queue
from gateway.oneoffs.templates import Template, calls_of, templates_of

__all__ = [
    "OneOff",
    "Preview",
    "Previewer",
    "Proof",
    "Proofs",
    "Queued",
    "Template",
    "Wanted",
    "calls_of",
    "draft",
    "queue",
    "templates_of",
]
