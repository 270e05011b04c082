"""What would be sent, deferred and refused in the coming days? A copy, under a virtual clock."""

from gateway.simulate.diary import Day, Diary
from gateway.simulate.rehearsal import go_through, simulate
from gateway.simulate.stage import Stage, copied

__all__ = ["Day", "Diary", "Stage", "copied", "go_through", "simulate"]
