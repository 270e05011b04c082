"""A strategy file that is right, to be made wrong."""

RIGHT = """\
id = "plain"
title = "Plain"
missed = "collapse"
min_days_between = 2

[conditions]
debt_classes = ["commercial"]

[minimum_balance]
USD = "25.00"

[[step]]
id = "upcoming"
days_past_due = -3
template = "upcoming"
channels = ["email"]

[[step]]
id = "first"
days_past_due = 3
template = "reminder-1"
channels = ["email", "letter"]

[[step]]
id = "second"
days_after_previous = 7
template = "reminder-2"
channels = ["letter"]
tone = "firm"
"""
