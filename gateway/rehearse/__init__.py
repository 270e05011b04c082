"""What would a draft rulebook change for the customers of today? Tried on a copy before it is activated."""

from gateway.rehearse.draft import Draft, Side, read_draft
from gateway.rehearse.rehearsing import SAMPLE, Rehearsed, rehearse
from gateway.rehearse.report import as_dict
from gateway.rehearse.text import as_lines

__all__ = ["SAMPLE", "Draft", "Rehearsed", "Side", "as_dict", "as_lines", "read_draft", "rehearse"]
