"""May this person be contacted now, and if not, when? Pure rules over facts; law is data in packs."""
