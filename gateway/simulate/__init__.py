"""What would be sent, deferred and refused in the coming days? A copy, under a virtual clock."""

from gateway.simulate.diary import Day, Diary
from gateway.simulate.rehearsal import simulate

__all__ = ["Day", "Diary", "simulate"]
