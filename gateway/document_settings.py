"""Where are the copies of invoices that go with emails? The `[documents]` of the settings."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, PositiveInt


class DocumentSettings(BaseModel):
    """Copies of invoices, for messages whose `message.toml` asks for them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: Path | None = Field(
        default=None,
        description="Folder with `<creditor>/<invoice number>.pdf`; without it no copies are sent.",
    )
    most_bytes: PositiveInt = Field(
        default=7_500_000,
        description="Largest size of all copies of one email; mailboxes refuse emails over about 10 MB.",
    )
