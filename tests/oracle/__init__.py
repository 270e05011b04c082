"""A second judge, written from the decision contract, the facts of law and the packs alone: slow, plain and apart.

Nothing here knows how the rulebook decides. Every rule is a few lines that list the events, filter them and compare
plain local dates and wall clocks; what the two judges say differently is a fault of one of them.
"""
