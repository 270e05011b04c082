"""Calls by Twilio: how one is placed, what its news mean, and what is said in it."""
