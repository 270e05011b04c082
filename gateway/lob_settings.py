"""What does the settings file say of the account at Lob?"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, PositiveInt, SecretStr


class LobSettings(BaseModel):
    """The account at Lob."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    api_key: SecretStr | None = Field(default=None, description="Secret key: `live_…` or `test_…`.")
    mode: Literal["live", "test"] = Field(
        default="live",
        description="`test` for a test key, with which Lob prints nothing. A key of the other mode is "
        "refused: letters would count as sent that nobody gets.",
    )
    webhook_secrets: tuple[SecretStr, ...] = Field(
        default=(),
        description="Secrets of the webhooks at Lob; several while one is exchanged. Without any, no "
        "callback is believed.",
    )
    base_url: str | None = Field(default=None, description="Another server that speaks Lob's API.")
    mail_type: Literal["usps_first_class", "usps_standard"] = Field(
        default="usps_first_class",
        description="Postage; `usps_standard` is cheaper, slower and not returned to sender.",
    )
    deadline_seconds: PositiveFloat = Field(
        default=30,
        description="Longest time for one letter. Too short: attempts end as unknown and are looked up.",
    )
    connections: PositiveInt = Field(default=10, description="Requests at once; Lob allows 150 in 5 seconds.")
