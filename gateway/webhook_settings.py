"""How are other systems told what happens here? The `[webhooks]` of the settings."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PositiveInt


class WebhookSettings(BaseModel):
    """Requests to the endpoints of `dunwell webhook`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    deadline_seconds: Annotated[float, Field(gt=0, le=30)] = Field(
        default=20, description="Longest time for one request. Too short: slow receivers get messages twice."
    )
    keep_days: PositiveInt = Field(
        default=30, description="How long messages are kept for replay; those that still wait, longer."
    )
    ca_file: Path | None = Field(default=None, description="PEM file of a private certificate authority.")

    @property
    def deadline(self) -> timedelta:
        """Return the deadline as a length."""
        return timedelta(seconds=self.deadline_seconds)

    @property
    def kept_for(self) -> timedelta:
        """Return how long messages are kept."""
        return timedelta(days=self.keep_days)
