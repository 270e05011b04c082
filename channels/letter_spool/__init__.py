"""How do letters get to a print house, and how does its word come back? Through one folder."""
