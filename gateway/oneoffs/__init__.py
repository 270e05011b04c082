"""What may a collector ask for, and may it go? One-off outreach with its ruling at once."""

from gateway.oneoffs.queueing import OneOff, Preview, Queued, preview, queue

__all__ = ["OneOff", "Preview", "Queued", "preview", "queue"]
