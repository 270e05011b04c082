"""Which reminder is due to whom? A dunning run plans outreach; it asks no rule and sends nothing."""

from gateway.planner.outlook import Outlook, outlook
from gateway.planner.report import PlanReport
from gateway.planner.run import run_plan
from gateway.planner.steps import Finished, NextStep, Taken, next_step

__all__ = ["Finished", "NextStep", "Outlook", "PlanReport", "Taken", "next_step", "outlook", "run_plan"]
