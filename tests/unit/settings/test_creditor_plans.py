"""What may the settings say of payment plans?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from gateway.creditor_settings import PlanSettings
from gateway.domain.payment_plan import Interval, PlanPolicy


def test_what_is_not_said_is_the_policy_of_the_domain() -> None:
    assert PlanSettings().policy() == PlanPolicy()


def test_every_limit_reaches_the_policy() -> None:
    told = {"most": 6, "least_instalment": "49.90", "intervals": ["monthly"], "down_payment_percent": 10}
    policy = PlanSettings.model_validate(told).policy()
    assert policy == PlanPolicy(
        most=6, least_instalment=Decimal("49.90"), intervals=(Interval.MONTHLY,), down_payment_percent=10
    )


@pytest.mark.parametrize(
    "told",
    [
        {"fewest": 6, "most": 5},
        {"fewest": 1},
        {"most": 121},
        {"least_instalment": 0},
        {"intervals": []},
        {"intervals": ["yearly"]},
        {"grace_days": 31},
        {"down_payment_percent": 91},
        {"graze_days": 3},
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PlanSettings.model_validate(told)
