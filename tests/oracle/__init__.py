"""A second judge beside the rulebook, slow and plain: what the two say differently is a fault of one of them.

Written from the decision contract, the facts of law and the packs. It shares the types of a question with
the rulebook, nothing else: every rule lists the events, filters them, and compares local dates and clocks.
"""
