"""What does a customer's text say? Pure reading of words in English and Spanish; nobody acts here."""

from gateway.understanding.meanings import KINDS, Meaning, Understanding
from gateway.understanding.reading import understand
from gateway.understanding.trimming import trimmed_reply

__all__ = ["KINDS", "Meaning", "Understanding", "trimmed_reply", "understand"]
