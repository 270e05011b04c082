"""Why was this customer contacted, why not, and what comes next? Answered in words."""

from gateway.why.story import Coming, Moment, Story, story_of
from gateway.why.words import as_lines

__all__ = ["Coming", "Moment", "Story", "as_lines", "story_of"]
