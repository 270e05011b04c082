"""Would the ledger's rulings be the same again? Stored questions, asked by the rules of then or of today."""

from gateway.replay.again import Replayed, ask_again
from gateway.replay.rulebooks import KeptRulebook, Rulebooks

__all__ = ["KeptRulebook", "Replayed", "Rulebooks", "ask_again"]
