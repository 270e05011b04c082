"""Why was this customer contacted, why not, and what comes next? Answered in words."""

from gateway.why.account_rules import account_rules
from gateway.why.citations import citations_of
from gateway.why.clocks import clock_of, read_clock
from gateway.why.moments import Mark, Moment
from gateway.why.places import listed, place_in_country, place_name
from gateway.why.plain_words import as_words, date_in_words, dates_in_words, medium, time_in_words
from gateway.why.rule_lines import AccountRules
from gateway.why.story import Coming, LookAhead, Story, story_of
from gateway.why.terminal import as_lines
from gateway.why.whereabouts import point_in_words

__all__ = [
    "AccountRules",
    "Coming",
    "LookAhead",
    "Mark",
    "Moment",
    "Story",
    "account_rules",
    "as_lines",
    "as_words",
    "citations_of",
    "clock_of",
    "date_in_words",
    "dates_in_words",
    "listed",
    "medium",
    "place_in_country",
    "place_name",
    "point_in_words",
    "read_clock",
    "story_of",
    "time_in_words",
]
