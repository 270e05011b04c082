"""Which calls are a collector's to make, may this one be made now, and what did it come to?"""

from gateway.calls.beginning import CallDesk, NotNow
from gateway.calls.ending import Ended, end_call
from gateway.calls.outcomes import CallOutcome, Ending
from gateway.calls.reading import CallPage, call_page
from gateway.calls.tidying import NO_OUTCOME_TASK, tidy
from gateway.calls.work_list import CallTask, task_of, work_list

__all__ = [
    "NO_OUTCOME_TASK",
    "CallDesk",
    "CallOutcome",
    "CallPage",
    "CallTask",
    "Ended",
    "Ending",
    "NotNow",
    "call_page",
    "end_call",
    "task_of",
    "tidy",
    "work_list",
]
