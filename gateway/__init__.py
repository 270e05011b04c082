"""Dunwell: plans, judges, sends and records reminders for overdue accounts."""

__version__ = "0.1.0"
