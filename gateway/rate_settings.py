"""How fast may each provider be asked? The `[rates]` of the settings, shared by all daemons."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat

from gateway.domain.rates import Rate, Rates
from gateway.domain.words import Channel


class RateSettings(BaseModel):
    """The rate of each provider. What is not said has no limit of ours."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    twilio_segments: PositiveFloat | None = Field(
        default=1,
        description="SMS segments a second, for each sending number, or for the whole Messaging Service: "
        "1 for a US long code, 3 for a toll-free number, what was agreed for a short code or a service.",
    )
    twilio_calls: PositiveFloat | None = Field(
        default=1, description="Calls a second that the account may begin; 1 unless more was agreed."
    )
    lob_letters: PositiveFloat | None = Field(
        default=10, description="Letters a second; Lob takes 150 requests in 5 seconds."
    )
    smtp_emails: PositiveFloat | None = Field(
        default=None, description="Emails a second to the relay. Default: as fast as it takes them."
    )

    def rates(self, *, by_number: bool) -> Rates:
        """Return the rate of each provider and channel. by_number: texts go by numbers, not by a service."""
        told = {
            ("twilio", Channel.SMS): (self.twilio_segments, "segments", by_number),
            ("twilio", Channel.VOICE): (self.twilio_calls, "calls", False),
            ("lob", Channel.LETTER): (self.lob_letters, "letters", False),
            ("smtp", Channel.EMAIL): (self.smtp_emails, "emails", False),
        }
        return {
            where: Rate(per_second, unit, by_sender)
            for where, (per_second, unit, by_sender) in told.items()
            if per_second is not None
        }
