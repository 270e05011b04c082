"""Channels that reach nobody: each message becomes one file that can be looked at."""
