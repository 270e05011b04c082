"""Dunwell: plans, judges, sends and records reminders for overdue accounts."""
