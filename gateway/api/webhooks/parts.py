"""What do webhooks need? Handed over by bootstrap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from channels.callback_token import CallbackTokens
from channels.letter_lob.signature import LobSignatures
from channels.twilio_codes import Codes
from channels.twilio_signature import Signatures
from channels.voice_twilio.endings import Endings
from gateway.domain.clock import Clock
from gateway.domain.ids import CreditorId, Ids
from gateway.domain.portfolio import Creditor
from gateway.inbound import Understands
from gateway.ledger import Ledger
from gateway.store import Store
from gateway.understanding import understand
from gateway.voice import DeskParts, Words


@dataclass(frozen=True, slots=True)
class WebhookParts:
    """Everything that a provider's request may use."""

    store: Store
    ledger: Ledger
    clock: Clock
    ids: Ids
    creditors: Mapping[CreditorId, Creditor]
    public_url: str  # what Twilio signs begins with it
    signatures: Signatures
    status_tokens: CallbackTokens
    codes: Codes
    voice_tokens: CallbackTokens
    endings: Endings  # of calls
    desk: DeskParts  # what calls bring about
    words: Words  # what calls say beside their message
    lob: LobSignatures
    understand: Understands = understand  # what texts say beyond the exact keywords
