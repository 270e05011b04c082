"""Claims what is due, asks every rule, renders, records, commits, and only then hands over."""

from gateway.dispatcher.dispatcher import Dispatcher
from gateway.dispatcher.hops import DispatchReport

__all__ = ["DispatchReport", "Dispatcher"]
