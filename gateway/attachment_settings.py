"""How many files may a customer send with a dispute, and how large may they be?"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

MOST_AT_ONCE = 30_000_000  # bytes of one form; the web server takes no larger body


class AttachmentSettings(BaseModel):
    """Files that customers send on their pages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    most_files: Annotated[int, Field(ge=0, le=20)] = Field(
        default=5, description="Most files with one dispute; 0: none are taken."
    )
    most_bytes: Annotated[int, Field(ge=10_000, le=20_000_000)] = Field(
        default=5_000_000,
        description="Largest file in bytes. Too small: photographs of papers do not fit.",
    )
    most_kept: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=40, description="Most files of one customer altogether; more are refused."
    )

    @model_validator(mode="after")
    def _fits(self) -> AttachmentSettings:
        if self.most_files * self.most_bytes > MOST_AT_ONCE:
            raise ValueError(f"most_files times most_bytes may be {MOST_AT_ONCE} at most, for one form")
        return self
