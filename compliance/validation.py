"""Was something received within the validation period?

The period ends thirty days after the consumer receives, or is assumed to receive, the information; receipt
may be assumed on the fifth day after it was provided, not counting Saturdays, Sundays and the holidays of
5 USC 6103(a) (12 CFR 1006.34(b)(5)). An assumed date stands even if the notice came earlier. A notice that
came back was not provided.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from compliance.case import Case
from compliance.facts import Event
from compliance.holidays import HolidaySet, add_business_days
from compliance.local_days import day_end, local_date

_ASSUMED_RECEIPT = 5  # business days after mailing or sending
_PERIOD = timedelta(days=30)


def in_validation_period(case: Case, instant: datetime, holidays: HolidaySet | None) -> bool:
    """Return whether an instant lies before the end of the validation period; while no notice has arrived
    the period has not ended. A notice that was given later does not reach back."""
    notices = case.standing("validation_notice")
    provided = [each for each in notices if each.undeliverable_at is None and each.at <= instant]
    if not provided:
        return True
    return instant < max(_period_ends(case, notice, holidays) for notice in provided)


def _period_ends(case: Case, notice: Event, holidays: HolidaySet | None) -> datetime:
    """Return the first instant after the last day of the period on the last of the person's clocks."""
    ends = []
    for zone in case.calendars:
        received = local_date(notice.at, zone)
        if notice.delivered_by != "voice":  # spoken information is received when it is heard
            received = add_business_days(received, _ASSUMED_RECEIPT, holidays)
        ends.append(day_end(zone, received + _PERIOD))
    return max(ends)
