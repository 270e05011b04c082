"""Which strategies are there, and which one is a customer's? TOML files, checked to the last key."""

from gateway.strategies.choice import Strategies
from gateway.strategies.reading import load_strategies

__all__ = ["Strategies", "load_strategies"]
